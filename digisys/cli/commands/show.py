"""The command ``digisys show``."""

from __future__ import annotations

import typer

from digisys.cli.names_asked import Ids, Name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def show(shell: Shell, name: Name, ids: Ids = False) -> None:
    """Print what the model says of one thing."""
    from digisys.analysis.facts import show as ask

    emit(shell, ask(shell.model, name, language=shell.language, ids=ids))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        show,
        "show",
        language=language,
        about=N_("What does the model say of a variable, target, area or loop?"),
        examples=("show luottamus", "show 14", "show R1"),
        group=N_("Look up"),
        view=False,
        themes=True,
    )
