"""The command ``digisys robust``."""

from __future__ import annotations

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.output import emit
from digisys.cli.progress import share_done
from digisys.cli.sampling_options import ByLink, Convention, OneConvention, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.sureness_options import (
    About,
    Damping,
    DampingRange,
    Levers,
    MaxDraws,
    Samples,
    Strengths,
    TimeLimit,
    Uncertain,
    how_strong,
    names_of,
)
from digisys.words import N_

__all__ = ["register"]


def robust(
    shell: Shell,
    name: About = None,
    levers: Levers = "sources",
    strengths: Strengths = "classes",
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    convention: Convention = None,
    one_convention: OneConvention = False,
    damping: Damping = "all",
    damping_range: DampingRange = None,
    uncertain: Uncertain = 0.5,
    samples: Samples = 10_000,
    seed: Seed = 1,
    max_draws: MaxDraws = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
) -> None:
    """Print how sure a ranking of levers is."""
    from digisys.analysis.robustness.robust import robust as ask
    from digisys.uncertainty.options import Draws

    with share_done(shell, N_("Drawing strengths")) as progress:
        answer = ask(
            shell.model,
            name,
            levers=names_of(levers),
            samples=Draws(samples, seed, max_draws, time_limit, workers, progress=progress),
            strengths=how_strong(
                shell,
                strengths,
                by_link,
                damping,
                damping_range,
                uncertain,
                convention,
                one_convention=one_convention,
                calibration=calibration,
            ),
            **shell.view,
        )
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        robust,
        "robust",
        language=language,
        about=N_("Which levers move something most, and how sure is the order?"),
        examples=("robust 11", "robust", "robust luottamus --levers all"),
        group=N_("How sure?"),
        joins=True,
    )
