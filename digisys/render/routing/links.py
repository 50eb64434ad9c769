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

from digisys.progress import Progress
from digisys.render.routing.bezier import Floats, bezier_points
from digisys.render.routing.candidates import Choice, Wish, find_curves, only_curve
from digisys.render.routing.crossings import count_crossings
from digisys.render.routing.detour import detour, straight_line
from digisys.render.routing.grid import Grid
from digisys.render.scene import Rectangle

__all__ = ["Route", "route_links"]

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
    found: list[Choice | None] = []
    for number, wish in enumerate(wishes):
        choice = None if late() else find_curves(wish, grid)
        found.append(choice)
        if choice is not None:
            grid.spread(traffic, choice.cells[int(np.argmin(choice.base))], 1.0)
        if progress is not None:
            progress(0.5 * (number + 1) / len(wishes), 1.0)
    choices: list[Choice] = []
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
        _rethink(grid, traffic, wishes, choices, chosen)
    return tuple(
        Route(choice.curves[pick], choice.clear)
        for choice, pick in zip(choices, chosen, strict=True)
    )


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
) -> None:
    """Search a way around for the links that cross most, and take it where it is better."""
    lines = np.array([choice.coarse[pick] for choice, pick in zip(choices, chosen, strict=True)])

    def crossed(number: int) -> float:
        others = np.delete(lines, number, axis=0)
        return float(count_crossings(lines[number : number + 1], others)[0])

    counts = [crossed(number) for number in range(len(choices))]
    worst = sorted(range(len(choices)), key=lambda number: (-counts[number], number))
    for number in worst[:_RETHOUGHT]:
        before = crossed(number)
        if before < 3:
            continue
        choice, pick = choices[number], chosen[number]
        grid.spread(traffic, choice.cells[pick], -1.0)
        other = _detoured(wishes[number], grid, traffic)
        after = float(count_crossings(other.coarse, np.delete(lines, number, axis=0))[0])
        gain = choice.base[pick] - other.base[0] + _CROSSING * (before - after)
        if other.clear and (gain > 0 or not choice.clear):
            choices[number], chosen[number] = other, 0
            lines[number] = other.coarse[0]
        grid.spread(traffic, choices[number].cells[chosen[number]], 1.0)
