"""Chains of links from one thing to another."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from digisys.analysis.chains.conclude import conclude_chains
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.frames import along
from digisys.answers.table import Table
from digisys.answers.touched import Touched
from digisys.answers.wording import (
    chain_text,
    evidence_label,
    links_basis,
    polarity_mark,
    read_count,
    read_note,
    view_text,
)
from digisys.errors import QuestionError
from digisys.graph.chain import Chain, chain_of
from digisys.graph.chain_search import Best, ordered_chains
from digisys.graph.directions import assumed_pairs, known_by, links_along, links_by_pair
from digisys.graph.names import Subject, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph, View
from digisys.schema import Model
from digisys.words import N_, Message, say, say_count

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Chains", "chains", "iter_chains"]


_REASONS = {
    "limit": N_("{count} shown; there may be more"),
    "time_limit": N_("{count}; the time was up, there may be more"),
    "interrupted": N_("{count}; interrupted, there may be more"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Chains(Answer):
    """The chains from one thing to another, the best first.

    Attributes
    ----------
    source, target
        What was asked about.
    view
        The links that the answer rests on.
    chains
        The chains: shortest first, then by evidence, then by their ids; or first by
        evidence and then by length.
    truncated
        Whether there may be more.
    reason
        Why there may be more: ``limit``, ``time_limit`` or ``interrupted``; None if these
        are all.
    min_steps, max_steps
        The lengths that were asked for, in links; None for any.
    """

    model: Model = field(repr=False)
    source: Subject
    target: Subject
    view: View = field(repr=False)
    chains: tuple[Chain, ...]
    truncated: bool
    reason: str | None = None
    min_steps: int | None = None
    max_steps: int | None = None

    def __iter__(self) -> Iterator[Chain]:
        return iter(self.chains)

    def __len__(self) -> int:
        return len(self.chains)

    @property
    def conclusion(self) -> Conclusion:
        """How many chains there are, which way they go, and what they rest on."""
        return conclude_chains(
            self.model,
            self.view,
            (self.source, self.target),
            self.chains,
            whole=not self.truncated,
            bounded=(self.min_steps, self.max_steps) != (None, None),
        )

    @property
    def touched(self) -> Touched:
        """The variables along the chains."""
        rows = (chain.variables for chain in self.chains)
        return Touched.by_rows(rows, self.source.variables)

    def table(self, language: str | None = None) -> Table:
        """Return the chains as a table in a language."""
        language = language or self.model.default_language
        heads = (N_("Steps"), N_("Sign"), N_("Chain"), N_("Weakest evidence"), N_("Basis"))
        read = assumed_pairs(self.view.links)
        by_pair = links_by_pair(self.view.links)
        rows = tuple(
            (
                chain.steps,
                polarity_mark(chain.sign),
                chain_text(chain, self.model, language, read),
                evidence_label(self.model, chain.weakest_evidence, language),
                links_basis(links_along(by_pair, chain.variables), language),
            )
            for chain in self.chains
        )
        caption = say(
            "Chains from {source} to {target}",
            language,
            source=self.source.text(language),
            target=self.target.text(language),
        )
        return Table(tuple(say(head, language) for head in heads), rows, caption)

    def shown(self, language: str | None = None) -> Table:
        """Return the chains; a sign that all of them have is left to the conclusion.

        How many directions are read stands beside the evidence.
        """
        language = language or self.model.default_language
        table = self.table(language)
        read = assumed_pairs(self.view.links)
        rows = tuple(
            (*row[:3], f"{row[3]}{read_count(len(chain.assumed(read)), language)}")
            for row, chain in zip(table.rows, self.chains, strict=True)
        )
        return replace(table, heads=table.heads[:4], rows=rows).without_same(1)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how many there are and the view, as pairs of heading and text."""
        language = language or self.model.default_language
        count = say_count("{count} chain", "{count} chains", len(self.chains), language)
        if self.truncated:
            why = self.reason or "limit"
            count = say(_REASONS[why], language, count=count)
        if not self.chains and not self.truncated:
            count = say("no chain in this view", language)
        length = self._length(language)
        read = assumed_pairs(self.view.links)
        marked = any(chain.assumed(read) for chain in self.chains)
        return (
            (say("Found", language), count),
            *((say("Length", language), length) for _ in [0] if length),
            *(read_note(language) for _ in [0] if marked),
            (say("View", language), view_text(self.model, self.view, language)),
        )

    def _length(self, language: str) -> str:
        """Say which lengths were asked for; empty for any."""
        least, most = self.min_steps, self.max_steps
        if least is None and most is None:
            return ""
        if least is None or most is None:
            size = say_count("{count} link", "{count} links", most or least or 0, language)
            words = N_("at least {size}") if most is None else N_("at most {size}")
            return say(words, language, size=size)
        if least == most:
            return say_count("{count} link", "{count} links", most, language)
        return say("{least} to {most} links", language, least=least, most=most)

    def to_frame(self) -> pd.DataFrame:
        """Return the chains as a data frame.

        Columns ``steps``, ``sign``, ``chain``, ``evidence``, ``certainty`` and ``direction``. A
        chain is the ids of its variables with ``->`` between them; ``direction`` is ``assumed``
        where one of its links goes the way that the source was read.
        """
        import pandas as pd

        by_pair = links_by_pair(self.view.links)
        rows = [
            (
                chain.steps,
                chain.sign,
                along(chain.variables),
                chain.weakest_evidence,
                *known_by(links_along(by_pair, chain.variables)),
            )
            for chain in self.chains
        ]
        columns = ["steps", "sign", "chain", "evidence", "certainty", "direction"]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data."""
        read = assumed_pairs(self.view.links)
        return {
            **self.concluded(language),
            "source": list(self.source.variables),
            "target": list(self.target.variables),
            "view": self.view.to_dict(),
            "truncated": self.truncated,
            "chains": [
                chain.to_dict() | ({"assumed": chain.assumed(read)} if read else {})
                for chain in self.chains
            ],
        }


def chains(
    model: Model,
    source: str | int,
    target: str | int,
    *,
    min_steps: int | None = None,
    max_steps: int | None = None,
    limit: int = 1000,
    best: Best = "shortest",
    time_limit: float | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Chains:
    """Find the simple chains from one thing to another, the best first.

    Parameters
    ----------
    model
        The model.
    source, target
        What the chains lead from and to: a variable, target, area or loop.
    min_steps, max_steps
        Shortest and longest chain to look for, in links; the same number twice for chains of
        that length. Any length when absent.
    limit
        How many chains to give at most.
    best
        ``shortest``: the shortest first, then the best evidenced; ``evidence``: those
        whose weakest link is best evidenced first, then the shortest.
    time_limit
        Seconds to search at most; None for no bound.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Chains
        The chains with sign and weakest evidence; perhaps none. Each starts at a variable
        of ``source`` and ends at one of ``target``; on its way it may pass others of both,
        for those chains count for a verdict too (see :func:`digisys.influence`).
        Interrupting the program (Ctrl-C) keeps what was found.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If the two ends share a variable, a bound is not positive, or ``min_steps`` is above
        ``max_steps``.

    References
    ----------
    .. [1] J. Y. Yen (1971), Finding the k shortest loopless paths in a network,
       Management Science 17(11), doi:10.1287/mnsc.17.11.712.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = chains(model, "target 14", "target 10", limit=1)
    >>> answer.chains[0].steps
    6
    >>> [chain.steps for chain in chains(model, 14, 10, min_steps=8, limit=2)]
    [8, 8]
    """
    if any(bound is not None and bound < 1 for bound in (limit, min_steps, max_steps)):
        raise QuestionError(
            Message("A bound on the number or length of chains is below 1."),
            Message("Give 1 or more."),
        )
    if min_steps is not None and max_steps is not None and min_steps > max_steps:
        raise QuestionError(
            Message("The shortest length of the chains is above the longest."),
            Message("Give the smaller number as the shortest."),
        )
    if time_limit is not None and not time_limit > 0:
        raise QuestionError(
            Message("The time for the search is not above zero."),
            Message("Give a positive number, or leave it out."),
        )
    if best not in ("shortest", "evidence"):
        raise QuestionError(
            Message("There is no order of chains “{name}”.", {"name": best}),
            Message("Choose shortest or evidence."),
        )
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    start, end = resolve(model, source), resolve(model, target)
    if set(start.variables) & set(end.variables):
        raise QuestionError(
            Message("The two ends of the chains are the same or overlap."),
            Message("Ask for the loops through it instead: digisys loops {name}", {"name": source}),
        )
    deadline = None if time_limit is None else time.monotonic() + time_limit
    every = ordered_chains(
        graph,
        start.variables,
        end.variables,
        min_steps=min_steps or 1,
        max_steps=max_steps,
        best=best,
        deadline=deadline,
    )
    found: list[Chain] = []
    reason = None
    try:
        for arcs in every:
            if len(found) == limit:
                reason = "limit"
                break
            found.append(chain_of(graph, arcs))
    except TimeoutError:
        reason = "time_limit"
    except KeyboardInterrupt:
        reason = "interrupted"
    return Chains(
        model,
        start,
        end,
        graph.view,
        tuple(found),
        reason is not None,
        reason,
        min_steps,
        max_steps,
    )


def iter_chains(
    graph: Graph,
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    max_steps: int | None = None,
    best: Best = "shortest",
) -> Iterator[Chain]:
    """Yield the simple chains between two groups of variables, the best first.

    Parameters
    ----------
    graph
        The graph of a view.
    sources, targets
        Ids where the chains start and end; on the way they may pass others of both groups.
    max_steps
        Longest chain, in links; any when absent.
    best
        What comes first: ``shortest`` or ``evidence`` (see :func:`chains`).

    Yields
    ------
    Chain
        One chain at a time; the next is searched for when it is asked for.

    Examples
    --------
    >>> import digisys
    >>> graph = Graph.of(digisys.load("digikompassi"))
    >>> first = next(iter_chains(graph, ["participation"], ["data_usability"]))
    >>> first.variables
    ('participation', 'trust_in_society', 'data_usability')
    """
    for arcs in ordered_chains(graph, sources, targets, max_steps=max_steps, best=best):
        yield chain_of(graph, arcs)
