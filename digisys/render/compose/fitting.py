"""Stored positions made to fit a drawing: other tools store them far apart or on each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digisys.schema import Layout, Panel, Point

__all__ = ["Fitted", "fit_layout"]

#: Area of a drawing, in square units, that is never too large, and what each box may add:
#: a box with the room around it takes about a tenth of that.
_ROOMY, _ROOM_EACH = 9e6, 250e3
#: Gap that boxes moved off each other keep, across and down.
_GAP = (60.0, 54.0)
#: How often overlapping boxes move apart, how many pairs are compared and how many are moved in
#: all. A crowd that still lies on itself after that is put where there is room, unless it is
#: larger than this: then its positions say nothing.
_ROUNDS, _COMPARED, _PUSHED, _CROWD = 400, 40_000_000, 60_000, 200
_EDGE = 24.0


@dataclass(frozen=True)
class Fitted:
    """A layout that a drawing can follow.

    Attributes
    ----------
    layout
        Positions, panels and size.
    closer
        Whether everything was drawn closer together, as it lay too far apart.
    moved
        Variables that were moved, as their boxes lay on each other, in the order of the
        layout.
    piled_up
        Whether so many boxes lie on each other that the layout cannot be followed; it is
        left as it is then.
    """

    layout: Layout
    closer: bool = False
    moved: tuple[str, ...] = ()
    piled_up: bool = False


def fit_layout(layout: Layout, sizes: Mapping[str, tuple[float, float]]) -> Fitted:
    """Shift, scale and part stored positions where a drawing could not follow them.

    A layout whose boxes lie inside its sheet and apart from each other is returned as it
    is. Otherwise the sheet is cut or grown to what is there; what lies so far apart that
    boxes would be specks is scaled down; and boxes on each other are moved apart.

    Parameters
    ----------
    layout
        The layout, with at least one position.
    sizes
        Width and height of the box of each variable that is placed, in scene units.

    Returns
    -------
    Fitted
        The layout and what was done to it.
    """
    names = [name for name in layout.variables if name in sizes]
    place = np.array([(layout.variables[n].x, layout.variables[n].y) for n in names])
    size = np.array([sizes[name] for name in names])
    sheet = np.array([[0.0, 0.0], [layout.width, layout.height]])
    astray = bool(((place < sheet[0]) | (place > sheet[1])).any())
    scale = _scale(layout, place, size, astray=astray)
    place = place * scale
    parted = _parted(place, size)
    if parted is None:
        return Fitted(layout, piled_up=True)
    changed = np.flatnonzero(np.abs(parted - place).max(axis=1) > 0.5)
    if not astray and scale == 1.0 and not len(changed):
        return Fitted(layout)
    panels = {
        name: Panel(x=p.x * scale, y=p.y * scale, width=p.width * scale, height=p.height * scale)
        for name, p in layout.areas.items()
    }
    loops = {name: (point.x * scale, point.y * scale) for name, point in layout.loops.items()}
    low, high = (parted - size / 2).min(axis=0), (parted + size / 2).max(axis=0)
    for panel in panels.values():
        low = np.minimum(low, (panel.x, panel.y))
        high = np.maximum(high, (panel.x + panel.width, panel.y + panel.height))
    if not astray:
        low = np.minimum(low - _EDGE, 0.0)
        high = np.maximum(high + _EDGE, sheet[1] * scale)
    else:
        low, high = low - _EDGE, high + _EDGE
    width, height = (high - low).tolist()
    left, top = low.tolist()
    return Fitted(
        Layout(
            width=width,
            height=height,
            areas={
                name: panel.model_copy(update={"x": panel.x - left, "y": panel.y - top})
                for name, panel in panels.items()
            },
            variables={
                name: Point(x=x - left, y=y - top)
                for name, (x, y) in zip(names, parted.tolist(), strict=True)
            },
            loops={name: Point(x=x - left, y=y - top) for name, (x, y) in loops.items()},
        ),
        scale < 1.0,
        tuple(names[at] for at in changed.tolist()),
    )


def _scale(
    layout: Layout, place: NDArray[np.float64], size: NDArray[np.float64], *, astray: bool
) -> float:
    """Tell by how much a layout must shrink to be a drawing rather than a plain of specks."""
    low, high = (place - size / 2).min(axis=0), (place + size / 2).max(axis=0)
    for panel in layout.areas.values():
        low = np.minimum(low, (panel.x, panel.y))
        high = np.maximum(high, (panel.x + panel.width, panel.y + panel.height))
    if not astray:
        low, high = np.minimum(low, 0.0), np.maximum(high, (layout.width, layout.height))
    width, height = (high - low).tolist()
    # A long narrow drawing takes as much paper as a square one of its longer side.
    room = max(width, height) ** 2
    most = _ROOMY + _ROOM_EACH * len(place)
    return 1.0 if room <= most else float((most / room) ** 0.5)


def _parted(place: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Move boxes that lie on each other apart, each as little as it needs.

    Returns None for a large crowd that does not part.
    """
    place = place.copy()
    half = (size[:, None] + size[None]) / 2
    apart = np.triu(np.ones((len(place), len(place)), dtype=bool), 1)
    pushed = 0
    for _ in range(min(_ROUNDS, _COMPARED // len(place) ** 2 + 1)):
        off = place[:, None] - place[None]
        lack = half - np.abs(off)
        pairs = np.argwhere((lack > 0.5).all(axis=2) & apart)
        if not len(pairs) or pushed > _PUSHED:
            break
        pushed += len(pairs)
        for one, two in pairs.tolist():
            away = place[one] - place[two]
            need = half[one, two] + _GAP - np.abs(away)
            if (need - _GAP <= 0).any():
                continue  # an earlier pair has parted them
            axis = int(need[1] < need[0])
            side = 1.0 if away[axis] > 0 or (away[axis] == 0 and one > two) else -1.0
            place[one, axis] += side * need[axis] / 2
            place[two, axis] -= side * need[axis] / 2
    if pushed > _PUSHED and len(place) > _CROWD:
        return None
    return _untangled(np.round(place, 1), size)


def _untangled(place: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put boxes that still lie on another one, as there was a crowd, where there is room."""
    for box in range(1, len(place)):
        room = (size[box] + size[:box]) / 2
        if ((np.abs(place[box] - place[:box]) < room).all(axis=1)).any():
            place[box] = _free_spot(place[box], room + _GAP, place[:box])
    return place


def _free_spot(
    wish: NDArray[np.float64], room: NDArray[np.float64], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Find the free place nearest to a wish, on rings around it; there always is one."""
    step = room.min(axis=0) / 4
    ring = 0
    while True:
        ring += 1
        side = np.arange(-ring, ring + 1)
        spots = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        spots = wish + spots[np.abs(spots).max(axis=1) == ring] * step
        off = np.abs(spots[:, None] - others[None])
        free = spots[~(off < room).all(axis=2).any(axis=1)]
        if len(free):
            nearest = np.hypot(*(free - wish).T).argmin()
            found: NDArray[np.float64] = np.round(free[nearest], 1)
            return found
