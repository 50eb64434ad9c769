"""GraphML (http://graphml.graphdrawing.org), as networkx, yEd and others write it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from digisys.exchange.as_read import FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.graph_fields import add_edge, add_node
from digisys.exchange.plain import children, number, tag
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def recognise(file: ForeignFile) -> bool:
    """Look for the root element."""
    return file.xml is not None and tag(file.xml) == "graphml"


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read nodes and edges of every graph, those within others included."""
    del options
    root = file.xml
    if root is None:
        raise FormatError(Message("The file holds no elements."))
    names = {each.get("id"): each.get("attr.name") or "" for each in children(root, "key")}
    reading = Reading()
    for each in root.iter():
        if tag(each) == "node" and each.get("id"):
            item = f"node {each.get('id')}"
            add_node(reading, each.get("id") or "", item, _fields(each, names))
    directed = next((graph.get("edgedefault") for graph in children(root, "graph")), "directed")
    for position, each in enumerate((each for each in root.iter() if tag(each) == "edge"), 1):
        item = f"edge {each.get('id') or position}"
        source, target = each.get("source") or "", each.get("target") or ""
        if not source or not target:
            reading.lose("open-end", item)
            continue
        fields = _fields(each, names)
        both = (each.get("directed") or str(directed != "undirected")).lower() == "false"
        add_edge(reading, source, target, item, fields, both=both)
    return reading.done()


def _fields(element: ET.Element, names: dict[str | None, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for data in children(element, "data"):
        name = names.get(data.get("key"), "")
        if name and (data.text or "").strip():
            fields[name] = (data.text or "").strip()
        for each in data.iter():  # what yEd draws
            if tag(each) in ("nodelabel", "edgelabel") and (each.text or "").strip():
                fields.setdefault("label", (each.text or "").strip())
            elif tag(each) == "geometry":
                x, y = number(each.get("x")), number(each.get("y"))
                if x is not None and y is not None:
                    wide, high = number(each.get("width")) or 0, number(each.get("height")) or 0
                    fields.update(x=x + wide / 2, y=y + high / 2)
    return fields


def write(model: Model, language: str) -> bytes:
    """Write labels, roles and positions of nodes; sign, delay, size and note of edges."""
    root = ET.Element("graphml", xmlns=_NAMESPACE)
    for name, owner, kind in _KEYS:
        ET.SubElement(
            root,
            "key",
            {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind},
        )
    graph = ET.SubElement(root, "graph", id=model.id, edgedefault="directed")
    stored = model.layout.variables if model.layout else {}
    for name, item in model.variables.items():
        node = ET.SubElement(graph, "node", id=name)
        _data(node, "node_label", item.label.text(language))
        _data(node, "node_role", item.role)
        if item.description:
            _data(node, "node_description", item.description.text(language))
        if name in stored:
            _data(node, "node_x", f"{stored[name].x:g}")
            _data(node, "node_y", f"{stored[name].y:g}")
    for link in model.links:
        edge = ET.SubElement(graph, "edge", source=link.source, target=link.target)
        _data(edge, "edge_polarity", link.polarity)
        if link.delay:
            _data(edge, "edge_delay", "true")
        if isinstance(link.strength, int | float):
            _data(edge, "edge_weight", f"{float(link.strength)!r}")
        if link.note:
            _data(edge, "edge_notes", link.note.text(language))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


_KEYS = (
    ("label", "node", "string"),
    ("role", "node", "string"),
    ("description", "node", "string"),
    ("x", "node", "double"),
    ("y", "node", "double"),
    ("polarity", "edge", "string"),
    ("delay", "edge", "boolean"),
    ("weight", "edge", "double"),
    ("notes", "edge", "string"),
)


def _data(element: ET.Element, key: str, text: str) -> None:
    ET.SubElement(element, "data", key=key).text = text


FORMAT = Format(
    "graphml",
    "GraphML",
    (".graphml",),
    recognise,
    read,
    write,
    holds=frozenset(["role", "description", "layout", "note", "unknown"]),
)
