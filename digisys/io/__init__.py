"""Files to models and back: the strict reader, the canonical writer, the JSON Schema.

The writer and the JSON Schema are loaded when they are first asked for, as most questions
only read.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from digisys.io.bundled import bundled_folder, bundled_models, load
from digisys.io.yaml.read import parse_document, parse_model, read_document, read_model

if TYPE_CHECKING:
    from digisys.io.format import format_document, format_model
    from digisys.io.json_schema import model_json_schema
    from digisys.io.write import write_model, write_text

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

_HOMES = {
    "format_document": "digisys.io.format",
    "format_model": "digisys.io.format",
    "model_json_schema": "digisys.io.json_schema",
    "write_model": "digisys.io.write",
    "write_text": "digisys.io.write",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'digisys.io' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
