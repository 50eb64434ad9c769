"""The command ``digisys compare``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.dynamics_options import (
    Force,
    OutcomeName,
    Plot,
    SamplerChoice,
    SamplerName,
    Samples,
    Save,
    complete_scenario,
    settings_of,
)
from digisys.cli.dynamics_output import check_files, finish
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import ByLink, OneConvention, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def compare(
    shell: Shell,
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...",
            help=N_("Two scenarios or more; “none” stands for no intervention."),
            autocompletion=complete_scenario,
        ),
    ],
    outcome: OutcomeName = None,
    samples: Samples = 1024,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    one_convention: OneConvention = False,
    workers: Workers = 1,
    plot: Plot = None,
    save: Save = None,
    force: Force = False,
) -> None:
    """Compare scenarios over the same draws."""
    from digisys.simulation.comparison.compare import compare as ask
    from digisys.uncertainty.options import Draws

    check_files(plot, save, force=force)
    with runs_done(shell) as progress:
        answer = ask(
            shell.model,
            [None if name == "none" else name for name in scenarios],
            outcome=outcome,
            samples=Draws(samples, seed, workers=workers, sampler=sampler.value, progress=progress),
            settings=settings_of(shell, by_link, calibration, one_convention=one_convention),
            **shell.view,
        )
    finish(shell, answer, None, None, plot, save, force=force)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        compare,
        "compare",
        language=language,
        about=N_("Which scenario ends higher, and in how many draws?"),
        examples=(
            "compare leadership-push interoperability-push --outcome 11",
            "compare network-cut none --plot figure.png",
        ),
        group=N_("Dynamics"),
        joins=True,
        runs=True,
    )
