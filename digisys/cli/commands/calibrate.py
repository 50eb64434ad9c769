"""The command ``digisys calibrate``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.dynamics_options import (
    Force,
    Plot,
    SamplerChoice,
    SamplerName,
    Samples,
    Save,
    complete_scenario,
    settings_of,
)
from digisys.cli.dynamics_output import check_files, finish
from digisys.cli.models import DEFAULT_MODEL
from digisys.cli.progress import share_done
from digisys.cli.sampling_options import ByLink, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message, say_count

if TYPE_CHECKING:
    from digisys.answers.table import Table
    from digisys.simulation.calibration.result import Calibration
    from digisys.simulation.observations.observations import Observations

__all__ = ["register"]

#: Unknowns that were narrowed by less are shown when asked for only.
_LEAST_SHOWN = 0.01


def calibrate(
    shell: Shell,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[MODEL] OBSERVATIONS",
            help=N_("A CSV or XLSX file of dated values; before it the model, if not by --model."),
        ),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help=N_("What was done meanwhile: a bundled scenario, or the path of a file."),
            autocompletion=complete_scenario,
        ),
    ] = None,
    hold_out_from: Annotated[
        str | None,
        typer.Option(
            "--hold-out-from",
            metavar="DATE",
            help=N_(
                "Predict observations from this date on instead of using them, and score the "
                "predictions."
            ),
        ),
    ] = None,
    samples: Samples = 4096,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    workers: Workers = 1,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            min=0.001,
            help=N_("Seconds after which a Markov chain ends, even if it has not settled."),
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Show what was not narrowed, too."))
    ] = False,
    plot: Plot = None,
    save: Save = None,
    force: Force = False,
) -> None:
    """Print what observations leave possible of strengths and inertias."""
    from digisys.simulation.calibration.calibrate import calibrate as ask
    from digisys.simulation.observations.read_observations import read_observations
    from digisys.uncertainty.options import Draws

    if len(files) > 2 or (len(files) == 2 and shell.source != DEFAULT_MODEL):
        raise QuestionError(
            Message("Several files of observations are given."),
            Message("Give one: digisys calibrate MODEL OBSERVATIONS"),
        )
    if plot is not None and hold_out_from is None:
        raise QuestionError(
            Message("Nothing was held out, so that no prediction can be shown."),
            Message("Name the date from which on observations are held out."),
        )
    check_files(plot, save, force=force)
    if len(files) == 2:
        shell = replace(shell, source=files[0])
    observations = read_observations(files[-1], shell.model)
    _tell_problems(shell, observations)
    with share_done(shell, N_("Weighing draws"), even=False) as progress:
        draws = Draws(
            samples,
            seed,
            time_limit=time_limit,
            workers=workers,
            sampler=sampler.value,
            progress=progress,
        )
        answer = ask(
            shell.model,
            observations,
            scenario,
            samples=draws,
            held_out=hold_out_from,
            settings=settings_of(shell, by_link),
            **shell.view,
        )
    shown = answer.table(shell.language)
    finish(
        shell, answer, shown if everything else _narrowed(shown, answer), None, plot, save,
        force=force,
    )  # fmt: skip


def _narrowed(table: Table, answer: Calibration) -> Table:
    """Keep the unknowns that observations narrowed; the most narrowed come first."""
    count = sum(each.narrowed >= _LEAST_SHOWN for each in answer.unknowns)
    return table.head(max(count, 1))


def _tell_problems(shell: Shell, observations: Observations) -> None:
    """Tell of the rows that are left out, beside the answer."""
    problems = observations.problems
    if problems:
        text = say_count(
            "{count} row is left out:", "{count} rows are left out:", len(problems), shell.language
        )
        write_aside("\n".join([text, *(each.text(shell.language) for each in problems)]))
    if observations.without_data:
        write_aside(
            say_count(
                "{count} row says that there is no value; it does not count as zero",
                "{count} rows say that there is no value; they do not count as zero",
                observations.without_data,
                shell.language,
            )
        )


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        calibrate,
        "calibrate",
        language=language,
        about=N_("What do observations leave possible, and how well does the model predict?"),
        examples=(
            "calibrate observations.xlsx --scenario leadership-push --save narrowed.nc",
            "calibrate my-model.yaml observations.csv --hold-out-from 2027 --plot predictions.pdf",
        ),
        group=N_("Dynamics"),
        runs=True,
    )
