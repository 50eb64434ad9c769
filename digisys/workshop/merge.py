"""Two changed versions of a map put together, by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from digisys.errors import ModelError, Problem, QuestionError
from digisys.io.format import plain_data
from digisys.schema import Model
from digisys.schema.link import cycle_pairs
from digisys.words import Message
from digisys.workshop.common_ids import by_key, in_lists, renamed_plain
from digisys.workshop.matching import match_variables
from digisys.workshop.merge_result import Conflict, ModelMerge
from digisys.workshop.three_way import ABSENT, Clash, Path, Side, ThreeWay

__all__ = ["Conflict", "ModelMerge", "Prefer", "merge_models"]

#: Which side goes before where both changed the same: one for all, or by keys of conflicts.
Prefer = Literal["mine", "theirs"] | Mapping[str, Literal["mine", "theirs"]] | None

Plain = dict[str, Any]
#: What the sections of a file are called where they are in conflict.
_KINDS = {
    "areas": "area",
    "layout": "layout",
    "links": "link",
    "loops": "loop",
    "presentation": "slide",
    "sources": "source",
    "targets": "target",
    "themes": "theme",
    "variables": "variable",
}
_SIDES = ("base", "mine", "theirs")
#: So often parts are taken back before one side is taken as it is.
_MOST_REPAIRS = 50


def merge_models(base: Model, mine: Model, theirs: Model, *, prefer: Prefer = None) -> ModelMerge:
    """Put two versions of a map together that come from one: what either side changed is kept.

    Variables, links, loops, targets, areas, sources, themes and slides are merged field by
    field, and texts language by language. Lists of evidence, aliases, and of who said it keep
    what either side added. A variable that one side renamed is followed: a change of the
    other side goes to it under its new id. Both sides are in conflict where they changed one
    field and not alike, where one removed what the other changed, and where what they changed
    is no valid model together, such as a link to a variable that the other side removed.

    Parameters
    ----------
    base
        The map that both come from.
    mine, theirs
        The two versions. Order, and how a cycle is written, follow ``mine``.
    prefer
        Which side goes before in a conflict: ``mine`` or ``theirs`` in all, or a mapping from
        keys of conflicts to sides. None leaves all of them open.

    Returns
    -------
    ModelMerge
        The merged model, or None and the conflicts that are open; and those that ``prefer``
        has decided.

    Raises
    ------
    QuestionError
        If ``prefer`` names no side.

    Notes
    -----
    Nothing is dropped in silence: each change of a side is in the merged model, or in a
    conflict. Without conflicts, ``merge_models(base, theirs, mine)`` is the same model up to
    the order of the file.

    Examples
    --------
    >>> import digisys
    >>> base = digisys.load("digikompassi")
    >>> mine = base.without("life_event_services->participation")
    >>> theirs = base.with_link("trust_in_society", "digital_skills", strength="weak")
    >>> merged = merge_models(base, mine, theirs)
    >>> merged.conflicts, len(merged.model.links) == len(base.links)
    ((), True)
    """
    _check(prefer)
    return _Merge(base, mine, theirs, prefer).result()


def _check(prefer: Prefer) -> None:
    sides = prefer.values() if isinstance(prefer, Mapping) else [prefer] if prefer else []
    for side in sides:
        if side not in ("mine", "theirs"):
            raise QuestionError(
                Message("“{name}” is no side of a merge.", {"name": str(side)}),
                Message("Write mine or theirs."),
            )


@dataclass
class _Merge:
    """One merge on its way."""

    base: Model
    mine: Model
    theirs: Model
    prefer: Prefer
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    resolved: dict[str, Conflict] = field(default_factory=dict)
    sides: dict[str, Plain] = field(default_factory=dict)
    #: Which side holds the place of what is open.
    meanwhile: Side = "mine"

    def result(self) -> ModelMerge:
        one, other = match_variables(self.base, self.mine), match_variables(self.base, self.theirs)
        renames = {
            "mine": {old: new for old, new in one.pairs.items() if old != new},
            "theirs": {old: new for old, new in other.pairs.items() if old != new},
        }
        plain = {"base": plain_data(self.base)}
        for side, model in (("mine", self.mine), ("theirs", self.theirs)):
            back = {new: old for old, new in renames[side].items()}
            plain[side] = renamed_plain(plain_data(model), back)
        told = by_key(plain["base"], plain["mine"], plain["theirs"])
        self.sides = dict(zip(("base", "mine", "theirs"), told, strict=True))
        merged, names = self._merged(renames)
        if self.conflicts:  # what else is open depends on how these are decided
            self.meanwhile = "theirs"
            self._merged(renames)
        made: Model | None = None
        if not self.conflicts:
            written = renamed_plain(in_lists(merged), names)
            _turn_back(written, plain_data(self.mine))
            made = Model.model_validate(written)
        return ModelMerge(
            self.base,
            self.mine,
            self.theirs,
            made,
            tuple(self.conflicts.values()),
            tuple(self.resolved.values()),
        )

    def _merged(self, renames: Mapping[str, Mapping[str, str]]) -> tuple[Plain, dict[str, str]]:
        sides = self.sides
        way = ThreeWay(self._decide).models(sides["base"], sides["mine"], sides["theirs"])
        merged = self._valid(way)
        return merged, self._names(renames, merged)

    # -- conflicts ----------------------------------------------------------------

    def _decide(self, clash: Clash) -> Side:
        values = (clash.base, clash.mine, clash.theirs)
        return self._conflict(self._told(clash.path), values, clash.path)

    def _conflict(
        self,
        names: tuple[str, str, str],
        values: Sequence[Any],
        path: Path,
        problem: Problem | None = None,
    ) -> Side:
        key = " ".join(part for part in names if part)
        chosen = self.prefer.get(key) if isinstance(self.prefer, Mapping) else self.prefer
        base, mine, theirs = (None if each is ABSENT else each for each in values)
        one, other = (self._evidence(side, path) for side in ("mine", "theirs"))
        found = Conflict(key, *names, base, mine, theirs, one, other, chosen, problem)
        (self.resolved if chosen else self.conflicts).setdefault(key, found)
        return chosen or self.meanwhile

    def _told(self, path: Path) -> tuple[str, str, str]:
        """Return what a place is called: what it is part of, its id, and the field."""
        kind = _KINDS.get(path[0], "model")
        if kind == "model":
            return kind, ".".join(map(str, path)), ""
        if kind == "slide":
            # A slide that is new is called by its words, which are long.
            number = str(path[2]) if len(path) > 2 and str(path[2]).isdigit() else ""
            return kind, number, ".".join(map(str, path[3:]))
        if kind == "layout":
            return kind, ".".join(map(str, path[1:])), ""
        return kind, str(path[1]) if len(path) > 1 else "", ".".join(map(str, path[2:]))

    def _evidence(self, side: str, path: Path) -> tuple[Mapping[str, Any], ...]:
        value: Any = self.sides[side]
        for part in path[:2]:
            value = value.get(part, {}) if isinstance(value, Mapping) else {}
        found = value.get("evidence", ()) if isinstance(value, Mapping) else ()
        return tuple(found)

    # -- a valid whole ------------------------------------------------------------

    def _valid(self, merged: Plain) -> Plain:
        """Take back what makes the whole invalid, as ``prefer`` says, or note the conflicts."""
        for turn in range(_MOST_REPAIRS):
            problems = _problems(in_lists(merged))
            if not problems:
                return merged
            before = dict(merged)
            # Positions are those of the links before anything is taken back.
            owners = [self._owner(merged, problem) for problem in problems]
            for problem, owner in zip(problems, owners, strict=True):
                merged = self._repaired(merged, problem, owner, wide=turn > 2)
            if merged == before:
                break
        side = self._side_of_rest()
        return dict(self.sides[side]) if side else merged

    def _side_of_rest(self) -> Side | None:
        if isinstance(self.prefer, str):
            return self.prefer
        if self.conflicts or self.prefer is None:
            return None
        chosen = set(self.prefer.values())
        return chosen.pop() if len(chosen) == 1 else "mine"

    def _repaired(
        self, merged: Plain, problem: Problem, owner: tuple[str, Any, str], *, wide: bool
    ) -> Plain:
        section, key, what = owner
        if section == "variables" and what == "removed":
            told = [self._of(side, section, key) for side in _SIDES]
            names = ("variable", str(key), "removed")
            side = self._conflict(names, told, (section, key), problem)
        else:
            path: Path = (section,) if key is None else (section, key)
            kind, name, _ = self._told(path)
            told = [self._of(side, *path) for side in _SIDES]
            side = self._conflict((kind, name, problem.code), told, path, problem)
        if wide or key is None:
            return _with_section(merged, section, self.sides[side].get(section, ABSENT))
        made = merged
        for part, name in self._involved(merged, section, key, side):
            made = _with_part(made, part, name, self._of(side, part, name))
        return made

    def _of(self, side: str, *path: Any) -> Any:
        value: Any = self.sides[side]
        for part in path:
            value = value.get(part, ABSENT) if isinstance(value, Mapping) else ABSENT
        return value

    def _owner(self, merged: Plain, problem: Problem) -> tuple[str, Any, str]:
        """Return the part that a problem is about: its section and key."""
        path = problem.path
        section = str(path[0]) if path else "variables"
        key: Any = path[1] if len(path) > 1 else None
        if section == "links" and isinstance(key, int):
            key = list(merged["links"])[key]
            link = merged["links"][key]
            for end in (link["from"], link["to"]):
                if end not in merged["variables"]:
                    return "variables", end, "removed"
        if section == "loops" and key is not None and key in merged.get("loops", {}):
            for cycle in merged["loops"][key]["cycles"].values():
                for name in cycle:
                    if name not in merged["variables"]:
                        return "variables", name, "removed"
        if section == "presentation":
            key = None
        return section, key, ""

    def _involved(
        self, merged: Plain, section: str, key: Any, side: str
    ) -> Iterator[tuple[str, Any]]:
        """Yield the parts that are taken from one side together."""
        yield section, key
        links = {**self.sides["mine"].get("links", {}), **self.sides["theirs"].get("links", {})}
        if section == "variables":
            yield from self._around(merged, key, self.sides[side], links)
        elif section == "loops":
            pairs = self._along(key)
            for name, link in links.items():
                if (link["from"], link["to"]) in pairs:
                    yield "links", name
        elif section == "links" and key in links:
            link = links[key]
            for name, other in links.items():
                alike = (other["from"], other["to"]) == (link["from"], link["to"])
                if name != key and (alike or name == link.get("modulates")):
                    yield "links", name

    def _around(
        self, merged: Plain, variable: str, own: Plain, links: Mapping[str, Plain]
    ) -> Iterator[tuple[str, Any]]:
        """Yield the links at a variable that come or go with it, and the loops through it."""
        present = set(merged["variables"]) | {variable}
        for name, link in links.items():
            ends = {link["from"], link["to"]}
            if variable in ends and (ends <= present or variable not in own["variables"]):
                yield "links", name
        for name in {**self.sides["mine"].get("loops", {}), **merged.get("loops", {})}:
            loop = own.get("loops", {}).get(name) or merged.get("loops", {}).get(name)
            if loop and any(variable in cycle for cycle in loop["cycles"].values()):
                yield "loops", name

    def _along(self, loop: str) -> set[tuple[str, str]]:
        """Return the ends of the links that a loop runs along on either side."""
        pairs: set[tuple[str, str]] = set()
        for side in ("mine", "theirs"):
            for cycle in (
                self.sides[side].get("loops", {}).get(loop, {"cycles": {}})["cycles"].values()
            ):
                pairs.update(cycle_pairs(cycle))
        return pairs

    # -- names --------------------------------------------------------------------

    def _names(self, renames: Mapping[str, Mapping[str, str]], merged: Plain) -> dict[str, str]:
        """Return the ids that variables get, by those in the map that both come from."""
        names: dict[str, str] = {}
        for old in dict.fromkeys((*renames["mine"], *renames["theirs"])):
            if old not in merged["variables"]:
                continue
            one, other = renames["mine"].get(old, old), renames["theirs"].get(old, old)
            if old not in (one, other) and one != other:
                side = self._renamed_twice(old, one, other)
                names[old] = one if side == "mine" else other
            else:
                names[old] = other if one == old else one
        taken = {name for name in merged["variables"] if name not in names}
        for old, new in list(names.items()):
            if new not in taken:
                taken.add(new)
                continue
            one, other = renames["mine"].get(old, old), renames["theirs"].get(old, old)
            side = self._renamed_twice(old, one, other)
            # Whoever renamed gets the id if preferred; the other's new variable another one.
            wanted = one if side == "mine" else other
            if wanted == old:
                names[old] = old
            else:
                number = next(n for n in range(2, 10_000) if f"{new}_{n}" not in taken)
                names[new] = f"{new}_{number}"
        return names

    def _renamed_twice(self, old: str, one: str, other: str) -> Side:
        return self._conflict(("variable", old, "id"), (old, one, other), ("variables", old))


def _problems(plain: Plain) -> list[Problem]:
    try:
        Model.model_validate(plain)
    except ModelError as error:
        return list(error.problems)
    except ValidationError as error:
        return [
            Problem("invalid", _path(one["loc"]), Message("This part is not whole."), None)
            for one in error.errors()
        ]
    return []


def _path(loc: Iterable[Any]) -> tuple[str | int, ...]:
    return tuple(part for part in loc if isinstance(part, str | int))


def _with_section(merged: Plain, section: str, value: Any) -> Plain:
    made = {key: item for key, item in merged.items() if key != section}
    if value is not ABSENT:
        made[section] = value
    return made


def _with_part(merged: Plain, section: str, key: Any, value: Any) -> Plain:
    parts = merged.get(section, {})
    if not isinstance(parts, Mapping):
        return _with_section(merged, section, value)
    made = dict(parts)
    if value is ABSENT:
        made.pop(key, None)
    else:
        made[key] = value
    return {**merged, section: made}


def _turn_back(plain: Plain, mine: Plain) -> None:
    """Let cycles begin where they begin in one side's file, if they go round the same way."""
    for name, loop in plain.get("loops", {}).items():
        known = mine.get("loops", {}).get(name, {}).get("cycles", {})
        cycles = {}
        for key, cycle in loop["cycles"].items():
            own = known.get(key, cycle)
            turns = [own[turn:] + own[:turn] for turn in range(len(own))]
            cycles[key] = own if cycle in turns else cycle
        plain["loops"][name] = {**loop, "cycles": cycles}
