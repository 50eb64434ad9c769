"""Nodes and links as JSON: what D3 draws by forces, and networkx and Gephi write."""

from __future__ import annotations

from typing import Any

from digisys.exchange.as_read import MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.graph_fields import add_edge, add_node
from digisys.exchange.plain import mapping, sequence, text
from digisys.exchange.written import as_json, note_text, size_of, stored_places
from digisys.schema import Model

__all__ = ["FORMAT"]


def recognise(file: ForeignFile) -> bool:
    """Look for nodes, and links or edges with a source and a target."""
    data = mapping(file.json)
    links = sequence(data.get("links")) or sequence(data.get("edges"))
    nodes = data.get("nodes")
    if not isinstance(nodes, list) or not isinstance(data.get("links", data.get("edges")), list):
        return False
    return {"source", "target"} <= mapping(links[0]).keys() if links else bool(nodes)


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read nodes and links; the ends of a link are ids, or else positions in the list of nodes."""
    del options
    data = mapping(file.json)
    reading = Reading(text(mapping(data.get("graph")).get("name")))
    keys: list[str] = []
    for position, node in enumerate(map(mapping, sequence(data.get("nodes")))):
        key = next((text(node[name]) for name in _KEYS if text(node.get(name))), str(position))
        keys.append(key)
        add_node(reading, key, f"nodes[{position}]", _own(node))
    links = data.get("links", data.get("edges"))
    for position, link in enumerate(map(mapping, sequence(links))):
        item = f"links[{position}]"
        ends = [_end(link.get(name), keys, reading) for name in ("source", "target")]
        if not all(ends):
            reading.lose("open-end", item)
            continue
        add_edge(reading, ends[0], ends[1], item, _own(link))
        if data.get("directed") is False:
            reading.lose("both-ways", item)
            add_edge(reading, ends[1], ends[0], item, _own(link))
    return reading.done()


_KEYS = ("id", "key", "name")
_NOT_TOLD = frozenset(["id", "key", "source", "target", "index", "vx", "vy", "fx", "fy", "sign"])


def _own(part: dict[str, Any]) -> dict[str, Any]:
    """Return what is told of a node or a link; Gephi tells some of it apart."""
    told = {**mapping(part.get("attributes")), **part}
    kept = {name: value for name, value in told.items() if name not in _NOT_TOLD}
    sign = told.get("sign")  # a number, or a word
    return kept if sign is None else {**kept, "polarity": told.get("polarity", sign)}


def _end(value: object, keys: list[str], reading: Reading) -> str:
    """Return the key of a node that a link names, by itself or by the node as an object."""
    if isinstance(value, dict):
        value = next((value[name] for name in _KEYS if value.get(name) is not None), None)
    key = text(value)
    if key in reading.nodes:
        return key
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(keys):
        return keys[value]
    return ""


def write(model: Model, language: str) -> bytes:
    """Write nodes with ``id`` and ``label``, links with ``source``, ``target`` and ``sign``."""
    places = stored_places(model)
    nodes = [
        {
            "id": name,
            "label": item.label.text(language),
            "role": item.role,
            **({"description": item.description.text(language)} if item.description else {}),
            **(dict(zip("xy", places[name], strict=True)) if name in places else {}),
        }
        for name, item in model.variables.items()
    ]
    links = [
        {
            "source": link.source,
            "target": link.target,
            "polarity": link.polarity,
            "sign": _NUMBERS[link.polarity],
            **({"strength": size_of(link)} if size_of(link) is not None else {}),
            **({"delay": True} if link.delay else {}),
            **({"notes": note_text(link, language)} if link.note else {}),
        }
        for link in model.links
    ]
    told = {"directed": True, "multigraph": False, "graph": {"name": model.title.text(language)}}
    return as_json({**told, "nodes": nodes, "links": links})


_NUMBERS = {"positive": 1, "negative": -1, "unknown": 0}

FORMAT = Format(
    "d3",
    "JSON of nodes and links (D3)",
    (".json",),
    recognise,
    read,
    write,
    holds=frozenset(["role", "layout", "description", "note", "unknown"]),
)
