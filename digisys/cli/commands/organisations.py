"""The command ``digisys organisations``."""

from __future__ import annotations

from typing import Annotated

import typer

from digisys.cli.calibration_option import CalibrationFile
from digisys.cli.dynamics_options import (
    Force,
    OutcomeName,
    Plot,
    SamplerChoice,
    SamplerName,
    Samples,
    complete_scenario,
    settings_of,
)
from digisys.cli.dynamics_output import check_files
from digisys.cli.letters import letters_told
from digisys.cli.monitoring_options import Least, LeastName, MeasurementFile, read_file
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.progress import runs_done
from digisys.cli.sampling_options import ByLink, Seed, Workers
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

__all__ = ["register"]


def organisations(
    shell: Shell,
    measurements: MeasurementFile,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help=N_("A scenario; may be given many times. Default: all that come with the model."),
            autocompletion=complete_scenario,
        ),
    ] = None,
    outcome: OutcomeName = None,
    confidence: Least = LeastName.MEDIUM,
    samples: Samples = 1000,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    by_link: ByLink = None,
    calibration: CalibrationFile = None,
    workers: Workers = 1,
    programme: ProgrammeFile = None,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Run scenarios from where each organisation stands."""
    from digisys.io.scenarios import bundled_scenarios
    from digisys.simulation.monitoring.organisations import organisations as ask
    from digisys.uncertainty.options import Draws

    check_files(plot, None, force=force)
    found = read_file(shell, measurements, programme)
    with runs_done(shell) as progress:
        answer = ask(
            found.at_least(confidence.value),
            scenario or list(bundled_scenarios(shell.model)),
            outcome=outcome,
            samples=Draws(samples, seed, workers=workers, sampler=sampler.value, progress=progress),
            settings=settings_of(shell, by_link, calibration),
            **shell.view,
        )
    emit(shell, answer)
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.organisations import plot_organisations

        figure = plot_organisations(answer, language=shell.language)
        with letters_told(shell):
            save_figure(figure, plot, force=force)
        write_aside(shell.say("Figure: {path}", path=str(plot)))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        organisations,
        "organisations",
        language=language,
        about=N_("Where does each organisation end under each scenario, from where it stands?"),
        examples=(
            "organisations measurements.csv --scenario leadership-push --outcome 11",
            "organisations measurements.xlsx --workers 2 --plot organisations.pdf",
        ),
        group=N_("Dynamics"),
        runs=True,
    )
