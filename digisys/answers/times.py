"""Lengths of time and moments in the model's unit of time, in the words of a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digisys.schema.layout import TimeUnit
from digisys.words import say, say_count, say_number

__all__ = ["Duration", "Moment", "unit_name"]


@dataclass(frozen=True)
class Duration:
    """A length of time; it can be said in any language, also as a value of a message.

    Attributes
    ----------
    length
        How long, in units of time; or the two ends of a range.
    unit
        The unit of time.

    Examples
    --------
    >>> Duration(2, "months").text("en"), Duration((0.25, 1), "weeks").text("en")
    ('2 months', '0.25–1 weeks')
    """

    length: float | tuple[float, float]
    unit: TimeUnit

    def text(self, language: str = "en") -> str:
        """Return the length with its unit."""
        ends = self.length if isinstance(self.length, tuple) else (self.length,)
        shown = "–".join(say_number(end, language, "g") for end in dict.fromkeys(ends))
        count = int(ends[-1]) if len(set(ends)) == 1 and ends[-1] == int(ends[-1]) else 2
        return _counted(self.unit, count, language, shown)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Moment:
    """A moment of a run: a year, or the time that a model's clock shows then.

    Examples
    --------
    >>> Moment(2030, "years").text("en"), Moment(6, "months").text("en")
    ('2030', '6 months')
    """

    time: float
    unit: TimeUnit

    def text(self, language: str = "en") -> str:
        """Return the year, or the time with its unit."""
        if self.unit == "years":
            return say_number(self.time, language, "g")
        return Duration(self.time, self.unit).text(language)

    def __str__(self) -> str:
        return self.text()


def _counted(unit: TimeUnit, count: int, language: str, shown: str) -> str:
    values: dict[str, Any] = {"time": shown}
    if unit == "years":
        return say_count("{time} year", "{time} years", count, language, **values)
    if unit == "months":
        return say_count("{time} month", "{time} months", count, language, **values)
    if unit == "weeks":
        return say_count("{time} week", "{time} weeks", count, language, **values)
    if unit == "days":
        return say_count("{time} day", "{time} days", count, language, **values)
    return say_count("{time} hour", "{time} hours", count, language, **values)


def unit_name(unit: TimeUnit, language: str) -> str:
    """Return the unit of time as a word: years, months, weeks, days or hours."""
    names = {
        "years": say("years", language),
        "months": say("months", language),
        "weeks": say("weeks", language),
        "days": say("days", language),
        "hours": say("hours", language),
    }
    return names[unit]
