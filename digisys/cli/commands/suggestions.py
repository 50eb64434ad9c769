"""The command ``digisys suggestions``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.output import emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.errors import OutputError, QuestionError
from digisys.schema.link import Certainty
from digisys.words import N_, Message

__all__ = ["register"]


def suggestions(
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
    take: Annotated[
        list[str] | None,
        typer.Option(
            "--take", metavar="LINK", help=N_("Write this link, as from->to, into the model file.")
        ),
    ] = None,
    take_all: Annotated[
        bool,
        typer.Option("--take-all", help=N_("Write all that groups propose into the model file.")),
    ] = False,
    same: Annotated[
        list[str] | None,
        typer.Option(
            "--same",
            metavar="NEW=KNOWN",
            help=N_("A proposed variable is another one: its links go over to that one."),
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="LINK", help=N_("Remove this one from the suggestions.")),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHO", help=N_("With --take: who takes it, such as a group.")),
    ] = None,
    ambiguous: Annotated[
        bool,
        typer.Option("--ambiguous", help=N_("With --take: as a link open to interpretation.")),
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help=N_("The file of suggestions; the one beside the model when absent."),
        ),
    ] = None,
) -> None:
    """Print what is proposed, or take or drop some of it."""
    from digisys.io import bundled_models
    from digisys.io.plain_model import model_of_plain, plain_model
    from digisys.io.write import write_bytes
    from digisys.io.yaml.rewrite import rewrite_model
    from digisys.workshop.review import is_gathered, review_gathered
    from digisys.workshop.suggestions import (
        drop_suggestions,
        match_changes,
        read_changes,
        read_gathered,
        read_suggestions,
        suggestions_file,
        take_changes,
        take_suggestions,
    )
    from digisys.workshop.waiting import Waiting

    if source is not None:
        shell = shell.with_source(source)
    model, path = shell.model, Path(shell.source)
    if shell.source in bundled_models() or path.suffix not in (".yaml", ".yml"):
        raise OutputError(
            Message("“{name}” is no model file that can be changed.", {"name": shell.source}),
            Message("Name a model file of your own: digisys suggestions MODEL.yaml"),
        )
    if file is not None and not file.exists():
        raise QuestionError(
            Message("There is no file “{name}”.", {"name": str(file)}),
            Message(
                "Make one with: digisys workshop read FILES --propose {name}", {"name": str(file)}
            ),
        )
    kept = file or suggestions_file(path)
    certainty: Certainty = "ambiguous" if ambiguous else "explicit"
    gathered = read_gathered(model, kept)
    if same or take_all or is_gathered(gathered, [*(take or ()), *(drop or ())]):
        changed = review_gathered(
            model, path, kept, same or (), take or (), drop or (), every=take_all, by=by,
            certainty=certainty,
        )  # fmt: skip
        emit_text(str(path if changed else kept))
        return
    if take:
        text = path.read_bytes().decode("utf-8")
        changes = read_changes(model, kept)
        chosen = [each for name in take for each in match_changes(changes, name)]
        plain = plain_model(take_changes(model, chosen, by=by) if chosen else model)
        others = [name for name in take if not match_changes(changes, name)]
        links = take_suggestions(model, kept, others, by=by, certainty=certainty)
        plain["links"] = [*plain.get("links", ()), *links]
        text = rewrite_model(text, model_of_plain(plain))
        write_bytes(text.encode(), path, force=True)
    gone = [*(take or ()), *(drop or ())]
    if gone:
        drop_suggestions(model, kept, gone)
        emit_text(str(path if take else kept))
        return
    emit(shell, Waiting(model, read_suggestions(model, kept), read_changes(model, kept), gathered))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        suggestions,
        "suggestions",
        language=language,
        about=N_("What do an assistant, votes or groups propose, and what of it is taken?"),
        examples=(
            "suggestions my-model.yaml",
            "suggestions my-model.yaml --take a->b --by 'Group 2'",
            "suggestions my-model.yaml --same rumour=rumours --take-all",
            "suggestions my-model.yaml --file proposal.yaml --take 'a->b strength'",
        ),
        group=N_("Models"),
        view=False,
    )
