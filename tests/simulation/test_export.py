"""Other simulators open the exported file and reproduce the run."""

import re
import sys

import numpy as np
import pytest

import digisys
from digisys.errors import OutputError
from digisys.exchange.xmile import to_xmile, write_xmile
from digisys.schema import Model, Push, Scenario, SetLevel, StrengthenLink, WeakenLink
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from tests.simulation import tiny
from tests.simulation.test_ensemble import level_u
from tests.simulation.test_scenarios import BUNDLED
from tools.skips import explained

pysd = pytest.importorskip("pysd")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


#: It has no wheel for every platform (see pyproject.toml).
NO_SIMLIN = None if sys.platform == "linux" else explained("platform", "pysimlin has no wheel")


def with_pysd(path, names):
    return pysd.read_xmile(str(path)).run()[list(names)].to_numpy()


def with_simlin(path, names):
    simlin = pytest.importorskip("simlin", reason=NO_SIMLIN)
    return simlin.load(str(path)).run(analyze_loops=False).results[list(names)].to_numpy()


def rich_without_shift():
    model = tiny.rich()
    links = [link for link in model.links if link.delay_order != "pipeline"]
    return model.model_copy(update={"links": tuple(links)})


MANY = Scenario(
    id="many",
    title="Many",
    initial={"b": 0.25},
    interventions=[
        SetLevel(variable="u", shape="pulse", start=2024, end=2026.5, size=0.7),
        Push(variable="c", shape="ramp", start=2024, end=2027, size=-0.4),
        Push(variable="p", start=2025, size=0.2),
        StrengthenLink(source="q", target="b", start=2025, strength="strong"),
        WeakenLink(source="b", target="a", shape="ramp", start=2024, end=2028, factor=0.25),
    ],
)


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_scenarios_agree(model, name, tmp_path):
    path = tmp_path / "run.xmile"
    write_xmile(model, path, name)
    run = simulate_once(model, name)
    assert np.abs(with_simlin(path, run.variables) - run.levels).max() < 1e-9
    assert np.abs(with_pysd(path, run.variables) - run.levels).max() < 1e-9


@pytest.mark.parametrize("name", [x for x in digisys.bundled_models() if x.startswith("arch")])
def test_archetypes_agree(name, tmp_path):
    model = digisys.load(name)
    (scenario,) = digisys.bundled_scenarios(model)
    path = tmp_path / "run.xmile"
    write_xmile(model, path, scenario)
    run = simulate_once(model, scenario)
    assert np.abs(with_simlin(path, run.variables) - run.levels).max() < 1e-9
    assert np.abs(with_pysd(path, run.variables) - run.levels).max() < 1e-9


@pytest.mark.parametrize(
    "chosen",
    [
        Settings(),
        Settings(response="linear", strengths={"u->a": 0.2}, inertias={"b": 1.3}),
        Settings(dynamics="accumulating"),
        Settings(step=1 / 32, start=2023.5, end=2029),
    ],
    ids=["bounded", "linear", "accumulating", "other years"],
)
def test_every_kind_of_part_agrees(chosen, tmp_path):
    model = rich_without_shift()
    path = tmp_path / "run.xmile"
    write_xmile(model, path, MANY, settings=chosen)
    run = simulate_once(model, MANY, settings=chosen)
    assert np.abs(with_simlin(path, run.variables) - run.levels).max() < 1e-9
    assert np.abs(with_pysd(path, run.variables) - run.levels).max() < 1e-9


@pytest.mark.parametrize("dynamics", ["adjusting", "accumulating"])
def test_several_links_damping_and_an_unknown_delay_agree(dynamics, tmp_path):
    raw = rich_without_shift().model_dump(by_alias=True)
    first = next(link for link in raw["links"] if link["from"] != link["to"])
    raw["links"] = [
        *raw["links"],
        {**first, "id": f"{first['from']}->{first['to']}#late", "delay": 1.5, "strength": 0.3},
        {"from": "a", "to": "a", "polarity": "negative", "strength": [0.2, 0.4]},
        {"from": "b", "to": "b", "polarity": "negative", "strength": 0.3, "delay": True},
    ]
    raw["time"] = {"start": 2023, "end": 2030, "unit": "weeks"}
    model = Model.model_validate(raw)
    assert {"a", "b"} <= {name for name, item in model.variables.items() if item.role == "stock"}
    path = tmp_path / "run.xmile"
    settings = Settings(dynamics=dynamics)
    write_xmile(model, path, MANY, settings=settings)
    run = simulate_once(model, MANY, settings=settings)
    assert np.abs(run.levels).max() > 0.1
    assert np.abs(with_simlin(path, run.variables) - run.levels).max() < 1e-9
    assert np.abs(with_pysd(path, run.variables) - run.levels).max() < 1e-9


