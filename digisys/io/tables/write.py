"""Tables as bytes of CSV files and XLSX workbooks, the same bytes for the same tables."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from digisys.io.tables.table import Table

__all__ = ["format_delimited", "format_workbook"]

#: When every workbook says that it was made, so that the same tables give the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


#: Widths of columns that people read, in letters.
_NARROWEST, _WIDEST = 12, 50
#: Points that a line of text is high, and the number that XLSX has for A4.
_LINE, _A4 = 15, 9


def format_delimited(table: Table, separator: str = ",") -> bytes:
    r"""Return a table as CSV in UTF-8.

    Parameters
    ----------
    table
        The table; its rows keep their numbers, so that blank rows come out blank.
    separator
        What stands between cells.

    Returns
    -------
    bytes
        The file, with line feeds on every platform.

    Examples
    --------
    >>> from digisys.io.tables.table import Row
    >>> format_delimited(Table("a.csv", (Row(1, ("from", "to")), Row(2, ("a", 0.5)))))
    b'from,to\na,0.5\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    number = 0
    for row in table.rows:
        while (number := number + 1) < row.number:
            writer.writerow(())
        writer.writerow(["" if cell is None else cell for cell in row.cells])
    return out.getvalue().encode()


def format_workbook(tables: Sequence[Table], *, readable: bool = False) -> bytes:
    """Return tables as an XLSX workbook, a sheet each.

    Parameters
    ----------
    tables
        The tables, each with the name of its sheet. Texts stay texts, whatever sign they
        begin with: none becomes a formula.
    readable
        Whether people are to fill the sheets in or read them: columns as wide as what they
        hold, longer texts in several lines, and a first row that is bold and stays in view.

    Returns
    -------
    bytes
        The file.

    Examples
    --------
    >>> from digisys.io.tables.read import parse_tables
    >>> from digisys.io.tables.table import Row
    >>> sheet = Table("a.xlsx", (Row(1, ("from", "to")), Row(3, ("=a", 0.5))), "Links")
    >>> parse_tables(format_workbook([sheet]), "a.xlsx") == (sheet,)
    True
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": _MADE})
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        forms = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for table in tables:
            sheet = book.add_worksheet(table.sheet)
            if readable:
                _lay_out(sheet, table)
            for at, row in enumerate(table.rows):
                plain = [forms["cell" if at else "head"]] if readable else []
                for column, cell in enumerate(row.cells):
                    if cell is not None:
                        form: list[Any] = plain if isinstance(cell, str | int | float) else [dated]
                        sheet.write(row.number - 1, column, cell, *form)
            if table.hidden:
                sheet.hide()
    return out.getvalue()


def _lay_out(sheet: Any, table: Table) -> None:
    """Make columns as wide as what they hold, rows as high, and a page as wide as the sheet."""
    widths = [
        min(
            max(2 + max(len(str(row.cell(column) or "")) for row in table.rows), _NARROWEST),
            _WIDEST,
        )
        for column in range(table.width)
    ]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row in table.rows:
        lines = max(
            (
                math.ceil(len(str(cell)) / (width - 2))
                for cell, width in zip(row.cells, widths, strict=False)
                if cell is not None
            ),
            default=1,
        )
        if lines > 1:
            sheet.set_row(row.number - 1, _LINE * lines)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
