"""Integration in compiled code (extra ``fast``): the same runs as in NumPy, faster.

Samples are taken in narrow strips whose levels stay in the processor's nearest cache
through all steps. The functions are plain Python that numba compiles once and keeps on
disk; numba has no vectorised ``tanh``, so it is written out in plain operations.
"""

# numba hands arrays over one by one, and its functions may not be cut up at will.
# ruff: noqa: PLR0917, C901, PLR0912

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload, register_jitable

from digisys.simulation.kernel import Paths
from digisys.simulation.program import Floats, Ints, Program

__all__ = ["integrate_compiled"]

#: Samples in a strip.
_STRIP = 512

_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
#: Adding this rounds a small number to a whole one, in the lowest bits.
_ROUNDING = 6755399441055744.0
_ONE_BITS = 1023 << 52


def integrate_compiled(
    program: Program, weights: Floats, rates: Floats, *, every: int = 1
) -> Paths:
    """Run a program for a block of samples in compiled code.

    Parameters
    ----------
    program
        The equations.
    weights, rates, every
        As of :func:`digisys.simulation.kernel.integrate`.

    Returns
    -------
    Paths
        Levels, equal to those of NumPy to 1e-12; no details.
    """
    instants = program.clock.steps // every + 1
    samples = weights.shape[1]
    levels = np.empty((instants, len(program.initial), samples))
    _run_compiled(levels, weights, rates, *_arguments(program, every))
    none = np.empty((0, 0, samples))
    return Paths(levels, none, none, none)


def _arguments(program: Program, every: int) -> tuple[Any, ...]:
    steps, auxiliaries, states = program.clock.steps, program.auxiliaries, program.states
    sizes = np.array([steps, every, auxiliaries, states], dtype=np.int64)
    return (program.clock.step, program.modes, sizes, *program.tables)


def _to_bits(number: float) -> int:
    """Return the 64 bits of a number; compiled, this costs nothing."""
    return int(struct.unpack("<q", struct.pack("<d", number))[0])


def _from_bits(bits: int) -> float:
    """Return the number that 64 bits stand for."""
    wrapped = (bits + 2**63) % 2**64 - 2**63
    return float(struct.unpack("<d", struct.pack("<q", wrapped))[0])


def _bitcast(argument: Any, result: Any, width: Any) -> Any:
    def cast(_: Any, value: Any) -> Any:  # noqa: ARG001 - a type
        def generate(__: Any, builder: Any, ___: Any, values: Any) -> Any:
            return builder.bitcast(values[0], width)

        return result(argument), generate

    return intrinsic(cast)


_bits_of = _bitcast(types.float64, types.int64, ir.IntType(64))
_number_of = _bitcast(types.int64, types.float64, ir.DoubleType())
# What numba compiles in place of the two functions above.
overload(_to_bits)(lambda number: lambda number: _bits_of(number))  # noqa: ARG005, PLW0108
overload(_from_bits)(lambda bits: lambda bits: _number_of(bits))  # noqa: ARG005, PLW0108


def _tanh(value: float) -> float:
    """Return the hyperbolic tangent, to the last digits and with one division.

    With ``exp(2x) = s (R + r) / (R - r)``, where ``s`` is a power of two, ``|r| <= ln 2 / 2``
    and ``R = r coth(r / 2) = 2 + r**2 / 6 - r**4 / 360 + ...`` (Bernoulli numbers), the
    tangent is ``((s - 1) R + (s + 1) r) / ((s + 1) R + (s - 1) r)``.
    """
    twice = 2.0 * value
    if twice < -40.0:  # noqa: PLR1730 - max() would lose what is not a number
        twice = -40.0
    if twice > 40.0:  # noqa: PLR1730 - as above
        twice = 40.0
    rounded = twice * _LOG2_E + _ROUNDING
    whole = rounded - _ROUNDING
    rest = (twice - whole * _LN2_HIGH) - whole * _LN2_LOW
    square = rest * rest
    fourth = square * square
    low = 1 / 6.0 - square * (1 / 360.0)
    middle = 1 / 15120.0 - square * (1 / 604800.0)
    high = 1 / 23950080.0 - square * (691 / 653837184000.0)
    ratio = 2.0 + square * (low + fourth * (middle + fourth * high))
    power = _from_bits((_to_bits(rounded) << 52) + _ONE_BITS)
    less, more = power - 1.0, power + 1.0
    return (less * ratio + more * rest) / (more * ratio + less * rest)


def _tanh_row(values: Floats, out: Floats) -> None:
    for at in range(len(values)):
        out[at] = _tanh(values[at])


def _respond(values: Floats, out: Floats, bounded: bool) -> None:  # noqa: FBT001 - compiled
    if bounded:
        _tanh_row(values, out)
    else:
        for at in range(len(values)):
            out[at] = values[at]


