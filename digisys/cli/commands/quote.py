"""The command ``digisys quote``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.document_option import Sources
from digisys.cli.output import emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def quote(
    shell: Shell,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]",
            help=N_("A model file; the model of --model when absent."),
            show_default=False,
        ),
    ] = None,
    *,
    sources: Sources = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text", metavar="WORDS", help=N_("Print the fingerprint of these words instead.")
        ),
    ] = None,
) -> None:
    """Print which evidence is found again in its documents, or the fingerprint of a passage."""
    from digisys.analysis.quoting.passages import fingerprint, words_of
    from digisys.analysis.quoting.quotations import quotations
    from digisys.errors import QuestionError
    from digisys.words import Message

    if text is not None:
        if not words_of(text):
            raise QuestionError(Message("There are no words to make a fingerprint of."))
        emit_text(fingerprint(text))
        return
    if source is not None:
        shell = shell.with_source(source)
    found = quotations(shell.model, sources)
    emit(shell, found)
    if found.wrong:
        raise typer.Exit(1)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        quote,
        "quote",
        language=language,
        about=N_("Is the evidence found again in the documents that it names?"),
        examples=(
            "quote my-model.yaml --sources documents",
            'quote --text "words of the place, at least four"',
        ),
        group=N_("Models"),
        view=False,
    )
