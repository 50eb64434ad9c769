"""The command ``digisys services``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.lists_options import ServiceFiles, ServiceName
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

OfEvent = Annotated[
    str | None,
    typer.Option(
        "--event", metavar="NAME", help=N_("Only services of this life or business event.")
    ),
]
Day = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="DAY",
        help=N_("The day to judge deadlines by, such as 2026-11-27. Default: not judged."),
    ),
]


def services(
    shell: Shell,
    files: ServiceFiles = None,
    service: ServiceName = None,
    event: OfEvent = None,
    date: Day = None,
    programme: ProgrammeFile = None,
) -> None:
    """Print what the road map of services asks, or what services lack."""
    from digisys.analysis.programme import services as asked
    from digisys.analysis.programme.quality import needs_files

    model = shell.model
    if not files:
        if service is not None or event is not None:
            raise needs_files()
        emit(shell, asked.service_map(model, programme=programme))
    elif service is not None:
        emit(
            shell,
            asked.service_on_map(model, files, service, day=date, programme=programme),
        )
    else:
        emit(shell, asked.services(model, files, event=event, day=date, programme=programme))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        services,
        "services",
        language=language,
        about=N_("Which services stand on the road map, and what does each lack?"),
        examples=(
            "services",
            "services services.xlsx --date 2026-11-27",
            "services services.xlsx --event permits",
        ),
        group=N_("Ask"),
        view=False,
    )
