"""Links as smooth curves that keep clear of boxes, headings and each other.

Every link chooses among many curves (:mod:`digisys.render.routing.candidates`). The choice
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
from time import monotonic

import numpy as np

from digisys.progress import Progress, part_of
from digisys.render.routing.bezier import Floats, bezier_points
from digisys.render.routing.candidates import Choice, Wish, find_curves, only_curve
from digisys.render.routing.crossings import count_crossings
from digisys.render.routing.detour import detour, straight_line
from digisys.render.routing.grid import Grid
from digisys.render.scene import Rectangle

__all__ = ["Room", "Route", "fit_routes", "route_links"]

#: How often every link chooses again, at most.
_SWEEPS = 5
#: How many of the links with the most crossings get a way of their own searched.
_RETHOUGHT = 12
#: How many of a link's curves are compared by true crossings.
_FINALISTS = 14
#: What sharing a cell with another link costs, and a crossing.
_SHARED, _CROSSING = 0.35, 2.4


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


def route_links(
    boxes: Sequence[Rectangle],
    blocks: Sequence[Rectangle],
    wishes: Sequence[Wish],
    *,
    bounds: Rectangle,
    first: int | None = None,
    progress: Progress | None = None,
    deadline: float | None = None,
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
    first
        How many of the links choose before the rest, which then leave those as they are; all
        choose together when absent.
    progress
        Called with the share done, from 0 to 1.
    deadline
        Reading of the monotonic clock, in seconds, after which links that have no way yet
        run straight and the others keep theirs.

    Returns
    -------
    tuple of Route
        One for each link, in the order given.
    """

    def late() -> bool:
        return deadline is not None and monotonic() > deadline

    grid = Grid(boxes, blocks, bounds)
    traffic = grid.traffic()
    lead = len(wishes) if first is None else first
    choices: list[Choice] = []
    for group in (wishes[:lead], wishes[lead:]):
        if group:
            share = len(choices) / len(wishes), (len(choices) + len(group)) / len(wishes)
            _add(grid, traffic, choices, group, part_of(progress, *share), late)
    return tuple(Route(choice.curves[0], choice.clear) for choice in choices)


@dataclass(frozen=True)
class Room:
    """Boxes, and other rectangles that no link may cross, as they are in one language.

    Attributes
    ----------
    boxes
        Boxes as (left, top, right, bottom), in scene units.
    blocks
        Headings and badges, likewise.
    """

    boxes: Sequence[Rectangle]
    blocks: Sequence[Rectangle]


def fit_routes(
    routes: Sequence[Route],
    wishes: Sequence[Wish],
    rooms: Sequence[Room],
    wanted: int,
    *,
    bounds: Rectangle,
) -> tuple[Route, ...]:
    """Keep the ways of links in every language, whose boxes are of other sizes.

    Ends move with the sides of their boxes. A link on whose way a box stands in some language
    chooses anew, around the largest boxes of all.

    Parameters
    ----------
    routes
        The ways that were found in the first room.
    wishes
        The links.
    rooms
        Boxes around the same middles, of each language.
    wanted
        Which of them the ways are for.
    bounds
        As of :func:`route_links`.

    Returns
    -------
    tuple of Route
        One for each link, in the order given.
    """
    base, now = rooms[0].boxes, rooms[wanted].boxes
    grids = [Grid(room.boxes, room.blocks, bounds) for room in rooms]

    def free(route: Route, wish: Wish) -> bool:
        return not route.clear or all(
            grid.free(_moved(route, wish, base, grid.boxes), wish.source, wish.target, "slim")[0]
            for grid in grids
        )

    holds = [free(route, wish) for route, wish in zip(routes, wishes, strict=True)]
    largest = [
        (min(left), min(top), max(right), max(bottom))
        for left, top, right, bottom in (
            zip(*boxes, strict=True) for boxes in zip(*(room.boxes for room in rooms), strict=True)
        )
    ]
    grid = Grid(largest, [block for room in rooms for block in room.blocks], bounds)
    traffic = grid.traffic()
    choices = []
    for route, wish, held in zip(routes, wishes, holds, strict=True):
        if held:
            choices.append(only_curve(wish, grid, route.points, clear=route.clear))
            grid.spread(traffic, choices[-1].cells[0], 1.0)
    anew = [wish for wish, held in zip(wishes, holds, strict=True) if not held]
    if anew:
        _add(grid, traffic, choices, anew, None, lambda: False)
    later = iter(choices[len(choices) - len(anew) :])
    found = []
    for route, wish, held in zip(routes, wishes, holds, strict=True):
        if held:
            found.append(Route(_fitted(route.points, wish, base, now), route.clear))
        else:
            choice = next(later)
            found.append(Route(_fitted(choice.curves[0], wish, largest, now), choice.clear))
    return tuple(found)


def _moved(route: Route, wish: Wish, old: Sequence[Rectangle], new: Sequence[Rectangle]) -> Floats:
    """Sample a way between boxes of other sizes; shape (1, s, 2)."""
    return bezier_points(_fitted(route.points, wish, old, new), 24)[None]


def _fitted(
    points: Floats, wish: Wish, old: Sequence[Rectangle], new: Sequence[Rectangle]
) -> Floats:
    """Move the ends of a way with the sides of their boxes."""
    fitted = points.copy()
    fitted[:2] += _docked(points[0], old[wish.source], new[wish.source]) - points[0]
    fitted[-2:] += _docked(points[-1], old[wish.target], new[wish.target]) - points[-1]
    return fitted


