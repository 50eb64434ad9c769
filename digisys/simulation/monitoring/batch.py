"""Many starting states under many scenarios over the same draws, in parts for any process.

What an organisation starts from changes no link, so that all of them lie side by side in one
program. A part is a row of organisations; each is run over all draws at once, as a single
ensemble would be, and comes back as quantiles. The bytes depend on the question only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from digisys.simulation.ensemble.parts import Task
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats, Program
from digisys.simulation.timing import NO_EFFECT
from digisys.uncertainty.options import Draws
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.workers import share_out

__all__ = ["QUANTILES", "Ends", "run_batch"]

#: What is told of the draws of an organisation under a scenario.
QUANTILES = (0.05, 0.5, 0.95)
#: Organisations in a part, and levels of all draws that lie side by side, at most.
_PART, _COLUMNS = 16, 16_384


@dataclass(frozen=True, eq=False)
class Ends:
    """Where organisations end, over the draws.

    Attributes
    ----------
    levels
        Quantiles of final levels, by organisation, scenario, outcome and quantile.
    effects
        Quantiles of what a scenario changes against no intervention from the same start, draw
        by draw; likewise.
    rises
        Share of the draws in which that change is above rounding; by organisation, scenario
        and outcome.
    """

    levels: Floats
    effects: Floats
    rises: Floats


@dataclass(frozen=True, eq=False)
class _Job:
    """What a worker needs: scenarios with the same arcs together, the first of all without any.

    Attributes
    ----------
    tasks
        One for each set of arcs.
    first
        In which task, and where in it, no intervention is.
    """

    tasks: tuple[Task, ...]
    first: tuple[int, int]
    outcomes: int
    scenarios: int


def run_batch(
    experiments: Sequence[Experiment], starts: Floats, table: DrawTable, draws: Draws
) -> Ends:
    """Run starting states under scenarios.

    Parameters
    ----------
    experiments
        The scenarios, of which the first is no intervention.
    starts
        Level of each variable at the start by organisation; NaN where the scenario tells.
    table
        The draws.
    draws
        Who does the work, and who is told how far it is.

    Returns
    -------
    Ends
        The same bytes whoever does the work.

    Raises
    ------
    NonFiniteError
        If a level left the finite numbers.
    """
    alike: dict[int, list[int]] = {}
    for place, experiment in enumerate(experiments):
        alike.setdefault(id(experiment.system.arcs), []).append(place)
    tasks = tuple(
        Task.of([experiments[place] for place in places], table, draws, places=places)
        for places in alike.values()
    )
    job = _Job(tasks, (0, 0), len(tasks[0].outcomes), len(experiments) - 1)
    size = len(starts)
    parts = [(at, min(at + _PART, size)) for at in range(0, size, _PART)]
    jobs = [(job, starts[start:stop]) for start, stop in parts]
    done = 0
    runs = table.samples * len(experiments)
    if draws.progress:
        draws.progress(0, size * runs)
    results = []
    for (start, stop), result in zip(parts, share_out(_do_part, jobs, draws), strict=True):
        results.append(result)
        done += stop - start
        if draws.progress:
            draws.progress(done * runs, size * runs)
    return Ends(*(np.concatenate(arrays) for arrays in zip(*results, strict=True)))


def _do_part(job: _Job, starts: Floats) -> tuple[Floats, Floats, Floats]:
    """Run some organisations under all scenarios, and sum them up."""
    count = len(starts)
    levels = np.empty((count, job.scenarios + 1, job.outcomes, len(QUANTILES)))
    effects = np.empty((count, job.scenarios, job.outcomes, len(QUANTILES)))
    rises = np.empty((count, job.scenarios, job.outcomes))
    parameters = [_parameters(task) for task in job.tasks]
    scenarios = max(len(task.experiments) for task in job.tasks)
    width = max(_COLUMNS // (job.tasks[0].draws.samples * scenarios), 1)
    for first in range(0, count, width):
        block = starts[first : first + width]
        finals: list[Floats | None] = [None] * (job.scenarios + 1)
        for task, drawn in zip(job.tasks, parameters, strict=True):
            found = _finals(task, drawn, block)
            for at, place in enumerate(task.places):
                finals[place] = found[:, :, at]
        base = finals[0]
        if base is None:  # the first is no intervention
            raise AssertionError
        here = slice(first, first + len(block))
        for place, final in enumerate(finals):
            if final is None:  # every scenario is in a task
                raise AssertionError
            levels[here, place] = _quantiles(final)
            if place:
                change = final - base
                effects[here, place - 1] = _quantiles(change)
                rises[here, place - 1] = (change > NO_EFFECT).mean(axis=2).T
    return levels, effects, rises


def _parameters(task: Task) -> list[tuple[Floats, Floats]]:
    """Return strengths and rates in the blocks of draws that a single ensemble is run in."""
    samples = task.draws.samples
    return [
        task.experiments[0].parameters(task.draws, first, min(first + task.chunk, samples))
        for first in range(0, samples, task.chunk)
    ]


def _finals(task: Task, drawn: Sequence[tuple[Floats, Floats]], starts: Floats) -> Floats:
    """Return final levels, by outcome, organisation, scenario and draw."""
    program = _from(task.program, starts)
    steps = program.clock.steps
    names = task.experiments[0].system.variables
    parts = []
    for weights, rates in drawn:
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, weights, rates, every=steps)
        check_finite(program, names, paths.levels, steps)
        final = task.outcomes.levels(paths.levels[-1:])[0]
        parts.append(final.reshape(len(final), len(starts), -1, weights.shape[1]))
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=3)


def _from(program: Program, starts: Floats) -> Program:
    """Lay organisations side by side, each under all scenarios of a program."""
    count = len(starts)
    told = np.repeat(starts, program.scenarios, axis=0)
    initial = np.tile(program.initial, (count, 1))
    return replace(
        program,
        signals=np.tile(program.signals, (count, 1, 1)),
        pushed=np.tile(program.pushed, (count, 1)),
        initial=np.where(np.isnan(told), initial, told),
    )


def _quantiles(final: Floats) -> Floats:
    """Return quantiles over draws, by organisation, outcome and quantile."""
    found: Floats = np.quantile(final, QUANTILES, axis=2).transpose(2, 1, 0)
    return found
