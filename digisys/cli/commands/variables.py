"""The command ``digisys variables``."""

from __future__ import annotations

import typer

from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def variables(shell: Shell) -> None:
    """Print the variables."""
    from digisys.analysis.listing import variables as ask

    emit(shell, ask(shell.model, language=shell.language))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        variables,
        "variables",
        language=language,
        about=N_("Which variables does the model have?"),
        examples=("variables", "variables --format csv"),
        group=N_("Look up"),
        view=False,
        themes=True,
    )
