"""The option that names a programme file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.words import N_

__all__ = ["ProgrammeFile"]

ProgrammeFile = Annotated[
    Path | None,
    typer.Option(
        "--programme",
        metavar="FILE",
        help=N_("File of key results, indicators and actions. Default: the model's own."),
    ),
]
