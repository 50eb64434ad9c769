"""Life and business events of a programme: proposals, and what they are assessed by."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Text
from digisys.schema.programme_base import Reference, Stated

__all__ = [
    "AssessmentSet",
    "Criterion",
    "Event",
    "EventKind",
    "EventPoint",
    "EventState",
    "Flow",
    "LifeEvents",
    "Packages",
    "Party",
    "PointKind",
    "Sector",
    "TraitAnswer",
]

EventKind = Literal["life_event", "business_event"]
EventState = Literal["named", "studied", "proposed", "pilot", "under_way", "done"]
PointKind = Literal[
    "key_situation",
    "situation",
    "change",
    "phase",
    "support_need",
    "pain_point",
    "viewpoint",
    "wellbeing_area",
    "existing_work",
    "open_question",
    "idea",
    "note",
    "component",
    "timeline",
]


class Sector(Frozen):
    """A part of society that actors belong to."""

    label: Text
    """What people call it."""


class TraitAnswer(Frozen):
    """Whether a trait holds of an event."""

    holds: bool
    """Whether it holds."""
    reason: Text
    """Why, in a sentence."""
    evidence: Items[Reference] = ()
    """Where that is stated."""


class Criterion(Stated):
    """A criterion with its sub-criteria."""

    parts: FrozenMap[Id, Stated]
    """What it is made of; scores are given to these."""


class AssessmentSet(Frozen):
    """A set of criteria; sets are never mixed."""

    label: Text
    """What people call it."""
    description: Text | None = None
    """Who uses it for what, in a sentence."""
    criteria: FrozenMap[Id, Criterion]
    """Its criteria. Ids are unique over all sets."""


class Party(Frozen):
    """Somebody who takes part in an event."""

    label: Text
    """What people call them."""
    sector: Id | None = None
    """One of the ``sectors``; none where it is not known."""
    description: Text | None = None
    """What they do in it."""
    acts_in: Items[Id] = ()
    """Points of the event, such as situations, in which they act; empty where nobody told."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where they are named."""


class EventPoint(Stated):
    """Something told of an event: a situation, a pain point, work that exists already."""

    kind: PointKind
    """What it is."""


class Flow(Frozen):
    """Data that moves, or should, between parties of an event."""

    label: Text
    """Which data."""
    source: Id | None = None
    """The party that has it."""
    target: Id | None = None
    """The party that needs it."""
    when: Text | None = None
    """When it moves."""
    works: bool | None = None
    """Whether it moves already; none where nobody told."""
    evidence: Items[Reference] = ()
    """Where it is told."""


class Event(Frozen):
    """A situation of a person or company around which services are to be joined.

    The variables of the model that developing it pushes stand under the programme's
    ``drivers``, under the same id.
    """

    label: Text
    """What people call it."""
    kind: EventKind
    """``life_event`` of a person, or ``business_event`` of a company or other organisation."""
    state: EventState
    """``named`` (as important), ``studied``, ``proposed``, in a ``pilot``, ``under_way`` or
    ``done``."""
    topic: Text | None = None
    """What it was worked on under."""
    description: Text | None = None
    """What is aimed at, in a sentence."""
    when: Text | None = None
    """When it was told of, or is to happen."""
    parties: FrozenMap[Id, Party] = Field(default_factory=FrozenDict)
    """Those who take part."""
    committed: Items[Id] = ()
    """Those of the parties who have signed up for further work."""
    points: FrozenMap[Id, EventPoint] = Field(default_factory=FrozenDict)
    """What is told of it."""
    flows: Items[Flow] = ()
    """Data that moves, or should, between the parties."""
    traits: FrozenMap[Id, TraitAnswer] = Field(default_factory=FrozenDict)
    """Which traits hold of it; one that is not there has not been answered."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is told of."""


class Packages(Frozen):
    """How service packages of events are counted towards a key result."""

    key_result: Id
    """The key result; its goal tells how many there are to be."""
    counts: Items[EventKind]
    """The kinds of events that count."""
    reading: Text | None = None
    """How an unclear place was read."""


class LifeEvents(Frozen):
    """Life and business events, and what they are assessed by."""

    sectors: FrozenMap[Id, Sector] = Field(default_factory=FrozenDict)
    """Parts of society that parties belong to."""
    traits: FrozenMap[Id, Stated] = Field(default_factory=FrozenDict)
    """What makes an event worth developing together: all of them must hold."""
    assessments: FrozenMap[Id, AssessmentSet] = Field(default_factory=FrozenDict)
    """Sets of criteria that proposals are assessed by, each apart from the others."""
    packages: Packages | None = None
    """How packages are counted towards a key result."""
    events: FrozenMap[Id, Event]
    """The events."""
