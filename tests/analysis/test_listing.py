"""Lists of variables and links: every one, in the order of the file, with its id."""

from __future__ import annotations

import csv
import io

import pytest

import digisys
from digisys.analysis.listing import links, variables


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_columns_for_programs_are_the_same_in_every_language(language: str) -> None:
    model = digisys.load("digikompassi")
    _, *rows = csv.reader(io.StringIO(variables(model, language=language).table().csv()))
    kept = [(row[0], row[2]) for row in rows]
    assert kept == [(name, item.role) for name, item in model.variables.items()]
    _, *rows = csv.reader(io.StringIO(links(model, language=language).table().csv()))
    assert [(row[0], row[2]) for row in rows] == [(link.id, link.polarity) for link in model.links]


def test_links_of_every_certainty_are_listed() -> None:
    model = digisys.load("digikompassi")
    found = links(model).to_dict()["rows"]
    assert [row["certainty"] for row in found] == [link.certainty for link in model.links]
