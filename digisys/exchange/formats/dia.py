"""Signed digraphs drawn in Dia, as the R package QPress reads them.

A line may act at both of its ends: an arrow at its start is the effect on what stands there. An
arc that begins and ends on one box is the box's effect on itself.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.plain import children, number, place, tag
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


FORMAT = Format("dia", "Dia (QPress)", (".dia",), recognise, read)
