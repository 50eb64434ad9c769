"""The command ``digisys mcp``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.models import DEFAULT_MODEL
from digisys.cli.shell import Shell, add_command
from digisys.errors import QuestionError
from digisys.words import N_, Message

__all__ = ["register"]


def mcp(
    shell: Shell,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            help=N_("A folder whose models may be asked too; nothing outside of it is read."),
        ),
    ] = None,
) -> None:
    """Serve questions over standard input and output."""
    from digisys.assistant.server import make_server
    from digisys.io import bundled_models

    if folder is not None and not folder.is_dir():
        raise QuestionError(
            Message("“{name}” is no folder.", {"name": str(folder)}),
            Message("Name the folder that holds the model files."),
        )
    default = shell.source if shell.source in bundled_models() else DEFAULT_MODEL
    make_server(folder, default).run()


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        mcp,
        "mcp",
        language=language,
        about=N_("Let an assistant ask the models, with the path of every claim."),
        examples=("mcp --folder models",),
        group=N_("Models"),
        view=False,
        saved=False,
    )
