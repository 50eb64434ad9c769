"""What a team shows in a workshop, slide by slide."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, Id, Items, LoopId, Text
from digisys.schema.layout import Year
from digisys.schema.scenario import ScenarioId
from digisys.schema.variable import TargetNumber

__all__ = ["Presentation", "Slide"]


class Slide(Frozen):
    """One slide: what is brought out on the map, and what is said of it.

    At most one of ``variable``, ``target``, ``area`` and ``loop`` is given;
    the whole map is shown when none is. With a ``scenario``, the levels of a run are brought
    out instead, and a variable, target or area is that whose course is drawn.
    """

    title: Text | None = None
    """Heading of the slide; the name of what is shown when absent."""
    description: Text | None = None
    """What is said of it, in a few sentences; the model's own description when absent."""
    variable: Id | None = None
    """A variable to show."""
    target: TargetNumber | None = None
    """A target to show, by its number."""
    area: Id | None = None
    """An area to show."""
    loop: LoopId | None = None
    """A loop to show, or one of its cycles."""
    direction: Literal["downstream", "upstream", "both"] = "downstream"
    """Whether effects, causes or both are brought out."""
    steps: Annotated[int, Field(ge=1)] | None = None
    """How many links far; as far as it goes when absent."""
    scenario: ScenarioId | None = None
    """A scenario to show, by its id: the levels that it leads to. Not with a loop."""
    compare: ScenarioId | None = None
    """What the scenario is compared with: another scenario, or ``none`` for no intervention."""
    time: Year | None = None
    """The year, or moment, whose levels are shown; the end of the run when absent."""


class Presentation(Frozen):
    """Slides for a workshop, in order."""

    slides: Annotated[Items[Slide], Field(min_length=1)]
    """The slides."""
