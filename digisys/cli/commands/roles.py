"""The command ``digisys roles``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.dynamics_options import Force
from digisys.cli.models import read_model
from digisys.cli.output import emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.errors import OutputError
from digisys.words import N_, Message

__all__ = ["register"]


def roles(
    shell: Shell,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            help=N_("A model or a map; the model of --model when absent."),
            show_default=False,
        ),
    ] = None,
    *,
    accept: Annotated[
        bool,
        typer.Option("--accept", help=N_("Write the roles into the model file itself.")),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=N_("Accept, and write the model to this file instead."),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="IDS",
            help=N_("Accept these alone: ids, with commas or the option again between."),
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Propose roles, or write those that are accepted."""
    from digisys.analysis.roles import roles as ask

    if source is not None:
        shell = shell.with_source(source)
    found = ask(shell.model)
    if output is None and not accept:
        emit(shell, found)
        return
    names = None if only is None else [part for each in only for part in each.split(",") if part]
    chosen = found.chosen(names)
    own = _own_text(shell.source)
    if output is None and own is None:
        raise OutputError(
            Message("“{name}” is no model file that can be changed.", {"name": shell.source}),
            Message("Name the file to write: --output FILE"),
        )
    from digisys.io.write import check_target, write_bytes, write_model

    target = output or Path(shell.source)
    replaces = force or output is None
    check_target(target, force=replaces)
    if own is None:
        write_model(found.accept(names), target, force=replaces)
    else:
        write_bytes(_with_roles(own, chosen).encode(), target, force=replaces)
    emit_text(str(target))


def _own_text(source: str) -> str | None:
    """Return the text of a model file, with its comments; None for a map or a bundled model."""
    from digisys.cli.models import imported, sheet
    from digisys.io.bundled import bundled_models

    if source in bundled_models() or imported(source) or sheet(source):
        return None
    read_model(source)
    return Path(source).read_bytes().decode("utf-8")


def _with_roles(text: str, roles: Mapping[str, str]) -> str:
    """Return the text of a model file with roles: of the whole file, whatever was asked about."""
    from digisys.io import parse_model
    from digisys.io.plain_model import model_of_plain, plain_model
    from digisys.io.yaml.rewrite import rewrite_model

    plain = plain_model(parse_model(text.encode()))
    for name, role in roles.items():
        plain["variables"][name]["role"] = role
    return rewrite_model(text, model_of_plain(plain))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        roles,
        "roles",
        language=language,
        about=N_("Which variables should be stocks or inputs, so that a map can be simulated?"),
        examples=("roles map.mdl", "roles map.mdl -o model.yaml", "roles my-model.yaml --accept"),
        group=N_("Models"),
        view=False,
    )
