"""The search for simple chains: in order, one at a time, without ever getting stuck."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal

from digisys.graph.view import Arc, Graph

__all__ = ["CHAIN_BUDGET", "Best", "ordered_chains"]

#: What comes first: ``shortest`` (then the best evidenced), or ``evidence`` (the best
#: evidenced, then the shortest).
Best = Literal["shortest", "evidence"]

#: Arcs that the search of one length may look at before the careful search takes over.
CHAIN_BUDGET = 60_000

Key = tuple[int, int]


class _TooManyError(Exception):
    """The search of one length looked at too many arcs."""


@dataclass(frozen=True)
class Ends:
    """Where chains start and end, and what they may pass.

    Attributes
    ----------
    sources
        Ids in alphabetical order.
    targets
        Where chains end. They may also pass one, or a source, on their way.
    out
        For each variable on some way to a target, its arcs there, by the id they lead to.
    left
        Links to the nearest target; 0 for the targets.
    max_steps
        Longest chain.
    deadline
        When to give up, on the clock of :func:`time.monotonic`.
    """

    sources: tuple[str, ...]
    targets: frozenset[str]
    out: dict[str, list[Arc]]
    left: dict[str, int]
    max_steps: int
    deadline: float | None

    def check_time(self) -> None:
        """Raise TimeoutError when the time has passed."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TimeoutError


def ordered_chains(
    graph: Graph,
    sources: Collection[str],
    targets: Collection[str],
    *,
    min_steps: int = 1,
    max_steps: int | None = None,
    best: Best = "shortest",
    deadline: float | None = None,
) -> Iterator[list[Arc]]:
    """Yield the simple chains between two groups of variables, the best first.

    The shortest are first looked for length by length, which is quick where chains are
    many. Where that search meets too many dead ends, or the best evidenced are wanted,
    chains are found one by one by deviating from those found [1]_, [2]_; then the time
    between two chains grows with links times steps, on any graph.

    Parameters
    ----------
    graph
        The graph of a view.
    sources, targets
        Ids where chains start and end; they may pass others of both groups on the way, as
        the verdict on a group counts them. Each chain comes once.
    min_steps, max_steps
        Shortest and longest chain, in links.
    best
        What comes first.
    deadline
        When to stop, on the clock of :func:`time.monotonic`.

    Yields
    ------
    list of Arc
        The chain. Ties are in the order of the ids along it.

    Raises
    ------
    TimeoutError
        When the deadline has passed.

    References
    ----------
    .. [1] J. Y. Yen (1971), Finding the k shortest loopless paths in a network,
       Management Science 17(11), doi:10.1287/mnsc.17.11.712.
    .. [2] E. L. Lawler (1972), A procedure for computing the k best solutions to discrete
       optimization problems, Management Science 18(7), doi:10.1287/mnsc.18.7.401.
    """
    left = _steps_to(graph, targets)
    out = {
        name: sorted(
            (arc for arc in graph.out[name] if arc.link.target in left),
            key=lambda arc: arc.link.target,
        )
        for name in left
    }
    longest = len(left) - 1 if max_steps is None else min(max_steps, len(left) - 1)
    starts = tuple(sorted(name for name in set(sources) if name in left))
    ends = Ends(starts, frozenset(targets), out, left, longest, deadline)
    if best == "evidence":
        yield from (arcs for arcs in _by_deviation(ends, best) if len(arcs) >= min_steps)
        return
    nearest = min((left[name] for name in starts), default=1)
    done = min_steps - 1
    try:
        for length in range(max(nearest, min_steps), longest + 1):
            batch = sorted(_of_length(ends, length), key=_order)
            yield from batch
            done = length
    except _TooManyError:
        for arcs in _by_deviation(ends, best):
            if len(arcs) > done:
                yield arcs


def _order(arcs: Sequence[Arc]) -> tuple[int, list[str]]:
    return max(arc.rank for arc in arcs), _names(arcs)


def _names(arcs: Sequence[Arc]) -> list[str]:
    return [arcs[0].link.source, *(arc.link.target for arc in arcs)]


