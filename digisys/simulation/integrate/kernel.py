"""Integration in NumPy: many samples of many scenarios at once, many arcs in each pass.

Euler and classical Runge-Kutta of fourth order (RK4). Jumps of signals at the end of a
step are seen by the next step only, so that RK4 keeps its order when they fall on steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digisys.answers.content import Content
from digisys.answers.times import Duration
from digisys.errors import NonFiniteError
from digisys.simulation.integrate.program import Floats, Ints, Program
from digisys.uncertainty.effects import Curve
from digisys.words import Message

__all__ = ["Paths", "check_finite", "integrate"]

#: Up to so many samples it pays to gather all arcs of a layer at once.
_FEW = 32
#: Up to so many arcs of a turn are multiplied one by one, which is faster than a gather.
_SMALL = 8
#: More samples are run in blocks whose levels, and so many strengths, stay in the cache.
_CACHED = 65_536


@dataclass(frozen=True, eq=False, repr=False)
class Paths(Content):
    """What a kernel returns: arrays by recorded instant, row and column.

    Columns are samples; those of several scenarios side by side follow each other.

    Attributes
    ----------
    levels
        Levels of all variables.
    drives
        For each target (auxiliaries, then stocks), effects of its causes plus push, before
        the response; empty unless details were asked for.
    states
        Delay states; empty likewise.
    shifted
        Levels that arrive through fixed delays; empty likewise.
    """

    levels: Floats
    drives: Floats
    states: Floats
    shifted: Floats

    def of_samples(self, samples: slice | npt.NDArray[np.int64]) -> Paths:
        """Return the arrays of some samples of a single scenario."""
        arrays = (self.levels, self.drives, self.states, self.shifted)
        return Paths(*(array[:, :, samples] for array in arrays))


def integrate(
    program: Program,
    weights: Floats,
    rates: Floats,
    *,
    every: int = 1,
    details: bool = False,
) -> Paths:
    """Run a program for a block of samples.

    Parameters
    ----------
    program
        The equations.
    weights
        Signed strengths, by arc and sample.
    rates
        One divided by the inertia in years, by stock and sample.
    every
        Steps between recorded instants; must divide the number of steps.
    details
        Whether to record drives and delays too.

    Returns
    -------
    Paths
        The recorded arrays.
    """
    samples = weights.shape[1]
    instants = program.clock.steps // every + 1
    columns = program.scenarios * samples
    kept = instants if details else 0
    levels = np.empty((instants, program.rows, columns))
    drives = np.empty((kept, len(program.targets), columns))
    states = np.empty((kept, program.states, columns))
    shifted = np.empty((kept, len(program.shift_source), columns))
    paths = Paths(levels, drives, states, shifted)
    few = samples <= _FEW
    layered = few or program.shaped
    width = samples if few else max(_CACHED // (program.rows * program.scenarios), _FEW)
    for start in range(0, samples, width):
        block = slice(start, start + width)
        run = _Run(program, weights[:, block], rates[:, block], layered=layered)
        _record(run, paths, block, every)
    return paths


def _record(run: _Run, paths: Paths, block: slice, every: int) -> None:
    """Run a block of samples and put down what it comes to."""
    program = run.program

    def put(array: Floats, at: int, values: Floats) -> None:
        scenarios = program.scenarios
        whole = array[at].reshape(len(values), scenarios, array.shape[-1] // scenarios)
        whole[:, :, block] = values.reshape(len(values), scenarios, values.shape[-1] // scenarios)

    for step in range(program.clock.steps + 1):
        moment = step * program.stages
        run.evaluate(moment, float(step))
        if step % every == 0:
            at = step // every
            put(paths.levels, at, run.levels)
            if len(paths.drives):
                put(paths.drives, at, run.drives[run.places])
                put(paths.states, at, run.states)
                put(paths.shifted, at, run.shifted)
        if step < program.clock.steps:
            run.advance(moment, step)


def check_finite(program: Program, names: tuple[str, ...], levels: Floats, every: int) -> None:
    """Raise if a level left the finite numbers, and say where and when first."""
    if np.isfinite(levels[-1]).all():
        return
    at = int(np.argmin(np.isfinite(levels).all(axis=(1, 2))))
    row = np.argwhere(~np.isfinite(levels[at]))[0][0]
    time, unit = program.clock.time(at * every), program.clock.unit
    if unit == "years":
        raise NonFiniteError(
            Message(
                "The level of “{name}” left the finite numbers by the year {year}.",
                {"name": names[int(row)], "year": f"{time:g}"},
            ),
            Message("Use the bounded response (tanh), weaker links, or fewer years."),
        )
    raise NonFiniteError(
        Message(
            "The level of “{name}” left the finite numbers, at the latest at {time}.",
            {"name": names[int(row)], "time": Duration(time, unit)},
        ),
        Message("Use the bounded response (tanh), weaker links, or a shorter time."),
    )


class _Run:
    """The levels and states of one block of samples, and how they move on."""

    def __init__(self, program: Program, weights: Floats, rates: Floats, *, layered: bool) -> None:
        self.program = program
        scenarios, samples = program.scenarios, weights.shape[1]
        columns = scenarios * samples
        order = np.arange(len(program.targets)) if layered else _by_causes(program)
        self.places = np.argsort(order)
        #: Rows of the targets, in the order of their drives.
        self.targets: Ints = program.targets[order]
        self.weights = weights if scenarios == 1 else np.tile(weights, scenarios)
        rates = rates[order[program.auxiliaries :] - program.auxiliaries]
        self.rates = rates if scenarios == 1 else np.tile(rates, scenarios)
        shifts = len(program.shift_source)
        # What arcs read: levels, then delay states, then what comes out of fixed delays.
        self.cells: Floats = np.empty((program.rows + program.states + shifts, columns))
        self.levels, self.states, self.shifted = np.split(
            self.cells, (program.rows, program.rows + program.states)
        )
        self.initial: Floats = np.repeat(program.initial.T, samples, axis=1)
        self.levels[...] = self.initial
        self.drives: Floats = np.zeros((len(program.targets), columns))
        self.slopes: Floats = np.empty((len(program.stocks), columns))
        self.state_slopes: Floats = np.empty((program.states, columns))
        deepest = int(program.shift_steps.max(initial=-2)) + 2
        self.ring: Floats = np.empty((deepest, shifts, columns))
        self.inputs = _as_slice(program.inputs)
        self.stocks = _as_slice(self.targets[program.auxiliaries :])
        self.stock_drives = self.drives[program.auxiliaries :]
        self.chains = list(self._chains())
        for incoming, states, _, _ in self.chains:
            states[...] = incoming
        self.layers = _layers(program) if layered else []
        self.spare: Floats = np.empty_like(self.drives)
        self.passes = [] if layered else list(self._passes(order))

    def _chains(self) -> Iterator[tuple[Floats, Floats, Floats, float]]:
        program = self.program
        for chain, row in enumerate(program.chain_source):
            first = program.chain_first[chain]
            span = slice(first, first + program.chain_length[chain])
            rate = float(program.chain_rate[chain])
            yield self.levels[row], self.states[span], self.state_slopes[span], rate

    def _passes(self, order: Ints) -> Iterator[_Pass]:
        """Look up once, for each layer, what its arcs read and what they add to."""
        program = self.program
        first, counts = program.first[order], np.diff(program.first)[order]
        depths = program.depth[order]
        for depth in range(int(depths.max(initial=-1)) + 1):
            start, stop = np.searchsorted(depths, (depth, depth + 1)).tolist()
            turns = []
            for turn in range(int(counts[start:stop].max(initial=0))):
                arcs = first[start:stop][counts[start:stop] > turn] + turn
                changing = program.changing[arcs]
                changed = np.flatnonzero(changing >= 0)
                drives = self.drives[start : start + len(arcs)]
                incoming = self.spare[: len(arcs)] if turn else drives
                strengths = self.weights[arcs]
                turns.append(
                    _Turn(
                        program.reads[arcs],
                        strengths,
                        changed,
                        changing[changed],
                        incoming,
                        drives if turn else None,
                        self._rows(program.reads[arcs], strengths, incoming),
                    )
                )
            pushes = [
                (self._by_scenario(self.drives[target])[scenario], self.targets[target], scenario)
                for target in range(start, stop)
                for scenario in np.flatnonzero(program.pushed[:, order[target]]).tolist()
            ]
            auxiliary = start < program.auxiliaries
            rows = _as_slice(self.targets[start:stop]) if auxiliary else None
            drives = self.drives[start:stop]
            filled = len(turns[0].reads) if turns else 0
            yield _Pass(drives, drives[filled:], tuple(turns), tuple(pushes), rows)

    def _rows(
        self, reads: Ints, strengths: Floats, incoming: Floats
    ) -> tuple[tuple[Floats, Floats, Floats], ...]:
        """Return what a turn multiplies, row by row, where that is faster than a gather."""
        if len(reads) > _SMALL:
            return ()
        return tuple(
            (self.cells[read], strengths[arc], incoming[arc])
            for arc, read in enumerate(reads.tolist())
        )

    def _by_scenario(self, array: Floats) -> Floats:
        """Split the columns of an array into scenarios and samples, without a copy."""
        return array.reshape(*array.shape[:-1], self.program.scenarios, -1)

    def evaluate(self, moment: int, position: float) -> None:
        """Compute inputs, auxiliaries and slopes from stocks and delay states.

        ``moment`` is the row of the tables of signals, ``position`` the time in steps.
        """
        program = self.program
        signals = program.signals[:, moment].T
        self._by_scenario(self.levels)[self.inputs] = signals[self.inputs, :, None]
        self._shift(position)
        if self.layers:
            self._evaluate_layers(moment, signals)
        else:
            self._evaluate_passes(moment, signals)
        if program.accumulating:
            self.slopes[...] = self.stock_drives
        else:
            self._respond(self.stock_drives, self.slopes)
            self.slopes -= self.levels[self.stocks]
            self.slopes *= self.rates
        for source, states, slopes, rate in self.chains:
            np.subtract(source, states[0], out=slopes[0])
            np.subtract(states[:-1], states[1:], out=slopes[1:])
            np.multiply(slopes, rate, out=slopes)

    def _respond(self, drives: Floats, out: Floats) -> None:
        if self.program.bounded:
            np.tanh(drives, out=out)
        else:
            out[...] = drives

    def _evaluate_passes(self, moment: int, signals: Floats) -> None:
        multipliers = self.program.multipliers[moment]
        for item in self.passes:
            item.alone[...] = 0.0
            for turn in item.turns:
                incoming = turn.incoming
                if turn.rows:
                    for cells, strengths, out in turn.rows:
                        np.multiply(cells, strengths, out=out)
                else:
                    self.cells.take(turn.reads, axis=0, out=incoming, mode="clip")
                    np.multiply(incoming, turn.weights, out=incoming)
                if len(turn.changed):
                    incoming[turn.changed] *= multipliers[turn.changing, None]
                if turn.drives is not None:
                    np.add(turn.drives, incoming, out=turn.drives)
            for part, row, scenario in item.pushes:
                np.add(part, signals[row, scenario], out=part)
            if item.rows is not None:
                bounded = self.program.bounded
                self.levels[item.rows] = np.tanh(item.drives) if bounded else item.drives

    def _evaluate_layers(self, moment: int, signals: Floats) -> None:
        program = self.program
        for layer in self.layers:
            total = np.zeros((len(layer.targets), self.weights.shape[1]))
            arcs = layer.arcs
            if len(arcs):
                incoming = self.cells[program.reads[arcs]]
                for curve, at in layer.curves:
                    incoming[at] = curve.values(incoming[at])
                incoming *= self.weights[arcs]
                columns = program.changing[arcs]
                changed = columns >= 0
                if changed.any():
                    incoming[changed] *= program.multipliers[moment, columns[changed], None]
                for factors, terms, doubtful in layer.products:
                    factor = incoming[factors].sum(axis=0)
                    if doubtful:  # where the link does not exist, nothing is multiplied
                        factor[~self.weights[arcs[factors]].any(axis=0)] = 1.0
                    incoming[terms] *= factor
                for factors, *_ in layer.products:
                    incoming[factors] = 0.0
                total[layer.filled] = np.add.reduceat(incoming, layer.starts, axis=0)
            rows = program.targets[layer.targets]
            self._by_scenario(total)[...] += signals[rows, :, None]
            self.drives[layer.targets] = total
            if layer.auxiliary:
                self.levels[rows] = np.tanh(total) if program.bounded else total

    def _shift(self, position: float) -> None:
        """Look up what comes out of fixed delays; between steps, on a straight line."""
        program = self.program
        whole = int(position)
        for slot, back in enumerate(program.shift_steps):
            late = float(back + program.shift_share[slot]) - (position - whole)
            steps = math.floor(late)
            share = late - steps
            self.shifted[slot] = self._past(whole - steps, slot)
            if share:
                self.shifted[slot] *= 1.0 - share
                self.shifted[slot] += share * self._past(whole - steps - 1, slot)

    def _past(self, step: int, slot: int) -> Floats:
        """Return what entered a fixed delay at a step; the initial level before the start."""
        if step < 0:
            start: Floats = self.initial[self.program.shift_source[slot]]
            return start
        past: Floats = self.ring[step % len(self.ring), slot]
        return past

    def advance(self, moment: int, step: int) -> None:
        """Move stocks and delay states on by one step."""
        program = self.program
        length = program.clock.step
        if len(program.shift_source):
            self.ring[step % len(self.ring)] = self.levels[program.shift_source]
        if program.method == "euler":
            self.slopes *= length
            self.levels[self.stocks] += self.slopes
            self.state_slopes *= length
            self.states += self.state_slopes
            return
        start, states = self.levels[self.stocks].copy(), self.states.copy()
        total, state_total = self.slopes.copy(), self.state_slopes.copy()
        for stage, share, weight in ((1, 0.5, 2.0), (1, 0.5, 2.0), (2, 1.0, 1.0)):
            self.levels[self.stocks] = start + share * length * self.slopes
            self.states[...] = states + share * length * self.state_slopes
            self.evaluate(moment + stage, step + share)
            total += weight * self.slopes
            state_total += weight * self.state_slopes
        self.levels[self.stocks] = start + length / 6.0 * total
        self.states[...] = states + length / 6.0 * state_total


def _as_slice(rows: Ints) -> slice | Ints:
    """Turn neighbouring rows into a slice, which is read without a copy."""
    if len(rows) and (np.diff(rows) == 1).all():
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _by_causes(program: Program) -> Ints:
    """Order targets by layer, those with most arcs first: the first arcs of all lie together."""
    return np.lexsort((-np.diff(program.first), program.depth))


class _Turn(NamedTuple):
    """One arc of each target that has so many: what they read, and their strengths."""

    reads: Ints
    weights: Floats
    #: Which of them change in time, and by which columns of the multipliers.
    changed: Ints
    changing: Ints
    #: Where what comes in is put: with the first arcs the drives themselves.
    incoming: Floats
    #: The drives to which it is added, but for the first arcs.
    drives: Floats | None
    #: Cells, strengths and where their product goes, row by row; none if gathered.
    rows: tuple[tuple[Floats, Floats, Floats], ...]


class _Pass(NamedTuple):
    """Targets of a layer, those with most arcs first: their drives, arcs and pushes."""

    drives: Floats
    #: The drives of those that have no arc.
    alone: Floats
    turns: tuple[_Turn, ...]
    #: The part of a drive that is a scenario's, with the row and scenario of the signal.
    pushes: tuple[tuple[Floats, int, int], ...]
    #: Rows of their levels if they are auxiliaries.
    rows: slice | Ints | None


class _Layer(NamedTuple):
    """Targets that can be computed side by side, with their arcs."""

    targets: Ints
    arcs: Ints
    starts: Ints
    filled: Ints
    auxiliary: bool
    #: Functions of level with the places of their arcs among those of the layer.
    curves: tuple[tuple[Curve, Ints], ...]
    #: Places of modulating arcs, of those that their sum multiplies, and whether the
    #: modulating link may be absent.
    products: tuple[tuple[Ints, Ints, bool], ...]


def _layers(program: Program) -> list[_Layer]:
    layers: list[_Layer] = []
    for depth in range(int(program.depth.max(initial=-1)) + 1):
        targets = np.flatnonzero(program.depth == depth)
        arcs: list[int] = []
        starts: list[int] = []
        filled: list[int] = []
        for position, target in enumerate(targets):
            first, last = program.first[target], program.first[target + 1]
            if first < last:
                starts.append(len(arcs))
                filled.append(position)
                arcs += range(first, last)
        auxiliary = bool(len(targets)) and bool(targets[0] < program.auxiliaries)
        place = np.full(len(program.reads), -1)
        place[arcs] = np.arange(len(arcs))
        curves = ((curve, place[at][place[at] >= 0]) for curve, at in program.curves)
        products = (
            (place[factors], place[terms], program.may_be_absent(int(factors[0])))
            for factors, terms in program.products
        )
        layers.append(
            _Layer(
                targets,
                _ints(arcs),
                _ints(starts),
                _ints(filled),
                auxiliary,
                tuple((curve, at) for curve, at in curves if len(at)),
                tuple(item for item in products if item[0][0] >= 0),
            )
        )
    return layers


def _ints(items: list[int]) -> Ints:
    return np.array(items, dtype=np.int64)
