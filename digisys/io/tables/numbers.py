"""Numbers in cells, however people write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from digisys.io.tables.table import Value

__all__ = ["decimal_signs", "read_number"]

#: Blanks that stand between thousands, the narrow ones too.
_BLANKS = re.compile(
    "(?<=[0-9])[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}](?=[0-9]{3})"
)
_PLAIN = re.compile(r"[+-]?[0-9]+(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_FRACTION = re.compile(r"[+-]?[0-9]*([.,])[0-9]+(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
#: One sign before three digits parts thousands to some and is the decimal sign to others.
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)([.,])[0-9]+)?")


def decimal_signs(values: Iterable[Value]) -> dict[str, int]:
    """Count which decimal signs the texts of some cells use beyond doubt.

    Parameters
    ----------
    values
        Cells, such as those of a column.

    Returns
    -------
    dict
        How many texts use a comma and how many a point; ``1,234`` may mean either and does
        not count.

    Examples
    --------
    >>> decimal_signs(["0,5", "1,25", "0.5", "1,234", 7])
    {',': 2, '.': 1}
    """
    counts = {",": 0, ".": 0}
    for value in values:
        if isinstance(value, str) and (sign := _sign(_tidy(value))):
            counts[sign] += 1
    return counts


def read_number(value: Value, decimal: str | None = None) -> float | None:
    """Read the number that a cell holds.

    Parameters
    ----------
    value
        The cell.
    decimal
        The decimal sign where it is known, which settles what ``1,234`` means.

    Returns
    -------
    float or None
        The number; None where there is none, or where it could mean two numbers.

    Examples
    --------
    >>> read_number("12 500,5"), read_number("1.234.567,8"), read_number("\N{MINUS SIGN}3")
    (12500.5, 1234567.8, -3.0)
    >>> read_number("1,234"), read_number("1,234", ","), read_number("1,234", ".")
    (None, 1.234, 1234.0)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if not isinstance(value, str):
        return float(value) if math.isfinite(value) else None
    text = _tidy(value)
    if _EITHER.fullmatch(text):
        if decimal is None:
            return None
        other = "," if decimal == "." else "."
        text = text.replace(other, "").replace(decimal, ".")
    elif found := _GROUPED.fullmatch(text):
        text = text.replace(found[1], "").replace(found[2] or ".", ".")
    elif _FRACTION.fullmatch(text):
        text = text.replace(",", ".")
    elif not _PLAIN.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _tidy(text: str) -> str:
    return _BLANKS.sub("", text.strip()).replace("\N{MINUS SIGN}", "-")


def _sign(text: str) -> str | None:
    """Return the decimal sign of a text where it can be no other."""
    if _EITHER.fullmatch(text):
        return None
    if found := _GROUPED.fullmatch(text):
        return "," if found[1] == "." else "."
    found = _FRACTION.fullmatch(text)
    return found[1] if found else None
