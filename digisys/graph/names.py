"""What a name in a question means: a variable, a target, an area or a loop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from digisys.errors import QuestionError, UnknownNameError
from digisys.schema import Model, Text
from digisys.words import Message, quote, say

__all__ = ["Kind", "Subject", "resolve", "suggest"]

Kind = Literal["variable", "target", "area", "loop", "instance"]

#: Words for "target" that may stand before its number, in the program's languages.
_TARGET = re.compile(r"(?:targets?|tavoit[^\W\d]*|mål[^\W\d]*|t|#)?[ #.:]*(\d{1,6})")
#: Longer names, such as official titles, are not offered: nobody types them.
_LONGEST_SUGGESTION = 60

_PRECEDENCE: tuple[Kind, ...] = ("variable", "target", "area", "loop", "instance")


@dataclass(frozen=True)
class Subject:
    """What a name means.

    Attributes
    ----------
    kind
        ``variable``, ``target``, ``area``, ``loop``, or ``instance`` for one cycle of a
        declared loop.
    key
        Its key in the model: an id, a number, or a loop's short name.
    label
        What people call it.
    variables
        The variables that it stands for, in the order of the model.
    """

    kind: Kind
    key: str | int
    label: Text
    variables: tuple[str, ...]

    def text(self, language: str) -> str:
        """Name the subject in a language, such as ``target 14 (Leadership)``."""
        label = self.label.text(language)
        if self.kind == "target":
            return say("target {number} ({label})", language, number=self.key, label=label)
        if self.kind in ("loop", "instance"):
            return say("loop {name} ({label})", language, name=self.key, label=label)
        return label

    def quoted(self, language: str) -> str:
        """Name the subject within a sentence: the label of a variable or area in quotes.

        A label may be in the plural, and in quotes it needs no verb to agree with it.
        """
        text = self.text(language)
        return text if self.kind in ("target", "loop", "instance") else quote(text, language)


def fold(name: str) -> str:
    """Bring a name to the form in which names are compared."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[\s_\-\u2010-\u2015\u2212.,;:()\"'”“’]+", " ", text).split())


def _target(model: Model, number: int) -> Subject:
    target = model.targets[number]
    variables = tuple(
        name
        for name, variable in model.variables.items()
        if any(reference.target == number for reference in variable.targets)
    )
    return Subject("target", number, target.short_label or target.title, variables)


def _area(model: Model, name: str) -> Subject:
    members = tuple(key for key, variable in model.variables.items() if variable.area == name)
    return Subject("area", name, model.areas[name].label, members)


def _loop(model: Model, name: str) -> Subject:
    loop = model.loops[name]
    members = {variable for cycle in loop.cycles.values() for variable in cycle}
    return Subject(
        "loop", name, loop.label, tuple(key for key in model.variables if key in members)
    )


def _instance(model: Model, name: str) -> Subject:
    for loop in model.loops.values():
        if name in loop.cycles:
            return Subject("instance", name, loop.label, loop.cycles[name])
    raise KeyError(name)


def _subject(model: Model, kind: Kind, key: str | int) -> Subject:
    if kind == "variable":
        return Subject("variable", key, model.variables[str(key)].label, (str(key),))
    if kind == "target":
        return _target(model, int(key))
    maker = {"area": _area, "loop": _loop, "instance": _instance}[kind]
    return maker(model, str(key))


def _texts(*texts: Text | None) -> Iterator[str]:
    for text in texts:
        if text is not None:
            yield from text.every()


def _all_names(model: Model) -> Iterator[tuple[str, Kind, str | int]]:
    """Yield every name that a question may use, with what it means."""
    for key, variable in model.variables.items():
        yield key, "variable", key
        for name in (*_texts(variable.label, variable.short_label), *variable.aliases):
            yield name, "variable", key
    for number, target in model.targets.items():
        for name in _texts(target.title, target.short_label):
            yield name, "target", number
    for key, area in model.areas.items():
        yield key, "area", key
        for name in _texts(area.label, area.short_label):
            yield name, "area", key
    for key, loop in model.loops.items():
        yield key, "loop", key
        for name in _texts(loop.label, loop.short_label):
            yield name, "loop", key
        for instance in loop.cycles:
            yield instance, "instance", instance


