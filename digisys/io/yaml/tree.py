"""Where everything of a YAML text stands: keys, values, items, and how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from digisys.io.yaml.compose import DEEPEST
from digisys.io.yaml.parser import best_parser
from digisys.io.yaml.scalars import read_plain

__all__ = ["Kind", "Node", "read_tree"]

Kind = Literal["mapping", "list", "scalar"]

#: What a word holds: one list for all, as most of a file are words.
_NOTHING: list[Node] = []
_LETTER_KEYS = frozenset("yYnN")
_BLANK_LINES_AFTER = re.compile(r"[ \t]*(?:\r\n|[\r\n]|$)")
_STARTS: dict[type, Kind] = {MappingStartEvent: "mapping", SequenceStartEvent: "list"}


@dataclass(slots=True)
class Node:
    """A value, and where it stands.

    Attributes
    ----------
    kind
        What it is.
    start, end
        Where it begins, and where its last character has ended. What stands below a key
        ends with its last word; comments and blank lines after it are not part of it.
    style
        Of a word ``""`` (plain), ``'``, ``"``, ``|`` or ``>``; of a collection ``flow`` where
        it is in brackets, else ``block``.
    raw
        The word as the parser gives it; empty of a collection.
    keys
        Of a mapping, its keys.
    items
        The values of a mapping, or the items of a list.
    """

    kind: Kind
    start: int
    end: int
    style: str
    raw: str = ""
    keys: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    @property
    def flow(self) -> bool:
        """Whether it is in brackets."""
        return self.style == "flow"

    @property
    def key(self) -> Any:
        """What a key is read as: a word or a whole number."""
        if self.style or self.raw in _LETTER_KEYS:
            return self.raw
        read = read_plain(self.raw)
        return read if type(read) in (int, str) else self.raw

    def names(self) -> list[Any]:
        """Return what the keys of a mapping are read as, in the order of the text."""
        return [key.key for key in self.keys]


def read_tree(text: str) -> Node | None:
    """Find where everything of a text stands.

    Parameters
    ----------
    text
        YAML text that can be read, without a byte order mark.

    Returns
    -------
    Node or None
        The value that the text holds; None where it cannot be read, holds nothing, or is
        written with anchors and references, which no file of digisys uses.
    """
    try:
        return _read(text)
    except yaml.YAMLError:
        return None


def _read(text: str) -> Node | None:
    top = Node("list", 0, 0, "block")
    stack = [top]
    next_event = best_parser()(text).get_event
    while type(event := next_event()) not in (DocumentEndEvent, StreamEndEvent):
        kind = type(event)
        if kind is ScalarEvent:
            _put(stack[-1], _word(text, event))
        elif kind in _STARTS:
            start = event.start_mark.index
            style = "flow" if event.flow_style else "block"
            node = Node(_STARTS[kind], start, start, style)
            _put(stack[-1], node)
            stack.append(node)
            if len(stack) > DEEPEST + 2:
                return None
        elif kind in (MappingEndEvent, SequenceEndEvent):
            node = stack.pop()
            # A block ends, for the parser, where the next thing begins.
            node.end = event.end_mark.index if node.flow else _last(node)
        elif kind is AliasEvent:
            return None
    return top.items[0] if top.items else None


def _put(holder: Node, node: Node) -> None:
    if holder.kind == "mapping" and len(holder.keys) == len(holder.items):
        holder.keys.append(node)
    else:
        holder.items.append(node)


def _last(node: Node) -> int:
    if not node.items:
        return node.start
    last = node.items[-1].end
    return max(last, node.keys[-1].end) if node.keys else last


def _word(text: str, event: Any) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    style = event.style or ""
    if style in ("|", ">"):
        end = _end_of_block(text, start, end)
    return Node("scalar", start, end, style, event.value, _NOTHING, _NOTHING)


def _end_of_block(text: str, start: int, end: int) -> int:
    """Return where the last line of a text of several lines ends, its line feed not included."""
    header = text[start : start + 4].split("\n", 1)[0]
    stop = end
    if "+" not in header.split("#", 1)[0]:
        return start + len(text[start:stop].rstrip())
    if text[start:stop].endswith("\r\n"):
        return stop - 2
    return stop - 1 if text[start:stop].endswith(("\n", "\r")) else stop
