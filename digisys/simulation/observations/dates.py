"""Dates of observations, as moments of a model's time."""

from __future__ import annotations

import calendar
import re
from datetime import date

from digisys.io.tables.numbers import read_number
from digisys.io.tables.table import Value

__all__ = ["moment"]

_YEAR_AND_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
#: Where a model's time looks like years, an observation has one of four digits.
_FIRST_YEAR, _LAST_YEAR = 1000, 9999


def moment(value: Value, start: float, *, calendar_years: bool = True) -> float:
    """Return the moment of a model's time that a date stands for.

    A year is the moment that the model and its scenarios call by that number: 2024 is the
    beginning of 2024. A month is its first day, and a day lies as far into its year as it is.

    Parameters
    ----------
    value
        A year, a year and month (``2024-05``), a day (``2024-05-17`` or ``17.5.2024``), or a
        date of a workbook; where time is not in calendar years, the number of the moment.
    start
        Where the model's time starts, which tells whether its numbers are years.
    calendar_years
        Whether the unit of the model's time is the year.

    Returns
    -------
    float
        The moment, in the unit of the model's time.

    Raises
    ------
    ValueError
        If there is no such date, or it has no place in the model's time.

    Examples
    --------
    >>> moment("2024", 2023), moment("2024-07", 2023), moment("31.12.2023", 2023)
    (2024.0, 2024.4972677595629, 2023.9972602739726)
    >>> moment(7, 0)
    7.0
    """
    dated = calendar_years and start >= _FIRST_YEAR
    number = read_number(value, ".")
    if number is not None:
        if dated and not _FIRST_YEAR <= number <= _LAST_YEAR:
            raise ValueError(value)
        return number
    if not dated:
        raise ValueError(value)
    if isinstance(value, date):
        return _in_years(value.year, value.month, value.day)
    text = "" if value is None else str(value)
    if found := _YEAR_AND_MONTH.fullmatch(text):
        return _in_years(int(found[1]), int(found[2]), 1)
    if found := _ISO.fullmatch(text):
        return _in_years(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _in_years(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(value)


def _in_years(year: int, month: int, day: int) -> float:
    days = 366 if calendar.isleap(year) else 365
    return year + (date(year, month, day) - date(year, 1, 1)).days / days
