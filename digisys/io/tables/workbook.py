"""Sheets of XLSX workbooks, read within bounds.

A workbook is a zip archive of XML files. It may be made so that a small file unpacks to
terabytes, or so that two cells at opposite corners of a sheet make a reader ask for room for
all that lies between them. So it is unpacked here within a bound, and the extent of each sheet
is looked at, before the library that knows the format gets it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from digisys.errors import ModelFileError
from digisys.io.tables.delimited import clean_text
from digisys.io.tables.table import ColumnRows, Row, Table, Value
from digisys.io.yaml.source import file_problem
from digisys.words import Message

__all__ = ["parse_workbook"]

#: Bytes that a workbook may unpack to.
MOST_BYTES = 128 * 2**20
#: Files that it may hold.
_MOST_FILES = 10_000
#: Cells between the first and the last of a sheet, and of all sheets together.
MOST_CELLS = 4_000_000

#: Where a sheet tells its last cell, before its cells.
_LAST_CELL = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z])([1-9][0-9]{0,6})"')
#: Where the element of a cell begins with its place first, or any other way without a place, or
#: a comment or a declaration; and where the element of a cell with a prefix may begin.
_CELL = re.compile(rb'<(?:c r="([A-Z]{1,3})([0-9]{1,7})"|c[\s/>]|!)')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
#: A sheet tells its last cell within so many bytes.
_HEAD = 4096
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: What reading a damaged archive or XML file ends in.
_BROKEN = (
    BadZipFile, zlib.error, SAXException, OSError, EOFError, ValueError, KeyError, IndexError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


def parse_workbook(data: bytes, file: str) -> tuple[Table, ...]:
    """Read the sheets of a workbook.

    Parameters
    ----------
    data
        What the file holds.
    file
        Its name, for places.

    Returns
    -------
    tuple of Table
        The sheets in their order, hidden ones too; sheets of charts and macros are left out.

    Raises
    ------
    ModelFileError
        If it is damaged, or would take too much memory.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        bounded = _unpacked(data, file)
    except _BROKEN:
        raise _damaged(file) from None
    tables = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(bounded))
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                found = book.get_sheet_by_name(sheet.name)
                start = (found.start or (0, 0))[1]
                values = found.to_python(skip_empty_area=True)
                first = (found.start or (0, 0))[0] + 1
                hidden = sheet.visible != SheetVisibleEnum.Visible
                tables.append(Table(file, _rows(values, first, start), sheet.name, hidden))
    except BaseException as error:
        # The library tells faults by errors of its own, and where it gives up by one that is
        # no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _damaged(file) from None
        raise
    return tuple(tables)


def _rows(values: Sequence[Sequence[Value]], first: int, start: int) -> Sequence[Row]:
    """Return the rows that hold something; cells are cleaned column by column."""
    columns: list[Sequence[Value]] = [[None] * len(values)] * start
    columns += map(_column_values, zip(*values, strict=True))
    if any(all(column) for column in columns):  # no row is blank
        return ColumnRows(columns, first)
    rows = []
    for number, cells in enumerate(zip(*columns, strict=True), first):
        row = cells
        while row and row[-1] is None:
            row = row[:-1]
        if row:
            rows.append(Row(number, row))
    return tuple(rows)


def _column_values(cells: Sequence[Value]) -> list[Value]:
    """Take blanks off the ends of texts, and make numbers whole that are."""
    if set(map(type, cells)) == {str}:
        texts: Sequence[str] = cells  # type: ignore[assignment]
        together = "|".join(["", *texts, ""])
        if together.isprintable() and " |" not in together and "| " not in together:
            return [text or None for text in texts]  # there is nothing to take off
        return list(map(clean_text, texts))
    return [clean_text(cell) if isinstance(cell, str) else _value(cell) for cell in cells]


def _value(cell: Value) -> Value:
    # A workbook knows one kind of number.
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return cell


