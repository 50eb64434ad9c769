"""Compiled code gives the runs of NumPy."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.simulation.ensemble.simulate_ensemble import simulate_ensemble
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.integrate.program import Program
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from tests.simulation import tiny
from tests.simulation.test_ensemble import level_u
from tests.simulation.test_export import MANY

compiled = pytest.importorskip("digisys.simulation.integrate.compiled")

CASES = {
    "euler": Settings(),
    "rk4": Settings(method="rk4"),
    "linear": Settings(response="linear"),
    "accumulating": Settings(dynamics="accumulating"),
    "accumulating rk4": Settings(dynamics="accumulating", method="rk4"),
}


def block(settings, samples=300):
    experiment = Experiment.of(tiny.rich(), MANY, settings=settings)
    shares = np.random.default_rng(1).random((len(experiment.system.unknowns), samples))
    return experiment.program, *experiment.program.parameters(shares)


@pytest.mark.parametrize("settings", CASES.values(), ids=CASES)
@pytest.mark.parametrize("every", [1, 16])
def test_it_agrees_with_numpy(settings, every):
    program, weights, rates = block(settings)
    expected = integrate(program, weights, rates, every=every).levels
    found = compiled.integrate_compiled(program, weights, rates, every=every).levels
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() < 1e-12


@pytest.mark.parametrize("settings", CASES.values(), ids=CASES)
def test_it_is_the_same_code_that_python_runs(settings):
    """The functions that are compiled, run as they stand on few samples and steps."""
    program, weights, rates = block(
        Settings(**{**settings.to_dict(), "end": 2026.0, "strengths": {}, "inertias": {}}), 2
    )
    expected = integrate(program, weights, rates).levels
    found = np.empty_like(expected)
    compiled._run(found, weights, rates, *compiled._arguments(program, 1))
    assert np.abs(found - expected).max() < 1e-12


@pytest.mark.parametrize("settings", CASES.values(), ids=CASES)
def test_scenarios_side_by_side_run_as_they_do_alone(settings):
    first = Experiment.of(tiny.rich(), level_u(), settings=settings)
    alone = [first.program, first.under(None).program, first.under(level_u(-0.3, "d")).program]
    shares = np.random.default_rng(1).random((len(first.system.unknowns), 150))
    weights, rates = first.program.parameters(shares)
    together = Program.side_by_side(alone)
    for run in (integrate, compiled.integrate_compiled):
        levels = run(together, weights, rates).levels.reshape(113, -1, 3, 150)
        for place, program in enumerate(alone):
            assert np.array_equal(levels[:, :, place], run(program, weights, rates).levels)


@given(st.lists(st.floats(-50, 50) | st.floats(-1e-6, 1e-6), min_size=1, max_size=40))
def test_the_hyperbolic_tangent(values):
    numbers = np.array(values)
    found = np.array([compiled._tanh(number) for number in values])
    assert np.abs(found - np.tanh(numbers)).max() < 1e-15
    inside = np.abs(numbers) > 1e-300
    assert found[inside] == pytest.approx(np.tanh(numbers[inside]), rel=1e-14)


def test_what_is_not_a_number_stays_so():
    assert np.isnan(compiled._tanh(float("nan")))


def test_threads_do_not_change_a_byte():
    draws = Draws(5000, engine="numba", record=7.0)
    alone = simulate_ensemble(tiny.growth(), tiny.push(), samples=draws)
    shared = simulate_ensemble(tiny.growth(), tiny.push(), samples=replace(draws, workers=2))
    assert np.array_equal(alone.final, shared.final)
    plain = simulate_ensemble(tiny.growth(), tiny.push(), samples=replace(draws, engine="numpy"))
    assert np.abs(plain.final - alone.final).max() < 1e-12
