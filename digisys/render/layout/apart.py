"""Boxes that lie on each other after the search, each put where there is room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digisys.render.layout.energy import Problem

__all__ = ["move_apart"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

#: Gap that boxes have at least, if there is any room.
_LEAST = (24.0, 22.0)
#: Distance of the spots that are looked at, in scene units, and how far they reach at first.
_STEP, _REACH = 9.0, 90.0
#: What a scene unit of overlap costs, in scene units of distance.
_DEEP = 1000.0


def move_apart(problem: Problem, place: Floats) -> Floats:
    """Move boxes that overlap to the nearest free spot of their panel.

    The deepest overlap comes first. Spots are looked at from the box outward, as far as a
    better one may lie, and only against the boxes that reach there: so the work follows the
    overlaps and not the size of the panel.

    Parameters
    ----------
    problem
        What was placed.
    place
        Centres of the boxes, shape (n, 2), in scene units.

    Returns
    -------
    ndarray
        Centres in whole units, shape (n, 2).
    """
    place = np.round(place)
    every = np.arange(len(place))
    overlap = np.array([_depths(problem, place, box) for box in every])
    for _ in every:
        depth = overlap.sum(axis=1)
        if not depth.any():
            break
        box = int(np.argmax(depth))
        mates = every[(problem.group == problem.group[box]) & (every != box)]
        place[box] = _nearest(problem, place, box, mates)
        overlap[box] = overlap[:, box] = _depths(problem, place, box)
    return np.round(place)


def _depths(problem: Problem, place: Floats, box: int | np.intp) -> Floats:
    """How deep a box reaches into each other one, with the least gap around it."""
    lack = problem.half[box] + problem.half + _LEAST - np.abs(place[box] - place)
    deep: Floats = np.clip(lack.min(axis=1), 0, None)
    deep[box] = 0.0
    return deep


def _nearest(problem: Problem, place: Floats, box: int, mates: Ints) -> Floats:
    """Find the spot of least overlap with the others, and of those the nearest."""
    here, low, high = place[box], problem.low[box], problem.high[box]
    sides = [np.append(np.arange(low[axis], high[axis], _STEP), high[axis]) for axis in (0, 1)]
    need = problem.half[box] + problem.half[mates] + _LEAST
    reach = _REACH
    while True:
        columns, rows = (
            side[np.abs(side - at) <= reach] for side, at in zip(sides, here, strict=True)
        )
        if len(columns) and len(rows):
            near = (np.abs(place[mates] - here) < need + reach).all(axis=1)
            crowded = _crowded(columns, rows, place[mates[near]], need[near])
            far = np.hypot(columns[None] - here[0], rows[:, None] - here[1])
            cost = crowded * _DEEP + far
            row, column = divmod(int(np.argmin(cost)), len(columns))
            whole = len(columns) == len(sides[0]) and len(rows) == len(sides[1])
            if whole or cost[row, column] <= reach:  # what lies farther away costs more
                return np.array([columns[column], rows[row]])
        reach *= 2


def _crowded(columns: Floats, rows: Floats, places: Floats, needs: Floats) -> Floats:
    """How deep a box at each spot of a lattice would reach into others, summed."""
    crowded: Floats = np.zeros((len(rows), len(columns)))
    for (x, y), (across, down) in zip(places.tolist(), needs.tolist(), strict=True):
        left, right = np.searchsorted(columns, (x - across, x + across)).tolist()
        top, bottom = np.searchsorted(rows, (y - down, y + down)).tolist()
        lack_x = across - np.abs(columns[left:right] - x)
        lack_y = down - np.abs(rows[top:bottom] - y)
        crowded[top:bottom, left:right] += np.clip(
            np.minimum(lack_x[None], lack_y[:, None]), 0, None
        )
    return crowded
