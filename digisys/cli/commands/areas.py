"""The command ``digisys areas``."""

from __future__ import annotations

import typer

from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def areas(shell: Shell) -> None:
    """Print the areas."""
    from digisys.analysis.facts import areas as ask

    emit(shell, ask(shell.model, language=shell.language))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        areas,
        "areas",
        language=language,
        about=N_("Which areas does the model have?"),
        examples=("areas", "areas --language sv"),
        group=N_("Look up"),
        view=False,
        themes=True,
    )
