"""Ids that the page makes of labels are those that the library makes."""

from __future__ import annotations

import re
from functools import cache

import pytest

from digisys.exchange.ids import slug, unique_ids
from tests.analysis.graphs import random_model
from tests.explorer.editing import HOSTILE
from tests.explorer.javascript import Page

#: Scripts that the page reads as the library does.
ALIKE = [
    "Luottamus yhteiskuntaan", "Työn tuottavuus (%)", "Åland", "Ærø", "Łódź", "Straße", "İstanbul",
    "ısı", "Đorđe", "Þór", "Ŋuŋ", "naïve café", "Доверие", "Жизнь и щастье", "Объём", "Їжак", "Ђак",
    "Τάξη", "Ευχαριστώ", "Ψυχή", "信頼", "信頼 安全", "2nd wave", "  ", "!!!", "🙂 smile", "A" * 90,
    "one two three " * 9, "½ price", "x²", "Ⅳ", "ﬁne", "co-operation", "a_b__c", "e\u0301",
]  # fmt: skip
#: Scripts of whose letters only the library knows the sounds.
APART = ["שלום", "سلام", "ひらがな", "こんにちは", "नमस्ते", "สวัสดี", "გამარჯობა", "한국어"]


@cache
def page() -> Page:
    return Page(random_model(2, 1, 1))


@pytest.mark.parametrize("label", [*ALIKE, *(text for text in HOSTILE if text.isascii())])
def test_ids_are_those_of_the_library(label: str):
    assert page().ask("slug(label)", label=label) == slug(label)


@pytest.mark.parametrize("label", APART)
def test_other_letters_give_an_id_of_their_numbers(label: str):
    made = page().ask("slug(label)", label=label)
    assert re.fullmatch(r"u[0-9a-f]+(_u[0-9a-f]+)*", made)


def test_the_second_of_a_kind_gets_a_number():
    labels = ["Trust", "trust!", "Use", "TRUST"]
    made = page().ask(
        """labels.reduce(
          (taken, label) => [...taken, uniqueId(label, (id) => taken.includes(id))], [])""",
        labels=labels,
    )
    assert tuple(made) == unique_ids(labels)
