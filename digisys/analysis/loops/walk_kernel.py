"""The search of small pieces for loops, compiled by numba (the ``fast`` extra).

Up to 64 nodes fit in one word, so that a set of nodes is a number. Imported only when used.
"""

# Compiled code: numba reads the types of flat arguments, and calls inside it cost.
# ruff: noqa: ANN001, ANN201, ANN202, C901, PLR0912, PLR0915, PLR0917
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

__all__ = ["COUNT", "CUT_HERE", "FILLED", "PIECE", "WIDEST", "new_walk", "walk"]

#: Nodes of the largest piece that is searched here.
WIDEST = 64

#: Places in the state: the piece, the depth on its path (-1: not begun), ways and loops
#: written, and the deepest level whose way is written.
PIECE, DEPTH, FILLED, COUNT, WRITTEN = range(5)
#: Answers: all pieces are done; the room, the steps or the loops wanted are used up; the
#: next piece is too large.
DONE, CUT_HERE, TOO_LARGE = range(3)

# The only set bit of a word, times this, has its position in the six highest bits.
_MAGIC = np.uint64(0x03F79D71B4CB0A89)
_SHIFT = np.uint64(58)
_ONE, _NONE = np.uint64(1), np.uint64(0)
_POSITION = np.zeros(64, np.uint8)
for _i in range(64):
    _POSITION[((0x03F79D71B4CB0A89 << _i) & 0xFFFFFFFFFFFFFFFF) >> 58] = _i


def new_walk(arcs: int) -> tuple[Any, ...]:
    """Make the memory of a search of pieces that have so many onward arcs together."""
    state = np.zeros(5, np.int64)
    state[DEPTH] = -1
    levels = np.zeros((5, WIDEST + 1), np.int64)
    words = np.zeros((3, WIDEST + 1), np.uint64)
    return state, levels, words, np.zeros(arcs, np.uint64)


@njit(cache=True, nogil=True)
def _freed(node, dead, before):  # type: ignore[no-untyped-def]
    """Take from the dead ends all that lead to a node again."""
    todo = before[node] & dead
    while todo:
        dead &= ~todo
        near = _NONE
        while todo:
            low = todo & (~todo + _ONE)
            todo ^= low
            near |= before[_POSITION[(low * _MAGIC) >> _SHIFT]]
        todo = near & dead
    return dead


@njit(cache=True, nogil=True)
def walk(  # type: ignore[no-untyped-def]
    pieces, piece_node, piece_root, piece_closed, start, close_start,
    arc, node, close_arc, closed, steps, wanted,
    state, levels, words, bits, before, arcs, leaves,
):  # fmt: skip
    """Go on with a search until all pieces are done or something is used up.

    Nodes off the path from which the root cannot be reached are dead ends until a node
    that they lead to leaves the path after a loop was found. Ways are written as in
    :func:`digisys.analysis.loops.kernel.stride`.
    """
    piece, top, written = state[PIECE], state[DEPTH], state[WRITTEN]
    filled, count = state[FILLED], state[COUNT]
    path_node, path_arc, cursor = levels[0], levels[1], levels[2]
    found, way = levels[3], levels[4]
    onward, leading, sets = words[0], words[1], words[2]
    path, dead = sets[0], sets[1]
    answer = CUT_HERE
    stop = False
    while not stop:
        if top < 0:
            if piece == pieces:
                answer = DONE
                break
            first = piece_node[piece]
            size = piece_node[piece + 1] - first
            if size > WIDEST:
                answer = TOO_LARGE
                break
            begin, end = piece_closed[piece], piece_closed[piece + 1]
            if count >= wanted or filled + end - begin > len(arcs):
                break
            for i in range(begin, end):
                before[filled] = -1
                arcs[filled] = closed[i]
                leaves[count] = filled
                filled += 1
                count += 1
            if size == 0:
                piece += 1
                continue
            onward[:size] = _NONE
            leading[:size] = _NONE
            for i in range(size):
                for at in range(start[first + i], start[first + i + 1]):
                    bits[at] = _ONE << np.uint64(node[at])
                    onward[i] |= bits[at]
                    leading[node[at]] |= _ONE << np.uint64(i)
            root = piece_root[piece]
            top = 0
            path_node[0] = root
            cursor[0] = start[first + root]
            found[0] = 0
            way[0] = -1
            written = 0
            path = _ONE << np.uint64(root)
            dead = _NONE
        first = piece_node[piece]
        here = path_node[top]
        at, end = cursor[top], start[first + here + 1]
        room = len(arcs) - WIDEST - 1
        while True:
            if at < end:
                bit = bits[at]
                if (path | dead) & bit:
                    at += 1
                    continue
                following = node[at]
                steps -= 1
                begin_close = close_start[first + following]
                end_close = close_start[first + following + 1]
                if filled + end_close - begin_close > room or steps < 0 or count >= wanted:
                    cursor[top] = at
                    stop = True
                    break
                step = arc[at]
                at += 1
                if begin_close < end_close:
                    while written < top:
                        written += 1
                        before[filled] = way[written - 1]
                        arcs[filled] = path_arc[written]
                        way[written] = filled
                        filled += 1
                    last = filled
                    before[last] = way[top]
                    arcs[last] = step
                    filled += 1
                    for place in range(begin_close, end_close):
                        before[filled] = last
                        arcs[filled] = close_arc[place]
                        leaves[count] = filled
                        filled += 1
                        count += 1
                    if not onward[following] & ~(path | dead | bit):
                        found[top] = 1
                        dead = _freed(following, dead, leading)
                        continue
                    top += 1
                    found[top] = 1
                    way[top] = last
                    written = top
                else:
                    if not onward[following] & ~(path | dead | bit):
                        dead |= bit
                        continue
                    top += 1
                    found[top] = 0
                cursor[top - 1] = at
                path_node[top] = following
                path_arc[top] = step
                path |= bit
                here = following
                at, end = start[first + here], start[first + here + 1]
                continue
            path &= ~(_ONE << np.uint64(here))
            if found[top]:
                if top > 0:
                    found[top - 1] = 1
                dead = _freed(here, dead, leading)
            else:
                dead |= _ONE << np.uint64(here)
            top -= 1
            if top < 0:
                piece += 1
                break
            written = min(written, top)
            here = path_node[top]
            at, end = cursor[top], start[first + here + 1]
    state[PIECE], state[DEPTH] = piece, top
    state[FILLED], state[COUNT] = filled, count
    state[WRITTEN] = 0  # what was written is taken away
    sets[0], sets[1] = path, dead
    return answer
