"""Whether a simple chain between two variables runs through one link."""

from __future__ import annotations

from collections.abc import Collection

from digisys.graph.view import Graph

__all__ = ["ChainsThrough"]

#: Variables that may be looked at for one pair where ways cross each other.
_BUDGET = 50_000


class ChainsThrough:
    """The pairs of variables between which a simple chain runs through one link.

    A chain that was found tells of every pair along it, so that few need a search of their
    own.

    Parameters
    ----------
    graph
        The graph of a view.
    source, target
        The ends of the link.
    """

    def __init__(self, graph: Graph, source: str, target: str) -> None:
        self._graph = graph
        self.link = self._source, self._target = source, target
        self._found: set[tuple[str, str]] = set()
        self._bit = {name: 1 << place for place, name in enumerate(graph.out)}
        self._follow = [
            sum(self._bit[arc.link.target] for arc in arcs) for arcs in graph.out.values()
        ]
        #: Variables that were looked at so far.
        self.spent = 0

    def any(self, start: str, end: str) -> bool | None:
        """Tell whether a simple chain from start to end runs through the link.

        Parameters
        ----------
        start, end
            Two variables.

        Returns
        -------
        bool or None
            None if it is not settled: all the ways to the link and on from it that were
            tried cross each other.

        Examples
        --------
        >>> import digisys
        >>> graph = Graph.of(digisys.load("digikompassi"))
        >>> chains = ChainsThrough(graph, "trust_in_society", "data_usability")
        >>> chains.any("participation", "data_usability")
        True
        """
        if (start, end) in self._found:
            return True
        if start == self._target or end == self._source:
            return False
        to = self._way(start, self._source, {end, self._target})
        on = self._way(self._target, end, {start, self._source})
        if to is None or on is None:
            return False
        crossings = [name for name in to if name in on]
        if crossings:
            around = self._way(self._target, end, set(to))
            other = None if around else self._way(start, self._source, set(on))
            if around:
                on = around
            elif other:
                to = other
            elif any(self._is_gate(name, start, end) for name in crossings):
                return False
            else:
                return self._careful(start, end)
        self._found.update((before, after) for before in to for after in on)
        return True

    def _is_gate(self, name: str, start: str, end: str) -> bool:
        """Tell whether both ways have to pass one variable, as none gets past it."""
        bit = self._bit
        shut = bit[name]
        seen = self._reach((bit[start] | bit[self._target]) & ~shut, shut)
        return not seen & (bit[self._source] | bit[end]) & ~shut

    def _careful(self, start: str, end: str) -> bool | None:
        """Try the ways to the link one by one, as long as a way to it and on are left."""
        bit = self._bit
        source, target, last = bit[self._source], bit[self._target], bit[end]
        stack = [(start, bit[start])]
        budget = self.spent + _BUDGET
        while stack:
            if self.spent > budget:
                return None
            name, passed = stack.pop()
            if not self._reach(target, passed | source) & last:
                continue
            if name == self._source:
                return True
            if not self._reach(bit[name], passed | last | target) & source:
                continue
            for arc in self._graph.out[name]:
                far = arc.link.target
                if not bit[far] & (passed | last | target):
                    stack.append((far, passed | bit[far]))
        return False

    def _reach(self, seen: int, shut: int) -> int:
        """Return what is reached from some variables past what is shut, all as bits."""
        new = seen
        while new:
            following = 0
            while new:
                low = new & -new
                following |= self._follow[low.bit_length() - 1]
                new ^= low
                self.spent += 1
            new = following & ~seen & ~shut
            seen |= new
        return seen

    def _onward(self, name: str) -> list[str]:
        self.spent += 1
        return [arc.link.target for arc in self._graph.out[name]]

    def _way(self, start: str, end: str, shut: Collection[str]) -> list[str] | None:
        """Find a shortest way past what is shut: the variables along it."""
        if start in shut or end in shut:
            return None
        before: dict[str, str | None] = {start: None}
        level = [start]
        while level and end not in before:
            following = []
            for name in level:
                for far in self._onward(name):
                    if far not in before and far not in shut:
                        before[far] = name
                        following.append(far)
            level = following
        if end not in before:
            return None
        way = [end]
        while (nearer := before[way[-1]]) is not None:
            way.append(nearer)
        return way
