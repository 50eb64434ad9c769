"""The option with which a question is asked of what observations leave possible."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.cli.shell import Shell
    from digisys.schema import Model
    from digisys.simulation.calibration.result import Calibration

__all__ = ["CalibrationFile", "narrowed_model", "read_calibration"]

CalibrationFile = Annotated[
    Path | None,
    typer.Option(
        "--calibration",
        metavar="FILE",
        help=N_(
            "Strengths and inertias as observations narrow them: a file that “calibrate --save” "
            "wrote."
        ),
    ),
]


def read_calibration(shell: Shell, path: Path | None) -> Calibration | None:
    """Read the calibration that is asked for.

    Parameters
    ----------
    shell
        The shared options; the calibration must be of the same model.
    path
        The file; nothing is narrowed when None.

    Raises
    ------
    QuestionError
        If the file holds no calibration of this model.
    """
    if path is None:
        return None
    from digisys.simulation.calibration.result import Calibration
    from digisys.simulation.storage import load_result

    found = load_result(path)
    if not isinstance(found, Calibration):
        raise QuestionError(
            Message("{path} is a result, but no calibration.", {"path": str(path)}),
            Message("Name a file that “calibrate --save” wrote."),
            code="not-a-result",
        )
    if found.model.id != shell.model.id:
        raise QuestionError(
            Message(
                "The calibration is of the model {model}, and this one is {other}.",
                {"model": found.model.id, "other": shell.model.id},
            ),
            Message("Name the same model, or calibrate this one."),
        )
    return found


def narrowed_model(shell: Shell, path: Path | None) -> Model:
    """Return the model with its ranges as a calibration narrows them, if one is asked for."""
    found = read_calibration(shell, path)
    return shell.model if found is None else found.narrowed(shell.model)
