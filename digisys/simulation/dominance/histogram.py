"""Quantiles of shares that are too many to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["ERROR", "Histogram"]

Floats = npt.NDArray[np.float64]

#: Bins from 0 to 1, and as many from 0 to -1.
_SIDE = 1000
#: Numbers of each series that are counted at once.
_TOGETHER = 2048
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
        self._counts: npt.NDArray[np.int32] = np.zeros((series, 2 * _SIDE + 1), dtype=np.int32)
        self._waiting: list[npt.NDArray[np.int16]] = []

    def __getstate__(self) -> dict[str, object]:
        self._count()
        return self.__dict__

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
        self._waiting.append(np.rint(values * _SIDE + _SIDE).astype(np.int16))
        if sum(places.shape[1] for places in self._waiting) >= _TOGETHER:
            self._count()

    def _count(self) -> None:
        """Count what waits: many numbers of a series at once, as each takes a pass of its own."""
        if not self._waiting:
            return
        places = np.concatenate(self._waiting, axis=1)
        self._waiting = []
        for row, found in zip(self._counts, places, strict=True):
            np.add(row, np.bincount(found, minlength=len(row)).astype(np.int32), out=row)

    def merge(self, other: Histogram) -> None:
        """Add the counts of another histogram of the same series."""
        other._count()
        self._counts += other._counts

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
        self._count()
        places = np.empty((len(shares), len(self._counts)), dtype=np.int64)
        for start in range(0, len(self._counts), _ROWS):
            reached = np.cumsum(self._counts[start : start + _ROWS], axis=1, dtype=np.int64)
            ranks = np.floor(np.multiply.outer(shares, reached[:, -1] - 1)).astype(np.int64)
            for row, rank in zip(places, ranks, strict=True):
                row[start : start + _ROWS] = (reached > rank[:, None]).argmax(axis=1)
        return (places - _SIDE) / _SIDE
