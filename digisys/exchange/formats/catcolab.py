"""CatColab: the JSON of a notebook in which a causal-loop diagram is written."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from digisys.exchange.as_read import MapRead, Reading, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.plain import mapping, sequence, text
from digisys.exchange.written import as_json
from digisys.schema import Model

__all__ = ["FORMAT"]

#: Sign and delay of each type of arrow.
_ARROWS: dict[str, tuple[Sign, bool]] = {
    "Object": ("+", False),
    "Positive": ("+", False),
    "Negative": ("-", False),
    "PositiveSlow": ("+", True),
    "NegativeSlow": ("-", True),
    "Slow": ("+", True),
    "Zero": ("?", False),
    "Indeterminate": ("?", False),
}


def recognise(file: ForeignFile) -> bool:
    """Look for a notebook with a theory."""
    data = mapping(file.json)
    return isinstance(data.get("notebook"), dict) and "theory" in data


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read objects and morphisms, in the order of the cells."""
    del options
    data = mapping(file.json)
    reading = Reading(text(data.get("name")))
    cells = list(_cells(mapping(data.get("notebook"))))
    for item, content in cells:
        if content.get("tag") == "object":
            reading.node(text(content.get("id")), text(content.get("name")), item)
    for item, content in cells:
        if content.get("tag") == "morphism":
            ends = [_end(content.get(name)) for name in ("dom", "cod")]
            if not all(end in reading.nodes for end in ends):
                reading.lose("open-end", item)
                continue
            sign, delay = _ARROWS.get(_type(content.get("morType")), ("?", False))
            notes = (text(content.get("name")),)
            reading.link(ends[0], ends[1], sign, item, delay=delay, notes=notes)
    return reading.done()


def _cells(notebook: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    contents = mapping(notebook.get("cellContents"))
    cells = [
        contents.get(name) for name in sequence(notebook.get("cellOrder")) if isinstance(name, str)
    ]
    cells = cells or list(sequence(notebook.get("cells"))) or list(contents.values())
    return [
        (f"cell {number}", mapping(mapping(cell).get("content")))
        for number, cell in enumerate(cells, 1)
        if mapping(cell).get("tag") == "formal"
    ]


def _end(value: object) -> str:
    return text(mapping(value).get("content"))


def _type(value: object) -> str:
    """Return the name of a type of arrow; the identity on objects is a positive one."""
    content = mapping(value).get("content")
    return text(content) or text(mapping(content).get("content"))


_OBJECT = {"tag": "Basic", "content": "Object"}
_POSITIVE = {"tag": "Hom", "content": _OBJECT}


def write(model: Model, language: str) -> bytes:
    """Write a cell for each variable and link, in the theory that holds its signs."""
    slow = any(link.delay for link in model.links)
    unknown = any(link.polarity == "unknown" for link in model.links)
    theory = (
        "causal-loop-delays" if slow else "indeterminate-causal-loop" if unknown else "causal-loop"
    )
    contents: list[dict[str, Any]] = [
        {
            "tag": "object",
            "id": _key(name),
            "name": item.label.text(language),
            "obType": _OBJECT,
        }
        for name, item in model.variables.items()
    ]
    contents += [
        {
            "tag": "morphism",
            "id": _key(f"{number} {link.id}"),
            "name": "",
            "morType": _arrow(link.polarity, slow=bool(link.delay)),
            "dom": {"tag": "Basic", "content": _key(link.source)},
            "cod": {"tag": "Basic", "content": _key(link.target)},
        }
        for number, link in enumerate(model.links)
    ]
    cells = {_key(f"cell {content['id']}"): content for content in contents}
    return as_json(
        {
            "type": "model",
            "name": model.title.text(language),
            "theory": theory,
            "version": "2",
            "notebook": {
                "cellOrder": list(cells),
                "cellContents": {
                    cell: {"tag": "formal", "id": cell, "content": content}
                    for cell, content in cells.items()
                },
            },
        }
    )


def _key(name: str) -> str:
    """Return what names a cell or its content; the same model has the same names."""
    return str(uuid5(NAMESPACE_URL, name))


def _arrow(polarity: str, *, slow: bool) -> dict[str, Any]:
    if polarity == "unknown":
        return {"tag": "Basic", "content": "Zero"}
    if polarity == "positive" and not slow:
        return _POSITIVE
    return {"tag": "Basic", "content": polarity.capitalize() + ("Slow" if slow else "")}


FORMAT = Format(
    "catcolab", "CatColab", (".json",), recognise, read, write, holds=frozenset(["unknown"])
)
