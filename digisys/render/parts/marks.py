"""Small shapes: arrowheads, signs, delay bars, badges, tags, turning arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, cos, hypot, pi, sin, tan
from typing import Literal

from digisys.render.labels import CAP_HEIGHT, text_width
from digisys.render.parts.boxes import SMALL, centred_lines
from digisys.render.scene import XY, Circle, Curve, Paint, Path, Poly, Rect, SignMark, Tag, Text
from digisys.render.style import Theme
from digisys.schema.link import Polarity

__all__ = [
    "LOOP_RADIUS",
    "SIGN",
    "SIGN_MARKS",
    "arrow_parts",
    "delay_bars",
    "pill",
    "point_on",
    "sign_mark",
    "tag_at",
    "tag_size",
    "turning_arrow",
]

#: Radius of a sign's disc and of a loop's badge.
SIGN, LOOP_RADIUS = 8.5, 27.0
_TAG_PAD = 5.0
#: The sign of each polarity.
SIGN_MARKS: Mapping[Polarity, Literal["+", "−", "?"]] = {
    "positive": "+",
    "negative": "−",
    "unknown": "?",
}
#: Dashes of the bars of a delay of unknown length: two pieces a bar.
_BROKEN = (4.4, 6.2)


def point_on(curve: Sequence[XY], t: float) -> tuple[XY, XY]:
    """Return the point of a cubic (four control points) and its direction at a share t."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    s = 1 - t
    x = s**3 * ax + 3 * s * s * t * bx + 3 * s * t * t * cx + t**3 * dx
    y = s**3 * ay + 3 * s * s * t * by + 3 * s * t * t * cy + t**3 * dy
    vx = s * s * (bx - ax) + 2 * s * t * (cx - bx) + t * t * (dx - cx)
    vy = s * s * (by - ay) + 2 * s * t * (cy - by) + t * t * (dy - cy)
    size = hypot(vx, vy)
    if size < 1e-9:
        vx, vy = dx - ax, dy - ay
        size = hypot(vx, vy) or 1.0
    return (x, y), (vx / size, vy / size)


def _cut(curve: Sequence[XY], t: float) -> tuple[XY, XY, XY, XY]:
    """Return the part of a cubic before a share t (de Casteljau)."""

    def mix(one: XY, other: XY) -> XY:
        return one[0] + (other[0] - one[0]) * t, one[1] + (other[1] - one[1]) * t

    a, b, c, d = curve
    ab, bc, cd = mix(a, b), mix(b, c), mix(c, d)
    abc, bcd = mix(ab, bc), mix(bc, cd)
    return a, ab, abc, mix(abc, bcd)


def arrow_parts(
    points: Sequence[XY], line: Paint, *, hollow: str | None = None, barbed: bool = False
) -> tuple[Path, Poly]:
    """Make the line and the head of an arrow from its control points.

    Parameters
    ----------
    points
        Control points of the cubic pieces; the last is the tip.
    line
        How the line is painted; the head takes its colour.
    hollow
        Fill of a hollow head, or None for a solid one.
    barbed
        Whether the head is two barbs instead of a triangle.

    Returns
    -------
    tuple
        The line, which ends where the head begins, and the head.
    """
    length, half = 8.0 + 2.0 * line.width, 3.2 + 1.1 * line.width
    notch = length * (0.78 if barbed else 0.12)
    half += 1.4 if barbed else 0.0
    last = points[-4:]
    tip = points[-1]
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        (x, y), _ = point_on(last, middle)
        low, high = (middle, high) if hypot(tip[0] - x, tip[1] - y) > length else (low, middle)
    part = _cut(last, low)
    foot = part[-1]
    away = hypot(tip[0] - foot[0], tip[1] - foot[1]) or 1.0
    ux, uy = (tip[0] - foot[0]) / away, (tip[1] - foot[1]) / away
    back = (tip[0] - ux * length, tip[1] - uy * length)
    head = Poly(
        (
            tip,
            (back[0] - uy * half, back[1] + ux * half),
            (back[0] + ux * notch, back[1] + uy * notch),
            (back[0] + uy * half, back[1] - ux * half),
        ),
        True,  # noqa: FBT003 - closed
        Paint(fill=hollow or line.stroke, stroke=line.stroke, width=1.0 if not hollow else 1.4),
    )
    whole = [*points[:-4], *part]
    curves = tuple(
        Curve(whole[n + 1], whole[n + 2], whole[n + 3]) for n in range(0, len(whole) - 1, 3)
    )
    return Path(whole[0], curves, line), head


