"""Commands that look things up: show, targets, areas, sources, check, schema."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.models import DEFAULT_MODEL
from digisys.cli.output import emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help=N_("A variable, target, area or loop, such as 14, “tavoite 14”, ETPK or R1."),
        autocompletion=complete_name,
    ),
]


def show(shell: Shell, name: Name) -> None:
    """Print what the model says of one thing."""
    from digisys.analysis.facts import show as ask

    emit(shell, ask(shell.model, name, language=shell.language))


def targets(shell: Shell) -> None:
    """Print the policy targets."""
    from digisys.analysis.facts import targets as ask

    emit(shell, ask(shell.model, language=shell.language))


def areas(shell: Shell) -> None:
    """Print the areas."""
    from digisys.analysis.facts import areas as ask

    emit(shell, ask(shell.model, language=shell.language))


def sources(shell: Shell, name: Name) -> None:
    """Print where something is stated."""
    from digisys.analysis.sources import sources as ask

    emit(shell, ask(shell.model, name, language=shell.language))


def check(
    shell: Shell,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]",
            help=N_("Model file to check; the model of --model if not given."),
        ),
    ] = None,
) -> None:
    """Print the audit of a model; end with 1 when a whole model contradicts itself."""
    from dataclasses import replace

    from digisys.analysis.audit import audit

    if path is not None and shell.source == DEFAULT_MODEL:
        shell = replace(shell, source=path)
    report = audit(shell.model, **shell.view)
    emit(shell, report)
    if not report.passed and not report.view.narrowed:
        raise typer.Exit(1)


def schema(shell: Shell) -> None:  # noqa: ARG001 - every command takes the shared options
    """Print the JSON Schema of the model file."""
    from digisys.io import model_json_schema

    emit_text(json.dumps(model_json_schema(), ensure_ascii=False, indent=2))


def register(app: typer.Typer, language: str) -> None:
    """Add the commands of this module to the application."""
    look, model = N_("Look up"), N_("Models")
    add_command(
        app,
        show,
        "show",
        language=language,
        about=N_("What does the model say of a variable, target, area or loop?"),
        examples=("show luottamus", "show 14", "show R1"),
        group=look,
        view=False,
    )
    add_command(
        app,
        targets,
        "targets",
        language=language,
        about=N_("Which policy targets are there, and which variables stand for them?"),
        examples=("targets", "targets --format csv"),
        group=look,
        view=False,
    )
    add_command(
        app,
        areas,
        "areas",
        language=language,
        about=N_("Which areas does the model have?"),
        examples=("areas", "areas --language sv"),
        group=look,
        view=False,
    )
    add_command(
        app,
        sources,
        "sources",
        language=language,
        about=N_("Where is something stated: document, part and slide?"),
        examples=("sources luottamus", "sources R1"),
        group=look,
        view=False,
    )
    add_command(
        app,
        check,
        "check",
        language=language,
        about=N_("Is a model sound, and what should its makers look at?"),
        examples=("check", "check my-model.yaml", "check --evidence table"),
        group=model,
    )
    add_command(
        app,
        schema,
        "schema",
        language=language,
        about=N_("Print the JSON Schema of the model file, for editors."),
        examples=("schema",),
        group=model,
        view=False,
    )
