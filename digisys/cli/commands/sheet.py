"""The command ``digisys sheet``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.dynamics_options import Force
from digisys.cli.models import read_model, sheet
from digisys.cli.output import emit_text
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.schema import Scenario

__all__ = ["register"]


def sheet_command(
    shell: Shell,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            help=N_("A model, or the workbook of one; the model of --model when absent."),
            show_default=False,
        ),
    ] = None,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=N_("The workbook (.xlsx) or model file (.yaml) to write."),
        ),
    ],
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="FILE",
            help=N_("A scenario for the workbook, beside those that belong to the model."),
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write a model as a workbook, or a workbook as a model."""
    from digisys.exchange.sheet.scenarios import scenarios_of, write_scenarios
    from digisys.exchange.sheet.write_sheet import write_sheet
    from digisys.io.write import write_model

    source = source or shell.source
    model = read_model(source)
    found = sheet(source)
    scenarios: tuple[Scenario, ...] = (
        found.scenarios if found else scenarios_of(model, source, scenario or ())
    )
    if output.suffix.lower() == ".xlsx":
        language = shell.chosen_language or model.default_language
        write_sheet(model, output, scenarios=scenarios, language=language, force=force)
        written = [output]
    else:
        write_model(model, output, force=force)
        written = [output, *write_scenarios(scenarios, output.parent, force=force)]
    emit_text("\n".join(str(path) for path in written))
    if found and found.left_out:
        text = N_("Left out, as they are no part of a model: {names}.")
        write_aside(shell.say(text, names=", ".join(found.left_out)))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        sheet_command,
        "sheet",
        language=language,
        about=N_("Edit a model in Excel or LibreOffice: write it as a workbook, and read it back."),
        examples=("sheet my-model.yaml -o model.xlsx", "sheet model.xlsx -o my-model.yaml --force"),
        group=N_("Models"),
        view=False,
    )
