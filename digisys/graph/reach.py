"""Breadth-first search over pairs of variable and sign."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from digisys.graph.chain import Chain, chain_of
from digisys.graph.view import Arc, Graph

__all__ = ["COUNT_BUDGET", "SEARCH_BUDGET", "SEARCH_TOTAL", "Search", "budget_each", "search"]

#: A variable and the sign of a chain to it: +1, -1, or 0 for unknown.
State = tuple[str, int]

#: Arcs that the search for a chain of one sign to one variable may look at.
SEARCH_BUDGET = 20_000

#: The same for all variables that a question reaches: each gets an equal part of it, so
#: that a large model is answered in bounded time.
SEARCH_TOTAL = 4_000_000

#: Arcs that counting the chains may look at.
COUNT_BUDGET = 20_000


def budget_each(reached: int) -> int:
    """Return the arcs that may be looked at for one variable and one sign.

    The page counts in the same way, so that both give up at the same arc. An arc counts
    each time that it is looked at, whatever is then made of it. No search leaves anything
    over for another: the answer about one variable never hangs on the others.

    Parameters
    ----------
    reached
        How many variables the question reaches.

    Returns
    -------
    int
        ``SEARCH_BUDGET``, or an equal part of ``SEARCH_TOTAL`` where that is less.

    Examples
    --------
    >>> budget_each(17), budget_each(10_000)
    (20000, 400)
    """
    return min(SEARCH_BUDGET, SEARCH_TOTAL // max(reached, 1))


class _OutOfBudgetError(Exception):
    """The search for a simple chain looked at as many arcs as it may."""


class _Suffix(NamedTuple):
    """The last part of a chain, from a variable to the goal."""

    variable: str
    sign: int
    arc: Arc | None
    after: _Suffix | None


class _Walk(NamedTuple):
    """A way from a source: perhaps through a variable twice, and then not simple."""

    variables: tuple[str, ...]
    signs: tuple[int, ...]
    rank: int
    simple: bool


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes
    ----------
    reached
        The variables reached, nearest first, then in the order of the model; none of those
        where the search started.
    steps
        For each pair of variable and sign that was reached, the number of links on the
        shortest walk; of the starts, those pairs to which others lead.
    nearest
        For each variable reached, the number of links to it.
    """

    graph: Graph
    sources: tuple[str, ...]
    upstream: bool
    reached: tuple[str, ...]
    steps: Mapping[State, int]
    nearest: Mapping[str, int]
    _parents: Mapping[State, tuple[State, Arc]] = field(repr=False)
    _walks: dict[State, _Walk] = field(default_factory=dict, repr=False)
    _looked: Counter[str] = field(default_factory=Counter, repr=False, compare=False)

    @property
    def spent(self) -> int:
        """Arcs that searches for simple chains have looked at so far."""
        return self._looked["arcs"]

    def chains(self, name: str) -> tuple[tuple[Chain, ...], bool]:
        """Return the best simple chain to a variable for each sign, the shortest first.

        The shortest walk of a sign may run through a loop and pass a variable twice; then
        a simple chain of that sign is searched for. Chains of unknown sign are left out
        of that search where chains of both signs are known: they decide nothing.

        Returns
        -------
        chains : tuple of Chain
            At least one.
        decided : bool
            False if the search for a chain of some sign had to be given up and chains of
            both signs are not known.
        """
        found: dict[int, Chain] = {}
        decided = True
        for sign in (1, -1, 0):
            if (name, sign) not in self.steps:
                continue
            walk = self._walk((name, sign))
            if walk.simple:
                found[sign] = self._chain(walk)
                continue
            if sign == 0 and {1, -1} <= found.keys():
                continue
            try:
                arcs = self._simple(name, sign)
            except _OutOfBudgetError:
                decided = False
            else:
                if arcs is not None:
                    found[sign] = chain_of(self.graph, arcs[::-1] if self.upstream else arcs)
        chains = sorted(found.values(), key=lambda chain: (chain.steps, -chain.sign))
        return tuple(chains), decided

    def _chain(self, walk: _Walk) -> Chain:
        variables, signs = walk.variables, walk.signs
        if self.upstream:
            variables, signs = variables[::-1], signs[::-1]
        places = self.graph.model.variables
        areas = dict.fromkeys([places[name].area for name in variables])
        return Chain(
            variables,
            signs,
            self.graph.evidence_name(walk.rank),
            tuple(area for area in areas if area is not None),
        )

    def count_chains(self) -> tuple[Mapping[str, int], bool]:
        """Count the simple chains to each variable, within a budget of arcs.

        Returns
        -------
        counts : mapping
            Chains to each variable reached; at least 1.
        complete : bool
            False if the budget ran out, so that there may be more.
        """
        counts = dict.fromkeys(self.reached, 0)
        left = COUNT_BUDGET
        for source in self.sources:
            path: list[str] = []
            on_path = {source}
            stack = [iter(self._arcs(source))]
            while stack:
                arc = next(stack[-1], None)
                if arc is None:
                    stack.pop()
                    if path:
                        on_path.discard(path.pop())
                    continue
                left -= 1
                if left < 0:
                    return {name: max(count, 1) for name, count in counts.items()}, False
                far = self._far(arc)
                if far not in on_path:
                    if far in counts:
                        counts[far] += 1
                    path.append(far)
                    on_path.add(far)
                    stack.append(iter(self._arcs(far)))
        return counts, True

    def _near(self, arc: Arc) -> str:
        return arc.link.target if self.upstream else arc.link.source

    def _far(self, arc: Arc) -> str:
        return arc.link.source if self.upstream else arc.link.target

    def _walk(self, state: State) -> _Walk:
        """Follow the parents of a state back to a walk that is known, and on from there."""
        ahead: list[tuple[State, Arc]] = []
        while state not in self._walks:
            if state not in self._parents:
                self._walks[state] = _Walk((state[0],), (), 0, simple=True)
                break
            parent, arc = self._parents[state]
            ahead.append((state, arc))
            state = parent
        walk = self._walks[state]
        for after, arc in reversed(ahead):
            walk = _Walk(
                (*walk.variables, after[0]),
                (*walk.signs, arc.sign),
                max(walk.rank, arc.rank),
                simple=walk.simple and after[0] not in walk.variables,
            )
            self._walks[after] = walk
        return walk

    def _arcs(self, name: str) -> tuple[Arc, ...]:
        return (self.graph.into if self.upstream else self.graph.out)[name]

    def _back(self, name: str) -> tuple[Arc, ...]:
        return (self.graph.out if self.upstream else self.graph.into)[name]

    def _simple(self, goal: str, sign: int) -> list[Arc] | None:
        """Search for a simple chain of a sign; None if there is none.

        First near the shortest walks, with half of the budget: quick where there is a
        chain. Then with care, with the whole of it: quick where there is none.
        """
        budget = budget_each(len(self.reached))
        try:
            return self._near_walks(goal, sign, budget // 2)
        except _OutOfBudgetError:
            self._looked["arcs"] += budget // 2
            careful = _Careful(self, sign, budget)
            try:
                return careful.search(goal)
            finally:
                self._looked["arcs"] += budget - careful.left

    def _near_walks(self, goal: str, sign: int, budget: int) -> list[Arc] | None:
        """Search back from the goal, the shortest ways first, for a way to join a walk.

        The walk is the shortest to a variable with the sign that is wanted there; it is
        joined if it is simple and the way back passes none of it.
        """
        queue: deque[tuple[_Suffix, tuple[str, ...]]]
        queue = deque([(_Suffix(goal, 1, None, None), (goal,))])
        left = budget
        while queue:
            suffix, way = queue.popleft()
            passed = set(way)
            for arc in self._back(suffix.variable):
                left -= 1
                if left < 0:
                    raise _OutOfBudgetError
                near = self._near(arc)
                if near in passed:
                    continue
                onward = False
                for first in (1, -1, 0):
                    if first * suffix.sign * arc.sign != sign or not self._has((near, first)):
                        continue
                    onward = True
                    walk = self._walk((near, first))
                    if walk.simple and passed.isdisjoint(walk.variables):
                        self._looked["arcs"] += budget - left
                        return [*self._walk_arcs((near, first)), arc, *_arcs_of(suffix)]
                if onward:
                    after = _Suffix(near, suffix.sign * arc.sign, arc, suffix)
                    queue.append((after, (*way, near)))
        self._looked["arcs"] += budget - left
        return None

    def _has(self, state: State) -> bool:
        return state in self.steps or (state[1] == 1 and state[0] in self.sources)

    def _walk_arcs(self, state: State) -> list[Arc]:
        arcs = []
        while state in self._parents:
            state, arc = self._parents[state]
            arcs.append(arc)
        return arcs[::-1]


def _along(suffix: _Suffix | None) -> Iterator[_Suffix]:
    while suffix is not None:
        yield suffix
        suffix = suffix.after


def _arcs_of(suffix: _Suffix) -> list[Arc]:
    return [item.arc for item in _along(suffix) if item.arc is not None]


@dataclass
class _Careful:
    """The search for a simple chain that looks ahead before each step.

    It goes back from the goal, depth first. At each variable it asks whether a walk of
    the sign that is wanted still leads here from a source without what was passed. If
    none does, it turns round; if the shortest is simple, the search is over.
    """

    found: Search
    sign: int
    left: int

    def search(self, goal: str) -> list[Arc] | None:
        stack = [(_Suffix(goal, 1, None, None), {goal})]
        while stack:
            suffix, closed = stack.pop()
            walk = self._ahead(suffix, closed)
            if walk is None:
                continue
            if self._repeated(walk) == []:
                return [*walk, *_arcs_of(suffix)]
            following = []
            for arc in self.found._back(suffix.variable):
                self._look()
                near = self.found._near(arc)
                if near not in closed:
                    after = _Suffix(near, suffix.sign * arc.sign, arc, suffix)
                    following.append((after, closed | {near}))
            stack += reversed(following)
        return None

    def _look(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _OutOfBudgetError

    def _ahead(self, suffix: _Suffix, closed: set[str]) -> list[Arc] | None:
        """Find the shortest walk to a variable, after closing what lies on no chain.

        A variable that can only be come to by way of another, and left only by way of the
        same, lies on no simple chain. The variables that the walk passes twice are tried.
        """
        while True:
            walk = self._shortest(suffix, closed)
            if walk is None:
                return None
            for name in self._repeated(walk):
                useless = self._only_through(name, suffix.variable, closed)
                if useless:
                    closed |= useless
                    break
            else:
                return walk

    def _repeated(self, walk: list[Arc]) -> list[str]:
        """List the variables that a walk passes twice, those nearest its start first."""
        if not walk:
            return []
        names = [self.found._near(walk[0]), *(self.found._far(arc) for arc in walk)]
        return [name for i, name in enumerate(names) if name in names[:i]]

    def _shortest(self, suffix: _Suffix, closed: set[str]) -> list[Arc] | None:
        """Find the shortest walk from a source, back from the end; None if there is none."""
        found = self.found
        start = (suffix.variable, suffix.sign)
        if start[0] in found.sources and start[1] == self.sign:
            return []
        before: dict[State, tuple[State, Arc] | None] = {start: None}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            if state[0] in found.sources and len(found.sources) == 1:
                continue
            for arc in found._back(state[0]):
                self._look()
                near = found._near(arc)
                after = (near, state[1] * arc.sign)
                if near in closed or after in before:
                    continue
                before[after] = (state, arc)
                if near in found.sources and after[1] == self.sign:
                    return _unwound(before, after)
                queue.append(after)
        return None

    def _only_through(self, name: str, end: str, closed: set[str]) -> set[str]:
        """Find the variables that are come to and left by way of one only."""
        found = self.found
        shut = closed | {name}
        sources = [item for item in found.sources if item not in shut]
        come_to = self._reach(sources, shut, found._arcs, found._far)
        left = self._reach([end], shut, found._back, found._near)
        return {item for item in found.graph.out if item not in shut | come_to | left}

    def _reach(
        self,
        starts: list[str],
        shut: set[str],
        follow: Callable[[str], tuple[Arc, ...]],
        end: Callable[[Arc], str],
    ) -> set[str]:
        seen = set(starts)
        stack = list(starts)
        while stack:
            for arc in follow(stack.pop()):
                self._look()
                name = end(arc)
                if name not in seen and name not in shut:
                    seen.add(name)
                    stack.append(name)
        return seen


def _unwound(before: Mapping[State, tuple[State, Arc] | None], state: State) -> list[Arc]:
    arcs = []
    step = before[state]
    while step is not None:
        state, arc = step
        arcs.append(arc)
        step = before[state]
    return arcs


def search(graph: Graph, sources: Iterable[str], *, upstream: bool = False) -> Search:
    """Search a graph from some variables, keeping the sign of the way.

    The cost grows linearly with the links: each variable is visited at most once for
    each sign. Among chains of equal length the best evidenced is kept.

    Parameters
    ----------
    graph
        The graph of a view.
    sources
        Ids of the variables to start from. A chain from one of them may pass others: a
        push on all of them comes through each of its chains.
    upstream
        Whether to follow the links backward.

    Returns
    -------
    Search
        The variables reached, and the best chain to each.
    """
    start = tuple(dict.fromkeys(sources))
    members = set(start)
    # A walk back to where it started, when that is the only start, is the start of no chain.
    blocked = members if len(start) == 1 else set()
    follow = graph.into if upstream else graph.out
    steps: dict[State, int] = {}
    parents: dict[State, tuple[State, Arc]] = {}
    level: dict[State, int] = {(name, 1): 0 for name in start}
    distance = 0
    while level:
        distance += 1
        following: dict[State, int] = {}
        for state, worst in level.items():
            name, sign = state
            for arc in follow[name]:
                far = arc.link.source if upstream else arc.link.target
                after = (far, sign * arc.sign)
                if far in blocked or after in steps or (after[1] == 1 and far in members):
                    continue
                rank = max(worst, arc.rank)
                if after not in following or rank < following[after]:
                    following[after] = rank
                    parents[after] = (state, arc)
        steps.update(dict.fromkeys(following, distance))
        level = following
    nearest: dict[str, int] = {}
    for (name, _), count in steps.items():
        if name not in members:
            nearest.setdefault(name, count)
    order = {name: position for position, name in enumerate(graph.model.variables)}
    reached = tuple(sorted(nearest, key=lambda name: (nearest[name], order[name])))
    return Search(graph, start, upstream, reached, steps, nearest, parents)
