"""Commands that look at the structure as a whole: matrix, cut, loop-set."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

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
    seed: Annotated[int, typer.Option("--seed", min=0, help=N_("Seed of the draws."))] = 1,
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
    answer = ask(shell.model, by, samples=samples, seed=seed, **shell.view)
    grid = answer.grid(shell.language, show=show.value)
    emit(shell, answer, shown=grid, pairs=answer.summary(shell.language, show=show.value))
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.structure import plot_matrix

        map_of = "steps" if show is Show.EVIDENCE else show.value
        figure = plot_matrix(answer, show=map_of, language=shell.language)
        written = save_figure(figure, plot, force=force)
        sys.stderr.write(shell.say("Figure: {path}", path=written) + "\n")


def cut(
    shell: Shell,
    source: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help=N_("A variable, target, area or loop, such as 14 or R5."),
            autocompletion=complete_name,
        ),
    ],
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[TO]",
            help=N_("What it is to reach no more. Without it, loops are cut."),
            autocompletion=complete_name,
        ),
    ] = None,
) -> None:
    """Print the fewest links to remove."""
    from digisys.analysis.chains.cut import cut as ask

    emit(shell, ask(shell.model, source, target, **shell.view))


def loop_set(
    shell: Shell,
    *,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete", help=N_("Add independent loops until every loop is made of them.")
        ),
    ] = False,
) -> None:
    """Print a shortest independent loop set."""
    from digisys.analysis.loops.loop_set import loop_set as ask

    answer = ask(shell.model, complete=complete, **shell.view)
    emit(shell, answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the commands of this module to the application."""
    group = N_("Ask")
    add_command(
        app,
        matrix,
        "matrix",
        language=language,
        about=N_("What influences what, target by target or area by area?"),
        examples=("matrix", "matrix area --show strength", "matrix 14 10 R1 --plot matrix.png"),
        group=group,
    )
    add_command(
        app,
        cut,
        "cut",
        language=language,
        about=N_("Which few links carry an influence, or hold loops together?"),
        examples=("cut 14 10", "cut R5"),
        group=group,
    )
    add_command(
        app,
        loop_set,
        "loop-set",
        language=language,
        about=N_("Which few short loops is the structure made of?"),
        examples=("loop-set", "loop-set --complete"),
        group=group,
    )
