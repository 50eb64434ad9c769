"""What answers about dynamics come to, in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from digisys.answers.agreement import draws_statement
from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.size import CLEAR, SHARES, Sized, size_statement
from digisys.answers.times import Moment
from digisys.answers.touched import Touched, Way
from digisys.graph.labels import labels_of
from digisys.simulation.timing import NO_EFFECT
from digisys.words import Counted, Listed, Message

if TYPE_CHECKING:
    from digisys.answers.agreement import Agreement
    from digisys.schema import Model
    from digisys.simulation.experiment import Experiment
    from digisys.simulation.integrate.program import Floats
    from digisys.simulation.outcomes import Outcome, Outcomes
    from digisys.simulation.system.stock_flow import Arc

__all__ = [
    "LEAST_SHOWN",
    "arcs_on_the_way",
    "conclude_ensemble",
    "pushed_outcomes",
    "pushed_variables",
    "sized_effects",
    "touched_at_end",
]

#: Levels that move less than this are told when asked for only.
LEAST_SHOWN = 0.001


class Ensemble(Protocol):
    """What a conclusion asks of many runs (an answer of ``simulate``)."""

    @property
    def experiment(self) -> Experiment: ...
    @property
    def times(self) -> Floats: ...
    @property
    def quantiles(self) -> tuple[float, ...]: ...
    @property
    def final(self) -> Floats: ...
    @property
    def model(self) -> Model: ...
    @property
    def outcomes(self) -> Outcomes: ...
    @property
    def bands(self) -> Floats: ...
    @property
    def samples(self) -> int: ...
    @property
    def agreement(self) -> Agreement | None: ...


def pushed_variables(experiments: Iterable[Experiment]) -> frozenset[str]:
    """Return what scenarios push or set themselves, so that it is no effect of theirs."""
    systems = [experiment.system for experiment in experiments]
    return frozenset(name for system in systems for name in (*system.pushes, *system.levels))


def pushed_outcomes(experiment: Experiment, outcomes: Outcomes) -> tuple[int, ...]:
    """Return the positions of outcomes all of whose variables a scenario pushes itself."""
    pushed = pushed_variables([experiment])
    names = tuple(outcomes.model.variables)
    return tuple(
        at
        for at, item in enumerate(outcomes.items)
        if all(names[member] in pushed for member in item.members)
    )


def touched_at_end(experiment: Experiment, outcomes: Outcomes, levels: Floats) -> Touched:
    """Return what a scenario pushes and what has moved in the end, and which way.

    Parameters
    ----------
    experiment
        What was run.
    outcomes
        What levels are told for.
    levels
        The levels at the end, one an outcome, on the scale of levels.

    Returns
    -------
    Touched
        A level nearer to 0 than is ever shown has not moved.
    """
    about = tuple(
        name for name in outcomes.model.variables if name in pushed_variables([experiment])
    )
    names = tuple(outcomes.model.variables)
    ways: dict[str, Way | None] = dict.fromkeys(about)
    for at in outcomes.of_kind("variable"):
        if abs(levels[at]) >= LEAST_SHOWN:
            ways[outcomes.items[at].key] = "rises" if levels[at] > 0 else "falls"
    rows = tuple(tuple(names[row] for row in item.members) for item in outcomes.items)
    return Touched(ways, about, rows)


def arcs_on_the_way(experiment: Experiment) -> tuple[Arc, ...]:
    """Return the arcs that carry on what a scenario does."""
    system = experiment.system
    changed = (arc.source for arc in system.arcs if arc.changes)
    waiting = [*pushed_variables([experiment]), *changed, *system.initial]
    reached = set(waiting)
    while waiting:
        name = waiting.pop()
        for arc in system.arcs:
            if arc.source == name and arc.target not in reached:
                reached.add(arc.target)
                waiting.append(arc.target)
    return tuple(arc for arc in system.arcs if arc.source in reached)


def sized_effects(ensemble: Ensemble) -> tuple[Sized, ...]:
    """Measure the effects of a scenario on targets; on variables in a model without targets.

    Parameters
    ----------
    ensemble
        The runs under the scenario.

    Returns
    -------
    tuple of Sized
        What moves in any draw, without what the scenario pushes itself: a target all of whose
        variables are pushed.
    """
    outcomes = ensemble.outcomes
    names = tuple(ensemble.model.variables)
    pushed = pushed_variables([ensemble.experiment])
    rows = outcomes.of_kind("target") or outcomes.of_kind("variable")
    low, middle, high = (
        ensemble.bands[ensemble.quantiles.index(share)] for share in (SHARES[0], 0.5, SHARES[1])
    )
    effects = []
    for row in rows:
        item = outcomes.items[row]
        pushed_members = sum(names[member] in pushed for member in item.members)
        if pushed_members == len(item.members):
            continue
        if not np.abs(ensemble.final[:, row]).max() > NO_EFFECT:
            continue
        key, name = _called(ensemble, item)
        effects.append(
            Sized(
                key,
                name,
                low=float(low[-1, row]),
                middle=float(middle[-1, row]),
                high=float(high[-1, row]),
                by=_clear_by(ensemble.times, low[:, row], high[:, row]),
                partly=pushed_members > 0,
            )
        )
    return tuple(effects)


def _called(ensemble: Ensemble, item: Outcome) -> tuple[Any, Any]:
    if item.kind == "target":
        return int(item.key), int(item.key)
    return item.key, labels_of(ensemble.model).short_variables[item.key]


def _clear_by(times: Floats, low: Floats, high: Floats) -> float | None:
    """Return the whole year or moment from which on an effect is clear."""
    clear = np.maximum(low, -high) >= CLEAR
    if not clear[-1]:
        return None
    first = 0 if clear.all() else int(np.flatnonzero(~clear)[-1]) + 1
    return float(math.ceil(times[first] - 1e-9))


def conclude_ensemble(ensemble: Ensemble) -> Conclusion:
    """Tell what a scenario moves by when, which way, how sure that is and on what basis."""
    model, experiment = ensemble.model, ensemble.experiment
    effects = sized_effects(ensemble)
    arcs = arcs_on_the_way(experiment)
    if effects:
        end = Moment(float(ensemble.times[-1]), model.time.unit)
        statements = [size_statement(effects, end)]
        seen = tuple(effect for effect in effects if effect.size != "unseen")
        statements += [_direction(ensemble, seen, arcs)] if seen else []
    elif ensemble.outcomes.of_kind("target"):
        message = Message("No target moves, other than what is pushed itself.")
        statements = [Statement("size", message, {"effects": []})]
    else:
        message = Message("Nothing moves, other than what is pushed itself.")
        statements = [Statement("size", message, {"effects": []})]
    statements.append(draws_statement(ensemble.samples, ensemble.agreement))
    named = {arc.link for arc in arcs}
    links = [link for link in experiment.system.view.links if link.id in named]
    if effects and links:
        statements.append(basis(model, experiment.system.view, links))
    return Conclusion(tuple(statements), model.default_language)


def _direction(ensemble: Ensemble, effects: tuple[Sized, ...], arcs: tuple[Arc, ...]) -> Statement:
    """Tell which way what can be seen moves in how many draws, and why."""
    outcomes = ensemble.outcomes
    kind = "target" if isinstance(effects[0].name, int) else "variable"
    rows = [outcomes.ids.index(f"{kind}:{effect.key}") for effect in effects]
    final = ensemble.final[:, rows]
    rising = int((final > -NO_EFFECT).all(axis=0).sum())
    falling = int((final < NO_EFFECT).all(axis=0).sum())
    either = len(rows) - rising - falling
    signs = {arc.link: ensemble.experiment.system.unknowns[arc.unknown].sign for arc in arcs}
    others = sum(sign != 1 for sign in signs.values())
    parts = {"rise": rising, "fall": falling, "either": either, "not_positive_links": others}
    if either or (rising and falling):
        every = [
            Counted("{count} rises in all draws", "{count} rise in all draws", rising),
            Counted("{count} falls in all draws", "{count} fall in all draws", falling),
            Counted(
                "{count} goes either way, by how strong links are",
                "{count} go either way, by how strong links are",
                either,
            ),
        ]
        told = Listed(tuple(item for item in every if item.count))
        message: Message | Counted = Message("Of what can be seen, {parts}.", {"parts": told})
    elif others and rising:
        message = Counted(
            "All this rises in all draws, though {count} link on the way is not positive.",
            "All this rises in all draws, though {count} links on the way are not positive.",
            others,
        )
    elif others:
        message = Counted(
            "All this falls in all draws, though {count} link on the way is not positive.",
            "All this falls in all draws, though {count} links on the way are not positive.",
            others,
        )
    elif rising:
        message = Message("All this rises in all draws, because every link is positive.")
    else:
        message = Message("All this falls in all draws, because every link is positive.")
    return Statement("direction", message, parts)
