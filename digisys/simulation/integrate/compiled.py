"""Integration in compiled code (extra ``fast``): the same runs as in NumPy, faster.

Columns, which are the samples of one scenario after the other, are taken in narrow strips
whose levels stay in the processor's nearest cache through all steps. The functions are plain
Python that numba compiles once and keeps on disk; numba has no vectorised ``tanh``, so it
is written out in plain operations. Loops over columns stand where they are used: a
function that takes whole arrays is not compiled to work on many columns at once.
"""

# numba hands arrays over one by one, and its functions may not be cut up at will.
# ruff: noqa: PLR0917, C901, PLR0912, PLR0915

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload, register_jitable

from digisys.simulation.integrate.kernel import Paths
from digisys.simulation.integrate.program import Floats, Ints, Program

__all__ = ["integrate_compiled"]

#: Columns in a strip.
_STRIP = 192

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
        As of :func:`digisys.simulation.integrate.kernel.integrate`.

    Returns
    -------
    Paths
        Levels, equal to those of NumPy to 1e-12; no details.
    """
    instants = program.clock.steps // every + 1
    columns = program.scenarios * weights.shape[1]
    levels = np.empty((instants, program.rows, columns))
    _run_compiled(levels, weights, rates, *_arguments(program, every))
    none = np.empty((0, 0, columns))
    return Paths(levels, none, none, none)


def _arguments(program: Program, every: int) -> tuple[Any, ...]:
    sizes = np.array([program.clock.steps, every, program.auxiliaries, program.states])
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


def _spread(table: Floats, spans: Ints) -> Floats:
    """Take the samples of a table that each scenario has in a strip, one after the other."""
    out = np.empty((len(table), spans[-1, 1]))
    for row in range(len(table)):
        for begin, end, sample in spans:
            for at in range(begin, end):
                out[row, at] = table[row, sample + at - begin]
    return out


def _spans(start: int, stop: int, samples: int) -> Ints:
    """For each scenario in a strip: its first column, the one after its last, its first sample."""
    first, last = start // samples, (stop - 1) // samples
    spans = np.empty((last - first + 1, 3), dtype=np.int64)
    for scenario in range(first, last + 1):
        begin = max(start, scenario * samples)
        spans[scenario - first, 0] = begin - start
        spans[scenario - first, 1] = min(stop, (scenario + 1) * samples) - start
        spans[scenario - first, 2] = begin - scenario * samples
    return spans


def _shift(
    cells: Floats, last: int, ring: Floats, position: float, back: Ints, part: Floats
) -> None:
    """Look up what comes out of fixed delays at a moment, counted in steps.

    The ring's last place holds the levels at the start, which last until then.
    """
    whole = int(position)
    turns = len(ring) - 1
    for slot in range(len(back)):
        late = back[slot] + part[slot] - (position - whole)
        steps = int(np.floor(late))
        share = late - steps
        near = (whole - steps) % turns if whole >= steps else turns
        far = (whole - steps - 1) % turns if whole > steps else turns
        for at in range(cells.shape[1]):
            value = ring[near, slot, at]
            if share:
                value = (1.0 - share) * value + share * ring[far, slot, at]
            cells[last + slot, at] = value


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
    reads: Ints,
    changing: Ints,
    signals: Floats,
    multipliers: Floats,
    pushed: Any,
    chain_source: Ints,
    chain_first: Ints,
    chain_length: Ints,
    chain_rate: Floats,
    shift_source: Ints,
    shift_steps: Ints,
    shift_share: Floats,
    initial: Floats,
) -> None:
    """Integrate all columns, strip by strip; ``out`` is by instant, row and column."""
    steps, every, auxiliaries, states = sizes[0], sizes[1], sizes[2], sizes[3]
    accumulating, bounded, rk4 = modes[0], modes[1], modes[2]
    scenarios, rows = initial.shape
    last = rows + states
    moving = np.concatenate((targets[auxiliaries:], np.arange(rows, last)))
    stocks = len(moving) - states
    shifts = len(shift_source)
    slopes = last + shifts
    deepest = 0
    for slot in range(shifts):
        deepest = max(deepest, shift_steps[slot] + 2)
    samples = all_weights.shape[1]
    for start in range(0, scenarios * samples, _STRIP):
        stop = min(start + _STRIP, scenarios * samples)
        columns, chosen = stop - start, start // samples
        spans = _spans(start, stop, samples)
        weights = _spread(all_weights, spans)
        rates = _spread(all_rates, spans)
        # Levels, delay states and what comes out of fixed delays, which arcs read; slopes.
        cells = np.zeros((slopes + len(moving), columns))
        for part in range(len(spans)):
            for row in range(rows):
                cells[row, spans[part, 0] : spans[part, 1]] = initial[chosen + part, row]
        for chain in range(len(chain_source)):
            for state in range(chain_first[chain], chain_first[chain] + chain_length[chain]):
                cells[rows + state, :] = cells[chain_source[chain]]
        ring = np.zeros((deepest + 1, shifts, columns))
        for slot in range(shifts):
            ring[deepest, slot, :] = cells[shift_source[slot]]
        origin = np.zeros((len(moving) if rk4 else 0, columns))
        total = np.zeros_like(origin)
        for step in range(steps + 1):
            for stage in range(4 if rk4 else 1):
                # RK4 looks at the start, twice at the middle and at the end of a step.
                half = (stage + 1) // 2
                moment = 3 * step + half if rk4 else step
                for row in inputs:
                    for part in range(len(spans)):
                        level = signals[chosen + part, moment, row]
                        for at in range(spans[part, 0], spans[part, 1]):
                            cells[row, at] = level
                if shifts:
                    _shift(cells, last, ring, step + 0.5 * half, shift_steps, shift_share)
                for target in range(len(targets)):
                    row = targets[target]
                    stock = target - auxiliaries
                    to = row if stock < 0 else slopes + stock
                    arc = first[target]
                    if arc < first[target + 1] and changing[arc] < 0:
                        source = reads[arc]
                        for at in range(columns):
                            cells[to, at] = weights[arc, at] * cells[source, at]
                        arc += 1
                    else:
                        for at in range(columns):
                            cells[to, at] = 0.0
                    for arc in range(arc, first[target + 1]):  # noqa: B020 - goes on
                        source = reads[arc]
                        if changing[arc] < 0:
                            for at in range(columns):
                                cells[to, at] += weights[arc, at] * cells[source, at]
                        else:
                            factor = multipliers[moment, changing[arc]]
                            for at in range(columns):
                                cells[to, at] += weights[arc, at] * cells[source, at] * factor
                    for part in range(len(spans)):
                        if pushed[chosen + part, target]:
                            push = signals[chosen + part, moment, row]
                            for at in range(spans[part, 0], spans[part, 1]):
                                cells[to, at] += push
                    if stock < 0 and bounded:
                        for at in range(columns):
                            cells[to, at] = _tanh(cells[to, at])
                    elif stock >= 0 and bounded:
                        for at in range(columns):
                            support = _tanh(cells[to, at])
                            cells[to, at] = (support - cells[row, at]) * rates[stock, at]
                    elif stock >= 0 and not accumulating:
                        for at in range(columns):
                            cells[to, at] = (cells[to, at] - cells[row, at]) * rates[stock, at]
                for chain in range(len(chain_source)):
                    source, rate = chain_source[chain], chain_rate[chain]
                    for state in range(
                        chain_first[chain], chain_first[chain] + chain_length[chain]
                    ):
                        for at in range(columns):
                            slope = (cells[source, at] - cells[rows + state, at]) * rate
                            cells[slopes + stocks + state, at] = slope
                        source = rows + state
                if stage == 0:
                    if step % every == 0:
                        for row in range(rows):
                            for at in range(columns):
                                out[step // every, row, start + at] = cells[row, at]
                    if step == steps:
                        break
                    for slot in range(shifts):
                        ring[step % deepest, slot, :] = cells[shift_source[slot]]
                for item in range(len(moving)):
                    row, way = moving[item], slopes + item
                    if not rk4:
                        for at in range(columns):
                            cells[row, at] += length * cells[way, at]
                    elif stage == 0:
                        for at in range(columns):
                            origin[item, at] = cells[row, at]
                            total[item, at] = cells[way, at]
                            cells[row, at] += 0.5 * length * cells[way, at]
                    elif stage < 3:
                        ahead = 0.5 * length if stage == 1 else length
                        for at in range(columns):
                            total[item, at] += 2.0 * cells[way, at]
                            cells[row, at] = origin[item, at] + ahead * cells[way, at]
                    else:
                        for at in range(columns):
                            whole = total[item, at] + cells[way, at]
                            cells[row, at] = origin[item, at] + length / 6.0 * whole


#: A product and a sum may be rounded once instead of twice, as most processors can.
_CONTRACT = {"contract"}
for _helper in (_tanh, _spread, _spans, _shift):
    register_jitable(fastmath=_CONTRACT)(_helper)
_run_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath=_CONTRACT)(_run)
