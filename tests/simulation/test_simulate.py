"""Single runs against closed solutions, and what makes a run impossible."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.errors import (
    AlgebraicLoopError,
    ModelError,
    NonFiniteError,
    QuestionError,
    StepError,
    UnknownNameError,
)
from digisys.schema import AddLink, CutLink, Push, Scenario, SetLevel, StrengthenLink, WeakenLink
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from digisys.uncertainty.unknowns import STRENGTH_RANGES
from tests.length import examples
from tests.simulation import tiny

LINEAR = {"response": "linear", "method": "rk4"}


def test_a_lone_stock_decays_exponentially():
    scenario = Scenario(id="start", title="Start", initial={"a": 1.0})
    run = simulate_once(
        tiny.lone_stock(), scenario, settings=Settings(inertias={"a": 2.0}, **LINEAR, step=1 / 64)
    )
    expected = np.exp(-(run.times - 2023) / 2.0)
    assert np.abs(run.levels[:, 0] - expected).max() < 1e-9


def test_a_pushed_stock_saturates_at_the_bounded_push():
    run = simulate_once(
        tiny.lone_stock(),
        tiny.push(size=0.8),
        settings=Settings(method="rk4", inertias={"a": 0.5}, step=1 / 64),
    )
    expected = math.tanh(0.8) * (1 - np.exp(-(run.times - 2023) / 0.5))
    assert np.abs(run.levels[:, 0] - expected).max() < 1e-7


def test_a_balancing_loop_is_a_damped_oscillator():
    """x'' for equal inertias T and gain g: eigenvalues (-1 +- i g) / T."""
    gain, inertia = 0.8, 1.5
    known = {"strengths": {"a->b": gain, "b->a": gain}, "inertias": {"a": inertia, "b": inertia}}
    scenario = Scenario(id="start", title="Start", initial={"a": 0.6})
    run = simulate_once(
        tiny.thermostat(), scenario, settings=Settings(**known, **LINEAR, step=1 / 64)
    )
    time = (run.times - 2023) / inertia
    assert np.abs(run.levels[:, 0] - 0.6 * np.exp(-time) * np.cos(gain * time)).max() < 1e-8
    assert np.abs(run.levels[:, 1] - 0.6 * np.exp(-time) * np.sin(gain * time)).max() < 1e-8


def test_accumulating_stocks_that_feed_each_other_grow_as_the_hyperbolic_sine():
    known = {"a->b": 0.5, "b->a": 0.5}
    scenario = Scenario(id="start", title="Start", initial={"a": 0.1})
    run = simulate_once(
        tiny.growth(),
        scenario,
        settings=Settings(dynamics="accumulating", strengths=known, method="rk4"),
    )
    time = run.times - 2023
    assert np.abs(run.levels[:, 1] - 0.1 * np.sinh(0.5 * time)).max() < 1e-7
    assert not run.outflows.any()


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("rk4", 4)])
@pytest.mark.parametrize("response", ["tanh", "linear"])
def test_errors_shrink_with_the_order_of_the_method(method, order, response):
    """Jumps fall on steps, delays of first and third order included."""
    model = tiny.model(
        {"u": "input", "a": "stock", "b": "stock", "p": "auxiliary"},
        [
            "u->a",
            "p-|a",
            {"from": "b", "to": "p", "polarity": "positive", "delay": 1.0, "delay_order": 3},
            {"from": "a", "to": "b", "polarity": "positive", "delay": 0.5},
        ],
    )
    scenario = Scenario(
        id="pulse",
        title="Pulse",
        interventions=[
            SetLevel(variable="u", shape="pulse", start=2024, end=2026, size=1.0),
            Push(variable="b", shape="ramp", start=2024, end=2025, size=-0.5),
            StrengthenLink(source="a", target="b", start=2025, factor=2.0),
        ],
    )

    def final(step):
        chosen = Settings(method=method, response=response, step=step)
        return simulate_once(model, scenario, settings=chosen).levels[-1]

    exact = simulate_once(
        model, scenario, settings=Settings(method="rk4", response=response, step=1 / 512)
    ).levels[-1]
    coarse, fine = np.abs(final(1 / 8) - exact).max(), np.abs(final(1 / 16) - exact).max()
    assert math.log2(coarse / fine) == pytest.approx(order, abs=0.35)


def test_flows_account_for_every_change_of_a_stock():
    run = simulate_once(tiny.rich(), _level_u())
    stocks = [run.variables.index(name) for name in run.stocks]
    step = run.experiment.clock.step
    net = (run.inflows - run.outflows)[:-1] * step
    assert np.abs(np.diff(run.levels[:, stocks], axis=0) - net).max() < 1e-15


def _level_u(size=0.7, **more):
    more = {"shape": "step", "start": 2024, **more}
    return Scenario(id="u", title="U", interventions=[SetLevel(variable="u", size=size, **more)])


@pytest.mark.parametrize("order", [1, 3, "pipeline"])
def test_what_enters_a_delay_comes_out_of_it(order):
    """A pulse through a delay into an accumulating stock arrives whole, on average in time."""
    link = {"from": "u", "to": "a", "polarity": "positive", "delay": 0.5, "delay_order": order}
    model = tiny.model({"u": "input", "a": "stock"}, [link])
    run = simulate_once(
        model,
        _level_u(1.0, shape="pulse", start=2023, end=2024),
        settings=Settings(dynamics="accumulating", strengths={"u->a": 0.4}, step=1 / 64, end=2043),
    )
    level = run.level("a")
    assert level[-1] == pytest.approx(0.4, abs=1e-12)
    arrival = ((run.times[1:] - 1 / 128) * np.diff(level)).sum() / level[-1]
    assert arrival == pytest.approx(2023.5 + 0.5, abs=1 / 32)


def test_a_fixed_delay_shifts_the_course_by_whole_and_broken_steps():
    for delay in (0.5, 0.53):
        link = {
            "from": "a",
            "to": "p",
            "polarity": "positive",
            "delay": delay,
            "delay_order": "pipeline",
        }
        model = tiny.model({"a": "stock", "p": "auxiliary"}, [link])
        run = simulate_once(
            model, tiny.push(), settings=Settings(response="linear", strengths={"a->p": 1.0})
        )
        expected = np.interp(run.times - delay, run.times, run.level("a"), left=0.0)
        assert np.abs(run.level("p") - expected).max() < 1e-12


def test_fixed_delays_under_rk4_agree_with_fine_euler():
    coarse = simulate_once(tiny.rich(), _level_u(), settings=Settings(method="rk4"))
    fine = simulate_once(tiny.rich(), _level_u(), settings=Settings(step=1 / 1024))
    assert np.abs(coarse.levels[-1] - fine.levels[-1]).max() < 2e-4


@settings(max_examples=examples(20))
@given(size=st.floats(0.05, 1.0), method=st.sampled_from(["euler", "rk4"]))
def test_the_opposite_push_gives_the_mirror_image(size, method):
    chosen = Settings(method=method)
    up = simulate_once(tiny.rich(), _level_u(size), settings=chosen)
    down = simulate_once(tiny.rich(), _level_u(-size), settings=chosen)
    assert np.array_equal(up.levels, -down.levels)
    assert np.abs(up.levels).max() <= 1.0


def test_nothing_moves_without_an_intervention():
    assert not simulate_once(tiny.rich()).levels.any()


def test_interventions_on_one_variable_add_up():
    twice = Scenario(
        id="twice",
        title="Twice",
        interventions=[
            Push(variable="a", size=0.2, start=2023),
            Push(variable="a", size=0.3, start=2023),
        ],
    )
    both = simulate_once(tiny.lone_stock(), twice)
    assert np.allclose(
        both.levels, simulate_once(tiny.lone_stock(), tiny.push(size=0.5)).levels, 0, 1e-15
    )


class TestLinkChanges:
    """In a -> p with p an auxiliary, p is strength times a; a is held at a known level."""

    model = tiny.model({"u": "input", "p": "auxiliary"}, ["u->p"])

    def course(self, *changes, model=None):
        scenario = Scenario(
            id="change",
            title="Change",
            interventions=[SetLevel(variable="u", size=1.0, start=2023), *changes],
        )
        chosen = Settings(response="linear")
        run = simulate_once(model or self.model, scenario, settings=chosen)
        return dict(zip(run.times.tolist(), run.level("p").tolist(), strict=True))

    def test_unchanged_links_have_the_midpoint_of_their_class(self):
        assert self.course()[2024.0] == pytest.approx(0.375)

    def test_strengthened_by_a_factor(self):
        course = self.course(StrengthenLink(source="u", target="p", start=2025, factor=2))
        assert course[2024.9375] == pytest.approx(0.375)
        assert course[2025.0] == pytest.approx(0.75)

    def test_strengthened_to_a_class_over_years(self):
        change = StrengthenLink(
            source="u", target="p", shape="ramp", start=2024, end=2026, strength="strong"
        )
        course = self.course(change)
        assert course[2025.0] == pytest.approx((0.375 + 0.6) / 2)
        assert course[2030.0] == pytest.approx(0.6)

    def test_weakened_and_weakened_again(self):
        course = self.course(
            WeakenLink(source="u", target="p", start=2024, factor=0.5),
            WeakenLink(source="u", target="p", start=2026, factor=0.5),
        )
        assert (course[2025.0], course[2027.0]) == (pytest.approx(0.1875), pytest.approx(0.09375))

    def test_cut_for_a_while(self):
        course = self.course(CutLink(source="u", target="p", shape="pulse", start=2024, end=2025))
        assert (course[2024.5], course[2025.0]) == (0.0, pytest.approx(0.375))

    def test_added(self):
        bare = tiny.model({"u": "input", "p": "auxiliary"}, [])
        link = AddLink(source="u", target="p", start=2025, polarity="negative", strength="weak")
        course = self.course(link, model=bare)
        assert (course[2024.0], course[2026.0]) == (0.0, pytest.approx(-0.175))


def test_targets_and_areas_are_means_of_their_variables():
    model = tiny.model(
        {"a": "stock", "b": "stock"},
        [],
        areas={"x": {"label": "X"}},
        targets={3: {"title": "Three"}},
        variables={
            "a": {"area": "x", "targets": [{"target": 3}]},
            "b": {"targets": [{"target": 3}]},
        },
    )
    run = simulate_once(model, tiny.push(size=0.5))
    assert np.array_equal(run.level("target 3"), run.level("a") / 2)
    assert np.array_equal(run.level("x"), run.level("a"))
    with pytest.raises(UnknownNameError):
        run.level("nothing")


class TestRefusals:
    def test_a_loop_without_a_stock_is_named(self):
        model = tiny.model(
            {"p": "auxiliary", "q": "auxiliary", "r": "auxiliary"}, ["p->q", "q->r", "r->p"]
        )
        with pytest.raises(AlgebraicLoopError, match="p → q → r → p"):
            simulate_once(model)

    def test_a_delay_is_enough_to_close_a_loop(self):
        late = {"from": "q", "to": "p", "polarity": "positive", "delay": 0.25}
        model = tiny.model({"p": "auxiliary", "q": "auxiliary"}, ["p->q", late])
        assert simulate_once(model, tiny.push("p")).level("q")[-1] > 0

    def test_the_step_that_works_is_told(self):
        with pytest.raises(StepError, match=r"A step of 0\.5 works"):
            simulate_once(tiny.lone_stock(), settings=Settings(step=1.0, inertias={"a": 0.6}))
        assert simulate_once(tiny.lone_stock(), settings=Settings(step=0.5, inertias={"a": 0.6}))
        # As long as the shortest time is still short enough.
        assert simulate_once(tiny.lone_stock(), settings=Settings(step=0.5, inertias={"a": 0.5}))

    def test_a_step_must_divide_the_years(self):
        with pytest.raises(StepError, match="does not divide"):
            simulate_once(tiny.lone_stock(), settings=Settings(step=0.3))

    @pytest.mark.parametrize("step", [0.0, -1.0, math.nan, 1e-9])
    def test_a_step_must_be_a_length_of_time(self, step):
        with pytest.raises(StepError):
            simulate_once(tiny.lone_stock(), settings=Settings(step=step))

    def test_a_third_order_delay_needs_a_shorter_step(self):
        link = {"from": "a", "to": "b", "polarity": "positive", "delay": 0.15, "delay_order": 3}
        model = tiny.model({"a": "stock", "b": "stock"}, [link])
        with pytest.raises(StepError, match="the delay of a->b"):
            simulate_once(model)

    def test_runaway_growth_names_variable_and_year(self):
        known = Settings(
            dynamics="accumulating", strengths={"a->b": 9e9, "b->a": 9e9}, end=2100, method="rk4"
        )
        with pytest.raises(NonFiniteError, match=r"“[ab]” .* by the year 20\d\d"):
            simulate_once(tiny.growth(), tiny.push(), settings=known)

    @pytest.mark.parametrize(
        ("chosen", "message"),
        [
            (Settings(end=2020), "not after the start"),
            (Settings(end=1e308), "more than 10000000 steps"),
            (Settings(start=-1e308, end=1e308), "more than 10000000 steps"),
            (Settings(step=1e-320), "more than 10000000 steps"),
            (Settings(dynamics="accumulating", response="tanh"), "without a bound"),
            (Settings(method="magic"), "magic"),
            (Settings(dynamics="magic"), "magic"),
            (Settings(response="magic"), "magic"),
            (Settings(strengths={"a->z": 1.0}), "no link a->z"),
            (Settings(inertias={"z": 1.0}), "not a stock"),
            (Settings(inertias={"a": 0.0}), "not above zero"),
        ],
    )
    def test_impossible_settings(self, chosen, message):
        with pytest.raises((QuestionError, StepError), match=message):
            simulate_once(tiny.growth(), settings=chosen)

    def test_a_scenario_that_begins_after_the_end_is_a_mistake(self):
        with pytest.raises(QuestionError, match="begins in 2204, after the end of the run"):
            simulate_once(tiny.lone_stock(), tiny.push(start=2204))

    def test_only_stocks_have_a_level_to_start_from(self):
        scenario = Scenario(id="start", title="Start", initial={"u": 0.5})
        with pytest.raises(QuestionError, match="no level to start from"):
            simulate_once(tiny.rich(), scenario)

    def test_every_misfit_of_a_scenario_is_listed(self):
        scenario = Scenario(
            id="bad",
            title="Bad",
            initial={"nobody": 0.1},
            interventions=[
                Push(variable="u", size=0.5, start=2024),
                SetLevel(variable="a", size=0.5, start=2024),
                Push(variable="nothing", size=0.5, start=2024),
                CutLink(source="u", target="c", start=2024),
                AddLink(source="u", target="a", start=2024, polarity="positive"),
                AddLink(source="a", target="u", start=2024, polarity="positive"),
                AddLink(source="a", target="A", start=2024, polarity="positive"),
                StrengthenLink(source="u", target="a", start=2024, strength="strong"),
                StrengthenLink(source="u", target="a", start=2025, strength="strong"),
                CutLink(source="u", target="nothing", start=2025),
            ],
        )
        with pytest.raises(ModelError) as caught:
            simulate_once(tiny.rich(), scenario)
        fields = [problem.field for problem in caught.value.problems]
        assert fields == [
            "interventions[0].action",
            "interventions[1].action",
            "interventions[2].variable",
            "interventions[3]",
            "interventions[4]",
            "interventions[5]",
            "interventions[6]",
            "interventions[8]",
            "interventions[9].to",
            "initial.nobody",
        ]
        assert all(problem.cure for problem in caught.value.problems[3:8])

    def test_an_area_is_not_the_end_of_a_link(self):
        model = tiny.model(
            {"a": "stock", "b": "stock"},
            ["a->b"],
            areas={"x": {"label": "X"}},
            variables={"a": {"area": "x"}, "b": {"area": "x"}},
        )
        scenario = Scenario(
            id="cut", title="Cut", interventions=[CutLink(source="x", target="b", start=2024)]
        )
        with pytest.raises(ModelError, match="one variable each"):
            simulate_once(model, scenario)


def test_links_of_unknown_polarity_have_no_effect_in_a_single_run_and_it_is_said():
    link = {"from": "u", "to": "a", "polarity": "unknown"}
    run = simulate_once(tiny.model({"u": "input", "a": "stock"}, [link]), _level_u())
    assert not run.level("a").any()
    assert "1 link of unknown polarity has no effect" in run.text("en")


def test_the_result_shows_itself():
    run = simulate_once(tiny.rich(), _level_u())
    assert "reference path" in str(run)
    assert "<table>" in run._repr_html_()
    frame = run.to_frame()
    assert frame.shape == (113, 6)
    assert frame.index.name == "year"
    data = run.to_dict()
    assert data["scenario"] == "u"
    assert data["final"]["variable:u"] == 0.7
    assert len(data["levels"]["variable:a"]) == 113
    assert simulate_once(tiny.rich()).to_dict()["scenario"] is None
    assert "No intervention" in simulate_once(tiny.rich()).table("en").caption
    assert "adjusting, linear" in str(
        simulate_once(tiny.rich(), settings=Settings(response="linear"))
    )
    assert "accumulating" in str(
        simulate_once(tiny.rich(), settings=Settings(dynamics="accumulating"))
    )


def test_the_half_time_of_a_first_order_lag_is_its_inertia_times_ln_2():
    run = simulate_once(
        tiny.lone_stock(), tiny.push(), settings=Settings(inertias={"a": 1.0}, step=1 / 64)
    )
    half = run.table("en").frame().iloc[0, 3]
    assert half == pytest.approx(2023 + math.log(2), abs=0.06)


class TestNamesThatMoved:
    """``simulate`` made one run before it made many: no old call means something else now."""

    def test_the_strengths_that_one_run_took_are_told(self):
        model = tiny.model({"u": "input", "a": "stock", "b": "stock"}, ["u->a", "a-|b"])
        run = simulate_once(model, _level_u())
        middle = sum(STRENGTH_RANGES["unknown"]) / 2
        assert run.strengths == pytest.approx({"u->a": middle, "a->b": -middle})
        assert run.to_dict()["strengths"] == run.strengths
        assert dict(run.summary("en"))["Strengths taken"] == f"{middle:g} on 2 links"
        told = simulate_once(model, _level_u(), strengths={"u->a": 0.9})
        assert told.strengths["u->a"] == 0.9
        assert "0.9 on 1 link" in dict(told.summary("en"))["Strengths taken"]
        assert "one run" in run.table("en").caption

    def test_what_only_one_run_takes_is_refused(self):
        with pytest.raises(TypeError, match=r"simulate_once\(\.\.\., strengths="):
            digisys.simulate(tiny.rich(), _level_u(), strengths="uniform")

    @pytest.mark.parametrize("name", ["levels", "level", "behaviour", "paths", "stocks"])
    def test_what_only_one_run_has_is_refused(self, name):
        many = digisys.simulate(tiny.rich(), _level_u(), samples=4)
        with pytest.raises(AttributeError, match="simulate_once"):
            getattr(many, name)
        assert not hasattr(many, "anything_else")

    def test_the_older_name_of_many_runs_means_the_same(self):
        assert digisys.simulate_ensemble is digisys.simulate
        assert "simulate_ensemble" not in digisys.__all__
