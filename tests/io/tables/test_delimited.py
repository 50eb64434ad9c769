"""Text tables as the programs of this world write them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.errors import ModelFileError, Place
from digisys.io.tables.read import parse_tables, read_tables
from digisys.io.tables.table import Row, Table
from digisys.io.tables.write import format_delimited


def read(data: bytes) -> Table:
    (table,) = parse_tables(data, "t.csv")
    return table


def cells(data: bytes) -> list[tuple[object, ...]]:
    return [row.cells for row in read(data).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "cp1252"),
    ],
)
def test_every_usual_way_of_writing_gives_the_same_cells(
    separator: str, end: str, mark: bytes, encoding: str
) -> None:
    rows = [["Nimi", "Arvo"], ["Työllisyys", "70"], ["Ålder", "41"]]
    text = end.join(separator.join(row) for row in rows) + end
    table = read(mark + text.encode(encoding))
    assert [list(row.cells) for row in table.rows] == rows
    assert (table.separator, table.encoding) == (separator, encoding)


def test_decimal_commas_do_not_pass_for_signs_between_cells() -> None:
    assert cells(b"name, unit;value;date\na;0,5;2020\nb;1,25;2021\n") == [
        ("name, unit", "value", "date"),
        ("a", "0,5", "2020"),
        ("b", "1,25", "2021"),
    ]


def test_semicolons_in_texts_do_not_pass_for_signs_between_cells() -> None:
    text = b'from,to\n"a; b; c; d",e\n"f; g; h; i",j\n'
    assert cells(text)[1] == ("a; b; c; d", "e")


def test_one_column_is_a_table_too() -> None:
    assert cells(b"name\na\nb\n") == [("name",), ("a",), ("b",)]


def test_the_line_in_which_excel_names_the_separator_is_no_row() -> None:
    table = read(b"sep=;\r\na;b,c\r\n1;2\r\n")
    assert [row.cells for row in table.rows] == [("a", "b,c"), ("1", "2")]
    assert [(row.number, row.line) for row in table.rows] == [(2, 2), (3, 3)]


def test_blank_rows_are_left_out_and_numbers_tell_where_they_were() -> None:
    table = read(b"a,b\n,\n\n \nc,,\n")
    assert [(row.number, row.cells) for row in table.rows] == [(1, ("a", "b")), (5, ("c",))]


def test_blanks_that_nobody_sees_are_taken_off() -> None:
    assert cells("a,b\n\u00a0x\u200b , \ufeff\n".encode())[1] == ("x",)


def test_a_place_names_the_line_for_editors_and_the_cell_for_spreadsheets() -> None:
    table = read(b'a,b\n"one\ntwo",c\nd,e\n')
    assert table.place(table.rows[2], 1) == Place("t.csv", line=4, cell="B3")
    assert table.place(table.rows[2]) == Place("t.csv", line=4)


@pytest.mark.parametrize(
    ("text", "line"),
    [(b'a,b\nc,"d\ne,f\n', 2), (b'a,b\nc,d\n"e" x,f\n', 3)],
    ids=["never closed", "closed too early"],
)
def test_quotes_that_do_not_close_are_told_where_they_open(text: bytes, line: int) -> None:
    with pytest.raises(ModelFileError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("invalid-csv", line)
    assert problem.cure is not None


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7", b"\x89PNG\r\n"])
def test_what_is_no_table_is_told_with_a_cure(data: bytes) -> None:
    with pytest.raises(ModelFileError) as caught:
        read(data)
    assert caught.value.problems[0].code == "not-a-table"
    assert caught.value.problems[0].cure is not None


def test_letters_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(ModelFileError) as caught:
        read(b"a,b\nc,\x81\xff\n")
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == ("wrong-encoding", 2)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no such file"):
        read_tables(tmp_path / "none.csv")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Z"]), min_size=1),
            min_size=2,
            max_size=5,
        ),
        min_size=1,
        max_size=5,
    )
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_what_is_written_is_read_again(separator: str, rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    whole = [[*row, *["x"] * (width - len(row))] for row in rows]
    head = ["head"] * width
    table = Table("t.csv", tuple(Row(at, tuple(row)) for at, row in enumerate([head, *whole], 1)))
    again = cells(format_delimited(table, separator))
    assert again == [row.cells for row in table.rows]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused_in_words(data: bytes) -> None:
    with suppress(ModelFileError):
        read(data)