def sign_mark(
    symbol: Literal["+", "−", "?"],
    middle: XY,
    colour: str,
    theme: Theme,
    *,
    dim: bool,
    size: float = SMALL,
) -> SignMark:
    """Make the disc of a sign: ``+`` hollow, ``−`` filled, ``?`` hollow with a letter."""
    x, y = middle
    width, arm = theme.widths.mark, 4.3
    if symbol == "−":
        fill = colour if dim else theme.negative
        disc = Circle(x, y, SIGN, Paint(fill, fill, width))
        bar = Paint(stroke=theme.on_strong, width=width + 0.8)
        return SignMark(symbol, disc, (Poly(((x - arm, y), (x + arm, y)), False, bar),))  # noqa: FBT003
    disc = Circle(x, y, SIGN, Paint(theme.box, colour, width))
    if symbol == "+":
        bar = Paint(stroke=colour, width=width)
        strokes = (
            Poly(((x - arm, y), (x + arm, y)), False, bar),  # noqa: FBT003
            Poly(((x, y - arm), (x, y + arm)), False, bar),  # noqa: FBT003
        )
        return SignMark(symbol, disc, strokes)
    (text,) = centred_lines(["?"], middle, size, 600, theme.dim_text if dim else theme.text)
    return SignMark(symbol, disc, (), text)


def delay_bars(
    middle: XY, way: XY, colour: str, width: float, *, known: bool = True
) -> tuple[Poly, Poly]:
    """Make the two bars across a link that mark a delay, broken if its length is not known."""
    dash = () if known else _BROKEN
    (x, y), (ux, uy) = middle, way
    bars = []
    for shift in (-2.6, 2.6):
        cx, cy = x + ux * shift, y + uy * shift
        ends = ((cx - uy * 7.5, cy + ux * 7.5), (cx + uy * 7.5, cy - ux * 7.5))
        bars.append(Poly(ends, False, Paint(stroke=colour, width=max(width, 1.8), dash=dash)))  # noqa: FBT003
    return bars[0], bars[1]


def pill(
    text: str,
    right: float,
    middle: float,
    radius: float,
    paint: Paint,
    colour: str,
    size: float = SMALL,
) -> tuple[Rect, Text]:
    """Make a disc that widens with its text, from its right end."""
    width = max(2 * radius, text_width(text, size, 600) + radius)
    plate = Rect(right - width, middle - radius, width, 2 * radius, radius, paint)
    (line,) = centred_lines([text], (right - width / 2, middle), size, 600, colour)
    return plate, line


def tag_size(text: str, size: float = SMALL) -> tuple[float, float]:
    """Width and height of a tag."""
    return text_width(text, size, 600) + 2 * _TAG_PAD, size * CAP_HEIGHT + 2 * _TAG_PAD


def tag_at(text: str, middle: XY, fill: str, colour: str, size: float = SMALL) -> Tag:
    """Make a small plate with a word around a point."""
    width, height = tag_size(text, size)
    plate = Rect(
        middle[0] - width / 2, middle[1] - height / 2, width, height, 4.0, Paint(fill, fill, 1.0)
    )
    (line,) = centred_lines([text], middle, size, 600, colour)
    return Tag(plate, line)


def turning_arrow(middle: XY, radius: float, paint: Paint, *, clockwise: bool) -> tuple[Path, Poly]:
    """Make most of a circle, open at the top, with an arrowhead at its end."""
    way = 1.0 if clockwise else -1.0
    start, sweep = -pi / 2 + way * 0.62, way * 4.75
    pieces = 4
    step = sweep / pieces
    handle = 4 / 3 * tan(step / 4) * radius
    curves = []

    def at(angle: float) -> XY:
        return middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)

    for number in range(pieces):
        a, b = start + number * step, start + (number + 1) * step
        (ax, ay), (bx, by) = at(a), at(b)
        curves.append(
            Curve(
                (ax - handle * sin(a), ay + handle * cos(a)),
                (bx + handle * sin(b), by - handle * cos(b)),
                (bx, by),
            )
        )
    end = start + sweep
    length = 0.44 * radius
    tip = at(end + way * length / radius)
    foot = at(end - way * 1.5 / radius)
    heading = atan2(tip[1] - foot[1], tip[0] - foot[0])
    half = 0.25 * radius
    sides = tuple(
        (foot[0] - sign * half * sin(heading), foot[1] + sign * half * cos(heading))
        for sign in (1, -1)
    )
    head = Poly((tip, *sides), True, Paint(fill=paint.stroke, stroke=paint.stroke, width=1.0))  # noqa: FBT003
    return Path(at(start), tuple(curves), paint), head
