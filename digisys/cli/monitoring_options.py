"""Arguments that the commands about organisations share, and how wrong rows are told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.shell import Shell
from digisys.cli.streams import write_aside
from digisys.errors import Problem
from digisys.words import N_, say_count

if TYPE_CHECKING:
    from digisys.schema.programme_state import OrganisationState
    from digisys.simulation.monitoring.measurements import Measurements

__all__ = [
    "Least",
    "LeastName",
    "MeasurementFile",
    "OrganisationName",
    "StateFile",
    "own_state",
    "read_file",
    "read_older",
]


class LeastName(StrEnum):
    """How well an indicator must stand for a variable to count."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


MeasurementFile = Annotated[
    Path,
    typer.Argument(
        metavar="MEASUREMENTS",
        help=N_("A CSV or XLSX file of dated values of indicators, by organisation."),
    ),
]
OrganisationName = Annotated[
    str | None,
    typer.Option(
        "--organisation",
        metavar="NAME",
        help=N_("Which organisation, where the file holds several."),
    ),
]
StateFile = Annotated[
    Path | None,
    typer.Option(
        "--state",
        metavar="FILE",
        help=N_("What the organisation has done and plans: a YAML, CSV or XLSX file."),
    ),
]
Least = Annotated[
    LeastName,
    typer.Option(
        "--confidence",
        help=N_("How well an indicator must stand for a variable to count."),
    ),
]


def read_file(shell: Shell, path: Path, programme: Path | None) -> Measurements:
    """Read measurements, and tell beside the answer which rows are left out."""
    from digisys.simulation.monitoring.read_measurements import read_measurements

    found = read_measurements(path, shell.model, programme=programme)
    _tell(shell, found.problems)
    if found.without_data:
        write_aside(
            say_count(
                "{count} row says that there is no value; it does not count as zero",
                "{count} rows say that there is no value; they do not count as zero",
                found.without_data,
                shell.language,
            )
        )
    return found


def read_older(shell: Shell, path: Path, programme: Path | None) -> Measurements:
    """Read the measurements of last time, and tell which of their rows are left out."""
    from digisys.simulation.monitoring.read_measurements import read_measurements

    found = read_measurements(path, shell.model, programme=programme)
    if found.problems:
        write_aside(shell.say("In the older file {path}:", path=str(path)))
    _tell(shell, found.problems)
    return found


def own_state(
    shell: Shell, path: Path | None, organisation: str | None, programme: Path | None
) -> OrganisationState | None:
    """Read what an organisation does, and tell which rows are left out."""
    if path is None:
        return None
    from digisys.simulation.monitoring.read_states import read_states

    found = read_states(path, shell.model, programme=programme)
    _tell(shell, found.problems)
    return found.of(organisation if len(found.items) > 1 else None)


def _tell(shell: Shell, problems: Sequence[Problem]) -> None:
    if problems:
        text = say_count(
            "{count} row is left out:", "{count} rows are left out:", len(problems), shell.language
        )
        write_aside("\n".join([text, *(each.text(shell.language) for each in problems)]))
