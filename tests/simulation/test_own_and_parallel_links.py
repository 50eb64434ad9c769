"""Runs with links that damp, with several links between the same two, and unknown delays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digisys.errors import AlgebraicLoopError, ModelError, StepError
from digisys.io.format import format_model
from digisys.io.yaml.read import parse_model
from digisys.schema import Link, Model, Scenario
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.equations import equations
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from tests.tiny import model_of


def linked(model: Model, *links: dict[str, object]) -> Model:
    """Return a model with further links, over 4 years in steps of 1/16."""
    raw = model.model_dump(by_alias=True)
    raw["links"] = [*raw["links"], *links]
    raw["time"] = {"start": 0, "end": 4}
    return Model.model_validate(raw)


def damped(size: float, **more: object) -> dict[str, object]:
    return {"from": "a", "to": "a", "polarity": "negative", "strength": size, **more}


ALONE = model_of(roles={"a": "stock"})
START = {"a": 0.8}


@pytest.mark.parametrize("size", [0.3, 1.0, 2.5])
def test_an_accumulating_stock_decays_exponentially(size: float) -> None:
    model = linked(ALONE, damped(size))
    for method, factor in (
        ("euler", 1 - size / 16),
        ("rk4", sum((-size / 16) ** n / f for n, f in enumerate((1, 1, 2, 6, 24)))),
    ):
        run = simulate_once(
            model,
            settings=Settings(dynamics="accumulating", method=method, initial=START),
        )
        np.testing.assert_allclose(run.level("a"), 0.8 * factor ** np.arange(65), atol=1e-14)
    np.testing.assert_allclose(run.level("a"), 0.8 * np.exp(-size * run.times), atol=1e-4)


def test_an_adjusting_stock_comes_to_rest_where_press_says() -> None:
    """At rest x = effects - w x, so that a push of 0.4 holds it at 0.4 / (1 + w)."""
    model = linked(ALONE, damped(0.6), {"from": "a", "to": "a", "polarity": "negative",
                                        "strength": 0.4, "delay": 0.5, "id": "a->a#2"})  # fmt: skip
    push = Scenario.model_validate(
        {
            "id": "held-up",
            "title": "P",
            "interventions": [{"action": "push", "variable": "a", "size": 0.4, "start": 0}],
        }
    )
    run = simulate_once(model, push, settings=Settings(response="linear", end=60))
    assert run.level("a")[-1] == pytest.approx(0.2, abs=1e-6)
    bounded = simulate_once(model, push, settings=Settings(end=60)).level("a")[-1]
    assert bounded == pytest.approx(np.tanh(0.4 - bounded), abs=1e-6)


def test_a_step_longer_than_the_damping_takes_is_refused_with_one_that_works() -> None:
    model = linked(ALONE, damped(9.0, strength=[1, 9.0]))
    settings = Settings(step=0.5, initial=START)
    with pytest.raises(StepError, match=r"time in which a damps itself, which can be 0\.1") as told:
        simulate_once(model, settings=settings)
    assert "works" in str(told.value.cure)
    with pytest.raises(StepError, match=r"which can be 0\.111111"):
        simulate_once(model, settings=replace(settings, dynamics="accumulating"))
    course = simulate_once(model, settings=replace(settings, step=0.1)).level("a")
    assert (np.diff(course) <= 0).all()


def test_equations_tell_damping_and_what_is_assumed() -> None:
    model = linked(model_of("b + a"), damped(0.5))
    told = equations(model, "a").items[0]
    assert told.symbols == "a′ = (tanh([0.05–0.7]·b − 0.5·a) − a) / [1–3]"
    assert "damped by itself, strength 0.5" in equations(model, "a").words(told, "en")
    late = linked(
        model_of("b + c", roles={"a": "stock"}),
        {"from": "b", "to": "a", "polarity": "positive", "delay": True},
    )
    (told,) = equations(late, "a").items
    assert "smooth1(b, 1)" in told.symbols
    assert "the delay is not known" in equations(late, "a").words(told, "en")
    assert "one unit of time is taken" in dict(simulate_once(late).summary("en"))["Assumed"]
    assert "Assumed" not in dict(simulate_once(model).summary("en"))


def test_an_auxiliary_that_damps_itself_at_once_is_refused_with_cures_that_work() -> None:
    auxiliary = model_of(roles={"a": "auxiliary"})
    model = linked(auxiliary, damped(0.5))
    with pytest.raises(AlgebraicLoopError, match="damps itself and is no stock") as told:
        simulate_once(model)
    assert str(told.value.cure) == "Give it the role stock, or its link to itself a delay."
    simulate_once(linked(auxiliary, damped(0.5, delay=1)))
    simulate_once(linked(ALONE, damped(0.5)))


PAIR = model_of(roles={"a": "input", "b": "stock"})


def pair(*links: tuple[float, dict[str, object]]) -> Model:
    return linked(
        PAIR,
        *(
            {"from": "a", "to": "b", "polarity": "positive", "strength": size, **more}
            for size, more in links
        ),
    )


def raised(*changes: dict[str, object]) -> Scenario:
    level = {"action": "level", "variable": "a", "size": 0.5, "start": 0}
    return Scenario.model_validate(
        {"id": "risen-up", "title": "R", "interventions": [level, *changes]}
    )


def test_two_links_add_up() -> None:
    both = pair((0.8, {}), (0.3, {"polarity": "negative", "id": "a->b#2"}))
    one = pair((0.5, {}))
    np.testing.assert_allclose(
        simulate_once(both, raised()).levels, simulate_once(one, raised()).levels, atol=1e-15
    )


def test_worse_before_better_by_two_links_of_one_pair() -> None:
    model = pair((0.4, {"polarity": "negative"}), (0.9, {"delay": 2, "id": "a->b#2"}))
    course = simulate_once(model, raised(), settings=Settings(end=12)).level("b")
    assert course.min() < -0.02
    assert course[-1] > 0.1


def test_a_change_is_of_the_link_named_or_of_all_between_two() -> None:
    model = pair((0.3, {}), (0.5, {"delay": 0.5}))
    late, now = pair((0.5, {"delay": 0.5})), pair((0.3, {}))
    cut = {"action": "cut", "from": "a", "to": "b", "start": 0}
    for change, expected in (
        ({**cut, "id": "a->b"}, late),
        ({**cut, "id": "a->b#2"}, now),
        ({**cut, "id": "a->b", "action": "weaken", "factor": 0}, late),
    ):
        found = simulate_once(model, raised(change)).level("b")
        np.testing.assert_allclose(found, simulate_once(expected, raised()).level("b"), atol=1e-15)
    assert not simulate_once(model, raised(cut)).level("b").any()
    with pytest.raises(ModelError, match="no link a->b#3"):
        simulate_once(model, raised({**cut, "id": "a->b#3"}))
    damping = {"action": "cut", "from": "b", "to": "b", "start": 0}
    own = linked(now, {"from": "b", "to": "b", "polarity": "negative", "strength": 0.5})
    np.testing.assert_allclose(
        simulate_once(own, raised(damping)).level("b"),
        simulate_once(now, raised()).level("b"),
        atol=1e-15,
    )
    added = {**damping, "action": "add", "polarity": "negative", "strength": 0.5}
    np.testing.assert_allclose(
        simulate_once(now, raised(added)).level("b"),
        simulate_once(own, raised()).level("b"),
        atol=1e-15,
    )


def test_strengths_are_given_by_id() -> None:
    model = pair((0.3, {}), (0.5, {"delay": 0.5}))
    strong = simulate_once(model, raised(), strengths={"a->b#2": 0.0})
    np.testing.assert_allclose(
        strong.level("b"), simulate_once(pair((0.3, {})), raised()).level("b"), atol=1e-15
    )


def test_an_unknown_delay_is_one_unit_of_time() -> None:
    model = pair((0.5, {"delay": True}))
    np.testing.assert_array_equal(
        simulate_once(model, raised()).levels,
        simulate_once(pair((0.5, {"delay": 1})), raised()).levels,
    )
    assert parse_model(format_model(model)).links[0].delay is True


def test_draws_are_of_each_link() -> None:
    """Each draw of an ensemble is the run with the strengths and inertias that it drew."""
    links = [
        {"from": "a", "to": "b", "polarity": "positive"},
        {"from": "a", "to": "b", "polarity": "negative", "delay": 1, "id": "a->b#2"},
        {"from": "b", "to": "b", "polarity": "negative", "strength": [0.2, 0.6]},
        {"from": "b", "to": "a", "polarity": "positive", "delay": True},
    ]
    model = linked(model_of(roles={"a": "stock", "b": "stock"}), *links)
    settings = Settings(initial={"a": 0.5})
    answer = simulate(model, settings=settings, samples=32)
    unknowns = answer.experiment.system.unknowns
    assert [unknown.key for unknown in unknowns] == ["a->b", "a->b#2", "b->a", "b->b", "a", "b"]
    shares = answer.draws.block(0, 32)
    for draw in (0, 7, 31):
        drawn = {
            unknown.key: unknown.low + (unknown.high - unknown.low) * shares[row, draw]
            for row, unknown in zip(
                (answer.draws.keys.index(unknown.key) for unknown in unknowns),
                unknowns,
                strict=True,
            )
        }
        inertias = {name: drawn.pop(name) for name in ("a", "b")}
        known = Settings(initial={"a": 0.5}, strengths=drawn, inertias=inertias)
        np.testing.assert_allclose(
            answer.final[draw, : len(model.variables)],
            simulate_once(model, settings=known).levels[-1],
            atol=1e-12,
        )


def test_loops_that_drive_take_each_link_of_a_pair() -> None:
    """Two equal links make two loops of half the score of the one loop by one link."""
    loop = [
        {"from": "a", "to": "b", "polarity": "positive", "strength": 0.3},
        {"from": "b", "to": "a", "polarity": "positive", "strength": 0.6},
    ]
    base = model_of(roles={"a": "stock", "b": "stock"})
    settings = Settings(initial={"a": 0.5})
    plain = linked(base, *loop)
    second = plain.links[0].model_copy(update={"own_id": "a->b#2"})
    doubled = plain.model_copy(update={"links": (*plain.links, second)})
    double = dominance(doubled, settings=settings)
    single = dominance(linked(base, {**loop[0], "strength": 0.6}, loop[1]), settings=settings)
    assert [item.links for item in double.loops][:2] == [("a->b", "b->a"), ("a->b#2", "b->a")]
    assert double.entries[:2] == ("a → b", "a → b (a->b#2)")
    np.testing.assert_allclose(
        double.loop_scores[:, :2].sum(axis=1), single.loop_scores[:, 0], atol=1e-12
    )
    np.testing.assert_allclose(double.relative[:, 2:], single.relative[:, 1:], atol=1e-12)


def test_a_pair_of_both_signs_makes_a_loop_of_each_kind() -> None:
    links = [
        {"from": "a", "to": "b", "polarity": "positive", "strength": 0.6},
        {"from": "a", "to": "b", "polarity": "negative", "strength": 0.3, "id": "a->b#2"},
        {"from": "b", "to": "a", "polarity": "positive", "strength": 0.6},
    ]
    model = linked(model_of(roles={"a": "stock", "b": "stock"}), *links)
    answer = dominance(model, settings=Settings(initial={"a": 0.5}))
    assert [item.kind for item in answer.loops][:2] == ["reinforcing", "balancing"]
    moved = answer.loop_scores[:, 0] != 0
    np.testing.assert_allclose(
        answer.loop_scores[moved, 1] / answer.loop_scores[moved, 0], -0.5, atol=1e-12
    )


def test_damping_counts_to_erosion() -> None:
    links = [
        {"from": "a", "to": "b", "polarity": "positive", "strength": 0.6},
        {"from": "b", "to": "a", "polarity": "positive", "strength": 0.6},
        damped(0.5),
    ]
    model = linked(model_of(roles={"a": "stock", "b": "stock"}), *links)
    settings = Settings(initial={"a": 0.5}, dynamics="accumulating")
    answer = dominance(model, settings=settings)
    assert [item.kind for item in answer.loops] == ["reinforcing", "erosion"]
    # In a' = 0.6 b - 0.5 a, the damping accounts for -0.5 a' of a''.
    run = simulate_once(model, settings=settings)
    moved, turned = np.diff(run.level("a")), np.diff(run.inflows[:, 0])
    np.testing.assert_allclose(
        answer.loop_scores[1:, 1], -np.abs(0.5 * moved / turned)[1:], rtol=1e-9
    )


def test_a_model_keeps_its_links_in_a_stored_run() -> None:
    model = pair((0.3, {}), (0.5, {"delay": True}))
    again = type(simulate_once(model).experiment).from_dict(
        simulate_once(model).experiment.to_dict()
    )
    assert [link.id for link in again.model.links] == ["a->b", "a->b#2"]
    assert again.model.links[1].delay is True
    assert isinstance(again.model.links[1], Link)
