"""Feedback loops: found, labelled with the declared ones, and told apart."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digisys.analysis.loops.conclude import conclude_loops
from digisys.analysis.loops.conclude_named import conclude_named_loop
from digisys.analysis.loops.listing import (
    FRAME,
    FoundLoop,
    LoopList,
    declared_cycles,
    found_loop,
    frame_row,
    listed,
)
from digisys.analysis.loops.search import Bounds, Parts, pieces, walk_piece
from digisys.analysis.loops.store import Numbered, Store, gather
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.table import Cell, Share, Table
from digisys.answers.touched import Touched
from digisys.answers.wording import view_text
from digisys.errors import QuestionError
from digisys.graph.names import Subject, cycles_of, resolve
from digisys.graph.view import Arc, CertaintyChoice, EvidenceChoice, Graph, View
from digisys.progress import Progress
from digisys.schema import Model
from digisys.schema.link import cycle_pairs
from digisys.words import N_, Message, say, say_count

if TYPE_CHECKING:
    import pandas as pd

    from digisys.analysis.loops.gain import Gain
    from digisys.uncertainty.strengths import StrengthChoice, Strengths

__all__ = ["FoundLoop", "Loops", "find_loops", "iter_loops", "loop_table"]

KIND_WORDS = {
    "reinforcing": N_("reinforcing"),
    "balancing": N_("balancing"),
    "unknown": N_("unknown"),
}

#: Most loops that are shown to a person unless more are asked for, ...
SHOWN = 12
#: ... and most variables that are named of each.
_NAMED = 24
#: Most loops whose gain is told: a second of work.
_MOST_GAINS = 10_000

_GAIN_HEADS = (N_("Grows"), N_("Amplifies"), N_("Fades"))

#: Share of the time allowed for the search for all loops; the rest is for the shortest ones.
_SEARCH_SHARE = 0.75

#: Why a search may have left loops out.
_REASONS = {
    "max_loops": N_("{count}; stopped at the number asked for, there are more"),
    "max_length": N_("{count}; there may be longer ones"),
    "min_length": N_("{count}; there may be shorter ones"),
    "time_limit": N_("{count}; the time was up, there may be more"),
    "interrupted": N_("{count}; interrupted, there may be more"),
}


def loop_table(
    model: Model,
    loops: Iterable[FoundLoop],
    caption: str,
    language: str,
    *,
    most: int | None = None,
    gains: Mapping[int, Gain] | None = None,
    compact: bool = False,
) -> Table:
    """Lay out loops with their kind, length and course, one a row.

    Parameters
    ----------
    model, loops, caption, language
        What to lay out, under which caption, and in which language.
    most
        How many variables of a loop to name at most.
    gains
        What reinforcing loops do by themselves, by place; not told when absent.
    compact
        Whether that is told beside the kind, and not in a column for each share.

    Returns
    -------
    Table
        The loops.
    """
    told = [] if gains is None or compact else list(_GAIN_HEADS)
    heads = (N_("Loop"), N_("Kind"), N_("Links"), *told, N_("Course"))
    rows = tuple(
        (
            ", ".join(loop.instances),
            _kind_text(loop, (gains or {}).get(at) if compact else None, language),
            len(loop.links),
            *_gain_cells((gains or {}).get(at), len(told)),
            loop.text(model, language, most=most),
        )
        for at, loop in enumerate(loops)
    )
    return Table(tuple(say(head, language) for head in heads), rows, caption, language)


def _kind_text(loop: FoundLoop, gain: Gain | None, language: str) -> str:
    kind = say(KIND_WORDS[loop.kind], language)
    return kind if gain is None else f"{kind}: {gain.text(language)}"


def _gain_cells(gain: Gain | None, columns: int) -> tuple[Cell, ...]:
    if gain is None:
        return (None,) * columns
    return tuple(Share(value) for value in (gain.grows, gain.amplifies, gain.fades)[:columns])


@dataclass(frozen=True, eq=False, repr=False)
class Loops(Answer):
    """The loops of a view: the declared ones first, then by length and ids.

    Attributes
    ----------
    view
        The links that the answer rests on.
    loops
        The loops found.
    truncated
        Why there may be more: ``max_loops``, ``max_length``, ``min_length``, ``time_limit``
        or ``interrupted``; None if every loop was found.
    whole_length
        Every loop of up to so many links is among them, also if there may be more; None
        where that is not known of any length.
    listed
        How many of them the table and the plain data list; None for all.
    strengths
        The strengths that gains are told for; the model's convention when None.
    about
        The declared loop, or the one of its cycles, that was asked about; None where loops
        were searched for.
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    loops: Sequence[FoundLoop]
    truncated: str | None
    whole_length: int | None = None
    listed: int | None = None
    strengths: Strengths | None = field(default=None, repr=False)
    about: str | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[FoundLoop]:
        return iter(self.loops)

    def __len__(self) -> int:
        return len(self.loops)

    @property
    def named(self) -> tuple[FoundLoop, ...]:
        """The loops that are instances of a declared one."""
        if isinstance(self.loops, LoopList):
            return self.loops.named
        return tuple(loop for loop in self.loops if loop.name is not None)

    @property
    def unnamed(self) -> tuple[FoundLoop, ...]:
        """The loops that the source does not name."""
        return tuple(self.loops[len(self.named) :])

    def first(self, count: int) -> Loops:
        """Return the same answer, which lists its first loops only.

        Parameters
        ----------
        count
            How many loops to list, one or more.

        Examples
        --------
        >>> import digisys
        >>> loops = find_loops(digisys.load("digikompassi")).first(3)
        >>> len(loops), len(loops.table().rows)
        (35, 3)
        """
        return replace(self, listed=max(count, 1))

    def of_length(self, least: int) -> Loops:
        """Return the same answer without loops of fewer links.

        Parameters
        ----------
        least
            The shortest loop to keep, in links.

        Examples
        --------
        >>> import digisys
        >>> loops = find_loops(digisys.load("digikompassi")).of_length(10)
        >>> len(loops), loops.truncated
        (10, 'min_length')
        """
        kept = tuple(loop for loop in self.loops if len(loop.links) >= least)
        if len(kept) == len(self.loops):
            return self
        return replace(
            self, loops=kept, truncated=self.truncated or "min_length", whole_length=None
        )

    def under(self, strengths: StrengthChoice) -> Loops:
        """Return the same answer, which tells gains for other strengths.

        Parameters
        ----------
        strengths
            As of :func:`digisys.press`.
        """
        from digisys.uncertainty.strengths import Strengths

        return replace(self, strengths=Strengths.of(strengths))

    def gains(self, count: int | None = None) -> Mapping[int, Gain]:
        """Tell how often each reinforcing loop grows by itself, only amplifies or fades.

        Parameters
        ----------
        count
            Of so many loops from the first on; of the first 10,000 when absent.

        Returns
        -------
        dict
            By place of the loop; without those that do nothing near rest. Drawn from the
            seed 1 whenever asked, so that the same loops have the same figures.

        Examples
        --------
        >>> import digisys
        >>> loops = find_loops(digisys.load("digikompassi"))
        >>> loops.gains(1)[0].grows
        0.0
        """
        from digisys.analysis.loops.gain import loop_gains

        told = self.loops[: _MOST_GAINS if count is None else min(count, _MOST_GAINS)]
        places = [at for at, loop in enumerate(told) if loop.kind == "reinforcing"]
        found = loop_gains(
            self.model,
            [told[at].links for at in places],
            links=self.view.every,
            strengths=self.strengths,
        )
        return {at: gain for at, gain in zip(places, found, strict=True) if gain is not None}

    @cached_property
    def _gains_shown(self) -> Mapping[int, Gain]:
        return self.gains(SHOWN)

    @property
    def conclusion(self) -> Conclusion:
        """How many loops there are, of which kind, which is strongest, and what they rest on.

        Of a declared loop: of which kind it is and why, and what it does by itself.
        """
        if self.about is not None:
            return conclude_named_loop(
                self.model, self.view, self.about, self.loops, self._gains_shown
            )
        return conclude_loops(
            self.model,
            self.view,
            self.loops,
            named=len(self.named),
            whole=not self.truncated,
            gains=self._gains_shown,
            first=min(SHOWN, len(self.loops)),
        )

    def table(self, language: str | None = None) -> Table:
        """Return the loops as a table in a language."""
        return self._rows(language, self.listed, None)

    def _rows(
        self, language: str | None, limit: int | None, most: int | None, *, compact: bool = False
    ) -> Table:
        language = language or self.model.default_language
        return loop_table(
            self.model,
            self.loops[:limit],
            say("Loops", language),
            language,
            most=most,
            gains=self._gains_shown if limit == SHOWN else self.gains(limit),
            compact=compact,
        )

    @property
    def touched(self) -> Touched:
        """The variables on the loops that are listed."""
        return Touched.by_rows(loop.variables for loop in self.loops[: self.listed])

    @property
    def total(self) -> int:
        """How many rows there are, those that are not shown included."""
        return len(self.loops)

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
                unnamed=len(self.loops) - len(self.named),
            )
        if self.truncated:
            found = say(_REASONS[self.truncated], language, count=found)
        told = [(say("Found", language), found)]
        if self.truncated and self.whole_length:
            text = say("every loop of up to {count} links", language, count=self.whole_length)
            told.append((say("Certainly among them", language), text))
        told += self._gain_notes(language)
        told.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(told)

    def shown(self, language: str | None = None) -> Table:
        """Return the first loops, those that are long shortened."""
        return self._rows(language, self.listed or SHOWN, _NAMED, compact=True)

    def _gain_notes(self, language: str) -> tuple[tuple[str, str], ...]:
        """Say what gains mean and how strengths were drawn, if a loop reinforces."""
        from digisys.analysis.loops.gain import GAIN_SAMPLES, gain_text
        from digisys.uncertainty.strengths import Strengths

        if not any(loop.kind == "reinforcing" for loop in self.loops[: self.listed or SHOWN]):
            return ()
        known = (self.strengths or Strengths()).for_model(self.model)
        drawn = say_count("{count} draw", "{count} draws", GAIN_SAMPLES, language)
        return (
            (
                say("Gain", language),
                gain_text(language, adds_up=self.model.dynamics == "accumulating"),
            ),
            (say("Strengths", language), f"{known.text(language)}; {drawn}"),
        )

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the first loops, those that are long shortened."""
        return self.shown(language)

    def to_frame(self) -> pd.DataFrame:
        """Return the loops as a data frame, one row each.

        Returns
        -------
        pandas.DataFrame
            Columns ``name`` and ``instance`` of declared loops, ``kind``, ``variables`` (ids
            with ``->`` between them, the last acts on the first), ``instances`` (all names of
            a cycle); of reinforcing loops the shares of draws, from 0 to 1, in which one by
            itself ``grows``, ``amplifies`` what is pushed or ``fades``, and its median
            ``gain``, dimensionless: what comes back of a change after one round.
        """
        import pandas as pd

        gains = self.gains(self.listed)
        nothing = (None, None, None, None)
        rows = [
            (*frame_row(loop), *(vars(gains[at]).values() if at in gains else nothing))
            for at, loop in enumerate(self.loops[: self.listed])
        ]
        return pd.DataFrame(rows, columns=[*FRAME, "grows", "amplifies", "fades", "gain"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        gains = self.gains(self.listed)
        return {
            **self.concluded(language),
            "view": self.view.to_dict(),
            "truncated": self.truncated,
            "whole_length": self.whole_length,
            "count": len(self.loops),
            "loops": [
                loop.to_dict() | {"gain": gains[at].to_dict() if at in gains else None}
                for at, loop in enumerate(self.loops[: self.listed])
            ],
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
    progress: Progress | None = None,
) -> Loops:
    """Find the feedback loops of a model and label the declared ones.

    Each strongly connected component is searched by itself, after variables that leave no
    choice are merged into their neighbours; the search then lists all simple cycles through
    one variable, removes it and goes on [1]_. Long searches work on whole arrays, compiled
    if numba is installed; that changes the time and nothing else.

    Parameters
    ----------
    model
        The model.
    through
        Only loops through this: a variable, target or area, a link (``"a -> b"``), or a
        declared loop by its name (``R1``) or one of its cycles (``R1a``). All when absent.
    max_length
        Longest loop, in links, one or more; any length when absent.
    max_loops
        How many loops to find at most; None for no bound. Where there are more, the
        shortest are kept, then others up to that number; which depends on the model only.
    time_limit
        Seconds to search at most; None for no bound. How far that takes the search
        depends on the machine; part of the time is kept for the shortest loops.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).
    progress
        Called now and then with the number of loops found so far.

    Returns
    -------
    Loops
        The loops, and why the search stopped early if it did. Interrupting the program
        (Ctrl-C) ends the search and keeps what was found.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If a bound is not positive, or ``through`` is a link that the view does not have.

    References
    ----------
    .. [1] D. B. Johnson (1975), Finding all the elementary circuits of a directed graph,
       SIAM Journal on Computing 4(1), doi:10.1137/0204007.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> loops = find_loops(model)
    >>> len(loops.named), len(loops.unnamed)
    (8, 27)
    >>> find_loops(model, max_loops=10).truncated
    'max_loops'
    """
    for bound in (max_length, max_loops, time_limit):
        if bound is not None and not bound > 0:
            raise QuestionError(
                Message("A bound on the search for loops is not above zero."),
                Message("Give a positive number, or leave it out."),
            )
    begun = time.monotonic()
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    bounds = Bounds(max_length, time_limit and begun + time_limit * _SEARCH_SHARE)
    if through is not None and not _is_link(through):
        subject = resolve(model, through)
        if subject.kind in ("loop", "instance"):
            return _declared_loops(graph, subject, max_length, max_loops)
    numbered, members = _narrowed(graph, through)
    store = gather(numbered, through=members, bounds=bounds, max_loops=max_loops, progress=progress)
    whole = None
    if store.reason in ("max_loops", "time_limit"):
        from digisys.analysis.loops.shortest_first import with_shortest

        store, whole = with_shortest(
            store,
            through=members,
            max_length=max_length,
            max_loops=max_loops,
            deadline=time_limit and begun + time_limit,
        )
    elif store.reason == "max_length":
        whole = max_length
    return Loops(model, graph.view, listed(store), store.reason, whole)


def iter_loops(
    graph: Graph, *, through: str | int | None = None, max_length: int | None = None
) -> Iterator[FoundLoop]:
    """Yield the loops of a graph as they are found, labelled with the declared ones.

    Parameters
    ----------
    graph
        The graph of a view.
    through
        Only loops through this variable, target, area or link.
    max_length
        Longest loop, in links, one or more; any length when absent.

    Yields
    ------
    FoundLoop
        Each simple cycle once, in an order that depends on the model only. The time
        between two grows at most with the number of links, unless the length is bounded.

    Examples
    --------
    >>> import digisys
    >>> graph = Graph.of(digisys.load("digikompassi"))
    >>> sum(1 for loop in iter_loops(graph))
    35
    """
    numbered, members = _narrowed(graph, through)
    declared = declared_cycles(graph.model)
    parts, bounds = Parts(len(numbered.ends)), Bounds(max_length)
    for piece in pieces(numbered.ends, len(numbered.names), parts, bounds, through=members):
        for loop in walk_piece(piece, parts, bounds):
            yield found_loop(numbered, parts.links(loop), declared)


def _is_link(name: str | int) -> bool:
    return isinstance(name, str) and ("->" in name or "→" in name)


def _narrowed(graph: Graph, through: str | int | None) -> tuple[Numbered, frozenset[int] | None]:
    """Give a graph numbers, and find the variables in it that every loop is to pass.

    For a link, the other ways out of where it starts are left out.
    """
    if through is None:
        return Numbered.of(graph), None
    if not _is_link(through):
        members = set(resolve(graph.model, through).variables)
        numbered = Numbered.of(graph)
    else:
        chosen = find_link(graph, str(through))
        members = {chosen.link.source}
        numbered = Numbered.of(
            graph, only=lambda arc: arc is chosen or arc.link.source != chosen.link.source
        )
    return numbered, frozenset(i for i, name in enumerate(numbered.names) if name in members)


def find_link(graph: Graph, name: str) -> Arc:
    """Find a link by its id, or by the names of its two ends, written ``a -> b``.

    Parameters
    ----------
    graph
        The graph of a view.
    name
        Two names that each stand for one variable, with ``->`` or ``→`` between.

    Returns
    -------
    Arc
        The link; where several run between the same two, all of them.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If a name stands for several variables, or the view has no such link.
    """
    for arcs in graph.out.values():
        for arc in arcs:
            if any(part.link.id == name for part in arc.each):
                return arc
    ends = [end.strip() for end in name.replace("→", "->").split("->")]
    if len(ends) == 2 and all(ends):
        source, target = (resolve(graph.model, end).variables for end in ends)
        for arc in graph.out[source[0]] if len(source) == len(target) == 1 else ():
            if arc.link.target == target[0]:
                return arc
    raise QuestionError(
        Message("There is no link “{name}” in this view.", {"name": name}),
        Message("Write it as FROM -> TO, with one variable at each end."),
    )


def _declared_loops(
    graph: Graph, subject: Subject, max_length: int | None, max_loops: int | None
) -> Loops:
    """Look up a declared loop: its cycles that the view has."""
    numbered = Numbered.of(graph)
    number = {pair: i for i, pair in enumerate(numbered.ends)}
    place = {name: i for i, name in enumerate(numbered.names)}
    store = Store(numbered, Parts(len(numbered.ends)))
    seen: set[frozenset[tuple[int, int]]] = set()
    for cycle in cycles_of(graph.model, subject)[1].values():
        pairs = cycle_pairs([place[variable] for variable in cycle])
        if frozenset(pairs) in seen or not all(pair in number for pair in pairs):
            continue
        seen.add(frozenset(pairs))
        if max_length is not None and len(pairs) > max_length:
            store.reason = store.reason or "max_length"
        elif max_loops is not None and store.count == max_loops:
            store.reason = "max_loops"
        else:
            store.add([tuple(number[pair] for pair in pairs)])
    about = str(subject.key)
    return Loops(graph.model, graph.view, listed(store), store.reason, about=about)
