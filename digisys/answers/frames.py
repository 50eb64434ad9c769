"""Rows of answers as tidy data frames: a value a cell, never a list."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["BETWEEN", "LIST", "along", "joined"]

#: What stands between the ids of a chain, and between several values.
BETWEEN, LIST = " -> ", ", "


def along(names: Iterable[str]) -> str:
    """Write the ids of a chain or cycle in one cell.

    Examples
    --------
    >>> along(["trust", "use"])
    'trust -> use'
    """
    return BETWEEN.join(names)


def joined(values: Iterable[object]) -> str:
    """Write several values in one cell.

    Examples
    --------
    >>> joined([4, 10])
    '4, 10'
    """
    return LIST.join(map(str, values))
