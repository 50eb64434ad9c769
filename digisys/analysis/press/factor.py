"""Elimination in many matrices of one pattern at once.

The pattern is the same in every draw, so which entries appear is worked out once; the
draws lie innermost in memory. No rows are exchanged: in the matrices of stable maps with
reinforcing loops only (M-matrices) that is as accurate as any order, and in others the
draws in which it may not be are inverted by LAPACK instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digisys.uncertainty.engine import compiled

__all__ = ["Factors", "Plan", "Program", "Step", "plan_elimination"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

#: A pivot smaller than this, relative to the largest entry, is not trusted.
_WEAK = 1e-4
#: Patterns that fill up to more than this share are left to LAPACK, above a size.
_MOST_FILLED, _SMALL = 0.45, 12


class Step(NamedTuple):
    """One step of an elimination, in slots.

    Attributes
    ----------
    pivot
        The pivot.
    below
        What stands below it and is divided by it.
    right
        What stands right of it.
    targets
        For each of ``below``, what its products with ``right`` are taken from.
    """

    pivot: int
    below: tuple[int, ...]
    right: tuple[int, ...]
    targets: tuple[tuple[int, ...], ...]


class Program(NamedTuple):
    """The steps of an elimination as flat arrays, for compiled code.

    Attributes
    ----------
    pivot
        Of each step.
    row_start, row
        ``below`` of step i stands from ``row_start[i]`` to ``row_start[i + 1]``.
    column_start, column
        ``right``, likewise.
    target
        ``targets`` in order.
    """

    pivot: Places
    row_start: Places
    row: Places
    column_start: Places
    column: Places
    target: Places


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

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps in slots."""
        slots = self.slots.tolist()
        return tuple(
            Step(
                slots[pivot][pivot],
                tuple(slots[row][pivot] for row in below),
                tuple(slots[pivot][column] for column in right),
                tuple(tuple(slots[row][column] for column in right) for row in below),
            )
            for pivot, below, right in zip(self.order, self.below, self.right, strict=True)
        )

    @cached_property
    def program(self) -> Program:
        """The steps as flat arrays."""
        rows = [step.below for step in self.steps]
        columns = [step.right for step in self.steps]
        targets = [target for step in self.steps for target in step.targets]
        return Program(
            np.array([step.pivot for step in self.steps], dtype=np.int64),
            _starts(rows),
            _flat(rows),
            _starts(columns),
            _flat(columns),
            _flat(targets),
        )

    def laid_out(self, rows: Places, columns: Places, values: Floats) -> Floats:
        """Return entries by slot; (slot, draw)."""
        entries = np.zeros((int(self.slots.max()) + 1, values.shape[1]))
        entries[self.slots[rows, columns]] = values
        return entries

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
        entries = self.laid_out(rows, columns, values)
        largest = np.maximum(values.max(axis=0), -values.min(axis=0))
        pivots = np.empty((self.size, values.shape[1]))
        kernels = compiled()
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            if kernels is not None:
                kernels.factor(entries, pivots, *self.program)
            else:
                self._factor(entries, pivots)
            # False also where a pivot is not a number.
            sound = np.abs(pivots).min(axis=0) > _WEAK * largest
        return Factors(self, entries, pivots, sound)

    def _factor(self, entries: Floats, pivots: Floats) -> None:
        for number, step in enumerate(self.steps):
            pivots[number] = entries[step.pivot]
            over = 1.0 / pivots[number]
            entries[step.pivot] = over
            for below, targets in zip(step.below, step.targets, strict=True):
                share = entries[below]
                share *= over
                for right, target in zip(step.right, targets, strict=True):
                    entries[target] -= share * entries[right]


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
    filled = int(pattern.sum())
    into = [set(np.flatnonzero(pattern[:, place]).tolist()) - {place} for place in range(size)]
    out = [set(np.flatnonzero(pattern[place]).tolist()) - {place} for place in range(size)]
    cost = np.array([len(into[place]) * len(out[place]) for place in range(size)])
    order, below, right = [], [], []
    for _ in range(size):
        pivot = int(cost.argmin())
        cost[pivot] = size * size
        under, beside = sorted(into[pivot]), sorted(out[pivot])
        for row in under:
            out[row] |= out[pivot]
            out[row] -= {row, pivot}
        for column in beside:
            into[column] |= into[pivot]
            into[column] -= {column, pivot}
        for place in (*under, *beside):
            cost[place] = len(into[place]) * len(out[place])
        met = np.ix_(under, beside)
        filled += len(under) * len(beside) - int(pattern[met].sum())
        pattern[met] = True
        if filled > most:
            return None
        order.append(pivot)
        below.append(tuple(under))
        right.append(tuple(beside))
    slots = np.full((size, size), -1, dtype=np.intp)
    slots[pattern] = np.arange(int(pattern.sum()))
    return Plan(size, tuple(order), slots, tuple(below), tuple(right))


def _starts(groups: Sequence[Sequence[int]]) -> Places:
    return np.cumsum([0, *map(len, groups)], dtype=np.int64)


def _flat(groups: Sequence[Sequence[int]]) -> Places:
    return np.array([item for group in groups for item in group], dtype=np.int64)
