"""What cells say: numbers as people write them, and headers in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.io.tables.header import find_header
from digisys.io.tables.numbers import decimal_signs, read_number
from digisys.io.tables.table import Row, Table, Value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,5", 0.5),
        ("0.5", 0.5),
        (",5", 0.5),
        ("-0,123", -0.123),
        ("\N{MINUS SIGN}2", -2.0),
        ("+3", 3.0),
        ("1e-3", 1e-3),
        ("12 500", 12500.0),
        ("12\N{NO-BREAK SPACE}500,25", 12500.25),
        ("1.234.567,8", 1234567.8),
        ("1,234,567.8", 1234567.8),
        ("1,234,567", 1234567.0),
        ("1234,567", 1234.567),
        (7, 7.0),
        (0.25, 0.25),
    ],
)
def test_a_number_is_read_however_it_is_written(text: Value, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "12 50", "0x10", "1.2.3", "nan", "inf", "1e999", "five", True, None]
)
def test_what_is_no_number_is_none(text: Value) -> None:
    assert read_number(text) is None


def test_one_sign_before_three_digits_needs_the_sign_of_the_column() -> None:
    assert read_number("1,234") is None
    assert (read_number("1,234", ","), read_number("1,234", ".")) == (1.234, 1234.0)
    assert (read_number("1.234", ","), read_number("1.234", ".")) == (1234.0, 1.234)


@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 6)))
def test_a_number_with_either_sign_is_the_same_number(number: float) -> None:
    text = f"{number:.6f}"
    assert read_number(text) == number
    assert read_number(text.replace(".", ",")) == number


def test_signs_are_counted_where_they_are_beyond_doubt() -> None:
    column: list[Value] = ["0,5", "1,234", "1.234,5", "0.5", "1,234.5", 0.5, "x"]
    assert decimal_signs(column) == {",": 2, ".": 2}


def test_a_header_is_found_below_a_title_and_in_any_order() -> None:
    rows = (Row(1, ("Report 2024",)), Row(3, ("UNIT", None, "Value ", "value")), Row(4, ("%",)))
    names = {"value": ("value", "arvo"), "unit": ("unit",), "date": ("date",)}
    header, places = find_header(Table("t.csv", rows), names, ("value",)) or (None, {})
    assert header == rows[1]
    assert places == {"unit": 0, "value": 2}
    assert find_header(Table("t.csv", rows), names, ("value", "date")) is None
