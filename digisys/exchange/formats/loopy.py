"""LOOPY v1 and v1.1 (https://ncase.me/loopy): a link of the page, or a saved file."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, unquote

from digisys.exchange.as_read import FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places
from digisys.exchange.plain import number, place, sequence, text
from digisys.exchange.signs import sign_of_number
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_ADDRESS = "https://ncase.me/loopy/v1.1/?data="
_LINK = re.compile(r"https?://\S{0,200}loopy\S{0,100}[?&]data=")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_STRENGTHS = {"positive": 1, "negative": -1}


def recognise(file: ForeignFile) -> bool:
    """Look for the address of the page, or for its four lists."""
    if _LINK.search(file.start[:2000]):
        return True
    return re.match(r"\[\s*\[\s*(\[\s*\d|\])", file.start) is not None and _lists(file) is not None


def _lists(file: ForeignFile) -> list[Any] | None:
    found = _LINK.search(file.start[:2000])
    data = file.text.strip()
    if found:  # the link may stand in a text, or in a shortcut
        rest = file.text.partition(found[0])[2].split(maxsplit=1)
        data = rest[0] if rest else ""
    for attempt in (data, unquote(data)):
        try:
            # What closes a link in a text, such as a bracket, is not of the lists.
            lists = json.JSONDecoder().raw_decode(attempt)[0] if found else json.loads(attempt)
        except (ValueError, RecursionError):
            continue
        if isinstance(lists, list) and len(lists) >= 2 and isinstance(lists[0], list):
            return lists
    return None


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read nodes ``[id, x, y, init, label, hue]`` and edges ``[from, to, arc, strength]``."""
    del options
    lists = _lists(file)
    if lists is None:
        raise FormatError(Message("The lists of the map break off."))
    reading = Reading()
    for position, node in enumerate(map(sequence, lists[0])):
        if len(node) < 5:
            continue
        item, label = f"node {text(node[0])}", _label(node[4])
        reading.node(text(node[0]), label or "?", item, place=place(node[1], node[2]))
        if not text(node[0]):
            raise FormatError(Message("Node {number} has no id.", {"number": position + 1}))
    for position, edge in enumerate(map(sequence, sequence(lists[1])), 1):
        if len(edge) < 4 or any(text(end) not in reading.nodes for end in edge[:2]):
            reading.lose("open-end", f"edge {position}")
            continue
        strength = number(edge[3]) or 0.0
        size = abs(strength)
        weight = size if size not in (0.0, 1.0) else None
        item = f"edge {position}"
        reading.link(text(edge[0]), text(edge[1]), sign_of_number(strength), item, weight=weight)
    for position, label in enumerate(sequence(lists[2] if len(lists) > 2 else None), 1):
        told = sequence(label)
        if len(told) > 2:
            reading.text(_label(told[2]), f"label {position}")
    return reading.done()


def _label(value: object) -> str:
    """Undo the escapes of a label, which is written with two layers of them."""
    label = text(value)
    for _ in range(2):
        if _ESCAPE.search(label):
            label = unquote(label)
    return label


def write(model: Model, language: str) -> bytes:
    """Write the address of a page that shows the model; unknown signs are drawn as positive."""
    numbers = {name: number for number, name in enumerate(model.variables, 1)}
    places = map_places(model)
    nodes = [
        [
            numbers[name],
            *places[name],
            0.5,
            quote(variable.label.text(language), safe=""),
            number % 6,
        ]
        for number, (name, variable) in enumerate(model.variables.items())
    ]
    pairs = {(link.source, link.target) for link in model.links}
    edges = [
        [
            numbers[link.source],
            numbers[link.target],
            60 if (link.target, link.source) in pairs else 20,
            _STRENGTHS.get(link.polarity, 1),
            0,
        ]
        for link in model.links
    ]
    data = json.dumps([nodes, edges, [], len(nodes)], separators=(",", ":"))
    return f"{_ADDRESS}{quote(data, safe='[],:!()*~-._')}\n".encode()


FORMAT = Format("loopy", "LOOPY", (".loopy",), recognise, read, write, holds=frozenset(["layout"]))