def _docked(point: Floats, old: Rectangle, new: Rectangle) -> Floats:
    """Return the point on a side of a box that a point was on before the box changed its size."""
    before, now = (np.array(box).reshape(2, 2) for box in (old, new))
    share = (point - before[0]) / (before[1] - before[0])
    docked: Floats = now[0] + share * (now[1] - now[0])
    return docked


def _add(
    grid: Grid,
    traffic: Floats,
    choices: list[Choice],
    wishes: Sequence[Wish],
    progress: Progress | None,
    late: Callable[[], bool],
) -> None:
    """Let further links choose among their curves; those that have chosen keep theirs."""
    settled = len(choices)
    found: list[Choice | None] = []
    for number, wish in enumerate(wishes):
        choice = None if late() else find_curves(wish, grid)
        found.append(choice)
        if choice is not None:
            grid.spread(traffic, choice.cells[int(np.argmin(choice.base))], 1.0)
        if progress is not None:
            progress(0.5 * (number + 1) / len(wishes), 1.0)
    for number, (wish, single) in enumerate(zip(wishes, found, strict=True)):
        if single is not None:
            choice = single
        elif late():
            choice = _straight(wish, grid)
        else:
            choice = _detoured(wish, grid, traffic)
        if single is None:
            grid.spread(traffic, choice.cells[0], 1.0)
        choices.append(choice)
        if progress is not None:
            progress(0.5 + 0.3 * (number + 1) / len(wishes), 1.0)
    chosen = _settle(grid, traffic, choices, progress, late)
    if not late():
        _rethink(grid, traffic, wishes, choices, chosen, settled)
    choices[settled:] = [
        only_curve(wish, grid, choice.curves[pick], clear=choice.clear)
        for wish, choice, pick in zip(wishes, choices[settled:], chosen[settled:], strict=True)
    ]


def _detoured(wish: Wish, grid: Grid, traffic: Floats) -> Choice:
    """Find a way around the obstacles for a link that no single curve serves."""
    points, clear = detour(grid, traffic, wish.source, wish.target)
    return only_curve(wish, grid, points, clear=clear)


def _straight(wish: Wish, grid: Grid) -> Choice:
    """Run a link straight from box to box, whatever is in between."""
    points = straight_line(grid, wish.source, wish.target)
    clear = bool(grid.free(bezier_points(points, 24)[None], wish.source, wish.target)[0])
    return only_curve(wish, grid, points, clear=clear)


def _settle(
    grid: Grid,
    traffic: Floats,
    choices: Sequence[Choice],
    progress: Progress | None,
    late: Callable[[], bool],
) -> list[int]:
    """Let every link choose in turn, each seeing what the others chose."""
    chosen = [int(np.argmin(choice.base)) for choice in choices]
    lines = np.array([choice.coarse[pick] for choice, pick in zip(choices, chosen, strict=True)])
    for sweep in range(_SWEEPS):
        changed = False
        for number, choice in enumerate(choices):
            if len(choice.base) == 1:
                continue
            if late():
                return chosen
            grid.spread(traffic, choice.cells[chosen[number]], -1.0)
            cost = choice.base + _SHARED * traffic[choice.cells].sum(axis=1)
            if sweep:
                best = np.argsort(cost, kind="stable")[:_FINALISTS]
                crossed = count_crossings(choice.coarse[best], np.delete(lines, number, axis=0))
                pick = int(best[np.argmin(cost[best] + _CROSSING * crossed)])
            else:
                pick = int(np.argmin(cost))
            changed |= pick != chosen[number]
            chosen[number] = pick
            lines[number] = choice.coarse[pick]
            grid.spread(traffic, choice.cells[pick], 1.0)
        if progress is not None:
            progress(0.8 + 0.2 * (sweep + 1) / _SWEEPS, 1.0)
        if not changed and sweep:
            break
    return chosen


def _rethink(
    grid: Grid,
    traffic: Floats,
    wishes: Sequence[Wish],
    choices: list[Choice],
    chosen: list[int],
    settled: int,
) -> None:
    """Search a way around for the links that cross most, and take it where it is better."""
    lines = np.array([choice.coarse[pick] for choice, pick in zip(choices, chosen, strict=True)])

    def crossed(number: int) -> float:
        others = np.delete(lines, number, axis=0)
        return float(count_crossings(lines[number : number + 1], others)[0])

    counts = {number: crossed(number) for number in range(settled, len(choices))}
    worst = sorted(counts, key=lambda number: (-counts[number], number))
    for number in worst[:_RETHOUGHT]:
        before = crossed(number)
        if before < 3:
            continue
        choice, pick = choices[number], chosen[number]
        grid.spread(traffic, choice.cells[pick], -1.0)
        other = _detoured(wishes[number - settled], grid, traffic)
        after = float(count_crossings(other.coarse, np.delete(lines, number, axis=0))[0])
        gain = choice.base[pick] - other.base[0] + _CROSSING * (before - after)
        if other.clear and (gain > 0 or not choice.clear):
            choices[number], chosen[number] = other, 0
            lines[number] = other.coarse[0]
        grid.spread(traffic, choices[number].cells[chosen[number]], 1.0)
