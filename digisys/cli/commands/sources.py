"""The command ``digisys sources``."""

from __future__ import annotations

import typer

from digisys.cli.names_asked import Name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def sources(shell: Shell, name: Name) -> None:
    """Print where something is stated."""
    from digisys.analysis.sources import sources as ask

    emit(shell, ask(shell.model, name, language=shell.language))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        sources,
        "sources",
        language=language,
        about=N_("Where is something stated: document, part and slide?"),
        examples=("sources luottamus", "sources R1"),
        group=N_("Look up"),
        view=False,
        themes=True,
    )