def shaped():
    """Every kind of effect, products, delays within them, and all that a file may say beside."""
    table = {"table": [[-1, -1], [0, 0], [0.2, 0.5], [1, 0.7]]}
    rising = {"table": [[-1, 0], [0, 1], [1, 3]]}
    positive = {"polarity": "positive"}
    return tiny.model(
        {"u": "input", "a": "stock", "c": "stock", "b": "auxiliary", "d": "stock"},
        [
            {"from": "u", "to": "a", **positive, "strength": 0.9, "note": "Seen in 2023."},
            {"from": "u", "to": "c", **positive, "strength": [0.3, 0.5]},
            {"from": "a", "to": "b", **positive, "strength": 0.7, "effect": table},
            {
                "from": "c",
                "to": "b",
                "polarity": "negative",
                "strength": 0.8,
                "modulates": "a->b",
                "delay": 0.5,
                "effect": {"threshold": 0.05},
            },
            {"from": "d", "to": "b", **positive, "effect": {"saturating": 0.2}},
            {"from": "b", "to": "d", **positive, "strength": 0.9, "effect": {"threshold": -0.1}},
            {"from": "a", "to": "d", **positive, "modulates": "b->d", "effect": rising},
            {"from": "d", "to": "c", **positive, "delay": 0.75, "delay_order": 3, "effect": table},
            {"from": "d", "to": "a", **positive, "effect": "saturating", "said_by": ["The board"]},
            # Two links on one pair, of which one multiplies the other; damping; a vague delay.
            {"from": "c", "to": "d", **positive, "strength": 0.6},
            {"from": "c", "to": "d", **positive, "effect": table, "modulates": "c->d"},
            {"from": "c", "to": "c", "polarity": "negative", "strength": 0.3},
            {"from": "u", "to": "d", **positive, "strength": 0.2, "delay": True},
        ],
        time={"start": 0, "end": 7, "step": 0.0625, "unit": "months"},
        variables={
            "a": {"inertia": 1, "unit": "persons", "initial": 0.1},
            "d": {"inertia": [2, 4]},
        },
    )


SHAPED = Scenario(
    id="shaped",
    title="Shaped",
    initial={"d": 0.3, "c": 0.2},
    interventions=[
        SetLevel(variable="u", start=0, size=1),
        StrengthenLink(source="c", target="b", shape="ramp", start=1, end=4, strength="strong"),
    ],
)


@pytest.mark.parametrize(
    "chosen",
    [
        Settings(),
        Settings(response="linear"),
        Settings(dynamics="accumulating", end=2),
        Settings(method="rk4"),
    ],
    ids=["bounded", "linear", "accumulating", "rk4"],
)
def test_effects_and_products_agree(chosen, tmp_path):
    path = tmp_path / "run.xmile"
    write_xmile(shaped(), path, SHAPED, settings=chosen)
    run = simulate_once(shaped(), SHAPED, settings=chosen)
    assert np.abs(run.level("b")).max() > 0.1
    size = max(1.0, np.abs(run.levels).max())
    assert np.abs(with_simlin(path, run.variables) - run.levels).max() < 1e-9 * size
    if chosen.method == "euler":  # the only one that PySD has
        assert np.abs(with_pysd(path, run.variables) - run.levels).max() < 1e-9 * size


def test_loop_scores_of_products_and_bent_effects_agree(tmp_path):
    """Loops through either factor of a product and a saturating effect, scored by pysimlin."""
    path = tmp_path / "run.xmile"
    model = tiny.model(
        {"x": "stock", "y": "stock", "p": "auxiliary"},
        [
            {"from": "x", "to": "p", "polarity": "positive", "strength": 0.9},
            {"from": "y", "to": "p", "polarity": "positive", "strength": 1, "modulates": "x->p"},
            {"from": "p", "to": "x", "polarity": "positive", "strength": 0.8},
            {"from": "p", "to": "y", "polarity": "negative", "strength": 0.7},
            {"from": "x", "to": "y", "polarity": "positive", "effect": {"saturating": 0.3}},
            {"from": "y", "to": "x", "polarity": "negative", "strength": 0.6},
        ],
        variables={"x": {"initial": 0.4, "inertia": 2}, "y": {"initial": 0.6, "inertia": 1}},
    )
    write_xmile(model, path)
    answer = dominance(model)
    found = loops_of(path, set(model.variables))
    ours = {pairs(loop.variables): row for row, loop in enumerate(answer.loops)}
    together = {key for key in found if len(key) > 1}
    assert together == {key for key in ours if len(key) > 1}
    assert len(together) == 5
    for key in found:
        assert np.abs(found[key] - answer.relative[:, ours[key]]).max() < 1e-6


