"""The command ``digisys simulate``."""

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
    ScenarioName,
    settings_of,
)
from digisys.cli.dynamics_output import check_files, finish, moved
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import ByLink, OneConvention, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def simulate(
    shell: Shell,
    scenario: ScenarioName,
    samples: Samples = 1024,
    single: Annotated[
        bool,
        typer.Option(
            "--single", help=N_("One run at the midpoints of all ranges, instead of many.")
        ),
    ] = False,
    outcome: OutcomeName = None,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    one_convention: OneConvention = False,
    workers: Workers = 1,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Show what does not move, too."))
    ] = False,
    plot: Plot = None,
    save: Save = None,
    force: Force = False,
) -> None:
    """Run a scenario and print where targets, areas and variables end."""
    check_files(plot, save, force=force)
    if single:
        from digisys.simulation.simulate_once import simulate_once as run_once

        run = run_once(
            shell.model,
            scenario,
            settings=settings_of(shell, by_link, calibration, one_convention=one_convention),
            **shell.view,
        )
        shown = moved(
            run.table(shell.language),
            run.outcomes,
            outcome,
            everything=everything,
            language=shell.language,
        )
        finish(shell, run, shown, outcome, plot, save, force=force)
        return
    from digisys.simulation.ensemble.simulate import simulate as ask
    from digisys.uncertainty.options import Draws

    with runs_done(shell) as progress:
        ensemble = ask(
            shell.model,
            scenario,
            samples=Draws(samples, seed, workers=workers, sampler=sampler.value, progress=progress),
            settings=settings_of(shell, by_link, calibration, one_convention=one_convention),
            **shell.view,
        )
    shown = moved(
        ensemble.table(shell.language),
        ensemble.outcomes,
        outcome,
        everything=everything,
        language=shell.language,
    )
    finish(shell, ensemble, shown, outcome, plot, save, force=force)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        simulate,
        "simulate",
        language=language,
        about=N_("What moves under a scenario, how much, how surely and how soon?"),
        examples=(
            "simulate leadership-push",
            "simulate network-cut --outcome 11 --plot figure.pdf",
        ),
        group=N_("Dynamics"),
        joins=True,
        runs=True,
    )
