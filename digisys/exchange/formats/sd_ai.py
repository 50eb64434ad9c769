"""JSON of sd-ai and of programs that speak it: variables, relationships, feedback loops.

What a language model gives as its reasoning is kept as a note marked as such, never as a source.
"""

from __future__ import annotations

import json
from typing import Any

from digisys.exchange.as_read import FormatError, MapRead, Reading, RoleRead, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import unique_labels
from digisys.exchange.plain import mapping, sequence, text
from digisys.exchange.signs import sign_of
from digisys.exchange.texts import name_key
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_SUGGESTION = "AI suggestion:"
_ROLES: dict[str, RoleRead] = {"stock": "stock", "flow": "auxiliary"}
_SIGNS = {"positive": "+", "negative": "-", "unknown": ""}


def recognise(file: ForeignFile) -> bool:
    """Look for relationships, in the file or in its model."""
    data = _data(file)
    model = mapping(data.get("model")) or data
    return isinstance(model.get("relationships"), list) and "concepts" not in model


def _data(file: ForeignFile) -> dict[str, Any]:
    """Return the content; a bare list of relationships as that of a file."""
    bare = sequence(file.json)
    if bare and all({"from", "to"} <= mapping(each).keys() for each in bare):
        return {"relationships": list(bare)}
    return mapping(file.json)


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read variables, relationships and feedback loops; names are compared without case."""
    del options
    data = _data(file)
    model = mapping(data.get("model")) or data
    reading = Reading(text(mapping(model.get("specs")).get("name")))
    equations = 0
    for position, variable in enumerate(map(mapping, sequence(model.get("variables")))):
        name = text(variable.get("name"))
        if not name_key(name):
            continue
        equations += bool(variable.get("equation") or variable.get("graphicalFunction"))
        reading.node(
            name_key(name),
            name.replace("_", " "),
            f"variables[{position}]",
            role=_ROLES.get(text(variable.get("type")).lower(), ""),
            unit=text(variable.get("units")),
            description=text(variable.get("documentation")),
        )
    loops = list(_loops(data))
    # A relationship without a sign may have one where a feedback loop lists it.
    told: dict[tuple[str, str], Sign] = {}
    for _, _, links in loops:
        for source, target, sign in links:
            if sign != "?":
                told.setdefault((source, target), sign)
    for position, relation in enumerate(map(mapping, sequence(model.get("relationships")))):
        source = text(relation.get("from") or relation.get("start"))
        target = text(relation.get("to") or relation.get("end"))
        item = f"relationships[{position}]"
        pair = name_key(source), name_key(target)
        if not all(pair):
            reading.lose("open-end", item)
            continue
        for key, label in zip(pair, (source, target), strict=True):
            reading.node(key, label.replace("_", " "), item)
        sign = sign_of(text(relation.get("polarity"))) or told.get(pair, "?")
        reasons = [
            f"{_SUGGESTION} {reason}"
            for field in ("reasoning", "polarityReasoning")
            if (reason := text(relation.get(field)).strip())
        ]
        reading.link(*pair, sign, item, notes=tuple(reasons))
    if equations:
        reading.lose("equations", "variables", count=equations)
    for position, (name, sign, links) in enumerate(loops):
        pairs = tuple((source, target) for source, target, _ in links)
        reading.loop(name, f"feedbackLoops[{position}]", pairs=pairs, sign=sign)
    if not reading.nodes:
        raise FormatError(Message("The file holds no elements."))
    return reading.done()


def _loops(data: dict[str, Any]) -> list[tuple[str, Sign, list[tuple[str, str, Sign]]]]:
    feedback = mapping(data.get("feedback")) or mapping(mapping(data.get("model")).get("feedback"))
    found = []
    for loop in map(mapping, sequence(feedback.get("feedbackLoops"))):
        name = text(loop.get("identifier")) or text(loop.get("name"))
        links = [
            (name_key(text(link.get("from"))), name_key(text(link.get("to"))),
             sign_of(text(link.get("polarity"))) or "?")
            for link in map(mapping, sequence(loop.get("links")))
        ]  # fmt: skip
        found.append((name, sign_of(text(loop.get("polarity"))) or "?", links))
    return found


def write(model: Model, language: str) -> bytes:
    """Write variables and relationships; a note of a person is no reasoning of a model."""
    labels = unique_labels(model, language)
    variables = [
        {
            "name": labels[name],
            "type": "stock" if item.role == "stock" else "variable",
            **({"documentation": item.description.text(language)} if item.description else {}),
            **({"units": item.unit.text(language)} if item.unit else {}),
        }
        for name, item in model.variables.items()
    ]
    links = [
        {
            "from": labels[link.source],
            "to": labels[link.target],
            "polarity": _SIGNS[link.polarity],
        }
        for link in model.links
    ]
    data = {
        "specs": {"name": model.title.text(language)},
        "variables": variables,
        "relationships": links,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


FORMAT = Format(
    "sd-ai",
    "sd-ai JSON",
    (".json",),
    recognise,
    read,
    write,
    holds=frozenset(["description", "unit", "unknown"]),
)
