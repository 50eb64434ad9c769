"""1e5 press samples against NumPy's LAPACK, a matrix at a time and in stacks.

Both peers do what the method says: draw the entries, ask the eigenvalues whether the draw is
stable, invert, count signs. The *loop* has one matrix at a time, as people write it first. The
*stacks* are NumPy's best use: entries of many draws at once, ``np.linalg.eigvals`` and
``np.linalg.inv`` over a stack of matrices, signs counted over the stack; the size of the stack
is the fastest of some, tried before timing. Both are timed on fewer draws and scaled. Ours is
timed on all of them: same ranges, same counts of signs. Before timing, all count the signs of
the same draws, which must be equal. Linear algebra has one thread.

Three systems: Digikompassi, with its feedback in one component of 17 variables and positive
links only, so that chains settle the signs; the same with every fourth link negative, so
that they do not; and one strongly connected map of 42 variables with links of both signs.

    python benchmarks/press.py [--draws 100000] [--repeats 3] [--workers 1] [--plain]

Processor seconds with one worker, seconds on the clock with more. ``--plain`` leaves numba
out even if it is installed.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
if "--plain" in sys.argv:
    sys.modules["numba"] = None  # type: ignore[assignment]

import numpy as np

import digisys
from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.sampling import measure_draws
from digisys.analysis.press.system import PressSystem, press_system
from digisys.graph.view import Graph
from digisys.schema import Model
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.engine import compiled, load_if_worth_it
from digisys.uncertainty.options import Draws
from digisys.uncertainty.strengths import Strengths

LOOP_DRAWS, STACK_DRAWS = 1_000, 4_096
#: Matrices in a stack, of which the fastest is taken.
STACKS = (16, 64, 256, 1_024)
SAME_DRAWS = 500


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


def every_fourth_negative(system: PressSystem) -> PressSystem:
    """Turn every fourth link negative."""
    links = tuple(
        replace(entry, sign=-1 if number % 4 == 3 else entry.sign)
        for number, entry in enumerate(system.links)
    )
    return replace(system, links=links)


def plain_loop(system: PressSystem, entries: np.ndarray | int) -> tuple[np.ndarray, int]:
    """Do what the method says, one draw at a time: some given draws, or so many new ones."""
    every = (*system.links, *system.damping)
    rows = np.array([entry.row for entry in every])
    columns = np.array([entry.column for entry in every])
    low = np.array([entry.low for entry in every])
    width = np.array([entry.high - entry.low for entry in every])
    signs = np.array([entry.sign for entry in system.links] + [-1] * len(system.damping))
    size = len(system.names)
    random_numbers = np.random.default_rng(1)
    counts = np.zeros((2, size, size), dtype=np.int64)
    stable = 0
    for draw in range(entries if isinstance(entries, int) else len(entries)):
        matrix = np.zeros((size, size))
        if isinstance(entries, int):
            matrix[rows, columns] = signs * (low + width * random_numbers.random(len(every)))
        else:
            matrix[rows, columns] = entries[draw]
        if np.linalg.eigvals(matrix).real.max() < 0:
            response = -np.linalg.inv(matrix)
            counts[0] += response > 0
            counts[1] += response < 0
            stable += 1
    return counts, stable


def in_stacks(system: PressSystem, entries: np.ndarray | int, stack: int) -> tuple[np.ndarray, int]:
    """Do the same with stacks of matrices."""
    every = (*system.links, *system.damping)
    rows = np.array([entry.row for entry in every])
    columns = np.array([entry.column for entry in every])
    low = np.array([entry.low for entry in every])
    width = np.array([entry.high - entry.low for entry in every])
    signs = np.array([entry.sign for entry in system.links] + [-1] * len(system.damping))
    size = len(system.names)
    random_numbers = np.random.default_rng(1)
    counts = np.zeros((2, size, size), dtype=np.int64)
    stable = 0
    draws = entries if isinstance(entries, int) else len(entries)
    for first in range(0, draws, stack):
        count = min(stack, draws - first)
        matrices = np.zeros((count, size, size))
        if isinstance(entries, int):
            shares = random_numbers.random((count, len(every)))
            matrices[:, rows, columns] = signs * (low + width * shares)
        else:
            matrices[:, rows, columns] = entries[first : first + count]
        matrices = matrices[np.linalg.eigvals(matrices).real.max(axis=1) < 0]
        responses = -np.linalg.inv(matrices)
        counts[0] += np.count_nonzero(responses > 0, axis=0)
        counts[1] += np.count_nonzero(responses < 0, axis=0)
        stable += len(matrices)
    return counts, stable


def best_stack(system: PressSystem) -> int:
    """Return the size of a stack with which NumPy is fastest."""
    times = {
        stack: timed(lambda s=stack: in_stacks(system, 1_024, s), clock=time.process_time)
        for stack in STACKS
    }
    return min(times, key=times.__getitem__)


def check_same(system: PressSystem) -> None:
    """Stop unless all count the same in the same draws."""
    values = draw_values(system.entries, 1, 0, SAME_DRAWS)
    values[len(system.links) :] *= -1
    theirs, theirs_stable = plain_loop(system, np.ascontiguousarray(values.T))
    counts, stable = ours(system, SAME_DRAWS, 1)
    # Where the loop takes rounding for a response, chains are missing: look at the others.
    reached = counts.sum(axis=0) > 0
    stacked, stacked_stable = in_stacks(system, np.ascontiguousarray(values.T), 64)
    if not stable == theirs_stable == stacked_stable:
        raise SystemExit("The counts of stable draws differ.")
    if any((counts != other)[:, reached].any() for other in (theirs, stacked)):
        raise SystemExit("The counts differ.")


def counted(pushes: np.ndarray, solved: Solved) -> np.ndarray:
    """Count the signs of responses; a function that other processes can be sent."""
    return solved.sign_counts(pushes)


def ours(system: PressSystem, draws: int, workers: int) -> tuple[np.ndarray, int]:
    """Make the same number of draws with digisys."""
    count = partial(counted, np.eye(len(system.names)))
    ((parts, stable),) = measure_draws([system], count, Draws(draws, workers=workers))
    return np.sum(parts, axis=0), stable


def timed(work: Callable[[], object], *, clock: Callable[[], float]) -> float:
    """Return the seconds that work takes."""
    start = clock()
    work()
    return clock() - start


def told(slow: list[float], fast: list[float]) -> str:
    """Return a peer's seconds and how many times faster ours is, as medians."""
    ratio = statistics.median(a / b for a, b in zip(slow, fast, strict=True))
    return f"{statistics.median(slow):.1f} s (scaled), {ratio:.1f} times ours"


