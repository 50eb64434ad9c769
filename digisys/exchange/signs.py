"""How people write the sign of a link."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from math import isfinite

from digisys.exchange.as_read import Sign

__all__ = ["is_mutual", "number_of", "sign_of", "sign_of_number"]

#: In English, Finnish, Swedish, German, French, Spanish and Portuguese.
_WORDS: dict[Sign, str] = {
    "+": "+ ++ +ve p pos plus positive positively s same increases increase increasing strengthens "
    "adds reinforces samansuuntainen positiivinen vahvistaa lisää positiv samma förstärker ökar "
    "positif positivo positiva même igual",
    "-": "- -- -ve n neg minus negative negatively o opposite decreases decrease decreasing "
    "weakens subtracts vastakkaissuuntainen negatiivinen heikentää vähentää negativ motsatt "
    "försvagar minskar négatif negativo negativa contraire opuesto inverse",
    "?": "? unknown unclear ambiguous none tuntematon epäselvä okänd oklar inconnu both +/- ± 0",
}
_SIGNS: dict[str, Sign] = {word: sign for sign, words in _WORDS.items() for word in words.split()}
#: The sign at each end of an arrow; the two together tell which way it acts.
_SIGNS.update({"+-": "-", "-+": "-"})
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
_PLUSES = re.compile("[\ufe62\uff0b\u2795]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")


@lru_cache(maxsize=10_000)
def sign_of(text: str, *, near: bool = True) -> Sign | None:
    """Read a sign.

    Parameters
    ----------
    text
        Such as ``+``, ``same``, ``Negative`` or ``-0,5``.
    near
        Whether a misspelt word counts.

    Returns
    -------
    str or None
        ``+``, ``-`` or ``?``; None where it is no sign.

    Examples
    --------
    >>> sign_of("Opposite"), sign_of("+-"), sign_of("negatve"), sign_of("-0,5"), sign_of("x")
    ('-', '-', '-', '-', None)
    """
    word = _PLUSES.sub("+", _DASHES.sub("-", text.strip().strip("()[]'\"").strip().casefold()))
    if not word or len(word) > 80:
        return None
    if word in _SIGNS:
        return _SIGNS[word]
    number = number_of(word)
    if number is not None:
        return sign_of_number(number)
    for part in re.split(r"[\s/(),:]+", word):  # such as "weak positive" or "adds to"
        if part in _SIGNS and (len(part) > 2 or part in "+-"):
            return _SIGNS[part]
    if near and len(word) > 4:
        close = get_close_matches(word, [known for known in _SIGNS if len(known) > 4], 1, 0.8)
        return _SIGNS[close[0]] if close else None
    return None


def sign_of_number(number: float) -> Sign:
    """Return the sign of a number; that of 0 is not known."""
    return "+" if number > 0 else "-" if number < 0 else "?"


@lru_cache(maxsize=10_000)
def number_of(text: str) -> float | None:
    """Read a finite number with a decimal point or comma.

    Examples
    --------
    >>> number_of("-0,5"), number_of("1.5e2"), number_of("one")
    (-0.5, 150.0, None)
    """
    text = _DASHES.sub("-", text.strip()[:80])
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    return number if isfinite(number) else None


_BOTH_WAYS = (
    "mutual reciprocal bidirectional two-way undirected both vastavuoroinen molemminpuolinen "
    "ömsesidig"
)
_MUTUAL = frozenset(_BOTH_WAYS.split())


@lru_cache(maxsize=10_000)
def is_mutual(text: str) -> bool:
    """Tell whether a word says that an arrow points both ways.

    Examples
    --------
    >>> is_mutual("Reciprocal influence"), is_mutual("directed")
    (True, False)
    """
    return not _MUTUAL.isdisjoint(text[:200].casefold().split())
