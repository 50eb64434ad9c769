"""Signed reach, and the shortest independent loop set, against networkx in the same run.

Signed reach from one variable is compared with ``networkx.descendants`` on the graph with
every variable doubled by sign, which finds the same pairs but keeps no chains; both graphs are
built beforehand. For the loop set networkx
looks for the shortest path back along every link that lies on a loop. Median processor time of
repeats.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
from loops import random_model

from digisys.analysis.loops.loop_set import loop_set
from digisys.graph.reach import search
from digisys.graph.view import Graph


def median_time(call: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Return the median seconds of a call, and its answer."""
    times = []
    answer = None
    for _ in range(repeats):
        begin = time.process_time()
        answer = call()
        times.append(time.process_time() - begin)
    return statistics.median(times), answer


def reach(size: int) -> None:
    """Compare signed reach from the variable with the most links out."""
    model = random_model(size, size * 8 // 5, 1)
    graph = Graph.of(model)
    start = max(graph.out, key=lambda name: len(graph.out[name]))
    doubled = nx.DiGraph()
    for link in model.links:
        if link.target == start:  # ways do not pass the start again
            continue
        flip = -1 if link.polarity == "negative" else 1
        for sign in (1, -1):
            doubled.add_edge((link.source, sign), (link.target, sign * flip))
    theirs, states = median_time(lambda: nx.descendants(doubled, (start, 1)), 9)
    ours, found = median_time(lambda: search(graph, [start]), 9)
    assert found.steps.keys() == states
    print(
        f"signed reach, {size:>7,} variables: networkx {theirs:.4f} s, "
        f"digisys {ours:.5f} s, {theirs / ours:.1f} times"
    )


def independent_loops(size: int) -> None:
    """Compare the search for the shortest loop through every link."""
    model = random_model(size, size * 31 // 20, 1)
    ours, found = median_time(lambda: loop_set(model), 5)
    graph = nx.DiGraph((link.source, link.target) for link in model.links)
    inside = [
        edge
        for part in nx.strongly_connected_components(graph)
        if len(part) > 1
        for edge in graph.subgraph(part).edges
    ]

    def peer() -> int:
        return sum(len(nx.bidirectional_shortest_path(graph, b, a)) for a, b in inside)

    theirs, _ = median_time(peer, 3)
    print(
        f"loop set, {size:>7,} variables: {len(found)} loops, rank {found.rank}; networkx's "
        f"shortest loops {theirs:.3f} s, digisys {ours:.3f} s, {theirs / ours:.1f} times"
    )


def main() -> None:
    """Print every comparison."""
    for size in (1_000, 10_000, 100_000):
        reach(size)
    for size in (300, 3_000, 30_000):
        independent_loops(size)


if __name__ == "__main__":
    main()
