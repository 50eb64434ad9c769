"""The command ``digisys questions``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

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
    how_strong,
    names_of,
)
from digisys.words import N_

__all__ = ["register"]


class DoubtName(StrEnum):
    """What may be in doubt about a link."""

    EXISTENCE = "existence"
    SIGN = "sign"
    STRENGTH = "strength"


def questions(
    shell: Shell,
    name: About = None,
    doubt: Annotated[
        DoubtName | None,
        typer.Option("--doubt", help=N_("Ask only about existence, sign or strength.")),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help=N_("How many links to show at most."))
    ] = 10,
    levers: Levers = "sources",
    strengths: Strengths = "classes",
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    convention: Convention = None,
    one_convention: OneConvention = False,
    damping: Damping = "all",
    damping_range: DampingRange = None,
    samples: Samples = 1_000,
    seed: Seed = 1,
    max_draws: MaxDraws = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
) -> None:
    """Print which links to discuss first."""
    from digisys.analysis.robustness.questions import questions as ask
    from digisys.uncertainty.options import Draws

    with share_done(shell, N_("Drawing strengths")) as progress:
        answer = ask(
            shell.model,
            name,
            doubt=None if doubt is None else doubt.value,
            levers=names_of(levers),
            samples=Draws(samples, seed, max_draws, time_limit, workers, progress=progress),
            strengths=how_strong(
                shell,
                strengths,
                by_link,
                damping,
                damping_range,
                convention=convention,
                one_convention=one_convention,
                calibration=calibration,
            ),
            **shell.view,
        )
    first = answer.first(limit)
    emit(shell, first)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        questions,
        "questions",
        language=language,
        about=N_("Which links decide the conclusions, so which should be discussed first?"),
        examples=("questions", "questions 11 --doubt strength"),
        group=N_("How sure?"),
    )
