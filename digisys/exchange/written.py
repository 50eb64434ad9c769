"""What several formats write of a model alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from digisys.schema import Link, Model

__all__ = ["SYMBOLS", "as_json", "as_xml", "note_text", "size_of", "stored_places"]

#: Signs of links, as most formats and people write them.
SYMBOLS: Mapping[str, str] = {"positive": "+", "negative": "-", "unknown": "?"}


def size_of(link: Link) -> float | None:
    """Return the strength of a link where it is one number."""
    return float(link.strength) if isinstance(link.strength, int | float) else None


def note_text(link: Link, language: str) -> str:
    """Return the note of a link; empty where it has none."""
    return link.note.text(language) if link.note else ""


def stored_places(model: Model) -> dict[str, tuple[float, float]]:
    """Return the middles of boxes that the model keeps, y downward."""
    stored = model.layout.variables if model.layout else {}
    return {name: (point.x, point.y) for name, point in stored.items()}


def as_json(data: Any) -> bytes:
    """Return plain data as JSON that people can read."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def as_xml(root: ET.Element) -> bytes:
    """Return an element and what is in it as an XML document."""
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
