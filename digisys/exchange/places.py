"""Positions of another tool, made into a drawing in which no box lies on another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, hypot, sqrt

from digisys.analysis.positions import least_box

__all__ = ["spread"]

#: Room around each box and around all of them, in drawing units.
_GAP, _MARGIN = 28.0, 60.0
#: A drawing is never made more than so many times as large as its boxes need.
_SPARSE = 60.0
#: Above this many boxes, the scale is chosen by the room that they need alone.
_MOST_COMPARED = 1_500
#: Widest drawing, in drawing units.
_WIDEST = 400_000.0
#: Positions that differ by less are one.
_LEAST_SPAN = 1e-6
#: How far apart the spots are that are tried on a ring around a box, in drawing units.
_STEP = 90.0
#: Above this many boxes, which nobody reads in one drawing, none is moved to a spot nearby, and
#: after so many comparisons of two boxes none any more.
_MOST_MOVED, _MOST_TRIED = 2_000, 500_000

Place = tuple[float, float]


def spread(
    places: Mapping[str, Place], labels: Mapping[str, str]
) -> tuple[dict[str, Place], float, float]:
    """Shift and scale positions so that boxes with these labels do not overlap.

    Positions keep their order and proportions: all are scaled by one factor, and only boxes
    that would lie on each other even then are moved to the nearest free spot.

    Parameters
    ----------
    places
        Middles of boxes, y downward, in any unit.
    labels
        What stands in each box.

    Returns
    -------
    tuple
        The middles in drawing units, and width and height of the drawing.

    Examples
    --------
    >>> spread({"a": (-5, 0), "b": (5, 0)}, {"a": "A", "b": "B"})[0]
    {'a': (108.0, 81.0), 'b': (233.0, 81.0)}
    """
    sizes = {name: _size(labels[name]) for name in places}
    scale = _scale(places, sizes)
    left = min(x * scale - sizes[name][0] / 2 for name, (x, _) in places.items())
    top = min(y * scale - sizes[name][1] / 2 for name, (_, y) in places.items())
    found = _apart(
        {
            name: (x * scale - left + _MARGIN, y * scale - top + _MARGIN)
            for name, (x, y) in places.items()
        },
        sizes,
    )
    width = max(x + sizes[name][0] / 2 for name, (x, _) in found.items()) + _MARGIN
    height = max(y + sizes[name][1] / 2 for name, (_, y) in found.items()) + _MARGIN
    return found, float(ceil(width)), float(ceil(height))


def _size(label: str) -> Place:
    width, height = least_box(label)
    return width * 1.15, height * 1.1


def _scale(places: Mapping[str, Place], sizes: Mapping[str, Place]) -> float:
    """Find the least factor at which no two boxes overlap, within bounds."""
    across = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    down = max(y for _, y in places.values()) - min(y for _, y in places.values())
    span = max(across, down)
    if span < _LEAST_SPAN:
        return 1.0
    room = sum((width + _GAP) * (height + _GAP) for width, height in sizes.values())
    # A drawing in one line needs its length alone.
    area = max(across * down, span * span * 0.05)
    most = min(sqrt(_SPARSE * room / area), _WIDEST / span)
    if len(places) > _MOST_COMPARED:
        return min(max(1.0, sqrt(4 * room / area)), most)
    needed = 0.0
    for one, other in _pairs(places):
        (x, y), (u, v) = places[one], places[other]
        wide = (sizes[one][0] + sizes[other][0]) / 2 + _GAP
        high = (sizes[one][1] + sizes[other][1]) / 2 + _GAP
        factors = [need / abs(far) for need, far in ((wide, x - u), (high, y - v)) if far]
        if factors:
            needed = max(needed, min(factors))
    return min(max(needed, min(1.0, most)), most)


def _pairs(places: Mapping[str, Place]) -> Iterator[tuple[str, str]]:
    names = list(places)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            yield one, other


def _apart(places: Mapping[str, Place], sizes: Mapping[str, Place]) -> dict[str, Place]:
    """Put each box where it is meant to be, or on the nearest spot that is still free.

    Where that would take too long, as in a pile of a thousand boxes, and above so many boxes,
    those that lie on each other are put in columns, in their order across and down.
    """
    taken = _Taken(sizes)
    found = {}
    full: dict[tuple[int, int], float] = {}
    most = _MOST_TRIED if len(places) <= _MOST_MOVED else 0
    for name, (x, y) in places.items():
        spot = (float(round(x)), float(round(y)))
        near = round(x / 50), round(y / 50)
        reach = full.get(near, 0.0)
        while not taken.is_free(name, spot):
            if taken.tried > most:
                return _in_columns(places, sizes)
            reach += _GAP
            ring = sorted(_ring(x, y, reach), key=lambda at: hypot(at[0] - x, at[1] - y))
            spot = next((at for at in ring if taken.is_free(name, at)), ring[0])
        if reach:
            full[near] = reach - _GAP  # rings within that are full for the next one too
        taken.add(name, spot)
        found[name] = spot
    return found


def _in_columns(places: Mapping[str, Place], sizes: Mapping[str, Place]) -> dict[str, Place]:
    """Stack boxes in columns: from left to right as they stood, and so from top to bottom."""
    across = sorted(places, key=lambda name: places[name])
    room = sum((width + _GAP) * (height + _GAP) for width, height in sizes.values())
    widest = max(width for width, _ in sizes.values()) + _GAP
    columns = max(1, round(sqrt(1.5 * room) / widest))
    length = ceil(len(across) / columns)
    found: dict[str, Place] = {}
    left = _MARGIN
    for start in range(0, len(across), length):
        column = sorted(across[start : start + length], key=lambda name: places[name][1])
        wide = max(sizes[name][0] for name in column)
        top = _MARGIN
        for name in column:
            height = sizes[name][1]
            found[name] = (float(round(left + wide / 2)), float(round(top + height / 2)))
            top += height + _GAP
        left += wide + _GAP
    return {name: found[name] for name in places}


def _ring(x: float, y: float, reach: float) -> Iterator[Place]:
    """Yield spots around a place that are on the drawing."""
    count = max(4, round(2 * reach / _STEP))
    step = 2 * reach / count
    for side in range(count + 1):
        along = side * step - reach
        for across, down in ((along, -reach), (along, reach), (-reach, along), (reach, along)):
            if x + across >= _MARGIN or across >= 0:
                yield float(round(max(x + across, x))), float(round(max(y + down, y)))


class _Taken:
    """Boxes that have their place, found by the squares of a grid that they touch."""

    _SIDE = 300.0

    def __init__(self, sizes: Mapping[str, Place]) -> None:
        self.sizes = sizes
        self.squares: dict[tuple[int, int], list[tuple[str, Place]]] = {}
        #: Comparisons made so far.
        self.tried = 0

    def _touched(self, name: str, spot: Place) -> Iterator[tuple[int, int]]:
        width, height = (side + _GAP for side in self.sizes[name])
        for column in _range(spot[0], width, self._SIDE):
            for row in _range(spot[1], height, self._SIDE):
                yield column, row

    def add(self, name: str, spot: Place) -> None:
        """Take a spot."""
        for square in self._touched(name, spot):
            self.squares.setdefault(square, []).append((name, spot))

    def is_free(self, name: str, spot: Place) -> bool:
        """Tell whether a box would lie on no other, with half a gap between."""
        width, height = self.sizes[name]
        for square in self._touched(name, spot):
            for other, (x, y) in self.squares.get(square, ()):
                self.tried += 1
                if (
                    abs(x - spot[0]) < (width + self.sizes[other][0] + _GAP) / 2
                    and abs(y - spot[1]) < (height + self.sizes[other][1] + _GAP) / 2
                ):
                    return False
        return True


def _range(middle: float, length: float, side: float) -> range:
    return range(int((middle - length / 2) // side), int((middle + length / 2) // side) + 1)
