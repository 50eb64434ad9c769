"""Lists of variables and links: every one, in the order of the file, with its id."""

from __future__ import annotations

import csv
import io
import itertools
import re

import networkx as nx
import pytest

import digisys
from digisys.analysis.facts import show
from digisys.analysis.listing import links, variables


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_columns_for_programs_are_the_same_in_every_language(language: str) -> None:
    model = digisys.load("digikompassi")
    _, *rows = csv.reader(io.StringIO(variables(model, language=language).table().csv()))
    kept = [(row[0], row[2]) for row in rows]
    assert kept == [(name, item.role) for name, item in model.variables.items()]
    _, *rows = csv.reader(io.StringIO(links(model, language=language, ids=True).table().csv()))
    assert [(row[0], row[2]) for row in rows] == [(link.id, link.polarity) for link in model.links]


def test_links_of_every_certainty_are_listed() -> None:
    model = digisys.load("digikompassi")
    found = links(model).to_dict()["rows"]
    assert [row["certainty"] for row in found] == [link.certainty for link in model.links]


def test_rows_say_what_they_rest_on_and_programs_get_it_as_a_link_has_it() -> None:
    """A chain over a direction that is read says so in words, and in the words of a link."""
    model = digisys.load("digikompassi")
    read = {link.id for link in model.links if link.direction == "assumed"}
    for answer in (digisys.influence(model, 14), digisys.chains(model, 14, 10, limit=20)):
        frame = answer.to_frame()
        texts = [str(row[-1]) for row in answer.table("en").rows]
        for chain, direction, text in zip(frame["chain"], frame["direction"], texts, strict=True):
            names = chain.split(" -> ") if " -> " in chain else chain.split("->")
            steps = {f"{one.strip()}->{two.strip()}" for one, two in itertools.pairwise(names)}
            assert direction == ("assumed" if steps & read else "stated")
            assert text.startswith("the source says so directly")
            assert ("our reading" in text) == bool(steps & read)
        assert set(frame["certainty"]) == {"explicit"}


def test_a_press_marks_what_rests_on_a_direction_that_is_read() -> None:
    """By every chain: what lies beyond a link that is read, however far."""
    model = digisys.load("digikompassi")
    pressed = digisys.press(model, "agreement_cooperation", samples=50)
    graph = nx.DiGraph((link.source, link.target) for link in pressed.view.links)
    beyond = set()
    for link in pressed.view.links:
        if link.direction == "assumed" and nx.has_path(graph, "agreement_cooperation", link.source):
            beyond |= {link.target, *nx.descendants(graph, link.target)}
    frame = pressed.to_frame()
    moved = frame[frame["verdict"] != "stays"]
    assert set(moved[moved["direction"] == "assumed"]["variable"]) == beyond & set(
        moved["variable"]
    )
    assert set(moved["direction"]) == {"assumed", "stated"}
    marked = [row[0] for row in pressed.shown("en").rows if str(row[0]).endswith(" *")]
    assert len(marked) == len(beyond & set(moved["variable"]))


def test_ids_are_told_only_where_asked() -> None:
    model = digisys.load("digikompassi")
    for name in ("links_of", "trust_in_society"):
        assert name not in show(model, "trust", language="en").text("en")
    assert "trust_in_society" in show(model, "trust", language="en", ids=True).text("en")
    report = digisys.audit(model)
    assert not re.search(r"\w->\w", report.text("en"))
    assert "data_spaces->company_vitality" in report.by_id().text("en")
    heads = links(model, language="en").heads
    assert "Id" not in heads
    assert heads[-1] == "Basis"
    assert links(model, language="en", ids=True).heads[0] == "Id"
