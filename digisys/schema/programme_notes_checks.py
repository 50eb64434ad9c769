"""Whether what the notes of a programme name is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from digisys.errors import Problem
from digisys.schema.checks.references import Dangling, Found, Path, Raw, items_of, mapping, sequence
from digisys.words import Message

__all__ = ["item_ids", "note_targets", "notes_names"]

#: Where items with an id of their own stand.
_SECTIONS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in ("actors", "key_results", "indicators", "actions", "meanings", "needs")),
    *((name,) for name in ("questions", "keywords", "resources", "drivers", "timeline", "notes")),
    *(("life_events", name) for name in ("sectors", "traits", "assessments", "events")),
    *(("quality", name) for name in ("areas", "criteria", "statements", "questions")),
    ("quality", "recommendations"),
    *(("service_map", name) for name in ("definition", "criteria", "conditions")),
)


def item_ids(raw: Raw) -> dict[str, Any]:
    """List the ids of everything in a programme that a note may belong to.

    Parameters
    ----------
    raw
        The programme as plain data.

    Returns
    -------
    dict
        What stands under each id, the first where several do.

    Examples
    --------
    >>> list(item_ids({"actions": {"filter": {}}, "quality": {"areas": {"speed": {}}}}))
    ['filter', 'speed']
    """
    found: dict[str, Any] = {}
    for path in _SECTIONS:
        part: Any = raw
        for key in path:
            part = mapping(mapping(part).get(key))
        for name, item in part.items():
            found.setdefault(name, item)
    for _, assessment in items_of(mapping(raw.get("life_events")), "assessments"):
        for name, criterion in items_of(assessment, "criteria"):
            found.setdefault(str(name), criterion)
            for part_name, sub in mapping(criterion.get("parts")).items():
                found.setdefault(part_name, sub)
    return found


def notes_names(raw: Raw) -> Found:
    """Find kinds and items that notes name but that are not there.

    Parameters
    ----------
    raw
        The programme as plain data.

    Yields
    ------
    Problem or Dangling
        Each with its place.
    """
    kinds = mapping(raw.get("note_kinds"))
    there: Mapping[str, Any] | None = None
    for name, note in items_of(raw, "notes"):
        kind = note.get("kind")
        if isinstance(kind, str) and kind not in kinds:
            what = Message("There is no kind of note “{name}”.", {"name": kind})
            yield Dangling("unknown-note-kind", ("notes", name, "kind"), what, kind, kinds)
        for position, other in enumerate(sequence(note.get("belongs_to"))):
            path: Path = ("notes", name, "belongs_to", position)
            if other == name:
                yield Problem(
                    "belongs-to-itself",
                    path,
                    Message("The note belongs to itself."),
                    Message("Name something else, or take it out."),
                )
                continue
            there = item_ids(raw) if there is None else there
            if isinstance(other, str) and other not in there:
                what = Message("Nothing in the programme has the id “{name}”.", {"name": other})
                yield Dangling("unknown-item", path, what, other, there)


def note_targets(raw: Raw) -> Iterator[tuple[Path, object]]:
    """Yield the numbers of targets that notes name, each with its place.

    Parameters
    ----------
    raw
        The programme as plain data.
    """
    for name, note in items_of(raw, "notes"):
        for position, number in enumerate(sequence(note.get("targets"))):
            yield ("notes", name, "targets", position), number
