"""A shortest independent loop set: few short loops that together use every link of a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.loops.conclude import conclude_loop_set
from digisys.analysis.loops.find_loops import loop_table
from digisys.analysis.loops.listing import (
    FRAME,
    FoundLoop,
    declared_cycles,
    found_loop,
    frame_row,
)
from digisys.analysis.loops.shortest import shortest_loops
from digisys.analysis.loops.store import Numbered
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.table import Table
from digisys.answers.touched import Touched
from digisys.answers.wording import view_text
from digisys.graph.components import strong_components
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph, View
from digisys.schema import Model
from digisys.words import say, say_count

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LoopSet", "loop_set"]


@dataclass(frozen=True, eq=False, repr=False)
class LoopSet(Answer):
    """Independent loops, short ones first.

    Attributes
    ----------
    view
        The links that the answer rests on.
    loops
        The loops: first those that together use every link, each with a link that none
        before it has; then those added to complete the set.
    covering
        How many loops it takes to use every link that is on any loop.
    rank
        Cycle rank: how many loops can be independent at most. For the links on loops it
        is links - variables + strongly connected components.
    complete
        Whether loops were added until there are as many as the rank.
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    loops: tuple[FoundLoop, ...]
    covering: int
    rank: int
    complete: bool

    def __iter__(self) -> Iterator[FoundLoop]:
        return iter(self.loops)

    def __len__(self) -> int:
        return len(self.loops)

    @property
    def conclusion(self) -> Conclusion:
        """How few loops use every link that is on a loop."""
        return conclude_loop_set(
            self.model,
            self.view,
            self.loops,
            covering=self.covering,
            rank=self.rank,
            complete=self.complete,
        )

    @property
    def touched(self) -> Touched:
        """The variables on the loops."""
        return Touched.by_rows(loop.variables for loop in self.loops)

    def table(self, language: str | None = None) -> Table:
        """Return the loops as a table in a language."""
        language = language or self.model.default_language
        caption = say("Shortest independent loops", language)
        return loop_table(self.model, self.loops, caption, language)

    def shown(self, language: str | None = None) -> Table:
        """Return the loops; a kind that all of them have is left to the conclusion."""
        return self.table(language).without_same(1)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the size beside the cycle rank, as pairs of heading and text."""
        language = language or self.model.default_language
        found = say_count("{count} loop", "{count} loops", len(self.loops), language)
        return (
            (say("Found", language), found),
            (say("Loops that use every link", language), str(self.covering)),
            (say("Cycle rank", language), str(self.rank)),
            (say("View", language), view_text(self.model, self.view, language)),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the loops as a data frame, with all names of a cycle in ``instances``."""
        import pandas as pd

        return pd.DataFrame(map(frame_row, self.loops), columns=FRAME)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        return {
            **self.concluded(language),
            "view": self.view.to_dict(),
            "covering": self.covering,
            "rank": self.rank,
            "complete": self.complete,
            "loops": [loop.to_dict() for loop in self.loops],
        }


