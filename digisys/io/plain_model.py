"""A model as plain data, as a program sends it, and back with every problem told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from digisys.errors import ModelError, ModelFileError, Place, Problem
from digisys.io.yaml.read import parse_model
from digisys.schema import Model

__all__ = ["model_of_plain", "plain_model"]

#: Digits of a number of a target at most.
_LONGEST_NUMBER = 9


def plain_model(model: Model) -> dict[str, Any]:
    """Return what the file of a model tells, as JSON data; what goes without saying is left out.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict
        With the keys of the model file.

    Examples
    --------
    >>> import digisys
    >>> plain_model(digisys.load("archetypes/fixes-that-fail"))["schema"]
    1
    """
    plain: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def model_of_plain(plain: Mapping[str, Any]) -> Model:
    """Make a model of plain data that came from a program.

    Parameters
    ----------
    plain
        JSON data with the keys of the model file; numbers of targets may be texts, as keys
        of JSON are.

    Returns
    -------
    Model
        The model.

    Raises
    ------
    ModelError
        If anything is wrong; every problem is listed, by its field.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> model_of_plain(plain_model(model)) == model
    True
    """
    try:
        return Model.model_validate(_keyed(plain), by_alias=True, by_name=False)
    except (ModelError, ValidationError):
        pass  # told below with a cure each
    try:
        return parse_model(_written(plain))
    except ModelFileError as error:
        # Lines are those of a text that nobody has seen.
        raise ModelError([_by_field(problem) for problem in error.problems]) from None


def _by_field(problem: Problem) -> Problem:
    return replace(problem, place=Place())


def _keyed(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Make numbers of the keys of targets."""
    targets = plain.get("targets")
    if not isinstance(targets, Mapping):
        return dict(plain)
    numbers = {int(name) if _is_number(name) else name: each for name, each in targets.items()}
    return {**plain, "targets": numbers}


def _written(plain: Mapping[str, Any]) -> str:
    """Write plain data as a model file in one line."""
    parts = []
    for key, value in plain.items():
        told = _json(value)
        if key == "targets" and isinstance(value, Mapping):
            rows = (f"{_number(name)}: {_json(each)}" for name, each in value.items())
            told = "{" + ", ".join(rows) + "}"
        parts.append(f"{_json(str(key))}: {told}")
    return "{" + ", ".join(parts) + "}"


def _number(name: object) -> str:
    return str(name) if _is_number(name) else _json(str(name))


def _is_number(name: object) -> bool:
    text = str(name)
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
