"""Where a problem stands: a line and column of a text, or a cell of a sheet."""

from __future__ import annotations

import pytest

from digisys.errors import ModelFileError, Place, Problem
from digisys.words import Message

CELL = Problem(
    "unknown-variable",
    ("links", 5, "to"),
    Message("There is no variable “{name}”.", {"name": "x"}),
    None,
    Place("book.xlsx", sheet="Links", cell="C7"),
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "book.xlsx, sheet Links, cell C7: links[5].to: There is no variable “x”."),
        ("fi", "book.xlsx, taulukko Links, solu C7: links[5].to: Muuttujaa ”x” ei ole."),
        ("sv", "book.xlsx, bladet Links, cell C7: links[5].to: Variabeln ”x” finns inte."),
    ],
)
def test_a_cell_is_told_in_each_language(language: str, told: str) -> None:
    assert CELL.text(language) == told
    assert ModelFileError([CELL]).text(language).startswith(told)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place(), ""),
        (Place("m.yaml"), "m.yaml"),
        (Place("m.yaml", 12, 5), "m.yaml:12:5"),
        (Place("m.csv", 3), "m.csv:3"),
        (Place(sheet="Links", cell="C7"), "sheet Links, cell C7"),
        (Place("book.xlsx", sheet="Links"), "book.xlsx, sheet Links"),
    ],
)
def test_a_place_is_told_as_far_as_it_is_known(place: Place, told: str) -> None:
    assert str(place) == told


def test_a_program_gets_sheet_and_cell() -> None:
    data = CELL.to_dict()
    assert (data["code"], data["field"]) == ("unknown-variable", "links[5].to")
    assert (data["file"], data["sheet"], data["cell"]) == ("book.xlsx", "Links", "C7")
    assert (data["line"], data["column"]) == (None, None)
