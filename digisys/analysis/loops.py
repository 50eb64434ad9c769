"""Feedback loops: found, labelled with the declared ones, and told apart."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.components import strong_components
from digisys.analysis.names import resolve
from digisys.analysis.table import Table
from digisys.analysis.view import Arc, CertaintyChoice, EvidenceChoice, Graph, View
from digisys.analysis.wording import polarity_mark, short_label, view_text
from digisys.errors import QuestionError
from digisys.schema import Model
from digisys.words import N_, Message, say, say_count

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FoundLoop", "Loops", "find_loops", "iter_loops"]

KIND_WORDS = {
    "reinforcing": N_("reinforcing"),
    "balancing": N_("balancing"),
    "unknown": N_("unknown"),
}


@dataclass(frozen=True)
class FoundLoop:
    """A simple cycle of the graph.

    Attributes
    ----------
    name
        The declared loop that it is an instance of, such as ``R1``; None if unnamed.
    instance
        Which cycle of that loop, such as ``R1a``; None if unnamed.
    kind
        ``reinforcing``, ``balancing``, or ``unknown`` if a polarity is unknown.
    variables
        Ids in causal order, rotated so that the smallest id comes first.
    links
        The links as ``source->target``, in the same order.
    signs
        Sign of each link.
    weakest_evidence
        The weakest kind of evidence among its links.
    """

    name: str | None
    instance: str | None
    kind: str
    variables: tuple[str, ...]
    links: tuple[str, ...]
    signs: tuple[int, ...]
    weakest_evidence: str

    def text(self, model: Model, language: str) -> str:
        """Write the loop with short labels and a sign on each arrow."""
        parts = [short_label(model, self.variables[0], language)]
        following = (*self.variables[1:], self.variables[0])
        for sign, name in zip(self.signs, following, strict=True):
            parts.append(f"{polarity_mark(sign)}→ {short_label(model, name, language)}")
        return " ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Return the loop as plain data."""
        return {
            "name": self.name,
            "instance": self.instance,
            "kind": self.kind,
            "variables": list(self.variables),
            "links": list(self.links),
            "evidence": self.weakest_evidence,
        }


@dataclass(frozen=True)
class Loops:
    """The loops of a view: the declared ones first, then by length and ids.

    Attributes
    ----------
    view
        The links that the answer rests on.
    loops
        The loops found.
    truncated
        Why the search stopped early: ``max_loops``, ``max_length`` or ``time_limit``;
        None if every loop was found.
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    loops: tuple[FoundLoop, ...]
    truncated: str | None

    def __iter__(self) -> Iterator[FoundLoop]:
        return iter(self.loops)

    def __len__(self) -> int:
        return len(self.loops)

    @property
    def named(self) -> tuple[FoundLoop, ...]:
        """The loops that are instances of a declared one."""
        return tuple(loop for loop in self.loops if loop.name is not None)

    @property
    def unnamed(self) -> tuple[FoundLoop, ...]:
        """The loops that the source does not name."""
        return tuple(loop for loop in self.loops if loop.name is None)

    def table(self, language: str | None = None) -> Table:
        """Return the loops as a table in a language."""
        language = language or self.model.default_language
        heads = (N_("Loop"), N_("Kind"), N_("Links"), N_("Course"))
        rows = tuple(
            (
                loop.instance or "",
                say(KIND_WORDS[loop.kind], language),
                len(loop.links),
                loop.text(self.model, language),
            )
            for loop in self.loops
        )
        return Table(tuple(say(head, language) for head in heads), rows, say("Loops", language))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the counts and the view, as pairs of heading and text."""
        language = language or self.model.default_language
        found = say_count("{count} loop", "{count} loops", len(self.loops), language)
        if self.loops:
            found = say(
                "{loops}: {named} named, {unnamed} unnamed",
                language,
                loops=found,
                named=len(self.named),
                unnamed=len(self.unnamed),
            )
        if self.truncated:
            found = say("{count} shown; there may be more", language, count=found)
        return (
            (say("Found", language), found),
            (say("View", language), view_text(self.model, self.view, language)),
        )

    def text(self, language: str | None = None, *, width: int = 80) -> str:
        """Return the whole answer as plain text."""
        lines = "\n".join(f"{name}: {value}" for name, value in self.summary(language))
        return f"{self.table(language).text(width=width)}\n\n{lines}"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.table().html()

    def to_frame(self) -> pd.DataFrame:
        """Return the loops as a data frame: ``name``, ``instance``, ``kind``, ``variables``."""
        import pandas as pd

        rows = [(loop.name, loop.instance, loop.kind, list(loop.variables)) for loop in self.loops]
        return pd.DataFrame(rows, columns=["name", "instance", "kind", "variables"])

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        return {
            "view": self.view.to_dict(),
            "truncated": self.truncated,
            "loops": [loop.to_dict() for loop in self.loops],
        }


