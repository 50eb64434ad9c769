"""The command ``digisys diff``."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from digisys.cli.letters import letters_told
from digisys.cli.models import read_model
from digisys.cli.output import emit, emit_text
from digisys.cli.progress import share_done
from digisys.cli.sampling_options import Seed
from digisys.cli.shell import Format, Shell, add_command
from digisys.cli.streams import write_aside
from digisys.words import N_

__all__ = ["register"]

#: Endings of pictures of the difference, and of both maps side by side.
_PICTURES, _PAGE = (".svg", ".png", ".pdf"), ".html"


class Theme(StrEnum):
    """Colours of a picture."""

    SCREEN = "screen"
    PRINT = "print"
    HIGH_CONTRAST = "high_contrast"
    BLACK_WHITE = "black_white"


def diff(
    shell: Shell,
    old: Annotated[str, typer.Argument(metavar="OLD", help=N_("The map before."))],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]",
            help=N_("The map after; the model of --model when absent."),
            show_default=False,
        ),
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            min=0,
            help=N_("Rank levers over so many draws of unknown strengths; 0 leaves them out."),
        ),
    ] = None,
    seed: Seed = 1,
    colours: Annotated[
        Theme, typer.Option("--colours", help=N_("Colours."), case_sensitive=False)
    ] = Theme.SCREEN,
) -> None:
    """Print what differs between two maps, and what that does to conclusions."""
    from digisys.uncertainty.options import Draws
    from digisys.workshop.compare_models import compare_models

    before = read_model(old)
    if new is not None:
        shell = shell.with_source(new)
    draws = 0 if samples == 0 else Draws(samples, seed)
    ending = "" if shell.output is None else shell.output.suffix.lower()
    if shell.output is not None and ending in _PICTURES:
        from digisys.render.draw_difference import draw_difference

        with share_done(shell, N_("Placing boxes and links"), even=False) as progress:
            drawing = draw_difference(
                before,
                shell.model,
                language=shell.language,
                theme=colours.value,
                progress=progress,
                **shell.view,
            )
            with letters_told(shell):
                drawing.save(shell.output, force=shell.force)
        for note in drawing.scene.notes:
            write_aside(note)
        _told(shell, drawing.scene.description)
        return
    answer = compare_models(before, shell.model, samples=draws, **shell.view)
    if shell.output is not None and ending == _PAGE:
        from digisys.io.write import write_bytes
        from digisys.report.compared.make_comparison import comparison_page

        with share_done(shell, N_("Placing boxes and links"), even=False) as progress:
            page = comparison_page(answer, language=shell.language, progress=progress, **shell.view)
        write_bytes(page, shell.output, force=shell.force)
        _told(shell, answer.conclusion.text(shell.language))
        return
    emit(shell, answer)


def _told(shell: Shell, description: str) -> None:
    """Print the name of the file that was written."""
    if shell.format is Format.JSON:
        data = {"file": str(shell.output), "description": description}
        emit_text(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        emit_text(str(shell.output))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        diff,
        "diff",
        language=language,
        about=N_("What differs between two maps, and which conclusions change with it?"),
        examples=(
            "diff old.yaml new.yaml",
            "diff old.yaml new.yaml --format markdown",
            "diff old.yaml new.yaml -o difference.svg",
            "diff old.yaml new.yaml -o side-by-side.html",
        ),
        drawn=(*_PICTURES, _PAGE),
        group=N_("Models"),
    )
