"""The command ``digisys cut``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def cut(
    shell: Shell,
    source: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help=N_("A variable, target, area or loop, such as 14 or R5."),
            autocompletion=complete_name,
        ),
    ],
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[TO]",
            help=N_("What it is to reach no more. Without it, loops are cut."),
            autocompletion=complete_name,
        ),
    ] = None,
) -> None:
    """Print the fewest links to remove."""
    from digisys.analysis.chains.cut import cut as ask

    emit(shell, ask(shell.model, source, target, **shell.view))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        cut,
        "cut",
        language=language,
        about=N_("Which few links carry an influence, or hold loops together?"),
        examples=("cut 14 10", "cut R5"),
        group=N_("Ask"),
        joins=True,
    )
