"""The command ``digisys combine``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.models import read_model
from digisys.cli.output import emit, emit_text
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


class WhichMap(StrEnum):
    """The maps that come of several."""

    MAJORITY = "majority"
    UNION = "union"
    CONTESTED = "contested"


def combine(
    shell: Shell,
    maps: Annotated[list[str], typer.Argument(metavar="MAP...", help=N_("The groups' maps."))],
    *,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help=N_("Write one map of all to this file.")),
    ] = None,
    which: Annotated[
        WhichMap,
        typer.Option(
            "--which",
            help=N_("With --write: links of more than half, all links, or those that divide."),
        ),
    ] = WhichMap.UNION,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            min=0,
            help=N_("Rank levers over so many draws of unknown strengths; 0 leaves them out."),
        ),
    ] = None,
    seed: Seed = 1,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Overwrite the file if it is there already."))
    ] = False,
) -> None:
    """Print what several maps conclude together, and what divides them."""
    from digisys.io import write_model
    from digisys.uncertainty.options import Draws
    from digisys.workshop.combine import combine as ask

    models = [read_model(name) for name in maps]
    names = [Path(name).stem for name in maps]
    if len(set(names)) < len(names):
        names = [f"{number} {name}" for number, name in enumerate(names, 1)]
    found = ask(models, names, samples=0 if samples == 0 else Draws(samples, seed))
    if write is not None:
        write_model(found.model(which.value), write, force=force)
        emit_text(str(write))
        return
    emit(shell.with_source(maps[0]), found)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        combine,
        "combine",
        language=language,
        about=N_("What do several groups' maps conclude together, and what divides them?"),
        examples=(
            "combine group-1.yaml group-2.yaml group-3.yaml",
            "combine group-1.yaml group-2.yaml --write all.yaml --which union",
        ),
        group=N_("Models"),
        view=False,
    )
