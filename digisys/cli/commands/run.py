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
            "--sweep",
            metavar="NAME=VALUES",
            help=N_("A constant and its values, a run each: 1,2,3, or low:high:how many."),
        ),
    ] = None,
    scores: Annotated[
        bool,
        typer.Option(
            "--scores", help=N_("Print which feedback loops drive the run, and when, instead.")
        ),
    ] = False,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Run a model with equations, and print what its variables do."""
    from digisys.exchange.equation_scores import score_equations
    from digisys.exchange.run_equations import run_equations

    check_files(plot, None, force=force)
    shell = replace(shell, chosen_language=shell.chosen_language or "en")
    ask = score_equations if scores else run_equations
    answer = ask(
        source,
        constants=dict(map(_constant, constants or ())),
        sweep=dict([_sweep(sweep)] if sweep else ()),
    )
    emit(shell, answer, of_model=False)
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.plot import plot as draw

        with letters_told(shell):
            save_figure(draw(answer, language=shell.language), plot, force=force)
        write_aside(shell.say("Figure: {path}", path=str(plot)))


def _constant(text: str) -> tuple[str, float]:
    """Read a constant and its value, such as NAME=0.5."""
    name, _, number = text.rpartition("=")
    return name.strip(), _number(number, text)


def _sweep(text: str) -> tuple[str, list[float]]:
    """Read a constant and its values: NAME=1,2,3, or NAME=1:3:5 for five from 1 to 3."""
    name, _, values = text.rpartition("=")
    if ":" not in values:
        return name.strip(), [_number(part, text) for part in values.split(",")]
    from digisys.exchange.equations import MOST_RUNS

    low, _, rest = values.partition(":")
    high, _, count = rest.partition(":")
    if not count.strip().isdecimal() or not 2 <= int(count) <= MOST_RUNS:
        raise QuestionError(
            Message("“{text}” does not say how many values to take: 2 to {most}.",
                    {"text": text, "most": MOST_RUNS}),
            Message("Write for example: --sweep NAME=0:1:5"),
        )  # fmt: skip
    first, last, steps = _number(low, text), _number(high, text), int(count) - 1
    return name.strip(), [first + (last - first) * step / steps for step in range(steps + 1)]


def _number(part: str, text: str) -> float:
    try:
        return float(part)
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
        examples=("run teacup.mdl --set room=20", "run teacup.mdl --sweep room=10:30:5 --scores"),
        group=N_("Dynamics"),
        view=False,
    )
