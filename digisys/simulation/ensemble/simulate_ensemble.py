"""Many runs over what a qualitative model leaves unknown."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import numpy as np

from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.progress import Progress
from digisys.schema import Model
from digisys.simulation.ensemble.conduct import conduct
from digisys.simulation.ensemble.parts import Chunk, PartResult, Task, run_chunk
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.ensemble.statistics import QUANTILES, Gathering, Later, Statistics
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.program import Floats
from digisys.simulation.system.options import Settings
from digisys.uncertainty.sampling import DrawTable, Sampler

__all__ = ["SHARES", "Ensemble", "run_ensembles", "simulate_ensemble"]

#: Shares of the final effect whose years are told.
SHARES = (0.5, 0.9)
#: Bytes that courses may take while they wait for their statistics to be asked for.
_WAITING_BYTES = 16 * 2**20


def simulate_ensemble(
    model: Model,
    scenario: ScenarioChoice = None,
    *,
    samples: int = 1024,
    seed: int = 1,
    sampler: Sampler = "sobol",
    settings: Settings | None = None,
    record: float | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a model many times, each time with other strengths and inertias.

    Strengths and inertias are drawn evenly from the ranges of their classes; the direction
    of a link of unknown polarity is drawn too. The same seed gives the same bytes for any
    number of workers, and the same draws for every scenario.

    Parameters
    ----------
    model
        The model.
    scenario
        What is done to it: the name of a bundled scenario, the path of a scenario file, or
        a :class:`~digisys.schema.Scenario`; nothing when absent.
    samples
        How many draws, one or more; powers of two suit ``sobol`` best.
    seed
        A whole number from 0 up.
    sampler
        ``sobol``, ``latin`` or ``random``; see
        :class:`~digisys.uncertainty.sampling.DrawTable`.
    settings
        Dynamics, method, years and known values; conventions when absent.
    record
        Years between recorded instants. By default every step; where that would not fit
        in 256 MiB, a quarter of a year, with bands from counts in bins.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).
    workers
        How many processes share the work; 1 for this one alone.
    executor
        Any executor of the kind of :mod:`concurrent.futures` instead, such as Dask's
        ``Client.get_executor(pure=False)``.
    checkpoint
        A folder that keeps finished parts, so that an interrupted ensemble goes on when it
        is asked for again.
    progress
        Called with the draws done and the draws in all.

    Returns
    -------
    Ensemble
        Bands, means and final levels.

    Raises
    ------
    QuestionError
        If an option is not possible.
    NonFiniteError
        If a level left the finite numbers in any draw.
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> ensemble = simulate_ensemble(model, "leadership-push", samples=64, seed=1)
    >>> ensemble.improvement("target 11")
    1.0
    """
    experiment = Experiment.of(
        model, scenario, settings=settings, evidence=evidence, certainty=certainty
    )
    keys = tuple(dict.fromkeys(unknown.key for unknown in experiment.system.unknowns))
    draws = DrawTable(keys, samples, seed, sampler)
    task = Task.of(
        [experiment],
        draws,
        record=record,
        shares=SHARES,
    )
    (ensemble,) = run_ensembles(
        task, workers=workers, executor=executor, checkpoint=checkpoint, progress=progress
    )
    return ensemble


def run_ensembles(
    task: Task,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Progress | None = None,
) -> tuple[Ensemble, ...]:
    """Run the ensembles of a task; see :func:`simulate_ensemble`.

    What is small and done here is summed up when it is first asked for: who ranks
    scenarios by where they end need not wait for the bands of every course.
    """
    samples = task.draws.samples
    alone = workers == 1 and executor is None and checkpoint is None
    if alone and samples <= task.chunk and task.bytes <= _WAITING_BYTES:
        chunk = run_chunk(task, 0, samples)
        if progress:
            progress(samples, samples)
        final = np.moveaxis(chunk.levels[-1], 0, 2).copy()
        later = [Later(partial(_sum_up, chunk, at)) for at in range(len(task.experiments))]
        return _ensembles(task, final, later)
    gathered = [Gathering(task) for _ in task.experiments]
    for number, results in conduct(
        task, workers=workers, executor=executor, checkpoint=checkpoint, progress=progress
    ):
        for gathering, part in zip(gathered, results, strict=True):
            gathering.add(number, part)
    return _ensembles(
        task,
        [gathering.final for gathering in gathered],
        [Later.known(gathering.statistics()) for gathering in gathered],
    )


def _sum_up(chunk: Chunk, scenario: int) -> Statistics:
    """Take the statistics of an ensemble that is one chunk."""
    part = PartResult.empty(chunk.task, chunk.levels.shape[-1])
    part.add(chunk, scenario, 0)
    gathering = Gathering(chunk.task)
    gathering.add(0, part)
    return gathering.statistics()


def _ensembles(
    task: Task, final: Sequence[Floats] | Floats, statistics: Sequence[Later[Statistics]]
) -> tuple[Ensemble, ...]:
    times = task.program.clock.times(np.arange(0.0, task.instants * task.every, task.every))
    return tuple(
        Ensemble(
            experiment,
            task.draws,
            times,
            QUANTILES,
            final[at],
            task.shares,
            task.kept,
            statistics[at],
        )
        for at, experiment in enumerate(task.experiments)
    )
