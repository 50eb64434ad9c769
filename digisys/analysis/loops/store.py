"""Loops kept as numbers until someone looks at them, so that a million fit in memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from digisys.analysis.loops.search import Bounds, Parts, Piece, TimeUpError, pieces, walk_piece
from digisys.graph.view import Arc, Graph
from digisys.progress import Progress

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Numbered", "Store", "gather"]

#: Loops of one piece that are searched for without arrays when the compiled search is there.
_FEW = 20
#: Loops that one piece must have before the search turns to whole arrays ...
_MANY = 500
#: ... and all before the compiled search pays for reading its code, if numba is loaded,
_VERY_MANY = 300_000
#: ... or for loading numba as well: about what the plain search finds meanwhile.
_WORTH_LOADING = 3_000_000
#: Seconds that must be left for it; the first time on a computer it is compiled.
_START = 30.0


class _ManyError(Exception):
    """So many loops were found that the compiled search is worth its start."""


@dataclass(frozen=True)
class Numbered:
    """A graph with its variables and links as numbers.

    Attributes
    ----------
    names
        Ids in alphabetical order; a variable's number is its place here.
    arcs
        The links; a link's number is its place here.
    ends
        The numbers of each link's two variables.
    """

    graph: Graph
    names: tuple[str, ...]
    arcs: tuple[Arc, ...]
    ends: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, graph: Graph, *, only: Callable[[Arc], bool] | None = None) -> Numbered:
        """Give numbers to a graph, or to those of its links that ``only`` accepts."""
        names = tuple(sorted(graph.out))
        place = {name: i for i, name in enumerate(names)}
        arcs = tuple(arc for name in names for arc in graph.out[name] if only is None or only(arc))
        ends = tuple((place[arc.link.source], place[arc.link.target]) for arc in arcs)
        return cls(graph, names, arcs, ends)


@dataclass
class Store:
    """The loops found so far: some as tuples of arcs, many as arrays.

    Attributes
    ----------
    parts
        What each arc stands for.
    few
        Loops as tuples of arcs.
    many
        Batches of loops as arrays (``Rows``, ``Ways`` or ``Chosen`` of
        :mod:`digisys.analysis.loops.bulk`).
    reason
        Why the search stopped early, if it did.
    """

    numbered: Numbered
    parts: Parts
    few: list[tuple[int, ...]] = field(default_factory=list)
    many: list[Any] = field(default_factory=list)
    count: int = 0
    reason: str | None = None

    def add(self, loops: Sequence[tuple[int, ...]]) -> None:
        """Add loops that are tuples of arcs."""
        self.few.extend(loops)
        self.count += len(loops)

    def add_batches(self, batches: Sequence[Any]) -> None:
        """Add batches of loops."""
        self.many.extend(batches)
        self.count += sum(map(len, batches))

    def flat(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return all loops as one array of arcs and the place where each loop begins and ends.

        Returns
        -------
        tuple
            Arcs, and bounds of shape (count + 1,): loop i is ``arcs[bounds[i]:bounds[i + 1]]``.
        """
        import numpy as np

        arcs = [np.array([arc for loop in self.few for arc in loop], np.int32)]
        sizes = [np.array([len(loop) for loop in self.few], np.int64)]
        for batch in self.many:
            some, lengths = batch.flat()
            arcs.append(some)
            sizes.append(lengths)
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes))])
        return np.concatenate(arcs), bounds

    def lengths(
        self, arcs: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """Count the links of each loop of the flat arrays."""
        import numpy as np

        sizes = np.array(self.parts.lengths, np.int64)
        cumulative = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[arcs])])
        lengths: npt.NDArray[np.int64] = cumulative[bounds[1:]] - cumulative[bounds[:-1]]
        return lengths


def gather(
    numbered: Numbered,
    *,
    through: frozenset[int] | None = None,
    bounds: Bounds,
    max_loops: int | None = None,
    progress: Progress | None = None,
) -> Store:
    """Find loops until all are found, a bound is met or the keyboard interrupts.

    Parameters
    ----------
    numbered
        The graph.
    through
        If given, only loops through one of these variables.
    bounds
        Longest loop and latest time.
    max_loops
        Most loops to keep; the first that the depth-first search finds.
    progress
        Told the number of loops found so far, now and then.

    Returns
    -------
    Store
        What was found; ``reason`` says why there may be more.
    """
    report = progress or (lambda _done, _total: None)
    store = Store(numbered, Parts(len(numbered.ends)))
    if bounds.max_length is None and _compiled_is_loaded():
        return _gather(_gather_compiled, store, through, bounds, max_loops, report)
    try:
        return _gather(_gather_plain, store, through, bounds, max_loops, report)
    except _ManyError:
        least = store.count
    # Begin anew, compiled; what was found is kept in case it is stopped before it has more.
    again = _gather(
        _gather_compiled,
        Store(numbered, Parts(len(numbered.ends))),
        through,
        bounds,
        max_loops,
        lambda count, total: report(max(count, least), total),
    )
    if again.count >= least:
        return again
    store.reason = again.reason
    return store


