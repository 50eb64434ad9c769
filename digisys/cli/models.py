"""The model that a command speaks of, read once."""

from __future__ import annotations

from functools import cache

from digisys.io import load
from digisys.schema import Model

__all__ = ["DEFAULT_MODEL", "read_model"]

DEFAULT_MODEL = "digikompassi"


@cache
def read_model(source: str) -> Model:
    """Read a model once for the whole command."""
    return load(source)
