"""The tables of a Word document, as rows of cells with their places."""

from __future__ import annotations

import io
from zipfile import BadZipFile, ZipFile

from digisys.errors import MissingPackageError, ModelFileError
from digisys.io.tables.header import same_word
from digisys.io.tables.table import Row, Table, Value
from digisys.io.yaml.source import file_problem
from digisys.words import Message
from digisys.workshop.factor_words import HEADS, words_of

__all__ = ["document_tables"]

#: Text of a cell that counts for nothing.
_BLANK = " \t\r\n\u00a0\u200b"
#: A document of more bytes than this, packed or unpacked, is no worksheet.
_MOST_BYTES, _MOST_UNPACKED = 20_000_000, 100_000_000


def document_tables(data: bytes, file: str) -> tuple[Table, ...]:
    """Read the tables of a Word document.

    Parameters
    ----------
    data
        What the file holds.
    file
        Its name, for places.

    Returns
    -------
    tuple of Table
        The tables in their order, each named by its number. Of a list of answers that does not
        say what they are about, the heading above it does, as the first cell of each row.

    Raises
    ------
    ModelFileError
        If it is no Word document.
    MissingPackageError
        If python-docx is not installed.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise MissingPackageError("python-docx", "report") from error
    if len(data) > _MOST_BYTES or _unpacked(data) > _MOST_UNPACKED:
        raise _unread(file)
    try:
        body = list(Document(io.BytesIO(data)).iter_inner_content())
        found: list[Table] = []
        heading = ""
        for item in body:
            if hasattr(item, "rows"):
                rows = [[_clean(cell.text) for cell in row.cells] for row in item.rows]
                found.append(_table(rows, heading, file, len(found) + 1))
            elif str(getattr(item.style, "name", "")).startswith("Heading") and item.text.strip():
                heading = item.text.strip()
    except Exception as error:  # what a broken file raises differs by what is broken
        raise _unread(file) from error
    return tuple(found)


def _unpacked(data: bytes) -> int:
    """Return how many bytes a document has when it is unpacked; no reader takes more than told."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return 0  # no document at all, which whoever reads it finds out


def _clean(text: str) -> str | None:
    return " ".join(text.strip(_BLANK).split()) or None


def _table(rows: list[list[str | None]], heading: str, file: str, number: int) -> Table:
    """Put what the heading says before each row of a list that does not say it."""
    words = {same_word(cell or "") for cell in (rows[0] if rows else ())}
    if (
        heading
        and words.isdisjoint(words_of(HEADS["about"]))
        and not words.isdisjoint(words_of(HEADS["question"]))
    ):
        rows = [[HEADS["about"] if not at else heading, *row] for at, row in enumerate(rows)]
    made = []
    for at, row in enumerate(rows, 1):
        cells: list[Value] = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            made.append(Row(at, tuple(cells)))
    return Table(file, tuple(made), str(number))


def _unread(file: str) -> ModelFileError:
    return file_problem(
        "damaged-document",
        file,
        Message("This is no Word document, or it is damaged."),
        Message("Open it in a text program and save it anew as .docx."),
    )