def _add(total: Floats, weights: Floats, arc: int, levels: Floats, row: int, factor: float) -> None:
    """Add the effect of an arc; rows are numbers, as views of arrays cost time here."""
    for at in range(len(total)):
        total[at] += weights[arc, at] * levels[row, at] * factor


def _add_plain(total: Floats, weights: Floats, arc: int, levels: Floats, row: int) -> None:
    for at in range(len(total)):
        total[at] += weights[arc, at] * levels[row, at]


def _set_plain(total: Floats, weights: Floats, arc: int, levels: Floats, row: int) -> None:
    for at in range(len(total)):
        total[at] = weights[arc, at] * levels[row, at]


def _drive(
    total: Floats,
    target: int,
    moment: int,
    weights: Floats,
    levels: Floats,
    states: Floats,
    shifted: Floats,
    first: Ints,
    arcs: Ints,
    multipliers: Floats,
) -> None:
    """Add up the effects on a target."""
    start = first[target]
    if start < first[target + 1] and arcs[1, start] == 0 and arcs[3, start] < 0:
        _set_plain(total, weights, start, levels, arcs[0, start])
        start += 1
    else:
        for at in range(len(total)):
            total[at] = 0.0
    for arc in range(start, first[target + 1]):
        kind, row, changing = arcs[1, arc], arcs[2, arc], arcs[3, arc]
        factor = multipliers[moment, changing] if changing >= 0 else 1.0
        if kind == 0:
            row = arcs[0, arc]
            if changing < 0:
                _add_plain(total, weights, arc, levels, row)
            else:
                _add(total, weights, arc, levels, row, factor)
        elif kind == 1:
            _add(total, weights, arc, states, row, factor)
        else:
            _add(total, weights, arc, shifted, row, factor)


def _settle(
    drives: Floats, slopes: Floats, stock: int, levels: Floats, row: int, rates: Floats
) -> None:
    """Turn the drive of a bounded stock into its slope."""
    for at in range(len(drives)):
        slopes[stock, at] = (_tanh(drives[at]) - levels[row, at]) * rates[stock, at]


def _settle_linear(
    drives: Floats, slopes: Floats, stock: int, levels: Floats, row: int, rates: Floats
) -> None:
    for at in range(len(drives)):
        slopes[stock, at] = (drives[at] - levels[row, at]) * rates[stock, at]


def _step(levels: Floats, row: int, slopes: Floats, stock: int, length: float) -> None:
    """Move a stock by one Euler step."""
    for at in range(levels.shape[1]):
        levels[row, at] += length * slopes[stock, at]


def _move(out: Floats, to: int, start: Floats, row: int, slopes: Floats, factor: float) -> None:
    """Go from a start along a slope, without arrays between, which cost time here."""
    for at in range(out.shape[1]):
        out[to, at] = start[row, at] + factor * slopes[row, at]


def _shift(
    shifted: Floats, ring: Floats, position: float, shifts: Ints, shares: Floats, initial: Floats
) -> None:
    """Look up what comes out of fixed delays at a moment, counted in steps."""
    whole = int(position)
    for slot in range(shifts.shape[1]):
        late = shifts[1, slot] + shares[slot] - (position - whole)
        steps = int(np.floor(late))
        share = late - steps
        near, far = whole - steps, whole - steps - 1
        for at in range(shifted.shape[1]):
            value = ring[near % len(ring), slot, at] if near >= 0 else initial[shifts[0, slot]]
            if share:
                last = ring[far % len(ring), slot, at] if far >= 0 else initial[shifts[0, slot]]
                value = (1.0 - share) * value + share * last
            shifted[slot, at] = value


def _evaluate(
    moment: int,
    position: float,
    levels: Floats,
    states: Floats,
    shifted: Floats,
    slopes: Floats,
    state_slopes: Floats,
    spare: Floats,
    ring: Floats,
    weights: Floats,
    rates: Floats,
    modes: Any,
    auxiliaries: int,
    inputs: Ints,
    targets: Ints,
    first: Ints,
    arcs: Ints,
    signals: Floats,
    multipliers: Floats,
    pushed: Any,
    chains: Ints,
    chain_rate: Floats,
    shifts: Ints,
    shares: Floats,
    initial: Floats,
) -> None:
    """Compute inputs, auxiliaries and slopes from stocks and delay states."""
    for row in inputs:
        levels[row, :] = signals[moment, row]
    if shifts.shape[1]:
        _shift(shifted, ring, position, shifts, shares, initial)
    for target in range(len(targets)):
        row = targets[target]
        _drive(spare, target, moment, weights, levels, states, shifted, first, arcs, multipliers)
        if pushed[target]:
            push = signals[moment, row]
            for at in range(len(spare)):
                spare[at] += push
        if target < auxiliaries:
            _respond(spare, levels[row], modes[1])
            continue
        stock = target - auxiliaries
        if modes[0]:
            slopes[stock, :] = spare
        elif modes[1]:
            _settle(spare, slopes, stock, levels, row, rates)
        else:
            _settle_linear(spare, slopes, stock, levels, row, rates)
    for chain in range(chains.shape[1]):
        incoming = levels[chains[0, chain]]
        for state in range(chains[1, chain], chains[1, chain] + chains[2, chain]):
            for at in range(len(spare)):
                state_slopes[state, at] = (incoming[at] - states[state, at]) * chain_rate[chain]
            incoming = states[state]


