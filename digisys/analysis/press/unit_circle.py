r"""Whether all eigenvalues lie right of the imaginary axis, without computing them.

Cayley's transform takes the right half plane to the unit disc. With c > 0,

.. math:: \det(c \cos\tfrac\theta2 + i M \sin\tfrac\theta2) \sim \prod_k (1 + \zeta_k x),
   \quad \zeta_k = \frac{c - \mu_k}{c + \mu_k}, \quad x = e^{-i\theta}:

a polynomial in x, real, of the degree n of the matrix M, whose zeros lie outside the unit
circle if and only if every eigenvalue :math:`\mu_k` lies right of the axis. Its values at
n + 1 points of the circle give its coefficients, each value at the price of one elimination
in a sparse matrix, and half of them are conjugates of the others. Whether the zeros lie
outside is then asked of the coefficients (Cohn 1922, doi:10.1007/BF01215894): the quotient k
of the last and the first one must stay below 1 while the degree is taken down step by step.
The polynomial is at least :math:`\prod |1 - |k||` on the circle, so by Rouché's theorem the
answer holds if rounding moved it by less; draws of which that is not sure are left to their
eigenvalues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.engine import compiled
from digisys.analysis.press.factor import Plan

__all__ = ["Circle", "circle_of", "is_worth_it", "right_of_axis", "step_down"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Rounding of one step, relative to the sum of the coefficients, with a margin.
_UNIT = 8e-16
#: Numbers of a slot that are worked on at once.
_AT_ONCE = 2048
#: Multiplications of an elimination, relative to the square of the size, from which on
#: other ways to the answer are quicker.
_DEAR = 3


@dataclass(frozen=True, eq=False)
class Circle:
    """Points on the upper half of the unit circle, for matrices of one size.

    Attributes
    ----------
    cotangent, sine
        Of half the angle of each point.
    table
        What turns real parts of the values, then imaginary parts, into coefficients, the
        value at 1 aside; (power, part and point).
    weights
        Points that each of them stands for: itself and its conjugate.
    """

    cotangent: Floats
    sine: Floats
    table: Floats
    weights: Floats


@lru_cache(maxsize=64)
def circle_of(size: int) -> Circle:
    """Lay out the points for matrices of a size."""
    number = np.arange(1, (size + 1) // 2 + 1)
    angle = 2 * np.pi * number / (size + 1)
    weights = np.where(2 * number == size + 1, 1.0, 2.0)
    turn = np.arange(size + 1)[:, None] * angle + size * (np.pi - angle) / 2
    table = np.hstack([weights * np.cos(turn), -weights * np.sin(turn)]) / (size + 1)
    return Circle(1 / np.tan(angle / 2), np.sin(angle / 2), table, weights)


def is_worth_it(plan: Plan) -> bool:
    """Tell whether elimination is cheap enough to be done at every point."""
    return len(plan.program.target) <= _DEAR * plan.size**2


def right_of_axis(plan: Plan, entries: Floats, neutral: float) -> tuple[Flags, Flags]:
    """Tell which matrices have all eigenvalues right of the imaginary axis.

    Parameters
    ----------
    plan
        Their pattern.
    entries
        By slot of the pattern; (slot, draw).
    neutral
        How far right, relative to the largest entry, is right.

    Returns
    -------
    ndarray of bool, ndarray of bool
        The answer for each draw, and whether it is sure.
    """
    centre = entries[plan.program.pivot].mean(axis=0)
    largest = np.maximum(entries.max(axis=0), -entries.min(axis=0))
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        powers, size, weakest = _coefficients(plan, entries, centre)
        error = _UNIT * plan.size**1.5 * size * largest / weakest
        outside, least, whole = step_down(powers, error)
        # A zero as near to the circle as a neutral eigenvalue makes it smaller than this.
        margin = 4 * neutral * plan.size * largest / centre * whole
        sure = (least > margin) & (least > 4 * error) & (centre > 0)
    return outside, sure


def _coefficients(plan: Plan, entries: Floats, centre: Floats) -> tuple[Floats, Floats, Floats]:
    """Return coefficients, mean modulus on the circle and the smallest pivot met.

    The first coefficient is 1.
    """
    circle, draws = circle_of(plan.size), entries.shape[1]
    weakest = np.empty(draws)
    kernels = compiled()
    if kernels is not None:
        powers, size = np.empty((plan.size + 1, draws)), np.empty(draws)
        kernels.solve_circle(
            entries, centre, circle.cotangent, circle.sine, circle.table, *plan.program,
            powers, size, weakest,
        )  # fmt: skip
        return powers, size, weakest
    values = np.empty((len(circle.sine), draws), dtype=np.complex128)
    weakest.fill(np.inf)
    together = max(_AT_ONCE // draws, 1)
    for first in range(0, len(values), together):
        some = slice(first, first + together)
        sine = circle.sine[some, None]
        pivots = _pivots(plan, entries, -centre * circle.cotangent[some, None])
        np.minimum(weakest, (np.abs(pivots).min(axis=0) * sine).min(axis=0), out=weakest)
        values[some] = np.multiply.reduce(pivots * (sine / centre), axis=0)
    # The value at 1 is 1.
    powers = (1 + circle.table @ np.vstack([values.real, values.imag]) * (plan.size + 1)) / (
        plan.size + 1
    )
    size = (1 + circle.weights @ np.abs(values)) / (plan.size + 1)
    return powers / powers[0], size / np.abs(powers[0]), weakest


def _pivots(plan: Plan, entries: Floats, shift: Floats) -> npt.NDArray[np.complex128]:
    """Eliminate with imaginary numbers added to the diagonal; (step, point, draw)."""
    work = np.empty((len(entries), *shift.shape), dtype=np.complex128)
    work[:] = entries[:, None]
    work[plan.program.pivot] += 1j * shift
    pivots = np.empty((plan.size, *shift.shape), dtype=np.complex128)
    part = np.empty(shift.shape, dtype=np.complex128)
    for number, step in enumerate(plan.steps):
        pivots[number] = work[step.pivot]
        over = 1.0 / work[step.pivot]
        for below, targets in zip(step.below, step.targets, strict=True):
            share = work[below]
            share *= over
            for right, target in zip(step.right, targets, strict=True):
                np.multiply(share, work[right], out=part)
                work[target] -= part
    return pivots


def step_down(powers: Floats, error: Floats) -> tuple[Flags, Floats, Floats]:
    """Tell whether all zeros of polynomials lie outside the unit circle.

    Parameters
    ----------
    powers
        Coefficients, the first one 1; (power, draw).
    error
        By how much each polynomial may be wrong on the circle; the rounding of the steps
        is added to it.

    Returns
    -------
    ndarray of bool, ndarray of float, ndarray of float
        The answer, a number below which no modulus on the circle falls, and the sum of
        the sizes of the coefficients.
    """
    draws = powers.shape[1]
    outside, least, whole = np.ones(draws, dtype=bool), np.ones(draws), np.empty(draws)
    kernels = compiled()
    if kernels is not None:
        kernels.step_down(powers, error, outside, least, whole)
        return outside, least, whole
    work, grown = powers.copy(), np.ones(draws)
    for degree in range(len(powers) - 1, 0, -1):
        sums = np.abs(work[: degree + 1]).sum(axis=0)
        if degree == len(powers) - 1:
            whole[:] = sums
        error += grown * _UNIT * sums
        last = work[degree].copy()
        outside &= np.abs(last) < 1
        least *= np.abs(1 - np.abs(last))
        grown *= 1 + np.abs(last)
        work[1:degree] -= last * work[degree - 1 : 0 : -1]
        work[1:degree] *= 1 / (1 - last * last)
    return outside, least, whole
