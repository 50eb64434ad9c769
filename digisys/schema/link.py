"""What acts on what: links and declared feedback loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from digisys.schema.base import Frozen, FrozenMap, Id, Items, LoopId, Text, Words
from digisys.schema.effect import Effect
from digisys.schema.evidence import Evidence
from digisys.schema.theme import ThemeRef

__all__ = [
    "STRENGTH_RANGES",
    "Certainty",
    "Convention",
    "Cycle",
    "Delay",
    "DelayOrder",
    "Link",
    "LinkId",
    "Loop",
    "LoopKind",
    "Polarity",
    "Strength",
    "StrengthClass",
    "cycle_pairs",
    "joint_polarity",
    "link_ends",
    "link_ids",
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
#: Time units, or that there is a delay of which nobody knows how long it is.
Delay = Annotated[float, Field(ge=0, le=100)] | bool
DelayOrder = Literal[1, 3, "pipeline"]
LinkId = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]*->[a-z][a-z0-9_]*(#[a-z0-9_]+)?$",
        description="The ends of a link, and what tells it from others between them: a->b#2.",
    ),
]
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


def link_ids(links: Iterable[tuple[str, str, str | None]]) -> tuple[str, ...]:
    """Return the id of each of some links: its own, else its ends and, if taken, a number.

    Parameters
    ----------
    links
        Of each link: where it begins, where it ends, and its own id if it has one.

    Returns
    -------
    tuple of str
        In the same order.

    Examples
    --------
    >>> link_ids([("a", "b", None), ("a", "b", None), ("a", "b", "a->b#late")])
    ('a->b', 'a->b#2', 'a->b#late')
    """
    every = list(links)
    taken = {own for _, _, own in every if own}
    found = []
    for source, target, own in every:
        pair = f"{source}->{target}"
        name = own or pair
        if not own and pair in taken:
            names = (f"{pair}#{number}" for number in count(2))
            name = next(name for name in names if name not in taken)
        taken.add(name)
        found.append(name)
    return tuple(found)


def link_ends(link: str) -> tuple[str, str, str]:
    """Return where the link of an id begins and ends, and what tells it from others between.

    Examples
    --------
    >>> link_ends("a->b#2"), link_ends("a->b")
    (('a', 'b', '#2'), ('a', 'b', ''))
    """
    pair, mark, rest = link.partition("#")
    source, _, target = pair.partition("->")
    return source, target, mark + rest


def joint_polarity(polarities: Iterable[Polarity]) -> Polarity:
    """Return the polarity of all links of one pair together: unknown if they differ.

    Examples
    --------
    >>> joint_polarity(["positive", "positive"]), joint_polarity(["positive", "negative"])
    ('positive', 'unknown')
    """
    found = set(polarities)
    return found.pop() if len(found) == 1 else "unknown"


class Link(Frozen):
    """That one variable acts on another, or damps itself."""

    source: Id = Field(alias="from")
    """The variable that acts (key ``from``)."""
    target: Id = Field(alias="to")
    """The variable that it acts on (key ``to``); of a negative link, it may be the same one:
    such a link damps the variable, and is part of no chain or loop."""
    own_id: LinkId | None = Field(default=None, alias="id")
    """What names the link (key ``id``): ``from->to``, or ``from->to#2`` and the like where
    several links run between the same two. These differ by ``delay``, ``delay_order``, or by
    ``polarity``, and then all but one need ids; else ids follow the order of the file."""
    polarity: Polarity
    """``positive``: when the source rises, the target becomes higher than it would
    otherwise have been; ``negative``: lower; ``unknown``: the direction is not known."""
    strength: Strength = "unknown"
    """Size of the effect of a full change of the source, dimensionless: ``weak``
    0.05-0.3, ``moderate`` 0.2-0.5, ``strong`` 0.4-0.8, ``dominant`` 1-1.5 (said to
    outweigh), ``unknown`` 0.05-0.7; or a size from 0 to 10, or a range ``[low, high]``."""
    effect: Effect = "linear"
    """How the effect follows the level of the source: ``linear``, in proportion; ``saturating``,
    ever less (half of the largest effect at 0.5, or ``{saturating: level}``);
    ``{threshold: level}``, only beyond that level; ``{table: [[x, effect], ...]}``, by points."""
    modulates: Words | None = None
    """Another link into the same target, as ``source->target``: this link then has no term of
    its own but multiplies the effect of that one by its own (the product of two causes)."""
    delay: Delay = 0.0
    """How long it takes until the effect is felt, in the model's unit of time (years unless
    told), from 0 to 100; ``true`` if there is a delay of unknown length, of which a run
    makes one unit of time."""
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
    themes: Items[ThemeRef] = ()
    """The themes that it carries."""
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
        """The link's own id, else ``source->target``; unique in a model."""
        return self.own_id or self.pair_id

    @property
    def pair(self) -> tuple[str, str]:
        """The variable that acts and the one acted on."""
        return self.source, self.target

    @property
    def pair_id(self) -> str:
        """The two ends as ``source->target``, whatever the link's own id is."""
        return f"{self.source}->{self.target}"

    @property
    def damps(self) -> bool:
        """Whether it runs from a variable to itself."""
        return self.source == self.target

    @property
    def lag(self) -> float:
        """The delay of a run, in units of time; 1 where its length is not known."""
        return float(self.delay)


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
