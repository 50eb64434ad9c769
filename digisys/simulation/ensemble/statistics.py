"""What an ensemble tells of its courses: bands, means, years and stability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.answers.content import Content
from digisys.simulation.ensemble.parts import PartResult, Task
from digisys.simulation.ensemble.sketch import Sketch
from digisys.simulation.integrate.program import Floats

__all__ = ["QUANTILES", "Gathering", "Statistics"]

#: Shares of draws below each line of a band.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False, repr=False)
class Statistics(Content):
    """Sums over the draws of an ensemble.

    Attributes
    ----------
    bands
        Quantiles of levels; shape ``(quantiles, instants, outcomes)``.
    means
        Mean levels; shape ``(instants, outcomes)``.
    reached
        How many draws first reach each share at each instant; the last column counts those
        without a final effect. Shape ``(shares, outcomes, instants + 1)``.
    unstable
        How many draws have a reference state that the smallest nudge would leave for good.
    """

    bands: Floats
    means: Floats
    reached: npt.NDArray[np.int64]
    unstable: int


class Gathering:
    """Puts the parts of one scenario together, in whatever order they come.

    Parameters
    ----------
    task
        The ensembles.
    """

    def __init__(self, task: Task) -> None:
        samples, instants, outcomes = task.draws.samples, task.instants, len(task.outcomes)
        self.task = task
        self.final: Floats = np.empty((samples, outcomes))
        self._courses = np.empty((instants, outcomes, samples)) if task.kept else None
        self._sketch = None if task.kept else Sketch(instants * outcomes)
        self._sums: list[Floats] = [np.empty(0)] * len(task.parts)
        self._reached = np.zeros((len(task.shares), outcomes, instants + 1), dtype=np.int64)
        self._unstable = 0

    def add(self, number: int, part: PartResult) -> None:
        """Add a part by its number, once."""
        here = slice(*self.task.parts[number])
        self.final[here] = part.final
        self._sums[number] = part.sums
        self._reached += part.reached
        self._unstable += part.unstable
        if self._courses is not None and part.courses is not None:
            self._courses[:, :, here] = part.courses
        if self._sketch is not None and part.sketch is not None:
            self._sketch.merge(part.sketch.counts)

    def statistics(self) -> Statistics:
        """Return the sums over all draws, added up in the order of the parts."""
        shape = (self.task.instants, len(self.task.outcomes))
        total = np.zeros(shape)
        for chunk_sums in self._sums:
            for chunk_sum in chunk_sums:
                total += chunk_sum
        bands: Floats = np.empty(0)
        if self._sketch is not None:
            bands = self._sketch.quantiles(QUANTILES).reshape(len(QUANTILES), *shape)
        if self._courses is not None:
            bands = np.quantile(self._courses, QUANTILES, axis=2)
        means = total / self.task.draws.samples
        return Statistics(bands, means, self._reached, self._unstable)
