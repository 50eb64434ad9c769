"""The command ``digisys scenarios``."""

from __future__ import annotations

import typer

from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def scenarios(shell: Shell) -> None:
    """List the bundled scenarios that fit the model."""
    from digisys.cli.scenario_list import ScenarioList

    emit(shell, ScenarioList.bundled(shell.model))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        scenarios,
        "scenarios",
        language=language,
        about=N_("Which scenarios come with digisys, and why are they worth asking about?"),
        examples=("scenarios",),
        group=N_("Dynamics"),
        view=False,
    )
