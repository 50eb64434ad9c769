"""Causes that share the movement of a variable: the convention ``shares`` of strengths.

A link's size is ``total * w / sum(w)``: ``w`` is drawn from the range of the link's class,
the sum runs over the causes that share, and ``total``, around 1, is drawn for each variable.
A variable with one cause so passes its movement on nearly whole, and how finely a cause is
spelled out changes little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.uncertainty.unknowns import Unknown

__all__ = ["TOTAL_RANGE", "Sharing", "share", "sharings_among", "sharings_of", "total_of"]

Floats = npt.NDArray[np.float64]

#: What the causes of a variable that share its movement pass on together.
TOTAL_RANGE = (0.8, 1.2)


@dataclass(frozen=True)
class Sharing:
    """The causes of one variable that share its movement, as rows of a table of values.

    Attributes
    ----------
    total
        Row of what they pass on together.
    members
        Rows whose sizes add up to the whole.
    others
        Rows that are measured by the same unit and do not count in the sum: what a
        scenario adds, or puts in the place of a member.
    """

    total: int
    members: tuple[int, ...]
    others: tuple[int, ...] = ()


def total_of(target: str) -> Unknown:
    """Return what is unknown of a variable whose causes share its movement."""
    return Unknown(f"total:{target}", "total", *TOTAL_RANGE)


def sharings_of(
    members: Mapping[str, Sequence[int]],
    others: Mapping[str, Sequence[int]],
    first: int,
) -> tuple[tuple[Unknown, ...], tuple[Sharing, ...]]:
    """Lay out who shares, and what is drawn for it.

    Parameters
    ----------
    members, others
        By target, rows of links as of :class:`Sharing`. Others that meet no member share
        among themselves.
    first
        Row of the first total; the others follow.

    Returns
    -------
    tuple
        The totals, and the sharings, in the order of the targets.

    Examples
    --------
    >>> totals, found = sharings_of({"c": [0, 1]}, {}, 2)
    >>> totals[0].key, found[0].members
    ('total:c', (0, 1))
    """
    found = {
        target: (tuple(members.get(target) or others[target]), tuple(others.get(target, ())))
        for target in dict.fromkeys((*members, *others))
    }
    return tuple(map(total_of, found)), tuple(
        Sharing(first + place, whole, () if whole == rest else rest)
        for place, (whole, rest) in enumerate(found.values())
    )


def sharings_among(
    links: Sequence[Unknown], targets: Sequence[str], first: int
) -> tuple[tuple[Unknown, ...], tuple[Sharing, ...]]:
    """Lay out who shares among links, each with its target; see :func:`sharings_of`."""
    members: dict[str, list[int]] = {}
    for row, (link, target) in enumerate(zip(links, targets, strict=True)):
        if link.shares:
            members.setdefault(target, []).append(row)
    return sharings_of(members, {}, first)


def share(values: Floats, sharings: Iterable[Sharing]) -> None:
    """Turn sizes of links into shares of what they pass on together, in place.

    Parameters
    ----------
    values
        Signed sizes of links, 0 for one that does not exist, and totals; (row, draw).
    sharings
        Who shares.

    Examples
    --------
    >>> values = np.array([[0.2], [-0.6], [1.2]])
    >>> share(values, [Sharing(2, (0, 1))])
    >>> values[:, 0].round(2).tolist()
    [0.3, -0.9, 1.2]
    """
    for item in sharings:
        rows = list(item.members)
        whole = np.abs(values[rows]).sum(axis=0)
        unit = np.divide(values[item.total], whole, out=np.zeros_like(whole), where=whole > 0)
        values[[*rows, *item.others]] *= unit
