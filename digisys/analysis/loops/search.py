"""The search for simple cycles, on whole numbers: fast paths for what loops.py asks.

Three ideas keep it quick. Feedback lives inside strongly connected components, so each is
searched alone. A variable with one way in or one way out adds nothing to choose from, so it
is merged into its neighbour first, link by link; loops of the smaller graph and of the whole
one match one to one. All loops through one variable are listed, then the variable is removed
and the rest is divided and merged again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from digisys.graph.components import strong_components

__all__ = ["Bounds", "Piece", "TimeUpError", "pieces", "walk_piece"]

#: Arcs that are looked at between two looks at the clock.
_TICK = 2048


class TimeUpError(Exception):
    """The time for a search has passed, or its budget is used up."""


@dataclass
class Bounds:
    """How far a search may go, and whether a bound cut anything off.

    Attributes
    ----------
    max_length
        Longest loop, in links; None for any.
    deadline
        When to stop, on the clock of :func:`time.monotonic`; None for never.
    cut
        Whether the bound on length hid a way that may close into a longer loop.
    budget
        Arcs that may be looked at in all, counted down as the search goes on; None for
        any number. Unlike time it ends a search in the same place on every machine.
    """

    max_length: int | None = None
    deadline: float | None = None
    cut: bool = False
    budget: int | None = None

    def check_time(self) -> None:
        """Raise TimeUpError when the time has passed."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TimeUpError

    def spend(self, arcs: int) -> None:
        """Count arcs that were looked at; raise TimeUpError when they or the time are used up."""
        self.check_time()
        if self.budget is not None:
            self.budget -= arcs
            if self.budget < 0:
                raise TimeUpError


