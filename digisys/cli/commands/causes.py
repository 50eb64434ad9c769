"""The command ``digisys causes``."""

from __future__ import annotations

import typer

from digisys.cli.names_asked import Name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def causes(shell: Shell, name: Name) -> None:
    """Print what influences something."""
    from digisys.analysis.influence.influence import influence as ask

    answer = ask(shell.model, name, direction="upstream", **shell.view)
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        causes,
        "causes",
        language=language,
        about=N_("What influences something, through which chains?"),
        examples=("causes 11", "causes luottamus"),
        group=N_("Ask"),
        joins=True,
    )
