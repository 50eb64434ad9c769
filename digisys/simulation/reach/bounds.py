"""How much a push can do at most: bounds that hold, so that no run is needed to exclude it.

The change that a push makes is followed twice, upward and downward, in a system whose links
are all positive: a positive link carries either on, a negative one turns one into the other.
Its effects and responses are at least as steep as those of the model wherever the model stands, and
Euler's steps keep the order of two systems as long as no step is longer than an inertia or
delay, which is checked. So by the comparison principle for monotone systems (H. L. Smith
1995, Monotone Dynamical Systems, doi:10.1090/surv/041) the change stays within the bound.
The responses are also subadditive: the bounds of several pushes add up to a bound of all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.integrate.program import (
    AT_ONCE,
    SHIFTED,
    SMOOTHED,
    Floats,
    Ints,
    Program,
)
from digisys.simulation.reach.runs import Moves, Runs

__all__ = ["largest_changes"]


def largest_changes(runs: Runs, moves: Moves) -> Floats | None:
    """Return how far each push can take each goal at most, in the direction that is wanted.

    Parameters
    ----------
    runs
        The model and its draws.
    moves
        The pushes.

    Returns
    -------
    ndarray or None
        By move, goal and draw, at least 0; the changes of several pushes together are at
        most the sum. None where no bound is known to hold: with Runge-Kutta's method, whose
        steps do not keep the order of two systems, and with products of causes, whose effects
        have no largest slope.
    """
    program = runs.program
    if program.method != "euler" or program.products:
        return None
    twofold = _Twofold(runs)
    # What tanh(a + d) - tanh(a) can be at most is 2 tanh(d / 2), and tanh(d) where a and d
    # have one sign: where all ways to the goals agree and everything starts from 0.
    factor = 2.0 if program.bounded and not twofold.one_way else 1.0
    sizes = np.abs(moves.size)
    pairs, places = np.unique(
        np.stack([moves.lever.astype(float), sizes]), axis=1, return_inverse=True
    )
    found = np.empty((2, pairs.shape[1], len(runs.goals), runs.draws))
    for start in range(0, pairs.shape[1], runs.batch):
        batch = slice(start, start + runs.batch)
        found[:, batch] = factor * twofold.run(
            pairs[0, batch].astype(int), pairs[1, batch] / factor
        )
    wanted = np.array([np.sign(goal.level) for goal in runs.goals])
    against = (np.sign(moves.size)[:, None] * wanted[None] < 0).astype(int)
    changes: Floats = found[against, places.reshape(-1)[:, None], np.arange(len(runs.goals))[None]]
    return changes


class _Twofold:
    """The system of changes: every variable twice, as what rises and as what falls."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        program = runs.program
        self.arcs = _arcs(program, runs.weights)
        slopes = np.ones(len(runs.weights))
        for curve, at in program.curves:
            slopes[at] = curve.steepest
        weights = [
            slopes[arc] * np.maximum(sign * runs.weights[arc], 0.0) for _, _, arc, sign in self.arcs
        ]
        self.weights: Floats = np.array(weights).reshape(len(weights), runs.draws)
        self.rates: Floats = np.concatenate([runs.rates, runs.rates])
        self.program = _twofold_program(program, self.arcs)

    @property
    def one_way(self) -> bool:
        """Whether every variable acts on the goals in one direction, and starts from 0."""
        program = self.runs.program
        if program.initial.any() or any(curve.at_rest for curve, _ in program.curves):
            return False
        rows = program.rows
        causes: dict[int, list[int]] = {}
        for target, source, _, _ in self.arcs:
            causes.setdefault(target, []).append(source)
        waiting = [
            row + (goal.level < 0) * rows for goal in self.runs.goals for row in goal.members
        ]
        seen = set(waiting)
        while waiting:
            for source in causes.get(waiting.pop(), ()):
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return not any(node + rows in seen for node in seen)

    def run(self, levers: Ints, sizes: Floats) -> Floats:
        """Return rises and falls of the goals, by these two, push, goal and draw."""
        runs, rows = self.runs, self.runs.program.rows
        program = self.program
        signals = np.zeros((len(levers), len(runs.on), 2 * rows))
        pushed = np.zeros((len(levers), len(program.targets)), dtype=bool)
        place = {int(row): at for at, row in enumerate(program.targets)}
        for at, (lever, size) in enumerate(zip(levers.tolist(), sizes.tolist(), strict=True)):
            for row in runs.rows[lever]:
                signals[at, :, row] = size * runs.on
                if row in place:
                    pushed[at, place[row]] = True
        ready = replace(
            program,
            signals=signals,
            pushed=pushed,
            initial=np.zeros((len(levers), 2 * rows)),
        )
        paths = integrate(ready, self.weights, self.rates, every=ready.clock.steps)
        final = paths.levels[-1].reshape(2, rows, len(levers), runs.draws)
        changes = [final[:, list(goal.members)].mean(axis=1) for goal in runs.goals]
        return np.stack(changes, axis=2)


