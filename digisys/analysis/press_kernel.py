"""Many matrices of one pattern at once: stability and responses, component by component.

Feedback lives in strongly connected components, so only their blocks are inverted and
asked whether they are stable; effects run on from one component to the next.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.analysis.components import strong_components
from digisys.analysis.press_system import Entry, PressSystem

__all__ = ["Block", "Kernel", "Solved"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Growth rates nearer to 0 than this, relative to the matrix, count as not stable.
_NEUTRAL = 1e-9
#: Entries of an inverse smaller than this, relative to the largest, are rounding.
_ROUNDING = 1e-13
#: A prime near 2**31: products of two remainders fit 64 bits.
_PRIME = 2_147_483_629
#: Rounds of the search for a vector that proves a matrix stable.
_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Block:
    """A strongly connected component.

    Attributes
    ----------
    members
        Positions of its variables.
    entries
        Positions of the entries inside it, among links first and then damping.
    rows, columns
        Where those entries stand within the block.
    sides
        +1 or -1 for each member, such that all loops are reinforcing; None if some are not.
    zero
        Entries of the inverse that are zero whatever the strengths are.
    singular
        Whether the block has no inverse whatever the strengths are.
    """

    members: npt.NDArray[np.intp]
    entries: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    damped: Flags
    sides: Floats | None
    zero: Flags
    singular: bool

    def matrices(self, values: Floats) -> Floats:
        """Return minus the block of each draw, as (draw, row, column)."""
        size = len(self.members)
        matrix = np.zeros((values.shape[1], size, size))
        signs = np.where(self.rows == self.columns, 1.0, -1.0)
        matrix[:, self.rows, self.columns] = (values[self.entries] * signs[:, None]).T
        return matrix


@dataclass(frozen=True, eq=False)
class Solved:
    """Draws that are stable, and the inverses of their blocks.

    Attributes
    ----------
    kernel
        What they are draws of.
    values
        Signed sizes of links, then sizes of damping; (entry, draw).
    inverses
        For each block, the inverse of minus the block; (draw, row, column).
    """

    kernel: Kernel
    values: Floats
    inverses: tuple[Floats, ...]

    @property
    def count(self) -> int:
        """How many draws there are."""
        return self.values.shape[1]

    def responses(self, pushes: Floats) -> Floats:
        """Return how every variable responds to some pushes.

        Parameters
        ----------
        pushes
            One column a push; (variable, push).

        Returns
        -------
        ndarray
            ``-A^-1`` times the pushes; (variable, push, draw).
        """
        kernel = self.kernel
        out = np.zeros((*pushes.shape, self.count))
        touched = pushes != 0
        for block, inverse in zip(kernel.blocks, self.inverses, strict=True):
            members = block.members
            felt = np.repeat(pushes[members][:, :, None], self.count, axis=2)
            for position, member in enumerate(members):
                for entry in kernel.incoming[member]:
                    source = kernel.system.links[entry].column
                    columns = np.flatnonzero(touched[source])
                    touched[member] |= touched[source]
                    if len(columns) == pushes.shape[1]:
                        felt[position] += self.values[entry] * out[source]
                    elif len(columns):
                        felt[position, columns] += self.values[entry] * out[source, columns]
            reached = touched[members].any(axis=0)
            touched[members] = reached
            columns = np.flatnonzero(reached)
            if not len(columns):
                continue
            if len(members) == 1:
                out[members[0], columns] = felt[0, columns] * inverse[:, 0, 0]
            else:
                moved = np.ascontiguousarray(np.moveaxis(felt[:, columns], 2, 0))
                answer = np.moveaxis(inverse @ moved, 0, 2)
                out[np.ix_(members, columns)] = answer
        return self._settled(out)

    def weights(self, outcomes: Floats) -> Floats:
        """Return how outcomes respond to a push on every variable.

        Parameters
        ----------
        outcomes
            One row an outcome, a weighted sum of variables; (outcome, variable).

        Returns
        -------
        ndarray
            The outcomes times ``-A^-1``; (outcome, variable, draw).
        """
        kernel = self.kernel
        out = np.zeros((*outcomes.shape, self.count))
        for block, inverse in zip(reversed(kernel.blocks), reversed(self.inverses), strict=True):
            members = block.members
            felt = np.repeat(outcomes[:, members, None], self.count, axis=2)
            for position, member in enumerate(members):
                for entry in kernel.outgoing[member]:
                    target = kernel.system.links[entry].row
                    felt[:, position] += self.values[entry] * out[:, target]
            moved = np.ascontiguousarray(np.moveaxis(felt, 2, 0))
            out[:, members] = np.moveaxis(moved @ inverse, 0, 2)
        return self._settled(out)

    def _settled(self, out: Floats) -> Floats:
        """Take rounding for zero, where sizes may cancel out exactly."""
        if self.kernel.may_cancel and out.size:
            least = _ROUNDING * np.abs(out).max(axis=(0, 1))
            out[np.abs(out) <= least] = 0.0
        return out


class Kernel:
    """The pattern of a system, prepared for many draws.

    Parameters
    ----------
    system
        The system.

    Attributes
    ----------
    blocks
        Its components, causes before effects.
    incoming, outgoing
        For each variable, positions of the links that arrive from, and leave for, another
        component.
    may_cancel
        Whether effects may cancel out exactly: some sizes are fixed, or some links are
        missing in some draws.
    """

    def __init__(self, system: PressSystem) -> None:
        self.system = system
        count = len(system.names)
        targets: dict[int, list[int]] = {place: [] for place in range(count)}
        for entry in system.links:
            targets[entry.column].append(entry.row)
        groups = list(reversed(strong_components(targets)))
        component = np.empty(count, dtype=np.intp)
        for number, members in enumerate(groups):
            component[members] = number
        inside: list[list[int]] = [[] for _ in groups]
        self.incoming: list[list[int]] = [[] for _ in range(count)]
        self.outgoing: list[list[int]] = [[] for _ in range(count)]
        for position, entry in enumerate((*system.links, *system.damping)):
            if component[entry.row] == component[entry.column]:
                inside[component[entry.row]].append(position)
            else:
                self.incoming[entry.row].append(position)
                self.outgoing[entry.column].append(position)
        self.blocks = tuple(
            _block(system, members, entries)
            for members, entries in zip(groups, inside, strict=True)
        )
        self.may_cancel = any(entry.low == entry.high or entry.chance < 1 for entry in system.links)

    def solve(self, values: Floats, most: int | None = None) -> tuple[Solved, Flags]:
        """Keep the stable draws and invert their blocks.

        Parameters
        ----------
        values
            Signed sizes of links, then sizes of damping; (entry, draw).
        most
            Keep only so many of the stable draws, the first ones.

        Returns
        -------
        Solved, ndarray of bool
            The stable draws, and which ones they are.
        """
        stable = np.ones(values.shape[1], dtype=bool)
        inverses = []
        for block in self.blocks:
            if len(block.members) == 1:
                size = values[block.entries].sum(axis=0)
                stable &= size > 0
                inverses.append((1.0 / np.where(size > 0, size, 1.0))[:, None, None])
                continue
            matrix = block.matrices(values)
            inverse, regular = _inverses(matrix)
            inverse[:, block.zero] = 0.0
            stable &= regular
            asked = np.flatnonzero(stable)
            stable[asked] = _stable(block, matrix[asked], inverse[asked])
            inverses.append(inverse)
        kept = np.flatnonzero(stable)[:most]
        chosen = tuple(inverse[kept] for inverse in inverses)
        return Solved(self, values[:, kept], chosen), stable


def _block(system: PressSystem, members: list[int], entries: list[int]) -> Block:
    places = {member: position for position, member in enumerate(members)}
    known = (*system.links, *system.damping)
    chosen = [known[position] for position in entries]
    rows = np.array([places[entry.row] for entry in chosen], dtype=np.intp)
    columns = np.array([places[entry.column] for entry in chosen], dtype=np.intp)
    damped = np.zeros(len(members), dtype=bool)
    damped[rows[rows == columns]] = True
    zero, singular = _structural_zeros(len(members), rows, columns)
    sides = _sides(len(members), chosen, rows, columns)
    return Block(
        np.array(members, dtype=np.intp),
        np.array(entries, dtype=np.intp),
        rows,
        columns,
        damped,
        sides,
        zero,
        singular,
    )


def _sides(
    size: int,
    entries: list[Entry],
    rows: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
) -> Floats | None:
    """Split members in two sides, with positive links within and negative ones across."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for entry, row, column in zip(entries, rows.tolist(), columns.tolist(), strict=True):
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

    Strengths are replaced by random remainders modulo a large prime, in which arithmetic is
    exact: an entry that is not zero as a polynomial is zero there with probability below
    size / 2**31 (Schwartz 1980, doi:10.1145/322217.322225).
    """
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


def _inverses(matrix: Floats) -> tuple[Floats, Flags]:
    """Invert each matrix; tell which have an inverse."""
    regular = np.ones(len(matrix), dtype=bool)
    try:
        return np.linalg.inv(matrix), regular
    except np.linalg.LinAlgError:
        regular = np.linalg.slogdet(matrix)[0] != 0
        safe = np.where(regular[:, None, None], matrix, np.eye(matrix.shape[1]))
        return np.linalg.inv(safe), regular


def _stable(block: Block, matrix: Floats, inverse: Floats) -> Flags:
    """Tell which draws return to rest: all eigenvalues of ``matrix`` right of the axis.

    If all loops are reinforcing, the block is similar to a Z-matrix, which is stable if and
    only if its inverse has no negative entry. Otherwise a draw is stable if the matrix
    of sizes is (both: Berman & Plemmons 1994, doi:10.1137/1.9781611971262, chapter 6),
    and unstable if the trace of the inverse is not positive. Eigenvalues decide the rest.
    """
    if block.sides is not None:
        turned = inverse * np.outer(block.sides, block.sides)
        least = -_ROUNDING * np.abs(inverse).max(axis=(1, 2), initial=0.0)
        right: Flags = turned.min(axis=(1, 2), initial=0.0) >= least
        return right & bool(block.damped.all())
    stable = np.zeros(len(matrix), dtype=bool)
    if block.damped.all():
        stable = _dominated(matrix)
    unsure = np.flatnonzero(~stable & (np.trace(inverse, axis1=1, axis2=2) > 0))
    if len(unsure):
        rates = np.linalg.eigvals(matrix[unsure]).real.min(axis=1)
        size = np.abs(matrix[unsure]).max(axis=(1, 2))
        stable[unsure] = rates > _NEUTRAL * size
    return stable


def _dominated(matrix: Floats) -> Flags:
    """Tell where a positive vector proves that damping outweighs all links, whatever signs.

    If the sizes of the links times a positive vector stay below damping times that
    vector, the comparison matrix is an M-matrix. A few rounds of Jacobi's iteration find
    such a vector in most draws that have one.
    """
    size = matrix.shape[1]
    diagonal = matrix[:, np.arange(size), np.arange(size)]
    sizes = np.abs(matrix) / diagonal[:, :, None]
    sizes[:, np.arange(size), np.arange(size)] = 0.0
    vector = np.ones((len(matrix), size, 1))
    proved = np.zeros(len(matrix), dtype=bool)
    for _ in range(_ROUNDS):
        pushed = sizes @ vector
        proved |= (pushed < vector * (1 - _NEUTRAL)).all(axis=(1, 2))
        vector = 1.0 + pushed
        vector /= vector.max(axis=1, keepdims=True)
    return proved
