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
from digisys.graph.chain_through import ChainsThrough
from digisys.graph.reach import Search, search
from digisys.graph.view import Arc, Graph

__all__ = ["FlipVerdicts", "Variant", "Verdicts"]

#: With which verdict each variable reaches something; those that do not reach it are absent.
Verdicts = dict[str, Verdict]

#: Verdicts that all chains have the same sign, and what they come to when every chain turns.
_TURNED: Mapping[Verdict, Verdict] = {"strengthens": "weakens", "weakens": "strengthens"}

#: Steps that a look at an arc counts for when signs are searched for.
_ARC = 4


@dataclass(frozen=True)
class Variant:
    """A graph in which one link is otherwise.

    Attributes
    ----------
    graph
        The graph before.
    old, new
        The arc that is left out, put in, or put in place of the other. Where several links
        run between the same two, these are all of them, before and after.
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

    @property
    def alike(self) -> bool:
        """Whether the sign stays as it is, as another link of the pair has it too."""
        return bool(self.old and self.new and self.old.sign == self.new.sign)

    @property
    def turns(self) -> bool:
        """Whether the link is there or not, or its sign turns, and nothing else."""
        return not (self.old and self.new) or 0 != self.old.sign == -self.new.sign

    def changed(self) -> Graph:
        """Return the graph with the link otherwise."""
        link, pair = self.arc.link, self.arc.pair
        out, into = dict(self.graph.out), dict(self.graph.into)
        for arcs, end in ((out, link.source), (into, link.target)):
            kept = tuple(arc for arc in arcs[end] if arc.pair != pair)
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
        Known chains: the links of each, as their two ends, and its sign.
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
        Steps taken so far: the work done, alike on every machine.
    """

    graph: Graph
    spent: int = 0
    _known: dict[str, dict[str, _Cause]] = field(default_factory=dict, repr=False)
    _through: ChainsThrough | None = field(default=None, repr=False)
    _left_of: tuple[str, str] | None = field(default=None, repr=False)
    _left: set[str] = field(default_factory=set, repr=False)
    _upstream: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def before(self, members: Iterable[str]) -> Verdicts:
        """Return the verdicts on a group as things are."""
        return self._joined(
            {member: {name: cause.verdict for name, cause in self._causes(member).items()}}
            for member in members
        )

    def after(self, members: Iterable[str], variant: Variant) -> Verdicts:
        """Return the verdicts on a group when a link is otherwise."""
        if variant.alike:
            return self.before(members)
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
            settled, verdict = self._told(name, member, variant)
            if not settled:
                open_names.append(name)
            elif verdict is not None:
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

    def _told(  # noqa: PLR0911 - a reason a line
        self, name: str, member: str, variant: Variant
    ) -> tuple[bool, Verdict | None]:
        """Tell the verdict where it is settled without searching for chains by their signs.

        Returns
        -------
        settled : bool
            Whether it is.
        verdict : Verdict or None
            None where no chain is left.
        """
        if name not in self._known[member] or not variant.turns:
            return False, None
        cause = self._known[member][name]
        signs = cause.after(variant.arc.pair, variant)
        if {1, -1} <= signs:
            return True, "ambiguous"
        if cause.verdict == "undecided":
            return False, None
        certain = cause.verdict in _TURNED
        if variant.new is None:
            # What is left are some of the same chains.
            if signs and (certain or (cause.verdict == "unknown" and 0 in signs)):
                return True, cause.verdict
            left = self._is_left(name, member, variant)
            return (not left or certain), (cause.verdict if left else None)
        passing = self._passes(name, member, variant)
        if passing is False:
            return True, cause.verdict
        if not certain or variant.old is None:
            return False, None
        if passing is None:
            return True, "undecided"
        # Every chain over the link turns, and no other.
        return True, (
            "ambiguous" if self._is_left(name, member, variant) else _TURNED[cause.verdict]
        )

    def _passes(self, name: str, member: str, variant: Variant) -> bool | None:
        """Tell whether a chain from a variable to a member passes the link."""
        link = variant.arc.link
        if self._through is None or self._through.link != (link.source, link.target):
            self._through = ChainsThrough(self.graph, link.source, link.target)
        before = self._through.spent
        passing = self._through.any(name, member)
        self.spent += self._through.spent - before
        return passing

    def _is_left(self, name: str, member: str, variant: Variant) -> bool:
        """Tell whether a chain from a variable to a member does without the link."""
        link = variant.arc.pair
        if any(link not in links for links in self._known[member][name].chains):
            return True
        if (link, member) != self._left_of:
            seen = {member}
            stack = [member]
            while stack:
                for arc in self.graph.into[stack.pop()]:
                    self.spent += 1
                    if arc.link.source not in seen and arc.pair != link:
                        seen.add(arc.link.source)
                        stack.append(arc.link.source)
            self._left_of, self._left = (link, member), seen
        return name in self._left

    def _searched_verdict(self, found: Search, name: str, member: str, variant: Variant) -> Verdict:
        chains, verdict = self._chains(found, name)
        cause, link = self._known[member].get(name), variant.arc.pair
        if cause is not None and variant.turns:
            for chain in chains:
                links = _links(chain)
                if link not in links:
                    cause.chains[links] = chain.sign
                elif variant.old is not None:
                    cause.chains[links] = -chain.sign
        return verdict

    def _searched(self, graph: Graph, member: str) -> Search:
        found = search(graph, [member], upstream=True)
        self.spent += _ARC * len(graph.view.links)
        return found

    def _chains(self, found: Search, name: str) -> tuple[tuple[Chain, ...], Verdict]:
        before = found.spent
        chains, decided = found.chains(name)
        written = sum(chain.steps for chain in chains)
        self.spent += _ARC * (found.spent - before + written)
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
