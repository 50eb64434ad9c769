"""Where marks stand along their links, so that they cover nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digisys.render.parts.marks import SIGN
from digisys.render.scene import Rectangle

__all__ = ["place_signs", "place_tags"]

Floats = NDArray[np.float64]

#: Distances of a sign from the tip of its arrow, along the line, and where nothing else is free.
_BACK = tuple(float(step) for step in range(20, 116, 6))
_FURTHER = (*_BACK, *(float(step) for step in range(122, 420, 12)))
#: About the length of an arrowhead.
_HEAD = 13.0
#: What reaching into a box or another text costs at least.
_COVERS = 80.0
#: Tips nearer to each other than this belong to one place, where two signs side by side could be
#: taken for each other's; so they are this much farther apart, or pay this for each unit.
_SAME_PLACE, _APART, _ALIKE = 60.0, 16.0, 0.3
#: Room around a sign, and between its disc and its own line.
_ROOM, _BESIDE = 2.0, 2.2


def _along(line: Floats, distances: Sequence[float]) -> tuple[Floats, Floats]:
    """Points at distances back from the end of a sampled line, and the way there."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = np.clip(travelled[-1] - np.array(distances), 0.0, travelled[-1])
    points = np.stack([np.interp(wanted, travelled, line[:, axis]) for axis in (0, 1)], axis=1)
    piece = np.clip(np.searchsorted(travelled, wanted, side="right") - 1, 0, len(steps) - 1)
    ways = np.diff(line, axis=0)[piece]
    ways = ways / (np.hypot(ways[:, 0], ways[:, 1])[:, None] + 1e-9)
    return points, ways


def _overlap(middles: Floats, half: tuple[float, float], boxes: Floats) -> Floats:
    """How deep rectangles around points reach into the boxes, summed; shape (k,)."""
    if not len(boxes):
        return np.zeros(len(middles))
    x, y = middles[:, None, 0], middles[:, None, 1]
    across = np.minimum(x + half[0], boxes[:, 2]) - np.maximum(x - half[0], boxes[:, 0])
    down = np.minimum(y + half[1], boxes[:, 3]) - np.maximum(y - half[1], boxes[:, 1])
    deep: Floats = np.minimum(np.clip(across, 0, None), np.clip(down, 0, None)).sum(axis=1)
    return deep


def place_signs(
    lines: Sequence[Floats], obstacles: Sequence[Rectangle], bounds: Rectangle
) -> list[tuple[float, float]]:
    """Put a sign beside each link, near its head, clear of boxes, other signs and links.

    Parameters
    ----------
    lines
        The links, finely sampled, each shape (s, 2), the tip last.
    obstacles
        Boxes, headings and badges as (left, top, right, bottom).
    bounds
        Rectangle that the signs stay inside of.

    Returns
    -------
    list of (float, float)
        Centre of each sign, in the order of the links.
    """
    boxes = np.array(obstacles, dtype=float).reshape(-1, 4)
    lows = np.array([line.min(axis=0) for line in lines]).reshape(-1, 2)
    highs = np.array([line.max(axis=0) for line in lines]).reshape(-1, 2)
    heads = np.array([_head(line) for line in lines]).reshape(-1, 2)
    offers: list[tuple[Floats, Floats]] = []
    for number, line in enumerate(lines):
        length = float(np.hypot(*np.diff(line, axis=0).T).sum())
        for distances in (_BACK, _FURTHER):
            backs = [back for back in distances if back < length - 14]
            spots, far = _beside(line, backs) if backs else _between(line, length)
            cost = 0.03 * far + _faults(spots, boxes, bounds)
            if cost.min() < _COVERS or not backs:
                break
        low, high = spots.min(axis=0) - 20, spots.max(axis=0) + 20
        close = ((highs > low) & (lows < high)).all(axis=1)
        close[number] = False
        near = [lines[other] for other in np.flatnonzero(close).tolist()]
        others = np.concatenate([np.zeros((0, 2)), *near])
        others = others[((others > low) & (others < high)).all(axis=1)]
        if len(others):
            cost = cost + np.clip(SIGN + _ROOM + 1 - _nearest(spots, others), 0, None) * 2.5
        cost = cost + np.clip(SIGN + 1 - _nearest(spots, line), 0, None) * 3
        cost = cost + np.clip(SIGN + _HEAD / 2 - _nearest(spots, heads[number][None]), 0, None) * 3
        foreign = close & ((heads > low - _SAME_PLACE) & (heads < high + _SAME_PLACE)).all(axis=1)
        if foreign.any():  # a sign beside another link's head would be read as its sign
            cost = cost + np.clip(SIGN + _HEAD - _nearest(spots, heads[foreign]), 0, None)
        offers.append((spots, np.round(cost, 6)))
    return _spread(offers, np.array([line[-1] for line in lines]).reshape(-1, 2))


