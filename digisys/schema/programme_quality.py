"""Quality of services: criteria, statements, questions to customers, recommendations."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Text, Words
from digisys.schema.programme_base import Stated

__all__ = [
    "Advice",
    "Quality",
    "QualityCriterion",
    "Statement",
]


class QualityCriterion(Stated):
    """Something that a good service does.

    The variables of the model that meeting it pushes stand under the programme's ``drivers``,
    under the same id.
    """

    number: Words
    """Its number, such as ``2.4``; unique."""
    area: Id
    """One of the ``areas``."""


class Statement(Stated):
    """A sentence about a service that is answered with yes or no."""

    criterion: Id
    """The criterion that it belongs to."""


class Advice(Stated):
    """A recommendation, which data of services show to be followed or not."""

    shown_by: Literal["assessments", "ratings", "published", "usage"]
    """What shows that a service follows it: repeated ``assessments``, ``ratings``, results
    that are ``published``, or ``usage`` by channel."""


class Quality(Frozen):
    """What the quality of services is assessed by."""

    version: Words
    """The version of the criteria; answers are compared within one version."""
    areas: FrozenMap[Id, Stated]
    """Groups of criteria, in their order."""
    criteria: FrozenMap[Id, QualityCriterion]
    """The criteria, in their order."""
    statements: FrozenMap[Id, Statement] = Field(default_factory=FrozenDict)
    """Statements of the self-assessment, where they are known."""
    questions: FrozenMap[Id, Stated] = Field(default_factory=FrozenDict)
    """Questions to customers that all services share."""
    scope: Items[Stated] = ()
    """What the criteria are meant for, and what not."""
    recommendations: FrozenMap[Id, Advice] = Field(default_factory=FrozenDict)
    """What is recommended."""
    reading: Text | None = None
    """How unclear places were read."""
