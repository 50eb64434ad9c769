"""Text tables: cells with a comma, a semicolon or a tab between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from digisys.errors import ModelFileError
from digisys.io.tables.table import Row, Table, Value
from digisys.io.yaml.source import file_problem
from digisys.words import Message

__all__ = ["clean_text", "parse_delimited"]

#: What may stand between cells; of those that fit as well, the first is taken.
_SEPARATORS = (";", "\t", ",")
#: So many rows decide which it is.
_TRIED = 100
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: A letter that nobody sees, which some programs leave at the ends of texts.
_UNSEEN = "\ufeff\u200b"


def parse_delimited(data: bytes, file: str) -> Table:
    """Read a text table.

    Parameters
    ----------
    data
        What the file holds.
    file
        Its name, for places.

    Returns
    -------
    Table
        Every cell a text, None where it is empty.

    Raises
    ------
    ModelFileError
        If its letters or its quotes cannot be understood.
    """
    text, encoding = _decoded(data, file)
    text, told = _told_separator(text)
    separator = told or _separator(text)
    rows = tuple(_rows(text, separator, file, first=2 if told else 1))
    return Table(file, rows, separator=separator, encoding=encoding)


def clean_text(text: str) -> str | None:
    """Take the blanks off the ends of a text; None where nothing is left."""
    if text and "!" <= text[0] <= "~" and "!" <= text[-1] <= "~":
        return text  # as most are
    return text.strip().strip(_UNSEEN).strip() or None


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """Turn bytes into text, and say how they were written."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data.removeprefix(mark), encoding, file), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded_as(data, "cp1252", file), "cp1252"


def _decoded_as(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        raise file_problem(
            "wrong-encoding",
            file,
            Message("The letters of the file are in an encoding that is not known."),
            Message("Save the file as CSV in UTF-8, or as an XLSX workbook."),
            (before.count("\n") + 1, 1),
        ) from None


def _told_separator(text: str) -> tuple[str, str | None]:
    """Take off the line in which Excel names the separator, such as ``sep=;``."""
    line, _, rest = text.partition("\n")
    word = line.strip().removeprefix("sep=")
    return (rest, word) if line.startswith("sep=") and len(word) == 1 else (text, None)


def _separator(text: str) -> str:
    """Find the sign that cuts most rows into as many cells as the first."""

    def cells(separator: str) -> float:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            widths = [len(row) for row in islice(filter(any, rows), _TRIED)]
        except csv.Error:
            return 0.0
        first = widths[0] if widths else 1
        return first * widths.count(first) / len(widths) if first > 1 else 0.0

    return max(_SEPARATORS, key=cells)


def _rows(text: str, separator: str, file: str, *, first: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = first - 1, first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _unclear_quotes(file, line) from None
        number += 1
        values: list[Value] = [clean_text(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            yield Row(number, tuple(values), line)
        line = first + reader.line_num


def _unclear_quotes(file: str, line: int) -> ModelFileError:
    return file_problem(
        "invalid-csv",
        file,
        Message("The quotes in the row that starts here cannot be understood."),
        Message(
            "Close each quote right before the sign between cells, and double a quote in a text."
        ),
        (line, 1),
    )
