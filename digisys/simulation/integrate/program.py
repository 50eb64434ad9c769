"""A stock-flow system as flat arrays, ready for a kernel.

The rows of every level array are the model's variables in its order; samples are the
innermost axis, so that one instruction works on many of them. Scenarios that leave the
links alone differ in a few tables only, so their samples can lie side by side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digisys.answers.content import Content
from digisys.errors import StepError
from digisys.simulation.system.options import Clock, Method, check_method, step_advice
from digisys.simulation.system.signals import Moments
from digisys.simulation.system.stock_flow import System
from digisys.uncertainty.effects import LINEAR, Curve
from digisys.uncertainty.sharing import Sharing, share
from digisys.uncertainty.unknowns import values_between
from digisys.words import Message

__all__ = ["Program", "check_step", "compile_program", "shortest_time"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Kinds of arcs: how the level of the source reaches the target.
AT_ONCE, SMOOTHED, SHIFTED = 0, 1, 2


@dataclass(frozen=True, eq=False, repr=False)
class Program(Content):
    """Equations, and the signals of one scenario or of several side by side, as arrays.

    Attributes
    ----------
    clock, method, moments
        The steps, the method, and the moments at which it evaluates the equations: the
        stages of each step (one for Euler, three for RK4), and the last instant.
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
    reads
        Of each arc: the row that it reads of levels, delay states and shifted levels, where
        these follow each other.
    changing
        Of each arc: its column in ``multipliers``, or -1.
    depth
        Layer of each target: arcs into one layer only read earlier layers and stocks.
    signals
        By scenario, moment and row: level of an input, or push on another variable.
    multipliers
        By moment and column: what changing arcs are multiplied by.
    pushed
        Whether a target is ever pushed, by scenario and target.
    chain_source, chain_first, chain_length, chain_rate
        Of each smoothing delay: row of the source, first row of its states, number of
        states, and states a year (order divided by delay).
    shift_source, shift_steps, shift_share
        Of each fixed delay: row of the source, whole steps, and the share of the next.
    initial
        Level of each row at the start, by scenario and row.
    arc_unknowns, stock_unknowns
        Position of each arc's strength and of each stock's inertia among the unknowns.
    ranges
        Of each unknown: its sign, low end and width; by these three and unknown.
    doubtful, chances
        Positions of the unknowns that are links which may be absent, and how likely each
        of them exists.
    sharings
        Which unknowns share the movement of their target.
    curves
        Functions of level that are not straight lines, each with its arcs.
    products
        Pairs of arcs: those of a modulating link, and those whose effects their sum multiplies.
    """

    clock: Clock
    method: Method
    moments: Moments
    accumulating: bool
    bounded: bool
    inputs: Ints
    targets: Ints
    auxiliaries: int
    first: Ints
    source: Ints
    kind: Ints
    slot: Ints
    reads: Ints
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
    ranges: Floats
    doubtful: Ints
    chances: Floats
    sharings: tuple[Sharing, ...]
    curves: tuple[tuple[Curve, Ints], ...] = ()
    products: tuple[tuple[Ints, Ints], ...] = ()

    @property
    def shaped(self) -> bool:
        """Whether any effect is other than strength times level."""
        return bool(self.curves or self.products)

    def may_be_absent(self, arc: int) -> bool:
        """Tell whether the link of an arc is absent in some draws."""
        return bool((self.doubtful == self.arc_unknowns[arc]).any())

    @property
    def scenarios(self) -> int:
        """Number of scenarios side by side."""
        return len(self.initial)

    @property
    def rows(self) -> int:
        """Number of variables."""
        return int(self.initial.shape[1])

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

    def parameters(self, shares: Floats) -> tuple[Floats, Floats]:
        """Turn draws into strengths of arcs and rates of stocks.

        Parameters
        ----------
        shares
            Draws from 0 to 1, by key (see :attr:`System.draw_keys`) and sample.

        Returns
        -------
        weights : ndarray
            Signed strength, by arc and sample; 0 where a link does not exist.
        rates : ndarray
            One divided by the inertia, by stock and sample; 1 when accumulating.
        """
        sign, low, width = self.ranges[:, :, None]
        unknowns = self.ranges.shape[1]
        values = values_between(sign, low, width, shares[:unknowns])
        if len(self.doubtful):
            values[self.doubtful] *= shares[unknowns:] < self.chances[:, None]
        share(values, self.sharings)
        weights = values[self.arc_unknowns]
        if self.accumulating:
            return weights, np.ones((len(self.stocks), shares.shape[1]))
        return weights, 1.0 / values[self.stock_unknowns]

    def under(self, system: System) -> Program:
        """Return the program of a system with the same arcs under another scenario."""
        signals, pushed, initial = _interventions(system, self.moments)
        return replace(self, signals=signals, pushed=pushed, initial=initial)

    @staticmethod
    def side_by_side(programs: Sequence[Program]) -> Program:
        """Lay scenarios side by side, each a :meth:`under` of one program."""
        if len(programs) == 1:
            return programs[0]
        return replace(
            programs[0],
            signals=np.concatenate([item.signals for item in programs]),
            pushed=np.concatenate([item.pushed for item in programs]),
            initial=np.concatenate([item.initial for item in programs]),
        )


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
    check_step(*shortest_time(system), clock)
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
    moments = _moments(clock, method)
    signals, pushed, initial = _interventions(system, moments)
    multipliers, changing = _changes(system, moments)
    steps = [delay / clock.step + 1e-9 for _, delay in shifts]
    before = {AT_ONCE: 0, SMOOTHED: len(rows), SHIFTED: len(rows) + states}
    sources = [rows[arc.source] for arc in system.arcs]
    reads = [
        before[kind] + (slot if kind else source)
        for kind, slot, source in zip(kinds, slots, sources, strict=True)
    ]
    return Program(
        clock,
        method,
        moments,
        system.dynamics == "accumulating",
        system.response == "tanh",
        _ints(rows[name] for name in system.inputs),
        _ints(rows[name] for name in targets),
        len(system.auxiliaries),
        np.concatenate([[0], np.cumsum(_ints(counts[name] for name in targets))]).astype(np.int64),
        _ints(sources),
        _ints(kinds),
        _ints(slots),
        _ints(reads),
        changing,
        _depths(system),
        signals,
        multipliers,
        pushed,
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
        np.array(
            [(item.sign, item.low, item.high - item.low) for item in system.unknowns], dtype=float
        )
        .reshape(-1, 3)
        .T.copy(),
        _ints(at for at, item in enumerate(system.unknowns) if item.chance < 1),
        np.array([item.chance for item in system.unknowns if item.chance < 1], dtype=float),
        system.sharings,
        _curves(system),
        _products(system),
    )


def _curves(system: System) -> tuple[tuple[Curve, Ints], ...]:
    """List each different function of level that is not a straight line, with its arcs."""
    arcs: dict[Curve, list[int]] = {}
    for position, arc in enumerate(system.arcs):
        if arc.curve != LINEAR:
            arcs.setdefault(arc.curve, []).append(position)
    return tuple((curve, _ints(positions)) for curve, positions in arcs.items())


def _products(system: System) -> tuple[tuple[Ints, Ints], ...]:
    """List the arcs of each modulating link, with those that it modulates."""
    arcs: dict[str, list[int]] = {}
    modulated: dict[str, str] = {}
    for position, arc in enumerate(system.arcs):
        arcs.setdefault(arc.link, []).append(position)
        if arc.modulates is not None:
            modulated[arc.link] = arc.modulates
    return tuple((_ints(arcs[link]), _ints(arcs[base])) for link, base in modulated.items())


def _ints(items: object) -> Ints:
    return np.fromiter(items, dtype=np.int64)  # type: ignore[call-overload,no-any-return]


def check_step(longest: float, what: Message, clock: Clock) -> None:
    """Refuse a step longer than the shortest time of a system, with one that will do.

    Parameters
    ----------
    longest, what
        The shortest time, in years, and what takes it.
    clock
        The moments of the run.

    Raises
    ------
    StepError
        If the step is longer.
    """
    if clock.step > longest * (1 + 1e-9):
        raise StepError(
            Message(
                "A step of {step} years is longer than {what}, which can be {shortest} years.",
                {"step": f"{clock.step:g}", "what": what, "shortest": f"{longest:g}"},
            ),
            step_advice(clock.end - clock.start, longest),
        )


def shortest_time(system: System) -> tuple[float, Message]:
    """Return the shortest inertia or delay of a system, in years, and whose it is.

    No step of a run may be longer.
    """
    times = [
        (system.unknowns[position].low, Message("the inertia of {name}", {"name": name}))
        for name, position in system.inertia.items()
    ]
    for arc in system.arcs:
        if arc.delay:
            length = arc.delay if arc.order == "pipeline" else arc.delay / arc.order
            times.append((length, Message("the delay of {name}", {"name": arc.link})))
    return min(times, key=lambda item: item[0], default=(math.inf, Message("")))


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


def _moments(clock: Clock, method: Method) -> Moments:
    """List the moments in order, and at which of them a jump has not yet come."""
    if method == "euler":
        steps = np.arange(clock.steps + 1.0)
        return Moments(clock.times(steps), np.zeros(len(steps), dtype=bool))
    stages = np.add.outer(np.arange(float(clock.steps)), (0.0, 0.5, 1.0)).reshape(-1)
    before = np.tile((False, False, True), clock.steps)
    return Moments(clock.times(np.append(stages, clock.steps)), np.append(before, False))


def _interventions(
    system: System, moments: Moments
) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
    """Tabulate signals, targets pushed and levels at the start, for one scenario."""
    rows = {name: row for row, name in enumerate(system.variables)}
    signals = np.zeros((1, len(moments.times), len(rows)))
    for name in (*system.pushes, *system.levels):
        signals[0, :, rows[name]] = system.signal(name, moments)
    pushed = np.array([[name in system.pushes for name in system.targets]], dtype=bool)
    initial = np.zeros((1, len(rows)))
    for name, level in system.initial.items():
        initial[0, rows[name]] = level
    return signals, pushed, initial


def _changes(system: System, moments: Moments) -> tuple[Floats, Ints]:
    """Tabulate what arcs are multiplied by, and give each arc its column or -1."""
    changing = [-1] * len(system.arcs)
    columns: list[Floats] = []
    for position, arc in enumerate(system.arcs):
        if arc.changes:
            changing[position] = len(columns)
            columns.append(arc.multipliers(moments))
    multipliers = np.array(columns).T if columns else np.zeros((len(moments.times), 0))
    return np.ascontiguousarray(multipliers), _ints(changing)
