"""The shortest loop through each link, searched from both ends at once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

__all__ = ["shortest_loops"]

#: Links from which on the compiled search is worth loading.
_MANY = 2_000


def shortest_loops(
    ends: Sequence[tuple[int, int]], size: int, links: Sequence[int]
) -> list[tuple[int, ...]]:
    """Find a shortest loop through each link of a strongly connected component.

    The way back is searched from both ends in turn, always the side with fewer variables
    to go on from, so that only a small part of a large model is looked at.

    Parameters
    ----------
    ends
        The two nodes of every link of the graph.
    size
        How many nodes there are.
    links
        The links of the component.

    Returns
    -------
    list of tuple
        For each of ``links`` a loop, as links, beginning with that one.
    """
    if len(links) > _MANY and find_spec("numba"):
        from digisys.analysis.loops.loop_set_kernel import compiled_shortest_loops

        return compiled_shortest_loops(ends, size, links)
    out: dict[int, list[tuple[int, int]]] = {}
    into: dict[int, list[tuple[int, int]]] = {}
    for link in links:
        source, target = ends[link]
        out.setdefault(source, []).append((link, target))
        into.setdefault(target, []).append((link, source))
    return [(link, *_way(out, into, ends[link][1], ends[link][0])) for link in links]


Arcs = dict[int, list[tuple[int, int]]]


def _way(out: Arcs, into: Arcs, start: int, goal: int) -> list[int]:
    """Find a shortest way between two nodes of a strongly connected graph."""
    forward: dict[int, tuple[int, int]] = {start: (-1, -1)}
    backward: dict[int, tuple[int, int]] = {goal: (-1, -1)}
    fronts = ([start], [goal])
    meeting = start if start == goal else -1
    while meeting < 0:
        ahead = len(fronts[0]) <= len(fronts[1])
        arcs, mine, other = (out, forward, backward) if ahead else (into, backward, forward)
        front = fronts[0] if ahead else fronts[1]
        following = []
        for node in front:
            for link, far in arcs[node]:
                if far not in mine:
                    mine[far] = (link, node)
                    following.append(far)
                    if far in other:
                        meeting = far
                        break
            if meeting >= 0:
                break
        front[:] = following
    way = []
    node = meeting
    while node != start:
        link, node = forward[node]
        way.append(link)
    way.reverse()
    node = meeting
    while node != goal:
        link, node = backward[node]
        way.append(link)
    return way
