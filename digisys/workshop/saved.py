"""An answer as a file that can be asked again: what was typed, the model then, and the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from digisys._version import __version__
from digisys.errors import OutputError, QuestionError
from digisys.io.format import format_model
from digisys.io.yaml.read import parse_model
from digisys.schema import Model
from digisys.words import Message

__all__ = ["SavedAnswer", "pack_answer", "read_answer"]

_LARGEST = 100_000_000


class SavedModel(BaseModel):
    """The model that was asked, whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str = Field(description="The name or file that it was read from.")
    content: str = Field(description="The model as its YAML file.")


class SavedAnswer(BaseModel):
    """A file of ``-o answer.json``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["digisys-answer"] = "digisys-answer"
    version: Literal[1] = 1
    digisys: str = __version__
    command: tuple[str, ...] = Field(min_length=1, max_length=100)
    language: str = Field(max_length=20)
    date: str | None = None
    model: SavedModel
    answer: Any

    def then(self) -> Model:
        """Return the model as it was when the answer was saved.

        Raises
        ------
        ModelFileError
            If it is no valid model.
        """
        return parse_model(self.model.content, file=self.model.source)


def pack_answer(
    command: tuple[str, ...],
    model: Model,
    source: str,
    answer: Any,
    *,
    language: str,
    date: str | None = None,
) -> bytes:
    """Write an answer with what it takes to ask it again.

    Parameters
    ----------
    command
        The command and what was typed after it, without where the answer goes.
    model, source
        The model that was asked, and where it was read from.
    answer
        The answer's plain data.
    language
        The language that its texts are in.
    date
        The date to tell; none when absent.

    Returns
    -------
    bytes
        The file: JSON, the same bytes for the same answer.
    """
    saved = SavedAnswer(
        command=command,
        language=language,
        date=date,
        model=SavedModel(id=model.id, source=source, content=format_model(model)),
        answer=answer,
    )
    text = json.dumps(saved.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def read_answer(path: Path) -> SavedAnswer:
    """Read a saved answer.

    Parameters
    ----------
    path
        A file of ``-o answer.json``.

    Raises
    ------
    OutputError
        If it cannot be read.
    QuestionError
        If it is no saved answer.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise QuestionError(Message("“{name}” is too large.", {"name": path.name}))
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(Message("“{name}” cannot be read.", {"name": str(path)})) from error
    try:
        return SavedAnswer.model_validate(json.loads(text))
    except (ValidationError, ValueError, RecursionError) as error:
        raise QuestionError(
            Message("“{name}” is no saved answer.", {"name": path.name}),
            Message("Save one with: digisys influence 14 -o answer.json"),
        ) from error
