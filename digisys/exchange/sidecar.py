"""The file beside a map: the model as it was written, joined with what became of the map since."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digisys.exchange.losses import Loss
from digisys.io.format import format_model
from digisys.schema import Link, Model
from digisys.schema.link import cycle_pairs

__all__ = ["format_sidecar", "rejoin", "sidecar_of", "written_as"]

_SUFFIX = ".digisys.yaml"
_FIRST_LINE = "# What the map beside this file cannot hold. Written as"
_WRITTEN_AS = re.compile(re.escape(_FIRST_LINE) + r" ([a-z0-9-]+) in ([A-Za-z0-9-]+)\.\s*\n")
#: What other tools change of a variable and of a link.
_OF_VARIABLE = ("label", "role", "unit", "description")
_OF_LINK = ("polarity", "strength", "delay", "note", "said_by")


def sidecar_of(path: str | os.PathLike[str]) -> str:
    """Name the file beside a map.

    Examples
    --------
    >>> sidecar_of("map.mdl")
    'map.mdl.digisys.yaml'
    """
    return os.fspath(path) + _SUFFIX


def format_sidecar(model: Model, form: str, language: str) -> str:
    """Return the text of the file beside a map: the model, and how the map was written.

    Examples
    --------
    >>> import digisys
    >>> text = format_sidecar(digisys.load("digikompassi"), "gexf", "fi")
    >>> written_as(text)
    ('gexf', 'fi')
    """
    return f"{_FIRST_LINE} {form} in {language}.\n{format_model(model)}"


def written_as(text: str) -> tuple[str, str] | None:
    """Return the format and the language in which the map was written, where the file says so."""
    found = _WRITTEN_AS.match(text)
    return (found[1], found[2]) if found else None


def rejoin(
    kept: Model, base: Model, theirs: Model, carried: Sequence[str]
) -> tuple[Model, tuple[Loss, ...]] | None:
    """Join a model with its map as another tool has changed it.

    Parameters
    ----------
    kept
        The model that was written.
    base
        What reading it back gives when nothing was changed.
    theirs
        What reading the map gives now.
    carried
        Ids of the variables that the map carries, in the order of those of the base.

    Returns
    -------
    tuple or None
        The model: what was not changed as it was, with ids and evidence, what was changed as
        it is now. And loops that are gone. None where the map is not of this model.
    """
    if len(base.variables) != len(carried):
        return None
    names = dict(zip(base.variables, carried, strict=True))
    if not any(name in names for name in theirs.variables):
        return None
    joining = _Joining(kept, base, theirs, names)
    return joining.model(), joining.lost()


class _Joining:
    """Puts three models together; ``names`` leads from ids of the map to those that were kept."""

    def __init__(self, kept: Model, base: Model, theirs: Model, names: dict[str, str]) -> None:
        self.kept, self.base, self.theirs = kept, base, theirs
        taken = set(kept.variables)
        self.names = dict(names)
        for name in theirs.variables:
            if name not in names:
                unique, number = name, 2
                while unique in taken:
                    unique, number = f"{name}_{number}", number + 1
                taken.add(unique)
                self.names[name] = unique
        self.links = self._links()
        pairs = {(link["from"], link["to"]) for link in self.links}
        self.loops = {
            name: loop
            for name, loop in kept.loops.items()
            if all(pair in pairs for cycle in loop.cycles.values() for pair in cycle_pairs(cycle))
        }

    def model(self) -> Model:
        variables = dict(self._variables())
        parts: dict[str, Any] = {
            **_plain(self.kept),
            "variables": variables,
            "links": self.links,
            "loops": _plain(self.loops),
        }
        cited = {
            each["source"]
            for item in (*parts["variables"].values(), *parts["links"])
            for each in item.get("evidence", ())
        }
        for name, source in self.theirs.sources.items():
            if name in cited:
                parts["sources"].setdefault(name, self._spoken(source))
        parts["layout"] = self._layout(variables)
        for loop in parts["loops"].values():
            loop["kind"] = self._kind(next(iter(loop["cycles"].values())), loop["kind"])
        if parts["layout"] is None:
            del parts["layout"]
        elif self.loops.keys() != self.kept.loops.keys():
            parts["layout"]["loops"] = {
                name: point
                for name, point in parts["layout"]["loops"].items()
                if name in self.loops
            }
        if len(self.loops) < len(self.kept.loops):
            parts.pop("presentation", None)  # its slides may show a loop that is gone
        return Model.model_validate(parts)

    def lost(self) -> tuple[Loss, ...]:
        gone = self.kept.loops.keys() - self.loops.keys()
        return tuple(
            Loss("unclosed-loop", name, {"name": name}) for name in self.kept.loops if name in gone
        )

    def _kind(self, cycle: tuple[str, ...], kind: str) -> str:
        signs: dict[tuple[str, str], set[str]] = {}
        for link in self.links:
            signs.setdefault((link["from"], link["to"]), set()).add(link["polarity"])
        found = [signs[pair] for pair in cycle_pairs(cycle)]
        if kind == "unknown" or any(len(each) > 1 or "unknown" in each for each in found):
            return "unknown"
        odd = sum("negative" in each for each in found) % 2
        return "balancing" if odd else "reinforcing"

    def _variables(self) -> Iterator[tuple[str, Any]]:
        """Yield those of the map, in the order of the model, and those that it never carried."""
        found = dict(self._carried_variables())
        carried = set(self.names.values())
        kept = {
            name: found[name] if name in found else _plain(variable)
            for name, variable in self.kept.variables.items()
            if name in found or name not in carried
        }
        yield from kept.items()
        yield from ((name, found[name]) for name in found if name not in kept)

    def _carried_variables(self) -> Iterator[tuple[str, Any]]:
        for name, now in self.theirs.variables.items():
            was = self.base.variables.get(name)
            if was is None or name not in self.base.variables:
                yield self.names[name], self._spoken(now)
                continue
            kept = self.kept.variables[self.names[name]]
            changes = {
                field: getattr(now, field)
                for field in _OF_VARIABLE
                if getattr(now, field) != getattr(was, field)
            }
            yield self.names[name], {**_plain(kept), **self._spoken(changes)}

    def _spoken(self, part: Any) -> Any:
        """Say the texts of what is new, or of what has changed, in each language of the model."""
        plain = _plain(part)
        return plain if len(self.kept.languages) == 1 else _in(plain, self.kept.languages)

    def _links(self) -> list[dict[str, Any]]:
        """Return those of the map, with known ones among each other as they were in the model."""
        ranks = {(link.source, link.target): at for at, link in enumerate(self.kept.links)}
        known: list[list[dict[str, Any]]] = []
        slots: list[list[dict[str, Any]]] = []
        for pair, links in self._pairs():
            slots.append(links if pair not in ranks else [])
            if pair in ranks:
                known.append(links)
        known.sort(key=lambda links: ranks[links[0]["from"], links[0]["to"]])
        following = iter(known)
        return [link for links in slots for link in links or next(following)]

    def _pairs(self) -> Iterator[tuple[tuple[str, str], list[dict[str, Any]]]]:
        before: dict[tuple[str, str], Link] = {
            (link.source, link.target): link for link in self.base.links
        }
        own: dict[tuple[str, str], list[Link]] = {}
        for link in self.kept.links:
            own.setdefault((link.source, link.target), []).append(link)
        for now in self.theirs.links:
            was = before.get((now.source, now.target))
            pair = self.names[now.source], self.names[now.target]
            if was is None:
                yield pair, [{**self._spoken(now), "from": pair[0], "to": pair[1]}]
                continue
            changes = {
                field: getattr(now, field)
                for field in _OF_LINK
                if getattr(now, field) != getattr(was, field)
            }
            mine = own.get(pair, [])
            if len(mine) > 1:
                changes = {}
            yield pair, [{**_plain(link), **self._spoken(changes)} for link in mine]

    def _layout(self, variables: Mapping[str, Any]) -> dict[str, Any] | None:
        now, was, kept = self.theirs.layout, self.base.layout, self.kept.layout
        if now is None or now == was:
            if kept is None:
                return None
            layout: dict[str, Any] = _plain(kept)
            layout["variables"] = {
                name: point for name, point in layout["variables"].items() if name in variables
            }
            return layout
        found: dict[str, Any] = _plain(now)
        places = found["variables"]
        found["variables"] = {self.names[name]: point for name, point in places.items()}
        return found


#: Keys under which a text stands.
_TEXTS = frozenset(["label", "short_label", "title", "description", "unit", "note", "reading"])


def _in(part: Any, languages: Sequence[str]) -> Any:
    """Give each text of plain data in every language."""
    if isinstance(part, dict):
        return {
            key: dict.fromkeys(languages, value)
            if key in _TEXTS and isinstance(value, str)
            else _in(value, languages)
            for key, value in part.items()
        }
    return [_in(item, languages) for item in part] if isinstance(part, list | tuple) else part


def _plain(value: Any) -> Any:
    """Return a part of a model as plain data."""
    if hasattr(value, "model_dump"):
        return value.model_dump(by_alias=True, exclude_none=True)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
