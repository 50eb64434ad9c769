"""Values of a model as cells of a workbook, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from digisys.exchange.sheet.columns import Column
from digisys.io.tables.numbers import read_number
from digisys.io.tables.table import Value
from digisys.io.yaml.compose import compose
from digisys.schema import TargetRef
from digisys.schema.base import Frozen

__all__ = ["from_cell", "from_text", "to_cell", "to_text"]

#: Texts that a cell would give back otherwise than they were: blanks at their ends, line ends
#: of other programs, marks of unseen letters, and what looks like one of these.
_ODD = re.compile(
    r"^[\s\ufeff\u200b\"]|[\s\ufeff\u200b]$|[\r\x7f-\x9f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
)
_RANGE = re.compile(r"(-?[0-9.,]+)\s*(?:\.\.|[-–…])\s*(-?[0-9.,]+)")
_TRUE = frozenset(["true", "yes", "kyllä", "tosi", "ja", "sant"])
_FALSE = frozenset(["false", "no", "ei", "epätosi", "nej", "falskt"])
_LISTED = frozenset(["words", "numbers", "targets"])
_TARGET = re.compile(r"([0-9]+)(?:\s+(target|key_result))?")


def to_text(text: str) -> str:
    """Write a text as a cell gives it back: most as they are, odd ones in quotes.

    Examples
    --------
    >>> to_text("Trust"), to_text(" blank before")
    ('Trust', '" blank before"')
    """
    if not _ODD.search(text):
        return text
    return json.dumps(text, ensure_ascii=False).replace("_x", "\\u005fx")


def from_text(cell: Value) -> Any:
    """Read a text; numbers and the like as they are seen in the cell."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    text = str(cell)
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def to_cell(value: Any, column: Column) -> str | float | bool | None:
    """Write a value; None leaves the cell empty.

    Examples
    --------
    >>> to_cell((0.2, 0.5), Column("strength", "value")), to_cell((), Column("aliases", "words"))
    ('[0.2, 0.5]', None)
    """
    if value is None or value == ():
        return None
    if column.kind in _LISTED:
        return _listed(value, column.kind)
    if isinstance(value, bool | int | float):
        return value
    return to_text(value) if isinstance(value, str) else _json(_plain(value))


def _listed(value: Sequence[Any], kind: str) -> str | int:
    """Write a list with semicolons between its items, a single number as such."""
    if kind == "words":
        odd = any(";" in item or item != item.strip() or _ODD.search(item) for item in value)
        return _json(list(value)) if odd or value[0].startswith("[") else "; ".join(value)
    items = map(_target, value) if kind == "targets" else map(str, value)
    listed = "; ".join(items)
    return int(listed) if listed.isdecimal() else listed


def _target(reference: TargetRef) -> str:
    named = "" if reference.stated_as == "target" else f" {reference.stated_as}"
    return f"{reference.target}{named}"


def _plain(value: Any) -> Any:
    if isinstance(value, Frozen):
        return value.model_dump(by_alias=True, exclude_defaults=True)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, Sequence) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("_x", "\\u005fx")


def from_cell(cell: Value, column: Column) -> Any:
    """Read a value; what cannot be read stays as it is, for the checks of the model to refuse.

    Examples
    --------
    >>> from_cell("0,2 - 0,5", Column("strength", "value"))
    [0.2, 0.5]
    >>> from_cell("14; 2", Column("pages", "numbers"))
    [14, 2]
    """
    if column.kind == "word":
        return from_text(cell)
    if column.kind in _LISTED:
        return _list(cell, column.kind)
    if isinstance(cell, str):
        return _value(cell, truth=column.kind == "truth" or column.id == "delay")
    return cell if isinstance(cell, bool | int | float) else str(cell)


def _list(cell: Value, kind: str) -> Any:
    if isinstance(cell, bool):
        return cell
    text = str(cell)
    if text.startswith("["):
        found = compose(text, "").data
        if isinstance(found, list):
            return found
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if kind == "words":
        return parts
    if kind == "targets":
        return [_reference(part) for part in parts]
    return [_whole(part) for part in parts]


def _whole(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _reference(text: str) -> dict[str, Any]:
    found = _TARGET.fullmatch(text)
    if found is None:
        return {"target": text}
    return {"target": int(found[1][:9]), **({"stated_as": found[2]} if found[2] else {})}


def _value(text: str, *, truth: bool) -> Any:
    number = read_number(text)
    if number is not None:
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    if truth and text.casefold() in _TRUE | _FALSE:
        return text.casefold() in _TRUE
    if text[0] in "[{":
        document = compose(text, "")
        if not document.problems and isinstance(document.data, list | dict):
            return document.data
    if found := _RANGE.fullmatch(text):
        ends = [read_number(end) for end in found.groups()]
        if None not in ends:
            return ends
    return from_text(text)
