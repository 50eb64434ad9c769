"""The kernel gives the same levels however the samples are laid out."""

import numpy as np
import pytest

from digisys.errors import NonFiniteError
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate import kernel
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Program
from digisys.simulation.system.options import Settings
from tests.simulation import tiny
from tests.simulation.test_ensemble import level_u
from tests.simulation.test_export import MANY

CASES = {
    "euler": Settings(),
    "rk4": Settings(method="rk4"),
    "linear": Settings(response="linear"),
    "accumulating": Settings(dynamics="accumulating"),
    "accumulating rk4": Settings(dynamics="accumulating", method="rk4"),
}


def block(settings, samples=300):
    """Delays of all kinds, links that change, pushes and auxiliaries, in one program."""
    experiment = Experiment.of(tiny.rich(), MANY, settings=settings)
    shares = np.random.default_rng(1).random((len(experiment.system.unknowns), samples))
    return experiment.program, *experiment.program.parameters(shares)


@pytest.mark.parametrize("settings", CASES.values(), ids=CASES)
def test_many_samples_agree_with_few(settings):
    program, weights, rates = block(settings, 80)
    many = integrate(program, weights, rates, every=8, details=True)
    for start in (0, 40):
        part = slice(start, start + 20)
        few = integrate(program, weights[:, part], rates[:, part], every=8, details=True)
        for name in ("levels", "drives", "states", "shifted"):
            expected, found = getattr(few, name), getattr(many, name)[:, :, part]
            assert expected.shape == found.shape
            assert np.abs(found - expected).max() < 1e-12


@pytest.mark.parametrize("settings", CASES.values(), ids=CASES)
def test_blocks_do_not_change_a_byte(settings, monkeypatch):
    program, weights, rates = block(settings)
    whole = integrate(program, weights, rates, every=16, details=True)
    monkeypatch.setattr(kernel, "_CACHED", 70 * program.rows)
    parts = integrate(program, weights, rates, every=16, details=True)
    for name in ("levels", "drives", "states", "shifted"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))


@pytest.mark.parametrize("samples", [20, 150])
@pytest.mark.parametrize("settings", CASES.values(), ids=CASES)
def test_scenarios_side_by_side_run_as_they_do_alone(settings, samples, monkeypatch):
    first = Experiment.of(tiny.rich(), level_u(), settings=settings)
    alone = [first.program, first.under(None).program, first.under(level_u(-0.3, "d")).program]
    shares = np.random.default_rng(1).random((len(first.system.unknowns), samples))
    weights, rates = first.program.parameters(shares)
    together = Program.side_by_side(alone)
    monkeypatch.setattr(kernel, "_CACHED", 3 * 64 * together.rows)
    levels = integrate(together, weights, rates).levels.reshape(113, -1, 3, samples)
    for place, program in enumerate(alone):
        assert np.array_equal(levels[:, :, place], integrate(program, weights, rates).levels)


@pytest.mark.parametrize("samples", [3, 50])
def test_the_order_of_variables_changes_no_level(samples):
    """Stocks at every other place of the model, and all at its start."""
    orders = ("a", "x", "b", "y", "c"), ("a", "b", "c", "x", "y")
    found = []
    for order in orders:
        roles = {name: "auxiliary" if name in "xy" else "stock" for name in order}
        model = tiny.model(roles, ["a->x", "x->b", "b-|y", "y->c", "c->a"])
        program = Experiment.of(model, tiny.push()).program
        shares = np.random.default_rng(1).random((program.ranges.shape[1], samples))
        levels = integrate(program, *program.parameters(shares)).levels
        found.append({name: levels[:, row] for row, name in enumerate(order)})
    for name, levels in found[0].items():
        assert levels[-1].any()
        assert np.array_equal(levels, found[1][name])


def test_a_level_that_leaves_the_numbers_at_the_very_end_is_reported():
    program, weights, rates = block(Settings(), 4)
    levels = integrate(program, weights, rates).levels
    names = tuple(f"v{row}" for row in range(program.rows))
    check_finite(program, names, levels, 1)
    levels[-1, 2, 3] = np.inf
    with pytest.raises(NonFiniteError, match="v2"):
        check_finite(program, names, levels, 1)


@pytest.mark.parametrize("samples", [3, 50])
def test_delays_of_one_kind_leave_those_of_another_alone(samples):
    delay = {"from": "a", "polarity": "positive", "delay": 1.0}
    links = [
        {**delay, "to": "b", "delay_order": "pipeline"},
        {**delay, "to": "c", "delay_order": 1},
        {**delay, "to": "d", "delay_order": 3, "delay": 1.5},
        {**delay, "to": "e", "delay_order": "pipeline", "delay": 0.7},
    ]
    roles = dict.fromkeys("abcde", "stock")

    def levels(chosen):
        program = Experiment.of(tiny.model(roles, chosen), tiny.push()).program
        weights, rates = program.parameters(np.full((program.ranges.shape[1], samples), 0.4))
        return integrate(program, weights, rates).levels

    together = levels(links)
    for row, link in enumerate(links, start=1):
        alone = levels([link])[:, row]
        assert alone[-1].all()
        assert np.array_equal(together[:, row], alone)
