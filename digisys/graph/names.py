"""What a name in a question means: a variable, a target, an area or a loop."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal, NamedTuple

from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.folding import fold
from digisys.graph.labels import labels_of
from digisys.schema import Model, Text
from digisys.words import Message

__all__ = [
    "Kind",
    "Meaning",
    "Name",
    "Subject",
    "cycles_of",
    "every_name",
    "meanings",
    "resolve",
    "subject_of",
    "suggest",
    "target_names",
    "way",
    "which_is_meant",
]

Kind = Literal["variable", "target", "area", "loop", "instance"]

#: What a name means: a kind of thing, and its key in the model.
Meaning = tuple[Kind, str | int]

#: A number, alone or after a word for "target" in one of the program's languages.
_NUMBER = re.compile(r"(?:targets?|tavoit[^\W\d]*|mål[^\W\d]*)?[ #]*(\d{1,6})")
#: A number after the first letter of such a word, which may be another name as well.
_LETTER_NUMBER = re.compile(r"t[ #]*(\d{1,6})")
#: Longer names, such as official titles, are not offered: nobody types them.
_LONGEST_SUGGESTION = 60
#: A name that is so much less like than the best one is not suggested.
_FAR = 0.2

#: What is written before a name, with a colon, to say which kind of thing it is.
_PREFIXES: dict[str, Kind] = {
    "variable": "variable",
    "target": "target",
    "area": "area",
    "loop": "loop",
    "cycle": "instance",
}
_WORDS = {kind: word for word, kind in _PREFIXES.items()}


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
        What people call it; with its id where another variable or area is called alike.
    variables
        The variables that it stands for, in the order of the model.
    """

    kind: Kind
    key: str | int
    label: Text
    variables: tuple[str, ...]

    @property
    def message(self) -> Message:
        """The subject as it is named within a sentence (see :meth:`quoted`)."""
        if self.kind == "target":
            values = {"number": self.key, "label": self.label}
            return Message("target {number} ({label})", values)
        if self.kind in ("loop", "instance"):
            return Message("loop {name} ({label})", {"name": self.key, "label": self.label})
        return Message("“{name}”", {"name": self.label})

    @property
    def brief(self) -> Message:
        """The subject as a conclusion names it: a target or loop without its label."""
        if self.kind == "target":
            return Message("target {number}", {"number": self.key})
        if self.kind in ("loop", "instance"):
            return Message("loop {name}", {"name": self.key})
        return self.message

    @property
    def upstream_question(self) -> Message:
        """What influences the subject, as a question: what it is stands beside its name."""
        if self.kind == "target":
            values = {"number": self.key, "label": self.label}
            return Message("What influences target {number} ({label})?", values)
        if self.kind in ("loop", "instance"):
            values = {"name": self.key, "label": self.label}
            return Message("What influences loop {name} ({label})?", values)
        if self.kind == "area":
            return Message("What influences the area “{name}”?", {"name": self.label})
        return Message("What influences “{name}”?", {"name": self.label})

    def text(self, language: str) -> str:
        """Name the subject in a language, such as ``target 14 (Leadership)``."""
        if self.kind in ("target", "loop", "instance"):
            return self.quoted(language)
        return self.label.text(language)

    def quoted(self, language: str) -> str:
        """Name the subject within a sentence: the label of a variable or area in quotes.

        A label may be in the plural, and in quotes it needs no verb to agree with it.
        """
        return self.message.text(language)


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
    return Subject("area", name, labels_of(model).areas[name], members)


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


def subject_of(model: Model, kind: Kind, key: str | int) -> Subject:
    """Return a thing of a known kind by its key in the model, whatever else is called so."""
    if kind == "variable":
        return Subject("variable", key, labels_of(model).variables[str(key)], (str(key),))
    if kind == "target":
        return _target(model, int(key))
    maker = {"area": _area, "loop": _loop, "instance": _instance}[kind]
    return maker(model, str(key))


def _own_label(model: Model, kind: Kind, key: str | int) -> Text:
    """Return a label as the model has it, also where others are alike."""
    if kind == "variable":
        return model.variables[str(key)].label
    return model.areas[str(key)].label if kind == "area" else subject_of(model, kind, key).label


def cycles_of(model: Model, subject: Subject) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """Return the declared loop that a loop or a cycle belongs to, and the cycles meant.

    Parameters
    ----------
    model
        The model.
    subject
        A subject of the kind ``loop`` or ``instance``.

    Returns
    -------
    tuple of str and mapping
        The loop's name, and its cycles by name: all of them, or the one.
    """
    key = str(subject.key)
    if subject.kind == "loop":
        return key, model.loops[key].cycles
    name, loop = next((name, loop) for name, loop in model.loops.items() if key in loop.cycles)
    return name, {key: loop.cycles[key]}


def _texts(*texts: Text | None) -> Iterator[str]:
    for text in texts:
        if text is not None:
            yield from text.every()


class Name(NamedTuple):
    """A name that something has in a model."""

    text: str
    kind: Kind
    key: str | int
    is_key: bool = False

    @property
    def meaning(self) -> Meaning:
        """What it names."""
        return self.kind, self.key


