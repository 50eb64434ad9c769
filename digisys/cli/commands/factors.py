"""The command ``digisys factors``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.output import emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import OutputError, QuestionError
from digisys.words import N_, Message

__all__ = ["register"]

_SHEETS = (".xlsx", ".docx", ".csv")


def factors(
    shell: Shell,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]",
            help=N_("A model file; the model of --model when absent."),
            show_default=False,
        ),
    ] = None,
    more: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[SHEET]...", help=N_("More filled worksheets, with --read.")),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=N_("Write the worksheet to fill in: .xlsx, .docx or .pdf."),
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about",
            metavar="NAME",
            help=N_("Ask about this variable or target; may be repeated. Else about all targets."),
        ),
    ] = None,
    read: Annotated[
        list[Path] | None,
        typer.Option("--read", metavar="SHEET", help=N_("Read filled worksheets.")),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help=N_("With --read: keep the proposal beside the model, for digisys suggestions."),
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Overwrite the file if it is there already."))
    ] = False,
) -> None:
    """Write a worksheet for groups, or read filled ones and print what they propose."""
    sheets = [*(read or ()), *(more or ())]
    if read and source is not None and Path(source).suffix.lower() in _SHEETS:
        sheets.insert(len(read), Path(source))
        source = None
    if source is not None:
        shell = shell.with_source(source)
    if bool(read) == (output is not None):
        raise QuestionError(
            Message("Tell whether to write a worksheet or to read filled ones."),
            Message("digisys factors MODEL -o factors.xlsx, or digisys factors MODEL --read FILES"),
        )
    if output is not None:
        from digisys.report.factor_form import write_factor_sheet

        language = shell.chosen_language or shell.model.default_language
        write_factor_sheet(shell.model, output, about=about or (), language=language, force=force)
        emit_text(str(output))
        return
    _read(shell, sheets, keep=keep)


def _read(shell: Shell, sheets: list[Path], *, keep: bool) -> None:
    from digisys.io import bundled_models
    from digisys.workshop.factor_sheet import read_factors
    from digisys.workshop.gathered import add_gathered, gathered_of
    from digisys.workshop.suggestions import read_gathered, suggestions_file, write_gathered

    model, path = shell.model, Path(shell.source)
    if keep and (shell.source in bundled_models() or path.suffix not in (".yaml", ".yml")):
        raise OutputError(
            Message("“{name}” is no model file that can be changed.", {"name": shell.source}),
            Message("Name a model file of your own: digisys suggestions MODEL.yaml"),
        )
    proposal = read_factors(sheets).proposal(model)
    if keep:
        kept = suggestions_file(path)
        language = shell.chosen_language or model.default_language
        new = gathered_of(proposal, language)
        write_gathered(model, kept, add_gathered(model, read_gathered(model, kept), new))
        write_aside(shell.say(N_("Kept in {name}."), name=kept.name))
    emit(shell, proposal)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        factors,
        "factors",
        language=language,
        about=N_("What enables, blocks and follows? Worksheets for groups, and what they propose."),
        examples=(
            "factors my-model.yaml -o factors.xlsx",
            "factors my-model.yaml --read group-1.xlsx group-2.xlsx --keep",
        ),
        group=N_("Models"),
        view=False,
        saved=False,
    )
