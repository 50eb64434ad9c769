"""draw.io (diagrams.net): boxes and arrows, plain or packed in the file."""

from __future__ import annotations

import base64
import binascii
import html
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile, unpack
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places
from digisys.exchange.plain import children, number, tag
from digisys.exchange.signs import sign_of
from digisys.exchange.texts import without_markup
from digisys.exchange.written import SYMBOLS, as_xml
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]


def recognise(file: ForeignFile) -> bool:
    """Look for the root of a file or of a single page."""
    return file.xml is not None and tag(file.xml) in ("mxfile", "mxgraphmodel")


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read the boxes of every page, and the arrows that are connected at both ends."""
    del options
    if file.xml is None:
        raise FormatError(Message("The file holds no elements."))
    reading = Reading()
    for number_of_page, page in enumerate(_pages(file.xml), 1):
        _page(reading, page, f"page {number_of_page}")
    return reading.done()


def _pages(root: Element) -> Iterator[Element]:
    if tag(root) == "mxgraphmodel":
        yield root
    for diagram in children(root, "diagram"):
        inside = next(children(diagram, "mxgraphmodel"), None)
        if inside is None:
            packed = (diagram.text or "").strip()
            try:
                text = unquote(unpack(base64.b64decode(packed, validate=True), -15).decode("utf-8"))
            except (binascii.Error, ValueError):
                raise FormatError(Message("The packed content is damaged.")) from None
            inside = ForeignFile("", text.encode()).xml
        if inside is None:
            raise FormatError(Message("The packed content is damaged."))
        yield inside


Cells = dict[str, tuple[Element, str]]


def _page(reading: Reading, page: Element, name: str) -> None:
    cells = _cells(page)
    labels = {  # the text of an arrow may be a cell of its own
        cell.get("parent") or "": value
        for cell, value in cells.values()
        if value and _is_arrow(cells, cell.get("parent"))
    }
    touched = {cell.get(end) for cell, _ in cells.values() for end in ("source", "target")}
    for key, (cell, value) in cells.items():
        if cell.get("vertex") != "1" or _is_arrow(cells, cell.get("parent")):
            continue
        label, style = without_markup(value), cell.get("style") or ""
        item = f"{name}, cell {key}"
        beside = style.startswith("text") or "group" in style.split(";")
        if beside and key not in touched:
            reading.text(label, item)
        else:  # a text that arrows touch is an element
            reading.node(f"{name}/{key}", label, item, place=_place(cell))
    for key, (cell, value) in cells.items():
        if cell.get("edge") != "1":
            continue
        item = f"{name}, cell {key}"
        ends = [f"{name}/{cell.get(end)}" for end in ("source", "target")]
        if any(end not in reading.nodes for end in ends):
            reading.lose("open-end", item)
            continue
        label = without_markup(value or labels.get(key, ""))
        style_of = dict(
            part.partition("=")[::2] for part in (cell.get("style") or "").split(";") if part
        )
        _arrow(reading, ends, label, style_of, item)


def _cells(page: Element) -> Cells:
    """Return the cells of a page with their texts, by id."""
    cells: Cells = {}
    for each in page.iter():
        if tag(each) in ("object", "userobject"):
            cell = next(children(each, "mxcell"), None)
            if cell is not None:
                cells[each.get("id") or ""] = (cell, each.get("label") or "")
        elif tag(each) == "mxcell" and each.get("id"):
            cells[each.get("id") or ""] = (each, each.get("value") or "")
    return cells


def _is_arrow(cells: Cells, key: str | None) -> bool:
    found = cells.get(key or "")
    return found is not None and found[0].get("edge") == "1"


def _arrow(reading: Reading, ends: list[str], label: str, style: dict[str, str], item: str) -> None:
    source, target = ends
    sign = sign_of(label, near=False) or "?"
    notes = (label,) if sign == "?" else ()
    start, end = style.get("startArrow", "none"), style.get("endArrow", "classic")
    if (start == "none") == (end == "none"):
        reading.lose("both-ways", item)
        reading.link(source, target, "?", item, notes=(label,))
        reading.link(target, source, "?", item, notes=(label,))
    elif end == "none":
        reading.link(target, source, sign, item, notes=notes)
    else:
        reading.link(source, target, sign, item, notes=notes)


def _place(cell: Element) -> tuple[float, float] | None:
    shape = next(children(cell, "mxgeometry"), None)
    if shape is None:
        return None
    x, y = number(shape.get("x") or "0"), number(shape.get("y") or "0")
    wide, high = number(shape.get("width")) or 0.0, number(shape.get("height")) or 0.0
    return None if x is None or y is None else (x + wide / 2, y + high / 2)


#: Half the width and height of a box.
_HALF_WIDTH, _HALF_HEIGHT = 60, 24
_BOX = "rounded=1;whiteSpace=wrap;html=1;"
_ARROW = "endArrow=classic;startArrow=none;html=1;curved=1;"


def write(model: Model, language: str) -> bytes:
    """Write one page of boxes and arrows, the sign of each as its text."""
    root = ET.Element("mxfile", host="digisys")
    title = model.title.text(language)
    diagram = ET.SubElement(root, "diagram", id=model.id, name=title)
    cells = ET.SubElement(ET.SubElement(diagram, "mxGraphModel"), "root")
    ET.SubElement(cells, "mxCell", id="0")
    ET.SubElement(cells, "mxCell", {"id": "1", "parent": "0"})
    for name, (x, y) in map_places(model).items():
        told = {"id": f"v-{name}", "value": html.escape(model.variables[name].label.text(language))}
        cell = ET.SubElement(cells, "mxCell", {**told, "style": _BOX, "vertex": "1", "parent": "1"})
        shape = {"x": str(x - _HALF_WIDTH), "y": str(y - _HALF_HEIGHT)}
        size = {"width": str(2 * _HALF_WIDTH), "height": str(2 * _HALF_HEIGHT)}
        ET.SubElement(cell, "mxGeometry", {**shape, **size, "as": "geometry"})
    for number_of_link, link in enumerate(model.links, 1):
        told = {"id": f"link-{number_of_link}", "value": SYMBOLS[link.polarity], "style": _ARROW}
        ends = {"source": f"v-{link.source}", "target": f"v-{link.target}"}
        cell = ET.SubElement(cells, "mxCell", {**told, "edge": "1", "parent": "1", **ends})
        ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    return as_xml(root)


FORMAT = Format(
    "drawio",
    "draw.io",
    (".drawio",),
    recognise,
    read,
    write,
    holds=frozenset(["layout", "unknown"]),
)
