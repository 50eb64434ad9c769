"""The command ``digisys site``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.models import read_model
from digisys.cli.output import emit_text
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.errors import OutputError
from digisys.words import N_, Message

__all__ = ["register"]


def site(
    shell: Shell,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=N_("The folder to write."))],
    *,
    models: Annotated[
        list[str] | None,
        typer.Option(
            "--of",
            metavar="MODEL",
            help=N_(
                "A model of the site; may be given many times. The model of --model when absent."
            ),
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about",
            metavar="NAME",
            help=N_(
                "A question of the site: a variable, target, area or loop; may be given many "
                "times. All targets and named loops when absent."
            ),
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DATE",
            help=N_("Date to print, such as 2026-11-27; none if not given."),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Write over what is in the folder."))
    ] = False,
) -> None:
    """Write a site of models and questions."""
    from digisys.io.reasons import cannot_write
    from digisys.io.write import write_bytes
    from digisys.report.site.site import SiteModel, make_site, usual_questions

    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise OutputError(
            Message("The folder “{name}” is not empty.", {"name": str(folder)}),
            Message("Choose another folder, or --force to write over what is there."),
        )
    asked = []
    for source in models or [shell.source]:
        model = read_model(source)
        asked.append(SiteModel(model, tuple(about) if about else usual_questions(model)))
    count = 0
    with share_done(shell, N_("Making the site"), even=False) as progress:
        for path, content in make_site(asked, shell.language, date=date, progress=progress):
            target = folder / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise cannot_write(target.parent, error) from None
            write_bytes(content, target, force=True)
            count += 1
    emit_text(shell.say("{count} pages in {folder}", count=count, folder=str(folder)))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        site,
        "site",
        language=language,
        about=N_("Make a site of models and questions, each with an address of its own."),
        examples=("site pages", "site pages --of digikompassi --about 14 --about R1"),
        group=N_("Share"),
        view=False,
        saved=False,
    )
