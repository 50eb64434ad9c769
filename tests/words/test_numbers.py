"""Numbers in text are written as the readers of each language write them."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.answers.table import Share, Table
from digisys.words import LANGUAGES, say_count, say_number, say_share

GAP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def read(text: str, language: str) -> float:
    """Read a number back as a person would."""
    gap, point = (",", ".") if language == "en" else (GAP, ",")
    return float(text.replace(gap, "").replace(point, ".").replace(MINUS, "-"))


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=st.floats(allow_nan=False, allow_infinity=False), digits=st.integers(1, 17))
def test_a_number_can_be_read_back(language: str, value: float, digits: int) -> None:
    form = f".{digits}g"
    assert read(say_number(value, language, form), language) == float(format(value, form))


@pytest.mark.parametrize("language", ["fi", "sv"])
@given(value=st.floats(-1e15, 1e15), decimals=st.integers(0, 6))
def test_no_point_no_hyphen_and_groups_of_three(language: str, value: float, decimals: int) -> None:
    text = say_number(value, language, f".{decimals}f")
    assert not set(".-e ") & set(text)
    whole = text.lstrip(MINUS).split(",")[0]
    assert re.fullmatch(rf"\d{{1,4}}|\d{{1,3}}({GAP}\d{{3}})+", whole)


def test_small_numbers_are_written_without_an_exponent() -> None:
    assert say_number(2.2e-5, "fi", ".2g") == "0,000022"
    assert say_number(1e-30, "en", ".2g") == f"1e{MINUS}30"


def test_nothing_is_less_than_nothing() -> None:
    assert [say_number(value, "fi", ".2f") for value in (-0.0, -0.001, 0.0)] == ["0,00"] * 3


def test_what_is_not_a_number_stays_what_it_is() -> None:
    assert say_number(math.nan, "fi", ".2f") == "nan"
    assert say_number(-math.inf, "sv") == f"{MINUS}inf"


def test_counts_are_grouped_and_years_are_not() -> None:
    assert say_count("{count} link", "{count} links", 12_000, "en") == "12,000 links"
    assert say_count("{count} link", "{count} links", 12_000, "sv") == f"12{GAP}000 samband"
    assert say_number(2030, "fi") == "2030"


def test_people_get_a_comma_and_programs_a_point() -> None:
    table = Table(("taso",), ((-0.25,),), "", "fi")
    assert f"{MINUS}0,25" in table.text()
    assert f">{MINUS}0,25<" in table.html()
    assert f"| {MINUS}0,25 |" in table.markdown()
    assert table.csv() == "taso\n-0.25\n"
    assert table.frame()["taso"][0] == -0.25


@pytest.mark.parametrize(("language", "sign"), [("en", "%"), ("fi", f"{GAP}%"), ("sv", f"{GAP}%")])
def test_a_share_is_per_cent_to_people_and_a_number_to_programs(language: str, sign: str) -> None:
    assert say_share(0.9, language) == f"90{sign}"
    table = Table(("share",), ((Share(0.5),), (Share(0.0625, 1),), (None,)), language=language)
    point = "." if language == "en" else ","
    assert f"6{point}2{sign}" in table.text()
    assert f"6{point}2{sign}" in table.html()
    assert f"6{point}2{sign}" in table.markdown()
    assert table.csv() == 'share\n0.5\n0.062\n""\n'
    assert table.text().split("\n")[2].endswith(f"50{sign}")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_answer_to_people_holds_a_decimal_point(language: str) -> None:
    """Each kind of answer about the bundled model, as it is printed."""
    model = digisys.load("digikompassi")
    answers = [
        digisys.press(model, 14, samples=50),
        digisys.robust(model, 11, samples=50),
        digisys.questions(model, 11, samples=50),
        digisys.measures(model),
        digisys.simulate_once(model, "leadership-push"),
        digisys.sensitivity(model, "leadership-push", 11, samples=32),
        digisys.dominance(model, "leadership-push"),
    ]
    for answer in answers:
        left = re.findall(r"\d\.\d|\d%|-\d|\de[-+]\d", answer.text(language))
        assert not left, (type(answer).__name__, left)
