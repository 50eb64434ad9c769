"""Finding the columns of a table by the words of its header row, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digisys.io.tables.table import Row, Table

__all__ = ["find_columns", "find_header", "same_word"]

#: A header is looked for in so many of the first rows.
_FIRST_ROWS = 20


def same_word(text: object) -> str:
    """Return a text as headers are compared: letters and digits alone, without case.

    Examples
    --------
    >>> same_word("Standard  Error_(±)"), same_word("Yksikkö")
    ('standard error', 'yksikkö')
    """
    return " ".join(re.findall(r"[^\W_]+", str(text).casefold()))


def find_columns(row: Row, names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Find which columns a header row names.

    Parameters
    ----------
    row
        The row.
    names
        For each column that is known, the words that it may be headed with.

    Returns
    -------
    dict
        Where each known column is, counted from 0; the first where several have one name.

    Examples
    --------
    >>> names = {"date": ("date", "pvm"), "value": ("value", "arvo")}
    >>> find_columns(Row(1, ("Arvo", "PVM", "x")), names)
    {'value': 0, 'date': 1}
    """
    known = {same_word(word): column for column, words in names.items() for word in words}
    places: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        column = known.get(same_word(cell)) if isinstance(cell, str) else None
        if column is not None:
            places.setdefault(column, at)
    return places


def find_header(
    table: Table, names: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[Row, dict[str, int]] | None:
    """Find the row that names the columns of a table.

    Parameters
    ----------
    table
        The table.
    names
        As :func:`find_columns` takes them.
    needed
        The columns without which a row is no header.

    Returns
    -------
    tuple or None
        The header, and where each known column is; None where no row among the first twenty
        has all that is needed.

    Examples
    --------
    >>> rows = (Row(1, ("Our data",)), Row(3, ("From", "To")))
    >>> names = {"source": ("from",), "target": ("to",)}
    >>> find_header(Table("a.csv", rows), names, ("source", "target"))[1]
    {'source': 0, 'target': 1}
    """
    for row in table.rows[:_FIRST_ROWS]:
        places = find_columns(row, names)
        if all(column in places for column in needed):
            return row, places
    return None
