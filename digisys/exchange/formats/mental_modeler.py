"""Mental Modeler: fuzzy cognitive maps as XML or JSON, with influences from -1 to 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places
from digisys.exchange.plain import children, mapping, number, place, sequence, tag, text
from digisys.exchange.signs import sign_of_number
from digisys.exchange.written import as_json, note_text, size_of
from digisys.schema import Model

__all__ = ["FORMAT", "HOLDS", "mental_model"]

_FIELDS = ("id", "name", "notes", "units", "group", "x", "y", "confidence", "influence")


def recognise(file: ForeignFile) -> bool:
    """Look for concepts."""
    if file.xml is not None:
        return tag(file.xml) == "mentalmodeler"
    return isinstance(_data(file).get("concepts"), list)


def _data(file: ForeignFile) -> dict[str, Any]:
    data = mapping(file.json)
    return mapping(data.get("mentalmodeler")) or data


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read concepts and the relationships that each of them lists."""
    del options
    if file.xml is not None:
        title, groups, concepts, scenarios = _from_xml(file.xml)
    else:
        data = _data(file)
        title = text(mapping(data.get("info")).get("name"))
        groups = {str(key): text(name) for key, name in mapping(data.get("groupNames")).items()}
        concepts = list(map(mapping, sequence(data.get("concepts"))))
        scenarios = len(sequence(data.get("scenarios")))
    reading = Reading(title)
    for position, concept in enumerate(concepts):
        group = groups.get(text(concept.get("group")), "").strip()
        key = text(concept.get("id")) or f"#{position}"
        reading.node(
            key,
            text(concept.get("name")),
            f"concepts[{position}]",
            place=place(concept.get("x"), concept.get("y")),
            unit=text(concept.get("units")),
            description=text(concept.get("notes")),
            groups=(group,) if group else (),
        )
    for position, concept in enumerate(concepts):
        source = text(concept.get("id")) or f"#{position}"
        relations = sequence(concept.get("relationships"))
        for number_of_link, relation in enumerate(map(mapping, relations)):
            item = f"concepts[{position}].relationships[{number_of_link}]"
            _relation(reading, source, relation, item)
    if scenarios:
        reading.lose("scenarios", "scenarios", count=scenarios)
    return reading.done()


def _relation(reading: Reading, source: str, relation: dict[str, Any], item: str) -> None:
    target = text(relation.get("id"))
    if target not in reading.nodes:
        reading.lose("open-end", item)
        return
    influence = number(relation.get("influence")) or 0.0
    confidence = number(relation.get("confidence"))
    notes = [text(relation.get("notes"))]
    if confidence:
        notes.append(f"confidence: {confidence:g}")
    reading.link(
        source,
        target,
        sign_of_number(influence),
        item,
        weight=abs(influence) or None,
        notes=notes,
    )


def _from_xml(root: Element) -> tuple[str, dict[str, str], list[dict[str, Any]], int]:
    info = next(children(root, "info"), None)
    title = _fields(info).get("name", "") if info is not None else ""
    names = next(children(root, "groupnames"), None)
    groups = {
        str(position): (each.text or "").strip()
        for position, each in enumerate(names if names is not None else ())
    }
    concepts = []
    for concept in _items(root, "concepts", "concept"):
        found: dict[str, Any] = _fields(concept)
        found["relationships"] = [
            _fields(relation) for relation in _items(concept, "relationships", "relationship")
        ]
        concepts.append(found)
    return title, groups, concepts, len(list(_items(root, "scenarios", "scenario")))


def _items(element: Element, holder: str, name: str) -> Iterator[Element]:
    for each in children(element, holder):
        yield from children(each, name)


def _fields(element: Element) -> dict[str, Any]:
    return {tag(child): (child.text or "").strip() for child in children(element, *_FIELDS)}


def write(model: Model, language: str) -> bytes:
    """Write concepts and relationships as JSON; an unknown sign is an influence of 0."""
    return as_json(mental_model(model, language))


def mental_model(model: Model, language: str) -> dict[str, Any]:
    """Return a model as Mental Modeler keeps it, every value a text.

    Influences are sizes only where every link has one; else each is 1 or -1.
    """
    sizes = [size_of(link) for link in model.links]
    known = all(size is not None and size <= 1 for size in sizes)
    places = map_places(model)
    relations: dict[str, list[dict[str, str]]] = {name: [] for name in model.variables}
    for link, size in zip(model.links, sizes, strict=True):
        influence = _DIRECTIONS[link.polarity] * (size if known and size is not None else 1.0)
        relations[link.source].append(
            {
                "id": link.target,
                "name": model.variables[link.target].label.text(language),
                "notes": note_text(link, language),
                "confidence": "0",
                "influence": f"{influence:g}",
            }
        )
    concepts = [
        {
            "id": name,
            "name": item.label.text(language),
            "notes": item.description.text(language) if item.description else "",
            "units": item.unit.text(language) if item.unit else "",
            "group": "0",
            "preferredState": "0",
            "x": str(places[name][0]),
            "y": str(places[name][1]),
            "relationships": relations[name],
        }
        for name, item in model.variables.items()
    ]
    info = {"name": model.title.text(language), "author": "", "description": "", "version": "1"}
    groups = {str(number): "" for number in range(6)}
    return {"info": info, "groupNames": groups, "concepts": concepts, "scenarios": []}


_DIRECTIONS = {"positive": 1.0, "negative": -1.0, "unknown": 0.0}
HOLDS = frozenset(["layout", "description", "unit", "note", "unknown"])

FORMAT = Format("mental-modeler", "Mental Modeler", (".mmp",), recognise, read, write, holds=HOLDS)
