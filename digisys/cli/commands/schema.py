"""The command ``digisys schema``."""

from __future__ import annotations

import json

import typer

from digisys.cli.output import emit_text
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def schema(shell: Shell) -> None:  # noqa: ARG001 - every command takes the shared options
    """Print the JSON Schema of the model file."""
    from digisys.io import model_json_schema

    emit_text(json.dumps(model_json_schema(), ensure_ascii=False, indent=2))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        schema,
        "schema",
        language=language,
        about=N_("Print the JSON Schema of the model file, for editors."),
        examples=("schema",),
        group=N_("Models"),
        view=False,
    )
