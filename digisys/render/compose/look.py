"""How a drawing looks: what it is made for, which signs it has, what stands below its title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a date is also what a look has
from typing import Literal, get_args

from digisys.errors import DrawingError
from digisys.schema import Link
from digisys.words import Message, own_language

__all__ = ["Look", "MarkName", "SignChoice", "signs_drawn"]

SignChoice = Literal["auto", "all", "none"]
MarkName = Literal["measured", "pushed"]


@dataclass(frozen=True)
class Look:
    """How a drawing looks.

    Attributes
    ----------
    signs
        Which arrows have a sign: ``all`` (usual), ``none``, or ``auto``: all, unless every
        link drawn is positive; then none, and the legend says so once.
    find_loops
        Whether loops are sought and get badges in a model that names none.
    marks
        Variables with what marks them: ``measured``, ``pushed``.
    paper
        The sheet that it is made for, as of :data:`digisys.render.paper.PAPERS`: what would be too
        small to read there is left out. No sheet when absent.
    date
        Date below the title, as ``2026-11-26``; none when absent.

    Raises
    ------
    DrawingError
        If there is no such choice of signs, or the date is none.

    Examples
    --------
    >>> Look(signs="auto").signs
    'auto'
    """

    signs: SignChoice = "all"
    find_loops: bool = False
    date: str | None = None
    paper: str | None = None
    marks: tuple[tuple[str, tuple[MarkName, ...]], ...] = ()

    def __post_init__(self) -> None:
        if self.signs not in get_args(SignChoice):
            raise DrawingError(
                Message("There is no choice of signs “{name}”.", {"name": str(self.signs)}),
                Message("Choose one of: {names}.", {"names": ", ".join(get_args(SignChoice))}),
            )
        if self.date is not None:
            _day(self.date)

    def marks_of(self, variable: str) -> tuple[MarkName, ...]:
        """Return what marks a variable."""
        return dict(self.marks).get(variable, ())

    def date_text(self, language: str) -> str | None:
        """Write the date as readers of a language do.

        Examples
        --------
        >>> Look(date="2026-11-26").date_text("en"), Look(date="2026-11-26").date_text("fi")
        ('2026-11-26', '26.11.2026')
        """
        if self.date is None:
            return None
        day = _day(self.date)
        if own_language(language) == "en":
            return day.isoformat()
        return f"{day.day}.{day.month}.{day.year}"


def _day(date: str) -> Date:
    try:
        return Date.fromisoformat(date)
    except ValueError as error:
        raise DrawingError(
            Message("“{name}” is not a date.", {"name": date}),
            Message("Write year, month and day: 2026-11-26."),
        ) from error


def signs_drawn(choice: SignChoice, links: Iterable[Link]) -> bool:
    """Tell whether arrows have signs, by the links that are drawn.

    Examples
    --------
    >>> import digisys
    >>> signs_drawn("auto", digisys.load("digikompassi").links)
    False
    """
    if choice == "auto":
        return any(link.polarity != "positive" for link in links)
    return choice == "all"
