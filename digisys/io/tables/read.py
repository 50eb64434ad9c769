"""Reading the tables of a file: CSV in its many kinds, or an XLSX workbook."""

from __future__ import annotations

import os

from digisys.io.tables.delimited import parse_delimited
from digisys.io.tables.table import Table
from digisys.io.tables.workbook import parse_workbook
from digisys.io.yaml.source import file_problem, read_bytes
from digisys.words import Message

__all__ = ["parse_tables", "read_tables"]

#: The first bytes of a zip archive, as every XLSX file is one.
_ZIP = b"PK\x03\x04"
#: The first bytes of what is neither: older and encrypted workbooks, PDF files, pictures.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")


def read_tables(path: str | os.PathLike[str]) -> tuple[Table, ...]:
    r"""Read the rows of a CSV file, or of every sheet of an XLSX workbook.

    A text table may be written with commas, semicolons or tabs between its cells, in UTF-8
    with or without a byte order mark, in UTF-16 with one, or in the encoding of older
    Windows programs (cp1252). Of a workbook, values are read as they were last computed,
    hidden sheets too; formatted cells that hold nothing are left out.

    Parameters
    ----------
    path
        The file; what it holds decides how it is read, not its name.

    Returns
    -------
    tuple of Table
        One table for a text, one a sheet for a workbook; those without a row are kept.

    Raises
    ------
    ModelFileError
        If the file cannot be read, is no table, is damaged, or would take too much memory.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "links.csv")
    ...     _ = path.write_text("from;to\ntrust;help\n", encoding="utf-8")
    ...     (table,) = read_tables(path)
    >>> table.rows[1].cells, table.separator
    (('trust', 'help'), ';')
    """
    return parse_tables(read_bytes(path), os.fspath(path))


def parse_tables(data: bytes, file: str) -> tuple[Table, ...]:
    """Read the tables in the bytes of a file; see :func:`read_tables`.

    Parameters
    ----------
    data
        What the file holds.
    file
        Its name, for places.
    """
    if data.startswith(_ZIP):
        return parse_workbook(data, file)
    if data.startswith(_OLD_WORKBOOK):
        raise file_problem(
            "not-a-table",
            file,
            Message("This is a workbook of an older format, or one with a password."),
            Message("Save it as .xlsx without a password, or as CSV."),
        )
    if data.startswith(_OTHER_FILES):
        raise file_problem(
            "not-a-table",
            file,
            Message("This is not a table."),
            Message("Name a CSV file or an XLSX workbook."),
        )
    return (parse_delimited(data, file),)
