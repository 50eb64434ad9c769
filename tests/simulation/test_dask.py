"""Larger than one machine: a Dask cluster gives the same bytes, and may lose a worker."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from digisys.simulation.ensemble import parts
from digisys.simulation.ensemble.simulate import simulate
from digisys.uncertainty.options import Draws
from tests.simulation import tiny

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_worker_that_dies_in_the_middle_loses_nothing(monkeypatch):
    monkeypatch.setattr(parts, "_SMALL_PART", 1024)
    draws = Draws(24 * 1024, 4, record=7.0, sampler="latin")
    alone = simulate(tiny.growth(), tiny.push(), samples=draws)
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill_one(done, total):
            if done and not killed:
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], getattr(signal, "SIGKILL", signal.SIGTERM))

        shared = simulate(
            tiny.growth(),
            tiny.push(),
            samples=replace(draws, executor=client.get_executor(pure=False), progress=kill_one),
        )
        assert killed
        assert killed[0] not in {worker.pid for worker in cluster.workers.values()}
    for name in ("bands", "means", "final", "reached"):
        assert np.array_equal(getattr(alone, name), getattr(shared, name))
