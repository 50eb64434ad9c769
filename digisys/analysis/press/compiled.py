"""Elimination, stability and signs of many draws, compiled by numba (the ``fast`` extra).

What :mod:`digisys.analysis.press.factor`, :mod:`digisys.analysis.press.unit_circle` and
:mod:`digisys.analysis.press.kernel` do with NumPy, draw by draw in the same order of
operations: factors and responses are equal to the last bit. Draws lie innermost and are
taken in strips that stay in the processor's cache. Imported only when it is worth while
(:mod:`digisys.uncertainty.engine`).
"""

# Compiled code: numba reads the types of flat arguments, and calls inside it cost.
# ruff: noqa: ANN001, C901, PLR0912, PLR0915, PLR0917
from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["circle_values", "count_signs", "factor", "step_down", "weighted_sums"]

#: Draws in a strip, and bytes that its numbers may take.
_LANES, _LEAST_LANES, _CACHE = 128, 16, 3 << 18
#: Rounding of one step, as in :mod:`digisys.analysis.press.unit_circle`.
_UNIT = 8e-16


@njit(cache=True, nogil=True, error_model="numpy")
def factor(entries, pivots, pivot, row_start, row, column_start, column, target) -> None:  # type: ignore[no-untyped-def]
    """Factor in place; see :meth:`digisys.analysis.press.factor.Plan.factor`.

    Parameters
    ----------
    entries
        (slot, draw).
    pivots
        To be filled; (step, draw).
    pivot, row_start, row, column_start, column, target
        :attr:`digisys.analysis.press.factor.Plan.program`.
    """
    draws = entries.shape[1]
    for first in range(0, draws, _LANES):
        last = min(first + _LANES, draws)
        turn = 0
        for step in range(len(pivot)):
            here = pivot[step]
            for at in range(first, last):
                pivots[step, at] = entries[here, at]
                entries[here, at] = 1.0 / entries[here, at]
            for i in range(row_start[step], row_start[step + 1]):
                share = row[i]
                for at in range(first, last):
                    entries[share, at] *= entries[here, at]
                for j in range(column_start[step], column_start[step + 1]):
                    beside, into = column[j], target[turn]
                    turn += 1
                    for at in range(first, last):
                        entries[into, at] -= entries[share, at] * entries[beside, at]


@njit(cache=True, nogil=True, error_model="numpy")
def count_signs(  # type: ignore[no-untyped-def]
    values, start, target, source, factor_at, reach_start, reach, pushes, counts,
) -> None:  # fmt: skip
    """Count the draws in which each response to some pushes is positive and negative.

    Parameters
    ----------
    values
        What the instructions multiply by; (number, draw).
    start, target, source, factor_at
        Instructions for each push, from ``start[push]`` on: subtract from the target
        ``values[factor_at]`` times the source, or multiply the target if the source is -1.
    reach_start, reach
        For each push, the variables that feel it.
    pushes
        (variable, push).
    counts
        To be added to; (positive or negative, variable, push).
    """
    draws = values.shape[1]
    lanes = _LANES
    while lanes > _LEAST_LANES and 8 * lanes * (len(values) + len(pushes)) > _CACHE:
        lanes //= 2
    kept = np.empty((len(values), lanes))
    found = np.empty((len(pushes), lanes))
    for first in range(0, draws, lanes):
        width = min(lanes, draws - first)
        for i in range(len(values)):
            for at in range(width):
                kept[i, at] = values[i, first + at]
        for push in range(len(start) - 1):
            for i in range(reach_start[push], reach_start[push + 1]):
                member = reach[i]
                for at in range(width):
                    found[member, at] = pushes[member, push]
            for i in range(start[push], start[push + 1]):
                into, other, by = target[i], source[i], factor_at[i]
                if other < 0:
                    for at in range(width):
                        found[into, at] *= kept[by, at]
                else:
                    for at in range(width):
                        found[into, at] -= kept[by, at] * found[other, at]
            for i in range(reach_start[push], reach_start[push + 1]):
                member = reach[i]
                positive, negative = 0, 0
                for at in range(width):
                    positive += found[member, at] > 0.0
                    negative += found[member, at] < 0.0
                counts[0, member, push] += positive
                counts[1, member, push] += negative


