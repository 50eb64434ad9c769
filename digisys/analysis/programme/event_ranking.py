"""Ranking of proposals by scores, and how far it depends on weights and on missing scores.

Each proposal is scored on sub-criteria by a group. With weights of its own the group gets one
order. How sure that order is, is told over random weights, drawn evenly from all that there can
be, and with each missing score drawn evenly from the scale: the share of draws in which a
proposal leads is the rank acceptability of stochastic multicriteria acceptability analysis
(Lahdelma, Hokkanen and Salminen 1998, doi:10.1016/S0377-2217(97)00163-X).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from digisys.uncertainty.ranks import rank_acceptability

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Ranked", "rank_proposals"]

#: Scores nearer than this tie.
_TIE = 1e-12


@dataclass(frozen=True)
class Ranked:
    """The place of a proposal among others.

    Attributes
    ----------
    name
        The proposal.
    score
        Weighted mean of its known scores by the group's weights, from 0 (all lowest) to 1.
    bounds
        The same, if all missing scores were the lowest, and if all were the highest.
    missing
        How many scores are missing.
    rank
        Its rank by ``score``, from 1; equal scores share the best.
    rank_bounds
        The best and the worst rank that it can have by the group's weights, whatever the
        missing scores are.
    leads
        Share of the draws of missing scores in which it leads by the group's weights.
    leads_any
        Share of the draws of weights and missing scores in which it leads; ties are shared.
    ranks_any
        The best and the worst rank in those draws.
    """

    name: str
    score: float
    bounds: tuple[float, float]
    missing: int
    rank: int
    rank_bounds: tuple[int, int]
    leads: float
    leads_any: float
    ranks_any: tuple[int, int]


def rank_proposals(
    scores: Mapping[str, Sequence[float | None]],
    groups: Sequence[int],
    weights: Sequence[float],
    *,
    samples: int,
    seed: int,
) -> tuple[Ranked, ...]:
    """Rank proposals, and tell how far the order depends on weights and missing scores.

    Parameters
    ----------
    scores
        For each proposal a score for each sub-criterion, from 0 to 1; None where it is missing.
        At least one is known of each.
    groups
        For each sub-criterion the number of its criterion, from 0 on.
    weights
        For each sub-criterion the group's weight; they come to 1.
    samples
        How many draws.
    seed
        Seed of the draws.

    Returns
    -------
    tuple of Ranked
        The highest score first; of equal ones in the order given.

    Examples
    --------
    >>> ranked = rank_proposals({"a": [1, 0], "b": [0.4, 0.4]}, [0, 1], [0.5, 0.5],
    ...     samples=1_000, seed=1)
    >>> [(each.name, each.score, round(each.leads_any, 1)) for each in ranked]
    [('a', 0.5, 0.6), ('b', 0.4, 0.4)]
    """
    names = list(scores)
    values = np.array([[np.nan if s is None else s for s in scores[name]] for name in names])
    known = ~np.isnan(values)
    own = np.array(weights, dtype=float)
    low = _weighted(np.where(known, values, 0.0), own)
    high = _weighted(np.where(known, values, 1.0), own)
    # Where the group's weights leave nothing that is known, all that is known counts alike.
    share = known @ own
    mean = np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1)
    score = np.where(share > 0, low / np.where(share > 0, share, 1.0), mean)
    random = np.random.default_rng(seed)
    any_weights = _any_weights(random, groups, samples)
    filled_own = np.empty((len(names), samples))
    filled_any = np.empty((len(names), samples))
    for row, name_values in enumerate(values):
        drawn = np.repeat(name_values[:, None], samples, axis=1)
        for at in np.flatnonzero(~known[row]):
            drawn[at] = random.random(samples)
        filled_own[row] = _weighted(drawn.T, own)
        filled_any[row] = (drawn * any_weights).sum(axis=0)
    leads, _, _ = _ranks(filled_own)
    leads_any, best, worst = _ranks(filled_any)
    ranked = [
        Ranked(
            name,
            float(score[at]),
            (float(low[at]), float(high[at])),
            int((~known[at]).sum()),
            1 + int((score > score[at] + _TIE).sum()),
            (
                1 + int((np.delete(low, at) > high[at] + _TIE).sum()),
                1 + int((np.delete(high, at) > low[at] + _TIE).sum()),
            ),
            float(leads[at]),
            float(leads_any[at]),
            (int(best[at]), int(worst[at])),
        )
        for at, name in enumerate(names)
    ]
    return tuple(sorted(ranked, key=lambda each: each.rank))


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up weighted columns one by one, in the same order on every machine."""
    total = np.zeros(len(values))
    for column, weight in zip(values.T, weights, strict=True):
        total += column * weight
    return total


def _any_weights(
    random: np.random.Generator, groups: Sequence[int], samples: int
) -> NDArray[np.float64]:
    """Draw weights of criteria, and of the sub-criteria of each, evenly from all there can be."""
    numbers = np.array(groups)
    count = int(numbers.max()) + 1
    weights = np.asarray(_simplex(random, count, samples)[numbers], dtype=float)
    for group in range(count):
        members = np.flatnonzero(numbers == group)
        weights[members] *= _simplex(random, len(members), samples)
    return weights


def _simplex(random: np.random.Generator, count: int, samples: int) -> NDArray[np.float64]:
    """Draw shares that come to 1: the gaps between even points on a line of length 1."""
    cuts = np.sort(random.random((count - 1, samples)), axis=0)
    ends = np.zeros((1, samples)), np.ones((1, samples))
    return np.asarray(np.diff(np.concatenate([ends[0], cuts, ends[1]]), axis=0), dtype=float)


def _ranks(
    drawn: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the share of draws in which each leads, and its best and its worst rank."""
    table = rank_acceptability(drawn, _TIE)
    taken = table > 0
    worst = len(drawn) - taken[:, ::-1].argmax(axis=1)
    return table[:, 0], 1 + taken.argmax(axis=1), worst
