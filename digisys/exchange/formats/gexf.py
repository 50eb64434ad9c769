"""GEXF (https://gexf.net), the format of Gephi."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.graph_fields import add_edge, add_node
from digisys.exchange.plain import children, number, tag
from digisys.words import Message

__all__ = ["FORMAT"]


def recognise(file: ForeignFile) -> bool:
    """Look for the root element."""
    return file.xml is not None and tag(file.xml) == "gexf"


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read nodes and edges."""
    del options
    root = file.xml
    graph = next(children(root, "graph"), None) if root is not None else None
    if graph is None:
        raise FormatError(Message("The file holds no elements."))
    names = {
        (group.get("class"), each.get("id")): each.get("title") or ""
        for group in children(graph, "attributes")
        for each in children(group, "attribute")
    }
    reading = Reading()
    for each in graph.iter():
        if tag(each) == "node" and each.get("id"):
            key = each.get("id") or ""
            add_node(reading, key, f"node {key}", _fields(each, "node", names))
    usual = graph.get("defaultedgetype") or "undirected"
    for position, each in enumerate((each for each in graph.iter() if tag(each) == "edge"), 1):
        item = f"edge {each.get('id') or position}"
        source, target = each.get("source") or "", each.get("target") or ""
        if not source or not target:
            reading.lose("open-end", item)
            continue
        fields = _fields(each, "edge", names)
        if each.get("weight"):
            fields.setdefault("weight", each.get("weight"))
        add_edge(reading, source, target, item, fields)
        if (each.get("type") or usual) != "directed":
            reading.lose("both-ways", item)
            add_edge(reading, target, source, item, fields)
    return reading.done()


def _fields(
    element: Element, kind: str, names: dict[tuple[str | None, str | None], str]
) -> dict[str, Any]:
    fields: dict[str, Any] = {"label": element.get("label") or ""}
    for values in children(element, "attvalues"):
        for value in children(values, "attvalue"):
            name = names.get((kind, value.get("for") or value.get("id")), "")
            if name:
                fields[name] = value.get("value") or ""
    for position in children(element, "position"):
        x, y = number(position.get("x")), number(position.get("y"))
        if x is not None and y is not None:
            fields.update(x=x, y=-y)  # y of Gephi grows upward
    return fields


FORMAT = Format("gexf", "GEXF", (".gexf",), recognise, read)
