"""Where boxes, panels and loop badges stand: stored positions, completed where needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digisys.graph.labels import short_label
from digisys.progress import Progress
from digisys.render.compose.fitting import fit_layout
from digisys.render.compose.free_spot import free_spot
from digisys.render.compose.rectangles import around, shifted, wider
from digisys.render.compose.view import Shown
from digisys.render.parts.boxes import model_sizes
from digisys.render.parts.marks import LOOP_RADIUS
from digisys.render.parts.panels import PANEL_PAD, heading_box, heading_width
from digisys.render.scene import (
    XY,
    Rectangle,
)
from digisys.schema import Layout, Model, Panel
from digisys.words import say

__all__ = ["Placement", "needs_layout", "place"]

#: Gap kept around a box that the program places.
_GAP = 26.0
#: With more variables than this without a position, and than there are with one, the stored
#: positions say too little to be worth keeping.
_MOST_PLACED = 60
#: Edge of a cropped drawing.
_EDGE = 24.0

Note = Callable[[str], str]


@dataclass(frozen=True)
class Placement:
    """Where everything stands on the map, in scene units from the map's top left corner.

    Attributes
    ----------
    width, height
        Size of the map.
    panels
        Rectangle (left, top, right, bottom) of each area drawn.
    variables
        Centre of each box.
    loops
        Centre of each loop's badge.
    notes
        What the program had to decide, in any language.
    """

    width: float
    height: float
    panels: Mapping[str, Rectangle]
    variables: Mapping[str, XY]
    loops: Mapping[str, XY]
    notes: tuple[Note, ...] = ()


def place(
    shown: Shown, progress: Progress | None = None, deadline: float | None = None
) -> Placement:
    """Find where everything that is shown stands.

    Stored positions are kept. Variables without one are put near their neighbours, with a
    note. A model without any is laid out afresh, always the same way, and so is one with
    few of them; of a part of a model, only what is shown is laid out.

    Parameters
    ----------
    shown
        What is drawn.
    progress
        Called with the share done, from 0 to 1, while a layout is sought.
    deadline
        Reading of the monotonic clock, in seconds, at which that search ends.

    Returns
    -------
    Placement
        The places.
    """
    model = shown.model
    notes: list[Note] = []
    sizes = model_sizes(model, shown.variables)
    layout = model.layout
    fitted = None
    if layout is not None and not needs_layout(model, shown.variables):
        fitted = fit_layout(layout, sizes)
    if layout is None or fitted is None or fitted.piled_up:
        from digisys.render.layout.solver import propose_layout

        layout = propose_layout(
            model, names=shown.variables, progress=progress, effort="quick", deadline=deadline
        )
        few = model.layout is not None and model.layout.variables
        notes.append(_piled_up if fitted else _few if few else _unplaced)
    else:
        layout = fitted.layout
        if fitted.closer:
            notes.append(_closer)
        if fitted.moved:
            notes.append(_parted(model, fitted.moved))
    variables = {
        name: (point.x, point.y) for name, point in layout.variables.items() if name in sizes
    }
    missing = [name for name in shown.variables if name not in variables]
    if missing:
        variables.update(_near_neighbours(model, layout, variables, missing, sizes))
        notes.append(_placed(model, missing))
    variables = {name: variables[name] for name in shown.variables}
    boxes = {name: around(variables[name], sizes[name]) for name in shown.variables}
    panels = _panels(shown, layout, boxes)
    loops = _badges(shown, layout, boxes, panels)
    badges = [around(centre, (2 * LOOP_RADIUS, 2 * LOOP_RADIUS)) for centre in loops.values()]
    whole = (0.0, 0.0, layout.width, layout.height)
    if shown.narrowed:
        whole = _bounds([*panels.values(), *boxes.values(), *badges], _EDGE)
    else:
        marks = [*(wider(box, 8) for box in boxes.values()), *badges]
        whole = _bounds([whole, *panels.values(), *marks], 0)
    left, top, right, bottom = whole
    return Placement(
        right - left,
        bottom - top,
        {name: shifted(panel, (-left, -top)) for name, panel in panels.items()},
        {name: (x - left, y - top) for name, (x, y) in variables.items()},
        {name: (x - left, y - top) for name, (x, y) in loops.items()},
        tuple(notes),
    )


def needs_layout(model: Model, names: Collection[str]) -> bool:
    """Tell whether positions must be found anew, as none or but a few are stored.

    Parameters
    ----------
    model
        The model.
    names
        Ids of the variables that are drawn.
    """
    stored = model.layout.variables if model.layout is not None else {}
    known = sum(name in stored for name in names)
    return known == 0 or len(names) - known > max(known, _MOST_PLACED)


def _unplaced(language: str) -> str:
    return say("The model has no stored positions; the program chose them.", language)


def _few(language: str) -> str:
    return say("Few positions are stored in the model; the program chose all of them.", language)


def _piled_up(language: str) -> str:
    return say("The stored positions lie on each other; the program chose all of them.", language)


def _closer(language: str) -> str:
    return say("The stored positions lie far apart; they are drawn closer together.", language)


def _parted(model: Model, moved: Sequence[str]) -> Note:
    def note(language: str) -> str:
        names = ", ".join(short_label(model, name, language) for name in moved)
        return say("Moved apart, as boxes lay on each other: {names}.", language, names=names)

    return note


def _placed(model: Model, missing: Sequence[str]) -> Note:
    def note(language: str) -> str:
        names = ", ".join(short_label(model, name, language) for name in missing)
        return say("Placed by the program, as no position is stored: {names}.", language,
                   names=names)  # fmt: skip

    return note


def _bounds(boxes: Iterable[Rectangle], edge: float) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts) - edge, min(tops) - edge, max(rights) + edge, max(bottoms) + edge


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _panels(shown: Shown, layout: Layout, boxes: Mapping[str, Rectangle]) -> dict[str, Rectangle]:
    """Panels of the areas drawn, cut down to what is shown, grown to hold every box."""
    panels: dict[str, Rectangle] = {}
    for area in shown.model.areas:
        inside = [
            boxes[name] for name in shown.variables if shown.model.variables[name].area == area
        ]
        stored = layout.areas.get(area)
        if not inside and (shown.narrowed or stored is None):
            continue
        found: list[Rectangle] = []
        if stored is not None and not (shown.narrowed and inside):
            found.append((stored.x, stored.y, stored.x + stored.width, stored.y + stored.height))
        if inside:
            cropped = _around_boxes(shown.model, area, inside, stored)
            outside = found and any(not _holds(found[0], box) for box in inside)
            if not found or outside:
                found.append(cropped)
        panels[area] = _bounds(found, 0)
    return panels


def _around_boxes(
    model: Model, area: str, inside: Sequence[Rectangle], stored: Panel | None
) -> Rectangle:
    """Panel for some boxes of an area, wide enough for a whole heading."""
    left, top, right, bottom = _bounds(inside, 0)
    left, right = left - PANEL_PAD, right + PANEL_PAD
    lack = heading_width(model.areas[area], model.languages) - (right - left)
    if lack > 0:
        left, right = left - lack / 2, right + lack / 2
        if stored is not None:  # grow where the stored panel has room, not over a neighbour
            off = max(stored.x - left, 0.0) or min(stored.x + stored.width - right, 0.0)
            left, right = left + off, right + off
    head = heading_box(model.areas[area], right - left, model.languages)[3] + 24
    return left, top - head, right, bottom + PANEL_PAD


def _holds(panel: Rectangle, box: Rectangle) -> bool:
    return panel[0] <= box[0] and panel[1] <= box[1] and panel[2] >= box[2] and panel[3] >= box[3]


def _near_neighbours(
    model: Model,
    layout: Layout,
    known: Mapping[str, XY],
    missing: Sequence[str],
    sizes: Mapping[str, tuple[float, float]],
) -> dict[str, XY]:
    """Put variables without a position near those that they are linked to."""
    taken = {name: wider(around(known[name], sizes[name]), _GAP / 2) for name in known}
    taken.update(
        {
            f"heading {area}": shifted(
                heading_box(model.areas[area], panel.width, model.languages), (panel.x, panel.y)
            )
            for area, panel in layout.areas.items()
        }
    )
    linked: dict[str, list[str]] = {name: [] for name in missing}
    for link in (link for link in model.links if not link.damps):
        for name, other in ((link.source, link.target), (link.target, link.source)):
            if name in linked:
                linked[name].append(other)
    found: dict[str, XY] = {}
    for name in missing:
        placed = {**known, **found}
        area = model.variables[name].area
        ends = [placed[other] for other in linked[name] if other in placed]
        mates = [place for other, place in placed.items() if model.variables[other].area == area]
        near = ends or mates or [(layout.width / 2, layout.height / 2)]
        wish = (sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near))
        panel = layout.areas.get(area) if area else None
        room = None
        if panel is not None:
            room = (panel.x, panel.y, panel.x + panel.width, panel.y + panel.height)
        found[name] = _spot(wish, sizes[name], list(taken.values()), room)
        taken[name] = wider(around(found[name], sizes[name]), _GAP / 2)
    return found


def _spot(
    wish: XY,
    size: tuple[float, float],
    taken: Sequence[Rectangle],
    room: Rectangle | None,
) -> XY:
    """Find the free place nearest to a wish; outside the room when it is full."""
    free = (size[0] + _GAP, size[1] + _GAP)
    if room is not None:
        half = (size[0] / 2 + PANEL_PAD, size[1] / 2 + PANEL_PAD)
        wish = (
            min(max(wish[0], room[0] + half[0]), max(room[2] - half[0], room[0] + half[0])),
            min(max(wish[1], room[1] + half[1]), max(room[3] - half[1], room[1] + half[1])),
        )
        found = free_spot(wish, free, taken, room)
        if found is not None:
            return found
    return free_spot(wish, free, taken, None) or wish


def _badges(
    shown: Shown,
    layout: Layout,
    boxes: Mapping[str, Rectangle],
    panels: Mapping[str, Rectangle],
) -> dict[str, XY]:
    """Centres of loop badges: stored, or near the middle of the loop where there is room."""
    model = shown.model
    taken = [wider(box, 8.0) for box in boxes.values()]
    taken += [
        shifted(heading_box(model.areas[name], panel[2] - panel[0], model.languages), panel[:2])
        for name, panel in panels.items()
    ]
    size = (2 * LOOP_RADIUS, 2 * LOOP_RADIUS)
    found: dict[str, XY] = {}
    for name, cycles in shown.rings.items():
        stored = layout.loops.get(name)
        if stored is not None and not shown.narrowed:
            found[name] = (stored.x, stored.y)
        else:
            members = sorted({member for cycle in cycles for member in cycle})
            middles = [
                ((boxes[m][0] + boxes[m][2]) / 2, (boxes[m][1] + boxes[m][3]) / 2) for m in members
            ]
            wish = (
                sum(x for x, _ in middles) / len(middles),
                sum(y for _, y in middles) / len(middles),
            )
            if stored is not None:
                wish = (stored.x, stored.y)
            found[name] = _spot(wish, size, taken, None)
        taken.append(around(found[name], size))
    return found
