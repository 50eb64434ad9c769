"""Chains of cubic Bézier pieces, many at once, as points along them."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "bezier_points", "sample_chains", "weights"]

Floats = NDArray[np.float64]


@cache
def weights(pieces: int, count: int) -> Floats:
    """Bernstein weights of the control points of a chain at ``count`` steps a piece.

    Shape (pieces * count + 1, 3 * pieces + 1). Farouki (2012), The Bernstein polynomial
    basis, doi:10.1016/j.cagd.2012.03.001.
    """
    t = np.linspace(0.0, 1.0, count + 1)
    one = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3], axis=1)
    table = np.zeros((pieces * count + 1, 3 * pieces + 1))
    for piece in range(pieces):
        table[piece * count : (piece + 1) * count + 1, 3 * piece : 3 * piece + 4] = one
        if piece:
            table[piece * count, : 3 * piece] = 0.0
    table.flags.writeable = False
    return table


def sample_chains(curves: Floats, count: int, *, every: int = 1) -> Floats:
    """Sample chains of pieces, shape (c, 3k + 1, 2), ``count`` steps a piece.

    Returns points, shape (c, k * count + 1, 2), or only each ``every``-th of them.
    """
    table = weights((curves.shape[1] - 1) // 3, count)[::every]
    sampled: Floats = table @ curves
    return sampled


def bezier_points(points: Floats, count: int) -> Floats:
    """Sample one chain, shape (3k + 1, 2), ``count`` steps a piece; shape (k * count + 1, 2)."""
    sampled: Floats = sample_chains(points[None], count)[0]
    return sampled
