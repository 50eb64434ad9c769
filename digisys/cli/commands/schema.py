"""The command ``digisys schema``."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from digisys.cli.output import emit_text
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


Kind = Annotated[
    Literal["model", "programme"],
    typer.Argument(help=N_("Of which file: the model, or what is done and measured around it.")),
]


def schema(
    shell: Shell,  # noqa: ARG001 - every command takes the shared options
    kind: Kind = "model",
) -> None:
    """Print the JSON Schema of a file."""
    from digisys.io.json_schema import model_json_schema, programme_json_schema

    made = model_json_schema() if kind == "model" else programme_json_schema()
    emit_text(json.dumps(made, ensure_ascii=False, indent=2))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        schema,
        "schema",
        language=language,
        about=N_("Print the JSON Schema of the model file, for editors."),
        examples=("schema", "schema programme"),
        group=N_("Models"),
        view=False,
        saved=False,
    )
