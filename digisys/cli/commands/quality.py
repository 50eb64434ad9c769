"""The command ``digisys quality``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.dynamics_options import Force
from digisys.cli.lists_options import Form, ServiceFiles, ServiceName, write_form
from digisys.cli.output import emit, emit_text
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]

Requirements = Annotated[
    Path | None,
    typer.Option(
        "--requirements",
        metavar="FILE",
        help=N_("Write criteria and statements as requirements, as .xlsx, .csv or .md."),
    ),
]
DrawQuestion = Annotated[
    bool,
    typer.Option(
        "--draw-question", help=N_("Draw the question that a customer is asked; see --seed.")
    ),
]
OwnQuestion = Annotated[
    str,
    typer.Option("--own-question", metavar="TEXT", help=N_("A question of the service's own.")),
]


def quality(
    shell: Shell,
    files: ServiceFiles = None,
    service: ServiceName = None,
    requirements: Requirements = None,
    draw_question: DrawQuestion = False,
    own_question: OwnQuestion = "",
    seed: Seed = 1,
    form: Form = None,
    force: Force = False,
    programme: ProgrammeFile = None,
) -> None:
    """Print criteria of quality, services side by side, or one service in full."""
    from digisys.analysis.programme import quality as asked
    from digisys.analysis.programme.forms import services_form
    from digisys.analysis.programme.requirements_result import write_requirements
    from digisys.io.programmes import load_programme

    model = shell.model
    known = load_programme(model, programme, notes=not files)
    if form is not None:
        asked.quality_part(known)
        write_form(services_form(known, shell.language, service or ""), form, force=force)
    elif requirements is not None:
        answer = asked.requirements(model, files or None, programme=known)
        write_requirements(answer, requirements, language=shell.language, force=force)
        emit_text(str(requirements))
    elif draw_question:
        drawn = asked.draw_question(known, own=own_question, seed=seed)
        questions = asked.quality_part(known).questions
        label = questions[drawn].label.text(shell.language) if drawn in questions else drawn
        emit_text(label)
    elif not files:
        if service is not None:
            raise asked.needs_files()
        emit(shell, asked.quality_criteria(model, programme=known))
    elif service is not None:
        emit(shell, asked.quality_of_service(model, files, service, programme=known))
    else:
        emit(shell, asked.quality(model, files, programme=known))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        quality,
        "quality",
        language=language,
        about=N_("How good are our services: by our own answers, by customers, by use?"),
        examples=(
            "quality",
            "quality --form services.xlsx",
            "quality services.xlsx",
            'quality services.xlsx --service "Building permit"',
            "quality --requirements requirements.xlsx",
        ),
        group=N_("Ask"),
        view=False,
    )
