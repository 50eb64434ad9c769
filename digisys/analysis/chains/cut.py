"""The smallest sets of links whose removal stops an influence or breaks loops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from digisys.analysis.chains.conclude import conclude_cut
from digisys.analysis.loops.find_loops import Loops, find_loops
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.table import Table
from digisys.answers.touched import Touched
from digisys.answers.wording import evidence_label, view_text
from digisys.errors import QuestionError, TooLargeError
from digisys.graph.labels import end_labels
from digisys.graph.names import Subject, resolve
from digisys.graph.view import Arc, CertaintyChoice, EvidenceChoice, Graph, View
from digisys.schema import Link, Model
from digisys.schema.link import link_ends
from digisys.words import N_, Message, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cut", "cut"]

#: Smallest sets that are listed, and that are counted at most.
_LISTED, _MOST_COUNTED = 21, 1000
#: Smallest sets that a terminal shows.
_SHOWN = 6
#: Links that the search for further smallest sets between two ends may look at.
_LOOKS = 2_000_000
#: Sets that the search for the fewest links through all loops may try.
_TRIES = 200_000
#: Loops that are still cut exactly.
_MOST_LOOPS = 50_000


@dataclass(frozen=True, eq=False, repr=False)
class Cut(Answer):
    """A smallest set of links to remove, and others of the same size.

    Attributes
    ----------
    source
        Where the influence starts, or what the loops run through.
    target
        Where the influence ends; None when loops are cut.
    view
        The links that the answer rests on.
    sets
        Smallest sets of links, each in the order of the model, 21 of them at most; empty
        when there is nothing to cut. Between two ends the first is the one nearest the
        source and the second the one nearest the target; for loops they are in the order
        of the model.
    count
        How many smallest sets there are, those that are not listed included.
    all_counted
        Whether ``count`` is all of them. False if there are at least so many, and maybe more.
    exact
        Whether no smaller set exists. False when the loops were too many to be sure.
    """

    model: Model = field(repr=False)
    source: Subject
    target: Subject | None
    view: View = field(repr=False)
    sets: tuple[tuple[str, ...], ...]
    count: int
    all_counted: bool
    exact: bool

    @property
    def links(self) -> tuple[str, ...]:
        """The first of the smallest sets, as ``source->target``; empty for none."""
        return self.sets[0] if self.sets else ()

    @property
    def conclusion(self) -> Conclusion:
        """How many links it takes, which, and whether other sets are as small."""
        return conclude_cut(
            self.model,
            (self.source, self.target),
            self.links,
            sets=self.count,
            all_counted=self.all_counted,
            exact=self.exact,
        )

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        name = self.source.quoted(language)
        if self.target is None:
            return say("Which links cut every loop of {name}?", language, name=name)
        target = self.target.quoted(language)
        return say(
            "Which links stop {name} from reaching {target}?", language, name=name, target=target
        )

    def table(self, language: str | None = None) -> Table:
        """Return the sets as a table, a row for each link."""
        language = language or self.model.default_language
        heads = (N_("Set"), N_("From"), N_("To"), N_("Strongest evidence"))
        graph_links = {link.id: link for link in self.view.links}
        rows = []
        for number, links in enumerate(self.sets, 1):
            for name in links:
                link = graph_links[name]
                kinds = {item.part or item.source for item in link.evidence}
                best = next((kind for kind in self.view.evidence if kind in kinds), "")
                rows.append(
                    (
                        number,
                        *end_labels(self.model, name, language),
                        evidence_label(self.model, best, language),
                    )
                )
        return Table(
            tuple(say(head, language) for head in heads), tuple(rows), self.question(language)
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the first sets, as they are best read in a terminal."""
        language = language or self.model.default_language
        table = self.table(language)
        more = len(self.sets) - _SHOWN
        if more <= 0:
            return table
        told = say_count("… and {count} more.", "… and {count} more.", more, language)
        rows = table.rows[: _SHOWN * len(self.links)]
        return replace(table, rows=(*rows, (None, told, None, None)))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the size of the cut and the view, as pairs of heading and text."""
        language = language or self.model.default_language
        if not self.sets:
            size = say("nothing to cut in this view", language)
        else:
            size = say_count("{count} link", "{count} links", len(self.links), language)
            if not self.exact:
                size = say("at most {size}", language, size=size)
        return (
            (say("Smallest cut", language), size),
            *((say("Sets of this size", language), self._others(language)) for _ in self.sets[:1]),
            (say("View", language), view_text(self.model, self.view, language)),
        )

    def _others(self, language: str) -> str:
        """Say how many sets are as small, and whether they are all listed."""
        count = say_number(self.count, language)
        if not self.all_counted:
            count = say("at least {size}", language, size=count)
        elif self.count == 1:
            return say("only this one", language)
        if self.count == len(self.sets):
            return count
        shown = len(self.sets)
        return say("{count}; {shown} of them are listed", language, count=count, shown=shown)

    @property
    def touched(self) -> Touched:
        """The ends of the links to cut."""
        rows = (link_ends(link)[:2] for links in self.sets for link in links)
        return Touched.by_rows(rows, self.source.variables)

    def to_frame(self) -> pd.DataFrame:
        """Return a data frame with a row for each link: ``set``, ``link``."""
        import pandas as pd

        rows = [(i, link) for i, links in enumerate(self.sets, 1) for link in links]
        return pd.DataFrame(rows, columns=["set", "link"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        return {
            **self.concluded(language),
            "source": list(self.source.variables),
            "target": None if self.target is None else list(self.target.variables),
            "view": self.view.to_dict(),
            "exact": self.exact,
            "count": self.count,
            "all_counted": self.all_counted,
            "sets": [list(links) for links in self.sets],
        }


def cut(
    model: Model,
    source: str | int,
    target: str | int | None = None,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Cut:
    """Find the fewest links that stop one thing from reaching another, or break its loops.

    Between two ends this is a minimum cut, equal to the number of chains without a common
    link [1]_; the others of its size follow from what the flow leaves open [2]_. For loops
    it is a smallest set with a link of every loop, found by trying all sets of growing size.

    Parameters
    ----------
    model
        The model.
    source
        A variable, target, area or loop.
    target
        Where the influence ends. When absent, the loops through ``source`` are cut: those
        of a declared loop (``R5``), or all that run through a variable, target or area.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Cut
        The smallest sets of links, and how many there are; none if there is nothing to cut.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If the two ends share a variable.
    TooLargeError
        If the loops to cut are too many to list.

    Notes
    -----
    A small cut shows where an influence hangs by few statements. It does not say that the
    links are weak, nor that removing them is possible or wanted.

    References
    ----------
    .. [1] L. R. Ford and D. R. Fulkerson (1956), Maximal flow through a network,
       Canadian Journal of Mathematics 8, doi:10.4153/CJM-1956-045-5.
    .. [2] J.-C. Picard and M. Queyranne (1980), On the structure of all minimum cuts in a
       network and applications, Mathematical Programming Study 13, doi:10.1007/BFb0120902.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> len(cut(model, 14, 10).links)
    2
    >>> len(cut(model, "R5").links)
    1
    """
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    start = resolve(model, source)
    if target is None:
        loops = find_loops(
            model, source, max_loops=_MOST_LOOPS, evidence=evidence, certainty=certainty
        )
        return Cut(model, start, None, graph.view, *_through_all(graph, loops, source))
    end = resolve(model, target)
    if set(start.variables) & set(end.variables):
        raise QuestionError(
            Message("The two ends of the cut are the same or overlap."),
            Message("Give one name only to cut the loops through it."),
        )
    return Cut(model, start, end, graph.view, *_between(graph, start, end), exact=True)


Sets = tuple[tuple[str, ...], ...]


def _arcs(graph: Graph) -> tuple[Arc, ...]:
    """List the arcs of a graph in the order of the first link of each."""
    first = {link.id: place for place, link in reversed(list(enumerate(graph.view.links)))}
    arcs = (arc for arcs in graph.out.values() for arc in arcs)
    return tuple(sorted(arcs, key=lambda arc: first[arc.link.id]))


def _between(graph: Graph, start: Subject, end: Subject) -> tuple[Sets, int, bool]:
    """Find the smallest cuts between two ends, how many they are, and whether those are all."""
    import networkx as nx

    network: Any = nx.DiGraph()
    network.add_nodes_from(graph.model.variables)
    for arc in _arcs(graph):
        network.add_edge(arc.link.source, arc.link.target, capacity=len(arc.each))
    source, sink = ("from",), ("to",)
    # Without a capacity an edge of the network holds any flow.
    network.add_edges_from((source, name) for name in start.variables)
    network.add_edges_from((name, sink) for name in end.variables)
    rest = nx.algorithms.flow.dinitz(network, source, sink)
    if not rest.graph["flow_value"]:
        return (), 0, True
    open_ways: Any = nx.DiGraph(
        (one, other)
        for one, other, data in rest.edges(data=True)
        if data["flow"] < data["capacity"]
    )
    open_ways.add_nodes_from((*network, source, sink))
    far = nx.ancestors(open_ways, sink) | {sink}
    last = tuple(link for link in graph.view.links if link.source not in far and link.target in far)
    every = list(islice(_smallest(graph.view.links, open_ways, source, sink), _MOST_COUNTED + 1))
    complete = None not in every and len(every) <= _MOST_COUNTED
    found = [links for links in every[:_MOST_COUNTED] if links is not None]
    listed = dict.fromkeys([found[0], last, *found])
    names = tuple(tuple(link.id for link in links) for links in islice(listed, _LISTED))
    return names, max(len(found), len(names)), complete


def _smallest(
    links: Sequence[Link], ways: Any, source: Any, sink: Any
) -> Iterator[tuple[Link, ...] | None]:
    """Yield each smallest cut once, the nearest to the source first; None if given up.

    The smallest cuts leave on the side of the source whatever an open way leads to. Each
    is followed by those that share its first links, and not the next one.
    """
    looked = 0
    stack: list[tuple[tuple[Link, ...], tuple[Link, ...]]] = [((), ())]
    while stack:
        cut_links, kept = stack.pop()
        looked += len(links) + len(ways)
        if looked > _LOOKS:
            yield None
            return
        side = _side(ways, source, cut_links, kept)
        if sink in side or any(link.target in side for link in cut_links):
            continue
        crossing = tuple(link for link in links if link.source in side and link.target not in side)
        yield crossing
        further = [link for link in crossing if link not in cut_links]
        stack += [
            ((*cut_links, *further[:i]), (*kept, link)) for i, link in enumerate(further)
        ][::-1]  # fmt: skip


def _side(ways: Any, source: Any, cut_links: Sequence[Link], kept: Sequence[Link]) -> set[Any]:
    """Find what is on the side of the source if some links are cut and others are not."""
    together: dict[str, list[str]] = {}
    for link in kept:
        together.setdefault(link.source, []).append(link.target)
    side = {source, *(link.source for link in cut_links)}
    todo = list(side)
    while todo:
        name = todo.pop()
        for far in (*ways[name], *together.get(name, ())):
            if far not in side:
                side.add(far)
                todo.append(far)
    return side


def _through_all(graph: Graph, loops: Loops, name: str | int) -> tuple[Sets, int, bool, bool]:
    """Find the smallest sets of links with one of every loop, and what is known of them."""
    if loops.truncated:
        raise TooLargeError(
            Message(
                "There are more than {count} loops through “{name}”.",
                {"count": _MOST_LOOPS, "name": str(name)},
            ),
            Message("Ask about a declared loop or a variable with fewer loops."),
        )
    arcs = _arcs(graph)
    sizes = [len(arc.each) for arc in arcs]
    place = {arc.id: i for i, arc in enumerate(arcs)}
    hold = sorted({frozenset(place[link] for link in loop.links) for loop in loops}, key=sorted)
    hold = _needed(hold)
    if not hold:
        return (), 0, True, True
    greedy = _greedy(hold)
    found: set[frozenset[int]] = set()
    tries = [0]
    for size in range(1, sum(sizes[i] for i in greedy) + 1):
        _extend(hold, frozenset(), size, found, tries, sizes)
        if found or tries[0] > _TRIES:
            break
    complete = tries[0] <= _TRIES
    sets = sorted(map(sorted, found)) if found else [sorted(greedy)]
    named = tuple(
        tuple(part.link.id for i in chosen for part in arcs[i].each) for chosen in sets[:_LISTED]
    )
    count = min(len(sets), _MOST_COUNTED)
    # Where one was found, every smaller size had been tried to the end.
    return named, count, complete and len(sets) == count, complete or bool(found)


def _needed(hold: list[frozenset[int]]) -> list[frozenset[int]]:
    """Leave out loops that hold all links of another: cutting that one cuts them too."""
    kept: list[frozenset[int]] = []
    for links in sorted(hold, key=lambda links: (len(links), sorted(links))):
        if len(kept) > 2000 or not any(other <= links for other in kept):
            kept.append(links)
    return kept


def _greedy(hold: list[frozenset[int]]) -> frozenset[int]:
    chosen: set[int] = set()
    left = hold
    while left:
        counts: dict[int, int] = {}
        for links in left:
            for link in links:
                counts[link] = counts.get(link, 0) + 1
        best = min(counts, key=lambda link: (-counts[link], link))
        chosen.add(best)
        left = [links for links in left if best not in links]
    return frozenset(chosen)


def _extend(
    hold: list[frozenset[int]],
    chosen: frozenset[int],
    room: int,
    found: set[frozenset[int]],
    tries: list[int],
    sizes: Sequence[int],
) -> None:
    """Try every link of the first loop that is not cut yet.

    Several links between the same two, of which all have to go, are tried as one of a size.
    """
    tries[0] += 1
    if tries[0] > _TRIES or len(found) > _MOST_COUNTED:
        return
    left = [links for links in hold if chosen.isdisjoint(links)]
    if not left:
        found.add(chosen)
        return
    if not room or _apart(left) > room:
        return
    for link in sorted(left[0]):
        if sizes[link] <= room:
            _extend(left, chosen | {link}, room - sizes[link], found, tries, sizes)


def _apart(hold: list[frozenset[int]]) -> int:
    """Count some loops without a common link: each needs a cut of its own."""
    used: set[int] = set()
    count = 0
    for links in hold:
        if used.isdisjoint(links):
            used |= links
            count += 1
    return count
