"""The command ``digisys dominance``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.dynamics_options import (
    Force,
    Plot,
    SamplerChoice,
    SamplerName,
    ScenarioName,
    settings_of,
)
from digisys.cli.dynamics_output import check_files, finish
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import ByLink, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def dominance(
    shell: Shell,
    scenario: ScenarioName,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples", "-n", min=1, help=N_("How many draws; a single run when left out.")
        ),
    ] = None,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    erosion_leads: Annotated[
        bool,
        typer.Option(
            "--erosion-leads",
            help=N_("Let the erosion of each stock lead like any loop, as published tables do."),
        ),
    ] = False,
    workers: Workers = 1,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Print which feedback loops drive a scenario, and when."""
    from digisys.simulation.dominance.dominance import dominance as ask
    from digisys.uncertainty.options import Draws

    check_files(plot, None, force=force)
    with runs_done(shell) as progress:
        draws = Draws(samples, seed, workers=workers, sampler=sampler.value, progress=progress)
        answer = ask(
            shell.model,
            scenario,
            samples=None if samples is None else draws,
            settings=settings_of(shell, by_link, calibration),
            erosion_leads=erosion_leads,
            **shell.view,
        )
    finish(shell, answer, None, None, plot, None, force=force)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        dominance,
        "dominance",
        language=language,
        about=N_("Which feedback loops drive a scenario, and when?"),
        examples=("dominance leadership-push", "dominance network-cut -n 256 --plot loops.pdf"),
        group=N_("Dynamics"),
        runs=True,
    )
