"""How much of what differs between draws is owed to structure, and how much to strength.

Structure is which links there are and the signs of those of unknown polarity; strength is all
else: sizes of links, inertias, damping. With two groups of unknowns that are drawn
independently, the total Sobol index of one group and the first-order index of the other add
up to 1, so that two estimates tell all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from digisys.uncertainty.draws import draw_shares, values_of
from digisys.uncertainty.unknowns import Unknown

__all__ = [
    "Split",
    "four_draws",
    "pairs_apart",
    "redrawn_structure",
    "split_of",
    "structure_doubts",
]

Floats = npt.NDArray[np.float64]

Found = TypeVar("Found")

#: Half of a 95 % interval, in standard errors.
_HALF_WIDTH = 1.959963984540054


@dataclass(frozen=True)
class Split:
    """Shares of a variance, or of changes of a conclusion; together 1.

    Attributes
    ----------
    spread
        What is split: the variance, or how often a conclusion changes when everything is
        drawn anew.
    structure, strength, both
        Share owed to structure alone, to strength alone (first-order Sobol indices), and to
        both together (their interaction); None where nothing differs. Sampling may take a
        share that is nearly 0 a little below it.
    structure_total, strength_total
        Share that differs when only structure, or only strength, is drawn anew (total Sobol
        indices); None likewise.
    structure_error, strength_error
        Half the width of the 95 % interval of these two totals; that of a share is that of
        the total of the other group.
    """

    spread: float
    structure: float | None = None
    strength: float | None = None
    both: float | None = None
    structure_total: float | None = None
    strength_total: float | None = None
    structure_error: float | None = None
    strength_error: float | None = None


def structure_doubts(unknowns: Iterable[Unknown]) -> tuple[int, int]:
    """Count the links that may be absent, and those of which draws differ in the sign."""
    links = {item.key: item for item in unknowns if item.high > 0}.values()
    return sum(0 < item.chance < 1 for item in links), sum(not item.sign for item in links)


def split_of(whole: Floats, structure: Floats, strength: Floats) -> Split:
    """Split what differs between draws.

    The estimator of total indices of M. J. W. Jansen (1999), Analysis of variance designs for
    model output, Computer Physics Communications 117(1-2),
    doi:10.1016/S0010-4655(98)00154-4; recommended by A. Saltelli and others (2010), Variance
    based sensitivity analysis of model output, Computer Physics Communications 181(2),
    doi:10.1016/j.cpc.2009.09.018. For conclusions, which are no numbers, the indices are those
    of their indicators together, as F. Gamboa and others (2014), doi:10.1214/14-EJS895, add up
    indices over several outputs.

    Parameters
    ----------
    whole
        By draw, half the squared difference of the outcome between two draws that share
        nothing; of a conclusion, 1 where it differs and 0 where not.
    structure, strength
        The same between two draws that differ in structure only, and in strength only.

    Returns
    -------
    Split
        Shares with their sampling errors, from the delta method for ratios of means.

    Examples
    --------
    >>> found = split_of(np.array([2.0, 2.0]), np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    >>> found.structure, found.strength, found.both
    (0.5, 0.5, 0.0)
    """
    spread = float(whole.mean()) if whole.size else 0.0
    if not spread > 0:
        return Split(0.0)
    totals, errors = [], []
    for part in (structure, strength):
        total = float(part.mean()) / spread
        residual = part - total * whole
        deviation = math.sqrt(float((residual**2).mean()) / len(whole)) / spread
        totals.append(total)
        errors.append(_HALF_WIDTH * deviation)
    of_structure, of_strength = totals
    return Split(
        spread,
        1.0 - of_strength,
        1.0 - of_structure,
        of_structure + of_strength - 1.0,
        of_structure,
        of_strength,
        *errors,
    )


def pairs_apart(
    apart: Callable[[Found, Found], Floats],
    own: Found,
    other: Found,
    redrawn: Found,
    crossed: Found,
) -> Floats:
    """Tell what pairs of four draws differ by, each kind of pair twice.

    Parameters
    ----------
    apart
        Half the squared difference of two outcomes, or 1 where two conclusions differ.
    own, other
        Found from two draws that share nothing.
    redrawn, crossed
        Found from the first with the structure of the second, and the other way round.

    Returns
    -------
    ndarray
        What :func:`split_of` takes, one after the other: pairs that share nothing, that differ
        in structure only, and that differ in strength only.
    """
    whole = apart(own, other) + apart(redrawn, crossed)
    structure = apart(own, redrawn) + apart(other, crossed)
    strength = apart(own, crossed) + apart(other, redrawn)
    return np.stack([whole, structure, strength]) / 2


def redrawn_structure(unknowns: Sequence[Unknown], own: Floats, other: Floats) -> Floats:
    """Return draws with the structure of others: which links exist, and drawn signs.

    Parameters
    ----------
    unknowns
        What is drawn.
    own, other
        Numbers from 0 to 1 by key (see :func:`~digisys.uncertainty.unknowns.draw_keys`) and
        draw.

    Returns
    -------
    ndarray
        Shaped like the draws: the strengths of ``own`` with the structure of ``other``.
    """
    out = own.copy()
    for at, item in enumerate(unknowns):
        if not item.sign:
            turned = (own[at] < 0.5) != (other[at] < 0.5)
            out[at] = np.where(turned, 1.0 - own[at], own[at])
    out[len(unknowns) :] = other[len(unknowns) :]
    return out


def four_draws(unknowns: Sequence[Unknown], seed: int, start: int, stop: int) -> tuple[Floats, ...]:
    """Draw values four times over.

    Parameters
    ----------
    unknowns
        What is drawn.
    seed
        A whole number from 0 up.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    tuple of ndarray
        Values by unknown and draw: the draws of the seed; others that share nothing with
        them; the first with the structure of the second, and the second with that of the
        first.
    """
    first = draw_shares(unknowns, seed, start, stop)
    second = draw_shares(unknowns, seed, start, stop, again=True)
    mixed = redrawn_structure(unknowns, first, second), redrawn_structure(unknowns, second, first)
    return tuple(values_of(unknowns, shares) for shares in (first, second, *mixed))
