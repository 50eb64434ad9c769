"""Which links a question looks at, and the graph that they make.

Every analysis looks at a *view* of the model: by default all explicit links, whatever
states them. ``evidence=`` narrows the view to links that a part of a document (or a whole
source) states; ``certainty=`` widens it to the ambiguous ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from digisys.errors import QuestionError
from digisys.schema import Link, Model
from digisys.schema.link import Polarity
from digisys.words import Message

__all__ = [
    "NO_EVIDENCE",
    "POLARITY_SIGNS",
    "Arc",
    "CertaintyChoice",
    "EvidenceChoice",
    "Graph",
    "View",
    "join_arcs",
    "select_view",
]

EvidenceChoice = str | Iterable[str] | None
CertaintyChoice = Literal["explicit", "ambiguous", "all"]

#: What stands for evidence where a link has none.
NO_EVIDENCE = "none"

#: The sign of each polarity: 0 when it is unknown.
POLARITY_SIGNS: Mapping[Polarity, int] = {"positive": 1, "negative": -1, "unknown": 0}


@dataclass(frozen=True)
class View:
    """The links that a question looks at.

    Attributes
    ----------
    evidence
        Kinds of evidence that count, from the strongest to the weakest: a part of a
        document, or the id of a source without parts.
    narrowed
        Whether some kinds of evidence are left out. If not, links without any evidence
        count too.
    certainty
        ``explicit``, ``ambiguous`` or both.
    links
        The links between two variables, in the order of the model file.
    damping
        The links from a variable to itself, likewise. They are part of no chain or loop.
    """

    evidence: tuple[str, ...]
    narrowed: bool
    certainty: tuple[str, ...]
    links: tuple[Link, ...] = field(repr=False)
    damping: tuple[Link, ...] = field(default=(), repr=False)

    @property
    def every(self) -> tuple[Link, ...]:
        """All links, those that damp last."""
        return (*self.links, *self.damping)

    def to_dict(self) -> dict[str, object]:
        """Return the view as plain data; the links are counted."""
        data: dict[str, object] = {
            "evidence": list(self.evidence),
            "certainty": list(self.certainty),
            "links": len(self.links),
        }
        return data | ({"damping": len(self.damping)} if self.damping else {})


def evidence_kinds(model: Model) -> tuple[str, ...]:
    """List the kinds of evidence in a model, from the strongest to the weakest.

    Parts of documents come in the order that their source lists them; the strongest
    parts of all sources first, so that documents of equal standing mix fairly. Only kinds
    that some link has count.
    """
    used = {item.part or item.source for link in model.links for item in link.evidence}
    ranked: list[tuple[int, int, str]] = []
    for position, (name, source) in enumerate(model.sources.items()):
        for rank, part in enumerate(source.parts or (name,)):
            ranked.append((rank, position, part))
    kinds: dict[str, None] = {}
    for _, _, part in sorted(ranked, key=lambda item: item[:2]):
        kinds.setdefault(part)
    return tuple(kind for kind in kinds if kind in used)


def _chosen_kinds(model: Model, evidence: EvidenceChoice, kinds: tuple[str, ...]) -> set[str]:
    if evidence is None:
        return set(kinds)
    words = evidence.replace("+", ",").split(",") if isinstance(evidence, str) else list(evidence)
    chosen: set[str] = set()
    for word in (word.strip() for word in words):
        name = word.removeprefix("source:")
        source = model.sources.get(name)
        parts = set(source.parts).intersection(kinds) if source is not None else set()
        kind = word.removeprefix("part:") if parts else name.removeprefix("part:")
        if word in ("", "all"):
            chosen.update(kinds if word else ())
        elif kind in kinds and parts - {kind}:
            raise QuestionError(
                Message(
                    "“{name}” is a source and a part of another source.",
                    {"name": word},
                ),
                Message("Write source:{name} or part:{name}.", {"name": word}),
            )
        elif kind in kinds:
            chosen.add(kind)
        elif parts:
            chosen.update(parts)
        else:
            close = get_close_matches(word, kinds, n=3) or kinds
            raise QuestionError(
                Message("No link has evidence of the kind “{name}”.", {"name": word}),
                Message("Choose one of: {names}.", {"names": ", ".join(close)})
                if close
                else Message("No link of this model has evidence: ask without narrowing to any."),
            )
    return chosen


def select_view(
    model: Model,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> View:
    """Choose the links that a question looks at.

    Parameters
    ----------
    model
        The model.
    evidence
        Kinds of evidence that a link must have at least one of: parts of documents or
        ids of sources, as a list or as text joined by ``+`` or ``,``; ``part:table`` and
        ``source:survey`` where a source has the id of a part. All when absent.
    certainty
        ``explicit`` (default), ``ambiguous`` (only those) or ``all``.

    Returns
    -------
    View
        The links and what was asked for.

    Raises
    ------
    QuestionError
        If no link has a kind of evidence, or a certainty does not exist.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> len(select_view(model).links), len(select_view(model, certainty="all").links)
    (69, 74)
    >>> len(select_view(model, evidence="table+loop_table").links)
    61
    """
    choices = {
        "explicit": ("explicit",),
        "ambiguous": ("ambiguous",),
        "all": ("explicit", "ambiguous"),
    }
    if certainty not in choices:
        raise QuestionError(
            Message("There is no certainty “{name}”.", {"name": certainty}),
            Message("Choose one of: {names}.", {"names": ", ".join(choices)}),
        )
    kinds = evidence_kinds(model)
    chosen = _chosen_kinds(model, evidence, kinds)
    narrowed = evidence is not None and len(chosen) < len(kinds)
    wanted = choices[certainty]
    links = tuple(
        link
        for link in model.links
        if link.certainty in wanted
        and (not narrowed or any((item.part or item.source) in chosen for item in link.evidence))
    )
    return View(
        tuple(kind for kind in kinds if kind in chosen),
        narrowed,
        wanted,
        tuple(link for link in links if not link.damps),
        tuple(link for link in links if link.damps),
    )


@dataclass(frozen=True)
class Arc:
    """A link as the searches see it, or all links from one variable to another.

    Attributes
    ----------
    link
        The link in the model; of several, the first.
    sign
        +1, -1, or 0 when the polarity is unknown, or when several links differ in it.
    rank
        Standing of its best evidence in the view: 0 is the strongest kind; one more
        than the last kind when it has none. Of several links of one sign, that of the best;
        of others, that of the weakest, as the sign rests on all of them.
    parts
        Of several links, each as an arc of its own; empty for one.
    """

    link: Link
    sign: int
    rank: int
    parts: tuple[Arc, ...] = ()

    @property
    def each(self) -> tuple[Arc, ...]:
        """Every link as an arc of its own."""
        return self.parts or (self,)

    @property
    def pair(self) -> str:
        """The two ends, as ``source->target``."""
        return self.link.pair_id

    @property
    def id(self) -> str:
        """The id of the link; of several, their ends."""
        return self.pair if self.parts else self.link.id


def join_arcs(parts: Sequence[Arc]) -> Arc:
    """Make one arc of all links from one variable to another, as single arcs."""
    if len(parts) == 1:
        return parts[0]
    signs = {part.sign for part in parts}
    ranks = [part.rank for part in parts]
    if len(signs) == 1:
        return Arc(parts[0].link, signs.pop(), min(ranks), tuple(parts))
    return Arc(parts[0].link, 0, max(ranks), tuple(parts))


@dataclass(frozen=True)
class Graph:
    """The signed directed graph of a view.

    Attributes
    ----------
    model
        The model.
    view
        The view that the graph shows.
    out, into
        For each variable, the arcs that leave it and that arrive at it, in the order of
        the model file; one arc for all links between the same two.
    """

    model: Model
    view: View
    out: Mapping[str, tuple[Arc, ...]] = field(repr=False)
    into: Mapping[str, tuple[Arc, ...]] = field(repr=False)

    @classmethod
    def of(
        cls,
        model: Model,
        *,
        evidence: EvidenceChoice = None,
        certainty: CertaintyChoice = "explicit",
    ) -> Graph:
        """Build the graph of a view (see :func:`select_view` for the options)."""
        view = select_view(model, evidence=evidence, certainty=certainty)
        ranks = {kind: rank for rank, kind in enumerate(view.evidence)}
        last = len(ranks)
        found: dict[tuple[str, str], list[Arc]] = {}
        for link in view.links:
            rank = min(
                (ranks.get(item.part or item.source, last) for item in link.evidence),
                default=last,
            )
            arc = Arc(link, POLARITY_SIGNS[link.polarity], rank)
            found.setdefault(link.pair, []).append(arc)
        out: dict[str, list[Arc]] = {name: [] for name in model.variables}
        into: dict[str, list[Arc]] = {name: [] for name in model.variables}
        for (source, target), parts in found.items():
            joined = join_arcs(parts)
            out[source].append(joined)
            into[target].append(joined)
        return cls(
            model,
            view,
            {name: tuple(arcs) for name, arcs in out.items()},
            {name: tuple(arcs) for name, arcs in into.items()},
        )

    def evidence_name(self, rank: int) -> str:
        """Name the kind of evidence that a rank stands for."""
        kinds = self.view.evidence
        return kinds[rank] if rank < len(kinds) else NO_EVIDENCE
