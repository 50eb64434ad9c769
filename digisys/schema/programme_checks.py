"""What the shape of a programme file cannot say: names, goals, places and languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from digisys.errors import Problem
from digisys.schema.checks.references import Dangling, Found, Path, Raw, items_of, mapping, sequence
from digisys.schema.programme_notes_checks import note_targets, notes_names
from digisys.schema.programme_parts_checks import parts_names
from digisys.schema.road_map_checks import road_map_names, road_map_targets
from digisys.words import N_, Message, language_tag

__all__ = ["Known", "find_programme_problems"]

#: Keys that hold a text for people.
_TEXTS = frozenset(
    {"title", "short_label", "label", "description", "publisher", "note", "unit", "owner"}
    | {"reading", "reason", "when", "topic"}
)
#: The ways of a goal, of which one is given.
_WAYS = ("at_least", "at_most", "about", "falls", "holds")
_NO_VARIABLE = N_("There is no variable “{name}”.")
_NO_TARGET = N_("There is no target {name}.")


class Known(NamedTuple):
    """What the model has that a programme may name.

    Attributes
    ----------
    variables
        Its variables.
    targets
        Its targets, by number.
    themes
        Its themes.
    """

    variables: Mapping[str, Any]
    targets: Mapping[int, Any]
    themes: Mapping[str, Any] = {}


def find_programme_problems(raw: Raw, known: Known | None = None) -> list[Problem]:
    """List every contradiction between the parts of a programme, and with its model.

    Parameters
    ----------
    raw
        The programme as plain data, with the keys of the programme file.
    known
        What the model has; variables and targets are not looked up when absent.

    Returns
    -------
    list of Problem
        Empty when the parts agree.

    Examples
    --------
    >>> problems = find_programme_problems({"indicators": {"a": {"key_results": ["kr1"]}}})
    >>> problems[0].code, problems[0].field
    ('unknown-key-result', 'indicators.a.key_results[0]')
    """
    return [
        found.with_cure(look=True) if isinstance(found, Dangling) else found
        for found in _all_found(raw, known)
    ]


def _all_found(raw: Raw, known: Known | None) -> Found:
    yield from _language_problems(raw)
    yield from _names(raw)
    yield from _goals(raw)
    yield from _places(raw, (), raw)
    yield from _numbers_of_key_results(raw)
    yield from parts_names(raw)
    yield from road_map_names(raw)
    yield from notes_names(raw)
    if known is not None:
        yield from _not_in_model(raw, known)


def _names(raw: Raw) -> Found:
    """Find key results, indicators and actors that are named but not there."""
    for section, key, code, what, home in (
        (
            "indicators",
            "key_results",
            "unknown-key-result",
            N_("There is no key result “{name}”."),
            "key_results",
        ),
        (
            "indicators",
            "related_to",
            "unknown-indicator",
            N_("There is no indicator “{name}”."),
            "indicators",
        ),
        ("actions", "actors", "unknown-actor", N_("There is no actor “{name}”."), "actors"),
        ("timeline", "actors", "unknown-actor", N_("There is no actor “{name}”."), "actors"),
        (
            "drivers",
            "kind",
            "unknown-driver-kind",
            N_("There is no kind of driver “{name}”."),
            "driver_kinds",
        ),
    ):
        there = mapping(raw.get(home))
        for name, item in items_of(raw, section):
            listed = item.get(key)
            if isinstance(listed, str) and listed not in there:
                yield Dangling(
                    code, (section, name, key), Message(what, {"name": listed}), listed, there
                )
            for position, other in enumerate(sequence(listed)):
                if isinstance(other, str) and other not in there:
                    path = (section, name, key, position)
                    yield Dangling(code, path, Message(what, {"name": other}), other, there)


def _goals(raw: Raw) -> Found:
    for name, item in items_of(raw, "key_results"):
        goal = item.get("goal")
        if not isinstance(goal, Mapping):
            continue
        given = [way for way in _WAYS if goal.get(way) is not None]
        if len(given) != 1:
            yield Problem(
                "goal-ways",
                ("key_results", name, "goal"),
                Message("The goal is given in no way, or in several."),
                Message("Give one of: {names}.", {"names": ", ".join(_WAYS)}),
            )


def _numbers_of_key_results(raw: Raw) -> Iterator[Problem]:
    seen: dict[tuple[object, object], object] = {}
    for name, item in items_of(raw, "key_results"):
        place = (item.get("target"), item.get("number"))
        if None not in place and place in seen:
            yield Problem(
                "same-key-result",
                ("key_results", name, "number"),
                Message("“{name}” has the same target and number.", {"name": str(seen[place])}),
                Message("Give each key result of a target its own number."),
            )
        seen.setdefault(place, name)


def _places(raw: Raw, path: Path, value: object) -> Found:
    """Find places in documents that are not there or end before they start."""
    sources = mapping(raw.get("sources"))
    if isinstance(value, Mapping):
        if "lines" in value and "source" in value:
            name = value["source"]
            if isinstance(name, str) and name not in sources:
                what = Message("There is no source “{name}”.", {"name": name})
                yield Dangling("unknown-source", (*path, "source"), what, name, sources)
            lines = [line for line in sequence(value["lines"]) if isinstance(line, int)]
            if lines != sorted(lines):
                yield Problem(
                    "reversed-lines",
                    (*path, "lines"),
                    Message("The last line stands before the first."),
                    Message("Write the smaller number first."),
                )
        for key, item in value.items():
            yield from _places(raw, (*path, key), item)
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _places(raw, (*path, position), item)


def _not_in_model(raw: Raw, known: Known) -> Found:
    for section, key in (
        ("indicators", "observes"),
        ("actions", "pushes"),
        ("drivers", "pushes"),
    ):
        for name, item in items_of(raw, section):
            yield from _unknown_themes((section, name), item, known)
            for position, connection in enumerate(sequence(item.get(key))):
                variable = mapping(connection).get("variable")
                if isinstance(variable, str) and variable not in known.variables:
                    path: Path = (section, name, key, position, "variable")
                    what = Message(_NO_VARIABLE, {"name": variable})
                    yield Dangling("unknown-variable", path, what, variable, known.variables)
    for at, number in _targets(raw):
        if isinstance(number, int) and number not in known.targets:
            what = Message(_NO_TARGET, {"name": number})
            yield Dangling("unknown-target", at, what, number, known.targets)


def _unknown_themes(owner: Path, item: Raw, known: Known) -> Found:
    for position, carried in enumerate(sequence(item.get("themes"))):
        theme = mapping(carried).get("theme")
        if isinstance(theme, str) and theme not in known.themes:
            what = Message("There is no theme “{name}”.", {"name": theme})
            path = (*owner, "themes", position, "theme")
            yield Dangling("unknown-theme", path, what, theme, known.themes)


def _targets(raw: Raw) -> Iterator[tuple[Path, object]]:
    yield from road_map_targets(raw)
    yield from note_targets(raw)
    for section in ("key_results", "actions"):
        for name, item in items_of(raw, section):
            yield (section, name, "target"), item.get("target")
    for name, item in items_of(raw, "indicators"):
        for position, number in enumerate(sequence(item.get("targets"))):
            yield ("indicators", name, "targets", position), number


def _language_problems(raw: Raw) -> Iterator[Problem]:
    languages = [name for name in sequence(raw.get("languages")) if isinstance(name, str)]
    for path, text in _texts((), raw) if languages else ():
        given = {language_tag(str(key)) for key in text} if isinstance(text, Mapping) else set()
        missing = [language for language in languages if language not in given]
        if missing and not (isinstance(text, str) and len(languages) == 1):
            yield Problem(
                "missing-translation",
                path,
                Message("The text is missing in: {languages}.", {"languages": ", ".join(missing)}),
                Message("Add it, or take the language out of “languages”."),
            )


def _texts(path: Path, value: object) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            here = (*path, key)
            an_item = isinstance(item, Mapping) and "label" in item  # with an id such as "note"
            if not an_item and (key in _TEXTS or (path and path[-1] == "components")):
                if isinstance(item, str | Mapping):
                    yield here, item
            else:
                yield from _texts(here, item)
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _texts((*path, position), item)
