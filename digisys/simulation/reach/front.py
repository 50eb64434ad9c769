"""Combinations between which goals must be weighed: the Pareto front of several goals."""

from __future__ import annotations

import numpy as np

from digisys.simulation.integrate.program import Floats, Ints
from digisys.simulation.reach.combinations import Candidates, Prospects
from digisys.simulation.reach.runs import Moves, Runs, level_in_share
from digisys.uncertainty.options import Draws
from digisys.uncertainty.workers import share_out

__all__ = ["TOLERANCE", "pareto_front"]

#: By how much of the level wanted a goal must be brought further to count as further.
TOLERANCE = 0.01
#: Combinations that are laid out, and those that are run, at most.
_MOST_LAID_OUT, _MOST_RUN = 250_000, 512
#: Combinations in a round.
_ROUND = 32


def pareto_front(
    runs: Runs, prospects: Prospects, most: int, draws: Draws
) -> tuple[tuple[Ints, ...], Moves, bool]:
    """Find the combinations that no other one beats in all goals.

    An approximate Pareto front (M. Laumanns et al. 2002, doi:10.1162/106365602760234108): no
    combination brings any goal by more than :data:`TOLERANCE` of the level wanted further
    than one of the front does without falling behind on another goal. How far a goal is
    brought is the level that the share of the draws reaches.

    Parameters
    ----------
    runs, prospects
        The model, its goals, and what pushes could do at most.
    most
        Levers in one combination.
    draws
        Who does the work.

    Returns
    -------
    tuple of ndarray
        The combinations, those that bring the first goal furthest first.
    Moves
        The pushes that they consist of.
    bool
        Whether all combinations are settled.
    """
    candidates = Candidates.of(prospects, -np.inf, most, limit=_MOST_LAID_OUT)
    part = prospects.of_moves(candidates.moves)
    best_case = part.best_case_by_goal(candidates.combinations)
    waiting = np.argsort(-best_case.sum(axis=1).round(9), kind="stable")
    front: Ints = np.empty(0, dtype=np.int64)
    reached: Floats = np.empty((0, len(runs.goals)))
    left = _MOST_RUN
    while len(waiting) and left:
        waiting = waiting[~_beaten(best_case[waiting], reached)]
        now, waiting = waiting[: min(_ROUND, left)], waiting[min(_ROUND, left) :]
        left -= len(now)
        size = runs.batch
        jobs = [
            (runs, candidates.moves, candidates.combinations[now[start : start + size]])
            for start in range(0, len(now), size)
        ]
        found = np.concatenate([*share_out(_by_goal, jobs, draws), np.empty((0, len(runs.goals)))])
        for at, values in zip(now.tolist(), found, strict=True):
            if not _beaten(values[None], reached)[0]:
                kept = ~(reached <= values).all(axis=1)
                front = np.append(front[kept], at)
                reached = np.concatenate([reached[kept], values[None]])
    whole = candidates.whole and bool(_beaten(best_case[waiting], reached).all())
    order = np.argsort(-reached[:, 0].round(9), kind="stable") if len(front) else front
    return (
        tuple(candidates.combinations[at] for at in front[order].tolist()),
        candidates.moves,
        whole,
    )


def _by_goal(runs: Runs, moves: Moves, combinations: Ints) -> Floats:
    """Return how near combinations bring each goal in the share of the draws."""
    found = runs.by_goal(runs.under(moves, combinations), slice(0, runs.draws))
    return np.asarray(level_in_share(found, runs.share).T)


def _beaten(values: Floats, reached: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which of some values one of those reached is as good as, in all goals."""
    beaten = np.zeros(len(values), dtype=bool)
    for each in reached:
        beaten |= (values <= each + TOLERANCE).all(axis=1)
    return beaten
