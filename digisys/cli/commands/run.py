"""The command ``digisys run``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from digisys.cli.dynamics_options import Force, Plot
from digisys.cli.dynamics_output import check_files
from digisys.cli.letters import letters_told
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message

__all__ = ["register"]


def run(
    shell: Shell,
    source: Annotated[
        str, typer.Argument(metavar="FILE", help=N_("A model of Vensim or XMILE with equations."))
    ],
    constants: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help=N_("New value of a constant; may be repeated.")
        ),
    ] = None,
    sweep: Annotated[
        str | None,
        typer.Option(
            "--sweep", metavar="NAME=VALUES", help=N_("A constant and its values, a run each.")
        ),
    ] = None,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Run a model with equations, and print what its variables do."""
    from digisys.exchange.run_equations import run_equations

    check_files(plot, None, force=force)
    shell = replace(shell, chosen_language=shell.chosen_language or "en")
    fixed = {name: values[0] for name, values in map(_values, constants or ())}
    answer = run_equations(source, constants=fixed, sweep=dict([_values(sweep)] if sweep else ()))
    emit(shell, answer)
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.plot import plot as draw

        with letters_told(shell):
            save_figure(draw(answer, language=shell.language), plot, force=force)
        write_aside(shell.say("Figure: {path}", path=str(plot)))


def _values(text: str) -> tuple[str, list[float]]:
    """Read a constant and its values, such as NAME=1,2,3."""
    name, _, numbers = text.rpartition("=")
    try:
        return name.strip(), [float(part) for part in numbers.split(",")]
    except ValueError:
        raise QuestionError(
            Message("“{text}” does not give a constant a number.", {"text": text}),
            Message("Write for example: NAME=0.5"),
        ) from None


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        run,
        "run",
        language=language,
        about=N_("Run a model with equations (Vensim, XMILE): what do its variables do?"),
        examples=("run teacup.mdl --set room=20", "run teacup.mdl --sweep room=10,20 --plot a.pdf"),
        group=N_("Dynamics"),
        view=False,
    )
