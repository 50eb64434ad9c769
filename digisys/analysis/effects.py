"""What the effect of a link is like, in words and as plain data."""

from __future__ import annotations

from typing import Any

from digisys.answers.wording import polarity_mark
from digisys.graph.labels import short_label
from digisys.graph.view import POLARITY_SIGNS
from digisys.schema import Link, Model
from digisys.uncertainty.effects import curve_of
from digisys.words import say

__all__ = ["effect_record", "effect_words", "link_claim"]


def link_claim(model: Model, link: Link, language: str) -> str:
    """Say in short what a link claims: its ends, and its sign on the arrow between them."""
    source, target = (short_label(model, key, language) for key in (link.source, link.target))
    return f"{source} {polarity_mark(POLARITY_SIGNS[link.polarity])}→ {target}"


def effect_words(model: Model, link: Link, language: str) -> str:
    """Say how the effect of a link follows its source, and what it multiplies.

    Parameters
    ----------
    model
        The model.
    link
        One of its links.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    str
        A few words; nothing of a link in proportion that stands by itself.
    """
    parts = [curve_of(link.effect).text(language)]
    if link.modulates is not None:
        base = next(item for item in model.links if item.id == link.modulates)
        claim = link_claim(model, base, language)
        parts.append(say("multiplies the effect of {link}", language, link=claim))
    return ", ".join(filter(None, parts))


def effect_record(link: Link) -> dict[str, Any]:
    """Return what is not plain of the effect of a link, as the model file writes it."""
    record: dict[str, Any] = {}
    if link.effect != "linear":
        effect = link.effect
        record["effect"] = (
            effect if isinstance(effect, str) else effect.model_dump(mode="json", exclude_none=True)
        )
    if link.modulates is not None:
        record["modulates"] = link.modulates
    return record
