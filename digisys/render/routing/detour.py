"""A way around obstacles, for links that no single curve serves.

A* on a coarse raster, the path pulled tight, and its corners rounded as far as that keeps
clear of the obstacles.

References
----------
Hart, Nilsson & Raphael (1968), A formal basis for the heuristic determination of minimum
cost paths, doi:10.1109/TSSC.1968.300136.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from digisys.render.routing.grid import Grid, Room

__all__ = ["detour", "straight_line"]

Floats = NDArray[np.float64]
#: First and last column and row of a part of the raster: left, top, right, bottom.
Window = tuple[int, int, int, int]


#: Side of a cell of the search, in scene units, and of one that looks for narrow gaps.
_STEP, _FINE_STEP = 12.0, 2.0
#: Boxes nearer than this are neighbours.
_CLOSE = 600.0
#: A way longer than so many times the gap between its boxes, and this many scene units more,
#: is a long way round; a narrow way is taken if it is shorter than this share of it.
_LONG, _FREELY, _WORTH = 2.0, 250.0, 0.6
#: What a step costs more where a link runs already.
_BUSY = 1.8
#: How many cells ahead a corner is looked past at most.
_SIGHT = 100
#: On rasters of more cells than this, the search hurries to the goal by this factor.
_LARGE, _GREED = 20_000, 1.7
#: How many cells around the two boxes are searched first there.
_AROUND, _AROUND_FINE = 25, 80
#: Distance of the points at which a straight line is looked at, in scene units; the smaller one
#: in narrow gaps.
_LOOK, _LOOK_CLOSE = 8.0, 2.0
#: What a corner costs, in scene units.
_CORNER = 60.0
#: How far before a corner its rounding begins, the smoothest first.
_CORNERS = (170.0, 120.0, 80.0, 50.0, 30.0, 16.0, 6.0)
#: The same, between boxes that stand very close.
_SHARPEST = 2.0
_T = np.linspace(0.0, 1.0, 25)
#: Bernstein weights of the four control points at the steps of a piece.
_WEIGHTS: Floats = np.stack(
    [(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T * _T * (1 - _T), _T**3], axis=1
)
#: Steps to the eight neighbours, and their length.
_MOVES = tuple(
    (dx, dy, hypot(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0)
)


@dataclass(frozen=True)
class Attempt:
    """A part of the map to search, the room kept from boxes, and the side of a cell."""

    window: Window
    room: Room
    step: float = _STEP


def detour(grid: Grid, traffic: Floats, source: int, target: int) -> tuple[Floats, bool]:
    """Find a smooth way from one box to another.

    Parameters
    ----------
    grid
        What stands where.
    traffic
        Where links run already (see :meth:`Grid.spread`).
    source, target
        Positions of the boxes.

    Returns
    -------
    tuple
        Control points of cubic pieces, shape (3k + 1, 2), and whether they keep clear of
        every obstacle. Where there is no way at all, the straight line.
    """
    fallback, found = straight_line(grid, source, target), False
    for attempt in _attempts(grid, source, target):
        path, clear = _way(grid, traffic, source, target, attempt)
        if path is not None:
            fallback, found = path, clear
        if found:
            break
    gap = _gap(grid, source, target)
    if gap < _CLOSE and (not found or _length(fallback) > _LONG * gap + _FREELY):
        # Perhaps the boxes stand so close that there is a way between them all the same.
        path, clear = _way(grid, traffic, source, target, _between(grid, source, target))
        if path is not None and clear and (not found or _length(path) < _WORTH * _length(fallback)):
            return path, True
    return fallback, found


def _way(
    grid: Grid, traffic: Floats, source: int, target: int, attempt: Attempt
) -> tuple[Floats | None, bool]:
    """Search a way, pull it tight and round its corners; tell whether it is clear."""
    path = _search(grid, traffic, source, target, attempt)
    if path is None:
        return None, False
    room = attempt.room
    path = _tight(grid, traffic, path, source, target, room)
    path = _outside(grid, path, source, target)
    path[0] = _edge(grid, source, path[1])
    path[-1] = _edge(grid, target, path[-2])
    cuts = [_CORNERS[-1] if room != "slim" else _SHARPEST] * max(len(path) - 2, 0)

    def clear(points: Floats) -> bool:
        line = _sampled(points)
        if room == "slim":
            return grid.clears(line, source, target)
        return bool(grid.free(line[None], source, target)[0])

    rounded = _rounded(path, cuts)
    if not clear(rounded):
        return rounded, False
    return _rounded(path, _smoothest(path, cuts, clear)), True


def _length(points: Floats) -> float:
    """Length of a chain of cubic pieces, in scene units."""
    return float(np.hypot(*np.diff(_sampled(points), axis=0).T).sum())


def _gap(grid: Grid, source: int, target: int) -> float:
    """Distance between the edges of two boxes, in scene units."""
    a, b = grid.boxes[source], grid.boxes[target]
    return hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))


def straight_line(grid: Grid, source: int, target: int) -> Floats:
    """Return the control points of the straight line between two boxes, shape (4, 2)."""
    a, b = (np.array(grid.middle(box)) for box in (source, target))
    return _rounded(np.array([_edge(grid, source, b), _edge(grid, target, a)]), [])


def _smoothest(path: Floats, cuts: list[float], clear: Callable[[Floats], bool]) -> list[float]:
    """Begin the rounding of every corner as early as keeps the curve clear."""
    chosen = list(cuts)
    for corner in range(len(chosen)):
        for cut in _CORNERS:
            tried = [*chosen[:corner], cut, *chosen[corner + 1 :]]
            if clear(_rounded(path, tried)):
                chosen = tried
                break
    return chosen


def _outside(grid: Grid, path: Floats, source: int, target: int) -> Floats:
    """Drop the corners of a path that lie in its own boxes, apart from its ends."""
    keep = np.ones(len(path), dtype=bool)
    for box in (source, target):
        left, top, right, bottom = grid.boxes[box]
        x, y = path[:, 0], path[:, 1]
        keep &= ~((x >= left - 1) & (x <= right + 1) & (y >= top - 1) & (y <= bottom + 1))
    keep[0] = keep[-1] = True
    outside: Floats = path[keep]
    return outside


def _attempts(grid: Grid, source: int, target: int) -> list[Attempt]:
    """Where to search, and at which distance from boxes: comfortable first.

    On a large map, first near the two boxes only.
    """
    columns, rows = (int(side / _STEP) for side in grid.bounds[2:])
    whole = (0, 0, columns, rows)
    if columns * rows <= _LARGE:
        return [Attempt(whole, "comfort"), Attempt(whole, "tight")]
    near = _near(grid, source, target, _STEP)
    return [Attempt(near, "comfort"), Attempt(near, "tight"), Attempt(whole, "tight")]


def _between(grid: Grid, source: int, target: int) -> Attempt:
    """Search near two boxes, in narrow gaps too."""
    return Attempt(_near(grid, source, target, _FINE_STEP), "slim", _FINE_STEP)


def _near(grid: Grid, source: int, target: int, step: float) -> Window:
    """Cells around two boxes."""
    columns, rows = (int(side / step) for side in grid.bounds[2:])
    around = _AROUND if step == _STEP else _AROUND_FINE
    ends = np.array([grid.middle(source), grid.middle(target)]) / step
    left, top = np.maximum(ends.min(axis=0) - around, 0).astype(int).tolist()
    right, bottom = np.minimum(ends.max(axis=0) + around, (columns, rows)).astype(int).tolist()
    return left, top, right, bottom


def _search(
    grid: Grid, traffic: Floats, source: int, target: int, attempt: Attempt
) -> Floats | None:
    """Search by A* from the middle of one box to the middle of another."""
    if grid.steps_left <= 0:
        return None
    left, top, right, bottom = attempt.window
    size = attempt.step
    x, y = np.meshgrid(np.arange(left, right + 1), np.arange(top, bottom + 1))
    places: Floats = np.stack([x, y], axis=-1).astype(np.float64) * size
    closed = grid.blocked(places, source, target, attempt.room)
    busy: list[float] = (_BUSY * traffic[grid.cells(places)]).ravel().tolist()
    closed[0, :] = closed[-1, :] = closed[:, 0] = closed[:, -1] = True
    blocked: list[bool] = closed.ravel().tolist()  # the border is, so no step leaves the grid
    wide = right - left + 1
    first, last = (
        (round(py / size) - top) * wide + round(px / size) - left
        for px, py in (grid.middle(source), grid.middle(target))
    )
    goal_y, goal_x = divmod(last, wide)
    blocked[last] = False
    best = [float("inf")] * len(blocked)
    best[first] = 0.0
    came: dict[int, int] = {}
    queue = [(0.0, first)]
    greed = _GREED if len(blocked) > _LARGE else 1.0
    moves = [(dy * wide + dx, dx, dy, length) for dx, dy, length in _MOVES]
    while queue and grid.steps_left > 0:
        _, cell = heappop(queue)
        grid.steps_left -= 1
        if cell == last:
            path = _trace(came, cell, wide) * size + np.array([left, top]) * size
            path[0], path[-1] = grid.middle(source), grid.middle(target)
            return path
        if blocked[cell]:
            continue
        blocked[cell] = True  # the shortest way here is known
        cell_y, cell_x = divmod(cell, wide)
        spent = best[cell]
        for jump, dx, dy, length in moves:
            other = cell + jump
            if blocked[other]:
                continue
            cost = spent + length * (1 + busy[other])
            if cost < best[other]:
                best[other] = cost
                came[other] = cell
                away = hypot(goal_x - cell_x - dx, goal_y - cell_y - dy)
                heappush(queue, (cost + greed * away, other))
    return None


def _trace(came: dict[int, int], cell: int, wide: int) -> Floats:
    cells = [cell]
    while cells[-1] in came:
        cells.append(came[cells[-1]])
    path: Floats = np.array([divmod(cell, wide)[::-1] for cell in reversed(cells)])
    return path


def _tight(
    grid: Grid, traffic: Floats, path: Floats, source: int, target: int, room: Room
) -> Floats:
    """Drop the corners that can be seen past without running along other links."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    busy = 1 + _BUSY * traffic[grid.cells(path)]
    spent = np.concatenate([[0.0], np.cumsum(steps * (busy[1:] + busy[:-1]) / 2)])
    look = _LOOK_CLOSE if room == "slim" else _LOOK
    kept = [0]
    while kept[-1] < len(path) - 1:
        here = kept[-1]
        ahead = path[here + 1 : here + 1 + _SIGHT]
        lengths = np.hypot(*(ahead - path[here]).T)
        shares = np.linspace(0.0, 1.0, int(lengths.max() / look) + 2)[:, None]
        lines = path[here] + shares * (ahead - path[here])[:, None]
        free = ~grid.blocked(lines, source, target, room).any(axis=1)
        costs = lengths * (1 + _BUSY * traffic[grid.cells(lines)]).mean(axis=1)
        seen = np.flatnonzero(
            free & (costs <= 1.05 * (spent[here + 1 : here + 1 + _SIGHT] - spent[here]))
        )
        kept.append(here + 1 + (int(seen[-1]) if len(seen) else 0))
    return _calm(grid, traffic, path[kept].astype(float), source, target, room)


