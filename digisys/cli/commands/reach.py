"""The command ``digisys reach``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import (
    SamplerChoice,
    SamplerName,
    settings_of,
)
from digisys.cli.output import emit
from digisys.cli.progress import combinations_tried
from digisys.cli.sampling_options import ByLink, OneConvention, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.sureness_options import names_of
from digisys.errors import QuestionError
from digisys.words import N_, Message

__all__ = ["register"]


def reach(
    shell: Shell,
    goals: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help=N_("The variables, targets or areas whose levels are to be reached."),
            autocompletion=complete_name,
        ),
    ],
    level: Annotated[
        list[float],
        typer.Option(
            "--level",
            help=N_(
                "The level wanted: above 0 at least so high, below 0 at least so low; one for "
                "all, or one for each name."
            ),
        ),
    ],
    by: Annotated[
        float | None,
        typer.Option(
            "--by",
            metavar="TIME",
            help=N_(
                "When the level must stand, in the model's unit of time; the end of the run if not "
                "given."
            ),
        ),
    ] = None,
    share: Annotated[
        float,
        typer.Option("--share", help=N_("In which share of the draws, above 0 and up to 1.")),
    ] = 0.8,
    levers: Annotated[
        str | None,
        typer.Option(
            "--levers",
            metavar="NAMES",
            help=N_(
                "What may be pushed, as names with commas. Every input and stock but the goal's "
                "own if not given."
            ),
        ),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help=N_("How many levers one combination may have."))
    ] = 3,
    sizes: Annotated[
        str,
        typer.Option("--sizes", metavar="SIZES", help=N_("Sizes of pushes, above 0 and up to 1.")),
    ] = "0.25,0.5,1",
    cost: Annotated[
        list[str] | None,
        typer.Option(
            "--cost",
            metavar="NAME=COST",
            help=N_("What a full push on one lever costs; may be repeated."),
        ),
    ] = None,
    since: Annotated[
        float | None,
        typer.Option(
            "--since",
            metavar="TIME",
            help=N_(
                "When the pushes begin, in the model's unit of time; the start of the run if not "
                "given."
            ),
        ),
    ] = None,
    shown: Annotated[
        int, typer.Option("--limit", min=1, help=N_("How many combinations each list has."))
    ] = 5,
    tries: Annotated[
        int, typer.Option("--tries", min=1, help=N_("How many combinations may be run."))
    ] = 1_000,
    samples: Annotated[
        int, typer.Option("--samples", "-n", min=1, help=N_("How many draws of what is unknown."))
    ] = 256,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    one_convention: OneConvention = False,
    workers: Workers = 1,
) -> None:
    """Print the smallest and the cheapest combinations of pushes that reach a level."""
    from digisys.simulation.reach.options import Search
    from digisys.simulation.reach.reach import reach as ask
    from digisys.uncertainty.options import Draws

    search = Search(
        share=share,
        levers=None if levers is None else names_of(levers),
        most=most,
        sizes=_sizes(sizes),
        costs=_costs(cost),
        start=since,
        shown=shown,
        tries=tries,
        by=by,
    )
    with combinations_tried(shell) as progress:
        answer = ask(
            shell.model,
            goals,
            level=level[0] if len(level) == 1 else level,
            search=search,
            samples=Draws(samples, seed, workers=workers, sampler=sampler.value, progress=progress),
            settings=settings_of(shell, by_link, calibration, one_convention=one_convention),
            **shell.view,
        )
    emit(shell, answer)


def _sizes(text: str) -> tuple[float, ...]:
    """Read the sizes of pushes, such as 0.25,0.5,1."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise QuestionError(
            Message("“{text}” is not a list of sizes.", {"text": text}),
            Message("Write numbers with commas between, such as 0.25,0.5,1."),
        ) from None


def _costs(given: list[str] | None) -> dict[str | int, float]:
    """Read what levers cost, such as NAME=3."""
    costs: dict[str | int, float] = {}
    for text in given or ():
        name, _, number = (part.strip() for part in text.rpartition("="))
        try:
            costs[name] = float(number)
        except ValueError:
            name = ""
        if not name:
            raise QuestionError(
                Message("“{text}” does not say what a lever costs.", {"text": text}),
                Message("Write for example: --cost NAME=3"),
            )
    return costs


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        reach,
        "reach",
        language=language,
        about=N_("What would it take to reach a level: which pushes, how large, at what cost?"),
        examples=(
            "reach 10 --level 0.2 --by 2030",
            "reach 11 12 --level 0.1 --most 2 --cost digital_support=3",
        ),
        group=N_("Dynamics"),
        runs=True,
    )
