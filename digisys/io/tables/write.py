"""Tables as bytes of CSV files and XLSX workbooks, the same bytes for the same tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from digisys.io.tables.table import Table

__all__ = ["format_delimited", "format_workbook"]

#: When every workbook says that it was made, so that the same tables give the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


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


def format_workbook(tables: Sequence[Table]) -> bytes:
    """Return tables as an XLSX workbook, a sheet each.

    Parameters
    ----------
    tables
        The tables, each with the name of its sheet. Texts stay texts, whatever sign they
        begin with: none becomes a formula.

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
        for table in tables:
            sheet = book.add_worksheet(table.sheet)
            for row in table.rows:
                for column, cell in enumerate(row.cells):
                    if cell is not None:
                        form: list[Any] = [] if isinstance(cell, str | int | float) else [dated]
                        sheet.write(row.number - 1, column, cell, *form)
            if table.hidden:
                sheet.hide()
    return out.getvalue()
