"""The command ``digisys layout``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.models import read_model
from digisys.cli.output import emit_text
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.errors import OutputError
from digisys.words import N_, Message

__all__ = ["register"]


def layout(
    shell: Shell,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=N_("The model file that gets the positions."))
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=N_("File to write instead; the model file itself if not given."),
            metavar="FILE",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help=N_("Another number gives other positions."))
    ] = 0,
    quick: Annotated[
        bool, typer.Option("--quick", help=N_("Search for a few seconds only."))
    ] = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            min=0.001,
            help=N_("Seconds to search at most."),
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help=N_("Replace positions, or a file, that are there already.")),
    ] = False,
) -> None:
    """Propose positions and write them into the model file."""
    from digisys.io import bundled_folder, bundled_models, parse_model
    from digisys.io.patch import insert_layout
    from digisys.io.write import check_target, write_bytes
    from digisys.render.layout.solver import propose_layout
    from digisys.render.limits import deadline_of

    model = read_model(file)
    bundled = file in bundled_models()
    if bundled and output is None:
        raise OutputError(
            Message("“{name}” comes with digisys and is not changed.", {"name": file}),
            Message("Name the file to write: --output FILE"),
        )
    if model.layout is not None and output is None and not force:
        raise OutputError(
            Message("“{path}” has positions already.", {"path": file}),
            Message("Replace them with --force, or write another file with --output FILE."),
        )
    source = bundled_folder() / f"{file}.yaml" if bundled else Path(file)
    target = source if output is None else output
    check_target(target, force=force or output is None)
    with share_done(shell, N_("Placing boxes and links"), even=False) as progress:
        found = propose_layout(
            model,
            seed=seed,
            effort="quick" if quick else "full",
            progress=progress,
            deadline=deadline_of(time_limit),
        )
    text = insert_layout(source.read_bytes().decode("utf-8"), found)
    parse_model(text, file=str(target))
    write_bytes(text.encode(), target, force=force or output is None)
    emit_text(str(target))


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        layout,
        "layout",
        language=language,
        about=N_("Propose positions for drawing a model and write them into its file."),
        examples=("layout my-model.yaml", "layout my-model.yaml --seed 7 -o another.yaml"),
        group=N_("Draw"),
        view=False,
    )
