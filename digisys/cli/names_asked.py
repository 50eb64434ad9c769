"""What commands that ask of something share: how it is named."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.words import N_

__all__ = ["Ids", "Name"]


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help=N_("A variable, target, area or loop, such as 14, “tavoite 14”, ETPK or R1."),
        autocompletion=complete_name,
    ),
]

Ids = Annotated[
    bool,
    typer.Option("--ids", help=N_("Tell ids too, by which files and scripts name things.")),
]