# Fusing products and sums saves time here: draws to which rounding matters are decided
# elsewhere.
@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
def circle_values(  # type: ignore[no-untyped-def]
    entries, centre, cotangent, sine,
    pivot, row_start, row, column_start, column, target,
    values, weakest,
) -> None:  # fmt: skip
    """Find determinants on the circle; see :mod:`digisys.analysis.press.unit_circle`.

    Parameters
    ----------
    entries
        Of each matrix; (slot, draw).
    centre
        The c of each draw.
    cotangent, sine
        Of :class:`digisys.analysis.press.unit_circle.Circle`.
    pivot, row_start, row, column_start, column, target
        :attr:`digisys.analysis.press.factor.Plan.program`.
    values
        To be filled: real parts, then imaginary parts; (part and point, draw).
    weakest
        To be filled: the smallest pivot.
    """
    slots, draws = entries.shape
    points, steps = len(sine), len(pivot)
    # Off the diagonal, entries are real until something is subtracted from them.
    turned = np.zeros(slots, np.bool_)
    row_turned, column_turned = np.empty(len(row), np.bool_), np.empty(len(column), np.bool_)
    turn = 0
    for step in range(steps):
        for j in range(column_start[step], column_start[step + 1]):
            column_turned[j] = turned[column[j]]
        for i in range(row_start[step], row_start[step + 1]):
            row_turned[i] = turned[row[i]]
            for _ in range(column_start[step], column_start[step + 1]):
                turned[target[turn]] = True
                turn += 1
    lanes = _LANES
    while lanes > _LEAST_LANES and 16 * lanes * slots > _CACHE:
        lanes //= 2
    work = np.empty((slots, 2, lanes))
    over, share, product = np.empty((2, lanes)), np.empty((2, lanes)), np.empty((2, lanes))
    least, scale = np.empty(lanes), np.empty(lanes)
    for first in range(0, draws, lanes):
        width = min(lanes, draws - first)
        for at in range(width):
            least[at] = np.inf
            scale[at] = 1.0 / centre[first + at]
        for point in range(points):
            for slot in range(slots):
                for at in range(width):
                    work[slot, 0, at] = entries[slot, first + at]
                if turned[slot]:
                    for at in range(width):
                        work[slot, 1, at] = 0.0
            for step in range(steps):
                for at in range(width):
                    work[pivot[step], 1, at] = -centre[first + at] * cotangent[point]
            for at in range(width):
                product[0, at], product[1, at] = 1.0, 0.0
            turn = 0
            for step in range(steps):
                here = pivot[step]
                for at in range(width):
                    real, imaginary = work[here, 0, at], work[here, 1, at]
                    square = real * real + imaginary * imaginary
                    least[at] = min(least[at], square * sine[point] * sine[point])
                    inverse = 1.0 / square
                    over[0, at] = real * inverse
                    over[1, at] = -imaginary * inverse
                    by = sine[point] * scale[at]
                    real *= by
                    imaginary *= by
                    before, before_turned = product[0, at], product[1, at]
                    product[0, at] = before * real - before_turned * imaginary
                    product[1, at] = before * imaginary + before_turned * real
                for i in range(row_start[step], row_start[step + 1]):
                    below = row[i]
                    # All is read before anything is written, or it is read again.
                    if row_turned[i]:
                        for at in range(width):
                            real, imaginary = work[below, 0, at], work[below, 1, at]
                            by, by_turned = over[0, at], over[1, at]
                            share[0, at] = real * by - imaginary * by_turned
                            share[1, at] = real * by_turned + imaginary * by
                    else:
                        for at in range(width):
                            real, by, by_turned = work[below, 0, at], over[0, at], over[1, at]
                            share[0, at] = real * by
                            share[1, at] = real * by_turned
                    for j in range(column_start[step], column_start[step + 1]):
                        beside, into = column[j], target[turn]
                        turn += 1
                        if column_turned[j]:
                            for at in range(width):
                                by, by_turned = share[0, at], share[1, at]
                                real, imaginary = work[beside, 0, at], work[beside, 1, at]
                                old, old_turned = work[into, 0, at], work[into, 1, at]
                                work[into, 0, at] = old - (by * real - by_turned * imaginary)
                                work[into, 1, at] = old_turned - (by * imaginary + by_turned * real)
                        else:
                            for at in range(width):
                                by, by_turned = share[0, at], share[1, at]
                                real = work[beside, 0, at]
                                old, old_turned = work[into, 0, at], work[into, 1, at]
                                work[into, 0, at] = old - by * real
                                work[into, 1, at] = old_turned - by_turned * real
            for at in range(width):
                values[point, first + at] = product[0, at]
                values[points + point, first + at] = product[1, at]
        for at in range(width):
            weakest[first + at] = np.sqrt(least[at])


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
def weighted_sums(table, values, sums) -> None:  # type: ignore[no-untyped-def]
    """Multiply two matrices in one thread: others may be busy with other draws.

    Parameters
    ----------
    table
        (sum, number), with an even number of them.
    values
        (number, draw).
    sums
        To be filled; (sum, draw).
    """
    half = len(values) // 2
    for first in range(0, values.shape[1], _LANES):
        last = min(first + _LANES, values.shape[1])
        for row in range(len(table)):
            for at in range(first, last):
                sums[row, at] = 0.0
            # Two at once, as sums are read and written each time.
            for i in range(half):
                by, other_by = table[row, i], table[row, half + i]
                for at in range(first, last):
                    one, other = values[i, at], values[half + i, at]
                    sums[row, at] += by * one + other_by * other