def _run(
    out: Floats,
    all_weights: Floats,
    all_rates: Floats,
    length: float,
    modes: Any,
    sizes: Ints,
    inputs: Ints,
    targets: Ints,
    first: Ints,
    arcs: Ints,
    signals: Floats,
    multipliers: Floats,
    pushed: Any,
    chains: Ints,
    chain_rate: Floats,
    shifts: Ints,
    shares: Floats,
    initial: Floats,
) -> None:
    """Integrate all samples, strip by strip."""
    steps, every, auxiliaries, state_count = sizes[0], sizes[1], sizes[2], sizes[3]
    rk4 = modes[2]
    stages = 3 if rk4 else 1
    stocks = targets[auxiliaries:]
    deepest = 0
    for slot in range(shifts.shape[1]):
        deepest = max(deepest, shifts[1, slot] + 2)
    samples = all_weights.shape[1]
    for start in range(0, samples, _STRIP):
        stop = min(start + _STRIP, samples)
        width = stop - start
        weights = all_weights[:, start:stop].copy()
        rates = all_rates[:, start:stop].copy()
        levels = np.zeros((len(initial), width))
        states = np.zeros((state_count, width))
        shifted = np.zeros((shifts.shape[1], width))
        slopes = np.zeros((len(stocks), width))
        state_slopes = np.zeros((state_count, width))
        spare = np.zeros(width)
        ring = np.zeros((deepest, shifts.shape[1], width))
        for row in range(len(initial)):
            levels[row, :] = initial[row]
        for chain in range(chains.shape[1]):
            for state in range(chains[1, chain], chains[1, chain] + chains[2, chain]):
                states[state, :] = initial[chains[0, chain]]
        old_levels = np.zeros((len(stocks) if rk4 else 0, width))
        old_states = np.zeros((state_count if rk4 else 0, width))
        total = np.zeros_like(old_levels)
        state_total = np.zeros_like(old_states)
        for step in range(steps + 1):
            moment = step * stages
            _evaluate(
                moment, float(step), levels, states, shifted, slopes, state_slopes, spare, ring,
                weights, rates, modes, auxiliaries, inputs, targets, first, arcs, signals,
                multipliers, pushed, chains, chain_rate, shifts, shares, initial,
            )  # fmt: skip
            if step % every == 0:
                out[step // every, :, start:stop] = levels
            if step == steps:
                break
            for slot in range(shifts.shape[1]):
                ring[step % deepest, slot, :] = levels[shifts[0, slot]]
            if not rk4:
                for stock in range(len(stocks)):
                    _step(levels, stocks[stock], slopes, stock, length)
                states += length * state_slopes
                continue
            for stock in range(len(stocks)):
                for at in range(width):
                    old_levels[stock, at] = levels[stocks[stock], at]
                    total[stock, at] = slopes[stock, at]
            for state in range(state_count):
                for at in range(width):
                    old_states[state, at] = states[state, at]
                    state_total[state, at] = state_slopes[state, at]
            for stage in range(3):
                share = 0.5 if stage < 2 else 1.0
                for stock in range(len(stocks)):
                    _move(levels, stocks[stock], old_levels, stock, slopes, share * length)
                for state in range(state_count):
                    _move(states, state, old_states, state, state_slopes, share * length)
                _evaluate(
                    moment + (1 if stage < 2 else 2), step + share, levels, states, shifted,
                    slopes, state_slopes, spare, ring, weights, rates, modes, auxiliaries,
                    inputs, targets, first, arcs, signals, multipliers, pushed, chains,
                    chain_rate, shifts, shares, initial,
                )  # fmt: skip
                weight = 2.0 if stage < 2 else 1.0
                for stock in range(len(stocks)):
                    _move(total, stock, total, stock, slopes, weight)
                for state in range(state_count):
                    _move(state_total, state, state_total, state, state_slopes, weight)
            for stock in range(len(stocks)):
                _move(levels, stocks[stock], old_levels, stock, total, length / 6.0)
            for state in range(state_count):
                _move(states, state, old_states, state, state_total, length / 6.0)


_HELPERS = (
    *(_tanh, _tanh_row, _respond, _add, _add_plain, _set_plain, _drive),
    *(_settle, _settle_linear, _step, _move, _shift, _evaluate),
)
#: A product and a sum may be rounded once instead of twice, as most processors can.
_CONTRACT = {"contract"}
for _helper in _HELPERS:
    register_jitable(fastmath=_CONTRACT)(_helper)
_run_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath=_CONTRACT)(_run)
