"""Programme files: the one that comes with a model, or any by path."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from digisys.errors import ModelFileError, Problem, QuestionError
from digisys.io.bundled import bundled_folder, load
from digisys.io.yaml.read import read_document
from digisys.schema import Model
from digisys.schema.base import FrozenDict
from digisys.schema.checks.references import Raw, mapping
from digisys.schema.narrow_programme import programme_of_edited, programme_of_theme
from digisys.schema.programme import Programme
from digisys.schema.programme_checks import Known, find_programme_problems
from digisys.schema.programme_notes import ProgrammeNotes
from digisys.words import Message

__all__ = ["ProgrammeChoice", "load_programme"]

#: A programme, the path of its file, or the one that comes with the model.


ProgrammeChoice = Programme | str | os.PathLike[str] | None


def load_programme(
    model: Model, source: ProgrammeChoice = None, *, notes: bool = False
) -> Programme:
    """Read what is done and measured around a model.

    Parameters
    ----------
    model
        The model that the programme belongs to; what it names must be there.
    source
        The path of a programme file; the one that comes with the model when absent, without
        what it tells of variables that the model has lost. A programme that is read already is
        returned as it is.
    notes
        Whether to read the file of notes beside it too: of ``town.yaml`` it is
        ``town.notes.yaml``, if there is one.

    Returns
    -------
    Programme
        The programme.

    Raises
    ------
    ModelFileError
        If the file cannot be read or anything in it is wrong; every problem is listed.
    QuestionError
        If no programme comes with the model, or the file belongs to another one.

    Examples
    --------
    >>> from digisys.io import load
    >>> len(load_programme(load("digikompassi")).key_results)
    20
    """
    if isinstance(source, Programme):
        return source if model.theme is None else programme_of_theme(source, model, model.theme)
    path = bundled_folder() / "programmes" / f"{model.id}.yaml" if source is None else source
    if source is None and not os.path.exists(path):  # noqa: PTH110 - odd ids are no error here
        raise QuestionError(
            Message("No programme comes with the model {name}.", {"name": model.id}),
            Message("Give the path of a programme file with {option}.", {"option": "--programme"}),
            code="no-programme",
        )
    whole = model.whole or model
    known = Known(whole.variables, whole.targets, whole.themes)
    try:
        programme = _read(path, known)
    except ModelFileError as error:
        if source is not None or {each.code for each in error.problems} != {"unknown-variable"}:
            raise
        # The model is ours without some of its variables, as somebody edited it.
        origin = load(model.id)
        programme = _read(path, Known(origin.variables, origin.targets, origin.themes))
        programme = programme_of_edited(programme, whole)
    if programme.model != model.id:
        raise QuestionError(
            Message(
                "The programme “{name}” belongs to the model {model}, and this one is {other}.",
                {"name": programme.id, "model": programme.model, "other": model.id},
            ),
            Message("Ask with its model, or correct “model” in the programme."),
            code="other-model",
        )
    if notes:
        programme = _noted(programme, str(Path(path).with_suffix(".notes.yaml")), known)
    return programme if model.theme is None else programme_of_theme(programme, model, model.theme)


def _read(path: str | os.PathLike[str], known: Known) -> Programme:
    return read_document(path, Programme, partial(find_programme_problems, known=known))


def _noted(programme: Programme, path: str, known: Known) -> Programme:
    """Add the notes of a file to a programme; the programme as it is without the file."""
    if not os.path.exists(path):  # noqa: PTH110 - odd names are no error here
        return programme
    facts = programme.model_dump(by_alias=True)

    def problems(raw: Raw) -> list[Problem]:
        both = {key: {**facts[key], **mapping(raw.get(key))} for key in ("note_kinds", "notes")}
        return find_programme_problems({**facts, **both}, known)

    file = read_document(path, ProgrammeNotes, problems)
    if file.programme != programme.id:
        raise QuestionError(
            Message(
                "The notes in {path} belong to the programme {programme}, and this one is {other}.",
                {"path": path, "programme": file.programme, "other": programme.id},
            ),
            Message("Correct “programme” in the file of notes, or give it another name."),
            code="other-programme",
        )
    return programme.model_copy(
        update={
            "note_kinds": FrozenDict({**programme.note_kinds, **file.note_kinds}),
            "notes": FrozenDict({**programme.notes, **file.notes}),
        }
    )
