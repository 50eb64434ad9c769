"""What of a model an answer names, so that other knowledge can be joined to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Touched", "Way"]

#: Which way something goes: ``rises`` or ``falls``.
Way = Literal["rises", "falls"]


@dataclass(frozen=True)
class Touched:
    """The variables that an answer names.

    Attributes
    ----------
    variables
        Each with the way that the answer says it goes; None where it says none.
    about
        What the answer is about: what is pushed, or where chains begin.
    rows
        For each row of the answer's data frame the variables in it; empty where rows are of
        something else.
    """

    variables: Mapping[str, Way | None]
    about: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def by_rows(cls, rows: Iterable[tuple[str, ...]], about: Iterable[str] = ()) -> Touched:
        """Make it of rows that tell no direction.

        Examples
        --------
        >>> Touched.by_rows([("b", "c"), ("c",)], ["a"]).variables
        {'a': None, 'b': None, 'c': None}
        """
        kept, start = tuple(rows), tuple(about)
        return cls(dict.fromkeys([*start, *(name for row in kept for name in row)]), start, kept)
