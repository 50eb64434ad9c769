"""The command ``digisys links``."""

from __future__ import annotations

import typer

from digisys.cli.names_asked import Ids
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def links(shell: Shell, ids: Ids = False) -> None:
    """Print the links."""
    from digisys.analysis.listing import links as ask

    emit(shell, ask(shell.model, language=shell.language, ids=ids))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        links,
        "links",
        language=language,
        about=N_("Which links does the model have?"),
        examples=("links", "links --ids", "links --format csv"),
        group=N_("Look up"),
        view=False,
        themes=True,
    )