def main() -> None:
    """Time all on all systems, in turns; first without numba, then with it if installed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    if not given.plain:
        print("plain", flush=True)
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--plain"], check=True)
        load_if_worth_it(math.inf)
        if compiled() is None:
            return
        print("with numba", flush=True)
    clock = time.process_time if given.workers == 1 else time.perf_counter
    digikompassi = press_system(Graph.of(digisys.load("digikompassi")))
    # The map has more links per variable and both signs: milder ranges keep it stable often.
    systems = {
        "Digikompassi": digikompassi,
        "Digikompassi, every fourth link negative": every_fourth_negative(digikompassi),
        "connected 42": press_system(
            Graph.of(connected_map()), Strengths("uniform", damping_range=(0.5, 1.5))
        ),
    }
    for name, system in systems.items():
        check_same(system)
        best = best_stack(system)
        slow, stacked, fast = [], [], []
        for _ in range(given.repeats):
            seconds = timed(lambda s=system: plain_loop(s, LOOP_DRAWS), clock=clock)
            slow.append(seconds * given.draws / LOOP_DRAWS)
            seconds = timed(lambda s=system, n=best: in_stacks(s, STACK_DRAWS, n), clock=clock)
            stacked.append(seconds * given.draws / STACK_DRAWS)
            fast.append(timed(lambda s=system: ours(s, given.draws, given.workers), clock=clock))
        _, stable = ours(system, 10_000, given.workers)
        print(
            f"{name}: {stable / 10_000:.1%} stable; ours {statistics.median(fast):.2f} s; "
            f"loop {told(slow, fast)}; stacks of {best} {told(stacked, fast)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
