"""What an unquoted word in a YAML file means, without YAML's surprises.

Different versions of YAML read ``no``, ``010``, ``12:30`` or ``2024-01-01`` differently.
Here a word that any of them reads as something else than its letters is never guessed
at: it becomes an :class:`Odd` value, which no field accepts, and the reader then says
what to write instead.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["MISSING", "REPORTED", "Odd", "Plain", "looks_like_missing_space", "read_plain"]

OddKind = Literal["nothing", "truth", "date", "digits", "infinite", "reported"]


@dataclass(frozen=True, slots=True)
class Odd:
    """A word that YAML programs read in different ways; no field accepts it.

    Attributes
    ----------
    raw
        The word as it stands in the file.
    kind
        What it may be taken for: ``nothing`` (null, or no value at all), ``truth``
        (yes, no, on, off), ``date``, ``digits`` (a number in an unusual form),
        ``infinite`` (not a finite number), or ``reported`` (its problem is known).
    """

    raw: str
    kind: OddKind


#: What a plain word can be read as.
Plain = str | int | float | bool | Odd

#: Stands where a value has been left out.
MISSING = Odd("", "nothing")
#: Stands where a value has been reported already.
REPORTED = Odd("", "reported")

#: Numbers of more digits than this are not read.
_MOST_DIGITS = 300


def _cases(*words: str) -> list[str]:
    return [form for word in words for form in (word, word.capitalize(), word.upper())]


_WORDS: dict[str, bool | Odd] = {
    "": MISSING,
    **{word: Odd(word, "nothing") for word in ("~", *_cases("null"))},
    **dict.fromkeys(_cases("true"), True),
    **dict.fromkeys(_cases("false"), False),
    **{word: Odd(word, "truth") for word in _cases("yes", "no", "on", "off", "y", "n")},
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?")
_UNUSUAL = re.compile(
    r"""[-+]?(?:
        0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+         # other bases
        | [0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?        # 010, 1_000
        | \.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
        | [0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?           # 12:30 as sixtieths
    )""",
    re.VERBOSE,
)
_SPACELESS = re.compile(r"[a-z][a-z0-9_]*:(?!//)\S")


def read_plain(raw: str) -> Plain:
    """Read an unquoted word.

    Parameters
    ----------
    raw
        The word as the parser gives it.

    Returns
    -------
    str, int, float, bool or Odd
        ``Odd`` when it could be read in several ways.

    Examples
    --------
    >>> [read_plain(word) for word in ("stock", "14", "0.5", "true")]
    ['stock', 14, 0.5, True]
    >>> read_plain("no")
    Odd(raw='no', kind='truth')
    """
    known = _WORDS.get(raw)
    if known is not None:
        return known
    return _read_number(raw) if raw[0] in _NUMBER_STARTS else raw


def _read_number(raw: str) -> Plain:
    if _WHOLE.fullmatch(raw):
        return int(raw) if len(raw) <= _MOST_DIGITS else Odd(raw, "digits")
    if _DECIMAL.fullmatch(raw):
        number = float(raw)
        return number if math.isfinite(number) else Odd(raw, "infinite")
    if _INFINITE.fullmatch(raw):
        return Odd(raw, "infinite")
    if _DATE.fullmatch(raw):
        return Odd(raw, "date")
    return Odd(raw, "digits") if _UNUSUAL.fullmatch(raw) else raw


def looks_like_missing_space(raw: str) -> bool:
    """Whether a word looks like ``key:value`` with the space forgotten."""
    return ":" in raw and _SPACELESS.match(raw) is not None
