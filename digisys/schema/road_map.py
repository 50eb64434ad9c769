"""The road map in a programme: what targets mean, what is needed, and where to get help."""

from __future__ import annotations

from typing import Literal

from digisys.schema.base import Frozen, Id, Items, Text
from digisys.schema.programme_base import Basis, Number, Reference

__all__ = [
    "Keyword",
    "Meaning",
    "Need",
    "Resource",
    "ResourceKind",
    "RoadMapQuestion",
    "WayForward",
]

#: What kinds of help there are.
ResourceKind = Literal[
    "training",
    "service",
    "law",
    "architecture",
    "guide",
    "network",
    "ongoing",
    "project",
]


class Meaning(Frozen):
    """What a target means to those who act."""

    target: Number
    """Number of the target."""
    label: Text
    """What it is about, in a few words."""
    description: Text
    """What it means, in a sentence."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class WayForward(Frozen):
    """What is to be done about a need."""

    label: Text
    """What, in a sentence."""
    actors: Items[Id] = ()
    """Who does it."""
    when: Text | None = None
    """When, where the documents say so."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class Need(Frozen):
    """What those who act need from others, and the way forward."""

    target: Number
    """Number of the target that it is filed under."""
    label: Text
    """What is needed."""
    way_forward: WayForward | None = None
    """What is to be done about it."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class Keyword(Frozen):
    """A theme or keyword of the directory."""

    label: Text
    """What people call it."""
    targets: Items[Number] = ()
    """Numbers of the targets that it is tied to."""
    evidence: Items[Reference] = ()
    """Where it is named."""


class Resource(Frozen):
    """A service, a material, a law or a network that helps."""

    kind: ResourceKind
    """``training``, ``service`` (services and tools), ``law``, ``architecture`` (and methods),
    ``guide`` (definitions, reports, guides), ``network``, ``ongoing`` (development under way)
    or ``project``."""
    label: Text
    """What people call it."""
    description: Text | None = None
    """What it is, in a few words."""
    owner: Text | None = None
    """Who offers it."""
    targets: Items[Number] = ()
    """Numbers of the targets that it helps with; none where the documents tie it to none."""
    basis: Basis = "assumed"
    """Whether the documents say its kind, or it is our reading."""
    evidence: Items[Reference] = ()
    """Where it is named."""


class RoadMapQuestion(Frozen):
    """What one who acts is asked about a target; a state file holds the answer."""

    target: Number
    """Number of the target."""
    about: Literal["meaning", "needs", "actions"]
    """Which part of the road map it asks about. Of actions, their states are the answer."""
    label: Text
    """The question."""
    evidence: Items[Reference] = ()
    """Where it is asked."""
