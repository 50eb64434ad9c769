"""Whether the reference state would hold by itself, against eigenvalues known by hand."""

import numpy as np
import pytest

from digisys.schema import CutLink, Scenario
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.stability import _Component, unstable_draws
from digisys.simulation.system.options import Settings
from tests.simulation import tiny


def share(model, strengths, scenario=None, **more):
    chosen = Settings(strengths=strengths, **more)
    return simulate(model, scenario, samples=256, settings=chosen).unstable_share


def test_a_reinforcing_loop_is_unstable_when_its_gain_is_above_one():
    assert share(tiny.growth(), {"a->b": 0.9, "b->a": 1.1}) == 0.0
    assert share(tiny.growth(), {"a->b": 1.0, "b->a": 1.1}) == 1.0
    assert share(tiny.growth(), {"a->b": 1.0, "b->a": (0.5, 1.5)}) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("samples", [1024, 1040, 3000, 5000])
def test_unstable_draws_are_counted_over_all_chunks_and_parts(samples):
    """A part has chunks of 1,024 draws at most, and 4,096 draws: every one is asked."""
    always = Settings(strengths={"a->b": 1.2, "b->a": 1.1}, end=2024)
    ensemble = simulate(tiny.growth(), samples=samples, settings=always)
    assert ensemble.unstable == samples
    assert ensemble.unstable_share == 1.0
    # A gain from 0 to 2 is above 1 in half of the draws, however they are cut.
    half = Settings(strengths={"a->b": 1.0, "b->a": (0.0, 2.0)}, end=2024)
    share = simulate(tiny.growth(), samples=samples, settings=half).unstable_share
    assert share == pytest.approx(0.5, abs=0.01)


def test_two_negative_links_reinforce():
    model = tiny.model({"a": "stock", "b": "stock"}, ["a-|b", "b-|a"])
    assert share(model, {"a->b": 1.2, "b->a": 1.2}) == 1.0


@pytest.mark.parametrize("first", ["a->b", "a-|b"])
@pytest.mark.parametrize("size", [0.9, 2.0])
def test_a_loop_of_unknown_sign_is_unstable_in_the_draws_that_reinforce(first, size):
    link = {"from": "b", "to": "a", "polarity": "unknown"}
    model = tiny.model({"a": "stock", "b": "stock"}, [first, link])
    assert share(model, {"a->b": 2.0, "b->a": size}) == pytest.approx(0.5, abs=0.01)


def test_a_balancing_loop_of_two_stocks_is_stable_at_any_gain():
    assert share(tiny.thermostat(), {"a->b": 9.0, "b->a": 9.0}) == 0.0


@pytest.mark.parametrize("delay", [{}, {"delay": 0.5}])
def test_a_balancing_loop_of_three_equal_stocks_is_unstable_above_a_gain_of_eight(delay):
    """(1 + s)^3 + g = 0 has a root in the right half-plane when g > 8; a delay lowers that."""
    last = {"from": "c", "to": "a", "polarity": "negative", **delay}
    model = tiny.model({"a": "stock", "b": "stock", "c": "stock"}, ["a->b", "b->c", last])
    known = {"inertias": {"a": 1.0, "b": 1.0, "c": 1.0}}
    assert share(model, {"a->b": 2.0, "b->c": 2.0, "c->a": 2.2}, **known) == 1.0
    calm = 0.4 if delay else 1.8
    assert share(model, {"a->b": 2.0, "b->c": 2.0, "c->a": calm}, **known) == 0.0


@pytest.mark.parametrize("order", [3, "pipeline"])
def test_delays_destabilise_balancing_loops(order):
    late = {"from": "a", "to": "p", "polarity": "negative", "delay": 2.0, "delay_order": order}
    model = tiny.model({"a": "stock", "p": "auxiliary"}, [late, "p->a"])
    known = {"inertias": {"a": 1.0}}
    assert share(model, {"a->p": 4.0, "p->a": 2.0}, **known) == 1.0
    assert share(model, {"a->p": 0.9, "p->a": 1.0}, **known) == 0.0


def test_accumulating_loops():
    growing = Settings(dynamics="accumulating", end=2025)
    assert simulate(tiny.growth(), samples=16, settings=growing).unstable_share == 1.0
    assert simulate(tiny.thermostat(), samples=16, settings=growing).unstable_share == 0.0


