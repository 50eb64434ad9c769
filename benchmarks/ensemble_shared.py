"""One ensemble alone, in two processes, and on a local Dask cluster: the same bytes.

Final levels and bands of Digikompassi, in plain NumPy. Real time, the shortest of some
repeats, each way in turn; starting processes and the cluster is counted apart. On a machine
whose cores are busy with other work, two workers gain less than they could.

Run with ``python benchmarks/ensemble_shared.py [runs]``; needs ``digisys[dask]``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from distributed import Client, LocalCluster

import digisys
from digisys.simulation.ensemble.result import Ensemble

REPEATS = 3


def timed(ask: Callable[[], Ensemble]) -> tuple[float, Ensemble]:
    began = time.perf_counter()
    answer = ask()
    return time.perf_counter() - began, answer


def main(runs: int) -> None:
    model = digisys.load("digikompassi")
    began = time.perf_counter()
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        print(f"cluster of two workers started in {time.perf_counter() - began:.1f} s")
        executor = client.get_executor(pure=False)

        draws = digisys.Draws(runs)

        def ask(how: digisys.Draws) -> Ensemble:
            return digisys.simulate(model, "leadership-push", samples=how)

        ways = {
            "alone": lambda: ask(draws),
            "two processes": lambda: ask(replace(draws, workers=2)),
            "Dask, two workers": lambda: ask(replace(draws, executor=executor)),
        }
        seconds = dict.fromkeys(ways, float("inf"))
        answers = {}
        for _ in range(REPEATS):
            for name, way in ways.items():
                took, answers[name] = timed(way)
                seconds[name] = min(seconds[name], took)
    for name, took in seconds.items():
        same = np.array_equal(answers[name].final, answers["alone"].final)
        ratio = seconds["alone"] / took
        print(f"{name:18} {took:6.1f} s, {ratio:.2f} times alone, same bytes: {same}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16_384)