@njit(cache=True, nogil=True, error_model="numpy")
def step_down(powers, error, outside, least) -> None:  # type: ignore[no-untyped-def]
    """Do what :func:`digisys.analysis.press.unit_circle.step_down` does.

    Parameters
    ----------
    powers
        Coefficients, the first one 1; (power, draw).
    error
        Added to: by how much rounding may have moved the polynomial on the circle.
    outside
        To be filled: whether all zeros lie outside the circle.
    least
        To be filled: the polynomial is nowhere smaller on the circle.
    """
    size, draws = powers.shape
    work, spare = np.empty((size, _LANES)), np.empty((size, _LANES))
    grown, low, sums = np.empty(_LANES), np.empty(_LANES), np.empty(_LANES)
    ratio, over = np.empty(_LANES), np.empty(_LANES)
    every = np.empty(_LANES, np.bool_)
    for first in range(0, draws, _LANES):
        width = min(_LANES, draws - first)
        for power in range(size):
            for at in range(width):
                work[power, at] = powers[power, first + at]
        for at in range(width):
            grown[at], low[at], every[at] = 1.0, 1.0, True
        for degree in range(size - 1, 0, -1):
            for at in range(width):
                sums[at] = 0.0
            for power in range(degree + 1):
                for at in range(width):
                    sums[at] += abs(work[power, at])
            for at in range(width):
                error[first + at] += grown[at] * _UNIT * sums[at]
                last = work[degree, at]
                ratio[at] = last
                over[at] = 1.0 / (1.0 - last * last)
                every[at] = every[at] and abs(last) < 1.0
                low[at] *= abs(1.0 - abs(last))
                grown[at] *= 1.0 + abs(last)
            for power in range(1, degree):
                for at in range(width):
                    spare[power, at] = (
                        work[power, at] - ratio[at] * work[degree - power, at]
                    ) * over[at]
            for power in range(1, degree):
                for at in range(width):
                    work[power, at] = spare[power, at]
        for at in range(width):
            outside[first + at] = every[at]
            least[first + at] = low[at]


#: Everything above is defined.
READY = True
