"""Put a layout into the text of a model file and leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from digisys.errors import OutputError
from digisys.schema import Layout
from digisys.words import Message

__all__ = ["insert_layout"]

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
