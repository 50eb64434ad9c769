"""What each group's map concludes, in common terms, so that the groups can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digisys.analysis.loops.find_loops import find_loops
from digisys.analysis.loops.listing import FoundLoop
from digisys.analysis.matrix.matrix import cells_between
from digisys.analysis.robustness.robust import robust
from digisys.errors import QuestionError, TooLargeError
from digisys.graph.names import Kind, Subject, subject_of
from digisys.graph.view import Graph
from digisys.schema import Model
from digisys.uncertainty.options import Draws

__all__ = ["GroupQuestion", "answers_of", "loops_of_all", "questions_kind"]

#: Loops of each map that are compared at most.
MOST_LOOPS = 2_000
#: Variables between which influences are compared at most, where there are no targets.
_MOST_VARIABLES = 30


@dataclass(frozen=True, order=True)
class GroupQuestion:
    """Something that every map can be asked.

    Attributes
    ----------
    kind
        ``influence``: how the first influences the second; ``loop``: whether these close a
        loop, and of what kind; ``lever``: what moves it most.
    about
        Common keys: two ends, a cycle, or the outcome. Targets as ``target:14``.
    """

    kind: str
    about: tuple[str, ...]


def questions_kind(models: Sequence[Model]) -> Kind:
    """Choose between what influences are asked: targets where some map has two, else variables."""
    for model in models:
        numbers = {ref.target for item in model.variables.values() for ref in item.targets}
        if len(numbers & set(model.targets)) > 1:
            return "target"
    return "variable"


def loops_of_all(models: Sequence[Model]) -> tuple[list[list[FoundLoop]], int | None]:
    """List the loops of each map, up to the length to which every list is whole.

    A loop that a list may lack would be told to be none of that map's.

    Returns
    -------
    loops : list of list of FoundLoop
        Of each map.
    longest : int or None
        The length in links; None where all loops are listed.
    """
    found = [find_loops(model, max_loops=MOST_LOOPS) for model in models]
    bounds = [each.whole_length or 0 for each in found if each.truncated is not None]
    longest = min(bounds) if bounds else None
    kept = [
        [loop for loop in each.loops if longest is None or len(loop.variables) <= longest]
        for each in found
    ]
    return kept, longest


def answers_of(
    model: Model,
    keys: Mapping[str, str],
    kind: Kind,
    shared: Sequence[str],
    draws: Draws | None,
    loops: Iterable[FoundLoop],
) -> dict[GroupQuestion, str]:
    """Ask one map; what it does not hold is not answered.

    Parameters
    ----------
    model
        The map.
    keys
        Common keys by its ids.
    kind
        ``target`` or ``variable``.
    shared
        Common keys of variables to ask about, where these are asked; the first 30 count.
    draws
        How levers are ranked; None to leave them out.
    loops
        Its loops, of the lengths of which all are known in every map.

    Returns
    -------
    dict
        By question a verdict, ``none``, the kind of a loop, or the key of the first lever.
    """
    graph = Graph.of(model)
    found: dict[GroupQuestion, str] = {}
    subjects = _subjects(model, keys, kind, shared)
    names = {subject.key: name for subject, name in subjects}
    for cell in cells_between(graph, [subject for subject, _ in subjects]):
        if cell.verdict != "same":
            pair = names[cell.row.key], names[cell.column.key]
            found[GroupQuestion("influence", pair)] = cell.verdict
    for loop in loops:
        cycle = tuple(keys[name] for name in loop.variables)
        start = cycle.index(min(cycle))
        found[GroupQuestion("loop", cycle[start:] + cycle[:start])] = loop.kind
    if draws is not None and subjects:
        found |= _levers(model, keys, subjects, draws)
    return found


def _subjects(
    model: Model, keys: Mapping[str, str], kind: Kind, shared: Sequence[str]
) -> list[tuple[Subject, str]]:
    if kind == "target":
        used = {ref.target for item in model.variables.values() for ref in item.targets}
        numbers = [number for number in model.targets if number in used]
        return [(subject_of(model, "target", each), f"target:{each}") for each in numbers]
    back = {key: name for name, key in keys.items()}
    there = [key for key in shared if key in back][:_MOST_VARIABLES]
    return [(subject_of(model, "variable", back[key]), key) for key in there]


def _levers(
    model: Model,
    keys: Mapping[str, str],
    subjects: Sequence[tuple[Subject, str]],
    draws: Draws,
) -> dict[GroupQuestion, str]:
    found = {}
    for subject, name in subjects:
        try:
            ranking = robust(model, subject.key, samples=draws).ranking
        except (QuestionError, TooLargeError):
            continue  # nothing outside of it acts on it
        if ranking.levers:
            found[GroupQuestion("lever", (name,))] = keys[ranking.levers[0].variable]
    return found
