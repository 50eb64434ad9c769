"""The command ``digisys draw``."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import settings_of
from digisys.cli.letters import letters_told
from digisys.cli.models import read_model
from digisys.cli.output import emit_text
from digisys.cli.programme_option import ProgrammeFile
from digisys.cli.progress import runs_done, share_done
from digisys.cli.sampling_options import ByLink
from digisys.cli.shell import Format, Shell, add_command
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.simulation.ensemble.result import Ensemble

__all__ = ["register"]


class Way(StrEnum):
    """Which way a highlight follows the links."""

    DOWNSTREAM = "downstream"
    UPSTREAM = "upstream"
    BOTH = "both"


class Theme(StrEnum):
    """Colours of a drawing."""

    SCREEN = "screen"
    PRINT = "print"
    HIGH_CONTRAST = "high_contrast"
    BLACK_WHITE = "black_white"


class SignName(StrEnum):
    """Which arrows have a sign."""

    AUTO = "auto"
    ALL = "all"
    NONE = "none"


class EngineName(StrEnum):
    """Who places the boxes."""

    DIGISYS = "digisys"
    DOT = "dot"


class BackendName(StrEnum):
    """Who makes PNG and PDF."""

    MATPLOTLIB = "matplotlib"
    PRINT = "print"


def _runs(shell: Shell, scenario: str, by_link: list[str] | None) -> Ensemble:
    """Run a scenario as the command ``simulate`` does, so that both tell the same figures."""
    from digisys.simulation.ensemble.simulate import simulate
    from digisys.uncertainty.options import Draws

    settings = settings_of(shell, by_link)
    with runs_done(shell) as progress:
        draws = Draws(progress=progress)
        return simulate(shell.model, scenario, samples=draws, settings=settings, **shell.view)


def _highlight(highlight: str | None, loop: str | None, chain: str | None) -> str | None:
    given = [item for item in (highlight, loop, chain) if item is not None]
    if len(given) > 1:
        raise QuestionError(
            Message("Only one thing can be brought out at a time."),
            Message("Give one of --highlight, --loop and --chain."),
        )
    if chain is None:
        return given[0] if given else None
    separator = "->" if "->" in chain else ","
    ends = [part.strip() for part in chain.split(separator)]
    if len(ends) < 2 or not all(ends):
        raise QuestionError(
            Message("“{name}” does not name the two ends of a chain.", {"name": chain}),
            Message("Write for example: --chain 14,10"),
        )
    return " -> ".join(ends)


def _colours(shell: Shell, colours: Theme) -> tuple[Shell, Theme]:
    """Take colours that are named as ``--theme``, which was their option before ``--colours``."""
    theme = shell.theme
    if theme not in set(Theme) or theme in shell.whole.themes:
        return shell, colours
    return replace(shell, theme=None), Theme(theme)


def _file_name(model: str, highlight: str | None) -> str:
    """Name a file after the model and what is brought out, in plain letters."""
    import re

    parts = [model, *re.findall(r"[A-Za-z0-9_]+", highlight or "")]
    return "-".join(parts)[:80] + ".svg"


def draw(
    shell: Shell,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=N_(
                "File to write; its ending tells the format: svg, png, pdf, dot or mmd. "
                "Named after the model if not given."
            ),
            metavar="FILE",
        ),
    ] = None,
    highlight: Annotated[
        str | None,
        typer.Option(
            "--highlight",
            help=N_(
                "Bring out what a variable or target reaches, a loop, an area, or chains "
                "(“14 -> 10”); the rest is dimmed."
            ),
            metavar="NAME",
            autocompletion=complete_name,
        ),
    ] = None,
    loop: Annotated[
        str | None,
        typer.Option("--loop", help=N_("Bring out a loop, such as R1."), metavar="NAME"),
    ] = None,
    chain: Annotated[
        str | None,
        typer.Option(
            "--chain", help=N_("Bring out the shortest chains, as FROM,TO."), metavar="FROM,TO"
        ),
    ] = None,
    direction: Annotated[
        Way | None,
        typer.Option("--direction", help=N_("Which way a highlight follows the links.")),
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option("--steps", min=0, help=N_("How many links far a highlight goes.")),
    ] = None,
    focus: Annotated[
        list[str] | None,
        typer.Option("--focus", help=N_("Draw only this and its neighbours."), metavar="NAME"),
    ] = None,
    areas: Annotated[
        list[str] | None,
        typer.Option("--area", help=N_("Draw only this area; may be repeated."), metavar="NAME"),
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            help=N_("Draw only variables of this target (“all”: of any); may be repeated."),
            metavar="NUMBER",
        ),
    ] = None,
    compare_with: Annotated[
        str | None,
        typer.Option(
            "--compare-with",
            help=N_("Mark what differs from this earlier version of the model."),
            metavar="MODEL",
        ),
    ] = None,
    heat: Annotated[
        str | None,
        typer.Option(
            "--heat",
            help=N_("Show where a scenario ends: the median levels of “simulate”."),
            metavar="SCENARIO",
        ),
    ] = None,
    mark: Annotated[
        str | None,
        typer.Option(
            "--mark",
            help=N_(
                "Mark what is measured by an indicator or pushed by an action: measured, pushed, "
                "or both with a comma."
            ),
            metavar="MARKS",
        ),
    ] = None,
    programme: ProgrammeFile = None,
    colours: Annotated[
        Theme, typer.Option("--colours", help=N_("Colours."), case_sensitive=False)
    ] = Theme.SCREEN,
    paper: Annotated[
        str | None,
        typer.Option(
            "--paper",
            help=N_("Paper size; the picture's own size if not given."),
            metavar="A0|A1|A2|A3|A4|slide",
        ),
    ] = None,
    signs: Annotated[
        SignName,
        typer.Option(
            "--signs",
            help=N_(
                "Signs on arrows: all, none, or auto (where every arrow strengthens, the legend "
                "says so once)."
            ),
        ),
    ] = SignName.ALL,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", help=N_("Date below the title, such as 2026-11-26."), metavar="DATE"
        ),
    ] = None,
    tiles: Annotated[
        bool,
        typer.Option(
            "--tiles", help=N_("Divide a PDF into A4 pages to be glued together (A0 if no paper).")
        ),
    ] = False,
    dpi: Annotated[
        float | None, typer.Option("--dpi", min=1, help=N_("Pixels per inch of a PNG."))
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option("--engine", help=N_("Who places the boxes: digisys, or Graphviz (dot).")),
    ] = EngineName.DIGISYS,
    backend: Annotated[
        BackendName,
        typer.Option(
            "--backend",
            help=N_(
                "Who makes PNG and PDF: matplotlib, or print (tagged PDF with alternative "
                "text; needs the extra print)."
            ),
        ),
    ] = BackendName.MATPLOTLIB,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            min=0.001,
            help=N_("Seconds to place boxes and links at most; the drawing is then rougher."),
        ),
    ] = None,
    no_embed_font: Annotated[
        bool,
        typer.Option(
            "--no-embed-font",
            help=N_("Leave the font's letters out of an SVG, for computers that have Inter."),
        ),
    ] = False,
    by_link: ByLink = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Overwrite the file if it is there already."))
    ] = False,
) -> None:
    """Draw the model into a file and print the file's name."""
    from digisys.render.compose.selection import Selection
    from digisys.render.draw import draw as make
    from digisys.render.drawing import check_name

    shell, theme = _colours(shell, colours)
    wanted = _highlight(highlight, loop, chain)
    path = output or Path(_file_name(shell.model.id, wanted))
    check_name(path, force=force)
    selection = Selection(
        wanted,
        focus or None,
        areas or None,
        "all" if targets == ["all"] else targets or None,
        None if direction is None else direction.value,
        steps,
    )
    levels = None if heat is None else _runs(shell, heat, by_link)
    with share_done(shell, N_("Placing boxes and links"), even=False) as progress:
        drawing = make(
            shell.model,
            highlight=selection,
            compare_with=None if compare_with is None else read_model(compare_with),
            heat=levels,
            language=shell.language,
            theme=theme.value,
            progress=progress,
            time_limit=time_limit,
            **shell.view,
        ).with_options(paper=paper, engine=engine.value, signs=signs.value, date=date)
        if mark is not None:
            drawing = drawing.marked(mark, programme)
        with letters_told(shell):
            drawing.save(
                path,
                force=force,
                tiles=tiles,
                dpi=dpi,
                embed_font=not no_embed_font,
                backend=backend.value,
            )
    for note in drawing.scene.notes:
        write_aside(note)
    if shell.format is Format.JSON:
        data = {"file": str(path), "description": drawing.scene.description}
        emit_text(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        emit_text(str(path))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        draw,
        "draw",
        language=language,
        about=N_("Draw the model as a causal-loop diagram: svg, png, pdf, dot or mmd."),
        examples=(
            "draw -o map.svg",
            'draw --highlight "target 14" -o 14.png',
            "draw --loop R1 --paper A0 -o r1.pdf",
            "draw --chain 14,10 --colours print --tiles -o chain.pdf",
            "draw --mark measured,pushed -o marked.svg",
        ),
        group=N_("Draw"),
        runs=True,
        saved=False,
    )