def _arcs(program: Program, weights: Floats) -> list[tuple[int, int, int, int]]:
    """List the arcs of the twofold system: target, source, arc and sign, in order of targets."""
    rows = program.rows
    positive = np.asarray((weights > 0).any(axis=1)).tolist()
    negative = np.asarray((weights < 0).any(axis=1)).tolist()
    bounds = program.first.tolist()
    order = [
        (at, side)
        for part in (range(program.auxiliaries), range(program.auxiliaries, len(program.targets)))
        for side in (0, 1)
        for at in part
    ]
    arcs = []
    for at, side in order:
        target = int(program.targets[at]) + side * rows
        for arc in range(bounds[at], bounds[at + 1]):
            source = int(program.source[arc])
            if positive[arc]:
                arcs.append((target, source + side * rows, arc, 1))
            if negative[arc]:
                arcs.append((target, source + (1 - side) * rows, arc, -1))
    return arcs


def _twofold_program(program: Program, arcs: list[tuple[int, int, int, int]]) -> Program:
    """Lay the twofold system out as arrays."""
    rows, states, shifts = program.rows, program.states, len(program.shift_source)
    fixed = program.auxiliaries
    targets, depth = program.targets, program.depth
    parts = (targets[:fixed], targets[:fixed] + rows, targets[fixed:], targets[fixed:] + rows)
    ordered = np.concatenate(parts)
    counts = dict.fromkeys(ordered.tolist(), 0)
    kinds, slots, reads = [], [], []
    starts = {AT_ONCE: 0, SMOOTHED: 2 * rows, SHIFTED: 2 * (rows + states)}
    lengths = {AT_ONCE: rows, SMOOTHED: states, SHIFTED: shifts}
    for target, source, arc, _ in arcs:
        counts[target] += 1
        kind = int(program.kind[arc])
        slot = int(program.slot[arc]) + (source >= rows) * lengths[kind] * bool(kind)
        kinds.append(kind)
        slots.append(slot)
        reads.append(starts[kind] + (slot if kind else source))
    none: npt.NDArray[np.int64] = np.full(len(arcs), -1, dtype=np.int64)
    return replace(
        program,
        inputs=np.concatenate([program.inputs, program.inputs + rows]),
        targets=ordered,
        auxiliaries=2 * fixed,
        first=np.concatenate([[0], np.cumsum([counts[row] for row in ordered.tolist()])]).astype(
            np.int64
        ),
        source=np.array([source for _, source, _, _ in arcs], dtype=np.int64),
        kind=np.array(kinds, dtype=np.int64),
        slot=np.array(slots, dtype=np.int64),
        reads=np.array(reads, dtype=np.int64),
        changing=none,
        depth=np.concatenate([depth[:fixed], depth[:fixed], depth[fixed:], depth[fixed:]]),
        multipliers=np.zeros((len(program.moments.times), 0)),
        chain_source=np.concatenate([program.chain_source, program.chain_source + rows]),
        chain_first=np.concatenate([program.chain_first, program.chain_first + states]),
        chain_length=np.tile(program.chain_length, 2),
        chain_rate=np.tile(program.chain_rate, 2),
        shift_source=np.concatenate([program.shift_source, program.shift_source + rows]),
        shift_steps=np.tile(program.shift_steps, 2),
        shift_share=np.tile(program.shift_share, 2),
        initial=np.zeros((1, 2 * rows)),
        curves=(),
    )
