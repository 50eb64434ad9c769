"""A scene as shapes of a presentation: boxes with their words, arrows, badges, all to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from digisys.render.scene import (
    XY,
    Box,
    Caption,
    Circle,
    Element,
    LoopBadge,
    Paint,
    Path,
    Poly,
    Rect,
    Scene,
    Shape,
    TargetBadge,
    Text,
)

__all__ = ["Room", "add_scene"]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_EMU_PER_POINT = 12_700
#: Captions that the slide says itself.
_SAID = ("title", "subtitle")
#: How far above the baseline a line of text begins, and how high it is, in sizes of its type.
_ABOVE, _LINE = 0.95, 1.22


@dataclass(frozen=True)
class Room:
    """Where on a slide a picture goes, in EMU."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class _Place:
    """Turns units of a scene into EMU on the slide."""

    scale: float
    x: float
    y: float

    def point(self, xy: XY) -> tuple[int, int]:
        return round((xy[0] - self.x) * self.scale), round((xy[1] - self.y) * self.scale)

    def size(self, length: float) -> int:
        return round(length * self.scale)


def add_scene(tree: Any, scene: Scene, room: Room, alternative: str, language: str) -> None:
    """Put a scene on a slide as one group of shapes with an alternative text.

    Parameters
    ----------
    tree
        The element ``p:spTree`` of the slide.
    scene
        The scene.
    room
        Where it goes; it is made as large as fits, in the middle.
    alternative
        What it shows.
    language
        Language of its words, such as ``fi-FI``.
    """
    elements = [
        item for item in scene.elements if not (isinstance(item, Caption) and item.id in _SAID)
    ]
    left, top, right, bottom = _bounds(shape for item in elements for shape in item.shapes)
    scale = min(room.width / (right - left), room.height / (bottom - top))
    x = left - (room.left + (room.width - (right - left) * scale) / 2) / scale
    y = top - (room.top + (room.height - (bottom - top) * scale) / 2) / scale
    _Writer(tree, _Place(scale, x, y), language).write(elements, alternative, scene.title)


