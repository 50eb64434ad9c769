"""Names to complete with the Tab key."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from digisys.errors import DigisysError

if TYPE_CHECKING:
    from digisys.schema import Model

__all__ = ["complete_name", "typed_model"]


def typed_model() -> Model | None:
    """Read the model that the command line names so far; None if it cannot be read."""
    from digisys.cli.models import DEFAULT_MODEL, read_model

    words = sys.argv
    source = DEFAULT_MODEL
    for flag in ("--model", "-m"):
        if flag in words[:-1]:
            source = words[words.index(flag) + 1]
    try:
        return read_model(source)
    except DigisysError:
        return None


def complete_name(incomplete: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the model that begin as typed, each with its label."""
    from digisys.graph.names import Meaning, meanings, way

    model = typed_model()
    if model is None:
        return
    language = model.default_language
    names: list[tuple[Meaning, str]] = []
    names += [(("target", key), item.title.text(language)) for key, item in model.targets.items()]
    names += [(("loop", key), item.label.text(language)) for key, item in model.loops.items()]
    names += [(("area", key), item.label.text(language)) for key, item in model.areas.items()]
    names += [
        (("variable", key), item.label.text(language)) for key, item in model.variables.items()
    ]
    for meaning, label in names:
        name = str(meaning[1])
        if name.casefold().startswith(incomplete.casefold()):
            yield (name if meanings(model, name) == (meaning,) else way(meaning)), label
