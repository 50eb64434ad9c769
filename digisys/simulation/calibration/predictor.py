"""Levels that a model gives where and when something was observed, for many draws at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from digisys.simulation.ensemble.parts import Task, run_chunk
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.simulation.observations.observations import Observation
from digisys.uncertainty.options import Draws
from digisys.uncertainty.posterior import Posterior
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.workers import share_out

__all__ = ["Predictor"]


@dataclass(frozen=True, eq=False)
class Predictor:
    """A model's answer to each of some observations.

    Attributes
    ----------
    task
        The runs.
    outcomes
        Position of what each observation tells of.
    steps, shares
        The step before each observation, and how far it is on the way to the next.
    """

    task: Task = field(repr=False)
    outcomes: npt.NDArray[np.int64]
    steps: npt.NDArray[np.int64]
    shares: Floats

    @classmethod
    def of(
        cls, experiment: Experiment, table: DrawTable, observations: Sequence[Observation]
    ) -> Predictor:
        """Make ready to look at a model where something was observed.

        Parameters
        ----------
        experiment
            What is run.
        table
            The draws.
        observations
            None of them before the start or after the end of the run.
        """
        clock = experiment.clock
        task = Task.of([experiment], table, Draws(record=clock.step))
        positions = np.array([item.time for item in observations])
        positions = (positions - clock.start) / clock.step
        steps = np.clip(np.floor(positions).astype(np.int64), 0, clock.steps - 1)
        outcomes = np.array([task.outcomes.position(item.outcome) for item in observations])
        return cls(task, outcomes, steps, positions - steps)

    def levels(self, start: int, stop: int) -> Floats:
        """Return the level for each observation, by observation and draw.

        Parameters
        ----------
        start, stop
            The first draw, a multiple of 16, and the one after the last.
        """
        levels = run_chunk(self.task, start, stop).levels[:, :, 0]
        before = levels[self.steps, self.outcomes]
        after = levels[self.steps + 1, self.outcomes]
        found: Floats = before + self.shares[:, None] * (after - before)
        return found

    def all_levels(self, draws: Draws) -> Floats:
        """Return the levels for all draws; who makes them does not change them."""
        samples, size = self.task.draws.samples, self.task.chunk
        jobs = [(start, min(start + size, samples)) for start in range(0, samples, size)]
        blocks: Iterator[Floats] = share_out(self.levels, jobs, draws)
        found = np.empty((len(self.steps), samples))
        for (start, stop), block in zip(jobs, blocks, strict=True):
            found[:, start:stop] = block
            if draws.progress:
                draws.progress(stop, samples)
        return found

    def at(self, posterior: Posterior) -> Predictor:
        """Return the same for other draws of what is unknown.

        Parameters
        ----------
        posterior
            The draws.
        """
        table = replace(
            self.task.draws, samples=posterior.draws, posterior=posterior, sampler="random"
        )
        return replace(self, task=replace(self.task, draws=table))
