"""How a drawing looks: what it is made for, which signs it has, what stands below its title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from digisys.errors import DrawingError
from digisys.schema import Link
from digisys.words import Message

__all__ = ["Look", "SignChoice", "signs_drawn"]

SignChoice = Literal["auto", "all", "none"]


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

    Raises
    ------
    DrawingError
        If there is no such choice of signs.

    Examples
    --------
    >>> Look(signs="auto").signs
    'auto'
    """

    signs: SignChoice = "all"
    find_loops: bool = False

    def __post_init__(self) -> None:
        if self.signs not in get_args(SignChoice):
            raise DrawingError(
                Message("There is no choice of signs “{name}”.", {"name": str(self.signs)}),
                Message("Choose one of: {names}.", {"names": ", ".join(get_args(SignChoice))}),
            )


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
