"""Strengths, inertia, starting levels and desired directions that stand in the model file."""

from __future__ import annotations

import numpy as np
import pytest

from digisys import Settings, compare, press, robust, simulate, simulate_once
from digisys.analysis.facts import show
from digisys.analysis.sources import sources
from digisys.errors import ModelError
from digisys.io import parse_model
from digisys.io.format import format_model
from digisys.schema import Model, Scenario
from digisys.simulation.equations import equations
from tests.tiny import model_of

FILE = """
schema: 1
id: values
title: Values
languages: [en]
time: {start: 2020, end: 2040, step: 0.25}
variables:
  cause: {label: Cause, role: input}
  queue:
    {label: Queue, role: stock, inertia: 2, initial: 0.5, unit: persons, desired: down}
  trust: {label: Trust, role: stock, inertia: [1, 3], desired: up}
  mood: {label: Mood, role: stock}
links:
  - {from: cause, to: queue, polarity: negative, strength: 0.4}
  - {from: queue, to: trust, polarity: negative, strength: [0.2, 0.6]}
  - {from: trust, to: mood, polarity: positive, strength: dominant}
  - from: cause
    to: mood
    polarity: positive
    certainty: ambiguous
    chance: 0.2
    said_by: [Group A, Group B]
    note: Only one group was sure.
"""


def read() -> Model:
    return parse_model(FILE)


def scenario(**parts: object) -> Scenario:
    """Raise the cause, and whatever else is told."""
    raise_it = {"action": "level", "variable": "cause", "size": 0.5, "start": 2020}
    raw = {
        "schema": 1,
        "id": "raise",
        "model": "values",
        "title": "Raise",
        "languages": ["en"],
        "interventions": [raise_it],
        **parts,
    }
    return Scenario.model_validate(raw)


def test_it_is_written_as_it_was_read() -> None:
    model = read()
    assert model.links[0].strength == 0.4
    assert model.links[1].strength == (0.2, 0.6)
    assert model.variables["trust"].inertia == (1, 3)
    assert parse_model(format_model(model)) == model
    assert "strength: [0.2, 0.6]" in format_model(model)


def test_a_stock_alone_falls_from_where_it_starts_as_an_exponential() -> None:
    """With inertia 2 and nothing that acts, x(t) = 0.5 exp(-t / 2)."""
    model = read()
    run = simulate_once(model, settings=Settings(method="rk4"))
    years = run.times - run.times[0]
    assert run.level("queue") == pytest.approx(0.5 * np.exp(-years / 2), abs=2e-6)


def test_a_scenario_goes_before_the_model() -> None:
    run = simulate_once(read(), scenario(initial={"queue": -0.25}))
    assert run.level("queue")[0] == -0.25
    assert simulate_once(read(), scenario()).level("queue")[0] == 0.5


def test_a_number_is_no_unknown_and_a_range_is_drawn_from_within() -> None:
    ensemble = simulate(read(), scenario(), samples=256)
    at_rest = -np.tanh(0.4 * 0.5)
    queue = ensemble.final[:, ensemble.outcomes.position("queue")]
    assert np.ptp(queue) < 1e-12
    assert queue[0] == pytest.approx(at_rest, abs=1e-4)
    trust = ensemble.final[:, ensemble.outcomes.position("trust")]
    assert (
        np.tanh(0.2 * -at_rest) - 0.01 < trust.min() < trust.max() < np.tanh(0.6 * -at_rest) + 0.01
    )
    assert np.ptp(trust) > 0.05


def final_of_pair(strength: str) -> np.ndarray:
    """Two stocks that strengthen each other, started a little above rest; draws of one's end."""
    pair = model_of("a + b", "b + a", time={"start": 2020, "end": 2060, "step": 0.25})
    raw = pair.model_dump(by_alias=True)
    for link in raw["links"]:
        link["strength"] = strength
    for variable in raw["variables"].values():
        variable["initial"] = 0.05
    ensemble = simulate(Model.model_validate(raw), samples=256)
    return ensemble.final[:, ensemble.outcomes.position("a")]


def test_a_loop_of_dominant_links_grows_and_one_of_strong_links_fades() -> None:
    """Its gain passes 1 in one case and never in the other."""
    assert np.median(final_of_pair("dominant")) > 0.5
    assert (final_of_pair("dominant") > 0.05).mean() > 0.95
    assert final_of_pair("strong").max() < 0.05


def test_questions_at_rest_take_the_same_strengths() -> None:
    """The net effect of the cause on trust is 0.4 times 0.2 to 0.6, over damping 1."""
    told = press(read(), "cause", strengths=None)
    assert told.text("en")
    answer = robust(read(), "trust", samples=200)
    assert answer.text("en")


