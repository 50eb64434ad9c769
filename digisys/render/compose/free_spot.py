"""The free place nearest to a wish."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from digisys.render.compose.rectangles import wider
from digisys.render.scene import XY, Rectangle

__all__ = ["free_spot"]

#: Distance of the places that are looked at, in scene units.
_STEP = 14.0
#: How many of them outward are looked at, at first and at last.
_NEAR, _FAR = 20, 1280


def free_spot(
    wish: XY, size: tuple[float, float], taken: Iterable[Rectangle], held: Rectangle | None
) -> XY | None:
    """Find the free place on the innermost ring around a wish.

    Parameters
    ----------
    wish
        Where the centre should be; it need not be free.
    size
        Width and height that must be free there, in scene units.
    taken
        Rectangles (left, top, right, bottom) that are not free; nor is anything left of 0
        or above it.
    held
        Rectangle that the place must lie in; anywhere when None.

    Returns
    -------
    (float, float) or None
        The centre; None when nothing is free in the rectangle.

    Examples
    --------
    >>> free_spot((50.0, 50.0), (20.0, 20.0), [(40.0, 40.0, 60.0, 60.0)], None)
    (50.0, 22.0)
    """
    others = np.array(list(taken), dtype=float).reshape(-1, 4)
    half = (size[0] / 2, size[1] / 2)
    reach = _NEAR
    while True:
        rings = np.arange(-reach, reach + 1)
        x, y = (at + rings * _STEP for at in wish)
        spans = [(x - half[0], x + half[0]), (y - half[1], y + half[1])]
        free = np.ones((len(y), len(x)), dtype=bool)
        for axis, (low, high) in enumerate(spans):
            good = low >= 0
            if held is not None:
                good &= (low >= held[axis]) & (high <= held[axis + 2])
            free &= good[None] if axis == 0 else good[:, None]
        edge = wider((x[0], y[0], x[-1], y[-1]), max(size))
        near = (others[:, 0] < edge[2]) & (others[:, 2] > edge[0])
        near &= (others[:, 1] < edge[3]) & (others[:, 3] > edge[1])
        for left, top, right, bottom in others[near].tolist():
            across = (spans[0][0] < right) & (left < spans[0][1])
            down = (spans[1][0] < bottom) & (top < spans[1][1])
            free &= ~(down[:, None] & across[None])
        row, column = np.nonzero(free)
        if len(row):
            ring = np.maximum(np.abs(rings[row]), np.abs(rings[column]))
            away = (x[column] - wish[0]) ** 2 + (y[row] - wish[1]) ** 2
            best = int(np.lexsort((away, ring))[0])
            return float(x[column[best]]), float(y[row[best]])
        if held is not None and reach * _STEP > max(held[2] - held[0], held[3] - held[1]):
            return None
        if reach >= _FAR:
            return None
        reach *= 2
