"""Mental Modeler: fuzzy cognitive maps as XML or JSON, with influences from -1 to 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.plain import children, mapping, number, place, sequence, tag, text
from digisys.exchange.signs import sign_of_number

__all__ = ["FORMAT"]

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


FORMAT = Format("mental-modeler", "Mental Modeler", (".mmp",), recognise, read)
