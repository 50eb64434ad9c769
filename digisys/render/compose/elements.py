"""The elements of a map in their colours and states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from digisys.render.compose.placing import Placement
from digisys.render.compose.view import Shown
from digisys.render.parts.boxes import BADGE, LABEL, Label, centred_lines, fit_label, label_text
from digisys.render.parts.marks import (
    LOOP_RADIUS,
    SIGN,
    arrow_parts,
    delay_bars,
    pill,
    point_on,
    sign_mark,
    tag_at,
    tag_size,
    turning_arrow,
)
from digisys.render.parts.panels import heading_box, make_panel
from digisys.render.routing.bezier import Floats, bezier_points
from digisys.render.routing.candidates import Wish
from digisys.render.routing.links import route_links
from digisys.render.routing.signs import place_signs, place_tags
from digisys.render.scene import (
    XY,
    Arrow,
    Box,
    Change,
    Circle,
    LoopBadge,
    Paint,
    Panel,
    Poly,
    Rect,
    Rectangle,
    State,
    Tag,
    TargetBadge,
)
from digisys.render.style import AreaColours, Theme
from digisys.schema import Link
from digisys.words import N_, say, say_number

__all__ = ["Painter", "Parts"]

#: Gap between a box and the tip of an arrow.
_TIP = 1.5
#: Room kept above and left of the map while links are routed.
_MARGIN = 40.0
_SIGNS: dict[str, Literal["+", "−", "?"]] = {"positive": "+", "negative": "−", "unknown": "?"}
_SENTENCES = {
    "positive": N_("{source} → {target}: strengthens"),
    "negative": N_("{source} → {target}: weakens"),
    "unknown": N_("{source} → {target}: direction unknown"),
}
_CHANGED = {"added": N_("new"), "removed": N_("removed"), "changed": N_("changed")}
_KINDS = {
    "reinforcing": N_("Reinforcing loop {name}: {label}"),
    "balancing": N_("Balancing loop {name}: {label}"),
    "unknown": N_("Loop {name}, kind unknown: {label}"),
}


@dataclass(frozen=True)
class Parts:
    """The elements of the map."""

    panels: tuple[Panel, ...]
    arrows: tuple[Arrow, ...]
    boxes: tuple[Box, ...]
    badges: tuple[TargetBadge, ...]
    loops: tuple[LoopBadge, ...]


class Painter:
    """Makes the elements of one drawing.

    Parameters
    ----------
    shown
        What is drawn.
    placed
        Where it stands.
    theme
        Its colours.
    language
        Language of every text.
    heat
        Level of variables, if any.
    """

    def __init__(
        self,
        shown: Shown,
        placed: Placement,
        theme: Theme,
        language: str,
        heat: Mapping[str, float],
    ) -> None:
        self.shown, self.model, self.placed = shown, shown.model, placed
        self.theme, self.language, self.heat = theme, language, heat
        self.area_number = {name: n for n, name in enumerate(self.model.areas)}
        self.labels: dict[str, Label] = {
            name: fit_label(label_text(self.model.variables[name], language))
            for name in shown.variables
        }

    def paint(self, shift: XY, progress: Callable[[float], None] | None = None) -> Parts:
        """Make everything, moved by a shift from the map's to the scene's corner."""
        middles = {name: _moved(at, shift) for name, at in self.placed.variables.items()}
        rectangles = {
            name: _around(middles[name], (self.labels[name].width, self.labels[name].height))
            for name in self.shown.variables
        }
        centres = {name: _moved(at, shift) for name, at in self.placed.loops.items()}
        panels, headings = self._panels(shift)
        boxes = [self._box(name, rectangles[name]) for name in self.shown.variables]
        badges = [badge for box in boxes for badge in self._badges(box)]
        blocks = [*headings, *(_corners(badge.plate) for badge in badges)]
        blocks += [_corners(box.tag.plate) for box in boxes if box.tag]
        blocks += [_around(at, (2 * LOOP_RADIUS + 8,) * 2) for at in centres.values()]
        arrows = self._arrows(rectangles, blocks, shift, progress)
        loops = [self._loop(name, centres[name], arrows) for name in self.shown.loops]
        return Parts(
            tuple(panels),
            tuple(sorted(arrows, key=_layer)),
            tuple(sorted(boxes, key=_layer)),
            tuple(sorted(self._first_ids(badges), key=_layer)),
            tuple(sorted(loops, key=_layer)),
        )

    # --- colours and states ----------------------------------------------------------

    def _state(self, lit: bool) -> State:  # noqa: FBT001 - one private switch
        if self.shown.lit is None:
            return "normal"
        return "highlighted" if lit else "dimmed"

    def _colours(self, area: str | None, state: State) -> AreaColours:
        if state == "dimmed":
            return self.theme.dim
        return self.theme.area(self.area_number[area] if area is not None else None)

    def _text(self, name: str) -> str:
        return self.model.variables[name].label.text(self.language)

    # --- elements --------------------------------------------------------------------

    def _panels(self, shift: XY) -> tuple[list[Panel], list[Rectangle]]:
        lit = self.shown.lit
        panels, headings = [], []
        for name, stored in self.placed.panels.items():
            left, top, right, bottom = stored
            box = (left + shift[0], top + shift[1], right + shift[0], bottom + shift[1])
            inside = (v for v in self.shown.variables if self.model.variables[v].area == name)
            state = self._state(lit is not None and any(v in lit.variables for v in inside))
            state = "normal" if state == "highlighted" else state
            area = self.model.areas[name]
            colours = self._colours(name, state)
            panels.append(make_panel(name, area, box, self.language, colours, state))
            x0, y0, x1, y1 = heading_box(area, right - left, [self.language])
            headings.append((box[0] + x0, box[1] + y0, box[0] + x1, box[1] + y1))
        return panels, headings

    def _box(self, name: str, corners: Rectangle) -> Box:
        theme, lit = self.theme, self.shown.lit
        variable = self.model.variables[name]
        state = self._state(lit is not None and name in lit.variables)
        colours = self._colours(variable.area, state)
        fill, text, width = theme.box, theme.text, theme.widths.box
        if state == "dimmed":
            text, width = theme.dim_text, theme.widths.box_dim
        elif state == "highlighted":
            width = theme.widths.box_high
            if lit is not None and name in lit.origins:
                fill, text = colours.strong, theme.on_strong
        stroke = colours.line
        dash: tuple[float, ...] = ()
        change: Change = self.shown.variable_changes.get(name, "same")
        tag = None
        if change != "same":
            stroke = getattr(theme, change)
            width = max(width, theme.widths.box_high)
            dash = theme.dashes.removed if change == "removed" else ()
            tag = self._box_tag(say(_CHANGED[change], self.language), corners, stroke)
        level = self.heat.get(name)
        if level is not None:
            step = theme.heat_step(level)
            fill, text = theme.heat[step], theme.heat_text[step]
            if round(level, 2):  # a figure on what has not moved would only distract
                figure = say_number(level, self.language, "+.2f")
                tag = self._box_tag(figure, corners, theme.plain.strong)
        label = self.labels[name]
        left, top, right, bottom = corners
        middle = ((left + right) / 2, (top + bottom) / 2)
        outline = Rect(left, top, right - left, bottom - top, 9.0, Paint(fill, stroke, width, dash))
        lines = centred_lines(label.lines, middle, LABEL, 600, text)
        return Box(
            f"variable-{name}", name, variable.area, self._box_name(name), outline, lines,
            level, tag, state, change,
        )  # fmt: skip

    def _box_tag(self, word: str, corners: Rectangle, fill: str) -> Tag:
        width, _ = tag_size(word)
        left, _, _, bottom = corners
        return tag_at(word, (left + 8 + width / 2, bottom + 2), fill, self.theme.on_strong)

    def _box_name(self, name: str) -> str:
        variable = self.model.variables[name]
        parts = [self._text(name)]
        if variable.area is not None:
            parts.append(self.model.areas[variable.area].label.text(self.language))
        parts += [
            say("target {number}", self.language, number=ref.target) for ref in variable.targets
        ]
        return "; ".join(parts)

    def _badges(self, box: Box) -> list[TargetBadge]:
        theme = self.theme
        variable = self.model.variables[box.variable]
        fill = self._colours(box.area, box.state).strong
        right = box.outline.x + box.outline.width + 6
        made = []
        for ref in reversed(variable.targets):
            plate, text = pill(
                str(ref.target), right, box.outline.y - 2, BADGE,
                Paint(fill, theme.box, 1.5), theme.on_strong,
            )  # fmt: skip
            right = plate.x - 1
            target = self.model.targets[ref.target]
            title = (target.short_label or target.title).text(self.language)
            name = say("Target {number}: {title}", self.language, number=ref.target, title=title)
            key = f"target-{ref.target}-{box.variable}"
            made.append(TargetBadge(key, ref.target, box.variable, name, plate, text, box.state))
        return made[::-1]

    def _first_ids(self, badges: Sequence[TargetBadge]) -> list[TargetBadge]:
        """Give the first badge of each target the plain id."""
        seen: set[int] = set()
        named = []
        for badge in badges:
            first = badge.target not in seen
            seen.add(badge.target)
            named.append(replace(badge, id=f"target-{badge.target}") if first else badge)
        return named

    # --- links -----------------------------------------------------------------------

    def _arrows(
        self,
        rectangles: Mapping[str, Rectangle],
        blocks: Sequence[Rectangle],
        shift: XY,
        progress: Callable[[float], None] | None,
    ) -> list[Arrow]:
        """Route the links on the map as if it stood alone, so that a subtitle moves nothing."""
        links, back = self.shown.links, (_MARGIN - shift[0], _MARGIN - shift[1])
        loops_of = self._loops_of()
        order = {name: n for n, name in enumerate(rectangles)}
        ends = [_wider(_shifted(box, back), _TIP) for box in rectangles.values()]
        stones = [_shifted(block, back) for block in blocks]
        wishes = [Wish(order[link.source], order[link.target], self._ring(link)) for link in links]
        width, height = self.placed.width, self.placed.height
        bounds = (_MARGIN + 2, _MARGIN, _MARGIN + width - 2, _MARGIN + height)
        routes = route_links(ends, stones, wishes, bounds=bounds, progress=progress)
        lines = [bezier_points(route.points, 24) for route in routes]
        spots = place_signs(lines, [*ends, *stones], bounds)
        signs = [_around(spot, (2 * SIGN, 2 * SIGN)) for spot in spots]
        tags = self._link_tags(lines, [*ends, *stones, *signs], back)
        return [
            self._arrow(
                link,
                [_moved((x, y), back, -1) for x, y in route.points.tolist()],
                _moved(spot, back, -1),
                tags.get(link.id),
                loops_of.get(link.id, ()),
            )
            for link, route, spot in zip(links, routes, spots, strict=True)
        ]

    def _loops_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, cycles in self.shown.loops.items():
            for link in {link: None for cycle in cycles for link in _links_of(cycle)}:
                found[link] = (*found.get(link, ()), name)
        return found

    def _ring(self, link: Link) -> XY | None:
        """Middle of the smallest drawn loop that a link belongs to, as it is routed."""
        rings = [
            cycle
            for cycles in self.shown.loops.values()
            for cycle in cycles
            if len(cycle) > 2 and link.id in _links_of(cycle)
        ]
        if not rings:
            return None
        places = [self.placed.variables[name] for name in min(rings, key=len)]
        x, y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
        return x + _MARGIN, y + _MARGIN

    def _link_tags(
        self, lines: Sequence[Floats], obstacles: Sequence[Rectangle], back: XY
    ) -> dict[str, Tag]:
        changed = [
            (n, link.id, self.shown.link_changes[link.id])
            for n, link in enumerate(self.shown.links)
            if self.shown.link_changes.get(link.id, "same") != "same"
        ]
        words = [say(_CHANGED[change], self.language) for _, _, change in changed]
        spots = place_tags(
            [lines[n] for n, _, _ in changed], [tag_size(word) for word in words], obstacles
        )
        return {
            key: tag_at(
                word, _moved(spot, back, -1), getattr(self.theme, change), self.theme.on_strong
            )
            for (_, key, change), word, spot in zip(changed, words, spots, strict=True)
        }

    def _arrow(
        self, link: Link, points: list[XY], spot: XY, tag: Tag | None, loops: tuple[str, ...]
    ) -> Arrow:
        theme, lit = self.theme, self.shown.lit
        state = self._state(lit is not None and link.id in lit.links)
        change: Change = self.shown.link_changes.get(link.id, "same")
        colours = self._colours(self.model.variables[link.source].area, state)
        colour = colours.line
        width = theme.widths.link_loop if loops else theme.widths.link
        if state != "normal":
            width = theme.widths.link_high if state == "highlighted" else theme.widths.link_dim
        negative, ambiguous = link.polarity == "negative", link.certainty == "ambiguous"
        dash: tuple[float, ...] = theme.dashes.negative if negative else ()
        if ambiguous:
            dash = theme.dashes.ambiguous_negative if negative else theme.dashes.ambiguous
            width = max(width, theme.widths.link)
        if change != "same":
            colour = getattr(theme, change)
            dash = theme.dashes.removed if change == "removed" else dash
        line, head = arrow_parts(
            points,
            Paint(stroke=colour, width=width, dash=dash),
            hollow=theme.box if ambiguous else None,
        )
        sign = sign_mark(_SIGNS[link.polarity], spot, colour, theme, dim=state == "dimmed")
        bars: tuple[Poly, ...] = ()
        if link.delay > 0:
            piece = (len(points) - 1) // 6 * 3
            at, way = point_on(points[piece : piece + 4], 0.42)
            bars = delay_bars(at, way, colour, width)
        return Arrow(
            id=f"link-{link.source}--{link.target}",
            source=link.source,
            target=link.target,
            polarity=link.polarity,
            certainty=link.certainty,
            name=self._arrow_name(link),
            line=line,
            head=head,
            sign=sign,
            delay=bars,
            tag=tag,
            loops=loops,
            state=state,
            change=change,
        )

    def _arrow_name(self, link: Link) -> str:
        parts = [
            say(
                _SENTENCES[link.polarity],
                self.language,
                source=self._text(link.source),
                target=self._text(link.target),
            )
        ]
        if link.delay > 0:
            parts.append(say("acts with a delay", self.language))
        if link.certainty == "ambiguous":
            parts.append(say("ambiguous in the source", self.language))
        return "; ".join(parts)

    # --- loops -----------------------------------------------------------------------

    def _loop(self, name: str, centre: XY, arrows: Sequence[Arrow]) -> LoopBadge:
        theme, lit = self.theme, self.shown.lit
        loop = self.model.loops[name]
        cycles = self.shown.loops[name]
        links = tuple(dict.fromkeys(link for cycle in cycles for link in _links_of(cycle)))
        lit_up = lit is not None and (
            name in lit.loops or any(_links_of(cycle) <= lit.links for cycle in cycles)
        )
        state = self._state(lit_up)
        dim = state == "dimmed"
        colour = theme.dim.line if dim else theme.loop
        by_id = {f"{arrow.source}->{arrow.target}": arrow for arrow in arrows}
        clockwise = _clockwise([by_id[link] for link in _ordered(cycles[0])])
        arc, head = turning_arrow(
            centre, LOOP_RADIUS - 3, Paint(stroke=colour, width=2.6 if not dim else 1.4),
            clockwise=clockwise,
        )  # fmt: skip
        label = loop.label.text(self.language)
        told = say(_KINDS[loop.kind], self.language, name=name, label=label)
        order = " → ".join(self._text(v) for v in (*cycles[0], cycles[0][0]))
        return LoopBadge(
            id=f"loop-{name}",
            loop=name,
            kind=loop.kind,
            turning="clockwise" if clockwise else "counterclockwise",
            variables=tuple(dict.fromkeys(v for cycle in cycles for v in cycle)),
            arrows=tuple(f"link-{link.replace('->', '--')}" for link in links),
            name=f"{told}; {order}",
            disc=Circle(*centre, LOOP_RADIUS, Paint(theme.box)),
            text=centred_lines(
                [name],
                centre,
                18.0 if len(name) < 4 else 13.0,
                600,
                theme.dim_text if dim else theme.loop_text,
            ),
            arc=arc,
            head=head,
            state=state,
        )


def _layer(element: Arrow | Box | TargetBadge | LoopBadge) -> int:
    return {"dimmed": 0, "normal": 1, "highlighted": 2}[element.state]


def _around(middle: XY, size: tuple[float, float]) -> Rectangle:
    (x, y), (width, height) = middle, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _moved(at: XY, shift: XY, times: int = 1) -> XY:
    return at[0] + times * shift[0], at[1] + times * shift[1]


def _shifted(box: Rectangle, shift: XY) -> Rectangle:
    return box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]


def _wider(box: Rectangle, room: float) -> Rectangle:
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def _corners(rect: Rect) -> Rectangle:
    return rect.x, rect.y, rect.x + rect.width, rect.y + rect.height


def _ordered(cycle: Sequence[str]) -> list[str]:
    return [f"{a}->{b}" for a, b in zip(cycle, (*cycle[1:], cycle[0]), strict=True)]


def _links_of(cycle: Sequence[str]) -> set[str]:
    return set(_ordered(cycle))


def _clockwise(arrows: Sequence[Arrow]) -> bool:
    """Tell which way arrows turn, from the area that they enclose (y grows downward)."""
    outline: list[XY] = []
    for arrow in arrows:
        outline.append(arrow.line.start)
        for curve in arrow.line.curves:
            outline += [curve.control1, curve.control2, curve.end]
    area = 0.0
    for (x0, y0), (x1, y1) in zip(outline, [*outline[1:], outline[0]], strict=True):
        area += x0 * y1 - x1 * y0
    return area >= 0
