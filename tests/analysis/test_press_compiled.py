"""Compiled press perturbation tells the same to the last count; both tell what LAPACK does."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.press.factor import plan_elimination
from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.press import press
from digisys.analysis.press.sampling import measure_draws
from digisys.analysis.press.signs import OPEN, settled_signs
from digisys.analysis.press.system import PressSystem, press_system
from digisys.analysis.press.unit_circle import right_of_axis, step_down
from digisys.graph.view import Graph
from digisys.schema import Model
from digisys.uncertainty import engine
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.options import Draws
from digisys.uncertainty.strengths import Strengths
from tests.length import examples
from tests.tiny import incoherent_feed_forward, model_of, reinforcing_pair

COMPILED = "digisys.analysis.press.compiled"


@pytest.fixture
def both(monkeypatch):
    """Run work without the compiled kernels and with them."""
    pytest.importorskip("numba", reason="the fast extra is not installed")
    import digisys.analysis.press.compiled as kernels

    def run(work):
        monkeypatch.delitem(sys.modules, COMPILED, raising=False)
        plain = work()
        monkeypatch.setitem(sys.modules, COMPILED, kernels)
        return plain, work()

    return run


def ring_with_chords(size: int, links: int, seed: int, *, negative: float = 0.25) -> Model:
    """Make a strongly connected map with links of both signs."""
    pick = random.Random(seed)
    pairs = {(i, (i + 1) % size) for i in range(size)}
    while len(pairs) < links:
        a, b = pick.randrange(size), pick.randrange(size)
        if a != b:
            pairs.add((a, b))
    return model_of(
        *(f"v{a} {'-' if pick.random() < negative else '+'} v{b}" for a, b in sorted(pairs))
    )


def two_components() -> Model:
    """A component of both signs that acts on a reinforcing one, with causes of its own."""
    return model_of(
        "s + a", "t - b", "a + b", "b - c", "c + a", "a + c", "b + d", "d + e", "e + d", "e - f",
        "c - e",
    )  # fmt: skip


def system_of(model: Model, every="uniform", damping_range=(0.5, 1.5)) -> PressSystem:
    return press_system(Graph.of(model), Strengths(every, damping_range=damping_range))


def counted(system: PressSystem, draws: int, pushes: np.ndarray, executor=None):
    asked = Draws(draws, executor=executor)
    ((parts, stable),) = measure_draws([system], lambda solved: solved.sign_counts(pushes), asked)
    return np.sum(parts, axis=0), stable


CASES = {
    "connected": lambda: system_of(ring_with_chords(30, 75, 1)),
    "components": lambda: system_of(two_components()),
    "digikompassi": lambda: system_of(digisys.load("digikompassi")),
    "dense": lambda: system_of(ring_with_chords(14, 150, 3), every=(0.0, 0.4)),
}


@pytest.mark.parametrize("case", CASES)
def test_compiled_counts_are_the_same(case, both) -> None:
    system = CASES[case]()
    pushes = np.eye(len(system.names))
    plain, compiled = both(lambda: counted(system, 1_500, pushes))
    assert plain[1] == compiled[1] > 0
    assert (plain[0] == compiled[0]).all()
    with ThreadPoolExecutor(2) as pool:
        two, compiled_two = both(lambda: counted(system, 1_500, pushes, pool))
    assert (two[0] == plain[0]).all()
    assert (compiled_two[0] == plain[0]).all()


def test_compiled_counts_of_many_small_maps_are_the_same(both) -> None:
    for seed in range(25):
        pick = random.Random(seed)
        size = pick.randint(2, 12)
        links = pick.randint(size, size * min(size - 1, 4))
        system = system_of(ring_with_chords(size, links, seed, negative=pick.random()))
        plain, compiled = both(lambda s=system: counted(s, 200, np.eye(len(s.names))))
        assert plain[1] == compiled[1]
        assert np.array_equal(plain[0], compiled[0])


def test_small_damping_is_left_to_other_ways(both) -> None:
    """Where the circle cannot be sure of most draws, the answer is still LAPACK's."""
    system = system_of(ring_with_chords(42, 105, 1), every=(0.0, 0.4), damping_range=(0.0, 0.5))
    kernel = Kernel(system)
    block = kernel.blocks[0]
    values = draw_values(system.entries, 1, 0, 300)
    rates = np.linalg.eigvals(block.matrices(block.turned(values))).real.min(axis=1)
    for _, stable in both(lambda: kernel.solve(values)):
        assert (stable == (rates > 0)).all()
    assert 0 < (rates > 0).sum() < 300


