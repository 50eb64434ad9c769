"""The command ``digisys language``."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from digisys.answers.wrap import wrap
from digisys.cli.language import VARIABLE, keep_language, kept_language, settings_file
from digisys.cli.output import emit_text, terminal_width
from digisys.cli.shell import Shell, add_command
from digisys.cli.typed import as_typed
from digisys.errors import OutputError
from digisys.words import N_, Message, say

__all__ = ["register"]


class Spoken(StrEnum):
    """A language of the program, or the one that it finds by itself."""

    FI = "fi"
    SV = "sv"
    EN = "en"
    AUTO = "auto"


def language(
    shell: Shell,
    code: Annotated[
        Spoken | None,
        typer.Argument(
            metavar="[LANGUAGE]",
            help=N_(
                "fi, sv or en, for every command from now on; auto for the system's. Without it, "
                "the language that is set is told."
            ),
            case_sensitive=False,
        ),
    ] = None,
) -> None:
    """Set the language of the program once, or tell it."""
    if code is None:
        _tell(shell)
        return
    chosen = None if code is Spoken.AUTO else code.value
    try:
        file = keep_language(chosen)
    except OSError as error:
        raise OutputError(
            Message("“{path}” cannot be written.", {"path": str(settings_file())}),
            Message("Set the environment variable {name} instead.", {"name": VARIABLE}),
        ) from error
    if chosen is None:
        text = N_("The language is now that of the system. Removed: {path}")
        emit_text(shell.say(text, path=str(file)))
    else:
        text = N_("From now on the answers are in English. Kept in: {path}")
        emit_text(say(text, chosen, path=str(file)))


def _tell(shell: Shell) -> None:
    """Tell the language, and where it is set."""
    kept = kept_language()
    if os.environ.get(VARIABLE):
        told = shell.say("Set by the environment variable {name}.", name=VARIABLE)
    elif kept:
        told = shell.say("Kept in: {path}", path=str(settings_file()))
    else:
        told = shell.say(
            "No language is set: it is that of the system where the model has it, else the "
            "model's first."
        )
    # The name of a file is kept whole, to be copied.
    lines = [told] if kept else wrap(told, terminal_width())
    how = as_typed(shell.say("Set it with: digisys language en"))
    emit_text("\n".join([shell.language, *lines, how]))


def register(app: typer.Typer, spoken: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        language,
        "language",
        language=spoken,
        about=N_("Set the language of all answers once, or tell it."),
        examples=("language fi", "language"),
        group=N_("Look up"),
        view=False,
        saved=False,
    )
