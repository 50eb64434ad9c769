"""The edits of a file that was saved from a page, taken into the model file."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Table
from digisys.errors import ModelError, OutputError, QuestionError
from digisys.io.plain_model import model_of_plain
from digisys.io.shared_file import keep_copy, replace_unchanged
from digisys.io.yaml.read import parse_model
from digisys.io.yaml.rewrite import BASE_COMMENT
from digisys.io.yaml.source import decode, read_bytes
from digisys.schema import Model
from digisys.words import Counted, Message, say
from digisys.workshop.consequences import Compared
from digisys.workshop.diff_result import ModelDiff
from digisys.workshop.edit_session import refuse_bundled, rewritten
from digisys.workshop.edits import Edit, find_edits
from digisys.workshop.matching import match_variables
from digisys.workshop.merge import Conflict, ModelMerge, merge_models
from digisys.workshop.told_conflicts import told_conflicts

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TakenEdits", "base_of", "take_edits"]

#: The line in which a page tells what its file was made from.
_BASE = re.compile(rf"^{BASE_COMMENT}(.*)$", re.MULTILINE)
#: A model that was made larger than this, in bytes, is not unpacked.
_LARGEST = 32 * 2**20
#: What stands before the ending of the copy of the file as it was.
_MARK = "before-take"
#: How often the file is merged again because it was written to just then.
_TRIES = 10
_NOTHING_COMPARED = Compared((), (), (), None, 0, every=True, loop_length=None, open_levers=None)

Side = Literal["mine", "theirs"]


@dataclass(frozen=True, eq=False, repr=False)
class TakenEdits(Answer):
    """What was taken from a file into a model, or why nothing was.

    Attributes
    ----------
    model
        The model before.
    after
        The model after; None where there are conflicts, and nothing is written.
    edits
        What is written differently.
    merged
        Both put together: *mine* is the file that is taken, *theirs* the model file.
    based
        Whether the file tells what it was made from; else all its differences are edits.
    backup
        Where the file is kept as it was; None where nothing was written.
    """

    model: Model = field(repr=False)
    after: Model | None = field(repr=False)
    edits: tuple[Edit, ...]
    merged: ModelMerge = field(repr=False)
    based: bool
    backup: Path | None = None

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What both sides changed, and nobody has decided."""
        return self.merged.conflicts

    @property
    def conclusion(self) -> Conclusion:
        """What was taken, or that nothing was."""
        return Conclusion(tuple(self._statements()), self.model.default_language)

    def _statements(self) -> Iterator[Statement]:
        if not self.based:
            message = Message(
                "The file does not tell what it was made from, so all its differences count."
            )
            yield Statement("base", message, {"based": False})
        if self.conflicts:
            found = Counted(
                "Nothing is taken: {count} thing was changed on both sides.",
                "Nothing is taken: {count} things were changed on both sides.",
                len(self.conflicts),
            )
            yield Statement("conflicts", found, {"conflicts": len(self.conflicts)})
        elif self.edits:
            found = Counted("{count} edit is taken.", "{count} edits are taken.", len(self.edits))
            yield Statement("edits", found, {"edits": len(self.edits)})
        else:
            message = Message("There is nothing to take: the model says all that already.")
            yield Statement("edits", message, {"edits": 0})

    def table(self, language: str | None = None) -> Table:
        """Return each edit as a row, or each conflict with both sides."""
        known = language or self.model.default_language
        if not self.conflicts:
            return replace(self._diff().table(known), caption="")
        return self.merged.table(known)

    def _diff(self) -> ModelDiff:
        after = self.after or self.model
        matching = match_variables(self.model, after)
        return ModelDiff(self.model, after, matching, self.edits, _NOTHING_COMPARED)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return where the file is kept as it was, or how to choose a side."""
        known = language or self.model.default_language
        if self.conflicts:
            text = say(
                "mine is the file that is taken, theirs the model; choose for all with "
                "--prefer mine or --prefer theirs",
                known,
            )
            return ((say("Sides", known), text),)
        if self.backup is None:
            return ()
        return ((say("As it was", known), str(self.backup)),)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data: the edits, or the conflicts."""
        known = language or self.model.default_language
        return {
            **self.concluded(language),
            "taken": self.after is not None,
            "based": self.based,
            "edits": [edit.to_dict() for edit in self.edits],
            "conflicts": told_conflicts(self.merged, known),
            "backup": None if self.backup is None else str(self.backup),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the edits as rows with fixed columns, as those of ``digisys diff``."""
        return self._diff().to_frame()


def base_of(text: str) -> Model | None:
    """Return what a file that was saved from a page was made from.

    Parameters
    ----------
    text
        The file.

    Returns
    -------
    Model or None
        The model that the page showed first; None where the file does not tell it.

    Raises
    ------
    QuestionError
        If it tells something else there.

    Examples
    --------
    >>> base_of("schema: 1") is None
    True
    """
    found = _BASE.findall(text)
    if not found:
        return None
    try:
        unpack = zlib.decompressobj()
        packed = base64.b64decode(found[-1].strip(), validate=True)
        content = unpack.decompress(packed, _LARGEST)
        plain = json.loads(content.decode("utf-8")) if unpack.eof else None
        if isinstance(plain, dict):
            return model_of_plain(plain)
    except (binascii.Error, zlib.error, ValueError, RecursionError, ModelError):
        pass
    raise QuestionError(
        Message("What the file was made from cannot be read: the line “# digisys-base” is cut."),
        Message("Remove that line to take all differences, or save the file from the page again."),
    )


def take_edits(
    path: str | os.PathLike[str], source: str | os.PathLike[str], *, prefer: Side | None = None
) -> TakenEdits:
    """Take the edits of a file that was saved from a page into a model file.

    Only what was changed is written: comments, order and layout of all else stay. Where the
    file tells what it was made from, edits that were made in the model file meanwhile stay
    too.

    Parameters
    ----------
    path
        The model file.
    source
        The file that was saved from the page.
    prefer
        Which side is taken where both changed the same thing: ``mine``, the file that is
        taken, or ``theirs``, the model file. When None, nothing is written then.

    Returns
    -------
    TakenEdits
        What was taken, or the conflicts.

    Raises
    ------
    ModelFileError
        If one of the files is not a valid model.
    QuestionError
        If the file is of another model, or what it was made from is cut.
    OutputError
        If the model comes with digisys, or cannot be written.
    """
    refuse_bundled(path)
    found = read_bytes(source)
    mine, base = parse_model(found, file=str(source)), base_of(decode(found, str(source)))
    for _ in range(_TRIES):
        taken = _take(Path(path), mine, base, prefer)
        if taken is not None:
            return taken
    raise OutputError(
        Message("{path} is written to all the time by another program.", {"path": path}),
        Message("Try again when that has ended."),
    )


def _take(path: Path, mine: Model, base: Model | None, prefer: Side | None) -> TakenEdits | None:
    content = read_bytes(path, pipes=False)
    theirs = parse_model(content, file=str(path))
    began = base or theirs
    if (base or mine).id != theirs.id:
        raise QuestionError(
            Message(
                "The file is of the model “{other}”, not of “{name}”.",
                {"other": (base or mine).id, "name": theirs.id},
            ),
            Message("Take a file that was saved from a page of this model."),
        )
    merged = merge_models(began, mine, theirs, prefer=prefer)
    if merged.model is None:
        return TakenEdits(theirs, None, (), merged, base is not None)
    edits = find_edits(theirs, merged.model, match_variables(theirs, merged.model))
    new = rewritten(content, merged.model)
    backup = None
    if new != content:
        backup = keep_copy(path, content, _MARK)
        if not replace_unchanged(path, content, new):
            return None
    return TakenEdits(theirs, merged.model, edits, merged, base is not None, backup)
