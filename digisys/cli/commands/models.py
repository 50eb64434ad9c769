"""The command ``digisys models``."""

from __future__ import annotations

import typer

from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def models(shell: Shell) -> None:
    """List the bundled models."""
    from digisys.cli.model_list import ModelList

    emit(shell, ModelList.bundled())


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        models,
        "models",
        language=language,
        about=N_("Which models come with digisys?"),
        examples=("models",),
        group=N_("Models"),
        view=False,
        saved=False,
    )
