"""How strong and how soon effects are, from what is kept with the model."""

from __future__ import annotations

from digisys.analysis.influence.effect import Effect
from digisys.answers.conclusion import Statement
from digisys.answers.size import Sized, size_statement
from digisys.answers.times import Moment
from digisys.graph.labels import labels_of
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.io.kept import KeptEffect, KeptSizes, kept_sizes, sizes_file
from digisys.schema import Model
from digisys.words import Message

__all__ = ["size_of_effects"]


def size_of_effects(
    model: Model, view: View, asked: Subject, affected: tuple[Effect, ...], targets: tuple[int, ...]
) -> Statement:
    """Tell how strong and how soon effects are, or which command tells it.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    asked
        What was asked about.
    affected, targets
        The variables and the numbers of targets that were reached.

    Returns
    -------
    Statement
        Of kind ``size`` where sizes are kept with the model, and are those of this model and
        view; else of kind ``more``.
    """
    usual = not view.narrowed and view.certainty == ("explicit",)
    kept = kept_sizes(model) if usual else None
    name = f"{asked.kind}:{asked.key}"
    if kept is not None and name in kept.effects:
        effects = _effects(model, kept, name, affected, targets)
        if effects:
            return size_statement(effects, Moment(kept.end, model.time.unit), kept.push)
    return _command(model, asked, usual=usual)


def _effects(
    model: Model,
    kept: KeptSizes,
    name: str,
    affected: tuple[Effect, ...],
    targets: tuple[int, ...],
) -> tuple[Sized, ...]:
    found = {item.key: item for item in kept.effects[name]}
    none = KeptEffect("", 0.0, 0.0, 0.0, None, partly=False)
    if model.targets:
        return tuple(_sized(number, number, found.get(str(number), none)) for number in targets)
    labels = labels_of(model).short_variables
    return tuple(
        _sized(effect.variable, labels[effect.variable], found.get(effect.variable, none))
        for effect in affected
    )


def _sized(key: int | str, name: object, kept: KeptEffect) -> Sized:
    return Sized(key, name, kept.low, kept.middle, kept.high, kept.by, kept.partly)


def _command(model: Model, asked: Subject, *, usual: bool) -> Statement:
    if asked.kind not in ("variable", "target", "area") or not usual:
        command = f"digisys press {asked.key}"
        message = Message(
            "How strong each effect is: {command}; how soon it comes: digisys simulate.",
            {"command": command},
        )
        return Statement("more", message, {"command": command})
    file = sizes_file(model)
    stale = file is not None and file.is_file()
    command = f"digisys sizes {asked.key}"
    parts = {"command": command, "stale": stale}
    if stale:
        message = Message(
            "The sizes kept with the model are of an earlier version of it; how strong and how "
            "soon each effect is now: {command}.",
            {"command": command},
        )
    else:
        message = Message(
            "How strong and how soon each effect is: {command}.", {"command": command}
        )
    return Statement("more", message, parts)