def _head(line: Floats) -> Floats:
    """Middle of the arrowhead of a link."""
    length = float(np.hypot(*np.diff(line, axis=0).T).sum())
    points, _ = _along(line, [min(_HEAD / 2, length / 2)])
    head: Floats = points[0]
    return head


def _beside(line: Floats, backs: Sequence[float]) -> tuple[Floats, Floats]:
    """Spots on both sides of a line, and how far back each is."""
    points, ways = _along(line, backs)
    aside = np.stack([-ways[:, 1], ways[:, 0]], axis=1) * (SIGN + _BESIDE)
    return np.concatenate([points + aside, points - aside]), np.tile(np.array(backs), 2)


def _between(line: Floats, length: float) -> tuple[Floats, Floats]:
    """Spots beside a link that is hardly longer than its sign, also straight across and up."""
    backs = [length * share for share in (0.5, 0.35, 0.65)]
    spots, far = _beside(line, backs)
    points, ways = _along(line, backs)
    moved = [spots]
    for axis in (0, 1):
        steep = np.abs(ways[:, 1 - axis])
        off = np.zeros_like(points)
        off[:, axis] = (SIGN + _BESIDE) / np.maximum(steep, 0.4)
        moved += [points + off, points - off]
    return np.concatenate(moved), np.tile(far, 3)


def _faults(spots: Floats, boxes: Floats, bounds: Rectangle) -> Floats:
    """Price signs that cover a box or leave the drawing."""
    room = SIGN + _ROOM
    deep = _overlap(spots, (room, room), boxes)
    inside = (spots > np.array(bounds[:2]) + room) & (spots < np.array(bounds[2:]) - room)
    return _COVERS * (deep > 0) + 30 * deep + 500.0 * (~inside.all(axis=1))


def _nearest(spots: Floats, points: Floats) -> Floats:
    """Distance of each spot to the nearest of some points."""
    x, y = spots[:, None, 0] - points[:, 0], spots[:, None, 1] - points[:, 1]
    nearest: Floats = np.sqrt((x * x + y * y).min(axis=1))
    return nearest


def _spread(offers: Sequence[tuple[Floats, Floats]], tips: Floats) -> list[tuple[float, float]]:
    """Choose a spot for each, apart from the others; a few rounds settle it."""
    chosen = np.array([spots[int(np.argmin(cost))] for spots, cost in offers]).reshape(-1, 2)
    reach = 2 * SIGN + max(3.0, _APART)
    for _ in range(6):
        moved = False
        for number, (spots, cost) in enumerate(offers):
            low, high = spots.min(axis=0) - reach, spots.max(axis=0) + reach
            near = ((chosen > low) & (chosen < high)).all(axis=1)
            near[number] = False
            price = cost
            if near.any():
                gap = np.hypot(*(spots[:, None] - chosen[None, near]).transpose(2, 0, 1))
                beside = np.hypot(*(tips[near] - tips[number]).T) < _SAME_PLACE
                lack = np.clip(2 * SIGN + _APART - gap, 0, None) * beside
                price = cost + 12 * np.clip(2 * SIGN + 3 - gap, 0, None).sum(axis=1)
                price = price + _ALIKE * lack.sum(axis=1)
            best = spots[int(np.argmin(np.round(price, 6)))]
            moved |= bool((best != chosen[number]).any())
            chosen[number] = best
        if not moved:
            break
    return [(float(x), float(y)) for x, y in chosen]


def place_tags(
    lines: Sequence[Floats],
    sizes: Sequence[tuple[float, float]],
    obstacles: Sequence[Rectangle],
) -> list[tuple[float, float]]:
    """Put a word on each of some links, near its middle, clear of what is there.

    Parameters
    ----------
    lines
        The links, finely sampled.
    sizes
        Width and height of each word's plate.
    obstacles
        Boxes, headings, badges and signs as (left, top, right, bottom).

    Returns
    -------
    list of (float, float)
        Centre of each plate.
    """
    taken = [tuple(box) for box in obstacles]
    placed = []
    for line, (width, height) in zip(lines, sizes, strict=True):
        length = float(np.hypot(*np.diff(line, axis=0).T).sum())
        shares = [0.5, *(0.5 + side * step for step in (0.1, 0.2, 0.3, 0.4) for side in (1, -1))]
        points, _ = _along(line, [length * share for share in shares])
        deep = _overlap(points, (width / 2 + 1, height / 2 + 1), np.array(taken).reshape(-1, 4))
        x, y = points[int(np.argmin(deep + 0.01 * np.arange(len(deep))))]
        placed.append((float(x), float(y)))
        taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    return placed
