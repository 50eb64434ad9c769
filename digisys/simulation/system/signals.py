"""Steps, ramps and pulses: how an intervention runs over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["TIME_TOLERANCE", "Moments", "Signal"]

#: Years by which a moment may miss a start or an end because of rounding.
TIME_TOLERANCE = 1e-9


class Moments(NamedTuple):
    """Moments of a run.

    Attributes
    ----------
    times
        In years.
    before
        Whether a jump at the moment has not yet come.
    """

    times: npt.NDArray[np.float64]
    before: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Signal:
    """A quantity that changes over time by one rule.

    Attributes
    ----------
    shape
        ``step``, ``ramp`` or ``pulse``.
    start
        Year in which it begins.
    end
        Year in which a ramp is complete or a pulse is over; None for a step.
    size
        Its full size, in the unit of what it moves.

    Examples
    --------
    >>> ramp = Signal("ramp", 2024, 2026, 0.5)
    >>> ramp.values(Moments(np.array([2023, 2025, 2030]), np.zeros(3, dtype=bool)))
    array([0.  , 0.25, 0.5 ])
    >>> pulse = Signal("pulse", 2024, 2025, 1.0)
    >>> pulse.values(Moments(np.array([2025.0, 2025.0]), np.array([True, False])))
    array([1., 0.])
    """

    shape: Literal["step", "ramp", "pulse"]
    start: float
    end: float | None
    size: float

    def values(self, moments: Moments) -> npt.NDArray[np.float64]:
        """Return the size at each of some moments, between 0 and ``size``."""
        times, before = moments
        if self.shape == "ramp" and self.end is not None:
            share = (times - self.start) / (self.end - self.start)
            return self.size * np.minimum(np.maximum(share, 0.0), 1.0)
        near = times + np.where(before, -TIME_TOLERANCE, TIME_TOLERANCE)
        on = near >= self.start
        if self.end is not None:
            on &= near < self.end
        return np.where(on, self.size, 0.0)
