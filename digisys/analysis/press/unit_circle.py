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

from digisys.analysis.press.factor import Plan
from digisys.uncertainty.engine import compiled

__all__ = ["Circle", "circle_of", "is_worth_it", "right_of_axis", "step_down"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Rounding of one step, relative to the sum of the coefficients, with a margin.
_UNIT = 8e-16
#: How far a polynomial must be from 0 on the circle, relative to how wrong it may be there.
_MARGIN = 10
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


def right_of_axis(
    plan: Plan, entries: Floats, centre: Floats, neutral: float
) -> tuple[Flags, Flags]:
    """Tell which matrices have all eigenvalues right of the imaginary axis, and clear of it.

    Parameters
    ----------
    plan
        Their pattern.
    entries
        By slot of the pattern; (slot, draw). The diagonals are moved.
    centre
        The c of each draw. Coefficients stay smallest if it is the geometric mean of the
        moduli of the eigenvalues, which the determinant gives.
    neutral
        How far right, relative to the largest entry, is clear of it.

    Returns
    -------
    ndarray of bool, ndarray of bool
        The answer for each draw, and whether it is sure.
    """
    largest = np.maximum(entries.max(axis=0), -entries.min(axis=0))
    entries[plan.program.pivot] -= neutral * largest
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        powers, size, weakest = _coefficients(plan, entries, centre)
        error = _UNIT * plan.size**1.5 * size * largest / weakest
        outside, least = step_down(powers, error)
        sure = (least > _MARGIN * error) & (centre > 0)
    return outside, sure


def _coefficients(plan: Plan, entries: Floats, centre: Floats) -> tuple[Floats, Floats, Floats]:
    """Return coefficients, mean modulus on the circle and the smallest pivot met.

    The first coefficient is 1.
    """
    circle = circle_of(plan.size)
    values, weakest = _values(plan, entries, centre, circle)
    parts = len(circle.sine)
    # The value at 1 is 1; the others stand for themselves and their conjugates.
    kernels = compiled()
    if kernels is None:
        powers = circle.table @ values
    else:
        powers = np.empty((plan.size + 1, values.shape[1]))
        kernels.weighted_sums(circle.table, values, powers)
    powers += 1 / (plan.size + 1)
    moduli = np.sqrt(values[:parts] ** 2 + values[parts:] ** 2)
    size = (1 + circle.weights @ moduli) / (plan.size + 1)
    return powers / powers[0], size / np.abs(powers[0]), weakest


def _values(plan: Plan, entries: Floats, centre: Floats, circle: Circle) -> tuple[Floats, Floats]:
    """Return real parts, then imaginary parts, at the points, and the smallest pivot met."""
    points, draws = len(circle.sine), entries.shape[1]
    values, weakest = np.empty((2 * points, draws)), np.full(draws, np.inf)
    kernels = compiled()
    if kernels is not None:
        kernels.circle_values(
            entries, centre, circle.cotangent, circle.sine, *plan.program, values, weakest
        )
        return values, weakest
    together = max(_AT_ONCE // draws, 1)
    for first in range(0, points, together):
        some = slice(first, min(first + together, points))
        sine = circle.sine[some, None]
        pivots = _pivots(plan, entries, -centre * circle.cotangent[some, None])
        np.minimum(weakest, (np.abs(pivots).min(axis=0) * sine).min(axis=0), out=weakest)
        found = np.multiply.reduce(pivots * (sine / centre), axis=0)
        values[some] = found.real
        values[points + some.start : points + some.stop] = found.imag
    return values, weakest


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


def step_down(powers: Floats, error: Floats) -> tuple[Flags, Floats]:
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
    ndarray of bool, ndarray of float
        The answer, and a number below which no modulus on the circle falls.
    """
    draws = powers.shape[1]
    outside, least = np.ones(draws, dtype=bool), np.ones(draws)
    kernels = compiled()
    if kernels is not None:
        kernels.step_down(powers, error, outside, least)
        return outside, least
    work, grown = powers.copy(), np.ones(draws)
    for degree in range(len(powers) - 1, 0, -1):
        error += grown * _UNIT * np.abs(work[: degree + 1]).sum(axis=0)
        last = work[degree].copy()
        outside &= np.abs(last) < 1
        least *= np.abs(1 - np.abs(last))
        grown *= 1 + np.abs(last)
        work[1:degree] -= last * work[degree - 1 : 0 : -1]
        work[1:degree] *= 1 / (1 - last * last)
    return outside, least
