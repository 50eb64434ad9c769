"""The command ``digisys export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.dynamics_options import (
    Force,
    complete_scenario,
    settings_of,
)
from digisys.cli.dynamics_output import check_files
from digisys.cli.output import emit_text
from digisys.cli.sampling_options import ByLink
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def export(
    shell: Shell,
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=N_("The XMILE file to write, such as model.xmile.")),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            metavar="SCENARIO",
            help=N_("Write the model under this scenario."),
            autocompletion=complete_scenario,
        ),
    ] = None,
    by_link: ByLink = None,
    force: Force = False,
) -> None:
    """Write the stock-flow model for other simulators."""
    from digisys.exchange.xmile import write_xmile

    check_files(None, path, force=force)
    settings = settings_of(shell, by_link)
    write_xmile(shell.model, path, scenario, settings=settings, force=force, **shell.view)
    emit_text(str(path))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        export,
        "export",
        language=language,
        about=N_("Write the stock-flow model as XMILE for Stella, Vensim, PySD and others."),
        examples=("export model.xmile --scenario leadership-push",),
        group=N_("Dynamics"),
        runs=True,
        saved=False,
    )
