"""What the page knows of the links that are voted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digisys.schema import Model
from digisys.workshop.votes.cards import cards_of
from digisys.workshop.votes.link_codes import link_codes

__all__ = ["voting_data"]


def voting_data(model: Model, links: Sequence[str]) -> list[dict[str, Any]]:
    """Return what a card says of each link, beyond what the page knows of it.

    Parameters
    ----------
    model
        The model.
    links
        Ids of links of it.

    Returns
    -------
    list of dict
        ``id``, ``code``, and ``basis``: what the source says, by language.
    """
    codes = link_codes(model)
    told = {code: cards_of(model, links, code) for code in model.languages}
    return [
        {
            "id": name,
            "code": codes[name],
            "basis": {code: cards[at].basis for code, cards in told.items()},
        }
        for at, name in enumerate(links)
    ]
