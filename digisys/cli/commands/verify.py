"""The command ``digisys verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from digisys.cli.models import DEFAULT_MODEL, read_model
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.schema import Model
from digisys.words import N_

__all__ = ["register"]


def verify(
    shell: Shell,
    answer: Annotated[
        Path, typer.Argument(metavar="ANSWER", help=N_("An answer saved with -o answer.json."))
    ],
) -> None:
    """Ask a saved question again; end with 1 where its answer does not hold."""
    from dataclasses import replace

    from digisys.cli.asking_again import ask_again, check_words
    from digisys.workshop.saved import read_answer
    from digisys.workshop.verify import verify as ask

    saved = read_answer(answer)
    check_words(saved.command)
    if shell.source == DEFAULT_MODEL:
        shell = replace(shell, source=saved.model.source)
    model = read_model(shell.source)
    source = shell.source

    def again(changed: Model | None) -> Any:
        return ask_again(saved.command, source if changed is None else changed, saved.language)

    found = ask(saved, model, again)
    emit(shell, found)
    if not found.holds:
        raise typer.Exit(1)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        verify,
        "verify",
        language=language,
        about=N_("Does a saved answer still hold, and if not, which links changed it?"),
        examples=("verify answer.json", "verify answer.json --model new.yaml"),
        group=N_("Models"),
        view=False,
        saved=False,
    )
