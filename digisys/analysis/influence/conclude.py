"""What the answer to a question about influence comes to, in plain sentences."""

from __future__ import annotations

from collections import Counter
from typing import Any

from digisys.analysis.influence.effect import Direction, Effect
from digisys.analysis.influence.size import size_of_effects
from digisys.analysis.influence.verdict import Verdict
from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Link, Model
from digisys.words import Counted, Listed, Message

__all__ = ["conclude", "links_on_the_way"]


def conclude(
    model: Model,
    view: View,
    asked: Subject,
    direction: Direction,
    affected: tuple[Effect, ...],
    targets: tuple[int, ...],
) -> Conclusion:
    """Tell how far an influence reaches, which way it goes, and what that rests on.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    asked, direction
        What was asked about, and whether its effects or its causes were asked for.
    affected, targets
        The variables and the numbers of targets that were reached.

    Returns
    -------
    Conclusion
        One sentence if nothing was reached, else three or four.
    """
    downstream = direction == "downstream"
    if not view.links:
        none = Message("No links are in view, so nothing influences anything.")
        return Conclusion((Statement("reach", none),), model.default_language)
    reach = _reach_parts(model, asked, affected, targets)
    message = _influences(asked, reach) if downstream else _influenced(asked, reach)
    statements = [Statement("reach", message, reach)]
    if affected:
        links = links_on_the_way(view, asked, direction, affected)
        statements += [_direction(affected, links), basis(model, view, links)]
        several = asked.kind == "variable" and asked.key not in model.variables
        if downstream and not several:
            size = size_of_effects(model, view, asked, affected, targets)
            statements.insert(1 if size.kind == "size" else len(statements), size)
    return Conclusion(tuple(statements), model.default_language)


def links_on_the_way(
    view: View, asked: Subject, direction: Direction, affected: tuple[Effect, ...]
) -> tuple[Link, ...]:
    """Return the links in view among what was asked about and what was reached."""
    reached = {effect.variable for effect in affected}
    among = reached.union(asked.variables)
    starts, ends = (among, reached) if direction == "downstream" else (reached, among)
    return tuple(link for link in view.links if link.source in starts and link.target in ends)


def _reach_parts(
    model: Model, asked: Subject, affected: tuple[Effect, ...], targets: tuple[int, ...]
) -> dict[str, Any]:
    steps: dict[int, int] = {}
    for effect in affected:
        for number in effect.targets:
            steps[number] = min(steps.get(number, effect.steps), effect.steps)
    least = min((steps[number] for number in targets), default=0)
    return {
        "targets": list(targets),
        "target_count": len(model.targets),
        "variables": len(affected),
        "variable_count": len(model.variables) - len(asked.variables),
        "nearest_targets": [number for number in targets if steps[number] == least],
        "nearest_steps": least,
    }


def _influences(asked: Subject, parts: dict[str, Any]) -> Message | Counted:
    count, targets, all_targets = parts["variables"], parts["targets"], parts["target_count"]
    if not count:
        return Message("{subject}: no link leads on from here.", {"subject": asked.message})
    name = {"name": asked.label if asked.kind in ("variable", "area") else asked.key}
    subject = {
        "target": Message("target {name} influences", name),
        "area": Message("the area “{name}” influences", name),
        "variable": Message("“{name}” influences", name),
    }.get(asked.kind, Message("loop {name} influences", name))
    if not all_targets:
        values = {"subject": subject, "count": count, "total": parts["variable_count"]}
        return Message("{subject} {count} of the {total} other variables.", values)
    if not targets:
        return Counted(
            "{subject} {count} variable, but none of the {total} targets.",
            "{subject} {count} variables, but none of the {total} targets.",
            count,
            {"subject": subject, "total": all_targets},
        )
    nearest = Counted(
        "most directly target {names} ({steps})",
        "most directly targets {names} ({steps})",
        len(parts["nearest_targets"]),
        _nearest(parts),
    )
    return Counted(
        "{subject} {targets} of {total} targets, {nearest}, and {count} variable in all.",
        "{subject} {targets} of {total} targets, {nearest}, and {count} variables in all.",
        count,
        {
            "subject": subject,
            "targets": len(targets),
            "total": all_targets,
            "nearest": nearest,
        },
    )


