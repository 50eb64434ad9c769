"""Breadth-first search over pairs of variable and sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from digisys.analysis.chains import Chain, chain_of
from digisys.analysis.view import Arc, Graph

__all__ = ["Search", "search"]

#: A variable and the sign of a chain to it: +1, -1, or 0 for unknown.
State = tuple[str, int]

#: Arcs that the search for simple chains may look at before it gives up.
_BUDGET = 200_000


@dataclass
class _Budget:
    left: int = _BUDGET


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
    _budget: _Budget = field(default_factory=_Budget, repr=False)

    def chains(self, name: str) -> tuple[Chain, ...]:
        """Return the best simple chain to a variable for each sign, the shortest first.

        The shortest walk of a sign may run through a loop and pass a variable twice.
        Then a simple chain of that sign is searched for, with all remaining signs; if the
        search has to give up, the walk's sign counts without a simple chain to show.
        """
        signs = sorted(
            (sign for sign in (1, -1, 0) if (name, sign) in self.steps),
            key=lambda sign: (self.steps[name, sign], -sign),
        )
        found = []
        for sign in signs:
            arcs = self._walk((name, sign))
            variables = [self._near(arcs[0]), *(self._far(arc) for arc in arcs)]
            if len(set(variables)) < len(variables):
                simple = self._simple(name, sign)
                if simple is None:
                    continue
                arcs = simple
            found.append(chain_of(self.graph, arcs[::-1] if self.upstream else arcs))
        return tuple(sorted(found, key=lambda chain: (chain.steps, -chain.sign)))

    def _near(self, arc: Arc) -> str:
        return arc.link.target if self.upstream else arc.link.source

    def _far(self, arc: Arc) -> str:
        return arc.link.source if self.upstream else arc.link.target

    def _walk(self, state: State) -> list[Arc]:
        arcs: list[Arc] = []
        while state in self._parents:
            state, arc = self._parents[state]
            arcs.append(arc)
        return arcs[::-1]

    def _arcs(self, name: str) -> tuple[Arc, ...]:
        return (self.graph.into if self.upstream else self.graph.out)[name]

    def _simple(self, goal: str, sign: int) -> list[Arc] | None:
        """Search depth first for a simple chain of a sign; shortest pieces first."""
        useful = self._able_to_reach(goal)
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
                self._budget.left -= 1
                if self._budget.left < 0:
                    return None
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

    def _able_to_reach(self, goal: str) -> set[str]:
        into = self.graph.out if self.upstream else self.graph.into
        useful = {goal}
        stack = [goal]
        while stack:
            for arc in into[stack.pop()]:
                self._budget.left -= 1
                near = self._near(arc)
                if near not in useful and near not in self.sources:
                    useful.add(near)
                    stack.append(near)
        return useful


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
