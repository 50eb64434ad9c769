"""The programme file: what is done and what is measured around a model.

A model says what acts on what. A programme beside it says which key results stand under its
targets, which indicators would show them, and which actions push which variables.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from digisys.errors import ModelError
from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Language, Text
from digisys.schema.evidence import Source
from digisys.schema.programme_base import Basis, Confidence, Connection, Number, Reference
from digisys.schema.programme_checks import find_programme_problems
from digisys.schema.programme_events import LifeEvents
from digisys.schema.programme_notes import Note, NoteKind
from digisys.schema.programme_quality import Quality
from digisys.schema.programme_services import ServiceMap
from digisys.schema.road_map import Keyword, Meaning, Need, Resource, RoadMapQuestion
from digisys.schema.theme import ThemeBasis

__all__ = [
    "Action",
    "Actor",
    "Carried",
    "Confidence",
    "Connection",
    "Driver",
    "DriverKind",
    "Goal",
    "Indicator",
    "KeyResult",
    "Programme",
    "Reference",
    "Scale",
    "ScaleKind",
    "Status",
    "Step",
    "TimelineItem",
]

ScaleKind = Literal["count", "share", "duration", "index", "survey", "yes_no", "other"]
Status = Literal["exists", "needs_work", "proposed", "idea"]


class Carried(Frozen):
    """That something of a programme carries a theme of its model."""

    theme: Id
    """One of the model's ``themes``."""
    basis: ThemeBasis = "reading"
    """``stated`` if a document ties it to the theme, ``reading`` if we do."""
    reason: Text | None = None
    """Why it carries the theme, in a sentence."""
    evidence: Items[Reference] = ()
    """Where it is stated, or what the reading rests on."""


class Goal(Frozen):
    """When a key result is reached. Exactly one way is given."""

    at_least: float | None = None
    """The value that must be reached or passed."""
    at_most: float | None = None
    """The value that must not be passed."""
    about: float | None = None
    """A value that is named only roughly."""
    falls: Literal["every", "mean"] | None = None
    """The values must fall: ``every`` one of them, or their ``mean``."""
    holds: Literal["once", "each"] | None = None
    """Answered with yes: ``once``, or for ``each`` of several items."""
    unit: Text | None = None
    """The unit of the value."""


class KeyResult(Frozen):
    """A result that stands under a target."""

    target: Number
    """Number of the target."""
    number: Number
    """Its number under the target."""
    label: Text
    """What is to be so, in a few words."""
    goal: Goal | None = None
    """When it is reached, where the documents say so."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""

    @property
    def short_id(self) -> str:
        """Its number with the target's, such as ``11.4``."""
        return f"{self.target}.{self.number}"


class Scale(Frozen):
    """What the values of an indicator are."""

    kind: ScaleKind
    """A ``count``, a ``share``, a ``duration``, an ``index``, a ``survey`` result, an answer
    ``yes_no``, or ``other`` where the documents do not say."""
    unit: Text | None = None
    """The unit; none where it is not known."""
    basis: Basis = "stated"
    """Whether the documents state it, or it is our reading."""


class Indicator(Frozen):
    """Something measured, or proposed to be measured."""

    label: Text
    """What people call it."""
    description: Text
    """What it tells, in a sentence."""
    scale: Scale
    """What its values are."""
    components: FrozenMap[Id, Text] = Field(default_factory=FrozenDict)
    """Parts of it that are measured apart."""
    owner: Text | None = None
    """Who has the data, or the service that it comes from."""
    status: Status
    """``exists``, ``needs_work`` (exists in part), ``proposed`` or an ``idea``."""
    key_results: Items[Id] = ()
    """The key results that it is to show."""
    basis: Basis = "stated"
    """Whether the documents tie it to those key results, or it is our reading."""
    targets: Items[Number] = ()
    """Numbers of the targets that it belongs to."""
    related_to: Items[Id] = ()
    """Other indicators that rest on the same data or measure part of the same."""
    observes: Items[Connection] = ()
    """The variables of the model that it would show."""
    themes: Items[Carried] = ()
    """The themes that it carries."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is named."""


class Actor(Frozen):
    """Somebody who acts."""

    label: Text
    """What people call them."""


