"""What is written differently in two maps: variables, links, loops and all else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from digisys.schema import Model
from digisys.schema.link import link_ends
from digisys.workshop.matching import How, Matching

__all__ = ["Edit", "EditKind", "FieldChange", "find_edits"]

EditKind = Literal["variable", "link", "loop", "target", "area", "source", "model"]
What = Literal["added", "removed", "renamed", "changed"]

#: Keys of a model that hold what is told thing by thing.
_BY_KEY: Mapping[EditKind, str] = {"target": "targets", "area": "areas", "source": "sources"}
#: What is told of the model as a whole; where boxes are drawn is no change of meaning.
_OF_MODEL = frozenset(["schema", "variables", "links", "loops", "layout", *_BY_KEY.values()])


@dataclass(frozen=True)
class FieldChange:
    """One field that differs.

    Attributes
    ----------
    name
        The key of the file, with dots into what it holds: ``polarity``, ``label.fi``.
    before, after
        The values as plain data; None where the file does not tell the field.
    """

    name: str
    before: Any
    after: Any

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"field": self.name, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Edit:
    """One thing that was added, removed, renamed or changed.

    Attributes
    ----------
    kind
        ``variable``, ``link``, ``loop``, ``target``, ``area``, ``source``, or ``model`` for
        what is told of the whole.
    what
        ``added``, ``removed``, ``renamed`` (another id, and perhaps other fields too) or
        ``changed``.
    key
        Its id in the new map; in the old one where it was removed.
    was
        Its id in the old map where it was renamed, else None.
    fields
        The fields that differ.
    how
        How something renamed was recognised: ``label`` or ``neighbours``.
    """

    kind: EditKind
    what: What
    key: str
    was: str | None = None
    fields: tuple[FieldChange, ...] = ()
    how: How | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "what": self.what,
            "id": self.key,
            "was": self.was,
            "recognised_by": self.how,
            "fields": [field.to_dict() for field in self.fields],
        }


def find_edits(old: Model, new: Model, matching: Matching) -> tuple[Edit, ...]:
    """List what is written differently.

    Order of the file, and where boxes are drawn, are no difference. Ids of the old map are
    read as those of the new one wherever variables were renamed, so that a link between
    renamed variables is not told as another link.

    Parameters
    ----------
    old, new
        The two maps.
    matching
        Which variables of them are the same.

    Returns
    -------
    tuple of Edit
        Variables, links, loops, then the rest; in the order of the files, what was removed
        first.
    """
    found = [*_variables(old, new, matching), *_links(old, new, matching)]
    found += _loops(old, new, matching)
    for kind, name in _BY_KEY.items():
        before = {str(key): _plain(item) for key, item in getattr(old, name).items()}
        after = {str(key): _plain(item) for key, item in getattr(new, name).items()}
        found += _keyed(kind, before, after)
    fields = _differing(_of_model(old), _of_model(new))
    if fields:
        found.append(Edit("model", "changed", new.id, fields=fields))
    return tuple(found)


def _variables(old: Model, new: Model, matching: Matching) -> Iterable[Edit]:
    for name in old.variables:
        if name not in matching.pairs:
            yield Edit("variable", "removed", name)
    for name, variable in new.variables.items():
        was = matching.old(name)
        if was is None:
            yield Edit("variable", "added", name)
            continue
        fields = _differing(_plain(old.variables[was]), _plain(variable))
        if was != name:
            yield Edit("variable", "renamed", name, was, fields, matching.how[was])
        elif fields:
            yield Edit("variable", "changed", name, fields=fields)


def _paired(before: Iterable[str], after: Iterable[str]) -> Mapping[str, str]:
    """Pair links by id; then those between the same two that are left, in turn.

    Returns the link of the old map by that of the new one.
    """
    known = set(before)
    back = {name: name for name in after if name in known}
    left: dict[tuple[str, str], list[str]] = {}
    for name in before:
        if name not in back:
            left.setdefault(link_ends(name)[:2], []).append(name)
    for name in after:
        waiting = left.get(link_ends(name)[:2])
        if name not in back and waiting:
            back[name] = waiting.pop(0)
    return back


def _links(old: Model, new: Model, matching: Matching) -> Iterable[Edit]:
    before = {matching.link(link.id): link for link in old.links}
    after = {link.id: link for link in new.links}
    back = _paired(before, after)
    kept = set(back.values())
    for name, link in before.items():
        if name not in kept:
            yield Edit("link", "removed", link.id)
    for name, link in after.items():
        if name not in back:
            yield Edit("link", "added", name)
            continue
        one, other = _plain(before[back[name]]), _plain(link)
        for ends in (one, other):
            for key in ("from", "to", "id"):
                ends.pop(key, None)
        if one.get("modulates"):
            one["modulates"] = matching.link(str(one["modulates"]))
        fields = _differing(one, other)
        if back[name] != name:
            yield Edit("link", "renamed", name, back[name], fields, "id")
        elif fields:
            yield Edit("link", "changed", name, fields=fields)


def _loops(old: Model, new: Model, matching: Matching) -> Iterable[Edit]:
    before = {name: _plain(loop) for name, loop in old.loops.items()}
    after = {name: _plain(loop) for name, loop in new.loops.items()}
    for loop in before.values():
        loop["cycles"] = {
            name: _rotated([matching.new(each) for each in cycle])
            for name, cycle in loop["cycles"].items()
        }
    for loop in after.values():
        loop["cycles"] = {name: _rotated(list(cycle)) for name, cycle in loop["cycles"].items()}
    return _keyed("loop", before, after)


def _rotated(cycle: list[str]) -> list[str]:
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]


def _keyed(
    kind: EditKind, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> Iterable[Edit]:
    for name in before:
        if name not in after:
            yield Edit(kind, "removed", name)
    for name, item in after.items():
        if name not in before:
            yield Edit(kind, "added", name)
            continue
        fields = _differing(before[name], item)
        if fields:
            yield Edit(kind, "changed", name, fields=fields)


def _of_model(model: Model) -> dict[str, Any]:
    whole = _plain(model)
    return {key: value for key, value in whole.items() if key not in _OF_MODEL}


def _plain(item: BaseModel) -> dict[str, Any]:
    """Return what a file would tell of something; defaults are the same as not told."""
    plain: dict[str, Any] = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def _differing(
    before: Mapping[str, Any], after: Mapping[str, Any], at: str = ""
) -> tuple[FieldChange, ...]:
    found: list[FieldChange] = []
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        name = f"{at}{key}"
        # What holds named parts is told part by part.
        if isinstance(one, dict) and isinstance(other, dict):
            found += _differing(one, other, f"{name}.")
        else:
            found.append(FieldChange(name, one, other))
    return tuple(found)
