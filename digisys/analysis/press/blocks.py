"""Strongly connected components of a press system, prepared for many draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.factor import Factors, Plan, plan_elimination
from digisys.analysis.press.system import Entry, PressSystem

__all__ = ["Block", "Inverse", "block_of", "invert", "kept_inverse"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: A prime near 2**31: products of two remainders fit 64 bits.
_PRIME = 2_147_483_629


@dataclass(frozen=True, eq=False)
class Block:
    """A strongly connected component.

    Attributes
    ----------
    members
        Positions of its variables.
    entries
        Positions of the entries inside it, among those of the system.
    rows, columns
        The places within the block where entries stand.
    places
        Which of these places each entry stands at; None if each has one of its own.
    sides
        +1 or -1 for each member, such that all loops are reinforcing; None if some are not.
    zero
        Entries of the inverse that are zero whatever the strengths are.
    singular
        Whether the block has no inverse whatever the strengths are.
    plan
        How to eliminate in it; None if LAPACK inverts it.
    """

    members: npt.NDArray[np.intp]
    entries: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    places: npt.NDArray[np.intp] | None
    damped: Flags
    sides: Floats | None
    zero: Flags
    singular: bool
    plan: Plan | None

    def matrices(self, turned: Floats) -> Floats:
        """Return minus the block of each draw, as (draw, row, column)."""
        size = len(self.members)
        matrix = np.zeros((turned.shape[1], size, size))
        matrix[:, self.rows, self.columns] = turned.T
        return matrix

    def turned(self, values: Floats) -> Floats:
        """Return the numbers of minus the block, entries at one place added; (place, draw)."""
        turned = values[self.entries]
        if self.places is not None:
            single = turned
            turned = np.zeros((len(self.rows), values.shape[1]))
            np.add.at(turned, self.places, single)
        turned *= np.where(self.rows == self.columns, 1.0, -1.0)[:, None]
        return turned


@dataclass(frozen=True, eq=False)
class Inverse:
    """The inverse of minus a block, in each draw: as factors, as matrices, or both.

    Attributes
    ----------
    factors
        Factors of the draws; None if all are given as matrices.
    draws
        Draws that are given as matrices; None for all.
    matrices
        Their inverses; (draw, row, column).
    """

    factors: Factors | None
    draws: npt.NDArray[np.intp] | None
    matrices: Floats

    def kept(self, draws: npt.NDArray[np.intp]) -> Inverse:
        """Return the inverses of some draws."""
        if self.factors is None:
            return Inverse(None, None, self.matrices[draws])
        factors = self.factors.kept(draws)
        if self.draws is None:
            return Inverse(factors, None, self.matrices)
        given = np.isin(draws, self.draws)
        places = np.searchsorted(self.draws, draws[given])
        return Inverse(factors, np.flatnonzero(given), self.matrices[places])

    def apply(self, given: Floats, *, left: bool = False) -> Floats:
        """Multiply by the inverse: from the left, or from the right if ``left``.

        Parameters
        ----------
        given
            (row, push, draw); may be overwritten.
        left
            Whether ``given`` stands left of the inverse.

        Returns
        -------
        ndarray
            As large.
        """
        if self.factors is None and len(given) == 1:
            given *= self.matrices[:, 0, 0]
            return given
        inverse = self.matrices.swapaxes(1, 2) if left else self.matrices
        if self.factors is None:
            moved = np.ascontiguousarray(np.moveaxis(given, 2, 0))
            return np.moveaxis(inverse @ moved, 0, 2)
        special = None if self.draws is None else given[:, :, self.draws]
        with np.errstate(over="ignore", invalid="ignore"):
            (self.factors.solve_left if left else self.factors.solve)(given)
        if special is not None:
            answer = inverse @ np.moveaxis(special, 2, 0)
            given[:, :, self.draws] = np.moveaxis(answer, 0, 2)
        return given


def block_of(system: PressSystem, members: list[int], entries: list[int]) -> Block:
    """Prepare a component for many draws.

    Parameters
    ----------
    system
        The whole system.
    members
        Positions of its variables.
    entries
        Positions of the entries inside it, among those of the system.

    Returns
    -------
    Block
        The component.
    """
    places = {member: position for position, member in enumerate(members)}
    known = system.entries
    chosen = [known[position] for position in entries]
    spots = [(places[entry.row], places[entry.column]) for entry in chosen]
    different = {spot: number for number, spot in enumerate(dict.fromkeys(spots))}
    rows = np.array([row for row, _ in different], dtype=np.intp)
    columns = np.array([column for _, column in different], dtype=np.intp)
    shared = len(different) < len(spots)
    damped = np.zeros(len(members), dtype=bool)
    damped[rows[rows == columns]] = True
    zero, singular = _structural_zeros(len(members), rows, columns)
    sides = _sides(len(members), chosen, spots)
    return Block(
        np.array(members, dtype=np.intp),
        np.array(entries, dtype=np.intp),
        rows,
        columns,
        np.array([different[spot] for spot in spots], dtype=np.intp) if shared else None,
        damped,
        sides,
        zero,
        singular,
        plan_elimination(len(members), rows, columns) if len(members) > 1 else None,
    )


def _sides(
    size: int,
    entries: list[Entry],
    spots: list[tuple[int, int]],
) -> Floats | None:
    """Split members in two sides, with positive links within and negative ones across."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for entry, (row, column) in zip(entries, spots, strict=True):
        if row != column:
            if not entry.sign:
                return None
            beside[row].append((column, entry.sign))
            beside[column].append((row, entry.sign))
    sides = np.zeros(size)
    sides[0] = 1.0
    waiting = [0]
    while waiting:
        here = waiting.pop()
        for other, sign in beside[here]:
            if not sides[other]:
                sides[other] = sides[here] * sign
                waiting.append(other)
            elif sides[other] != sides[here] * sign:
                return None
    return sides