def _influenced(asked: Subject, parts: dict[str, Any]) -> Message | Counted:
    count, targets, all_targets = parts["variables"], parts["targets"], parts["target_count"]
    if not count:
        subject = asked.message
        return Message("{subject}: no link leads here from elsewhere.", {"subject": subject})
    name = {"name": asked.label if asked.kind in ("variable", "area") else asked.key}
    subject = {
        "target": Message("target {name} is influenced", name),
        "area": Message("the area “{name}” is influenced", name),
        "variable": Message("“{name}” is influenced", name),
    }.get(asked.kind, Message("loop {name} is influenced", name))
    if not all_targets:
        values = {"subject": subject, "count": count, "total": parts["variable_count"]}
        return Message("{subject} by {count} of the {total} other variables.", values)
    if not targets:
        return Counted(
            "{subject} by {count} variable, but by none of the {total} targets.",
            "{subject} by {count} variables, but by none of the {total} targets.",
            count,
            {"subject": subject, "total": all_targets},
        )
    nearest = Counted(
        "most directly by target {names} ({steps})",
        "most directly by targets {names} ({steps})",
        len(parts["nearest_targets"]),
        _nearest(parts),
    )
    return Counted(
        "{subject} by {targets} of {total} targets, {nearest}, and by {count} variable in all.",
        "{subject} by {targets} of {total} targets, {nearest}, and by {count} variables in all.",
        count,
        {
            "subject": subject,
            "targets": len(targets),
            "total": all_targets,
            "nearest": nearest,
        },
    )


def _nearest(parts: dict[str, Any]) -> dict[str, Any]:
    steps = Counted("{count} step", "{count} steps", parts["nearest_steps"])
    return {"names": Listed(tuple(parts["nearest_targets"])), "steps": steps}


def _direction(affected: tuple[Effect, ...], links: tuple[Link, ...]) -> Statement:
    """Tell which way the effects go, how many of them surely, and why."""
    counts = Counter(effect.verdict for effect in affected)
    negative = sum(link.polarity == "negative" for link in links)
    unknown = sum(link.polarity == "unknown" for link in links)
    parts = {"verdicts": dict(counts), "negative_links": negative, "unknown_links": unknown}
    if len(counts) > 1:
        every = tuple(_some(verdict, counts[verdict]) for verdict in _ORDER if counts[verdict])
        message = Message(
            "Of {total} effects, {parts}.", {"total": counts.total(), "parts": Listed(every)}
        )
        return Statement("direction", message, parts)
    return Statement("direction", _all(next(iter(counts)), negative + unknown), parts)


_ORDER: tuple[Verdict, ...] = ("strengthens", "weakens", "ambiguous", "unknown", "undecided")


def _all(verdict: Verdict, not_positive: int) -> Message | Counted:
    if verdict == "strengthens" and not not_positive:
        return Message("Every chain strengthens, because every link on the way is positive.")
    if verdict == "strengthens":
        return Counted(
            "Every chain strengthens, though {count} link on the way is not positive.",
            "Every chain strengthens, though {count} links on the way are not positive.",
            not_positive,
        )
    if verdict == "weakens":
        return Message("Every chain weakens, as the signs of its links say when multiplied.")
    if verdict == "ambiguous":
        return Message("Each effect goes both ways: some chains strengthen it and others weaken.")
    if verdict == "unknown":
        return Message("No direction is known, as links on the way have an unknown sign.")
    return Message("The search was given up before any direction was settled.")


def _some(verdict: Verdict, count: int) -> Counted:
    if verdict == "strengthens":
        return Counted(
            "{count} strengthens by every chain", "{count} strengthen by every chain", count
        )
    if verdict == "weakens":
        return Counted("{count} weakens by every chain", "{count} weaken by every chain", count)
    if verdict == "ambiguous":
        return Counted(
            "{count} goes both ways, as its chains differ",
            "{count} go both ways, as their chains differ",
            count,
        )
    if verdict == "unknown":
        return Counted("{count} is of unknown direction", "{count} are of unknown direction", count)
    return Counted(
        "{count} was not settled by the search", "{count} were not settled by the search", count
    )
