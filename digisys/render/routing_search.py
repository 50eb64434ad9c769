"""A way around obstacles, for links that no single curve serves.

A* on a coarse raster, the path pulled tight, and its corners rounded as far as that keeps
clear of the obstacles.

References
----------
Hart, Nilsson & Raphael (1968), A formal basis for the heuristic determination of minimum
cost paths, doi:10.1109/TSSC.1968.300136.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from digisys.render.routing_grid import Grid

__all__ = ["detour"]

Floats = NDArray[np.float64]

#: Side of a cell of the search, in scene units.
_STEP = 12.0
#: What a step costs more where a link runs already.
_BUSY = 1.8
#: What a corner costs, in scene units.
_CORNER = 60.0
#: How far before a corner its rounding begins, the smoothest first.
_CORNERS = (170.0, 120.0, 80.0, 50.0, 30.0, 16.0, 6.0)
#: Steps to the eight neighbours, and their length.
_MOVES = tuple(
    (dx, dy, hypot(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0)
)


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
    a, b = (np.array(grid.middle(box)) for box in (source, target))
    fallback = _rounded(np.array([_edge(grid, source, b), _edge(grid, target, a)]), [])
    for comfort in (True, False):
        path = _search(grid, traffic, source, target, comfort=comfort)
        if path is None:
            continue
        path = _tight(grid, traffic, path, source, target, comfort=comfort)
        path = _outside(grid, path, source, target)
        path[0] = _edge(grid, source, path[1])
        path[-1] = _edge(grid, target, path[-2])
        cuts = [_CORNERS[-1]] * max(len(path) - 2, 0)
        fallback = _rounded(path, cuts)
        if grid.free(_sampled(fallback)[None], source, target)[0]:
            return _rounded(path, _smoothest(grid, path, cuts, source, target)), True
    return fallback, False


def _smoothest(
    grid: Grid, path: Floats, cuts: list[float], source: int, target: int
) -> list[float]:
    """Begin the rounding of every corner as early as keeps the curve free."""
    chosen = list(cuts)
    for corner in range(len(chosen)):
        for cut in _CORNERS:
            tried = [*chosen[:corner], cut, *chosen[corner + 1 :]]
            if grid.free(_sampled(_rounded(path, tried))[None], source, target)[0]:
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


def _search(
    grid: Grid, traffic: Floats, source: int, target: int, *, comfort: bool
) -> Floats | None:
    """Search by A* from the middle of one box to the middle of another."""
    columns, rows = (int(side / _STEP) for side in grid.bounds[2:])
    x, y = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    places: Floats = np.stack([x, y], axis=-1).astype(np.float64) * _STEP
    closed = grid.blocked(places, source, target, comfort=comfort)
    busy: list[float] = (_BUSY * traffic[grid.cells(places)]).ravel().tolist()
    closed[0, :] = closed[-1, :] = closed[:, 0] = closed[:, -1] = True
    blocked: list[bool] = closed.ravel().tolist()  # the border is, so no step leaves the grid
    wide = columns + 1
    first, last = (
        round(py / _STEP) * wide + round(px / _STEP)
        for px, py in (grid.middle(source), grid.middle(target))
    )
    goal_y, goal_x = divmod(last, wide)
    blocked[last] = False
    best = [float("inf")] * len(blocked)
    best[first] = 0.0
    came: dict[int, int] = {}
    queue = [(0.0, first)]
    moves = [(dy * wide + dx, dx, dy, length) for dx, dy, length in _MOVES]
    while queue:
        _, cell = heappop(queue)
        if cell == last:
            return _trace(came, cell, wide, (grid.middle(source), grid.middle(target)))
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
                heappush(queue, (cost + away, other))
    return None


def _trace(
    came: dict[int, int], cell: int, wide: int, ends: tuple[tuple[float, float], ...]
) -> Floats:
    cells = [cell]
    while cells[-1] in came:
        cells.append(came[cells[-1]])
    path = np.array([divmod(cell, wide)[::-1] for cell in reversed(cells)]) * _STEP
    path[0], path[-1] = ends
    traced: Floats = path
    return traced


def _tight(
    grid: Grid, traffic: Floats, path: Floats, source: int, target: int, *, comfort: bool
) -> Floats:
    """Drop the corners that can be seen past without running along other links."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    busy = 1 + _BUSY * traffic[grid.cells(path)]
    spent = np.concatenate([[0.0], np.cumsum(steps * (busy[1:] + busy[:-1]) / 2)])
    kept = [0]
    while kept[-1] < len(path) - 1:
        here = kept[-1]
        ahead = path[here + 1 :]
        lengths = np.hypot(*(ahead - path[here]).T)
        shares = np.linspace(0.0, 1.0, int(lengths.max() / 4) + 2)[:, None]
        lines = path[here] + shares * (ahead - path[here])[:, None]
        free = ~grid.blocked(lines, source, target, comfort=comfort).any(axis=1)
        costs = lengths * (1 + _BUSY * traffic[grid.cells(lines)]).mean(axis=1)
        seen = np.flatnonzero(free & (costs <= 1.05 * (spent[here + 1 :] - spent[here])))
        kept.append(here + 1 + (int(seen[-1]) if len(seen) else 0))
    return _calm(grid, traffic, path[kept].astype(float), source, target, comfort=comfort)


def _calm(
    grid: Grid, traffic: Floats, path: Floats, source: int, target: int, *, comfort: bool
) -> Floats:
    """Drop corners that avoid little, so that the curve does not wobble."""

    def cost(points: Floats) -> float:
        total = 0.0
        for a, b in pairwise(points):
            length = float(np.hypot(*(b - a)))
            line = np.linspace(a, b, int(length / 4) + 2)
            if grid.blocked(line, source, target, comfort=comfort).any():
                return float("inf")
            total += length * float((1 + _BUSY * traffic[grid.cells(line)]).mean()) + _CORNER
        return total

    now = cost(path)
    while len(path) > 2:
        fewer = [np.delete(path, corner, axis=0) for corner in range(1, len(path) - 1)]
        costs = [cost(points) for points in fewer]
        best = min(range(len(fewer)), key=costs.__getitem__)
        if costs[best] > now or costs[best] == float("inf"):
            break
        path, now = fewer[best], costs[best]
    return path


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
    points = [path[0]]
    here = path[0]
    for before, bend, after, corner in zip(path, path[1:], path[2:], cuts, strict=False):
        first, last = np.hypot(*(bend - before)), np.hypot(*(after - bend))
        cut = min(corner, 0.48 * first, 0.48 * last)
        enter = bend - (bend - before) / max(first, 1e-9) * cut
        leave = bend + (after - bend) / max(last, 1e-9) * cut
        points += [here + (enter - here) / 3, enter - (enter - here) / 3, enter]
        points += [enter + (bend - enter) * 0.6, leave + (bend - leave) * 0.6, leave]
        here = leave
    end = path[-1]
    points += [here + (end - here) / 3, end - (end - here) / 3, end]
    return np.array(points)


def _sampled(points: Floats) -> Floats:
    t = np.linspace(0.0, 1.0, 25)[:, None]
    pieces = [points[start : start + 4] for start in range(0, len(points) - 1, 3)]
    return np.concatenate(
        [
            (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
            for a, b, c, d in pieces
        ]
    )
