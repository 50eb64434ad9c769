"""Put layout, roles or links into the text of a model file and leave every other byte as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from digisys.errors import OutputError
from digisys.schema import Layout
from digisys.words import Message

__all__ = ["add_links", "insert_layout", "set_roles"]

#: Plain words that YAML takes for something other than text.
_SPECIAL = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
#: A line as YAML counts them, with its end.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def insert_layout(text: str, layout: Layout) -> str:
    r"""Replace the ``layout`` section of a model file, or add one at its end.

    Parameters
    ----------
    text
        The whole model file.
    layout
        The positions to write.

    Returns
    -------
    str
        The file with the new section. Everything outside of it, comments and order
        included, is unchanged; the file's own line ends are used.

    Raises
    ------
    OutputError
        If the text is not a YAML mapping with one key a line.

    Examples
    --------
    >>> layout = Layout(width=100, height=50, variables={"a": {"x": 10, "y": 20}})
    >>> print(insert_layout("id: tiny  # mine\n", layout))
    id: tiny  # mine
    <BLANKLINE>
    layout:
      width: 100
      height: 50
      variables:
        a: {x: 10, y: 20}
    <BLANKLINE>
    """
    end = "\r\n" if "\r\n" in text else "\n"
    block = end.join(_lines(layout)) + end
    span = _section(text)
    if span is not None:
        start, stop = span
        after = text[stop:]
        if not text[start:stop].endswith(("\n", "\r")) and not after:
            block = block.removesuffix(end)
        return text[:start] + block + after
    at = _document_end(text)
    before = text[:at]
    gap = "" if before.endswith(("\n", "\r")) or not before else end
    return before + gap + end + block + text[at:]


def set_roles(text: str, roles: Mapping[str, str]) -> str:
    r"""Write the roles of some variables into a model file.

    Parameters
    ----------
    text
        The whole model file.
    roles
        The new roles, by the ids of variables.

    Returns
    -------
    str
        The file with these roles. Everything else, comments and order included, is unchanged.

    Raises
    ------
    OutputError
        If the text is not a YAML mapping with one key a line.

    Examples
    --------
    >>> print(set_roles("variables:\n  a: {label: A}  # mine\n", {"a": "stock"}), end="")
    variables:
      a: {label: A, role: stock}  # mine
    """
    mark = len(text) - len(text.removeprefix("\ufeff"))
    end = "\r\n" if "\r\n" in text else "\n"
    variables = next((value for key, value in _root(text).value if key.value == "variables"), None)
    changes: list[tuple[int, int, str]] = []
    for key, value in variables.value if isinstance(variables, yaml.MappingNode) else ():
        role = roles.get(key.value)
        if role is None or not isinstance(value, yaml.MappingNode):
            continue
        told = next((each for name, each in value.value if name.value == "role"), None)
        last = value.value[-1][1]
        if told is not None:
            changes.append((told.start_mark.index, told.end_mark.index, role))
        elif value.flow_style:
            changes.append((last.end_mark.index, last.end_mark.index, f", role: {role}"))
        else:  # above the first key, in its column
            first = value.value[0][0].start_mark
            blanks = " " * first.column
            changes.append((first.index, first.index, f"role: {role}{end}{blanks}"))
    for start, stop, new in sorted(changes, reverse=True):
        text = text[: mark + start] + new + text[mark + stop :]
    return text


def add_links(text: str, links: Sequence[Mapping[str, Any]]) -> str:
    r"""Write more links at the end of the links of a model file.

    Parameters
    ----------
    text
        The whole model file.
    links
        The keys and values of each link, as plain data.

    Returns
    -------
    str
        The file with these links. Everything else, comments and order included, is unchanged.

    Raises
    ------
    OutputError
        If the text is not a YAML mapping with one key a line.

    Examples
    --------
    >>> file = "links:\n- {from: a, to: b, polarity: positive}  # mine\nloops: {}\n"
    >>> print(add_links(file, [{"from": "b", "to": "c", "polarity": "negative"}]), end="")
    links:
    - {from: a, to: b, polarity: positive}  # mine
    - from: b
      to: c
      polarity: negative
    loops: {}
    """
    if not links:
        return text
    mark = len(text) - len(text.removeprefix("\ufeff"))
    end = "\r\n" if "\r\n" in text else "\n"
    found = next((pair for pair in _root(text).value if pair[0].value == "links"), None)
    items = found[1].value if found is not None else ()
    if found is not None and items and found[1].flow_style:
        at = mark + _last(items[-1]).end_mark.index
        told = "".join(f", {_flow(link)}" for link in links)
        return text[:at] + told + text[at:]
    if found is not None and items:
        column = found[1].start_mark.column
        at = mark + _last(items[-1]).end_mark.index
        at = _line_end(text, at)
        gap = "" if text[:at].endswith(("\n", "\r")) else end
        return text[:at] + gap + _items(links, column, end) + text[at:]
    block = f"links:{end}" + _items(links, 2, end)
    if found is None:
        at = _document_end(text)
        gap = "" if text[:at].endswith(("\n", "\r")) or not at else end
        return text[:at] + gap + block + text[at:]
    start = mark + found[0].start_mark.index
    stop = _line_end(text, mark + found[1].end_mark.index)
    return text[:start] + block + text[stop:]


def _items(links: Sequence[Mapping[str, Any]], column: int, end: str) -> str:
    blanks = " " * column
    lines = []
    for link in links:
        for place, (key, value) in enumerate(link.items()):
            lines.append(f"{blanks}{'  ' if place else '- '}{key}: {_plain(value)}")
    return end.join(lines) + end


def _flow(link: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_plain(value)}" for key, value in link.items()) + "}"


def _plain(value: Any) -> str:
    """Write a value so that it is read as what it is, in a block and between braces."""
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]*", value):
        return f'"{value}"' if value in _SPECIAL else value
    # What JSON writes is YAML too.
    return json.dumps(value, ensure_ascii=False)


def _last(node: yaml.Node) -> yaml.Node:
    """Return the last leaf of a node: a block ends where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _line_end(text: str, at: int) -> int:
    """Return where the line of a place ends, its line feed and a comment included."""
    if at and text[at - 1] in "\r\n":  # a block of text ends with its last line
        return at
    found = re.compile(r"[^\r\n]*(\r\n|\r|\n|$)").match(text, at)
    return found.end() if found is not None else len(text)