def test_interventions_count_as_not_yet_begun():
    cut = Scenario(
        id="cut", title="Cut", interventions=[CutLink(source="b", target="a", start=2024)]
    )
    assert share(tiny.growth(), {"a->b": 1.5, "b->a": 1.5}, cut) == 1.0


def test_pivots_and_eigenvalues_agree():
    """The shortcuts for reinforcing systems, against eigenvalues of the same matrices."""
    names = dict.fromkeys("abcde", "stock") | {"p": "auxiliary", "q": "auxiliary"}
    links = [
        "a->b",
        "b->p",
        "p->c",
        "c->d",
        "d->a",
        "b->a",
        "d->q",
        "q->e",
        "e->b",
        {"from": "c", "to": "b", "polarity": "positive", "delay": 0.4, "delay_order": 3},
    ]
    experiment = Experiment.of(tiny.model(names, links))
    system, program = experiment.system, experiment.program
    shares = np.random.default_rng(0).random((len(system.unknowns), 400))
    weights, rates = program.parameters(shares)
    weights = weights * 1.7
    found = unstable_draws(system, program, weights, rates)
    component = _Component(system, False, system.variables, system.arcs)
    expected = np.linalg.eigvals(component._jacobian(weights, rates)).real.max(axis=1) > 1e-9
    assert np.array_equal(found, expected)
    assert 20 < found.sum() < 380


def test_what_is_decided_arc_by_arc_agrees_with_the_largest_eigenvalue():
    """A draw found to shrink has all eigenvalues of |W| within the unit circle, and no other."""
    names = [f"v{at}" for at in range(6)]
    ring = [f"{a}->{b}" for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    chords = ["v0-|v3", "v4->v1", "v5-|v2"]
    system = Experiment.of(tiny.model(dict.fromkeys(names, "stock"), [*ring, *chords])).system
    component = _Component(system, False, tuple(names), system.arcs)
    weights = np.random.default_rng(1).uniform(0.0, 1.5, (len(system.arcs), 400))
    largest = []
    for sample in weights.T:
        matrix = np.zeros((6, 6))
        for arc, size in zip(system.arcs, sample, strict=True):
            matrix[names.index(arc.target), names.index(arc.source)] = size
        largest.append(np.abs(np.linalg.eigvals(matrix)).max())
    within = np.array(largest) < 1
    found = component._contracting(weights)
    assert 0.2 < within.mean() < 0.8
    assert not (found & ~within).any()
    assert (found[np.array(largest) < 0.9]).all()
    # Pivots decide every draw, so also those that shrink too slowly to be found.
    assert np.array_equal(component._damped(weights), within)


def test_a_large_group_is_decided_without_its_full_matrix():
    """Full matrices of 4,000 stocks in 64 draws would take 8 GB."""
    names = [f"v{at}" for at in range(4000)]
    ring = [f"{a}->{b}" for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    experiment = Experiment.of(tiny.model(dict.fromkeys(names, "stock"), ring))
    program, system = experiment.program, experiment.system
    weights, rates = program.parameters(np.full((len(system.unknowns), 64), 0.5))
    assert not unstable_draws(system, program, weights, rates).any()


@pytest.mark.parametrize(("delay", "order"), [(0.5, 1), (3.0, 1), (3.0, 3)])
def test_a_delay_counts_with_its_length_and_order(delay, order):
    """The gain that tips a ring of three equal stocks, from its characteristic polynomial.

    ``(1 + s)^3 (1 + s delay / order)^order + g`` has a root in the right half-plane or not.
    """
    poly = np.polynomial.Polynomial
    ring = poly([1, 1]) ** 3 * poly([1, delay / order]) ** order
    gains = np.linspace(0.5, 10, 2000)
    tips = next(gain for gain in gains if (ring + gain).roots().real.max() > 0)
    last = {
        "from": "c",
        "to": "a",
        "polarity": "negative",
        "delay": delay,
        "delay_order": order,
    }
    model = tiny.model({"a": "stock", "b": "stock", "c": "stock"}, ["a->b", "b->c", last])
    known = {"inertias": {"a": 1.0, "b": 1.0, "c": 1.0}}
    for factor, expected in ((0.95, 0.0), (1.05, 1.0)):
        strengths = {"a->b": 1.0, "b->c": 1.0, "c->a": tips * factor}
        assert share(model, strengths, **known) == expected
