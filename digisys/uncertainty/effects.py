"""The effect of a link as a function of the level of its source.

A link adds sign times strength times f(level of the source) to what moves its target. Every
f rises or stays level, so that the polarity of the link holds at all levels:

- linear: ``f(x) = x``;
- saturating, with the level h of half effect: ``f(x) = (1 + h) x / (h + |x|)``, the rectangular
  hyperbola of Michaelis and Menten and of Holling's second type on both sides of rest, scaled
  so that a full change of the source has the same effect as without it;
- threshold at a level a: ``f(x) = max(x - a, 0)`` for a from 0 up, ``min(x - a, 0)`` below:
  nothing until the level has passed a on its way from rest, then the excess. It is continuous,
  so that shorter steps come ever closer to the solution, which a jump would prevent;
- table: straight lines between points, constant beyond the ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from digisys.schema.effect import Effect
from digisys.schema.link import Link
from digisys.words import say, say_number

__all__ = ["HALF_LEVEL", "LINEAR", "Curve", "curve_of", "products_that_move", "slopes_at_rest"]

Floats = npt.NDArray[np.float64]

#: Level of half effect of a saturating link that does not say.
HALF_LEVEL = 0.5


@dataclass(frozen=True)
class Curve:
    """The function f of a link: how its effect follows the level of its source.

    Attributes
    ----------
    kind
        ``linear``, ``saturating``, ``threshold`` or ``table``.
    level
        Of a saturating effect the level of half effect; of a threshold where it begins.
    points
        Of a table: pairs of level and effect.

    Examples
    --------
    >>> Curve("saturating", 0.5).values(np.array([-1.0, 0.0, 0.5, 1.0]))
    array([-1.  ,  0.  ,  0.75,  1.  ])
    >>> Curve("threshold", 0.3).values(np.array([-1.0, 0.2, 0.5]))
    array([0. , 0. , 0.2])
    >>> Curve("table", points=((0, 0), (1, 0.4))).values(np.array([-1.0, 0.5, 2.0]))
    array([0. , 0.2, 0.4])
    """

    kind: Literal["linear", "saturating", "threshold", "table"]
    level: float = 0.0
    points: tuple[tuple[float, float], ...] = ()

    def values(self, levels: Floats) -> Floats:
        """Return the effect of each of some levels, before sign and strength.

        Parameters
        ----------
        levels
            Levels of the source, dimensionless; any shape.

        Returns
        -------
        ndarray
            Effects, shaped like the levels.
        """
        if self.kind == "saturating":
            bent: Floats = (1.0 + self.level) * levels / (self.level + np.abs(levels))
            return bent
        if self.kind == "threshold":
            beyond = np.maximum if self.level >= 0 else np.minimum
            excess: Floats = beyond(levels - self.level, 0.0)
            return excess
        if self.kind == "table":
            at, effects = zip(*self.points, strict=True)
            between: Floats = np.interp(levels, at, effects)
            return between
        return levels

    @property
    def at_rest(self) -> float:
        """The effect at the level 0; other than 0 in some tables only."""
        return float(self.values(np.zeros(1))[0])

    @property
    def slope_at_rest(self) -> float:
        """By how much the effect rises with the level near 0.

        Where it bends at 0, the steeper of the two sides.
        """
        if self.kind == "saturating":
            return (1.0 + self.level) / self.level
        if self.kind == "threshold":
            return 1.0 if self.level == 0 else 0.0
        if self.kind == "table":
            slopes = (
                (above - y) / (later - x)
                for (x, y), (later, above) in zip(self.points, self.points[1:], strict=False)
                if x <= 0 <= later
            )
            return max(slopes, default=0.0)
        return 1.0

    @property
    def steepest(self) -> float:
        """By how much the effect rises with the level at most, anywhere."""
        if self.kind == "saturating":
            return (1.0 + self.level) / self.level
        if self.kind == "table":
            slopes = (
                (above - y) / (later - x)
                for (x, y), (later, above) in zip(self.points, self.points[1:], strict=False)
            )
            return max(slopes, default=0.0)
        return 1.0

    def text(self, language: str) -> str:
        """Say how the effect follows the level; nothing of a straight line."""
        if self.kind == "linear":
            return ""
        if self.kind == "table":
            numbers = [
                tuple(say_number(number, language, "g") for number in point)
                for point in self.points
            ]
            listed = ", ".join(f"({x}; {y})" for x, y in numbers)
            return say("by points of level and effect: {points}", language, points=listed)
        level = say_number(self.level, language, "g")
        if self.kind == "threshold":
            return say("only beyond a level of {level}", language, level=level)
        return say(
            "levelling off, half of the largest effect at a level of {level}",
            language,
            level=level,
        )


LINEAR = Curve("linear")


def curve_of(effect: Effect) -> Curve:
    """Return the function that the effect of a link in a model file stands for.

    Examples
    --------
    >>> curve_of("saturating")
    Curve(kind='saturating', level=0.5, points=())
    """
    if effect == "linear":
        return LINEAR
    if effect == "saturating":
        return Curve("saturating", HALF_LEVEL)
    if effect.saturating is not None:
        return Curve("saturating", effect.saturating)
    if effect.threshold is not None:
        return Curve("threshold", effect.threshold)
    return Curve("table", points=effect.table or ())


def products_that_move(links: Iterable[Link]) -> frozenset[str]:
    """Return the links of products that move near rest, as the other factor is not 0 there.

    Only the points of a table can make an effect other than 0 at rest.
    """
    known = {link.id: link for link in links}
    found = set()
    for link in known.values():
        first = known.get(link.modulates or "")
        if first is None:
            continue
        for one, other in ((link, first), (first, link)):
            if curve_of(one.effect).slope_at_rest and curve_of(other.effect).at_rest:
                found.add(one.id)
    return frozenset(found)


def slopes_at_rest(links: Iterable[Link]) -> dict[str, float]:
    """Return by how much the effect of each link rises with its source near rest, by id.

    A product of two causes does not move near rest, as both factors are 0 there.
    """
    slopes = {link.id: curve_of(link.effect).slope_at_rest for link in links}
    for link in links:
        if link.modulates is not None:
            slopes[link.id] = 0.0
            if link.modulates in slopes:
                slopes[link.modulates] = 0.0
    return slopes
