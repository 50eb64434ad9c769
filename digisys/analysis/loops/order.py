"""Very many loops put in order with NumPy. Imported only when there are so many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from digisys.analysis.loops.store import Store

__all__ = ["loop_order", "written_out"]

Ints = npt.NDArray[np.int64]

#: Variables of loops that are written out at a time: bounds the memory used.
_BLOCK = 4_000_000


def written_out(
    store: Store, arcs: npt.NDArray[np.int32], bounds: Ints
) -> Iterator[tuple[Ints, npt.NDArray[np.int32]]]:
    """Yield loops of one length as links, some at a time.

    Parameters
    ----------
    store
        The loops.
    arcs, bounds
        Its flat arrays (see :meth:`Store.flat`).

    Yields
    ------
    tuple
        Numbers of loops, and their links as an array of shape (loops, length), each
        beginning at its smallest variable.
    """
    parts = store.parts
    sizes = np.array(parts.lengths, np.int64)
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    pool = np.empty(begins[-1], np.int32)
    pool[: parts.size] = np.arange(parts.size)
    for i, (first, second) in enumerate(parts.joins):
        at = begins[parts.size + i]
        middle = at + sizes[first]
        pool[at:middle] = pool[begins[first] : begins[first + 1]]
        pool[middle : at + sizes[parts.size + i]] = pool[begins[second] : begins[second + 1]]
    source = np.array([pair[0] for pair in store.numbered.ends], np.int32)
    cumulative = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[arcs])])
    lengths = cumulative[bounds[1:]] - cumulative[bounds[:-1]]
    by_length = np.argsort(lengths, kind="stable")
    edges = np.flatnonzero(np.diff(lengths[by_length])) + 1
    for group in np.split(by_length, edges):
        length = int(lengths[group[0]])
        step = max(1, _BLOCK // length)
        for first in range(0, len(group), step):
            loops = group[first : first + step]
            chosen = arcs[_ranges(bounds[loops], bounds[loops + 1] - bounds[loops])]
            links = pool[_ranges(begins[chosen], sizes[chosen])].reshape(len(loops), length)
            start = np.argmin(source[links], axis=1)
            turned = (start[:, None] + np.arange(length)) % length
            yield loops, np.take_along_axis(links, turned, axis=1)


def _ranges(first: Ints, count: Ints) -> Ints:
    """Join the ranges that begin at ``first`` and are ``count`` long."""
    ends = np.cumsum(count)
    shift: Ints = np.repeat(first - (ends - count), count)
    return shift + np.arange(ends[-1], dtype=np.int64)


def loop_order(
    store: Store,
    arcs: npt.NDArray[np.int32],
    bounds: Ints,
    declared: Mapping[tuple[str, ...], tuple[tuple[str, str], ...]],
) -> tuple[Ints, int]:
    """Sort the loops of a store: the declared first, then by length and ids.

    Parameters
    ----------
    store
        The loops.
    arcs, bounds
        Its flat arrays (see :meth:`Store.flat`).
    declared
        The declared cycles and their names.

    Returns
    -------
    tuple
        Numbers of the loops in order, and how many declared ones lead it.
    """
    place = {name: i for i, name in enumerate(store.numbered.names)}
    source = np.array([pair[0] for pair in store.numbered.ends], np.int32)
    wide = np.dtype(">u2") if len(place) < 1 << 16 else np.dtype(">u4")
    wanted: dict[int, list[tuple[str, bytes]]] = {}
    for cycle, ((_, instance), *_more) in declared.items():
        key = np.array([place[name] for name in cycle], wide).tobytes()
        wanted.setdefault(len(cycle), []).append((instance, key))
    groups: dict[int, list[tuple[Ints, npt.NDArray[np.void]]]] = {}
    for loops, links in written_out(store, arcs, bounds):
        length = links.shape[1]
        rows = np.ascontiguousarray(source[links].astype(wide))
        keys = rows.view(f"S{length * wide.itemsize}").ravel()
        groups.setdefault(length, []).append((loops, keys))
    named: list[tuple[str, int]] = []
    parts: list[Ints] = []
    for length in sorted(groups):
        loops = np.concatenate([part[0] for part in groups[length]])
        keys = np.concatenate([part[1] for part in groups.pop(length)])
        order = np.argsort(keys, kind="stable")
        for instance, key in wanted.get(length, ()):
            at = np.searchsorted(keys, np.bytes_(key), sorter=order)
            if at < len(order) and keys[order[at]] == key.rstrip(b"\0"):
                named.append((instance, int(loops[order[at]])))
        parts.append(loops[order])
    first = np.array([row for _, row in sorted(named)], np.int64)
    every = np.concatenate(parts)
    rest = every[~np.isin(every, first)] if len(first) else every
    return np.concatenate([first, rest]), len(first)
