"""The command ``digisys loop-set``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def loop_set(
    shell: Shell,
    *,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete", help=N_("Add independent loops until every loop is made of them.")
        ),
    ] = False,
) -> None:
    """Print a shortest independent loop set."""
    from digisys.analysis.loops.loop_set import loop_set as ask

    answer = ask(shell.model, complete=complete, **shell.view)
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        loop_set,
        "loop-set",
        language=language,
        about=N_("Which few short loops is the structure made of?"),
        examples=("loop-set", "loop-set --complete"),
        group=N_("Ask"),
        joins=True,
    )