def _lines(layout: Layout) -> list[str]:
    """Write a layout, one thing a line."""
    lines = ["layout:", f"  width: {_number(layout.width)}", f"  height: {_number(layout.height)}"]
    sections: tuple[tuple[str, Mapping[str, Any], tuple[str, ...]], ...] = (
        ("areas", layout.areas, ("x", "y", "width", "height")),
        ("variables", layout.variables, ("x", "y")),
        ("loops", layout.loops, ("x", "y")),
    )
    for name, items, fields in sections:
        if items:
            lines.append(f"  {name}:")
        for key, item in items.items():
            values = ", ".join(f"{field}: {_number(getattr(item, field))}" for field in fields)
            lines.append(f"    {_key(key)}: {{{values}}}")
    return lines


def _number(value: float) -> str:
    """Write a coordinate to a tenth of a unit."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def _key(key: str) -> str:
    return f'"{key}"' if key.lower() in _SPECIAL else key


def _root(text: str) -> yaml.MappingNode:
    try:
        root = yaml.compose(text.removeprefix("\ufeff"), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise OutputError(
            Message("The positions cannot be written: the file is not valid YAML."),
            Message("Check the model first: digisys check FILE"),
        ) from error
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise OutputError(
            Message("The positions cannot be written: the file is not laid out in lines."),
            Message("Write the model as YAML with one key a line, without braces around it."),
        )
    return root


def _section(text: str) -> tuple[int, int] | None:
    """Find where the layout section starts and ends, as positions in the text."""
    mark = len(text) - len(text.removeprefix("\ufeff"))
    for key, value in _root(text).value:
        if isinstance(key, yaml.ScalarNode) and key.value == "layout":
            lines = _LINE.findall(text)
            first, last = key.start_mark.line, value.end_mark.line
            if value.end_mark.column > 0:
                last += 1
            last = min(last, len(lines))
            # A block reaches up to the next key: what stands above that key belongs to it.
            while last > first + 1 and re.match(r"(#|\s*$)", lines[last - 1]):
                last -= 1
            start = sum(len(line) for line in lines[:first])
            return max(start, mark), start + sum(len(line) for line in lines[first:last])
    return None


def _document_end(text: str) -> int:
    """Find where the mapping ends: at the end of the text, or before a ``...`` line."""
    found = re.search(r"^(\.\.\.|---)(?=\s|$)", text, re.MULTILINE)
    while found and not text[: found.start()].strip("\ufeff \t\r\n"):
        found = re.compile(r"^(\.\.\.|---)(?=\s|$)", re.MULTILINE).search(text, found.end())
    if found and found.group() == "...":
        return found.start()
    return len(text)
