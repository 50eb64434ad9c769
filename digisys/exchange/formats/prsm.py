"""PRSM (Participatory System Mapper): JSON, plain or packed by lz-string.

The format has no sign: it is told by the name of a style of links, such as "Positive influence".
"""

from __future__ import annotations

import json
from typing import Any

from digisys.exchange.as_read import FormatError, MapRead, Reading
from digisys.exchange.foreign import LARGEST_UNPACKED, ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places
from digisys.exchange.plain import mapping, place, sequence, text
from digisys.exchange.signs import is_mutual, sign_of
from digisys.exchange.texts import without_markup
from digisys.exchange.written import as_json, note_text
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

#: Names that a style has before anybody gives it one.
_UNNAMED = ("", "sample", "edit this label")


def recognise(file: ForeignFile) -> bool:
    """Look for nodes and edges with styles, or for the ending of a packed map."""
    if file.suffix == ".prsm" and not file.start.startswith("{"):
        return file.is_text
    data = mapping(file.json)
    return {"nodes", "edges"} <= data.keys() and bool(
        {"styles", "samples", "mapTitle", "lastNodeSample"} & data.keys()
    )


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read factors and links."""
    del options
    data = mapping(file.json if file.start.startswith("{") else _packed(file.text))
    if "nodes" not in data:
        raise FormatError(Message("The packed content is damaged."))
    styles = mapping(data.get("styles")) or mapping(data.get("samples"))
    groups = {name: _label(style) for name, style in mapping(styles.get("nodes")).items()}
    kinds = {name: _label(style) for name, style in mapping(styles.get("edges")).items()}
    reading = Reading(text(data.get("mapTitle")))
    for position, node in enumerate(map(mapping, sequence(data.get("nodes")))):
        if not text(node.get("id")) or node.get("isCluster"):
            continue
        group = groups.get(text(node.get("grp")), "")
        reading.node(
            text(node.get("id")),
            text(node.get("label")),
            f"nodes[{position}]",
            place=place(node.get("x"), node.get("y")),
            description=_note(node.get("note") or node.get("title")),
            groups=() if group.casefold() in _UNNAMED else (group,),
        )
    for position, edge in enumerate(map(mapping, sequence(data.get("edges")))):
        _edge(reading, edge, kinds, f"edges[{position}]")
    return reading.done()


def _edge(reading: Reading, edge: dict[str, Any], kinds: dict[str, str], item: str) -> None:
    source, target = text(edge.get("from")), text(edge.get("to"))
    if source not in reading.nodes or target not in reading.nodes:
        reading.lose("open-end", item)
        return
    kind = kinds.get(text(edge.get("grp")), "")
    label = text(edge.get("label"))
    notes = [_note(edge.get("note") or edge.get("title"))]
    if is_mutual(kind):
        reading.lose("both-ways", item)
        reading.link(source, target, "?", item, notes=notes)
        reading.link(target, source, "?", item, notes=notes)
        return
    sign = sign_of(kind) or sign_of(label, near=False) or "?"
    named = kind.casefold() not in _UNNAMED and sign_of(kind) is None
    notes += [kind if named else "", label if sign_of(label, near=False) is None else ""]
    reading.link(source, target, sign, item, notes=notes)


def _label(style: object) -> str:
    return " ".join(text(mapping(style).get("groupLabel")).split())


def _note(value: object) -> str:
    """Read a note: HTML, or the changes by which its editor writes it."""
    inserted = sequence(mapping(value).get("ops") if isinstance(value, dict) else value)
    if inserted:
        return "".join(text(mapping(change).get("insert")) for change in inserted)
    return without_markup(text(value))


def _packed(written: str) -> Any:
    try:
        return json.loads(_unpack(written))
    except (ValueError, RecursionError):
        raise FormatError(Message("The packed content is damaged.")) from None


def _unpack(written: str) -> str:
    """Undo ``compressToUTF16`` of lz-string (https://pieroxy.net/blog/pages/lz-string)."""
    bits = _Bits(written)
    words: list[str] = ["", "", ""]
    width, room = 3, 4
    kind = bits.take(2)
    if kind == 2:
        return ""
    previous = chr(bits.take(8 if kind == 0 else 16))
    words.append(previous)
    found = [previous]
    size = 1
    while True:
        code = bits.take(width)
        if code == 2:
            return "".join(found).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if code in (0, 1):
            words.append(chr(bits.take(8 if code == 0 else 16)))
            code = len(words) - 1
            room -= 1
        if room == 0:
            room, width = 2**width, width + 1
        if code < len(words):
            word = words[code]
        elif code == len(words):
            word = previous + previous[0]
        else:
            raise FormatError(Message("The packed content is damaged."))
        size += len(word)
        if not word or size > LARGEST_UNPACKED:
            raise FormatError(Message("The packed content is damaged."))
        found.append(word)
        words.append(previous + word[0])
        room -= 1
        if room == 0:
            room, width = 2**width, width + 1
        previous = word


class _Bits:
    """Reads the bits of a text that holds fifteen in each sign, the lowest of a number first."""

    def __init__(self, written: str) -> None:
        self.codes = iter(written.strip("\ufeff\r\n"))
        self.value = 0
        self.mask = 0

    def take(self, count: int) -> int:
        """Take a number of so many bits."""
        number = 0
        for power in range(count):
            if self.mask == 0:
                self.value = ord(next(self.codes, "\0")) - 32
                if self.value < 0:
                    raise FormatError(Message("The packed content is damaged."))
                self.mask = 1 << 14
            if self.value & self.mask:
                number |= 1 << power
            self.mask >>= 1
        return number


_KINDS = ("positive", "negative", "unknown")


def write(model: Model, language: str) -> bytes:
    """Write factors and links; the names of three styles of links are the signs."""
    places = map_places(model)
    nodes: list[dict[str, Any]] = [
        {
            "id": name,
            "label": item.label.text(language),
            "grp": "group0",
            "x": places[name][0],
            "y": places[name][1],
            **({"note": _changes(item.description.text(language))} if item.description else {}),
        }
        for name, item in model.variables.items()
    ]
    edges = [
        {
            "id": f"link{number}",
            "from": link.source,
            "to": link.target,
            "grp": f"edge{_KINDS.index(link.polarity)}",
            **({"note": _changes(note_text(link, language))} if link.note else {}),
        }
        for number, link in enumerate(model.links, 1)
    ]
    styles = {
        f"edge{number}": {
            "groupLabel": f"{kind.capitalize()} influence",
            "color": {"color": colour},
            "arrows": {"to": {"enabled": True, "type": "arrow"}},
            "dashes": kind != "positive",
        }
        for number, (kind, colour) in enumerate(zip(_KINDS, _COLOURS, strict=True))
    }
    return as_json(
        {
            "version": "2.0.0",
            "mapTitle": model.title.text(language),
            "lastNodeSample": "group0",
            "lastLinkSample": "edge0",
            "nodes": nodes,
            "edges": edges,
            "styles": {"nodes": {}, "edges": styles},
        }
    )


_COLOURS = ("#0b6e4f", "#b3261e", "#5f6368")


def _changes(note: str) -> dict[str, list[dict[str, str]]]:
    """Write a note as the changes by which its editor makes it."""
    return {"ops": [{"insert": f"{note}\n"}]}


FORMAT = Format(
    "prsm",
    "PRSM",
    (".prsm",),
    recognise,
    read,
    write,
    holds=frozenset(["layout", "description", "note", "unknown"]),
)
