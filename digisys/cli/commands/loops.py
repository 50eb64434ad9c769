"""The command ``digisys loops``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.progress import counted_loops
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


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
    """Add the command to the application."""
    add_command(
        app,
        loops,
        "loops",
        language=language,
        about=N_("Which feedback loops are there?"),
        examples=("loops", "loops R1", 'loops "ETPK -> osallisuus" --links'),
        group=N_("Ask"),
    )
