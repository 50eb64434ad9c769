"""The community matrix of a model: which entries it has, and the ranges they are drawn from.

The convention is that of the field: ``A[i, j]`` is the effect of j on i, and self-damping
stands on the diagonal as a negative number.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError
from digisys.graph.names import resolve
from digisys.graph.view import Graph
from digisys.schema import Link, Model
from digisys.schema.link import STRENGTH_RANGES
from digisys.uncertainty.unknowns import Unknown
from digisys.words import Message, say, say_count, say_number

__all__ = ["DampingChoice", "Entry", "PressSystem", "StrengthChoice", "press_system"]

#: Ranges by class of strength, one range for all links, or "uniform" for 0 to 1.
StrengthChoice = Literal["classes", "uniform"] | tuple[float, float]
#: Which variables damp themselves: all, none, or those named.
DampingChoice = Literal["all", "none"] | Collection[str]

#: Damping around 1, where an effect of size w moves a variable by w as in a simulation.
_DAMPING_BY_CLASS = (0.5, 1.5)


@dataclass(frozen=True, kw_only=True)
class Entry(Unknown):
    """One entry of the matrix: an unknown and its place.

    Attributes
    ----------
    row, column
        Positions of the variable acted on and of the one that acts.
    """

    row: int
    column: int


@dataclass(frozen=True)
class PressSystem:
    """What a press perturbation works on.

    Attributes
    ----------
    names
        Ids of the variables, in the order of the model: rows and columns.
    links
        Entries off the diagonal.
    damping
        Entries on the diagonal.
    strengths
        How the sizes of links were chosen.
    damping_range
        The range of damping.
    """

    names: tuple[str, ...]
    links: tuple[Entry, ...] = field(repr=False)
    damping: tuple[Entry, ...] = field(repr=False)
    strengths: StrengthChoice
    damping_range: tuple[float, float]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Links, then damping: the rows of a table of draws."""
        return (*self.links, *self.damping)

    def signs(self) -> npt.NDArray[np.int64]:
        """Return the matrix of signs; entry [i, j] is the effect of j on i."""
        matrix = np.zeros((len(self.names), len(self.names)), dtype=np.int64)
        for entry in self.links:
            matrix[entry.row, entry.column] = entry.sign
        for entry in self.damping:
            matrix[entry.row, entry.row] = -1
        return matrix

    def to_dict(self) -> dict[str, Any]:
        """Return how entries are drawn, as plain data."""
        return {
            "strengths": (
                self.strengths if isinstance(self.strengths, str) else list(self.strengths)
            ),
            "damped": len(self.damping),
            "damping_range": list(self.damping_range),
            "uncertain_links": sum(entry.chance < 1 for entry in self.links),
        }

    def summary(self, language: str) -> tuple[tuple[str, str], ...]:
        """Say how entries are drawn, as pairs of heading and text."""
        if self.strengths == "classes":
            drawn = say("evenly from the range of each link's class of strength", language)
        else:
            low, high = (0.0, 1.0) if self.strengths == "uniform" else self.strengths
            drawn = _evenly(low, high, language)
        optional = sum(entry.chance < 1 for entry in self.links)
        if optional:
            chance = next(entry.chance for entry in self.links if entry.chance < 1)
            drawn += "; " + say_count(
                "{count} ambiguous link exists with probability {chance}",
                "{count} ambiguous links exist with probability {chance} each",
                optional,
                language,
                chance=say_number(chance, language, "g"),
            )
        return (
            (say("Strengths", language), drawn),
            (say("Self-damping", language), self.damping_text(language, drawn=True)),
        )

    def damping_text(self, language: str, *, drawn: bool) -> str:
        """Say which variables damp themselves, and by how much."""
        count = len(self.damping)
        if not count:
            return say("no variable damps itself", language)
        if count == len(self.names):
            text = say("every variable", language)
        else:
            text = say_count("{count} variable", "{count} variables", count, language)
        if not drawn:
            return text
        return f"{text}; {_evenly(*self.damping_range, language)}"

    def without(self, keys: Collection[str]) -> PressSystem:
        """Return the system without some entries."""
        return replace(
            self,
            links=tuple(entry for entry in self.links if entry.key not in keys),
            damping=tuple(entry for entry in self.damping if entry.key not in keys),
        )


def _evenly(low: float, high: float, language: str) -> str:
    ends = {"low": say_number(low, language, "g"), "high": say_number(high, language, "g")}
    return say("evenly from {low} to {high}", language, **ends)


def damping_key(name: str) -> str:
    """Return what the draws of a variable's damping are keyed by."""
    return f"{name}->{name}"


def press_system(
    graph: Graph,
    *,
    strengths: StrengthChoice = "classes",
    damping: DampingChoice = "all",
    damping_range: tuple[float, float] | None = None,
    uncertain: float = 0.5,
) -> PressSystem:
    """Lay out the community matrix of a view.

    Parameters
    ----------
    graph
        The view.
    strengths
        ``classes``: each link's size from the range of its class, dimensionless;
        ``uniform``: from 0 to 1, the convention of the field; or two ends of a range.
    damping
        ``all`` variables damp themselves, ``none``, or those named.
    damping_range
        Range of damping; 0.5 to 1.5 for classes, else the range of strengths.
    uncertain
        Probability, 0 to 1, that an ambiguous link of the view exists.

    Returns
    -------
    PressSystem
        The entries and their ranges.

    Raises
    ------
    QuestionError
        If a range or probability is not one.
    UnknownNameError
        If a damped variable is not in the model.
    """
    model = graph.model
    if not 0 <= uncertain <= 1:
        raise QuestionError(
            Message("{value} is not a probability.", {"value": uncertain}),
            Message("Give a number from 0 to 1."),
        )
    span = _span(strengths)
    places = {name: row for row, name in enumerate(model.variables)}
    links = tuple(
        Entry(
            arc.link.id,
            "strength",
            *(span or STRENGTH_RANGES[arc.link.strength]),
            arc.sign,
            uncertain if _optional(arc.link) else 1.0,
            row=places[arc.link.target],
            column=places[arc.link.source],
        )
        for arcs in graph.into.values()
        for arc in arcs
    )
    low, high = _checked(damping_range or span or _DAMPING_BY_CLASS)
    damped = tuple(
        Entry(damping_key(name), "damping", low, high, row=places[name], column=places[name])
        for name in _damped(model, damping)
    )
    return PressSystem(tuple(model.variables), links, damped, strengths, (low, high))


def _optional(link: Link) -> bool:
    return link.certainty == "ambiguous"


def _span(strengths: StrengthChoice) -> tuple[float, float] | None:
    if strengths == "classes":
        return None
    if strengths == "uniform":
        return (0.0, 1.0)
    if isinstance(strengths, str):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": strengths}),
            Message("Choose classes, uniform, or a range such as 0.1,0.6."),
        )
    return _checked(strengths)


def _checked(span: tuple[float, float]) -> tuple[float, float]:
    low, high = span
    if not (0 <= low <= high and high > 0 and math.isfinite(high)):
        raise QuestionError(
            Message("{low} to {high} is not a range of sizes.", {"low": low, "high": high}),
            Message("Give two finite numbers from 0 up, the smaller one first."),
        )
    return float(low), float(high)


def _damped(model: Model, damping: DampingChoice) -> Iterable[str]:
    if damping == "all":
        return tuple(model.variables)
    if damping == "none":
        return ()
    names = [damping] if isinstance(damping, str) else damping
    members = {variable for name in names for variable in resolve(model, name).variables}
    return tuple(name for name in model.variables if name in members)
