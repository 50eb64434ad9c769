"""Whether what the road map of a programme names is there."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.schema.checks.references import Dangling, Path, Raw, items_of, mapping, sequence
from digisys.words import Message

__all__ = ["road_map_names", "road_map_targets"]


def road_map_names(raw: Raw) -> Iterator[Dangling]:
    """Find actors that ways forward name but that are not there.

    Parameters
    ----------
    raw
        The programme as plain data.

    Yields
    ------
    Dangling
        Each with its place.
    """
    there = mapping(raw.get("actors"))
    for name, need in items_of(raw, "needs"):
        for position, actor in enumerate(sequence(mapping(need.get("way_forward")).get("actors"))):
            if isinstance(actor, str) and actor not in there:
                path: Path = ("needs", name, "way_forward", "actors", position)
                what = Message("There is no actor “{name}”.", {"name": actor})
                yield Dangling("unknown-actor", path, what, actor, there)


def road_map_targets(raw: Raw) -> Iterator[tuple[Path, object]]:
    """Yield the numbers of targets that the road map names, each with its place.

    Parameters
    ----------
    raw
        The programme as plain data.
    """
    for section in ("meanings", "needs", "questions"):
        for name, item in items_of(raw, section):
            yield (section, name, "target"), item.get("target")
    for section in ("keywords", "resources"):
        for name, item in items_of(raw, section):
            for position, number in enumerate(sequence(item.get("targets"))):
                yield (section, name, "targets", position), number
