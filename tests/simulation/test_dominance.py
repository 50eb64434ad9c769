"""Loops That Matter: the published checks, invariants, and what the answer says."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.errors import QuestionError, UnknownNameError
from digisys.schema import AddLink, Scenario
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.dominance.loop_scores import flow_score, link_ids, link_scores
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from tests.simulation import tiny
from tests.simulation.test_ensemble import level_u


class TestPublishedChecks:
    def test_a_sum(self):
        scores = link_scores(lambda x, y: 2 * x + y, {"x": 5, "y": 4}, {"x": 7, "y": 5})
        assert scores == pytest.approx({"x": 4 / 5, "y": 1 / 5})

    def test_a_quotient(self):
        before, after = {"w": 7, "x": 2, "y": 3}, {"w": 10, "x": 4, "y": 5}
        scores = link_scores(lambda w, x, y: (w + x) / y, before, after)
        assert scores == pytest.approx({"w": 5, "x": 10 / 3, "y": -6})

    def test_flows_into_and_out_of_a_stock(self):
        inflow, outflow = np.array([10.0 - 5.0]), np.array([5.0 - 4.0])
        assert flow_score(inflow, inflow - outflow, 1) == pytest.approx([5 / 4])
        assert flow_score(outflow, inflow - outflow, -1) == pytest.approx([-1 / 4])

    def test_what_does_not_move_has_no_score(self):
        same = link_scores(lambda x, y: x + y, {"x": 1, "y": 2}, {"x": 2, "y": 1})
        assert same == {"x": 0, "y": 0}
        still = link_scores(lambda x, y: x + y, {"x": 1, "y": 2}, {"x": 1, "y": 3})
        assert still == {"x": 0, "y": 1}
        assert flow_score(np.array([1.0]), np.array([0.0]), 1) == [0.0]


@given(
    weights=st.lists(st.floats(0.1, 2), min_size=2, max_size=5),
    changes=st.lists(st.floats(0.1, 2), min_size=5, max_size=5),
)
def test_scores_of_links_that_pull_one_way_add_up_to_one(weights, changes):
    names = [f"x{at}" for at in range(len(weights))]
    before = dict.fromkeys(names, 0.0)
    after = dict(zip(names, changes, strict=False))

    def total(**values):
        return sum(weight * values[name] for weight, name in zip(weights, names, strict=True))

    assert sum(link_scores(total, before, after).values()) == pytest.approx(1)


def test_scores_of_a_run_are_those_of_its_equations():
    """Every link into a variable, against the general formula on its own equation."""
    model = tiny.rich()
    answer = dominance(model, level_u())
    run = simulate_once(model, level_u())
    at, place = 40, {name: row for row, name in enumerate(run.variables)}

    def drive_score(step, links):
        strengths = {link: 0.375 * sign for link, sign in links.items()}
        values = {
            link: (run.levels[step, place[link[0]]], run.levels[step + 1, place[link[0]]])
            for link in links
        }
        names = {link: f"x{number}" for number, link in enumerate(links)}
        return link_scores(
            lambda **x: sum(strengths[link] * x[name] for link, name in names.items()),
            {names[link]: values[link][0] for link in links},
            {names[link]: values[link][1] for link in links},
        )

    # p and q are auxiliaries with one cause each, b is a stock with one cause.
    ids = answer.links
    for link in ("a->p", "p->q"):
        assert answer.link_scores[at, ids.index(link)] == pytest.approx(1)
    assert drive_score(at, {("a", "p"): 1}) == {"x0": 1}
    b = run.stocks.index("b")
    gain, loss = np.diff(run.inflows[:, b])[at], np.diff(run.outflows[:, b])[at]
    assert answer.link_scores[at, ids.index("q->b")] == pytest.approx(abs(gain / (gain - loss)))
    assert link_ids(run.experiment.system) == ids


def test_a_lone_reinforcing_loop_without_erosion_has_score_one():
    chosen = Settings(dynamics="accumulating")
    answer = dominance(tiny.growth(), tiny.push(), settings=chosen)
    assert [loop.variables for loop in answer.loops] == [("a", "b")]
    moved = answer.loop_scores[2:, 0]
    assert moved == pytest.approx(np.ones_like(moved))
    assert answer.polarity()[-1, 0] == pytest.approx(1)


def test_a_balancing_loop_has_a_negative_score():
    answer = dominance(tiny.thermostat(), tiny.push())
    assert (answer.loop_scores[5:, 0] < 0).all()
    assert answer.polarity()[-1, 0] == pytest.approx(-1)
    assert [loop.kind for loop in answer.loops] == ["balancing", "erosion", "erosion"]


def test_relative_scores_add_up_to_one_within_a_group():
    answer = dominance(tiny.rich(), level_u())
    moved = np.abs(answer.relative).sum(axis=1)[20:]
    assert moved == pytest.approx(np.ones_like(moved))


def test_groups_that_do_not_feed_back_on_each_other_are_scored_apart():
    model = tiny.model(
        {"a": "stock", "b": "stock", "c": "stock", "d": "stock"},
        ["a->b", "b->a", "b->c", "c->d", "d->c"],
    )
    answer = dominance(model, tiny.push())
    assert {loop.group for loop in answer.loops} == {0, 1}
    for group in (0, 1):
        rows = [row for row, loop in enumerate(answer.loops) if loop.group == group]
        assert np.abs(answer.relative[-1, rows]).sum() == pytest.approx(1)
    assert len([period for period in answer.periods() if period.end == 2030.0]) == 2
    assert set(answer.entries) == {"a → b", "c → d", "erosion", "erosion:1"}
    assert answer.polarity().shape == (112, 2)


def test_rows_of_groups_are_told_apart_by_their_stocks():
    model = tiny.model(
        {"a": "stock", "b": "stock", "c": "stock", "d": "stock"},
        ["a->b", "b->a", "b->c", "c->d", "d->c"],
    )
    answer = dominance(model, tiny.push())
    labels = [answer.entry_label(entry, "en") for entry in answer.entries]
    assert len(set(labels)) == len(labels) == 4
    assert {label for label in labels if "Erosion" in label} == {
        f"Erosion of stocks: {', '.join(model.variables[name].label.text('en') for name in pair)}"
        for pair in ("ab", "cd")
    }
    first = [row[0] for row in answer.table("en").rows]
    assert len(set(first)) == len(first) == 4


def test_long_loops_that_differ_in_the_middle_only_are_spelt_out():
    """Their middle is left out elsewhere, and two rows would read the same."""
    names = "abcdefgh"
    model = tiny.model(
        dict.fromkeys(names, "stock"),
        ["a->b", "b->c", "c->d", "c->e", "d->f", "e->f", "f->g", "g->h", "h->a"],
    )
    answer = dominance(model, tiny.push())
    labels = [answer.entry_label(entry, "en") for entry in answer.entries]
    assert len(set(labels)) == len(labels) == 3
    assert not any("…" in label for label in labels)


def test_a_loop_may_be_called_erosion():
    loop = {"label": "Soil", "kind": "reinforcing", "cycles": {"E": ["a", "b"]}}
    model = tiny.model({"a": "stock", "b": "stock"}, ["a->b", "b->a"], loops={"erosion": loop})
    answer = dominance(model, tiny.push())
    assert answer.entries == ("loop:erosion", "erosion")
    assert answer.entry_label("loop:erosion", "en") == "erosion Soil"


def test_a_loop_tells_the_other_names_of_its_cycles():
    loop = {"kind": "reinforcing"}
    model = tiny.model(
        {"a": "stock", "b": "stock"},
        ["a->b", "b->a"],
        loops={
            "R1": {**loop, "label": "One", "cycles": {"R1": ["a", "b"]}},
            "R2": {**loop, "label": "Two", "cycles": {"R2": ["b", "a"]}},
        },
    )
    answer = dominance(model, tiny.push())
    assert answer.entry_label("R1", "en") == "R1 One (also R2)"
    assert answer.to_dict()["loops"][0]["instances"] == ["R1", "R2"]


def test_the_driving_loop_changes_hands():
    """A fast weak loop leads first; a slow strong one takes over."""
    model = tiny.model(
        {"a": "stock", "b": "stock", "c": "stock"},
        ["a->b", "b->a", "a->c", "c->a"],
        loops={
            "R1": {"label": "Fast", "kind": "reinforcing", "cycles": {"R1": ["a", "b"]}},
            "R2": {"label": "Slow", "kind": "reinforcing", "cycles": {"R2": ["a", "c"]}},
        },
    )
    chosen = Settings(
        strengths={"a->b": 0.4, "b->a": 0.4, "a->c": 0.9, "c->a": 0.9},
        inertias={"a": 1.0, "b": 0.3, "c": 6.0},
    )
    answer = dominance(model, tiny.push(), settings=chosen)
    first, second = answer.periods()[:2]
    assert (first.entry, second.entry) == ("R1", "R2")
    assert first.end == second.start
    assert answer.leaders(2023, first.end)[0] == "R1"
    assert answer.leaders(second.start + 0.1, second.end)[0] == "R2"


def test_a_loop_that_a_scenario_adds_is_scored():
    added = AddLink(source="c", target="u2", polarity="positive", start=2024)
    model = tiny.model(
        {"a": "stock", "b": "stock", "c": "stock", "u2": "stock"}, ["a->b", "b->a", "b->c", "u2->a"]
    )
    scenario = Scenario(id="add", title="Add", interventions=[*tiny.push().interventions, added])
    assert len(dominance(model, tiny.push()).leaders()) == 1
    assert dominance(model, scenario).leaders() == ("a → b → c → u2", "a → b")


def test_links_that_change_class_or_polarity_are_one_link():
    from digisys.schema import StrengthenLink

    change = StrengthenLink(source="a", target="b", start=2025, strength="strong")
    scenario = Scenario(id="change", title="C", interventions=[*tiny.push().interventions, change])
    answer = dominance(tiny.growth(), scenario)
    assert answer.links == ("b->a", "a->b")
    assert answer.relative[-1, 0] > dominance(tiny.growth(), tiny.push()).relative[-1, 0]


@pytest.mark.parametrize("order", [1, 3])
def test_a_smoothing_delay_scores_as_the_stocks_that_it_stands_for(order):
    """A delay of order n is n stocks in a row, each with an inertia of delay / n.

    Written out as stocks, every score is told link by link; the delayed link has the
    product of the links along the row, and the loop through it the same score.
    """
    roles, pace = {"a": "stock", "b": "stock"}, {"a": 2.0, "b": 2.0}
    late = {"from": "a", "to": "b", "polarity": "positive", "delay": 1.5, "delay_order": order}
    short = dominance(
        tiny.model(roles, [late, "b->a"]),
        tiny.push(),
        settings=Settings(response="linear", strengths={"a->b": 0.8, "b->a": 0.7}, inertias=pace),
    )
    stages = [f"s{number}" for number in range(order)]
    row = [f"{x}->{y}" for x, y in itertools.pairwise(["a", *stages, "b"])]
    long = dominance(
        tiny.model(roles | dict.fromkeys(stages, "stock"), [*row, "b->a"]),
        tiny.push(),
        settings=Settings(
            response="linear",
            strengths=dict.fromkeys(row, 1.0) | {row[-1]: 0.8, "b->a": 0.7},
            inertias=pace | dict.fromkeys(stages, 1.5 / order),
        ),
    )
    written_out = long.link_scores[:, [long.links.index(link) for link in row]].prod(axis=1)
    assert np.abs(written_out).max() > 1
    assert short.link_scores[:, short.links.index("a->b")] == pytest.approx(written_out)
    around = [loop.variables for loop in long.loops].index(("a", *stages, "b"))
    assert [loop.variables for loop in short.loops].index(("a", "b")) == 0
    assert short.loop_scores[:, 0] == pytest.approx(long.loop_scores[:, around])


def test_an_ensemble_of_scores():
    answer = dominance(tiny.rich(), level_u(), samples=Draws(40, sampler="latin"))
    assert answer.loop_scores is None
    assert (answer.bands[0] <= answer.bands[-1]).all()
    assert answer.leading[-1].sum() == pytest.approx(1)
    assert "40 draws" in answer.text("en")


def test_blocks_do_not_change_the_scores(monkeypatch):
    whole = dominance(tiny.rich(), level_u(), samples=50)
    monkeypatch.setattr("digisys.simulation.dominance.dominance._BLOCK_BYTES", 1)
    parts = dominance(tiny.rich(), level_u(), samples=50)
    assert np.abs(whole.bands - parts.bands).max() < 1e-9


def test_nothing_leads_where_nothing_moves():
    answer = dominance(tiny.growth())
    assert answer.periods() == ()
    assert answer.leaders() == ()
    assert answer.table("en").rows == ()
    assert not answer.polarity().any()


def test_questions_that_cannot_be_answered():
    with pytest.raises(QuestionError, match="no feedback loop"):
        dominance(tiny.lone_stock(), tiny.push())
    with pytest.raises(UnknownNameError):
        dominance(tiny.growth(), tiny.push()).course("R9")


def test_it_says_when_there_are_more_loops():
    answer = dominance(tiny.rich(), level_u(), max_loops=1)
    assert answer.truncated
    assert "more loops" in answer.text("en")


class TestDigikompassi:
    model = digisys.load("digikompassi")
    answer = dominance(model, "leadership-push")

    def test_every_declared_loop_is_told_by_name(self):
        assert {"R1", "R2", "R3", "R4", "R5", "erosion"} <= set(self.answer.entries)
        named = [loop.instance for loop in self.answer.loops if loop.instance]
        assert named == ["R1a", "R1b", "R2", "R3", "R4a", "R4b", "R5a", "R5b"]
        assert sum(loop.kind == "reinforcing" for loop in self.answer.loops) == 35

    def test_learning_from_experiments_leads_first(self):
        first = self.answer.periods()[0]
        assert (first.entry, first.start) == ("R4", 2024.125)
        assert self.answer.course("R4")[40] > self.answer.course("R5")[40]

    def test_it_shows_itself(self):
        text = " ".join(self.answer.text("en", width=160).split())
        assert "R4 Learning from experiments" in text
        assert "more unnamed loops" in text
        assert "table" in self.answer._repr_html_()
        assert self.answer.to_frame().shape == (112, len(self.answer.entries))
        data = self.answer.to_dict()
        assert data["periods"][0]["entry"] == "R4"
        assert len(data["loops"]) == 48
