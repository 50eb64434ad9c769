"""What was typed, as words that ask the same again."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["NOT_KEPT", "typed_words"]

#: Where the answer goes, how it looks, and what is asked: told apart from the question.
NOT_KEPT = frozenset(["model", "language", "format", "output", "force", "date"])


def typed_words(
    name: str, parameters: Iterable[inspect.Parameter], values: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the command, and what was typed after it that is part of the question.

    Parameters
    ----------
    name
        The command.
    parameters
        What it takes, as it is registered.
    values
        What was typed, or the defaults.

    Returns
    -------
    tuple of str
        Words that ask the same again.
    """
    words, arguments = [name], []
    for item in parameters:
        value = values.get(item.name)
        if item.name in NOT_KEPT or value is None or value == item.default:
            continue
        info = next(iter(getattr(item.annotation, "__metadata__", ())), None)
        every = list(value) if isinstance(value, list | tuple) else [value]
        if type(info).__name__ != "OptionInfo":
            arguments += [_plain(each) for each in every]
            continue
        # The first is where the default would be, as the annotation holds the option.
        told = (getattr(info, "default", None), *(getattr(info, "param_decls", None) or ()))
        flags = [each for each in told if isinstance(each, str) and each.startswith("-")]
        flag = max(flags, key=len) if flags else f"--{item.name.replace('_', '-')}"
        on, _, off = flag.partition("/")
        if isinstance(value, bool):
            words.append(on if value else off or f"--no-{on[2:]}")
        else:
            words += [f"{on}={_plain(each)}" for each in every]
    guard = ["--"] if any(each.startswith("-") for each in arguments) else []
    return (*words, *guard, *arguments)


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))
