"""The curves that a link may take, and what each costs on its own.

Cubic Bézier curves between ports along the sides of its two boxes, of one piece and of two;
those that touch another box or a heading are thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digisys.render.routing.bezier import Floats, bezier_points, sample_chains
from digisys.render.routing.grid import Grid
from digisys.render.scene import Rectangle

__all__ = ["Choice", "Wish", "find_curves", "only_curve"]

#: Shares along a side where links may dock: top and bottom, left and right.
_ACROSS = (0.12, 0.31, 0.5, 0.69, 0.88)
_DOWN = (0.2, 0.5, 0.8)
#: Length of the handles as a share of the distance, and how far they lean to the other end.
_HANDLES = ((0.30, 0.9), (0.34, 0.35), (0.42, 0.0), (0.62, 0.5), (0.62, 0.0), (0.95, 0.1))
#: Points that a curve of two pieces may pass: share of the way, and offset to the side.
_WAYS = tuple(
    (share, side * offset)
    for share in (0.3, 0.5, 0.7)
    for offset in (45.0, 90.0, 150.0, 230.0)
    for side in (1, -1)
)
#: How many ports of a box are tried at first, then, and toward a point on the way.
_PORTS, _MORE_PORTS, _WAY_PORTS = 9, 16, 4
#: Every so many points of a curve are looked at first, as most curves are not free.
_GLANCE = 4
#: Steps of a curve where crossings are counted.
_COARSE = 10
#: How many of a link's curves are kept at all.
_KEPT = 160

#: What a curve pays for: length, turning, nearness, leaving its ring, odd ports.
_LENGTH, _TURN, _NEAR, _RING, _PORT = 2.2, 1.3, 0.35, 2.6, 0.25


@dataclass(frozen=True)
class Wish:
    """A link to be routed.

    Attributes
    ----------
    source, target
        Positions of its boxes.
    centre
        Middle of the loop that the link belongs to, so that the link can follow its ring.
    """

    source: int
    target: int
    centre: tuple[float, float] | None = None


@dataclass(frozen=True)
class Choice:
    """The curves that a link may take.

    Attributes
    ----------
    curves
        Control points of each, shape (3k + 1, 2), with k pieces.
    cells
        Cells of the raster of traffic that each runs through, shape (c, s).
    base
        What each costs on its own, shape (c,).
    coarse
        Each as a polyline for counting crossings, shape (c, s, 2).
    clear
        Whether they keep clear of every other box and heading.
    """

    curves: Sequence[Floats]
    cells: NDArray[np.intp]
    base: Floats
    coarse: Floats
    clear: bool = True


def find_curves(wish: Wish, grid: Grid) -> Choice | None:
    """Collect the free curves of a link; None when there is none."""
    return _found(wish, grid, _PORTS) or _found(wish, grid, _MORE_PORTS)


def only_curve(wish: Wish, grid: Grid, points: Floats, *, clear: bool) -> Choice:
    """Leave a link no choice but one curve."""
    samples = bezier_points(points, 12)[None]
    cost = _own_cost(wish, grid, samples, np.zeros(1))
    return Choice([points], grid.cells(samples), cost, _coarse(samples), clear=clear)


def _found(wish: Wish, grid: Grid, ports: int) -> Choice | None:
    families = []
    for curves, odd in (_curves(wish, grid.boxes, ports), _curves_by_points(wish, grid.boxes)):
        straight = np.hypot(*(curves[:, -1] - curves[:, 0]).T)
        pieces = (curves.shape[1] - 1) // 3
        count = int(np.clip(straight.max() / 9 / pieces, 9, 60))
        glance = sample_chains(curves, count, every=_GLANCE)
        free = np.flatnonzero(grid.free(glance, wish.source, wish.target))
        samples = sample_chains(curves[free], count)
        still = grid.free(samples, wish.source, wish.target)
        free, samples = free[still], samples[still]
        if len(free):
            cost = _own_cost(wish, grid, samples, odd[free])
            cells, coarse = grid.cells(samples), _coarse(samples)
            families.append(Choice(list(curves[free]), cells, cost, coarse))
    if not families:
        return None
    return families[0] if len(families) == 1 else _joined(*families)


def _joined(one: Choice, other: Choice) -> Choice:
    """Put curves of one piece and of two into one choice, the cheapest first."""
    base = np.concatenate([one.base, other.base])
    wide = max(one.cells.shape[1], other.cells.shape[1])
    cells = np.concatenate(
        [np.pad(part.cells, ((0, 0), (0, wide - part.cells.shape[1]))) for part in (one, other)]
    )
    coarse = np.concatenate([one.coarse, other.coarse])
    order = np.argsort(base, kind="stable")[:_KEPT]
    curves = [*one.curves, *other.curves]
    return Choice([curves[n] for n in order], cells[order], base[order], coarse[order])


def _coarse(samples: Floats) -> Floats:
    """Thin samples out for the count of crossings."""
    steps = samples.shape[1] - 1
    return samples[:, np.round(np.linspace(0, steps, _COARSE + 1)).astype(int)]


# --- candidates ----------------------------------------------------------------------------


def _ports(box: Rectangle) -> tuple[Floats, Floats, Floats]:
    """Places where links may dock on a box, the way out there, and how odd each is."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    places, ways, odd = [], [], []
    for share in _ACROSS:
        places += [(left + share * width, top), (left + share * width, bottom)]
        ways += [(0.0, -1.0), (0.0, 1.0)]
        odd += [abs(share - 0.5)] * 2
    for share in _DOWN:
        places += [(left, top + share * height), (right, top + share * height)]
        ways += [(-1.0, 0.0), (1.0, 0.0)]
        odd += [abs(share - 0.5)] * 2
    return np.array(places), np.array(ways), np.array(odd)


