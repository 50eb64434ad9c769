"""What a model speaks of: areas, policy targets and variables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, Id, Items, Text, Words
from digisys.schema.evidence import Evidence
from digisys.schema.theme import ThemeRef

__all__ = [
    "Area",
    "Desired",
    "Inertia",
    "InertiaClass",
    "Role",
    "Target",
    "TargetNumber",
    "TargetRef",
    "Variable",
]

Role = Literal["input", "stock", "auxiliary"]
InertiaClass = Literal["fast", "medium", "slow"]
#: Longest time constant that a file may give a stock, in years.
LONGEST_INERTIA = 1000.0
Years = Annotated[float, Field(gt=0, le=LONGEST_INERTIA)]
#: A class, years, or the two ends of a range of years.
Inertia = InertiaClass | Years | Annotated[tuple[Years, Years], Field(strict=False)]
Desired = Literal["up", "down", "none"]
Level = Annotated[float, Field(ge=-1, le=1)]
TargetNumber = Annotated[int, Field(ge=1)]


class Area(Frozen):
    """A part of the system that is drawn as one panel."""

    label: Text
    """What people call the area."""
    short_label: Text | None = None
    """A shorter name for diagrams and tables."""
    description: Text | None = None
    """One sentence on what belongs to it."""
    evidence: Items[Evidence] = ()
    """Where the area comes from."""


class Target(Frozen):
    """A policy target that variables of the model stand for. Its key is its number."""

    area: Id | None = None
    """The area that the target belongs to."""
    title: Text
    """The official title."""
    short_label: Text | None = None
    """A few words for tables and badges; the title when absent."""
    evidence: Items[Evidence] = ()
    """Where the title stands."""


class TargetRef(Frozen):
    """That a variable stands for a target, and how the source puts it."""

    target: TargetNumber
    """The target's number."""
    stated_as: Literal["target", "key_result"] = "target"
    """``target`` if the source ties the variable to the target itself, ``key_result``
    if to a key result of the target."""


class Variable(Frozen):
    """Something that can rise or fall. Its key is its id."""

    label: Text
    """What people call it."""
    short_label: Text | None = None
    """A shorter name for diagrams; the label when absent."""
    description: Text | None = None
    """One sentence on what it means."""
    area: Id | None = None
    """The area that it belongs to."""
    role: Role = "auxiliary"
    """``input``: moved only by scenarios; ``stock``: accumulates and takes time to
    change; ``auxiliary``: follows its causes at once."""
    inertia: Inertia = "medium"
    """How long a stock takes to change, in the model's unit of time (years unless told):
    ``fast`` 0.25-1, ``medium`` 1-3, ``slow`` 2-6; or a number above 0, or a range
    ``[low, high]``."""
    initial: Level | None = None
    """The level, from -1 to 1, at which a stock starts in a run; 0, its reference path, where
    neither the file nor the scenario tells."""
    unit: Text | None = None
    """What the variable is measured in, such as per cent of residents."""
    desired: Desired | None = None
    """Which way is better: ``up``, ``down`` or ``none`` (neither). Answers say "improves"
    only where it is told; they say "rises" and "falls" of all."""
    cost: Annotated[float, Field(ge=0)] | None = None
    """What a full push on it (of size 1) costs, in a unit that all costs of the file share;
    0 or more. A push of half the size costs half. ``digisys reach`` finds what is cheapest."""
    targets: Items[TargetRef] = ()
    """The policy targets that it stands for."""
    themes: Items[ThemeRef] = ()
    """The themes that it carries."""
    aliases: Items[Words] = ()
    """Other names that people use, in any language; questions may use them."""
    evidence: Items[Evidence] = ()
    """Where the variable comes from."""
    reading: Text | None = None
    """How an ambiguous place in the source was read."""
