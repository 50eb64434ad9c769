"""What an ensemble tells of its courses: bands, means, years and stability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from digisys.answers.content import Content, same_content
from digisys.simulation.ensemble.parts import PartResult, Task
from digisys.simulation.ensemble.sketch import Sketch
from digisys.simulation.integrate.program import Floats

__all__ = ["QUANTILES", "Gathering", "Later", "Statistics"]

T = TypeVar("T")

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


class Later(Generic[T]):
    """A value that is made when it is first asked for.

    Parameters
    ----------
    make
        Makes the value; it is let go, with all that it holds, as soon as it has.

    Examples
    --------
    >>> later = Later(lambda: 6 * 7)
    >>> later.value
    42
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make
        self._value: list[T] = []

    @classmethod
    def known(cls, value: T) -> Later[T]:
        """Hold a value that is there already."""
        later = cls(lambda: value)
        _ = later.value
        return later

    @property
    def value(self) -> T:
        """The value."""
        if self._make is not None:
            self._value.append(self._make())
            self._make = None
        return self._value[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and same_content(self.value, other.value)

    def __hash__(self) -> int:
        return hash("Later")  # the value may not be there yet, and need not be for this


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
