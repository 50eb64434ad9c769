"""Which links many loops share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.loops.find_loops import Loops
from digisys.analysis.loops.listing import LoopList
from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Table
from digisys.answers.wording import view_text
from digisys.graph.labels import end_labels
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import N_, say, say_count

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LinkUse", "LoopLinks", "loop_links"]


@dataclass(frozen=True)
class LinkUse:
    """How many loops run through one link.

    Attributes
    ----------
    link
        The link as ``source->target``.
    loops
        How many loops run through it.
    named
        Declared cycles among them, such as ``R1a``.
    """

    link: str
    loops: int
    named: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class LoopLinks(Answer):
    """The links of some loops, the most shared first.

    Attributes
    ----------
    view
        The links that the answer rests on.
    count
        How many loops were looked at.
    uses
        One entry for each link that is on one of them.
    truncated
        Why there may be more loops (see :class:`digisys.analysis.loops.find_loops.Loops`).
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    count: int
    uses: tuple[LinkUse, ...]
    truncated: str | None

    def __iter__(self) -> Iterator[LinkUse]:
        return iter(self.uses)

    def __len__(self) -> int:
        return len(self.uses)

    @property
    def in_all(self) -> tuple[str, ...]:
        """The links that every one of the loops runs through."""
        return tuple(use.link for use in self.uses if use.loops == self.count)

    def table(self, language: str | None = None) -> Table:
        """Return the links as a table in a language."""
        language = language or self.model.default_language
        heads = (N_("Loops"), N_("From"), N_("To"), N_("Named loops"))
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                use.loops,
                *end_labels(self.model, use.link, language),
                ", ".join(use.named),
            )
            for use in self.uses
        )
        caption = say("Links that loops share", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the counts and the view, as pairs of heading and text."""
        language = language or self.model.default_language
        found = say_count("{count} loop", "{count} loops", self.count, language)
        if self.truncated:
            found = say("{count} shown; there may be more", language, count=found)
        return (
            (say("Loops looked at", language), found),
            (say("Links that all of them share", language), str(len(self.in_all))),
            (say("View", language), view_text(self.model, self.view, language)),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the links as a data frame: ``link``, ``loops``, ``named``."""
        import pandas as pd

        rows = [(use.link, use.loops, list(use.named)) for use in self.uses]
        return pd.DataFrame(rows, columns=["link", "loops", "named"])

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        return {
            "view": self.view.to_dict(),
            "loops": self.count,
            "truncated": self.truncated,
            "links": [
                {"link": use.link, "loops": use.loops, "named": list(use.named)}
                for use in self.uses
            ],
        }


def loop_links(loops: Loops) -> LoopLinks:
    """Count how many of some loops run through each link.

    Parameters
    ----------
    loops
        What :func:`digisys.analysis.loops.find_loops` found.

    Returns
    -------
    LoopLinks
        The links, the most shared first, then in the order of the model.

    Examples
    --------
    >>> import digisys
    >>> shared = loop_links(digisys.find_loops(digisys.load("digikompassi"), "R5"))
    >>> shared.count, len(shared.in_all) > 0
    (2, True)
    """
    named: dict[str, list[str]] = {}
    for loop in loops.named:
        for link in loop.links:
            named.setdefault(link, []).extend(loop.instances)
    counts: dict[str, int] = {}
    if isinstance(loops.loops, LoopList):
        counts = loops.loops.link_counts()
    else:
        for loop in loops:
            for link in loop.links:
                counts[link] = counts.get(link, 0) + 1
    # Loops name several links between the same two by these two; each carries all of them.
    keys = {link.id: link.id if link.id in counts else link.pair_id for link in loops.view.links}
    order = sorted(
        (link for link, key in keys.items() if counts.get(key)),
        key=lambda link: -counts[keys[link]],
    )
    uses = tuple(
        LinkUse(link, counts[keys[link]], tuple(named.get(keys[link], ()))) for link in order
    )
    return LoopLinks(loops.model, loops.view, len(loops), uses, loops.truncated)
