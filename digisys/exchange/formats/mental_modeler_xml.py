"""Mental Modeler's older files: the same maps as XML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from digisys.exchange.format import Format, never
from digisys.exchange.formats.mental_modeler import FORMAT as MENTAL_MODELER
from digisys.exchange.formats.mental_modeler import HOLDS, mental_model
from digisys.exchange.written import as_xml
from digisys.schema import Model

__all__ = ["FORMAT"]


def write(model: Model, language: str) -> bytes:
    """Write concepts and relationships as XML."""
    data = mental_model(model, language)
    root = ET.Element("mentalmodeler")
    _texts(ET.SubElement(root, "info"), data["info"])
    groups = ET.SubElement(root, "groupNames")
    for number in data["groupNames"]:
        ET.SubElement(groups, "name", index=number)
    concepts = ET.SubElement(root, "concepts")
    for told in data["concepts"]:
        concept = ET.SubElement(concepts, "concept")
        _texts(concept, {key: text for key, text in told.items() if isinstance(text, str)})
        relations = ET.SubElement(concept, "relationships")
        for relation in told["relationships"]:
            _texts(ET.SubElement(relations, "relationship"), relation)
    ET.SubElement(root, "scenarios")
    return as_xml(root)


def _texts(element: ET.Element, told: dict[str, str]) -> None:
    for name, text in told.items():
        ET.SubElement(element, name).text = text


FORMAT = Format(
    "mental-modeler-xml",
    "Mental Modeler XML",
    (".mmp",),
    never,
    MENTAL_MODELER.read,
    write,
    holds=HOLDS,
)
