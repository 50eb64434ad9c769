"""The file format, read from the JSON Schema that the reader itself checks by."""

import json
import re

MODEL = [
    "# The model file",
    "",
    "A model is one YAML file. This page is made from its JSON Schema, which `digisys schema`",
    "prints and which ships as `models/model.schema.json`; a first line",
    "`# yaml-language-server: $schema=model.schema.json` lets an editor complete and check",
    "while you type. Reading is strict: a key that is not listed here is an error, which names",
    "the line and the nearest known key.",
]
PROGRAMME = [
    "# The programme file",
    "",
    "What is done and measured around a model is one YAML file beside it ([how to write",
    "one](../howto/programme.md)). This page is made from its JSON Schema, which",
    "`digisys schema programme` prints. Reading is as strict as that of a model.",
]

#: What anchors of the page begin with.
_prefix = "format-"


def pages():
    """Return the page by file name."""
    from digisys.io.json_schema import model_json_schema, programme_json_schema

    return {
        "format.md": page(model_json_schema(), MODEL, "format-"),
        "programme-format.md": page(programme_json_schema(), PROGRAMME, "programme-"),
    }


def page(schema, intro, prefix):
    """Describe every section of a file, its fields, types and defaults."""
    global _prefix
    _prefix = prefix
    lines = [*intro, ""]
    lines += _section("The whole file", schema, "the-file")
    for name, part in sorted(schema.get("$defs", {}).items()):
        if part.get("type") == "object" and part.get("properties"):
            lines += _section(name, part, name)
        else:
            lines += [f"({_anchor(name)})=", f"## {name}", "", _prose(part), "", _kind(part), ""]
    lines += ["## JSON Schema", "", "The same as the program reads it.", "", "```json"]
    lines += [json.dumps(schema, indent=2, ensure_ascii=False), "```", ""]
    return "\n".join(lines)


def _section(title, part, name):
    needed = set(part.get("required", ()))
    rows = [
        f"| `{key}`{' (required)' if key in needed else ''} | {_kind(value)} | {_prose(value)}"
        f"{_default(value)} |"
        for key, value in part.get("properties", {}).items()
    ]
    head = [f"({_anchor(name)})=", f"## {title}", "", _prose(part), ""]
    return [*head, "| key | value | meaning |", "| --- | --- | --- |", *rows, ""]


def _anchor(name):
    return _prefix + name.lower()


def _prose(part):
    text = re.sub(r"\s+", " ", part.get("description", ""))
    return text.replace("``", "`").replace("|", "\\|").replace("<", "&lt;")


def _default(part):
    value = part.get("default")
    return f" Default: `{value}`." if value not in (None, [], {}, "") else ""


def _kind(part):
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{_anchor(name)})"
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    for key in ("anyOf", "oneOf"):
        if key in part:
            return " or ".join(_kind(one) for one in part[key] if one.get("type") != "null")
    kind = part.get("type", "any value")
    if kind == "array":
        return f"list of {_kind(part.get('items', {}))}"
    if kind == "object":
        inner = part.get("additionalProperties")
        return f"mapping to {_kind(inner)}" if isinstance(inner, dict) else "mapping"
    words = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "yes or no",
    }
    text = words.get(kind, str(kind))
    bounds = [
        f"{word} {part[key]}"
        for key, word in (
            ("minimum", "at least"),
            ("exclusiveMinimum", "above"),
            ("maximum", "at most"),
        )
        if key in part
    ]
    return f"{text}, {', '.join(bounds)}" if bounds else text
