"""The command ``digisys workshop``."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.output import emit, emit_text
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import OutputError, QuestionError
from digisys.words import LANGUAGES, N_, Message, say_count

if TYPE_CHECKING:
    from digisys.workshop.votes.cards import LinkChoice
    from digisys.workshop.votes.votes import Votes

__all__ = ["register"]

#: Endings of documents that an answer of votes is written to.
_DOCUMENTS = (".docx", ".pdf", ".html", ".md")
_ANSWERS = (".xlsx", ".json")
_MODELS = (".yaml", ".yml")


class Action(StrEnum):
    """What is done."""

    PACK = "pack"
    READ = "read"


class Cards(StrEnum):
    """The formats of cards."""

    PDF = "pdf"
    DOCX = "docx"


def workshop(
    shell: Shell,
    action: Annotated[
        Action,
        typer.Argument(
            metavar="pack|read",
            help=N_("pack makes what a workshop votes with; read sums up what comes back."),
        ),
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT]...",
            help=N_(
                "With pack: a model file, and what the conclusions are about. With read: the files "
                "of votes (XLSX, JSON, CSV)."
            ),
            show_default=False,
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help=N_(
                "With pack: the folder. With read: a file instead of the screen (.docx, .pdf, "
                ".html, .md, .xlsx, .json)."
            ),
        ),
    ] = None,
    links: Annotated[
        int, typer.Option("--links", min=1, help=N_("With pack: how many links at most."))
    ] = 20,
    every: Annotated[
        bool, typer.Option("--all", help=N_("With pack: all links, in the order of the model."))
    ] = False,
    link: Annotated[
        list[str] | None,
        typer.Option(
            "--link", metavar="LINK", help=N_("With pack: this link, as from->to; repeat for more.")
        ),
    ] = None,
    cards: Annotated[
        Cards, typer.Option("--cards", help=N_("With pack: cards to cut out, or for Word."))
    ] = Cards.PDF,
    languages: Annotated[
        str | None,
        typer.Option(
            "--languages",
            metavar="LANGUAGES",
            help=N_("With pack: languages of cards and worksheets, such as fi,sv,en."),
        ),
    ] = None,
    voters: Annotated[
        int,
        typer.Option(
            "--voters",
            min=1,
            help=N_("With pack: for how many participants a worksheet has columns."),
        ),
    ] = 1,
    propose: Annotated[
        Path | None,
        typer.Option(
            "--propose",
            metavar="FILE",
            help=N_(
                "With read: also write what the votes speak for to this file, to be reviewed with "
                "digisys suggestions."
            ),
        ),
    ] = None,
    least: Annotated[
        int, typer.Option("--least", min=1, help=N_("With --propose: voices needed at least."))
    ] = 3,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help=N_("With read: a date to tell in the file.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Overwrite the file if it is there already."))
    ] = False,
) -> None:
    """Make what a workshop votes with, or sum up the votes that come back."""
    given = names or []
    if action is Action.PACK:
        if link and (every or shell.theme):
            raise QuestionError(
                Message("Links are chosen in more than one way."),
                Message("Give --link, or --all with or without --theme."),
            )
        choice: LinkChoice = link or ("all" if every else links)
        _pack(shell, given, output, choice, cards.value, languages, voters, force=force)
        return
    if not given:
        raise QuestionError(
            Message("There are no files of votes."),
            Message("Name them: digisys workshop read votes-*.json votes-*.xlsx"),
        )
    _read(shell, given, output, propose, least, date, force=force)


def _pack(
    shell: Shell,
    given: list[str],
    output: Path | None,
    choice: LinkChoice,
    cards: str,
    languages: str | None,
    voters: int,
    *,
    force: bool,
) -> None:
    from digisys.io import bundled_models
    from digisys.report.voting.pack import pack_workshop

    first = given[0] if given else ""
    if first.endswith(_MODELS) or first in bundled_models():
        shell, given = shell.with_source(first), given[1:]
    about = " ".join(given) or None
    told = [shell.language] if languages is None else languages.replace(" ", "").split(",")
    tags = [code.partition("-")[0] for code in told if code]
    if languages is None:
        tags = [code if code in LANGUAGES else "en" for code in tags]
    folder = output or Path(f"{shell.whole.id}-votes")
    if folder.exists() and not folder.is_dir():
        raise OutputError(
            Message("“{path}” is a file, not a folder.", {"path": str(folder)}),
            Message("Name a folder: -o FOLDER"),
        )
    with share_done(shell, N_("Making cards, worksheets and the page"), even=False) as progress:
        found = pack_workshop(
            shell.whole,
            about,
            links=choice,
            theme=shell.theme,
            languages=tags,
            cards="docx" if cards == "docx" else "pdf",
            voters=voters,
            progress=progress,
        )
    for path in found.save(folder, force=force):
        emit_text(str(path))


def _read(
    shell: Shell,
    files: list[str],
    output: Path | None,
    propose: Path | None,
    least: int,
    date: str | None,
    *,
    force: bool,
) -> None:
    from digisys.io.write import check_target
    from digisys.workshop.votes.read_votes import read_votes

    model = shell.model
    ending = "" if output is None else output.suffix.lower()
    if output is not None:
        if ending not in (*_DOCUMENTS, *_ANSWERS):
            raise OutputError(
                Message("An answer cannot be written to “{path}”.", {"path": str(output)}),
                Message(
                    "Let the name end in one of: {names}.",
                    {"names": ", ".join((*_DOCUMENTS, *_ANSWERS))},
                ),
            )
        check_target(output, force=force)
    if propose is not None:
        check_target(propose, force=True)
    found = read_votes(model, files)
    if output is not None and ending in _DOCUMENTS:
        from digisys.report.voting.votes_document import save_votes

        save_votes(found, output, language=shell.language, date=date, force=force)
        emit_text(str(output))
    else:
        words = ("workshop", "read")
        emit(replace(shell, output=output, force=force, date=date, words=words), found)
    if propose is not None:
        _propose(shell, found, propose, least)


def _propose(shell: Shell, found: Votes, path: Path, least: int) -> None:
    from digisys.workshop.suggestions import add_changes
    from digisys.workshop.votes.propose import propose_changes

    changes = propose_changes(found, least=least)
    add_changes(found.model, path, changes, about=[each.link for each in found.links])
    told = say_count(
        "{count} change is proposed in {path}. Review it: digisys suggestions {model} --file "
        "{path}",
        "{count} changes are proposed in {path}. Review them: digisys suggestions {model} --file "
        "{path}",
        len(changes),
        shell.language,
        path=str(path),
        model=shell.source,
    )
    write_aside(told)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        workshop,
        "workshop",
        language=language,
        about=N_("What do participants think of the links? Cards, worksheets, a page to vote in."),
        examples=(
            "workshop pack -o workshop --languages fi,sv",
            "workshop pack my-model.yaml 11 --links 12 -o workshop",
            "workshop read votes-*.json votes-*.xlsx --propose proposal.yaml",
        ),
        group=N_("Models"),
        view=False,
        themes=True,
        saved=False,
    )
