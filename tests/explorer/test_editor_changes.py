"""What the page says has changed in the conclusions is what ``digisys diff`` says."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import digisys
from digisys.schema import Model
from digisys.workshop.compare_models import compare_models
from tests.analysis.graphs import random_model
from tests.explorer.editing import Editor, starts
from tests.explorer.javascript import page_data
from tests.explorer.test_editor_verbs import read_plain
from tests.length import long_or_slice

CHANGES = """(() => {
  const start = concludeMap(base, model, {});
  const now = concludeMap(plain, indexModel(data), { before: start });
  const changes = conclusionChanges(start, now);
  return [changes, changes.map((each) => changeWords(start, now, each)), changesSummary(changes)];
})()"""


def expected_changes(old: Model, new: Model) -> list[dict[str, Any]]:
    """Return what the library says, in the words of the page."""
    compared = compare_models(old, new, samples=0).compared
    found: list[dict[str, Any]] = [
        {
            "code": "effect",
            "kind": each.kind,
            "source": str(each.source),
            "outcome": str(each.outcome),
            "before": each.before,
            "after": each.after,
            "stepsBefore": each.steps_before,
            "stepsAfter": each.steps_after,
        }
        for each in compared.effects
    ]
    found += [
        {
            "code": f"loop-{each.what}",
            "name": each.name,
            "variables": list(each.variables),
            "before": each.before,
            "after": each.after,
        }
        for each in compared.loops
        if each.what != "gain"
    ]
    return found


@pytest.mark.parametrize("start", [pytest.param(0, marks=pytest.mark.long), 1, 2])
def test_changes_of_conclusions_are_those_of_the_library(start: int):
    model = starts()[start]
    editor = Editor(model)
    seen: Counter[str] = Counter()
    for seed in range(long_or_slice(200, 8)):
        walked = editor.walk(5000 + seed, 12)
        edited = read_plain(walked["plain"])
        changes, words, _ = editor.ask(CHANGES, plain=walked["plain"], data=page_data(edited))
        assert changes == expected_changes(model, edited), seed
        seen.update(change["code"] for change in changes)
        assert len(set(words)) == len(words)
    assert seen["effect"]


def test_a_flipped_sign_is_told():
    model = digisys.load("digikompassi")
    editor = Editor(model)
    step = editor.ask(
        """(() => {
          const result = verbs.flipPolarity(base, "participation->trust_in_society");
          globalThis.reached = result.plain;
          return stepWords(result.step);
        })()"""
    )
    assert step.startswith("More of “Participation” leads to less of “Trust in society” now.")
    assert "The loop R1, “Trust in society”, is balancing now." in step
    plain = editor.ask("reached")
    changes, words, summary = editor.ask(CHANGES, plain=plain, data=page_data(read_plain(plain)))
    turned = [each for each in changes if each["code"] == "loop-turned" and each["name"]]
    assert [each["name"] for each in turned] == ["R1a", "R1b"]
    assert any(each.startswith("Loop now balancing; before: reinforcing: R1a:") for each in words)
    assert "of another kind" in summary


def test_which_way_a_scenario_goes_follows_a_sign():
    """A push on a stock's only cause moves it the way of the link."""
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "small",
            "title": "Small",
            "languages": ["en"],
            "variables": {
                "cause": {"label": "Cause", "role": "input"},
                "stock": {"label": "Stock", "role": "stock"},
                "apart": {"label": "Apart", "role": "stock"},
            },
            "links": [{"from": "cause", "to": "stock", "polarity": "positive"}],
        }
    )
    editor = Editor(model)
    told = editor.ask(
        """(() => {
          const plan = { pushes: { cause: [{ shape: "step", start: 2024, end: null, size: 0.5 }] },
            levels: {}, changes: {}, exchanges: {}, added: [], initial: {} };
          const { plain } = verbs.flipPolarity(base, "cause->stock");
          const data = { ...model, links: [{ from: "cause", to: "stock", polarity: "negative" }],
            cycles: [], cycleGains: [] };
          const flipped = indexModel(data);
          const start = concludeMap(base, model, { plan });
          const now = concludeMap(plain, flipped, { plan });
          return [[...start.outcomes], conclusionChanges(start, now).filter(
            (each) => each.code === "outcome").map((each) => changeWords(start, now, each))];
        })()"""
    )
    assert dict(told[0]) == {
        "variable-cause": "rises",
        "variable-stock": "rises",
        "variable-apart": "still",
    }
    assert told[1] == ["In the scenario, Stock falls; before: rises."]


def test_what_was_not_settled_or_compared_is_told_beside_what_was_found():
    """A list without changes is no proof that nothing has changed."""
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "m",
            "title": "M",
            "languages": ["en"],
            "variables": {name: {"label": name.upper()} for name in "abc"},
            "links": [{"from": "a", "to": "b", "polarity": "positive"}],
        }
    )
    parts = Editor(model).ask(
        """(() => {
          const cell = (verdict) => ({ verdict, steps: 1 });
          const cells = (pairs) => new Map([["variable", lookup(pairs)]]);
          const start = { ...concludeMap(base, model, {}), loopLength: 7,
            cells: cells([["a b", cell("undecided")], ["a c", cell("undecided")]]) };
          const now = { ...concludeMap(base, model, {}), plan: true,
            cells: cells([["a b", cell("undecided")], ["b c", cell("undecided")]]) };
          const found = comparedPart(start, now);
          const plain = comparedPart(concludeMap(base, model, {}), concludeMap(base, model, {}));
          return [conclusionChanges(start, now), found, comparedWords(found).join(" "),
            comparedWords(plain).join(" ")];
        })()"""
    )
    assert parts[0] == []
    assert parts[1]["unsettled"] == 3
    assert parts[2] == (
        "Compared: how variables influence each other, and loops. Of 3 effects it is not settled "
        "here whether they changed. Of the loops, those of up to 7 links. The chosen scenario "
        "cannot be run, so its outcomes are not compared."
    )
    assert parts[3] == "Compared: how variables influence each other, and loops."


@pytest.mark.parametrize("seed", range(4))
def test_loops_are_found_by_length_all_of_them(seed: int):
    model = random_model(9, 24, seed, signs="+-?")
    found = Editor(model).ask(
        """(() => {
          const graph = makeGraph(model, null, "all");
          const names = model.variables.map((item) => item.id);
          return loopsAmong(names, [...graph.out.values()].flat(), { most: 1e6, budget: 1e6 });
        })()"""
    )
    loops = digisys.find_loops(model, certainty="all")
    expected = [[list(loop.variables), loop.kind] for loop in loops.unnamed]
    assert [[each["variables"], each["kind"]] for each in found["loops"]] == expected
    assert found["whole"] is None


def test_a_search_that_ends_early_says_up_to_which_length_it_is_whole():
    model = random_model(14, 60, 2, signs="+")
    found = Editor(model).ask(
        """(() => {
          const graph = makeGraph(model, null, "all");
          const names = model.variables.map((item) => item.id);
          return loopsAmong(names, [...graph.out.values()].flat(), { most: 1e6, budget: 3000 });
        })()"""
    )
    loops = digisys.find_loops(model, certainty="all", max_length=found["whole"])
    assert 2 < found["whole"] < 14
    assert [each["variables"] for each in found["loops"]] == [list(e.variables) for e in loops]
