"""The catalogues as they are written, for the tests to read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import digisys
from digisys.words import LANGUAGES

LOCALE = Path(digisys.__file__).parent / "locale"
TRANSLATED = LANGUAGES[1:]


@cache
def catalogues(language: str) -> dict[str, Catalog]:
    folder = LOCALE / language / "LC_MESSAGES"
    read = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            read[path.stem] = read_po(file, locale=language)
    return read


def entries(language: str) -> list[tuple[str, Message]]:
    return [
        (domain, message)
        for domain, catalogue in catalogues(language).items()
        for message in catalogue
        if message.id
    ]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
