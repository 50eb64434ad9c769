"""Rectangles put beside each other on a sheet of a good shape, without gaps that are not needed."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

__all__ = ["pack"]

#: Width over height that a drawing aims at: landscape paper, less title and legend.
_ASPECT = 1.64
#: Widths that are tried, as shares of the side of a sheet without any waste.
_WIDTHS = (0.9, 1.0, 1.1, 1.25, 1.45)


def pack(
    sizes: Sequence[tuple[float, float]], gap: tuple[float, float]
) -> list[tuple[float, float]]:
    """Pack rectangles, the highest first, each as far up and then as far left as it goes.

    Several widths of the sheet are tried, and the smallest sheet of landscape shape is
    taken (the skyline heuristic of Burke, Kendall & Whitwell (2004), A new placement
    heuristic for the orthogonal stock-cutting problem, doi:10.1287/opre.1040.0109, with the
    order of the rectangles given).

    Parameters
    ----------
    sizes
        Width and height of each, in scene units.
    gap
        Room between two of them, across and down, in scene units.

    Returns
    -------
    list of (float, float)
        Left and top of each, from 0.

    Examples
    --------
    >>> pack([(100.0, 50.0), (100.0, 50.0), (100.0, 50.0), (100.0, 50.0)], (10.0, 10.0))
    [(0.0, 0.0), (110.0, 0.0), (0.0, 60.0), (110.0, 60.0)]
    """
    padded = [(width + gap[0], height + gap[1]) for width, height in sizes]
    order = sorted(range(len(sizes)), key=lambda n: (-padded[n][1], -padded[n][0], n))
    side = sqrt(sum(width * height for width, height in padded) * _ASPECT)
    widest = max((width for width, _ in padded), default=0.0)
    best: list[tuple[float, float]] = []
    least = float("inf")
    for share in _WIDTHS:
        places = _placed(padded, order, max(widest, side * share))
        across = max(x + padded[n][0] for n, (x, _) in enumerate(places)) if places else 0.0
        down = max(y + padded[n][1] for n, (_, y) in enumerate(places)) if places else 0.0
        sheet = max(across / _ASPECT, down)
        if sheet < least:
            best, least = places, sheet
    return best


def _placed(
    padded: Sequence[tuple[float, float]], order: Sequence[int], room: float
) -> list[tuple[float, float]]:
    """Place each rectangle on the skyline of those before it: stretches (left, right, height)."""
    skyline = [(0.0, room, 0.0)]
    places = [(0.0, 0.0)] * len(padded)
    for number in order:
        width, height = padded[number]
        spots = []
        for left, _, _ in skyline:
            right = left + width
            if right <= room + 1e-6:
                top = max(high for a, b, high in skyline if a < right - 1e-6 and b > left + 1e-6)
                spots.append((top, left))
        top, left = min(spots)
        places[number] = (left, top)
        right = left + width
        rest = [
            (a, b, high)
            for start, end, high in skyline
            for a, b in ((start, min(end, left)), (max(start, right), end))
            if b - a > 1e-6
        ]
        skyline = sorted([*rest, (left, right, top + height)])
    return places
