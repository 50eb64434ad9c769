"""The command ``digisys measures``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.letters import letters_told
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

__all__ = ["register"]


def measures(
    shell: Shell,
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            help=N_("Draw influence against dependence into this file: png, pdf or svg."),
            metavar="FILE",
        ),
    ] = None,
    attenuation: Annotated[
        float | None,
        typer.Option("--attenuation", help=N_("What each further step counts in total influence.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Replace the file if it is there already."))
    ] = False,
) -> None:
    """Print structural measures."""
    from digisys.analysis.measures.measures import measures as ask

    if plot is not None:
        from digisys.render.plots.figure_file import check_figure_name

        check_figure_name(plot, force=force)
    answer = ask(shell.model, attenuation=attenuation, **shell.view)
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.measures import plot_measures

        figure = plot_measures(answer, language=shell.language)
        with letters_told(shell):
            written = save_figure(figure, plot, force=force)
        write_aside(shell.say("Figure: {path}", path=written))
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        measures,
        "measures",
        language=language,
        about=N_("Where does each variable stand: driver, relay, result, or apart?"),
        examples=("measures", "measures --plot roles.png --language en"),
        group=N_("How sure?"),
    )
