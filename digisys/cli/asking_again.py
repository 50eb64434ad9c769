"""Asking a saved question again, of a model of today or of one that was changed."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digisys.cli.saved_answers import NOT_KEPT
from digisys.errors import QuestionError
from digisys.io import write_model
from digisys.schema import Model
from digisys.words import Message

__all__ = ["ask_again", "check_words"]


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
        if word.startswith("-") and (item is None or item.name in NOT_KEPT or item in files):
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
