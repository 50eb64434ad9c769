"""GEXF (https://gexf.net), the format of Gephi."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.graph_fields import add_edge, add_node
from digisys.exchange.plain import children, number, tag
from digisys.exchange.written import as_xml, note_text, size_of, stored_places
from digisys.schema import Model
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


_NAMESPACE = "http://gexf.net/1.3"
_VIZ = f"{_NAMESPACE}/viz"
_FIELDS = {
    "node": (("role", "string"), ("description", "string")),
    "edge": (("polarity", "string"), ("delay", "boolean"), ("notes", "string")),
}


def write(model: Model, language: str) -> bytes:
    """Write labels, roles and positions of nodes; sign, delay, size and note of edges."""
    root = ET.Element("gexf", {"xmlns": _NAMESPACE, "xmlns:viz": _VIZ, "version": "1.3"})
    graph = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for kind, fields in _FIELDS.items():
        group = ET.SubElement(graph, "attributes", {"class": kind, "mode": "static"})
        for name, type_of in fields:
            told = {"id": f"{kind}_{name}", "title": name, "type": type_of}
            ET.SubElement(group, "attribute", told)
    places = stored_places(model)
    nodes = ET.SubElement(graph, "nodes")
    for name, item in model.variables.items():
        node = ET.SubElement(nodes, "node", id=name, label=item.label.text(language))
        told = {"role": item.role}
        if item.description:
            told["description"] = item.description.text(language)
        _values(node, "node", told)
        if name in places:
            x, y = places[name]
            ET.SubElement(node, "viz:position", x=f"{x:g}", y=f"{-y:g}", z="0")
    edges = ET.SubElement(graph, "edges")
    for number_of_edge, link in enumerate(model.links):
        edge = ET.SubElement(
            edges, "edge", id=str(number_of_edge), source=link.source, target=link.target
        )
        size = size_of(link)
        if size is not None:
            edge.set("weight", repr(size))
        told = {"polarity": link.polarity}
        if link.delay:
            told["delay"] = "true"
        if link.note:
            told["notes"] = note_text(link, language)
        _values(edge, "edge", told)
    return as_xml(root)


def _values(element: Element, kind: str, told: dict[str, str]) -> None:
    values = ET.SubElement(element, "attvalues")
    for name, value in told.items():
        ET.SubElement(values, "attvalue", {"for": f"{kind}_{name}", "value": value})


FORMAT = Format(
    "gexf",
    "GEXF",
    (".gexf",),
    recognise,
    read,
    write,
    holds=frozenset(["role", "description", "layout", "note", "unknown"]),
)
