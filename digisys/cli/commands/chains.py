"""The command ``digisys chains``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.errors import QuestionError
from digisys.words import N_, Message

__all__ = ["register"]


class BestFirst(StrEnum):
    """What comes first among chains."""

    SHORTEST = "shortest"
    EVIDENCE = "evidence"


def chains(
    shell: Shell,
    source: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help=N_("Where the chains begin: a variable, target, area or loop."),
            autocompletion=complete_name,
        ),
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO",
            help=N_("Where the chains end: a variable, target, area or loop."),
            autocompletion=complete_name,
        ),
    ],
    *,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help=N_("How many chains to show at most."))
    ] = 10,
    length: Annotated[
        int | None, typer.Option("--length", min=1, help=N_("Only chains of so many links."))
    ] = None,
    min_length: Annotated[
        int | None, typer.Option("--min-length", min=1, help=N_("Shortest chain, in links."))
    ] = None,
    max_length: Annotated[
        int | None,
        typer.Option("--max-length", "--max-steps", min=1, help=N_("Longest chain, in links.")),
    ] = None,
    best: Annotated[
        BestFirst,
        typer.Option(
            "--best", help=N_("What comes first: the shortest, or the best evidenced (evidence).")
        ),
    ] = BestFirst.SHORTEST,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", min=0.001, help=N_("Seconds to search at most.")),
    ] = None,
) -> None:
    """Print the chains from one thing to another."""
    from digisys.analysis.chains.chains import chains as ask

    if length is not None:
        if (min_length, max_length) != (None, None):
            raise QuestionError(
                Message("The length of the chains is given in two ways."),
                Message("Give --length alone, or --min-length and --max-length."),
            )
        min_length = max_length = length
    answer = ask(
        shell.model,
        source,
        target,
        limit=limit,
        min_steps=min_length,
        max_steps=max_length,
        best=best.value,
        time_limit=time_limit,
        **shell.view,
    )
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        chains,
        "chains",
        language=language,
        about=N_("Through which chains does one thing influence another?"),
        examples=("chains 14 10", "chains ETPK luottamus --limit 3", "chains 14 10 --length 7"),
        group=N_("Ask"),
        joins=True,
    )
