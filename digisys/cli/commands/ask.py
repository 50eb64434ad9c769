"""The command ``digisys ask``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from digisys.answers.wrap import wrap
from digisys.cli.output import emit, emit_text, terminal_width
from digisys.cli.shell import Format, Shell, add_command
from digisys.cli.usage import tell_error
from digisys.words import N_

__all__ = ["register"]


def ask(
    shell: Shell,
    question: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION",
            help=N_("A question in plain words, in Finnish, Swedish or English."),
        ),
    ],
) -> None:
    """Print the answer to a plain question, or ask back."""
    from digisys.analysis.asking.ask import ask as answer_to

    asked = answer_to(shell.model, " ".join(question), shell.chosen_language)
    language = shell.chosen_language or asked.understood.language
    if asked.answer is None:
        tell_error(asked.said(language), language)
        emit(replace(shell.speaking(language), output=None), asked)
        raise typer.Exit(1)
    if shell.format is Format.JSON and shell.output is None:
        emit(shell.speaking(language), asked)
        return
    if shell.format is not Format.CSV and shell.output is None:
        emit_text("\n".join([*wrap(asked.said(language), terminal_width()), ""]))
    emit(shell.speaking(language), asked.answer)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        ask,
        "ask",
        language=language,
        about=N_("Ask in plain words, in Finnish, Swedish or English."),
        examples=(
            'ask "mihin tavoite 14 vaikuttaa?"',
            'ask "what influences trust?"',
            'ask "vad händer om förtroendet ökar?"',
        ),
        group=N_("Ask"),
        view=False,
        themes=True,
    )
