"""What the tests of the reader share: the smallest valid model, and problems as tuples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digisys.errors import ModelFileError
from digisys.io import parse_model

#: Four lines, so that what a test adds starts on line 5.
HEAD = "schema: 1\nid: t\ntitle: T\nlanguages: [en]\n"
#: A model of two variables; what a test adds starts on line 8.
TWO = HEAD + "variables:\n  a: {label: A}\n  b: {label: B}\n"

Found = tuple[int | None, int | None, str, str, str]


def problems(text: str | bytes) -> list[Found]:
    """List the problems of a model: line, column, field, what is wrong, how to mend it."""
    try:
        parse_model(text, file="m.yaml")
    except ModelFileError as error:
        return [
            (found.line, found.column, found.field, str(found.what), str(found.cure or ""))
            for found in error.problems
        ]
    return []


def problem(text: str | bytes) -> Found:
    """Return the only problem of a model."""
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def model(**parts: Any) -> Mapping[str, Any]:
    """Make the smallest valid model as plain data, with parts added or replaced."""
    return {
        "schema": 1,
        "id": "t",
        "title": "T",
        "languages": ["en"],
        "variables": {"a": {"label": "A"}, "b": {"label": "B"}},
        **parts,
    }
