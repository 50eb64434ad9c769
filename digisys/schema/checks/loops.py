"""Whether declared loops run along links, and are of the kind that their signs make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digisys.errors import Problem
from digisys.schema.checks.dangling import Dangling, Found
from digisys.schema.checks.raw import Path, Raw, items_of, links_of, mapping, sequence
from digisys.schema.link import cycle_pairs
from digisys.words import Message

__all__ = ["loop_problems"]


def loop_problems(raw: Raw) -> Found:
    """Find cycles that no links close, and kinds that contradict the signs."""
    variables = mapping(raw.get("variables"))
    signs = {
        (link.get("from"), link.get("to")): link.get("polarity")
        for _, link in links_of(raw)
        if isinstance(link.get("from"), str) and isinstance(link.get("to"), str)
    }
    owners: dict[object, object] = {}
    for name, loop in items_of(raw, "loops"):
        for instance, cycle in mapping(loop.get("cycles")).items():
            path = ("loops", name, "cycles", instance)
            if instance in owners:
                yield Problem(
                    path,
                    Message(
                        "The cycle {name} is declared by {owner} too.",
                        {"name": instance, "owner": owners[instance]},
                    ),
                    Message("Give each cycle a name of its own."),
                )
            owners[instance] = name
            members = sequence(cycle)
            if members and all(isinstance(member, str) for member in members):
                yield from _cycle_problems(path, members, loop.get("kind"), variables, signs)


def _cycle_problems(
    path: Path,
    members: Sequence[str],
    kind: object,
    variables: Raw,
    signs: Mapping[tuple[object, object], object],
) -> Found:
    complete = True
    passed: set[str] = set()
    for position, member in enumerate(members):
        if member not in variables:
            complete = False
            what = Message("There is no variable “{name}”.", {"name": member})
            yield Dangling((*path, position), what, member, variables)
        elif member in passed:
            complete = False
            yield Problem(
                (*path, position),
                Message("The cycle passes “{name}” twice.", {"name": member}),
                Message("List each variable once; the last acts on the first."),
            )
        passed.add(member)
    polarities = []
    for source, target in cycle_pairs(members):
        if source in variables and target in variables and (source, target) not in signs:
            complete = False
            yield Problem(
                path,
                Message(
                    "The cycle needs the link {link}, which the model lacks.",
                    {"link": f"{source}->{target}"},
                ),
                Message("Add the link, or correct the order of the variables."),
            )
        polarities.append(signs.get((source, target)))
    if not complete or kind not in ("reinforcing", "balancing"):
        return
    if "unknown" in polarities:
        actual = "unknown"
    else:
        actual = "balancing" if polarities.count("negative") % 2 else "reinforcing"
    if actual != kind:
        yield Problem(
            path,
            Message(
                "The loop is called {kind}, but the signs of its links make it {actual}.",
                {"kind": kind, "actual": actual},
            ),
            Message("Correct the kind, or the polarity of a link."),
        )
