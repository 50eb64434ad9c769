"""The command ``digisys explore``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile, narrowed_model
from digisys.cli.models import DEFAULT_MODEL
from digisys.cli.output import emit_text
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message, say

__all__ = ["register"]


def _serve(shell: Shell, host: str, port: int, *, browser: bool) -> None:
    import webbrowser

    from digisys.report.watch import Watch

    with Watch(shell.source, language=shell.chosen_language, host=host, port=port) as server:
        emit_text(server.address)
        sys.stdout.flush()
        write_aside(say("Ctrl+C ends.", server.language))
        if browser:
            webbrowser.open(server.address)
        server.run()


def explore(
    shell: Shell,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]", help=N_("Model file to show; the model of --model if not given.")
        ),
    ] = None,
    *,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help=N_("Show the page anew, or what is wrong, each time the file is saved.")
        ),
    ] = False,
    calibration: CalibrationFile = None,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help=N_("With --watch: the address to serve at; by default only this computer."),
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            "--port", min=0, max=65535, help=N_("With --watch: the port; any free one if 0.")
        ),
    ] = 0,
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help=N_("Open the page in the web browser.")),
    ] = True,
) -> None:
    """Open the model as a web page, once or each time the file is saved."""
    import webbrowser
    from dataclasses import replace

    if path is not None and shell.source == DEFAULT_MODEL:
        shell = replace(shell, source=path)
    if watch and shell.theme is not None:
        raise QuestionError(
            Message("A page that follows a file shows the whole of it."),
            Message("Leave out --watch or --theme."),
        )
    if watch and calibration is not None:
        raise QuestionError(
            Message("A page that follows a file shows the ranges of that file."),
            Message("Leave out --watch or --calibration."),
        )
    if watch:
        _serve(shell, host, port, browser=browser)
        return
    from digisys.report.page.explore import temporary_file
    from digisys.report.page.make import make_page

    model = narrowed_model(shell, calibration)
    with share_done(shell, N_("Making the page"), even=False) as progress:
        made = make_page(model, language=shell.language, progress=progress)
    file = temporary_file(made)
    emit_text(str(file))
    if browser:
        webbrowser.open(file.as_uri())


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        explore,
        "explore",
        language=language,
        about=N_("Open the model as a web page; with --watch, follow the file as it is edited."),
        examples=("explore", "explore my-model.yaml", "explore --watch my-model.yaml"),
        group=N_("Share"),
        view=False,
        themes=True,
        saved=False,
    )
