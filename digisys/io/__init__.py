"""Files to models and back: the strict reader, the canonical writer, the JSON Schema."""

from digisys.io.bundled import bundled_folder, bundled_models, load
from digisys.io.format import format_document, format_model
from digisys.io.json_schema import model_json_schema
from digisys.io.write import write_model, write_text
from digisys.io.yaml import parse_document, parse_model, read_document, read_model

__all__ = [
    "bundled_folder",
    "bundled_models",
    "format_document",
    "format_model",
    "load",
    "model_json_schema",
    "parse_document",
    "parse_model",
    "read_document",
    "read_model",
    "write_model",
    "write_text",
]
