"""Steps, ramps and pulses: how an intervention runs over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["TIME_TOLERANCE", "Signal"]

#: Years by which a moment may miss a start or an end because of rounding.
TIME_TOLERANCE = 1e-9


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
    >>> [ramp.value(year) for year in (2023, 2025, 2030)]
    [0.0, 0.25, 0.5]
    >>> Signal("pulse", 2024, 2025, 1.0).value(2025)
    0.0
    """

    shape: Literal["step", "ramp", "pulse"]
    start: float
    end: float | None
    size: float

    def value(self, time: float, *, before: bool = False) -> float:
        """Return the size at a moment.

        Parameters
        ----------
        time
            The moment, in years.
        before
            At a jump, whether to give the size just before it rather than from it on.

        Returns
        -------
        float
            Between 0 and ``size``.
        """
        if self.shape == "ramp" and self.end is not None:
            share = (time - self.start) / (self.end - self.start)
            return self.size * min(max(share, 0.0), 1.0)
        shift = -TIME_TOLERANCE if before else TIME_TOLERANCE
        begun = time + shift >= self.start
        over = self.end is not None and time + shift >= self.end
        return self.size if begun and not over else 0.0
