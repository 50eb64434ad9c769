"""A chain of links: what every search for a way through the graph gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from digisys.graph.view import Arc, Graph

__all__ = ["Chain", "chain_of"]


@dataclass(frozen=True)
class Chain:
    """A chain of links that passes no variable twice.

    Attributes
    ----------
    variables
        Ids along the chain, the cause first.
    signs
        Sign of each link: +1, -1, or 0 when unknown.
    weakest_evidence
        The weakest kind of evidence among its links, each link counted with its
        strongest.
    areas
        Areas along the chain, each named once, in the order in which it comes to them.
    """

    variables: tuple[str, ...]
    signs: tuple[int, ...]
    weakest_evidence: str
    areas: tuple[str, ...]

    @property
    def steps(self) -> int:
        """Number of links."""
        return len(self.signs)

    @property
    def sign(self) -> int:
        """Sign of the whole: the product of its links."""
        product = 1
        for sign in self.signs:
            product *= sign
        return product

    def assumed(self, pairs: Collection[str]) -> list[str]:
        """Return which of its links are among pairs whose direction is read, in order."""
        along = (f"{one}->{other}" for one, other in pairwise(self.variables))
        return [pair for pair in along if pair in pairs]

    def to_dict(self) -> dict[str, Any]:
        """Return the chain as plain data."""
        return {
            "variables": list(self.variables),
            "signs": list(self.signs),
            "sign": self.sign,
            "steps": self.steps,
            "evidence": self.weakest_evidence,
            "areas": list(self.areas),
        }


def chain_of(graph: Graph, arcs: Sequence[Arc]) -> Chain:
    """Make a chain of the arcs along it."""
    variables = (arcs[0].link.source, *(arc.link.target for arc in arcs))
    areas = (graph.model.variables[name].area for name in variables)
    return Chain(
        variables,
        tuple(arc.sign for arc in arcs),
        graph.evidence_name(max(arc.rank for arc in arcs)),
        tuple(dict.fromkeys(area for area in areas if area is not None)),
    )
