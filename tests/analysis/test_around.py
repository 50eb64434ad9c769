"""Actions and indicators joined to answers, against brute force on the joined graph."""

from __future__ import annotations

import networkx as nx
import pytest

import digisys
from digisys.analysis.chains.cut import cut
from digisys.analysis.loops.find_loops import find_loops
from digisys.analysis.programme.around import parts_of, with_programme
from digisys.errors import QuestionError
from digisys.io.programmes import load_programme
from tests.analysis.test_programme import action, connection, indicator, small
from tests.tiny import model_of

#: What an answer says in the language asked for, or joined ones add to.
OWN_WORDS = {"conclusion", "question", "affected"}


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def joined(model):
    """The model's graph with an edge for each push and each observation."""
    programme = load_programme(model)
    graph = nx.DiGraph(link.pair for link in model.links if link.certainty == "explicit")
    graph.add_nodes_from(model.variables)
    for part in ("actions", "drivers"):
        for name, item in getattr(programme, part).items():
            graph.add_edges_from(((part, name), each.variable) for each in item.pushes)
    for name, item in programme.indicators.items():
        graph.add_edges_from((each.variable, ("indicators", name)) for each in item.observes)
    return graph


ANSWERS = {
    "influence": lambda model: digisys.influence(model, 14),
    "causes": lambda model: digisys.influence(model, 11, direction="upstream"),
    "chains": lambda model: digisys.chains(model, "digital_support", 10, limit=3),
    "loops": lambda model: find_loops(model, "R4"),
    "loop_set": digisys.loop_set,
    "cut": lambda model: cut(model, 14, 10),
    "press": lambda model: digisys.press(model, "enabling_regulation", samples=100),
    "robust": lambda model: digisys.robust(model, 12, samples=100),
    "simulate": lambda model: digisys.simulate(model, "leadership-push", samples=32),
    "compare": lambda model: digisys.compare(
        model, ["leadership-push", "digital-skills-push"], samples=32
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_pushes_and_shows_is_what_is_next_to_it_in_the_joined_graph(model, joined, kind):
    answer = ANSWERS[kind](model)
    around = with_programme(answer)
    named = list(around.named.variables)
    assert named
    assert set(named) <= set(model.variables)
    for name in named:
        before = {each for each in joined.predecessors(name) if isinstance(each, tuple)}
        after = {each for each in joined.successors(name) if isinstance(each, tuple)}
        assert {(each.part, each.name) for each in around.pushing[name]} == before
        assert {("indicators", each.name) for each in around.showing[name]} == after
    told = around.to_dict("en")
    base = answer.to_dict()
    assert all(told[key] == value for key, value in base.items() if key not in OWN_WORDS)
    assert {item["id"] for item in told["indicators"]} == set(around.indicators)
    assert set(base) <= set(told)
    touching = [each for name in named for each in joined.predecessors(name)]
    direct = {each[1] for each in touching if isinstance(each, tuple) and each[0] == "actions"}
    far = {
        name: min(
            nx.shortest_path_length(joined, ("actions", name), about) - 1
            for about in around.named.about
            if nx.has_path(joined, ("actions", name), about)
        )
        for name in around.programme.actions
        if name not in direct
        and any(nx.has_path(joined, ("actions", name), about) for about in around.named.about)
    }
    assert {name: chain.steps for name, chain in around.reaching.items()} == far
    assert set(around.actions) == direct | set(far)


def test_every_row_for_programs_names_what_touches_its_variables(model):
    answer = digisys.influence(model, 14)
    around = with_programme(answer)
    frame = around.program_frame()
    for row in frame.itertuples():
        assert set(filter(None, row.indicators.split(", "))) == {
            each.name for each in around.showing[row.variable]
        }
        assert set(filter(None, row.actions.split(", "))) == {
            each.name for each in around.pushing[row.variable] if each.part == "actions"
        }
    assert list(frame.columns[:3]) == list(answer.to_frame().columns[:3])


def test_rows_of_a_run_over_time_come_again_at_each_instant(model):
    answer = digisys.simulate(model, "leadership-push", samples=32)
    frame = with_programme(answer).program_frame()
    rows = frame[frame["key"] == "service_quality"]
    assert len(rows) > 1
    assert set(rows["indicators"]) == {"self_assessment_result, user_experience, user_satisfaction"}


def test_rows_that_name_no_variable_give_way_to_those_that_do(model):
    around = with_programme(ANSWERS["compare"](model))
    frame = around.program_frame()
    assert list(frame.columns) == ["variable", "way", "actions", "drivers", "indicators"]
    assert around.table("en") == around.beside("en")


def test_an_indicator_is_expected_to_go_as_its_variable_or_the_other_way():
    model = model_of("a + b", "a - c", "a + d", "b - d")
    turned = {**indicator("b"), "observes": [connection("b", "negative")]}
    programme = small(
        actions={"near": action("town", ("a", "positive"))},
        indicators={"i": indicator("b"), "t": turned, "f": indicator("c"), "u": indicator("d")},
    )
    around = with_programme(digisys.influence(model, "a"), programme)
    expected = {each.name: each.expected for items in around.showing.values() for each in items}
    assert expected == {"i": "rises", "t": "falls", "f": "falls", "u": None}
    assert around.actions == ("near",)
    assert around.unseen == ("a",)
    assert around.unpushed == ("b", "c", "d")


def test_an_action_that_pushes_nothing_named_tells_its_chain():
    model = model_of("far + near", "near + a", "a + b")
    programme = small(
        actions={
            "long": action("town", ("far", "positive")),
            "short": action("town", ("near", "positive"), ("far", "positive")),
        }
    )
    around = with_programme(digisys.influence(model, "a"), programme, show="actions")
    assert {name: chain.variables for name, chain in around.reaching.items()} == {
        "short": ("near", "a"),
        "long": ("far", "near", "a"),
    }
    assert list(around.reaching) == ["short", "long"]
    assert "along the shortest" in around.conclusion.text("en")
    assert "indicators" not in around.to_dict()


def test_the_fewest_indicators_show_all_that_can_be_seen(model):
    around = with_programme(digisys.influence(model, 14), show="indicators")
    items = around.programme.indicators
    seen = {each.variable for name in around.fewest for each in items[name].observes}
    assert set(around.named.variables) - set(around.unseen) <= seen
    assert around.pushing["data_usability"] == ()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_text_holds_the_answer_then_what_was_joined_in_each_language(model, language):
    answer = digisys.influence(model, 13)
    around = with_programme(answer)
    text = around.text(language)
    assert text.index(answer.question(language)[:20]) < text.index(around.question(language))
    statements = around.conclusion.statements
    assert statements[: len(answer.conclusion.statements)] == answer.conclusion.statements
    assert {each.kind for each in statements[len(answer.conclusion.statements) :]} == {
        "pushed",
        "shown",
    }
    assert f" {len(around.indicators)} " in f" {statements[-1].text(language)} "
    assert "<dl>" in around._repr_html_()


def test_parts_are_named_in_any_language_and_others_refused():
    assert parts_of("mittarit") == ("indicators",)
    assert parts_of("åtgärder, indikatorer") == ("actions", "drivers", "indicators")
    assert parts_of(["drivers"]) == ("drivers",)
    with pytest.raises(QuestionError, match="actions, drivers, indicators"):
        parts_of("actions,weather")


def test_an_answer_that_names_no_variables_says_what_to_ask(model):
    with pytest.raises(QuestionError, match="influence"):
        with_programme(digisys.audit(model))
