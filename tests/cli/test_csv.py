"""CSV for programs is the same in every language; CSV for Excel opens there as it is."""

from __future__ import annotations

import csv
import io

import pytest

from digisys.answers.table import Formatted, Share, Table
from digisys.cli.main import main

ASKED = (
    "influence 14", "loops", "loop-set", "matrix", "measures", "chains 14 trust", "cut 14 trust",
    "press --samples 20", "targets", "areas", "variables", "links", "check", "show trust",
    "scenarios", "models", "equations R5", "roles", "compare none network-cut -n 8",
    "simulate network-cut -n 8", "dominance network-cut", "describe trust",
)  # fmt: skip
#: Columns of texts in the reader's language; all others are for programs.
SPOKEN = frozenset(["label", "title", "description", "what", "reason", "heading", "text", "unit"])


def rows_of(capsys, words, language, form="csv"):
    assert main([*words.split(), "--format", form, "--language", language]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", ASKED)
def test_types_numbers_and_headings_are_the_same_in_every_language(words, capsys):
    told = []
    for language in ("en", "fi"):
        heads, *rows = csv.reader(io.StringIO(rows_of(capsys, words, language)))
        assert all(head.isascii() and head == head.lower() for head in heads), heads
        kept = [
            at
            for at, head in enumerate(heads)
            if head not in SPOKEN and not head.endswith("_label")
        ]
        told.append((heads, [[row[at] for at in kept] for row in rows]))
    assert told[0] == told[1]


def test_ids_stand_beside_labels(capsys):
    text = rows_of(capsys, "links", "fi")
    first = next(csv.DictReader(io.StringIO(text)))
    assert (first["from"], first["polarity"]) == ("talent_attractiveness", "positive")
    assert first["from_label"] == "Suomen houkuttelevuus kansainvälisille digiosaajille"


@pytest.mark.parametrize("words", ["loops", "links", "measures"])
def test_excel_in_finnish_gets_semicolons_a_mark_and_decimal_commas(words, capsys):
    text = rows_of(capsys, words, "fi", "csv-excel")
    assert text.startswith("\ufeff")
    heads, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert all(len(row) == len(heads) for row in rows)
    assert not any(
        "." in cell and cell.replace(".", "").isdecimal() for row in rows for cell in row
    )


def test_numbers_stay_numbers_and_texts_run_nothing():
    row = (-0.5, Share(0.25), 3, "=1+1", "-x", Formatted("+0,2", 0.2), Formatted("stock", "s"))
    text = Table(("a",) * len(row), (row,)).csv_for_excel().split("\n")[1]
    assert text == "-0,5;0,25;3;'=1+1;'-x;0,2;stock"
