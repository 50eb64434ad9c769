"""Fields of nodes and edges in formats for any graph, by the names that programs give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digisys.exchange.as_read import Reading, Sign
from digisys.exchange.kinds import role_of
from digisys.exchange.plain import number, place, text
from digisys.exchange.signs import sign_of, sign_of_number

__all__ = ["add_edge", "add_node"]

_LABELS = ("label", "name", "title", "text")
_SIGNS = ("polarity", "sign", "label", "type", "effect", "connection type", "relation")
_WEIGHTS = ("weight", "strength", "influence")
_TOLD = frozenset([*_LABELS, *_SIGNS, *_WEIGHTS, "x", "y", "pos", "delay", "role", "notes"])


def add_node(reading: Reading, key: str, item: str, fields: Mapping[str, Any]) -> None:
    """Add a node with what its fields tell; others become notes."""
    told = {name.casefold(): value for name, value in fields.items()}
    label = next((text(told[name]) for name in _LABELS if text(told.get(name)).strip()), key)
    notes = [f"{name}: {text(value)}" for name, value in told.items() if _is_own(name, value)]
    at = place(told.get("x"), told.get("y"))
    role = role_of(text(told.get("role") or told.get("type")))
    description = text(told.get("description") or told.get("notes"))
    reading.node(key, label, item, role=role, place=at, notes=notes, description=description)


def add_edge(
    reading: Reading,
    source: str,
    target: str,
    item: str,
    fields: Mapping[str, Any],
    *,
    both: bool = False,
) -> None:
    """Add an edge: its sign by the first field that tells one, else by its weight.

    An edge without direction (``both``) does not tell what each end does to the other: it
    becomes two links of unknown sign, and a sign that it has is kept in their notes.
    """
    told = {name.casefold(): value for name, value in fields.items()}
    sign: Sign | None = None
    for name in _SIGNS:
        sign = sign or sign_of(text(told.get(name)), near=False)
    weight = next(
        (found for name in _WEIGHTS if (found := number(told.get(name))) is not None), None
    )
    if sign is None and weight is not None and (weight < 0 or "sign" in told):
        sign = sign_of_number(weight)
    notes = [
        text(value) if name in ("label", "notes", "description") else f"{name}: {text(value)}"
        for name, value in told.items()
        if (_is_own(name, value) or name in ("label", "notes", "type"))
        and text(value).strip() and sign_of(text(value), near=False) is None
    ]  # fmt: skip
    late = told.get("delay")
    delay = late is True or text(late).casefold() not in ("", "0", "false", "no", "none")
    size = abs(weight) if weight else None
    if both:
        reading.lose("both-ways", item)
        notes += [sign] if sign in ("+", "-") else []
        for ends in ((source, target), (target, source)):
            reading.link(*ends, "?", item, weight=size, delay=delay, notes=notes)
        return
    reading.link(source, target, sign or "?", item, weight=size, delay=delay, notes=notes)


def _is_own(name: str, value: object) -> bool:
    return name not in _TOLD and name != "description" and bool(text(value).strip())
