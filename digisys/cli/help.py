"""The parser's help in the user's language, without the words of programmers in it."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from typing import Any

from digisys.words import N_, say

__all__ = ["translate_help"]

#: Words that stand for a value on the command line.
_VALUES: Mapping[str, str] = {
    word: word
    for word in (
        N_("NAME"),
        N_("FROM"),
        N_("TO"),
        N_("SCENARIO"),
        N_("QUESTION"),
        N_("MODEL"),
        N_("FILE"),
        N_("NUMBER"),
        N_("TEXT"),
        N_("CHOICE"),
        N_("KINDS"),
        N_("LANGUAGE"),
        N_("LOW"),
        N_("HIGH"),
        N_("SIZE"),
        N_("LEVEL"),
        N_("TIME"),
        N_("LENGTH"),
        N_("ANSWER"),
        N_("BASE"),
        N_("COLOUR"),
        N_("COST"),
        N_("DATE"),
        N_("DAY"),
        N_("EVENT"),
        N_("FILES"),
        N_("FOLDER"),
        N_("FORMAT"),
        N_("IDS"),
        N_("IN"),
        N_("KIND"),
        N_("KNOWN"),
        N_("LANGUAGES"),
        N_("LINK"),
        N_("MAP"),
        N_("MARKER"),
        N_("MARKS"),
        N_("MEASUREMENTS"),
        N_("MINE"),
        N_("NAMES"),
        N_("NEW"),
        N_("OBSERVATIONS"),
        N_("OLD"),
        N_("OUT"),
        N_("PARTS"),
        N_("PATH"),
        N_("SHARE"),
        N_("SHEET"),
        N_("SIDE"),
        N_("SIGN"),
        N_("SIZES"),
        N_("SOURCE"),
        N_("THEIRS"),
        N_("THEME"),
        N_("VALUE"),
        N_("VALUES"),
        N_("WAY"),
        N_("WHAT"),
        N_("WHO"),
        N_("WORD"),
        N_("WORDS"),
    )
}


def translate_help(command: Any, language: str) -> None:
    """Put what the parser itself says in a help page into a language.

    Parameters
    ----------
    command
        The command with its subcommands; changed in place.
    language
        ``fi``, ``sv`` or ``en``.
    """
    import typer

    for part in (command, *command.commands.values()):
        shown = part.get_help_option(typer.Context(part))
        if shown is not None:
            shown.help = say(N_("Show this help and end."), language)
        for parameter in (*part.params, shown):
            if parameter is not None:
                _translate_parameter(parameter, language)
        part.get_usage = _usage_line(part, language)


def _translate_parameter(parameter: Any, language: str) -> None:
    if getattr(parameter, "help", None):
        parameter.help = say(parameter.help, language)
    if parameter.param_type_name == "argument":
        # Its own word tells what it is; “<str>” beside it tells nothing more.
        parameter.display_type_rich = lambda ctx: ""  # noqa: ARG005 - the parser names it
    metavar = "" if getattr(parameter, "is_flag", False) else _metavar(parameter)
    if metavar is not None:
        parameter.metavar = re.sub(
            "[A-Z]{2,}", lambda word: say(_VALUES.get(word[0], word[0]), language), metavar
        )


def _metavar(parameter: Any) -> str | None:
    """Return the word for a value; None where the parser lists the choices."""
    if parameter.metavar is not None:
        return str(parameter.metavar)
    kind = getattr(parameter, "type_descriptor", None)
    if kind is None or kind.is_choice:
        return None
    numbers = {int, float} & {kind.annotation, *typing.get_args(kind.annotation)}
    return "NUMBER" if numbers else "TEXT"


def _usage_line(command: Any, language: str) -> Any:
    """Make the function that writes how a command is typed, its arguments first."""

    def line(ctx: Any) -> str:
        if hasattr(command, "commands"):
            words = [say(N_("COMMAND"), language)]
        else:
            words = [_placed(item) for item in command.params if not item.opts[0].startswith("-")]
        words.append(say(N_("[OPTIONS]"), language))
        return f"{say(N_('Usage:'), language)} {ctx.command_path} {' '.join(words)}"

    return line


def _placed(argument: Any) -> str:
    """Write an argument, in brackets if it may be left out."""
    word = str(argument.metavar or argument.name.upper())
    return word if argument.required or word.startswith("[") else f"[{word}]"
