"""Which links a workshop votes on, and what a card says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digisys.analysis.robustness.questions import questions
from digisys.analysis.sources import claims_of_links
from digisys.answers.wording import link_basis
from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.labels import end_labels
from digisys.schema import Link, Model
from digisys.schema.link import Polarity
from digisys.uncertainty.options import Draws
from digisys.words import N_, Message, say
from digisys.workshop.votes.link_codes import link_codes

__all__ = ["Card", "LinkChoice", "cards_of", "choose_links"]

LinkChoice = int | Literal["all"] | Sequence[str]

#: Letters of what the source says that a card has room for.
_MOST_BASIS = 230
_CLAIMS: dict[Polarity, str] = {
    "positive": N_("“{from_}” strengthens “{to}”."),
    "negative": N_("“{from_}” weakens “{to}”."),
    "unknown": N_("“{from_}” acts on “{to}”; the direction is not known."),
}
_MEANINGS: dict[Polarity, str] = {
    "positive": N_("When the first rises, the second becomes higher than it would otherwise."),
    "negative": N_("When the first rises, the second becomes lower than it would otherwise."),
    "unknown": N_("Nobody has told yet which way."),
}


@dataclass(frozen=True)
class Card:
    """What participants are told of one link.

    Attributes
    ----------
    link, code
        Its id, and the code that stands for it.
    source, target
        Labels of its ends.
    claim
        What it claims, its sign in words.
    meaning
        What that sign means.
    basis
        What the source says of it.
    """

    link: str
    code: str
    source: str
    target: str
    claim: str
    meaning: str
    basis: str


def choose_links(
    model: Model,
    about: str | int | None = None,
    *,
    links: LinkChoice = 20,
    theme: str | None = None,
    samples: int = 500,
    seed: int = 1,
) -> tuple[str, ...]:
    """Choose the links that a workshop should vote on.

    Parameters
    ----------
    model
        The model.
    about
        What the conclusions are about; as of :func:`digisys.questions`.
    links
        How many, those first on which conclusions hang most; ``"all"``, in the order of the
        model; or the ids of some.
    theme
        Only links of this theme.
    samples, seed
        Draws by which levers are compared, as of :func:`digisys.questions`.

    Returns
    -------
    tuple of str
        Their ids.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If there is no link to vote on.
    """
    narrowed = model if theme is None else model.of_theme(theme)
    ids = [link.id for link in narrowed.links]
    if not isinstance(links, str | int):
        for name in links:
            if name not in ids:
                raise UnknownNameError(
                    name, cure=Message("Give ids of links, as digisys links shows: from->to.")
                )
        return tuple(dict.fromkeys(links))
    if not ids:
        raise QuestionError(
            Message("There is no link to vote on."), Message("Choose another model or theme.")
        )
    if links == "all":
        return tuple(ids)
    if isinstance(links, str) or links < 1:
        raise QuestionError(
            Message("At least one link must be voted on."), Message("Give a larger number.")
        )
    try:
        found = questions(narrowed, about, samples=Draws(samples, seed))
    except QuestionError:
        if about is not None:
            raise
        first: list[str] = []  # where nothing is to be concluded, nothing hangs on a link
    else:
        first = [flip.link for flip in found.flips]
    return tuple(dict.fromkeys((*first, *ids)))[:links]


def cards_of(model: Model, links: Sequence[str], language: str) -> tuple[Card, ...]:
    """Say of links what a card says.

    Parameters
    ----------
    model
        The model.
    links
        Ids of links of it.
    language
        Language of the texts.

    Returns
    -------
    tuple of Card
        In the same order.
    """
    codes = link_codes(model)
    known = {link.id: link for link in model.links}
    return tuple(_card(model, known[name], codes[name], language) for name in links)


def _card(model: Model, link: Link, code: str, language: str) -> Card:
    source, target = end_labels(model, link.id, language)
    if link.damps:
        claim = say(N_("“{name}” damps itself."), language, name=source)
    else:
        claim = say(_CLAIMS[link.polarity], language, from_=source, to=target)
    meaning = say(_MEANINGS[link.polarity], language)
    return Card(link.id, code, source, target, claim, meaning, _basis(model, link, language))


def _basis(model: Model, link: Link, language: str) -> str:
    """Tell what the source says: its words if they are known, how surely, and where."""
    known = link_basis(link, language)
    parts = [f"{known[:1].upper()}{known[1:]}."]
    quotes = [item.quote for item in link.evidence if item.quote]
    parts += [f"“{quote}”" for quote in quotes[:1]]
    rows = claims_of_links(model, (link,), language)
    places = [", ".join(part for part in row[1:3] if part) for row in rows]
    parts += [f"{text}." for text in list(filter(None, places))[:2]]
    notes = [item.note.text(language) for item in link.evidence if item.note]
    if not quotes:
        parts += notes[:1]
    text = " ".join(parts)
    if len(text) <= _MOST_BASIS:
        return text
    return text[:_MOST_BASIS].rpartition(" ")[0].rstrip(" ,;:") + " …"
