"""The map of the page: the scene of a drawing as compact data.

The page draws it itself, so that texts are only ever inserted as text, and colours follow
light, dark and high-contrast settings. Geometry and wrapped labels are those of the scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from digisys.graph.labels import short_label
from digisys.render.labels import text_width
from digisys.render.scene import (
    Arrow,
    Box,
    Element,
    Path,
    Poly,
    Rect,
    Scene,
    Shape,
    SignMark,
    Text,
    arrow_id,
)
from digisys.report.page.paths import curve_data, line_data
from digisys.schema import Model

__all__ = ["bounds_of", "map_data"]

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
        ``boxes``, ``badges`` and ``loops`` with their shapes, numbers rounded to a tenth;
        ``looks`` of texts and ``signs`` of links, which many share. Links and boxes, of
        which there may be hundreds, are bare lists that the page's ``unpack.js`` reads:
        place in the model, then shapes.
    """
    elements: tuple[Element, ...] = (
        *scene.panels,
        *scene.loops,
        *scene.arrows,
        *scene.boxes,
        *scene.badges,
    )
    language = scene.language
    looks: dict[tuple[Any, ...], int] = {}
    signs: dict[str, tuple[int, list[Any]]] = {}
    data = {
        "box": bounds_of(shape for element in elements for shape in element.shapes),
        "panels": [
            {
                "area": panel.area,
                "name": panel.name,
                "plate": _rect(panel.plate),
                "bar": _rect(panel.bar),
                "text": _texts(looks, panel.heading, model.areas[panel.area].label.text(language)),
            }
            for panel in scene.panels
        ],
        "links": _links(model, scene.arrows, signs, looks),
        "boxes": _boxes(model, scene.boxes, language, looks),
        "badges": [
            {
                "target": badge.target,
                "variable": badge.variable,
                "name": badge.name,
                "plate": _rect(badge.plate),
                "text": _texts(looks, (badge.text,)),
            }
            for badge in scene.badges
        ],
        "loops": [
            {
                "id": loop.loop,
                "name": loop.name,
                "disc": [_n(loop.disc.x), _n(loop.disc.y), _n(loop.disc.radius)],
                "arc": curve_data(loop.arc),
                "head": line_data((loop.head,)),
                "text": _texts(looks, loop.text),
            }
            for loop in scene.loops
        ],
    }
    shared = {
        "looks": [list(look) for look in looks],
        "signs": [sign for _, sign in signs.values()],
    }
    return data | shared


def _links(
    model: Model,
    arrows: Sequence[Arrow],
    signs: dict[str, tuple[int, list[Any]]],
    looks: dict[tuple[Any, ...], int],
) -> list[list[Any]]:
    """Return for each link its place, line, head, place and kind of its sign, and delay."""
    places = {arrow_id(link.id): at for at, link in enumerate(model.links)}
    rows = []
    for arrow in arrows:
        disc = arrow.sign.disc
        kind = _sign(arrow.sign, looks)
        number, _ = signs.setdefault(str(kind), (len(signs), kind))
        shapes = (curve_data(arrow.line), line_data((arrow.head,)))
        row = [places[arrow.id], *shapes, _n(disc.x), _n(disc.y), number]
        rows.append(row + ([line_data(arrow.delay)] if arrow.delay else []))
    return rows


def _sign(sign: SignMark, looks: dict[tuple[Any, ...], int]) -> list[Any]:
    """Return a sign as seen from its middle: radius, strokes, letters."""
    disc = sign.disc
    mark = sign.text
    letters = _texts(looks, (replace(mark, x=mark.x - disc.x, y=mark.y - disc.y),)) if mark else []
    return [_n(disc.radius), line_data(sign.strokes, (disc.x, disc.y)), letters]


def _boxes(
    model: Model, boxes: Sequence[Box], language: str, looks: dict[tuple[Any, ...], int]
) -> list[list[Any]]:
    """Return for each box its place in the model, its plate and its lines of text."""
    places = {name: at for at, name in enumerate(model.variables)}
    return [
        [
            places[box.variable],
            _rect(box.outline),
            *_texts(looks, box.label, short_label(model, box.variable, language)),
        ]
        for box in boxes
    ]


def _texts(
    looks: dict[tuple[Any, ...], int], texts: Sequence[Text], words: str = ""
) -> list[list[Any]]:
    """Return lines: text, place, look, how it goes on in the next, width of a hyphen put in.

    It goes on after a space (0), in a word that was divided by a hyphen (1), or without
    anything in between (2). Zeros at the end are left out.
    """
    lines: list[list[Any]] = []
    for at, text in enumerate(texts):
        joint = _joint(text, texts[at + 1], words) if at + 1 < len(texts) else 0
        style = (_n(text.size), text.weight, text.anchor, "rtl" if text.rtl else "")
        look = looks.setdefault(style, len(looks))
        hyphen = _n(text_width("-", text.size, text.weight)) if joint == 1 else 0
        line = [text.text, _n(text.x), _n(text.y), look, joint, hyphen]
        while line[-1] == 0:
            line.pop()
        lines.append(line)
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


def _n(number: float) -> float:
    rounded = round(number, 1) + 0.0
    return int(rounded) if rounded == int(rounded) else rounded


def bounds_of(shapes: Iterable[Shape]) -> list[float]:
    """Return left, top, width and height of what is drawn, with some room around it.

    Parameters
    ----------
    shapes
        What is drawn.
    """
    points = list(chain.from_iterable(_corners(shape) for shape in shapes))
    if not points:
        return [0, 0, 100, 100]
    left, top = min(x for x, _ in points) - _MARGIN, min(y for _, y in points) - _MARGIN
    right, bottom = max(x for x, _ in points) + _MARGIN, max(y for _, y in points) + _MARGIN
    return [_n(left), _n(top), _n(right - left), _n(bottom - top)]


def _corners(shape: Shape) -> Iterable[tuple[float, float]]:
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
