"""Commands that ask about structure: influence, causes, chains, loops."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.progress import counted_loops
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help=N_("A variable, target, area or loop, such as 14, “tavoite 14”, ETPK or R1."),
        autocompletion=complete_name,
    ),
]


class BestFirst(StrEnum):
    """What comes first among chains."""

    SHORTEST = "shortest"
    EVIDENCE = "evidence"


def influence(shell: Shell, name: Name) -> None:
    """Print what something influences."""
    from digisys.analysis.influence.influence import influence as ask

    answer = ask(shell.model, name, **shell.view)
    emit(shell, answer)


def causes(shell: Shell, name: Name) -> None:
    """Print what influences something."""
    from digisys.analysis.influence.influence import influence as ask

    answer = ask(shell.model, name, direction="upstream", **shell.view)
    emit(shell, answer)


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
    max_steps: Annotated[
        int | None, typer.Option("--max-steps", min=1, help=N_("Longest chain, in links."))
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

    answer = ask(
        shell.model,
        source,
        target,
        limit=limit,
        max_steps=max_steps,
        best=best.value,
        time_limit=time_limit,
        **shell.view,
    )
    emit(shell, answer)


def loops(
    shell: Shell,
    *,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_("Only loops through this variable, target or area, or a loop such as R1."),
            autocompletion=complete_name,
        ),
    ] = None,
    max_length: Annotated[
        int | None, typer.Option("--max-length", min=1, help=N_("Longest loop, in links."))
    ] = None,
    max_loops: Annotated[
        int, typer.Option("--max-loops", min=1, help=N_("How many loops to find at most."))
    ] = 10_000,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", min=0.001, help=N_("Seconds to search at most.")),
    ] = None,
    links: Annotated[
        bool, typer.Option("--links", help=N_("Show the links that the loops share instead."))
    ] = False,
) -> None:
    """Print the feedback loops."""
    from digisys.analysis.loops.find_loops import find_loops

    with counted_loops(shell) as progress:
        found = find_loops(
            shell.model,
            name,
            max_length=max_length,
            max_loops=max_loops,
            time_limit=time_limit,
            progress=progress,
            **shell.view,
        )
    if links:
        from digisys.analysis.loops.shared_links import loop_links

        emit(shell, loop_links(found))
        return
    emit(shell, found)


def register(app: typer.Typer, language: str) -> None:
    """Add the commands of this module to the application."""
    group = N_("Ask")
    add_command(
        app,
        influence,
        "influence",
        language=language,
        about=N_("What does something influence downstream, through which chains?"),
        examples=("influence 14", "influence ETPK --language en", "influence R1 --format csv"),
        group=group,
    )
    add_command(
        app,
        causes,
        "causes",
        language=language,
        about=N_("What influences something, through which chains?"),
        examples=("causes 11", "causes luottamus"),
        group=group,
    )
    add_command(
        app,
        chains,
        "chains",
        language=language,
        about=N_("Through which chains does one thing influence another?"),
        examples=("chains 14 10", "chains ETPK luottamus --limit 3"),
        group=group,
    )
    add_command(
        app,
        loops,
        "loops",
        language=language,
        about=N_("Which feedback loops are there?"),
        examples=("loops", "loops R1", 'loops "ETPK -> osallisuus" --links'),
        group=group,
    )
