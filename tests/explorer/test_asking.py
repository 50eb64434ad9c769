"""The page understands plain questions as the library does, and acts on them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from digisys.analysis.asking.understand import understand
from digisys.schema import Model
from tests.asking.phrasings import read_phrasings
from tests.explorer.javascript import Page

LANGUAGES = ("fi", "sv", "en")


@pytest.fixture(scope="module")
def asked(compass: Model) -> Page:
    page = Page(compass)
    page.context.eval("const ready = readyToAsk(model);")
    return page


def questions(language: str) -> list[str]:
    """The phrasings of a language; of some also with a word too many, and cut short."""
    files = [f"{name}.{language}" for name in ("phrasings", "unseen", "later")]
    texts = [phrasing.text for file in files for phrasing in read_phrasings(file)]
    return texts + [f"{text} xyzzy" for text in texts[::20]] + [text[:-3] for text in texts[::20]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrasing_is_understood_alike(asked: Page, compass: Model, language: str):
    """Also what is offered, and which words are not known."""
    texts = questions(language)
    told = asked.ask(
        "texts.map((text) => understand(ready, text, tried))", texts=texts, tried=language
    )
    for text, shown in zip(texts, told, strict=True):
        assert shown == understand(compass, text, language).to_dict()


def test_odd_texts_are_understood_alike(asked: Page, compass: Model):
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
        shown = asked.ask("understand(ready, text, 'sv')", text=text)
        assert shown == understand(compass, text, "sv").to_dict(), text


#: What is typed, and what stands in the address once it is answered.
ANSWERED = [
    ("mihin tavoite 14 vaikuttaa?", "#target-14&dir=effects"),
    ("mikä vaikuttaa luottamukseen?", "#variable-trust_in_society&dir=causes"),
    ("how does target 14 influence target 11?", "#target-14&to=target-11"),
    ("vad är R1?", "#loop-R1"),
    ("what if trust falls", "push=trust_in_society:-0.5"),
    ("which loops is trust in?", "#variable-trust_in_society"),
]


def test_the_page_answers_plain_questions(open_page):
    page = open_page("lang=fi")
    for typed, address in ANSWERED:
        page.fill("#search", typed)
        first = page.locator("#search-list [role=option]").first
        expect(first.locator(".suggestion-kind")).to_have_text("Vastaa tähän kysymykseen")
        page.focus("#search")
        page.keyboard.press("Enter")
        expect(page.locator("#search")).to_have_value("")
        shown = page.evaluate("decodeURIComponent(location.hash)")
        assert all(part in shown for part in address.split("&") if part != "dir=effects"), shown


def test_the_page_asks_back(open_page, check_axe):
    page = open_page("lang=sv")
    page.fill("#search", "vad påverkar mål 14?")
    kinds = page.locator("#search-list .suggestion-kind")
    expect(kinds).to_have_text(["Menade du det här?", "Menade du det här?"])
    check_axe(page)
    # What is guessed is shown first, and taken only when it is chosen.
    page.press("#search", "Enter")
    expect(page.locator("#search")).to_have_value("vad påverkar mål 14?")
    expect(page.locator('#search-list [aria-selected="true"]')).to_have_count(1)
    page.press("#search", "Enter")
    expect(page.locator("#answer-title")).to_contain_text("14 ")
    page.fill("#search", "vad kostar mål 99?")
    expect(page.locator("#search-note")).to_contain_text("Det här förstods inte. Du kan fråga ")
    expect(page.locator("#live")).to_contain_text("Det här förstods inte.")
    check_axe(page)
    page.press("#search", "Escape")
    expect(page.locator("#search-note")).to_be_hidden()


def test_chains_asked_for_are_the_first_answer_whichever_way_was_looked_before(open_page):
    page = open_page("variable-trust_in_society&dir=causes&lang=en")
    page.fill("#search", "how does target 14 influence target 10?")
    page.press("#search", "Enter")
    expect(page.locator("#answer .conclusion").first).to_contain_text("from target 14 to target 10")
    expect(page.locator("#answer .chain-list li")).to_have_count(5)


def test_what_one_may_ask_is_shown_and_can_be_pressed(open_page):
    page = open_page("lang=fi")
    page.click('[data-focus="ask-0"]')
    expect(page.locator("#question-effects")).to_contain_text("Mihin tavoite 14 ")
    page.click('[data-focus="clear"]')
    page.click('[data-focus="ask-2"]')
    expect(page.locator("#answer-title")).to_contain_text("+0,50")
    expect(page.locator("#answer-title")).to_be_focused()
