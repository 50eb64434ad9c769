"""Strongly connected components: the parts of a graph where feedback lives."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

__all__ = ["strong_components"]

Node = TypeVar("Node", bound=Hashable)


def strong_components(successors: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Group the nodes of a directed graph into strongly connected components.

    Two nodes are in one component when each can be reached from the other. The search is
    Tarjan's [1]_, written without recursion so that depth has no limit.

    Parameters
    ----------
    successors
        For each node, the nodes that it points to. Each of those must be a key too.

    Returns
    -------
    list of list
        The components, each in the order of the keys; a component comes before those
        that point to it.

    References
    ----------
    .. [1] R. Tarjan (1972), Depth-first search and linear graph algorithms,
       SIAM Journal on Computing 1(2), doi:10.1137/0201010.

    Examples
    --------
    >>> strong_components({"a": ["b"], "b": ["a", "c"], "c": []})
    [['c'], ['a', 'b']]
    """
    order = {node: position for position, node in enumerate(successors)}
    found: dict[Node, int] = {}
    low: dict[Node, int] = {}
    waiting: list[Node] = []
    in_waiting: set[Node] = set()
    components: list[list[Node]] = []
    for root in successors:
        if root in found:
            continue
        found[root] = low[root] = len(found)
        waiting.append(root)
        in_waiting.add(root)
        stack = [(root, iter(successors[root]))]
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if target not in found:
                    found[target] = low[target] = len(found)
                    waiting.append(target)
                    in_waiting.add(target)
                    stack.append((target, iter(successors[target])))
                    break
                if target in in_waiting:
                    low[node] = min(low[node], found[target])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == found[node]:
                    component = []
                    while True:
                        member = waiting.pop()
                        in_waiting.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    components.append(sorted(component, key=order.__getitem__))
    return components
