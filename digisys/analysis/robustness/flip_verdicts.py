"""How verdicts would change, were one link otherwise.

Most verdicts need no new search. A chain that does not pass the link is still there, and one
that passes it turns with it; chains of both signs make a verdict, whatever else there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from digisys.analysis.influence.verdict import Verdict, join_verdicts, verdict_of
from digisys.graph.chain import Chain
from digisys.graph.reach import Search, search
from digisys.graph.view import Arc, Graph

__all__ = ["FlipVerdicts", "Variant", "Verdicts"]

#: With which verdict each variable reaches something; those that do not reach it are absent.
Verdicts = dict[str, Verdict]

#: Verdicts that all chains have the same sign.
_CERTAIN = ("strengthens", "weakens")


@dataclass(frozen=True)
class Variant:
    """A graph in which one link is otherwise.

    Attributes
    ----------
    graph
        The graph before.
    old, new
        The arc that is left out, put in, or put in place of the other.
    """

    graph: Graph
    old: Arc | None
    new: Arc | None

    @property
    def arc(self) -> Arc:
        """The link that is otherwise."""
        arc = self.old or self.new
        assert arc is not None  # noqa: S101  # one of the two is given
        return arc

    def changed(self) -> Graph:
        """Return the graph with the link otherwise."""
        link = self.arc.link
        out, into = dict(self.graph.out), dict(self.graph.into)
        for arcs, end in ((out, link.source), (into, link.target)):
            kept = tuple(arc for arc in arcs[end] if arc.link.id != link.id)
            arcs[end] = (*kept, self.new) if self.new else kept
        return replace(self.graph, out=out, into=into)


@dataclass
class _Cause:
    """What is known of one variable that reaches another.

    Attributes
    ----------
    verdict
        The verdict on all chains.
    chains
        Known chains: the links of each, and its sign.
    """

    verdict: Verdict
    chains: dict[frozenset[str], int]

    def after(self, link: str, variant: Variant) -> set[int]:
        """Return the signs of the known chains that are there when a link is otherwise."""
        if variant.old is None:
            return set(self.chains.values())
        turned = -1 if variant.new else None
        signs = set()
        for links, sign in self.chains.items():
            if link not in links:
                signs.add(sign)
            elif turned:
                signs.add(turned * sign)
        return signs


@dataclass
class FlipVerdicts:
    """Verdicts on what reaches some variables, before and after one link is otherwise.

    Attributes
    ----------
    graph
        The graph before.
    spent
        Arcs and verdicts that were looked at so far: the work done, alike on every machine.
    """

    graph: Graph
    spent: int = 0
    _known: dict[str, dict[str, _Cause]] = field(default_factory=dict, repr=False)
    _upstream: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def before(self, members: Iterable[str]) -> Verdicts:
        """Return the verdicts on a group as things are."""
        return self._joined(
            {member: {name: cause.verdict for name, cause in self._causes(member).items()}}
            for member in members
        )

    def after(self, members: Iterable[str], variant: Variant) -> Verdicts:
        """Return the verdicts on a group when a link is otherwise."""
        changed = variant.changed()
        return self._joined({member: self._after(member, variant, changed)} for member in members)

    def _joined(self, parts: Iterable[dict[str, Verdicts]]) -> Verdicts:
        """Join the verdicts on the members of a group; no member acts on the group."""
        every = {member: found for part in parts for member, found in part.items()}
        if len(every) == 1:
            return next(iter(every.values()))
        names = dict.fromkeys(name for found in every.values() for name in found)
        return {
            name: join_verdicts(found[name] for found in every.values() if name in found)
            for name in names
            if name not in every
        }

    def _causes(self, member: str) -> dict[str, _Cause]:
        if member not in self._known:
            found = self._searched(self.graph, member)
            causes = {}
            for name in found.reached:
                chains, verdict = self._chains(found, name)
                causes[name] = _Cause(verdict, {_links(chain): chain.sign for chain in chains})
            self._known[member] = causes
        return self._known[member]

    def _after(self, member: str, variant: Variant, changed: Graph) -> Verdicts:
        causes = self._causes(member)
        self.spent += len(causes)
        verdicts: Verdicts = {}
        open_names = []
        for name in self._asked(causes, member, variant):
            verdict = self._told(name, member, variant) if name in causes else None
            if verdict is None:
                open_names.append(name)
            else:
                verdicts[name] = verdict
        if open_names:
            found = self._searched(changed, member)
            for name in open_names:
                if name in found.nearest:
                    verdicts[name] = self._searched_verdict(found, name, member, variant)
        return verdicts

    def _asked(
        self, causes: Mapping[str, _Cause], member: str, variant: Variant
    ) -> dict[str, None]:
        """List what may reach a member: a link that is let in may bring more."""
        names = dict.fromkeys(causes)
        link = variant.arc.link
        if variant.old is None and (link.target == member or link.target in causes):
            more = {link.source, *self._above(link.source)} - {member}
            names.update(dict.fromkeys(name for name in self.graph.out if name in more))
        return names

    def _told(self, name: str, member: str, variant: Variant) -> Verdict | None:
        """Tell the verdict where known chains decide it; None where a search has to."""
        cause, link = self._known[member][name], variant.arc.link
        signs = cause.after(link.id, variant)
        if {1, -1} <= signs:
            return "ambiguous"
        if cause.verdict == "undecided":
            return None
        if variant.new is None:
            # What is left are some of the same chains.
            kept = cause.verdict in _CERTAIN or (cause.verdict == "unknown" and 0 in signs)
            return cause.verdict if signs and kept else None
        if not self._may_pass(name, member, variant):
            return cause.verdict
        return None

    def _may_pass(self, name: str, member: str, variant: Variant) -> bool:
        """Tell whether a walk leads from a variable over the link to a member."""
        link = variant.arc.link
        to = name == link.source or name in self._above(link.source)
        return to and (link.target == member or link.target in self._known[member])

    def _searched_verdict(self, found: Search, name: str, member: str, variant: Variant) -> Verdict:
        chains, verdict = self._chains(found, name)
        cause, link = self._known[member].get(name), variant.arc.link.id
        if cause is not None:
            for chain in chains:
                links = _links(chain)
                if link not in links:
                    cause.chains[links] = chain.sign
                elif variant.old is not None:
                    cause.chains[links] = -chain.sign
        return verdict

    def _searched(self, graph: Graph, member: str) -> Search:
        found = search(graph, [member], upstream=True)
        self.spent += len(graph.view.links)
        return found

    def _chains(self, found: Search, name: str) -> tuple[tuple[Chain, ...], Verdict]:
        before = found.spent
        chains, decided = found.chains(name)
        self.spent += found.spent - before
        return chains, verdict_of((chain.sign for chain in chains), decided=decided)

    def _above(self, name: str) -> frozenset[str]:
        """Return the variables from which another can be reached."""
        if name not in self._upstream:
            seen = {name}
            stack = [name]
            while stack:
                for arc in self.graph.into[stack.pop()]:
                    if arc.link.source not in seen:
                        seen.add(arc.link.source)
                        stack.append(arc.link.source)
            self._upstream[name] = frozenset(seen - {name})
        return self._upstream[name]


def _links(chain: Chain) -> frozenset[str]:
    variables = chain.variables
    return frozenset(f"{one}->{other}" for one, other in pairwise(variables))
