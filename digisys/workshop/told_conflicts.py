"""Conflicts between two changes of one thing, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digisys.graph.labels import area_label, end_labels, label
from digisys.schema import Model
from digisys.words import N_, say
from digisys.workshop.diff_result import told_value
from digisys.workshop.edit_session import WHOLE_FILE, Conflicted
from digisys.workshop.merge import Conflict

__all__ = ["told_conflict", "told_conflicts"]

_KINDS: Mapping[str, str] = {
    "variable": N_("variable {name}"),
    "link": N_("link {name}"),
    "loop": N_("loop {name}"),
    "area": N_("area {name}"),
    "source": N_("source {name}"),
    "theme": N_("theme {name}"),
}


def told_conflicts(reply: Conflicted, language: str) -> list[dict[str, str]]:
    """Tell what was changed on both sides, as a page shows it.

    Parameters
    ----------
    reply
        What a save came to.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    list of dict
        Of each the ``key`` that a choice names, ``what`` it is, its ``field``, and the values
        ``base``, ``mine`` and ``theirs`` in words.
    """
    if reply.whole is not None:
        values = {
            "base": reply.whole.text(language),
            "mine": say("what the page shows", language),
            "theirs": say("what the file says", language),
        }
        what = say("the model file", language)
        return [{"key": WHOLE_FILE, "what": what, "field": "", **values}]
    return [told_conflict(each, reply.models, language) for each in reply.conflicts]


def told_conflict(conflict: Conflict, models: tuple[Model, ...], language: str) -> dict[str, str]:
    """Tell one conflict; see :func:`told_conflicts`.

    Parameters
    ----------
    conflict
        The conflict.
    models
        Where its labels are looked for, in this order.
    language
        ``fi``, ``sv`` or ``en``.
    """
    name = conflict.field or ""
    return {
        "key": conflict.key,
        "what": _name(conflict, models, language),
        "field": name,
        **{
            side: _value(name, getattr(conflict, side), language)
            for side in ("base", "mine", "theirs")
        },
    }


def _value(name: str, value: Any, language: str) -> str:
    return told_value(name.rpartition(".")[2], value, language)


def _name(conflict: Conflict, models: tuple[Model, ...], language: str) -> str:
    """Name what is in conflict, such as ``link Trust → Use``."""
    kind, key = str(conflict.kind), str(conflict.id)
    if kind == "target":
        return say("target {number}", language, number=key)
    if kind not in _KINDS:
        return say("the model as a whole", language) if kind == "model" else f"{kind} {key}".strip()
    return say(_KINDS[kind], language, name=_label(kind, key, models, language))


def _label(kind: str, key: str, models: tuple[Model, ...], language: str) -> str:
    for model in models:
        if kind == "variable" and key in model.variables:
            return label(model, key, language)
        if kind == "area" and key in model.areas:
            return area_label(model, key, language)
        if kind == "link" and any(link.id == key for link in model.links):
            return " → ".join(end_labels(model, key, language))
    return key
