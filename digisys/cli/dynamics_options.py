"""Arguments and flags that the commands of dynamics share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.words import N_

__all__ = [
    "Force",
    "Limit",
    "OutcomeName",
    "Plot",
    "SamplerChoice",
    "SamplerName",
    "Samples",
    "Save",
    "ScenarioName",
    "Seed",
    "Workers",
    "complete_scenario",
]


class SamplerName(StrEnum):
    """How unknowns are drawn."""

    SOBOL = "sobol"
    LATIN = "latin"
    RANDOM = "random"


def complete_scenario(typed: str) -> list[str]:
    """Complete the name of a bundled scenario."""
    from digisys.io.scenarios import bundled_scenarios

    return [name for name in bundled_scenarios() if name.startswith(typed)]


ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help=N_("A bundled scenario, such as leadership-push, or the path of a scenario file."),
        autocompletion=complete_scenario,
    ),
]
OutcomeName = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        "-o",
        metavar="NAME",
        help=N_("Only this variable, target or area."),
        autocompletion=complete_name,
    ),
]
Samples = Annotated[
    int, typer.Option("--samples", "-n", min=1, help=N_("How many draws of what is unknown."))
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=N_("Seed of the draws."))]
SamplerChoice = Annotated[
    SamplerName, typer.Option("--sampler", help=N_("How the unknowns are drawn."))
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, help=N_("How many processes share the work."))
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help=N_("Draw a figure too: .png, .pdf or .svg.")),
]
Save = Annotated[
    Path | None,
    typer.Option("--save", metavar="FILE", help=N_("Keep the result in a NetCDF file (.nc).")),
]
Force = Annotated[bool, typer.Option("--force", help=N_("Overwrite files that are there already."))]
Limit = Annotated[int, typer.Option("--limit", min=1, help=N_("How many rows to show at most."))]