def test_draws_with_weak_pivots_are_left_to_lapack(both, monkeypatch) -> None:
    monkeypatch.setattr("digisys.analysis.press.factor._WEAK", 0.1)
    system = system_of(ring_with_chords(14, 30, 2), damping_range=(0.0, 1.0))
    solved, _ = Kernel(system).solve(draw_values(system.entries, 1, 0, 500))
    weak = solved.inverses[0].draws
    assert weak is not None
    assert 0 < len(weak) < solved.count
    plain, compiled = both(lambda: counted(system, 500, np.eye(14)))
    assert plain[1] == compiled[1] == solved.count
    assert (plain[0] == compiled[0]).all()


def test_compiled_counts_of_several_pushed_at_once(both) -> None:
    system = system_of(two_components())
    pushes = np.zeros((len(system.names), 2))
    pushes[[0, 1], 0] = 1.0, -1.0
    pushes[3, 1] = -1.0
    plain, compiled = both(lambda: counted(system, 1_000, pushes))
    assert (plain[0] == compiled[0]).all()


def test_compiled_factors_are_equal_to_the_last_bit(both) -> None:
    system = system_of(ring_with_chords(20, 50, 4))
    block = Kernel(system).blocks[0]
    values = block.turned(draw_values(system.entries, 1, 0, 300))
    assert block.plan is not None
    factor = block.plan.factor
    plain, compiled = both(lambda: factor(block.rows, block.columns, values))
    assert plain.entries.tobytes() == compiled.entries.tobytes()
    assert plain.pivots.tobytes() == compiled.pivots.tobytes()


def test_a_whole_answer_is_the_same(both) -> None:
    model = ring_with_chords(20, 45, 5)
    plain, compiled = both(
        lambda: press(
            model, strengths=Strengths("uniform", damping_range=(0.5, 1.5)), samples=700
        ).to_dict()
    )
    assert plain == compiled


def test_large_work_loads_the_kernels(monkeypatch) -> None:
    pytest.importorskip("numba", reason="the fast extra is not installed")
    import digisys.analysis.press.compiled as kernels

    monkeypatch.delitem(sys.modules, COMPILED)
    engine.load_if_worth_it(1e6)
    assert engine.compiled() is None
    engine.load_if_worth_it(1e12)
    assert engine.compiled() is not None
    monkeypatch.setitem(sys.modules, COMPILED, kernels)


@given(
    st.lists(
        st.tuples(st.floats(0.2, 3.0), st.floats(0.01, 3.1)).map(
            lambda pair: pair[0] * np.exp(1j * pair[1])
        ),
        min_size=1,
        max_size=6,
    ).filter(lambda zeros: all(abs(abs(zero) - 1) > 0.01 for zero in zeros))
)
@settings(max_examples=examples(200))
def test_zeros_outside_the_circle(zeros) -> None:
    """A polynomial made from known zeros and their conjugates."""
    powers = np.ones(1)
    for zero in zeros:
        powers = np.convolve(powers, [1, -2 * (1 / zero).real, 1 / abs(zero) ** 2])
    error = np.array([1e-14 * np.abs(powers).sum()])
    outside, least = step_down(powers[:, None], error)
    if least[0] > error[0]:
        assert outside[0] == all(abs(zero) > 1 for zero in zeros)
        around = np.exp(1j * np.linspace(0, np.pi, 200))
        assert least[0] <= np.abs(np.polyval(powers[::-1], around)).min() + 1e-9


