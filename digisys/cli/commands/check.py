"""The command ``digisys check``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.document_option import Sources
from digisys.cli.models import DEFAULT_MODEL
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


def check(
    shell: Shell,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]",
            help=N_("Model file to check; the model of --model if not given."),
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help=N_("How many findings to list at most.")),
    ] = None,
    sources: Sources = None,
) -> None:
    """Print the audit of a model; end with 1 when a whole model contradicts itself."""
    from dataclasses import replace

    from digisys.analysis.audit import audit

    if path is not None and shell.source == DEFAULT_MODEL:
        shell = replace(shell, source=path)
    report = audit(shell.model, **shell.view)
    if sources is not None:
        from digisys.analysis.quoting.findings import quotation_findings
        from digisys.analysis.quoting.quotations import quotations

        report = report.with_findings(quotation_findings(quotations(shell.model, sources)))
    shown = report if limit is None else report.first(limit)
    emit(shell, shown, how=N_("--limit lists so many, --format json all"))
    if not report.passed and not report.view.narrowed:
        raise typer.Exit(1)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        check,
        "check",
        language=language,
        about=N_("Is a model sound, and what should its makers look at?"),
        examples=("check", "check my-model.yaml", "check --evidence table"),
        group=N_("Models"),
    )
