"""What ``run.py`` says before the catalogues are there, in the same three languages."""

from __future__ import annotations

import re

import pytest

from tests.words.test_terms import avoided, pattern
from tools.messages import TEXTS

LANGUAGES = ("en", "fi", "sv")


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_a_message_says_the_same_in_each_language(key: str) -> None:
    english, *others = TEXTS[key]
    assert all(TEXTS[key])
    for text in others:
        assert text != english
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english))
        assert text.endswith((".", "\n")) == english.endswith((".", "\n"))


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_a_message_fits_a_terminal_and_keeps_to_the_glossary(key: str) -> None:
    for language, text in zip(LANGUAGES, TEXTS[key], strict=True):
        assert max(map(len, text.splitlines())) <= 80
        words = [word for word in avoided(language) if pattern(word).search(text)]
        assert not words, language
