"""Plain data, and where each part of it stands in the text it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.errors import Place, Problem
from digisys.io.yaml.scalars import MISSING
from digisys.io.yaml.source import Lines
from digisys.words import Message

__all__ = ["Document", "Path", "Spots"]

Path = tuple[str | int, ...]
#: Four entries a child: where its key starts, where it starts, where it ends (words
#: only), and the spots of its own children (mappings and lists only).
Spots = list[Any]

_LINE = re.compile(r"[^\r\n]+")


@dataclass(slots=True)
class Document:
    """What a text holds, as plain data, and where each part of it stands.

    Attributes
    ----------
    text
        The text itself.
    file
        What problems are said to be in.
    data
        Mappings, lists, words and numbers; :class:`Odd` where a word is uncertain.
    problems
        What is wrong with the form of the text.
    complete
        Whether the text was read to its end, so that what it lacks is really lacking.
    """

    text: str
    file: str
    data: Any = MISSING
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    spots: Spots = field(default_factory=list)
    _lines: Lines | None = None
    _positions: dict[int, dict[Any, int]] = field(default_factory=dict)

    @property
    def lines(self) -> Lines:
        """The lines of the text; found when first asked for."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines

    def spot(self, path: Path) -> tuple[int, int, int]:
        """Return where the key of a value, the value and its end stand in the text.

        When there is no such value, the nearest part around it is meant.
        """
        found: tuple[int, int, int] = tuple(self.spots[:3])
        value, spots = self.data, self.spots[3]
        for part in path:
            position = self._position(value, part)
            if position is None:
                break
            value = value[part]
            *here, spots = spots[4 * position : 4 * position + 4]
            found = (here[0], here[1], here[2])
        return found

    def value(self, path: Path) -> Any:
        """Return the value at a path, or None when there is none."""
        value = self.data
        for part in path:
            if self._position(value, part) is None:
                return None
            value = value[part]
        return value

    def _position(self, value: Any, part: str | int) -> int | None:
        """Return which child of a container a key or position is."""
        if isinstance(value, Mapping):
            positions = self._positions.get(id(value))
            if positions is None:
                positions = {key: position for position, key in enumerate(value)}
                self._positions[id(value)] = positions
            return positions.get(part)
        if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
            return part
        return None

    def raw(self, path: Path) -> str:
        """Return a word as it stands in the text, with its quotes."""
        _, start, end = self.spot(path)
        return self.text[start:end]

    def lines_with_content(self, start: int = 0) -> Iterator[tuple[int, str]]:
        """Yield the lines from a position on that are neither blank nor comments."""
        for found in _LINE.finditer(self.text, start):
            line = found[0].lstrip(" \t")
            if line and not line.startswith("#"):
                yield found.end() - len(line), found[0]

    def problem(
        self, code: str, start: int, path: Path, what: Message, cure: Message | None
    ) -> Problem:
        """Make a problem at a position of the text."""
        return Problem(code, path, what, cure, Place(self.file, *self.lines.at(start)))
