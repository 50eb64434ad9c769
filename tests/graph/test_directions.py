"""Which directions are our reading: counted once each, and only where there is a direction."""

from itertools import pairwise

import pytest

import digisys
from digisys.analysis.listing import links
from digisys.graph.directions import assumed_arc, directions_of
from digisys.graph.view import Graph, select_view
from digisys.io import parse_model

FILE = """
schema: 1
id: t
title: T
languages: [en]
variables: {a: {label: A}, b: {label: B}, c: {label: C}}
links:
  - {from: a, to: b, polarity: positive}
  - {from: a, to: b, polarity: negative, id: a->b#2, direction: assumed}
  - {from: b, to: c, polarity: unknown, direction: assumed}
  - {from: c, to: a, polarity: positive}
"""


def test_it_finds_what_the_file_marks_and_nothing_else():
    model = digisys.load("digikompassi")
    view = select_view(model, certainty="all")
    found = directions_of(view.links)
    marked = [link.id for link in model.links if link.direction == "assumed"]
    assert list(found.assumed) == marked
    assert (found.links, found.stated) == (74, 74 - len(marked))


def test_an_unknown_polarity_is_no_direction():
    found = directions_of(parse_model(FILE).links)
    assert found.links == 3
    assert found.assumed == ("a->b#2",)


def test_an_arc_of_several_links_rests_on_each():
    graph = Graph.of(parse_model(FILE))
    (joined,) = graph.out["a"]
    (plain,) = graph.out["c"]
    assert assumed_arc(joined)
    assert not assumed_arc(plain)
    twice = directions_of([joined, joined, plain])
    assert (twice.links, twice.assumed) == (3, ("a->b#2",))


@pytest.mark.parametrize(
    ("assumed", "total", "said"),
    [
        (0, 3, None),
        (1, 1, "The direction is our reading of the source."),
        (1, 3, "1 of 3 directions is our reading of the source."),
        (2, 3, "2 of 3 directions are our reading of the source."),
        (3, 3, "All directions are our reading of the source."),
    ],
)
def test_the_sentence_fits_its_count(assumed, total, said):
    lines = "".join(
        f"  - {{from: v0, to: v{at}, polarity: positive"
        f"{', direction: assumed' if at <= assumed else ''}}}\n"
        for at in range(1, total + 1)
    )
    names = ", ".join(f"v{at}: {{label: V{at}}}" for at in range(total + 1))
    text = f"schema: 1\nid: t\ntitle: T\nlanguages: [en]\nvariables: {{{names}}}\nlinks:\n{lines}"
    message = directions_of(parse_model(text).links).message
    assert (None if message is None else message.text("en")) == said


def test_lists_tell_which_directions_are_read():
    model = digisys.load("digikompassi")
    read = {link.id for link in model.links if link.direction == "assumed"}
    rows = links(model, language="en").records
    assert {row["id"] for row in rows if row["direction"] == "assumed"} == read
    answer = digisys.influence(model, 14)
    for effect in answer.to_dict()["affected"]:
        along = ["->".join(pair) for pair in pairwise(effect["chain"])]
        assert effect["assumed"] == [pair for pair in along if pair in read]
    tree = {row[0].strip("├└│ ") for row in answer.tree("en").rows}
    assert {"Data spaces *", "Vitality of companies *", "Trust in society"} <= tree
    assert ("*", "the direction of this link is our reading of the source") in answer.summary("en")
    chain = digisys.chains(model, 14, 10).table("en").rows[0][2]
    assert "+*→ Data spaces" in chain
    assert "+→ Trust in society" in chain


def test_nothing_is_added_where_every_direction_is_stated():
    model = parse_model(FILE.replace(", direction: assumed", ""))
    assert "direction" not in links(model).records[0]
    answer = digisys.influence(model, "a")
    assert all("assumed" not in effect for effect in answer.to_dict()["affected"])
    assert "*" not in str(answer)
