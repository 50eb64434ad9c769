"""Names of commands that people guess, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.graph.folding import fold

__all__ = ["ALIASES", "HELP_WORDS", "canonical", "guessed_names", "is_help", "languages_of"]

#: By language and command; the first is shown beside the command.
ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "ask": ("question",),
        "influence": ("effects", "affects", "impact"),
        "causes": ("drivers", "why"),
        "chains": ("paths", "routes"),
        "loops": ("feedback", "loop"),
        "show": ("what", "info"),
        "targets": ("goals", "target"),
        "variables": ("variable",),
        "links": ("connections", "link"),
        "simulate": ("simulation",),
        "draw": ("picture", "map"),
        "report": ("memo", "slides"),
        "check": ("validate",),
    },
    "fi": {
        "ask": ("kysy", "kysymys"),
        "influence": ("vaikutus", "vaikutukset", "vaikuttaa"),
        "causes": ("syyt", "syy", "tekijät"),
        "chains": ("ketjut", "ketju", "polut"),
        "loops": ("silmukat", "silmukka", "takaisinkytkennät"),
        "matrix": ("matriisi", "ristivaikutukset"),
        "cut": ("katkaise", "katko"),
        "press": ("muutos", "pysyvä-muutos"),
        "robust": ("varmuus", "vaikutuskeinot"),
        "questions": ("avoimet-kysymykset", "kysymykset"),
        "events": ("tapahtumat", "elämäntapahtumat"),
        "quality": ("laatu",),
        "services": ("palvelut", "tiekartta"),
        "measures": ("mittarit", "tunnusluvut"),
        "show": ("näytä", "mikä"),
        "themes": ("teemat", "teema"),
        "actions": ("toimet",),
        "models": ("mallit",),
        "targets": ("tavoitteet", "tavoite"),
        "areas": ("osa-alueet", "alueet"),
        "variables": ("muuttujat", "muuttuja"),
        "links": ("vaikutussuhteet", "nuolet"),
        "sources": ("lähteet", "perusteet"),
        "check": ("tarkista",),
        "draw": ("piirrä", "kuva", "kartta"),
        "describe": ("kuvaile",),
        "page": ("sivu", "verkkosivu"),
        "report": ("muistio", "raportti", "diat"),
        "explore": ("tutki", "selaa"),
        "simulate": ("simuloi", "simulointi"),
        "compare": ("vertaa", "vertailu"),
        "scenarios": ("skenaariot",),
        "convert": ("muunna",),
        "export": ("vie",),
        "language": ("kieli",),
    },
    "sv": {
        "ask": ("fråga",),
        "influence": ("påverkan", "påverkar", "verkan"),
        "causes": ("orsaker", "orsak"),
        "chains": ("kedjor", "kedja"),
        "loops": ("slingor", "slinga", "återkopplingar"),
        "matrix": ("matris",),
        "cut": ("bryt",),
        "press": ("ändring",),
        "robust": ("säkerhet", "hävstänger"),
        "questions": ("frågor", "öppna-frågor"),
        "events": ("händelser", "livshändelser"),
        "quality": ("kvalitet",),
        "services": ("tjänster", "färdplan"),
        "measures": ("mått",),
        "show": ("visa", "vad"),
        "themes": ("teman", "tema"),
        "actions": ("åtgärder",),
        "models": ("modeller",),
        "targets": ("mål",),
        "areas": ("delområden",),
        "variables": ("variabler",),
        "links": ("samband",),
        "sources": ("källor", "belägg"),
        "check": ("granska", "kontrollera"),
        "draw": ("rita", "bild", "karta"),
        "describe": ("beskriv",),
        "page": ("sida", "webbsida"),
        "report": ("promemoria", "rapport"),
        "explore": ("utforska",),
        "simulate": ("simulera", "simulering"),
        "compare": ("jämför", "jämförelse"),
        "scenarios": ("scenarier",),
        "convert": ("omvandla", "konvertera"),
        "export": ("exportera",),
        "language": ("språk",),
    },
}

#: Words that ask for help, by language.
HELP_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("help",),
    "fi": ("apua", "ohje", "apu"),
    "sv": ("hjälp",),
}


def canonical(word: str) -> str | None:
    """Return the command that a guessed name stands for; None if it is no such name.

    Examples
    --------
    >>> canonical("vaikutus"), canonical("Påverkan"), canonical("influence")
    ('influence', 'influence', None)
    """
    folded = fold(word)
    for commands in ALIASES.values():
        for command, names in commands.items():
            if folded in map(fold, names):
                return command
    return None


def guessed_names(language: str, command: str | None = None) -> tuple[str, ...]:
    """Return the guessed names of a command in a language; of every command when absent."""
    commands = ALIASES.get(language, {})
    if command is not None:
        return commands.get(command, ())
    every = (*commands.values(), *(names for other in ALIASES.values() for names in other.values()))
    return tuple(dict.fromkeys(name for names in every for name in names))


def is_help(word: str) -> bool:
    """Tell whether a word asks for help.

    Examples
    --------
    >>> is_help("apua"), is_help("influence")
    (True, False)
    """
    folded = fold(word)
    return any(folded in map(fold, names) for names in HELP_WORDS.values())


def languages_of(word: str) -> tuple[str, ...]:
    """Return the languages that a guessed name, or a word for help, is of.

    Examples
    --------
    >>> languages_of("syyt"), languages_of("hjälp"), languages_of("influence")
    (('fi',), ('sv',), ())
    """
    folded = fold(word)
    return tuple(
        language
        for language, commands in ALIASES.items()
        if folded
        in map(
            fold, (*HELP_WORDS[language], *(name for names in commands.values() for name in names))
        )
    )
