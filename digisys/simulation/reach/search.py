"""The search: which combinations of pushes reach the goals, and how far the best gets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from digisys.simulation.integrate.program import Floats, Ints
from digisys.simulation.reach.bounds import largest_changes
from digisys.simulation.reach.combinations import (
    Candidates,
    Prospects,
    count_combinations,
    make_moves,
)
from digisys.simulation.reach.front import pareto_front
from digisys.simulation.reach.options import Search
from digisys.simulation.reach.runs import Moves, Runs, level_in_share
from digisys.uncertainty.options import Draws
from digisys.uncertainty.workers import share_out

__all__ = ["Combination", "Found", "find_combinations"]

#: Combinations in a round: few at first, as the first may do, then more for all hands.
_FIRST_ROUND, _LAST_ROUND = 8, 256
#: So many tries are left for the one that comes nearest.
_TRIES_FOR_BEST = 64
#: Rounding that decides nothing.
_ROUNDING = 1e-9

#: Pushes: of each the position of its lever, and its size.
Combination: TypeAlias = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Found:
    """What a search has found.

    Attributes
    ----------
    smallest, cheapest
        Combinations that reach the goals, the smallest and the cheapest first; none of them
        holds another one of its list.
    best
        Where none reaches them: the one that comes nearest, if any push does anything.
    nearness
        How near the best comes in the share of the draws; 1 is there.
    possible
        How many combinations there are.
    run
        How many of them were run; those that are not were excluded by a bound, or come
        later in the order.
    sure
        Whether the first of each list is the smallest and the cheapest of all; else some
        levers were left out.
    whole
        Whether all is settled but the front: no further combination belongs in a list, and
        none is better than the best.
    front, front_whole
        Of several goals: combinations between which they must be weighed, and whether that is
        settled.
    """

    smallest: tuple[Combination, ...]
    cheapest: tuple[Combination, ...]
    best: Combination | None
    nearness: float
    possible: int
    run: int
    sure: bool
    whole: bool
    front: tuple[Combination, ...] = ()
    front_whole: bool = True


@dataclass
class _Tries:
    """What has been run so far, and how much more may be."""

    runs: Runs
    draws: Draws
    left: int
    nearness: dict[Combination, float] = field(default_factory=dict)
    seen: set[Combination] = field(default_factory=set)

    def run(
        self, prospects: Prospects, candidates: Candidates, chosen: Ints, least: float
    ) -> Floats:
        """Run some candidates; NaN for those that there were no more tries for."""
        names = [_pushes(candidates, at) for at in chosen.tolist()]
        new = [at for at, name in enumerate(names) if name not in self.nearness][: self.left]
        combinations = candidates.combinations[chosen[new]]
        hopeless = prospects.at_most(combinations) < least
        size = self.runs.batch
        jobs = [
            (
                self.runs,
                prospects.moves,
                combinations[start : start + size],
                least,
                hopeless[start : start + size],
            )
            for start in range(0, len(new), size)
        ]
        found = np.concatenate([*share_out(_reached, jobs, self.draws), np.empty(0)])
        self.left -= len(new)
        for at, value in zip(new, found.tolist(), strict=True):
            self.nearness[names[at]] = value
            self.seen.add(names[at])
        return np.array([self.nearness.get(name, np.nan) for name in names])

    def tell(self, waiting: int) -> None:
        """Tell how many have been run, and how many more it may be."""
        if self.draws.progress:
            done = len(self.seen)
            self.draws.progress(done, done + min(waiting, self.left))


def _reached(
    runs: Runs,
    moves: Moves,
    combinations: Ints,
    least: float,
    hopeless: npt.NDArray[np.bool_],
) -> Floats:
    return runs.reached(moves, combinations, least, hopeless)


def _pushes(candidates: Candidates, at: int) -> Combination:
    return _named(candidates.moves, candidates.combinations[at])


def _named(moves: Moves, combination: Ints) -> Combination:
    """Return lever and size of each push."""
    return tuple(
        (int(moves.lever[move]), float(moves.size[move]))
        for move in combination.tolist()
        if move >= 0
    )


def find_combinations(
    runs: Runs, costs: tuple[float | None, ...], search: Search, draws: Draws
) -> Found:
    """Find the smallest and the cheapest combinations that reach the goals.

    Parameters
    ----------
    runs
        The model, its draws and its goals.
    costs
        Of a full push on each lever.
    search
        Sizes, numbers and bounds of the search.
    draws
        Who does the work, and who is told how far it is.

    Returns
    -------
    Found
        The combinations, and how much was searched. The same whoever does the work.
    """
    moves = make_moves(costs, search.sizes)
    possible = count_combinations(moves, search.most)
    start = runs.standing()
    if level_in_share(start.min(axis=0), runs.share) >= 1 - _ROUNDING:
        return Found(((),), ((),), None, 1.0, possible, 0, sure=True, whole=True)
    prospects = Prospects.of(runs, moves, start, largest_changes(runs, moves))
    tries = _Tries(runs, draws, search.tries)
    found = _search(tries, prospects, costs, search, possible)
    if len(runs.goals) == 1:
        return found
    front, pushes, whole = pareto_front(runs, prospects, search.most, draws)
    combinations = tuple(_named(pushes, each) for each in front)
    return replace(found, front=combinations, front_whole=whole)


def _search(
    tries: _Tries,
    prospects: Prospects,
    costs: tuple[float | None, ...],
    search: Search,
    possible: int,
) -> Found:
    """Find the first of each order, or else the best."""
    candidates = Candidates.of(prospects, 1 - _ROUNDING, search.most)
    smallest, whole = _first_that_do(
        tries, prospects, candidates, candidates.smallest_first(), search.shown
    )
    if smallest:
        costed = any(cost is not None for cost in costs)
        order = candidates.cheapest_first() if costed else candidates.least_pushed_first()
        cheapest, settled = _first_that_do(tries, prospects, candidates, order, search.shown)
        whole &= settled and candidates.whole
        run = len(tries.seen)
        return Found(smallest, cheapest, None, 1.0, possible, run, candidates.whole, whole)
    best, nearness, settled = _best(tries, prospects, search.most)
    whole &= settled and candidates.whole
    return Found((), (), best, nearness, possible, len(tries.seen), candidates.whole, whole)


def _first_that_do(
    tries: _Tries, prospects: Prospects, candidates: Candidates, order: Ints, wanted: int
) -> tuple[tuple[Combination, ...], bool]:
    """Return the first combinations of an order that reach the goals, and whether that is sure."""
    found: list[Combination] = []
    needless = np.zeros(len(candidates.combinations), dtype=bool)
    waiting, size = order, _FIRST_ROUND
    while len(waiting) and len(found) < wanted:
        waiting = waiting[~needless[waiting]]
        now, waiting = waiting[:size], waiting[size:]
        nearness = tries.run(prospects, candidates, now, 1 - _ROUNDING)
        for at, value in zip(now.tolist(), nearness.tolist(), strict=True):
            if needless[at]:
                continue
            if np.isnan(value):
                return tuple(found), False
            if value >= 1 - _ROUNDING:
                found.append(_pushes(candidates, at))
                needless |= candidates.holds(candidates.combinations[at])
                if len(found) == wanted:
                    break
        tries.tell(len(waiting))
        size = min(2 * size, _LAST_ROUND)
    return tuple(found), True


def _best(tries: _Tries, prospects: Prospects, most: int) -> tuple[Combination | None, float, bool]:
    """Return the combination that comes nearest, how near, and whether that is sure."""
    # What was given up because it does not do may still be the best.
    tries.nearness.clear()
    tries.left = max(tries.left, _TRIES_FOR_BEST)
    best: Combination | None = None
    nearness = float(level_in_share(prospects.start.min(axis=0), prospects.share))
    whole = True
    # A good one first, so that bounds exclude most others.
    for part in (_strongest(prospects, most), prospects):
        candidates = Candidates.of(part, nearness + _ROUNDING, most)
        whole = candidates.whole
        waiting, size = candidates.most_promising_first(), _FIRST_ROUND
        while len(waiting):
            waiting = waiting[candidates.best_case[waiting] > nearness + _ROUNDING]
            now, waiting = waiting[:size], waiting[size:]
            found = tries.run(part, candidates, now, nearness + _ROUNDING)
            for at, value in zip(now.tolist(), found.tolist(), strict=True):
                if np.isnan(value):
                    return best, nearness, False
                if value > nearness + _ROUNDING:
                    best, nearness = _pushes(candidates, at), value
            tries.tell(len(waiting))
            size = min(2 * size, _LAST_ROUND)
    return best, nearness, whole


def _strongest(prospects: Prospects, most: int) -> Prospects:
    """Keep the most promising push on each of the most promising levers."""
    moves = prospects.moves
    promise = prospects.best_case(np.arange(len(moves))[:, None])
    order = np.argsort(-promise, kind="stable")
    _, first = np.unique(moves.lever[order], return_index=True)
    kept = np.zeros(len(moves), dtype=bool)
    kept[order[np.sort(first)[:most]]] = True
    return prospects.chosen(kept)
