"""The stock-flow system that a model, a view and a scenario make together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from digisys.errors import AlgebraicLoopError, QuestionError, UnknownNameError
from digisys.graph.components import strong_components
from digisys.graph.view import CertaintyChoice, EvidenceChoice, View, select_view
from digisys.schema import Model, Scenario
from digisys.schema.link import DelayOrder
from digisys.simulation.system.interventions import Change, Plan, make_plan
from digisys.simulation.system.options import Dynamics, Range, Response, Settings, choose_response
from digisys.simulation.system.signals import Moments, Signal
from digisys.uncertainty.effects import LINEAR, Curve, curve_of
from digisys.uncertainty.sharing import Sharing, share, sharings_of
from digisys.uncertainty.strengths import Strengths, link_unknown
from digisys.uncertainty.unknowns import Unknown, draw_keys, inertia_span, strength_span
from digisys.words import Message

__all__ = ["Arc", "System", "build_system"]


@dataclass(frozen=True)
class Arc:
    """A link as the equations see it. A link that changes class is two arcs.

    Attributes
    ----------
    link
        The id of the link.
    source, target
        Ids of the variables.
    unknown
        Position of its strength among the system's unknowns.
    delay, order
        As of the link; the delay in units of time.
    changes
        What a scenario does to it over time; their multipliers multiply.
    assumed
        Whether the length of the delay is not known, and one unit of time is taken.
    curve
        How its effect follows the level of the source.
    modulates
        The link whose effect it multiplies, instead of having a term of its own.
    """

    link: str
    source: str
    target: str
    unknown: int
    delay: float = 0.0
    order: DelayOrder = 1
    changes: tuple[Change, ...] = ()
    assumed: bool = False
    curve: Curve = LINEAR
    modulates: str | None = None

    def multipliers(self, moments: Moments) -> npt.NDArray[np.float64]:
        """Return what the strength is multiplied by at each of some moments."""
        result = np.ones(len(moments.times))
        for change in self.changes:
            result *= change.values(moments)
        return result


@dataclass(frozen=True)
class System:
    """Inputs, stocks and auxiliaries with the arcs between them.

    Attributes
    ----------
    model, view, scenario
        What it is made of.
    dynamics, response
        ``adjusting`` or ``accumulating``; ``tanh`` or ``linear``.
    inputs, auxiliaries, stocks
        Ids of the variables by role; auxiliaries in the order in which they are computed.
    arcs
        The arcs, those into auxiliaries first, in the order of computation.
    unknowns
        Strengths and inertias; then, where causes share, what they pass on together.
    sharings
        Which strengths share the movement of their target; empty under the convention
        ``independent``.
    inertia
        Position of each stock's inertia among the unknowns; empty when accumulating.
    pushes, levels
        Signals by variable: pushes on stocks and auxiliaries, levels of inputs.
    initial
        Levels at the start that are not 0.
    rewired
        Whether the scenario changes or adds links.
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    scenario: Scenario | None
    dynamics: Dynamics
    response: Response
    inputs: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    stocks: tuple[str, ...]
    arcs: tuple[Arc, ...] = field(repr=False)
    unknowns: tuple[Unknown, ...] = field(repr=False)
    sharings: tuple[Sharing, ...] = field(repr=False)
    inertia: Mapping[str, int] = field(repr=False)
    pushes: Mapping[str, tuple[Signal, ...]] = field(repr=False)
    levels: Mapping[str, tuple[Signal, ...]] = field(repr=False)
    initial: Mapping[str, float] = field(repr=False)
    rewired: bool = field(repr=False)

    @cached_property
    def draw_keys(self) -> tuple[str, ...]:
        """Keys of the numbers that a draw takes: of ranges, then of whether links exist."""
        return draw_keys(self.unknowns)

    @property
    def variables(self) -> tuple[str, ...]:
        """Ids of all variables, in the order of the model."""
        return tuple(self.model.variables)

    @property
    def targets(self) -> tuple[str, ...]:
        """The variables that have equations, in the order in which they are computed."""
        return (*self.auxiliaries, *self.stocks)

    def midpoints(self) -> npt.NDArray[np.float64]:
        """Return what a single run takes for each unknown: midpoints, shared where causes share."""
        values = np.array([[unknown.midpoint] for unknown in self.unknowns]).reshape(-1, 1)
        share(values, self.sharings)
        return values[:, 0]

    def signal(self, name: str, moments: Moments) -> npt.NDArray[np.float64]:
        """Return the push on a variable, or the level of an input, at each of some moments."""
        total = np.zeros(len(moments.times))
        for signal in self.pushes.get(name) or self.levels.get(name) or ():
            total += signal.values(moments)
        return total


