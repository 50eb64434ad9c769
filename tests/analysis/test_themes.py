"""Themes: read, written, narrowed to, and how far they reach."""

from __future__ import annotations

import re

import networkx as nx
import pytest

import digisys
from digisys.analysis.programme.themes import themes
from digisys.errors import ModelError, ModelFileError, QuestionError, UnknownNameError
from digisys.exchange.sheet.read_sheet import read_sheet
from digisys.exchange.sheet.write_sheet import write_sheet
from digisys.io import parse_model
from digisys.io.format import format_model
from digisys.io.programmes import load_programme
from digisys.schema.narrow import carries
from tests.analysis.test_programme import action, indicator, small
from tests.tiny import model_of

FILE = """
schema: 1
id: tiny
title: T
languages: [en]
sources: {book: {title: Book}}
areas: {one: {label: One}, two: {label: Two}}
targets: {1: {title: First}, 2: {title: Second}}
themes:
  green: {label: Green, evidence: [{source: book, pages: [3]}]}
variables:
  a: {label: A, area: one, themes: [{theme: green, basis: stated, evidence: [{source: book}]}]}
  b: {label: B, area: one, targets: [{target: 1}], themes: [{theme: green, reason: So}]}
  c: {label: C, area: two, targets: [{target: 2}], role: stock}
  d: {label: D, area: two}
links:
  - {from: a, to: b, polarity: positive}
  - {from: b, to: c, polarity: positive, themes: [{theme: green}]}
  - {from: c, to: d, polarity: positive}
  - {from: d, to: c, polarity: positive}
loops:
  R1: {label: Round, kind: reinforcing, cycles: {R1: [c, d]}}
layout: {width: 9, height: 9, variables: {a: {x: 1, y: 1}, d: {x: 2, y: 2}}}
presentation: {slides: [{area: one}, {loop: R1}, {variable: d}]}
"""


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


def test_themes_are_read_and_written_and_travel_in_a_workbook(tmp_path):
    model = parse_model(FILE)
    assert parse_model(format_model(model)) == model
    write_sheet(model, tmp_path / "m.xlsx")
    assert read_sheet(tmp_path / "m.xlsx").model == model
    without = re.sub(r"themes:\n  green.*\n", "", FILE)
    for carried in re.findall(r", themes: \[\{theme: green.*?\}\](?=\}\n)", without):
        without = without.replace(carried, "")
    without = parse_model(without)
    assert "themes" not in format_model(without)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("theme: green, reason", "theme: gren, reason", "variables.b.themes[0].theme"),
        ("[{theme: green}]", "[{theme: green}, {theme: green}]", "links[1].themes[1].theme"),
        ("evidence: [{source: book}]", "evidence: [{source: bok}]",
         "variables.a.themes[0].evidence[0].source"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(old, new, place):
    with pytest.raises(ModelFileError) as told:
        parse_model(FILE.replace(old, new))
    (problem,) = told.value.problems
    assert problem.field == place
    assert problem.line
    assert problem.cure is not None


def test_a_theme_leaves_its_links_their_ends_and_what_only_these_have():
    green = parse_model(FILE).of_theme("green")
    assert [link.id for link in green.links] == ["a->b", "b->c"]
    assert list(green.variables) == ["a", "b", "c"]
    assert (list(green.areas), list(green.targets), list(green.loops)) == (
        ["one", "two"],
        [1, 2],
        [],
    )
    assert list(green.layout.variables) == ["a"]
    assert [slide.area for slide in green.presentation.slides] == ["one"]
    assert green.title.text("en") == "T: Green"
    assert green.of_theme("Green").links == green.links
    assert digisys.influence(green, "a").affected[-1].variable == "c"
    with pytest.raises(QuestionError, match="does not carry the theme Green"):
        digisys.influence(green, "d")
    with pytest.raises(UnknownNameError):
        digisys.influence(green, "e")
    with pytest.raises(UnknownNameError, match="blue"):
        parse_model(FILE).of_theme("blue")
    with pytest.raises(ModelError, match="Nothing carries"):
        model_of("a + b", themes={"t": {"label": "T"}}).of_theme("t")


def test_what_is_left_of_a_programme_touches_what_is_left_of_the_model():
    model = parse_model(FILE)
    programme = small(
        actions={
            "in": action("town", ("a", "positive"), ("d", "positive")),
            "out": action("town", ("d", "positive")),
            "theirs": {**action("town", ("d", "positive")), "themes": [{"theme": "green"}]},
        },
        indicators={"i": indicator("b"), "o": indicator("d")},
    )
    left = load_programme(model.of_theme("green"), programme)
    assert {name: len(item.pushes) for name, item in left.actions.items()} == {"in": 1, "theirs": 0}
    assert list(left.indicators) == ["i"]
    assert load_programme(model, programme) is programme


@pytest.mark.parametrize("name", ["green_transition", "human_role"])
def test_a_narrowed_answer_is_that_of_the_graph_of_the_theme(model, name):
    narrow = model.of_theme(name)
    own = {key for key, item in model.variables.items() if carries(item, name)}
    graph = nx.DiGraph(
        link.pair
        for link in model.links
        if link.certainty == "explicit" and (carries(link, name) or own.issuperset(link.pair))
    )
    graph.add_nodes_from(own)
    assert set(narrow.variables) == set(graph)
    for variable in narrow.variables:
        answer = digisys.influence(narrow, variable)
        assert {effect.variable for effect in answer.affected} == nx.descendants(graph, variable)
    for item in load_programme(narrow).actions.values():
        assert {each.variable for each in item.pushes} <= set(graph)


@pytest.mark.parametrize("name", ["green_transition", "human_role"])
def test_a_themes_reach_is_that_of_a_search_in_the_whole(model, name):
    (theme,) = themes(model, name).themes
    graph = nx.DiGraph(link.pair for link in model.links if link.certainty == "explicit")
    reached = set().union(*(nx.descendants(graph, key) for key in theme.variables))
    beyond = reached - set(theme.variables)
    assert set(theme.reached) == beyond
    assert set(theme.targets_reached) == {
        each.target for key in beyond for each in model.variables[key].targets
    }
    assert set(theme.areas) == {model.variables[key].area for key in theme.variables}
    # Asked of the part, the answer is still that of the whole.
    assert themes(model.of_theme(name), name).themes == (theme,)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_carrier_is_told_with_its_basis(model, language):
    answer = themes(model, "human_role")
    table = answer.table(language)
    programme = load_programme(model)
    sections = (model.variables, programme.indicators, programme.actions, programme.drivers)
    count = sum(carries(item, "human_role") for section in sections for item in section.values())
    count += sum(carries(link, "human_role") for link in model.links)
    assert len(table.rows) == len(answer.to_frame(language)) == count
    assert all(row[3] for row in table.rows)
    stated = sum(row[2].value == "stated" for row in table.rows)
    assert 0 < stated < count
    assert str(count - stated) in answer.conclusion.statements[1].text(language)
    every = themes(model)
    assert len(every.table(language).rows) == len(model.themes) == 2


def test_a_model_without_themes_or_programme_says_so():
    with pytest.raises(QuestionError, match="no themes"):
        themes(model_of("a + b"))
    answer = themes(parse_model(FILE))
    assert {each.kind for each in answer.themes[0].carriers} == {"variable", "link"}
