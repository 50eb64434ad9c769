"""Whether a system would leave the reference path by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.graph.components import strong_components
from digisys.simulation.integrate.program import Floats, Program
from digisys.simulation.system.stock_flow import Arc, System

__all__ = ["unstable_draws"]

#: A growth rate above this, per year, is growth and not rounding.
_GROWTH = 1e-9
#: A fixed delay is taken for so many first-order ones in a row.
_SHIFT_ORDER = 10
#: Turns in which a contraction is looked for.
_TURNS = 50
#: Bytes that the full matrices of a component may take at a time.
_MATRIX_BYTES = 128 * 2**20


def unstable_draws(
    system: System, program: Program, weights: Floats, rates: Floats
) -> npt.NDArray[np.bool_]:
    """Tell which draws have an unstable reference state.

    The state in which nothing moves is unstable when the smallest nudge grows: when the
    linearised system has an eigenvalue with a positive real part. Effects that are not
    straight count by their slope at rest, and so do products: what either cause does there
    times what the other one adds, mostly 0. Only variables that
    feed back on each other matter, so each strongly connected component is asked by
    itself. While ``I - |W|`` is an M-matrix (all pivots positive), the component is
    stable whatever the inertias and delays are; if all its loops are reinforcing, the
    converse holds too (Berman & Plemmons 1994, doi:10.1137/1.9781611971262, chapter 6).
    Eigenvalues are computed for the rest.

    Parameters
    ----------
    system, program
        The system and its arrays; interventions count as not yet begun.
    weights, rates
        As :func:`~digisys.simulation.integrate.kernel.integrate` takes them.

    Returns
    -------
    ndarray of bool
        One entry a sample.
    """
    samples = weights.shape[1]
    unstable = np.zeros(samples, dtype=bool)
    resting = [math.prod(change.before for change in arc.changes) for arc in system.arcs]
    slopes = _slopes_at_rest(program, weights, resting) if program.shaped else weights
    causes: dict[str, list[str]] = {name: [] for name in system.variables}
    for arc, share in zip(system.arcs, resting, strict=True):
        if share:
            causes[arc.target].append(arc.source)
    for members in strong_components(causes):
        if len(members) < 2 and members[0] not in causes[members[0]]:
            continue
        inside = set(members)
        chosen = [
            position
            for position, arc in enumerate(system.arcs)
            if resting[position] and arc.source in inside and arc.target in inside
        ]
        block = slopes[chosen] * np.array(resting)[chosen, None]
        arcs = [system.arcs[position] for position in chosen]
        component = _Component(system, program.accumulating, tuple(members), tuple(arcs))
        unstable |= component.unstable(block, rates)
    return unstable


def _slopes_at_rest(program: Program, weights: Floats, resting: Sequence[float]) -> Floats:
    """Return by how much each arc moves the drive of its target near rest, but for `resting`."""
    slopes, effects = weights.copy(), np.zeros_like(weights)
    for curve, arcs in program.curves:
        slopes[arcs] *= curve.slope_at_rest
        effects[arcs] = weights[arcs] * np.array(resting)[arcs, None] * curve.at_rest
    multipliers = [effects[factors].sum(axis=0) for factors, _ in program.products]
    for multiplier, (factors, _) in zip(multipliers, program.products, strict=True):
        if program.may_be_absent(int(factors[0])):
            multiplier[~weights[factors].any(axis=0)] = 1.0
    whole = slopes.copy()
    for number, (factors, terms) in enumerate(program.products):
        whole[terms] *= multipliers[number]
        whole[factors] *= effects[terms].sum(axis=0)
        for other, (_, base) in enumerate(program.products):
            if other != number and base[0] == terms[0]:
                whole[factors] *= multipliers[other]
    return whole


@dataclass(frozen=True)
class _Component:
    """Variables that feed back on each other, and the arcs among them."""

    system: System
    accumulating: bool
    members: tuple[str, ...]
    arcs: tuple[Arc, ...]

    def unstable(self, weights: Floats, rates: Floats) -> npt.NDArray[np.bool_]:
        """Tell which draws are unstable."""
        samples = weights.shape[1]
        calm = np.zeros(samples, dtype=bool)
        if not self.accumulating:
            calm = self._contracting(weights)
            for part in self._parts(np.flatnonzero(~calm)):
                calm[part] = self._damped(weights[:, part])
            if calm.all() or self._all_reinforcing(weights):
                return ~calm
        unstable = np.zeros(samples, dtype=bool)
        unsure = np.flatnonzero(~calm)
        for part in self._parts(unsure):
            matrix = self._jacobian(weights[:, part], rates[:, part])
            if matrix.size:
                unstable[part] = np.linalg.eigvals(matrix).real.max(axis=1) > _GROWTH
        return unstable

    def _parts(self, draws: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
        """Cut draws so that the full matrices of a part fit in memory."""
        most = min(max(_MATRIX_BYTES // (8 * len(self.members) ** 2), 1), 256)
        return [draws[start : start + most] for start in range(0, len(draws), most)]

    def _contracting(self, weights: Floats) -> npt.NDArray[np.bool_]:
        """Tell where a positive vector shrinks under |W| everywhere, arc by arc.

        Then ``I - |W|`` is an M-matrix (Collatz and Wielandt's bound on the largest
        eigenvalue). Averaging with the vector before keeps it positive. What is not found
        in a few turns is left to the pivots, which are exact but need the full matrix.
        """
        place = {name: row for row, name in enumerate(self.members)}
        order = sorted(range(len(self.arcs)), key=lambda at: place[self.arcs[at].target])
        source = np.array([place[self.arcs[at].source] for at in order])
        target = np.array([place[self.arcs[at].target] for at in order])
        starts = np.searchsorted(target, np.arange(len(place)))
        sizes = np.abs(weights[order])
        calm = np.zeros(weights.shape[1], dtype=bool)
        unsure = np.arange(weights.shape[1])
        vector = np.ones((len(place), weights.shape[1]))
        for _ in range(_TURNS):
            moved = np.add.reduceat(sizes[:, unsure] * vector[source], starts, axis=0)
            found = (moved < vector * (1 - 1e-12)).all(axis=0)
            grows = (moved >= vector).all(axis=0)
            calm[unsure[found]] = True
            left = ~(found | grows)
            unsure, vector = unsure[left], (vector + moved)[:, left]
            if not len(unsure):
                break
            vector /= vector.max(axis=0)
        return calm

    def _damped(self, weights: Floats) -> npt.NDArray[np.bool_]:
        """Tell where all pivots of I - |W| are positive, eliminating in all samples at once."""
        place = {name: row for row, name in enumerate(self.members)}
        size = len(place)
        matrix = np.zeros((size, size, weights.shape[1]))
        matrix[np.arange(size), np.arange(size)] = 1.0
        for arc, weight in zip(self.arcs, weights, strict=True):
            matrix[place[arc.target], place[arc.source]] -= np.abs(weight)
        calm = np.ones(weights.shape[1], dtype=bool)
        for turn in range(size):
            pivot = matrix[turn, turn]
            calm &= pivot > 0
            safe = np.where(pivot > 0, pivot, 1.0)
            for row in range(turn + 1, size):
                if matrix[row, turn].any():
                    factor = matrix[row, turn] / safe
                    matrix[row, turn + 1 :] -= factor * matrix[turn, turn + 1 :]
        return calm

    def _all_reinforcing(self, weights: Floats) -> bool:
        """Tell whether signs can be put on variables so that every arc agrees with them."""
        lowest, highest = weights.min(axis=1), weights.max(axis=1)
        signs = np.where(lowest >= 0, 1, np.where(highest <= 0, -1, 0))
        beside: dict[str, list[tuple[str, int]]] = {name: [] for name in self.members}
        for arc, sign in zip(self.arcs, signs.tolist(), strict=True):
            beside[arc.source].append((arc.target, sign))
            beside[arc.target].append((arc.source, sign))
        side = {self.members[0]: 1}
        waiting = [self.members[0]]
        while waiting:
            name = waiting.pop()
            for other, sign in beside[name]:
                if other not in side:
                    side[other] = side[name] * sign
                    waiting.append(other)
        return bool(signs.all()) and all(
            side[arc.target] == side[arc.source] * sign
            for arc, sign in zip(self.arcs, signs.tolist(), strict=True)
        )

    def _jacobian(self, weights: Floats, rates: Floats) -> Floats:
        """Return the matrix of the linearised component, by sample, row and column."""
        system = self.system
        stocks = [name for name in system.stocks if name in self.members]
        delays: dict[tuple[str, float, int], int] = {}
        states = len(stocks)
        for arc in self.arcs:
            if arc.delay and _chain(arc) not in delays:
                delays[_chain(arc)] = states
                states += _chain(arc)[2]
        unit = np.eye(states)[:, :, None]
        felt: dict[str, Floats] = {name: unit[row] for row, name in enumerate(stocks)}

        def drive(name: str) -> Floats:
            total = np.zeros((states, weights.shape[1]))
            for arc, weight in zip(self.arcs, weights, strict=True):
                if arc.target == name:
                    late = unit[delays[_chain(arc)] + _chain(arc)[2] - 1] if arc.delay else None
                    total += weight * (felt[arc.source] if late is None else late)
            return total

        for name in system.auxiliaries:
            if name in self.members:
                felt[name] = drive(name)
        matrix = np.zeros((states, states, weights.shape[1]))
        for row, name in enumerate(stocks):
            matrix[row] = drive(name)
            if not self.accumulating:
                matrix[row] = rates[system.stocks.index(name)] * (matrix[row] - unit[row])
        for (source, delay, order), first in delays.items():
            incoming = felt[source]
            for state in range(first, first + order):
                matrix[state] = order / delay * (incoming - unit[state])
                incoming = unit[state]
        return np.ascontiguousarray(np.moveaxis(matrix, 2, 0))


def _chain(arc: Arc) -> tuple[str, float, int]:
    """Name the row of first-order delays that an arc's delay is or stands for."""
    order = _SHIFT_ORDER if arc.order == "pipeline" else int(arc.order)
    return arc.source, arc.delay, order