@dataclass
class Parts:
    """The links that each arc of a merged graph stands for.

    Arcs below ``size`` are links; each later one is two earlier arcs in a row.
    """

    size: int
    joins: list[tuple[int, int]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lengths = [1] * self.size

    def join(self, first: int, second: int) -> int:
        """Make an arc of two in a row and return its number."""
        self.joins.append((first, second))
        self.lengths.append(self.lengths[first] + self.lengths[second])
        return len(self.lengths) - 1

    def links(self, arcs: Iterable[int]) -> list[int]:
        """Return the links along some arcs."""
        found: list[int] = []
        todo = list(arcs)[::-1]
        while todo:
            arc = todo.pop()
            if arc < self.size:
                found.append(arc)
            else:
                first, second = self.joins[arc - self.size]
                todo += (second, first)
        return found


@dataclass(frozen=True)
class Piece:
    """A merged graph and the node in it through which all loops are to be listed.

    Attributes
    ----------
    root
        The node. None when ``closed`` is all there is.
    closed
        Arcs that are whole loops already.
    out
        For each node, its arcs as pairs of arc and node that it leads to.
    """

    root: int | None
    closed: tuple[int, ...]
    out: dict[int, list[tuple[int, int]]]


class _Merged:
    """A graph with parallel arcs, made smaller by merging nodes without a choice."""

    def __init__(self, nodes: Sequence[int], arcs: dict[int, tuple[int, int]]) -> None:
        self.arcs = arcs
        self.out: dict[int, list[int]] = {node: [] for node in nodes}
        self.into: dict[int, list[int]] = {node: [] for node in nodes}
        for arc, (source, target) in arcs.items():
            self.out[source].append(arc)
            self.into[target].append(arc)

    def merge(self, parts: Parts, keep: frozenset[int], bounds: Bounds) -> list[int]:
        """Merge what can be merged; return the arcs that closed into loops."""
        closed: list[int] = []
        longest = bounds.max_length
        todo = list(self.out)[::-1]
        while todo:
            node = todo.pop()
            if node not in self.out or node in keep:
                continue
            ins, outs = self.into[node], self.out[node]
            if len(ins) > 1 and len(outs) > 1:
                continue
            beside = {self.arcs[arc][0] for arc in ins} | {self.arcs[arc][1] for arc in outs}
            ends = [(arc, self.arcs[arc][0]) for arc in ins]
            starts = [(arc, self.arcs[arc][1]) for arc in outs]
            self.remove(node)
            for first, source in ends:
                for second, target in starts:
                    arc = parts.join(first, second)
                    if longest is not None and parts.lengths[arc] > longest:
                        bounds.cut = True
                    elif source == target:
                        closed.append(arc)
                    else:
                        self.arcs[arc] = (source, target)
                        self.out[source].append(arc)
                        self.into[target].append(arc)
            todo += sorted(beside, reverse=True)
        return closed

    def remove(self, node: int) -> None:
        for arc in self.into.pop(node):
            self.out[self.arcs.pop(arc)[0]].remove(arc)
        for arc in self.out.pop(node):
            self.into[self.arcs.pop(arc)[1]].remove(arc)


def pieces(
    ends: Sequence[tuple[int, int]],
    size: int,
    parts: Parts,
    bounds: Bounds,
    *,
    through: frozenset[int] | None = None,
) -> Iterator[Piece]:
    """Divide the search for loops into pieces, each loop belonging to just one.

    Parameters
    ----------
    ends
        The two nodes of each link; nodes are numbers below ``size``.
    size
        How many nodes there are.
    parts
        Filled with the arcs that merging makes.
    bounds
        The longest loop wanted.
    through
        If given, only loops through one of these nodes.

    Yields
    ------
    Piece
        The pieces, in an order that depends on the numbers of nodes and links only.
    """
    keep = through or frozenset()
    work = [(list(range(size)), dict(enumerate(ends)))]
    while work:
        nodes, arcs = work.pop()
        bounds.spend(len(arcs))
        followers: dict[int, list[int]] = {node: [] for node in nodes}
        for source, target in arcs.values():
            followers[source].append(target)
        home: dict[int, int] = {}
        components = [part for part in strong_components(followers) if len(part) > 1]
        components.sort(key=min)
        inside: list[dict[int, tuple[int, int]]] = []
        for number, component in enumerate(components):
            home.update(dict.fromkeys(component, number))
            inside.append({})
        for arc, pair in arcs.items():
            number = home.get(pair[0], -1)
            if number >= 0 and home.get(pair[1]) == number:
                inside[number][arc] = pair
        rest = []
        for component, own in zip(components, inside, strict=True):
            if through is not None and through.isdisjoint(component):
                continue
            graph = _Merged(component, own)
            closed = graph.merge(parts, keep, bounds)
            if through is not None:
                # A loop that closed by merging passes one node that was kept, or none.
                closed = [arc for arc in closed if _touches(arc, parts, ends, through)]
            if not graph.out:
                yield Piece(None, tuple(closed), {})
                continue
            root = _choose_root(graph, through)
            out = {
                node: [(arc, graph.arcs[arc][1]) for arc in graph.out[node]] for node in graph.out
            }
            yield Piece(root, tuple(closed), out)
            graph.remove(root)
            rest.append((list(graph.out), graph.arcs))
        work += rest[::-1]


def _touches(
    arc: int, parts: Parts, ends: Sequence[tuple[int, int]], through: frozenset[int]
) -> bool:
    return any(ends[link][0] in through for link in parts.links([arc]))


def _choose_root(graph: _Merged, through: frozenset[int] | None) -> int:
    """Choose the node with the most ways through it, so that the rest falls apart soonest."""
    nodes = graph.out if through is None else [node for node in graph.out if node in through]
    return max(nodes, key=lambda node: (len(graph.into[node]) * len(graph.out[node]), -node))


def steps_back(piece: Piece, lengths: Sequence[int]) -> dict[int, int]:
    """Count the links from each node back to the root of a piece, by the shortest way."""
    assert piece.root is not None  # noqa: S101  # told by the caller
    into: dict[int, list[tuple[int, int]]] = {node: [] for node in piece.out}
    for node, arcs in piece.out.items():
        for arc, target in arcs:
            into[target].append((lengths[arc], node))
    steps: dict[int, int] = {}
    heap = [(0, piece.root)]
    while heap:
        distance, node = heappop(heap)
        if node in steps:
            continue
        steps[node] = distance
        for length, source in into[node]:
            if source not in steps:
                heappush(heap, (distance + length, source))
    return steps


def walk_piece(piece: Piece, parts: Parts, bounds: Bounds) -> Iterator[tuple[int, ...]]:
    """Yield the loops of a piece, each as the arcs along it, depth first.

    Without a bound on length, nodes from which the root cannot be reached past the present
    path are set aside until the path frees them [1]_, so that each loop costs at most one
    look at every arc. With a bound, ways that cannot get back in time are not taken.

    References
    ----------
    .. [1] D. B. Johnson (1975), Finding all the elementary circuits of a directed graph,
       SIAM Journal on Computing 4(1), doi:10.1137/0204007.
    """
    for arc in piece.closed:
        yield (arc,)
    if piece.root is None:
        return
    if bounds.max_length is None:
        yield from _walk_all(piece, bounds)
    else:
        yield from _walk_bounded(piece, parts.lengths, bounds, bounds.max_length)


def _walk_all(piece: Piece, bounds: Bounds) -> Iterator[tuple[int, ...]]:
    root = piece.root
    assert root is not None  # noqa: S101  # told by the caller
    onward = {node: [pair for pair in arcs if pair[1] != root] for node, arcs in piece.out.items()}
    closing = {
        node: [arc for arc, target in arcs if target == root] for node, arcs in piece.out.items()
    }
    blocked = dict.fromkeys(piece.out, False)
    waiting: dict[int, set[int]] = {node: set() for node in piece.out}
    path: list[int] = []
    nodes = [root]
    found = [False]
    stack = [iter(onward[root])]
    blocked[root] = True
    visits = 0
    while stack:
        for arc, node in stack[-1]:
            if blocked[node]:
                continue
            visits += 1
            if not visits % _TICK:
                bounds.spend(_TICK)
            path.append(arc)
            nodes.append(node)
            blocked[node] = True
            stack.append(iter(onward[node]))
            ends = closing[node]
            found.append(bool(ends))
            if ends:
                way = tuple(path)
                for end in ends:
                    yield (*way, end)
            break
        else:
            stack.pop()
            node = nodes.pop()
            if path:
                path.pop()
            if found.pop():
                if found:
                    found[-1] = True
                _free(node, blocked, waiting)
            else:
                for _, target in onward[node]:
                    waiting[target].add(node)


def _free(node: int, blocked: dict[int, bool], waiting: dict[int, set[int]]) -> None:
    todo = [node]
    while todo:
        free = todo.pop()
        if blocked[free]:
            blocked[free] = False
            todo.extend(waiting[free])
            waiting[free].clear()


def _walk_bounded(
    piece: Piece, lengths: Sequence[int], bounds: Bounds, longest: int
) -> Iterator[tuple[int, ...]]:
    root = piece.root
    assert root is not None  # noqa: S101  # told by the caller
    back = steps_back(piece, lengths)
    out = {
        node: [(arc, to, lengths[arc], back[to]) for arc, to in arcs if to in back]
        for node, arcs in piece.out.items()
    }
    path: list[int] = []
    nodes = [root]
    on_path = {root}
    room = [longest]
    stack = [iter(out[root])]
    visits = 0
    while stack:
        left = room[-1]
        for arc, node, length, way_back in stack[-1]:
            visits += 1
            if not visits % _TICK:
                bounds.spend(_TICK)
            if length + way_back > left:
                bounds.cut = True
            elif node == root:
                yield (*path, arc)
            elif node not in on_path:
                path.append(arc)
                nodes.append(node)
                on_path.add(node)
                room.append(left - length)
                stack.append(iter(out[node]))
                break
        else:
            stack.pop()
            room.pop()
            on_path.discard(nodes.pop())
            if path:
                path.pop()
