"""Boxes of variables with their levels and changes, and the badges of their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digisys.graph.labels import area_label
from digisys.render.compose.brush import Brush
from digisys.render.compose.look import MarkName
from digisys.render.compose.rectangles import corners
from digisys.render.parts.boxes import BADGE, LABEL, Label, centred_lines
from digisys.render.parts.known import known_mark, known_spots
from digisys.render.parts.marks import pill, tag_at, tag_size
from digisys.render.scene import (
    XY,
    Box,
    Change,
    Paint,
    Rect,
    Rectangle,
    Shape,
    Tag,
    TargetBadge,
    Text,
)
from digisys.schema import Variable
from digisys.words import N_, say, say_number

__all__ = [
    "CHANGED",
    "MARK_WORDS",
    "badge_plates",
    "clear_tag",
    "paint_box",
    "target_badges",
    "with_first_ids",
]

#: Words on what is known of a variable besides the model.
MARK_WORDS: dict[MarkName, str] = {
    "measured": N_("measured by an indicator"),
    "pushed": N_("pushed by an action"),
}
#: Words on what differs in a comparison.
CHANGED: dict[Change, str] = {
    "added": N_("new"),
    "removed": N_("removed"),
    "changed": N_("changed"),
}


def paint_box(brush: Brush, name: str, label: Label, room: Rectangle, level: float | None) -> Box:
    """Make the box of a variable, with its level if one is shown."""
    theme, lit = brush.theme, brush.shown.lit
    variable = brush.model.variables[name]
    state = brush.state(lit is not None and name in lit.variables)
    colours = brush.colours(variable.area, state)
    fill, text, width = theme.box, theme.text, theme.widths.box
    if state == "dimmed":
        text, width = theme.dim_text, theme.widths.box_dim
    elif state == "highlighted":
        width = theme.widths.box_high
        if lit is not None and name in lit.origins:
            fill, text = colours.strong, theme.on_strong
    stroke = colours.line
    dash: tuple[float, ...] = ()
    change: Change = brush.shown.variable_changes.get(name, "same")
    tag = None
    if change != "same":
        stroke = getattr(theme, change)
        width = max(width, theme.widths.box_high)
        dash = theme.dashes.removed if change == "removed" else ()
        tag = _box_tag(brush, say(CHANGED[change], brush.language), room, stroke)
    if level is not None and round(level, 2):  # what has not moved stays bare
        step = theme.heat_step(level)
        fill, text = theme.heat[step], theme.heat_text[step]
        figure = say_number(level, brush.language, "+.2f")
        tag = _box_tag(brush, figure, room, theme.plain.strong)
    left, top, right, bottom = room
    middle = ((left + right) / 2, (top + bottom) / 2)
    outline = Rect(left, top, right - left, bottom - top, 9.0, Paint(fill, stroke, width, dash))
    lines = centred_lines(label.lines, middle, LABEL, 600, text)
    return Box(
        f"variable-{name}", name, variable.area, _box_name(brush, name), outline, lines,
        level, tag, state, change, _marks(brush, name, room, stroke),
    )  # fmt: skip


def _marks(brush: Brush, name: str, room: Rectangle, line: str) -> tuple[Shape, ...]:
    """Mark what is known of a variable besides the model."""
    kinds = brush.look.marks_of(name)
    spots = known_spots(room[0], room[1], len(kinds))
    return tuple(
        shape
        for kind, spot in zip(kinds, spots, strict=True)
        for shape in known_mark(kind, spot, line, brush.theme.box)
    )


def _box_tag(brush: Brush, word: str, room: Rectangle, fill: str) -> Tag:
    width, _ = tag_size(word, brush.small)
    left, _, _, bottom = room
    return tag_at(
        word, (left + 8 + width / 2, bottom + 2), fill, brush.theme.on_strong, brush.small
    )


def clear_tag(box: Box, taken: Sequence[Rectangle]) -> Box:
    """Put the tag of a box where it covers least: links do not make way for it."""
    if box.tag is None:
        return box
    plate, text = box.tag.plate, box.tag.text
    room = box.outline
    low, high = room.x + 8, room.x + room.width - 8 - plate.width
    lefts = [low + (high - low) * share for share in (0, 1, 0.5, 0.25, 0.75)]
    spots = [
        (left, middle - plate.height / 2)
        for middle in (room.y + room.height + 2, room.y - 2)
        for left in lefts
    ]
    # Beside the box, where everything above and below it is taken.
    spots += [
        (left, room.y + (room.height - plate.height) * share)
        for left in (room.x + room.width - 7, room.x - plate.width + 7)
        for share in (1, 0, 0.5)
    ]

    def covered(spot: XY) -> float:
        left, top = spot
        right, bottom = left + plate.width, top + plate.height
        return sum(
            max(0.0, min(right, other[2]) - max(left, other[0]))
            * max(0.0, min(bottom, other[3]) - max(top, other[1]))
            for other in taken
        )

    x, y = min(spots, key=covered)
    off = (x - plate.x, y - plate.y)
    tag = Tag(replace(plate, x=x, y=y), replace(text, x=text.x + off[0], y=text.y + off[1]))
    return replace(box, tag=tag)


def _box_name(brush: Brush, name: str) -> str:
    variable = brush.model.variables[name]
    parts = [brush.text(name)]
    if variable.area is not None:
        parts.append(area_label(brush.model, variable.area, brush.language))
    parts += [say("target {number}", brush.language, number=ref.target) for ref in variable.targets]
    parts += [say(MARK_WORDS[kind], brush.language) for kind in brush.look.marks_of(name)]
    return "; ".join(parts)


def badge_plates(variable: Variable, room: Rectangle, size: float) -> list[Rect]:
    """Return the plates of the targets that a variable with a box stands for, unpainted."""
    return [plate for _, plate, _ in _pills(variable, room, Paint(), "#000000", size)]


def _pills(
    variable: Variable, room: Rectangle, paint: Paint, colour: str, size: float
) -> list[tuple[int, Rect, Text]]:
    """Set the numbers of targets side by side at the upper right of a box."""
    right, made = room[2] + 6, []
    for ref in reversed(variable.targets):
        plate, text = pill(str(ref.target), right, room[1] - 2, BADGE, paint, colour, size)
        right = plate.x - 1
        made.append((ref.target, plate, text))
    return made[::-1]


def target_badges(brush: Brush, box: Box) -> list[TargetBadge]:
    """Make the badges of the targets that a variable stands for."""
    theme = brush.theme
    variable = brush.model.variables[box.variable]
    paint = Paint(brush.colours(box.area, box.state).strong, theme.box, 1.5)
    made = []
    for number, plate, text in _pills(
        variable, corners(box.outline), paint, theme.on_strong, brush.small
    ):
        target = brush.model.targets[number]
        title = (target.short_label or target.title).text(brush.language)
        name = say("Target {number}: {title}", brush.language, number=number, title=title)
        key = f"target-{number}-{box.variable}"
        made.append(TargetBadge(key, number, box.variable, name, plate, text, box.state))
    return made


def with_first_ids(badges: Sequence[TargetBadge]) -> list[TargetBadge]:
    """Give the first badge of each target the plain id."""
    seen: set[int] = set()
    named = []
    for badge in badges:
        first = badge.target not in seen
        seen.add(badge.target)
        named.append(replace(badge, id=f"target-{badge.target}") if first else badge)
    return named