def _exact(model: Model, name: str) -> Subject | None:
    if name in model.variables:
        return _subject(model, "variable", name)
    if name in model.areas:
        return _subject(model, "area", name)
    if name in model.loops:
        return _subject(model, "loop", name)
    return None


def resolve(model: Model, name: str | int) -> Subject:
    """Find what a name means in a model.

    Parameters
    ----------
    model
        The model.
    name
        An id, a label or short label in any language, an alias, a target (``14``,
        ``"target 14"``, ``"tavoite 14"``), an area, a loop (``"R1"``) or one cycle of it
        (``"R1a"``). Case, spaces and hyphens do not matter.

    Returns
    -------
    Subject
        What it means. Where a label stands for a variable and for a loop, the variable.

    Raises
    ------
    UnknownNameError
        If nothing is called so; it suggests names that are.
    QuestionError
        If several things of one kind are called so, or a target has no variables.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> resolve(model, "tavoite 14").variables
    ('cross_government_leadership',)
    >>> resolve(model, "ETPK").key
    'life_event_services'
    """
    if isinstance(name, int):
        subject = _by_number(model, str(name), name)
    else:
        subject = _exact(model, name) or _by_word(model, name)
    if not subject.variables:
        raise QuestionError(
            Message("No variable of the model belongs to “{name}”.", {"name": str(name)}),
            Message("Ask about another one, or name a variable."),
            code="empty-group",
        )
    return subject


def _by_number(model: Model, name: str, number: int) -> Subject:
    if number in model.targets:
        return _target(model, number)
    known = ", ".join(str(key) for key in model.targets)
    cure = (
        Message("The model's targets are: {numbers}.", {"numbers": known})
        if known
        else Message("The model has no targets.")
    )
    raise UnknownNameError(name, (), cure)


def _by_word(model: Model, name: str) -> Subject:
    folded = fold(name)
    matches: dict[Kind, dict[str | int, None]] = {}
    for candidate, kind, key in _all_names(model):
        if fold(candidate) == folded:
            matches.setdefault(kind, {}).setdefault(key)
    for kind in _PRECEDENCE:
        keys = list(matches.get(kind, ()))
        if len(keys) == 1:
            return _subject(model, kind, keys[0])
        if keys:
            listed = ", ".join(str(key) for key in keys)
            raise QuestionError(
                Message("“{name}” can mean: {names}.", {"name": name, "names": listed}),
                Message("Write one of these ids instead."),
                code="ambiguous-name",
            )
    number = _TARGET.fullmatch(folded)
    if number:
        return _by_number(model, name, int(number[1]))
    raise UnknownNameError(name, suggest(model, name))


def suggest(model: Model, name: str, *, count: int = 5) -> tuple[str, ...]:
    """List names that exist in a model and look like a given one, best first.

    Parameters
    ----------
    model
        The model.
    name
        The name to compare with.
    count
        How many to give at most; at most one for each thing.

    Returns
    -------
    tuple of str
        Names as the model spells them; empty when nothing is close.

    Examples
    --------
    >>> import digisys
    >>> suggest(digisys.load("digikompassi"), "luotamus yhteiskuntan")[0]
    'Luottamus yhteiskuntaan'
    """
    folded = fold(name)
    best: dict[tuple[Kind, str | int], tuple[float, str]] = {}
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    for candidate, kind, key in (*_all_names(model), *_target_names(model)):
        if len(candidate) > _LONGEST_SUGGESTION:
            continue
        other = fold(candidate)
        score = _likeness(matcher, other)
        if len(folded) >= 3 and folded in other:
            score = max(score, 0.7)
        elif score < 0.9 and " " in other and " " not in folded:
            # A single word may be meant as one word of a longer name.
            score = max(score, *(0.9 * _likeness(matcher, word) for word in other.split()))
        if score > best.get((kind, key), (0.6, ""))[0]:
            best[kind, key] = (score, candidate)
    ranked = sorted(best.values(), key=lambda item: (-item[0], item[1]))
    return tuple(dict.fromkeys(candidate for _, candidate in ranked[: max(count, 0)]))


def _likeness(matcher: SequenceMatcher[str], other: str) -> float:
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6:
        return matcher.ratio()
    return 0.0


def _target_names(model: Model) -> Iterator[tuple[str, Kind, str | int]]:
    for number in model.targets:
        for word in ("target", "tavoite", "mål"):
            yield f"{word} {number}", "target", number
