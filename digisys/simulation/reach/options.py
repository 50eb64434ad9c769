"""What may be pushed, how hard, at what cost, and how sure the goal must be reached."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from digisys.errors import QuestionError
from digisys.graph.labels import short_label
from digisys.graph.names import Subject, resolve
from digisys.schema import Model
from digisys.words import Message

__all__ = ["Lever", "Search", "find_levers"]


@dataclass(frozen=True)
class Search:
    """Which combinations of pushes are searched, and when one will do.

    Attributes
    ----------
    share
        Share of the draws, above 0 and up to 1, in which the level must be reached.
    levers
        What may be pushed: names of variables, targets or areas. Every input and stock but
        the goal's own variables when None.
    most
        Levers in one combination, one or more.
    sizes
        Sizes that a push may have, above 0 and up to 1, on the scale of levels. Each lever
        may be pushed up or down.
    costs
        By lever: what a full push (of size 1) costs, 0 or more, in one unit for all; instead
        of the ``cost`` that the model tells. A push of half the size costs half.
    start
        When the pushes begin, in the model's unit of time; the start of the run when None.
    shown
        How many of the smallest and of the cheapest combinations are listed, one or more.
    tries
        How many combinations may be run, one or more. Those that a bound excludes need no
        run; the answer tells where this ends the search before all is settled.
    by
        When the level must stand, in the model's unit of time; the end of the run when None.
        Runs end there.

    Raises
    ------
    QuestionError
        If a number makes no sense.

    Examples
    --------
    >>> Search(share=0.9, costs={"target 14": 3}).most
    3
    """

    share: float = 0.8
    levers: Sequence[str | int] | None = None
    most: int = 3
    sizes: Sequence[float] = (0.25, 0.5, 1.0)
    costs: Mapping[str | int, float] = field(default_factory=dict)
    start: float | None = None
    shown: int = 5
    tries: int = 1_000
    by: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise QuestionError(
                Message("{share} is not a share of the draws.", {"share": self.share}),
                Message("Give a number above 0 and up to 1, such as 0.8."),
            )
        if min(self.most, self.shown, self.tries) < 1:
            raise QuestionError(
                Message("Levers, rows and tries must be at least 1."),
                Message("Give whole numbers, such as most=3."),
            )
        if not self.sizes or not all(0 < size <= 1 for size in self.sizes):
            raise QuestionError(
                Message("A push has a size above 0 and up to 1."),
                Message("Give sizes such as 0.25,0.5,1; pushes go up and down anyway."),
            )
        object.__setattr__(self, "sizes", tuple(sorted(set(map(float, self.sizes)))))
        if self.levers is not None:
            object.__setattr__(self, "levers", tuple(self.levers))
        for name, cost in self.costs.items():
            if not (math.isfinite(cost) and cost >= 0):
                raise QuestionError(
                    Message("{cost} is not a cost of “{name}”.", {"cost": cost, "name": str(name)}),
                    Message("Give a number from 0 up."),
                )

    def __hash__(self) -> int:
        # Costs may stand in a dict, which has no hash.
        return hash((self.share, self.levers, self.most, self.sizes, len(self.costs)))


@dataclass(frozen=True)
class Lever:
    """What may be pushed as one.

    Attributes
    ----------
    subject
        What it is: a variable, or all variables of a target or an area.
    cost
        Of a full push, in the unit of all costs; None where nobody told.
    """

    subject: Subject
    cost: float | None

    @property
    def id(self) -> str:
        """The id of a variable; ``target:14`` or ``area:skills`` of a group."""
        kind, key = self.subject.kind, self.subject.key
        return str(key) if kind == "variable" else f"{kind}:{key}"

    def label(self, model: Model, language: str) -> str:
        """Name the lever in a language, in few words."""
        if self.subject.kind == "variable":
            return short_label(model, str(self.subject.key), language)
        return self.subject.text(language)


def find_levers(model: Model, search: Search, goals: Collection[str]) -> tuple[Lever, ...]:
    """Return what may be pushed, in the order in which it was named, or of the model.

    Parameters
    ----------
    model
        The model.
    search
        What the question says of levers and costs.
    goals
        Variables of the goals, which are no levers unless they are named.

    Raises
    ------
    QuestionError
        If nothing is left to push, or a cost is told of something else.
    UnknownNameError
        If a name means nothing in the model.
    """
    if search.levers is None:
        names: list[str | int] = [
            f"variable:{name}"
            for name, variable in model.variables.items()
            if variable.role != "auxiliary" and name not in goals
        ]
    else:
        names = list(search.levers)
    subjects = {(item.kind, item.key): item for item in (resolve(model, name) for name in names)}
    told = {}
    for name, cost in search.costs.items():
        subject = resolve(model, name)
        if (subject.kind, subject.key) not in subjects:
            raise QuestionError(
                Message("“{name}” has a cost and is no lever.", {"name": str(name)}),
                Message("Name it among the levers, or leave its cost out."),
            )
        told[subject.kind, subject.key] = float(cost)
    levers = tuple(
        Lever(subject, told.get(place, _cost_of(model, subject)))
        for place, subject in subjects.items()
    )
    if not levers:
        raise QuestionError(
            Message("Nothing is left that could be pushed."),
            Message("Name levers: variables, targets or areas."),
        )
    return levers


def _cost_of(model: Model, subject: Subject) -> float | None:
    """Add up what the model tells of the variables; None where one has no cost."""
    costs = [model.variables[name].cost for name in subject.variables]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None
