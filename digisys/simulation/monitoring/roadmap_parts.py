"""Rows of the parts of a road map: what, which target, who, and more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from digisys.analysis.programme.joined import connections_text
from digisys.answers.table import Cell, Formatted
from digisys.schema import Model
from digisys.schema.programme import Action, Programme
from digisys.schema.road_map import ResourceKind
from digisys.words import N_, say

__all__ = ["Narrowed", "Part", "part_rows"]

Part = Literal[
    "meaning", "needs", "actions", "help", "themes", "timeline", "questions", "background"
]
_Rows = Iterator[tuple[Cell, ...]]
_KIND_WORDS: Mapping[str, str] = {
    "training": N_("training"),
    "service": N_("service or tool"),
    "law": N_("law"),
    "architecture": N_("architecture or method"),
    "guide": N_("definition, report or guide"),
    "network": N_("network"),
    "ongoing": N_("under development"),
    "project": N_("project"),
}


@dataclass(frozen=True)
class Narrowed:
    """A programme, and what of it was asked for.

    Attributes
    ----------
    model, programme
        What it belongs to.
    target, actor, kind
        Of what target, actor and kind of help; all when None.
    """

    model: Model
    programme: Programme
    target: int | None = None
    actor: str | None = None
    kind: ResourceKind | None = None

    def filed(self, targets: int | tuple[int, ...] | None) -> bool:
        """Tell whether something is filed under the target that was asked for."""
        if self.target is None:
            return True
        return self.target in targets if isinstance(targets, tuple) else targets == self.target

    def by(self, actors: tuple[str, ...]) -> bool:
        """Tell whether the actor who was asked for is among some."""
        return self.actor is None or self.actor in actors

    def actions(self) -> dict[str, Action]:
        """Return the actions that were asked for."""
        return {
            key: item
            for key, item in self.programme.actions.items()
            if self.filed(item.target) and self.by(item.actors)
        }


def part_rows(road_map: Narrowed, part: Part, language: str) -> _Rows:
    """Return the rows of a part.

    Parameters
    ----------
    road_map
        The road map, with what it is narrowed to.
    part
        The part. What has no actor is left out where one was asked for.
    language
        ``fi``, ``sv`` or ``en``.
    """
    return _MAKERS[part](road_map, language)


def _actors(road_map: Narrowed, actors: Iterable[str], language: str) -> str:
    return ", ".join(road_map.programme.actors[key].label.text(language) for key in actors)


def _meaning(road_map: Narrowed, language: str) -> _Rows:
    for key, item in road_map.programme.meanings.items():
        if road_map.filed(item.target) and road_map.by(()):
            label = Formatted(item.label.text(language), key)
            yield label, item.target, "", item.description.text(language)


def _needs(road_map: Narrowed, language: str) -> _Rows:
    for key, need in road_map.programme.needs.items():
        way = need.way_forward
        actors = way.actors if way else ()
        if road_map.filed(need.target) and road_map.by(actors):
            more = way.label.text(language) if way else ""
            if way is not None and way.when is not None:
                more = f"{more} ({way.when.text(language)})"
            label = Formatted(need.label.text(language), key)
            yield label, need.target, _actors(road_map, actors, language), more


def _what_can_be_done(road_map: Narrowed, language: str) -> _Rows:
    for key, action in road_map.actions().items():
        more = connections_text(action.pushes, road_map.model, language)
        label = Formatted(action.label.text(language), key)
        yield label, action.target, _actors(road_map, action.actors, language), more


def _help(road_map: Narrowed, language: str) -> _Rows:
    for key, item in road_map.programme.resources.items():
        of_kind = road_map.kind in (None, item.kind)
        if of_kind and road_map.filed(item.targets) and road_map.by(()):
            more = say(_KIND_WORDS[item.kind], language)
            if item.description is not None:
                more = f"{more}: {item.description.text(language)}"
            owner = item.owner.text(language) if item.owner else ""
            label = Formatted(item.label.text(language), key)
            yield label, ", ".join(map(str, item.targets)), owner, more


def _themes(road_map: Narrowed, language: str) -> _Rows:
    for key, item in road_map.programme.keywords.items():
        if road_map.filed(item.targets) and road_map.by(()):
            label = Formatted(item.label.text(language), key)
            yield label, ", ".join(map(str, item.targets)), "", ""


def _timeline(road_map: Narrowed, language: str) -> _Rows:
    for key, item in road_map.programme.timeline.items():
        if road_map.by(item.actors):
            label = Formatted(item.label.text(language), key)
            who = _actors(road_map, item.actors, language)
            yield label, "", who, item.when.text(language)


def _questions(road_map: Narrowed, language: str) -> _Rows:
    for key, item in road_map.programme.questions.items():
        if road_map.filed(item.target) and road_map.by(()):
            yield Formatted(item.label.text(language), key), item.target, "", ""


def _background(road_map: Narrowed, language: str) -> _Rows:
    known = road_map.programme
    for key, note in known.notes.items():
        if road_map.filed(note.targets) and road_map.by(note.belongs_to):
            more = known.note_kinds[note.kind].label.text(language)
            if note.when is not None:
                more = f"{more} ({note.when.text(language)})"
            owner = note.owner.text(language) if note.owner else ""
            label = Formatted(note.label.text(language), key)
            yield label, ", ".join(map(str, note.targets)), owner, more


_MAKERS: Mapping[Part, Callable[[Narrowed, str], _Rows]] = {
    "meaning": _meaning,
    "needs": _needs,
    "actions": _what_can_be_done,
    "help": _help,
    "themes": _themes,
    "timeline": _timeline,
    "questions": _questions,
    "background": _background,
}