@pytest.mark.parametrize(("chance", "least", "most"), [(0.2, 0.15, 0.25), (0.9, 0.86, 0.94)])
def test_a_doubtful_link_is_there_in_its_share_of_draws(
    chance: float, least: float, most: float
) -> None:
    """Nothing else leads from a cause to its effect."""
    text = FILE.replace("chance: 0.2", f"chance: {chance}").replace(
        "  - {from: trust, to: mood, polarity: positive, strength: dominant}\n", ""
    )
    told = press(parse_model(text), "cause", certainty="all", samples=2000)
    (mood,) = (each for each in told.responses if each.variable == "mood")
    assert least < mood.rises < most


def test_rising_is_not_improving() -> None:
    ensemble = simulate(read(), scenario(), samples=64)
    assert ensemble.rise("queue") == 0
    assert ensemble.improvement("queue") == 1
    assert ensemble.rise("trust") == ensemble.improvement("trust") == 1
    assert ensemble.rise("mood") == 1
    assert ensemble.improvement("mood") is None
    table = ensemble.table("en")
    assert {"Rises", "Improves"} <= set(table.heads)
    data = ensemble.to_dict()["outcomes"]["variable:mood"]
    assert (data["rise"], data["improvement"]) == (1.0, None)


def test_only_rises_are_told_where_nobody_said_what_is_better() -> None:
    text = FILE.replace(", desired: down", "").replace(", desired: up", "")
    heads = simulate(parse_model(text), scenario(), samples=8).table("en").heads
    assert "Rises" in heads
    assert "Improves" not in heads


def test_the_best_scenario_is_the_lowest_where_down_is_better() -> None:
    told = compare(read(), [scenario(), None], outcome="queue", samples=32)
    assert told.table("en").rows[0][0] == "Raise"
    assert told.table("en").heads[4:7] == ("Improves", "Best", "Last")
    assert told.table("en").rows[0][5] == 1
    mood = compare(read(), [scenario(), None], outcome="mood", samples=32)
    assert mood.table("en").heads[4:7] == ("Rises", "Highest", "Lowest")


def test_what_the_file_says_is_shown() -> None:
    shown = show(read(), "queue").text("en")
    assert "persons" in shown
    assert "years: 2" in shown
    assert "down" in shown
    assert "0.5" in shown
    said = sources(read(), "mood").text("en")
    assert "Said by Group A, Group B" in said
    assert "Only one group was sure." in said
    assert "0.4·cause" in equations(read()).text("en").replace("−", "")


@pytest.mark.parametrize(
    ("before", "after", "field", "cure"),
    [
        ("[0.2, 0.6]", "[0.6, 0.2]", "links[1].strength", "[0.2, 0.6]"),
        ("[0.2, 0.6]", "[0.6]", "links[1].strength", "[0.2, 0.5]"),
        ("[0.2, 0.6]", "[0.2, 0.4, 0.6]", "links[1].strength", "[0.2, 0.5]"),
        ("strength: 0.4", "strength: 11", "links[0].strength", "10"),
        ("strength: 0.4", "strength: -0.4", "links[0].strength", "0"),
        ("strength: 0.4", "strength: '0,4'", "links[0].strength", "0.4"),
        ("strength: 0.4", "strength: huge", "links[0].strength", "number"),
        ("inertia: 2", "inertia: 0", "variables.queue.inertia", "0"),
        ("role: stock, inertia: 2", "inertia: 2", "variables.queue.initial", "stock"),
        ("desired: down", "desired: lower", "variables.queue.desired", "up, down, none"),
        ("certainty: ambiguous", "certainty: explicit", "links[3].chance", "ambiguous"),
        ("chance: 0.2", "chance: 1.2", "links[3].chance", "1"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_cure(
    before: str, after: str, field: str, cure: str
) -> None:
    with pytest.raises(ModelError) as told:
        parse_model(FILE.replace(before, after))
    (problem,) = told.value.problems
    assert problem.field == field
    assert cure in str(problem.cure)


@pytest.mark.parametrize(("other", "share"), [("down", None), ("up", 1.0)])
def test_a_group_improves_only_where_the_same_is_desired_of_all_its_variables(
    other: str, share: float | None
) -> None:
    """The level of an area is a mean, which says nothing where one should rise and one fall."""
    parts = {
        "c": {"label": "C", "role": "input"},
        "a": {"label": "A", "role": "stock", "area": "both", "desired": "up"},
        "b": {"label": "B", "role": "stock", "area": "both", "desired": other},
    }
    model = model_of("c + a", "c + b", variables=parts, areas={"both": {"label": "Both"}})
    lift = {"action": "level", "variable": "c", "size": 0.5, "start": 2024}
    ensemble = simulate(model, scenario(model="tiny", interventions=[lift]), samples=16)
    assert ensemble.rise("both") == 1
    assert ensemble.improvement("both") == share
