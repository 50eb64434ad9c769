"""The community matrix of a model: which entries it has, and the ranges they are drawn from.

The convention is that of the field: ``A[i, j]`` is the effect of j on i, and self-damping
stands on the diagonal as a negative number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.graph.names import resolve
from digisys.graph.view import Graph
from digisys.schema import Link, Model
from digisys.uncertainty.strengths import DampingChoice, Strengths, link_unknown, range_text
from digisys.uncertainty.unknowns import Unknown
from digisys.words import say, say_count, say_number

__all__ = ["Entry", "PressSystem", "press_system"]

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

    @classmethod
    def at(cls, unknown: Unknown, *, row: int, column: int) -> Entry:
        """Return an unknown with its place."""
        return cls(**vars(unknown), row=row, column=column)


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
    strengths: Strengths
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
        every = self.strengths.every
        return {
            "strengths": every if isinstance(every, str) else list(every),
            "strengths_by_link": {
                key: value
                for key, value in self.strengths.to_dict().items()
                if key in self.strengths.links
            },
            "damped": len(self.damping),
            "damping_range": list(self.damping_range),
            "uncertain_links": sum(entry.chance < 1 for entry in self.links),
        }

    def summary(self, language: str) -> tuple[tuple[str, str], ...]:
        """Say how entries are drawn, as pairs of heading and text."""
        drawn = self.strengths.text(language)
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
        damped = self.damping_text(language, drawn=True)
        if self.strengths.posterior is not None:
            damped += "; " + say("what observations tell of inertia does not apply here", language)
        return (
            (say("Strengths", language), drawn),
            (say("Self-damping", language), damped),
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
        return f"{text}; {range_text(*self.damping_range, language)}"

    def without(self, keys: Collection[str]) -> PressSystem:
        """Return the system without some entries."""
        return replace(
            self,
            links=tuple(entry for entry in self.links if entry.key not in keys),
            damping=tuple(entry for entry in self.damping if entry.key not in keys),
        )


def damping_key(name: str) -> str:
    """Return what the draws of a variable's damping are keyed by."""
    return f"{name}->{name}"


def press_system(
    graph: Graph,
    strengths: Strengths | None = None,
    *,
    uncertain: float | None = None,
    known: Collection[str] | None = None,
) -> PressSystem:
    """Lay out the community matrix of a view.

    Parameters
    ----------
    graph
        The view.
    strengths
        How strong links and damping are; by class when absent. A link of size 0 has no
        entry, as its sign would have no effect either.
    uncertain
        Probability, 0 to 1, that an ambiguous link of the view exists, instead of that of
        the strengths.
    known
        Ids of links that may have a strength of their own; those of the view when absent.

    Returns
    -------
    PressSystem
        The entries and their ranges.

    Raises
    ------
    QuestionError
        If a link with its own strength is not known.
    UnknownNameError
        If a damped variable is not in the model.
    """
    model = graph.model
    strengths = strengths or Strengths()
    strengths.check_links({link.id for link in graph.view.links} if known is None else known)
    chance = strengths.uncertain if uncertain is None else uncertain
    places = {name: row for row, name in enumerate(model.variables)}
    unknowns = [
        (arc.link, link_unknown(arc.link, strengths, chance=_chance(arc.link, chance)))
        for arcs in graph.into.values()
        for arc in arcs
    ]
    links = tuple(
        Entry.at(unknown, row=places[link.target], column=places[link.source])
        for link, unknown in unknowns
        if unknown.high > 0
    )
    low, high = strengths.damped_span or _DAMPING_BY_CLASS
    damped = tuple(
        Entry(damping_key(name), "damping", low, high, row=places[name], column=places[name])
        for name in _damped(model, strengths.damping)
    )
    return PressSystem(tuple(model.variables), links, damped, strengths, (float(low), float(high)))


def _chance(link: Link, usual: float) -> float:
    if link.certainty == "explicit":
        return 1.0
    return usual if link.chance is None else link.chance


def _damped(model: Model, damping: DampingChoice) -> Iterable[str]:
    if damping == "all":
        return tuple(model.variables)
    if damping == "none":
        return ()
    names = [damping] if isinstance(damping, str) else damping
    members = {variable for name in names for variable in resolve(model, name).variables}
    return tuple(name for name in model.variables if name in members)
