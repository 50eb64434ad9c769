"""The command ``digisys monitor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.dynamics_options import Force, Samples, complete_scenario, settings_of
from digisys.cli.monitoring_options import (
    Least,
    LeastName,
    MeasurementFile,
    OrganisationName,
    StateFile,
    own_state,
    read_file,
    read_older,
)
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.sampling_options import ByLink, Seed
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

__all__ = ["register"]


def monitor(
    shell: Shell,
    measurements: MeasurementFile,
    organisation: OrganisationName = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE|FILE",
            help=N_("The date of last time, or an older file of measurements."),
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help=N_("The date of next time.")),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help=N_("What is done meanwhile: a bundled scenario, or the path of a file."),
            autocompletion=complete_scenario,
        ),
    ] = None,
    state: StateFile = None,
    confidence: Least = LeastName.MEDIUM,
    samples: Samples = 512,
    seed: Seed = 1,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    programme: ProgrammeFile = None,
    memo: Annotated[
        Path | None,
        typer.Option("--memo", metavar="FILE", help=N_("Write a memo too, in Markdown (.md).")),
    ] = None,
    force: Force = False,
) -> None:
    """Print what has moved, what is not known and what comes next."""
    from digisys.io.write import check_target, write_text
    from digisys.simulation.monitoring.memo import monitoring_memo
    from digisys.simulation.monitoring.monitor import monitor as ask

    if memo is not None:
        check_target(memo, force=force)
    found = read_file(shell, measurements, programme)
    older = None
    if since is not None and Path(since).is_file():
        older = read_older(shell, Path(since), programme)
    own = own_state(shell, state, organisation, programme)
    answer = ask(
        found.of(organisation).at_least(confidence.value),
        since=since if older is None else older,
        until=until,
        meanwhile=own if scenario is None else scenario,
        samples=samples,
        seed=seed,
        settings=settings_of(shell, by_link, calibration),
        **shell.view,
    )
    emit(shell, answer)
    if memo is not None:
        write_text(monitoring_memo(answer, shell.language), memo, force=force)
        write_aside(shell.say("Saved: {path}", path=str(memo)))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        monitor,
        "monitor",
        language=language,
        about=N_("What has moved since last time, what is not known, and what comes next?"),
        examples=(
            "monitor measurements.csv --organisation Mallila --since 2025",
            "monitor measurements.xlsx --state state.yaml --memo memo.md",
        ),
        group=N_("Dynamics"),
        runs=True,
    )
