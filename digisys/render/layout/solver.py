"""Positions for a model that has none: proposed once, then kept in its file."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digisys.progress import Progress, part_of
from digisys.render.layout.anneal import anneal
from digisys.render.layout.apart import move_apart
from digisys.render.layout.energy import Problem
from digisys.render.layout.packing import pack
from digisys.render.layout.panels import Need, arrange
from digisys.render.layout.parts import linked_parts
from digisys.render.limits import check_size
from digisys.render.parts.boxes import model_sizes
from digisys.render.parts.panels import PANEL_PAD, heading_box, heading_width
from digisys.render.scene import Rectangle
from digisys.schema import Layout, Model, Panel, Point

__all__ = ["Effort", "propose_layout"]

Floats = NDArray[np.float64]
Effort = Literal["full", "quick"]
Sizes = dict[str, tuple[float, float]]

#: Room that a box takes with its share of gaps, as a factor of its padded size.
_LOOSE = 1.05
#: Gaps between neighbouring boxes that the room is reckoned with, across and down.
_GAP = (72.0, 70.0)
#: Gaps between parts that nothing links, across and down, and around all of them.
_BETWEEN, _EDGE = (60.0, 54.0), 24.0
#: Moves for each box, and in all, by effort.
_MOVES: dict[str, tuple[int, int]] = {"full": (900, 40_000), "quick": (70, 6_000)}
#: A move weighs a box against the others and their links: with more than so many of both, the
#: moves become fewer, so that the work does not grow any more.
_WEIGHED = 800
#: Above so many boxes, the first placement is rougher.
_MANY = 120
#: The stand-in for variables without an area.
_NOWHERE = ""


def propose_layout(
    model: Model,
    *,
    names: Sequence[str] | None = None,
    seed: int = 0,
    effort: Effort = "full",
    progress: Progress | None = None,
    deadline: float | None = None,
) -> Layout:
    """Propose positions: area panels, few crossings, short links, round loops.

    What nothing links is laid out each for itself and packed side by side. In each such
    part, panels come in rows, with strongly linked areas side by side; boxes start from a
    force-directed placement and are then moved about by simulated annealing.

    Parameters
    ----------
    model
        The model; positions that it has are not used.
    names
        Ids of the variables to place; all when absent.
    seed
        Seed of the search: the same seed gives the same positions; try another for other
        ones.
    effort
        ``full`` for positions to keep (about half a minute for 50 variables), ``quick``
        for a drawing in between.
    progress
        Called with the share done, from 0 to 1.
    deadline
        Reading of the monotonic clock, in seconds, at which the search ends with the best
        that it has; the work that the effort stands for when absent.

    Returns
    -------
    Layout
        Size, panels and positions in scene units. Badges of loops are left to be placed
        when the model is drawn.

    Raises
    ------
    DrawingError
        If there are more variables than a drawing can show (see
        :func:`digisys.render.limits.check_size`).

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> layout = propose_layout(model, effort="quick")
    >>> sorted(layout.variables) == sorted(model.variables)
    True
    """
    names = list(model.variables) if names is None else list(names)
    placed = set(names)
    links = [
        link
        for link in model.links
        if not link.damps and link.source in placed and link.target in placed
    ]
    check_size(model, names, links)
    sizes = model_sizes(model, names)
    parts = linked_parts(model, names)
    count = len(names)
    found, done = [], 0
    for part in parts:
        each, most = _MOVES[effort]
        if len(parts) > 1:
            most = most * len(part) // count
        begun, done = done, done + len(part)
        told = part_of(progress, begun / count, done / count)
        moves = min(each * len(part), most)
        found.append(_solve(model, part, sizes, seed, moves, told, deadline))
    return found[0] if len(found) == 1 else _packed(found, sizes)


def _packed(layouts: Sequence[Layout], sizes: Sizes) -> Layout:
    """Put layouts side by side, each without the empty edge around it."""
    extents = [_extent(layout, sizes) for layout in layouts]
    corners = pack([(right - left, low - top) for left, top, right, low in extents], _BETWEEN)
    areas: dict[str, Panel] = {}
    variables: dict[str, Point] = {}
    width = height = 0.0
    for layout, extent, corner in zip(layouts, extents, corners, strict=True):
        x, y = (round(at + _EDGE - old) for at, old in zip(corner, extent, strict=False))
        areas |= {
            name: panel.model_copy(update={"x": panel.x + x, "y": panel.y + y})
            for name, panel in layout.areas.items()
        }
        variables |= {
            name: Point(x=point.x + x, y=point.y + y) for name, point in layout.variables.items()
        }
        width = max(width, extent[2] + x + _EDGE)
        height = max(height, extent[3] + y + _EDGE)
    return Layout(width=width, height=height, areas=areas, variables=variables)


def _extent(layout: Layout, sizes: Sizes) -> Rectangle:
    """Return the rectangle around the boxes and panels of a layout."""
    boxes = [
        (point.x - w / 2, point.y - h / 2, point.x + w / 2, point.y + h / 2)
        for name, point in layout.variables.items()
        for w, h in (sizes[name],)
    ]
    boxes += [(p.x, p.y, p.x + p.width, p.y + p.height) for p in layout.areas.values()]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _solve(
    model: Model,
    names: Sequence[str],
    sizes: Sizes,
    seed: int,
    moves: int,
    progress: Progress | None,
    deadline: float | None,
) -> Layout:
    """Lay out one part of a model."""
    areas = {model.variables[name].area for name in names}
    apart = linked_parts(model, names, by_area=False) if len(areas) == 1 else [names]
    if len(apart) == 1:
        return _annealed(model, names, sizes, seed, moves, progress, deadline)
    found, done = [], 0
    for inside in apart:
        begun, done = done, done + len(inside)
        told = part_of(progress, begun / len(names), done / len(names))
        share = moves * len(inside) // len(names)
        found.append(
            _annealed(model, inside, sizes, seed, share, told, deadline, with_panels=False)
        )
    return _in_panel(model, str(areas.pop()), _packed(found, sizes), sizes)


def _in_panel(model: Model, area: str, layout: Layout, sizes: Sizes) -> Layout:
    """Put the panel of an area around a layout of its variables."""
    left, top, right, bottom = _extent(layout, sizes)
    width = right - left + 2 * PANEL_PAD
    width = max(width, heading_width(model.areas[area], model.languages))
    head = heading_box(model.areas[area], width, model.languages)[3] + 24
    height = bottom - top + head + PANEL_PAD
    panel = Panel(x=left - (width - right + left) / 2, y=top - head, width=width, height=height)
    return layout.model_copy(update={"areas": {area: panel}})


def _annealed(
    model: Model,
    names: Sequence[str],
    sizes: Sizes,
    seed: int,
    moves: int,
    progress: Progress | None,
    deadline: float | None,
    *,
    with_panels: bool = True,
) -> Layout:
    """Place boxes in panels by springs first, then by annealing."""
    order = {name: n for n, name in enumerate(names)}
    sizes = {name: sizes[name] for name in names}
    area_of = [(with_panels and model.variables[name].area) or _NOWHERE for name in names]
    ends = np.array(
        [
            (order[link.source], order[link.target])
            for link in model.links
            if not link.damps and link.source in order and link.target in order
        ],
        dtype=np.intp,
    ).reshape(-1, 2)
    panels = _panels(model, sizes, area_of, ends, seed)
    half = np.array(list(sizes.values()), dtype=float) / 2
    low, high = _rooms(model, panels, area_of, half)
    cycles = [
        (tuple(order[name] for name in cycle), 1.0 / len(loop.cycles))
        for loop in model.loops.values()
        for cycle in loop.cycles.values()
        if all(name in order for name in cycle)
    ]
    groups = {name: n for n, name in enumerate(panels)}
    problem = Problem(
        half, ends, low, high, np.array([groups[area] for area in area_of], dtype=np.intp), cycles
    )
    place, _ = anneal(
        problem,
        _first(problem, seed),
        seed=seed,
        steps=moves * _WEIGHED // max(len(half) + len(ends), _WEIGHED),
        heat=6.0,
        progress=progress,
        deadline=deadline,
    )
    place = move_apart(problem, place)
    width = max(box[2] for box in panels.values()) + 24
    height = max(box[3] for box in panels.values())
    return Layout(
        width=float(width),
        height=float(height),
        areas={
            name: Panel(x=box[0], y=box[1], width=box[2] - box[0], height=box[3] - box[1])
            for name, box in panels.items()
            if name != _NOWHERE
        },
        variables={
            name: Point(x=float(x), y=float(y)) for name, (x, y) in zip(names, place, strict=True)
        },
    )


def _panels(
    model: Model,
    sizes: Sizes,
    area_of: list[str],
    ends: NDArray[np.intp],
    seed: int,
) -> dict[str, Rectangle]:
    busy = _LOOSE + 0.12 * min(len(ends) / max(len(sizes), 1), 3.0)
    needs: dict[str, Need] = {}
    for area in dict.fromkeys([*(a for a in model.areas if a in area_of), *area_of]):
        inside = [size for size, where in zip(sizes.values(), area_of, strict=True)
                  if where == area]  # fmt: skip
        room = sum((w + _GAP[0]) * (h + _GAP[1]) for w, h in inside) * busy
        widest = max(w for w, _ in inside) + 2 * PANEL_PAD + 10
        tallest = max(h for _, h in inside) + 2 * PANEL_PAD
        if area != _NOWHERE:
            heading = heading_box(model.areas[area], max(widest, sqrt(room)), model.languages)
            room += heading[3] * sqrt(room)
            tallest += heading[3]
        needs[area] = Need(room, widest, tallest)
    ties: dict[tuple[str, str], int] = {}
    for source, target in ends.tolist():
        one, other = sorted((area_of[source], area_of[target]))
        if one != other:
            ties[one, other] = ties.get((one, other), 0) + 1
    return arrange(needs, ties, seed=seed)


def _rooms(
    model: Model, panels: dict[str, Rectangle], area_of: list[str], half: Floats
) -> tuple[Floats, Floats]:
    """Where the centre of each box may lie."""
    low, high = [], []
    for area, (half_width, half_height) in zip(area_of, half.tolist(), strict=True):
        left, top, right, bottom = panels[area]
        head = 0.0
        if area != _NOWHERE:
            head = heading_box(model.areas[area], right - left, model.languages)[3]
        low.append((left + PANEL_PAD + half_width, top + head + 16 + half_height))
        high.append((right - PANEL_PAD - half_width, bottom - PANEL_PAD - half_height))
    lowest, highest = np.array(low), np.array(high)
    return lowest, np.maximum(lowest, highest)


def _first(problem: Problem, seed: int) -> Floats:
    """Place boxes by springs and repulsion, inside their panels.

    Fruchterman & Reingold (1991), doi:10.1002/spe.4380211102.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    span = problem.high - problem.low
    place = problem.low + span * random.random(problem.low.shape)
    ideal = 230.0
    rounds = 200 if len(place) <= _MANY else 100
    for number in range(rounds):
        x, y = (place[:, None, axis] - place[None, :, axis] for axis in (0, 1))
        square = x * x + y * y + 1.0
        push = ideal**3 / (square * np.sqrt(square))
        force = np.stack([(x * push).sum(axis=1), (y * push).sum(axis=1)], axis=1)
        if len(problem.ends):
            pull = place[problem.ends[:, 1]] - place[problem.ends[:, 0]]
            pull = pull * (np.hypot(pull[:, 0], pull[:, 1]) / ideal)[:, None]
            np.add.at(force, problem.ends[:, 0], pull)
            np.add.at(force, problem.ends[:, 1], -pull)
        size = np.hypot(force[:, 0], force[:, 1])[:, None] + 1e-9
        step = 60.0 * (1 - number / rounds) + 1.0
        place = np.clip(place + force / size * np.minimum(size, step), problem.low, problem.high)
    return np.round(place, 1)
