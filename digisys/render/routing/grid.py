"""The drawing as a raster: what stands where, and where links run already."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digisys.render.scene import Rectangle

__all__ = ["CELL", "CLEARANCE", "Grid"]

Floats = NDArray[np.float64]
Cells = NDArray[np.intp]
Bools = NDArray[np.bool_]

#: Side of a cell of the obstacle raster and of the traffic raster, in scene units.
FINE, CELL = 4.0, 8.0
#: Room that a link keeps from a box that is not its own, and the room that it likes.
CLEARANCE, COMFORT = 6.0, 15.0


class Grid:
    """Boxes and blocks on a raster, for quick tests of many points.

    Parameters
    ----------
    boxes
        Boxes as (left, top, right, bottom), in scene units.
    blocks
        Other rectangles that no link may cross.
    bounds
        The rectangle that links stay inside of; its left and top are not below 0.
    """

    def __init__(
        self, boxes: Sequence[Rectangle], blocks: Sequence[Rectangle], bounds: Rectangle
    ) -> None:
        self.boxes, self.bounds = tuple(boxes), bounds
        size = bounds[2:]
        columns, rows = (int(side / FINE) + 1 for side in size)
        self._shape = (rows, columns)
        self._last = np.array([columns - 1, rows - 1], dtype=np.intp)
        self._tight = np.full(self._shape, -1, dtype=np.int32)
        self._wide = np.full(self._shape, -1, dtype=np.int32)
        every = [*enumerate(boxes), *((len(boxes) + n, block) for n, block in enumerate(blocks))]
        for raster, room in ((self._wide, COMFORT), (self._tight, CLEARANCE)):
            for number, box in every:
                left, top, right, bottom = self._span(box, room)
                raster[top:bottom, left:right] = number
        self._columns = int(size[0] / CELL) + 3
        self._rows = int(size[1] / CELL) + 3

    def _span(self, box: Rectangle, room: float) -> tuple[int, int, int, int]:
        rows, columns = self._shape
        left = int(np.clip((box[0] - room) / FINE, 0, columns))
        top = int(np.clip((box[1] - room) / FINE, 0, rows))
        right = int(np.clip(np.ceil((box[2] + room) / FINE), 0, columns))
        bottom = int(np.clip(np.ceil((box[3] + room) / FINE), 0, rows))
        return left, top, right, bottom

    def middle(self, box: int) -> tuple[float, float]:
        """Centre of a box."""
        left, top, right, bottom = self.boxes[box]
        return (left + right) / 2, (top + bottom) / 2

    def _owners(self, raster: NDArray[np.int32], points: Floats) -> NDArray[np.int32]:
        cells = (points * (1 / FINE)).astype(np.intp)
        np.clip(cells, 0, self._last, out=cells)
        owners: NDArray[np.int32] = raster.take(cells[..., 1] * self._shape[1] + cells[..., 0])
        return owners

    def free(self, samples: Floats, source: int, target: int) -> Bools:
        """Tell which sampled curves, shape (c, s, 2), touch nothing on their way.

        A curve may leave its own boxes at its ends, but not run through them again.
        """
        owners = self._owners(self._tight, samples)
        good: Bools = ((owners < 0) | (owners == source) | (owners == target)).all(axis=1)
        left = np.flatnonzero(good)  # the rest need not be looked at
        samples = samples[left]
        inner = samples[:, 1:-1]
        still = ((samples > self.bounds[:2]) & (samples < self.bounds[2:])).all(axis=(1, 2))
        for box in (source, target):
            corners = self.boxes[box]
            inside = (inner[..., 0] > corners[0] + 0.5) & (inner[..., 0] < corners[2] - 0.5)
            inside &= (inner[..., 1] > corners[1] + 0.5) & (inner[..., 1] < corners[3] - 0.5)
            still &= ~inside.any(axis=1)
        good[left] = still
        return good

    def near(self, samples: Floats, source: int, target: int) -> Bools:
        """Tell which points of sampled curves come closer to a box than is comfortable."""
        owners = self._owners(self._wide, samples)
        close: Bools = (owners >= 0) & (owners != source) & (owners != target)
        return close

    def blocked(self, points: Floats, source: int, target: int, *, comfort: bool = False) -> Bools:
        """Tell which points lie on an obstacle other than two boxes, or outside."""
        owners = self._owners(self._wide if comfort else self._tight, points)
        left, top, right, bottom = self.bounds
        x, y = points[..., 0], points[..., 1]
        hit: Bools = (owners >= 0) & (owners != source) & (owners != target)
        hit |= (x < left) | (x > right) | (y < top) | (y > bottom)
        return hit

    # --- where links run ------------------------------------------------------------

    def traffic(self) -> Floats:
        """Make an empty raster of traffic, flattened."""
        return np.zeros(self._rows * self._columns)

    def cells(self, samples: Floats) -> Cells:
        """Cell of each point in the flattened raster of traffic, shape (c, s)."""
        column = np.clip(samples[..., 0] / CELL, 0, self._columns - 3).astype(np.intp) + 1
        row = np.clip(samples[..., 1] / CELL, 0, self._rows - 3).astype(np.intp) + 1
        cells: Cells = row * self._columns + column
        return cells

    def spread(self, traffic: Floats, cells: Cells, amount: float) -> None:
        """Add a curve to the traffic of its cells and, half as much, of those beside."""
        used = np.unique(cells)
        used = used[used > 0]  # 0 pads curves that have fewer points
        traffic[used] += amount
        for step in (1, -1, self._columns, -self._columns):
            traffic[used + step] += amount / 2
