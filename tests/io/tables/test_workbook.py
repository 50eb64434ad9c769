"""Workbooks as people make them, and as those who mean harm do."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.errors import ModelFileError, Place
from digisys.io.tables import workbook as workbook_module
from digisys.io.tables.read import parse_tables
from digisys.io.tables.table import Row, Table, column_letters
from digisys.io.tables.write import format_workbook

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC).replace(tzinfo=None)  # workbooks know no zones
SHEET = "xl/worksheets/sheet1.xml"


def sheet(*rows: tuple[object, ...], name: str = "Data", hidden: bool = False) -> Table:
    made = tuple(Row(at, row) for at, row in enumerate(rows, 1))  # type: ignore[arg-type]
    return Table("t.xlsx", made, name, hidden)


def changed(change: Callable[[str, bytes], bytes], *, level: int = 6) -> bytes:
    """Return a small workbook with the content of its files changed."""
    out = io.BytesIO()
    plain = format_workbook([sheet(("from", "to"), ("a", "b"), (1, 2.5))])
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        assert name != SHEET or old in content
        return content.replace(old, new) if name == SHEET else content

    return changed(change)


def code_of(data: bytes) -> str:
    with pytest.raises(ModelFileError) as caught:
        parse_tables(data, "t.xlsx")
    (problem,) = caught.value.problems
    assert problem.cure is not None
    return problem.code


def test_values_come_as_what_they_are() -> None:
    row = ("text", 3, 0.25, True, date(2024, 5, 1), NOON, None, "=1+1")
    tables = parse_tables(format_workbook([sheet(row)]), "t.xlsx")
    assert tables == (sheet(row),)
    assert [type(cell) for cell in tables[0].rows[0].cells] == [type(cell) for cell in row]


def test_sheets_keep_their_names_and_order_and_tell_which_are_hidden() -> None:
    made = (sheet(("x",), name="Zeta"), sheet(("y",), name="Alfa", hidden=True), sheet(name="Öljy"))
    assert parse_tables(format_workbook(made), "t.xlsx") == made


def test_rows_and_columns_before_the_first_cell_keep_their_places() -> None:
    table = Table("t.xlsx", (Row(4, (None, None, "x")), Row(9, (None, "y"))), "Data")
    assert parse_tables(format_workbook([table]), "t.xlsx") == (table,)
    assert table.place(table.rows[0], 2) == Place("t.xlsx", sheet="Data", cell="C4")


def test_formatted_cells_that_hold_nothing_are_trimmed() -> None:
    data = in_sheet(b"</sheetData>", b'<row r="900"><c r="ZZ900" s="1"/></row></sheetData>')
    (table,) = parse_tables(data, "t.xlsx")
    assert (table.rows[-1].number, table.width) == (3, 2)


def test_blocks_are_parted_by_two_blank_rows() -> None:
    rows = tuple(Row(number, ("x",)) for number in (1, 2, 4, 7, 8))
    blocks = list(Table("t.xlsx", rows, "Data").blocks())
    assert [[row.number for row in block.rows] for block in blocks] == [[1, 2, 4], [7, 8]]


@pytest.mark.parametrize(
    "bomb",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c r="&#88;FD1048576"><v>1</v></c>',
        (
            b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<x:c r="XFD1048576"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        ),
    ],
)
def test_two_cells_at_opposite_corners_take_no_memory(bomb: bytes) -> None:
    # The library itself asks for half a terabyte here, and the process is gone.
    data = in_sheet(b"</sheetData>", bomb + b"</sheetData>")
    assert code_of(data) == "workbook-too-large"


@pytest.mark.parametrize("place", [b"xfd1048576", b"$XFD$1048576", b"", b"XFD99999999"])
def test_a_place_that_is_none_is_no_way_around(place: bytes) -> None:
    data = in_sheet(b"</sheetData>", b'<c r="' + place + b'"><v>1</v></c></sheetData>')
    assert code_of(data) == "damaged-workbook"


def test_what_unpacks_to_more_than_the_bound_is_refused_before_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook_module, "MOST_BYTES", 2**20)
    bomb = changed(lambda name, content: content + b" " * 2**21 if name == SHEET else content)
    assert len(bomb) < 2**16
    assert code_of(bomb) == "workbook-too-large"


def test_a_size_that_is_a_lie_unpacks_to_no_more_than_it_says() -> None:
    bomb = changed(lambda name, content: content + b" " * 2**28 if name == SHEET else content)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size
    lying = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    tracemalloc.start()
    try:
        assert code_of(lying) == "damaged-workbook"
        assert tracemalloc.get_traced_memory()[1] < 2**24
    finally:
        tracemalloc.stop()


def test_entities_are_never_expanded() -> None:
    laughs = (
        b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    )
    data = changed(lambda name, content: laughs if name == SHEET else content)
    assert code_of(data) == "damaged-workbook"


def test_a_drawing_that_is_no_xml_does_not_spoil_the_sheets() -> None:
    data = format_workbook([sheet(("x",))])
    with zipfile.ZipFile(out := io.BytesIO(data), "a") as archive:
        archive.writestr("xl/drawings/vmlDrawing1.vml", "<xml><br><div></xml>")
    assert parse_tables(out.getvalue(), "t.xlsx") == (sheet(("x",)),)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused_in_words(place: int, noise: bytes) -> None:
    data = bytearray(format_workbook([sheet(("from", "to"), ("a", 1))]))
    place %= len(data)
    data[place : place + len(noise)] = noise
    with suppress(ModelFileError):
        parse_tables(bytes(data), "t.xlsx")


@given(st.integers(0, 16_383))
def test_columns_have_the_letters_of_spreadsheets(column: int) -> None:
    letters = column_letters(column)
    number = 0
    for letter in letters:
        number = 26 * number + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    assert number == column + 1


def test_the_same_tables_give_the_same_bytes() -> None:
    assert format_workbook([sheet(("a", 1))]) == format_workbook([sheet(("a", 1))])


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(1, 10**6)), max_size=8, unique=True),
    st.sampled_from(["plain", "prefix", "comment", "late", "bare", "single"]),
)
def test_the_quick_bound_of_a_sheet_is_never_too_small(
    places: list[tuple[int, int]], style: str
) -> None:
    shapes = {
        "plain": '<c r="{}"><v>1</v></c>',
        "prefix": '<x:c r="{}"><x:v>1</x:v></x:c>',
        "comment": '<!-- <c r="A1" --><c r="{}"><v>1</v></c>',
        "late": '<c s="1" r="{}"><v>1</v></c>',
        "bare": '<c r="{}"/><c><v>1</v></c>',
        "single": "<c r='{}'><v>1</v></c>",
    }
    cells = [shapes[style].format(f"{column_letters(at)}{row}") for at, row in places]
    content = f'<s xmlns:x="x"><row r="1">{"".join(cells)}</row></s>'.encode()
    exact = workbook_module._extent(content)
    bound = workbook_module._extent_bound(content)
    assert exact is not None
    if style == "plain":
        assert bound == exact
    elif places:
        assert bound is None


def test_a_formatted_cell_far_away_is_no_reason_to_refuse_a_sheet() -> None:
    far = b'<c r="XFD1048576" s="1"/></row></sheetData>'
    data = in_sheet(b"</row></sheetData>", far)
    assert parse_tables(data, "t.xlsx")[0].rows[0].cells == ("from", "to")
