"""The command ``digisys questions``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.output import emit
from digisys.cli.progress import share_done
from digisys.cli.reply_options import (
    Answered,
    Assumed,
    Costs,
    Reliability,
    Said,
    costs_of,
    replies_of,
)
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
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.schema.reply import Doubted

__all__ = ["register"]

#: How likely a direction that is assumed is wrong, where nothing is told.
ASSUMED = 0.1


class DoubtName(StrEnum):
    """What may be in doubt about a link."""

    EXISTENCE = "existence"
    SIGN = "sign"
    STRENGTH = "strength"


class OrderName(StrEnum):
    """What questions are put in order by."""

    WEIGHT = "weight"
    VALUE = "value"


def questions(
    shell: Shell,
    name: About = None,
    doubt: Annotated[
        DoubtName | None,
        typer.Option("--doubt", help=N_("Ask only about existence, sign or strength.")),
    ] = None,
    by: Annotated[
        OrderName,
        typer.Option(
            "--by",
            help=N_(
                "Order: by weight, how much would turn; or by value, how much an answer lowers the "
                "chance of choosing a wrong lever."
            ),
        ),
    ] = OrderName.WEIGHT,
    answer: Said = None,
    answered: Answered = None,
    reliability: Reliability = 1.0,
    cost: Costs = None,
    assumed: Assumed = ASSUMED,
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
    from digisys.answers.answer import Answer
    from digisys.uncertainty.options import Draws

    only_value = {
        "--answer": answer,
        "--answered": answered,
        "--reliability": None if reliability == 1 else reliability,
        "--cost": cost,
        "--assumed": None if assumed == ASSUMED else assumed,
    }
    told = next((name for name, value in only_value.items() if value is not None), None)
    if by is OrderName.WEIGHT and told is not None:
        raise QuestionError(
            Message("{option} means something with --by value only.", {"option": told}),
            Message("Add --by value, or leave it out."),
        )
    kind: Doubted | None = None if doubt is None else doubt.value
    how = how_strong(
        shell,
        strengths,
        by_link,
        damping,
        damping_range,
        convention=convention,
        one_convention=one_convention,
        calibration=calibration,
    )
    found: Answer
    with share_done(shell, N_("Drawing strengths")) as progress:
        draws = Draws(samples, seed, max_draws, time_limit, workers, progress=progress)
        if by is OrderName.VALUE:
            from digisys.analysis.robustness.elicitation import Elicitation
            from digisys.analysis.robustness.value_of_information import value_of_information

            found = value_of_information(
                shell.model,
                name,
                elicitation=Elicitation(
                    replies_of(shell.model, answer, answered, reliability),
                    reliability,
                    costs_of(shell.model, cost),
                    assumed,
                ),
                doubt=kind,
                levers=names_of(levers),
                samples=draws,
                strengths=how,
                evidence=shell.view["evidence"],
            ).first(limit)
        else:
            from digisys.analysis.robustness.questions import questions as ask

            found = ask(
                shell.model,
                name,
                doubt=kind,
                levers=names_of(levers),
                samples=draws,
                strengths=how,
                **shell.view,
            ).first(limit)
    emit(shell, found)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        questions,
        "questions",
        language=language,
        about=N_("Which links decide the conclusions, so which should be discussed first?"),
        examples=("questions", "questions 11 --doubt strength", "questions 11 --by value"),
        group=N_("How sure?"),
    )
