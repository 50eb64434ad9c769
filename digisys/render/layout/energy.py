"""What a placement of boxes costs, term by term.

Crossings of straight links, links through boxes, boxes too close, long links, loops that are
not round. It is a proxy for the drawing: the router bends the links afterwards.

References
----------
Davidson & Harel (1996), Drawing graphs nicely using simulated annealing,
doi:10.1145/234535.234538.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Energy", "Problem"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

#: What each fault costs, in the same unit as a link of 100 scene units.
CROSSING, THROUGH, CLOSE, RING, BADGE = 9.0, 10.0, 40.0, 14.0, 30.0
#: Free room kept around a box for links and signs, across and down.
GAP = (46.0, 40.0)
#: Room for a loop's badge in the middle of its ring, as half sides.
BADGE_HALF = 42.0
#: Room around a box that a link through it is told by.
_ROOM = 7.0


@dataclass(frozen=True)
class Problem:
    """What is to be placed.

    Attributes
    ----------
    half
        Half width and half height of each box, shape (n, 2), in scene units.
    ends
        Positions in ``half`` of the two ends of each link, shape (m, 2).
    low, high
        Where the centre of each box may lie, shape (n, 2) each, in scene units.
    group
        The panel of each box, shape (n,); boxes swap only within a panel.
    cycles
        Loops that should look round, as positions in causal order, with a weight each.
    fixed
        Boxes that keep their place, shape (n,).
    """

    half: Floats
    ends: Ints
    low: Floats
    high: Floats
    group: Ints
    cycles: Sequence[tuple[tuple[int, ...], float]] = ()
    fixed: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))


class Energy:
    """The part of the energy that one box takes part in, at many places at once.

    Attributes
    ----------
    place
        Where the centres of the boxes are now, shape (n, 2); changed by :meth:`move` only.
    """

    def __init__(self, problem: Problem, place: Floats) -> None:
        self.problem, self.place = problem, place
        ends, count = problem.ends, len(problem.half)
        self._half = problem.half + _ROOM
        self._links_of = [np.flatnonzero((ends == box).any(axis=1)) for box in range(count)]
        self.far_end = [
            np.where(ends[links, 0] == box, ends[links, 1], ends[links, 0])
            for box, links in enumerate(self._links_of)
        ]
        #: Boxes of the same panel; those of other panels are never close.
        self._mates = [
            np.flatnonzero((problem.group == problem.group[box]) & (np.arange(count) != box))
            for box in range(count)
        ]
        touching = np.zeros((len(ends), count), dtype=bool)
        for side in (0, 1):
            touching[np.arange(len(ends)), ends[:, side]] = True
        self._touching = touching
        #: Links that may cross one another: those without a box in common.
        self._apart = ~(touching.astype(np.int8) @ touching.T.astype(np.int8)).astype(bool)
        self._rings = [np.array(cycle, dtype=np.intp) for cycle, _ in problem.cycles]
        self._weights = np.array([weight for _, weight in problem.cycles])
        self._rings_of = [
            [n for n, ring in enumerate(self._rings) if box in ring] for box in range(count)
        ]
        self._rings_without = [
            [n for n in range(len(self._rings)) if n not in mine] for mine in self._rings_of
        ]
        self._start, self._end = place[ends[:, 0]], place[ends[:, 1]]
        self._low = np.minimum(self._start, self._end)
        self._high = np.maximum(self._start, self._end)

    def move(self, box: int, spot: Floats) -> None:
        """Put a box somewhere else."""
        self.place[box] = spot
        links = self._links_of[box]
        ends = self.problem.ends[links]
        start, end = self.place[ends[:, 0]], self.place[ends[:, 1]]
        self._start[links], self._end[links] = start, end
        self._low[links], self._high[links] = np.minimum(start, end), np.maximum(start, end)

    def at(self, box: int, spots: Floats) -> Floats:
        """Energy of a box at each of several places, shape (k, 2)."""
        place, links = self.place, self._links_of[box]
        total = CLOSE * self._closeness(box, spots)
        low, high = spots.min(axis=0), spots.max(axis=0)
        if len(links):
            far = place[self.far_end[box]]
            lengths = np.hypot(*(spots[:, None] - far[None]).transpose(2, 0, 1)) / 100
            total += (lengths * np.sqrt(lengths)).sum(axis=1)
            around = np.minimum(low, far.min(axis=0)), np.maximum(high, far.max(axis=0))
            total += CROSSING * self._crossed(box, spots, far, around)
            near = self._boxes_in(*around)
            half = self._half[near]
            hit = _through(spots[:, None], far[None], place[near] - half, place[near] + half)
            total += THROUGH * (hit & ~self._touching[links[:, None], near]).sum(axis=(1, 2))
        half = self._half[box]
        others = self._links_in(low - half, high + half)
        others = others[~self._touching[others, box]]
        if len(others):
            corners = spots[:, None] - half, spots[:, None] + half
            hit = _passes(self._start[others], self._end[others], *corners)
            total += THROUGH * hit.sum(axis=1)
        if self._rings:
            total += self._unrounded(box, spots)
        energy: Floats = np.round(total, 6)  # so that choices fall alike on every machine
        return energy

    def total(self) -> float:
        """Energy of everything, terms between boxes counted twice; only to compare."""
        every = range(len(self.place))
        return float(sum(self.at(box, self.place[box][None])[0] for box in every))

    # --- terms -------------------------------------------------------------------------

    def _links_in(self, low: Floats, high: Floats) -> Ints:
        """Links that may reach into a rectangle."""
        near = ((self._high >= low) & (self._low <= high)).all(axis=1)
        return np.flatnonzero(near)

    def _boxes_in(self, low: Floats, high: Floats) -> Ints:
        """Boxes, with their room, that reach into a rectangle."""
        near = ((self.place + self._half >= low) & (self.place - self._half <= high)).all(axis=1)
        return np.flatnonzero(near)

    def _closeness(self, box: int, spots: Floats) -> Floats:
        half, mates = self.problem.half, self._mates[box]
        away = np.abs(spots[:, None] - self.place[mates])
        lack = 1 - away / (half[box] + half[mates] + GAP)
        lack = np.maximum(np.minimum(lack[..., 0], lack[..., 1]), 0)
        closeness: Floats = np.sqrt(lack).sum(axis=1)
        return closeness

    def _crossed(
        self, box: int, spots: Floats, far: Floats, around: tuple[Floats, Floats]
    ) -> Floats:
        """Count crossings of the links of a box with all that do not touch them."""
        links, others = self._links_of[box], self._links_in(*around)
        others = others[~self._touching[others, box]]
        a, b = spots[:, None, None], far[None, :, None]
        c, d = self._start[others], self._end[others]
        one = _turn(b - a, c - a) * _turn(b - a, d - a) < 0
        other = _turn(d - c, a - c) * _turn(d - c, b - c) < 0
        apart = self._apart[links[:, None], others]
        crossed: Floats = (one & other & apart).sum(axis=(1, 2)).astype(float)
        return crossed

    def _unrounded(self, box: int, spots: Floats) -> Floats:
        """Price loops that are not round, and badges that have no room."""
        place, half = self.place, self.problem.half + BADGE_HALF
        total = np.zeros(len(spots))
        for number in self._rings_of[box]:
            ring = self._rings[number]
            points = np.repeat(place[ring][None], len(spots), axis=0)
            points[:, ring == box] = spots[:, None]
            centre = points.sum(axis=1) / len(ring)
            away = np.abs(place[None] - centre[:, None]) < half
            blocked = away[..., 0] & away[..., 1]
            blocked[:, ring] = False
            price = BADGE * blocked.sum(axis=1)
            if len(ring) > 2:
                spokes = points - centre[:, None]
                near = np.abs(spokes) < half[ring]
                price = price + RING * _unround(spokes)
                price = price + BADGE * (near[..., 0] & near[..., 1]).sum(axis=1)
            total += self._weights[number] * price
        others = self._rings_without[box]
        if others:
            centres = np.array([place[self._rings[n]].mean(axis=0) for n in others])
            away = np.abs(spots[:, None] - centres[None]) < half[box]
            total += BADGE * (away[..., 0] & away[..., 1]) @ self._weights[others]
        return total


def _turn(one: Floats, other: Floats) -> Floats:
    turn: Floats = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return turn


def _through(a: Floats, b: Floats, low: Floats, high: Floats) -> Bools:
    """Tell which segments a-b, shape (k, d, 2), meet which rectangles, shape (n, 2)."""
    step = b - a
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)[:, :, None]
    first = (low - a[:, :, None]) / step
    last = (high - a[:, :, None]) / step
    return _inside(first, last)


def _passes(a: Floats, b: Floats, low: Floats, high: Floats) -> Bools:
    """Tell which segments a-b, shape (m, 2), meet which rectangles, shape (k, 1, 2)."""
    step = np.where(np.abs(b - a) < 1e-9, 1e-9, b - a)
    return _inside((low - a) / step, (high - a) / step)


def _inside(first: Floats, last: Floats) -> Bools:
    enter, leave = np.minimum(first, last), np.maximum(first, last)
    enter = np.maximum(enter[..., 0], enter[..., 1])
    leave = np.minimum(leave[..., 0], leave[..., 1])
    hit: Bools = (enter < leave) & (leave > 0) & (enter < 1)
    return hit


def _unround(spokes: Floats) -> Floats:
    """How far loops are from an even ring; spokes from the centre, shape (k, c, 2)."""
    radius = np.hypot(spokes[..., 0], spokes[..., 1]) + 1e-9
    angles = np.arctan2(spokes[..., 1], spokes[..., 0])
    turns = (np.roll(angles, -1, axis=1) - angles + np.pi) % (2 * np.pi) - np.pi
    way = np.where(turns.sum(axis=1) >= 0, 1.0, -1.0)[:, None]
    even = 2 * np.pi / spokes.shape[1]
    uneven: Floats = radius.std(axis=1) / radius.mean(axis=1) + np.mean(
        (turns * way / even - 1) ** 2, axis=1
    )
    return uneven
