"""What a scenario does to the equations of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from digisys.errors import ModelError, Problem, QuestionError, UnknownNameError
from digisys.graph.names import resolve
from digisys.graph.view import View
from digisys.schema import AddLink, CutLink, Link, Model, Push, Scenario, SetLevel
from digisys.schema.link import Strength
from digisys.schema.scenario import Intervention, LinkTimed, StrengthenLink, Timed, WeakenLink
from digisys.simulation.system.signals import Moments, Signal
from digisys.words import Message

__all__ = ["Change", "Exchange", "Plan", "make_plan"]


@dataclass(frozen=True)
class Change:
    """A multiplier of a link that runs from one value to another.

    Attributes
    ----------
    signal
        The way from ``before`` (0) to ``after`` (1).
    before, after
        The multiplier outside and under the change.
    """

    signal: Signal
    before: float
    after: float

    def values(self, moments: Moments) -> npt.NDArray[np.float64]:
        """Return the multiplier at each of some moments."""
        return self.before + (self.after - self.before) * self.signal.values(moments)


@dataclass(frozen=True)
class Exchange:
    """One class of strength gives way to another."""

    signal: Signal
    strength: Strength

    @property
    def fading(self) -> Change:
        """The multiplier of the class that gives way."""
        return Change(self.signal, 1.0, 0.0)

    @property
    def growing(self) -> Change:
        """The multiplier of the class that comes."""
        return Change(self.signal, 0.0, 1.0)


@dataclass(frozen=True)
class Plan:
    """The interventions of a scenario, by what they touch."""

    pushes: Mapping[str, tuple[Signal, ...]] = field(default_factory=dict)
    levels: Mapping[str, tuple[Signal, ...]] = field(default_factory=dict)
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    exchanges: Mapping[str, tuple[Exchange, ...]] = field(default_factory=dict)
    added: tuple[Link, ...] = ()
    initial: Mapping[str, float] = field(default_factory=dict)

    @property
    def rewires(self) -> bool:
        """Whether links change or are added."""
        return bool(self.changes or self.exchanges or self.added)


def make_plan(model: Model, view: View, scenario: Scenario | None) -> Plan:
    """Fit the interventions of a scenario to a model.

    Parameters
    ----------
    model
        The model.
    view
        The links that the run looks at.
    scenario
        The scenario; None for no interventions.

    Returns
    -------
    Plan
        What happens to variables and links.

    Raises
    ------
    ModelError
        If a name or a link is not there, an input is pushed, or the like; all are listed.
    """
    if scenario is None:
        return Plan()
    fitting = _Fitting(model, view)
    for position, item in enumerate(scenario.interventions):
        fitting.add(("interventions", position), item)
    for name, level in scenario.initial.items():
        for variable in fitting.variables(("initial", name), name):
            fitting.initial[variable] = level
    if fitting.problems:
        raise ModelError(fitting.problems)
    return Plan(
        {name: tuple(items) for name, items in fitting.pushes.items()},
        {name: tuple(items) for name, items in fitting.levels.items()},
        {name: tuple(items) for name, items in fitting.changes.items()},
        {name: tuple(items) for name, items in fitting.exchanges.items()},
        tuple(fitting.added.values()),
        fitting.initial,
    )


def _signal(item: Timed, size: float) -> Signal:
    return Signal(item.shape, item.start, item.end, size)


class _Fitting:
    """Collects what a scenario does, and every place where it does not fit."""

    def __init__(self, model: Model, view: View) -> None:
        self.model = model
        self.view = view
        self.problems: list[Problem] = []
        self.pushes: dict[str, list[Signal]] = {}
        self.levels: dict[str, list[Signal]] = {}
        self.changes: dict[str, list[Change]] = {}
        self.exchanges: dict[str, list[Exchange]] = {}
        self.added: dict[str, Link] = {}
        self.initial: dict[str, float] = {}

    @cached_property
    def links(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Ids of the links of the view, by their ends."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for link in self.view.every:
            found[link.pair] = (*found.get(link.pair, ()), link.id)
        return found

    def chosen(self, item: LinkTimed, source: str, target: str) -> tuple[str, ...]:
        """Return the ids of the links that a change is about: one, or all between two ends."""
        names = (
            *self.links.get((source, target), ()),
            *(name for name, link in self.added.items() if link.pair == (source, target)),
        )
        return (
            names if item.own_id is None else tuple(name for name in names if name == item.own_id)
        )

    def add(self, path: tuple[str | int, ...], item: Intervention) -> None:
        if isinstance(item, Push | SetLevel):
            self._move(path, item)
        else:
            self._change(path, item)

    def variables(self, path: tuple[str | int, ...], name: str) -> tuple[str, ...]:
        try:
            return resolve(self.model, name).variables
        except (UnknownNameError, QuestionError) as error:
            self.problems.append(Problem(error.code, path, error.what, error.cure))
            return ()

    def _move(self, path: tuple[str | int, ...], item: Push | SetLevel) -> None:
        is_push = isinstance(item, Push)
        for name in self.variables((*path, "variable"), item.variable):
            if (self.model.variables[name].role == "input") == is_push:
                what = (
                    Message(
                        "“{name}” is an input, which has a level and no causes.", {"name": name}
                    )
                    if is_push
                    else Message("“{name}” is not an input; its causes move it.", {"name": name})
                )
                cure = (
                    Message("Write “action: level”.")
                    if is_push
                    else Message("Write “action: push”.")
                )
                self.problems.append(Problem("wrong-action", (*path, "action"), what, cure))
                continue
            signals = self.pushes if is_push else self.levels
            signals.setdefault(name, []).append(_signal(item, item.size))

    def _change(self, path: tuple[str | int, ...], item: LinkTimed) -> None:
        sources = self.variables((*path, "from"), item.source)
        targets = self.variables((*path, "to"), item.target)
        if not (sources and targets):
            return
        if len(sources) > 1 or len(targets) > 1:
            self.problems.append(
                Problem(
                    "several-ends",
                    path,
                    Message("The ends of a link are one variable each."),
                    Message("Name variables rather than areas, targets or loops."),
                )
            )
            return
        if isinstance(item, AddLink):
            self._add_link(path, item, sources[0], targets[0])
            return
        names = self.chosen(item, sources[0], targets[0])
        if not names:
            name = item.own_id or f"{sources[0]}->{targets[0]}"
            self.problems.append(
                Problem(
                    "unknown-link",
                    path,
                    Message("There is no link {name} in this view.", {"name": name}),
                    Message("Correct the ends, widen the view, or write “action: add”."),
                )
            )
        for name in names:
            if isinstance(item, CutLink):
                self.changes.setdefault(name, []).append(Change(_signal(item, 1.0), 1.0, 0.0))
            elif isinstance(item, StrengthenLink | WeakenLink):
                if item.factor is not None:
                    change = Change(_signal(item, 1.0), 1.0, item.factor)
                    self.changes.setdefault(name, []).append(change)
                elif item.strength is not None:
                    self._exchange(path, name, item, item.strength)

    def _exchange(
        self, path: tuple[str | int, ...], name: str, item: LinkTimed, strength: Strength
    ) -> None:
        if name in self.exchanges:
            self.problems.append(
                Problem(
                    "duplicate-change",
                    path,
                    Message("The link {name} changes its class of strength twice.", {"name": name}),
                    Message("Give one of the changes as a factor."),
                )
            )
            return
        self.exchanges[name] = [Exchange(_signal(item, 1.0), strength)]

    def _add_link(
        self, path: tuple[str | int, ...], item: AddLink, source: str, target: str
    ) -> None:
        name = item.own_id or f"{source}->{target}"
        there = self.chosen(item, source, target)
        problem = None
        if there:
            problem = Problem(
                "duplicate-link",
                path,
                Message("The link {name} is there already.", {"name": name}),
                Message("Write “action: strengthen”, or take it out."),
            )
        elif name.partition("#")[0] != f"{source}->{target}":
            problem = Problem(
                "wrong-link-id",
                path,
                Message(
                    "The id {name} is not one of a link {link}.",
                    {"name": name, "link": f"{source}->{target}"},
                ),
                Message("Write {name}, or remove the id.", {"name": f"{source}->{target}#2"}),
            )
        elif source == target and item.polarity != "negative":
            problem = Problem(
                "self-link",
                path,
                Message("“{name}” is linked to itself.", {"name": source}),
                Message("Name another variable, or write “polarity: negative” if it damps itself."),
            )
        elif self.model.variables[target].role == "input":
            problem = Problem(
                "link-into-input",
                path,
                Message("“{name}” is an input, and nothing may act on an input.", {"name": target}),
                Message("Set its level instead."),
            )
        if problem is not None:
            self.problems.append(problem)
            return
        self.added[name] = Link(
            source=source,
            target=target,
            own_id=item.own_id,
            polarity=item.polarity,
            strength=item.strength,
            delay=item.delay,
            delay_order=item.delay_order,
        )
        self.changes.setdefault(name, []).append(Change(_signal(item, 1.0), 0.0, 1.0))
