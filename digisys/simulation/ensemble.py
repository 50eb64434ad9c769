"""Many runs over what a qualitative model leaves unknown."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from digisys.analysis.view import CertaintyChoice, EvidenceChoice
from digisys.schema import Model
from digisys.simulation.conduct import Progress, conduct
from digisys.simulation.engines import EngineChoice, choose_engine
from digisys.simulation.ensemble_result import Ensemble
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.options import Settings
from digisys.simulation.parts import PartResult, Task
from digisys.simulation.program import Floats
from digisys.simulation.sampling import Draws, Sampler
from digisys.simulation.sketch import Sketch

__all__ = ["QUANTILES", "Ensemble", "run_ensemble", "simulate_ensemble"]

#: Shares of draws below each line of a band.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Shares of the final effect whose years are told.
SHARES = (0.5, 0.9)


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
    engine: EngineChoice = "auto",
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
        How many draws; powers of two suit ``sobol`` best.
    seed
        A whole number from 0 up.
    sampler
        ``sobol``, ``latin`` or ``random``; see :class:`~digisys.simulation.sampling.Draws`.
    settings
        Dynamics, method, years and known values; conventions when absent.
    record
        Years between recorded instants. By default every step; where that would not fit
        in 256 MiB, a quarter of a year, with bands from counts in bins.
    evidence, certainty
        The view (see :func:`digisys.analysis.view.select_view`).
    workers
        How many processes share the work.
    executor
        Any executor of the kind of :mod:`concurrent.futures` instead, such as Dask's
        ``Client.get_executor(pure=False)``.
    engine
        ``numpy``, ``numba`` (extra ``fast``), or ``auto``.
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
    draws = Draws(keys, samples, seed, sampler)
    task = Task.of(
        experiment,
        draws,
        record=record,
        shares=SHARES,
        engine=choose_engine(engine, experiment.program, samples),
    )
    return run_ensemble(
        task, workers=workers, executor=executor, checkpoint=checkpoint, progress=progress
    )


def run_ensemble(
    task: Task,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Do all parts of an ensemble and put them together; see :func:`simulate_ensemble`."""
    samples, outcomes = task.draws.samples, len(task.outcomes)
    parts = task.parts
    final = np.empty((samples, outcomes))
    courses = np.empty((task.instants, outcomes, samples)) if task.kept else None
    sketch = None if task.kept else Sketch(task.instants * outcomes)
    sums: list[Floats] = [np.empty(0)] * len(parts)
    reached = np.zeros((len(task.shares), outcomes, task.instants + 1), dtype=np.int64)
    unstable = 0
    for number, part in conduct(
        task, workers=workers, executor=executor, checkpoint=checkpoint, progress=progress
    ):
        here = slice(*parts[number])
        final[here] = part.final
        sums[number] = part.sums
        reached += part.reached
        unstable += part.unstable
        _gather(part, courses, sketch, here)
    total = np.zeros((task.instants, outcomes))
    for chunk_sums in sums:
        for chunk_sum in chunk_sums:
            total += chunk_sum
    clock = task.experiment.clock
    return Ensemble(
        task.experiment,
        task.draws,
        np.array([clock.time(at * task.every) for at in range(task.instants)]),
        QUANTILES,
        _bands(task, courses, sketch),
        total / samples,
        final,
        task.shares,
        reached,
        unstable,
        task.kept,
    )


def _gather(part: PartResult, courses: Floats | None, sketch: Sketch | None, here: slice) -> None:
    if courses is not None and part.courses is not None:
        courses[:, :, here] = part.courses
    if sketch is not None and part.counts is not None:
        sketch.merge(part.counts)


def _bands(task: Task, courses: Floats | None, sketch: Sketch | None) -> Floats:
    shape = (len(QUANTILES), task.instants, len(task.outcomes))
    if sketch is not None:
        return sketch.quantiles(QUANTILES).reshape(shape)
    exact: Floats = np.quantile(courses, QUANTILES, axis=2) if courses is not None else np.empty(0)
    return exact