class _Writer:
    """Writes the elements of one scene."""

    def __init__(self, tree: Any, place: _Place, language: str) -> None:
        known = [int(item.get("id")) for item in tree.iter(f"{{{_P}}}cNvPr")]
        self.tree = tree
        self.place = place
        self.language = language
        self.ids = count(max(known, default=1) + 1)

    def write(self, elements: Sequence[Element], alternative: str, title: str) -> None:
        whole = self._group(self.tree, title, alternative)
        for element in elements:
            self._element(whole, element)
        self._close(whole)

    def _element(self, parent: Any, element: Element) -> None:
        shapes = list(element.shapes)
        if isinstance(element, Box):
            tag = element.tag.shapes if element.tag else ()
            held = self._group(parent, element.name) if tag else parent
            self._labelled(held, element.outline, element.label, element.name)
            for shape in tag:
                self._shape(held, shape, element.name)
            if tag:
                self._close(held)
            return
        if isinstance(element, TargetBadge):
            self._labelled(parent, element.plate, (element.text,), element.name)
            return
        if len(shapes) == 1:
            self._shape(parent, shapes[0], element.name)
            return
        held = self._group(parent, element.name)
        if isinstance(element, LoopBadge):
            self._labelled(held, element.disc, element.text, element.name)
            for shape in (element.arc, element.head):
                self._shape(held, shape, element.name)
        else:
            for shape in shapes:
                self._shape(held, shape, element.name)
        self._close(held)

    # --- groups -----------------------------------------------------------------------

    def _group(self, parent: Any, name: str, told: str = "") -> Any:
        group = _sub(parent, _P, "grpSp")
        about = _sub(group, _P, "nvGrpSpPr")
        self._named(about, name, told)
        _sub(about, _P, "cNvGrpSpPr")
        _sub(about, _P, "nvPr")
        _sub(group, _P, "grpSpPr")
        return group

    def _named(self, about: Any, name: str, told: str = "") -> None:
        values = {"id": str(next(self.ids)), "name": name or "–"}
        _sub(about, _P, "cNvPr", **values, **({"descr": told} if told else {}))

    def _close(self, group: Any) -> None:
        """Tell the room that a group takes: that of what is in it."""
        ends = []
        for form in group.iter(f"{{{_A}}}xfrm"):
            off, ext = form.find(f"{{{_A}}}off"), form.find(f"{{{_A}}}ext")
            at = int(off.get("x")), int(off.get("y"))
            ends.append((*at, at[0] + int(ext.get("cx")), at[1] + int(ext.get("cy"))))
        if not ends:
            ends = [(0, 0, 0, 0)]
        left, top = min(end[0] for end in ends), min(end[1] for end in ends)
        right, bottom = max(end[2] for end in ends), max(end[3] for end in ends)
        form = _sub(group.find(f"{{{_P}}}grpSpPr"), _A, "xfrm")
        for off, ext in (("off", "ext"), ("chOff", "chExt")):
            _sub(form, _A, off, x=left, y=top)
            _sub(form, _A, ext, cx=right - left, cy=bottom - top)

    # --- shapes -----------------------------------------------------------------------

    def _shape(self, parent: Any, shape: Shape, name: str) -> None:
        if isinstance(shape, Text):
            self._line(parent, shape)
        elif isinstance(shape, Path):
            points = [shape.start]
            for curve in shape.curves:
                points += [curve.control1, curve.control2, curve.end]
            self._free(parent, points, shape.paint, name, curved=True, closed=False)
        elif isinstance(shape, Poly):
            self._free(parent, shape.points, shape.paint, name, curved=False, closed=shape.closed)
        else:
            self._labelled(parent, shape, (), name)

    def _outline(self, parent: Any, name: str, corner: XY, size: tuple[int, int]) -> Any:
        made = _sub(parent, _P, "sp")
        about = _sub(made, _P, "nvSpPr")
        self._named(about, name)
        _sub(about, _P, "cNvSpPr")
        _sub(about, _P, "nvPr")
        look = _sub(made, _P, "spPr")
        form = _sub(look, _A, "xfrm")
        x, y = self.place.point(corner)
        _sub(form, _A, "off", x=x, y=y)
        _sub(form, _A, "ext", cx=max(size[0], 1), cy=max(size[1], 1))
        return made

    def _labelled(
        self, parent: Any, shape: Rect | Circle, label: Iterable[Text], name: str
    ) -> None:
        place = self.place
        if isinstance(shape, Circle):
            corner = (shape.x - shape.radius, shape.y - shape.radius)
            sides = (2 * shape.radius, 2 * shape.radius)
            form, rounding = "ellipse", None
        else:
            corner, sides = (shape.x, shape.y), (shape.width, shape.height)
            form = "roundRect" if shape.radius else "rect"
            rounding = shape.radius / max(min(sides), 1e-9) if shape.radius else None
        made = self._outline(parent, name, corner, (place.size(sides[0]), place.size(sides[1])))
        look = made.find(f"{{{_P}}}spPr")
        geometry = _sub(look, _A, "prstGeom", prst=form)
        values = _sub(geometry, _A, "avLst")
        if rounding is not None:
            _sub(values, _A, "gd", name="adj", fmla=f"val {round(min(rounding, 0.5) * 100_000)}")
        self._paint(look, shape.paint)
        self._words(made, list(label), "ctr", "ctr")

    def _free(
        self,
        parent: Any,
        points: Sequence[XY],
        paint: Paint,
        name: str,
        *,
        curved: bool,
        closed: bool,
    ) -> None:
        left, top = min(x for x, _ in points), min(y for _, y in points)
        right, bottom = max(x for x, _ in points), max(y for _, y in points)
        size = self.place.size
        across, down = max(size(right - left), 1), max(size(bottom - top), 1)
        made = self._outline(parent, name, (left, top), (across, down))
        look = made.find(f"{{{_P}}}spPr")
        geometry = _sub(look, _A, "custGeom")
        for part in ("avLst", "gdLst", "ahLst", "cxnLst"):
            _sub(geometry, _A, part)
        _sub(geometry, _A, "rect", l="0", t="0", r="r", b="b")
        fill = {} if paint.fill and closed else {"fill": "none"}
        line = _sub(_sub(geometry, _A, "pathLst"), _A, "path", w=across, h=down, **fill)
        spots = [(size(x - left), size(y - top)) for x, y in points]
        _spot(_sub(line, _A, "moveTo"), spots[0])
        if curved:
            for at in range(1, len(spots), 3):
                piece = _sub(line, _A, "cubicBezTo")
                for spot in spots[at : at + 3]:
                    _spot(piece, spot)
        else:
            for spot in spots[1:]:
                _spot(_sub(line, _A, "lnTo"), spot)
        if closed:
            _sub(line, _A, "close")
        self._paint(look, paint)
        self._words(made, [], "ctr", "ctr")

    def _line(self, parent: Any, text: Text) -> None:
        start = {"start": 0.0, "middle": text.width / 2, "end": text.width}[text.anchor]
        corner = (text.x - start, text.y - _ABOVE * text.size)
        sides = self.place.size(text.width), self.place.size(_LINE * text.size)
        made = self._outline(parent, text.text, corner, sides)
        look = made.find(f"{{{_P}}}spPr")
        _sub(_sub(look, _A, "prstGeom", prst="rect"), _A, "avLst")
        _sub(look, _A, "noFill")
        align = {"start": "l", "middle": "ctr", "end": "r"}[text.anchor]
        self._words(made, [text], align, "t")

    def _words(self, made: Any, lines: Sequence[Text], align: str, anchor: str) -> None:
        body = _sub(made, _P, "txBody")
        edges = {"lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0}
        _sub(body, _A, "bodyPr", wrap="none", anchor=anchor, rtlCol="0", **edges)
        _sub(body, _A, "lstStyle")
        paragraph = _sub(body, _A, "p")
        _sub(paragraph, _A, "pPr", algn=align)
        if not lines:
            _sub(paragraph, _A, "endParaRPr", lang=self.language)
            return
        for at, line in enumerate(lines):
            if at:
                self._type(_sub(paragraph, _A, "br"), line)
            run = _sub(paragraph, _A, "r")
            self._type(run, line)
            _sub(run, _A, "t").text = line.text

    def _type(self, run: Any, line: Text) -> None:
        points = line.size * self.place.scale / _EMU_PER_POINT
        bold = "1" if line.weight == 600 else "0"
        look = _sub(run, _A, "rPr", lang=self.language, sz=max(round(points * 100), 100), b=bold)
        _sub(_sub(look, _A, "solidFill"), _A, "srgbClr", val=line.colour[1:].upper())
        for kind in ("latin", "cs"):
            _sub(look, _A, kind, typeface="+mn-lt" if kind == "latin" else "+mn-cs")

    def _paint(self, look: Any, paint: Paint) -> None:
        if paint.fill:
            _sub(_sub(look, _A, "solidFill"), _A, "srgbClr", val=paint.fill[1:].upper())
        else:
            _sub(look, _A, "noFill")
        if not paint.stroke or not paint.width:
            _sub(_sub(look, _A, "ln"), _A, "noFill")
            return
        line = _sub(look, _A, "ln", w=max(self.place.size(paint.width), 1), cap="rnd")
        _sub(_sub(line, _A, "solidFill"), _A, "srgbClr", val=paint.stroke[1:].upper())
        if paint.dash:
            dashes = _sub(line, _A, "custDash")
            for dash, gap in zip(paint.dash[::2], paint.dash[1::2], strict=False):
                parts = (round(part / paint.width * 100_000) for part in (dash, gap))
                length, between = parts
                _sub(dashes, _A, "ds", d=max(length, 1000), sp=between)
        _sub(line, _A, "round")


def _sub(parent: Any, space: str, element: str, /, **values: object) -> Any:
    from lxml import etree

    texts = {key: str(value) for key, value in values.items()}
    return etree.SubElement(parent, f"{{{space}}}{element}", texts)


def _spot(parent: Any, spot: tuple[int, int]) -> None:
    _sub(parent, _A, "pt", x=spot[0], y=spot[1])


def _bounds(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of shapes; some room where there are none."""
    points: list[XY] = []
    for shape in shapes:
        if isinstance(shape, Rect):
            points += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Circle):
            points += [
                (shape.x - shape.radius, shape.y - shape.radius),
                (shape.x + shape.radius, shape.y + shape.radius),
            ]
        elif isinstance(shape, Path):
            points += [shape.start, *(curve.end for curve in shape.curves)]
        elif isinstance(shape, Poly):
            points += shape.points
        else:
            start = {"start": 0.0, "middle": shape.width / 2, "end": shape.width}[shape.anchor]
            left = shape.x - start
            points += [(left, shape.y - shape.size), (left + shape.width, shape.y + shape.size / 4)]
    if not points:
        return 0.0, 0.0, 1.0, 1.0
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(*across, min(across) + 1), max(*down, min(down) + 1)
