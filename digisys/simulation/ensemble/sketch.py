"""Quantiles of more numbers than fit in memory."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["RELATIVE_ERROR", "Sketch"]

Floats = npt.NDArray[np.float64]

#: By how much a quantile may be off, as a share of itself.
RELATIVE_ERROR = 0.005
_SMALLEST, _LARGEST = 1e-6, 1e6
_LOG_BASE = math.log((1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR))
_FIRST = math.ceil(math.log(_SMALLEST) / _LOG_BASE)
_LAST = math.ceil(math.log(_LARGEST) / _LOG_BASE)
_SIDE = _LAST - _FIRST + 1


class Sketch:
    """Counts of numbers in bins of equal relative width, one row a series.

    The quantile sketch of Masson, Rim & Lee (2019), DDSketch, doi:10.14778/3352063.3352135,
    with fixed bins: quantiles are within 0.5 % of a number of that rank; sizes under 1e-6
    count as 0. Counts add up, so parts can be counted anywhere and in any order.

    Parameters
    ----------
    series
        Number of series.

    Examples
    --------
    >>> sketch = Sketch(1)
    >>> sketch.add(np.linspace(0, 1, 1001)[None, :])
    >>> float(abs(sketch.quantiles([0.5])[0, 0] - 0.5)) < 0.005
    True
    """

    def __init__(self, series: int) -> None:
        self.counts: npt.NDArray[np.int32] = np.zeros((series, 2 * _SIDE + 1), dtype=np.int32)

    def add(self, values: Floats) -> None:
        """Count numbers.

        Parameters
        ----------
        values
            By series and number.
        """
        size = np.abs(values)
        with np.errstate(divide="ignore"):
            bins = np.ceil(np.log(size) / _LOG_BASE)
        bins = np.clip(bins, _FIRST, _LAST).astype(np.int64) - _FIRST + 1
        place = np.where(size < _SMALLEST, 0, np.sign(values).astype(np.int64) * bins) + _SIDE
        for row, places in enumerate(place):
            self.counts[row] += np.bincount(places, minlength=self.counts.shape[1]).astype(np.int32)

    def merge(self, counts: npt.NDArray[np.int32]) -> None:
        """Add the counts of another sketch."""
        self.counts += counts

    def quantiles(self, shares: Sequence[float]) -> Floats:
        """Return quantiles.

        Parameters
        ----------
        shares
            Shares from 0 to 1.

        Returns
        -------
        ndarray
            By share and series.
        """
        reached = np.cumsum(self.counts, axis=1, dtype=np.int64)
        total = reached[:, -1]
        out = np.empty((len(shares), len(self.counts)))
        centres = self._centres()
        for position, share in enumerate(shares):
            rank = np.floor(share * (total - 1)).astype(np.int64)
            out[position] = centres[(reached > rank[:, None]).argmax(axis=1)]
        return out

    @staticmethod
    def _centres() -> Floats:
        edges = np.exp(_LOG_BASE * np.arange(_FIRST, _LAST + 1))
        side = 2 * edges / (math.exp(_LOG_BASE) + 1)
        return np.concatenate([-side[::-1], [0.0], side])
