"""The community matrix of a model: which entries it has, and the ranges they are drawn from.

The convention is that of the field: ``A[i, j]`` is the effect of j on i, and self-damping
stands on the diagonal as a negative number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.graph.names import resolve
from digisys.graph.view import Graph
from digisys.schema import Link, Model
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.effects import products_that_move, slopes_at_rest
from digisys.uncertainty.sharing import Sharing, share, sharings_among
from digisys.uncertainty.split import four_draws
from digisys.uncertainty.strengths import (
    DampingChoice,
    Strengths,
    chances_text,
    link_unknown,
    range_text,
)
from digisys.uncertainty.unknowns import Unknown
from digisys.words import say, say_count

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
    own
        Entries of links from a variable to itself: sizes that add to its damping.
    bent
        Ids of the links whose effect is not a straight line: their entry is the slope at rest.
    left_out
        Ids of the links that have no entry, as near rest they move nothing: both parts of a
        product, and effects that only begin beyond a level.
    moving
        Those of them that do move near rest all the same: parts of a product whose other
        factor, a table, is not 0 there. How much hangs on two strengths at once.
    """

    names: tuple[str, ...]
    links: tuple[Entry, ...] = field(repr=False)
    damping: tuple[Entry, ...] = field(repr=False)
    strengths: Strengths
    damping_range: tuple[float, float]
    own: tuple[Entry, ...] = field(default=(), repr=False)
    bent: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Links, then damping, then links to oneself: the rows of a table of draws."""
        return (*self.links, *self.damping, *self.own)

    @property
    def unclear(self) -> tuple[str, ...]:
        """Ids of links of unknown sign, or with another beside them of the opposite sign."""
        signs: dict[tuple[int, int], set[int]] = {}
        for entry in self.links:
            signs.setdefault((entry.row, entry.column), set()).add(entry.sign)
        return tuple(
            entry.key for entry in self.links if signs[entry.row, entry.column] not in ({1}, {-1})
        )

    @cached_property
    def sharing(self) -> tuple[tuple[Unknown, ...], tuple[Sharing, ...]]:
        """What the causes of variables pass on together, and which links share in it."""
        targets = [self.names[entry.row] for entry in self.links]
        return sharings_among(self.links, targets, len(self.entries))

    def draw(self, seed: int, start: int, stop: int) -> npt.NDArray[np.float64]:
        """Draw the matrix for some draws.

        Parameters
        ----------
        seed
            A whole number from 0 up.
        start, stop
            The first draw and the one after the last.

        Returns
        -------
        ndarray
            Signed sizes of links, then sizes of damping; where causes share, then what they
            pass on together and the sizes of all links before they were shared; (row, draw).
        """
        return self._shared(draw_values(self._drawn, seed, start, stop))

    def draw_four(self, seed: int, start: int, stop: int) -> tuple[npt.NDArray[np.float64], ...]:
        """Draw the matrix four times over (see :func:`~digisys.uncertainty.split.four_draws`)."""
        return tuple(map(self._shared, four_draws(self._drawn, seed, start, stop)))

    @property
    def _drawn(self) -> tuple[Unknown, ...]:
        return (*self.entries, *self.sharing[0])

    def _shared(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        _, sharings = self.sharing
        if not sharings:
            return values
        whole = np.concatenate([values, values[: len(self.links)]])
        share(whole, sharings)
        return whole

    def signs(self) -> npt.NDArray[np.int64]:
        """Return the matrix of signs; entry [i, j] is the effect of j on i.

        Several links from j to i count as one, if none is :attr:`unclear`.
        """
        matrix = np.zeros((len(self.names), len(self.names)), dtype=np.int64)
        for entry in self.links:
            matrix[entry.row, entry.column] = entry.sign
        for entry in (*self.damping, *self.own):
            matrix[entry.row, entry.row] = -1
        return matrix

    def to_dict(self) -> dict[str, Any]:
        """Return how entries are drawn, as plain data."""
        every = self.strengths.every
        shared = {"convention": "shares"} if self.strengths.convention == "shares" else {}
        return {
            **shared,
            "strengths": every if isinstance(every, str) else list(every),
            "strengths_by_link": {
                key: value
                for key, value in self.strengths.to_dict().items()
                if key in self.strengths.links
            },
            "damped": len(self.damping),
            "damping_range": list(self.damping_range),
            "uncertain_links": sum(entry.chance < 1 for entry in self.links),
            **({"bent": list(self.bent)} if self.bent else {}),
            **({"left_out": list(self.left_out)} if self.left_out else {}),
            **({"left_out_though_moving": list(self.moving)} if self.moving else {}),
            **({"damped_by_links": len(self.own)} if self.own else {}),
        }

    def summary(self, language: str) -> tuple[tuple[str, str], ...]:
        """Say how entries are drawn, as pairs of heading and text."""
        drawn = self.strengths.text(language)
        if chances := chances_text(self.links, language):
            drawn += f"; {chances}"
        damped = self.damping_text(language, drawn=True)
        if self.strengths.posterior is not None:
            damped += "; " + say("what observations tell of inertia does not apply here", language)
        return (
            (say("Strengths", language), drawn),
            (say("Self-damping", language), damped),
            *self.shape_notes(language),
        )

    def shape_notes(self, language: str) -> tuple[tuple[str, str], ...]:
        """Say what was done with effects that are not straight, and with products."""
        notes = []
        if self.bent:
            text = say_count(
                "{count} link counts by the slope of its effect at rest",
                "{count} links count by the slope of their effect at rest",
                len(self.bent),
                language,
            )
            notes.append((say("Effects", language), text))
        still = [link for link in self.left_out if link not in self.moving]
        if still:
            text = say(
                "products of two causes, and effects that begin beyond a level, which move "
                "nothing near rest: {links}",
                language,
                links=", ".join(still),
            )
            notes.append((say("Left out", language), text))
        if self.moving:
            text = say(
                "products whose other cause has an effect at rest already, so that they move "
                "something near rest, which is not counted here; a run counts it: {links}",
                language,
                links=", ".join(self.moving),
            )
            notes.append((say("Left out", language), text))
        return tuple(notes)

    def damping_text(self, language: str, *, drawn: bool) -> str:
        """Say which variables damp themselves, and by how much."""
        count = len(self.damping)
        if not count:
            text = say("no variable damps itself", language)
        elif count == len(self.names):
            text = say("every variable", language)
        else:
            text = say_count("{count} variable", "{count} variables", count, language)
        if drawn and count:
            text = f"{text}; {range_text(*self.damping_range, language)}"
        if self.own:
            text += "; " + say_count(
                "{count} variable by a link to itself",
                "{count} variables by links to themselves",
                len({entry.row for entry in self.own}),
                language,
            )
        return text

    def without(self, keys: Collection[str]) -> PressSystem:
        """Return the system without some entries."""
        return replace(
            self,
            links=tuple(entry for entry in self.links if entry.key not in keys),
            damping=tuple(entry for entry in self.damping if entry.key not in keys),
            own=tuple(entry for entry in self.own if entry.key not in keys),
        )


def damping_keys(model: Model) -> dict[str, str]:
    """Return what the draws of each variable's damping are keyed by.

    That is ``a->a``, or the variable alone where a link of that id damps it as well.
    """
    taken = {link.id for link in model.links if link.damps}
    keys = {name: f"{name}->{name}" for name in model.variables}
    return {name: name if key in taken else key for name, key in keys.items()}


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
        entry, as its sign would have no effect either. An effect that is not straight
        counts by its slope at rest; that of a product is 0 there.
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
    strengths = (strengths or Strengths()).for_model(model)
    strengths.check_links({link.id for link in graph.view.every} if known is None else known)
    places = {name: row for row, name in enumerate(model.variables)}
    slopes, moving = slopes_at_rest(graph.view.every), products_that_move(graph.view.every)
    links = [part.link for arcs in graph.into.values() for arc in arcs for part in arc.each]
    low, high = strengths.damped_span or _DAMPING_BY_CLASS
    keys = damping_keys(model)
    damped = tuple(
        Entry(keys[name], "damping", low, high, row=places[name], column=places[name])
        for name in _damped(model, strengths.damping)
    )

    def entries(links: Iterable[Link]) -> Iterator[Entry]:
        for link in links:
            whole = link_unknown(link, strengths, uncertain=uncertain)
            unknown = _near_rest(whole, slopes[link.id])
            if unknown.high > 0:
                row, column = places[link.target], places[link.source]
                # On the diagonal stand sizes of damping, which are positive.
                size = replace(unknown, sign=1) if link.damps else unknown
                yield Entry.at(size, row=row, column=column)

    return PressSystem(
        tuple(model.variables),
        tuple(entries(links)),
        damped,
        strengths,
        (float(low), float(high)),
        tuple(entries(graph.view.damping)),
        tuple(key for key, slope in slopes.items() if slope not in (0.0, 1.0)),
        tuple(key for key, slope in slopes.items() if not slope),
        tuple(key for key in slopes if key in moving),
    )


def _near_rest(unknown: Unknown, slope: float) -> Unknown:
    """Return what is unknown of a link near rest: its range by the slope of its effect."""
    if slope == 1.0:
        return unknown
    return replace(unknown, low=unknown.low * slope, high=unknown.high * slope)


def _damped(model: Model, damping: DampingChoice) -> Iterable[str]:
    if damping == "all":
        return tuple(model.variables)
    if damping == "none":
        return ()
    names = [damping] if isinstance(damping, str) else damping
    members = {variable for name in names for variable in resolve(model, name).variables}
    return tuple(name for name in model.variables if name in members)
