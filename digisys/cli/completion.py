"""Names to complete with the Tab key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from digisys.errors import DigisysError

if TYPE_CHECKING:
    from digisys.schema import Model

__all__ = ["complete_model", "complete_name", "complete_theme", "typed_model"]


def complete_model(incomplete: str) -> list[str]:
    """Complete the name of a model that comes with digisys; files are completed by the terminal."""
    from digisys.io.bundled import bundled_models

    return [name for name in bundled_models() if name.startswith(incomplete)]


def typed_model(ctx: typer.Context | None = None) -> Model | None:
    """Read the model that the command line names so far; None if it cannot be read."""
    from digisys.cli.models import DEFAULT_MODEL, read_model

    named = ctx.params.get("model") if ctx else None
    try:
        return read_model(named or DEFAULT_MODEL)
    except DigisysError:
        return None


def complete_name(incomplete: str, ctx: typer.Context | None = None) -> Iterator[tuple[str, str]]:
    """Yield the names of the model that begin as typed, each with its label."""
    from digisys.graph.names import Meaning, meanings, way

    model = typed_model(ctx)
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


def complete_theme(incomplete: str, ctx: typer.Context | None = None) -> Iterator[tuple[str, str]]:
    """Yield the themes of the model whose ids begin as typed, each with its label."""
    model = typed_model(ctx)
    for name, theme in model.themes.items() if model else ():
        if name.startswith(incomplete.casefold()):
            yield name, theme.label.text(model.default_language if model else "en")
