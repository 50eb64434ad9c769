"""The search for loops compiled by numba (the ``fast`` extra). Imported only when used."""

# Compiled code: numba reads the types of flat arguments, and calls inside it cost.
# ruff: noqa: ANN001, ANN201, ANN202, C901, PLR0912, PLR0915, PLR0917
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

__all__ = ["new_state", "stride"]


def new_state(size: int, arcs: int, root: int) -> tuple[Any, ...]:
    """Make the memory of a search that stands at the root and has done nothing."""
    depth = np.zeros(1, np.int64)
    path_node = np.full(size + 1, -1, np.int32)
    path_arc = np.zeros(size + 1, np.int32)
    path_length = np.zeros(size + 1, np.int64)
    cursor = np.full(size + 1, -1, np.int64)
    found = np.zeros(size + 1, np.bool_)
    blocked = np.zeros(size, np.bool_)
    path_node[0] = root
    blocked[root] = True
    # Who waits for a node: linked lists, as many entries as there are arcs.
    head = np.full(size, -1, np.int64)
    after = np.full(arcs, -1, np.int64)
    waiter = np.zeros(arcs, np.int32)
    queued = np.zeros(arcs, np.bool_)
    todo = np.zeros(size + arcs + 1, np.int32)
    written = np.zeros(size + 1, np.int32)
    return (
        depth, path_node, path_arc, path_length, cursor, found, blocked,
        head, after, waiter, queued, todo, written,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _free(node, blocked, head, after, waiter, queued, todo):  # type: ignore[no-untyped-def]
    count = 1
    todo[0] = node
    while count:
        count -= 1
        free = todo[count]
        if not blocked[free]:
            continue
        blocked[free] = False
        entry = head[free]
        head[free] = -1
        while entry >= 0:
            todo[count] = waiter[entry]
            count += 1
            queued[entry] = False
            entry = after[entry]


@njit(cache=True, nogil=True)
def stride(  # type: ignore[no-untyped-def]
    start, arc, node, need, lengths, close_start, close_arc, close_lengths,
    longest, steps,
    depth, path_node, path_arc, path_length, cursor, found, blocked,
    head, after, waiter, queued, todo, written, before, arcs, leaves,
):  # fmt: skip
    """Go on with a search until it ends, the room is full or the steps are used up.

    Loops share their beginnings: each way that leads to a loop is written once, as its
    last arc and the place of the way before it; a loop is the place of its last arc.
    """
    filled = 0
    count = 0
    cut = False
    top = depth[0]
    for i in range(top + 1):
        written[i] = -1
    while True:
        here = path_node[top]
        if cursor[top] < 0:
            # The node is new on the path: close every loop that it closes.
            closing = close_start[here + 1] - close_start[here]
            room = filled + top + closing
            if room > len(arcs) or count + closing > len(leaves) or steps <= 0:
                depth[0] = top
                return False, filled, count, cut
            found[top] = False
            for place in range(close_start[here], close_start[here + 1]):
                if longest >= 0 and path_length[top] + close_lengths[place] > longest:
                    cut = True
                    continue
                first = top
                while first > 0 and written[first] < 0:
                    first -= 1
                for i in range(first + 1, top + 1):
                    before[filled] = written[i - 1]
                    arcs[filled] = path_arc[i]
                    written[i] = filled
                    filled += 1
                before[filled] = written[top]
                arcs[filled] = close_arc[place]
                leaves[count] = filled
                filled += 1
                count += 1
                found[top] = True
            cursor[top] = start[here]
        down = False
        while cursor[top] < start[here + 1]:
            place = cursor[top]
            cursor[top] += 1
            steps -= 1
            following = node[place]
            if blocked[following]:
                continue
            if longest >= 0 and path_length[top] + need[place] > longest:
                cut = True
                continue
            top += 1
            path_node[top] = following
            path_arc[top] = arc[place]
            path_length[top] = path_length[top - 1] + lengths[place]
            cursor[top] = -1
            written[top] = -1
            blocked[following] = True
            down = True
            break
        if down:
            continue
        if longest >= 0:
            blocked[here] = False
        elif found[top]:
            if top > 0:
                found[top - 1] = True
            _free(here, blocked, head, after, waiter, queued, todo)
        else:
            for place in range(start[here], start[here + 1]):
                if not queued[place]:
                    queued[place] = True
                    waiter[place] = here
                    after[place] = head[node[place]]
                    head[node[place]] = place
        if top == 0:
            return True, filled, count, cut
        top -= 1
