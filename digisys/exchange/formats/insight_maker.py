"""Insight Maker: XML of stocks, flows, variables and links; the sign is in a link's style."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading, RoleRead
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places
from digisys.exchange.plain import children, number, place, tag
from digisys.exchange.signs import sign_of
from digisys.exchange.texts import without_markup
from digisys.exchange.written import SYMBOLS, note_text
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_ROLES: dict[str, RoleRead] = {"stock": "stock", "state": "stock"}
_BOXES = ("variable", "stock", "flow", "converter", "state", "action", "transition")
_MARK = re.compile(r"END_ANNOTATION=([^;]*)")


def recognise(file: ForeignFile) -> bool:
    """Look for a root of Insight Maker, and not of another program that draws with mxGraph."""
    root = file.xml
    if root is None:
        return False
    if tag(root) == "insightmakermodel":
        return True
    return tag(root) == "mxgraphmodel" and any(
        tag(each) in ("variable", "stock", "setting") for holder in root for each in holder
    )


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read what is drawn; a flow acts on the stocks that it fills and empties."""
    del options
    if file.xml is None:
        raise FormatError(Message("The file holds no elements."))
    reading = Reading()
    things = [each for each in file.xml.iter() if each.get("id") and tag(each) != "mxcell"]
    originals: dict[str, str] = {}
    equations = 0
    for each in things:
        kind, name = tag(each), each.get("id") or ""
        item = f"{kind} {name}"
        if kind in _BOXES:
            equations += bool(
                each.get("Equation") or each.get("FlowRate") or each.get("InitialValue")
            )
            label = each.get("name") or each.get("Name") or ""
            reading.node(
                name,
                label,
                item,
                role=_ROLES.get(kind, ""),
                place=_place(each),
                unit=(each.get("Units") or "").replace("Unitless", ""),
                description=without_markup(each.get("Note") or ""),
            )
        elif kind == "ghost":
            originals[name] = each.get("Source") or ""
        elif kind == "text":
            reading.text(without_markup(each.get("name") or ""), item)
    for each in things:
        if tag(each) in ("link", "flow", "transition"):
            _arrow(reading, each, originals)
    if equations:
        reading.lose("equations", "", count=equations)
    return reading.done()


def _arrow(reading: Reading, arrow: Element, originals: dict[str, str]) -> None:
    kind, name = tag(arrow), arrow.get("id") or ""
    item = f"{kind} {name}"
    cell = next(children(arrow, "mxcell"), arrow)
    source, target = (
        originals.get(end, end) for end in (cell.get("source") or "", cell.get("target") or "")
    )
    if kind != "link":  # a pipe: what it fills rises, what it empties falls
        if target in reading.nodes:
            reading.link(name, target, "+", item)
        if source in reading.nodes:
            reading.link(name, source, "-", item)
        return
    if source not in reading.nodes or target not in reading.nodes:
        reading.lose("open-end", item)
        return
    notes = (without_markup(arrow.get("Note") or ""),)
    if (arrow.get("BiDirectional") or "").lower() == "true":
        reading.lose("both-ways", item)
        reading.link(source, target, "?", item, notes=notes)
        reading.link(target, source, "?", item, notes=notes)
        return
    mark = _MARK.search(cell.get("style") or "")
    label = arrow.get("name") or ""
    sign = (sign_of(mark[1], near=False) if mark else None) or sign_of(label, near=False) or "?"
    reading.link(source, target, sign, item, notes=notes)


def _place(box: Element) -> tuple[float, float] | None:
    shape = next((each for each in box.iter() if tag(each) == "mxgeometry"), None)
    if shape is None:
        return None
    x, y = number(shape.get("x")), number(shape.get("y"))
    wide, high = number(shape.get("width")) or 0.0, number(shape.get("height")) or 0.0
    return place(x, y) if x is None or y is None else (x + wide / 2, y + high / 2)


#: Half the width and height of a box.
_HALF_WIDTH, _HALF_HEIGHT = 50, 20
#: How Insight Maker runs a model, apart from its span.
_SETTINGS = {
    "Version": "40",
    "TimeStep": "1",
    "TimeUnits": "Years",
    "SolutionAlgorithm": "RK1",
    "Units": "",
    "Throttle": "-1",
    "Macros": "",
    "SensitivityPrimitives": "",
    "SensitivityRuns": "50",
    "SensitivityBounds": "50, 80, 95, 100",
    "SensitivityShowRuns": "false",
    "BackgroundColor": "white",
    "StyleSheet": "{}",
}
_COLOURS = {"positive": "#0000FF", "negative": "#FF0000", "unknown": "#808080"}


def write(model: Model, language: str) -> bytes:
    """Write stocks, variables and links, whose styles carry the signs.

    Insight Maker's own engine takes the first thing of the file for its root, so no declaration
    may stand before it, and it runs nothing without the settings of a run.
    """
    root = ET.Element("InsightMakerModel")
    cells = ET.SubElement(root, "root")
    ET.SubElement(cells, "mxCell", id="0")
    ET.SubElement(cells, "mxCell", {"id": "1", "parent": "0"})
    span = {
        "TimeStart": f"{model.time.start:g}",
        "TimeLength": f"{model.time.end - model.time.start:g}",
    }
    last = str(len(model.variables) + len(model.links) + 2)
    settings = ET.SubElement(cells, "Setting", {"Note": "", **span, **_SETTINGS, "id": last})
    hidden = ET.SubElement(settings, "mxCell", {"parent": "1", "vertex": "1", "visible": "0"})
    corner = {"x": "20", "y": "20", "width": "80", "height": "40", "as": "geometry"}
    ET.SubElement(hidden, "mxGeometry", corner)
    numbers = {name: str(number) for number, name in enumerate(model.variables, 2)}
    places = map_places(model)
    for name, item in model.variables.items():
        kind = "Stock" if item.role == "stock" else "Variable"
        about = html.escape(item.description.text(language)) if item.description else ""
        told = {"name": item.label.text(language), "Note": about, "id": numbers[name]}
        box = ET.SubElement(cells, kind, told)
        drawn = {"style": kind.lower(), "parent": "1", "vertex": "1"}
        x, y = places[name]
        shape = {"x": str(x - _HALF_WIDTH), "y": str(y - _HALF_HEIGHT)}
        size = {"width": str(2 * _HALF_WIDTH), "height": str(2 * _HALF_HEIGHT)}
        cell = ET.SubElement(box, "mxCell", drawn)
        ET.SubElement(cell, "mxGeometry", {**shape, **size, "as": "geometry"})
    for number_of_link, link in enumerate(model.links, len(numbers) + 2):
        about = html.escape(note_text(link, language))
        told = {"name": "Link", "Note": about, "BiDirectional": "false", "id": str(number_of_link)}
        arrow = ET.SubElement(cells, "Link", told)
        style = (
            f"link;END_ANNOTATION={SYMBOLS[link.polarity]};strokeColor={_COLOURS[link.polarity]}"
        )
        ends = {"source": numbers[link.source], "target": numbers[link.target]}
        drawn = {"style": style, "parent": "1", **ends, "edge": "1"}
        cell = ET.SubElement(arrow, "mxCell", drawn)
        ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    ET.indent(root)
    return f"{ET.tostring(root, encoding='unicode')}\n".encode()


FORMAT = Format(
    "insight-maker",
    "Insight Maker",
    (".InsightMaker",),
    recognise,
    read,
    write,
    holds=frozenset(["layout", "description", "note", "unknown"]),
)
