"""The map of the page: the scene of a drawing as compact data.

The page draws it itself, so that texts are only ever inserted as text, and colours follow
light, dark and high-contrast settings. Geometry, wrapped labels and accessible names are
those of the scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from digisys.analysis.wording import short_label
from digisys.render.labels import text_width
from digisys.render.scene import XY, Arrow, Element, Path, Poly, Rect, Scene, Shape, Text
from digisys.schema import Model

__all__ = ["map_data"]

#: Space around the drawing, in scene units.
_MARGIN = 12.0


def map_data(model: Model, scene: Scene) -> dict[str, Any]:
    """Return a scene as the page reads it.

    Parameters
    ----------
    model
        The model.
    scene
        Its whole map in one language, with nothing highlighted.

    Returns
    -------
    dict
        ``box``: left, top, width and height of what is drawn; ``panels``, ``links``,
        ``boxes``, ``badges`` and ``loops`` with their shapes, numbers rounded to a tenth.
    """
    elements: tuple[Element, ...] = (
        *scene.panels,
        *scene.loops,
        *scene.arrows,
        *scene.boxes,
        *scene.badges,
    )
    language = scene.language
    return {
        "box": _bounds(shape for element in elements for shape in element.shapes),
        "panels": [
            {
                "area": panel.area,
                "name": panel.name,
                "plate": _rect(panel.plate),
                "bar": _rect(panel.bar),
                "text": _texts(panel.heading, model.areas[panel.area].label.text(language)),
            }
            for panel in scene.panels
        ],
        "links": [_link(arrow) for arrow in scene.arrows],
        "boxes": [
            {
                "id": box.variable,
                "name": box.name,
                "plate": _rect(box.outline),
                "text": _texts(box.label, short_label(model, box.variable, language)),
            }
            for box in scene.boxes
        ],
        "badges": [
            {
                "target": badge.target,
                "variable": badge.variable,
                "name": badge.name,
                "plate": _rect(badge.plate),
                "text": _texts((badge.text,)),
            }
            for badge in scene.badges
        ],
        "loops": [
            {
                "id": loop.loop,
                "name": loop.name,
                "disc": [_n(loop.disc.x), _n(loop.disc.y), _n(loop.disc.radius)],
                "arc": _path(loop.arc),
                "head": _points(loop.head.points),
                "text": _texts(loop.text),
            }
            for loop in scene.loops
        ],
    }


def _link(arrow: Arrow) -> dict[str, Any]:
    sign = arrow.sign
    return {
        "from": arrow.source,
        "to": arrow.target,
        "name": arrow.name,
        "line": _path(arrow.line),
        "head": _points(arrow.head.points),
        "sign": [_n(sign.disc.x), _n(sign.disc.y), _n(sign.disc.radius)],
        "strokes": [_points(stroke.points) for stroke in sign.strokes],
        "mark": _texts((sign.text,) if sign.text else ()),
        "delay": [_points(bar.points) for bar in arrow.delay],
    }


def _texts(texts: Sequence[Text], words: str = "") -> list[list[Any]]:
    """Return lines, each with how it goes on in the next, and the width of a hyphen put in.

    It goes on after a space (0), in a word that was divided by a hyphen (1), or without
    anything in between (2).
    """
    lines: list[list[Any]] = []
    for at, text in enumerate(texts):
        joint = _joint(text, texts[at + 1], words) if at + 1 < len(texts) else 0
        side = "rtl" if text.rtl else ""
        place = [_n(text.x), _n(text.y), _n(text.size)]
        hyphen = _n(text_width("-", text.size, text.weight)) if joint == 1 else 0
        lines.append([text.text, *place, text.weight, text.anchor, side, joint, hyphen])
    return lines


def _joint(line: Text, following: Text, words: str) -> int:
    """Find how two lines hang together in the text that they were broken from."""
    last, first = line.text.split()[-1:], following.text.split()[:1]
    if not last or not first or f"{last[0]} {first[0]}" in words:
        return 0
    if last[0] + first[0] in words:
        return 2
    return int(last[0].endswith("-") and last[0][:-1] + first[0] in words)


def _rect(rect: Rect) -> list[float]:
    return [_n(rect.x), _n(rect.y), _n(rect.width), _n(rect.height), _n(rect.radius)]


def _path(path: Path) -> str:
    curves = "".join(
        f"C{_points((curve.control1, curve.control2, curve.end))}" for curve in path.curves
    )
    return f"M{_points((path.start,))}{curves}"


def _points(points: Sequence[XY]) -> str:
    return " ".join(f"{_n(x):g},{_n(y):g}" for x, y in points)


def _n(number: float) -> float:
    rounded = round(number, 1) + 0.0
    return int(rounded) if rounded == int(rounded) else rounded


def _bounds(shapes: Iterable[Shape]) -> list[float]:
    points = list(chain.from_iterable(_corners(shape) for shape in shapes))
    if not points:
        return [0, 0, 100, 100]
    left, top = min(x for x, _ in points) - _MARGIN, min(y for _, y in points) - _MARGIN
    right, bottom = max(x for x, _ in points) + _MARGIN, max(y for _, y in points) + _MARGIN
    return [_n(left), _n(top), _n(right - left), _n(bottom - top)]


def _corners(shape: Shape) -> Iterable[XY]:
    """Return points that a shape reaches to; of a curve its controls, which hold it in."""
    match shape:
        case Rect():
            return ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
        case Path():
            pieces = ((piece.control1, piece.control2, piece.end) for piece in shape.curves)
            return (shape.start, *chain.from_iterable(pieces))
        case Poly():
            return shape.points
        case Text():
            return ((shape.x, shape.y),)
    return (
        (shape.x - shape.radius, shape.y - shape.radius),
        (shape.x + shape.radius, shape.y + shape.radius),
    )
