"""What a qualitative model leaves unknown: strengths of links and inertias of stocks.

Ranges, not numbers: a single run takes their midpoints, an ensemble draws from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError
from digisys.schema.link import STRENGTH_RANGES, Strength
from digisys.schema.variable import Inertia, InertiaClass
from digisys.words import Message

__all__ = [
    "INERTIA_RANGES",
    "STRENGTH_RANGES",
    "Unknown",
    "draw_keys",
    "existence_key",
    "inertia_span",
    "strength_span",
    "values_between",
]

Floats = npt.NDArray[np.float64]

#: Time constant of a stock, in years, by class of inertia.
INERTIA_RANGES: Mapping[InertiaClass, tuple[float, float]] = {
    "fast": (0.25, 1.0),
    "medium": (1.0, 3.0),
    "slow": (2.0, 6.0),
}


def strength_span(strength: Strength) -> tuple[float, float]:
    """Return the range of sizes that a link's strength stands for.

    Examples
    --------
    >>> strength_span("weak"), strength_span(0.4), strength_span((0.2, 1.5))
    ((0.05, 0.3), (0.4, 0.4), (0.2, 1.5))
    """
    return STRENGTH_RANGES[strength] if isinstance(strength, str) else _ends(strength)


def inertia_span(inertia: Inertia) -> tuple[float, float]:
    """Return the range of years that a stock's inertia stands for.

    Examples
    --------
    >>> inertia_span("fast"), inertia_span(4)
    ((0.25, 1.0), (4.0, 4.0))
    """
    return INERTIA_RANGES[inertia] if isinstance(inertia, str) else _ends(inertia)


def _ends(value: float | tuple[float, float]) -> tuple[float, float]:
    low, high = value if isinstance(value, tuple) else (value, value)
    return float(low), float(high)


@dataclass(frozen=True)
class Unknown:
    """A number that the model leaves open.

    Attributes
    ----------
    key
        What the draws are keyed by: ``source->target`` for a link, the id of a stock for
        its inertia. Unknowns with one key move together.
    kind
        ``strength`` (dimensionless), ``inertia`` (years), ``damping`` (of a variable by
        itself, dimensionless) or ``total`` (what the causes of a variable that share its
        movement pass on together, dimensionless).
    low, high
        The range; both ends the same when the number is given.
    sign
        Of a link: +1, -1, or 0 when the polarity is not known and is drawn too.
    chance
        Probability, 0 to 1, that a link exists in a draw.
    shares
        Whether a link shares the movement of its target with the others that do
        (:mod:`digisys.uncertainty.sharing`).
    """

    key: str
    kind: Literal["strength", "inertia", "damping", "total"]
    low: float
    high: float
    sign: int = 1
    chance: float = 1.0
    shares: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high < float("inf"):
            raise QuestionError(
                Message(
                    "The range {low} to {high} of {name} is not a range of sizes.",
                    {"low": self.low, "high": self.high, "name": self.key},
                ),
                Message("Give two finite numbers from 0 up, the smaller one first."),
            )

    @property
    def midpoint(self) -> float:
        """The value that a single run takes; 0 for a link of unknown polarity.

        A link that may be absent is there, unless its chance is 0.
        """
        if not self.chance:
            return 0.0
        sign, low, width = map(np.array, (float(self.sign), self.low, self.high - self.low))
        return float(values_between(sign, low, width, np.array(0.5)))


def existence_key(key: str) -> str:
    """Return what the draws are keyed by that tell whether a link exists."""
    return f"exists:{key}"


def draw_keys(unknowns: Iterable[Unknown]) -> tuple[str, ...]:
    """List the numbers that a draw takes, by key.

    Parameters
    ----------
    unknowns
        What is drawn.

    Returns
    -------
    tuple of str
        One key for each unknown, in order, which says where in its range it lies; then one
        for each that may be absent, which says whether it exists.

    Examples
    --------
    >>> link = Unknown("a->b", "strength", 0.2, 0.5, chance=0.5)
    >>> draw_keys([link, Unknown("b", "inertia", 1, 3)])
    ('a->b', 'b', 'exists:a->b')
    """
    items = tuple(unknowns)
    ranges = (item.key for item in items)
    return (*ranges, *(existence_key(item.key) for item in items if item.chance < 1))


def values_between(sign: Floats, low: Floats, width: Floats, shares: Floats) -> Floats:
    """Turn shares of ranges, 0 to 1, into values of unknowns.

    Parameters
    ----------
    sign, low, width
        Of the unknowns, in a shape that fits the shares.
    shares
        Where in the range, from 0 to 1; any shape.

    Returns
    -------
    ndarray
        Signed effects, or years; shaped like the shares. A link of unknown polarity is
        negative for shares below one half and 0 at exactly one half.

    Examples
    --------
    >>> ends = np.array([-1.0]), np.array([0.2]), np.array([0.4])
    >>> values_between(*ends, np.array([0.0, 0.5, 1.0]))
    array([-0.2, -0.4, -0.6])
    """
    values: Floats = sign * (low + width * shares)
    if not sign.all():
        side = 2.0 * shares - 1.0
        drawn = np.sign(side) * (low + width * np.abs(side))
        values = np.where(sign == 0, drawn, values)
    return values
