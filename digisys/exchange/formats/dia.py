"""Signed digraphs drawn in Dia, as the R package QPress reads them.

A line may act at both of its ends: an arrow at its start is the effect on what stands there. An
arc that begins and ends on one box is the box's effect on itself.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places, unique_labels
from digisys.exchange.plain import children, number, place, tag
from digisys.exchange.texts import label_of
from digisys.exchange.written import as_xml
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_LINES = ("Line", "ZigZagLine", "Arc", "PolyLine", "BezierLine")
#: Numbers of Dia's arrow heads: lines that meet, filled and blank triangles; circles.
_ARROWS: dict[str, Sign] = {"1": "+", "2": "+", "3": "+", "22": "+", "8": "-", "5": "?", "12": "-"}


def recognise(file: ForeignFile) -> bool:
    """Look for the root element of Dia."""
    return file.xml is not None and tag(file.xml) == "diagram" and "dia" in (file.xml.tag or "")


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read boxes and the lines that connect them."""
    del options
    reading = Reading()
    root = file.xml
    objects = [each for each in root.iter() if tag(each) == "object"] if root is not None else []
    if not objects:
        raise FormatError(Message("The file holds no elements."))
    for each in objects:
        kind, name = each.get("type") or "", each.get("id") or ""
        if kind.startswith("Standard - ") and kind.removeprefix("Standard - ") in _LINES:
            continue
        label = _string(each)
        at = next((point.get("val") or "" for point in each.iter() if tag(point) == "point"), "")
        if kind == "Standard - Text":
            reading.text(label, f"object {name}")
        elif name:
            corner = at.partition(",")
            reading.node(name, label, f"object {name}", place=place(corner[0], corner[2]))
    for each in objects:
        kind = (each.get("type") or "").removeprefix("Standard - ")
        if kind in _LINES:
            _line(reading, each, f"object {each.get('id')}")
    return reading.done()


def _line(reading: Reading, line: Element, item: str) -> None:
    ends = {
        end.get("handle"): end.get("to") or ""
        for group in children(line, "connections")
        for end in children(group, "connection")
    }
    handles = sorted(ends, key=lambda handle: number(handle) or 0)
    if len(handles) < 2 or any(ends[each] not in reading.nodes for each in handles):
        reading.lose("open-end", item)
        return
    first, last = ends[handles[0]], ends[handles[-1]]
    arrows = {
        attribute.get("name"): next((value.get("val") or "" for value in attribute), "")
        for attribute in children(line, "attribute")
    }
    found = False
    for source, target, name in ((first, last, "end_arrow"), (last, first, "start_arrow")):
        sign = _ARROWS.get(arrows.get(name, "0"))
        if arrows.get(name, "0") not in ("", "0"):
            reading.link(source, target, sign or "?", item)
            found = True
    if not found:
        reading.lose("both-ways", item)
        reading.link(first, last, "?", item)
        if first != last:
            reading.link(last, first, "?", item)


def _string(element: Element) -> str:
    """Return the first text in an object; Dia writes it between ``#``."""
    for each in element.iter():
        if tag(each) == "string" and (text := (each.text or "").strip()):
            return text.removeprefix("#").removesuffix("#")
    return ""


_NAMESPACE = "http://www.lysator.liu.se/~alla/dia/"
_HEADS = {"positive": "1", "negative": "8", "unknown": "5"}
#: Dia measures in centimetres.
_SCALE = 0.025
#: Width and height of a box, in centimetres.
_WIDTH, _HEIGHT = 4.0, 1.2
#: Points of a box that lines are tied to, from the upper left corner round its middle.
_BELOW, _ABOVE = "13", "2"


def write(model: Model, language: str) -> bytes:
    """Write a box for each variable and a line for each link; damping is an arc."""
    root = ET.Element("dia:diagram", {"xmlns:dia": _NAMESPACE})
    layer = ET.SubElement(root, "dia:layer", name="Background", visible="true", active="true")
    labels = unique_labels(model, language, label_of)
    places = {name: (x * _SCALE, y * _SCALE) for name, (x, y) in map_places(model).items()}
    numbers = {name: f"O{number}" for number, name in enumerate(model.variables)}
    for name, label in labels.items():
        x, y = places[name]
        corner = f"{x - _WIDTH / 2:g},{y - _HEIGHT / 2:g}"
        box = _object(layer, "Flowchart - Box", "0", numbers[name])
        _value(box, "obj_pos", "point", corner)
        _value(box, "elem_corner", "point", corner)
        _value(box, "elem_width", "real", f"{_WIDTH:g}")
        _value(box, "elem_height", "real", f"{_HEIGHT:g}")
        held = ET.SubElement(box, "dia:attribute", name="text")
        words = ET.SubElement(held, "dia:composite", type="text")
        string = ET.SubElement(words, "dia:attribute", name="string")
        ET.SubElement(string, "dia:string").text = f"#{label}#"
    for number_of_link, link in enumerate(model.links, len(numbers)):
        kind = "Standard - Arc" if link.source == link.target else "Standard - Line"
        line = _object(layer, kind, "1" if "Arc" in kind else "0", f"O{number_of_link}")
        _value(line, "obj_pos", "point", "{:g},{:g}".format(*places[link.source]))
        ends = ET.SubElement(line, "dia:attribute", name="conn_endpoints")
        for end in (link.source, link.target):
            ET.SubElement(ends, "dia:point", val="{:g},{:g}".format(*places[end]))
        if "Arc" in kind:
            _value(line, "curve_distance", "real", "1")
        _value(line, "end_arrow", "enum", _HEADS[link.polarity])
        tied = ET.SubElement(line, "dia:connections")
        for handle, end, point in (("0", link.source, _BELOW), ("1", link.target, _ABOVE)):
            told = {"handle": handle, "to": numbers[end], "connection": point}
            ET.SubElement(tied, "dia:connection", told)
    return as_xml(root)


def _object(layer: Element, kind: str, version: str, name: str) -> Element:
    return ET.SubElement(layer, "dia:object", type=kind, version=version, id=name)


def _value(element: Element, name: str, kind: str, value: str) -> None:
    attribute = ET.SubElement(element, "dia:attribute", name=name)
    ET.SubElement(attribute, f"dia:{kind}", val=value)


FORMAT = Format(
    "dia",
    "Dia (QPress)",
    (".dia",),
    recognise,
    read,
    write,
    holds=frozenset(["layout", "unknown"]),
)
