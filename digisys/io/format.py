"""Models as text: the same bytes for the same model, and nothing lost on the way."""

from digisys.io.yaml.format import SCHEMA_FILE, format_document, format_model, plain_data

__all__ = ["SCHEMA_FILE", "format_document", "format_model", "plain_data"]
