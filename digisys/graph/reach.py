"""Breadth-first search over pairs of variable and sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from digisys.graph.chain import Chain, chain_of
from digisys.graph.view import Arc, Graph

__all__ = ["SEARCH_BUDGET", "Search", "search"]

#: A variable and the sign of a chain to it: +1, -1, or 0 for unknown.
State = tuple[str, int]

#: Arcs that the search for a simple chain of one sign to one variable may look at. The page
#: counts in the same way, so that both give up in the same place.
SEARCH_BUDGET = 20_000


class _OutOfBudgetError(Exception):
    """The search for a simple chain looked at as many arcs as it may."""


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
        The variables reached, nearest first, then in the order of the model.
    steps
        For each pair of variable and sign that was reached, the number of links.
    """

    graph: Graph
    sources: tuple[str, ...]
    upstream: bool
    reached: tuple[str, ...]
    steps: Mapping[State, int]
    _parents: Mapping[State, tuple[State, Arc]] = field(repr=False)
    _walks: dict[State, _Walk] = field(default_factory=dict, repr=False)

    def chains(self, name: str) -> tuple[tuple[Chain, ...], bool]:
        """Return the best simple chain to a variable for each sign, the shortest first.

        The shortest walk of a sign may run through a loop and pass a variable twice; then
        a simple chain of that sign is searched for.

        Returns
        -------
        chains : tuple of Chain
            At least one.
        decided : bool
            False if the search for a simple chain of another sign had to be given up.
        """
        signs = sorted(
            (sign for sign in (1, -1, 0) if (name, sign) in self.steps),
            key=lambda sign: (self.steps[name, sign], -sign),
        )
        found = []
        decided = True
        for sign in signs:
            walk = self._walk((name, sign))
            if walk.simple:
                found.append(self._chain(walk))
                continue
            try:
                arcs = self._simple(name, sign)
            except _OutOfBudgetError:
                decided = False
            else:
                if arcs is not None:
                    found.append(chain_of(self.graph, arcs[::-1] if self.upstream else arcs))
        found.sort(key=lambda chain: (chain.steps, -chain.sign))
        return tuple(found), decided

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
        left = SEARCH_BUDGET
        for source in self.sources:
            path: list[str] = []
            on_path = set(self.sources)
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

    def _simple(self, goal: str, sign: int) -> list[Arc] | None:
        """Search depth first for a simple chain of a sign; None if there is none."""
        useful, left = self._able_to_reach(goal, SEARCH_BUDGET)
        for source in self.sources:
            path: list[Arc] = []
            on_path = {source}
            stack = [iter(self._arcs(source))]
            signs = [1]
            while stack:
                arc = next(stack[-1], None)
                if arc is None:
                    stack.pop()
                    signs.pop()
                    if path:
                        on_path.discard(self._far(path.pop()))
                    continue
                left -= 1
                if left < 0:
                    raise _OutOfBudgetError
                far = self._far(arc)
                if far in on_path or far in self.sources or far not in useful:
                    continue
                after = signs[-1] * arc.sign
                if far == goal:
                    if after == sign:
                        return [*path, arc]
                    continue
                path.append(arc)
                on_path.add(far)
                stack.append(iter(self._arcs(far)))
                signs.append(after)
        return None

    def _able_to_reach(self, goal: str, left: int) -> tuple[set[str], int]:
        into = self.graph.out if self.upstream else self.graph.into
        useful = {goal}
        stack = [goal]
        while stack:
            arcs = into[stack.pop()]
            left -= len(arcs)
            if left < 0:
                raise _OutOfBudgetError
            for arc in arcs:
                near = self._near(arc)
                if near not in useful and near not in self.sources:
                    useful.add(near)
                    stack.append(near)
        return useful, left


def search(graph: Graph, sources: Iterable[str], *, upstream: bool = False) -> Search:
    """Search a graph from some variables, keeping the sign of the way.

    The cost grows linearly with the links: each variable is visited at most once for
    each sign. Among chains of equal length the best evidenced is kept.

    Parameters
    ----------
    graph
        The graph of a view.
    sources
        Ids of the variables to start from. Chains do not pass through them again.
    upstream
        Whether to follow the links backward.

    Returns
    -------
    Search
        The variables reached, and the best chain to each.
    """
    start = tuple(sources)
    blocked = set(start)
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
                if far in blocked or after in steps:
                    continue
                rank = max(worst, arc.rank)
                if after not in following or rank < following[after]:
                    following[after] = rank
                    parents[after] = (state, arc)
        steps.update(dict.fromkeys(following, distance))
        level = following
    nearest: dict[str, int] = {}
    for (name, _), count in steps.items():
        nearest.setdefault(name, count)
    order = {name: position for position, name in enumerate(graph.model.variables)}
    reached = tuple(sorted(nearest, key=lambda name: (nearest[name], order[name])))
    return Search(graph, start, upstream, reached, steps, parents)
