"""The drawing as a raster: what stands where, and where links run already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digisys.render.scene import Rectangle

__all__ = ["CELL", "CLEARANCE", "Grid", "Room"]

Floats = NDArray[np.float64]
Cells = NDArray[np.intp]
Bools = NDArray[np.bool_]

#: Side of a cell of the obstacle raster and of the traffic raster, in scene units.
FINE, CELL = 4.0, 8.0
#: Side of a cell where narrow gaps are looked for.
_FINEST = 2.0
#: Room that a link keeps from a box that is not its own, the room that it likes, and the room
#: that it keeps between boxes which stand so close that there is no other way.
CLEARANCE, COMFORT, SLIM = 6.0, 15.0, 0.5
#: How deep a link may reach into the room of an arrowhead's tip that is kept around each box.
_GRAZE = 1.0
#: Cells that the searches for ways may enter in a drawing, all together: about eight times
#: what 300 variables and 480 links need.
_STEPS = 6_000_000
Room = Literal["comfort", "tight", "slim"]


class _Raster:
    """Which rectangle, with some room around it, covers each cell."""

    def __init__(
        self, boxes: Sequence[Rectangle], size: tuple[float, float], room: float, cell: float
    ) -> None:
        self.cell = cell
        columns, rows = (int(side / cell) + 1 for side in size)
        self._last = np.array([columns - 1, rows - 1], dtype=np.intp)
        self.owners: NDArray[np.int32] = np.full((rows, columns), -1, dtype=np.int32)
        for number, (left, top, right, bottom) in enumerate(boxes):
            first = np.clip([(left - room) / cell, (top - room) / cell], 0, (columns, rows))
            last = np.clip(
                np.ceil([(right + room) / cell, (bottom + room) / cell]), 0, (columns, rows)
            )
            (x0, y0), (x1, y1) = first.astype(int).tolist(), last.astype(int).tolist()
            self.owners[y0:y1, x0:x1] = number

    def at(self, points: Floats) -> NDArray[np.int32]:
        """Tell what covers each of some points; -1 for nothing."""
        cells = (points * (1 / self.cell)).astype(np.intp)
        np.clip(cells, 0, self._last, out=cells)
        flat = cells[..., 1] * self.owners.shape[1] + cells[..., 0]
        found: NDArray[np.int32] = self.owners.take(flat)
        return found


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
        self._every, self._size = (*boxes, *blocks), (bounds[2], bounds[3])
        self._wide = _Raster(self._every, self._size, COMFORT, FINE)
        self._tight = _Raster(self._every, self._size, CLEARANCE, FINE)
        #: How many cells all searches for a way may still enter; links run straight after that.
        self.steps_left = _STEPS
        self._columns = int(bounds[2] / CELL) + 3
        self._rows = int(bounds[3] / CELL) + 3

    @cached_property
    def _slim(self) -> _Raster:
        return _Raster(self._every, self._size, SLIM, _FINEST)

    def _raster(self, room: Room) -> _Raster:
        return {"comfort": self._wide, "tight": self._tight}.get(room) or self._slim

    def middle(self, box: int) -> tuple[float, float]:
        """Centre of a box."""
        left, top, right, bottom = self.boxes[box]
        return (left + right) / 2, (top + bottom) / 2

    def free(self, samples: Floats, source: int, target: int, room: Room = "tight") -> Bools:
        """Tell which sampled curves, shape (c, s, 2), touch nothing on their way.

        A curve may leave its own boxes at its ends, but not run through them again.
        """
        owners = self._raster(room).at(samples)
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

    def clears(self, line: Floats, source: int, target: int) -> bool:
        """Tell whether a sampled curve, shape (s, 2), passes beside everything, however close."""
        every = np.array(self._every)
        others = np.ones(len(every), dtype=bool)
        others[[source, target]] = False
        if not ((line > self.bounds[:2]) & (line < self.bounds[2:])).all():
            return False
        for boxes, room in ((every[others], _GRAZE), (every[[source, target]], 0.5)):
            points = line if room == _GRAZE else line[1:-1]
            low, high = boxes[:, :2] + room, boxes[:, 2:] - room
            inside = ((points[:, None] > low) & (points[:, None] < high)).all(axis=2)
            if inside.any():
                return False
        return True

    def near(self, samples: Floats, source: int, target: int) -> Bools:
        """Tell which points of sampled curves come closer to a box than is comfortable."""
        owners = self._wide.at(samples)
        close: Bools = (owners >= 0) & (owners != source) & (owners != target)
        return close

    def blocked(self, points: Floats, source: int, target: int, room: Room) -> Bools:
        """Tell which points lie on an obstacle other than two boxes, or outside."""
        owners = self._raster(room).at(points)
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
