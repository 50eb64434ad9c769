"""Files to models and back: the strict reader, the canonical writer, the JSON Schema."""

from digisys.io.bundled import bundled_folder, bundled_models, load
from digisys.io.yaml import parse_document, parse_model, read_document, read_model

__all__ = [
    "bundled_folder",
    "bundled_models",
    "load",
    "parse_document",
    "parse_model",
    "read_document",
    "read_model",
]
