"""The work of an ensemble, cut into parts that any process can do.

A part is a row of chunks; a chunk is a block of draws small enough for the processor's
cache, run under all scenarios that have the same arcs. Both depend on the question only,
never on who does the work, and parts add up in their own order: the same question gives the
same bytes however it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from digisys.progress import Progress, expect
from digisys.simulation.ensemble.sketch import Sketch
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats, Program
from digisys.simulation.integrate.stability import unstable_draws
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.timing import first_reaching
from digisys.uncertainty.options import Draws
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.workers import hands

__all__ = ["Chunk", "PartResult", "Task", "after_some", "do_part", "expect_tasks", "run_chunk"]

#: Shares of the final effect whose years are told.
_SHARES = (0.5, 0.9)
#: Bytes that the courses of one chunk may take.
_CHUNK_BYTES = 64 * 2**20
#: Bytes that the courses of all draws may take before they are counted in bins instead.
_KEPT_BYTES = 256 * 2**20
#: Draws in a part, when courses are kept and when they are counted.
_SMALL_PART, _LARGE_PART = 4096, 65536
#: Links times steps times runs that take a few seconds, from which on it is measured how many;
#: and draws that are measured.
_LONG_WORK, _MEASURED = 5e8, 64
#: When courses are counted, at least so many years lie between recorded instants.
_COARSE_YEARS = 0.25


@dataclass(frozen=True)
class Task:
    """Ensembles over the same draws as a worker needs to know them.

    Attributes
    ----------
    experiments
        What is run: scenarios with the same arcs, so that one pass runs them all.
    places
        Their places among all that was asked for.
    program
        Their arrays, side by side.
    outcomes
        What levels are told for.
    draws
        The unknowns, by key.
    every
        Steps between recorded instants.
    shares
        Shares of the final effect whose instants are counted.
    kept
        Whether the courses of all draws fit in memory.
    chunk
        Draws in a chunk, a power of two.
    """

    experiments: tuple[Experiment, ...]
    places: tuple[int, ...]
    program: Program
    outcomes: Outcomes
    draws: DrawTable
    every: int
    shares: tuple[float, ...]
    kept: bool
    chunk: int

    @classmethod
    def of(
        cls,
        experiments: Sequence[Experiment],
        table: DrawTable,
        draws: Draws,
        *,
        places: Sequence[int] = (0,),
    ) -> Task:
        """Cut ensembles to the size of the memory."""
        record = draws.record
        clock = experiments[0].clock
        outcomes = outcomes_of(experiments[0].model)
        every = 1 if record is None else _steps_between(clock.steps, record / clock.step)
        row = 8 * len(outcomes) * (clock.steps // every + 1)
        kept = row * table.samples <= _KEPT_BYTES
        if not kept and record is None:
            every = _steps_between(clock.steps, _COARSE_YEARS / clock.step)
            row = 8 * len(outcomes) * (clock.steps // every + 1)
            kept = row * table.samples <= _KEPT_BYTES
        chunk = 1 << max(min(10, (_CHUNK_BYTES // row).bit_length() - 1), 4)
        return cls(
            tuple(experiments),
            tuple(places),
            Program.side_by_side([item.program for item in experiments]),
            outcomes,
            table,
            every,
            _SHARES,
            kept,
            chunk,
        )

    @classmethod
    def each(cls, experiments: Sequence[Experiment], table: DrawTable, draws: Draws) -> list[Task]:
        """Put experiments with the same arcs into one task, as far as memory allows."""
        alike: dict[int, list[int]] = {}
        for place, experiment in enumerate(experiments):
            alike.setdefault(id(experiment.system.arcs), []).append(place)
        waiting = list(alike.values())
        tasks: list[Task] = []
        while waiting:
            places = waiting.pop(0)
            task = cls.of([experiments[place] for place in places], table, draws, places=places)
            if len(places) > 1 and task.bytes > _CHUNK_BYTES:
                middle = len(places) // 2
                waiting[:0] = [places[:middle], places[middle:]]
            else:
                tasks.append(task)
        return tasks

    @property
    def instants(self) -> int:
        """How many instants are recorded."""
        return self.program.clock.steps // self.every + 1

    @property
    def bytes(self) -> int:
        """Bytes that the courses of all draws and scenarios take."""
        row = 8 * len(self.outcomes) * self.instants
        return row * self.draws.samples * len(self.experiments)

    @property
    def parts(self) -> list[tuple[int, int]]:
        """First draw of each part, and the one after its last."""
        size = _SMALL_PART if self.kept else _LARGE_PART
        size = max(size * self.chunk // 1024, self.chunk)
        samples = self.draws.samples
        return [(start, min(start + size, samples)) for start in range(0, samples, size)]


def _steps_between(steps: int, wanted: float) -> int:
    """Return the largest divisor of a number of steps that is not above what is wanted."""
    most = max(int(wanted + 1e-9), 1)
    return max(size for size in range(1, min(most, steps) + 1) if steps % size == 0)


@dataclass(frozen=True)
class Chunk:
    """A block of draws that has been run.

    Attributes
    ----------
    task
        The ensembles.
    levels
        By instant, outcome, scenario and draw.
    weights, rates
        Strengths of arcs and rates of stocks, by draw.
    """

    task: Task
    levels: Floats
    weights: Floats
    rates: Floats

    @cached_property
    def unstable(self) -> int:
        """How many draws have an unstable reference state, before any intervention."""
        task = self.task
        system = task.experiments[0].system
        return int(unstable_draws(system, task.program, self.weights, self.rates).sum())


def run_chunk(task: Task, first: int, last: int) -> Chunk:
    """Run a block of draws under all scenarios.

    Parameters
    ----------
    task
        The ensembles.
    first, last
        The first draw, a multiple of 16, and the one after the last.

    Returns
    -------
    Chunk
        The levels.

    Raises
    ------
    NonFiniteError
        If a level left the finite numbers in any draw.
    """
    program, system = task.program, task.experiments[0].system
    weights, rates = task.experiments[0].parameters(task.draws, first, last)
    with np.errstate(over="ignore", invalid="ignore"):
        paths = integrate(program, weights, rates, every=task.every)
    check_finite(program, system.variables, paths.levels, task.every)
    levels = task.outcomes.levels(paths.levels)
    by_scenario = levels.reshape(*levels.shape[:2], program.scenarios, last - first)
    return Chunk(task, by_scenario, weights, rates)


@dataclass
class PartResult:
    """What comes back from a part, for one scenario.

    Attributes
    ----------
    final
        Final levels, by draw and outcome.
    sums
        Sums of levels over each chunk, by chunk, instant and outcome.
    reached
        How many draws first reach each share at each instant; the last column counts
        those without a final effect. By share, outcome and instant.
    unstable
        How many draws have an unstable reference state.
    courses
        Levels by instant, outcome and draw, when they are kept.
    sketch
        Counts in bins by series (instants times outcomes), when they are not.
    """

    final: Floats
    sums: Floats
    reached: npt.NDArray[np.int64]
    unstable: int = 0
    courses: Floats | None = None
    sketch: Sketch | None = field(default=None, repr=False)

    @classmethod
    def empty(cls, task: Task, draws: int) -> PartResult:
        """Make room for some draws."""
        shape = (task.instants, len(task.outcomes))
        return cls(
            np.empty((draws, shape[1])),
            np.empty((-(-draws // task.chunk), *shape)),
            np.zeros((len(task.shares), shape[1], shape[0] + 1), dtype=np.int64),
            courses=np.empty((*shape, draws)) if task.kept else None,
            sketch=None if task.kept else Sketch(shape[0] * shape[1]),
        )

    def add(self, chunk: Chunk, scenario: int, number: int) -> None:
        """Add one scenario of a chunk, which is the part's chunk of that number."""
        task, levels = chunk.task, chunk.levels[:, :, scenario]
        start = number * task.chunk
        here = slice(start, start + levels.shape[-1])
        self.final[here] = levels[-1].T
        self.sums[number] = levels.sum(axis=2)
        for position, share in enumerate(task.shares):
            instants = first_reaching(levels, share)
            for outcome, found in enumerate(instants):
                self.reached[position, outcome] += np.bincount(
                    np.where(found < 0, task.instants, found), minlength=task.instants + 1
                )
        self.unstable += chunk.unstable
        if self.courses is not None:
            self.courses[:, :, here] = levels
        if self.sketch is not None:
            self.sketch.add(levels.reshape(-1, levels.shape[-1]))


