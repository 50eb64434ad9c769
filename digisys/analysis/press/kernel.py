"""Many matrices of one pattern at once: stability and responses, component by component.

Feedback lives in strongly connected components, so only their blocks are inverted and
asked whether they are stable; effects run on from one component to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.analysis.components import strong_components
from digisys.analysis.press.blocks import Block, Inverse, block_of, invert
from digisys.analysis.press.factor import Factors
from digisys.analysis.press.stability import stable_factors, stable_matrices
from digisys.analysis.press.system import PressSystem

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
        own = np.array([j for j in range(pushes.shape[1]) if j not in sharing], dtype=np.intp)
        for member, columns, answer in self._rows(pushes[:, own]):
            # Row by row: along an axis, counting first turns flags into numbers.
            for column, flags, row in zip(own[columns].tolist(), answer > 0, answer, strict=True):
                positive = int(np.count_nonzero(flags))
                counts[0, member, column] = positive
                if positive < self.count:
                    counts[1, member, column] = np.count_nonzero(row < 0)
        for variable, (target, sign) in sharing.items():
            if sign:
                counts[:, :, variable] = counts[::sign, :, target]
            counts[0, variable, variable] = self.count
        return counts

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
    sharing
        Variables without feedback that act on one other variable at most: which, and with
        which sign (0 for none), effects before causes. A push on such a variable has
        everywhere else the sign that a push on the other has, or the opposite one.
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
            block_of(system, members, entries)
            for members, entries in zip(groups, inside, strict=True)
        )
        self.sharing = _sharing(self)
        self._routes: dict[bytes, tuple[Route, ...]] = {}
        self.may_cancel = any(entry.low == entry.high or entry.chance < 1 for entry in system.links)

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
                matrix = block.matrices(values)
                inverse, regular = invert(matrix)
                inverse[:, block.zero] = 0.0
                stable &= regular
                asked = np.flatnonzero(stable)
                stable[asked] = stable_matrices(block, matrix[asked], inverse[asked])
                found.append(inverse)
            else:
                factors = block.plan.factor(block.rows, block.columns, block.turned(values))
                stable &= stable_factors(block, factors, values, stable)
                found.append(factors)
        kept = np.flatnonzero(stable)
        chosen = values[:, kept]
        inverses = tuple(
            _kept_inverse(block, item, kept, chosen)
            for block, item in zip(self.blocks, found, strict=True)
        )
        return Solved(self, chosen, inverses), stable


def _sharing(kernel: Kernel) -> dict[int, tuple[int, int]]:
    links = kernel.system.links
    found: dict[int, tuple[int, int]] = {}
    for block in reversed(kernel.blocks):
        member = int(block.members[0])
        out = kernel.outgoing[member]
        if len(block.members) > 1 or len(out) > 1:
            continue
        if not out:
            found[member] = (member, 0)
        elif links[out[0]].sign and links[out[0]].chance == 1:
            found[member] = (links[out[0]].row, links[out[0]].sign)
    return found


def _run(wanted: Columns, among: Columns) -> slice | Columns:
    """Tell where some columns stand among others: as a slice where they stand together."""
    places = np.searchsorted(among, wanted)
    if places[-1] - places[0] + 1 == len(places):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _kept_inverse(
    block: Block, found: Factors | Floats, kept: npt.NDArray[np.intp], values: Floats
) -> Inverse:
    """Keep what belongs to the stable draws; invert those whose factors are not sound."""
    if not isinstance(found, Factors):
        return Inverse(None, None, found[kept])
    factors = found.kept(kept)
    weak = np.flatnonzero(~factors.sound)
    if not len(weak):
        return Inverse(factors, None, np.empty((0, 0, 0)))
    return Inverse(factors, weak, invert(block.matrices(values[:, weak]))[0])
