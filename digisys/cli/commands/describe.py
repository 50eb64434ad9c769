"""The command ``digisys describe``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit_text, terminal_width
from digisys.cli.shell import Format, Shell, add_command
from digisys.render.description.result import Description
from digisys.words import N_, say

__all__ = ["register"]


def _emit_description(shell: Shell, told: Description) -> None:
    if shell.format is Format.JSON:
        emit_text(json.dumps(told.to_dict(), ensure_ascii=False, indent=2))
    elif shell.format is Format.MARKDOWN:
        emit_text(told.markdown())
    elif shell.format in (Format.CSV, Format.CSV_EXCEL):
        from digisys.answers.table import Table

        rows = tuple(
            (section.heading, line)
            for _, section in told.walk()
            for line in (section.text, *section.items)
            if line
        )
        if shell.format is Format.CSV:
            text = Table(("heading", "text"), rows).csv()
        else:
            heads = (say("Heading", shell.language), say("Text", shell.language))
            text = Table(heads, rows).csv_for_excel()
        emit_text(text.rstrip("\n"))
    else:
        emit_text(told.text(width=terminal_width()))


def describe(
    shell: Shell,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_("A variable, target, area or loop; the whole model if not given."),
            autocompletion=complete_name,
        ),
    ] = None,
) -> None:
    """Print the model, or one thing in it, in words."""
    from digisys.render.description.describe import describe as tell

    told = tell(shell.model, name, language=shell.language, **shell.view)
    _emit_description(shell, told)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        describe,
        "describe",
        language=language,
        about=N_("Tell the model, or one thing in it, in words."),
        examples=("describe R1", "describe 14 --language sv", "describe --format markdown"),
        group=N_("Draw"),
        saved=False,
    )
