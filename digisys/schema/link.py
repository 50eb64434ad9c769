"""What acts on what: links and declared feedback loops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from digisys.schema.base import Frozen, FrozenMap, Id, Items, LoopId, Text, Words
from digisys.schema.evidence import Evidence

__all__ = [
    "STRENGTH_RANGES",
    "Certainty",
    "Convention",
    "Cycle",
    "DelayOrder",
    "Link",
    "Loop",
    "LoopKind",
    "Polarity",
    "Strength",
    "StrengthClass",
    "cycle_pairs",
]

Polarity = Literal["positive", "negative", "unknown"]
StrengthClass = Literal["weak", "moderate", "strong", "dominant", "unknown"]
#: Largest size that a file may give a link, dimensionless.
LARGEST_STRENGTH = 10.0
Size = Annotated[float, Field(ge=0, le=LARGEST_STRENGTH)]
#: A class, a size, or the two ends of a range of sizes.
Strength = StrengthClass | Size | Annotated[tuple[Size, Size], Field(strict=False)]
Certainty = Literal["explicit", "ambiguous"]
#: What classes of strength mean together: each link has the size of its class, or the
#: causes of a variable share its movement by their classes.
Convention = Literal["independent", "shares"]

#: Size of the effect of a full change of the source, dimensionless, by class of strength.
STRENGTH_RANGES: Mapping[StrengthClass, tuple[float, float]] = {
    "weak": (0.05, 0.3),
    "moderate": (0.2, 0.5),
    "strong": (0.4, 0.8),
    "dominant": (1.0, 1.5),
    "unknown": (0.05, 0.7),
}

LoopKind = Literal["reinforcing", "balancing", "unknown"]
DelayOrder = Literal[1, 3, "pipeline"]
Cycle = Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
Member = TypeVar("Member")


def cycle_pairs(cycle: Sequence[Member]) -> tuple[tuple[Member, Member], ...]:
    """Return each member of a cycle with the next; the last comes before the first.

    Examples
    --------
    >>> cycle_pairs(["a", "b", "c"])
    (('a', 'b'), ('b', 'c'), ('c', 'a'))
    """
    return tuple(zip(cycle, (*cycle[1:], *cycle[:1]), strict=True))


class Link(Frozen):
    """That one variable acts on another."""

    source: Id = Field(alias="from")
    """The variable that acts (key ``from``)."""
    target: Id = Field(alias="to")
    """The variable that it acts on (key ``to``)."""
    polarity: Polarity
    """``positive``: when the source rises, the target becomes higher than it would
    otherwise have been; ``negative``: lower; ``unknown``: the direction is not known."""
    strength: Strength = "unknown"
    """Size of the effect of a full change of the source, dimensionless: ``weak``
    0.05-0.3, ``moderate`` 0.2-0.5, ``strong`` 0.4-0.8, ``dominant`` 1-1.5 (said to
    outweigh), ``unknown`` 0.05-0.7; or a size from 0 to 10, or a range ``[low, high]``."""
    delay: Annotated[float, Field(ge=0, le=100)] = 0.0
    """Years before the effect is felt, from 0 to 100."""
    delay_order: DelayOrder = 1
    """How the delay spreads: ``1`` first order, ``3`` third order, ``pipeline`` not at all."""
    certainty: Certainty = "explicit"
    """``explicit`` if a source states the link, ``ambiguous`` if the place can be
    read without it. Ambiguous links are left out unless they are asked for."""
    chance: Annotated[float, Field(ge=0, le=1)] | None = None
    """Of an ambiguous link: how likely it is that it exists, from 0 to 1; where it is not
    told, a question takes one half."""
    direction: Literal["stated", "assumed"] = "stated"
    """Whether the source says that the effect is positive or negative, or we assume it."""
    evidence: Items[Evidence] = ()
    """Where the link is stated."""
    said_by: Items[Words] = ()
    """Who said it, such as the participants of a workshop or an organisation."""
    note: Text | None = None
    """What else is worth knowing about the link."""
    reading: Text | None = None
    """How an ambiguous place in the source was read."""

    @property
    def id(self) -> str:
        """The link as ``source->target``; unique, as a pair may be linked only once."""
        return f"{self.source}->{self.target}"


class Loop(Frozen):
    """A feedback loop that the source names. Its key is its short name, such as R1."""

    label: Text
    """What people call the loop."""
    short_label: Text | None = None
    """A shorter name for diagrams."""
    description: Text | None = None
    """What goes round in it, told in one or two sentences."""
    kind: LoopKind
    """``reinforcing`` strengthens change, ``balancing`` resists it."""
    cycles: Annotated[FrozenMap[LoopId, Cycle], Field(min_length=1)]
    """The concrete cycles, each a list of variables in causal order; the last acts on
    the first. A loop may run along several."""
    evidence: Items[Evidence] = ()
    """Where the loop is stated."""
    reading: Text | None = None
    """How an ambiguous place in the source was read."""
