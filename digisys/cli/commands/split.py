"""The command ``digisys split``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.dynamics_options import complete_scenario, settings_of
from digisys.cli.output import emit
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import ByLink, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.sureness_options import About, Levers, names_of
from digisys.errors import QuestionError
from digisys.words import N_, Message

__all__ = ["register"]


def split(
    shell: Shell,
    name: About = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            help=N_("Split the levels that a scenario ends at, instead of conclusions on levers."),
            metavar="SCENARIO",
            autocompletion=complete_scenario,
        ),
    ] = None,
    levers: Levers = "sources",
    by_link: ByLink = None,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            "-n",
            min=1,
            help=N_("How many draws of four; 1,024 of runs and 4,096 of levers if not given."),
        ),
    ] = None,
    seed: Seed = 1,
    workers: Workers = 1,
) -> None:
    """Print how much of what is not sure is owed to structure, and how much to strength."""
    from digisys.uncertainty.options import Draws

    settings = settings_of(shell, by_link)
    with runs_done(shell) as progress:
        draws = Draws(samples, seed, workers=workers, progress=progress)
        if scenario is not None:
            from digisys.simulation.sensitivity.split_outcomes import split_outcomes

            answer = split_outcomes(
                shell.model, scenario, name, samples=draws, settings=settings, **shell.view
            )
        else:
            from digisys.analysis.split.split_levers import split_levers

            _refuse_options_of_runs(shell)
            answer = split_levers(
                shell.model,
                name,
                levers=names_of(levers),
                strengths=settings.known_strengths if settings else "classes",
                samples=draws,
                **shell.view,
            )
    emit(shell, answer)


def _refuse_options_of_runs(shell: Shell) -> None:
    for option in shell.run:
        if option not in ("uncertain", "convention"):
            raise QuestionError(
                Message("--{option} means nothing without a scenario.", {"option": option}),
                Message("Leave it out, or name a scenario: --scenario NAME."),
            )


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        split,
        "split",
        language=language,
        about=N_("Is what is not sure owed to structure or to strength?"),
        examples=(
            "split 11 --certainty all",
            "split --scenario leadership-push --certainty all",
        ),
        group=N_("How sure?"),
        runs=True,
    )
