"""The option that names a folder of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.words import N_

__all__ = ["Sources"]

Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FOLDER",
        help=N_("A folder of documents (text, HTML, PDF) in which quotations are looked for."),
    ),
]
