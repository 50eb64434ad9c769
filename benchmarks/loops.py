"""Loop enumeration against networkx, plain and with numba, in the same run.

Prints the median processor seconds of some repeats and how many times faster than
``networkx.simple_cycles`` each way is. ``search`` finds and keeps every loop;
``find_loops`` also labels and counts them. Bounded rows look for loops up to a length.

Run with ``python benchmarks/loops.py``; ``--plain`` leaves numba out even if installed.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

if "--plain" in sys.argv:
    sys.modules["numba"] = None  # type: ignore[assignment]

import networkx as nx

from digisys.analysis.loops.find_loops import find_loops
from digisys.analysis.loops.search import Bounds
from digisys.analysis.loops.store import Numbered, gather
from digisys.graph.view import Graph
from digisys.schema import Model

# Variables, links, seed, longest loop (None: any).
CASES = [
    (42, 90, 3, None),
    (42, 100, 2, None),
    (42, 114, 2, None),
    (100, 180, 1, None),
    (100, 200, 3, None),
    (300, 480, 1, None),
    (300, 480, 7, None),
    (42, 114, 2, 8),
    (300, 480, 7, 14),
    (300, 600, 1, 9),
]


def random_model(variables: int, links: int, seed: int) -> Model:
    """Make a random model; its links are distinct and join two variables."""
    draw = random.Random(seed)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        a, b = draw.randrange(variables), draw.randrange(variables)
        if a != b:
            pairs.add((a, b))
    return Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "variables": {
                f"v{i:06}": {"label": f"V{i}", "role": "stock"} for i in range(variables)
            },
            "links": [
                {
                    "from": f"v{a:06}",
                    "to": f"v{b:06}",
                    "polarity": "negative" if (a + b) % 4 == 0 else "positive",
                }
                for a, b in sorted(pairs)
            ],
        },
        context={"references_checked": True},
    )


def median_time(call: Callable[[], int], repeats: int) -> tuple[float, int]:
    """Return the median seconds of a call, and its answer."""
    times = []
    count = 0
    for _ in range(repeats):
        begin = time.process_time()
        count = call()
        times.append(time.process_time() - begin)
    return statistics.median(times), count


def compare(variables: int, links: int, seed: int, bound: int | None) -> None:
    """Print one row."""
    model = random_model(variables, links, seed)
    numbered = Numbered.of(Graph.of(model))
    graph = nx.DiGraph((link.source, link.target) for link in model.links)

    def peer() -> int:
        return sum(1 for _ in nx.simple_cycles(graph, length_bound=bound))

    def search() -> int:
        return gather(numbered, bounds=Bounds(bound)).count

    def whole() -> int:
        return len(find_loops(model, max_loops=None, max_length=bound))

    searched, count = median_time(search, 7)
    found, _ = median_time(whole, 5)
    theirs, expected = median_time(peer, 3 if count < 300_000 else 1)
    assert count == expected, (count, expected)
    print(
        f"{variables:>4} {links:>5} {bound or '':>6} {count:>9,} {theirs:>9.4f} "
        f"{searched:>9.4f} {theirs / searched:>7.1f} {found:>9.4f} {theirs / found:>7.1f}",
        flush=True,
    )


def main() -> None:
    """Run every case, first without numba, then with it if it is installed."""
    if "--plain" not in sys.argv:
        print("plain install", flush=True)
        subprocess.run([sys.executable, __file__, "--plain"], check=True)
        try:
            import digisys.analysis.loops.kernel  # noqa: F401 - warms the compiled search
        except ImportError:
            return
        print("with numba", flush=True)
        gather(Numbered.of(Graph.of(random_model(42, 100, 2))), bounds=Bounds())
    print(
        f"{'vars':>4} {'links':>5} {'bound':>6} {'loops':>9} {'networkx':>9} "
        f"{'search':>9} {'ratio':>7} {'find':>9} {'ratio':>7}"
    )
    for case in CASES:
        compare(*case)


if __name__ == "__main__":
    main()