def _curves(wish: Wish, boxes: Sequence[Rectangle], ports: int) -> tuple[Floats, Floats]:
    """Make the curves between two boxes; shape (c, 4, 2), and how odd their ports are."""
    start, start_way, start_odd = _ports(boxes[wish.source])
    end, end_way, end_odd = _ports(boxes[wish.target])
    middle = end.mean(axis=0) - start.mean(axis=0)
    middle = middle / (np.hypot(*middle) + 1e-9)
    first = np.argsort(-(start_way @ middle) + 0.3 * start_odd, kind="stable")[:ports]
    last = np.argsort(end_way @ middle + 0.3 * end_odd, kind="stable")[:ports]
    a, b = (part.ravel() for part in np.meshgrid(first, last, indexing="ij"))
    gap = end[b] - start[a]
    distance = np.hypot(gap[:, 0], gap[:, 1])[:, None]
    ahead = gap / (distance + 1e-9)
    made = []
    for share, lean in _HANDLES:
        reach = np.maximum(share * distance, np.minimum(24.0, 0.45 * distance))
        out = start_way[a] + lean * ahead
        back = end_way[b] - lean * ahead
        out /= np.hypot(out[:, 0], out[:, 1])[:, None] + 1e-9
        back /= np.hypot(back[:, 0], back[:, 1])[:, None] + 1e-9
        handles = (start[a], start[a] + reach * out, end[b] + reach * back, end[b])
        made.append(np.stack(handles, axis=1))
    odd = np.tile(start_odd[a] + end_odd[b], len(_HANDLES))
    return np.concatenate(made), odd


def _curves_by_points(wish: Wish, boxes: Sequence[Rectangle]) -> tuple[Floats, Floats]:
    """Make curves of two pieces that pass a point on the way; shape (c, 7, 2)."""
    start, start_way, start_odd = _ports(boxes[wish.source])
    end, end_way, end_odd = _ports(boxes[wish.target])
    here, there = start.mean(axis=0), end.mean(axis=0)
    chord = there - here
    distance = float(np.hypot(*chord)) + 1e-9
    ahead = chord / distance
    aside = np.array([-ahead[1], ahead[0]])
    points = np.array([here + share * chord + offset * aside for share, offset in _WAYS])

    def best(ways: Floats, odd: Floats, middle: Floats) -> NDArray[np.intp]:
        toward = points - middle
        toward /= np.hypot(toward[:, 0], toward[:, 1])[:, None] + 1e-9
        order: NDArray[np.intp] = np.argsort(-(toward @ ways.T) + 0.3 * odd, axis=1, kind="stable")[
            :, :_WAY_PORTS
        ]
        return order

    first, last = best(start_way, start_odd, here), best(end_way, end_odd, there)
    way = np.repeat(np.arange(len(points)), _WAY_PORTS * _WAY_PORTS)
    a = np.repeat(first, _WAY_PORTS, axis=1).ravel()
    b = np.tile(last, (1, _WAY_PORTS)).ravel()
    via = points[way]
    legs = [np.hypot(*(via - start[a]).T)[:, None], np.hypot(*(end[b] - via).T)[:, None]]
    handles = (
        start[a],
        start[a] + 0.4 * legs[0] * start_way[a],
        via - 0.4 * legs[0] * ahead,
        via,
        via + 0.4 * legs[1] * ahead,
        end[b] + 0.4 * legs[1] * end_way[b],
        end[b],
    )
    return np.stack(handles, axis=1), start_odd[a] + end_odd[b]


# --- costs ---------------------------------------------------------------------------------


def _own_cost(wish: Wish, grid: Grid, samples: Floats, odd: Floats) -> Floats:
    """Price each curve, whatever the other links do."""
    x, y = np.diff(samples[..., 0], axis=1), np.diff(samples[..., 1], axis=1)
    length = np.hypot(x, y).sum(axis=1)
    across = x[:, :-1] * y[:, 1:] - y[:, :-1] * x[:, 1:]
    ahead = x[:, :-1] * x[:, 1:] + y[:, :-1] * y[:, 1:]
    turning = np.abs(np.arctan2(across, ahead)).sum(axis=1)
    near = (grid.near(samples, wish.source, wish.target) * 9.0).sum(axis=1) / samples.shape[1]
    cost: Floats = (
        _LENGTH * length / 100
        + _TURN * turning
        + 0.35 * turning**2
        + _NEAR * near * length / 100
        + _PORT * odd
    )
    if wish.centre is not None:
        cost = cost + _RING * _off_ring(wish, grid, samples) - 0.6 * _TURN * turning
    rounded: Floats = np.round(cost, 6)  # so that ties fall alike on every machine
    return rounded


def _off_ring(wish: Wish, grid: Grid, samples: Floats) -> Floats:
    """How far a curve's middle is from the arc around the centre of its loop."""
    centre = np.array(wish.centre)
    ends = [np.array(grid.middle(box)) for box in (wish.source, wish.target)]
    radius = float(np.mean([np.hypot(*(end - centre)) for end in ends]))
    inner = samples[:, samples.shape[1] // 4 : -(samples.shape[1] // 4)]
    spokes = np.hypot(inner[..., 0] - centre[0], inner[..., 1] - centre[1])
    off: Floats = np.abs(spokes - radius).mean(axis=1) / 40
    return off
