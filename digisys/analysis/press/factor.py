"""Elimination in many matrices of one pattern at once.

The pattern is the same in every draw, so which entries appear is worked out once; the
draws lie innermost in memory. No rows are exchanged: in the matrices of stable maps with
reinforcing loops only (M-matrices) that is as accurate as any order, and in others the
draws in which it may not be are inverted by LAPACK instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Factors", "Plan", "plan_elimination"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

#: A pivot smaller than this, relative to the largest entry, is not trusted.
_WEAK = 1e-4
#: Patterns that fill up to more than this share are left to LAPACK, above a size.
_MOST_FILLED, _SMALL = 0.45, 12


@dataclass(frozen=True, eq=False)
class Plan:
    """How to eliminate in matrices of one pattern.

    Attributes
    ----------
    size
        Rows.
    order
        Rows in the order in which they are eliminated.
    slots
        Where entry [i, j] is kept; -1 where it stays zero.
    below, right
        For each step, the rows below the pivot and the columns right of it that it meets.
    """

    size: int
    order: tuple[int, ...]
    slots: npt.NDArray[np.intp]
    below: tuple[tuple[int, ...], ...]
    right: tuple[tuple[int, ...], ...]

    def factor(self, rows: Places, columns: Places, values: Floats) -> Factors:
        """Factor the matrix of each draw.

        Parameters
        ----------
        rows, columns
            Where the entries stand.
        values
            The entries; (entry, draw).

        Returns
        -------
        Factors
            The factors of each draw.
        """
        slots = self.slots
        entries = np.zeros((int(slots.max()) + 1, values.shape[1]))
        entries[slots[rows, columns]] = values
        largest = np.abs(values).max(axis=0)
        pivots = np.empty((self.size, values.shape[1]))
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            for step, pivot in enumerate(self.order):
                pivots[step] = entries[slots[pivot, pivot]]
                over = 1.0 / pivots[step]
                entries[slots[pivot, pivot]] = over
                for row in self.below[step]:
                    share = entries[slots[row, pivot]]
                    share *= over
                    for column in self.right[step]:
                        entries[slots[row, column]] -= share * entries[slots[pivot, column]]
            sound = np.abs(pivots).min(axis=0) > _WEAK * largest
            sound &= np.isfinite(entries).all(axis=0)
        return Factors(self, entries, pivots, sound)


@dataclass(frozen=True, eq=False)
class Factors:
    """Factored matrices.

    Attributes
    ----------
    plan
        Their pattern.
    entries
        By slot and draw: multipliers below, the rest right of and on the diagonal, with
        the reciprocals of the pivots on it.
    pivots
        By step and draw. All are positive in an M-matrix, and only there if off the
        diagonal nothing is positive.
    sound
        Draws in which every pivot is large enough to be trusted.
    """

    plan: Plan
    entries: Floats
    pivots: Floats
    sound: Flags

    def kept(self, draws: Places) -> Factors:
        """Return the factors of some draws."""
        return Factors(self.plan, self.entries[:, draws], self.pivots[:, draws], self.sound[draws])

    def solve(self, given: Floats) -> None:
        """Multiply by the inverse from the left, in place; (row, push, draw)."""
        plan, slots, entries = self.plan, self.plan.slots, self.entries
        part = np.empty(given.shape[1:])
        for step, pivot in enumerate(plan.order):
            for row in plan.below[step]:
                np.multiply(entries[slots[row, pivot]], given[pivot], out=part)
                given[row] -= part
        for step in range(plan.size - 1, -1, -1):
            pivot = plan.order[step]
            for column in plan.right[step]:
                np.multiply(entries[slots[pivot, column]], given[column], out=part)
                given[pivot] -= part
            given[pivot] *= entries[slots[pivot, pivot]]

    def solve_left(self, given: Floats) -> None:
        """Multiply by the inverse from the right, in place; (row, outcome, draw)."""
        plan, slots, entries = self.plan, self.plan.slots, self.entries
        part = np.empty(given.shape[1:])
        for step, pivot in enumerate(plan.order):
            given[pivot] *= entries[slots[pivot, pivot]]
            for column in plan.right[step]:
                np.multiply(entries[slots[pivot, column]], given[pivot], out=part)
                given[column] -= part
        for step in range(plan.size - 1, -1, -1):
            pivot = plan.order[step]
            for row in plan.below[step]:
                np.multiply(entries[slots[row, pivot]], given[row], out=part)
                given[pivot] -= part


def plan_elimination(size: int, rows: Places, columns: Places) -> Plan | None:
    """Find an order of elimination that keeps the matrix sparse.

    The pivot is always on the diagonal: the one that meets the fewest pairs of rows and
    columns (Markowitz 1957, doi:10.1287/mnsc.3.3.255).

    Parameters
    ----------
    size
        Rows of the matrix.
    rows, columns
        Where it has entries.

    Returns
    -------
    Plan or None
        None if an entry of the diagonal is missing, or the matrix would fill up.

    Examples
    --------
    >>> plan = plan_elimination(3, np.array([0, 1, 2, 1, 2]), np.array([0, 1, 2, 0, 1]))
    >>> plan.below
    ((1,), (2,), ())
    """
    pattern = np.zeros((size, size), dtype=bool)
    pattern[rows, columns] = True
    if not pattern.diagonal().all():
        return None
    most = max(_MOST_FILLED * size * size, _SMALL * _SMALL)
    left = np.ones(size, dtype=bool)
    order, below, right = [], [], []
    for _ in range(size):
        open_part = pattern & left & left[:, None]
        cost = (open_part.sum(axis=0) - 1) * (open_part.sum(axis=1) - 1)
        pivot = int(np.where(left, cost, size * size).argmin())
        left[pivot] = False
        under = np.flatnonzero(open_part[:, pivot] & left)
        beside = np.flatnonzero(open_part[pivot] & left)
        pattern[np.ix_(under, beside)] = True
        if pattern.sum() > most:
            return None
        order.append(pivot)
        below.append(tuple(under.tolist()))
        right.append(tuple(beside.tolist()))
    slots = np.full((size, size), -1, dtype=np.intp)
    slots[pattern] = np.arange(int(pattern.sum()))
    return Plan(size, tuple(order), slots, tuple(below), tuple(right))
