"""What was typed, as words that ask the same again; and asking it again."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from digisys.errors import QuestionError
from digisys.io import write_model
from digisys.schema import Model
from digisys.words import Message

__all__ = ["ask_again", "check_words", "typed_words"]

#: Where the answer goes, how it looks, and what is asked: told apart from the question.
_NOT_KEPT = frozenset(["model", "language", "format", "output", "force", "date"])


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
        if item.name in _NOT_KEPT or value is None or value == item.default:
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


def check_words(words: Sequence[str]) -> None:
    """Refuse words of a saved answer that would do more than ask.

    Parameters
    ----------
    words
        The command and what was typed after it.

    Raises
    ------
    QuestionError
        If the command is none whose answers are saved, or it names files.
    """
    from digisys.cli.main import build_command
    from digisys.verbs import command_modules

    name, *rest = words
    refused = Message("“{command}” is no question that can be asked again.", {"command": name})
    if name not in command_modules():
        raise QuestionError(refused)
    command = build_command("en", name).commands[name]
    options = {flag: item for item in command.params for flag in (*item.opts, *item.secondary_opts)}
    kinds = ("FILE", "FOLDER")
    files = [item for item in command.params if any(kind in (item.metavar or "") for kind in kinds)]
    arguments = [item for item in files if item.param_type_name == "argument"]
    if "--output" not in options or arguments:
        raise QuestionError(refused)
    for word in rest:
        if word == "--":
            break
        flag = word.partition("=")[0]
        item = options.get(flag)
        if word.startswith("-") and (item is None or item.name in _NOT_KEPT or item in files):
            raise QuestionError(
                Message("The saved answer hangs on a file: {option}.", {"option": flag}),
                Message("Ask the question yourself, and compare."),
            )


def ask_again(words: Sequence[str], model: Model | str, language: str) -> Any:
    """Ask a saved question of a model.

    Parameters
    ----------
    words
        As :func:`check_words` has let pass.
    model
        The model, or where it is read from.
    language
        The language of the texts.

    Returns
    -------
    Any
        The answer's plain data.

    Raises
    ------
    QuestionError
        If the model does not answer it.
    """
    from digisys.cli.main import main

    name, *rest = words
    out, err = io.StringIO(), io.StringIO()
    with tempfile.TemporaryDirectory() as made:
        source = model if isinstance(model, str) else str(Path(made) / "model.yaml")
        if not isinstance(model, str):
            write_model(model, source)
        shared = ["--model", source, "--language", language, "--format", "json"]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main([name, *shared, *rest])
    try:
        data = json.loads(out.getvalue())
    except ValueError:
        raise QuestionError(Message("{text}", {"text": err.getvalue().strip()[:500]})) from None
    if isinstance(data, dict) and data.keys() == {"error"}:
        raise QuestionError(Message("{text}", {"text": data["error"]["what"]}))
    return data
