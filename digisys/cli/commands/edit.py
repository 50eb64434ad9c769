"""The command ``digisys edit``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.models import DEFAULT_MODEL, imported, sheet
from digisys.cli.output import emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message, own_language, say, session_language

if TYPE_CHECKING:
    from digisys.workshop.edit_session import Current, EditSession

__all__ = ["register"]


class Side(StrEnum):
    """Whose change is taken where two changed the same thing."""

    MINE = "mine"
    THEIRS = "theirs"


def _begin(shell: Shell, path: Path, title: str | None) -> None:
    """Begin a model file where there is none."""
    from digisys.workshop.new_model import write_new_model

    language = shell.chosen_language or session_language() or "en"
    if title is None:
        title = path.stem
        write_aside(
            say(
                "There is no {path}: a new model is begun there with the title “{title}”.",
                own_language(language),
                path=path,
                title=title,
            )
        )
    write_new_model(path, title, language)


def _tell_backup(session: EditSession, language: str) -> None:
    """Tell once where the file is kept as it was, when it is first changed."""
    told: list[Path] = []

    def changed(_: Current) -> None:
        if session.backup is not None and not told:
            told.append(session.backup)
            write_aside(say("As it was, the file is kept in {path}.", language, path=told[0]))

    session.listen(changed)


def _serve(shell: Shell, path: Path, host: str, port: int, *, browser: bool) -> None:
    import webbrowser

    from digisys.report.edit import EditServer
    from digisys.workshop.edit_session import EditSession

    session = EditSession(path)
    language = own_language(shell.chosen_language or session.current.model.default_language)
    try:
        server = EditServer(session, language=shell.chosen_language, host=host, port=port)
    except BaseException:
        session.close()
        raise
    with server:
        _tell_backup(session, language)
        emit_text(server.address)
        sys.stdout.flush()
        if not session.locked:
            write_aside(say(
                "This disk knows no locks: let nobody else run digisys edit on the file.", language
            ))  # fmt: skip
        write_aside(say("What is changed in the page is saved at once. Ctrl+C ends.", language))
        if browser:
            webbrowser.open(server.address)
        server.run()


def edit(
    shell: Shell,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]", help=N_("Model file to change; the model of --model if not given.")
        ),
    ] = None,
    *,
    title: Annotated[
        str | None,
        typer.Option("--title", help=N_("Title of a new model, where there is no such file yet.")),
    ] = None,
    take: Annotated[
        Path | None,
        typer.Option(
            "--take",
            metavar="FILE",
            help=N_("Take the edits of this file, saved from a page, into the model file."),
        ),
    ] = None,
    prefer: Annotated[
        Side | None,
        typer.Option(
            "--prefer",
            help=N_(
                "With --take, where both changed the same thing: mine, as in the file that is "
                "taken, or theirs, as in the model."
            ),
        ),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help=N_("The address to serve at, one of this computer alone."))
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help=N_("The port; any free one if 0."))
    ] = 0,
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help=N_("Open the page in the web browser.")),
    ] = True,
) -> None:
    """Change a model in a web page that saves to its file, or take a file saved from a page."""
    from digisys.io.bundled import is_there
    from digisys.workshop.edit_session import refuse_bundled

    source = path if path is not None and shell.source == DEFAULT_MODEL else shell.source
    shell = shell.with_source(source)
    refuse_bundled(source)
    if prefer is not None and take is None:
        raise QuestionError(
            Message("--prefer chooses between two files."), Message("Give the other with --take.")
        )
    if take is not None:
        _take(shell, source, take, prefer)
        return
    if not is_there(source):
        _begin(shell, Path(source), title)
    elif title is not None:
        raise QuestionError(
            Message("{path} is there already and has a title.", {"path": source}),
            Message("Leave out --title and change it in the page, or name a new file."),
        )
    _refuse_foreign(source)
    _serve(shell, Path(source), host, port, browser=browser)


def _refuse_foreign(source: str) -> None:
    """Refuse maps of other tools and workbooks, which are read and not edited."""
    if sheet(source) is None and imported(source) is None:
        return
    values = {"path": source, "file": Path(source).with_suffix(".yaml")}
    raise QuestionError(
        Message("{path} is a map of another tool.", values),
        Message("Make a model file of it first: digisys convert {path} {file}", values),
    )


def _take(shell: Shell, source: str, take: Path, prefer: Side | None) -> None:
    from digisys.workshop.take_edits import take_edits

    taken = take_edits(source, take, prefer=None if prefer is None else prefer.value)
    # The model of the shell is read anew, with what was taken.
    emit(shell, taken)
    if taken.conflicts:
        raise typer.Exit(1)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        edit,
        "edit",
        language=language,
        about=N_("Change a model in a web page that saves to its file at once."),
        examples=(
            "edit my-model.yaml",
            "edit town.yaml --title 'Our town'",
            "edit my-model.yaml --take saved.yaml",
        ),
        group=N_("Models"),
        view=False,
        saved=False,
    )
