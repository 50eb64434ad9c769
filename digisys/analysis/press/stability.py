"""Whether the matrices of many draws are stable."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.blocks import Block, invert
from digisys.analysis.press.factor import Factors, Plan
from digisys.analysis.press.unit_circle import is_worth_it, right_of_axis

__all__ = ["elimination_work", "stable_factors", "stable_matrices"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Columns = npt.NDArray[np.intp]

#: Growth rates nearer to 0 than this, relative to the matrix, count as not stable.
_NEUTRAL = 1e-9
#: Entries of an inverse smaller than this, relative to the largest, are rounding.
_ROUNDING = 1e-13
#: Blocks from this size on are asked by squaring before their eigenvalues are computed:
#: so often, and with so much margin to 1.
_LEAST_SQUARED, _SQUARINGS, _PROVED = 12, 9, 0.9
#: Pivots of a comparison matrix above this, relative to the largest entry, prove it.
_CLEAR = 1e-6
#: The search for a vector is worth it if this share of so many draws is proved by it.
_WORTH, _TRIED = 0.2, 32
#: Rounds of the search for a vector that proves a matrix stable.
_ROUNDS = 12


def elimination_work(block: Block) -> float:
    """Estimate the multiplications that the stability of one draw costs."""
    size = len(block.members)
    if block.plan is None or not is_worth_it(block.plan):
        return (1.0 if block.sides is not None else 10.0) * size**3
    once = float(len(block.plan.program.target) + size)
    return once if block.sides is not None else once * (1 + 2 * size)


def stable_factors(block: Block, factors: Factors, turned: Floats, asked: Flags) -> Flags:
    """Tell which draws return to rest, given factors; see :func:`stable_matrices`."""
    if block.sides is not None:
        # Similar to a Z-matrix: stable if and only if all pivots are positive.
        return np.asarray((factors.pivots > 0).all(axis=0))
    # The determinant of a stable draw is positive.
    odd = (factors.pivots < 0).sum(axis=0) % 2 == 1
    stable: Flags = asked & ~(odd & factors.sound)
    unsure = np.flatnonzero(stable)
    if not is_worth_it(factors.plan):
        stable[unsure] = _right_of_axis(block.matrices(turned[:, unsure]), damped=True)
    elif len(unsure):
        pivots = factors.pivots[:, unsure]
        stable[unsure] = _right_by_elimination(block, factors.plan, pivots, turned[:, unsure])
    return stable


def _right_by_elimination(block: Block, plan: Plan, pivots: Floats, turned: Floats) -> Flags:
    """Tell which draws have all eigenvalues right of the axis, where elimination is cheap.

    First the comparison matrix may prove it, if it proves some of the first draws. Then the
    unit circle is asked, unless it leaves most of the first draws open.
    """
    if _comparison_proves(block, plan, turned[:, :_TRIED]).mean() > _WORTH:
        right = _comparison_proves(block, plan, turned)
    else:
        right = np.zeros(turned.shape[1], dtype=bool)
    unsure = np.flatnonzero(~right)
    with np.errstate(over="ignore", under="ignore"):
        centre = np.abs(np.multiply.reduce(pivots, axis=0)) ** (1 / plan.size)
    late = []
    for draws in (unsure[:_TRIED], unsure[_TRIED:]):
        if len(draws):
            entries = plan.laid_out(block.rows, block.columns, turned[:, draws])
            right[draws], sure = right_of_axis(plan, entries, centre[draws], _NEUTRAL)
            late.append(draws[~sure])
            if sure.mean() < _WORTH:
                late.append(unsure[_TRIED:])
                break
    left = np.unique(np.concatenate(late)) if late else unsure
    if len(left):
        right[left] = _right_of_axis(block.matrices(turned[:, left]), damped=False)
    return right


def _comparison_proves(block: Block, plan: Plan, turned: Floats) -> Flags:
    """Tell where damping outweighs all links, whatever signs: an M-matrix proves it."""
    signs = np.where(block.rows == block.columns, 1.0, -1.0)
    sizes = np.abs(turned)
    factors = plan.factor(block.rows, block.columns, sizes * signs[:, None])
    return np.asarray((factors.pivots > _CLEAR * sizes.max(axis=0)).all(axis=0))


def stable_matrices(block: Block, matrix: Floats, inverse: Floats) -> Flags:
    """Tell which draws return to rest: all eigenvalues of ``matrix`` right of the axis.

    If all loops are reinforcing, the block is similar to a Z-matrix, which is stable if and
    only if its inverse has no negative entry, or all its pivots are positive (Berman &
    Plemmons 1994, doi:10.1137/1.9781611971262, chapter 6). Otherwise a draw is unstable if
    the trace of the inverse is not positive, and the rest is asked in turn.
    """
    if block.sides is not None:
        turned = inverse * np.outer(block.sides, block.sides)
        least = -_ROUNDING * np.abs(inverse).max(axis=(1, 2), initial=0.0)
        right: Flags = turned.min(axis=(1, 2), initial=0.0) >= least
        return right & bool(block.damped.all())
    stable: Flags = np.asarray(np.trace(inverse, axis1=1, axis2=2) > 0)
    unsure = np.flatnonzero(stable)
    stable[unsure] = _right_of_axis(matrix[unsure], damped=bool(block.damped.all()))
    return stable


def _right_of_axis(matrix: Floats, *, damped: bool) -> Flags:
    """Tell which matrices have all eigenvalues right of the imaginary axis.

    First a positive vector may prove it (:func:`_dominated`). Then Cayley's transform
    ``(M - c)(M + c)^-1`` maps the right half plane into the unit circle: it is squared
    until its norm is below 1, and the answer is yes, or its trace is above its size, and
    the answer is no. Eigenvalues decide the few draws that are left.
    """
    count, size = len(matrix), matrix.shape[1]
    right = np.zeros(count, dtype=bool)
    if damped and _dominated(matrix[:_TRIED]).mean() > _WORTH:
        right = _dominated(matrix)
    unsure = np.flatnonzero(~right)
    if size >= _LEAST_SQUARED and len(unsure):
        unsure = _squared(matrix, right, unsure)
    if len(unsure):
        right[unsure] = _by_eigenvalues(matrix[unsure])
    return right


def _by_eigenvalues(matrix: Floats) -> Flags:
    rates = np.linalg.eigvals(matrix).real.min(axis=1)
    return np.asarray(rates > _NEUTRAL * np.abs(matrix).max(axis=(1, 2)))


def _squared(matrix: Floats, right: Flags, unsure: Columns) -> Columns:
    """Decide what squaring Cayley's transform decides; return what is left."""
    size = matrix.shape[1]
    asked = matrix[unsure]
    scale = np.sqrt((asked * asked).sum(axis=(1, 2)) / size)
    shifted = asked + scale[:, None, None] * np.eye(size)
    inverse, regular = invert(shifted)
    power = np.eye(size) - 2.0 * scale[:, None, None] * inverse
    late = [unsure[~regular]]
    power, unsure = power[regular], unsure[regular]
    for _ in range(_SQUARINGS):
        norm = np.einsum("bij,bij->b", power, power)
        trace = np.abs(np.trace(power, axis1=1, axis2=2))
        yes, no = norm < _PROVED, trace > size / _PROVED
        right[unsure[yes]] = True
        left = ~(yes | no)
        unsure = unsure[left]
        if not len(unsure):
            break
        power = power[left]
        power = power @ power
    return np.concatenate([*late, unsure])


