"""The command ``digisys programme``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help=N_("Id, number or label of something in the programme, or words to look for."),
    ),
]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="KIND", help=N_("Only this kind of things, as the command lists them.")
    ),
]
TargetNumber = Annotated[
    int | None,
    typer.Option("--target", metavar="NUMBER", help=N_("Only what is filed under this target.")),
]


def programme(
    shell: Shell,
    name: Name = None,
    kind: Kind = None,
    target: TargetNumber = None,
    programme: ProgrammeFile = None,
) -> None:
    """Print what a programme holds, and what belongs to a thing in it."""
    from digisys.analysis.programme.programme import programme as ask

    emit(shell, ask(shell.model, name, kind=kind, target=target, programme=programme))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        programme,
        "programme",
        language=language,
        about=N_("What does the programme hold, and where do the documents say it?"),
        examples=(
            "programme",
            "programme --kind idea",
            "programme action_11_1",
            "programme automaatio",
        ),
        group=N_("Ask"),
    )
