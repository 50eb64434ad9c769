"""Walking through a model as plain data, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["Path", "Raw", "entities", "items_of", "links_of", "mapping", "sequence", "slides_of"]

Path = tuple[str | int, ...]
Raw = Mapping[Any, Any]


def mapping(value: object) -> Raw:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def items_of(raw: Raw, section: str) -> Iterator[tuple[Any, Raw]]:
    """Yield the keys and mappings of a section."""
    for key, value in mapping(raw.get(section)).items():
        if isinstance(value, dict):
            yield key, value


def sequence(value: object) -> Sequence[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def links_of(raw: Raw) -> Iterator[tuple[int, Raw]]:
    """Yield the position and the data of each link."""
    for position, link in enumerate(sequence(raw.get("links"))):
        if isinstance(link, dict):
            yield position, link


def slides_of(raw: Raw) -> Iterator[tuple[int, Raw]]:
    """Yield the position and the data of each slide of the presentation."""
    for position, slide in enumerate(sequence(mapping(raw.get("presentation")).get("slides"))):
        if isinstance(slide, dict):
            yield position, slide


def entities(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    """Yield every part of the file that may hold texts, with its path."""
    yield (), raw
    for section in ("sources", "areas", "targets", "variables", "loops"):
        for key, entity in items_of(raw, section):
            yield (section, key), entity
            if section == "sources":
                for part, value in items_of(entity, "parts"):
                    yield (section, key, "parts", part), value
            yield from _evidence_of((section, key), entity)
    for position, link in links_of(raw):
        yield ("links", position), link
        yield from _evidence_of(("links", position), link)
    for position, slide in slides_of(raw):
        yield ("presentation", "slides", position), slide


def _evidence_of(path: Path, entity: Raw) -> Iterator[tuple[Path, Raw]]:
    for position, evidence in enumerate(sequence(entity.get("evidence"))):
        if isinstance(evidence, dict):
            yield (*path, "evidence", position), evidence
