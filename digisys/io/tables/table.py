"""A table as a file holds it: rows of cells, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, overload

from digisys.errors import Place

__all__ = ["ColumnRows", "Row", "Table", "Value", "column_letters"]

#: What a cell holds. Cells of a text table are texts; None stands for an empty cell.
Value = str | int | float | bool | date | datetime | time | timedelta | None


class Row(NamedTuple):
    """One row that holds something.

    Attributes
    ----------
    number
        Its number in the sheet, counted from 1 as spreadsheets do.
    cells
        What its cells hold, from the first column on; nothing empty at the end. Texts have
        no blanks at their ends.
    line
        The line of a text file that it starts on, counted from 1.

    Examples
    --------
    >>> Row(3, ("Trust", None, 0.5)).cell(2), Row(3, ("Trust",)).cell(7)
    (0.5, None)
    """

    number: int
    cells: tuple[Value, ...]
    line: int | None = None

    def cell(self, column: int) -> Value:
        """Return what a column holds, counted from 0; None where the row has ended."""
        return self.cells[column] if column < len(self.cells) else None


class ColumnRows(Sequence[Row]):
    """Rows that follow each other without a blank one, kept by columns until one is asked for.

    Parameters
    ----------
    columns
        The cells of each column, at least one column, as of :class:`Row`.
    first
        The number of the first row.

    Examples
    --------
    >>> rows = ColumnRows([["From", "Trust"], ["To", None]], 1)
    >>> rows[1], len(rows[1:])
    (Row(number=2, cells=('Trust',), line=None), 1)
    """

    def __init__(self, columns: Sequence[Sequence[Value]], first: int) -> None:
        self.columns = columns
        self.first = first

    @property
    def numbers(self) -> range:
        """The numbers of the rows."""
        return range(self.first, self.first + len(self))

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if not isinstance(at, slice):
            return _row(self.numbers[at], tuple([column[at] for column in self.columns]))
        if at.step not in (None, 1):
            return tuple(self)[at]
        start = self.numbers[at].start
        return ColumnRows([column[at] for column in self.columns], start)

    def __iter__(self) -> Iterator[Row]:
        return map(_row, self.numbers, zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ColumnRows | tuple):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def _row(number: int, cells: tuple[Value, ...]) -> Row:
    """Return a row without what is empty at its end."""
    while cells and cells[-1] is None:
        cells = cells[:-1]
    return Row(number, cells)


@dataclass(frozen=True)
class Table:
    """One sheet of a workbook, or the whole of a text table.

    Attributes
    ----------
    file
        The file that it came from.
    rows
        The rows that hold something, in order; their numbers tell where blank ones were.
    sheet
        The name of the sheet; None for a text table.
    hidden
        Whether the workbook hides the sheet.
    separator, encoding
        Of a text table: the sign between its cells, and how letters were written.

    Examples
    --------
    >>> table = Table("map.xlsx", (Row(2, ("From", "To")),), "Links")
    >>> print(table.place(table.rows[0], 1))
    map.xlsx, sheet Links, cell B2
    """

    file: str
    rows: Sequence[Row] = field(repr=False)
    sheet: str | None = None
    hidden: bool = False
    separator: str | None = None
    encoding: str | None = None

    def place(self, row: Row | None = None, column: int | None = None) -> Place:
        """Return where a row or a cell stands.

        Parameters
        ----------
        row
            The row; the table as a whole when absent.
        column
            The column, counted from 0; the row as a whole when absent.
        """
        if row is None:
            return Place(self.file, sheet=self.sheet)
        cell = None if column is None else f"{column_letters(column)}{row.number}"
        if row.line is not None:
            return Place(self.file, line=row.line, cell=cell)
        return Place(self.file, sheet=self.sheet, cell=cell or f"A{row.number}")

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)

    def blocks(self, blank: int = 2) -> Iterator[Table]:
        """Cut the table where blank rows stand, as sheets that hold several lists do.

        Parameters
        ----------
        blank
            How many blank rows part two blocks, at least 1.

        Yields
        ------
        Table
            The parts that hold something, in order.

        Examples
        --------
        >>> rows = tuple(Row(number, ("x",)) for number in (1, 2, 5))
        >>> [len(block.rows) for block in Table("a.csv", rows).blocks()]
        [2, 1]
        """
        start = 0
        if self.rows and self.rows[-1].number - self.rows[0].number - len(self.rows) + 1 < blank:
            yield self  # there are not that many blank rows in it
            return
        for at in range(1, len(self.rows) + 1):
            last = at == len(self.rows)
            if last or self.rows[at].number - self.rows[at - 1].number > blank:
                yield Table(
                    self.file,
                    self.rows[start:at],
                    self.sheet,
                    self.hidden,
                    self.separator,
                    self.encoding,
                )
                start = at


def column_letters(column: int) -> str:
    """Return the letters that spreadsheets name a column by.

    Parameters
    ----------
    column
        The column, counted from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
