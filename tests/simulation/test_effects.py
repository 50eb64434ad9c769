"""Effects that are not straight lines, and products of two causes, against what is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.effects import effect_words
from digisys.analysis.facts import show
from digisys.analysis.loops.gain import loop_gains
from digisys.analysis.sources import sources
from digisys.answers.wording import view_text
from digisys.graph.view import select_view
from digisys.schema import Model, Push, Scenario, SetLevel, StrengthenLink
from digisys.schema.effect import EffectShape
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.dominance.gains import gains_of_run
from digisys.simulation.dominance.loop_scores import link_scores
from digisys.simulation.equations import equations
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.integrate.stability import unstable_draws
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from digisys.uncertainty.effects import curve_of
from digisys.uncertainty.options import Draws
from tests.explorer.javascript import Page, pure_script
from tests.length import examples
from tests.simulation import tiny
from tests.simulation.plain import run_plainly

STEPPED = EffectShape(table=((-1, -0.5), (0, 0), (0.5, 0.1), (1, 0.9)))
EVERY_EFFECT = (
    "linear",
    "saturating",
    EffectShape(saturating=2.0),
    EffectShape(threshold=0.3),
    EffectShape(threshold=-0.2),
    EffectShape(threshold=0),
    STEPPED,
    EffectShape(table=((0, 0.2), (1, 0.2))),
)


def link(ends: str, strength: float = 1.0, **more) -> dict:
    source, target = ends.replace("-|", "->").split("->")
    sign = "negative" if "-|" in ends else "positive"
    return {"from": source, "to": target, "polarity": sign, "strength": strength, **more}


@pytest.mark.parametrize("effect", EVERY_EFFECT)
def test_no_effect_ever_falls_so_that_the_polarity_holds(effect):
    levels = np.linspace(-3, 3, 601)
    assert (np.diff(curve_of(effect).values(levels)) >= 0).all()


@pytest.mark.parametrize("effect", EVERY_EFFECT[:-1])
def test_at_rest_nothing_acts(effect):
    assert curve_of(effect).at_rest == 0


@pytest.mark.parametrize("effect", EVERY_EFFECT)
def test_the_slope_at_rest_is_that_of_its_steeper_side(effect):
    curve, small = curve_of(effect), 1e-7
    below, rest, above = curve.values(np.array([-small, 0, small]))
    assert curve.slope_at_rest == pytest.approx(max(rest - below, above - rest) / small, abs=1e-5)


@pytest.mark.parametrize("half", [0.1, 0.5, 3.0])
def test_half_of_the_largest_saturating_effect_comes_where_it_is_said(half):
    curve = curve_of(EffectShape(saturating=half))
    largest = curve.values(np.array([1e12]))[0]
    at_half, full, mirrored = curve.values(np.array([half, 1.0, -half]))
    assert at_half == pytest.approx(largest / 2)
    assert full == pytest.approx(1)
    assert mirrored == -at_half


def test_beyond_the_ends_of_a_table_nothing_changes():
    assert curve_of(STEPPED).values(np.array([-9.0, 0.75, 9.0])) == pytest.approx([-0.5, 0.5, 0.9])


# -- textbook growth ------------------------------------------------------------------------


def growing(links: list, stocks: dict[str, float], *auxiliaries: str, end: float, step: float):
    roles = dict.fromkeys(stocks, "stock") | dict.fromkeys(auxiliaries, "auxiliary")
    return tiny.model(
        roles,
        links,
        variables={name: {"initial": level} for name, level in stocks.items()},
        dynamics="accumulating",
        time={"start": 0, "end": end, "step": step},
    )


def logistic(rate: float = 1.2, step: float = 1 / 32) -> Model:
    """Growth times room, which is what x leaves of the whole."""
    return growing(
        [
            link("whole->room"),
            link("x-|room"),
            link("x->growth", rate),
            link("room->growth", modulates="x->growth"),
            link("growth->x"),
        ],
        {"x": 0.05, "whole": 1.0},
        "room",
        "growth",
        end=8,
        step=step,
    )


def test_growth_times_room_is_the_logistic_curve():
    run = simulate_once(logistic(), settings=Settings(method="rk4"))
    solution = 1 / (1 + 19 * np.exp(-1.2 * run.times))
    assert np.abs(run.level("x") - solution).max() < 1e-7
    with np.errstate(all="raise"):
        half = simulate_once(logistic(step=1 / 64), settings=Settings(method="rk4"))
    finer = np.abs(half.level("x")[::2] - solution).max()
    assert finer < np.abs(run.level("x") - solution).max() / 12  # an order of four


def test_without_the_link_from_room_growth_has_no_limit():
    model = logistic()
    free = model.model_copy(
        update={"links": tuple(item for item in model.links if item.id != "room->growth")}
    )
    run = simulate_once(free, settings=Settings(method="rk4"))
    assert run.level("x") == pytest.approx(0.05 * np.exp(1.2 * run.times), rel=1e-6)


def test_innovation_and_imitation_are_the_bass_curve():
    p, q = 0.03, 0.38
    model = growing(
        [
            link("whole->rest"),
            link("adopters-|rest"),
            link("rest->new", p),
            link("adopters->by_word", q),
            link("rest->by_word", modulates="adopters->by_word"),
            link("new->adopters"),
            link("by_word->adopters"),
        ],
        {"adopters": 0.0, "whole": 1.0},
        "rest",
        "new",
        "by_word",
        end=20,
        step=1 / 16,
    )
    run = simulate_once(model, settings=Settings(method="rk4"))
    fading = np.exp(-(p + q) * run.times)
    assert run.level("adopters") == pytest.approx((1 - fading) / (1 + q / p * fading), abs=1e-6)


def test_predator_and_prey_keep_what_lotka_and_volterra_conserve():
    """dx/dt = x - x y, dy/dt = x y - y, the outflows through auxiliaries of one cause."""
    model = growing(
        [
            link("prey->births"),
            link("prey->eaten"),
            link("predators->eaten", modulates="prey->eaten"),
            link("predators->deaths"),
            link("births->prey"),
            link("eaten-|prey"),
            link("eaten->predators"),
            link("deaths-|predators"),
        ],
        {"prey": 0.6, "predators": 0.9},
        "births",
        "eaten",
        "deaths",
        end=20,
        step=1 / 128,
    )
    run = simulate_once(model, settings=Settings(method="rk4"))
    x, y = run.level("prey"), run.level("predators")
    conserved = x - np.log(x) + y - np.log(y)
    assert np.ptp(conserved) < 1e-7
    rises = np.flatnonzero((x[:-2] < x[1:-1]) & (x[1:-1] > x[2:]))
    assert len(rises) == 3  # it oscillates with a period near 2 pi
    assert np.diff(run.times[rises + 1]) == pytest.approx(2 * math.pi, rel=0.03)


# -- engines ----------------------------------------------------------------------------------

SHAPES = st.sampled_from(EVERY_EFFECT)


@st.composite
def shaped_models(draw) -> tuple[Model, Settings]:
    """Small models with bent effects, products, delays and numbers for all that is unknown."""
    names = [f"v{number}" for number in range(draw(st.integers(2, 5)))]
    roles = {name: draw(st.sampled_from(["stock", "stock", "auxiliary"])) for name in names}
    pairs = [
        (a, b)
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if a != b and (roles[a] != "auxiliary" or roles[b] != "auxiliary" or i < j)
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1, max_size=8))
    links = []
    for a, b in chosen:
        sign = draw(st.sampled_from(["positive", "negative"]))
        item = {"from": a, "to": b, "polarity": sign, "effect": draw(SHAPES)}
        item["strength"] = draw(st.sampled_from([0.3, 0.8, 1.5]))
        item["delay"], item["delay_order"] = draw(st.sampled_from([(0, 1), (0.5, 1), (0.6, 3)]))
        plain = [f"{c}->{d}" for c, d in chosen if d == b and c != a]
        taken = {other.get("modulates") for other in links}
        product = {other["from"] + "->" + other["to"] for other in links if "modulates" in other}
        free = [name for name in plain if name not in product]
        if free and f"{a}->{b}" not in taken and draw(st.booleans()):
            item["modulates"] = draw(st.sampled_from(free))
        links.append(item)
    # A link that is modulated may itself have become modulating later on.
    modulating = {f"{item['from']}->{item['to']}" for item in links if "modulates" in item}
    for item in links:
        if item.get("modulates") in modulating:
            del item["modulates"]
    model = tiny.model(
        roles,
        links,
        variables={
            name: {
                "inertia": draw(st.sampled_from([0.5, 2.0])),
                "initial": draw(st.sampled_from([0.0, -0.4, 0.7])) if role == "stock" else None,
            }
            for name, role in roles.items()
        },
        time={"start": 0, "end": 2, "step": 0.0625},
    )
    dynamics, response = draw(
        st.sampled_from([("adjusting", None), ("adjusting", "linear"), ("accumulating", None)])
    )
    method = draw(st.sampled_from(["euler", "rk4"]))
    return model, Settings(dynamics=dynamics, response=response, method=method)


@settings(max_examples=examples(150))
@given(shaped_models())
def test_runs_agree_with_the_equations_in_plain_python(case):
    model, options = case
    expected = [[row[name] for name in model.variables] for row in run_plainly(model, options)]
    run = simulate_once(model, settings=options)
    size = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(run.levels, expected, rtol=0, atol=1e-12 * size)


@settings(max_examples=examples(40))
@given(shaped_models())
def test_many_samples_run_as_they_do_alone(case):
    model, options = case
    program = Experiment.of(model, settings=options).program
    shares = np.full((program.ranges.shape[1], 40), 0.5)
    many = integrate(program, *program.parameters(shares)).levels
    few = integrate(program, *program.parameters(shares[:, :3])).levels
    assert np.array_equal(many[:, :, :3], few)
    assert np.array_equal(many[:, :, 37:], few)


def test_a_link_that_changes_class_multiplies_by_both_parts_of_itself():
    """Half way through a ramp from 0.2 to 0.6 the factor is 0.4."""
    model = tiny.model(
        {"a": "input", "c": "input", "b": "auxiliary"},
        [link("a->b", 0.5), link("c->b", 0.2, modulates="a->b")],
    )
    change = {"strength": 0.6, "shape": "ramp", "start": 2024, "end": 2026}
    scenario = Scenario(
        id="s",
        title="S",
        interventions=[
            SetLevel(variable="a", start=2023, size=1),
            SetLevel(variable="c", start=2023, size=1),
            StrengthenLink(source="c", target="b", **change),
        ],
    )
    run = simulate_once(model, scenario, settings=Settings(response="linear"))
    at = [int(np.argmin(abs(run.times - year))) for year in (2023, 2025, 2027)]
    assert run.level("b")[at] == pytest.approx([0.1, 0.2, 0.3])


def test_a_modulating_link_that_is_absent_in_a_draw_multiplies_by_one():
    """Half of the draws have the plain effect of a on b, the others its product with c."""
    model = tiny.model(
        {"a": "input", "c": "input", "b": "stock"},
        [
            link("a->b", 0.5),
            link("c->b", 0.2, modulates="a->b", certainty="ambiguous", chance=0.5),
        ],
        dynamics="accumulating",
        time={"start": 0, "end": 1, "step": 0.5},
    )
    levels = [SetLevel(variable=name, start=0, size=1) for name in "ac"]
    scenario = Scenario(id="s", title="S", interventions=levels)
    answer = digisys.simulate(model, scenario, samples=64, certainty="all")
    final = answer.final[:, answer.outcomes.position("b")]
    assert sorted(set(np.round(final, 12))) == [0.1, 0.5]
    assert (final == 0.5).mean() == pytest.approx(0.5, abs=0.1)


def test_a_loop_through_a_product_is_scored_where_its_other_factor_is_absent():
    model = tiny.model(
        {"x": "stock", "c": "stock", "b": "auxiliary"},
        [
            link("x->b", 0.5),
            link("c->b", 0.2, modulates="x->b", certainty="ambiguous", chance=0.0),
            link("b->x", 0.5),
        ],
        variables={"x": {"initial": 0.4, "inertia": 2}, "c": {"inertia": 1}},
    )
    answer = dominance(model, certainty="all", samples=16)
    alone = dominance(model, samples=16)
    assert answer.relative[-1].all()
    assert np.array_equal(answer.relative, alone.relative)


def test_a_view_without_the_modulated_link_has_no_product():
    evidence = {"source": "s", "part": "p"}
    model = tiny.model(
        {"a": "stock", "c": "stock", "b": "stock"},
        [
            {**link("a->b"), "certainty": "ambiguous"},
            link("c->b", modulates="a->b"),
            {**link("c->a"), "evidence": [evidence]},
        ],
        sources={"s": {"title": "S", "parts": {"p": {"label": "P"}}}},
    )
    push = tiny.push("c")
    assert not simulate_once(model, push).level("b").any()
    assert simulate_once(model, push, certainty="all").level("b").any()
    assert not simulate_once(model, push, evidence="p").level("b").any()


# -- what is said of the whole -------------------------------------------------------------------


def test_scores_of_links_are_those_of_the_equations_of_2020():
    """A product, a bent effect and a plain one into one variable, against the general formula."""
    model = tiny.model(
        {"u": "input", "a": "stock", "c": "stock", "b": "auxiliary", "d": "stock"},
        [
            link("u->a", 0.9),
            link("u->c", 0.4),
            link("a->b", 0.7),
            link("c-|b", 0.8, modulates="a->b"),
            link("d->b", 0.5, effect={"saturating": 0.2}),
            link("b->d", 0.9),
            link("b->a", 0.3),
        ],
        variables={"a": {"inertia": 1}, "c": {"inertia": 2}, "d": {"inertia": 3}},
    )
    level = SetLevel(variable="u", start=2023, size=1)
    scenario = Scenario(id="s", title="S", interventions=[level], initial={"d": 0.3, "c": 0.2})
    answer, run = dominance(model, scenario), simulate_once(model, scenario)
    at = 30
    values = [
        {name: float(run.level(name)[step]) for name in ("a", "c", "d")} for step in (at, at + 1)
    ]
    expected = link_scores(
        lambda a, c, d: 0.7 * a * (-0.8 * c) + 0.5 * 1.2 * d / (0.2 + abs(d)), *values
    )
    found = {name: answer.link_scores[at, answer.links.index(f"{name}->b")] for name in "acd"}
    assert found == pytest.approx(expected)
    assert all(found.values())


@pytest.mark.parametrize(
    ("effect", "unstable"),
    [("linear", False), ("saturating", True), (EffectShape(threshold=0.2), False)],
)
def test_what_leaves_rest_by_itself_is_told_by_the_slope_there(effect, unstable):
    """A loop of gain 0.64 grows when its effects are three times as steep at rest."""
    model = tiny.model(
        {"a": "stock", "b": "stock"}, [link(ends, 0.8, effect=effect) for ends in ("a->b", "b->a")]
    )
    experiment = Experiment.of(model)
    found = unstable_draws(experiment.system, experiment.program, *experiment.midpoint())
    assert found.tolist() == [unstable]
    nudged = Settings(initial={"a": 1e-6}, end=2050)
    assert (simulate_once(model, settings=nudged).level("b")[-1] > 1e-3) == unstable


def test_a_product_with_a_factor_that_is_not_0_at_rest_counts_there():
    """Growth x * (1 + c) near rest: the factor is 1 there, and the loop grows."""
    model = growing(
        [
            link("x->growth", 0.5),
            link("c->growth", modulates="x->growth", effect={"table": [[-1, 0], [1, 2]]}),
            link("growth->x"),
        ],
        {"x": 0.0, "c": 0.0},
        "growth",
        end=4,
        step=1 / 16,
    )
    experiment = Experiment.of(model)
    found = unstable_draws(experiment.system, experiment.program, *experiment.midpoint())
    assert found.tolist() == [True]


def test_a_loop_grows_by_itself_by_its_slope_at_rest():
    """A gain of 0.64 is 0.64 * 9 where both effects are three times as steep.

    Beyond a threshold it hangs on levels, so that none is told.
    """
    for effect, gain in (
        ("linear", 0.64),
        ("saturating", 5.76),
        (EffectShape(threshold=0.2), None),
    ):
        links = [link(ends, 0.8, effect=effect) for ends in ("a->b", "b->a")]
        model = tiny.model({"a": "stock", "b": "stock"}, links)
        (found,) = loop_gains(model, [("a->b", "b->a")])
        (of_run,) = gains_of_run(Experiment.of(model), [("a->b", "b->a")], 1)
        if gain is None:
            assert found is None
            assert of_run is None
            continue
        assert found.median == of_run.median == pytest.approx(gain)
        assert found.grows == of_run.grows == (gain > 1)


def test_press_takes_slopes_at_rest_and_says_what_it_leaves_out():
    model = tiny.model(
        dict.fromkeys("abcd", "stock"),
        [
            link("a->b", 0.4, effect="saturating"),
            link("b->c", 0.5, effect={"threshold": 0.2}),
            link("a->d", 0.5),
            link("b->d", 0.5, modulates="a->d"),
        ],
    )
    answer = digisys.press(model, "a", method="sampling", samples=Draws(samples=100))
    (entry,) = answer.system.links
    assert (entry.key, entry.low, entry.high) == ("a->b", 0.4 * 3, 0.4 * 3)
    assert [answer.response(name).verdict for name in "bcd"] == ["rises", "stays", "stays"]
    assert answer.system.to_dict()["left_out"] == ["b->c", "a->d", "b->d"]
    for text in (str(answer), str(digisys.press(model, "a", method="exact"))):
        assert "1 link counts by the slope" in " ".join(text.split())
        assert "b->c, a->d, b->d" in " ".join(text.split())


def test_press_tells_of_products_that_move_at_rest():
    """With f(0) = 0.5, d moves by a: by 0.5 · 0.5 · f(0), which a run counts and press does not."""
    table = {"table": [[-1, 0.0], [0, 0.5], [1, 1.0]]}
    links = [link("a->d", 0.5), link("b->d", 0.5, modulates="a->d", effect=table)]
    model = tiny.model(dict.fromkeys("abd", "stock"), links)
    answer = digisys.press(model, "a", method="sampling", samples=Draws(samples=20))
    assert answer.system.to_dict()["left_out_though_moving"] == ["a->d"]
    told = " ".join(answer.text("en").split())
    assert "move something near rest, which is not counted here; a run counts it: a->d" in told
    assert "which move nothing near rest: b->d" in told
    run = simulate_once(model, tiny.push())
    assert run.level("d")[-1] > 0.01


def test_equations_write_products_and_effects_out():
    answer = equations(logistic(), "growth")
    assert answer.items[0].symbols == "growth = 1.2·x·(1·room)"
    assert "(with X, strength 1.2) × (with Room, strength 1)" in str(answer)
    model = tiny.model(
        {"a": "stock", "b": "auxiliary"},
        [link("a-|b", 0.4, effect={"table": [[-1, -0.5], [0, 0]]})],
    )
    (item,) = equations(model, "b").items
    assert item.symbols == "b = tanh(−0.4·table(a; (−1, −0.5), (0, 0)))"
    for effect, symbols, words in (
        ("saturating", "1.5·a/(0.5 + |a|)", "half of the largest effect at a level of 0.5"),
        (EffectShape(threshold=0.3), "max(a − 0.3, 0)", "only beyond a level of 0.3"),
        (EffectShape(threshold=-0.3), "min(a + 0.3, 0)", "only beyond a level of"),
    ):
        model = tiny.model({"a": "stock", "b": "auxiliary"}, [link("a->b", effect=effect)])
        assert symbols in equations(model).items[1].symbols
        assert words in " ".join(str(equations(model)).split())


def test_whoever_asks_is_told_where_a_sign_is_not_the_whole_truth():
    model = logistic()
    told = "1 of them multiplies the effect of another, and its sign holds while that is positive"
    for ask in (digisys.influence, digisys.press):
        answer = ask(model, "whole")
        assert told in " ".join(str(answer).split())
    text = " ".join(str(digisys.describe(model)).split())
    assert "Effect on Growth: multiplies the effect of X +→ Growth." in text
    assert "multipl" not in str(digisys.influence(digisys.load("digikompassi"), 14))


def test_the_page_says_the_same_of_effects():
    page = Page(SAID)
    shown = page.ask("model.links.map((link) => effectWords(model, link))")
    assert shown == [effect_words(SAID, link, "en") for link in SAID.links]
    page.speak(pure_script(), "fi")
    shown = page.ask("model.links.map((link) => effectWords(model, link))")
    assert shown == [effect_words(SAID, link, "fi") for link in SAID.links]
    view = page.ask("viewText(model, selectView(model, null, 'explicit'))")
    assert view == view_text(SAID, select_view(SAID), "fi")


SAID = tiny.model(
    dict.fromkeys("abcdef", "stock"),
    [
        link("a->b"),
        link("c-|b", effect="saturating", modulates="a->b"),
        link("d->b", effect={"threshold": -0.25}, modulates="a->b"),
        link("e->f", effect={"table": [[-1, -0.125], [0.5, 1e-05]]}),
        link("e->f", delay=1),
        link("a->f", modulates="e->f#2"),
    ],
)


def test_show_and_sources_say_what_is_not_plain():
    facts = show(logistic(), "growth")
    assert "multiplies the effect of X +→ Growth" in dict(facts.pairs)["Effects"]
    assert [row.get("modulates") for row in facts.records if row["direction"] == "in"] == [
        None,
        "x->growth",
    ]
    rows = sources(logistic(), "growth").rows
    assert ("Room +→ Growth", "Effect", "multiplies the effect of X +→ Growth", "") in rows


# -- the dynamics that a model is written for --------------------------------------------------


def test_the_run_goes_before_the_file_and_the_file_before_the_convention():
    plain = tiny.growth()
    written = plain.model_copy(update={"dynamics": "accumulating"})
    bounded = plain.model_copy(update={"response": "linear"})

    def used(model, **chosen):
        system = Experiment.of(model, settings=Settings(**chosen)).system
        return system.dynamics, system.response

    assert used(plain) == ("adjusting", "tanh")
    assert used(written) == ("accumulating", "linear")
    assert used(written, dynamics="adjusting") == ("adjusting", "tanh")
    assert used(bounded) == ("adjusting", "linear")
    assert used(bounded, response="tanh") == ("adjusting", "tanh")
    assert used(bounded, dynamics="accumulating") == ("accumulating", "linear")
    tanh = plain.model_copy(update={"response": "tanh"})
    assert used(tanh, dynamics="accumulating") == ("accumulating", "linear")


def test_a_push_of_a_growing_model_is_what_the_file_says():
    """Accumulating, a step of 0.5 adds 0.5 a year."""
    model = tiny.model({"a": "stock"}, [], dynamics="accumulating")
    push = Scenario(id="p", title="P", interventions=[Push(variable="a", start=2023, size=0.5)])
    assert simulate_once(model, push).level("a")[-1] == pytest.approx(3.5)