def do_part(task: Task, start: int, stop: int) -> tuple[PartResult, ...]:
    """Run some draws of ensembles and sum them up.

    Parameters
    ----------
    task
        The ensembles.
    start, stop
        The first draw, a multiple of the chunk, and the one after the last.

    Returns
    -------
    tuple of PartResult
        The summary of each scenario.

    Raises
    ------
    NonFiniteError
        If a level left the finite numbers in any draw.
    """
    results = tuple(PartResult.empty(task, stop - start) for _ in task.experiments)
    for number, first in enumerate(range(start, stop, task.chunk)):
        chunk = run_chunk(task, first, min(first + task.chunk, stop))
        for scenario, result in enumerate(results):
            result.add(chunk, scenario, number)
    return results


def expect_tasks(tasks: Sequence[Task], draws: Draws) -> None:
    """Say how long ensembles take before they start, where that may be long.

    Parameters
    ----------
    tasks
        The ensembles, over the same draws.
    draws
        Who does the work, and who is told how far it is.
    """
    samples = tasks[0].draws.samples
    work = sum(
        len(task.program.source) * task.program.clock.steps * task.program.stages * samples
        for task in tasks
        for _ in task.experiments
    )
    first = min(_MEASURED, *(task.chunk for task in tasks))
    if work > _LONG_WORK and samples > first:
        expect(
            draws.progress,
            lambda: [do_part(task, 0, first) for task in tasks],
            samples / first / hands(draws),
        )


def after_some(progress: Progress, before: int, here: int, scenarios: int) -> Progress:
    """Tell the draws of all scenarios, some of which are run and some are being run."""

    def told(done: float, samples: float | None) -> None:
        whole = samples or 0
        progress(before * whole + here * done, scenarios * whole)

    return told
