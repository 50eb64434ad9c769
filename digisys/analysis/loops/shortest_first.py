"""The shortest loops of a model that has more of them than are listed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from digisys.analysis.loops.bulk import Chosen
from digisys.analysis.loops.search import Bounds, Parts, TimeUpError, pieces, walk_piece
from digisys.analysis.loops.store import Store

__all__ = ["with_shortest"]

#: So many of the shortest loops are enough, ...
_ENOUGH = 100
#: ... more than so many are too many, ...
_TOO_MANY = 10_000
#: ... and so many arcs are looked at for the loops up to one length.
_BUDGET = 3_000_000

#: A loop as its links.
Links = tuple[int, ...]


def with_shortest(
    store: Store,
    *,
    through: frozenset[int] | None,
    max_length: int | None,
    max_loops: int | None,
    deadline: float | None,
) -> tuple[Store, int | None]:
    """Put the shortest loops of all in place of long ones among those found.

    A search that was stopped holds loops that happened to come first, as a rule long ones.
    Loops of bounded length are searched for anew, up to a length at which there are some
    dozens of them, with a budget of arcs that makes the answer the same on every machine.

    Parameters
    ----------
    store
        What a search found until it was stopped.
    through
        If given, only loops through one of these variables.
    max_length
        Longest loop wanted.
    max_loops
        Most loops to keep.
    deadline
        When to stop, on the clock of :func:`time.monotonic`; the store then stays as it is
        unless some lengths were searched before.

    Returns
    -------
    tuple
        The loops, and the length up to which every loop is among them; None if no length
        could be searched whole.
    """
    short, whole = _shortest(store, through, max_length, deadline)
    if whole == 1:
        return store, None
    short.sort(key=lambda loop: (len(loop), _course(store, loop)))
    if max_loops is not None and len(short) > max_loops:
        whole = len(short[max_loops]) - 1
        short = short[:max_loops]
    arcs, bounds = store.flat()
    lengths = store.lengths(arcs, bounds)
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > (len(short[-1]) if short else whole)]
    if max_loops is not None:
        order = order[: max_loops - len(short)]
    rest = Chosen.of(arcs, bounds, order)
    return replace(store, few=short, many=[rest], count=len(short) + len(rest)), max(whole, 1)


def _course(store: Store, loop: Links) -> Links:
    """Write a loop as its variables, beginning at the smallest."""
    nodes = [store.numbered.ends[link][0] for link in loop]
    first = nodes.index(min(nodes))
    return (*nodes[first:], *nodes[:first])


def _shortest(
    store: Store, through: frozenset[int] | None, max_length: int | None, deadline: float | None
) -> tuple[list[Links], int]:
    """Find all loops up to a length that is chosen so that there are some dozens of them."""
    found: list[Links] = []
    low, high = 1, None if max_length is None else max_length + 1
    length = 4
    while high is None or high - low > 1:
        if high is not None and length >= high:
            length = (low + high) // 2
        try:
            loops = _up_to(store, through, length, deadline)
        except TimeUpError:
            loops = None
        if loops is None:
            high = length
        else:
            low, found = length, loops
            if len(found) >= _ENOUGH or length >= len(store.numbered.names):
                break
        length = 2 * low
    return found, low


def _up_to(
    store: Store, through: frozenset[int] | None, length: int, deadline: float | None
) -> list[Links] | None:
    """Find all loops up to a length; None if they are too many."""
    numbered = store.numbered
    parts, bounds = Parts(len(numbered.ends)), Bounds(length, deadline, budget=_BUDGET)
    found: list[Links] = []
    for piece in pieces(numbered.ends, len(numbered.names), parts, bounds, through=through):
        for loop in walk_piece(piece, parts, bounds):
            if len(found) == _TOO_MANY:
                return None
            found.append(tuple(parts.links(loop)))
    return found
