"""How often lines cross."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_crossings"]

Floats = NDArray[np.float64]


def count_crossings(curves: Floats, lines: Floats) -> Floats:
    """Count how often each of several curves crosses given lines, all together.

    Parameters
    ----------
    curves
        Sampled curves, shape (c, s, 2).
    lines
        Sampled lines, shape (m, p, 2).

    Returns
    -------
    ndarray
        Crossings of each curve, shape (c,).
    """
    low, high = curves.min(axis=(0, 1)), curves.max(axis=(0, 1))
    start, end = lines[:, :-1].reshape(-1, 2), lines[:, 1:].reshape(-1, 2)
    near = (np.maximum(start, end) >= low) & (np.minimum(start, end) <= high)
    near = near.all(axis=1)
    (cx, cy), (dx, dy) = start[near].T, end[near].T
    ax, ay = (curves[:, :-1, axis].reshape(-1, 1) for axis in (0, 1))
    bx, by = (curves[:, 1:, axis].reshape(-1, 1) for axis in (0, 1))
    # On which side of one segment the ends of the other lie.
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    here, there = ux * ay - uy * ax, vx * cy - vy * cx
    hit = (ux * cy - uy * cx > here) != (ux * dy - uy * dx > here)
    hit &= (vx * ay - vy * ax > there) != (vx * by - vy * bx > there)
    counted: Floats = hit.reshape(len(curves), -1).sum(axis=1).astype(float)
    return counted
