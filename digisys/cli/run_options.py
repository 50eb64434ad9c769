"""How a model is run over time: the options that each command of dynamics takes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digisys.cli.sampling_options import CONVENTION_HELP, ConventionName
from digisys.errors import QuestionError
from digisys.words import N_, Message, say

if TYPE_CHECKING:
    from digisys.schema import Model

__all__ = ["parameters", "starting_levels", "taken"]


class DynamicsName(StrEnum):
    """What causes do to a stock."""

    ADJUSTING = "adjusting"
    ACCUMULATING = "accumulating"


class ResponseName(StrEnum):
    """How a variable answers to the sum of its causes."""

    TANH = "tanh"
    LINEAR = "linear"


class MethodName(StrEnum):
    """How equations are integrated."""

    EULER = "euler"
    RK4 = "rk4"


#: Name, kind, help, and what stands for the value in the help.
_OPTIONS: tuple[tuple[str, Any, str, str | None], ...] = (
    (
        "dynamics",
        DynamicsName,
        N_("What causes do to a stock: it moves towards what they support, or they add up in it."),
        None,
    ),
    (
        "response",
        ResponseName,
        N_("How a variable answers to the sum of its causes: bounded (tanh), or linear."),
        None,
    ),
    ("method", MethodName, N_("How the equations are integrated."), None),
    (
        "start",
        float,
        N_("When the run begins, in the model's unit of time; the model's if not given."),
        "TIME",
    ),
    (
        "end",
        float,
        N_("When the run ends, in the model's unit of time; the model's if not given."),
        "TIME",
    ),
    (
        "step",
        float,
        N_("Length of one step in the model's unit of time; the model's if not given."),
        "LENGTH",
    ),
    (
        "initial",
        list[str],
        N_("Where one stock starts, from -1 to 1; may be repeated."),
        "NAME=LEVEL",
    ),
    (
        "uncertain",
        float,
        N_("Probability that an ambiguous link exists, if --certainty lets them in."),
        "SHARE",
    ),
    ("convention", ConventionName, CONVENTION_HELP, None),
)


def parameters(language: str) -> list[inspect.Parameter]:
    """Make the options, with help in a language."""
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                kind | None,
                typer.Option(
                    f"--{name}",
                    help=say(text, language),
                    metavar=metavar,
                    rich_help_panel=say(N_("How the model is run"), language),
                ),
            ],
        )
        for name, kind, text, metavar in _OPTIONS
    ]


def taken(values: dict[str, Any]) -> dict[str, Any]:
    """Take the options out of the values of a command line; those that were given."""
    found = {name: values.pop(name) for name, *_ in _OPTIONS}
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in found.items()
        if value is not None and value != []
    }


def starting_levels(model: Model, given: list[str]) -> Mapping[str, float]:
    """Read where stocks start.

    Parameters
    ----------
    model
        The model, whose names the stocks have.
    given
        Such as ``luottamus=0.2``.

    Returns
    -------
    dict
        Levels by the id of the variable.

    Raises
    ------
    QuestionError
        If a text is not of that form.
    UnknownNameError
        If a name is not in the model.
    """
    from digisys.graph.names import resolve

    levels = {}
    for text in given:
        name, _, number = (part.strip() for part in text.rpartition("="))
        try:
            level = float(number)
        except ValueError:
            name = ""
        if not name:
            raise QuestionError(
                Message("“{text}” does not say where a stock starts.", {"text": text}),
                Message("Write for example: --initial NAME=0.2"),
            )
        levels[str(resolve(model, name, kind="variable").key)] = level
    return levels