def find_loops(
    model: Model,
    through: str | int | None = None,
    *,
    max_length: int | None = None,
    max_loops: int | None = 100_000,
    time_limit: float | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Loops:
    """Find the feedback loops of a model and label the declared ones.

    Parameters
    ----------
    model
        The model.
    through
        Only loops through this: a variable, target or area, or a declared loop by its
        name (``R1``) or one of its cycles (``R1a``). All when absent.
    max_length
        Longest loop, in links; any when absent.
    max_loops
        How many loops to find at most; None for no bound.
    time_limit
        Seconds to search at most; None for no bound.
    evidence, certainty
        The view (see :func:`digisys.analysis.view.select_view`).

    Returns
    -------
    Loops
        The loops, and why the search stopped early if it did.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If a bound is not positive.

    Examples
    --------
    >>> import digisys
    >>> loops = find_loops(digisys.load("digikompassi"))
    >>> len(loops.named), len(loops.unnamed)
    (8, 27)
    """
    for bound in (max_length, max_loops, time_limit):
        if bound is not None and bound <= 0:
            raise QuestionError(
                Message("A bound on the search for loops is not above zero."),
                Message("Give a positive number, or leave it out."),
            )
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    wanted = None if through is None else resolve(model, through)
    search = _Bounds(
        max_length, max_loops, None if time_limit is None else time.monotonic() + time_limit
    )
    found = list(_search(graph, search))
    declared = _declared(model)
    loops = [_label(loop, declared) for loop in found]
    if wanted is not None and wanted.kind in ("loop", "instance"):
        loops = [loop for loop in loops if wanted.key in (loop.name, loop.instance)]
    elif wanted is not None:
        members = set(wanted.variables)
        loops = [loop for loop in loops if members.intersection(loop.variables)]
    loops.sort(
        key=lambda loop: (
            loop.instance is None,
            loop.instance or "",
            len(loop.variables),
            loop.variables,
        )
    )
    return Loops(model, graph.view, tuple(loops), search.reason)


def iter_loops(graph: Graph, *, max_length: int | None = None) -> Iterator[FoundLoop]:
    """Yield the loops of a graph as they are found, labelled with the declared ones.

    Parameters
    ----------
    graph
        The graph of a view.
    max_length
        Longest loop, in links; any when absent.

    Yields
    ------
    FoundLoop
        Each simple cycle once.
    """
    declared = _declared(graph.model)
    for loop in _search(graph, _Bounds(max_length, None, None)):
        yield _label(loop, declared)


@dataclass
class _Bounds:
    max_length: int | None
    max_loops: int | None
    deadline: float | None
    reason: str | None = None


def _declared(model: Model) -> Mapping[tuple[str, ...], tuple[str, str]]:
    return {
        _rotate(cycle): (name, instance)
        for name, loop in model.loops.items()
        for instance, cycle in loop.cycles.items()
    }


def _rotate(cycle: tuple[str, ...]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]


def _label(loop: FoundLoop, declared: Mapping[tuple[str, ...], tuple[str, str]]) -> FoundLoop:
    name, instance = declared.get(loop.variables, (None, None))
    if name is None:
        return loop
    return FoundLoop(
        name, instance, loop.kind, loop.variables, loop.links, loop.signs, loop.weakest_evidence
    )


def _search(graph: Graph, bounds: _Bounds) -> Iterator[FoundLoop]:
    """Yield each simple cycle once, rooted at its smallest id.

    From each root only larger ids are searched, and only where the way back to the root
    still fits into the longest loop allowed.
    """
    successors = {name: [arc.link.target for arc in arcs] for name, arcs in graph.out.items()}
    count = 0
    for component in sorted(strong_components(successors), key=min):
        if len(component) < 2:
            continue
        for root in sorted(component):
            inside = {name for name in component if name >= root}
            for arcs in _rooted(graph, root, inside, bounds):
                if bounds.max_loops is not None and count >= bounds.max_loops:
                    bounds.reason = "max_loops"
                    return
                count += 1
                yield _found(graph, arcs)
            if bounds.reason == "time_limit":
                return


def _rooted(graph: Graph, root: str, inside: set[str], bounds: _Bounds) -> Iterator[list[Arc]]:
    back = _steps_back(graph, root, inside)
    longest = bounds.max_length or len(inside)
    path: list[Arc] = []
    on_path = {root}
    stack = [iter(graph.out[root])]
    visits = 0
    while stack:
        arc = next(stack[-1], None)
        if arc is None:
            stack.pop()
            if path:
                on_path.discard(path.pop().link.target)
            continue
        visits += 1
        if bounds.deadline is not None and not visits % 1024 and time.monotonic() > bounds.deadline:
            bounds.reason = "time_limit"
            return
        name = arc.link.target
        if name == root:
            yield [*path, arc]
        elif name not in on_path and name in back:
            if len(path) + 1 + back[name] > longest:
                if bounds.max_length is not None:
                    bounds.reason = bounds.reason or "max_length"
                continue
            path.append(arc)
            on_path.add(name)
            stack.append(iter(graph.out[name]))


def _steps_back(graph: Graph, root: str, inside: set[str]) -> dict[str, int]:
    steps = {root: 0}
    level = [root]
    while level:
        following = []
        for name in level:
            for arc in graph.into[name]:
                near = arc.link.source
                if near in inside and near not in steps:
                    steps[near] = steps[name] + 1
                    following.append(near)
        level = following
    return steps


def _found(graph: Graph, arcs: list[Arc]) -> FoundLoop:
    sign = 1
    for arc in arcs:
        sign *= arc.sign
    kind = {1: "reinforcing", -1: "balancing", 0: "unknown"}[sign]
    return FoundLoop(
        None,
        None,
        kind,
        tuple(arc.link.source for arc in arcs),
        tuple(arc.link.id for arc in arcs),
        tuple(arc.sign for arc in arcs),
        graph.evidence_name(max(arc.rank for arc in arcs)),
    )
