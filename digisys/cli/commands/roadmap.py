"""The command ``digisys roadmap``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from digisys.cli.dynamics_options import Force, Plot, settings_of
from digisys.cli.dynamics_output import check_files
from digisys.cli.letters import letters_told
from digisys.cli.lists_options import Form, write_form
from digisys.cli.monitoring_options import OrganisationName, StateFile, own_state, read_file
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.sampling_options import ByLink, Seed
from digisys.cli.shell import Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.simulation.monitoring.own_parts import OwnPart
    from digisys.simulation.monitoring.roadmap_parts import Part

__all__ = ["register"]


class PartName(StrEnum):
    """A part of the road map."""

    MEANING = "meaning"
    NEEDS = "needs"
    ACTIONS = "actions"
    HELP = "help"
    THEMES = "themes"
    TIMELINE = "timeline"
    QUESTIONS = "questions"
    BACKGROUND = "background"
    CASES = "cases"


class KindName(StrEnum):
    """A kind of help."""

    TRAINING = "training"
    SERVICE = "service"
    LAW = "law"
    ARCHITECTURE = "architecture"
    GUIDE = "guide"
    NETWORK = "network"
    ONGOING = "ongoing"
    PROJECT = "project"


def roadmap(
    shell: Shell,
    target: Annotated[
        str | None,
        typer.Option(
            "--target", metavar="NUMBER", help=N_("Only what is filed under this target.")
        ),
    ] = None,
    part: Annotated[
        PartName | None, typer.Option("--part", help=N_("Only this part of the road map."))
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option("--actor", metavar="NAME", help=N_("Only what this actor does.")),
    ] = None,
    kind: Annotated[
        KindName | None, typer.Option("--kind", help=N_("Of help only this kind."))
    ] = None,
    state: StateFile = None,
    organisation: OrganisationName = None,
    measurements: Annotated[
        Path | None,
        typer.Option(
            "--measurements",
            metavar="FILE",
            help=N_("Where the organisation stands: a file of measurements."),
        ),
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            "-n",
            min=1,
            help=N_("Run the organisation's own scenario, over so many draws."),
        ),
    ] = None,
    seed: Seed = 1,
    programme: ProgrammeFile = None,
    save_scenario: Annotated[
        Path | None,
        typer.Option(
            "--save-scenario",
            metavar="FILE",
            help=N_("Write the organisation's own scenario as a YAML file."),
        ),
    ] = None,
    by_link: ByLink = None,
    plot: Plot = None,
    form: Form = None,
    force: Force = False,
) -> None:
    """Print the road map, or an organisation's own."""
    from digisys.io.write import check_target
    from digisys.simulation.monitoring.own_roadmap import own_roadmap
    from digisys.simulation.monitoring.roadmap import roadmap as ask
    from digisys.uncertainty.options import Draws

    check_files(plot, None, force=force)
    if form is not None:
        from digisys.analysis.programme.forms import states_form
        from digisys.io.programmes import load_programme

        known = load_programme(shell.model, programme)
        write_form(states_form(known, shell.language, organisation or ""), form, force=force)
        return
    if save_scenario is not None:
        check_target(save_scenario, force=force)
    own = own_state(shell, state, organisation, programme)
    asked = (save_scenario, plot, samples, measurements)
    if own is None and any(each is not None for each in asked):
        raise QuestionError(
            Message("Trajectories are those of an organisation."),
            Message("Give its state file with {option}.", {"option": "--state"}),
        )
    if plot is not None and samples is None:
        samples = 512
    seen = None
    if measurements is not None:
        found = read_file(shell, measurements, programme)
        who = organisation or (own.organisation if own is not None else None)
        seen = found.of(who if len(found.organisations) > 1 else None)
    if own is None:
        emit(
            shell,
            ask(
                shell.model,
                programme=programme,
                target=target,
                part=None if part is None else cast("Part", part.value),
                actor=actor,
                kind=None if kind is None else kind.value,
            ),
        )
        return
    answer = own_roadmap(
        shell.model,
        own,
        programme=programme,
        target=target,
        measurements=seen,
        samples=None if samples is None else Draws(samples, seed),
        settings=settings_of(shell, by_link),
        **shell.view,
    )
    if part is not None:
        answer = answer.showing(cast("OwnPart", part.value))
    emit(shell, answer)
    if save_scenario is not None:
        _save(shell, answer.scenario, save_scenario, force=force)
    if plot is not None and answer.own is not None:
        from digisys.render.plots.dynamics import plot as draw
        from digisys.render.plots.figure_file import save_figure

        figure = draw(answer.own, language=shell.language)
        with letters_told(shell):
            save_figure(figure, plot, force=force)
        write_aside(shell.say("Figure: {path}", path=str(plot)))


def _save(shell: Shell, scenario: object, path: Path, *, force: bool) -> None:
    from digisys.io.format import format_document
    from digisys.io.write import write_text
    from digisys.schema import Scenario

    if not isinstance(scenario, Scenario):
        raise QuestionError(
            Message("Nothing is done, under way or planned that pushes a variable."),
            Message("Tell the state of an action: done, under way or planned."),
        )
    write_text(format_document(scenario), path, force=force)
    write_aside(shell.say("Saved: {path}", path=str(path)))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        roadmap,
        "roadmap",
        language=language,
        about=N_("What does the road map say, and what is an organisation's own?"),
        examples=(
            "roadmap --target 12 --part needs",
            "roadmap --part help --kind training",
            "roadmap --form state.xlsx",
            "roadmap --state state.xlsx --part cases",
            "roadmap --state state.yaml --samples 512 --save-scenario own.yaml",
        ),
        group=N_("Ask"),
        runs=True,
    )
