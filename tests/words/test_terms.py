"""The catalogues keep to the words of the glossary, and to its way of writing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.words.catalogues import TRANSLATED, catalogues, entries, forms

GLOSSARY = Path(__file__).parents[2] / "docs" / "develop" / "glossary.md"
#: Words that are the same in Swedish as in English.
COGNATES = {
    *("Problem", "Text", "Median", "erosion", "Presentation", "Scenario", "Zoom"),
    *("SCENARIO", "TEXT", "cell {cell}", "Organisation", "{count} observation"),
    *("Period", "{count} organisation", "{count} scenario"),
    # Heads of forms.
    *("digital", "organisation", "text", "period"),
    *("Program", "Scenario: {name}"),
}


def avoided(language: str) -> list[str]:
    """Read the words that the glossary does not use in a language."""
    found = []
    for line in GLOSSARY.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4:
            for part in cells[3].split(";"):
                tongue, _, words = part.strip().partition(":")
                found += words.split(",") if tongue == language else []
    return [word.strip() for word in found]


def pattern(word: str) -> re.Pattern[str]:
    """Match a word, or with a hyphen any word that begins so."""
    stem, ending = re.escape(word.removesuffix("-")), "" if word.endswith("-") else r"(?!\w)"
    return re.compile(rf"(?<![\w-]){stem}{ending}", re.IGNORECASE)


def stops(text: str) -> bool:
    return text.endswith(".")


@pytest.mark.parametrize("language", TRANSLATED)
def test_one_word_for_one_concept(language: str) -> None:
    words = {word: pattern(word) for word in avoided(language)}
    assert len(words) > 8
    found = [
        (domain, word, text)
        for domain, message in entries(language)
        for text in forms(message.string)
        for word, wanted in words.items()
        if wanted.search(re.sub(r"\{\w*\}", "", text))
    ]
    assert not found


def test_a_word_of_another_term_is_found() -> None:
    assert pattern("näkymäs-").search("Tässä näkymässä ei ole mitään")
    assert pattern("alue").search("”X” ei ole alue.")
    assert not pattern("alue").search("”X” ei ole osa-alue.")
    assert not pattern("vy").search("vyöt")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_sentence_ends_as_the_english_one(language: str) -> None:
    wrong = [
        (domain, english, text)
        for domain, message in entries(language)
        for english, text in zip(forms(message.id), forms(message.string), strict=True)
        if stops(english) != stops(text)
    ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(language: str) -> None:
    same = {
        text
        for _, message in entries(language)
        for english, text in zip(forms(message.id), forms(message.string), strict=True)
        if english == text and re.search("[A-Za-z]{3}", re.sub(r"\{\w*\}", "", text))
    }
    assert same <= (COGNATES if language == "sv" else set())


@pytest.mark.parametrize("language", TRANSLATED)
def test_spaces_are_single_and_inside(language: str) -> None:
    for domain in catalogues(language).values():
        for message in domain:
            for english, text in zip(forms(message.id), forms(message.string), strict=True):
                if message.id:
                    assert "  " not in text
                    assert (text != text.strip()) == (english != english.strip()), text


#: Titles and words that readers stumbled over, and what stands in their place elsewhere.
RETIRED = {
    "en": ("for good", "Weakest evidence: Loop table"),
    "fi": (
        *("Mukana:", "Omat sysäykset", "Näin lähdettä luettiin", "Varantojen kuluminen"),
        *("Puolet v.", "Mikä vaikuttaa? Kohde", "tähän vaikuttaa", "Ota mukaan:"),
        *("Arvonnat:", "Paranee 100", "Varmuus:", "Vipu", "selvästi todet", "? Kohde:"),
        "Vahvistaako vai heikentääkö",
    ),
    "sv": (
        *("tolkningsbart samband", "Säkerhet:", "Dragningar", "Omfattar:", "sme-företag"),
        *("Iakttagelse", "Stärker eller försvagar:"),
    ),
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_titles_that_readers_stumbled_over_do_not_come_back(language: str) -> None:
    texts = [text for _, message in entries(language) for text in forms(message.string)]
    assert not [text for text in texts for old in RETIRED[language] if old in text]


def test_english_titles_that_readers_stumbled_over_do_not_come_back() -> None:
    texts = [text for _, message in entries("fi") for text in forms(message.id)]
    assert not [text for text in texts for old in RETIRED["en"] if old in text]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_labels_of_the_model_are_the_words_that_were_weighed(language: str) -> None:
    """As docs/reference/model.md lists them: each choice stands in a label, with its reason."""
    import digisys

    model = digisys.load("digikompassi")
    every = (*model.variables.values(), *model.targets.values())
    texts = [
        text.text(language).casefold()
        for item in every
        for text in (getattr(item, "label", None), getattr(item, "title", None), item.short_label)
        if text is not None
    ]
    said = " | ".join(texts)
    words = {
        "fi": ("olemassa olevien palveluiden automatisointi", "osallisuus", "kokonaisturvallis"),
        "sv": ("räckvidden för och tillgången till", "informationslager", "övergripande säker"),
        "en": ("participation", "digital literacy", "comprehensive"),
    }[language]
    assert all(word in said for word in words)
    retired = {
        "fi": ("olemassaolevien",),
        "sv": (
            "tillgänglighet",
            "informationsresurser",
            "säkra offentliga",
            "sme-",
            "tolkningsbar",
        ),
        "en": ("secure public services",),
    }[language]
    assert not [word for word in retired if word in said]
