"""The command ``digisys convert``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.asked import ask_rows, ask_signs, is_asked
from digisys.cli.dynamics_options import Force
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.exchange.read_map import ImportedMap

__all__ = ["register"]


def convert(
    shell: Shell,
    source: Annotated[
        str,
        typer.Argument(metavar="IN", help=N_("The map of another tool, or a model.")),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help=N_("The file to write, such as model.yaml or map.graphml.")
        ),
    ],
    *,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help=N_("Format to write, where the ending does not tell it, such as kumu-json."),
        ),
    ] = None,
    text_language: Annotated[
        str,
        typer.Option(
            "--text-language",
            metavar="LANGUAGE",
            help=N_("Language of the texts of the map: fi, sv, en or another."),
        ),
    ] = "en",
    rows: Annotated[
        str | None,
        typer.Option(
            "--rows",
            metavar="WAY",
            help=N_("Of a matrix: causes if each row acts on the columns, effects if not."),
        ),
    ] = None,
    sign: Annotated[
        list[str] | None,
        typer.Option(
            "--sign",
            metavar="WORD=SIGN",
            help=N_(
                "What a word of the map means, such as “Grows with=positive”; again for another."
            ),
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(
            "--labels",
            metavar="FILE",
            help=N_(
                "A table of ids and labels for the map: its names, id, and a column a language."
            ),
        ),
    ] = None,
    signs: Annotated[
        str,
        typer.Option(
            "--signs",
            metavar="WAY",
            help=N_("stated: signs as drawn or stated; derived: others from the equations."),
        ),
    ] = "stated",
    no_sidecar: Annotated[
        bool,
        typer.Option(
            "--no-sidecar",
            help=N_("Do not keep what the format cannot hold in a file beside it."),
        ),
    ] = False,
    force: Force = False,
) -> None:
    """Convert a map, and print what could not be carried."""
    from digisys.cli.models import imported, read_model
    from digisys.exchange.losses import Loss, LossReport
    from digisys.exchange.named_signs import parse_named_signs
    from digisys.exchange.read_map import counts_of, read_map
    from digisys.exchange.write_map import write_map
    from digisys.io.write import check_target, write_model

    check_target(target, force=force)
    if imported(source) is None:
        if signs != "stated":
            raise QuestionError(
                Message("{path} is a model of digisys: it has no equations to derive signs from.",
                        {"path": source}),
                Message("Leave out --signs, or give a model of Vensim or XMILE."),
            )  # fmt: skip
        model, title = read_model(source), "digisys"
        losses: tuple[Loss, ...] = ()
    else:
        meant: dict[str, str] = dict(parse_named_signs(sign or ()))

        def read() -> ImportedMap:
            return read_map(
                source,
                language=text_language,
                rows=rows,
                signs=signs,
                named_signs=meant,
                labels=labels,
            )

        found = read()
        if is_asked():
            meant |= ask_signs(shell, found, meant)
            rows = ask_rows(shell, found, rows)
            found = read()
        model, title, losses = found.model, found.report.format, found.report.losses
    if target.suffix in (".yaml", ".yml") and to is None:
        write_model(model, target, force=force)
        written = LossReport("digisys", str(target), counts_of(model))
    elif target.suffix.lower() == ".svg" and to is None:
        from digisys.render.draw import draw

        draw(model, language=shell.chosen_language).save(target, force=force)
        picture = (Loss("picture", ""),)
        written = LossReport("SVG", str(target), counts_of(model), picture)
    else:
        language = shell.chosen_language
        written = write_map(
            model, target, format=to, language=language, sidecar=not no_sidecar, force=force
        )
    report = replace(
        written,
        format=f"{title} → {written.format}",
        losses=(*losses, *written.losses),
        language=shell.chosen_language or model.default_language,
    )
    if shell.chosen_language is None:
        shell = replace(shell, chosen_language=model.default_language)
    emit(shell, report)


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        convert,
        "convert",
        language=language,
        about=N_("Bring a map from another tool, or take a model there, and tell what is lost."),
        examples=("convert map.mdl model.yaml", "convert model.yaml map.graphml"),
        group=N_("Models"),
        view=False,
        saved=False,
    )
