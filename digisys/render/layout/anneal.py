"""Simulated annealing of box positions inside fixed panels.

A move weighs several places for one box at once and picks one by its Boltzmann weight (heat
bath), or swaps two boxes. What a placement costs is told by
:mod:`digisys.render.layout.energy`.

References
----------
Kirkpatrick, Gelatt & Vecchi (1983), Optimization by simulated annealing,
doi:10.1126/science.220.4598.671.
"""

from __future__ import annotations

from time import monotonic

import numpy as np
from numpy.typing import NDArray

from digisys.progress import Progress
from digisys.render.layout.energy import Energy, Problem

__all__ = ["anneal"]

Floats = NDArray[np.float64]

#: Progress is told, and the clock looked at, every so many moves.
_TOLD = 50


def anneal(
    problem: Problem,
    start: Floats,
    *,
    seed: int,
    steps: int,
    heat: float = 12.0,
    grid: float = 4.0,
    progress: Progress | None = None,
    deadline: float | None = None,
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
    deadline
        Reading of the monotonic clock, in seconds, at which the search ends.

    Returns
    -------
    tuple
        The best centres found, shape (n, 2), and their energy.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    place = np.clip(start, problem.low, problem.high).astype(float)
    energy = Energy(problem, place)
    movable = np.arange(len(place))
    if problem.fixed.any():
        movable = np.flatnonzero(~problem.fixed)
    mates = [movable[problem.group[movable] == problem.group[box]] for box in range(len(place))]
    now = lowest = 0.0  # what the moves so far have cost, against the first placement
    best = place.copy()
    for step in range(steps if len(movable) else 0):
        share = step / steps
        cold = heat * (0.01**share) * (1 - share) + 1e-3
        box = int(movable[random.integers(len(movable))])
        partner = int(mates[box][random.integers(len(mates[box]))])
        if random.random() < 0.15 and partner != box:
            now += _swap(energy, box, partner, cold, random)
        else:
            now += _shift(energy, box, cold, 1 - share, grid, random)
        if now < lowest - 1e-6:
            best, lowest = place.copy(), now
        if step % _TOLD == 0:
            if progress is not None:
                progress(step, steps)
            if deadline is not None and monotonic() > deadline:
                break
    return best, Energy(problem, best.copy()).total()


def _shift(
    energy: Energy,
    box: int,
    cold: float,
    reach: float,
    grid: float,
    random: np.random.Generator,
) -> float:
    """Move a box to one of several places near and far, the better the likelier.

    Returns what that costs.
    """
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
    pick = min(pick, len(spots) - 1)
    energy.move(box, spots[pick])
    return float(price[pick] - price[0])


def _swap(
    energy: Energy, box: int, partner: int, cold: float, random: np.random.Generator
) -> float:
    """Let two boxes change places if that is better, or nearly so; return what it costs."""
    problem, place = energy.problem, energy.place
    old = place[[box, partner]]
    new = np.clip(old[::-1], problem.low[[box, partner]], problem.high[[box, partner]])
    change = 0.0
    for one, here, there in zip((box, partner), old, new, strict=True):
        price = energy.at(one, np.stack([here, there]))
        change += float(price[1] - price[0])
        energy.move(one, there)
    if change > 0 and random.random() >= np.exp(-change / cold):
        energy.move(box, old[0])
        energy.move(partner, old[1])
        return 0.0
    return change
