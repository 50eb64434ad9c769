"""The state file: what an organisation has done of a programme, and what matters most to it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Text, Words
from digisys.schema.layout import Year

__all__ = ["ActionState", "Better", "Case", "CaseFigure", "Doing", "NeedState", "OrganisationState"]

#: How far an action is.
Doing = Literal["done", "under_way", "planned", "not_started", "not_relevant"]
#: Which way a figure is better.
Better = Literal["more", "less"]
StepNumber = Annotated[int, Field(ge=1)]


class ActionState(Frozen):
    """How far an organisation is with an action, and what it makes of it."""

    state: Doing | None = None
    """``done``, ``under_way``, ``planned``, ``not_started`` or ``not_relevant``; not known
    when absent, which is none of these."""
    start: Year | None = None
    """When it began or is to begin; a year, with decimals for parts of it."""
    end: Year | None = None
    """When it was or is to be done."""
    important: bool = False
    """Whether it is among what matters most to the organisation."""
    join: bool = False
    """Whether the organisation could join others in it."""
    size: Annotated[float, Field(gt=0, le=1)] | None = None
    """What it pushes in all in the organisation's scenario, on the scale of levels; 0.3 when
    absent, which is a convention, as documents tell no sizes."""
    resources: Annotated[float, Field(ge=0)] | None = None
    """Person-months that it takes, where that is known."""
    note: Text | None = None
    """What else there is to say; not about persons."""
    steps: FrozenMap[StepNumber, Doing] = Field(default_factory=FrozenDict)
    """How far its steps are, by their number from 1."""


class NeedState(Frozen):
    """What an organisation says of a need of the road map."""

    important: bool = False
    """Whether it is among what the organisation needs most."""
    join: bool = False
    """Whether the organisation could join in meeting it."""
    note: Text | None = None
    """What else there is to say; not about persons."""


class CaseFigure(Frozen):
    """A quantity before and after a change; one that is not known is absent, never zero."""

    label: Text
    """What is measured."""
    unit: Text | None = None
    """The unit of both values."""
    before: float | None = None
    """The value before."""
    after: float | None = None
    """The value after."""
    better: Better | None = None
    """Whether ``more`` or ``less`` of it is better; not told when absent."""
    estimate: bool = False
    """Whether a value is estimated."""


class Case(Frozen):
    """A case that compares how something was before a change with how it is after it.

    Examples
    --------
    >>> case = Case(label="Permits", before="On paper.", after="Online.",
    ...     figures=[CaseFigure(label="Days", before=30, after=12, better="less")])
    >>> case.figures[0].after
    12.0
    """

    label: Text
    """What the case is about."""
    before: Text | None = None
    """How it was, in a sentence."""
    after: Text | None = None
    """How it is, in a sentence."""
    actions: Items[Id] = ()
    """Actions of the programme by which it changed."""
    benefit: Text | None = None
    """What the change is good for, in a sentence; not about persons."""
    changed: Year | None = None
    """When it changed; a year, with decimals for parts of it."""
    figures: Items[CaseFigure] = ()
    """What was counted or measured."""


class OrganisationState(Frozen):
    """What one organisation does of a programme.

    Examples
    --------
    >>> state = OrganisationState(organisation="Mallila", actions={"filter": {"state": "done"}})
    >>> state.actions["filter"].state
    'done'
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    """Version of the file format (key ``schema``); ``1``."""
    organisation: Words
    """Its name, as its measurements have it."""
    made_up: bool = False
    """Whether it is made up, as an example."""
    model: Id | None = None
    """Id of the model; any when absent."""
    languages: Items[Words] = ()
    """The languages that every text must be given in."""
    actions: FrozenMap[Id, ActionState] = Field(default_factory=FrozenDict)
    """The state of its actions, by their id in the programme."""
    needs: FrozenMap[Id, NeedState] = Field(default_factory=FrozenDict)
    """What it says of the needs, by their id in the programme."""
    answers: FrozenMap[Id, Text] = Field(default_factory=FrozenDict)
    """Its answers to the questions of the programme, by their id."""
    cases: FrozenMap[Id, Case] = Field(default_factory=FrozenDict)
    """Cases that compare before and after."""
