"""The work of an ensemble, cut into parts that any process can do.

A part is a row of chunks; a chunk is a block of draws small enough for the processor's
cache. Both depend on the question only, never on who does the work, and parts add up in
their own order: the same question gives the same bytes however it is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from digisys.simulation.engines import Engine, integrate_with
from digisys.simulation.experiment import Experiment
from digisys.simulation.kernel import check_finite
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.program import Floats
from digisys.simulation.sampling import Draws
from digisys.simulation.sketch import Sketch
from digisys.simulation.stability import unstable_draws
from digisys.simulation.timing import first_reaching

__all__ = ["PartResult", "Task", "do_part"]

#: Bytes that the courses of one chunk may take.
_CHUNK_BYTES = 64 * 2**20
#: Bytes that the courses of all draws may take before they are counted in bins instead.
_KEPT_BYTES = 256 * 2**20
#: Draws in a part, when courses are kept and when they are counted.
_SMALL_PART, _LARGE_PART = 4096, 65536
#: When courses are counted, at least so many years lie between recorded instants.
_COARSE_YEARS = 0.25


@dataclass(frozen=True)
class Task:
    """An ensemble as a worker needs to know it.

    Attributes
    ----------
    experiment
        What is run.
    draws
        The unknowns, by key.
    every
        Steps between recorded instants.
    shares
        Shares of the final effect whose instants are counted.
    engine
        What integrates.
    kept
        Whether the courses of all draws fit in memory.
    chunk
        Draws in a chunk, a power of two.
    """

    experiment: Experiment
    draws: Draws
    every: int
    shares: tuple[float, ...]
    engine: Engine
    kept: bool
    chunk: int

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        draws: Draws,
        *,
        record: float | None,
        shares: tuple[float, ...],
        engine: Engine,
    ) -> Task:
        """Cut an ensemble to the size of the memory."""
        clock = experiment.clock
        outcomes = len(outcomes_of(experiment.model))
        every = 1 if record is None else _steps_between(clock.steps, record / clock.step)
        row = 8 * outcomes * (clock.steps // every + 1)
        kept = row * draws.samples <= _KEPT_BYTES
        if not kept and record is None:
            every = _steps_between(clock.steps, _COARSE_YEARS / clock.step)
            row = 8 * outcomes * (clock.steps // every + 1)
            kept = row * draws.samples <= _KEPT_BYTES
        chunk = 1 << max(min(10, (_CHUNK_BYTES // row).bit_length() - 1), 4)
        return cls(experiment, draws, every, shares, engine, kept, chunk)

    @property
    def instants(self) -> int:
        """How many instants are recorded."""
        return self.experiment.clock.steps // self.every + 1

    @property
    def outcomes(self) -> Outcomes:
        """What levels are told for."""
        return outcomes_of(self.experiment.model)

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


@dataclass
class PartResult:
    """What comes back from a part.

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
    counts
        Counts in bins by series (instants times outcomes), when they are not.
    """

    final: Floats
    sums: Floats
    reached: npt.NDArray[np.int64]
    unstable: int = 0
    courses: Floats | None = None
    counts: npt.NDArray[np.int32] | None = field(default=None, repr=False)


def do_part(task: Task, start: int, stop: int) -> PartResult:
    """Run some draws of an ensemble and sum them up.

    Parameters
    ----------
    task
        The ensemble.
    start, stop
        The first draw, a multiple of the chunk, and the one after the last.

    Returns
    -------
    PartResult
        The summary.

    Raises
    ------
    NonFiniteError
        If a level left the finite numbers in any draw.
    """
    experiment, outcomes = task.experiment, task.outcomes
    program, system = experiment.program, experiment.system
    draws = task.draws.apart()
    rows = {key: row for row, key in enumerate(draws.keys)}
    order = [rows[unknown.key] for unknown in system.unknowns]
    count = stop - start
    chunks = -(-count // task.chunk)
    shape = (task.instants, len(outcomes))
    result = PartResult(
        np.empty((count, len(outcomes))),
        np.empty((chunks, *shape)),
        np.zeros((len(task.shares), len(outcomes), task.instants + 1), dtype=np.int64),
        courses=np.empty((*shape, count)) if task.kept else None,
    )
    sketch = None if task.kept else Sketch(shape[0] * shape[1])
    for chunk in range(chunks):
        first = start + chunk * task.chunk
        last = min(first + task.chunk, stop)
        weights, rates = program.parameters(system, draws.block(first, last)[order])
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate_with(task.engine, program, weights, rates, every=task.every)
        check_finite(program, system.variables, paths.levels, task.every)
        levels = outcomes.levels(paths.levels)
        here = slice(first - start, last - start)
        result.final[here] = levels[-1].T
        result.sums[chunk] = levels.sum(axis=2)
        for position, share in enumerate(task.shares):
            instants = first_reaching(levels, share)
            for outcome, found in enumerate(instants):
                result.reached[position, outcome] += np.bincount(
                    np.where(found < 0, task.instants, found), minlength=task.instants + 1
                )
        result.unstable += int(unstable_draws(system, program, weights, rates).sum())
        if result.courses is not None:
            result.courses[:, :, here] = levels
        if sketch is not None:
            sketch.add(levels.reshape(-1, last - first))
    result.counts = None if sketch is None else sketch.counts
    return result
