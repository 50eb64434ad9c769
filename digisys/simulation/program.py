"""A stock-flow system as flat arrays, ready for a kernel.

The rows of every level array are the model's variables in its order; samples are the
innermost axis, so that one instruction works on many of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.errors import StepError
from digisys.simulation.options import Clock, Method, check_method
from digisys.simulation.system import System
from digisys.simulation.unknowns import values_of
from digisys.words import Message

__all__ = ["Program", "compile_program", "fitting_step"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Kinds of arcs: how the level of the source reaches the target.
AT_ONCE, SMOOTHED, SHIFTED = 0, 1, 2


@dataclass(frozen=True)
class Program:
    """Equations and signals as arrays.

    Attributes
    ----------
    clock, method
        The moments and the method.
    accumulating, bounded
        Whether stocks accumulate without erosion; whether ``tanh`` bounds the response.
    inputs, targets
        Rows of inputs; rows of the variables with equations, in order of computation.
    auxiliaries
        How many of the targets are auxiliaries; they come first.
    first
        For each target, its first arc; one entry more than targets.
    source, kind, slot
        Of each arc: row of the source; how its level arrives; row of the delay state or of
        the shifted levels that it reads.
    changing
        Of each arc: its column in ``multipliers``, or -1.
    depth
        Layer of each target: arcs into one layer only read earlier layers and stocks.
    signals
        By moment and row: level of an input, or push on another variable. Moments are
        the stages of each step (one for Euler, three for RK4), and the last instant.
    multipliers
        By moment and column: what changing arcs are multiplied by.
    pushed
        Rows of targets that are ever pushed, as flags by target.
    chain_source, chain_first, chain_length, chain_rate
        Of each smoothing delay: row of the source, first row of its states, number of
        states, and states a year (order divided by delay).
    shift_source, shift_steps, shift_share
        Of each fixed delay: row of the source, whole steps, and the share of the next.
    initial
        Level of each row at the start.
    arc_unknowns, stock_unknowns
        Position of each arc's strength and of each stock's inertia among the unknowns.
    """

    clock: Clock
    method: Method
    accumulating: bool
    bounded: bool
    inputs: Ints
    targets: Ints
    auxiliaries: int
    first: Ints
    source: Ints
    kind: Ints
    slot: Ints
    changing: Ints
    depth: Ints
    signals: Floats
    multipliers: Floats
    pushed: npt.NDArray[np.bool_]
    chain_source: Ints
    chain_first: Ints
    chain_length: Ints
    chain_rate: Floats
    shift_source: Ints
    shift_steps: Ints
    shift_share: Floats
    initial: Floats
    arc_unknowns: Ints
    stock_unknowns: Ints

    @property
    def stocks(self) -> Ints:
        """Rows of the stocks, in order of computation."""
        return self.targets[self.auxiliaries :]

    @property
    def states(self) -> int:
        """Number of delay states."""
        return int(self.chain_length.sum())

    @property
    def stages(self) -> int:
        """Moments at which the equations are evaluated in one step."""
        return 1 if self.method == "euler" else 3

    @cached_property
    def modes(self) -> npt.NDArray[np.bool_]:
        """Whether it accumulates, is bounded, and is RK4, for compiled code."""
        return np.array([self.accumulating, self.bounded, self.method == "rk4"])

    @cached_property
    def tables(self) -> tuple[npt.NDArray[Any], ...]:
        """The arrays in the order and shape in which compiled code takes them."""
        return (
            self.inputs,
            self.targets,
            self.first,
            np.stack([self.source, self.kind, self.slot, self.changing]),
            self.signals,
            self.multipliers,
            self.pushed,
            np.stack([self.chain_source, self.chain_first, self.chain_length]),
            self.chain_rate,
            np.stack([self.shift_source, self.shift_steps]),
            self.shift_share,
            self.initial,
        )

    def parameters(self, system: System, shares: Floats) -> tuple[Floats, Floats]:
        """Turn draws into strengths of arcs and rates of stocks.

        Parameters
        ----------
        system
            The system that the program was compiled from.
        shares
            Draws from 0 to 1, by unknown and sample.

        Returns
        -------
        weights : ndarray
            Signed strength, by arc and sample.
        rates : ndarray
            One divided by the inertia, by stock and sample; 1 when accumulating.
        """
        values = np.empty(shares.shape)
        for row, unknown in enumerate(system.unknowns):
            values[row] = values_of(unknown, shares[row])
        weights = values[self.arc_unknowns]
        if self.accumulating:
            return weights, np.ones((len(self.stocks), shares.shape[1]))
        return weights, 1.0 / values[self.stock_unknowns]


def fitting_step(shortest: float) -> float:
    """Return the longest step of the form 1, 1/2, 1/4, … years that a time constant allows."""
    return float(2.0 ** math.floor(math.log2(shortest)))


def compile_program(system: System, clock: Clock, method: Method = "euler") -> Program:
    """Lay a system out as arrays.

    Parameters
    ----------
    system
        The system.
    clock
        The moments of the run.
    method
        ``euler`` or ``rk4``.

    Returns
    -------
    Program
        The arrays.

    Raises
    ------
    StepError
        If the step is longer than the shortest inertia or delay; it says which works.
    """
    check_method(method)
    _check_step(system, clock)
    rows = {name: row for row, name in enumerate(system.variables)}
    targets = system.targets
    counts = dict.fromkeys(targets, 0)
    for arc in system.arcs:
        counts[arc.target] += 1
    chains, shifts = _delays(system)
    kinds, slots = [], []
    first_state: dict[tuple[str, float, int], int] = {}
    states = 0
    for key in chains:
        first_state[key] = states
        states += key[2]
    for arc in system.arcs:
        if not arc.delay:
            kinds.append(AT_ONCE)
            slots.append(0)
        elif arc.order == "pipeline":
            kinds.append(SHIFTED)
            slots.append(shifts[arc.source, arc.delay])
        else:
            kinds.append(SMOOTHED)
            key = (arc.source, arc.delay, int(arc.order))
            slots.append(first_state[key] + key[2] - 1)
    signals, multipliers, changing = _tables(system, clock, method)
    steps = [delay / clock.step + 1e-9 for _, delay in shifts]
    initial = np.zeros(len(rows))
    for name, level in system.initial.items():
        initial[rows[name]] = level
    return Program(
        clock,
        method,
        system.dynamics == "accumulating",
        system.response == "tanh",
        _ints(rows[name] for name in system.inputs),
        _ints(rows[name] for name in targets),
        len(system.auxiliaries),
        np.concatenate([[0], np.cumsum(_ints(counts[name] for name in targets))]).astype(np.int64),
        _ints(rows[arc.source] for arc in system.arcs),
        _ints(kinds),
        _ints(slots),
        changing,
        _depths(system),
        signals,
        multipliers,
        np.array([name in system.pushes for name in targets], dtype=bool),
        _ints(rows[source] for source, _, _ in chains),
        _ints(first_state[key] for key in chains),
        _ints(order for _, _, order in chains),
        np.array([order / delay for _, delay, order in chains], dtype=float),
        _ints(rows[source] for source, _ in shifts),
        _ints(math.floor(count) for count in steps),
        np.array([max(count - math.floor(count) - 1e-9, 0.0) for count in steps], dtype=float),
        initial,
        _ints(arc.unknown for arc in system.arcs),
        _ints(system.inertia.get(name, 0) for name in system.stocks),
    )


def _ints(items: object) -> Ints:
    return np.fromiter(items, dtype=np.int64)  # type: ignore[call-overload,no-any-return]


def _check_step(system: System, clock: Clock) -> None:
    """Refuse a step longer than the shortest time in the system."""
    times = [
        (system.unknowns[position].low, Message("the inertia of {name}", {"name": name}))
        for name, position in system.inertia.items()
    ]
    for arc in system.arcs:
        if arc.delay:
            length = arc.delay if arc.order == "pipeline" else arc.delay / arc.order
            times.append((length, Message("the delay of {name}", {"name": arc.link})))
    if not times:
        return
    shortest, what = min(times, key=lambda item: item[0])
    if clock.step > shortest * (1 + 1e-9):
        raise StepError(
            Message(
                "A step of {step} years is longer than {what}, which can be {shortest} years.",
                {"step": clock.step, "what": what, "shortest": shortest},
            ),
            Message("A step of {step} works.", {"step": fitting_step(shortest)}),
        )


def _delays(
    system: System,
) -> tuple[list[tuple[str, float, int]], dict[tuple[str, float], int]]:
    """List each different delay once: smoothing chains, and fixed shifts by number."""
    chains: dict[tuple[str, float, int], None] = {}
    shifts: dict[tuple[str, float], int] = {}
    for arc in system.arcs:
        if arc.delay and arc.order == "pipeline":
            shifts.setdefault((arc.source, arc.delay), len(shifts))
        elif arc.delay:
            chains.setdefault((arc.source, arc.delay, int(arc.order)))
    return list(chains), shifts


def _depths(system: System) -> Ints:
    """Give each target the layer in which it can be computed; stocks come last."""
    depth: dict[str, int] = dict.fromkeys(system.auxiliaries, 0)
    for arc in system.arcs:
        if arc.target in depth and arc.source in depth and not arc.delay:
            depth[arc.target] = max(depth[arc.target], depth[arc.source] + 1)
    last = max(depth.values(), default=-1) + 1
    return _ints([*depth.values(), *(last for _ in system.stocks)])


def _moments(clock: Clock, method: Method) -> list[tuple[float, bool]]:
    """List the moments in order, and at which of them a jump has not yet come."""
    if method == "euler":
        return [(clock.time(step), False) for step in range(clock.steps + 1)]
    moments = []
    for step in range(clock.steps):
        moments += [
            (clock.time(step), False),
            (clock.time(step + 0.5), False),
            (clock.time(step + 1), True),
        ]
    return [*moments, (clock.end, False)]


def _tables(system: System, clock: Clock, method: Method) -> tuple[Floats, Floats, Ints]:
    moments = _moments(clock, method)
    signals = np.zeros((len(moments), len(system.variables)))
    for column, name in enumerate(system.variables):
        if name in system.pushes or name in system.levels:
            signals[:, column] = [
                system.signal(name, time, before=before) for time, before in moments
            ]
    changing = [-1] * len(system.arcs)
    columns: list[list[float]] = []
    for position, arc in enumerate(system.arcs):
        if arc.changes:
            changing[position] = len(columns)
            columns.append([arc.multiplier(time, before=before) for time, before in moments])
    multipliers = np.array(columns).T if columns else np.zeros((len(moments), 0))
    return signals, np.ascontiguousarray(multipliers), _ints(changing)
