"""The integrator of the page against the library: equal to 1e-12."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.io.scenarios import bundled_scenarios
from digisys.report.page.scenarios import scenario_data
from digisys.schema import AddLink, Model, Scenario
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.scenarios import scenarios_for
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from digisys.uncertainty.sobol.sequence import Sobol
from tests.explorer.javascript import Page, compass_page
from tests.length import examples

RUN = """(() => {
  const plan = withMoves(model, scenario.plan, scenario.moves);
  const view = selectView(model, null, certainty);
  const system = buildSystem(model, view, plan, { dynamics, response: response ?? undefined });
  const program = compileProgram(system, makeClock(start, end, step), method);
  return [...runMidpoint(system, program)];
})()"""

DRAWS = """(() => {
  const view = selectView(model, null, "all");
  const system = buildSystem(model, view, withMoves(model, scenario.plan, scenario.moves));
  const { start, end, step } = model.time;
  const program = compileProgram(system, makeClock(start, end, step));
  return {
    keys: drawKeys(system.unknowns),
    levels: shares.map((draw) => [...integrate(program, parametersOf(system, draw))]),
    middle: [...runMidpoint(system, program)],
  };
})()"""

TOLERANCE = 1e-12


def run_page(page: Page, model: Model, scenario: Scenario, options: Settings, certainty: str):
    time = model.time
    levels = page.ask(
        RUN,
        scenario=scenario_data(model, scenario),
        certainty=certainty,
        dynamics=options.dynamics,
        response=options.response,
        method=options.method,
        start=time.start,
        end=time.end,
        step=options.step or time.step,
    )
    return np.array(levels).reshape(-1, len(model.variables))


@pytest.mark.parametrize("method", ["euler", "rk4"])
@pytest.mark.parametrize("name", bundled_scenarios(digisys.load("digikompassi")))
def test_bundled_scenarios(name, method):
    model = digisys.load("digikompassi")
    scenario = next(item for item in scenarios_for(model) if item.id == name)
    options = Settings(method=method)
    expected = simulate_once(model, scenario, settings=options).levels
    assert np.abs(expected).max() > 0.01
    shown = run_page(compass_page(), model, scenario, options, "explicit")
    np.testing.assert_allclose(shown, expected, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("method", ["euler", "rk4"])
@pytest.mark.parametrize("name", [x for x in digisys.bundled_models() if x.startswith("arch")])
def test_archetypes(name, method):
    """Products, thresholds, damping, growth and both dynamics, in models that people run."""
    model = digisys.load(name)
    (scenario,) = scenarios_for(model)
    run = simulate_once(model, scenario, settings=Settings(method=method))
    system = run.experiment.system
    asked = Settings(method=method, dynamics=system.dynamics, response=system.response)
    shown = run_page(Page(model), model, scenario, asked, "explicit")
    largest = np.abs(run.levels).max()
    np.testing.assert_allclose(shown, run.levels, rtol=0, atol=TOLERANCE * max(largest, 1))


SIGNS = st.sampled_from(["positive", "negative", "unknown"])
STRENGTHS = st.sampled_from(
    ["weak", "moderate", "strong", "dominant", "unknown", 0.35, (0.1, 1.2), (0.0, 0.4)]
)
INERTIAS = st.sampled_from(["fast", "medium", "slow", 1.5, (0.5, 4.0)])
SHAPES = st.sampled_from([("step", None), ("ramp", 1.5), ("pulse", 0.75), ("pulse", 1.03)])


EFFECTS = st.sampled_from(
    [
        "linear",
        "saturating",
        {"saturating": 0.2},
        {"threshold": 0.1},
        {"threshold": -0.1},
        {"table": [[-0.5, -1], [0, 0], [0.1, 0], [0.6, 0.8]]},
        {"table": [[0, 0.3], [1, 0.5]]},
    ]
)


def _id(link: dict) -> str:
    return link.get("id") or f"{link['from']}->{link['to']}"


def make_products(draw, links: list[dict]) -> None:
    """Let some links modulate another one into the same variable that modulates none."""
    for link in links:
        base = draw(st.sampled_from(links))
        taken = {_id(other) for other in links if "modulates" in other}
        names = [_id(item) for item in (link, base)]
        modulated = {other.get("modulates") for other in links}
        same = base["to"] == link["to"] and base is not link
        if same and names[1] not in taken and names[0] not in modulated:
            link["modulates"] = names[1]


@st.composite
def runs(draw) -> tuple[Model, Scenario, Settings]:
    """A small model with every kind of role, delay, effect, product and intervention."""
    count = draw(st.integers(2, 6))
    shaped = draw(st.booleans())
    names = [f"v{number}" for number in range(count)]
    roles = {
        name: draw(st.sampled_from(["stock", "stock", "auxiliary", "input"])) for name in names
    }
    pairs = [
        (a, b)
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if a != b
        and roles[b] != "input"
        # Auxiliaries only act onward at once, so that no loop lacks a stock.
        and (roles[a] != "auxiliary" or roles[b] != "auxiliary" or i < j)
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=9)) if pairs else []
    links = [
        {
            "from": a,
            "to": b,
            "polarity": draw(SIGNS),
            "strength": draw(STRENGTHS),
            "delay": draw(st.sampled_from([0, 0, 0.4, 0.5, 1.0, True])),
            "delay_order": draw(st.sampled_from([1, 3, "pipeline"])),
            "effect": draw(EFFECTS) if shaped else "linear",
        }
        for a, b in chosen
    ]
    links += [
        {
            "from": a,
            "to": b,
            "id": f"{a}->{b}#late",
            "polarity": draw(SIGNS),
            "strength": draw(STRENGTHS),
            "delay": draw(st.sampled_from([0.25, 0.75])),
        }
        for a, b in (
            draw(st.lists(st.sampled_from(chosen), unique=True, max_size=2)) if chosen else []
        )
    ]
    links += [
        {
            "from": name,
            "to": name,
            "polarity": "negative",
            "strength": draw(STRENGTHS),
            "delay": draw(st.sampled_from([0, 0, 0.5])) if roles[name] == "stock" else 0.5,
        }
        for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
        if roles[name] != "input"
    ]
    if shaped:
        make_products(draw, links)
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "time": {"start": 0, "end": 3, "step": 0.0625},
            "variables": {
                name: {
                    "label": name,
                    "role": roles[name],
                    "inertia": draw(INERTIAS),
                    "initial": draw(st.sampled_from([None, -0.25, 0.5]))
                    if roles[name] == "stock"
                    else None,
                }
                for name in names
            },
            "links": links,
            "strengths": draw(st.sampled_from([None, "independent", "shares"])),
        }
    )
    interventions = []
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=3)):
        shape, end = draw(SHAPES)
        interventions.append(
            {
                "action": "level" if roles[name] == "input" else "push",
                "variable": name,
                "shape": shape,
                "start": draw(st.sampled_from([0.25, 0.5])),
                "end": end,
                "size": draw(st.floats(-1, 1, allow_subnormal=False)),
            }
        )
    for a, b in draw(st.lists(st.sampled_from(chosen), unique=True, max_size=2)) if chosen else []:
        shape, end = draw(SHAPES)
        action = draw(
            st.sampled_from(
                [
                    {"action": "cut"},
                    {"action": "weaken", "factor": 0.3},
                    {"action": "strengthen", "strength": "strong"},
                    {"action": "strengthen", "strength": 0.9},
                ]
            )
        )
        place = {"from": a, "to": b, "shape": shape, "start": 0.5, "end": end}
        if draw(st.booleans()):
            place["id"] = draw(
                st.sampled_from([item.id for item in model.links if item.pair == (a, b)])
            )
        interventions.append({**action, **place})
    free = [pair for pair in pairs if pair not in chosen]
    if free and draw(st.booleans()):
        a, b = draw(st.sampled_from(free))
        interventions.append(
            {
                "action": "add",
                "from": a,
                "to": b,
                "polarity": "positive",
                "start": 1.0,
                "delay": 0.5,
            }
        )
    stocks = [name for name in names if roles[name] == "stock"]
    initial = {stocks[0]: draw(st.floats(-1, 1))} if stocks and draw(st.booleans()) else {}
    scenario = Scenario.model_validate(
        {
            "id": "random",
            "title": "Random",
            "interventions": interventions,
            "initial": initial,
        }
    )
    dynamics, response = draw(
        st.sampled_from([("adjusting", None), ("adjusting", "linear"), ("accumulating", None)])
    )
    method = draw(st.sampled_from(["euler", "rk4"]))
    return model, scenario, Settings(dynamics=dynamics, response=response, method=method)


@settings(max_examples=examples(90))
@given(runs())
def test_random_models(case):
    model, scenario, options = case
    expected = simulate_once(model, scenario, settings=options).levels
    shown = run_page(Page(model), model, scenario, options, "explicit")
    size = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(shown, expected, rtol=0, atol=TOLERANCE * size)


def test_draws_of_links_that_may_be_absent():
    """The page draws whether ambiguous links exist as the library does, number for number."""
    chances = {"a->b": None, "b->c": 0.25, "c->a": 0.0}
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "doubtful",
            "title": "Doubtful",
            "languages": ["en"],
            "time": {"start": 0, "end": 3, "step": 0.0625},
            "variables": {name: {"label": name, "role": "stock"} for name in "abc"},
            "links": [
                {
                    "from": key[0],
                    "to": key[-1],
                    "polarity": "unknown" if key == "b->c" else "positive",
                    "certainty": "ambiguous",
                    "chance": chance,
                }
                for key, chance in chances.items()
            ]
            + [
                {"from": "c", "to": "b", "polarity": "negative"},
                {
                    "from": "a",
                    "to": "c",
                    "modulates": "b->c",
                    "polarity": "positive",
                    "certainty": "ambiguous",
                    "chance": 0.5,
                },
            ],
        }
    )
    push = {"action": "push", "variable": "a", "size": 0.5, "start": 0}
    scenario = Scenario.model_validate({"id": "push", "title": "Push", "interventions": [push]})
    experiment = Experiment.of(model, scenario, certainty="all")
    shares = np.random.default_rng(1).random((len(experiment.system.draw_keys), 32))
    weights, rates = experiment.program.parameters(shares)
    found = Page(model).ask(
        DRAWS, scenario=scenario_data(model, scenario), shares=shares.T.tolist()
    )
    assert tuple(found["keys"]) == experiment.system.draw_keys
    assert 0 < (weights == 0).any(axis=1).sum() < len(weights), "some links are never absent"
    levels = integrate(experiment.program, weights, rates).levels
    for draw, course in enumerate(found["levels"]):
        expected = levels[:, :, draw]
        shown = np.array(course).reshape(expected.shape)
        np.testing.assert_allclose(shown, expected, rtol=0, atol=TOLERANCE)
    middle = simulate_once(model, scenario, certainty="all").levels
    shown = np.array(found["middle"]).reshape(middle.shape)
    np.testing.assert_allclose(shown, middle, rtol=0, atol=TOLERANCE)


def test_causes_share_in_the_page_as_in_the_library():
    """Not at the middle of ranges only: any draw, with what a scenario changes and adds."""
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "shared",
            "title": "Shared",
            "languages": ["en"],
            "strengths": "shares",
            "variables": {name: {"label": name, "role": "stock"} for name in "abcd"},
            "links": [
                {"from": "a", "to": "d", "polarity": "positive", "strength": "strong"},
                {"from": "b", "to": "d", "polarity": "negative"},
                {"from": "c", "to": "d", "polarity": "positive", "strength": 0.3},
                {"from": "d", "to": "a", "polarity": "unknown"},
            ],
        }
    )
    scenario = Scenario.model_validate(
        {
            "id": "s",
            "title": "S",
            "interventions": [
                {"action": "strengthen", "from": "b", "to": "d", "strength": "weak", "start": 2024},
                {"action": "add", "from": "c", "to": "a", "polarity": "positive", "start": 2024},
                {"action": "add", "from": "a", "to": "b", "polarity": "negative", "start": 2024},
            ],
        }
    )
    experiment = Experiment.of(model, scenario)
    unknowns = experiment.system.unknowns
    shares = {item.key: (at + 0.5) / len(unknowns) for at, item in enumerate(unknowns)}
    weights, _ = experiment.program.parameters(
        np.array([[shares[unknown.key]] for unknown in unknowns])
    )
    shown = Page(model).ask(
        """(() => {
          const plan = withMoves(model, scenario.plan, scenario.moves);
          const system = buildSystem(model, selectView(model, null, "explicit"), plan);
          const drawn = system.unknowns.map((unknown) => shares[unknown.key]);
          const { weights } = parametersOf(system, drawn);
          return system.arcs.map((arc, at) => [arc.link, weights[at]]);
        })()""",
        scenario=scenario_data(model, scenario),
        shares=shares,
    )
    assert [link for link, _ in shown] == [arc.link for arc in experiment.system.arcs]
    np.testing.assert_allclose([size for _, size in shown], weights[:, 0], rtol=1e-12)


@st.composite
def own_pushes(draw) -> dict:
    """A push as the panel of the page lets one make it: sizes to 0.05, quarters of years."""
    name = draw(st.sampled_from(sorted(digisys.load("digikompassi").variables)))
    shape = draw(st.sampled_from(["step", "ramp", "pulse"]))
    start = 2023 + draw(st.integers(0, 26)) / 4
    end = draw(st.integers(1, 28)) / 4 + start if shape != "step" else None
    size = draw(st.integers(-20, 20)) / 20
    return {"variable": name, "size": size, "start": start, "shape": shape, "end": end}


@settings(max_examples=examples(25))
@given(st.lists(own_pushes(), min_size=1, max_size=3, unique_by=lambda push: push["variable"]))
def test_own_pushes_of_every_shape(compass, pushes):
    """Through the address and back, a push is what the library makes of the same one."""
    page = compass_page()
    read = page.ask("pushes.map(writePush).map((text) => readPush(model, text))", pushes=pushes)
    assert read == pushes
    scenario = Scenario.model_validate(
        {
            "id": "own",
            "title": "Own",
            "interventions": [
                {
                    **push,
                    "action": "level"
                    if compass.variables[push["variable"]].role == "input"
                    else "push",
                }
                for push in pushes
            ],
        }
    )
    expected = simulate_once(compass, scenario).levels
    shown = page.ask(
        RUN.replace("scenario.plan, scenario.moves", "{}, moves"),
        moves=read,
        certainty="explicit",
        dynamics="adjusting",
        response=None,
        method="euler",
        start=compass.time.start,
        end=compass.time.end,
        step=compass.time.step,
    )
    np.testing.assert_allclose(np.reshape(shown, expected.shape), expected, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize(
    "text",
    [
        "trust_in_society",
        "trust_in_society:0.5",
        "trust_in_society:2:2024",
        "trust_in_society:0.5:soon",
        "trust_in_society:0.5:2024:ramp",
        "trust_in_society:0.5:2026:pulse:2025",
        "trust_in_society:0.5:2024:wave:2025",
        "trust_in_society:0.5:2024:step:2025",
        "trust_in_society:0.5:2024:ramp:2025:1",
        "nothing:0.5:2024",
    ],
)
def test_a_push_that_cannot_be_read_is_none(compass, text):
    assert compass_page().ask("readPush(model, text)", text=text) is None


def test_years_of_a_push_stay_in_order_and_in_the_model(compass):
    change = "changePush(push, changes, { start: 2023, end: 2030 })"
    page = compass_page()
    push = {"variable": "trust_in_society", "size": 0.5, "start": 2024, "shape": "step"}
    push["end"] = None
    ramp = page.ask(change, push=push, changes={"shape": "ramp"})
    assert (ramp["start"], ramp["end"]) == (2024, 2025.75)
    late = page.ask(change, push=ramp, changes={"start": 2029})
    assert (late["start"], late["end"]) == (2029, 2029.25)
    early = page.ask(change, push=ramp, changes={"start": 1900, "end": 1901})
    assert (early["start"], early["end"]) == (2023, 2023.25)
    assert page.ask(change, push=late, changes={"start": 2050})["start"] == 2029.75
    assert page.ask(change, push=ramp, changes={"shape": "step"})["end"] is None


def test_a_loop_without_a_stock_is_named():
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "loop",
            "title": "Loop",
            "languages": ["en"],
            "variables": {"a": {"label": "A"}, "b": {"label": "B"}},
            "links": [
                {"from": "a", "to": "b", "polarity": "positive"},
                {"from": "b", "to": "a", "polarity": "positive"},
            ],
        }
    )
    loop = Page(model).ask("buildSystem(model, selectView(model, null, 'all'), emptyPlan()).loop")
    assert sorted(loop) == ["a", "b"]


@settings(max_examples=examples(10))
@given(st.integers(1, 140), st.integers(1, 300))
def test_draws_are_those_of_the_library_to_the_bit(compass, unknowns, count):
    shown = compass_page().ask(
        f"sobolPoints(model.sobol, {unknowns}, {count}).map((row) => [...row])"
    )
    assert (np.array(shown) == Sobol(unknowns, seed=1).points(0, count)).all()


def test_the_page_makes_as_many_draws_as_the_command():
    usual = inspect.signature(digisys.simulate).parameters["samples"].default
    assert compass_page().ask("DRAWS") == usual


def test_runs_of_the_page_are_those_of_the_library_draw_by_draw(compass):
    """A link that the scenario adds comes with a draw of its own, and so changes the table."""
    scenario = digisys.load_scenario("leadership-push")
    link = {"from": "trust_in_society", "to": "data_spaces", "polarity": "negative"}
    added = AddLink.model_validate({"action": "add", **link, "start": 2024})
    scenario = scenario.model_copy(update={"interventions": (*scenario.interventions, added)})
    shown = compass_page().ask(
        RUN.replace(
            "return [...runMidpoint(system, program)];",
            "return runEnsemble(system, program, { every: 4 })"
            ".map((levels) => [...levels.slice(levels.length - program.size)]);",
        ),
        scenario=scenario_data(compass, scenario),
        certainty="explicit",
        dynamics="adjusting",
        response=None,
        method="euler",
        start=2023,
        end=2030,
        step=0.0625,
    )
    library = digisys.simulate(compass, scenario)
    rows = library.outcomes.of_kind("variable")
    np.testing.assert_allclose(np.array(shown), library.final[:, rows], rtol=0, atol=TOLERANCE)