def build_system(
    model: Model,
    scenario: Scenario | None = None,
    *,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    beside: System | None = None,
) -> System:
    """Make the stock-flow system of a model under a scenario.

    Parameters
    ----------
    model
        The model.
    scenario
        What is done to it; nothing when absent.
    settings
        Dynamics, response, and known strengths and inertias.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).
    beside
        A system of the same model, settings and view. If neither scenario touches the
        links, all but what the scenarios do is shared with it.

    Returns
    -------
    System
        The system.

    Raises
    ------
    AlgebraicLoopError
        If a feedback loop holds neither a stock nor a delay.
    ModelError
        If the scenario does not fit the model; every misfit is listed.
    QuestionError
        If a strength or an inertia is given for what the system does not have.
    """
    settings = (settings or Settings()).for_model(model)
    dynamics = settings.known_dynamics
    chosen = choose_response(dynamics, settings.response)
    view = beside.view if beside else select_view(model, evidence=evidence, certainty=certainty)
    plan = make_plan(model, view, scenario)
    _check_initial(model, (*plan.initial, *settings.initial))
    if beside and not (beside.rewired or plan.rewires):
        return replace(
            beside,
            scenario=scenario,
            pushes=plan.pushes,
            levels=plan.levels,
            initial=_starting_levels(model, plan, settings),
        )
    strengths = settings.known_strengths
    strengths.check_links({link.id for link in (*view.every, *plan.added)})
    # Joint draws of what observations narrowed lie in the ranges of before.
    arcs, unknowns = _make_arcs(view, plan, strengths.before.for_model(model))
    if strengths.posterior:
        strengths.posterior.check_spans(unknowns)
    roles = {name: variable.role for name, variable in model.variables.items()}
    auxiliaries = _dependency_order(model, arcs)
    stocks = tuple(name for name, role in roles.items() if role == "stock")
    spans = strengths.posterior.known_spans if strengths.posterior else {}
    inertias = {name: spans[name] for name in stocks if name in spans} | dict(settings.inertias)
    inertia = _add_inertias(model, stocks, unknowns, inertias, dynamics)
    totals, sharings = _share(view, arcs, unknowns)
    place = {name: position for position, name in enumerate((*auxiliaries, *stocks))}
    return System(
        model,
        view,
        scenario,
        dynamics,
        chosen,
        tuple(name for name, role in roles.items() if role == "input"),
        auxiliaries,
        stocks,
        tuple(sorted(arcs, key=lambda arc: place[arc.target])),
        (*unknowns, *totals),
        sharings,
        inertia,
        plan.pushes,
        plan.levels,
        _starting_levels(model, plan, settings),
        plan.rewires,
    )


def _check_initial(model: Model, names: Iterable[str]) -> None:
    for name in names:
        if name not in model.variables:
            raise UnknownNameError(name, ())
        if model.variables[name].role != "stock":
            raise QuestionError(
                Message("“{name}” is not a stock and has no level to start from.", {"name": name}),
                Message("Push it, or set its level, instead."),
            )


def _starting_levels(model: Model, plan: Plan, settings: Settings) -> Mapping[str, float]:
    """Return where stocks start that do not start at 0.

    Settings go before the scenario, and that before the model.
    """
    told = {
        name: variable.initial
        for name, variable in model.variables.items()
        if variable.initial is not None
    }
    return told | dict(plan.initial) | dict(settings.initial)


