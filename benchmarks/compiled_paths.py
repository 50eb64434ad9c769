"""What each compiled path gains over the best that plain libraries do for the same work.

A path that gains less than three times on all of the bundled model and generated maps of 300
and 3,000 variables is not worth keeping. Peers, the best of those that are named counts:

- every loop: ``networkx.simple_cycles`` and ``rustworkx.simple_cycles``, which people plainly
  use for it (igraph's leaves loops out);
- a shortest loop through every link: ``networkx.bidirectional_shortest_path`` and igraph's
  ``get_shortest_path``, back along each link;
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
import rustworkx
from loops import random_model

from digisys.analysis.loops import compiled as whole
from digisys.analysis.loops.loop_set_kernel import compiled_shortest_loops
from digisys.analysis.loops.search import Bounds
from digisys.analysis.loops.store import Numbered, gather
from digisys.analysis.press.system import press_system
from digisys.graph.view import Graph
from digisys.schema import Model

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

    chosen = sys.argv[1:] or ["loops", "shortest", "press"]
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
    if "press" in chosen:
        pressed("Digikompassi", bundled, 2_000)
        pressed("300", maps["300"], 48)


if __name__ == "__main__":
    main()
