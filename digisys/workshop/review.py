"""Taking and dropping what groups propose, in the model's own file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digisys.errors import QuestionError
from digisys.io.write import write_bytes
from digisys.io.yaml.rewrite import rewrite_model
from digisys.schema import Model
from digisys.schema.base import FrozenDict
from digisys.schema.link import Certainty
from digisys.words import Message
from digisys.workshop.gathered import (
    Gathered,
    drop_gathered,
    same_variable,
    take_gathered,
)
from digisys.workshop.suggestions import read_gathered, write_gathered

__all__ = ["is_gathered", "review_gathered"]


def is_gathered(gathered: Gathered, names: Sequence[str]) -> bool:
    """Tell whether groups propose any variable or link of these names."""
    known = {*gathered.variables, *(link.id for link in gathered.links)}
    return any(name in known for name in names)


def review_gathered(
    model: Model,
    path: Path,
    kept: Path,
    same: Sequence[str] = (),
    take: Sequence[str] = (),
    drop: Sequence[str] = (),
    *,
    every: bool = False,
    by: str | None = None,
    certainty: Certainty = "explicit",
) -> bool:
    """Say which proposed variables are others, drop some, and take some into the model file.

    In this order. The file keeps its comments and its layout; the name that a variable was
    proposed by becomes another name of the one that it is.

    Parameters
    ----------
    model, path
        The model and its file.
    kept
        The file of suggestions.
    same
        As ``new=known``: the proposed variable, and what it is.
    take, drop
        Links as ``from->to``, and variables by their ids.
    every
        Whether to take all.
    by, certainty
        As of :func:`~digisys.workshop.gathered.take_gathered`.

    Returns
    -------
    bool
        Whether the model file changed.

    Raises
    ------
    QuestionError
        If nothing of such a name is proposed, or a name is not written as it has to be.
    """
    gathered, new = read_gathered(model, kept), model
    for pair in same:
        one, sign, other = (part.strip() for part in pair.partition("="))
        if not sign:
            raise QuestionError(
                Message("“{text}” does not say which variable it is.", {"text": pair}),
                Message("Write NEW=KNOWN, such as rumour=rumours."),
            )
        new, gathered = _same(new, gathered, one, other)
    gathered = drop_gathered(gathered, drop) if drop else gathered
    if take or every:
        new, gathered = take_gathered(
            new, gathered, None if every else take, by=by, certainty=certainty
        )
    if new != model:
        text = path.read_bytes().decode("utf-8")
        write_bytes(rewrite_model(text, new).encode(), path, force=True)
    write_gathered(model, kept, gathered)
    return new != model


def _same(model: Model, gathered: Gathered, one: str, other: str) -> tuple[Model, Gathered]:
    label = gathered.variables[one].label if one in gathered.variables else ""
    joined = same_variable(model, gathered, one, other)
    if other not in model.variables:
        return model, joined
    variable = model.variables[other]
    known = {text.casefold() for text in (*variable.label.every(), *variable.aliases)}
    if label.casefold() in known:
        return model, joined
    aliases = (*variable.aliases, label)
    facts = {name: getattr(model, name) for name in model.model_fields_set}
    changed = variable.model_copy(update={"aliases": aliases})
    variables = FrozenDict({**model.variables, other: changed})
    return type(model).model_validate({**facts, "variables": variables}), joined
