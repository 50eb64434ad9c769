"""Links as smooth curves that keep clear of boxes, headings and each other.

Every link chooses among many cubic Bézier curves between ports along the sides of its two
boxes. Curves that touch another box or a heading are thrown away; among the rest the choice
weighs length, bends, nearness to boxes and how much of the curve runs where other links
run already. Links choose in turn, several times over, each seeing the choices of all
others, so that arrowheads spread along a side and opposite links part. Where no single
curve is free, a path is searched around the obstacles and smoothed
(:mod:`digisys.render.routing.detour`).

Everything is deterministic: links go in the order given and ties go to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digisys.render.routing.detour import detour
from digisys.render.routing.grid import Grid
from digisys.render.scene import Rectangle

__all__ = ["Floats", "Route", "Wish", "bezier_points", "route_links"]

Floats = NDArray[np.float64]

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
#: How many ports of a box are tried at first, and toward a point on the way.
_PORTS, _WAY_PORTS = 9, 4
_SWEEPS = 5
#: How many of the links with the most crossings get a way of their own searched.
_RETHOUGHT = 12
#: How many of a link's curves are compared by true crossings, and steps of a curve there.
_FINALISTS, _COARSE = 14, 10
#: How many of a link's curves are kept at all.
_KEPT = 160

#: What a curve pays for: length, turning, nearness, sharing, leaving its ring, odd ports.
_LENGTH, _TURN, _NEAR, _SHARED, _RING, _PORT = 2.2, 1.3, 0.35, 0.35, 2.6, 0.25
#: What a crossing costs.
_CROSSING = 2.4


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
class Route:
    """How a link runs.

    Attributes
    ----------
    points
        Control points of its cubic pieces, shape (3k + 1, 2): start, handle, handle, end,
        handle, ... The last is the tip of the arrow.
    clear
        Whether it keeps clear of every other box and heading.
    """

    points: Floats
    clear: bool


@dataclass
class _Choice:
    """The curves that a link may take, sampled, and what each costs on its own."""

    curves: list[Floats]
    cells: NDArray[np.intp]
    base: Floats
    coarse: Floats
    clear: bool = True


def bezier_points(points: Floats, count: int) -> Floats:
    """Sample a chain of cubic pieces, ``count`` steps a piece; shape (k * count + 1, 2)."""
    sampled: Floats = _sample_chain(points[None], count)[0]
    return sampled


def _sample(curves: Floats, count: int) -> Floats:
    """Sample single cubics, shape (c, 4, 2), into (c, count + 1, 2)."""
    t = np.linspace(0.0, 1.0, count + 1)
    weights = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3])
    sampled: Floats = weights.T @ curves
    return sampled


def _sample_chain(curves: Floats, count: int) -> Floats:
    """Sample chains of cubics, shape (c, 3k + 1, 2), into (c, k * count + 1, 2)."""
    pieces = [
        _sample(curves[:, start : start + 4], count) for start in range(0, curves.shape[1] - 1, 3)
    ]
    return np.concatenate([pieces[0], *(piece[:, 1:] for piece in pieces[1:])], axis=1)


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


def _choice(wish: Wish, grid: Grid, ports: int) -> _Choice | None:
    """Collect the free curves of a link; None when there is none."""
    families = []
    for made, oddness in (
        _curves(wish, grid.boxes, ports),
        _curves_by_points(wish, grid.boxes),
    ):
        curves, odd = made, oddness
        straight = np.hypot(*(curves[:, -1] - curves[:, 0]).T)
        pieces = (curves.shape[1] - 1) // 3
        count = int(np.clip(straight.max() / 9 / pieces, 9, 60))
        samples = _sample_chain(curves, count)
        free = grid.free(samples, wish.source, wish.target)
        curves, odd, samples = curves[free], odd[free], samples[free]
        if len(curves):
            cost = _own_cost(wish, grid, samples, odd)
            families.append(_Choice(list(curves), grid.cells(samples), cost, _coarse(samples)))
    if not families:
        return None
    return families[0] if len(families) == 1 else _joined(*families)


def _joined(one: _Choice, other: _Choice) -> _Choice:
    """Put curves of one piece and of two into one choice, the cheapest first."""
    base = np.concatenate([one.base, other.base])
    wide = max(one.cells.shape[1], other.cells.shape[1])
    cells = np.concatenate(
        [np.pad(part.cells, ((0, 0), (0, wide - part.cells.shape[1]))) for part in (one, other)]
    )
    coarse = np.concatenate([one.coarse, other.coarse])
    order = np.argsort(base, kind="stable")[:_KEPT]
    curves = [*one.curves, *other.curves]
    return _Choice([curves[n] for n in order], cells[order], base[order], coarse[order])


def _coarse(samples: Floats) -> Floats:
    """Thin samples out for the count of crossings."""
    steps = samples.shape[1] - 1
    return samples[:, np.round(np.linspace(0, steps, _COARSE + 1)).astype(int)]


def _own_cost(wish: Wish, grid: Grid, samples: Floats, odd: Floats) -> Floats:
    """Price each curve, whatever the other links do."""
    steps = np.diff(samples, axis=1)
    lengths = np.hypot(steps[..., 0], steps[..., 1])
    length = lengths.sum(axis=1)
    headings = np.unwrap(np.arctan2(steps[..., 1], steps[..., 0]), axis=1)
    turning = np.abs(np.diff(headings, axis=1)).sum(axis=1)
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


def route_links(
    boxes: Sequence[Rectangle],
    blocks: Sequence[Rectangle],
    wishes: Sequence[Wish],
    *,
    bounds: Rectangle,
    progress: Callable[[float], None] | None = None,
) -> tuple[Route, ...]:
    """Find a curve for every link.

    Parameters
    ----------
    boxes
        Boxes of variables as (left, top, right, bottom), in scene units.
    blocks
        Other rectangles that no link may cross, such as headings and badges.
    wishes
        The links.
    bounds
        Rectangle that curves stay inside of.
    progress
        Called with the share done, from 0 to 1.

    Returns
    -------
    tuple of Route
        One for each link, in the order given.
    """
    grid = Grid(boxes, blocks, bounds)
    traffic = grid.traffic()
    found: list[_Choice | None] = []
    for number, wish in enumerate(wishes):
        choice = _choice(wish, grid, _PORTS) or _choice(wish, grid, 16)
        found.append(choice)
        if choice is not None:
            grid.spread(traffic, choice.cells[int(np.argmin(choice.base))], 1.0)
        if progress is not None:
            progress(0.5 * (number + 1) / len(wishes))
    choices: list[_Choice] = []
    for number, (wish, single) in enumerate(zip(wishes, found, strict=True)):
        choice = single or _detoured(wish, grid, traffic)
        if single is None:
            grid.spread(traffic, choice.cells[0], 1.0)
        choices.append(choice)
        if progress is not None:
            progress(0.5 + 0.3 * (number + 1) / len(wishes))
    chosen = _settle(grid, traffic, choices, progress)
    _rethink(grid, traffic, wishes, choices, chosen)
    return tuple(
        Route(choice.curves[pick], choice.clear)
        for choice, pick in zip(choices, chosen, strict=True)
    )


def _detoured(wish: Wish, grid: Grid, traffic: Floats) -> _Choice:
    """Find a way around the obstacles for a link that no single curve serves."""
    points, clear = detour(grid, traffic, wish.source, wish.target)
    samples = bezier_points(points, 12)[None]
    cost = _own_cost(wish, grid, samples, np.zeros(1))
    return _Choice([points], grid.cells(samples), cost, _coarse(samples), clear=clear)


def _settle(
    grid: Grid,
    traffic: Floats,
    choices: Sequence[_Choice],
    progress: Callable[[float], None] | None,
) -> list[int]:
    """Let every link choose in turn, each seeing what the others chose."""
    chosen = [int(np.argmin(choice.base)) for choice in choices]
    lines = np.array([choice.coarse[pick] for choice, pick in zip(choices, chosen, strict=True)])
    for sweep in range(_SWEEPS):
        changed = False
        for number, choice in enumerate(choices):
            if len(choice.base) == 1:
                continue
            grid.spread(traffic, choice.cells[chosen[number]], -1.0)
            cost = choice.base + _SHARED * traffic[choice.cells].sum(axis=1)
            if sweep:
                best = np.argsort(cost, kind="stable")[:_FINALISTS]
                crossed = _crossings(choice.coarse[best], np.delete(lines, number, axis=0))
                pick = int(best[np.argmin(cost[best] + _CROSSING * crossed)])
            else:
                pick = int(np.argmin(cost))
            changed |= pick != chosen[number]
            chosen[number] = pick
            lines[number] = choice.coarse[pick]
            grid.spread(traffic, choice.cells[pick], 1.0)
        if progress is not None:
            progress(0.8 + 0.2 * (sweep + 1) / _SWEEPS)
        if not changed and sweep:
            break
    return chosen


def _rethink(
    grid: Grid,
    traffic: Floats,
    wishes: Sequence[Wish],
    choices: list[_Choice],
    chosen: list[int],
) -> None:
    """Search a way around for the links that cross most, and take it where it is better."""
    lines = np.array([choice.coarse[pick] for choice, pick in zip(choices, chosen, strict=True)])

    def crossed(number: int) -> float:
        others = np.delete(lines, number, axis=0)
        return float(_crossings(lines[number : number + 1], others)[0])

    counts = [crossed(number) for number in range(len(choices))]
    worst = sorted(range(len(choices)), key=lambda number: (-counts[number], number))
    for number in worst[:_RETHOUGHT]:
        before = crossed(number)
        if before < 3:
            continue
        choice, pick = choices[number], chosen[number]
        grid.spread(traffic, choice.cells[pick], -1.0)
        other = _detoured(wishes[number], grid, traffic)
        after = float(_crossings(other.coarse, np.delete(lines, number, axis=0))[0])
        gain = choice.base[pick] - other.base[0] + _CROSSING * (before - after)
        if other.clear and (gain > 0 or not choice.clear):
            choices[number], chosen[number] = other, 0
            lines[number] = other.coarse[0]
        grid.spread(traffic, choices[number].cells[chosen[number]], 1.0)


def _crossings(curves: Floats, lines: Floats) -> Floats:
    """Count how often sampled curves, shape (c, s, 2), cross given lines, (m, s, 2)."""
    low, high = curves.min(axis=(0, 1)), curves.max(axis=(0, 1))
    near = (lines.max(axis=1) >= low).all(axis=1) & (lines.min(axis=1) <= high).all(axis=1)
    lines = lines[near]
    a, b = curves[:, :-1].reshape(-1, 1, 2), curves[:, 1:].reshape(-1, 1, 2)
    c, d = lines[:, :-1].reshape(1, -1, 2), lines[:, 1:].reshape(1, -1, 2)
    ab, cd = b - a, d - c
    one = (_cross(ab, c - a) > 0) != (_cross(ab, d - a) > 0)
    hit = one & ((_cross(cd, a - c) > 0) != (_cross(cd, b - c) > 0))
    counted: Floats = hit.reshape(len(curves), -1).sum(axis=1).astype(float)
    return counted


def _cross(one: Floats, other: Floats) -> Floats:
    product: Floats = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return product
