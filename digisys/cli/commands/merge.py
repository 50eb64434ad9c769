"""The command ``digisys merge``."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from digisys.cli.dynamics_options import Force
from digisys.cli.models import imported, read_model, sheet
from digisys.cli.output import emit
from digisys.cli.shell import Shell, add_command
from digisys.errors import DigisysError, OutputError, QuestionError
from digisys.words import N_, Message, say

if TYPE_CHECKING:
    from digisys.schema import Model
    from digisys.workshop.merge import ModelMerge, Prefer

__all__ = ["register"]


def merge(
    shell: Shell,
    base: Annotated[str, typer.Argument(metavar="BASE", help=N_("The map that both come from."))],
    mine: Annotated[
        str,
        typer.Argument(metavar="MINE", help=N_("My version, whose file and comments are kept.")),
    ],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help=N_("The other version."))],
    marker: Annotated[
        int | None,
        typer.Argument(
            metavar="[MARKER]",
            help=N_("With --driver: the length of git's conflict markers (%L)."),
            show_default=False,
        ),
    ] = None,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help=N_("With --driver: what git calls the file (%P)."),
            show_default=False,
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=N_("Write the merged model to this file, which may be MINE."),
        ),
    ] = None,
    prefer: Annotated[
        list[str] | None,
        typer.Option(
            "--prefer",
            metavar="SIDE",
            help=N_("Which side goes before: mine, theirs, or of one conflict KEY=SIDE."),
        ),
    ] = None,
    driver: Annotated[
        bool,
        typer.Option("--driver", help=N_("Merge into MINE, as git's merge driver.")),
    ] = False,
    force: Force = False,
) -> None:
    """Merge two versions of a map; end with 1 while a conflict is open."""
    from digisys.workshop.merge import merge_models

    chosen = _preference(prefer or ())
    if driver:
        _drive(shell, (base, mine, theirs), marker, path or mine, chosen)
        return
    if output is not None:
        from digisys.io.write import check_target

        check_target(output, force=force or _is_same(output, mine))
    shell = shell.with_source(mine)
    merged = merge_models(read_model(base), shell.model, read_model(theirs), prefer=chosen)
    emit(shell, merged)
    if merged.model is None:
        raise typer.Exit(1)
    if output is not None:
        _write(merged, mine, output, force=True)


def _preference(asked: list[str] | tuple[str, ...]) -> Prefer:
    """Read what goes before: one side in all, or sides by the keys of conflicts."""
    if len(asked) == 1 and asked[0] in ("mine", "theirs"):
        return "mine" if asked[0] == "mine" else "theirs"
    found: dict[str, Literal["mine", "theirs"]] = {}
    for each in asked:
        key, mark, side = each.rpartition("=")
        if not mark or side.strip() not in ("mine", "theirs"):
            raise QuestionError(
                Message("“{name}” is no side of a merge.", {"name": each}),
                Message("Write mine or theirs, or of one conflict: --prefer 'KEY=theirs'"),
            )
        found[key.strip()] = "mine" if side.strip() == "mine" else "theirs"
    return found or None


def _is_same(one: Path, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _write(merged: ModelMerge, mine: str, output: Path, *, force: bool) -> None:
    """Write the merged model, into the text of my version if that is a file of ours."""
    from digisys.io.bundled import bundled_folder, bundled_models
    from digisys.io.write import write_bytes, write_model
    from digisys.io.yaml.rewrite import rewrite_model

    assert merged.model is not None  # noqa: S101 - whoever asks has looked
    if imported(mine) or sheet(mine):
        write_model(merged.model, output, force=force)
        return
    source = Path(mine)
    if mine in bundled_models() and not source.is_file():
        source = bundled_folder() / f"{mine}.yaml"
    if not source.is_file():
        write_model(merged.model, output, force=force)
        return
    text = source.read_bytes().decode("utf-8")
    write_bytes(rewrite_model(text, merged.model).encode(), output, force=force)


def _drive(
    shell: Shell, files: tuple[str, str, str], marker: int | None, path: str, chosen: Prefer
) -> None:
    """Do what git asks of a merge driver: the result goes into the second file.

    With conflicts that file is still a valid model, which has my side of them; they are
    listed beside it. Files that are no models are merged as text.
    """
    from digisys.workshop.merge import merge_models

    base, mine, theirs = files
    try:
        models = [_own(each) for each in (base, mine, theirs)]
    except DigisysError:
        raise typer.Exit(_as_text(files, marker)) from None
    merged = merge_models(*models, prefer=chosen)
    beside = Path(f"{path}.conflicts.txt")
    shell = replace(shell.with_source(mine), output=None)
    if merged.model is not None:
        _write(merged, mine, Path(mine), force=True)
        if _is_ours(beside):
            beside.unlink()
        return
    settled = merge_models(*models, prefer="mine")
    _write(settled, mine, Path(mine), force=True)
    language = shell.language
    told = [
        _HEAD + path,
        "",
        merged.text(language, width=100),
        "",
        say(
            "The file is a valid model that has “mine” of each conflict, and all else of both"
            " sides. Change what should be “theirs”, delete this list, and tell git: git add"
            " {path}",
            language,
            path=path,
        ),
    ]
    beside.write_text("\n".join(told) + "\n", encoding="utf-8")
    typer.echo(
        say("{path}: conflicts are listed in {beside}", language, path=path, beside=beside),
        err=True,
    )
    raise typer.Exit(1)


#: How the list of conflicts begins, so that it is known again.
_HEAD = "digisys merge: "


def _is_ours(file: Path) -> bool:
    return file.is_file() and file.read_text("utf-8", "replace").startswith(_HEAD)


def _own(file: str) -> Model:
    from digisys.io import parse_model
    from digisys.io.yaml.source import read_bytes

    return parse_model(read_bytes(file), file=file)


def _as_text(files: tuple[str, str, str], marker: int | None) -> int:
    """Let git merge files that are no models, line by line."""
    base, mine, theirs = files
    size = [f"--marker-size={marker}"] if marker else []
    names = ["-L", "mine", "-L", "base", "-L", "theirs"]
    command = ["git", "merge-file", "-q", *size, *names, mine, base, theirs]
    try:
        ended = subprocess.run(command, check=False)  # noqa: S603 - git's own, no shell
    except OSError:
        raise OutputError(
            Message("These are no models, and git, which merges texts, is not there."),
            Message("Install git, or merge the files by hand."),
        ) from None
    return min(ended.returncode, 127) if ended.returncode >= 0 else 127


def register(app: typer.Typer, language: str) -> None:
    """Add the command to the application."""
    add_command(
        app,
        merge,
        "merge",
        language=language,
        about=N_("How do two versions of a map become one, and what did both change?"),
        examples=(
            "merge base.yaml mine.yaml theirs.yaml",
            "merge base.yaml mine.yaml theirs.yaml -o mine.yaml --prefer theirs",
        ),
        group=N_("Models"),
        view=False,
        saved=False,
    )
