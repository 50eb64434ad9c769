"""How one variable is affected by what was asked about, or affects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digisys.analysis.influence.verdict import Verdict
from digisys.graph.chain import Chain

__all__ = ["Direction", "Effect"]

Direction = Literal["downstream", "upstream"]


@dataclass(frozen=True)
class Effect:
    """How one variable is affected, or affects.

    Attributes
    ----------
    variable
        Its id.
    area
        Its area, or None.
    targets
        Numbers of the targets that it stands for.
    steps
        Links on the shortest chain.
    verdict
        ``strengthens`` or ``weakens`` (every chain has that sign), ``ambiguous`` (there are
        chains of both signs), ``unknown`` (a chain holds a link of unknown polarity) or
        ``undecided`` (the search was given up before it was known which of these holds).
    chain
        The best chain: the shortest, then the best evidenced. Causes come first.
    other_chain
        The best chain of another sign, if one is known: always when the verdict is
        ambiguous.
    evidence
        Weakest evidence on the best chain.
    feeds_back
        Whether the variable also acts back on where the question started.
    chain_count
        Number of simple chains; at least so many, when not all were counted.
    """

    variable: str
    area: str | None
    targets: tuple[int, ...]
    steps: int
    verdict: Verdict
    chain: Chain
    other_chain: Chain | None
    evidence: str
    feeds_back: bool
    chain_count: int
