"""Which variable of one group's map is which of the others'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from digisys.graph.folding import fold
from digisys.schema import Model, Variable

__all__ = ["Alignment", "NearMatch", "align"]

#: Names that are so much alike are proposed to be one variable.
_NEAR = 0.8


@dataclass(frozen=True)
class NearMatch:
    """Two variables that may be the same, for the groups to judge.

    Attributes
    ----------
    group, variable
        The map, counted from 0, and the id in it.
    other
        What the variable may be: its key in the common map.
    likeness
        How much the names are alike, 0 to 1.
    """

    group: int
    variable: str
    other: str
    likeness: float


@dataclass(frozen=True)
class Alignment:
    """What the groups' variables are called in common.

    Attributes
    ----------
    keys
        For each map the common key by the id in it.
    variables
        The first map's variable of each key.
    near
        Variables that may be the same and were not taken for it.
    """

    keys: tuple[Mapping[str, str], ...]
    variables: Mapping[str, Variable]
    near: tuple[NearMatch, ...] = field(default=())


def align(models: Sequence[Model]) -> Alignment:
    """Find which variables of several maps are the same: by id, label or alias, in any language.

    Nothing is guessed: names that are only alike are proposed.

    Parameters
    ----------
    models
        The maps.

    Returns
    -------
    Alignment
        A common key for each variable of each map.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> len(align([model, model]).variables)
    42
    """
    variables: dict[str, Variable] = {}
    words: dict[str, str] = {}
    keys: list[dict[str, str]] = []
    near: list[NearMatch] = []
    for group, model in enumerate(models):
        known = dict(words)
        own: dict[str, str] = {}
        for name, variable in model.variables.items():
            key = _known(name, variable, variables, known, set(own.values()))
            if key is None:
                near += _alike(group, name, variable, known)
                key = _free(name, variables)
                variables[key] = variable
            own[name] = key
            for word in _words(name, variable):
                words.setdefault(word, key)
        keys.append(own)
    return Alignment(tuple(keys), variables, tuple(near))


def _words(name: str, variable: Variable) -> list[str]:
    return [fold(text) for text in (name, *variable.label.every(), *variable.aliases)]


def _known(
    name: str,
    variable: Variable,
    variables: Mapping[str, Variable],
    words: Mapping[str, str],
    taken: set[str],
) -> str | None:
    """Return the key that an earlier map gave the variable, unless two of its names differ."""
    found = {words[word] for word in _words(name, variable) if word in words} - taken
    if name in variables and name in found:
        return name
    return found.pop() if len(found) == 1 else None


def _alike(group: int, name: str, variable: Variable, words: Mapping[str, str]) -> list[NearMatch]:
    best: dict[str, float] = {}
    for word in _words(name, variable):
        for other, key in words.items():
            matcher = SequenceMatcher(None, word, other, autojunk=False)
            if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
                best[key] = max(best.get(key, 0.0), matcher.ratio())
    return [
        NearMatch(group, name, key, likeness)
        for key, likeness in sorted(best.items(), key=lambda item: (-item[1], item[0]))
        if likeness >= _NEAR
    ]


def _free(name: str, taken: Mapping[str, object]) -> str:
    number, key = 2, name
    while key in taken:
        key = f"{name}_{number}"
        number += 1
    return key
