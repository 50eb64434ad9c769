"""What each compiled path gains over the best that plain libraries do for the same work.

A path that gains less than three times on all of the bundled model and generated maps of 300
and 3,000 variables is not worth keeping. Peers, the best of those that are named counts:

- every loop: ``networkx.simple_cycles`` and ``rustworkx.simple_cycles``, which people plainly
  use for it (igraph's leaves loops out);
- a shortest loop through every link: ``networkx.bidirectional_shortest_path`` and igraph's
  ``get_shortest_path``, back along each link;
- integration: the NumPy kernel, a pass for each link over all samples at once, and, where there
  are stocks only, one sparse SciPy matrix that holds all samples side by side;
- press: see ``press.py``; here stacks of NumPy on 300 variables, too. Eigenvalues of 3,000
  rows take minutes a draw, so that row is left out.

Processor seconds, medians; set ``OPENBLAS_NUM_THREADS=1``. Needs numba and the group ``peers``.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import igraph
import networkx as nx
import numpy as np
import rustworkx
from loops import random_model
from scipy import sparse

from digisys.analysis.loops import compiled as whole
from digisys.analysis.loops.loop_set_kernel import compiled_shortest_loops
from digisys.analysis.loops.search import Bounds
from digisys.analysis.loops.store import Numbered, gather
from digisys.analysis.press.system import press_system
from digisys.graph.view import Graph
from digisys.schema import Model, Push, Scenario
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.engines import integrate_with
from digisys.simulation.integrate.program import Floats, Program

REPEATS = 3


def median_time(call: Callable[[], Any]) -> float:
    """Return the median seconds of a call that has been made once before."""
    call()
    times = []
    for _ in range(REPEATS):
        begin = time.process_time()
        call()
        times.append(time.process_time() - begin)
    return statistics.median(times)


def tell(what: str, name: str, ours: float, peers: dict[str, float], more: str = "") -> None:
    """Print one row."""
    best = min(peers, key=peers.__getitem__)
    others = ", ".join(f"{peer} {seconds:.5f}" for peer, seconds in peers.items())
    print(
        f"{what:14} {name:12} compiled {ours:.5f}; {others}; {peers[best] / ours:.1f} times "
        f"({best}){more}",
        flush=True,
    )


def every_loop(name: str, model: Model) -> None:
    """Compare the listing of all loops."""
    numbered = Numbered.of(Graph.of(model))
    large = 0
    usual = whole._walk_large

    def counted(*arguments: Any) -> Any:
        nonlocal large
        large += 1
        return usual(*arguments)

    whole._walk_large = counted
    count = gather(numbered, bounds=Bounds()).count
    whole._walk_large = usual
    graph = nx.DiGraph((link.source, link.target) for link in model.links)
    place = {node: at for at, node in enumerate(graph)}
    fast = rustworkx.PyDiGraph()
    fast.add_nodes_from(list(graph))
    fast.add_edges_from_no_data([(place[a], place[b]) for a, b in graph.edges])
    peers = {
        "networkx": median_time(lambda: sum(1 for _ in nx.simple_cycles(graph))),
        "rustworkx": median_time(lambda: sum(1 for _ in rustworkx.simple_cycles(fast))),
    }
    ours = median_time(lambda: gather(numbered, bounds=Bounds()))
    tell("every loop", name, ours, peers, f"; {count:,} loops, {large} pieces over 64 variables")


def shortest(name: str, model: Model) -> None:
    """Compare the search for a shortest loop through every link of the largest component."""
    graph = nx.DiGraph((link.source, link.target) for link in model.links)
    part = graph.subgraph(max(nx.strongly_connected_components(graph), key=len))
    place = {node: at for at, node in enumerate(part)}
    ends = [(place[a], place[b]) for a, b in part.edges]
    other = igraph.Graph(len(place), ends, directed=True)
    numbers = range(len(ends))
    compiled = compiled_shortest_loops(ends, len(place), numbers)
    theirs = [nx.bidirectional_shortest_path(part, b, a) for a, b in part.edges]
    assert [len(item) for item in compiled] == [len(item) for item in theirs]
    peers = {
        "networkx": median_time(
            lambda: [nx.bidirectional_shortest_path(part, b, a) for a, b in part.edges]
        ),
        "igraph": median_time(
            lambda: [other.get_shortest_path(b, to=a, output="epath") for a, b in ends]
        ),
    }
    ours = median_time(lambda: compiled_shortest_loops(ends, len(place), numbers))
    tell("shortest loops", name, ours, peers, f"; {len(ends)} links")


def sparse_runs(program: Program, weights: Floats, rates: Floats) -> Floats:
    """Run stocks without delays by Euler with one sparse matrix; by instant, sample and row."""
    rows, samples = program.rows, weights.shape[1]
    targets = np.repeat(program.targets, np.diff(program.first))
    at = np.arange(samples)[:, None] * rows
    matrix = sparse.csr_matrix(
        (weights.T.ravel(), ((at + targets).ravel(), (at + program.source).ravel())),
        shape=(rows * samples, rows * samples),
    )
    pace = np.empty((samples, rows))
    pace[:, program.stocks] = rates.T * program.clock.step
    pace = pace.ravel()
    levels = np.tile(program.initial[0], samples)
    out = np.empty((program.clock.steps + 1, len(levels)))
    out[0] = levels
    for step in range(program.clock.steps):
        drive = matrix @ levels
        drive.reshape(samples, rows)[...] += program.signals[0, step]
        levels = levels + pace * (np.tanh(drive, out=drive) - levels)
        out[step + 1] = levels
    return out


def integration(name: str, model: Model, samples: int) -> None:
    """Compare runs of an ensemble."""
    first = next(iter(model.variables))
    push = Push(variable=first, size=0.9, start=2023)
    scenario = Scenario(id="push", title="Push", interventions=[push])
    experiment = Experiment.of(model, scenario)
    program = experiment.program
    shares = np.random.default_rng(1).random((len(experiment.system.unknowns), samples))
    weights, rates = program.parameters(shares)
    peers = {"NumPy": median_time(lambda: integrate_with("numpy", program, weights, rates))}
    if not program.auxiliaries:
        found = sparse_runs(program, weights, rates)
        expected = integrate_with("numba", program, weights, rates).levels
        assert np.abs(found.reshape(len(found), samples, -1) - expected.swapaxes(1, 2)).max() < 1e-9
        assert np.abs(expected).max() > 0.1
        peers["SciPy"] = median_time(lambda: sparse_runs(program, weights, rates))
    ours = median_time(lambda: integrate_with("numba", program, weights, rates))
    tell("integration", name, ours, peers, f"; {samples} samples, {program.clock.steps} steps")


def pressed(name: str, model: Model, draws: int) -> None:
    """Compare press draws with stacks of matrices."""
    import press

    from digisys.uncertainty.engine import load_if_worth_it

    load_if_worth_it(float("inf"))
    system = press_system(Graph.of(model))
    ours = median_time(lambda: press.ours(system, draws, 1))
    theirs = median_time(lambda: press.in_stacks(system, draws, 16))
    tell("press", name, ours, {"NumPy stacks": theirs}, f"; {draws} draws")


def main() -> None:
    """Print every row."""
    import digisys.analysis.loops.kernel

    chosen = sys.argv[1:] or ["loops", "shortest", "integration", "press"]
    bundled = digisys.load("digikompassi")
    maps = {
        "Digikompassi": bundled,
        "300": random_model(300, 480, 1),
        "3,000": random_model(3_000, 3_600, 1),
    }
    if "loops" in chosen:
        for name, model in maps.items():
            every_loop(name, model)
    if "shortest" in chosen:
        for name, model in (maps | {"3,000": random_model(3_000, 4_650, 1)}).items():
            shortest(name, model)
    if "integration" in chosen:
        for (name, model), samples in zip(maps.items(), (1_000, 250, 50), strict=True):
            integration(name, model, samples)
    if "press" in chosen:
        pressed("Digikompassi", bundled, 2_000)
        pressed("300", maps["300"], 48)


if __name__ == "__main__":
    main()
