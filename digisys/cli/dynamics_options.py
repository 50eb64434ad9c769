"""Arguments and flags that the commands of dynamics share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.calibration_option import read_calibration
from digisys.cli.completion import complete_name, typed_model
from digisys.cli.run_options import starting_levels
from digisys.cli.sampling_options import link_strengths
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.cli.shell import Shell
    from digisys.simulation.system.options import Settings

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
    "complete_scenario",
    "settings_of",
]


class SamplerName(StrEnum):
    """How unknowns are drawn."""

    SOBOL = "sobol"
    LATIN = "latin"
    RANDOM = "random"


def complete_scenario(incomplete: str, ctx: typer.Context | None = None) -> list[str]:
    """Complete the name of a bundled scenario that is written for the model."""
    from digisys.io.scenarios import bundled_scenarios

    known = bundled_scenarios(typed_model(ctx))
    return [name for name in known if name.startswith(incomplete)]


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
SamplerChoice = Annotated[
    SamplerName, typer.Option("--sampler", help=N_("How the unknowns are drawn."))
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


def settings_of(
    shell: Shell,
    by_link: list[str] | None,
    calibration: Path | None = None,
    *,
    one_convention: bool = False,
) -> Settings | None:
    """Read the options that say how a model is run; what is not said is as in a calibration."""
    if not (by_link or shell.run or calibration or one_convention):
        return None
    from dataclasses import replace

    from digisys.simulation.system.options import Settings

    found = read_calibration(shell, calibration)
    settings = Settings() if found is None else found.settings_before
    run = dict(shell.run)
    chance = {"uncertain": run.pop("uncertain")} if "uncertain" in run else {}
    if "initial" in run:
        run["initial"] = {**settings.initial, **starting_levels(shell.model, run["initial"])}
    known = settings.known_strengths
    strengths = replace(
        known,
        links={**known.links, **link_strengths(shell.model, by_link)},
        convention=run.pop("convention", known.convention),
        both=not one_convention,
        **chance,
    )
    if found is not None:
        strengths = strengths.narrowed(found.posterior)
    return replace(settings, strengths=strengths, **run)