def _calm(
    grid: Grid, traffic: Floats, path: Floats, source: int, target: int, room: Room
) -> Floats:
    """Drop corners that avoid little, so that the curve does not wobble."""
    known: dict[tuple[int, int], float] = {}
    look = _LOOK_CLOSE if room == "slim" else _LOOK

    def leg(a: int, b: int) -> float:
        if (a, b) not in known:
            length = float(np.hypot(*(path[b] - path[a])))
            line = np.linspace(path[a], path[b], int(length / look) + 2)
            known[a, b] = float("inf")
            if not grid.blocked(line, source, target, room).any():
                busy = float((1 + _BUSY * traffic[grid.cells(line)]).mean())
                known[a, b] = length * busy + _CORNER
        return known[a, b]

    kept = list(range(len(path)))
    while len(kept) > 2:
        costs = [sum(leg(a, b) for a, b in pairwise(kept))]
        for corner in range(1, len(kept) - 1):
            fewer = kept[:corner] + kept[corner + 1 :]
            costs.append(sum(leg(a, b) for a, b in pairwise(fewer)))
        best = min(range(1, len(costs)), key=costs.__getitem__)
        if costs[best] > costs[0] or costs[best] == float("inf"):
            break
        del kept[best]
    calm: Floats = path[kept]
    return calm


