"""A wrong command line, told in plain words and in the user's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from digisys.words import say

__all__ = ["usage_text"]


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
    path = context.command_path if context is not None else "digisys"
    hint = say("Help: {command}", language, command=f"{path} --help")
    return f"{_what(error, language, list(commands))}\n{hint}"


def _what(error: Any, language: str, commands: list[str]) -> str:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = _parameter_name(parameter)
    if kind == "MissingParameter":
        return say("The command lacks {name}.", language, name=name)
    if kind == "NoSuchOption":
        text = say("There is no option {name}.", language, name=error.option_name)
        close = error.possibilities or []
        return _with_suggestions(text, sorted(close), language)
    if kind == "BadParameter" and parameter is not None:
        text = say("The value of {name} is not right.", language, name=name)
        return f"{text} {_expected(parameter, str(error.message), language)}".rstrip()
    message: str = error.format_message()
    if message.startswith("No such command"):
        typed = message.split("'")[1] if "'" in message else ""
        text = say("There is no command “{name}”.", language, name=typed)
        return _with_suggestions(text, get_close_matches(typed, commands, n=3), language)
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
        least = getattr(parameter, "min", None)
        if least is not None:
            return say("Give a number of at least {least}.", language, least=least)
        return say("Give a number.", language)
    return ""


def _with_suggestions(text: str, names: list[str], language: str) -> str:
    if not names:
        return text
    return f"{text} {say('Did you mean {names}?', language, names=', '.join(names))}"
