"""The command ``digisys influence``."""

from __future__ import annotations

import typer

from digisys.cli.names_asked import Name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def influence(shell: Shell, name: Name) -> None:
    """Print what something influences."""
    from digisys.analysis.influence.influence import influence as ask

    answer = ask(shell.model, name, **shell.view)
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        influence,
        "influence",
        language=language,
        about=N_("What does something influence downstream, through which chains?"),
        examples=(
            "influence 14",
            "influence ETPK --language en",
            "influence 14 --with actions,indicators",
        ),
        group=N_("Ask"),
        joins=True,
    )
