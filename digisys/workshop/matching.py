"""Which variable of one map is which of another: by id, by label, by neighbourhood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from digisys.graph.folding import fold
from digisys.schema import Model, Variable

__all__ = ["How", "Matching", "match_variables"]

How = Literal["id", "label", "neighbours"]

#: A variable is taken for another by its neighbourhood alone only where both have so many
#: links to variables that are known, and share so large a part of all of them.
_LEAST_LINKS, _LEAST_SHARED = 2, 0.8

#: One link as a neighbour: ``in`` or ``out``, the variable at the other end, the polarity.
_Tie = tuple[str, str, str]


@dataclass(frozen=True)
class Matching:
    """Which variables of two maps are the same.

    Attributes
    ----------
    pairs
        The id in the new map by the id in the old one.
    how
        How each was recognised, by the id in the old map: ``id``, ``label``, ``neighbours``.
    """

    pairs: Mapping[str, str]
    how: Mapping[str, How]
    _back: Mapping[str, str] = field(repr=False, compare=False)

    def new(self, name: str) -> str:
        """Return the id in the new map; one that no id can be where there is none.

        Examples
        --------
        >>> Matching({"a": "b"}, {"a": "label"}, {"b": "a"}).new("c")
        '-c'
        """
        return self.pairs.get(name, f"-{name}")

    def old(self, name: str) -> str | None:
        """Return the id in the old map; None where there is none."""
        return self._back.get(name)

    def link(self, name: str) -> str:
        """Return what a link of the old map would be called in the new one.

        Examples
        --------
        >>> Matching({"a": "x", "b": "b"}, {}, {}).link("a->b#2")
        'x->b#2'
        """
        ends, mark, rest = name.partition("#")
        source, _, target = ends.partition("->")
        return f"{self.new(source)}->{self.new(target)}{mark}{rest}"


def match_variables(old: Model, new: Model) -> Matching:
    """Find the variables that two maps share.

    Ids are taken as they are. What is left is the same where a label or alias, in any
    language, names one variable of each; and then where it has the same links, of the same
    polarity, to variables already found, and no other one looks as much alike.

    Parameters
    ----------
    old, new
        The two maps.

    Returns
    -------
    Matching
        The pairs. A variable that is not in it was removed from, or added to, the maps.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> set(match_variables(model, model).how.values())
    {'id'}
    """
    pairs = {name: name for name in old.variables if name in new.variables}
    how: dict[str, How] = dict.fromkeys(pairs, "id")
    gone = [name for name in old.variables if name not in pairs]
    come = [name for name in new.variables if name not in pairs]
    _take(_by_label(old, gone, new, come), "label", pairs, how)
    while True:
        taken = set(pairs.values())
        left = [name for name in gone if name not in pairs]
        free = [name for name in come if name not in taken]
        found = _by_neighbours(old, left, new, free, pairs) if left and free else {}
        if not found:
            break
        _take(found, "neighbours", pairs, how)
    ordered = {name: pairs[name] for name in old.variables if name in pairs}
    return Matching(ordered, how, {value: key for key, value in ordered.items()})


def _take(found: Mapping[str, str], way: How, pairs: dict[str, str], how: dict[str, How]) -> None:
    for name, other in found.items():
        pairs[name] = other
        how[name] = way


def _by_label(
    old: Model, gone: Iterable[str], new: Model, come: Iterable[str]
) -> Mapping[str, str]:
    """Pair what one name, in whatever language, names once on each side."""
    before, after = _named(old, gone), _named(new, come)
    found: dict[str, set[str]] = {}
    for name in before.keys() & after.keys():
        if len(before[name]) == len(after[name]) == 1:
            found.setdefault(next(iter(before[name])), set()).update(after[name])
    sure = {name: next(iter(others)) for name, others in found.items() if len(others) == 1}
    counts = Counter(sure.values())
    return {name: other for name, other in sorted(sure.items()) if counts[other] == 1}


def _named(model: Model, names: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        for word in _words(name, model.variables[name]):
            found.setdefault(word, set()).add(name)
    return found


def _words(name: str, variable: Variable) -> set[str]:
    return {fold(text) for text in (name, *variable.label.every(), *variable.aliases)}


def _by_neighbours(
    old: Model, left: Iterable[str], new: Model, free: Iterable[str], pairs: Mapping[str, str]
) -> Mapping[str, str]:
    before, after = (
        _ties(old, left, pairs),
        _ties(new, free, {name: name for name in pairs.values()}),
    )
    likeness = {
        (name, other): len(ties & others) / len(ties | others)
        for name, ties in before.items()
        for other, others in after.items()
        if len(ties & others) >= _LEAST_LINKS
    }
    found: dict[str, str] = {}
    for (name, other), share in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
        rivals = [
            value
            for key, value in likeness.items()
            if key != (name, other) and (key[0] == name or key[1] == other)
        ]
        if share >= _LEAST_SHARED and all(value < share for value in rivals):
            found[name] = other
    return found


def _ties(model: Model, names: Iterable[str], known: Mapping[str, str]) -> dict[str, set[_Tie]]:
    """List the links of some variables to those that are known, in the ids of the new map."""
    found: dict[str, set[_Tie]] = {name: set() for name in names}
    for link in model.links:
        if link.source in found and link.target in known:
            found[link.source].add(("out", known[link.target], link.polarity))
        if link.target in found and link.source in known:
            found[link.target].add(("in", known[link.source], link.polarity))
    return found
