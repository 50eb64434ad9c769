"""The words of files on services, in English, Finnish and Swedish."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.io.tables.header import same_word
from digisys.io.tables.kinds import Kind
from digisys.io.tables.table import Value

__all__ = ["KINDS", "does_not_apply"]

_SERVICE = ("service", "palvelu", "palvelun tunnus", "tjänst")
_NAME = ("name", "nimi", "namn", "label")
_ORGANISATION = ("organisation", "organization", "organisaatio")
_EVENT = (
    *("event", "life event", "business event", "tapahtuma", "elämäntapahtuma"),
    *("liiketoimintatilanne", "liiketoimintatapahtuma", "händelse", "livshändelse"),
    "företagshändelse",
)
_DATE = (
    *("date", "day", "päivä", "päiväys", "päivämäärä", "pvm", "ajankohta", "aika", "datum"),
    *("dag", "tid"),
)
_PERIOD = ("period", "jakso", "ajanjakso", "kausi", "vuosi", "kuukausi", "year", "month", "år")
_CHANNEL = ("channel", "kanava", "asiointikanava", "kanal")
_CRITERION = ("criterion", "kriteeri", "kriterium")
_STATEMENT = ("statement", "väite", "väittämä", "påstående")
_REMARK = (
    "remark",
    "note",
    "comment",
    "huomautus",
    "huomio",
    "kommentti",
    "anmärkning",
    "notering",
)
_DIGITAL = ("digital", "digitaalinen", "sähköinen")

KINDS = (
    Kind(
        "ratings",
        {
            "service": _SERVICE,
            "stars": ("stars", "tähdet", "tähteä", "stjärnor", "rating", "arvosana"),
            "date": (*_DATE, *_PERIOD),
            "question": ("question", "kysymys", "fråga"),
            "text": (
                "text",
                "teksti",
                "feedback",
                "palaute",
                "vapaa palaute",
                "respons",
                "fritext",
            ),
            "count": ("count", "number", "määrä", "lukumäärä", "kpl", "antal"),
        },
        (("service",), ("stars",)),
        ("stars", "count"),
    ),
    Kind(
        "usage",
        {
            "service": _SERVICE,
            "channel": _CHANNEL,
            "period": (*_PERIOD, *_DATE),
            "count": (
                *("count", "number", "transactions", "volume", "määrä", "lukumäärä", "kpl"),
                *("asiointeja", "antal", "ärenden", "volym"),
            ),
            "unit": ("unit", "yksikkö", "enhet"),
            "estimate": ("estimate", "estimated", "arvio", "uppskattning", "uppskattad"),
            "digital": _DIGITAL,
        },
        (("service",), ("channel",), ("period",), ("count",)),
        ("count",),
    ),
    Kind(
        "goals",
        {
            "service": _SERVICE,
            "period": (*_PERIOD, *_DATE),
            "goal": ("goal", "target", "digital share", "tavoite", "mål"),
            "unit": ("unit", "yksikkö", "enhet"),
        },
        (("service",), ("goal",), ("period",)),
        ("goal",),
    ),
    Kind("channels", {"channel": _CHANNEL, "digital": _DIGITAL}, (("channel",), ("digital",))),
    Kind(
        "answers",
        {
            "service": _SERVICE,
            "criterion": _CRITERION,
            "statement": _STATEMENT,
            "answer": ("answer", "vastaus", "svar"),
            "remark": _REMARK,
            "date": _DATE,
            "assessors": ("assessors", "assessed by", "arvioijat", "arvioitsijat", "bedömare"),
        },
        (("service",), ("criterion", "statement"), ("answer",)),
    ),
    Kind(
        "statements",
        {
            "statement": (*_STATEMENT, "id", "tunnus"),
            "criterion": _CRITERION,
            "text": ("text", "teksti", "wording", "sanamuoto", "ordalydelse", "väitteen teksti"),
        },
        (("criterion",), ("statement",), ("text",)),
    ),
    Kind(
        "services",
        {
            "service": (*_SERVICE, "id", "tunnus"),
            "name": _NAME,
            "organisation": _ORGANISATION,
            "event": _EVENT,
            "proposed": ("proposed", "ehdotettu", "föreslagen"),
            "catalogue": ("catalogue", "ptv", "palvelutietovaranto", "servicedatalagret"),
            "customers": ("customers", "customer group", "asiakasryhmä", "kundgrupp"),
            "decision": ("decision", "päätös", "johdon päätös", "beslut"),
            "interface": ("interface", "rajapinta", "gränssnitt"),
            "published": ("published", "results published", "julkaistu", "publicerad"),
        },
        (
            ("service",),
            ("name", "organisation", "event", "proposed", "catalogue", "customers", "decision"),
        ),
    ),
)

_NOT_FITTING: Mapping[str, bool] = dict.fromkeys(
    map(
        same_word,
        (
            *("does not apply", "not applicable", "not fitting", "ei koske", "ei sovellu"),
            *("gäller inte", "ej tillämplig", "ei sovelleta"),
        ),
    ),
    True,
)


def does_not_apply(value: Value) -> bool:
    """Tell whether a cell says that something does not apply.

    Examples
    --------
    >>> does_not_apply("Ei koske"), does_not_apply("no")
    (True, False)
    """
    return isinstance(value, str) and same_word(value) in _NOT_FITTING
