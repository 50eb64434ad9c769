"""Which links go the way that the source says, and which the way that we read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from digisys.graph.view import Arc
from digisys.schema import Link
from digisys.words import Message

__all__ = [
    "Directions",
    "assumed_arc",
    "assumed_direction",
    "assumed_pairs",
    "directions_of",
    "known_by",
    "links_along",
    "links_by_pair",
]


@dataclass(frozen=True)
class Directions:
    """How many of some links have a direction that is our reading of the source.

    Attributes
    ----------
    links
        How many links have a direction at all: those whose polarity is known.
    assumed
        The ids of those whose direction no source states, in the order given.
    """

    links: int
    assumed: tuple[str, ...] = field(repr=False)

    @property
    def stated(self) -> int:
        """How many directions a source states."""
        return self.links - len(self.assumed)

    @property
    def message(self) -> Message | None:
        """The sentence that tells it; None where every direction is stated."""
        count = len(self.assumed)
        if not count:
            return None
        if self.links == 1:
            return Message("The direction is our reading of the source.")
        if count == self.links:
            return Message("All directions are our reading of the source.")
        if count == 1:
            return Message(
                "1 of {total} directions is our reading of the source.", {"total": self.links}
            )
        return Message(
            "{count} of {total} directions are our reading of the source.",
            {"count": count, "total": self.links},
        )

    def to_dict(self) -> dict[str, object]:
        """Return the counts and the ids as plain data."""
        return {"directions": self.links, "assumed": list(self.assumed)}


def assumed_direction(link: Link) -> bool:
    """Tell whether no source states which way a link goes, so that its polarity is our reading.

    A link of unknown polarity has no direction that could be read.

    Examples
    --------
    >>> import digisys
    >>> links = {link.id: link for link in digisys.load("digikompassi").links}
    >>> assumed_direction(links["cyber_skills->critical_infrastructure"])
    True
    """
    return link.direction == "assumed" and link.polarity != "unknown"


def assumed_arc(arc: Arc) -> bool:
    """Tell whether an arc rests on a direction that is our reading: of several links, any."""
    return any(assumed_direction(part.link) for part in arc.each)


def assumed_pairs(links: Iterable[Link]) -> frozenset[str]:
    """Return the pairs of variables, as ``source->target``, between which a direction is read.

    Examples
    --------
    >>> import digisys
    >>> "data_spaces->companies_in_data_spaces" in assumed_pairs(digisys.load("digikompassi").links)
    True
    """
    return frozenset(link.pair_id for link in links if assumed_direction(link))


def links_by_pair(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """Return the links of each pair of variables, by ``source->target``."""
    found: dict[str, tuple[Link, ...]] = {}
    for link in links:
        found[link.pair_id] = (*found.get(link.pair_id, ()), link)
    return found


def links_along(
    by_pair: Mapping[str, tuple[Link, ...]], variables: Sequence[str]
) -> tuple[Link, ...]:
    """Return the links of a chain of variables, all of a pair where it has several."""
    steps = (f"{one}->{other}" for one, other in pairwise(variables))
    return tuple(link for step in steps for link in by_pair.get(step, ()))


def known_by(links: Sequence[Link]) -> tuple[str, str]:
    """Return how links are known, as the words that a link uses, for programs.

    Returns
    -------
    tuple of str
        ``explicit``, or ``ambiguous`` where the source can be read without one of them; and
        ``stated``, or ``assumed`` where the direction of one of them is our reading.
    """
    ambiguous = any(link.certainty == "ambiguous" for link in links)
    assumed = any(map(assumed_direction, links))
    return "ambiguous" if ambiguous else "explicit", "assumed" if assumed else "stated"


def directions_of(links: Iterable[Link | Arc]) -> Directions:
    """Count the directions of some links, and find those that are our reading of the source.

    Parameters
    ----------
    links
        The links of a view, or the arcs that an answer rests on; each counts once.

    Returns
    -------
    Directions
        The count, the ids, and the sentence that tells them.

    Examples
    --------
    >>> import digisys
    >>> from digisys.graph.view import select_view
    >>> found = directions_of(select_view(digisys.load("digikompassi")).links)
    >>> print(found.message)
    20 of 69 directions are our reading of the source.
    """
    single = (
        part
        for item in links
        for part in ([each.link for each in item.each] if isinstance(item, Arc) else [item])
    )
    known = {link.id: link for link in single if link.polarity != "unknown"}
    assumed = tuple(name for name, link in known.items() if assumed_direction(link))
    return Directions(len(known), assumed)
