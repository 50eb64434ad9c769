"""Scales: from values as they are measured to levels, from -1 to 1, with uncertainty."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

from digisys.simulation.observations.vocabulary import Kind

__all__ = ["USUAL_UNCERTAINTY", "ValueScale"]

#: Standard deviation of a level where nothing tells it.
USUAL_UNCERTAINTY = 0.1


@dataclass(frozen=True)
class ValueScale:
    """How values of an indicator become levels.

    Attributes
    ----------
    kind
        ``level``, ``share``, ``count`` and ``index`` run straight from ``low`` (level -1)
        over ``reference`` (level 0) to ``high`` (level 1). ``yes/no``, ``stars`` and
        ``thresholds`` have so many classes, of which each is an equal part of the levels: a
        value stands for the middle of its class's part.
    low, reference, high
        In the unit of the values. Of stars, the fewest and the most there can be.
    thresholds
        Of ``thresholds``: the values at which the next class begins, rising.
    inverse
        Whether more of the indicator means less of the variable.
    uncertainty
        Standard deviation of a value, in its unit; where it is not told, 0.1 on the scale
        of levels, or as of an even spread within a class.
    unit
        Of the values.

    Examples
    --------
    >>> share = ValueScale("share", 0, 50, 100, unit="%")
    >>> share.level(75), round(share.spread(75), 6), share.spread(75, 5)
    (0.5, 0.1, 0.1)
    >>> [ValueScale("stars", 1, 3, 5).level(stars) for stars in (1, 3, 5)]
    [-0.8, 0.0, 0.8]
    >>> ValueScale("thresholds", 0, 0, 0, (10, 20), inverse=True).level(25)
    -0.6666666666666667
    """

    kind: Kind
    low: float = -1.0
    reference: float = 0.0
    high: float = 1.0
    thresholds: tuple[float, ...] = ()
    inverse: bool = False
    uncertainty: float | None = None
    unit: str = ""

    @property
    def classes(self) -> float:
        """How many classes there are; 0 where values run straight."""
        if self.kind == "thresholds":
            return len(self.thresholds) + 1
        return self.high - self.low + 1 if self.kind in ("yes/no", "stars") else 0

    def holds(self, value: float) -> bool:
        """Tell whether a value lies on the scale."""
        return self.kind == "thresholds" or self.low <= value <= self.high

    def level(self, value: float) -> float:
        """Return the level that a value stands for.

        Parameters
        ----------
        value
            In the unit of the scale.
        """
        if self.kind == "thresholds":
            level = (2 * bisect_right(self.thresholds, value) + 1) / self.classes - 1
        elif self.classes:
            level = (2 * (value - self.low) + 1) / self.classes - 1
        else:
            level = (value - self.reference) / self._half(value)
        return -level if self.inverse else level

    def spread(self, value: float, uncertainty: float | None = None) -> float:
        """Return the standard deviation of the level that a value stands for.

        Parameters
        ----------
        value
            In the unit of the scale.
        uncertainty
            Its standard deviation, in the same unit; the scale's when None.
        """
        told = self.uncertainty if uncertainty is None else uncertainty
        if self.kind == "thresholds" or (self.classes and told is None):
            return 2 / self.classes / math.sqrt(12)
        if self.classes:
            return 2 / self.classes * (told or 0.0)
        return USUAL_UNCERTAINTY if told is None else told / self._half(value)

    def _half(self, value: float) -> float:
        """Return how far the end on the side of a value is from the reference."""
        above = value >= self.reference < self.high or self.low == self.reference
        return self.high - self.reference if above else self.reference - self.low
