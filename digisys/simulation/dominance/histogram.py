"""Quantiles of shares that are too many to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["ERROR", "Histogram"]

Floats = npt.NDArray[np.float64]

#: Bins from 0 to 1, and as many from 0 to -1.
_SIDE = 1000
#: Series whose quantiles are looked up at once.
_ROWS = 1024
#: By how much a quantile may be off.
ERROR = 0.5 / _SIDE


class Histogram:
    """Counts of numbers from -1 to 1 in bins of equal width, one row a series.

    Parameters
    ----------
    series
        Number of series.

    Examples
    --------
    >>> counts = Histogram(1)
    >>> counts.add(np.linspace(-1, 1, 1001)[None, :])
    >>> float(abs(counts.quantiles([0.75])[0, 0] - 0.5)) <= ERROR
    True
    """

    def __init__(self, series: int) -> None:
        self.counts: npt.NDArray[np.int32] = np.zeros((series, 2 * _SIDE + 1), dtype=np.int32)

    @staticmethod
    def bytes_of(series: int) -> int:
        """Return the bytes that the counts of so many series take."""
        return 4 * series * (2 * _SIDE + 1)

    def add(self, values: Floats) -> None:
        """Count numbers.

        Parameters
        ----------
        values
            From -1 to 1, by series and number.
        """
        width = self.counts.shape[1]
        places = np.rint(values * _SIDE).astype(np.int64)
        places += np.arange(_SIDE, len(values) * width, width)[:, None]
        np.add.at(self.counts.reshape(-1), places.reshape(-1), 1)

    def merge(self, other: Histogram) -> None:
        """Add the counts of another histogram of the same series."""
        self.counts += other.counts

    def quantiles(self, shares: Sequence[float]) -> Floats:
        """Return quantiles, each within 0.0005 of a number of that rank.

        Parameters
        ----------
        shares
            Shares from 0 to 1.

        Returns
        -------
        ndarray
            By share and series.
        """
        places = np.empty((len(shares), len(self.counts)), dtype=np.int64)
        for start in range(0, len(self.counts), _ROWS):
            reached = np.cumsum(self.counts[start : start + _ROWS], axis=1, dtype=np.int64)
            ranks = np.floor(np.multiply.outer(shares, reached[:, -1] - 1)).astype(np.int64)
            for row, rank in zip(places, ranks, strict=True):
                row[start : start + _ROWS] = (reached > rank[:, None]).argmax(axis=1)
        return (places - _SIDE) / _SIDE
