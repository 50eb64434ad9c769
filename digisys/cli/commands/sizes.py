"""The command ``digisys sizes``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import Samples
from digisys.cli.output import emit
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message

__all__ = ["register"]


def sizes(
    shell: Shell,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_("What is pushed: a variable, target or area; each by itself if not given."),
            autocompletion=complete_name,
        ),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help=N_("Write them beside the model file, for “influence” to tell."),
        ),
    ] = False,
    samples: Samples = 1024,
    seed: Seed = 1,
    workers: Workers = 1,
) -> None:
    """Print how strong and how soon things act on targets."""
    from digisys.simulation.sizes import sizes as ask
    from digisys.uncertainty.options import Draws

    if keep and name is not None:
        raise QuestionError(
            Message("Only the sizes of everything are kept."), Message("Leave the name out.")
        )
    with runs_done(shell) as progress:
        answer = ask(
            shell.model,
            name,
            samples=Draws(samples, seed, workers=workers, progress=progress),
        )
    emit(shell, answer)
    if keep:
        write_aside(shell.say("Saved: {path}", path=str(answer.keep())))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        sizes,
        "sizes",
        language=language,
        about=N_("How strong and how soon does each thing act on the targets?"),
        examples=("sizes 14", "sizes my-model.yaml --keep"),
        group=N_("Dynamics"),
    )