def _gather(
    search: Callable[..., bool],
    store: Store,
    through: frozenset[int] | None,
    bounds: Bounds,
    max_loops: int | None,
    report: Progress,
) -> Store:
    """Fill a store until all loops are found or something stops the search."""
    try:
        if not search(store, through, bounds, max_loops, report):
            store.reason = "max_loops"
            return store
    except TimeUpError:
        store.reason = "time_limit"
    except KeyboardInterrupt:
        store.reason = "interrupted"
    if store.reason is None and bounds.cut:
        store.reason = "max_length"
    return store


def _gather_plain(
    store: Store,
    through: frozenset[int] | None,
    bounds: Bounds,
    max_loops: int | None,
    report: Progress,
) -> bool:
    """Find loops piece by piece; return False if they are more than wanted."""
    numbered = store.numbered
    search = pieces(numbered.ends, len(numbered.names), store.parts, bounds, through=through)
    for piece in search:
        if not _gather_piece(store, piece, bounds, max_loops, report):
            return False
        report(store.count, None)
    return True


def _gather_compiled(
    store: Store,
    through: frozenset[int] | None,
    bounds: Bounds,
    max_loops: int | None,
    report: Progress,
) -> bool:
    """Find loops of any length, compiled; return False if they are more than wanted."""
    from digisys.analysis.loops.compiled import whole_search

    ends, size = store.numbered.ends, len(store.numbered.names)
    for batch in whole_search(
        ends, size, store.parts, bounds, through=through, max_loops=max_loops
    ):
        store.add_batches([batch])
        if max_loops is not None and store.count > max_loops:
            store.many[-1] = batch.first(len(batch) - (store.count - max_loops))
            store.count = max_loops
            return False
        report(store.count, None)
    return True


def _gather_piece(
    store: Store,
    piece: Piece,
    bounds: Bounds,
    max_loops: int | None,
    report: Progress,
) -> bool:
    """Add the loops of one piece; return False if they are more than wanted."""
    walk = walk_piece(piece, store.parts, bounds)
    loops: list[tuple[int, ...]] = []
    before = store.count
    first = _FEW if _compiled_is_loaded() else _MANY
    try:
        for loop in islice(walk, first):
            loops.append(loop)  # noqa: PERF402  # kept when a bound or a key stops the walk
    finally:
        store.add(loops)
    whole = len(loops) < first
    if not whole and (max_loops is None or store.count < max_loops):
        whole = _gather_wide(store, piece, bounds, max_loops, report, before=before)
    while not whole and (max_loops is None or store.count <= max_loops):
        more: list[tuple[int, ...]] = []
        try:
            for loop in islice(walk, _MANY):
                more.append(loop)  # noqa: PERF402
        finally:
            store.add(more)
        report(store.count, None)
        whole = len(more) < _MANY
        if not whole and bounds.max_length is None and _is_worth_compiling(store.count, bounds):
            raise _ManyError
    if max_loops is not None and store.count > max_loops:
        del store.few[max_loops - store.count :]
        store.count = max_loops
        return False
    return whole


def _gather_wide(
    store: Store,
    piece: Piece,
    bounds: Bounds,
    max_loops: int | None,
    report: Progress,
    *,
    before: int,
) -> bool:
    """Replace the loops of a piece found so far by all of them, unless they are too many.

    Returns False, and leaves the store as it is, when more loops than wanted would come
    or too few of the ways tried are loops.
    """
    from digisys.analysis.loops import bulk as loop_bulk

    flat = loop_bulk.flatten(piece, store.parts)
    batches: list[Any] = []
    closed: list[tuple[int, ...]] = [(arc,) for arc in piece.closed]
    count = before + len(closed)
    compiled = _compiled_is_loaded()
    try:
        while True:
            again = False
            search = loop_bulk.compiled_loops if compiled else loop_bulk.wide_loops
            for batch in search(flat, bounds):
                batches.append(batch)
                count += len(batch)
                report(count, None)
                if max_loops is not None and count > max_loops:
                    return False
                if not compiled and _is_worth_compiling(count, bounds):
                    if bounds.max_length is None:
                        _replace(store, before, closed, batches)
                        raise _ManyError
                    compiled = again = True
                    batches.clear()
                    count = before + len(closed)
                    break
            if not again:
                break
    except loop_bulk.UnproductiveError:
        return False
    except (TimeUpError, KeyboardInterrupt):
        if count > store.count:
            _replace(store, before, closed, batches)
        raise
    _replace(store, before, closed, batches)
    return True


def _replace(store: Store, before: int, closed: list[tuple[int, ...]], batches: list[Any]) -> None:
    del store.few[len(store.few) - (store.count - before) :]
    store.count = before
    store.add(closed)
    store.add_batches(batches)


def _compiled_is_loaded() -> bool:
    return "digisys.analysis.loops.kernel" in sys.modules


def _is_worth_compiling(count: int, bounds: Bounds) -> bool:
    """Tell whether so many loops pay for the start of the compiled search."""
    if count <= (_VERY_MANY if "numba" in sys.modules else _WORTH_LOADING):
        return False
    if bounds.deadline is not None and bounds.deadline - time.monotonic() < _START:
        return False
    return find_spec("numba") is not None