def _unpacked(data: bytes, file: str) -> bytes:
    """Return the same archive without compression, so that its sizes are what they say."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as archive, ZipFile(out, "w", ZIP_STORED) as plain:
        members = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        if len(members) > _MOST_FILES or sum(each.file_size for each in members.values()) > (
            MOST_BYTES
        ):
            raise _too_large(file)
        most, kept = 0, []
        for name, info in members.items():
            if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise BadZipFile
            content = _member(archive, info)
            found = _extent_told(content)
            if found is None:
                found = _extent_bound(content)
            if found is None:
                found = _extent(content)
            if found is None:
                continue  # what nobody has looked at, such as old drawings, nobody gets
            most += found
            kept.append(info)
            plain.writestr(ZipInfo(name), content)
        if most > MOST_CELLS:  # cells that hold nothing may lie far away
            cells = 0
            for info in kept:
                cells += _extent(_member(archive, info)) or 0
                if cells > MOST_CELLS:
                    raise _too_large(file)
    return out.getvalue()


def _member(archive: ZipFile, info: ZipInfo) -> bytes:
    # Told how much to read, it never unpacks more, whatever the archive says.
    with archive.open(info) as stream:
        return stream.read(info.file_size)


def _extent_told(content: bytes) -> int | None:
    """Return how many cells a sheet has at most, from the last one that it tells of.

    Quicker still, as no place of a cell is taken out: one search makes sure that none lies beyond
    that last cell. None where one may, or where the content does not look whole; whether it is,
    whoever reads its cells finds out.
    """
    told = _LAST_CELL.search(content, 0, _HEAD)
    if told is None:
        if b"<dimension" in content or not content.rstrip().endswith(b"</sst>"):
            return None
        letter, most, rows = b"A", 9, b"[1-9]"
    else:
        letter, last = told[1], told[2]
        # Rows up to the last one, and on to where its first digit would change.
        first, more = last[:1], len(last) - 1
        most = (ord(letter) - ord("A") + 1) * (int(first) + 1) * 10**more
        rows = b"[1-%b]?[0-9]{1,%d}" % (first, more) if more else b"[1-9]"
        if not content.rstrip().endswith(b"</worksheet>"):
            return None
    beyond = re.compile(rb'<c(?! r="[A-%b]%b")[\s/>]' % (letter, rows))
    unsure = (
        beyond.search(content)
        or (b"!" in content and b"<!" in content)
        or b"\0" in content
        or _PREFIXED_CELL.search(content)
    )
    return None if unsure else most


def _extent_bound(content: bytes) -> int | None:
    """Return how many cells a sheet has at most, from the places that all its cells tell.

    Quick, as no element is looked at by Python. None where the content is no whole XML file
    or is not written in the way of the usual programs: without comments and declarations, and
    each cell with its place first.
    """
    if b"\0" in content or _PREFIXED_CELL.search(content):
        return None
    places = _CELL.findall(content)
    letters = {letters for letters, _ in places}
    if b"" in letters:
        return None
    try:
        ParserCreate().Parse(content, True)  # noqa: FBT003 - the whole of it
    except (ExpatError, ValueError, LookupError):
        return None
    if not places:
        return 0
    columns = [_column(each.decode()) for each in letters]
    rows = [int(row) for row in {row for _, row in places}]
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def _extent(content: bytes) -> int | None:
    """Return how many cells lie between the first and the last of a sheet.

    None where the content is no whole XML file, which no sheet is then.
    """
    from defusedxml.sax import parseString

    corners = _Corners()
    try:
        parseString(content, corners, forbid_dtd=True)
    except (SAXException, ValueError, LookupError):
        return None
    return corners.cells


@dataclass
class _Corners(ContentHandler):
    """Notes the first and the last row and column that hold something."""

    row: int = 0
    column: int = 0
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0

    @property
    def cells(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.bottom else 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - as SAX has it
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row = int(attrs["r"]) if "r" in attrs else self.row + 1
            self.column = 0
        elif kind == "c":
            self.column += 1
            if "r" in attrs:
                found = _REFERENCE.fullmatch(attrs["r"])
                if not found:
                    raise ValueError(attrs["r"])
                self.column, self.row = _column(found[1]), int(found[2])
        elif kind in ("v", "is") and self.row:
            self.top = min(self.top or self.row, self.row)
            self.left = min(self.left or self.column, self.column)
            self.bottom = max(self.bottom, self.row)
            self.right = max(self.right, self.column)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _damaged(file: str) -> ModelFileError:
    return file_problem(
        "damaged-workbook",
        file,
        Message("This is not an XLSX workbook, or it is damaged."),
        Message("Open it in a spreadsheet program and save it anew as .xlsx, or as CSV."),
    )


def _too_large(file: str) -> ModelFileError:
    return file_problem(
        "workbook-too-large",
        file,
        Message(
            "The workbook unpacks to more than {bytes} MB, or its sheets span more than {cells} "
            "cells.",
            {"bytes": MOST_BYTES // 2**20, "cells": MOST_CELLS},
        ),
        Message("Keep the sheets that are needed, and remove stray cells far from the others."),
    )
