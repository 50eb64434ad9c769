"""The command ``digisys themes``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.completion import complete_theme
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

ThemeName = Annotated[
    str | None,
    typer.Argument(
        metavar="[THEME]",
        help=N_("A theme of the model, by its id or label; every theme if not given."),
        autocompletion=complete_theme,
    ),
]


def themes(shell: Shell, theme: ThemeName = None, programme: ProgrammeFile = None) -> None:
    """Print what carries a theme, and what it reaches."""
    from digisys.analysis.programme.themes import themes as ask

    emit(shell, ask(shell.model, theme, programme=programme, **shell.view))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        themes,
        "themes",
        language=language,
        about=N_("What carries a theme, and which areas and targets does it reach?"),
        examples=("themes", "themes green_transition", "influence 14 --theme human_role"),
        group=N_("Ask"),
        themes=False,
    )
