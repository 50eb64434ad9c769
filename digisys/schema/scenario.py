"""The scenario file: what is done to the system, when and how much."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from digisys.errors import ModelError
from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Language, Text, Words
from digisys.schema.evidence import Evidence
from digisys.schema.layout import Year
from digisys.schema.link import Delay, DelayOrder, LinkId, Polarity, Strength
from digisys.schema.scenario_checks import find_scenario_problems

__all__ = [
    "AddLink",
    "CutLink",
    "Intervention",
    "Push",
    "Scenario",
    "ScenarioId",
    "SetLevel",
    "Shape",
    "StrengthenLink",
    "WeakenLink",
]

Shape = Literal["step", "ramp", "pulse"]
ScenarioId = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$",
        description="An English name in ASCII, words joined by hyphens: leadership-push.",
    ),
]
Amount = Annotated[float, Field(ge=-1, le=1)]


class Timed(Frozen):
    """When something happens, and how it sets in."""

    shape: Shape = "step"
    """``step``: from ``start`` on; ``ramp``: grows evenly from ``start`` to ``end`` and
    stays; ``pulse``: from ``start`` to ``end`` only."""
    start: Year
    """Year in which it begins; quarters and the like as decimals (2024.25). In a model with
    another unit of time, the moment in that unit."""
    end: Year | None = None
    """Year, or moment, in which a ramp is complete or a pulse is over; not for a step."""
    note: Text | None = None
    """Why it is there, in a sentence."""


class Push(Timed):
    """A lasting push on a variable, beside the effects of its causes."""

    action: Literal["push"] = "push"
    """``push``."""
    variable: Words
    """The stock or auxiliary that is pushed: an id, a label, an alias or a target."""
    size: Amount
    """Size, from -1 to 1, on the scale of levels. A push of 0.5 on a stock with no other
    causes takes it towards 0.46 (``tanh 0.5``)."""


class SetLevel(Timed):
    """The level of an input, which nothing else moves."""

    action: Literal["level"] = "level"
    """``level``."""
    variable: Words
    """The input: an id, a label, an alias or a target."""
    size: Amount
    """Its level, from -1 to 1; 0 is the reference path."""


class LinkTimed(Timed):
    """A change of a link between two variables."""

    source: Words = Field(alias="from")
    """The variable that acts (key ``from``)."""
    target: Words = Field(alias="to")
    """The variable that it acts on (key ``to``)."""

    own_id: LinkId | None = Field(default=None, alias="id")
    """Which link, where several run between the two (key ``id``), such as ``a->b#2``; all of
    them when absent."""

    @property
    def link(self) -> str:
        """The link's id, else its ends as ``source->target``."""
        return self.own_id or f"{self.source}->{self.target}"


class StrengthenLink(LinkTimed):
    """A link grows stronger: by a factor, or to another class of strength."""

    action: Literal["strengthen"] = "strengthen"
    """``strengthen``."""
    factor: Annotated[float, Field(ge=1, le=10)] | None = None
    """How many times as strong it becomes, from 1 to 10."""
    strength: Strength | None = None
    """The class that it rises to, instead of a factor."""


class WeakenLink(LinkTimed):
    """A link grows weaker: by a factor, or to another class of strength."""

    action: Literal["weaken"] = "weaken"
    """``weaken``."""
    factor: Annotated[float, Field(ge=0, le=1)] | None = None
    """What share of it is left, from 0 to 1."""
    strength: Strength | None = None
    """The class that it falls to, instead of a factor."""


class CutLink(LinkTimed):
    """A link stops acting; after a pulse it acts again."""

    action: Literal["cut"] = "cut"
    """``cut``."""


class AddLink(LinkTimed):
    """A link that the model does not have."""

    action: Literal["add"] = "add"
    """``add``."""
    polarity: Polarity
    """As of a model's link."""
    strength: Strength = "unknown"
    """As of a model's link."""
    delay: Delay = 0.0
    """As of a model's link."""
    delay_order: DelayOrder = 1
    """How the delay spreads: ``1``, ``3`` or ``pipeline``."""


Intervention = Annotated[
    Push | SetLevel | StrengthenLink | WeakenLink | CutLink | AddLink,
    Field(discriminator="action"),
]


class Scenario(Frozen):
    """What is done to a system: named interventions, and why they are worth asking about.

    Raises
    ------
    ModelError
        If its parts contradict each other; every contradiction is listed.

    Examples
    --------
    >>> push = Push(variable="leadership", size=0.5, start=2024)
    >>> Scenario(id="leadership", title="Leadership", interventions=[push]).interventions[0].size
    0.5
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    """Version of the file format (key ``schema``); ``1``."""
    id: ScenarioId
    """The scenario's own id; the file is named after it."""
    title: Text
    """What people call it."""
    description: Text | None = None
    """What happens in it, in a sentence or two."""
    reasoning: Text | None = None
    """Why it is worth asking about, and why with these sizes and years."""
    languages: Items[Language] = ()
    """The languages that every text must be given in."""
    model: Id | None = None
    """Id of the model that it is written for; it runs on no other. Without it, it runs on any
    model with its variables."""
    extends: ScenarioId | None = None
    """Another scenario, whose interventions come first."""
    initial: FrozenMap[Words, Amount] = Field(default_factory=FrozenDict)
    """Levels of stocks at the start, where they are not 0."""
    interventions: Items[Intervention] = ()
    """What is done, in any order; several on one variable or link add up."""
    evidence: Items[Evidence] = ()
    """Where the idea comes from."""

    @model_validator(mode="after")
    def _parts_agree(self, info: ValidationInfo) -> Self:
        if not (info.context or {}).get("references_checked"):
            problems = find_scenario_problems(self.model_dump(by_alias=True))
            if problems:
                raise ModelError(problems)
        return self
