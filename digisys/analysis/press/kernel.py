"""Many matrices of one pattern at once: stability and responses, component by component.

Feedback lives in strongly connected components, so only their blocks are inverted and
asked whether they are stable; effects run on from one component to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.blocks import Inverse, invert, kept_inverse
from digisys.analysis.press.factor import Factors
from digisys.analysis.press.pattern import Pattern
from digisys.analysis.press.signs import (
    OPEN,
    SignProgram,
    settled_signs,
    shared_signs,
    sign_program,
)
from digisys.analysis.press.stability import elimination_work, stable_factors, stable_matrices
from digisys.analysis.press.system import PressSystem
from digisys.uncertainty.engine import compiled

__all__ = ["Kernel", "Route", "Solved"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Columns = npt.NDArray[np.intp]

#: Responses smaller than this, relative to the largest, are rounding.
_ROUNDING = 1e-13


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
        Of minus each block.
    """

    kernel: Kernel
    values: Floats
    inverses: tuple[Inverse, ...]

    @property
    def count(self) -> int:
        """How many draws there are."""
        return int(self.values.shape[1])

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
        out = np.zeros((*pushes.shape, self.count))
        for member, columns, answer in self._rows(pushes):
            if len(columns) == pushes.shape[1]:
                out[member] = answer
            else:
                out[member, columns] = answer
        return self._settled(out)

    def sign_counts(self, pushes: Floats) -> npt.NDArray[np.int64]:
        """Count the draws in which each response to some pushes is positive and negative.

        Parameters
        ----------
        pushes
            One column a push; (variable, push).

        Returns
        -------
        ndarray of int
            (positive or negative, variable, push).
        """
        counts = np.zeros((2, *pushes.shape), dtype=np.int64)
        if self.kernel.may_cancel:
            out = self.responses(pushes)
            counts[0] = np.count_nonzero(out > 0, axis=2)
            counts[1] = np.count_nonzero(out < 0, axis=2)
            return counts
        each = bool((pushes == np.eye(len(pushes), pushes.shape[1])).all())
        sharing = self.kernel.sharing if each and pushes.shape[0] == pushes.shape[1] else {}
        signs = self.kernel.settled(pushes)
        counts[0], counts[1] = self.count * (signs == 1), self.count * (signs == -1)
        unsettled = (signs == OPEN).any(axis=0)
        own = np.array([j for j in np.flatnonzero(unsettled) if j not in sharing], dtype=np.intp)
        if not len(own):
            pass
        elif compiled() is not None and self.kernel.eliminates:
            counts[:, :, own] = self._counted_compiled(pushes[:, own])
        else:
            counts[:, :, own] = self._counted(pushes[:, own])
        for variable, (target, sign) in sharing.items():
            if sign:
                counts[:, :, variable] = counts[::sign, :, target]
            counts[0, variable, variable] = self.count
        return counts

    def _counted(self, pushes: Floats) -> npt.NDArray[np.int64]:
        counts = np.zeros((2, *pushes.shape), dtype=np.int64)
        for member, columns, answer in self._rows(pushes):
            # Row by row: along an axis, counting first turns flags into numbers.
            for column, flags, row in zip(columns.tolist(), answer > 0, answer, strict=True):
                positive = int(np.count_nonzero(flags))
                counts[0, member, column] = positive
                if positive < self.count:
                    counts[1, member, column] = np.count_nonzero(row < 0)
        return counts

    def _counted_compiled(self, pushes: Floats) -> npt.NDArray[np.int64]:
        """Count in compiled code where all blocks are given as factors, else as above."""
        kernels = compiled()
        given = [item.draws for item in self.inverses if item.draws is not None]
        weak = np.unique(np.concatenate(given)) if given else np.empty(0, dtype=np.intp)
        sound = self._some(np.setdiff1d(np.arange(self.count), weak)) if len(weak) else self
        counts = np.zeros((2, *pushes.shape), dtype=np.int64)
        program = self.kernel.program(pushes != 0)
        kernels.count_signs(  # type: ignore[union-attr]
            program.numbers(sound.values, sound.inverses),
            program.start, program.target, program.source, program.factor_at,
            program.reach_start, program.reach, pushes, counts,
        )  # fmt: skip
        return counts + self._some(weak)._counted(pushes) if len(weak) else counts

    def _some(self, draws: npt.NDArray[np.intp]) -> Solved:
        inverses = tuple(inverse.kept(draws) for inverse in self.inverses)
        return Solved(self.kernel, self.values[:, draws], inverses)

    def _rows(self, pushes: Floats) -> Iterator[tuple[int, Columns, Floats]]:
        """Yield the responses of each variable that some push reaches, causes first."""
        found: dict[int, Floats] = {}
        for route in self.kernel.routes(pushes != 0):
            felt = np.empty((len(route.members), len(route.columns), self.count))
            felt[:] = pushes[route.members][:, route.columns][:, :, None]
            for position, entry, source, places in route.incoming:
                felt[position, places] += self.values[entry] * found[source]
            answer = self.inverses[route.block].apply(felt)
            for position, member in enumerate(route.members):
                found[member] = answer[position]
                yield member, route.columns, answer[position]

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
        links = kernel.system.links
        out = np.zeros((outcomes.shape[1], outcomes.shape[0], self.count))
        reached = (outcomes != 0).any(axis=0)
        for block, inverse in zip(reversed(kernel.blocks), reversed(self.inverses), strict=True):
            members = block.members
            targets = [
                (position, links[entry].row, entry)
                for position, member in enumerate(members)
                for entry in kernel.outgoing[member]
                if reached[links[entry].row]
            ]
            if not targets and not reached[members].any():
                continue
            reached[members] = True
            felt = np.empty((len(members), outcomes.shape[0], self.count))
            felt[:] = outcomes[:, members].T[:, :, None]
            for position, target, entry in targets:
                felt[position] += self.values[entry] * out[target]
            out[members] = inverse.apply(felt, left=True)
        return self._settled(out).swapaxes(0, 1)

    def _settled(self, out: Floats) -> Floats:
        """Take rounding for zero, where sizes may cancel out exactly."""
        if self.kernel.may_cancel and out.size:
            least = _ROUNDING * np.abs(out).max(axis=(0, 1))
            out[np.abs(out) <= least] = 0.0
        return out