def every_name(model: Model) -> Iterator[Name]:
    """Yield every name of every thing in a model; of targets the titles, not the numbers."""
    for key, variable in model.variables.items():
        yield Name(key, "variable", key, is_key=True)
        for name in (*_texts(variable.label, variable.short_label), *variable.aliases):
            yield Name(name, "variable", key)
    for number, target in model.targets.items():
        for name in _texts(target.title, target.short_label):
            yield Name(name, "target", number)
    for key, area in model.areas.items():
        yield Name(key, "area", key, is_key=True)
        for name in _texts(area.label, area.short_label):
            yield Name(name, "area", key)
    for key, loop in model.loops.items():
        yield Name(key, "loop", key, is_key=True)
        for name in _texts(loop.label, loop.short_label):
            yield Name(name, "loop", key)
        for instance in loop.cycles:
            if (instance, *loop.cycles) != (key, key):  # else it is the loop itself
                yield Name(instance, "instance", instance, is_key=True)


def way(meaning: Meaning) -> str:
    """Write a thing so that it cannot mean another, such as ``target:14``."""
    kind, key = meaning
    return f"{_WORDS[kind]}:{key}"


@dataclass(frozen=True)
class _Ways:
    """Ways to name things, each with the label of its thing."""

    pairs: tuple[tuple[str, Text], ...]

    def text(self, language: str) -> str:
        """Return them in a row, with the labels in a language."""
        return ", ".join(f"{name} ({label.text(language)})" for name, label in self.pairs)

    def __str__(self) -> str:
        return self.text("en")


def meanings(
    model: Model, name: str, *, called: Mapping[Meaning, bool] | None = None
) -> tuple[Meaning, ...]:
    """List what a name can mean by the rule of :func:`resolve`.

    Parameters
    ----------
    model
        The model.
    name
        The name.
    called
        What is called so in some spelling, and whether by a label, if that is known.

    Returns
    -------
    tuple of (kind, key)
        One thing where the rule decides, several where it has to be asked which is meant,
        none where nothing is called so.
    """
    prefix, colon, rest = name.partition(":")
    kind = _PREFIXES.get(prefix.strip())
    if colon and kind is not None:
        found = _of_kind(model, kind, rest.strip())
        if found:
            return found
    key = _by_key(model, name)
    if key is not None:
        return (key,)
    folded = fold(name)
    number = _NUMBER.fullmatch(folded)
    if number and int(number[1]) in model.targets:
        return (("target", int(number[1])),)
    return _preferred(_called(model, folded) if called is None else called)


def _of_kind(model: Model, kind: Kind, name: str) -> tuple[Meaning, ...]:
    """List the things of one kind that are called so; the one with that key if there is one."""
    if kind == "target":
        number = _NUMBER.fullmatch(fold(name))
        if number and int(number[1]) in model.targets:
            return (("target", int(number[1])),)
    elif name in _keys(model, kind):
        return ((kind, name),)
    folded = fold(name)
    found = (item for item in every_name(model) if item.kind == kind)
    return tuple(dict.fromkeys(item.meaning for item in found if fold(item.text) == folded))


def _keys(model: Model, kind: Kind) -> Collection[str]:
    if kind == "instance":
        return {instance for loop in model.loops.values() for instance in loop.cycles}
    sections: dict[Kind, Collection[str]] = {
        "variable": model.variables,
        "area": model.areas,
        "loop": model.loops,
    }
    return sections[kind]


def _by_key(model: Model, name: str) -> Meaning | None:
    """Find the thing whose key the model file spells so."""
    order: tuple[Kind, ...] = ("variable", "area", "loop", "instance")
    return next(((kind, name) for kind in order if name in _keys(model, kind)), None)


def _called(model: Model, folded: str) -> dict[Meaning, bool]:
    """Find what is called so in whatever spelling, and whether by a label."""
    found: dict[Meaning, bool] = {}
    for item in every_name(model):
        if fold(item.text) == folded:
            found[item.meaning] = found.get(item.meaning, False) or not item.is_key
    number = _LETTER_NUMBER.fullmatch(folded)
    if number and int(number[1]) in model.targets:
        found.setdefault(("target", int(number[1])), False)
    return found


def _preferred(found: Mapping[Meaning, bool]) -> tuple[Meaning, ...]:
    """Leave the variable alone where others only share its label."""
    variables = [meaning for meaning in found if meaning[0] == "variable"]
    others_by_label = all(by_label for (kind, _), by_label in found.items() if kind != "variable")
    if len(variables) == 1 and others_by_label:
        return (variables[0],)
    return tuple(found)