def _edge(grid: Grid, box: int, toward: Floats) -> Floats:
    """Where the line from the middle of a box leaves it."""
    left, top, right, bottom = grid.boxes[box]
    middle = np.array(grid.middle(box))
    way = toward - middle
    half = np.array([(right - left) / 2, (bottom - top) / 2])
    scale = float(np.min(half / np.maximum(np.abs(way), 1e-9)))
    edge: Floats = middle + way * min(scale, 1.0)
    return edge


def _rounded(path: Floats, cuts: list[float]) -> Floats:
    """Turn a polyline into cubic pieces with each corner rounded."""
    corners: list[list[float]] = path.tolist()
    x, y = corners[0]
    points = [(x, y)]
    for before, bend, after, corner in zip(corners, corners[1:], corners[2:], cuts, strict=False):
        (before_x, before_y), (bend_x, bend_y), (after_x, after_y) = before, bend, after
        first = hypot(bend_x - before_x, bend_y - before_y)
        last = hypot(after_x - bend_x, after_y - bend_y)
        cut = min(corner, 0.48 * first, 0.48 * last)
        back, on = cut / max(first, 1e-9), cut / max(last, 1e-9)
        ex, ey = bend_x - (bend_x - before_x) * back, bend_y - (bend_y - before_y) * back
        lx, ly = bend_x + (after_x - bend_x) * on, bend_y + (after_y - bend_y) * on
        points += _straight(x, y, ex, ey)
        points.append((ex + (bend_x - ex) * 0.6, ey + (bend_y - ey) * 0.6))
        points.append((lx + (bend_x - lx) * 0.6, ly + (bend_y - ly) * 0.6))
        points.append((lx, ly))
        x, y = lx, ly
    points += _straight(x, y, *corners[-1])
    return np.array(points)


def _straight(x: float, y: float, to_x: float, to_y: float) -> list[tuple[float, float]]:
    """Make the handles and the end of a straight piece."""
    dx, dy = (to_x - x) / 3, (to_y - y) / 3
    return [(x + dx, y + dy), (to_x - dx, to_y - dy), (to_x, to_y)]


def _sampled(points: Floats) -> Floats:
    """Sample a chain of cubic pieces, 24 steps a piece."""
    pieces = np.stack([points[:-1:3], points[1::3], points[2::3], points[3::3]], axis=1)
    sampled: Floats = (_WEIGHTS @ pieces).reshape(-1, 2)
    return sampled
