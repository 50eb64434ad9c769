"""The command ``digisys page``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile, narrowed_model
from digisys.cli.output import emit_text
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def page(
    shell: Shell,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=N_("File to write; named after the model if not given."),
            metavar="FILE",
        ),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            min=0.001,
            help=N_("Seconds to place boxes and links at most; the map is then rougher."),
        ),
    ] = None,
    calibration: CalibrationFile = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Overwrite the file if it is there already."))
    ] = False,
) -> None:
    """Write the model as one web page and print the file's name."""
    from digisys.io.write import check_target
    from digisys.report.page.make import make_page

    path = output or Path(f"{shell.model.id}.html")
    check_target(path, force=force)
    model = narrowed_model(shell, calibration)
    with share_done(shell, N_("Making the page"), even=False) as progress:
        made = make_page(model, language=shell.language, progress=progress, time_limit=time_limit)
    made.save(path, force=force)
    emit_text(str(path))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        page,
        "page",
        language=language,
        about=N_("Write the model as one web page that works without network."),
        examples=("page -o digikompassi.html", "page -m my-model.yaml -o my-model.html"),
        group=N_("Share"),
        view=False,
        themes=True,
    )