def _structural_zeros(
    size: int, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]
) -> tuple[Flags, bool]:
    """Find the entries of the inverse that are zero for all strengths.

    Where every variable damps itself there are none: on a way from one variable to another,
    with the damping of all that are not on it, stands a term of each entry.

    Otherwise strengths are replaced by random remainders modulo a large prime, in which
    arithmetic is exact: an entry that is not zero as a polynomial is zero there with
    probability below size / 2**31 (Schwartz 1980, doi:10.1145/322217.322225).
    """
    if np.count_nonzero(rows == columns) == size:
        return np.zeros((size, size), dtype=bool), False
    pick = np.random.Generator(np.random.Philox(key=1))
    matrix = np.zeros((size, 2 * size), dtype=np.int64)
    matrix[rows, columns] = pick.integers(1, _PRIME, len(rows))
    matrix[np.arange(size), size + np.arange(size)] = 1
    for turn in range(size):
        below = np.flatnonzero(matrix[turn:, turn])
        if not len(below):
            return np.zeros((size, size), dtype=bool), True
        pivot = turn + int(below[0])
        matrix[[turn, pivot]] = matrix[[pivot, turn]]
        matrix[turn] = matrix[turn] * pow(int(matrix[turn, turn]), -1, _PRIME) % _PRIME
        others = np.flatnonzero(matrix[:, turn])
        others = others[others != turn]
        matrix[others] -= matrix[others, turn][:, None] * matrix[turn] % _PRIME
        matrix[others] %= _PRIME
    return matrix[:, size:] == 0, False


def kept_inverse(
    block: Block, found: Factors | Floats, kept: npt.NDArray[np.intp], values: Floats
) -> Inverse:
    """Keep what belongs to the stable draws; invert those whose factors are not sound."""
    if not isinstance(found, Factors):
        return Inverse(None, None, found[kept])
    factors = found.kept(kept)
    weak = np.flatnonzero(~factors.sound)
    if not len(weak):
        return Inverse(factors, None, np.empty((0, 0, 0)))
    return Inverse(factors, weak, invert(block.matrices(block.turned(values[:, weak])))[0])


def invert(matrix: Floats) -> tuple[Floats, Flags]:
    """Invert each matrix; tell which have an inverse."""
    regular = np.ones(len(matrix), dtype=bool)
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64), regular
    except np.linalg.LinAlgError:
        regular = np.linalg.slogdet(matrix)[0] != 0
        safe = np.where(regular[:, None, None], matrix, np.eye(matrix.shape[1]))
        return np.asarray(np.linalg.inv(safe), dtype=np.float64), np.asarray(regular)
