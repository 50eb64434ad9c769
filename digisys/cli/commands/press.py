"""The command ``digisys press``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.progress import share_done
from digisys.cli.sampling_options import ByLink, Convention, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.analysis.press.structures_result import Observed
from digisys.cli.sureness_options import (
    Damping,
    DampingRange,
    MaxDraws,
    Samples,
    Strengths,
    TimeLimit,
    Uncertain,
    how_strong,
)

__all__ = ["register"]


class Way(StrEnum):
    """Which way something is pushed."""

    UP = "up"
    DOWN = "down"


class MethodName(StrEnum):
    """How responses are found."""

    AUTO = "auto"
    EXACT = "exact"
    SAMPLING = "sampling"


def _observation(text: str) -> tuple[str, Observed]:
    name, equals, way = text.rpartition("=")
    if not equals or way not in ("rises", "falls"):
        raise QuestionError(
            Message("“{text}” is not an observation.", {"text": text}),
            Message("Write NAME=rises or NAME=falls."),
        )
    return name.strip(), "rises" if way == "rises" else "falls"


def press(
    shell: Shell,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_(
                "What is pushed: a variable, target, area or loop; each variable by itself "
                "if not given."
            ),
            autocompletion=complete_name,
        ),
    ] = None,
    push: Annotated[Way, typer.Option("--push", help=N_("Which way it is pushed."))] = Way.UP,
    method: Annotated[
        MethodName,
        typer.Option(
            "--method",
            help=N_("exact (small models, from signs alone), sampling, or auto."),
        ),
    ] = MethodName.AUTO,
    observed: Annotated[
        list[str] | None,
        typer.Option(
            "--observed",
            help=N_(
                "What was seen, such as “ETPK=rises”: weigh the model's ambiguous links by it."
            ),
            metavar="NAME=rises|falls",
        ),
    ] = None,
    strengths: Strengths = "classes",
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    convention: Convention = None,
    damping: Damping = "all",
    damping_range: DampingRange = None,
    uncertain: Uncertain = 0.5,
    samples: Samples = 10_000,
    seed: Seed = 1,
    max_draws: MaxDraws = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
) -> None:
    """Print how variables respond to a lasting push."""
    from digisys.uncertainty.options import Draws

    drawn = how_strong(
        shell,
        strengths,
        by_link,
        damping,
        damping_range,
        uncertain,
        convention,
        calibration=calibration,
    )
    if observed:
        from digisys.analysis.press.structures import weigh_structures

        if name is None:
            raise QuestionError(
                Message("Nothing was pushed."),
                Message("Name what was pushed when this was observed."),
            )
        seen = dict(_observation(text) for text in observed)
        weighed = weigh_structures(
            shell.model,
            name,
            seen,
            push=push.value,
            samples=Draws(samples, seed, workers=workers),
            evidence=shell.evidence,
            strengths=drawn,
        )
        emit(shell, weighed)
        return
    from digisys.analysis.press.press import press as ask

    with share_done(shell, N_("Drawing strengths")) as progress:
        answer = ask(
            shell.model,
            name,
            push=push.value,
            method=method.value,
            samples=Draws(samples, seed, max_draws, time_limit, workers, progress=progress),
            strengths=drawn,
            **shell.view,
        )
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        press,
        "press",
        language=language,
        about=N_("What does a lasting push change in the end, and how sure is each direction?"),
        examples=("press 14", "press ETPK --push down", "press 14 --observed ETPK=falls"),
        group=N_("How sure?"),
        joins=True,
    )