def resolve(model: Model, name: str | int, *, kind: Kind | None = None) -> Subject:
    """Find what a name means in a model.

    Parameters
    ----------
    model
        The model.
    name
        An id, a label or short label in any language, an alias, a target (``14``,
        ``"target 14"``, ``"tavoite 14"``), an area, a loop (``"R1"``) or one cycle of it
        (``"R1a"``). Case, spaces and hyphens do not matter. ``variable:``, ``target:``,
        ``area:``, ``loop:`` or ``cycle:`` before it says which kind of thing it is.
    kind
        A kind of thing that is looked for first; all kinds alike when absent.

    Returns
    -------
    Subject
        What it means. Where several things are called so, the first that applies:

        1. the kind that is written before it, as in ``loop:R1``;
        2. the thing whose id the model file spells exactly so: a variable, an area, a loop
           or a cycle, in this order;
        3. for a number, alone or after a word for target: the target;
        4. the one variable that is called so, if the others are targets, areas and loops
           with that label.

    Raises
    ------
    UnknownNameError
        If nothing is called so; it suggests names that are.
    QuestionError
        If several things are called so and the rule does not decide, or a target has no
        variables.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> resolve(model, "tavoite 14").variables
    ('cross_government_leadership',)
    >>> resolve(model, "ETPK").key
    'life_event_services'
    >>> resolve(model, "trust in society").kind, resolve(model, "loop: trust in society").key
    ('variable', 'R1')
    """
    by_number = isinstance(name, int)
    subject = (
        _by_number(model, str(name), int(name)) if by_number else _by_word(model, str(name), kind)
    )
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
    if model.whole is not None and number in model.whole.targets:
        raise _outside_theme(model, name)
    known = ", ".join(str(key) for key in model.targets)
    cure = (
        Message("The model's targets are: {numbers}.", {"numbers": known})
        if known
        else Message("The model has no targets.")
    )
    raise UnknownNameError(name, (), cure)


def _outside_theme(model: Model, name: str) -> QuestionError:
    """Say that the theme, not the model, lacks what a name means."""
    theme = model.themes[model.theme or ""].label
    return QuestionError(
        Message("“{name}” does not carry the theme {theme}.", {"name": name, "theme": theme}),
        Message("Ask of the whole model, or see what carries it: digisys themes."),
        code="outside-theme",
    )


def _by_word(model: Model, name: str, kind: Kind | None) -> Subject:
    found = (_of_kind(model, kind, name) if kind else ()) or meanings(model, name)
    if len(found) == 1:
        return subject_of(model, *found[0])
    if found:
        raise which_is_meant(model, name, found)
    folded = fold(name)
    number = _NUMBER.fullmatch(folded) or _LETTER_NUMBER.fullmatch(folded)
    if number:
        return _by_number(model, name, int(number[1]))
    if model.whole is not None and meanings(model.whole, name):
        raise _outside_theme(model, name)
    raise UnknownNameError(name, suggest(model, name))


def which_is_meant(
    model: Model, name: str, found: Iterable[Meaning], others: Iterable[tuple[str, Text]] = ()
) -> QuestionError:
    """Make the error that asks which of several things a name means.

    Parameters
    ----------
    model
        The model.
    name
        The name.
    found
        What it can mean.
    others
        Things that are not in ``found``: how to write each, and its label.

    Returns
    -------
    QuestionError
        The error, which tells how to write each of them.
    """
    ways = (*((way(item), _own_label(model, *item)) for item in found), *others)
    return QuestionError(
        Message("“{name}” can mean: {names}.", {"name": name, "names": _Ways(ways)}),
        Message("Write which is meant, for example {example}.", {"example": ways[0][0]}),
        code="ambiguous-name",
    )


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
        Names as the model spells them, or such as ``target:14`` where it would be asked
        what that spelling means; empty when nothing is close.

    Examples
    --------
    >>> import digisys
    >>> suggest(digisys.load("digikompassi"), "luotamus yhteiskuntan")[0]
    'Luottamus yhteiskuntaan'
    """
    folded = fold(name)
    best: dict[Meaning, tuple[float, bool, str]] = {}
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    for item in (*every_name(model), *target_names(model)):
        if len(item.text) > _LONGEST_SUGGESTION:
            continue
        other = fold(item.text)
        score = _likeness(matcher, other)
        if len(folded) >= 3 and folded in other:
            score = max(score, 0.7)
        elif score < 0.9 and " " in other and " " not in folded:
            # A single word may be meant as one word of a longer name.
            score = max(score, *(0.9 * _likeness(matcher, word) for word in other.split()))
        # Of names that are as like, people know the label.
        if (score, not item.is_key) > best.get(item.meaning, (0.6, True, ""))[:2]:
            best[item.meaning] = (score, not item.is_key, item.text)
    ranked = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[1][2]))
    # Beside a name that is nearly the same, one that only shares letters is no help; it is often
    # of another language.
    most = max((score for score, _, _ in best.values()), default=0.0)
    names = (
        text if len(meanings(model, text)) == 1 else way(meaning)
        for meaning, (score, _, text) in ranked
        if score > most - _FAR and subject_of(model, *meaning).variables
    )
    return tuple(islice(dict.fromkeys(names), max(count, 0)))


def _likeness(matcher: SequenceMatcher[str], other: str) -> float:
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6:
        return matcher.ratio()
    return 0.0


def target_names(model: Model) -> Iterator[Name]:
    """Yield the ways to write each target by its number after a word for target."""
    for number in model.targets:
        for word in ("target", "tavoite", "mål"):
            yield Name(f"{word} {number}", "target", number)
