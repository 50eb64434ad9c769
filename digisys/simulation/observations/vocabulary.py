"""The words of files of observations, in English, Finnish and Swedish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from digisys.io.tables.header import same_word
from digisys.io.tables.table import Value

__all__ = ["COLUMNS", "SCALE_COLUMNS", "Kind", "kind_of", "unit_of"]

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


def unit_of(value: Value) -> str:
    """Return a unit as it is compared; per cent and shares by one name each.

    Examples
    --------
    >>> unit_of("Prosenttia"), unit_of("henkilöä"), unit_of(None)
    ('%', 'henkilöä', '')
    """
    text = "" if value is None else " ".join(str(value).casefold().split())
    return _UNITS.get(text, text)
