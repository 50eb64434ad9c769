"""The elements of a map in their colours and states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digisys.graph.labels import short_label
from digisys.progress import Progress
from digisys.render.compose.arrows import mark_rooms, paint_arrows
from digisys.render.compose.brush import Brush
from digisys.render.compose.loops import paint_loop
from digisys.render.compose.placing import Placement
from digisys.render.compose.rectangles import around, corners, moved
from digisys.render.compose.variables import (
    badge_plates,
    clear_tag,
    paint_box,
    target_badges,
    with_first_ids,
)
from digisys.render.parts.boxes import fit_label
from digisys.render.parts.known import KNOWN, known_spots
from digisys.render.parts.marks import LOOP_RADIUS
from digisys.render.parts.panels import heading_box, make_panel
from digisys.render.routing.links import Room
from digisys.render.scene import XY, Arrow, Box, LoopBadge, Panel, Rectangle, TargetBadge

__all__ = ["Parts", "paint"]


@dataclass(frozen=True)
class Parts:
    """The elements of the map."""

    panels: tuple[Panel, ...]
    arrows: tuple[Arrow, ...]
    boxes: tuple[Box, ...]
    badges: tuple[TargetBadge, ...]
    loops: tuple[LoopBadge, ...]


def paint(
    brush: Brush,
    placed: Placement,
    shift: XY,
    *,
    heat: Mapping[str, float],
    progress: Progress | None = None,
    deadline: float | None = None,
) -> Parts:
    """Make every element of a map.

    Parameters
    ----------
    brush
        What is drawn, in which colours and language.
    placed
        Where it stands on the map.
    shift
        From the map's corner to the scene's.
    heat
        Level of variables, if any.
    progress
        Called with the share done, from 0 to 1.
    deadline
        Reading of the monotonic clock, in seconds, after which links run as they come.

    Returns
    -------
    Parts
        The elements, dimmed ones first within each kind.
    """
    shown = brush.shown
    labels = {
        name: fit_label(short_label(brush.model, name, brush.language)) for name in shown.variables
    }
    rectangles = _around_labels(brush, brush.language, placed, shift)
    centres = {name: moved(at, shift) for name, at in placed.loops.items()}
    panels, headings = _panels(brush, placed, shift)
    boxes = [
        paint_box(brush, name, labels[name], rectangles[name], heat.get(name))
        for name in shown.variables
    ]
    badges = [badge for box in boxes for badge in target_badges(brush, box)]
    rings = [around(at, (2 * LOOP_RADIUS + 8,) * 2) for at in centres.values()]
    blocks = [*headings, *rings, *(corners(badge.plate) for badge in badges)]
    arrows = paint_arrows(
        brush, placed, _rooms(brush, placed, shift, [*headings, *rings]), shift, progress, deadline
    )
    blocks += [
        around(spot, (2 * KNOWN, 2 * KNOWN))
        for box in boxes
        for spot in known_spots(
            box.outline.x, box.outline.y, len(brush.look.marks_of(box.variable))
        )
    ]
    taken = [*blocks, *(room for arrow in arrows for room in mark_rooms(arrow))]
    boxes = [
        clear_tag(box, [*taken, *(corners(each.outline) for each in boxes if each is not box)])
        for box in boxes
    ]
    loops = [paint_loop(brush, name, centres[name], arrows) for name in shown.loops]
    return Parts(
        tuple(panels),
        tuple(sorted(arrows, key=_layer)),
        tuple(sorted(boxes, key=_layer)),
        tuple(sorted(with_first_ids(badges), key=_layer)),
        tuple(sorted(loops, key=_layer)),
    )


def _around_labels(
    brush: Brush, language: str, placed: Placement, shift: XY
) -> dict[str, Rectangle]:
    """Return the boxes around the labels of a language."""
    labels = {name: fit_label(short_label(brush.model, name, language)) for name in
              brush.shown.variables}  # fmt: skip
    return {
        name: around(moved(placed.variables[name], shift), (label.width, label.height))
        for name, label in labels.items()
    }


def _rooms(
    brush: Brush, placed: Placement, shift: XY, blocks: Sequence[Rectangle]
) -> dict[str, Room]:
    """Return what stands in the way of links in each language, that of the model first."""
    rooms: dict[str, Room] = {}
    for language in dict.fromkeys(
        [brush.model.default_language, *brush.model.languages, brush.language]
    ):
        boxes = _around_labels(brush, language, placed, shift)
        badges = [
            corners(plate)
            for name, box in boxes.items()
            for plate in badge_plates(brush.model.variables[name], box, brush.small)
        ]
        rooms[language] = Room(list(boxes.values()), [*blocks, *badges])
    return rooms


def _panels(brush: Brush, placed: Placement, shift: XY) -> tuple[list[Panel], list[Rectangle]]:
    lit = brush.shown.lit
    panels, headings = [], []
    for name, stored in placed.panels.items():
        left, top, right, bottom = stored
        box = (left + shift[0], top + shift[1], right + shift[0], bottom + shift[1])
        inside = (v for v in brush.shown.variables if brush.model.variables[v].area == name)
        state = brush.state(lit is not None and any(v in lit.variables for v in inside))
        state = "normal" if state == "highlighted" else state
        area = brush.model.areas[name]
        colours = brush.colours(name, state)
        panels.append(make_panel(name, area, box, brush.language, colours, state))
        x0, y0, x1, y1 = heading_box(area, right - left, brush.model.languages)
        headings.append((box[0] + x0, box[1] + y0, box[0] + x1, box[1] + y1))
    return panels, headings


def _layer(element: Arrow | Box | TargetBadge | LoopBadge) -> int:
    return {"dimmed": 0, "normal": 1, "highlighted": 2}[element.state]