def _make_arcs(view: View, plan: Plan, strengths: Strengths) -> tuple[list[Arc], list[Unknown]]:
    links = (*view.every, *plan.added)
    arcs: list[Arc] = []
    unknowns: list[Unknown] = []
    ids = {link.id for link in links}
    modulated = {link.modulates for link in links}
    for link in links:
        if link.modulates is not None and link.modulates not in ids:
            continue  # the view leaves out what it would multiply
        name = link.id
        whole = link_unknown(link, strengths)
        if name in modulated:
            whole = replace(whole, shares=False)  # a product is no part of a sum
        changes = plan.changes.get(name, ())
        exchanges = plan.exchanges.get(name, ())
        versions = [(whole, (*changes, *(item.fading for item in exchanges)))]
        for item in exchanges:
            low, high = strength_span(item.strength)
            known = link.model_copy(update={"strength": item.strength})
            shares = name not in modulated and replace(strengths, links={}).shares(known)
            other = replace(whole, low=low, high=high, shares=shares)
            versions.append((other, (*changes, item.growing)))
        for unknown, altered in versions:
            arcs.append(
                Arc(
                    name,
                    link.source,
                    link.target,
                    len(unknowns),
                    link.lag,
                    link.delay_order,
                    altered,
                    link.delay is True,
                    curve_of(link.effect),
                    link.modulates,
                )
            )
            unknowns.append(unknown)
    return arcs, unknowns


def _share(
    view: View, arcs: Iterable[Arc], unknowns: Sequence[Unknown]
) -> tuple[tuple[Unknown, ...], tuple[Sharing, ...]]:
    """Lay out which causes share the movement of a variable.

    Shares are those of the links as they are before the scenario. What it adds, or puts in
    the place of a link, is measured by the same unit, and the others keep their sizes: a
    scenario changes the links that it names and no others.
    """
    waiting = {link.id for link in view.links}
    members: dict[str, list[int]] = {}
    others: dict[str, list[int]] = {}
    for arc in arcs:
        first = arc.link in waiting
        waiting.discard(arc.link)
        if unknowns[arc.unknown].shares:
            (members if first else others).setdefault(arc.target, []).append(arc.unknown)
    return sharings_of(members, others, len(unknowns))


def _add_inertias(
    model: Model,
    stocks: tuple[str, ...],
    unknowns: list[Unknown],
    inertias: Mapping[str, Range],
    dynamics: Dynamics,
) -> dict[str, int]:
    for name in inertias:
        if name not in stocks:
            raise QuestionError(
                Message("“{name}” is not a stock and has no inertia.", {"name": name}),
                Message("Give inertias for stocks, by id."),
            )
    positions: dict[str, int] = {}
    if dynamics == "accumulating":
        return positions
    for name in stocks:
        low, high = inertia_span(inertias.get(name, model.variables[name].inertia))
        if low <= 0:
            raise QuestionError(
                Message("The inertia of “{name}” is not above zero.", {"name": name}),
                Message("Give a number of years above zero.")
                if model.time.unit == "years"
                else Message("Give a number above zero."),
            )
        positions[name] = len(unknowns)
        unknowns.append(Unknown(name, "inertia", low, high))
    return positions


def _dependency_order(model: Model, arcs: list[Arc]) -> tuple[str, ...]:
    """Order auxiliaries so that each comes after those that act on it at once."""
    causes: dict[str, list[str]] = {
        name: [] for name, variable in model.variables.items() if variable.role == "auxiliary"
    }
    for arc in arcs:
        if arc.target in causes and arc.source in causes and arc.delay == 0:
            causes[arc.target].append(arc.source)
    order: list[str] = []
    for component in strong_components(causes):
        if len(component) > 1:
            _refuse_loop(component, causes)
        if component[0] in causes[component[0]]:
            raise AlgebraicLoopError(
                Message("“{name}” damps itself and is no stock.", {"name": component[0]}),
                Message("Give it the role stock, or its link to itself a delay."),
            )
        order.extend(component)
    return tuple(order)


def _refuse_loop(component: list[str], causes: Mapping[str, list[str]]) -> None:
    """Name one loop without a stock, walking back from cause to cause."""
    members = set(component)
    walk = [min(component)]
    while walk[-1] not in walk[:-1]:
        walk.append(min(name for name in causes[walk[-1]] if name in members))
    cycle = walk[walk.index(walk[-1]) :][::-1]
    raise AlgebraicLoopError(
        Message("The loop {loop} holds no stock.", {"loop": " → ".join(cycle)}),
        Message("Give one of its variables the role stock, or one of its links a delay."),
    )
