"""What is done and measured around a model, joined to it."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import digisys
from digisys.analysis.programme.actions import actions
from digisys.analysis.programme.cover import smallest_cover
from digisys.analysis.programme.indicators import indicators
from digisys.errors import ModelError, ModelFileError, QuestionError
from digisys.io.bundled import bundled_folder
from digisys.io.plain_model import model_of_plain, plain_model
from digisys.io.programmes import load_programme
from digisys.schema.programme import Programme
from digisys.uncertainty.options import Draws
from tests.tiny import model_of

PLACES = Path(__file__).with_name("programme_places.csv")
CONNECTIONS = PLACES.parents[2] / "docs" / "reference" / "programme-connections.csv"
STEPS = "vwxyz"


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def programme(model):
    return load_programme(model)


def small(**parts):
    """A programme of another field: a town and its water."""
    raw = {
        "id": "water",
        "title": "Water",
        "model": "tiny",
        "actors": {"town": {"label": "Town"}, "farm": {"label": "Farm"}},
        "actions": {
            "filter": action("town", ("a", "positive")),
            "spread": action("farm", ("b", "negative")),
            "both": action("farm", ("a", "positive"), ("b", "negative")),
        },
    }
    return Programme.model_validate({**raw, **parts})


def action(actor, *pushes):
    return {
        "label": f"Action of {actor}",
        "actors": [actor],
        "pushes": [connection(variable, sign) for variable, sign in pushes],
    }


def connection(variable, polarity="positive", confidence="high"):
    return {
        "variable": variable,
        "polarity": polarity,
        "confidence": confidence,
        "reason": "Because.",
    }


def indicator(*variables, **parts):
    return {
        "label": "I",
        "description": "D",
        "status": "exists",
        "scale": {"kind": "count"},
        "observes": [connection(name) for name in variables],
        **parts,
    }


# What the documents hold.


def test_the_programme_of_digikompassi_holds_what_the_documents_list(programme):
    by_target = [sum(k.target == n for k in programme.key_results.values()) for n in (11, 12, 13)]
    assert by_target == [9, 6, 5]
    stated = [i for i in programme.indicators.values() if i.key_results and i.basis == "stated"]
    assert (len(programme.indicators), len(stated)) == (33, 21)
    assert [sum(a.target == n for a in programme.actions.values()) for n in (11, 12, 13)] == [
        5,
        4,
        5,
    ]
    assert sum(len(a.steps) for a in programme.actions.values()) == 29
    assert len(programme.timeline) == 9
    assert list(programme.actors) == ["state", "digital_office", "municipality", "joint"]


def test_goals_are_those_of_the_documents(programme):
    goals = {
        item.short_id: item.goal.model_dump(exclude_none=True, exclude={"unit"})
        for item in programme.key_results.values()
        if item.goal
    }
    assert goals == {
        "11.2": {"about": 40.0},
        "11.7": {"at_least": 90.0},
        "11.8": {"falls": "every"},
        "11.9": {"at_least": 10.0},
        "12.3": {"holds": "once"},
        "12.5": {"holds": "each"},
        "12.6": {"holds": "once"},
    }


def test_every_item_stands_at_the_place_in_the_documents_that_the_list_gives(programme):
    found = []
    for section in (
        programme.key_results,
        programme.indicators,
        programme.actions,
        programme.timeline,
        programme.drivers,
    ):
        for name, item in section.items():
            parts = [(name, item)]
            parts += [
                (f"{name}.{at}", step) for at, step in enumerate(getattr(item, "steps", ()), 1)
            ]
            for key, part in parts:
                assert part.evidence, key
                found += [
                    (key, e.source, e.heading, str(e.lines[0]), str(e.lines[-1]))
                    for e in part.evidence
                ]
                found += [
                    (f"{key}~{t.theme}", e.source, e.heading, str(e.lines[0]), str(e.lines[-1]))
                    for t in getattr(part, "themes", ())
                    for e in t.evidence
                ]
    for section in ("life_events", "quality", "service_map"):
        found += places_within(section, getattr(programme, section))
    with PLACES.open(encoding="utf-8", newline="") as file:
        assert found == [tuple(row) for row in itertools.islice(csv.reader(file), 1, None)]


def places_within(path, part):
    """Every place in documents below a part, in the order of the schema."""
    found = []
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "evidence":
                found += [
                    (path, e.source, e.heading, str(e.lines[0]), str(e.lines[-1])) for e in value
                ]
            else:
                found += places_within(f"{path}.{name}", value)
    elif isinstance(part, dict | tuple):
        items = part.items() if isinstance(part, dict) else enumerate(part, 1)
        for name, value in items:
            found += places_within(f"{path}.{name}", value)
    return found


def test_every_proposed_connection_is_judged_and_the_programme_has_those_that_were_kept(programme):
    with CONNECTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = Counter(row["kind"] for row in rows)
    assert kinds == {
        "indicator": 66,
        "municipal_action": 35,
        "quality_criterion": 55,
        "life_event": 39,
        "way_forward": 28,
    }
    assert len({(row["subject"], row["variable"]) for row in rows}) == 223
    assert {row["decision"] for row in rows} == {"taken", "changed", "dropped"}
    reasons = Counter(row["reason"] for row in rows)
    assert reasons.most_common(1)[0][1] == 1
    for row in rows:
        judged = (row["decision"], row["confidence"] == row["proposed_confidence"])
        assert judged in {("taken", True), ("changed", False), ("dropped", False)}, row
    kept = {
        (row["subject"], row["variable"]): (row["sign"], row["confidence"])
        for row in rows
        if row["decision"] != "dropped"
    }
    there = {
        (name, each.variable): ("-" if each.polarity == "negative" else "+", each.confidence)
        for section, key in (
            (programme.indicators, "observes"),
            (programme.actions, "pushes"),
            (programme.drivers, "pushes"),
        )
        for name, item in section.items()
        for each in getattr(item, key)
    }
    assert kept == there


# What is measured, and what is not.


def test_five_key_results_of_target_13_cannot_be_told_apart(model):
    answer = indicators(model, "target 13")
    assert answer.alike == (tuple(f"kr_13_{number}" for number in range(1, 6)),)
    assert "13.1, 13.2, 13.3, 13.4 and 13.5" in answer.conclusion.text("en")


def test_blind_spots_are_the_variables_that_no_indicator_names(model, programme):
    answer = indicators(model)
    seen = {each.variable for item in programme.indicators.values() for each in item.observes}
    assert set(answer.blind) == set(model.variables) - seen
    assert len(answer.names) == 33
    dark = {watch.loop for watch in answer.loops if not watch.indicators}
    assert dark == {"R2", "R3"}
    for watch in answer.loops:
        steps = {name for cycle in model.loops[watch.loop].cycles.values() for name in cycle}
        assert set(watch.unseen) == steps - seen
        assert answer.conclusion.text("en").count(watch.loop) == (watch.loop in dark)


def test_an_indicator_whose_data_is_missing_is_never_taken_for_zero(model):
    told = indicators(model).to_dict("en")
    assert not any("value" in item for item in told["indicators"])


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(STEPS), st.sampled_from(("high", "medium", "low")), max_size=4
        ),
        max_size=6,
    )
)
def test_the_set_of_indicators_is_the_smallest_and_of_these_the_surest(observed):
    seen_by = {f"i{at}": seen for at, seen in enumerate(observed)}
    doubt = {"high": 0, "medium": 1, "low": 2}
    reachable = {step for seen in observed for step in seen}
    best = min(
        (
            (len(names), sum(doubt[c] for name in names for c in seen_by[name].values()), names)
            for size in range(len(seen_by) + 1)
            for names in itertools.combinations(seen_by, size)
            if {step for name in names for step in seen_by[name]} >= reachable
        ),
    )
    assert smallest_cover(STEPS, seen_by) == best[2]


def test_a_key_result_that_only_an_assumed_indicator_shows_is_measured_but_not_alike():
    model = model_of("a + b", targets={1: {"title": "One"}})
    programme = small(
        key_results={
            "k1": {"target": 1, "number": 1, "label": "K"},
            "k2": {"target": 1, "number": 2, "label": "L"},
            "k3": {"target": 1, "number": 3, "label": "M"},
        },
        indicators={
            "i": indicator("a", key_results=["k1", "k2"]),
            "j": indicator("b", key_results=["k2"], basis="assumed"),
        },
    )
    answer = indicators(model, programme=programme)
    assert (answer.alike, answer.unmeasured) == ((("k1", "k2"),), ("k3",))


# What can be done.


def test_actions_of_a_target_and_actor_are_those_filed_so(model):
    answer = actions(model, target=12, actor="municipality")
    assert answer.names == tuple(f"action_12_{number}" for number in range(1, 5))
    assert actions(model, target=12, actor="Kunta").names == answer.names
    assert actions(model, target=12, actor="state").names == ()


@pytest.mark.parametrize("number", range(1, 15))
def test_what_reaches_a_target_is_what_a_chain_of_the_joined_graph_leads_from(
    model, programme, number
):
    graph = nx.DiGraph((e.source, e.target) for e in model.links if e.certainty == "explicit")
    graph.add_nodes_from(model.variables)
    graph.add_edges_from((n, e.variable) for n, a in programme.actions.items() for e in a.pushes)
    ends = [n for n, v in model.variables.items() if number in [t.target for t in v.targets]]
    answer = actions(model, reaching=number)
    lengths = {
        name: min(
            nx.shortest_path_length(graph, name, end)
            for end in ends
            if nx.has_path(graph, name, end)
        )
        for name in programme.actions
        if any(nx.has_path(graph, name, end) for end in ends)
    }
    assert {name: reach.steps + 1 for name, reach in answer.reach.items()} == lengths
    assert set(answer.names) == set(lengths)
    assert [lengths[name] for name in answer.names] == sorted(lengths.values())


def test_a_push_the_other_way_turns_the_verdict_round():
    model = model_of("a + c", "b + c")
    answer = actions(model, programme=small(), reaching="c")
    verdicts = {name: reach.verdict for name, reach in answer.reach.items()}
    assert verdicts == {"filter": "strengthens", "spread": "weakens", "both": "ambiguous"}


def test_an_action_that_pushes_the_thing_itself_reaches_it_in_no_step():
    answer = actions(model_of("b + a"), programme=small(), reaching="a")
    assert answer.reach["filter"].steps == 0
    assert answer.names[0] in ("filter", "both")
    assert "2 of them push it directly" in answer.conclusion.text("en")


def test_of_two_actions_the_one_nearer_along_weak_links_leads_in_every_draw():
    """Along a chain of links and dampings below 1, an effect only shrinks."""
    model = model_of("a + b", "b + c", "c + d")
    programme = small(
        actions={
            "near": action("town", ("c", "positive")),
            "far": action("town", ("a", "positive")),
        }
    )
    answer = actions(model, programme=programme, reaching="d", samples=Draws(400, 1))
    assert answer.placed["near"].best > 0.9
    assert answer.names == ("near", "far")
    again = actions(model, programme=programme, reaching="d", samples=Draws(400, 1))
    assert again == answer


def test_the_share_of_a_push_does_not_grow_with_the_number_of_variables():
    """Two variables alike, pushed by one half each, move a third as one pushed by 1 does."""
    model = model_of("a + c", "b + c")
    programme = small(
        actions={
            "one": action("town", ("a", "positive")),
            "two": action("town", ("a", "positive"), ("b", "positive")),
        }
    )
    strong = actions(model, programme=programme, reaching="c", samples=Draws(2_000, 3)).placed
    assert strong["two"].effect == pytest.approx(strong["one"].effect, rel=0.15)


def test_a_push_the_other_way_lowers_what_it_reaches():
    model = model_of("a + c", "b + c")
    answer = actions(model, programme=small(), reaching="c", samples=200, seed=2)
    effects = {name: place.effect for name, place in answer.placed.items()}
    assert effects["filter"] > 0 > effects["spread"]
    assert answer.names[0] == "filter"


def test_a_ranking_needs_something_to_reach(model):
    with pytest.raises(QuestionError, match="--reaching"):
        actions(model, samples=100)


def test_a_wrong_actor_is_told_with_those_that_there_are(model):
    with pytest.raises(
        QuestionError, match="State, Digital Office, Municipality and Joint development"
    ):
        actions(model, actor="mayor")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("ask", [indicators, actions])
def test_conclusions_count_what_the_tables_list(model, ask, language):
    answer = ask(model)
    first = answer.conclusion.statements[0]
    assert str(len(answer.table(language).rows)) in first.text(language)
    told = answer.to_dict(language)
    assert told["conclusion"]["text"] == answer.conclusion.text(language)


def test_a_programme_made_in_python_is_checked_too():
    with pytest.raises(ModelError, match="farmer"):
        small(actions={"x": action("farmer", ("a", "positive"))})


def test_a_model_that_lost_a_variable_keeps_the_rest_of_what_comes_with_it(model, programme):
    lost = next(each.variable for item in programme.actions.values() for each in item.pushes)
    plain = plain_model(model)
    del plain["variables"][lost]
    plain["links"] = [link for link in plain["links"] if lost not in (link["from"], link["to"])]
    for loop in plain["loops"].values():
        loop["cycles"] = {key: each for key, each in loop["cycles"].items() if lost not in each}
    plain["loops"] = {key: loop for key, loop in plain["loops"].items() if loop["cycles"]}
    for section in ("layout", "presentation"):
        plain.pop(section)
    edited = model_of_plain(plain)
    left = load_programme(edited)
    assert (left.actions.keys(), left.indicators.keys()) == (
        programme.actions.keys(),
        programme.indicators.keys(),
    )
    pushed = {each.variable for item in left.actions.values() for each in item.pushes}
    before = {each.variable for item in programme.actions.values() for each in item.pushes}
    assert pushed == before - {lost} != before
    with pytest.raises(ModelFileError):
        load_programme(edited, bundled_folder() / "programmes" / "digikompassi.yaml")
