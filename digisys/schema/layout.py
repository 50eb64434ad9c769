"""Where things stand in a drawing; the time that a simulation spans, and its equations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, LoopId

__all__ = ["Dynamics", "Layout", "Panel", "Point", "Response", "Time", "TimeUnit", "Year"]

Dynamics = Literal["adjusting", "accumulating"]
Response = Literal["tanh", "linear"]

#: Farther than any drawing reaches; other tools store positions of some ten thousands.
FARTHEST = 1_000_000
Coordinate = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]
Size = Annotated[float, Field(gt=0, le=FARTHEST)]
#: No year lies farther from 0 and no step is shorter: beyond, steps and years cannot be told apart.
LAST_YEAR, SHORTEST_STEP = 1_000_000, 1e-6
Year = Annotated[float, Field(ge=-LAST_YEAR, le=LAST_YEAR, allow_inf_nan=False)]
Step = Annotated[float, Field(ge=SHORTEST_STEP, le=LAST_YEAR)]
TimeUnit = Literal["years", "months", "weeks", "days", "hours"]


class Point(Frozen):
    """A place in the drawing. The origin is the top left corner; y grows downward."""

    x: Coordinate
    """Distance from the left edge, in drawing units."""
    y: Coordinate
    """Distance from the top edge, in drawing units."""


class Panel(Frozen):
    """The rectangle of an area."""

    x: Coordinate
    """Left edge, in drawing units."""
    y: Coordinate
    """Top edge, in drawing units."""
    width: Size
    """Width, in drawing units."""
    height: Size
    """Height, in drawing units."""


class Layout(Frozen):
    """Curated positions. One drawing unit is one CSS pixel at normal size."""

    width: Size
    """Width of the map, in drawing units."""
    height: Size
    """Height of the map, in drawing units."""
    areas: FrozenMap[Id, Panel] = Field(default_factory=FrozenDict)
    """The panel of each area."""
    variables: FrozenMap[Id, Point] = Field(default_factory=FrozenDict)
    """The centre of each variable's box."""
    loops: FrozenMap[LoopId, Point] = Field(default_factory=FrozenDict)
    """The centre of each declared loop's badge; the place of its cycle when absent."""


class Time(Frozen):
    """The span of a simulation, and the unit of all times of the model and its scenarios."""

    start: Year = 2023.0
    """When it begins: the first year, or a moment in the model's unit of time."""
    end: Year = 2030.0
    """When it ends: the last year, or a moment in the model's unit of time."""
    step: Step = 0.0625
    """Length of one step, in units of time (1/16 unless told)."""
    unit: TimeUnit = "years"
    """The unit of time, which is that of ``start``, ``end`` and ``step``, of delays, of
    inertia, its classes included, and of all moments in scenarios. With another unit than
    ``years``, ``start`` and ``end`` have to be given."""
