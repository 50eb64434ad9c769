"""The whole search for loops of any length, compiled by numba (the ``fast`` extra).

It lists what :func:`digisys.analysis.loops.search.pieces` and
:func:`digisys.analysis.loops.search.walk_piece` list, in the same order and with the same
numbers; only the time differs. Imported only when numba is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

import digisys.analysis.loops.kernel  # noqa: F401  # tells that the compiled search is loaded
from digisys.analysis.loops import division_kernel as division
from digisys.analysis.loops import walk_kernel as walking
from digisys.analysis.loops.bulk import Flat, Ways, compiled_loops
from digisys.analysis.loops.search import Bounds, Parts

__all__ = ["whole_search"]

#: Arcs in pieces that are divided before their loops are searched for.
_MOST = 20_000
#: Steps of the search between two looks at the clock and the keyboard.
_STRIDE = 10_000_000
#: Ways that are kept together: few at first, as most models have few loops.
_FIRST_ROOM, _ROOM = 1 << 13, 1 << 20


def whole_search(
    ends: tuple[tuple[int, int], ...],
    size: int,
    parts: Parts,
    bounds: Bounds,
    *,
    through: frozenset[int] | None,
    max_loops: int | None,
) -> Iterator[Ways]:
    """Yield all loops, some at a time, or the first and one more than are wanted.

    When the keyboard interrupts, what the present stride found in small pieces is yielded
    before the interrupt is passed on.
    """
    links = np.fromiter(chain.from_iterable(ends), np.int64, 2 * len(ends)).reshape(-1, 2)
    count = len(links)
    keep = np.zeros(size, np.bool_)
    if through is not None:
        keep[list(through)] = True
    table = np.empty((2 * count + 64, 11), np.int64)
    table[:count, : division.FIRST] = links
    table[:count, division.LENGTH] = 1
    table[:count, division.TOUCHES] = keep[links[:, 0]]
    table[:count, division.ALIVE] = 1
    used, items = count, 1
    item_node, item_arc = np.zeros(size + 2, np.int64), np.zeros(size + 2, np.int64)
    item_node[1], item_arc[1] = size, count
    nodes_held, arcs_held = np.arange(size, dtype=np.int64), np.arange(count, dtype=np.int64)
    divide: Any = division.divide
    told = count
    found = 0
    while items:
        bounds.check_time()
        table, used, items, *made = divide(
            table, used, keep, through is not None, item_node, item_arc, items,
            nodes_held, arcs_held, _MOST,
        )  # fmt: skip
        joined = table[told:used]
        parts.joins += zip(
            joined[:, division.FIRST].tolist(), joined[:, division.SECOND].tolist(), strict=True
        )
        parts.lengths += joined[:, division.LENGTH].tolist()
        told = used
        wanted = None if max_loops is None else max_loops + 1 - found
        for ways in _walk(made, bounds, wanted):
            found += len(ways)
            yield ways
            if max_loops is not None and found > max_loops:
                return


def _walk(made: Any, bounds: Bounds, wanted: int | None) -> Iterator[Ways]:
    """Search some pieces."""
    pieces, piece_node, piece_root, piece_closed, start, close_start, arc, node, *rest = made
    close_arc, closed = rest
    state, levels, words, bits = walking.new_walk(len(arc))
    walk: Any = walking.walk
    # Room for at least the longest path and the loops that any step or piece closes.
    least = len(close_arc) + len(closed) + 2 * walking.WIDEST
    room = max(_FIRST_ROOM, least)
    before, arcs, leaves = np.empty((3, room), np.int32)
    answer, total = walking.CUT_HERE, 0
    most = np.iinfo(np.int64).max if wanted is None else wanted
    while answer != walking.DONE and total < most:
        bounds.check_time()
        state[walking.FILLED] = state[walking.COUNT] = 0
        try:
            answer = walk(
                pieces, piece_node, piece_root, piece_closed, start, close_start,
                arc, node, close_arc, closed, _STRIDE, most - total,
                state, levels, words, bits, before, arcs, leaves,
            )  # fmt: skip
        finally:
            filled, count = int(state[walking.FILLED]), int(state[walking.COUNT])
            ways = Ways(before[:filled].copy(), arcs[:filled].copy(), leaves[:count].copy())
            total += count
            if count:
                yield ways
        if answer == walking.CUT_HERE and room < _ROOM:
            room = max(_ROOM, least)
            before, arcs, leaves = np.empty((3, room), np.int32)
        if answer == walking.TOO_LARGE and total < most:
            piece = int(state[walking.PIECE])
            state[walking.PIECE] += 1
            for ways in _walk_large(made, piece, bounds, most - total):
                total += len(ways)
                yield ways
                if total >= most:
                    return


def _walk_large(made: Any, piece: int, bounds: Bounds, wanted: int) -> Iterator[Ways]:
    """Search one piece that is too large for the search in words."""
    _, piece_node, piece_root, piece_closed, start, close_start, arc, node, *rest = made
    close_arc, closed = rest
    alone = closed[piece_closed[piece] : piece_closed[piece + 1]].astype(np.int32)
    if len(alone):
        yield Ways(np.full(len(alone), -1, np.int32), alone, np.arange(len(alone), dtype=np.int32))
    nodes = slice(piece_node[piece], piece_node[piece + 1] + 1)
    starts, close_starts = start[nodes], close_start[nodes]
    onward, closing = slice(starts[0], starts[-1]), slice(close_starts[0], close_starts[-1])
    lengths = np.zeros(max(onward.stop - onward.start, closing.stop - closing.start), np.int64)
    flat = Flat(
        starts - starts[0],
        arc[onward],
        node[onward],
        lengths,
        lengths,
        close_starts - close_starts[0],
        close_arc[closing],
        lengths,
        int(piece_root[piece]),
    )
    yield from compiled_loops(flat, bounds, wanted=wanted)
