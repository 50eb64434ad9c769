"""The road map of services: what a service must be, and what must be known of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Text
from digisys.schema.programme_base import Reference, Stated

__all__ = ["Condition", "Deadline", "Demand", "ServiceMap"]

#: A day, as 2019-06-20.
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
ShownBy = Literal["definition", "self_assessment", "usage", "catalogue", "customers", "decision"]


class Condition(Stated):
    """A part of the definition of a service, answered with yes or no."""

    needed: bool = True
    """Whether a service must meet it; one that need not only widens what is taken."""


class Demand(Stated):
    """A criterion of selection, applied where it fits."""

    short_label: Text | None = None
    """A word or two for tables; the label when absent."""
    shown_by: ShownBy | None = None
    """What in the list of services shows it: the ``definition``, a ``self_assessment`` in time,
    ``usage`` by channel, the ``catalogue`` that it is described in, its group of ``customers``
    or a ``decision``; none where only an answer does."""


class Deadline(Frozen):
    """When a self-assessment must follow the proposal of a service."""

    months: Annotated[int, Field(ge=1, le=120)]
    """So many months after it."""
    first_round: Day | None = None
    """No service had to be assessed before this day: the end of the first round."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""


class ServiceMap(Frozen):
    """What a service must be to stand on the road map."""

    definition: FrozenMap[Id, Condition]
    """The test that a service must pass."""
    criteria: FrozenMap[Id, Demand]
    """Criteria of selection, applied where they fit."""
    deadline: Deadline | None = None
    """When the self-assessment must follow."""
    conditions: FrozenMap[Id, Demand] = Field(default_factory=FrozenDict)
    """What is needed beside the criteria."""
    reading: Text | None = None
    """How unclear places were read."""
