"""Whether links join variables that may be joined, each pair once."""

from __future__ import annotations

from digisys.errors import Problem
from digisys.schema.checks.dangling import Dangling, Found
from digisys.schema.checks.raw import Raw, links_of, mapping
from digisys.words import Message

__all__ = ["link_problems"]


def link_problems(raw: Raw) -> Found:
    """Find links of unknown ends, to themselves, given twice, or into an input."""
    variables = mapping(raw.get("variables"))
    first: dict[tuple[str, str], tuple[int, object]] = {}
    for position, link in links_of(raw):
        ends = link.get("from"), link.get("to")
        for key, name, other in zip(("from", "to"), ends, reversed(ends), strict=True):
            if isinstance(name, str) and name not in variables:
                what = Message("There is no variable “{name}”.", {"name": name})
                yield Dangling(("links", position, key), what, name, variables, but=other)
        source, target = ends
        if not (isinstance(source, str) and isinstance(target, str)):
            continue
        if source == target:
            yield Problem(
                ("links", position),
                Message("“{name}” is linked to itself.", {"name": source}),
                Message("Add the variable in between that carries the feedback."),
            )
        if (source, target) in first:
            earlier, polarity = first[source, target]
            yield Problem(
                ("links", position),
                Message(
                    "The link {link} is there already, as links[{position}].",
                    {"link": f"{source}->{target}", "position": earlier},
                ),
                Message("Keep one of the two and join their evidence.")
                if link.get("polarity") == polarity
                else Message(
                    "Keep one of the two, with “polarity: unknown” if both signs have grounds,"
                    " and join their evidence."
                ),
            )
        first.setdefault((source, target), (position, link.get("polarity")))
        if mapping(variables.get(target)).get("role") == "input":
            yield Problem(
                ("links", position, "to"),
                Message("“{name}” is an input, and nothing may act on an input.", {"name": target}),
                Message("Give the variable the role stock or auxiliary, or remove the link."),
            )
