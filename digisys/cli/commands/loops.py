"""The command ``digisys loops``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.progress import counted_loops
from digisys.cli.sampling_options import ByLink, Convention, link_strengths
from digisys.cli.shell import Format, Shell, add_command
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.analysis.loops.find_loops import Loops

__all__ = ["register"]

#: Links of the loops that are written for programs, all together, unless more are asked for.
_MOST_LINKS = 300_000


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
    min_length: Annotated[
        int | None, typer.Option("--min-length", min=1, help=N_("Shortest loop, in links."))
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
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help=N_("How many loops to list at most."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("List every loop that was found."))
    ] = False,
    by_link: ByLink = None,
    convention: Convention = None,
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
    if min_length is not None:
        found = found.of_length(min_length)
    if by_link or convention:
        from digisys.uncertainty.strengths import Strengths

        known = link_strengths(shell.model, by_link)
        found = found.under(
            Strengths(links=known, convention=None if convention is None else convention.value)
        )
    if links:
        from digisys.analysis.loops.shared_links import loop_links

        emit(shell, loop_links(found))
        return
    if everything:
        found = found.first(len(found))
    elif limit is not None:
        found = found.first(limit)
    elif shell.format in (Format.JSON, Format.CSV, Format.CSV_EXCEL):
        found = _within(shell, found)
    emit(shell, found, how=N_("--all lists every loop, --limit so many"))


def _within(shell: Shell, found: Loops) -> Loops:
    """List so many loops as a program reads without trouble, and tell if that is not all."""
    links = 0
    for count, loop in enumerate(found):
        links += len(loop.links)
        if links > _MOST_LINKS:
            text = N_("The first {shown} of {count} loops are listed; --all lists every one.")
            sys.stderr.write(shell.say(text, shown=count, count=len(found)) + "\n")
            return found.first(count)
    return found


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
        joins=True,
    )
