"""Models as YAML in all the ways in which people write it, from a seed.

Every line comes with what it belongs to, so that a test can tell which lines may change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from digisys.io.yaml.format import flow_text, is_lines, is_prose, key_text, word, wrapped

#: What is written where nobody has to write it.
DEFAULTS = {
    "variables": {"role": "auxiliary"},
    "links": {"certainty": "explicit", "strength": "unknown", "delay": 0, "effect": "linear"},
}


@dataclass
class Style:
    """One way to write YAML."""

    random: Random
    step: int = 2
    dash: int = 2
    item: int = 2
    comments: float = 0.15
    blank: float = 0.05
    brackets: float = 0.2
    quotes: float = 0.2
    count: int = 0
    #: Every comment with the path of what it is about.
    told: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, random: Random) -> Style:
        return cls(
            random,
            random.choice((1, 2, 2, 3, 4)),
            random.choice((0, 2, 2, 1)),
            random.choice((2, 2, 4)),
            random.choice((0, 0.1, 0.4)),
            random.choice((0, 0.05, 0.3)),
            random.choice((0, 0.2, 0.7)),
            random.choice((0, 0.2, 0.9)),
        )

    def comment(self, path: tuple[Any, ...]) -> str:
        self.count += 1
        kind = self.random.choice(
            ("plain", "with: colon", "- dash", "\ttab", "'", "ä 信 الثقة", "#")
        )
        made = f"# c{self.count}c {kind}"
        self.told[made] = path
        return made


Line = tuple[str, tuple[Any, ...]]


def write(random: Random, plain: Mapping[str, Any]) -> tuple[str, list[Line], dict[str, Any]]:
    """Return a model as a text, its lines with their owners, and its comments likewise."""
    style = Style.of(random)
    if random.random() < 0.1 and "targets" not in plain:  # whose keys are numbers
        indent = random.choice((None, 1, 2, 4))
        text = json.dumps(plain, ensure_ascii=False, indent=indent) + random.choice(("", "\n"))
        return text, [], {}
    lines: list[Line] = []
    if random.random() < 0.3:
        lines.append(("# head of the file", ()))
    if random.random() < 0.2:
        lines.append(("---", ()))
    names = list(plain)
    if random.random() < 0.3:
        random.shuffle(names)
    lines += _mapping(style, {name: plain[name] for name in names}, 0, ())
    if random.random() < 0.15:
        lines.append(("", ()))
        lines.append(("# at the end", ()))
    if random.random() < 0.1:
        lines.append(("...", ()))
    end = random.choice(("\n", "\n", "\r\n"))
    text = end.join(line for line, _ in lines)
    text = text.replace("\n", end) if end != "\n" and "\r" not in text else text
    text += "" if random.random() < 0.15 and not lines[-1][0].endswith("\n") else end
    return ("\ufeff" if random.random() < 0.1 else "") + text, lines, style.told


def _mapping(
    style: Style, value: Mapping[Any, Any], indent: int, path: tuple[Any, ...]
) -> Iterator[Line]:
    random = style.random
    items = list(value.items())
    if len(path) == 2 and path[0] in DEFAULTS:
        for key, usual in DEFAULTS[path[0]].items():
            if key not in value and random.random() < 0.1:
                items.append((key, usual))
        if random.random() < 0.3:
            random.shuffle(items)
    for place, (key, item) in enumerate(items):
        own = (*path, key)
        above = place > 0 or not path
        if above and random.random() < style.blank:
            yield "", path
        if above and random.random() < style.comments:
            yield " " * indent + style.comment(own), own
        yield from _after(
            style, " " * indent + _key(style, key) + ":", item, indent, own, in_list=False
        )


def _key(style: Style, key: Any) -> str:
    told: str = key_text(key)
    if isinstance(key, str) and told == key and style.random.random() < style.quotes / 3:
        return f'"{key}"'
    return told


def _item_path(path: tuple[Any, ...], item: Any, place: int) -> tuple[Any, ...]:
    if path == ("links",):
        return (*path, place)
    return (*path, json.dumps(item, ensure_ascii=False, sort_keys=True))


def _list(style: Style, value: list[Any], indent: int, path: tuple[Any, ...]) -> Iterator[Line]:
    random = style.random
    for place, item in enumerate(value):
        own = _item_path(path, item, place)
        if place and random.random() < style.blank:
            yield "", path
        if random.random() < style.comments:
            yield " " * indent + style.comment(own), own
        start = " " * indent + "-"
        if isinstance(item, Mapping) and random.random() >= style.brackets:
            lines = list(_mapping(style, item, indent + style.item, own))
            if random.random() < 0.05:
                yield start, own
            else:
                first, owner = lines.pop(0)
                yield start + first[indent + 1 :], owner
            yield from lines
        else:
            yield from _after(style, start, item, indent, own, in_list=True)


def _after(
    style: Style, start: str, item: Any, indent: int, path: tuple[Any, ...], *, in_list: bool
) -> Iterator[Line]:
    random = style.random
    tall = isinstance(item, Mapping | list) and bool(item) and len(path) > 1
    tall = tall and random.random() < style.brackets * 0.15
    comment = ""
    if not tall and random.random() < style.comments:
        comment = f"  {style.comment(path)}"
    step = style.item if in_list else style.step
    if tall:
        yield from _tall(style, start, item, indent, path)
        return
    if not isinstance(item, Mapping | list):
        lines = _words(style, item, " " * (indent + step))
        yield f"{start} {lines[0]}{comment}", path
        for line in lines[1:]:
            yield line, path
    elif not item or (len(path) > 1 and random.random() < style.brackets):
        yield f"{start} {flow_text(item)}{comment}", path
    elif isinstance(item, Mapping):
        yield start + comment, path
        yield from _mapping(style, item, indent + step, path)
    else:
        yield start + comment, path
        dash = indent + (style.item if in_list else style.dash)
        yield from _list(style, item, dash, path)


def _tall(
    style: Style, start: str, item: Any, indent: int, path: tuple[Any, ...]
) -> Iterator[Line]:
    """Write brackets on several lines."""
    opening, closing = "{}" if isinstance(item, Mapping) else "[]"
    yield f"{start} {opening}", path
    if isinstance(item, Mapping):
        told = [f"{key_text(key, flow=True)}: {flow_text(each)}" for key, each in item.items()]
    else:
        told = [flow_text(each) for each in item]
    trailing = style.random.random() < 0.3
    for place, each in enumerate(told):
        comma = "," if trailing or place < len(told) - 1 else ""
        yield f"{' ' * (indent + 4)}{each}{comma}", path
    yield f"{' ' * (indent + 1)}{closing}", path


def _words(style: Style, value: Any, below: str) -> list[str]:
    random = style.random
    if not isinstance(value, str):
        return [word(value)]
    ways = ["usual"]
    body = value.removesuffix("\n")
    if random.random() < style.quotes:
        ways = ["double", "single"]
    if is_lines(value) or ("\n" in value and body == body.strip() and is_lines(value + "x")):
        ways = ["literal"]
    elif is_prose(value) and len(value) > 40:
        ways += ["folded", "folded"]
    way = random.choice(ways)
    if way == "literal":
        header = "|" if value.endswith("\n") else "|-"
        return [header, *(below + line if line else "" for line in body.split("\n"))]
    if way == "folded":
        return [">-", *wrapped(value, below, random.choice((50, 80, 100)))]
    if way == "double":
        return [json.dumps(value, ensure_ascii=False)]
    if way == "single" and "\n" not in value and "\t" not in value:
        return ["'" + value.replace("'", "''") + "'"]
    return [word(value)]
