"""The command ``digisys indicators``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

NameOrNone = Annotated[
    str | None, typer.Argument(help=N_("Variable, target, area or loop. Default: everything."))
]


def indicators(shell: Shell, name: NameOrNone = None, programme: ProgrammeFile = None) -> None:
    """Print what is measured, and what is not."""
    from digisys.analysis.programme.indicators import indicators as ask

    emit(shell, ask(shell.model, name, programme=programme))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        indicators,
        "indicators",
        language=language,
        about=N_("What is measured around the model, and what does nothing show?"),
        examples=('indicators "target 12"', "indicators R1", "indicators --format json"),
        group=N_("Ask"),
        view=False,
        themes=True,
    )