def _steps_to(graph: Graph, targets: Collection[str]) -> dict[str, int]:
    """Count the links from each variable to the nearest target."""
    steps = dict.fromkeys(sorted(targets), 0)
    level = list(steps)
    while level:
        following = []
        for name in level:
            for arc in graph.into[name]:
                near = arc.link.source
                if near not in steps:
                    steps[near] = steps[name] + 1
                    following.append(near)
        level = following
    return steps


def _of_length(ends: Ends, length: int) -> Iterator[list[Arc]]:
    """Yield every simple chain of exactly this length, depth first."""
    looked = 0
    left = ends.left
    for source in ends.sources:
        path: list[Arc] = []
        on_path = {source}
        stack = [iter(ends.out[source])]
        while stack:
            arc = next(stack[-1], None)
            if arc is None:
                stack.pop()
                if path:
                    on_path.discard(path.pop().link.target)
                continue
            looked += 1
            if looked > CHAIN_BUDGET:
                raise _TooManyError
            if not looked % 4096:
                ends.check_time()
            name = arc.link.target
            remaining = length - len(path) - 1
            if name in on_path or left[name] > remaining:
                continue
            if not remaining:
                yield [*path, arc]
                continue
            path.append(arc)
            on_path.add(name)
            stack.append(iter(ends.out[name]))


def _by_deviation(ends: Ends, best: Best) -> Iterator[list[Arc]]:
    """Yield every simple chain in order, each found as the best that leaves earlier ones."""
    heap: list[tuple[Key, list[str], int, frozenset[str], list[Arc]]] = []

    def push(prefix: list[Arc], start: str, banned: frozenset[str]) -> None:
        arcs = _best_from(ends, best, prefix, start, banned)
        if arcs is not None:
            rank = max(arc.rank for arc in arcs)
            key = (len(arcs), rank) if best == "shortest" else (rank, len(arcs))
            heappush(heap, (key, _names(arcs), len(prefix), banned, arcs))

    for source in ends.sources:
        push([], source, frozenset())
    while heap:
        _, names, branch, banned, arcs = heappop(heap)
        yield arcs
        for i in range(branch, len(arcs)):
            ends.check_time()
            taken = frozenset([names[i + 1]])
            push(arcs[:i], names[i], taken | banned if i == branch else taken)
        if len(ends.targets) > 1:  # on to another target
            push(arcs, names[-1], frozenset())


def _best_from(
    ends: Ends, best: Best, prefix: list[Arc], start: str, banned: frozenset[str]
) -> list[Arc] | None:
    """Find the best chain that begins with a prefix and does not go on to the banned."""
    passed = {arc.link.source for arc in prefix} | {start}
    room = ends.max_steps - len(prefix)
    least = max((arc.rank for arc in prefix), default=0)
    found = _level_search(ends, start, passed, banned, room, None)
    if found is None:
        return None
    ranks = sorted({arc.rank for arc in found if arc.rank > least} | {least})
    if best == "evidence" or len(ranks) > 1:
        highest = ranks[-1]
        for rank in range(least, highest + 1):
            other = _level_search(ends, start, passed, banned, room, rank)
            if other is not None and (best == "evidence" or len(other) == len(found)):
                found = other
                break
    return [*prefix, *found]


def _level_search(
    ends: Ends,
    start: str,
    passed: set[str],
    banned: frozenset[str],
    room: int,
    rank: int | None,
) -> list[Arc] | None:
    """Find the shortest way to a target by arcs up to a rank; first in the order of ids.

    Each level keeps the order of the best ways to it, and arcs are sorted, so the first
    way that reaches a variable or a target is the first by ids.
    """
    before: dict[str, Arc] = {}
    level = [start]
    for step in range(1, room + 1):
        following = []
        for name in level:
            for arc in ends.out[name]:
                far = arc.link.target
                if far in passed or far in before or (rank is not None and arc.rank > rank):
                    continue
                if step == 1 and far in banned:
                    continue
                if step + ends.left[far] > room:
                    continue
                before[far] = arc
                if not ends.left[far]:
                    return _way_back(before, far, start)
                following.append(far)
        level = following
        if not level:
            return None
    return None


def _way_back(before: dict[str, Arc], far: str, start: str) -> list[Arc]:
    arcs = []
    while far != start:
        arcs.append(before[far])
        far = before[far].link.source
    return arcs[::-1]
