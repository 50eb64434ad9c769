"""Very many loops put in order with NumPy. Imported only when there are so many."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from digisys.analysis.loops.bulk import ranges
from digisys.analysis.loops.store import Store

__all__ = ["LoopOrder"]

Arcs = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
#: The names of each declared cycle, as loop and cycle.
Declared = Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]

#: Variables of loops that are written out at a time: bounds the memory used.
_BLOCK = 4_000_000


class LoopOrder:
    """The loops of a store in order: the declared first, then by length and ids.

    Loops are put in order of length at once, and those of one length in order of ids when
    one of them is first asked for: to show the shortest does not take sorting millions.

    Parameters
    ----------
    store
        The loops.
    declared
        The declared cycles and their names.
    """

    def __init__(self, store: Store, declared: Declared) -> None:
        self._store = store
        self._arcs, self._bounds = store.flat()
        lengths = store.lengths(self._arcs, self._bounds)
        by_length = np.argsort(lengths, kind="stable")
        edges = np.flatnonzero(np.diff(lengths[by_length])) + 1
        self._groups = np.split(by_length, edges) if len(by_length) else []
        self._sorted: set[int] = set()
        self._pool, self._begins, self._sizes = _pool(store)
        self._source = np.array([pair[0] for pair in store.numbered.ends], np.int32)
        of_length = {int(lengths[group[0]]): at for at, group in enumerate(self._groups)}
        self.first = self._declared(declared, of_length)
        if self.first:
            self._groups = [group[~np.isin(group, self.first)] for group in self._groups]
        self._ends = np.cumsum([len(self.first), *map(len, self._groups)]).tolist()

    def loop(self, place: int) -> list[int]:
        """Return the links of the loop at a place of the order."""
        if place < len(self.first):
            row = self.first[place]
        else:
            at = bisect_right(self._ends, place) - 1
            self._sort(at)
            row = int(self._groups[at][place - self._ends[at]])
        arcs = self._arcs[self._bounds[row] : self._bounds[row + 1]]
        return self._store.parts.links(int(arc) for arc in arcs)

    def link_counts(self) -> Ints:
        """Count the loops through each link."""
        total = np.zeros(len(self._store.numbered.arcs), np.int64)
        alone = np.array(self.first, np.int64).reshape(-1, 1)
        for group in (*alone, *self._groups):
            for links in self._written_out(group):
                total += np.bincount(links.ravel(), minlength=len(total))
        return total

    def _declared(
        self,
        declared: Declared,
        of_length: Mapping[int, int],
    ) -> list[int]:
        """Find the declared cycles among the loops, in the order of their names."""
        place = {name: i for i, name in enumerate(self._store.numbered.names)}
        named: list[tuple[str, int]] = []
        for cycle, ((_, instance), *_more) in declared.items():
            at = of_length.get(len(cycle))
            if at is None:
                continue
            row = self._find(self._groups[at], [place[name] for name in cycle])
            if row is not None:
                named.append((instance, row))
        return [row for _, row in sorted(named)]

    def _find(self, group: Ints, nodes: Sequence[int]) -> int | None:
        """Find a loop among those of one length."""
        wanted = np.array(nodes)
        seen = 0
        for links in self._written_out(group):
            hits = np.flatnonzero((self._source[links] == wanted).all(axis=1))
            if len(hits):
                return int(group[seen + hits[0]])
            seen += len(links)
        return None

    def _sort(self, at: int) -> None:
        """Put the loops of one length in the order of their ids."""
        if at in self._sorted:
            return
        self._sorted.add(at)
        wide = np.dtype(">u2") if len(self._store.numbered.names) < 1 << 16 else np.dtype(">u4")
        keys = []
        for links in self._written_out(self._groups[at]):
            rows = np.ascontiguousarray(self._source[links].astype(wide))
            keys.append(rows.view(f"S{links.shape[1] * wide.itemsize}").ravel())
        if keys:
            self._groups[at] = self._groups[at][np.argsort(np.concatenate(keys), kind="stable")]

    def _written_out(self, group: Ints) -> Iterator[Arcs]:
        """Yield loops of one length as links, some at a time.

        Yields
        ------
        array
            Shape (loops, length); each loop begins at its smallest variable.
        """
        if not len(group):
            return
        first = self._arcs[self._bounds[group[0]] : self._bounds[group[0] + 1]]
        length = int(self._sizes[first].sum())
        step = max(1, _BLOCK // length)
        for begin in range(0, len(group), step):
            loops = group[begin : begin + step]
            counts = self._bounds[loops + 1] - self._bounds[loops]
            chosen = self._arcs[ranges(self._bounds[loops], counts)]
            links = self._pool[ranges(self._begins[chosen], self._sizes[chosen])]
            links = links.reshape(len(loops), length)
            start = np.argmin(self._source[links], axis=1)
            turned = (start[:, None] + np.arange(length)) % length
            yield np.take_along_axis(links, turned, axis=1)


def _pool(store: Store) -> tuple[Arcs, Ints, Ints]:
    """Write out the links of every arc in a row: links, where each arc begins, how many it has."""
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
    return pool, begins, sizes
