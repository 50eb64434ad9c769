"""The command ``digisys diff``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.models import read_model
from digisys.cli.output import emit
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def diff(
    shell: Shell,
    old: Annotated[str, typer.Argument(metavar="OLD", help=N_("The map before."))],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]",
            help=N_("The map after; the model of --model when absent."),
            show_default=False,
        ),
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            min=0,
            help=N_("Rank levers over so many draws of unknown strengths; 0 leaves them out."),
        ),
    ] = None,
    seed: Seed = 1,
) -> None:
    """Print what differs between two maps, and what that does to conclusions."""
    from digisys.uncertainty.options import Draws
    from digisys.workshop.compare_models import compare_models

    before = read_model(old)
    if new is not None:
        shell = shell.with_source(new)
    draws = 0 if samples == 0 else Draws(samples, seed)
    emit(shell, compare_models(before, shell.model, samples=draws, **shell.view))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        diff,
        "diff",
        language=language,
        about=N_("What differs between two maps, and which conclusions change with it?"),
        examples=("diff old.yaml new.yaml", "diff old.yaml new.yaml --format markdown"),
        group=N_("Models"),
    )
