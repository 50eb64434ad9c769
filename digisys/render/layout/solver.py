"""Positions for a model that has none: proposed once, then kept in its file."""

from __future__ import annotations

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digisys.progress import Progress
from digisys.render.layout.anneal import anneal
from digisys.render.layout.apart import move_apart
from digisys.render.layout.energy import Problem
from digisys.render.layout.panels import Need, arrange
from digisys.render.parts.boxes import model_sizes
from digisys.render.parts.panels import PANEL_PAD, heading_box
from digisys.render.scene import Rectangle
from digisys.schema import Layout, Model, Panel, Point

__all__ = ["Effort", "propose_layout"]

Floats = NDArray[np.float64]
Effort = Literal["full", "quick"]

#: Room that a box takes with its share of gaps, as a factor of its padded size.
_LOOSE = 1.05
#: Gaps between neighbouring boxes that the room is reckoned with, across and down.
_GAP = (72.0, 70.0)
#: Moves for each box, and in all, by effort.
_MOVES: dict[str, tuple[int, int]] = {"full": (900, 40_000), "quick": (70, 6_000)}
#: Above so many boxes, the first placement is rougher.
_MANY = 120
#: The stand-in for variables without an area.
_NOWHERE = ""


def propose_layout(
    model: Model,
    *,
    seed: int = 0,
    effort: Effort = "full",
    progress: Progress | None = None,
) -> Layout:
    """Propose positions: area panels, few crossings, short links, round loops.

    Panels come in rows, with strongly linked areas side by side. Boxes start from a
    force-directed placement and are then moved about by simulated annealing.

    Parameters
    ----------
    model
        The model; positions that it has are not used.
    seed
        Seed of the search: the same seed gives the same positions; try another for other
        ones.
    effort
        ``full`` for positions to keep (about half a minute for 50 variables), ``quick``
        for a drawing in between.
    progress
        Called with the share done, from 0 to 1.

    Returns
    -------
    Layout
        Size, panels and positions in scene units. Badges of loops are left to be placed
        when the model is drawn.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> layout = propose_layout(model, effort="quick")
    >>> sorted(layout.variables) == sorted(model.variables)
    True
    """
    sizes = model_sizes(model)
    names = list(model.variables)
    order = {name: n for n, name in enumerate(names)}
    area_of = [variable.area or _NOWHERE for variable in model.variables.values()]
    ends = np.array(
        [(order[link.source], order[link.target]) for link in model.links], dtype=np.intp
    ).reshape(-1, 2)
    panels = _panels(model, sizes, area_of, ends, seed)
    half = np.array([sizes[name] for name in names], dtype=float) / 2
    low, high = _rooms(model, panels, area_of, half)
    cycles = [
        (tuple(order[name] for name in cycle), 1.0 / len(loop.cycles))
        for loop in model.loops.values()
        for cycle in loop.cycles.values()
    ]
    groups = {name: n for n, name in enumerate(panels)}
    problem = Problem(
        half, ends, low, high, np.array([groups[area] for area in area_of], dtype=np.intp), cycles
    )
    each, most = _MOVES[effort]
    place, _ = anneal(
        problem,
        _first(problem, seed),
        seed=seed,
        steps=min(each * len(names), most),
        heat=6.0,
        progress=progress,
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
    sizes: dict[str, tuple[float, float]],
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
