"""Three versions of plain data put together: what either side changed is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from digisys.io.yaml.rewrite import same_plain

__all__ = ["ABSENT", "Clash", "Path", "Side", "ThreeWay", "merged_order"]

Side = Literal["mine", "theirs"]
Path = tuple[Any, ...]

#: Stands where one version has nothing.
ABSENT: Any = object()
#: Lists whose order says little: what either side adds is kept, what one removes is gone.
_SETS = frozenset(
    ["aliases", "cites", "evidence", "files", "languages", "pages", "said_by", "slides"]
)
#: Lists of parts that are known by a key of theirs.
_KEYED = {"targets": "target", "themes": "theme"}
#: What is one value although it has parts.
_WHOLE = frozenset(["effect", "inertia", "strength"])
#: Sections that are empty where they are absent.
_SECTIONS = frozenset(
    ["areas", "links", "loops", "sources", "targets", "themes", "time", "variables"]
)


@dataclass(frozen=True)
class Clash:
    """A place that both sides changed, and not alike.

    Attributes
    ----------
    path
        Keys from the top; links are under their ids, slides under keys of their own.
    base, mine, theirs
        The three values; :data:`ABSENT` where there is none.
    """

    path: Path
    base: Any
    mine: Any
    theirs: Any


@dataclass
class ThreeWay:
    """Puts three versions together.

    Parameters
    ----------
    decide
        Says of each clash which side goes before, and what holds the place until someone
        has said.
    """

    decide: Callable[[Clash], Side]
    done: dict[str, Any] = field(default_factory=dict)

    def models(
        self, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Merge three models as plain data, their links and slides by key."""
        names = dict.fromkeys((*mine, *theirs, *base))
        late = ("layout", "presentation")
        for name in sorted(names, key=lambda each: each in late):
            told = (each.get(name, ABSENT) for each in (base, mine, theirs))
            value = self.value((name,), *told)
            if value is not ABSENT:
                self.done[name] = value
        return self.done

    def value(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        """Merge what stands at one place."""
        if len(path) == 1 and path[0] in _SECTIONS:
            base, mine, theirs = ({} if each is ABSENT else each for each in (base, mine, theirs))
        if _same(mine, theirs) or _same(theirs, base) or _same(mine, base):
            return theirs if _same(mine, base) else mine
        if self._has_gone(path, mine, theirs):
            return ABSENT
        sides = [each for each in (base, mine, theirs) if each is not ABSENT]
        if path[-1] in _SETS and all(isinstance(each, list) for each in sides):
            return _union(*(() if each is ABSENT else each for each in (base, mine, theirs)))
        if mine is ABSENT or theirs is ABSENT:
            return self._decided(path, base, mine, theirs)
        return self._both(path, base, mine, theirs)

    def _both(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        """Merge what both sides have, and have changed."""
        sides = [each for each in (base, mine, theirs) if each is not ABSENT]
        if self._has_parts(path, sides):
            return self._parts(path, {} if base is ABSENT else base, mine, theirs)
        key = _KEYED.get(path[-1])
        if key and len(path) > 1 and all(_are_keyed(each, key) for each in sides):
            told = ({} if each is ABSENT else _by_key(each, key) for each in (base, mine, theirs))
            return list(self._parts(path, *told).values())
        return self._decided(path, base, mine, theirs)

    def _has_parts(self, path: Path, sides: Sequence[Any]) -> bool:
        if len(path) > 2 and (path[-1] in _WHOLE or path[0] == "layout"):
            return False
        return all(isinstance(each, Mapping) for each in sides)

    def _parts(
        self,
        path: Path,
        base: Mapping[Any, Any],
        mine: Mapping[Any, Any],
        theirs: Mapping[Any, Any],
    ) -> dict[Any, Any]:
        found = {}
        for key in dict.fromkeys((*mine, *theirs, *base)):
            told = (each.get(key, ABSENT) for each in (base, mine, theirs))
            value = self.value((*path, key), *told)
            if value is not ABSENT:
                found[key] = value
        return {key: found[key] for key in merged_order(base, mine, theirs, found)}

    def _has_gone(self, path: Path, mine: Any, theirs: Any) -> bool:
        """Whether this is the place of a box whose variable, area or loop is there no more."""
        if path[0] != "layout" or len(path) != 3 or ABSENT not in (mine, theirs):
            return False
        return path[2] not in self.done.get(path[1], {})

    def _decided(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        side = self.decide(Clash(path, base, mine, theirs))
        return mine if side == "mine" else theirs


def merged_order(
    base: Iterable[Any], mine: Iterable[Any], theirs: Iterable[Any], found: Iterable[Any]
) -> list[Any]:
    """Return the keys that were found as the side has them that changed their order.

    What only the other side has comes behind what it follows there.
    """
    one, other, were = list(mine), list(theirs), list(base)
    shared = set(one) & set(other) & set(were)

    def order(keys: Iterable[Any]) -> list[Any]:
        return [key for key in keys if key in shared]

    first, second = (one, other) if order(one) != order(were) else (other, one)
    if order(other) == order(were):
        first, second = one, other
    known = set(found)
    keys = [key for key in first if key in known]
    placed = set(keys)
    previous: Any = ABSENT
    others = set(second)
    for key in second:
        if key in known and key not in placed:
            at = keys.index(previous) + 1 if previous is not ABSENT else 0
            # What this side has added at the same place comes first.
            while at < len(keys) and keys[at] not in others and previous is not ABSENT:
                at += 1
            keys.insert(at, key)
            placed.add(key)
        if key in placed:
            previous = key
    return keys + [key for key in found if key not in placed]


def _same(one: Any, other: Any) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return same_plain(one, other)


def _union(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> Any:
    were = {_mark(item) for item in base}
    own, other = {_mark(item) for item in mine}, {_mark(item) for item in theirs}
    kept = [item for item in mine if (mark := _mark(item)) in other or mark not in were]
    kept += [item for item in theirs if (mark := _mark(item)) not in own and mark not in were]
    return kept or ABSENT


def _mark(item: Any) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


def _are_keyed(items: Any, key: str) -> bool:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return False
    names = [item.get(key) for item in items]
    return None not in names and len(set(names)) == len(names)


def _by_key(items: Sequence[Mapping[str, Any]], key: str) -> dict[Any, Any]:
    return {item[key]: item for item in items}
