"""The command ``digisys actions``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

Target = Annotated[
    str | None,
    typer.Option("--target", metavar="NUMBER", help=N_("Only actions filed under this target.")),
]
Actor = Annotated[
    str | None,
    typer.Option("--actor", metavar="NAME", help=N_("Only actions of this actor.")),
]
Reaching = Annotated[
    str | None,
    typer.Option(
        "--reaching",
        metavar="NAME",
        help=N_("Only actions whose chains reach this variable, target, area or loop."),
        autocompletion=complete_name,
    ),
]
RankSamples = Annotated[
    int | None,
    typer.Option(
        "--samples",
        min=1,
        help=N_("Rank those that reach it, over so many draws of unknown strengths."),
    ),
]


def actions(
    shell: Shell,
    target: Target = None,
    actor: Actor = None,
    reaching: Reaching = None,
    samples: RankSamples = None,
    seed: Seed = 1,
    programme: ProgrammeFile = None,
) -> None:
    """Print what can be done, and what it reaches."""
    from digisys.analysis.programme.actions import actions as ask
    from digisys.uncertainty.options import Draws

    answer = ask(
        shell.model,
        programme=programme,
        target=target,
        actor=actor,
        reaching=reaching,
        samples=None if samples is None else Draws(samples, seed),
        **shell.view,
    )
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        actions,
        "actions",
        language=language,
        about=N_("What can be done, and which targets does it reach along which chains?"),
        examples=(
            "actions --target 12 --actor municipality",
            "actions --reaching 12",
            "actions --reaching 11 --samples 2000",
        ),
        group=N_("Ask"),
    )
