"""Cells of dated values: when, how much, and how sure, in the unit of a scale."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a date is also what a value has
from datetime import datetime

from digisys.io.tables.table import Value
from digisys.io.tables.words import truth
from digisys.schema.layout import Time
from digisys.simulation.observations.dates import moment
from digisys.simulation.observations.rows import Line, RowError
from digisys.simulation.observations.scale import ValueScale
from digisys.simulation.observations.vocabulary import unit_of
from digisys.words import Message

__all__ = ["converted", "date_text", "time_of", "uncertainty_of", "value_of"]

#: How many of one kind of share make one of the other.
_PER_CENT = 100.0


def time_of(line: Line, time: Time) -> float:
    """Return the moment of the date of a row.

    Raises
    ------
    RowError
        If there is no such date, or it has no place in the model's time.
    """
    cell = line.cell("date")
    try:
        return moment(cell, time.start, calendar_years=time.unit == "years")
    except ValueError:
        raise RowError(
            "impossible-date",
            "date",
            Message("“{text}” is no date in the model's time.", {"text": line.text("date")}),
            Message("Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-17.")
            if time.start >= 1000
            else Message(
                "Write a number between {start} and {end}, as the model's time has it.",
                {"start": f"{time.start:g}", "end": f"{time.end:g}"},
            ),
        ) from None


def value_of(line: Line, scale: ValueScale) -> float:
    """Return the number that a row holds; yes and no count as 1 and 0."""
    if scale.kind == "yes/no":
        said = truth(line.cell("value"))
        if said is not None:
            return float(said)
    number = line.number("value")
    if number is None:  # a cell that says so has been counted
        raise AssertionError
    return number


def converted(line: Line, scale: ValueScale, value: float, usual: str) -> float:
    """Bring a value to the unit of its scale."""
    unit = "%" if line.has_percent("value") else unit_of(line.cell("unit"))
    wanted = scale.unit or usual
    if not unit or not wanted or unit == wanted:
        return value
    if scale.kind == "share" and {unit, wanted} == {"%", "share"}:
        return value / _PER_CENT if unit == "%" else value * _PER_CENT
    raise RowError(
        "mixed-units",
        "unit",
        Message(
            "The unit “{unit}” is not that of the scale, “{other}”.",
            {"unit": line.text("unit"), "other": wanted},
        ),
        Message("Give the value in the unit of the scale."),
    )


def uncertainty_of(line: Line, scale: ValueScale) -> float | None:
    """Return the standard deviation that a row tells, in the unit of its scale."""
    number = line.number("uncertainty")
    if number is None:
        return None
    if not number > 0:
        raise RowError(
            "wrong-uncertainty",
            "uncertainty",
            Message("An uncertainty must be above 0."),
            Message("Give the standard deviation of the value, in its unit, or leave it empty."),
        )
    return converted(line, scale, number, scale.unit)


def date_text(cell: Value) -> str:
    """Return a date as it was written, or as 2024-05-17."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, Date) else str(cell)
