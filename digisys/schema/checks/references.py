"""Whether areas, targets and sources that are named are there."""

from __future__ import annotations

from digisys.errors import Problem
from digisys.schema.checks.dangling import Dangling, Found
from digisys.schema.checks.raw import Raw, entities, items_of, mapping, sequence
from digisys.words import Message

__all__ = ["evidence_problems", "reference_problems", "time_problems"]


def reference_problems(raw: Raw) -> Found:
    """Find areas and targets that are named but not there."""
    areas, targets = mapping(raw.get("areas")), mapping(raw.get("targets"))
    for section in ("targets", "variables"):
        for key, entity in items_of(raw, section):
            area = entity.get("area")
            if isinstance(area, str) and area not in areas:
                yield Dangling(
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
                yield Dangling(path, what, number, targets)
            elif number in seen:
                yield Problem(
                    path,
                    Message("Target {name} is listed twice.", {"name": number}),
                    Message("Remove one of the two."),
                )
            seen.add(number)


def evidence_problems(raw: Raw) -> Found:
    """Find sources and parts that evidence names but that are not there."""
    sources = mapping(raw.get("sources"))
    for path, entity in entities(raw):
        if len(path) < 2 or path[-2] != "evidence":
            continue
        name = entity.get("source")
        if isinstance(name, str) and name not in sources:
            what = Message("There is no source “{name}”.", {"name": name})
            yield Dangling((*path, "source"), what, name, sources)
        elif isinstance(name, str):
            parts = mapping(mapping(sources[name]).get("parts"))
            part = entity.get("part")
            if isinstance(part, str) and part not in parts:
                what = Message(
                    "Source “{source}” has no part “{name}”.", {"source": name, "name": part}
                )
                yield Dangling((*path, "part"), what, part, parts)
        for position, citation in enumerate(sequence(entity.get("cites"))):
            cited = mapping(citation).get("source")
            if isinstance(cited, str) and cited not in sources:
                what = Message("There is no source “{name}”.", {"name": cited})
                yield Dangling((*path, "cites", position, "source"), what, cited, sources)


def time_problems(raw: Raw) -> Found:
    """Find a time that ends before it starts."""
    time = mapping(raw.get("time"))
    start, end = time.get("start", 2023.0), time.get("end", 2030.0)
    if isinstance(start, int | float) and isinstance(end, int | float) and end <= start:
        yield Problem(
            ("time", "end"),
            Message(
                "The end, {end}, is not after the start, {start}.", {"end": end, "start": start}
            ),
            Message("Give a later year."),
        )
