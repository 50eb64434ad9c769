"""What the chains to a variable come to: the meaning of a verdict, for one and for groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from digisys.graph.chain import Chain
from digisys.graph.reach import Search, search
from digisys.graph.view import Graph
from digisys.words import N_

__all__ = ["VERDICT_WORDS", "Traced", "Tracer", "Verdict", "join_verdicts", "verdict_of"]

Verdict = Literal["strengthens", "weakens", "ambiguous", "unknown", "undecided"]

VERDICT_WORDS: Mapping[Verdict, str] = {
    "strengthens": N_("strengthens"),
    "weakens": N_("weakens"),
    "ambiguous": N_("both ways"),
    "unknown": N_("direction unknown"),
    "undecided": N_("not settled by the search"),
}


def verdict_of(signs: Iterable[int], *, decided: bool) -> Verdict:
    """Tell what the signs of the chains to one variable come to.

    Parameters
    ----------
    signs
        Signs of the chains that are known: 1, -1, or 0 for unknown; at least one.
    decided
        False if the search for a chain of some sign was given up.

    Returns
    -------
    Verdict
        ``ambiguous`` when chains of both signs are known, whatever else there may be;
        else ``undecided`` when the search was given up; else ``unknown`` when a chain is
        of unknown sign; else the one sign that all chains have.

    Examples
    --------
    >>> verdict_of([1, -1, 0], decided=False), verdict_of([1], decided=False)
    ('ambiguous', 'undecided')
    """
    known = set(signs)
    if {1, -1} <= known:
        return "ambiguous"
    if not decided:
        return "undecided"
    if 0 in known:
        return "unknown"
    return "strengthens" if 1 in known else "weakens"


def join_verdicts(verdicts: Iterable[Verdict]) -> Verdict:
    """Join the verdicts on the members of a group into one on the group.

    Parameters
    ----------
    verdicts
        One for each member that is reached; at least one.

    Returns
    -------
    Verdict
        The one that all have; else ``undecided`` if any is, ``unknown`` if any is, else
        ``ambiguous``.

    Examples
    --------
    >>> join_verdicts(["strengthens", "weakens"]), join_verdicts(["strengthens", "unknown"])
    ('ambiguous', 'unknown')
    """
    every = set(verdicts)
    if len(every) == 1:
        return every.pop()
    if "undecided" in every:
        return "undecided"
    return "unknown" if "unknown" in every else "ambiguous"


class Traced(NamedTuple):
    """The verdict on a variable, and the best chain of each sign, the shortest first."""

    verdict: Verdict
    chains: tuple[Chain, ...]

    @property
    def other(self) -> Chain | None:
        """The best chain of another sign than the best: the opposite one where both are."""
        best = self.chains[0].sign
        others = [chain for chain in self.chains if chain.sign != best]
        if self.verdict == "ambiguous":
            others.sort(key=lambda chain: chain.sign != -best)
        return others[0] if others else None


@dataclass
class Tracer:
    """How a group influences variables or, upstream, how variables influence a group.

    Downstream, a push on all members comes through every chain from any of them. Upstream
    the group is what is acted on: the verdict of a cause joins its verdicts on the
    members.

    Attributes
    ----------
    found
        The search from all members at once.
    """

    graph: Graph
    found: Search
    _members: dict[str, Search] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, graph: Graph, names: Iterable[str], *, upstream: bool = False) -> Tracer:
        """Search from a group, along the links or against them."""
        return cls(graph, search(graph, names, upstream=upstream))

    def trace(self, name: str) -> Traced:
        """Trace one of the variables that were reached."""
        found = self.found
        chains, decided = found.chains(name)
        verdict = verdict_of((chain.sign for chain in chains), decided=decided)
        # Without links of unknown sign, what all chains come to is what the members'
        # verdicts come to: one sign, or both.
        if not found.upstream or len(found.sources) == 1 or (name, 0) not in found.steps:
            return Traced(verdict, chains)
        best = {chain.sign: chain for chain in chains}
        verdicts = []
        for member in found.sources:
            alone = self._member(member)
            if name in alone.nearest:
                parts, decided = alone.chains(name)
                verdicts.append(verdict_of((chain.sign for chain in parts), decided=decided))
                for chain in parts:
                    best.setdefault(chain.sign, chain)
        every = sorted(best.values(), key=lambda chain: (chain.steps, -chain.sign))
        return Traced(join_verdicts(verdicts), tuple(every))

    def _member(self, name: str) -> Search:
        if name not in self._members:
            self._members[name] = search(self.graph, [name], upstream=True)
        return self._members[name]
