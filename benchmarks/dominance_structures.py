"""Which loops drive a scenario, over 100,000 structures and strengths of Digikompassi.

One question does it: every draw has its own strengths, inertias and ambiguous links, and every
loop is scored at every step of every draw. The peer is pysimlin, which scores loops by the same
method, run by run; its runs are of one structure with the strengths of the exported model, and
their time is scaled up. Seconds are of processor time, as other programs on the machine disturb
that least; those of workers are counted too.

Run with ``python benchmarks/dominance_structures.py [draws] [workers]`` (groups ``dev`` and
``peers``), with ``OPENBLAS_NUM_THREADS=1``.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path

import digisys
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.uncertainty.options import Draws

SCENARIO = "leadership-push"
PEER_RUNS = 200
ALONE = 8192


def processor_seconds() -> float:
    """Return the processor time of this process and of workers that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def run_alone(model: digisys.Model) -> float:
    """Return the seconds that drawing and running take for one draw, without any score."""
    experiment = Experiment.of(model, SCENARIO, certainty="all")
    table = experiment.draw_table(Draws(ALONE))
    start = time.process_time()
    for first in range(0, ALONE, 1024):
        integrate(experiment.program, *experiment.parameters(table, first, first + 1024))
    return (time.process_time() - start) / ALONE


def peer_seconds(model: digisys.Model) -> float:
    """Return the seconds that pysimlin takes for one run with its loop scores."""
    import simlin

    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digikompassi.xmile"
        digisys.write_xmile(model, path, SCENARIO)
        simulation = simlin.load(str(path)).simulate(enable_ltm=True)
        start = time.process_time()
        for _ in range(PEER_RUNS):
            simulation.reset()
            simulation.run_to_end()
        return (time.process_time() - start) / PEER_RUNS


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    model = digisys.load("digikompassi")
    digisys.dominance(model, SCENARIO, samples=16, certainty="all")
    wall, start = time.perf_counter(), processor_seconds()
    answer = digisys.dominance(
        model, SCENARIO, samples=Draws(draws, workers=workers), certainty="all"
    )
    spent, wall = processor_seconds() - start, time.perf_counter() - wall
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    loops = sum(loop.kind != "erosion" for loop in answer.loops)
    print(f"{draws} draws, {loops} loops, {len(answer.times)} steps, {workers} worker(s)")
    print(f"processor seconds {spent:.1f}, on the clock {wall:.1f}, at most {peak / 1024:.0f} MiB")
    print(f"drawing and running alone {draws * run_alone(model):.1f} s")
    peer = draws * peer_seconds(model)
    print(f"pysimlin, looped, scaled up {peer:.0f} s: {peer / spent:.1f} times")


if __name__ == "__main__":
    main()
