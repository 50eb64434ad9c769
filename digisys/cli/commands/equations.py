"""The command ``digisys equations``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import (
    complete_scenario,
    settings_of,
)
from digisys.cli.output import emit, emit_text
from digisys.cli.sampling_options import ByLink
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def equations(
    shell: Shell,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_("Only the variables of this variable, target, area or loop."),
            autocompletion=complete_name,
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            metavar="SCENARIO",
            help=N_("Write the equations under this scenario."),
            autocompletion=complete_scenario,
        ),
    ] = None,
    by_link: ByLink = None,
) -> None:
    """Print the equations in symbols and in words."""
    from digisys.cli.output import terminal_width
    from digisys.simulation.equations import equations as ask

    settings = settings_of(shell, by_link)
    answer = ask(shell.model, name, scenario, settings=settings, **shell.view)
    if shell.format.value == "table" and shell.output is None:
        emit_text(answer.text(shell.language, width=terminal_width()))
    else:
        emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        equations,
        "equations",
        language=language,
        about=N_("Which equations are run, in symbols and in words?"),
        examples=("equations R5", "equations --scenario network-cut"),
        group=N_("Dynamics"),
        runs=True,
    )
