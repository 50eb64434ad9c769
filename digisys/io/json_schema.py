"""The JSON Schema of model files, with which editors complete and check while typing."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from digisys.schema import FORMAT_VERSION, Model
from digisys.schema.base import Frozen
from digisys.schema.programme import Programme

__all__ = ["json_schema", "model_json_schema", "programme_json_schema"]

_WHOLE_NUMBER = "^[1-9][0-9]*$"
_LENGTHS = {
    "object": {"minLength": "minProperties", "maxLength": "maxProperties"},
    "array": {"minLength": "minItems", "maxLength": "maxItems"},
}


def model_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of model files.

    Returns
    -------
    dict
        The schema, in draft 2020-12. Its descriptions are those of the schema's fields.

    Examples
    --------
    >>> schema = model_json_schema()
    >>> schema["$id"]
    'urn:digisys:model:1'
    >>> list(schema["properties"]["targets"]["patternProperties"])
    ['^[1-9][0-9]*$']
    """
    return json_schema(Model, f"urn:digisys:model:{FORMAT_VERSION}", "digisys model")


def programme_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of programme files.

    Returns
    -------
    dict
        The schema, in draft 2020-12. Its descriptions are those of the schema's fields.

    Examples
    --------
    >>> programme_json_schema()["$id"]
    'urn:digisys:programme:1'
    """
    return json_schema(Programme, "urn:digisys:programme:1", "digisys programme")


def json_schema(kind: type[Frozen], identifier: str, title: str) -> dict[str, Any]:
    """Return the JSON Schema of any kind of file that has a schema.

    Parameters
    ----------
    kind
        The schema of the file.
    identifier
        The URI of the JSON Schema.
    title
        What it is the schema of.

    Returns
    -------
    dict
        The JSON Schema, in draft 2020-12.
    """
    schema = kind.model_json_schema(by_alias=True, schema_generator=_Generator)
    del schema["title"]
    head = {"$schema": GenerateJsonSchema.schema_dialect, "$id": identifier, "title": title}
    return {**head, **_tidy(schema)}


class _Generator(GenerateJsonSchema):
    """Says what the reader accepts: no null, no other keys, numbers as keys."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        written = super().dict_schema(schema)
        if schema.get("keys_schema", {}).get("type") == "int":
            values = written.pop("additionalProperties")
            written["patternProperties"] = {_WHOLE_NUMBER: values}
            written.pop("propertyNames", None)
        if "patternProperties" in written:
            written["additionalProperties"] = False
        return written


def _tidy(schema: Any) -> Any:
    """Put right what pydantic writes for validated mappings, and shorten descriptions."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = _LENGTHS.get(str(schema.get("type")), {})
    tidy = {
        renamed.get(key, key): _tidy(item)
        for key, item in schema.items()
        if not (key == "default" and item is None)
    }
    if isinstance(tidy.get("description"), str):
        paragraph = tidy["description"].partition("\n\n")[0]
        tidy["description"] = " ".join(paragraph.split()).replace("``", "`")
    return tidy