def _dominated(matrix: Floats) -> Flags:
    """Tell where a positive vector proves that damping outweighs all links, whatever signs.

    If the sizes of the links times a positive vector stay below damping times that
    vector, the comparison matrix is an M-matrix. A few rounds of Jacobi's iteration find
    such a vector in most draws that have one.
    """
    size = matrix.shape[1]
    diagonal = matrix[:, np.arange(size), np.arange(size)]
    sizes = np.abs(matrix) / diagonal[:, :, None]
    sizes[:, np.arange(size), np.arange(size)] = 0.0
    proved = np.zeros(len(matrix), dtype=bool)
    asked = np.arange(len(matrix))
    vector = np.ones((len(matrix), size, 1))
    for turn in range(_ROUNDS):
        pushed = sizes @ vector
        proved[asked[(pushed < vector * (1 - _NEUTRAL)).all(axis=(1, 2))]] = True
        if turn % 3 == 2:
            # Once everything is pushed beyond the vector, no vector can prove it.
            open_ones = ~proved[asked] & (pushed < vector).any(axis=(1, 2))
            asked, sizes, pushed = asked[open_ones], sizes[open_ones], pushed[open_ones]
            if not len(asked):
                break
        vector = 1.0 + pushed
        vector /= vector.max(axis=1, keepdims=True)
    return proved
