"""Many loops of one piece at once: with NumPy, or compiled by numba when it is installed.

Both list what :func:`digisys.analysis.loops.search.walk_piece` lists. They only pay when
there are thousands of loops, and are imported then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.analysis.loops.search import Bounds, Parts, Piece, steps_back

__all__ = [
    "Chosen",
    "Flat",
    "Rows",
    "UnproductiveError",
    "Ways",
    "compiled_loops",
    "flatten",
    "ranges",
    "wide_loops",
]

Ints = npt.NDArray[np.int64]
Arcs = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

#: Paths that are extended together; fewer when a path's set of nodes is large.
_BLOCK = 1 << 14
#: Steps of the compiled search between two looks at the clock and the keyboard.
_STRIDE = 20_000_000


@dataclass(frozen=True)
class Rows:
    """Loops of the same number of arcs.

    Attributes
    ----------
    arcs
        Shape (loops, arcs).
    """

    arcs: Arcs

    def __len__(self) -> int:
        return len(self.arcs)

    def flat(self) -> tuple[Arcs, Ints]:
        """Return all arcs in a row, and how many each loop has."""
        return self.arcs.ravel(), np.full(len(self.arcs), self.arcs.shape[1], np.int64)


@dataclass(frozen=True)
class Chosen:
    """Loops of any number of arcs.

    Attributes
    ----------
    arcs
        The arcs of all loops in a row.
    sizes
        How many arcs each loop has.
    """

    arcs: Arcs
    sizes: Ints

    @classmethod
    def of(cls, arcs: Arcs, bounds: Ints, rows: Ints) -> Chosen:
        """Choose some of the loops that flat arrays hold (see ``Store.flat``)."""
        sizes = bounds[rows + 1] - bounds[rows]
        return cls(arcs[ranges(bounds[rows], sizes)], sizes)

    def __len__(self) -> int:
        return len(self.sizes)

    def flat(self) -> tuple[Arcs, Ints]:
        """Return all arcs in a row, and how many each loop has."""
        return self.arcs, self.sizes


def ranges(first: Ints, count: Ints) -> Ints:
    """Join the ranges that begin at ``first`` and are ``count`` long."""
    ends = np.cumsum(count)
    shift: Ints = np.repeat(first - (ends - count), count)
    return shift + np.arange(len(shift), dtype=np.int64)


@dataclass(frozen=True)
class Ways:
    """Loops that share their beginnings, as a tree of ways.

    Attributes
    ----------
    before
        Shape (ways,): place of the way that each extends by an arc; -1 for none.
    arcs
        Shape (ways,): the arc that it is extended by.
    leaves
        Shape (loops,): places of the ways that are loops.
    """

    before: Arcs
    arcs: Arcs
    leaves: Arcs

    def __len__(self) -> int:
        return len(self.leaves)

    def first(self, count: int) -> Ways:
        """Return the first of these loops."""
        return Ways(self.before, self.arcs, self.leaves[:count])

    def flat(self) -> tuple[Arcs, Ints]:
        """Return all arcs in a row, and how many each loop has."""
        sizes = np.zeros(len(self.leaves), np.int64)
        at, rows = self.leaves, np.arange(len(self.leaves))
        while len(rows):
            sizes[rows] += 1
            at = self.before[at]
            rows, at = rows[at >= 0], at[at >= 0]
        place = np.cumsum(sizes) - 1
        arcs = np.empty(int(sizes.sum()), np.int32)
        at, rows = self.leaves, np.arange(len(self.leaves))
        while len(rows):
            arcs[place[rows]] = self.arcs[at]
            place[rows] -= 1
            at = self.before[at]
            rows, at = rows[at >= 0], at[at >= 0]
        return arcs, sizes


class UnproductiveError(Exception):
    """The paths tried are far more than the loops found: dead ends prevail."""


@dataclass(frozen=True)
class Flat:
    """A piece as arrays.

    Attributes
    ----------
    start
        Shape (nodes + 1,): where each node's arcs begin in the next three.
    arc, node, need
        Shape (arcs,): number of the arc, the node that it leads to, and the links that
        going there and back to the root takes at least.
    close_start, close_arc
        The same for the arcs that lead to the root.
    root
        Position of the root.
    lengths
        Shape (arcs of ``arc``,): links in each arc; ``close_lengths`` likewise.
    """

    start: Ints
    arc: Ints
    node: Ints
    need: Ints
    lengths: Ints
    close_start: Ints
    close_arc: Ints
    close_lengths: Ints
    root: int


def flatten(piece: Piece, parts: Parts) -> Flat:
    """Write a piece as arrays."""
    assert piece.root is not None  # noqa: S101  # told by the caller
    back = steps_back(piece, parts.lengths)
    place = {node: i for i, node in enumerate(piece.out)}
    start, close_start = [0], [0]
    onward: list[tuple[int, int, int, int]] = []
    closing: list[int] = []
    for arcs in piece.out.values():
        for arc, node in arcs:
            length = parts.lengths[arc]
            if node == piece.root:
                closing.append(arc)
            else:
                onward.append((arc, place[node], length + back[node], length))
        start.append(len(onward))
        close_start.append(len(closing))
    columns = np.array(onward, np.int64).reshape(-1, 4).T.copy()
    return Flat(
        np.array(start, np.int64),
        columns[0],
        columns[1],
        columns[2],
        columns[3],
        np.array(close_start, np.int64),
        np.array(closing, np.int64),
        np.array([parts.lengths[arc] for arc in closing], np.int64),
        place[piece.root],
    )


@dataclass(frozen=True)
class _Block:
    """Paths of the same number of arcs; each knows the row of the path that it extends.

    The nodes of a path are bits, 64 to a word; ``length`` is kept if lengths are bounded.
    """

    before: _Block | None
    row: Ints
    arc: Arcs
    node: Ints
    length: Ints | None
    visited: tuple[Words, ...]


@dataclass(frozen=True)
class _Fan:
    """Arcs of a piece grouped by the node that they leave."""

    start: Ints
    degree: Ints

    @classmethod
    def of(cls, start: Ints) -> _Fan:
        return cls(start, np.diff(start))

    def spread(self, nodes: Ints) -> tuple[Ints, Ints]:
        """Pair each path with each arc of its last node: rows of paths, places of arcs."""
        degree = self.degree[nodes]
        ends = np.cumsum(degree)
        count = int(ends[-1])
        rows = np.repeat(np.arange(len(nodes)), degree)
        shift = self.start[nodes] - ends + degree
        return rows, np.arange(count) + shift[rows]


def wide_loops(flat: Flat, bounds: Bounds) -> Iterator[Rows]:
    """Yield loops, some at a time, by extending many paths together.

    Raises
    ------
    UnproductiveError
        If nearly all paths end without closing.
    """
    size = len(flat.start) - 1
    words = (size + 63) // 64
    block = max(256, min(_BLOCK, (1 << 18) // words))
    onward, closing = _Fan.of(flat.start), _Fan.of(flat.close_start)
    arc_names = flat.arc.astype(np.int32)
    # For each word of the sets of nodes: the bit of each arc's end in it, or none.
    bits = np.zeros((words, len(flat.arc)), np.uint64)
    bits[flat.node // 64, np.arange(len(flat.arc))] = np.uint64(1) << (flat.node % 64).astype(
        np.uint64
    )
    stack = [_first_block(flat, words, bounded=bounds.max_length is not None)]
    tried, found = 0, 0
    while stack:
        bounds.check_time()
        paths = stack.pop()
        loops = _closing(flat, closing, paths, bounds)
        if loops is not None:
            found += len(loops)
            yield Rows(loops)
        rows, places = onward.spread(paths.node)
        met = paths.visited[0][rows] & bits[0][places]
        for held, bit in zip(paths.visited[1:], bits[1:], strict=True):
            met |= held[rows] & bit[places]
        keep = met == 0
        if bounds.max_length is not None and paths.length is not None:
            near = paths.length[rows] + flat.need[places] <= bounds.max_length
            bounds.cut = bounds.cut or not near.all()
            keep &= near
        chosen = np.flatnonzero(keep)
        rows, places = rows[chosen], places[chosen]
        tried += len(rows)
        if tried > 100_000 and tried > 60 * found:
            raise UnproductiveError
        for first in range(0, len(rows), block):
            row, place = rows[first : first + block], places[first : first + block]
            length = None if paths.length is None else paths.length[row] + flat.lengths[place]
            visited = tuple(
                held[row] | bit[place] for held, bit in zip(paths.visited, bits, strict=True)
            )
            node = flat.node[place]
            stack.append(_Block(paths, row, arc_names[place], node, length, visited))


def _first_block(flat: Flat, words: int, *, bounded: bool) -> _Block:
    zero = np.zeros(1, np.int64)
    visited = np.zeros((words, 1), np.uint64)
    visited[flat.root // 64, 0] = np.uint64(1) << np.uint64(flat.root % 64)
    length = zero if bounded else None
    return _Block(None, zero, zero.astype(np.int32), zero + flat.root, length, tuple(visited))


def _closing(flat: Flat, closing: _Fan, paths: _Block, bounds: Bounds) -> Arcs | None:
    """Close the paths that can be closed: the loops, as rows of arcs."""
    able = np.flatnonzero(closing.degree[paths.node])
    if not len(able):
        return None
    rows, places = closing.spread(paths.node[able])
    rows = able[rows]
    if bounds.max_length is not None and paths.length is not None:
        near = paths.length[rows] + flat.close_lengths[places] <= bounds.max_length
        bounds.cut = bounds.cut or not near.all()
        rows, places = rows[near], places[near]
        if not len(rows):
            return None
    depth, block = 1, paths
    while block.before is not None:
        depth, block = depth + 1, block.before
    loops = np.empty((depth, len(rows)), np.int32)
    loops[-1] = flat.close_arc[places]
    block = paths
    for level in range(depth - 2, -1, -1):
        loops[level] = block.arc[rows]
        rows = block.row[rows]
        assert block.before is not None  # noqa: S101  # as many as counted above
        block = block.before
    return loops.T


def compiled_loops(flat: Flat, bounds: Bounds, *, wanted: int | None = None) -> Iterator[Ways]:
    """Yield loops compiled by numba, in the order of the depth-first search.

    No more are found before the next look than are wanted, or than one step closes.

    The search is that of :func:`digisys.analysis.loops.search.walk_piece`, cut into
    strides, so that the clock and the keyboard are heard in between.
    """
    from digisys.analysis.loops import kernel as loop_kernel

    stride: Any = loop_kernel.stride
    size = len(flat.start) - 1
    state = loop_kernel.new_state(size, len(flat.arc), flat.root)
    # Room for at least the longest path and the loops that it closes.
    most = int(np.diff(flat.close_start).max())
    room = max(1 << 20, size + most + 1)
    before, arcs = np.empty(room, np.int32), np.empty(room, np.int32)
    leaves = np.empty(room if wanted is None else min(room, wanted + most), np.int32)
    longest = -1 if bounds.max_length is None else bounds.max_length
    done = False
    while not done:
        bounds.check_time()
        done, filled, count, cut = stride(
            flat.start, flat.arc, flat.node, flat.need, flat.lengths,
            flat.close_start, flat.close_arc, flat.close_lengths,
            longest, _STRIDE, *state, before, arcs, leaves,
        )  # fmt: skip
        bounds.cut = bounds.cut or bool(cut)
        if count:
            yield Ways(before[:filled].copy(), arcs[:filled].copy(), leaves[:count].copy())
