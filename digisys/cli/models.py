"""The model that a command speaks of, read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from digisys.io import load
from digisys.schema import Model
from digisys.words import language_tag

__all__ = ["DEFAULT_MODEL", "declared_language", "read_model"]

DEFAULT_MODEL = "digikompassi"

#: Bytes of a file in which its languages are looked for.
_HEAD = 100_000


@cache
def read_model(source: str) -> Model:
    """Read a model once for the whole command."""
    return load(source)


def declared_language(source: str) -> str | None:
    """Find the first language that a model file lists, even when the model is not valid."""
    try:
        with Path(source).open("rb") as stream:
            text = stream.read(_HEAD).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    listed = re.search(r"^languages:\s*[\[-]\s*[\"']?([\w-]+)", text, re.MULTILINE)
    return language_tag(listed[1]) if listed else None
