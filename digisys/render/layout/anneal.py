"""Simulated annealing of box positions inside fixed panels.

The energy counts crossings of straight links, links through boxes, boxes too close,
long links and loops that are not round. It is a proxy for the drawing: the router bends
the links afterwards. A move weighs several places for one box at once and picks one by
its Boltzmann weight (heat bath), or swaps two boxes.

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
#: The best placement so far is looked for every so many moves.
_LOOK = 100
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


class _Energy:
    """The part of the energy that one box takes part in, at many places at once."""

    def __init__(self, problem: Problem, place: Floats) -> None:
        self.problem, self.place = problem, place
        ends, count = problem.ends, len(problem.half)
        self.links_of = [np.flatnonzero((ends == box).any(axis=1)) for box in range(count)]
        self.far_end = [
            np.where(ends[links, 0] == box, ends[links, 1], ends[links, 0])
            for box, links in enumerate(self.links_of)
        ]
        touching = np.zeros((len(ends), count), dtype=bool)
        for side in (0, 1):
            touching[np.arange(len(ends)), ends[:, side]] = True
        self.touching = touching
        #: Links that may cross one another: those without a box in common.
        self.apart = ~(touching.astype(np.int8) @ touching.T.astype(np.int8)).astype(bool)
        self.rings = [np.array(cycle, dtype=np.intp) for cycle, _ in problem.cycles]
        self.weights = np.array([weight for _, weight in problem.cycles])
        self.rings_of = [
            [n for n, ring in enumerate(self.rings) if box in ring] for box in range(count)
        ]
        self.rings_without = [
            [n for n in range(len(self.rings)) if n not in mine] for mine in self.rings_of
        ]

    def at(self, box: int, spots: Floats) -> Floats:
        """Energy of a box at each of several places, shape (k, 2)."""
        problem, place = self.problem, self.place
        total = CLOSE * self._closeness(box, spots)
        if len(self.links_of[box]):
            far = place[self.far_end[box]]
            lengths = np.hypot(*(spots[:, None] - far[None]).transpose(2, 0, 1)) / 100
            total += (lengths * np.sqrt(lengths)).sum(axis=1)
            total += CROSSING * self._crossed(box, spots, far)
            boxes = ~self.touching[self.links_of[box]]
            half = problem.half + 7.0
            hit = _through(spots[:, None], far[None], place - half, place + half)
            total += THROUGH * (hit & boxes).sum(axis=(1, 2))
        others = ~self.touching[:, box]
        if others.any():
            ends = problem.ends[others]
            half = problem.half[box] + 7.0
            low, high = spots[:, None] - half, spots[:, None] + half
            hit = _passes(place[ends[:, 0]], place[ends[:, 1]], low, high)
            total += THROUGH * hit.sum(axis=1)
        if self.rings:
            total += self._rings(box, spots)
        energy: Floats = np.round(total, 6)  # so that choices fall alike on every machine
        return energy

    def _closeness(self, box: int, spots: Floats) -> Floats:
        problem = self.problem
        away = np.abs(spots[:, None] - self.place[None])
        lack = 1 - away / (problem.half[box] + problem.half + GAP)
        lack = np.maximum(np.minimum(lack[..., 0], lack[..., 1]), 0)
        lack[:, box] = 0
        closeness: Floats = np.sqrt(lack).sum(axis=1)
        return closeness

    def _crossed(self, box: int, spots: Floats, far: Floats) -> Floats:
        """Count crossings of the links of a box with all that do not touch them."""
        ends, links = self.problem.ends, self.links_of[box]
        a, b = spots[:, None, None], far[None, :, None]
        c, d = self.place[ends[:, 0]][None, None], self.place[ends[:, 1]][None, None]
        one = _turn(b - a, c - a) * _turn(b - a, d - a) < 0
        other = _turn(d - c, a - c) * _turn(d - c, b - c) < 0
        crossed: Floats = (one & other & self.apart[links]).sum(axis=(1, 2)).astype(float)
        return crossed

    def _rings(self, box: int, spots: Floats) -> Floats:
        """Price loops that are not round, and badges that have no room."""
        place, half = self.place, self.problem.half + BADGE_HALF
        total = np.zeros(len(spots))
        for number in self.rings_of[box]:
            ring = self.rings[number]
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
            total += self.weights[number] * price
        others = self.rings_without[box]
        if others:
            centres = np.array([place[self.rings[n]].mean(axis=0) for n in others])
            away = np.abs(spots[:, None] - centres[None]) < half[box]
            total += BADGE * (away[..., 0] & away[..., 1]) @ self.weights[others]
        return total

    def total(self) -> float:
        """Energy of everything, terms between boxes counted twice; only to compare."""
        every = range(len(self.place))
        return float(sum(self.at(box, self.place[box][None])[0] for box in every))


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
        Number of moves. Each weighs up to sixteen places for one box, or a swap of two.
    heat
        First temperature: places that cost this much more are e times less likely.
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
    mates = [movable[problem.group[movable] == problem.group[box]] for box in range(len(place))]
    best, best_total = place.copy(), energy.total()
    for step in range(steps if len(movable) else 0):
        share = step / steps
        cold = heat * (0.01**share) * (1 - share) + 1e-3
        box = int(movable[random.integers(len(movable))])
        partner = int(mates[box][random.integers(len(mates[box]))])
        if random.random() < 0.15 and partner != box:
            _swap(energy, (box, partner), cold, random)
        else:
            _shift(energy, box, cold, 1 - share, grid, random)
        if step % _LOOK == _LOOK - 1 or step == steps - 1:
            now = energy.total()
            if now < best_total:
                best, best_total = place.copy(), now
            if progress is not None:
                progress(step / steps)
    return best, best_total


def _shift(
    energy: _Energy,
    box: int,
    cold: float,
    reach: float,
    grid: float,
    random: np.random.Generator,
) -> None:
    """Move a box to one of several places near and far, the better the likelier."""
    problem, place = energy.problem, energy.place
    here, low, high = place[box].copy(), problem.low[box], problem.high[box]
    far = energy.far_end[box]
    near = place[far].mean(axis=0) if len(far) else here
    scale = np.repeat([1.0, 0.35, 0.08], [4, 4, 4])[:, None] * reach * (high - low).max()
    spots = here + random.normal(size=(12, 2)) * np.maximum(scale, 1.5 * grid)
    anywhere = low + (high - low) * random.random((2, 2))
    around = near + random.normal(size=(1, 2)) * 60
    spots = np.round(np.concatenate([spots, anywhere, around]) / grid) * grid
    spots = np.concatenate([here[None], np.clip(spots, low, high)])
    price = energy.at(box, spots)
    odds = np.exp(-(price - price.min()) / cold)
    pick = int(np.searchsorted(np.cumsum(odds), random.random() * odds.sum()))
    place[box] = spots[min(pick, len(spots) - 1)]


def _swap(energy: _Energy, pair: tuple[int, int], cold: float, random: np.random.Generator) -> None:
    """Let two boxes change places if that is better, or nearly so."""
    problem, place = energy.problem, energy.place
    boxes = list(pair)
    before = sum(energy.at(box, place[box][None])[0] for box in boxes)
    old = place[boxes].copy()
    place[boxes] = np.clip(old[::-1], problem.low[boxes], problem.high[boxes])
    change = sum(energy.at(box, place[box][None])[0] for box in boxes) - before
    if change > 0 and random.random() >= np.exp(-change / cold):
        place[boxes] = old
