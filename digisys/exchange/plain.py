"""Values of JSON and attributes of XML, taken as what they should be or as nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any
from xml.etree.ElementTree import Element

from digisys.exchange.signs import number_of

__all__ = ["children", "mapping", "number", "place", "sequence", "tag", "text"]

#: No drawing reaches farther, in any unit.
_FARTHEST = 1e9


def mapping(value: object) -> dict[str, Any]:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def text(value: object) -> str:
    """Return a text, or a number as one; else an empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:
        return str(value)
    return ""


def number(value: object) -> float | None:
    """Return a finite number, also from a text; else None."""
    if isinstance(value, str):
        return number_of(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e300 and isfinite(value) else None


def place(x: object, y: object) -> tuple[float, float] | None:
    """Return a place if both of its coordinates are numbers."""
    across, down = number(x), number(y)
    if across is None or down is None or max(abs(across), abs(down)) > _FARTHEST:
        return None
    return across, down


def tag(element: Element) -> str:
    """Return the name of an element without its namespace, in lower case."""
    name = element.tag
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names, whatever their namespace."""
    for child in element if element is not None else ():
        if tag(child) in names:
            yield child
