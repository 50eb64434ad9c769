"""Whether what one part of a model names is there: areas, targets, evidence, what is shown.

The checks walk through plain data (mappings, lists, words) and pass over whatever has the
wrong type, so that the reader can report contradictions together with type errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from digisys.errors import Problem
from digisys.words import N_, Message

__all__ = [
    "Dangling",
    "Found",
    "Path",
    "Raw",
    "entities",
    "evidence_problems",
    "items_of",
    "layout_problems",
    "links_of",
    "mapping",
    "presentation_problems",
    "reference_problems",
    "sequence",
]

Path = tuple[str | int, ...]
Raw = Mapping[Any, Any]
Found = Iterator["Problem | Dangling"]

#: The span of a run where the model does not tell it.
USUAL_SPAN = (2023.0, 2030.0)

_DEFINE_IT = Message("Define it, or take the reference out.")


def mapping(value: object) -> Raw:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def items_of(raw: Raw, section: str) -> Iterator[tuple[Any, Raw]]:
    """Yield the keys and mappings of a section."""
    for key, value in mapping(raw.get(section)).items():
        if isinstance(value, dict):
            yield key, value


def sequence(value: object) -> Sequence[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def links_of(raw: Raw) -> Iterator[tuple[int, Raw]]:
    """Yield the position and the data of each link."""
    for position, link in enumerate(sequence(raw.get("links"))):
        if isinstance(link, dict):
            yield position, link


def slides_of(raw: Raw) -> Iterator[tuple[int, Raw]]:
    """Yield the position and the data of each slide of the presentation."""
    for position, slide in enumerate(sequence(mapping(raw.get("presentation")).get("slides"))):
        if isinstance(slide, dict):
            yield position, slide


def entities(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    """Yield every part of the file that may hold texts, with its path."""
    yield (), raw
    for section in ("sources", "areas", "targets", "themes", "variables", "loops"):
        for key, entity in items_of(raw, section):
            yield (section, key), entity
            yield from _themes_of((section, key), entity)
            if section == "sources":
                for part, value in items_of(entity, "parts"):
                    yield (section, key, "parts", part), value
            yield from _evidence_of((section, key), entity)
    for position, link in links_of(raw):
        yield ("links", position), link
        yield from _themes_of(("links", position), link)
        yield from _evidence_of(("links", position), link)
    for position, slide in slides_of(raw):
        yield ("presentation", "slides", position), slide


def _themes_of(path: Path, entity: Raw) -> Iterator[tuple[Path, Raw]]:
    for position, carried in enumerate(sequence(entity.get("themes"))):
        if isinstance(carried, dict):
            yield (*path, "themes", position), carried
            yield from _evidence_of((*path, "themes", position), carried)


def _evidence_of(path: Path, entity: Raw) -> Iterator[tuple[Path, Raw]]:
    for position, evidence in enumerate(sequence(entity.get("evidence"))):
        if isinstance(evidence, dict):
            yield (*path, "evidence", position), evidence


class Dangling(NamedTuple):
    """A reference to what is not there; `but` is there and cannot be meant."""

    code: str
    path: Path
    what: Message
    name: object
    known: Raw
    but: object = None

    def with_cure(self, *, look: bool) -> Problem:
        """Return the problem, with similar names if there is time to look for them."""
        cure = _did_you_mean(self.name, self.known, self.but) if look else _DEFINE_IT
        return Problem(self.code, self.path, self.what, cure)


def _did_you_mean(name: object, known: Iterable[object], but: object) -> Message:
    choices = [str(choice) for choice in known if choice != but]
    close = get_close_matches(str(name)[:100], choices, n=3, cutoff=0.6)
    if close:
        return Message("Did you mean {names}?", {"names": ", ".join(close)})
    if not choices:
        return Message("The model defines none; add it, or take the reference out.")
    if len(choices) > 12:
        return _DEFINE_IT
    return Message("Choose one of: {names}.", {"names": ", ".join(choices)})


def reference_problems(raw: Raw) -> Found:
    """Find areas and targets that are named but not there."""
    areas, targets = mapping(raw.get("areas")), mapping(raw.get("targets"))
    for section in ("targets", "variables"):
        for key, entity in items_of(raw, section):
            area = entity.get("area")
            if isinstance(area, str) and area not in areas:
                yield Dangling(
                    "unknown-area",
                    (section, key, "area"),
                    Message("There is no area “{name}”.", {"name": area}),
                    area,
                    areas,
                )
    for key, variable in items_of(raw, "variables"):
        seen: set[int] = set()
        for position, reference in enumerate(sequence(variable.get("targets"))):
            number = mapping(reference).get("target")
            if not isinstance(number, int):
                continue
            path = ("variables", key, "targets", position, "target")
            if number not in targets:
                what = Message("There is no target {name}.", {"name": number})
                yield Dangling("unknown-target", path, what, number, targets)
            elif number in seen:
                yield Problem(
                    "duplicate-target",
                    path,
                    Message("Target {name} is listed twice.", {"name": number}),
                    Message("Remove one of the two."),
                )
            seen.add(number)


def theme_problems(raw: Raw) -> Found:
    """Find themes that parts carry but that are not there, or that they carry twice."""
    themes = mapping(raw.get("themes"))
    for owner, carried in entities(raw):
        if len(owner) < 2 or owner[-2] != "themes" or owner[0] == "themes":
            continue
        name, path = carried.get("theme"), (*owner, "theme")
        if isinstance(name, str) and name not in themes:
            what = Message("There is no theme “{name}”.", {"name": name})
            yield Dangling("unknown-theme", path, what, name, themes)
    for place, part in [
        *((("variables", key), part) for key, part in items_of(raw, "variables")),
        *((("links", at), part) for at, part in links_of(raw)),
    ]:
        seen: set[str] = set()
        for position, carried in enumerate(sequence(part.get("themes"))):
            name = mapping(carried).get("theme")
            if isinstance(name, str) and name in seen:
                yield Problem(
                    "duplicate-theme",
                    (*place, "themes", position, "theme"),
                    Message("The theme “{name}” is listed twice.", {"name": name}),
                    Message("Remove one of the two."),
                )
            seen.add(str(name))


def evidence_problems(raw: Raw) -> Found:
    """Find sources and parts that evidence names but that are not there."""
    sources = mapping(raw.get("sources"))
    for path, entity in entities(raw):
        if len(path) < 2 or path[-2] != "evidence":
            continue
        name = entity.get("source")
        if isinstance(name, str) and name not in sources:
            what = Message("There is no source “{name}”.", {"name": name})
            yield Dangling("unknown-source", (*path, "source"), what, name, sources)
        elif isinstance(name, str):
            parts = mapping(mapping(sources[name]).get("parts"))
            part = entity.get("part")
            if isinstance(part, str) and part not in parts:
                what = Message(
                    "Source “{source}” has no part “{name}”.", {"source": name, "name": part}
                )
                yield Dangling("unknown-part", (*path, "part"), what, part, parts)
        for position, citation in enumerate(sequence(entity.get("cites"))):
            cited = mapping(citation).get("source")
            if isinstance(cited, str) and cited not in sources:
                what = Message("There is no source “{name}”.", {"name": cited})
                yield Dangling(
                    "unknown-source", (*path, "cites", position, "source"), what, cited, sources
                )


def layout_problems(raw: Raw) -> Found:
    """Find places given to what is not there."""
    layout = mapping(raw.get("layout"))
    whats = {
        "areas": ("unknown-area", N_("There is no area “{name}”.")),
        "variables": ("unknown-variable", N_("There is no variable “{name}”.")),
        "loops": ("unknown-loop", N_("There is no loop “{name}”.")),
    }
    for section, (code, what) in whats.items():
        known = mapping(raw.get(section))
        for name in mapping(layout.get(section)):
            if name not in known:
                path = ("layout", section, name)
                yield Dangling(code, path, Message(what, {"name": name}), name, known)


def presentation_problems(raw: Raw) -> Found:
    """Find slides that show what is not there, or several things."""
    loops = mapping(raw.get("loops"))
    cycles = {
        name: loop for loop in loops.values() for name in mapping(mapping(loop).get("cycles"))
    }
    whats = {
        "variable": (
            "unknown-variable",
            N_("There is no variable “{name}”."),
            mapping(raw.get("variables")),
        ),
        "target": ("unknown-target", N_("There is no target {name}."), mapping(raw.get("targets"))),
        "area": ("unknown-area", N_("There is no area “{name}”."), mapping(raw.get("areas"))),
        "loop": ("unknown-loop", N_("There is no loop “{name}”."), {**loops, **cycles}),
    }
    for position, slide in slides_of(raw):
        path = ("presentation", "slides", position)
        shown = [kind for kind in whats if slide.get(kind) is not None]
        for kind in shown:
            code, what, known = whats[kind]
            name = slide[kind]
            if isinstance(name, str | int) and name not in known:
                yield Dangling(code, (*path, kind), Message(what, {"name": name}), name, known)
        if len(shown) > 1:
            yield Problem(
                "several-subjects",
                path,
                Message("The slide shows several things: {names}.", {"names": ", ".join(shown)}),
                Message("Keep one of them, and make a slide of each other one."),
            )
        yield from _scenario_problems(raw, slide, path)


def _scenario_problems(raw: Raw, slide: Raw, path: Path) -> Found:
    """Find what a slide says of a scenario without showing one, or of no moment of the run."""
    scenario = slide.get("scenario")
    for key in ("compare", "time"):
        if slide.get(key) is not None and scenario is None:
            yield Problem(
                "slide-scenario",
                (*path, key),
                Message("The slide shows no scenario, and yet tells its “{key}”.", {"key": key}),
                Message("Name the scenario, or take the line out."),
            )
    if scenario is not None and slide.get("loop") is not None:
        yield Problem(
            "slide-scenario",
            (*path, "loop"),
            Message("The slide shows a scenario and a loop."),
            Message("Make a slide of each."),
        )
    moment, time = slide.get("time"), mapping(raw.get("time"))
    start, end = time.get("start", USUAL_SPAN[0]), time.get("end", USUAL_SPAN[1])
    numbers = all(
        isinstance(each, int | float) and not isinstance(each, bool)
        for each in (moment, start, end)
    )
    if numbers and scenario is not None and not start <= moment <= end:
        yield Problem(
            "slide-scenario",
            (*path, "time"),
            Message(
                "The run goes from {start} to {end}; {moment} is outside.",
                {"start": start, "end": end, "moment": moment},
            ),
            Message("Give a moment of the run, or take the line out to show its end."),
        )
