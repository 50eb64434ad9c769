"""Links as arrows: routed, signed, marked with delays and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digisys.graph.directions import assumed_direction
from digisys.progress import Progress
from digisys.render.compose.brush import Brush
from digisys.render.compose.loops import links_of
from digisys.render.compose.placing import Placement
from digisys.render.compose.rectangles import around, moved, shifted, wider
from digisys.render.compose.variables import CHANGED
from digisys.render.parts.marks import (
    SIGN,
    SIGN_MARKS,
    arrow_parts,
    delay_bars,
    point_on,
    sign_mark,
    tag_at,
    tag_size,
)
from digisys.render.routing.bezier import Floats, bezier_points
from digisys.render.routing.candidates import Wish
from digisys.render.routing.links import Room, fit_routes, route_links
from digisys.render.routing.signs import place_signs, place_tags
from digisys.render.scene import XY, Arrow, Change, Paint, Poly, Rectangle, Tag, arrow_id
from digisys.render.style import Dashes
from digisys.schema import Link
from digisys.schema.link import link_ends
from digisys.words import N_, say

__all__ = ["mark_rooms", "paint_arrows"]

#: Gap between a box and the tip of an arrow.
_TIP = 1.5
#: Room kept above and left of the map while links are routed.
_MARGIN = 40.0
_SENTENCES = {
    "positive": N_("{source} → {target}: strengthens"),
    "negative": N_("{source} → {target}: weakens"),
    "unknown": N_("{source} → {target}: direction unknown"),
}


def paint_arrows(
    brush: Brush,
    placed: Placement,
    rooms: Mapping[str, Room],
    shift: XY,
    progress: Progress | None,
    deadline: float | None,
) -> list[Arrow]:
    """Route the links on the map as if it stood alone, so that a subtitle moves nothing.

    Links that only another view draws are routed too, so that ways are the same in every view.
    They are sought in the model's first language and fitted to the boxes of the others.
    """
    links, back = brush.shown.paths, (_MARGIN - shift[0], _MARGIN - shift[1])
    loops_of = _loops_of(brush)
    order = {name: n for n, name in enumerate(brush.shown.variables)}
    every = [
        Room(
            [wider(shifted(box, back), _TIP) for box in room.boxes],
            [shifted(block, back) for block in room.blocks],
        )
        for room in rooms.values()
    ]
    wanted = list(rooms).index(brush.language)
    ends, stones = every[wanted].boxes, every[wanted].blocks
    wishes = [
        Wish(order[link.source], order[link.target], _ring(brush, placed, link)) for link in links
    ]
    width, height = placed.width, placed.height
    bounds = (_MARGIN + 2, _MARGIN, _MARGIN + width - 2, _MARGIN + height)
    routes = route_links(
        every[0].boxes,
        every[0].blocks,
        wishes,
        bounds=bounds,
        first=sum(link.certainty == "explicit" for link in links),
        progress=progress,
        deadline=deadline,
    )
    if any(room != every[0] for room in every):
        routes = fit_routes(routes, wishes, every, wanted, bounds=bounds)
    lines = [bezier_points(route.points, 24) for route in routes]
    spots = place_signs(lines, [*ends, *stones], bounds)
    signs = [around(spot, (2 * SIGN, 2 * SIGN)) for spot in spots]
    tags = _link_tags(brush, lines, [*ends, *stones, *signs], back)
    signed, drawn = brush.signed, {link.id for link in brush.shown.links}
    return [
        _arrow(
            brush,
            link,
            [moved((x, y), back, -1) for x, y in route.points.tolist()],
            moved(spot, back, -1),
            tags.get(link.id),
            loops_of.get(link.pair_id, ()),
            signed=signed,
        )
        for link, route, spot in zip(links, routes, spots, strict=True)
        if link.id in drawn
    ]


def mark_rooms(arrow: Arrow) -> list[Rectangle]:
    """Return the room that the head of an arrow takes, and its sign where it is drawn."""
    xs, ys = zip(*arrow.head.points, strict=True)
    disc = arrow.sign.disc
    sign = [around((disc.x, disc.y), (2 * SIGN, 2 * SIGN))] if arrow.signed else []
    return [(min(xs), min(ys), max(xs), max(ys)), *sign]


def _loops_of(brush: Brush) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, cycles in brush.shown.loops.items():
        for link in {link: None for cycle in cycles for link in links_of(cycle)}:
            found[link] = (*found.get(link, ()), name)
    return found


def _ring(brush: Brush, placed: Placement, link: Link) -> XY | None:
    """Middle of the smallest drawn loop that a link belongs to, as it is routed."""
    rings = [
        cycle
        for cycles in brush.shown.rings.values()
        for cycle in cycles
        if len(cycle) > 2 and link.pair_id in links_of(cycle)
    ]
    if not rings:
        return None
    places = [placed.variables[name] for name in min(rings, key=len)]
    x, y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
    return x + _MARGIN, y + _MARGIN


def _link_tags(
    brush: Brush, lines: Sequence[Floats], obstacles: Sequence[Rectangle], back: XY
) -> dict[str, Tag]:
    changed = [
        (n, link.id, brush.shown.link_changes[link.id])
        for n, link in enumerate(brush.shown.paths)
        if brush.shown.link_changes.get(link.id, "same") != "same"
    ]
    turned = brush.shown.turned
    words = [turned.get(key) or say(CHANGED[change], brush.language) for _, key, change in changed]
    spots = place_tags(
        [lines[n] for n, _, _ in changed],
        [tag_size(word, brush.small) for word in words],
        obstacles,
    )
    return {
        key: tag_at(
            word,
            moved(spot, back, -1),
            getattr(brush.theme, change),
            brush.theme.on_strong,
            brush.small,
        )
        for (_, key, change), word, spot in zip(changed, words, spots, strict=True)
    }


def _arrow(
    brush: Brush,
    link: Link,
    points: list[XY],
    spot: XY,
    tag: Tag | None,
    loops: tuple[str, ...],
    *,
    signed: bool,
) -> Arrow:
    theme, lit = brush.theme, brush.shown.lit
    state = brush.state(lit is not None and link.id in lit.links)
    change: Change = brush.shown.link_changes.get(link.id, "same")
    colours = brush.colours(brush.model.variables[link.source].area, state)
    colour = colours.line
    width = theme.widths.link_loop if loops else theme.widths.link
    if state != "normal":
        width = theme.widths.link_high if state == "highlighted" else theme.widths.link_dim
    ambiguous, assumed = link.certainty == "ambiguous", assumed_direction(link)
    dash = _dash(link, theme.dashes)
    if ambiguous:
        width = max(width, theme.widths.link)
    if change != "same":
        colour = getattr(theme, change)
        dash = theme.dashes.removed if change == "removed" else dash
        width = max(
            width, theme.widths.link_loop if change == "removed" else theme.widths.link_high
        )
    line, head = arrow_parts(
        points,
        Paint(stroke=colour, width=width, dash=dash),
        hollow=theme.box if ambiguous else None,
        barbed=assumed and not ambiguous,
    )
    sign = sign_mark(
        SIGN_MARKS[link.polarity], spot, colour, theme, dim=state == "dimmed", size=brush.small
    )
    bars: tuple[Poly, ...] = ()
    if link.lag > 0:
        piece = (len(points) - 1) // 6 * 3
        at, way = point_on(points[piece : piece + 4], 0.42)
        bars = delay_bars(at, way, colour, width, known=link.delay is not True)
    return Arrow(
        id=arrow_id(link.id),
        source=link.source,
        target=link.target,
        polarity=link.polarity,
        certainty=link.certainty,
        name=_arrow_name(brush, link),
        line=line,
        head=head,
        sign=sign,
        delay=bars,
        tag=tag,
        loops=loops,
        state=state,
        change=change,
        direction="assumed" if assumed else "stated",
        signed=signed,
    )


def _dash(link: Link, dashes: Dashes) -> tuple[float, ...]:
    """Choose the dashes of a link: what is least sure of it decides."""
    negative = link.polarity == "negative"
    if link.certainty == "ambiguous":
        return dashes.ambiguous_negative if negative else dashes.ambiguous
    if assumed_direction(link):
        return dashes.assumed_negative if negative else dashes.assumed
    return dashes.negative if negative else ()


def _arrow_name(brush: Brush, link: Link) -> str:
    *_, mark = link_ends(link.id)
    parts = [
        say(
            _SENTENCES[link.polarity],
            brush.language,
            source=brush.text(link.source),
            target=f"{brush.text(link.target)} {mark}" if mark else brush.text(link.target),
        )
    ]
    if assumed_direction(link):
        parts.append(say("the direction is our reading", brush.language))
    if link.delay is True:
        parts.append(say("acts with a delay of unknown length", brush.language))
    elif link.lag > 0:
        parts.append(say("acts with a delay", brush.language))
    if link.certainty == "ambiguous":
        parts.append(say("ambiguous in the source", brush.language))
    return "; ".join(parts)