class Step(Frozen):
    """A step of an action."""

    label: Text
    """What is done."""
    when: Text | None = None
    """When, where the documents say so."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class Action(Frozen):
    """Something that somebody can do."""

    label: Text
    """What people call it."""
    description: Text | None = None
    """What is done, in a sentence."""
    target: Number | None = None
    """Number of the target that it is filed under."""
    actors: Items[Id]
    """Who does it."""
    when: Text | None = None
    """When, where the documents say so."""
    steps: Items[Step] = ()
    """Its steps."""
    pushes: Items[Connection] = ()
    """The variables of the model that it pushes."""
    themes: Items[Carried] = ()
    """The themes that it carries."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class DriverKind(Frozen):
    """What sort of thing drives variables besides actions, such as a service that is built."""

    label: Text
    """What people call one of the kind."""


class Driver(Frozen):
    """Something besides an action that pushes variables once it is built, met or followed."""

    label: Text
    """What people call it."""
    kind: Id
    """One of the programme's ``driver_kinds``."""
    pushes: Items[Connection] = ()
    """The variables of the model that it pushes."""
    themes: Items[Carried] = ()
    """The themes that it carries."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class TimelineItem(Frozen):
    """Something that happens at a time."""

    label: Text
    """What it is."""
    actors: Items[Id]
    """Who does it."""
    when: Text
    """When."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class Programme(Frozen):
    """What is done and measured around a model.

    Raises
    ------
    ModelError
        If its parts contradict each other; every contradiction is listed.

    Examples
    --------
    >>> survey = Indicator(label="Survey", description="Asked each year.", status="exists",
    ...     scale=Scale(kind="survey"),
    ...     observes=[Connection(variable="trust", confidence="high", reason="It asks for it.")])
    >>> Programme(id="town", title="Town", model="trust", indicators={"survey": survey}).id
    'town'
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    """Version of the file format (key ``schema``); ``1``."""
    id: Id
    """The programme's own id."""
    title: Text
    """What people call it."""
    description: Text | None = None
    """What it holds, in a sentence or two."""
    model: Id
    """Id of the model that it belongs to."""
    languages: Items[Language] = ()
    """The languages that every text must be given in."""
    sources: FrozenMap[Id, Source] = Field(default_factory=FrozenDict)
    """The documents that it rests on."""
    actors: FrozenMap[Id, Actor] = Field(default_factory=FrozenDict)
    """Those who act."""
    key_results: FrozenMap[Id, KeyResult] = Field(default_factory=FrozenDict)
    """Key results of the model's targets."""
    indicators: FrozenMap[Id, Indicator] = Field(default_factory=FrozenDict)
    """What is measured, or proposed to be."""
    actions: FrozenMap[Id, Action] = Field(default_factory=FrozenDict)
    """What can be done."""
    meanings: FrozenMap[Id, Meaning] = Field(default_factory=FrozenDict)
    """What targets mean to those who act."""
    needs: FrozenMap[Id, Need] = Field(default_factory=FrozenDict)
    """What those who act need from others."""
    questions: FrozenMap[Id, RoadMapQuestion] = Field(default_factory=FrozenDict)
    """What those who act are asked."""
    keywords: FrozenMap[Id, Keyword] = Field(default_factory=FrozenDict)
    """Themes of the directory of help."""
    resources: FrozenMap[Id, Resource] = Field(default_factory=FrozenDict)
    """Services, materials, laws and networks that help."""
    driver_kinds: FrozenMap[Id, DriverKind] = Field(default_factory=FrozenDict)
    """Kinds of what else pushes variables."""
    drivers: FrozenMap[Id, Driver] = Field(default_factory=FrozenDict)
    """What else pushes variables once it is built, met or followed."""
    timeline: FrozenMap[Id, TimelineItem] = Field(default_factory=FrozenDict)
    """What happens when, in the order of the file."""
    life_events: LifeEvents | None = None
    """Life and business events, and what they are assessed by."""
    quality: Quality | None = None
    """What the quality of services is assessed by."""
    service_map: ServiceMap | None = None
    """What a service must be to stand on the road map of services."""
    note_kinds: FrozenMap[Id, NoteKind] = Field(default_factory=FrozenDict)
    """Kinds of notes."""
    notes: FrozenMap[Id, Note] = Field(default_factory=FrozenDict)
    """What documents tell around all this: ideas, meetings, figures, parts of the work."""

    @model_validator(mode="after")
    def _parts_agree(self, info: ValidationInfo) -> Self:
        if not (info.context or {}).get("references_checked"):
            problems = find_programme_problems(self.model_dump(by_alias=True))
            if problems:
                raise ModelError(problems)
        return self
