"""Plain data from YAML text.

PyYAML's parser turns text into events; this module puts the events together. It does so
without recursion, builds nothing but mappings, lists, words and numbers, and refuses
what a model file never needs: anchors and aliases, tags, merge keys, several documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

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

from digisys.io.yaml.document import Document, Path, Spots
from digisys.io.yaml.parser import ParserMaker, best_parser
from digisys.io.yaml.scalars import MISSING, REPORTED, looks_like_missing_space, read_plain
from digisys.io.yaml.source import illegal_characters
from digisys.words import Message

__all__ = ["DEEPEST", "MOST_REFUSALS", "MOST_VALUES", "compose"]

#: How deep mappings and lists may be nested.
DEEPEST = 64
#: How many values a file may hold; a model of 10,000 variables has half a million.
MOST_VALUES = 1_000_000
#: After this many faults of form, reading stops.
MOST_REFUSALS = 1_000

Container = dict[Any, Any] | list[Any]

_NO_KEY = object()
_REFUSED_KEY = object()

_LAST_EVENTS = (DocumentEndEvent, StreamEndEvent)
_LETTER_KEYS = frozenset("yYnN")  # a point has the keys x and y
_BEFORE_COMMA = re.compile(r"-?\d+,$")
_AFTER_COMMA = re.compile(r"\d+")
_TAG = re.compile(r"![^\s,\]}]*")


class _StopReading(Exception):
    """Going on would be no use, or not safe."""


class _Open:
    """A mapping or list that is not closed yet; ``part`` is its key in its parent."""

    __slots__ = ("is_key", "key", "key_start", "part", "spots", "value")

    def __init__(self, value: Container, spots: Spots, part: Any, *, is_key: bool) -> None:
        self.value = value
        self.spots = spots
        self.part = part
        self.is_key = is_key
        self.key: Any = _NO_KEY
        self.key_start = 0

    def awaits_key(self) -> bool:
        return self.key is _NO_KEY and isinstance(self.value, dict)

    def next_part(self) -> Any:
        """Return the key or position of the child that comes next."""
        return len(self.value) if isinstance(self.value, list) else self.key


def compose(text: str, file: str, parser: ParserMaker | None = None) -> Document:
    """Read a text into plain data. Nothing is raised: problems are in the document.

    Parameters
    ----------
    text
        The text, without a byte order mark.
    file
        What problems are said to be in.
    parser
        Makes the event parser; libyaml's unless it is missing.

    Returns
    -------
    Document
        The data, and the problems of form.
    """
    document = Document(text, file)
    composer = _Composer(document)
    try:
        composer.read(parser or best_parser())
    except _StopReading:
        document.complete = False
    composer.finish()
    return document


class _Composer:
    """Puts the events of one document together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root: list[Any] = []
        self.top = _Open(self.root, document.spots, None, is_key=False)
        self.stack = [self.top]
        self.count = 0
        self.duplicates: list[tuple[_Open, Any, int, Path]] = []

    def read(self, parser: ParserMaker) -> None:
        """Read the document up to its end, or to where reading has to stop."""
        text = self._refuse_characters()
        self._refuse_directives()
        handlers: dict[type, Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start,
            SequenceStartEvent: self._start,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
        }
        event: Any = None
        try:
            next_event = parser(text).get_event
            while type(event := next_event()) not in _LAST_EVENTS:
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        except yaml.MarkedYAMLError as error:
            from digisys.io.yaml.syntax import explain

            fault = explain(self.document.text, self.document.lines, error, event)
            if fault:
                # In a list, the fault may be in the item before as well as in the next.
                path = self._path()
                in_list = isinstance(self.top.value, list)
                self._refuse(
                    fault.code, fault.start, fault.what, fault.cure, path[:-1] if in_list else path
                )
            raise _StopReading from None
        if self.root:
            self._refuse_more(event.end_mark.index)

    def finish(self) -> None:
        """Hand over the data, and say where the first of each pair of twins stands."""
        document = self.document
        document.data = self.root[0] if self.root else MISSING
        firsts: dict[int, dict[Any, int]] = {}
        twins = []
        for owner, key, start, path in self.duplicates:
            places = firsts.get(id(owner))
            if places is None:
                places = dict(zip(owner.value, owner.spots[::4], strict=True))
                firsts[id(owner)] = places
            what = Message(
                "“{key}” is here twice; the first is on line {line}.",
                {"key": key, "line": document.lines.at(places[key])[0]},
            )
            cure = Message("Keep one of the two.")
            twins.append(document.problem("duplicate-key", start, path, what, cure))
        document.problems[:0] = twins

    def _scalar(self, event: Any) -> None:
        start: int = event.start_mark.index
        raw: str = event.value
        plain = not event.style
        top = self.top
        is_key = top.key is _NO_KEY and type(top.value) is dict
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event, start)
        if is_key:
            top.key_start = start
            top.key = self._read_key(raw, start) if plain and event.tag is None else raw
        elif event.tag is not None:
            self._add(REPORTED, start, event.end_mark.index, None)
        else:
            value = read_plain(raw) if plain else raw
            if ":" in raw and plain and self._lacks_space(raw, start):
                value = REPORTED
            self._add(value, start, event.end_mark.index, None)

    def _start(self, event: Any) -> None:
        start: int = event.start_mark.index
        top = self.top
        if len(self.stack) > DEEPEST:
            self._refuse(
                "too-deep",
                start,
                Message("The file is nested more than {limit} levels deep.", {"limit": DEEPEST}),
                Message("Check the brackets and the indentation from here on."),
            )
            raise _StopReading
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event, start)
        value: Container = {} if type(event) is MappingStartEvent else []
        child = _Open(value, [], top.next_part(), is_key=top.awaits_key())
        if child.is_key:
            child.part = None
            self._refuse(
                "compound-key",
                start,
                Message("A key must be a word or a number, not a list or a group of keys."),
                Message("Put a text that starts with a bracket in quotes."),
            )
        else:
            self._add(value, start, start, child.spots)
        self.stack.append(child)
        self.top = child

    def _end(self, _: Any) -> None:
        closed = self.stack.pop()
        self.top = self.stack[-1]
        if closed.is_key:
            self.top.key = _REFUSED_KEY

    def _alias(self, event: Any) -> None:
        start: int = event.start_mark.index
        self._refuse(
            "yaml-alias",
            start,
            Message("References such as “*{name}” are not used.", {"name": event.anchor}),
            Message("Write the value out; a text that starts with * goes in quotes."),
        )
        if self.top.awaits_key():
            self.top.key = _REFUSED_KEY
        else:
            self._add(REPORTED, start, event.end_mark.index, None)

    def _add(self, value: Any, start: int, end: int, spots: Spots | None) -> None:
        """Put a value where it belongs: in the list, or under the key before it."""
        self.count += 1
        if self.count > MOST_VALUES:
            what = Message("The file holds more than {limit} values.", {"limit": MOST_VALUES})
            cure = Message("Check that this is the right file.")
            self._refuse("too-many-values", start, what, cure)
            raise _StopReading
        top = self.top
        holder = top.value
        if type(holder) is list:
            holder.append(value)
            top.spots += (start, start, end, spots)
            return
        key = top.key
        top.key = _NO_KEY
        if key is _REFUSED_KEY:
            return
        key_start = top.key_start
        if value is MISSING:
            if isinstance(key, int) and self._is_decimal_comma(key_start):
                return
            start = end = key_start
            key, value = self._split_key(key, key_start)
        if key in holder:
            self.duplicates.append((top, key, key_start, (*self._path(), key)))
            if len(self.duplicates) >= MOST_REFUSALS:
                self._give_up(key_start)
            return
        holder[key] = value
        top.spots += (key_start, start, end, spots)

    def _read_key(self, raw: str, start: int) -> Any:
        """Return a key as a word or whole number; anything else is reported."""
        if raw == "<<":
            self._refuse(
                "yaml-merge-key",
                start,
                Message("The merge key “<<” is not used."),
                Message("Write the keys out."),
            )
            return _REFUSED_KEY
        key = read_plain(raw)
        if type(key) is str or raw in _LETTER_KEYS:
            return raw
        if type(key) is int and str(key) == raw:
            return key
        if key is MISSING:
            self._refuse(
                "empty-key",
                start,
                Message("The key before the colon is missing."),
                Message("Write the key, or put a text that holds a colon in quotes."),
            )
            return _REFUSED_KEY
        self._refuse(
            "unquoted-key",
            start,
            Message("Without quotes, YAML does not read the key “{key}” as a word.", {"key": raw}),
            Message("Write it in quotes: {quoted}", {"quoted": f'"{raw}":'}),
            (*self._path(), raw),
        )
        return raw

    def _split_key(self, key: Any, start: int) -> tuple[Any, Any]:
        """Split ``{fi:Luottamus}``, which YAML takes for a key without a value."""
        raw = self.document.text[start : start + 2]
        if not isinstance(key, str) or raw[:1] in "\"'" or not looks_like_missing_space(key):
            return key, MISSING
        name, _, value = key.partition(":")
        self._refuse_spaceless(start + len(name), (*self._path(), name), name)
        return name, value

    def _is_decimal_comma(self, start: int) -> bool:
        """Report ``{delay: 0,5}``, which YAML takes for two entries, and whether it is one."""
        whole = _BEFORE_COMMA.search(self.document.text[max(0, start - 20) : start])
        share = _AFTER_COMMA.match(self.document.text[start : start + 20])
        if not whole or not share or not self.top.value:
            return False
        what = Message("The comma in “{number}” ends the number.", {"number": whole[0] + share[0]})
        cure = Message(
            "Write a decimal point, not a comma: {value}", {"value": f"{whole[0][:-1]}.{share[0]}"}
        )
        self._refuse(
            "decimal-comma", start, what, cure, (*self._path(), next(reversed(self.top.value)))
        )
        return True

    def _lacks_space(self, raw: str, start: int) -> bool:
        """Whether a word is a mapping on lines of its own with the spaces forgotten."""
        top = self.top
        if type(top.value) is not dict or not looks_like_missing_space(raw):
            return False
        text = self.document.text
        if "\n" not in text[top.key_start : start]:
            return False
        self._refuse_spaceless(start + raw.index(":"), self._path(), raw.partition(":")[0])
        return True

    # What a model file never needs.

    def _path(self) -> Path:
        """Return the path of what is being read."""
        if not self.root:
            return ()
        parts = [*(frame.part for frame in self.stack[2:]), self.top.next_part()]
        return tuple(part for part in parts[: len(self.stack) - 1] if isinstance(part, str | int))

    def _refuse(
        self, code: str, start: int, what: Message, cure: Message | None, path: Path | None = None
    ) -> None:
        problems = self.document.problems
        path = self._path() if path is None else path
        problems.append(self.document.problem(code, start, path, what, cure))
        if len(problems) == MOST_REFUSALS:
            self._give_up(start)

    def _give_up(self, start: int) -> None:
        what = Message("Reading stopped here, as the file has too many problems.")
        cure = Message("Mend the problems above, and check that this is the right file.")
        problems = self.document.problems
        problems.append(self.document.problem("too-many-problems", start, (), what, cure))
        raise _StopReading

    def _refuse_spaceless(self, colon: int, path: Path, key: str) -> None:
        what = Message("A space is missing after the colon.")
        self._refuse(
            "missing-space",
            colon,
            what,
            Message("Write a space after “{key}:”.", {"key": key}),
            path,
        )

    def _refuse_properties(self, event: Any, start: int) -> None:
        if event.anchor is not None:
            self._refuse(
                "yaml-anchor",
                start,
                Message("Anchors such as “&{name}” are not used.", {"name": event.anchor}),
                Message("Remove it; a text that starts with & goes in quotes."),
            )
        if event.tag is not None:
            found = _TAG.search(self.document.text, start)
            tag = found[0] if found else event.tag
            self._refuse(
                "yaml-tag",
                found.start() if found else start,
                Message("Type marks such as “{tag}” are not used.", {"tag": tag}),
                Message("Remove it; a text that starts with ! goes in quotes."),
            )

    def _refuse_characters(self) -> str:
        """Report characters that no text may hold, and return the text without them."""
        text = self.document.text
        places = set()
        for start, code in illegal_characters(text):
            places.add(text[start])
            what = Message("The file holds an invisible control character, {code}.", {"code": code})
            self._refuse(
                "control-character",
                start,
                what,
                Message("Delete it and type the text around it again."),
            )
        return text.translate(dict.fromkeys(map(ord, places), "\ufffd")) if places else text

    def _refuse_directives(self) -> None:
        for start, line in self.document.lines_with_content():
            if line.startswith("%"):
                what = Message("A line that starts with “%” is not used.")
                self._refuse("yaml-directive", start, what, Message("Remove the line."))
                raise _StopReading
            return

    def _refuse_more(self, end: int) -> None:
        for start, line in self.document.lines_with_content(end):
            if line.strip() != "...":
                what = Message("The file holds several documents; a second one starts here.")
                cure = Message("Keep one model in a file, and remove the line “---” or “...”.")
                self._refuse("several-documents", start, what, cure)
                return
