"""Kumu: the JSON of a project, as a blueprint or as a full export with loops and positions.

A sign is the type of a connection; one of two signs tells that of each end, so that ``--`` is a
positive link and ``+-`` a negative one.
"""

from __future__ import annotations

import json
from typing import Any

from digisys.exchange.as_read import MapRead, Reading, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.kinds import role_of
from digisys.exchange.plain import mapping, place, sequence, text
from digisys.exchange.signs import sign_of
from digisys.exchange.texts import label_of, without_markup
from digisys.schema import Loop, Model
from digisys.schema.link import cycle_pairs

__all__ = ["FORMAT", "kumu_sign"]

_KNOWN = ("label", "element type", "description", "tags", "connection type", "image")
_TYPES = {"positive": "+", "negative": "-", "unknown": ""}


def kumu_sign(kind: str) -> Sign | None:
    """Read the type of a connection; of two signs, equal ones are positive.

    Examples
    --------
    >>> kumu_sign("--"), kumu_sign("+-"), kumu_sign("-"), kumu_sign("causal loop")
    ('+', '-', '-', None)
    """
    return "+" if kind.strip() == "--" else sign_of(kind, near=False)


def recognise(file: ForeignFile) -> bool:
    """Look for elements and connections."""
    data = mapping(file.json)
    return isinstance(data.get("elements"), list) and isinstance(data.get("connections"), list)


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read elements, connections and named loops; positions are those of the first map."""
    del options
    data = mapping(file.json)
    reading = Reading(text(data.get("name")))
    reading.text(without_markup(text(data.get("description"))), "description")
    places = _places(data)
    for position, element in enumerate(map(mapping, sequence(data.get("elements")))):
        told = mapping(element.get("attributes")) or element
        key = text(element.get("_id") or element.get("id")) or text(told.get("label"))
        kind = text(told.get("element type") or told.get("type"))
        if not key:
            reading.lose("no-label", f"elements[{position}]")
            continue
        reading.node(
            key,
            without_markup(text(told.get("label"))),
            f"elements[{position}]",
            role=role_of(kind),
            place=places.get(key),
            description=without_markup(text(told.get("description"))),
            groups=(kind,) if kind and not role_of(kind) else (),
            notes=tuple(_notes(told)),
        )
    keys = {_same(key): key for key in reversed(reading.nodes)}
    links: dict[str, tuple[str, str]] = {}
    for position, connection in enumerate(map(mapping, sequence(data.get("connections")))):
        _connection(reading, connection, f"connections[{position}]", links, keys)
    for position, loop in enumerate(map(mapping, sequence(data.get("loops")))):
        told = mapping(loop.get("attributes")) or loop
        names = [
            text(mapping(each).get("connection") or mapping(each).get("_id")) or text(each)
            for each in sequence(loop.get("connections") or told.get("connections"))
        ]
        label = text(told.get("label") or told.get("name"))
        reading.loop(
            label,
            f"loops[{position}]",
            pairs=tuple(links[name] for name in names if name in links),
            sign="+" if label[:1] == "R" else "-" if label[:1] == "B" else "?",
            description=without_markup(text(told.get("description"))),
        )
    return reading.done()


def _connection(
    reading: Reading,
    connection: dict[str, Any],
    item: str,
    links: dict[str, tuple[str, str]],
    keys: dict[str, str],
) -> None:
    told = mapping(connection.get("attributes")) or connection
    source, target = (
        keys.get(_same(text(connection.get(end))), text(connection.get(end)))
        for end in ("from", "to")
    )
    if connection.get("reversed") is True:
        source, target = target, source
    if source not in reading.nodes or target not in reading.nodes:
        reading.lose("open-end", item)
        return
    links[text(connection.get("_id") or connection.get("id"))] = (source, target)
    kind, label = (text(told.get(name)).strip() for name in ("connection type", "label"))
    kind = kind or text(told.get("type")).strip()
    notes = [without_markup(text(told.get("description"))), *_notes(told)]
    notes += [word for word in (kind, label) if word and kumu_sign(word) is None]
    direction = text(connection.get("direction")).lower()
    if direction in ("undirected", "mutual"):
        reading.lose("both-ways", item)
        reading.link(source, target, "?", item, notes=notes)
        reading.link(target, source, "?", item, notes=notes)
        return
    sign = kumu_sign(kind) or kumu_sign(label) or "?"
    reading.link(source, target, sign, item, delay=connection.get("delayed") is True, notes=notes)


def _same(label: str) -> str:
    """Return what two ways to write a label share: two blanks are a line break there."""
    return label_of(without_markup(label)).casefold()


def _notes(told: dict[str, Any]) -> list[str]:
    """Keep tags and fields of the project's own as lines of a note."""
    found = []
    for name, value in told.items():
        words = ", ".join(filter(None, map(text, sequence(value)))) or text(value)
        if name == "tags" and words:
            found.append(f"tags: {words}")
        elif name not in _KNOWN and not name.startswith("_") and words and name not in _SHAPE:
            found.append(f"{name}: {without_markup(words)}")
    return found


#: Keys of an element or connection itself, where attributes are not apart.
_SHAPE = frozenset(["id", "from", "to", "direction", "delayed", "reversed", "type", "position"])


def _places(data: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Take positions from the default map, or from the first that has some."""
    maps = [mapping(each) for each in sequence(data.get("maps"))]
    maps.sort(key=lambda each: each.get("_id") != data.get("defaultMap"))
    for each in maps:
        found = {}
        for element in map(mapping, sequence(each.get("elements"))):
            position = mapping(element.get("position"))
            at = place(position.get("x"), position.get("y"))
            if at:
                found[text(element.get("element") or element.get("_id"))] = at
        if found:
            return found
    return {}


def write(model: Model, language: str) -> bytes:
    """Write a blueprint, which Kumu imports."""
    elements = [
        {
            "label": item.label.text(language),
            **({"type": item.role} if item.role != "auxiliary" else {}),
            **({"description": item.description.text(language)} if item.description else {}),
            "id": name,
        }
        for name, item in model.variables.items()
    ]
    within = {pair for loop in model.loops.values() for pair in _pairs(loop)}
    ids = {link.pair: link.id for link in model.links if link.pair in within}
    connections = [
        {
            **({"id": link.id} if link.pair in within else {}),
            "from": link.source,
            "to": link.target,
            "direction": "directed",
            **({"type": _TYPES[link.polarity]} if _TYPES[link.polarity] else {}),
            **({"delayed": True} if link.delay else {}),
            **({"description": link.note.text(language)} if link.note else {}),
        }
        for link in model.links
    ]
    data: dict[str, object] = {
        "name": model.title.text(language),
        "elements": elements,
        "connections": connections,
    }
    loops = [
        {
            "label": loop.label.text(language),
            **({"description": loop.description.text(language)} if loop.description else {}),
            "connections": [ids[pair] for pair in pairs],
        }
        for loop in model.loops.values()
        if (pairs := _pairs(loop))
    ]
    if loops:
        data["loops"] = loops
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _pairs(loop: Loop) -> tuple[tuple[str, str], ...]:
    """Return the ends of the links of a loop; none where it runs along several cycles."""
    return cycle_pairs(next(iter(loop.cycles.values()))) if len(loop.cycles) == 1 else ()


FORMAT = Format(
    "kumu-json",
    "Kumu JSON",
    (".json",),
    recognise,
    read,
    write,
    holds=frozenset(["description", "note", "unknown"]),
)
