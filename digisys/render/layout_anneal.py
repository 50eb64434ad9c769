"""Simulated annealing of box positions inside fixed panels.

The energy counts crossings of straight links, links through boxes, boxes too close,
long links and loops that are not round. It is a proxy for the drawing: the router bends
the links afterwards. One move shifts a box, or swaps two; only the terms that the moved
boxes take part in are computed again.

References
----------
Kirkpatrick, Gelatt & Vecchi (1983), Optimization by simulated annealing,
doi:10.1126/science.220.4598.671. Davidson & Harel (1996), Drawing graphs nicely using
simulated annealing, doi:10.1145/234535.234538.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Problem", "anneal"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

#: What each fault costs, in the same unit as a link of 100 scene units.
CROSSING, THROUGH, CLOSE, RING, BADGE = 9.0, 10.0, 40.0, 14.0, 30.0
#: Free room kept around a box for links and signs, across and down.
GAP = (46.0, 40.0)
#: Room for a loop's badge in the middle of its ring, as half sides.
BADGE_HALF = 42.0


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


def _crossings(a: Floats, b: Floats, c: Floats, d: Floats) -> Bools:
    """Tell which segments a-b, shape (k, 2), cross which segments c-d, shape (m, 2)."""

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        out: Floats = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (
            q[..., 1] - p[..., 1]
        ) * (r[..., 0] - p[..., 0])
        return out

    a, b, c, d = a[:, None], b[:, None], c[None], d[None]
    hit: Bools = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return hit


def _through(a: Floats, b: Floats, low: Floats, high: Floats) -> Bools:
    """Tell which segments a-b, shape (k, 2), meet which rectangles, shape (n, 2)."""
    step = b - a
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)
    first = (low[None] - a[:, None]) / step[:, None]
    last = (high[None] - a[:, None]) / step[:, None]
    enter = np.minimum(first, last).max(axis=2)
    leave = np.maximum(first, last).min(axis=2)
    hit: Bools = (enter < leave) & (leave > 0) & (enter < 1)
    return hit


class _Energy:
    """The energy of a placement, kept up to date move by move."""

    def __init__(self, problem: Problem, place: Floats) -> None:
        self.problem, self.place = problem, place
        ends, count = problem.ends, len(problem.half)
        self.links_of = [np.flatnonzero((ends == box).any(axis=1)) for box in range(count)]
        self.shares = (
            (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
            if len(ends)
            else np.zeros((0, 0), dtype=bool)
        )
        self.is_end = np.zeros((len(ends), count), dtype=bool)
        for side in (0, 1):
            self.is_end[np.arange(len(ends)), ends[:, side]] = True
        self.cycles_of: list[list[int]] = [[] for _ in range(count)]
        for number, (cycle, _) in enumerate(problem.cycles):
            for box in cycle:
                self.cycles_of[box].append(number)

    def local(self, boxes: Ints) -> float:
        """Energy of the terms that some boxes take part in."""
        problem, place = self.problem, self.place
        links = self.links_of[boxes[0]]
        if len(boxes) > 1:
            links = np.unique(np.concatenate([self.links_of[box] for box in boxes]))
        total = 0.0
        ends = problem.ends
        if len(ends):
            a, b = place[ends[:, 0]], place[ends[:, 1]]
            low, high = place - problem.half - 7.0, place + problem.half + 7.0
            if len(links):
                hits = _crossings(a[links], b[links], a, b) & ~self.shares[links]
                total += CROSSING * (hits.sum() - hits[:, links].sum() / 2)
                through = _through(a[links], b[links], low, high) & ~self.is_end[links]
                total += THROUGH * float(through.sum())
                lengths = np.hypot(*(a[links] - b[links]).T) / 100
                total += float((lengths**1.5).sum())
            over = _through(a, b, low[boxes], high[boxes]) & ~self.is_end[:, boxes]
            over[links] = False
            total += THROUGH * float(over.sum())
        apart = np.abs(place[boxes][:, None] - place[None])
        lack = 1 - apart / (problem.half[boxes][:, None] + problem.half[None] + GAP)
        close = np.clip(lack, 0, None).min(axis=2)
        close[np.arange(len(boxes)), boxes] = 0
        total += CLOSE * float(np.sqrt(close).sum())
        for number in sorted({number for box in boxes for number in self.cycles_of[box]}):
            total += self._ring(number)
        if len(boxes) == 1 and problem.cycles:
            total += self._badges(boxes)
        return total

    def _centre(self, number: int) -> Floats:
        centre: Floats = self.place[list(self.problem.cycles[number][0])].mean(axis=0)
        return centre

    def _ring(self, number: int) -> float:
        """How far a loop is from an even ring."""
        cycle, weight = self.problem.cycles[number]
        centre = self._centre(number)
        spokes = self.place[list(cycle)] - centre
        energy = 0.0
        if len(cycle) > 2:
            radius = np.hypot(*spokes.T) + 1e-9
            energy += float(radius.std() / radius.mean())
            angles = np.arctan2(spokes[:, 1], spokes[:, 0])
            turns = (np.roll(angles, -1) - angles + np.pi) % (2 * np.pi) - np.pi
            way = 1.0 if turns.sum() >= 0 else -1.0
            even = 2 * np.pi / len(cycle)
            energy += float(np.mean((turns * way / even - 1) ** 2))
        near = np.abs(self.place - centre) < self.problem.half + BADGE_HALF
        blocked = near.all(axis=1)
        blocked[list(cycle)] &= len(cycle) > 2
        return weight * (RING * energy + BADGE * float(blocked.sum()))

    def _badges(self, boxes: Ints) -> float:
        """Count the badges of other loops that a box stands on."""
        box = int(boxes[0])
        total = 0.0
        for number, (cycle, weight) in enumerate(self.problem.cycles):
            if box not in cycle:
                away = np.abs(self.place[box] - self._centre(number))
                if (away < self.problem.half[box] + BADGE_HALF).all():
                    total += BADGE * weight
        return total

    def total(self) -> float:
        """Energy of everything; only for comparing whole placements."""
        every = np.arange(len(self.place))
        return self.local(every)


def anneal(
    problem: Problem,
    start: Floats,
    *,
    seed: int,
    steps: int,
    heat: float = 12.0,
    grid: float = 4.0,
    progress: Callable[[float], None] | None = None,
) -> tuple[Floats, float]:
    """Move boxes about until crossings are few and links short.

    Parameters
    ----------
    problem
        What is to be placed.
    start
        First centres, shape (n, 2), in scene units.
    seed
        Seed of the random numbers; the same seed gives the same placement.
    steps
        Number of moves tried.
    heat
        First temperature; a rise of the energy by this much is taken every third time.
    grid
        Positions are multiples of this many scene units.
    progress
        Called with the share done, from 0 to 1.

    Returns
    -------
    tuple
        The best centres found, shape (n, 2), and their energy.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    place = np.clip(start, problem.low, problem.high).astype(float)
    energy = _Energy(problem, place)
    movable = np.arange(len(place))
    if problem.fixed.any():
        movable = np.flatnonzero(~problem.fixed)
    if not len(movable):
        return place, energy.total()
    span = (problem.high - problem.low).max(axis=1)
    mates = [movable[problem.group[movable] == problem.group[box]] for box in range(len(place))]
    now = best_now = 0.0
    best = place.copy()
    for step in range(steps):
        share = step / steps
        temperature = heat * (0.01**share) * (1 - share) + 1e-6
        box = int(movable[random.integers(len(movable))])
        boxes = np.array([box])
        draw = random.random()
        partner = int(mates[box][random.integers(len(mates[box]))])
        shift = random.normal(size=2) * max(span[box] * 0.5 * (1 - share) ** 2, 2 * grid)
        if draw < 0.25 and partner != box:
            boxes = np.array([box, partner])
        before = energy.local(boxes)
        old = place[boxes].copy()
        if len(boxes) == 2:
            place[boxes] = np.clip(old[::-1], problem.low[boxes], problem.high[boxes])
        else:
            moved = np.round((old[0] + shift) / grid) * grid
            place[box] = np.clip(moved, problem.low[box], problem.high[box])
        change = energy.local(boxes) - before
        if change <= 0 or random.random() < np.exp(-change / temperature):
            now += change
            if now < best_now - 1e-9:
                best_now, best = now, place.copy()
        else:
            place[boxes] = old
        if progress is not None and step % 256 == 0:
            progress(share)
    return best, _Energy(problem, best).total()
