"""The page understands plain questions as the library does, and acts on them."""

from __future__ import annotations

import pytest

import digisys
from digisys.analysis.asking.understand import understand
from digisys.schema import Model
from tests.asking.phrasings import read_phrasings
from tests.explorer.javascript import Page

LANGUAGES = ("fi", "sv", "en")


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def page(compass: Model) -> Page:
    page = Page(compass)
    page.context.eval("const ready = readyToAsk(model);")
    return page


def questions(language: str) -> list[str]:
    """The phrasings of a language; of some also with a word too many, and cut short."""
    files = [f"{name}.{language}" for name in ("phrasings", "unseen")]
    texts = [phrasing.text for file in files for phrasing in read_phrasings(file)]
    return texts + [f"{text} xyzzy" for text in texts[::9]] + [text[:-3] for text in texts[::7]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrasing_is_understood_alike(page: Page, compass: Model, language: str):
    """Also what is offered, and which words are not known."""
    texts = questions(language)
    told = page.ask(
        "texts.map((text) => understand(ready, text, tried))", texts=texts, tried=language
    )
    for text, shown in zip(texts, told, strict=True):
        assert shown == understand(compass, text, language).to_dict()


def test_odd_texts_are_understood_alike(page: Page, compass: Model):
    texts = [
        "",
        "?",
        "→ →",
        "мир во всём",
        "14 " * 100,
        "ÄÖ å",
        "constructor toString",
        "N 0= what",
    ]
    texts += ["14:ään", "tavoite 14:n vaikutus 11:een", "T14", "İstanbul ß", "a->b", "R1a R1"]
    for text in texts:
        shown = page.ask("understand(ready, text, 'sv')", text=text)
        assert shown == understand(compass, text, "sv").to_dict(), text
