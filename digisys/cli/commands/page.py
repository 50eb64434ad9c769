"""The command ``digisys page``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile, narrowed_model
from digisys.cli.completion import complete_name
from digisys.cli.monitoring_options import OrganisationName, read_file
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
    embed: Annotated[
        bool,
        typer.Option(
            "--embed",
            help=N_("Also write a frame and a card that show the page within other pages."),
        ),
    ] = False,
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="NAME",
            help=N_("With --embed: what the page opens on there, such as “target 14”."),
            autocompletion=complete_name,
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="URL",
            help=N_("With --embed: where the page will be; beside the other page if not given."),
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help=N_("With --embed: a date on the card, as 2026-11-27.")
        ),
    ] = None,
    programme: ProgrammeFile = None,
    observations: Annotated[
        Path | None,
        typer.Option(
            "--observations",
            metavar="FILE",
            help=N_("A CSV or XLSX file of dated values to show beside what they tell of."),
        ),
    ] = None,
    measurements: Annotated[
        Path | None,
        typer.Option(
            "--measurements",
            metavar="FILE",
            help=N_("Measurements of organisations to show beside what they tell of."),
        ),
    ] = None,
    organisation: OrganisationName = None,
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
    if measurements is not None:
        shown = _of_organisations(shell, measurements, organisation, programme)
        measured = shown if measured is None else measured.joined(shown)
    with share_done(shell, N_("Making the page"), even=False) as progress:
        made = make_page(
            model,
            language=shell.language,
            progress=progress,
            time_limit=time_limit,
            programme=programme,
            observations=measured,
        )
    pieces = None
    if embed or about is not None:
        from digisys.report.embed.embed import embed as make_embed

        language = made.language
        pieces = make_embed(model, about, page=address or path.name, language=language, date=date)
    made.save(path, force=force)
    emit_text(str(path))
    for file in () if pieces is None else pieces.save(path, force=force):
        emit_text(str(file))


def _measured(shell: Shell, path: Path) -> Observations:
    """Read what was measured; what is wrong with a row is told, and the rest is used."""
    from digisys.simulation.observations.read_observations import read_observations

    found = read_observations(path, shell.model)
    if found.problems:
        for head, text in found.summary(shell.language):
            write_aside(f"{head}: {text}")
    return found


def _of_organisations(
    shell: Shell, path: Path, organisation: str | None, programme: Path | None
) -> Observations:
    """Read what organisations measured, of one of them or of all."""
    from digisys.simulation.monitoring.shown import as_observations

    found = read_file(shell, path, programme)
    return as_observations(
        found if organisation is None else found.of(organisation), shell.language
    )


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        page,
        "page",
        language=language,
        about=N_("Write the model as one web page that works without network."),
        examples=(
            "page -o digikompassi.html",
            "page -m my-model.yaml -o my-model.html",
            "page --measurements measurements.csv --organisation Mallila -o digikompassi.html",
            "page --embed --about 14 -o digikompassi.html",
        ),
        group=N_("Share"),
        view=False,
        themes=True,
    )
