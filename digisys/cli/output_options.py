"""The options that write an answer to a workbook, which every question takes."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from digisys.errors import OutputError
from digisys.words import N_, Message, say

__all__ = ["Offered", "offered"]

_ENDING = ".xlsx"
#: An answer that can be asked again.
_SAVED = ".json"
#: Documents and slides, which another command makes.
_OTHERS = (".docx", ".pdf", ".html", ".md", ".pptx")


@dataclass(frozen=True)
class Offered:
    """What a command takes of these options beside its own.

    Attributes
    ----------
    short
        The command's own parameter that takes ``-o``; None where it is free.
    forced
        Whether the command has an option ``--force`` of its own.
    dated
        Whether the command has an option ``--date`` of its own, which the workbook tells too.
    drawn
        Endings of the files that the command writes itself, such as pictures.
    """

    short: str | None
    forced: bool
    dated: bool = False
    drawn: tuple[str, ...] = ()

    def parameters(self, language: str) -> list[inspect.Parameter]:
        """Make the options, with help in a language."""
        flags = ("--output",) if self.short else ("--output", "-o")
        told = N_(
            "Write the answer to this file instead: a workbook (.xlsx) with numbers, chains and "
            "evidence, or what can be verified later (.json)."
        )
        if self.drawn:
            told = N_(
                "Write to this file instead: a picture of both maps in one (.svg, .png, .pdf), "
                "both side by side (.html), a workbook (.xlsx), or what can "
                "be verified later (.json)."
            )
        when = N_("Date to tell in the workbook, such as 2026-11-26.")
        made = [
            _option("output", Path | None, None, told, language, *flags, metavar="FILE"),
        ]
        if not self.dated:
            made.append(_option("date", str | None, None, when, language, "--date", metavar="DATE"))
        if not self.forced:
            over = N_("Overwrite the file if it is there already.")
            made.append(_option("force", bool, False, over, language, "--force"))
        return made

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """Take the options from what was typed, as fields of the shell's options.

        Parameters
        ----------
        values
            What was typed; these options are taken out of it.

        Returns
        -------
        dict
            ``output``, ``force`` and ``date``.

        Raises
        ------
        OutputError
            If the file is no workbook, is there already or cannot be written.
        """
        output = values.pop("output", None)
        force = values["force"] if self.forced else values.pop("force", False)
        date = values.get("date") if self.dated else values.pop("date", None)
        date = None if date is None else str(date)
        short = values.get(self.short) if self.short else None
        if output is None and isinstance(short, str) and short.lower().endswith((_ENDING, _SAVED)):
            # Where -o chooses an outcome, no outcome has such a name.
            output, values[str(self.short)] = Path(short), None
        if output is not None:
            _check(output, date, self.drawn, force=bool(force))
        return {"output": output, "force": bool(force), "date": date}


def offered(own: Sequence[inspect.Parameter], drawn: tuple[str, ...] = ()) -> Offered | None:
    """Tell what of these options a command can take; None where it has an output of its own."""
    if any(parameter.name == "output" for parameter in own):
        return None
    short = next((item.name for item in own if "-o" in _flags(item)), None)
    names = {item.name for item in own}
    return Offered(short, "force" in names, "date" in names, drawn)


def _flags(parameter: inspect.Parameter) -> tuple[str, ...]:
    found: list[str] = []
    for info in getattr(parameter.annotation, "__metadata__", ()):
        found += getattr(info, "param_decls", None) or ()
    return tuple(found)


def _option(
    name: str, kind: Any, default: Any, text: str, language: str, *flags: str, **more: Any
) -> inspect.Parameter:
    panel = say(N_("Shared options"), language)
    info = typer.Option(*flags, help=say(text, language), rich_help_panel=panel, **more)
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, info]
    )


def _check(path: Path, date: str | None, drawn: tuple[str, ...], *, force: bool) -> None:
    """Refuse before any work what could not be written after it."""
    from digisys.io.write import check_target
    from digisys.render.compose.look import Look

    ending = path.suffix.lower()
    if ending not in (*drawn, _ENDING, _SAVED):
        names = ", ".join((*drawn, _ENDING, _SAVED))
        cure = Message("Let the name end in one of: {names}.", {"names": names})
        if ending in _OTHERS and not drawn:
            cure = Message(
                "An answer is written as a workbook (.xlsx); a memo or slides on it are made by: "
                "digisys report --about NAME -o {path}",
                {"path": str(path)},
            )
        what = Message("An answer cannot be written to “{path}”.", {"path": str(path)})
        raise OutputError(what, cure)
    check_target(path, force=force)
    Look(date=date)  # refuses what is no date
