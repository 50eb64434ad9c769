"""How often each of several things takes each rank, draw by draw; those that tie share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["mean_ranks", "rank_acceptability", "rank_shares"]

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

#: How many count as the best few.
_FEW = 3


def _places(values: Floats, row: int, tie: Floats | float) -> tuple[Counts, Counts]:
    """Count by draw how many stand above one, and how many level with it, itself included."""
    above = (values > values[row] + tie).sum(axis=0)
    level = (np.abs(values - values[row]) <= tie).sum(axis=0)
    return above, level


def rank_acceptability(values: Floats, tie: Floats | float) -> Floats:
    """Return how often each takes each rank.

    The rank acceptability indices of stochastic multicriteria acceptability analysis:
    R. Lahdelma & P. Salminen (2001), SMAA-2, Operations Research 49(3),
    doi:10.1287/opre.49.3.444.11220.

    Parameters
    ----------
    values
        By what is ranked and draw; the highest ranks first.
    tie
        Values no further apart than this tie and share the ranks that they take; one
        number, or one for each draw.

    Returns
    -------
    ndarray
        Share of the draws, 0 to 1; (what is ranked, rank from 0). Rows and columns add up
        to 1.

    Examples
    --------
    >>> rank_acceptability(np.array([[2.0, 1.0], [1.0, 1.0]]), 0.0)
    array([[0.75, 0.25],
           [0.25, 0.75]])
    """
    count, draws = values.shape
    table = np.zeros((count, count))
    for row in range(count):
        above, level = _places(values, row, tie)
        places, met = np.unique(above * (count + 1) + level, return_counts=True)
        for place, times in zip(places.tolist(), met.tolist(), strict=True):
            first, ties = divmod(place, count + 1)
            table[row, first : first + ties] += times / ties
    shares: Floats = table / draws
    return shares


def rank_shares(values: Floats, tie: Floats | float) -> tuple[Floats, Floats, Floats]:
    """Tell how often each is best and among the best three, and its mean rank.

    The same as :func:`rank_acceptability` tells, without a table that grows with the
    square of what is ranked.

    Parameters
    ----------
    values, tie
        As of :func:`rank_acceptability`.

    Returns
    -------
    ndarray, ndarray, ndarray
        Share of the draws as best, share among the best three, mean rank from 1.

    Examples
    --------
    >>> best, top, ranks = rank_shares(np.array([[2.0, 1.0], [1.0, 1.0]]), 0.0)
    >>> best, ranks
    (array([0.75, 0.25]), array([1.25, 1.75]))
    """
    count, draws = values.shape
    best, top, ranks = np.zeros(count), np.zeros(count), np.zeros(count)
    for row in range(count):
        above, level = _places(values, row, tie)
        best[row] = (np.clip(1 - above, 0, level) / level).sum()
        top[row] = (np.clip(_FEW - above, 0, level) / level).sum()
        ranks[row] = (above + (level + 1) / 2).sum()
    return best / draws, top / draws, ranks / draws


def mean_ranks(values: Floats) -> Floats:
    """Rank numbers from 0 up, the smallest first; those that are equal get their mean rank.

    Examples
    --------
    >>> mean_ranks(np.array([5.0, 1.0, 5.0]))
    array([1.5, 0. , 1.5])
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts + 1) / 2.0)[inverse]
    return ranks
