"""The command ``digisys report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import Force, complete_scenario
from digisys.cli.models import read_model
from digisys.cli.output import emit_text
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def report(
    shell: Shell,
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            "-a",
            metavar="NAME",
            help=N_("A variable, target, area or loop; the whole model if not given."),
            autocompletion=complete_name,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=N_(
                "File to write; its ending tells the format: .docx, .pdf, .html, .md, .pptx or "
                ".xlsx. A Word file named after the model if not given."
            ),
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            metavar="SCENARIO",
            help=N_("Tell what moves under this scenario, with a figure."),
            autocompletion=complete_scenario,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="MODEL",
            help=N_("An earlier version of the model; what has changed is told."),
        ),
    ] = None,
    programme: ProgrammeFile = None,
    seed: Seed = 1,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help=N_("Date to print, such as 2026-11-26.")),
    ] = None,
    look: Annotated[
        Path | None,
        typer.Option(
            "--look",
            metavar="FILE",
            help=N_("YAML file with the organisation's name, colour, logo and templates."),
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            help=N_("The organisation's template: .docx or .dotx, .pptx or .potx (16:9)."),
        ),
    ] = None,
    colour: Annotated[
        str | None,
        typer.Option("--colour", metavar="COLOUR", help=N_("Colour of headings, as #1f4e8c.")),
    ] = None,
    logo: Annotated[
        Path | None,
        typer.Option("--logo", metavar="FILE", help=N_("Logo: a PNG, JPEG or SVG file.")),
    ] = None,
    force: Force = False,
) -> None:
    """Write a memo, slides or a workbook and print the file's name."""
    from digisys.report.document.house import PLAIN, read_house
    from digisys.report.memo.formats import check_report_name
    from digisys.report.memo.report_on import report_on

    house = (PLAIN if look is None else read_house(look)).with_options(
        template=template, colour=colour, logo=logo
    )
    if output is not None:
        check_report_name(output, force=force)
    path = output or Path(f"{shell.model.id}.docx")
    check_report_name(path, force=force)
    made = report_on(
        shell.model,
        about,
        scenario=scenario,
        since=None if since is None else read_model(since),
        programme=programme,
        seed=seed,
        date=date,
        **shell.view,
    )
    made.save(path, language=shell.language, house=house, force=force)
    emit_text(str(path))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        report,
        "report",
        language=language,
        about=N_("Write a memo, slides or a workbook on a question: Word, PDF, HTML, PowerPoint."),
        examples=(
            'report --about "target 14" -o memo.docx',
            "report --about R1 --scenario leadership-push -o memo.pdf",
            "report -o slides.pptx",
        ),
        group=N_("Share"),
    )
