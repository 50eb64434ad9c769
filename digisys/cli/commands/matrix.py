"""The command ``digisys matrix``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.letters import letters_told
from digisys.cli.output import emit
from digisys.cli.sampling_options import Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.uncertainty.options import Draws

__all__ = ["register"]


class Show(StrEnum):
    """What the cells of a matrix tell."""

    STEPS = "steps"
    EVIDENCE = "evidence"
    STRENGTH = "strength"


def matrix(
    shell: Shell,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[target|area|variable|NAME...]",
            help=N_("What to compare: all targets, areas or variables, or things by name."),
            autocompletion=complete_name,
        ),
    ] = None,
    *,
    show: Annotated[
        Show,
        typer.Option(
            "--show",
            help=N_("What cells tell: steps (links on the shortest chain), evidence, strength."),
            case_sensitive=False,
        ),
    ] = Show.STEPS,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            min=0,
            help=N_("Sample strengths with so many stable draws; 2000 for --show strength."),
        ),
    ] = None,
    seed: Seed = 1,
    workers: Workers = 1,
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            metavar="FILE",
            help=N_("Draw a heat map into this file: png, pdf or svg."),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Overwrite the file if it is there already."))
    ] = False,
) -> None:
    """Print what influences what."""
    from digisys.analysis.matrix.matrix import matrix as ask

    if plot is not None:
        from digisys.render.plots.figure_file import check_figure_name

        check_figure_name(plot, force=force)
    if samples is None:
        samples = 2000 if show is Show.STRENGTH else 0
    chosen = names or ["target"]
    kinds = ("target", "area", "variable")
    by = chosen[0] if len(chosen) == 1 and chosen[0] in kinds else chosen
    answer = ask(shell.model, by, samples=_draws(samples, seed, workers), **shell.view)
    grid = answer.grid(shell.language, show=show.value)
    emit(shell, answer, shown=grid, pairs=answer.summary(shell.language, show=show.value))
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.structure import plot_matrix

        map_of = "steps" if show is Show.EVIDENCE else show.value
        figure = plot_matrix(answer, show=map_of, language=shell.language)
        with letters_told(shell):
            written = save_figure(figure, plot, force=force)
        write_aside(shell.say("Figure: {path}", path=written))


def _draws(samples: int, seed: int, workers: int) -> Draws | int:
    """Read the options that say how strengths are drawn; numpy is loaded only where they are."""
    if not samples:
        return 0
    from digisys.uncertainty.options import Draws

    return Draws(samples, seed, workers=workers)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        matrix,
        "matrix",
        language=language,
        about=N_("What influences what, target by target or area by area?"),
        examples=("matrix", "matrix area --show strength", "matrix 14 10 R1 --plot matrix.png"),
        group=N_("Ask"),
    )
