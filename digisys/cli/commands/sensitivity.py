"""The command ``digisys sensitivity``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import (
    Force,
    Limit,
    Plot,
    SamplerChoice,
    SamplerName,
    Samples,
    ScenarioName,
    settings_of,
)
from digisys.cli.dynamics_output import check_files, finish, first_rows
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import ByLink, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def sensitivity(
    shell: Shell,
    scenario: ScenarioName,
    outcome: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help=N_("The variable, target or area whose level is to be explained."),
            autocompletion=complete_name,
        ),
    ],
    samples: Samples = 1024,
    indices: Annotated[
        bool,
        typer.Option("--sobol", help=N_("Compute Sobol indices too (extra “sensitivity”).")),
    ] = False,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    workers: Workers = 1,
    limit: Limit = 12,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Print which unknown strengths and inertias decide an outcome."""
    from digisys.simulation.sensitivity.sensitivity import sensitivity as ask
    from digisys.uncertainty.options import Draws

    check_files(plot, None, force=force)
    with runs_done(shell) as progress:
        answer = ask(
            shell.model,
            scenario,
            outcome,
            samples=Draws(samples, seed, workers=workers, sampler=sampler.value, progress=progress),
            indices=indices,
            settings=settings_of(shell, by_link, calibration),
            **shell.view,
        )
    shown = first_rows(shell, answer.table(shell.language), limit)
    finish(shell, answer, shown, None, plot, None, force=force)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        sensitivity,
        "sensitivity",
        language=language,
        about=N_("Which unknown strengths and inertias decide an outcome?"),
        examples=("sensitivity leadership-push 11", "sensitivity green-rdi-push 7 --sobol"),
        group=N_("Dynamics"),
        runs=True,
    )
