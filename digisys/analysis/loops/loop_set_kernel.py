"""The shortest loop through each link, compiled by numba (the ``fast`` extra)."""

# Compiled code: numba reads the types of flat arguments, and calls inside it cost.
# ruff: noqa: ANN001, ANN202, C901, PLR0915
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["compiled_shortest_loops"]

Ints = npt.NDArray[np.int64]


def compiled_shortest_loops(
    ends: Sequence[tuple[int, int]], size: int, links: Sequence[int]
) -> list[tuple[int, ...]]:
    """Do what :func:`digisys.analysis.loops.shortest.shortest_loops` does, with its result."""
    chosen = np.array(links, np.int64)
    pairs = np.array(ends, np.int64)[chosen]
    source, target = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    out_start, out_link = _rows(source, size)
    in_start, in_link = _rows(target, size)
    flat, stops = _loops(source, target, out_start, out_link, in_start, in_link, size)
    named = chosen[flat].tolist()
    bounds = [0, *stops.tolist()]
    return [tuple(named[bounds[i] : bounds[i + 1]]) for i in range(len(links))]


def _rows(node: Ints, size: int) -> tuple[Ints, Ints]:
    """Group positions of links by a node, in the order of the links."""
    order = np.argsort(node, kind="stable")
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(node, minlength=size), out=start[1:])
    return start, order


@njit(cache=True, nogil=True)
def _loops(source, target, out_start, out_link, in_start, in_link, size):  # type: ignore[no-untyped-def]
    count = len(source)
    seen = np.full((2, size), -1, np.int64)
    by_link = np.zeros((2, size), np.int64)
    front = np.zeros((2, size), np.int64)
    spare = np.zeros(size, np.int64)
    flat = np.zeros(8 * count + size, np.int64)
    stops = np.zeros(count, np.int64)
    filled = 0
    for first in range(count):
        start, goal = target[first], source[first]
        seen[0, start] = first
        seen[1, goal] = first
        front[0, 0] = start
        front[1, 0] = goal
        width = np.ones(2, np.int64)
        meeting = start if start == goal else -1
        while meeting < 0:
            side = 0 if width[0] <= width[1] else 1
            begin = out_start if side == 0 else in_start
            arcs = out_link if side == 0 else in_link
            heads = target if side == 0 else source
            following = 0
            for i in range(width[side]):
                node = front[side, i]
                for place in range(begin[node], begin[node + 1]):
                    link = arcs[place]
                    far = heads[link]
                    if seen[side, far] != first:
                        seen[side, far] = first
                        by_link[side, far] = link
                        spare[following] = far
                        following += 1
                        if seen[1 - side, far] == first:
                            meeting = far
                            break
                if meeting >= 0:
                    break
            for i in range(following):
                front[side, i] = spare[i]
            width[side] = following
        if filled + size + 1 > len(flat):
            larger = np.zeros(2 * len(flat) + size, np.int64)
            larger[:filled] = flat[:filled]
            flat = larger
        flat[filled] = first
        filled += 1
        steps = 0
        node = meeting
        while node != start:
            spare[steps] = by_link[0, node]
            node = source[spare[steps]]
            steps += 1
        for i in range(steps):
            flat[filled + i] = spare[steps - 1 - i]
        filled += steps
        node = meeting
        while node != goal:
            flat[filled] = by_link[1, node]
            node = target[flat[filled]]
            filled += 1
        stops[first] = filled
    return flat[:filled], stops
