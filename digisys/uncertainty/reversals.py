"""Conclusions that turn round: signs and orders of the same things under two assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Turn", "turned_orders", "turned_signs"]

Floats = npt.NDArray[np.float64]

#: Standard errors from which a majority of the draws is no luck of the draw: 95 %.
_CLEAR = 1.959963984540054


class Turn(NamedTuple):
    """One thing that moves the other way, or two that change places.

    Attributes
    ----------
    items
        Row of the thing; or of the one that is above, and of the one that is below.
    here, there
        Share of the draws in which the thing is above 0, or the first above the second.
    """

    items: tuple[int, ...]
    here: float
    there: float


def _lean(values: Floats, least: Floats | float, *, single: bool) -> tuple[int, float]:
    """Tell on which side of 0 most draws are, 0 where that may be luck; and the share above."""
    above, below = int((values > least).sum()), int((values < -least).sum())
    clear = single or abs(above - below) > _CLEAR * np.sqrt(above + below)
    share = above / (above + below) if above + below else 0.5
    return (int(np.sign(above - below)) if clear else 0), share


def turned_signs(
    here: Floats, there: Floats, least: Floats | float = 0.0, *, smallest: float = 0.0
) -> tuple[Turn, ...]:
    """List what is above 0 in most draws here, and below in most draws there, or vice versa.

    A majority counts when it is clear beyond the luck of the draw (a sign test at 95 %).

    Parameters
    ----------
    here, there
        Values by thing and draw; draws need not be as many, nor the same. One draw on both
        hands is taken for what is certain, as single runs are.
    least
        Values no further from 0 than this count for neither side.
    smallest
        Things whose median is no further from 0 than this, on either hand, do not count.

    Examples
    --------
    >>> turned_signs(np.array([[1.0]]), np.array([[-2.0]]))
    (Turn(items=(0,), here=1.0, there=0.0),)
    """
    found = []
    single = here.shape[1] == there.shape[1] == 1
    moved = [np.abs(np.median(values, axis=1)) > smallest for values in (here, there)]
    for row in np.flatnonzero(moved[0] & moved[1]).tolist():
        one, share = _lean(here[row], least, single=single)
        other, other_share = _lean(there[row], least, single=single)
        if one * other < 0:
            found.append(Turn((row,), share, other_share))
    return tuple(found)


def turned_orders(
    here: Floats,
    there: Floats,
    pairs: Sequence[tuple[int, int]],
    least: Floats | float = 0.0,
    *,
    smallest: float = 0.0,
) -> tuple[Turn, ...]:
    """List pairs of which one is above in most draws here, and the other in most draws there.

    Parameters
    ----------
    here, there, least
        As of :func:`turned_signs`.
    pairs
        Which rows to compare.
    smallest
        Pairs whose median difference is no larger than this, on either hand, do not count.

    Examples
    --------
    >>> turned_orders(np.array([[1.0], [2.0]]), np.array([[1.0], [0.0]]), [(0, 1)])
    (Turn(items=(1, 0), here=1.0, there=0.0),)
    """
    found = []
    for one, other in pairs:
        (turn,) = turned_signs(
            here[[one]] - here[[other]], there[[one]] - there[[other]], least, smallest=smallest
        ) or (None,)
        if turn is None:
            continue
        if turn.here > turn.there:
            found.append(Turn((one, other), turn.here, turn.there))
        else:
            found.append(Turn((other, one), 1 - turn.here, 1 - turn.there))
    return tuple(found)