def test_what_people_wrote_is_kept_and_what_has_no_place_is_told():
    text = to_xmile(shaped(), SHAPED)
    assert "<doc>A (as a level; measured in: persons)</doc>" in text
    assert "u-&gt;a: Seen in 2023." in text
    assert "d-&gt;a: said by The board" in text
    comment = text[text.index("<!--") : text.index("-->")]
    assert "Strength of u->c: 0.3 to 0.5, written as its middle." in comment
    assert "Inertia of d: 2 to 4 months" in comment
    assert "Delay of u->d: of unknown length, written as 1, in months." in comment
    assert 'time_units="months"' in text
    assert "<!--" not in to_xmile(tiny.rich(), MANY)


def test_a_fixed_delay_agrees_with_pysd(tmp_path):
    path = tmp_path / "run.xmile"
    write_xmile(tiny.rich(), path, level_u())
    run = simulate_once(tiny.rich(), level_u())
    assert np.abs(with_pysd(path, run.variables) - run.levels).max() < 1e-9


def loops_of(path, names):
    """Relative loop scores by pysimlin, by the pairs of variables of each loop."""
    simlin = pytest.importorskip("simlin", reason=NO_SIMLIN)
    model = simlin.load(str(path))
    found = {}
    for loop in (*model.analyze().loops, *model.run().loops):
        inside = [name for name in loop.variables if name in names]
        found[pairs(inside)] = loop.behavior_time_series[1:]
    return found


def pairs(variables):
    return frozenset(zip(variables, (*variables[1:], variables[0]), strict=True))


@pytest.mark.parametrize("name", BUNDLED)
def test_loop_scores_of_bundled_scenarios_agree(model, name, tmp_path):
    path = tmp_path / "run.xmile"
    write_xmile(model, path, name)
    answer = dominance(model, name)
    found = loops_of(path, set(model.variables))
    ours = {pairs(loop.variables): row for row, loop in enumerate(answer.loops)}
    together = [key for key in found if key in ours]
    # pysimlin leaves out loops under 0.1 %, and scores stocks that only erode.
    assert len(together) >= 20
    assert all(len(key) == 1 for key in found if key not in ours)
    for key in together:
        assert np.abs(found[key] - answer.relative[:, ours[key]]).max() < 1e-6
    left_out = [row for key, row in ours.items() if key not in found]
    assert np.abs(answer.relative[:, left_out]).max(initial=0) < 0.001


@pytest.mark.parametrize("chosen", [Settings(), Settings(dynamics="accumulating", end=2026)])
def test_loop_scores_through_delays_agree(chosen, tmp_path):
    model = rich_without_shift()
    path = tmp_path / "run.xmile"
    scenario = level_u()
    write_xmile(model, path, scenario, settings=chosen)
    answer = dominance(model, scenario, settings=chosen)
    found = loops_of(path, set(model.variables))
    ours = {pairs(loop.variables): row for row, loop in enumerate(answer.loops)}
    assert set(found) == set(ours)
    for key, scores in found.items():
        assert np.abs(scores - answer.relative[:, ours[key]]).max() < 1e-6


def test_the_view_shows_every_part_once_and_signs_on_arrows():
    text = to_xmile(tiny.rich(), level_u())
    view = text[text.index("<views>") :]
    names = re.findall(r'<(?:aux|stock|flow) name="([^"]+)"', text[: text.index("<views>")])
    assert sorted(re.findall(r'name="([^"]+)"', view)) == sorted(names)
    assert view.count('polarity="-"') == 2
    assert "<from>b</from>" in view


def test_places_follow_the_layout():
    layout = {"width": 100, "height": 100, "variables": {"a": {"x": 10, "y": 20}}}
    model = tiny.model({"a": "stock", "b": "stock"}, ["a->b"], layout=layout)
    text = to_xmile(model)
    assert 'x="20" y="40" name="a"' in text


def test_unknown_polarity_has_no_sign(tmp_path):
    link = {"from": "u", "to": "a", "polarity": "unknown"}
    text = to_xmile(tiny.model({"u": "input", "a": "stock"}, [link]), level_u())
    arrow = re.search(r'<connector uid="1"[^>]*>', text)[0]
    assert "polarity" not in arrow


def test_rk4_is_named():
    assert 'method="RK4"' in to_xmile(tiny.growth(), settings=Settings(method="rk4"))


def test_a_file_that_cannot_be_written(tmp_path):
    with pytest.raises(OutputError):
        write_xmile(tiny.growth(), tmp_path / "no" / "run.xmile")
