"""Rows of a table below a header, cell by cell, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from digisys.errors import Problem
from digisys.io.tables.numbers import decimal_signs, read_number
from digisys.io.tables.table import Row, Table, Value
from digisys.io.tables.words import is_no_data
from digisys.words import Message

__all__ = ["Line", "List", "RowError", "near", "split_lists"]

#: So many names are offered where none looks like the one that was written.
_MOST_NAMED = 12


class RowError(Exception):
    """What is wrong with a cell, for :class:`Line` to make a problem of."""

    def __init__(self, code: str, column: str, what: Message, cure: Message) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.what = what
        self.cure = cure


@dataclass(frozen=True)
class List:
    """Rows below one header.

    Attributes
    ----------
    table
        The sheet or file that it stands in.
    columns
        Where each known column is.
    kind
        What its rows tell, as the header says.
    numeric
        The columns that hold numbers.
    rows
        The rows below the header.
    """

    table: Table
    columns: Mapping[str, int]
    kind: str
    numeric: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Yield the rows with what is known about all of them."""
        numeric = [
            _without_percent(row.cell(self.columns[name]))
            for name in self.numeric
            if name in self.columns
            for row in self.rows
        ]
        counts = decimal_signs(numeric)
        usual = max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else None
        if usual is None and self.table.separator in (";", "\t"):
            usual = ","
        for row in self.rows:
            yield Line(self, row, usual, mixed=all(counts.values()))


@dataclass(frozen=True)
class Line:
    """One row and how its cells are read.

    Attributes
    ----------
    list
        The list that it stands in.
    row
        The row.
    decimal
        The decimal sign that the list uses, where that is known.
    mixed
        Whether the list uses both signs.
    """

    list: List
    row: Row
    decimal: str | None
    mixed: bool

    def cell(self, column: str) -> Value:
        """Return what a column holds; None where there is no such column."""
        place = self.list.columns.get(column)
        return None if place is None else self.row.cell(place)

    def text(self, column: str) -> str:
        """Return a cell as text; empty where it holds nothing."""
        value = self.cell(column)
        return "" if value is None else str(value)

    def has_percent(self, column: str) -> bool:
        """Tell whether a cell holds a sign of per cent beside its number."""
        value = self.cell(column)
        return isinstance(value, str) and value.rstrip().endswith("%")

    def number(self, column: str) -> float | None:
        """Return the number in a cell; None where the cell says that there is none.

        Raises
        ------
        RowError
            If the cell holds anything else, or its decimal sign is not that of the list.
        """
        value = _without_percent(self.cell(column))
        if is_no_data(value):
            return None
        number = read_number(value, self.decimal)
        if number is None:
            what = Message("“{text}” is not a number.", {"text": self.text(column)})
            if read_number(value, ".") is not None:
                what = Message(
                    "“{text}” may mean two different numbers.", {"text": self.text(column)}
                )
            cure = Message("Write a number without a sign between thousands, or “no data”.")
            raise RowError("not-a-number", column, what, cure)
        if self.mixed and isinstance(value, str):
            signs = decimal_signs([value])
            if any(signs.values()) and not signs[self.decimal or "."]:
                raise RowError(
                    "mixed-decimals",
                    column,
                    Message(
                        "“{text}” has another decimal sign than most numbers here.",
                        {"text": self.text(column)},
                    ),
                    Message("Write all numbers with “{sign}”.", {"sign": self.decimal or "."}),
                )
        return number

    def as_problem(self, error: RowError) -> Problem:
        """Make a problem of what is wrong with a cell."""
        place = self.list.columns.get(error.column)
        return Problem(
            error.code, (), error.what, error.cure, self.list.table.place(self.row, place)
        )


def split_lists(
    tables: Sequence[Table], header: Callable[[Table, Row], List | None], *, notes: bool = True
) -> list[List]:
    """Find the lists of some tables, each by its header.

    Parameters
    ----------
    tables
        The sheets of a file.
    header
        Makes an empty list of a row that is a header; None of any other.
    notes
        Whether rows with a single cell are notes. Rows above the first header, such as a
        title, belong to no list.

    Returns
    -------
    list of List
        The lists in order.
    """
    lists: list[List] = []
    for table in tables:
        current: List | None = None
        for row in table.rows:
            found = header(table, row)
            if found is not None:
                current = found
                lists.append(current)
            elif current is not None and (
                not notes or sum(cell is not None for cell in row.cells) > 1
            ):
                current.rows.append(row)
    return lists


def near(word: str, known: Sequence[str]) -> Message:
    """Say which of some words may have been meant.

    Parameters
    ----------
    word
        What was written.
    known
        The words that there are, at least one.

    Returns
    -------
    Message
        A cure that names those that look like it, else all; the first dozen of many.

    Examples
    --------
    >>> print(near("shool", ["school", "work"]))
    Choose one of: school.
    """
    close = get_close_matches(word[:100], known, n=3) or known[:_MOST_NAMED]
    return Message("Choose one of: {names}.", {"names": ", ".join(close)})


def _without_percent(value: Value) -> Value:
    if isinstance(value, str) and value.rstrip().endswith("%"):
        return value.rstrip()[:-1].rstrip()
    return value
