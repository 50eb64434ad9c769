"""The command ``digisys events``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.dynamics_options import Force
from digisys.cli.lists_options import Form, write_form
from digisys.cli.output import emit
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

EventOrNone = Annotated[
    str | None,
    typer.Argument(metavar="EVENT", help=N_("One event in full: its id or name.")),
]
ScoreFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--scores",
        metavar="FILE",
        help=N_("CSV, XLSX or YAML file of a group: scores, weights, traits, states, proposals."),
    ),
]
CriteriaSet = Annotated[
    str | None,
    typer.Option("--set", metavar="NAME", help=N_("Only this set of criteria.")),
]
WithBusiness = Annotated[
    bool,
    typer.Option(
        "--with-business",
        help=N_("Count packages of business events too, if that has been decided."),
    ),
]
WeightDraws = Annotated[
    int,
    typer.Option("--samples", min=1, help=N_("Draws of weights and of scores that are missing.")),
]


def events(
    shell: Shell,
    name: EventOrNone = None,
    scores: ScoreFiles = None,
    criteria: CriteriaSet = None,
    samples: WeightDraws = 2_000,
    seed: Seed = 1,
    with_business: WithBusiness = False,
    form: Form = None,
    force: Force = False,
    programme: ProgrammeFile = None,
) -> None:
    """Print life and business events, one of them, or how a group's scores rank them."""
    from digisys.analysis.programme import events as asked
    from digisys.analysis.programme.forms import scores_form
    from digisys.io.programmes import load_programme
    from digisys.io.scores.read_scores import read_scores
    from digisys.uncertainty.options import Draws

    known = load_programme(shell.model, programme, notes=name is not None)
    if form is not None:
        asked.life_events_of(known)
        write_form(scores_form(known, shell.language), form, force=force)
        return
    said = read_scores(known, scores) if scores else None
    if name is not None:
        emit(shell, asked.event(shell.model, name, programme=known, scores=said))
    elif said is not None and (said.scores or criteria is not None):
        draws = Draws(samples, seed)
        answer = asked.score_events(
            shell.model, said, assessment=criteria, programme=known, samples=draws
        )
        emit(shell, answer)
    else:
        listed = asked.events(
            shell.model, programme=known, scores=said, with_business=with_business
        )
        emit(shell, listed)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        events,
        "events",
        language=language,
        about=N_("Which life and business events are there, and which come first?"),
        examples=(
            "events",
            "events youth_independence",
            "events --form scores.xlsx",
            "events --scores scores.xlsx",
        ),
        group=N_("Ask"),
        view=False,
    )
