"""A wrong command line, told in plain words and in the user's language."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from digisys.cli.aliases import guessed_names
from digisys.cli.streams import write_aside
from digisys.cli.typed import program_name
from digisys.words import N_, say, visible

__all__ = ["tell_error", "usage_text"]

#: How like each other two words are, from 0 to 1, of which one is a misspelling of the other.
_ALIKE = 0.75


def tell_error(text: str, language: str) -> None:
    """Write what is wrong to standard error; on a terminal, with its words kept whole.

    Parameters
    ----------
    text
        What is wrong and how to mend it, on one or more lines.
    language
        ``fi``, ``sv`` or ``en``.
    """
    lines = visible(f"{say('Error:', language)} {text}").split("\n")
    if sys.stderr.isatty():
        width = max(shutil.get_terminal_size((80, 24)).columns, 40)
        lines = [part for line in lines for part in _wrapped(line, width)]
    write_aside("\n".join(lines))


def _wrapped(line: str, width: int) -> list[str]:
    """Break a line between words, and never inside the name of a file or an option."""
    indent = " " * (len(line) - len(line.lstrip(" →")))
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=indent or "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def usage_text(error: Any, language: str, commands: Iterable[str]) -> str:
    """Say what is wrong with a command line, and where to find help.

    Parameters
    ----------
    error
        The parser's exception.
    language
        ``fi``, ``sv`` or ``en``.
    commands
        The commands that exist.

    Returns
    -------
    str
        One or two lines.
    """
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else program_name()
    hint = say("Help: {command}", language, command=f"{path} --help")
    extra = str(getattr(error, "message", "")).startswith("Got unexpected extra")
    if extra or type(error).__name__ == "MissingParameter":
        for example in _examples(context)[: 2 if extra else 1][::-1]:
            hint = f"{say('For example: {command}', language, command=example)}\n{hint}"
    return f"{_what(error, language, list(commands))}\n{hint}"


def _examples(context: Any) -> list[str]:
    """Return the examples in the help of the command that was typed."""
    text = getattr(getattr(context, "command", None), "help", None) or ""
    return [line.strip() for line in text.splitlines() if line.startswith("    ")]


def _what(error: Any, language: str, commands: list[str]) -> str:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = _parameter_name(parameter)
    if kind == "MissingParameter":
        return say("The command lacks {name}.", language, name=name)
    if kind == "NoSuchOption":
        text = say("There is no option {name}.", language, name=error.option_name)
        close = _alike(error.option_name, error.possibilities or [])
        return _with_suggestions(text, close, language)
    if kind == "BadParameter" and parameter is not None:
        text = say("The value of {name} is not right.", language, name=name)
        return f"{text} {_expected(parameter, str(error.message), language)}".rstrip()
    if kind == "BadOptionUsage":
        takes_none = "not take a value" in str(error.message)
        text = N_("{name} takes no value.") if takes_none else N_("{name} needs a value after it.")
        return say(text, language, name=error.option_name)
    return _what_message(error.format_message(), language, commands, _takes_names(error))


def _takes_names(error: Any) -> bool:
    command = getattr(getattr(error, "ctx", None), "command", None)
    kinds = (item.param_type_name for item in getattr(command, "params", ()))
    return "argument" in kinds


def _what_message(message: str, language: str, commands: list[str], takes_names: bool) -> str:
    """Say what the parser tells in a message only."""
    if message.startswith("No such command"):
        typed = message.split("'")[1] if "'" in message else ""
        text = say("There is no command “{name}”.", language, name=typed)
        names = [*commands, *guessed_names(language)]
        return _with_suggestions(text, _alike(typed.casefold(), names), language)
    if message.startswith("Got unexpected extra argument"):
        words = message.partition("(")[2].partition(")")[2].strip(" ()")
        text = say("Too much was given: “{words}”.", language, words=words)
        if words.endswith((".yaml", ".yml")):
            return f"{text} {say('Name a model file with --model.', language)}"
        if not takes_names:
            return text
        return f"{text} {say('Put a name of several words in quotation marks.', language)}"
    return message


def _parameter_name(parameter: Any) -> str:
    if parameter is None:
        return ""
    if getattr(parameter, "param_type_name", "") == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name.upper()).strip("[]")


def _expected(parameter: Any, message: str, language: str) -> str:
    """Tell what would be right, from what the parser says of the value."""
    _, found, listed = message.partition("one of ")
    if found:
        names = ", ".join(re.findall(r"'([^']*)'", listed))
        return say("Choose one of: {names}.", language, names=names)
    if re.search(r"integer|number|float|range|equal", message):
        return f"{_bounds(parameter, language)}{_decimals(parameter, language)}"
    return ""


def _bounds(parameter: Any, language: str) -> str:
    least, most = (getattr(parameter, end, None) for end in ("min", "max"))
    if least is not None and most is not None:
        return say("Give a number from {low} to {high}.", language, low=least, high=most)
    if least is not None:
        return say("Give a number of at least {least}.", language, least=least)
    return say("Give a number.", language)


def _decimals(parameter: Any, language: str) -> str:
    """Tell how decimals are written, which people of many languages write with a comma."""
    if "float" not in str(getattr(parameter, "type_descriptor", "")):
        return ""
    return f" {say('Write decimals with a point, such as 0.5.', language)}"


def _alike(typed: str, known: Iterable[str]) -> list[str]:
    """Return what a misspelt word may stand for: ``--limit`` is not ``--time-limit``."""
    return get_close_matches(typed, list(known), n=3, cutoff=_ALIKE)


def _with_suggestions(text: str, names: list[str], language: str) -> str:
    if not names:
        return text
    return f"{text} {say('Did you mean {names}?', language, names=', '.join(names))}"
