"""1e5 press samples against a Python loop of sample, eigenvalues and inverse.

The loop is what the method says, with NumPy for one matrix at a time: draw the entries, ask
the eigenvalues whether the draw is stable, invert, count signs. It is timed on fewer draws
and scaled. Ours is timed on all of them: same ranges, same counts of signs. Two systems:
Digikompassi, with its feedback in one component of 17 variables, and one strongly connected
map of 42 variables with links of both signs.

    python benchmarks/press.py [--draws 100000] [--repeats 3] [--workers 1]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable

import numpy as np

import digisys
from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.sampling import measure_draws
from digisys.analysis.press.system import PressSystem, press_system
from digisys.analysis.view import Graph
from digisys.schema import Model

LOOP_DRAWS = 1_000


def connected_map(variables: int = 42, links: int = 105, seed: int = 1) -> Model:
    """Make a strongly connected map: a ring and random links, one in four negative."""
    pick = random.Random(seed)
    pairs = {(i, (i + 1) % variables) for i in range(variables)}
    while len(pairs) < links:
        a, b = pick.randrange(variables), pick.randrange(variables)
        if a != b:
            pairs.add((a, b))
    return Model.model_validate(
        {
            "schema": 1,
            "id": "connected",
            "title": "Connected",
            "languages": ["en"],
            "variables": {f"v{i}": {"label": f"V{i}", "role": "stock"} for i in range(variables)},
            "links": [
                {
                    "from": f"v{a}",
                    "to": f"v{b}",
                    "polarity": pick.choice(["positive", "positive", "positive", "negative"]),
                }
                for a, b in sorted(pairs)
            ],
        }
    )


def plain_loop(system: PressSystem, draws: int) -> tuple[np.ndarray, int]:
    """Do what the method says, one draw at a time."""
    entries = (*system.links, *system.damping)
    rows = np.array([entry.row for entry in entries])
    columns = np.array([entry.column for entry in entries])
    low = np.array([entry.low for entry in entries])
    width = np.array([entry.high - entry.low for entry in entries])
    signs = np.array([entry.sign for entry in system.links] + [-1] * len(system.damping))
    size = len(system.names)
    random_numbers = np.random.default_rng(1)
    counts = np.zeros((2, size, size), dtype=np.int64)
    stable = 0
    for _ in range(draws):
        matrix = np.zeros((size, size))
        matrix[rows, columns] = signs * (low + width * random_numbers.random(len(entries)))
        if np.linalg.eigvals(matrix).real.max() < 0:
            response = -np.linalg.inv(matrix)
            counts[0] += response > 0
            counts[1] += response < 0
            stable += 1
    return counts, stable


def ours(system: PressSystem, draws: int, workers: int) -> tuple[np.ndarray, int]:
    """Make the same number of draws with digisys."""
    pushes = np.eye(len(system.names))

    def count(solved: Solved) -> np.ndarray:
        return solved.sign_counts(pushes)

    parts, stable = measure_draws(system, count, draws=draws, seed=1, workers=workers)
    return np.sum(parts, axis=0), stable


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Time both on both systems, in turns."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    # The map has more links per variable and both signs: milder ranges keep it stable often.
    systems = {
        "Digikompassi": press_system(Graph.of(digisys.load("digikompassi"))),
        "connected 42": press_system(
            Graph.of(connected_map()), strengths="uniform", damping_range=(0.5, 1.5)
        ),
    }
    for name, system in systems.items():
        slow, fast = [], []
        for _ in range(given.repeats):
            slow.append(
                timed(lambda s=system: plain_loop(s, LOOP_DRAWS)) * given.draws / LOOP_DRAWS
            )
            fast.append(timed(lambda s=system: ours(s, given.draws, given.workers)))
        _, stable_loop = plain_loop(system, LOOP_DRAWS)
        _, stable = ours(system, given.draws, given.workers)
        print(
            f"{name}: loop {statistics.median(slow):.1f} s (scaled), ours "
            f"{statistics.median(fast):.2f} s, ratio "
            f"{statistics.median(a / b for a, b in zip(slow, fast, strict=True)):.1f}; stable "
            f"{stable_loop / LOOP_DRAWS:.1%} and {stable / given.draws:.1%}"
        )


if __name__ == "__main__":
    main()