def loop_set(
    model: Model,
    *,
    complete: bool = False,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> LoopSet:
    """Find a shortest independent loop set, where the list of all loops would be too long.

    Each link of a strongly connected component lies on a shortest loop. Loops are taken in
    order of length, each if it has a link that no loop before it has, until all links are
    used [1]_. The set is small, has the simplest loops, and represents every link; it is
    unique only where no two loops through a link are equally short, and then ties go to the
    first by ids.

    Parameters
    ----------
    model
        The model.
    complete
        Whether to add independent loops until there are as many as the cycle rank, so that
        every loop is a combination of them (a cycle basis, [2]_).
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    LoopSet
        The loops, with the cycle rank beside them; none for a model without loops.

    Raises
    ------
    UnknownNameError
        If a kind of evidence or a certainty does not exist.

    Notes
    -----
    The set tells what loops the structure is made of. It does not tell which loops drive
    behaviour: a long loop outside it may.

    References
    ----------
    .. [1] R. Oliva (2004), Model structure analysis through graph theory, System Dynamics
       Review 20(4), doi:10.1002/sdr.298.
    .. [2] T. Kavitha et al. (2009), Cycle bases in graphs, Computer Science Review 3(4),
       doi:10.1016/j.cosrev.2009.08.001.

    Examples
    --------
    >>> import digisys
    >>> found = loop_set(digisys.load("digikompassi"))
    >>> len(found), found.rank
    (13, 15)
    """
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    numbered = Numbered.of(graph)
    components = _components(numbered)
    covering: list[tuple[int, ...]] = []
    added: list[tuple[int, ...]] = []
    rank = 0
    for nodes, links in components:
        shortest = shortest_loops(numbered.ends, len(numbered.names), links)
        order = sorted(range(len(links)), key=lambda i: (len(shortest[i]), i))
        used: set[int] = set()
        chosen: list[tuple[int, ...]] = []
        for i in order:
            if links[i] not in used:
                chosen.append(shortest[i])
                used.update(shortest[i])
        covering += chosen
        rank += len(links) - len(nodes) + 1
        if complete:
            spare = [shortest[i] for i in order]
            added += _completion(numbered, nodes, links, chosen, spare)
    declared = declared_cycles(model)
    loops = (*sorted(covering, key=len), *sorted(added, key=len))
    found = tuple(found_loop(numbered, loop, declared) for loop in loops)
    return LoopSet(model, graph.view, found, len(covering), rank, complete)


def _components(numbered: Numbered) -> list[tuple[list[int], list[int]]]:
    """List the components that hold loops, each as nodes and as the links inside it."""
    followers: dict[int, list[int]] = {node: [] for node in range(len(numbered.names))}
    for source, target in numbered.ends:
        followers[source].append(target)
    parts = sorted((part for part in strong_components(followers) if len(part) > 1), key=min)
    home = {node: i for i, part in enumerate(parts) for node in part}
    inside: list[list[int]] = [[] for _ in parts]
    for link, (source, target) in enumerate(numbered.ends):
        if source in home and home[source] == home.get(target):
            inside[home[source]].append(link)
    return list(zip(parts, inside, strict=True))


def _completion(
    numbered: Numbered,
    nodes: Sequence[int],
    links: Sequence[int],
    chosen: Sequence[tuple[int, ...]],
    spare: Sequence[tuple[int, ...]],
) -> list[tuple[int, ...]]:
    """Choose further loops, each independent of those before it, up to the cycle rank.

    A loop is known by its links outside a spanning tree, as a set of bits; independence
    is tested by elimination over the field of two elements, which implies it over the reals.
    """
    bit = _outside_tree(numbered, nodes, links)
    pivots: dict[int, int] = {}

    def independent(loop: Sequence[int]) -> bool:
        vector = 0
        for link in loop:
            vector ^= bit.get(link, 0)
        while vector:
            top = vector.bit_length()
            if top not in pivots:
                pivots[top] = vector
                return True
            vector ^= pivots[top]
        return False

    for loop in chosen:
        independent(loop)
    added: list[tuple[int, ...]] = []
    for candidates in (spare, _spanning_loops(numbered, nodes, links)):
        for loop in sorted(candidates, key=len):
            if len(pivots) == len(bit):
                return added
            if independent(loop):
                added.append(loop)
    return added


def _outside_tree(numbered: Numbered, nodes: Sequence[int], links: Sequence[int]) -> dict[int, int]:
    """Give a bit to each link outside a spanning tree."""
    leader = {node: node for node in nodes}

    def find(node: int) -> int:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    bit: dict[int, int] = {}
    for link in links:
        one, other = (find(node) for node in numbered.ends[link])
        if one == other:
            bit[link] = 1 << len(bit)
        else:
            leader[one] = other
    return bit


def _spanning_loops(
    numbered: Numbered, nodes: Sequence[int], links: Sequence[int]
) -> list[tuple[int, ...]]:
    """List loops that span all others: the parts of walks from a root over each link and back."""
    root = nodes[0]
    to, back = _tree(numbered, root, links, 0), _tree(numbered, root, links, 1)
    found: dict[tuple[int, ...], None] = {}
    for link in links:
        source, target = numbered.ends[link]
        walk = [*_way(numbered, to, source, 0)[::-1], link, *_way(numbered, back, target, 1)]
        path: list[int] = []
        place: dict[int, int] = {root: 0}
        for step in walk:
            path.append(step)
            end = numbered.ends[step][1]
            if end in place:
                loop = path[place[end] :]
                del path[place[end] :]
                for passed in loop:
                    place.pop(numbered.ends[passed][0], None)
                place[end] = len(path)
                first = loop.index(min(loop))
                found.setdefault((*loop[first:], *loop[:first]))
            else:
                place[end] = len(path)
    return list(found)


def _tree(numbered: Numbered, root: int, links: Sequence[int], side: int) -> dict[int, int]:
    """Find each node's link on a shortest way from the root (side 0) or to it (side 1)."""
    beside: dict[int, list[int]] = {}
    for link in links:
        beside.setdefault(numbered.ends[link][side], []).append(link)
    way: dict[int, int] = {}
    level = [root]
    while level:
        following = []
        for node in level:
            for link in beside[node]:
                far = numbered.ends[link][1 - side]
                if far != root and far not in way:
                    way[far] = link
                    following.append(far)
        level = following
    return way


def _way(numbered: Numbered, tree: dict[int, int], node: int, side: int) -> list[int]:
    found = []
    while node in tree:
        found.append(tree[node])
        node = numbered.ends[tree[node]][side]
    return found
