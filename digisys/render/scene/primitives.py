"""All that a backend has to draw: five shapes, and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "XY",
    "Circle",
    "Curve",
    "Paint",
    "Path",
    "Poly",
    "Rect",
    "Rectangle",
    "Shape",
    "Text",
]

#: A point: x grows to the right, y downward.
XY = tuple[float, float]
#: The room that something takes: left, top, right, bottom.
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paint:
    """How a shape is filled and outlined.

    Attributes
    ----------
    fill
        Colour inside, or None for nothing.
    stroke
        Colour of the outline, or None for no outline.
    width
        Width of the outline. Ends are round and corners are round.
    dash
        Lengths of dashes and gaps in turn; empty for a solid line.
    """

    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle from its top left corner, with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    paint: Paint


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    paint: Paint


@dataclass(frozen=True, slots=True)
class Curve:
    """One cubic Bézier piece: two control points and where it ends."""

    control1: XY
    control2: XY
    end: XY


@dataclass(frozen=True, slots=True)
class Path:
    """An open line of cubic Bézier pieces, each starting where the last one ended."""

    start: XY
    curves: tuple[Curve, ...]
    paint: Paint


@dataclass(frozen=True, slots=True)
class Poly:
    """A line through points, closed into a polygon or open."""

    points: tuple[XY, ...]
    closed: bool
    paint: Paint


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, already broken and measured.

    Attributes
    ----------
    text
        The characters. Never contains a line break or another control character.
    x, y
        The anchor on the baseline.
    size
        Font size in scene units.
    weight
        400 (regular) or 600 (semi-bold) of the shipped font.
    anchor
        Which part of the line stands at x.
    colour
        Colour of the letters.
    width
        Measured width in scene units.
    rtl
        Whether the line runs from right to left (the anchor is not affected).
    """

    text: str
    x: float
    y: float
    size: float
    weight: Literal[400, 600]
    anchor: Literal["start", "middle", "end"]
    colour: str
    width: float
    rtl: bool = False


Shape = Rect | Circle | Path | Poly | Text
