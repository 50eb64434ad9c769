"""The command ``digisys targets``."""

from __future__ import annotations

import typer

from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def targets(shell: Shell) -> None:
    """Print the policy targets."""
    from digisys.analysis.facts import targets as ask

    emit(shell, ask(shell.model, language=shell.language))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        targets,
        "targets",
        language=language,
        about=N_("Which policy targets are there, and which variables stand for them?"),
        examples=("targets", "targets --format csv"),
        group=N_("Look up"),
        view=False,
        themes=True,
    )
