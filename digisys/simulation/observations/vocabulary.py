"""The words of files of observations, in English, Finnish and Swedish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from digisys.io.tables.header import same_word
from digisys.io.tables.table import Value

__all__ = ["COLUMNS", "SCALE_COLUMNS", "Kind", "is_no_data", "kind_of", "truth", "unit_of"]

#: What kinds of scales there are.
Kind = Literal["level", "share", "count", "index", "yes/no", "stars", "thresholds"]

#: Columns of observations, and the words that may head them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("indicator", "measure", "indikaattori", "mittari", "indikator", "mått"),
    "variable": ("variable", "muuttuja", "variabel", "target", "tavoite", "mål"),
    "value": ("value", "arvo", "värde"),
    "unit": ("unit", "yksikkö", "enhet"),
    "date": (
        *("date", "year", "time", "päivä", "päiväys", "päivämäärä", "pvm", "vuosi", "aika"),
        *("ajankohta", "datum", "år", "tid", "tidpunkt"),
    ),
    "source": ("source", "lähde", "källa"),
    "organisation": ("organisation", "organization", "organisaatio"),
    "uncertainty": (
        *("uncertainty", "standard deviation", "standard error", "epävarmuus", "keskihajonta"),
        *("keskivirhe", "osäkerhet", "standardavvikelse", "medelfel"),
    ),
}

#: Columns of scales.
SCALE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "indicator": (*COLUMNS["indicator"], "name", "nimi", "namn"),
    "variable": COLUMNS["variable"],
    "scale": ("scale", "asteikko", "skala"),
    "unit": COLUMNS["unit"],
    "low": ("low", "lowest", "minimum", "alin", "pienin", "lägst", "minst"),
    "reference": ("reference", "middle", "baseline", "vertailu", "vertailutaso", "referens"),
    "high": ("high", "highest", "maximum", "ylin", "suurin", "högst", "störst"),
    "thresholds": ("thresholds", "limits", "rajat", "raja arvot", "gränser", "gränsvärden"),
    "inverse": ("inverse", "käänteinen", "omvänd"),
    "uncertainty": COLUMNS["uncertainty"],
}

_KINDS: Mapping[Kind, tuple[str, ...]] = {
    "level": ("level", "taso", "nivå"),
    "share": ("share", "osuus", "andel"),
    "count": ("count", "number", "määrä", "lukumäärä", "antal"),
    "index": ("index", "indeksi"),
    "yes/no": ("yes/no", "kyllä/ei", "ja/nej"),
    "stars": ("stars", "tähdet", "tähteä", "stjärnor"),
    "thresholds": ("thresholds", "rajat", "gränser"),
}
_KIND_OF: Mapping[str, Kind] = {
    same_word(word): kind for kind, words in _KINDS.items() for word in words
}
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
_UNITS = {
    **dict.fromkeys(("%", "percent", "per cent", "prosentti", "prosenttia", "procent"), "%"),
    **dict.fromkeys(("share", "osuus", "andel"), "share"),
}


def kind_of(text: Value) -> Kind | None:
    """Return the kind of scale that a word stands for.

    Examples
    --------
    >>> kind_of("Osuus"), kind_of("ja/nej"), kind_of("kilograms")
    ('share', 'yes/no', None)
    """
    return None if text is None else _KIND_OF.get(same_word(text))


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


def unit_of(value: Value) -> str:
    """Return a unit as it is compared; per cent and shares by one name each.

    Examples
    --------
    >>> unit_of("Prosenttia"), unit_of("henkilöä"), unit_of(None)
    ('%', 'henkilöä', '')
    """
    text = "" if value is None else " ".join(str(value).casefold().split())
    return _UNITS.get(text, text)
