"""Where the panels of areas go: rows of panels, linked areas side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from math import ceil, log, sqrt

import numpy as np

from digisys.render.scene import Rectangle

__all__ = ["Need", "arrange"]

#: Gap between panels, and around all of them.
_GAP, _EDGE = 16.0, 24.0
#: Width over height that a drawing aims at: landscape paper, less title and legend.
_ASPECT = 1.64
#: Panels may be so many times as wide as high, and as high as wide, without a price.
_LONGEST = 2.0
#: Up to so many panels every order is tried.
_EXHAUSTIVE = 6


@dataclass(frozen=True)
class Need:
    """What room an area needs, in scene units.

    Attributes
    ----------
    area
        Square units for its boxes and the links between them.
    width, height
        Least sides of its panel.
    """

    area: float
    width: float
    height: float


def arrange(
    needs: Mapping[str, Need], ties: Mapping[tuple[str, str], int], *, seed: int
) -> dict[str, Rectangle]:
    """Put panels in rows so that areas with many links between them are neighbours.

    Parameters
    ----------
    needs
        The areas.
    ties
        Number of links between two areas, each pair once.
    seed
        Seed of the search where there are too many orders to try all.

    Returns
    -------
    dict
        Rectangle (left, top, right, bottom) of each area.
    """
    names = tuple(needs)
    best: dict[str, Rectangle] = {}
    price = float("inf")
    for rows in range(1, min(len(names), ceil(sqrt(len(names))) + 1) + 1):
        for order in _orders(names, seed):
            for split in _splits(order, rows, needs):
                panels = _rows(split, needs)
                cost = _cost(panels, ties)
                if cost < price - 1e-9:
                    best, price = panels, cost
    return best


def _orders(names: tuple[str, ...], seed: int) -> Sequence[tuple[str, ...]]:
    """Orders to try: all of a few areas, some of many."""
    if len(names) <= _EXHAUSTIVE:
        return tuple(permutations(names))
    random = np.random.Generator(np.random.PCG64(seed))
    return [names, *(tuple(names[n] for n in random.permutation(len(names))) for _ in range(300))]


def _splits(
    order: tuple[str, ...], rows: int, needs: Mapping[str, Need]
) -> list[tuple[tuple[str, ...], ...]]:
    """Cut an order into rows of about equal area; the most even cuts only."""
    whole = sum(need.area for need in needs.values())
    found = []
    for cuts in combinations(range(1, len(order)), rows - 1):
        marks = (0, *cuts, len(order))
        split = tuple(order[a:b] for a, b in pairwise(marks))
        uneven = max(abs(sum(needs[n].area for n in row) / whole - 1 / rows) for row in split)
        found.append((uneven, split))
        if len(found) > 60:
            break
    found.sort(key=lambda item: item[0])
    return [split for _, split in found[:2]]


def _rows(split: Sequence[Sequence[str]], needs: Mapping[str, Need]) -> dict[str, Rectangle]:
    whole = sum(need.area for need in needs.values())
    wide = sqrt(whole * _ASPECT)
    for row in split:
        wide = max(wide, sum(needs[n].width for n in row) + _GAP * (len(row) - 1))
    panels: dict[str, Rectangle] = {}
    top = 0.0
    for row in split:
        room = wide - _GAP * (len(row) - 1)
        widths = _share(room, [needs[n].area for n in row], [needs[n].width for n in row])
        high = max(
            max(needs[n].height, needs[n].area / width)
            for n, width in zip(row, widths, strict=True)
        )
        high = max(min(high, 1.15 * sum(needs[n].area for n in row) / room),
                   *(needs[n].height for n in row))  # fmt: skip
        left = _EDGE
        for name, width in zip(row, widths, strict=True):
            panels[name] = (
                round(left), round(top), round(left + width), round(top + high)
            )  # fmt: skip
            left += width + _GAP
        top += high + _GAP
    return panels


def _share(room: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Share a width out by weight, nobody below the least."""
    fixed: dict[int, float] = {}
    while True:
        free = [n for n in range(len(weights)) if n not in fixed]
        left = room - sum(fixed.values())
        total = sum(weights[n] for n in free) or 1.0
        short = [n for n in free if left * weights[n] / total < least[n]]
        if not short or len(short) == len(free):
            break
        fixed.update({n: least[n] for n in short})
    return [fixed.get(n, left * weights[n] / total) for n in range(len(weights))]


def _cost(panels: Mapping[str, Rectangle], ties: Mapping[tuple[str, str], int]) -> float:
    """Length of the links between panels, and how far the whole is from landscape."""
    middles = {n: ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for n, b in panels.items()}
    cost = 0.0
    for (one, other), count in ties.items():
        (ax, ay), (bx, by) = middles[one], middles[other]
        cost += count * (abs(ax - bx) + abs(ay - by))
    wide = max(b[2] for b in panels.values()) + _EDGE
    high = max(b[3] for b in panels.values())
    links = sum(ties.values()) + 1
    for left, top, right, bottom in panels.values():
        long = max((right - left) / (bottom - top) / _LONGEST, (bottom - top) / (right - left))
        cost += 0.4 * links * sqrt(wide * high) * max(0.0, log(long)) / len(panels)
    return cost + links * 0.9 * sqrt(wide * high) * abs(log(wide / high / _ASPECT))
