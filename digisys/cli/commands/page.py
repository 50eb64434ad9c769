"""The command ``digisys page``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile, narrowed_model
from digisys.cli.output import emit_text
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.simulation.observations.observations import Observations

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
    programme: ProgrammeFile = None,
    observations: Annotated[
        Path | None,
        typer.Option(
            "--observations",
            metavar="FILE",
            help=N_("A CSV or XLSX file of dated values to show beside what they tell of."),
        ),
    ] = None,
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
    measured = None if observations is None else _measured(shell, observations)
    with share_done(shell, N_("Making the page"), even=False) as progress:
        made = make_page(
            model,
            language=shell.language,
            progress=progress,
            time_limit=time_limit,
            programme=programme,
            observations=measured,
        )
    made.save(path, force=force)
    emit_text(str(path))


def _measured(shell: Shell, path: Path) -> Observations:
    """Read what was measured; what is wrong with a row is told, and the rest is used."""
    from digisys.simulation.observations.read_observations import read_observations

    found = read_observations(path, shell.model)
    if found.problems:
        for head, text in found.summary(shell.language):
            write_aside(f"{head}: {text}")
    return found


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
