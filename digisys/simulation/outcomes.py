"""What levels are told for: variables, and the targets and areas that they make up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError
from digisys.graph.desired import desired_of
from digisys.graph.labels import short_area_label, short_label
from digisys.graph.names import resolve
from digisys.schema import Model
from digisys.schema.variable import Desired
from digisys.words import Message, say

__all__ = ["Kind", "Outcome", "Outcomes", "outcomes_of"]

Kind = Literal["target", "area", "variable"]


@dataclass(frozen=True)
class Outcome:
    """A level that people ask for.

    Attributes
    ----------
    kind
        ``target``, ``area`` or ``variable``.
    key
        The target's number as text, or the id of the area or variable.
    members
        Rows of its variables. The level of a target or an area is their mean.
    """

    kind: Kind
    key: str
    members: tuple[int, ...]

    @property
    def id(self) -> str:
        """A name that is unique among the outcomes of a model: ``target:14``."""
        return f"{self.kind}:{self.key}"

    def label(self, model: Model, language: str) -> str:
        """Name the outcome in a language."""
        if self.kind == "target":
            target = model.targets[int(self.key)]
            text = (target.short_label or target.title).text(language)
            return say("{number} {label}", language, number=self.key, label=text)
        if self.kind == "area":
            return short_area_label(model, self.key, language)
        return short_label(model, self.key, language)


@dataclass(frozen=True)
class Outcomes:
    """All outcomes of a model: targets, areas, then variables."""

    model: Model = field(repr=False)
    items: tuple[Outcome, ...]

    def __len__(self) -> int:
        return len(self.items)

    @property
    def ids(self) -> tuple[str, ...]:
        """Unique names of the outcomes, in order."""
        return tuple(item.id for item in self.items)

    def of_kind(self, kind: Kind) -> tuple[int, ...]:
        """Return the positions of the outcomes of a kind."""
        return tuple(at for at, item in enumerate(self.items) if item.kind == kind)

    def desired(self, position: int) -> Desired | None:
        """Return which way an outcome should go.

        Parameters
        ----------
        position
            The position of the outcome.

        Returns
        -------
        str or None
            ``up``, ``down`` or ``none``; None where the model does not say so of all its
            variables, or says different things of them.
        """
        names = tuple(self.model.variables)
        return desired_of(self.model, [names[row] for row in self.items[position].members])

    def levels(self, levels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the levels of all outcomes from those of the variables.

        Parameters
        ----------
        levels
            By instant, variable and sample (or any shape with variables second).

        Returns
        -------
        ndarray
            By instant, outcome and sample.
        """
        groups = [item for item in self.items if item.kind != "variable"]
        if not groups:
            return levels
        out = np.empty((levels.shape[0], len(self.items), *levels.shape[2:]))
        for at, item in enumerate(groups):
            total = levels[:, item.members[0]].copy()
            for row in item.members[1:]:
                total += levels[:, row]
            out[:, at] = total / len(item.members)
        out[:, len(groups) :] = levels
        return out

    def position(self, name: str | int) -> int:
        """Return the position of the outcome that a name means.

        Raises
        ------
        UnknownNameError
            If the name means nothing in the model.
        QuestionError
            If it means a loop, which has no level.
        """
        if isinstance(name, str) and name in self.ids:
            return self.ids.index(name)
        subject = resolve(self.model, name)
        wanted = f"{subject.kind}:{subject.key}"
        if wanted not in self.ids:
            raise QuestionError(
                Message("“{name}” has no level of its own.", {"name": str(name)}),
                Message("Ask for a variable, a target or an area."),
            )
        return self.ids.index(wanted)


def outcomes_of(model: Model) -> Outcomes:
    """List what levels of a model are told for.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    Outcomes
        Targets and areas that have variables, then the variables.
    """
    rows = {name: row for row, name in enumerate(model.variables)}
    items: list[Outcome] = []
    for number in model.targets:
        members = tuple(
            rows[name]
            for name, variable in model.variables.items()
            if any(reference.target == number for reference in variable.targets)
        )
        if members:
            items.append(Outcome("target", str(number), members))
    for area in model.areas:
        members = tuple(
            rows[name] for name, variable in model.variables.items() if variable.area == area
        )
        if members:
            items.append(Outcome("area", area, members))
    items += [Outcome("variable", name, (row,)) for name, row in rows.items()]
    return Outcomes(model, tuple(items))
