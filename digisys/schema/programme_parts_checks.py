"""Whether what events, quality and the road map of a programme name is there."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.errors import Problem
from digisys.schema.checks.references import Dangling, Found, Path, Raw, items_of, mapping, sequence
from digisys.words import N_, Message

__all__ = ["parts_names"]

_NO_PARTY = N_("There is no party “{name}”.")
_NO_CRITERION = N_("There is no criterion “{name}”.")


def parts_names(raw: Raw) -> Found:
    """Find what is named in these parts but not there, and ids that are there twice.

    Parameters
    ----------
    raw
        The programme as plain data.

    Yields
    ------
    Problem or Dangling
        What is wrong, in the order of the file.
    """
    yield from _events(raw)
    yield from _same_ids(raw)
    yield from _quality(mapping(raw.get("quality")))


def _events(raw: Raw) -> Found:
    part = mapping(raw.get("life_events"))
    sectors, traits = mapping(part.get("sectors")), mapping(part.get("traits"))
    result = mapping(part.get("packages")).get("key_result")
    results = mapping(raw.get("key_results"))
    if isinstance(result, str) and result not in results:
        what = Message("There is no key result “{name}”.", {"name": result})
        path: Path = ("life_events", "packages", "key_result")
        yield Dangling("unknown-key-result", path, what, result, results)
    for name, event in items_of(part, "events"):
        at: Path = ("life_events", "events", name)
        parties, points = mapping(event.get("parties")), mapping(event.get("points"))
        for who, party in items_of(event, "parties"):
            here = (*at, "parties", who)
            yield from _named(
                "unknown-sector",
                (*here, "sector"),
                N_("There is no sector “{name}”."),
                party.get("sector"),
                sectors,
            )
            for position, point in enumerate(sequence(party.get("acts_in"))):
                where = (*here, "acts_in", position)
                what_point = N_("There is no point “{name}”.")
                yield from _named("unknown-point", where, what_point, point, points)
        for position, who in enumerate(sequence(event.get("committed"))):
            where = (*at, "committed", position)
            yield from _named("unknown-party", where, _NO_PARTY, who, parties)
        for position, flow in enumerate(sequence(event.get("flows"))):
            for end in ("source", "target"):
                where = (*at, "flows", position, end)
                yield from _named(
                    "unknown-party", where, _NO_PARTY, mapping(flow).get(end), parties
                )
        for trait in mapping(event.get("traits")):
            where = (*at, "traits", trait)
            what_trait = N_("There is no trait “{name}”.")
            yield from _named("unknown-trait", where, what_trait, trait, traits)


def _quality(part: Raw) -> Found:
    areas, criteria = mapping(part.get("areas")), mapping(part.get("criteria"))
    seen: dict[object, object] = {}
    for name, item in items_of(part, "criteria"):
        at: Path = ("quality", "criteria", name)
        what = N_("There is no area “{name}”.")
        yield from _named("unknown-area", (*at, "area"), what, item.get("area"), areas)
        number = item.get("number")
        if number is not None and number in seen:
            yield Problem(
                "same-number",
                (*at, "number"),
                Message("“{name}” has the same number.", {"name": str(seen[number])}),
                Message("Give each criterion its own number."),
            )
        if isinstance(number, str):
            seen.setdefault(number, name)
    for name, item in items_of(part, "statements"):
        where = ("quality", "statements", name, "criterion")
        yield from _named(
            "unknown-criterion", where, _NO_CRITERION, item.get("criterion"), criteria
        )


def _same_ids(raw: Raw) -> Iterator[Problem]:
    """Find criteria of events that bear the id of another, in whichever set."""
    seen: set[str] = set()
    for path, name in _criteria(mapping(raw.get("life_events"))):
        if name in seen:
            yield Problem(
                "same-criterion",
                path,
                Message("Another criterion has the id “{name}” too.", {"name": name}),
                Message("Give each criterion, in all sets, its own id."),
            )
        seen.add(name)


def _criteria(part: Raw) -> Iterator[tuple[Path, str]]:
    for set_name, assessment in items_of(part, "assessments"):
        for name, criterion in items_of(assessment, "criteria"):
            at: Path = ("life_events", "assessments", set_name, "criteria", name)
            yield at, str(name)
            for sub in mapping(criterion.get("parts")):
                yield (*at, "parts", sub), str(sub)


def _named(code: str, path: Path, what: str, name: object, there: Raw) -> Found:
    if isinstance(name, str) and name not in there:
        yield Dangling(code, path, Message(what, {"name": name}), name, there)
