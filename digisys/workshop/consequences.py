"""What the differences between two maps do to what each of them concludes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from digisys.analysis.loops.find_loops import Loops, find_loops
from digisys.analysis.loops.listing import FoundLoop
from digisys.analysis.matrix.matrix import cells_between
from digisys.analysis.robustness.robust import choose_levers, robust
from digisys.analysis.robustness.robust_result import RankedLever
from digisys.errors import QuestionError, TooLargeError
from digisys.graph.names import Kind, Subject, subject_of
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.schema import Model
from digisys.uncertainty.options import Draws
from digisys.words import Message
from digisys.workshop.edits import Edit
from digisys.workshop.matching import Matching

__all__ = ["Compared", "EffectChange", "LeverChange", "LoopChange", "Views", "compare_conclusions"]

#: So many loops of each map are compared at most; the shortest where there are more.
MOST_LOOPS = 10_000
#: Gains of so many loops are compared.
_MOST_GAINS = 1_000
#: A model without targets or areas is asked variable by variable, so many at most.
_MOST_VARIABLES = 60
#: A loop whose gain is above this grows by itself.
_GROWS = 1.0


@dataclass(frozen=True)
class EffectChange:
    """That something influences something otherwise than before.

    Attributes
    ----------
    kind
        ``target``, ``area`` or ``variable``: what the two are.
    source, outcome
        Their keys; of variables, the ids in the new map.
    before, after
        What the chains come to: ``strengthens``, ``weakens``, ``ambiguous``, ``unknown``,
        ``undecided``, or ``none`` where no chain leads there.
    steps_before, steps_after
        Links on the shortest chain; None where there is none.
    """

    kind: str
    source: str | int
    outcome: str | int
    before: str
    after: str
    steps_before: int | None
    steps_after: int | None


@dataclass(frozen=True)
class LoopChange:
    """That a feedback loop came, went, turned, or began or ceased to grow by itself.

    Attributes
    ----------
    what
        ``created``, ``destroyed``, ``turned`` (another kind) or ``gain`` (its median gain
        passes 1).
    name
        The name that a map gives it, such as ``R1a``; None where it has none.
    variables
        Its variables in causal order: ids of the new map, of the old one where the loop went.
    before, after
        Its kind, ``reinforcing``, ``balancing`` or ``unknown``; None where it is not there.
    gain_before, gain_after
        Median of its gain, dimensionless, where it is reinforcing and that was compared.
    """

    what: Literal["created", "destroyed", "turned", "gain"]
    name: str | None
    variables: tuple[str, ...]
    before: str | None
    after: str | None
    gain_before: float | None = None
    gain_after: float | None = None


@dataclass(frozen=True)
class LeverChange:
    """That a lever ranks otherwise among those of an outcome, beyond what draws leave open.

    Attributes
    ----------
    kind, outcome
        What is moved: a ``target`` or ``variable``, and its key in the new map.
    lever
        The lever's id in the new map.
    rank_before, rank_after
        Its place by how often it moves the outcome most, from 1; None where it does not
        reach it.
    best_before, best_after
        Share of the draws, 0 to 1, in which it moves the outcome most.
    """

    kind: str
    outcome: str | int
    lever: str
    rank_before: int | None
    rank_after: int | None
    best_before: float
    best_after: float


@dataclass(frozen=True)
class Compared:
    """What was found to be concluded otherwise, and how far the comparison went.

    Attributes
    ----------
    effects, loops, levers
        What changed.
    by
        ``target``, ``area`` or ``variable``: between what influences were compared; None
        where neither map has two such things.
    asked
        How many of them.
    every
        False where only the variables at changed links were asked about.
    loop_length
        Loops of up to so many links were compared; None for loops of any length.
    open_levers
        Why levers were not compared; None where they were.
    """

    effects: tuple[EffectChange, ...]
    loops: tuple[LoopChange, ...]
    levers: tuple[LeverChange, ...]
    by: Kind | None
    asked: int
    every: bool
    loop_length: int | None
    open_levers: Message | None


@dataclass(frozen=True)
class Views:
    """Which links count, in both maps alike.

    Attributes
    ----------
    evidence, certainty
        As of :func:`digisys.graph.view.select_view`.
    """

    evidence: EvidenceChoice = None
    certainty: CertaintyChoice = "explicit"

    @property
    def options(self) -> dict[str, Any]:
        """The same as the keywords that every question takes."""
        return {"evidence": self.evidence, "certainty": self.certainty}


def compare_conclusions(
    old: Model,
    new: Model,
    matching: Matching,
    edits: Sequence[Edit],
    views: Views,
    draws: Draws | None,
) -> Compared:
    """Ask both maps the same questions, and keep what is answered otherwise.

    Parameters
    ----------
    old, new
        The two maps.
    matching
        Which variables of them are the same.
    edits
        What is written differently.
    views
        Which links count.
    draws
        How levers are ranked; None to leave them out.

    Returns
    -------
    Compared
        What changed. Things that only one map has are no change of a conclusion, but a target
        without variables counts as reaching nothing.
    """
    kind, keys, every = _subjects(old, new, matching, edits)
    effects = _effects(old, new, matching, views, kind, keys) if kind is not None else ()
    loops, length = _loops(old, new, matching, views)
    levers: tuple[LeverChange, ...] = ()
    why = None
    if draws is not None:
        try:
            levers = _levers(old, new, matching, views, draws)
        except (QuestionError, TooLargeError) as error:
            why = error.what
    return Compared(tuple(effects), loops, levers, kind, len(keys), every, length, why)


def _subjects(
    old: Model, new: Model, matching: Matching, edits: Sequence[Edit]
) -> tuple[Kind | None, tuple[str | int, ...], bool]:
    """Choose between what influences are compared: targets, else areas, else variables."""
    numbers = sorted(_numbers(old) | _numbers(new))
    if len(numbers) > 1:
        return "target", tuple(numbers), True
    used = {item.area for model in (old, new) for item in model.variables.values()}
    areas = [name for name in old.areas if name in new.areas and name in used]
    if len(areas) > 1:
        return "area", tuple(areas), True
    shared = tuple(matching.pairs.values())
    if len(shared) <= _MOST_VARIABLES:
        return ("variable", shared, True) if len(shared) > 1 else (None, (), True)
    touched: dict[str, None] = {}
    for edit in edits:
        if edit.kind == "link":
            name = matching.link(edit.key) if edit.what == "removed" else edit.key
            touched |= dict.fromkeys(name.partition("#")[0].split("->"))
    near = tuple(name for name in touched if name in matching.pairs.values())[:_MOST_VARIABLES]
    return ("variable", near, False) if len(near) > 1 else (None, (), False)


def _numbers(model: Model) -> set[int]:
    return {ref.target for item in model.variables.values() for ref in item.targets}


Cell = tuple[str, int | None]


def _effects(
    old: Model,
    new: Model,
    matching: Matching,
    views: Views,
    kind: Kind,
    keys: Sequence[str | int],
) -> list[EffectChange]:
    names = {key: matching.old(str(key)) if kind == "variable" else key for key in keys}
    before = _cells(old, views, kind, {was: key for key, was in names.items() if was is not None})
    after = _cells(new, views, kind, {key: key for key in keys})
    nothing: Cell = ("none", None)
    found = []
    for source in keys:
        for outcome in keys:
            one = before.get((source, outcome), nothing)
            other = after.get((source, outcome), nothing)
            if one[0] != other[0] and "same" not in (one[0], other[0]):
                change = (one[0], other[0], one[1], other[1])
                found.append(EffectChange(kind, source, outcome, *change))
    return found


def _cells(
    model: Model, views: Views, kind: Kind, keys: Mapping[str | int, str | int]
) -> Mapping[tuple[str | int, str | int], Cell]:
    """Ask how things influence each other; by what they are called in the new map."""
    there: Mapping[Kind, Iterable[str | int]] = {
        "target": _numbers(model) & set(model.targets),
        "area": {item.area for item in model.variables.values() if item.area is not None},
        "variable": model.variables,
    }
    known = set(there[kind])
    subjects: list[Subject] = [subject_of(model, kind, key) for key in keys if key in known]
    graph = Graph.of(model, **views.options)
    return {
        (keys[cell.row.key], keys[cell.column.key]): (cell.verdict, cell.steps)
        for cell in cells_between(graph, subjects)
    }


def _loops(
    old: Model, new: Model, matching: Matching, views: Views
) -> tuple[tuple[LoopChange, ...], int | None]:
    before = find_loops(old, max_loops=MOST_LOOPS, **views.options)
    after = find_loops(new, max_loops=MOST_LOOPS, **views.options)
    # Beyond the length up to which both lists are whole, nothing is known of what they lack.
    bounds = [each.whole_length or 0 for each in (before, after) if each.truncated is not None]
    longest = min(bounds) if bounds else None
    one, other = _by_cycle(before, matching, longest), _by_cycle(after, None, longest)
    gains_before, gains_after = _gains(before, one), _gains(after, other)
    gone = [
        LoopChange(
            "destroyed", loop.instance, loop.variables, loop.kind, None, gains_before.get(at)
        )
        for at, (_, loop) in one.items()
        if at not in other
    ]
    found = []
    for at, (_, loop) in other.items():
        gain = gains_after.get(at)
        if at not in one:
            told = (loop.instance, loop.variables, None, loop.kind, None, gain)
            found.append(LoopChange("created", *told))
            continue
        was = one[at][1]
        name, earlier = loop.instance or was.instance, gains_before.get(at)
        change = (name, loop.variables, was.kind, loop.kind, earlier, gain)
        if was.kind != loop.kind:
            found.append(LoopChange("turned", *change))
        elif earlier is not None and gain is not None and (earlier > _GROWS) != (gain > _GROWS):
            found.append(LoopChange("gain", *change))
    order = ("destroyed", "created", "turned", "gain")
    every = sorted((*gone, *found), key=lambda each: (order.index(each.what), each.name is None))
    return tuple(every), longest


Listed = Mapping[tuple[str, ...], tuple[int, FoundLoop]]


def _by_cycle(loops: Loops, matching: Matching | None, longest: int | None) -> Listed:
    """List the loops by their variables in the ids of the new map, with their places."""
    found = {}
    for place, loop in enumerate(loops.loops):
        if longest is None or len(loop.variables) <= longest:
            names = loop.variables
            if matching is not None:
                names = tuple(matching.new(name) for name in names)
            start = names.index(min(names))
            found[names[start:] + names[:start]] = place, loop
    return found


def _gains(loops: Loops, listed: Listed) -> Mapping[tuple[str, ...], float]:
    gains = loops.gains(_MOST_GAINS)
    return {at: gains[place].median for at, (place, _) in listed.items() if place in gains}


Ranked = Mapping[tuple[str, str | int], Mapping[str, tuple[int, RankedLever]]]


def _levers(
    old: Model, new: Model, matching: Matching, views: Views, draws: Draws
) -> tuple[LeverChange, ...]:
    sources = dict.fromkeys(choose_levers(Graph.of(new, **views.options), "sources"))
    for name in choose_levers(Graph.of(old, **views.options), "sources"):
        sources.setdefault(matching.new(name))
    # The same levers on both sides, also where something acts on them on one side only.
    shared = [name for name in sources if matching.old(name) is not None]
    if not shared:
        return ()
    earlier_names = [str(matching.old(name)) for name in shared]
    before = _ranked(old, views, draws, matching, earlier_names)
    after = _ranked(new, views, draws, None, shared)
    found = []
    for subject, ranking in after.items():
        earlier = before.get(subject)
        if earlier is None:
            continue
        for name in dict.fromkeys((*ranking, *earlier)):
            if name not in new.variables:
                continue
            was, now = earlier.get(name), ranking.get(name)
            if (was and was[0]) == (now and now[0]) or not _apart(was, now):
                continue
            found.append(
                LeverChange(
                    *subject,
                    name,
                    was and was[0],
                    now and now[0],
                    was[1].best if was else 0.0,
                    now[1].best if now else 0.0,
                )
            )
    return tuple(found)


def _ranked(
    model: Model, views: Views, draws: Draws, matching: Matching | None, names: Sequence[str]
) -> Ranked:
    found: dict[tuple[str, str | int], dict[str, tuple[int, RankedLever]]] = {}
    for ranking in robust(model, levers=names, samples=draws, **views.options).rankings:
        subject, key = ranking.subject, ranking.subject.key
        if matching is not None and subject.kind == "variable":
            key = matching.new(str(key))
        found[subject.kind, key] = {
            lever.variable if matching is None else matching.new(lever.variable): (place, lever)
            for place, lever in enumerate(ranking.levers, 1)
        }
    return found


def _apart(one: tuple[int, RankedLever] | None, other: tuple[int, RankedLever] | None) -> bool:
    """Whether the 95 % intervals of how often a lever is best lie apart."""
    low, high = one[1].best_interval if one else (0.0, 0.0)
    least, most = other[1].best_interval if other else (0.0, 0.0)
    return high < least or most < low
