"""Many runs over what a qualitative model leaves unknown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from digisys.answers.later import Later
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.moved import DRAWS, ONE_RUN, moved
from digisys.schema import Model
from digisys.simulation.ensemble.conduct import conduct
from digisys.simulation.ensemble.parts import Chunk, PartResult, Task, expect_tasks, run_chunk
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.ensemble.statistics import QUANTILES, Gathering, Statistics
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.program import Floats
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws

__all__ = ["Ensemble", "run_ensembles", "simulate"]

#: Bytes that courses may take while they wait for their statistics to be asked for.
_WAITING_BYTES = 16 * 2**20


@moved(DRAWS | ONE_RUN)
def simulate(
    model: Model,
    scenario: ScenarioChoice = None,
    *,
    samples: int | Draws = 1024,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
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
        How many draws, one or more; powers of two suit the usual Sobol sequence best. Or
        :class:`~digisys.uncertainty.options.Draws`, which tells more, such as the sampler and
        who shares the work.
    seed
        A whole number from 0 up; 1 when absent.
    settings
        Dynamics, method, years and known values; conventions when absent.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

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
        As :func:`digisys.simulate_once`.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> ensemble = simulate(model, "leadership-push", samples=64, seed=1)
    >>> ensemble.improvement("target 11")
    1.0
    >>> round(float(ensemble.band("target 11")[-1]), 2)  # the median at the end
    0.15
    """
    draws = Draws.of(samples, seed, usual=1024, without=OF_STABLE_DRAWS)
    experiment = Experiment.of(
        model, scenario, settings=settings, evidence=evidence, certainty=certainty
    )
    task = Task.of([experiment], experiment.draw_table(draws), draws)
    (ensemble,) = run_ensembles(task, draws)
    return ensemble


def run_ensembles(task: Task, draws: Draws) -> tuple[Ensemble, ...]:
    """Run the ensembles of a task; see :func:`simulate`.

    What is small and done here is summed up when it is first asked for: who ranks
    scenarios by where they end need not wait for the bands of every course.
    """
    samples = task.draws.samples
    alone = draws.workers == 1 and draws.executor is None and draws.checkpoint is None
    if alone and samples <= task.chunk and task.bytes <= _WAITING_BYTES:
        chunk = run_chunk(task, 0, samples)
        if draws.progress:
            draws.progress(samples, samples)
        final = np.moveaxis(chunk.levels[-1], 0, 2).copy()
        later = [Later(partial(_sum_up, chunk, at)) for at in range(len(task.experiments))]
        return _ensembles(task, final, later)
    expect_tasks([task], draws)
    gathered = [Gathering(task) for _ in task.experiments]
    for number, results in conduct(task, draws):
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
