"""All combinations of pushes, what they could do at most, and in which order they are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.simulation.integrate.program import Floats, Ints
from digisys.simulation.reach.runs import Moves, Runs, draws_needed, level_in_share

__all__ = ["Candidates", "Prospects", "count_combinations", "make_moves"]

#: More combinations than this are not laid out; the weakest levers are then left out.
_MOST_LAID_OUT = 2_000_000
#: Numbers in one piece of work.
_PIECE = 2**22
#: Draws that are looked at first.
_FEW_DRAWS = 64
#: Rounding that no bound hangs on.
_ROUNDING = 1e-9


def make_moves(costs: Sequence[float | None], sizes: Sequence[float]) -> Moves:
    """List all single pushes: each lever up and down by each size.

    Parameters
    ----------
    costs
        Of a full push on each lever; None where nobody told.
    sizes
        Sizes above 0.

    Returns
    -------
    Moves
        Ordered by lever.
    """
    signed = [sign * size for size in sizes for sign in (1.0, -1.0)]
    known = np.array([np.nan if cost is None else cost for cost in costs])
    lever = np.repeat(np.arange(len(costs)), len(signed))
    size = np.tile(signed, len(costs))
    return Moves(lever, size, known[lever] * np.abs(size))


def count_combinations(moves: Moves, most: int) -> int:
    """Count the combinations of up to so many pushes on different levers.

    Examples
    --------
    >>> count_combinations(make_moves([None, None, None], [0.5, 1.0]), 2)
    60
    """
    counts = np.bincount(moves.lever).tolist() if len(moves) else []
    ways = [1] + [0] * most
    for count in counts:
        for size in range(most, 0, -1):
            ways[size] += ways[size - 1] * count
    return sum(ways[1:])


@dataclass(frozen=True, eq=False)
class Prospects:
    """What pushes could do at most, as shares of what is wanted.

    Attributes
    ----------
    moves
        The pushes that could do anything.
    start
        Where the goals stand without a push, by goal and draw.
    change
        What each push adds at most, by move, goal and draw; None where no bound is known.
    share
        Share of the draws in which the goals are to be reached.
    """

    moves: Moves
    start: Floats
    change: Floats | None
    share: float

    @classmethod
    def of(cls, runs: Runs, moves: Moves, start: Floats, change: Floats | None) -> Prospects:
        """Keep the pushes that could do anything for a goal."""
        if change is None:
            return cls(moves, start, None, runs.share)
        levels = np.abs([goal.level for goal in runs.goals])
        useful = np.asarray((change > 0).any(axis=(1, 2)))
        return cls(
            moves.chosen(useful),
            start,
            change[useful] / levels[:, None] * (1 + _ROUNDING),
            runs.share,
        )

    def chosen(self, kept: npt.NDArray[np.bool_]) -> Prospects:
        """Return those of some pushes."""
        change = None if self.change is None else self.change[kept]
        return Prospects(self.moves.chosen(kept), self.start, change, self.share)

    def at_most(self, combinations: Ints, draws: slice = slice(None)) -> Floats:
        """Return how near combinations can come at most, by combination and draw."""
        start = self.start[:, draws]
        if self.change is None:
            return np.full((len(combinations), start.shape[1]), np.inf)
        # One more row, of nothing, for where there are fewer pushes.
        change = self.change[:, :, draws]
        padded = np.concatenate([change, np.zeros((1, *change.shape[1:]))])
        total = start + padded[combinations[:, 0]]
        for column in range(1, combinations.shape[1]):
            total += padded[combinations[:, column]]
        nearest: Floats = total.min(axis=1)
        return nearest

    def best_case(self, combinations: Ints, least: float = -np.inf) -> Floats:
        """Return how near the share of the draws can come at most, by combination.

        Where it is below `least`, minus infinity may stand for it.
        """
        if self.change is None:
            return np.full(len(combinations), np.inf)
        piece = max(_PIECE // self.start.size, 1)
        parts = [
            self._best_case(combinations[start : start + piece], least)
            for start in range(0, len(combinations), piece)
        ]
        return np.concatenate(parts) if parts else np.empty(0)

    def _best_case(self, combinations: Ints, least: float) -> Floats:
        found = np.full(len(combinations), -np.inf)
        draws = self.start.shape[1]
        alive = np.arange(len(combinations))
        # Most combinations fall short in so many of a few draws that these settle it.
        if draws > 2 * _FEW_DRAWS:
            some = self.at_most(combinations, slice(0, _FEW_DRAWS))
            alive = alive[(some < least).sum(axis=1) <= draws - draws_needed(draws, self.share)]
        if len(alive):
            found[alive] = level_in_share(self.at_most(combinations[alive]), self.share)
        return found

    def best_case_by_goal(self, combinations: Ints) -> Floats:
        """Return how near the share of the draws can bring each goal, by combination and goal."""
        goals = len(self.start)
        if self.change is None:
            return np.full((len(combinations), goals), np.inf)
        parts = [
            Prospects(self.moves, self.start[[goal]], self.change[:, [goal]], self.share)
            for goal in range(goals)
        ]
        return np.stack([part.best_case(combinations) for part in parts], axis=1)

    def of_moves(self, moves: Moves) -> Prospects:
        """Return those of some of the moves."""
        kept = set(zip(moves.lever, moves.size, strict=True))
        every = zip(self.moves.lever, self.moves.size, strict=True)
        return self.chosen(np.array([pair in kept for pair in every], dtype=bool))

    def within_reach(self, least: float, most: int) -> Prospects:
        """Leave out levers that are in no combination that could come near enough.

        Parameters
        ----------
        least
            How near is near enough.
        most
            Levers in one combination.
        """
        found = self
        while found.change is not None and len(found.moves):
            lever = found.moves.lever
            names, where = np.unique(lever, return_inverse=True)
            best = np.zeros((len(names), *found.start.shape))
            np.maximum.at(best, where, found.change)
            # Beside it the strongest of all, goal by goal and draw by draw.
            others = -np.sort(-best, axis=0)[: most - 1].sum(axis=0)
            hope = level_in_share((found.start + best + others).min(axis=1), found.share)
            kept = np.isin(lever, names[hope >= least])
            if kept.all():
                break
            found = found.chosen(kept)
        return found


@dataclass(frozen=True, eq=False)
class Candidates:
    """Combinations that could come near enough.

    Attributes
    ----------
    moves
        The single pushes.
    combinations
        Positions of moves, by combination; -1 where there are fewer.
    best_case
        How near each can come at most.
    pushes, total, cost
        How many pushes each has, their sizes together, and what it costs (NaN where that is
        not known).
    whole
        Whether these are all; else the weakest levers were left out.
    """

    moves: Moves
    combinations: Ints
    best_case: Floats
    pushes: Ints
    total: Floats
    cost: Floats
    whole: bool

    @classmethod
    def of(
        cls, prospects: Prospects, least: float, most: int, *, limit: int = _MOST_LAID_OUT
    ) -> Candidates:
        """Lay out all combinations that could come at least so near."""
        prospects, whole = _affordable(prospects.within_reach(least, most), most, limit)
        moves = prospects.moves
        combinations = _all_combinations(moves, most)
        best_case = prospects.best_case(combinations, least)
        kept = best_case >= least
        combinations, best_case = combinations[kept], best_case[kept]
        sizes = np.append(np.abs(moves.size), 0.0)[combinations]
        costs = np.append(moves.cost, 0.0)[combinations]
        return cls(
            moves,
            combinations,
            best_case,
            (combinations >= 0).sum(axis=1),
            sizes.sum(axis=1).round(9),
            costs.sum(axis=1).round(9),
            whole,
        )

    def smallest_first(self) -> Ints:
        """Return the order by number of levers, then by size, then by cost."""
        return self._order(self.pushes, self.total, _last(self.cost))

    def cheapest_first(self) -> Ints:
        """Return the order by cost, then by number of levers, then by size; of known costs."""
        order = self._order(_last(self.cost), self.pushes, self.total)
        return order[~np.isnan(self.cost[order])]

    def least_pushed_first(self) -> Ints:
        """Return the order by size, then by number of levers."""
        return self._order(self.total, self.pushes, _last(self.cost))

    def most_promising_first(self) -> Ints:
        """Return the order by what they can do at most, then by size."""
        return self._order(-self.best_case.round(9), self.pushes, self.total)

    def _order(self, *keys: npt.NDArray[np.generic]) -> Ints:
        last = (-self.best_case.round(9),)
        order: Ints = np.lexsort((*last, *reversed(keys)))
        return order

    def holds(self, smaller: Ints) -> npt.NDArray[np.bool_]:
        """Tell which combinations hold another one, or a larger push of the same kind."""
        moves = self.moves
        held = np.ones(len(self.combinations), dtype=bool)
        for move in smaller.tolist():
            if move < 0:
                continue
            alike = (moves.lever == moves.lever[move]) & (
                np.sign(moves.size) == np.sign(moves.size[move])
            )
            alike &= np.abs(moves.size) >= abs(moves.size[move])
            held &= np.append(alike, False)[self.combinations].any(axis=1)
        return held


def _last(cost: Floats) -> Floats:
    return np.where(np.isnan(cost), np.inf, cost)


def _affordable(prospects: Prospects, most: int, limit: int) -> tuple[Prospects, bool]:
    """Leave out the weakest levers until all combinations can be laid out."""
    moves = prospects.moves
    if count_combinations(moves, most) <= limit:
        return prospects, True
    levers = np.unique(moves.lever)
    strength = np.zeros(len(levers))
    if prospects.change is not None:
        by_move = np.median(prospects.change.min(axis=1), axis=1)
        np.maximum.at(strength, np.searchsorted(levers, moves.lever), by_move)
    order = levers[np.argsort(-strength, kind="stable")]
    fewest, rest = 1, len(order)
    while fewest < rest:
        middle = (fewest + rest + 1) // 2
        some = moves.chosen(np.isin(moves.lever, order[:middle]))
        if count_combinations(some, most) <= limit:
            fewest = middle
        else:
            rest = middle - 1
    return prospects.chosen(np.isin(moves.lever, order[:fewest])), False


def _all_combinations(moves: Moves, most: int) -> Ints:
    """Lay out all combinations, those of one push first, in the order of the moves."""
    count = len(moves)
    # The first move of a later lever, by move.
    after = np.searchsorted(moves.lever, moves.lever, side="right")
    groups = [np.arange(count)[:, None]]
    while len(groups) < most and len(groups[-1]):
        before = groups[-1]
        starts = after[before[:, -1]]
        times = count - starts
        shifts = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        added = np.repeat(starts, times) + shifts
        groups.append(np.column_stack([np.repeat(before, times, axis=0), added]))
    return np.concatenate(
        [
            np.pad(group, ((0, 0), (0, most - group.shape[1])), constant_values=-1)
            for group in groups
            if group.shape[1] <= most
        ]
    )
