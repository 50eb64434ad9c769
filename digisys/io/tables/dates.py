"""Dates and periods in cells, as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from digisys.io.tables.table import Value

__all__ = ["Period", "months_after", "read_day", "read_period"]

_YEAR = re.compile(r"([12][0-9]{3})")
_MONTH = re.compile(r"([12][0-9]{3})-([0-9]{1,2})|([0-9]{1,2})/([12][0-9]{3})")
_QUARTER = re.compile(r"([12][0-9]{3})[- ]?[qQ]([1-4])|[qQ]([1-4])[/ -]?([12][0-9]{3})")
_ISO = re.compile(r"([12][0-9]{3})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([12][0-9]{3})")


class Period(NamedTuple):
    """A day, month, quarter or year.

    Attributes
    ----------
    start, end
        Its first and its last day.
    text
        How it is written in answers: ``2024``, ``2024-Q1``, ``2024-05`` or ``2024-05-17``.
    """

    start: date
    end: date
    text: str


def read_period(value: Value) -> Period | None:
    """Read the period that a cell holds.

    Parameters
    ----------
    value
        A year, a quarter (``2024-Q1``, ``Q1/2024``), a month (``2024-05``, ``5/2024``), a day
        (``2024-05-17``, ``17.5.2024``), or a date of a workbook.

    Returns
    -------
    Period or None
        None where there is no such date.

    Examples
    --------
    >>> read_period("Q1/2024").text, str(read_period("2/2024").end), read_period("31.2.2024")
    ('2024-Q1', '2024-02-29', None)
    """
    try:
        return _read(value)
    except ValueError:
        return None


def read_day(value: Value) -> date | None:
    """Read the day that a cell holds; None where it holds none, or a longer period.

    Examples
    --------
    >>> str(read_day("17.5.2024")), read_day("2024"), read_day("30.2.2024")
    ('2024-05-17', None, None)
    """
    period = read_period(value)
    return period.start if period is not None and period.start == period.end else None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month.

    Examples
    --------
    >>> str(months_after(date(2024, 11, 30), 3))
    '2025-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _months(year, month + 1, 1).end.day))


def _read(value: Value) -> Period | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, date):
        return _day(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if found := _ISO.fullmatch(text):
        return _day(date(int(found[1]), int(found[2]), int(found[3])))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(date(int(found[3]), int(found[2]), int(found[1])))
    return _longer(text)


def _longer(text: str) -> Period | None:
    """Read a year, a quarter or a month."""
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12)._replace(text=text)
    if found := _QUARTER.fullmatch(text):
        year, quarter = int(found[1] or found[4]), int(found[2] or found[3])
        return _months(year, 3 * quarter - 2, 3)._replace(text=f"{year}-Q{quarter}")
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1] or found[4]), int(found[2] or found[3]), 1)
    return None


def _day(day: date) -> Period:
    return Period(day, day, day.isoformat())


def _months(year: int, month: int, count: int) -> Period:
    start = date(year, month, 1)
    after = year * 12 + month - 1 + count
    end = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    return Period(start, end, f"{year}-{month:02d}")