@pytest.mark.parametrize("size", [2, 3, 7, 8, 25])
def test_the_circle_tells_what_eigenvalues_tell(size, both) -> None:
    system = system_of(ring_with_chords(size, min(2 * size, size * (size - 1)), 6, negative=0.5))
    block = Kernel(system).blocks[0]
    values = draw_values(system.entries, 2, 0, 400)
    plan = plan_elimination(size, block.rows, block.columns)
    assert plan is not None
    entries = plan.laid_out(block.rows, block.columns, block.turned(values))
    eigenvalues = np.linalg.eigvals(block.matrices(block.turned(values)))
    truth = eigenvalues.real.min(axis=1) > 0
    centre = np.exp(np.log(np.abs(eigenvalues)).mean(axis=1))
    for right, sure in both(lambda: right_of_axis(plan, entries.copy(), centre, 1e-9)):
        assert (right == truth)[sure].all()
        assert sure.mean() > 0.95


def test_an_eigenvalue_on_the_edge_is_not_sure(both) -> None:
    """The rate of return of a balancing pair is its damping; the edge lies at 1e-9."""
    rows, columns = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    plan = plan_elimination(2, rows, columns)
    assert plan is not None
    damping = np.array([1e-9, 1e-9 + 1e-14, 1e-9 - 1e-14, 1e-3, 0.1, 0.5e-9, -0.1])
    values = np.array([damping, np.ones(7), -np.ones(7), damping])
    for right, sure in both(
        lambda: right_of_axis(plan, plan.laid_out(rows, columns, values), np.ones(7), 1e-9)
    ):
        assert not sure[:3].any()
        assert sure[3:5].all()
        assert right[3:5].all()
        assert not (right & sure)[5:].any()


def test_chains_that_agree_settle_signs() -> None:
    kernel = Kernel(system_of(two_components()))
    names = list(kernel.system.names)
    signs = settled_signs(kernel, np.eye(len(names)))
    table = {
        (cause, effect): int(signs[names.index(effect), names.index(cause)])
        for cause in names
        for effect in names
    }
    assert table["d", "e"] == table["e", "d"] == table["f", "f"] == 1
    assert table["d", "f"] == -1
    assert table["f", "d"] == table["d", "a"] == 0
    # Through a component with a balancing loop nothing is settled.
    assert table["s", "a"] == table["b", "f"] == OPEN
    assert (settled_signs(kernel, -np.eye(len(names)))[signs == 1] == -1).all()


def test_chains_that_disagree_settle_nothing() -> None:
    kernel = Kernel(system_of(incoherent_feed_forward()))
    names = list(kernel.system.names)
    signs = settled_signs(kernel, np.eye(3))
    assert signs[names.index("c"), names.index("a")] == OPEN
    assert signs[names.index("b"), names.index("a")] != OPEN


@pytest.mark.parametrize("model", [two_components(), reinforcing_pair(), model_of("a ? b")])
def test_settled_signs_are_those_of_every_response(model) -> None:
    system = system_of(model)
    kernel = Kernel(system)
    pushes = np.eye(len(system.names))
    signs = settled_signs(kernel, pushes)[:, :, None]
    solved, _ = kernel.solve(draw_values(system.entries, 1, 0, 300))
    responses = np.sign(solved.responses(pushes))
    assert ((responses == signs) | (signs == OPEN)).all()
    assert (signs != OPEN).any()


def test_kernels_are_used_once_they_are_loaded(both):
    plain, fast = both(engine.compiled)
    assert plain is None
    assert fast is sys.modules[COMPILED]


@pytest.mark.parametrize(
    ("numba_is_there", "work", "loaded"),
    [(True, 2e8, False), (True, 4e8, True), (False, 1.9e9, False), (False, 2.1e9, True)],
)
def test_kernels_are_loaded_for_work_that_pays(monkeypatch, numba_is_there, work, loaded):
    calls = []
    monkeypatch.setattr(engine, "load", lambda: calls.append(work))
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    if numba_is_there:
        monkeypatch.setitem(sys.modules, "numba", sys)
    engine.load_if_worth_it(work)
    assert bool(calls) == loaded
