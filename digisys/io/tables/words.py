"""Words of cells: yes and no, and that there is no value, in three languages."""

from __future__ import annotations

from digisys.io.tables.header import same_word
from digisys.io.tables.table import Value

__all__ = ["is_no_data", "truth"]

_YES = ("yes", "true", "kyllä", "on", "tosi", "ja", "sant", "x", "1")
_NO = ("no", "false", "ei", "epätosi", "nej", "falskt", "0")
_TRUTH = {same_word(word): True for word in _YES} | {same_word(word): False for word in _NO}
#: Words and signs for a value that is not there. None of them is zero.
_NO_DATA = frozenset(
    [
        *("", "-", "–", "—", ".", "..", "...", "…", ":", "?", "na", "n/a", "#n/a", "nan", "null"),
        *("none", "no data", "not available", "missing", "ei tietoa", "ei saatavilla", "puuttuu"),
        *("ingen uppgift", "uppgift saknas", "saknas", "inga data"),
    ]
)


def truth(value: Value) -> bool | None:
    """Return what a word for yes or no says; None for any other.

    Examples
    --------
    >>> truth("Kyllä"), truth(0), truth("perhaps")
    (True, False, None)
    """
    return None if value is None else _TRUTH.get(same_word(value))


def is_no_data(value: Value) -> bool:
    """Tell whether a cell says that there is no value.

    Examples
    --------
    >>> is_no_data(".."), is_no_data("Ei tietoa"), is_no_data(0)
    (True, True, False)
    """
    return value is None or (isinstance(value, str) and value.casefold().strip() in _NO_DATA)