@dataclass(frozen=True, eq=False)
class Route:
    """How pushes reach a block.

    Attributes
    ----------
    block
        Its position among the blocks.
    members
        Positions of its variables.
    columns
        The pushes that reach it.
    incoming
        Links that bring them: member of the block, link, variable that it comes from, and
        where the pushes that reach that variable stand among ``columns``.
    """

    block: int
    members: list[int]
    columns: Columns
    incoming: tuple[tuple[int, int, int, slice | Columns], ...]


class Kernel(Pattern):
    """The pattern of a system, prepared for many draws.

    Parameters
    ----------
    system
        The system.

    Attributes
    ----------
    sharing
        Variables without feedback that act on one other variable at most: which, and with
        which sign (0 for none), effects before causes. A push on such a variable has
        everywhere else the sign that a push on the other has, or the opposite one.
    eliminates
        Whether every component of more than one variable has a plan of elimination.
    may_cancel
        Whether effects may cancel out exactly: some sizes are fixed, or some links are
        missing in some draws.
    """

    def __init__(self, system: PressSystem) -> None:
        super().__init__(system)
        self.sharing = shared_signs(self)
        self.eliminates = all(len(block.members) == 1 or block.plan for block in self.blocks)
        self._routes: dict[bytes, tuple[Route, ...]] = {}
        self._programs: dict[bytes, SignProgram] = {}
        self._settled: dict[bytes, npt.NDArray[np.int8]] = {}
        self.may_cancel = any(entry.low == entry.high or entry.chance < 1 for entry in system.links)

    def multiplications(self, *, wide: bool) -> float:
        """Estimate the work of one draw; ``wide`` if all variables are pushed."""
        pushes = len(self.system.names) if wide else 1
        work = float(len(self.system.entries)) * (1 + pushes / 4)
        for block in self.blocks:
            size = len(block.members)
            if size > 1:
                work += elimination_work(block) + pushes * len(block.entries)
        return work

    def routes(self, pushed: Flags) -> tuple[Route, ...]:
        """Trace which pushes reach which block, and over which links; kept once traced.

        Parameters
        ----------
        pushed
            Which variables each push acts on directly; (variable, push).

        Returns
        -------
        tuple of Route
            The blocks that are reached, causes before effects.
        """
        key = pushed.tobytes()
        if key in self._routes:
            return self._routes[key]
        links = self.system.links
        reached = pushed.copy()
        routes = []
        for number, block in enumerate(self.blocks):
            members = block.members.tolist()
            sources = [
                (position, entry, links[entry].column)
                for position, member in enumerate(members)
                for entry in self.incoming[member]
                if reached[links[entry].column].any()
            ]
            for position, _, source in sources:
                reached[members[position]] |= reached[source]
            columns = np.flatnonzero(reached[members].any(axis=0))
            if not len(columns):
                continue
            reached[np.ix_(members, columns)] = True
            incoming = tuple(
                (position, entry, source, _run(np.flatnonzero(reached[source]), columns))
                for position, entry, source in sources
            )
            routes.append(Route(number, members, columns, incoming))
        self._routes[key] = tuple(routes)
        return self._routes[key]

    def settled(self, pushes: Floats) -> npt.NDArray[np.int8]:
        """Find signs that the chains settle; kept once found."""
        key = np.sign(pushes).tobytes()
        if key not in self._settled:
            self._settled[key] = settled_signs(self, pushes)
        return self._settled[key]

    def program(self, pushed: Flags) -> SignProgram:
        """Lay out how pushes are followed in compiled code; kept once laid out."""
        key = pushed.tobytes()
        if key not in self._programs:
            self._programs[key] = sign_program(self, pushed)
        return self._programs[key]

    def solve(self, values: Floats) -> tuple[Solved, Flags]:
        """Keep the stable draws and invert their blocks.

        Parameters
        ----------
        values
            Signed sizes of links, then sizes of damping; (entry, draw).

        Returns
        -------
        Solved, ndarray of bool
            The stable draws, and which ones they are.
        """
        stable = np.ones(values.shape[1], dtype=bool)
        found: list[Factors | Floats] = []
        for block in self.blocks:
            if len(block.members) == 1:
                size = values[block.entries].sum(axis=0)
                stable &= size > 0
                found.append((1.0 / np.where(size > 0, size, 1.0))[:, None, None])
            elif block.plan is None:
                matrix = block.matrices(block.turned(values))
                inverse, regular = invert(matrix)
                inverse[:, block.zero] = 0.0
                stable &= regular
                asked = np.flatnonzero(stable)
                stable[asked] = stable_matrices(block, matrix[asked], inverse[asked])
                found.append(inverse)
            else:
                turned = block.turned(values)
                factors = block.plan.factor(block.rows, block.columns, turned)
                stable &= stable_factors(block, factors, turned, stable)
                found.append(factors)
        kept = np.flatnonzero(stable)
        chosen = values[:, kept]
        inverses = tuple(
            kept_inverse(block, item, kept, chosen)
            for block, item in zip(self.blocks, found, strict=True)
        )
        return Solved(self, chosen, inverses), stable


def _run(wanted: Columns, among: Columns) -> slice | Columns:
    """Tell where some columns stand among others: as a slice where they stand together."""
    places = np.searchsorted(among, wanted)
    if places[-1] - places[0] + 1 == len(places):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places
