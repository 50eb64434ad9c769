"""Plain questions are understood as people mean them, and asked back where that is not sure."""

from __future__ import annotations

import pytest

import digisys
from digisys.analysis.asking.understand import Question, understand
from digisys.schema import Model
from tests.asking.phrasings import read_phrasings

LANGUAGES = ("fi", "sv", "en")


@pytest.fixture(scope="module")
def model() -> Model:
    return digisys.load("digikompassi")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "share"),
    [("phrasings", 0.9), ("unseen", 0.9), ("later", 0.85), ("officials", 0.9), ("fresh", 0.8)],
)
def test_nine_of_ten_are_right_and_none_is_wrong(
    model: Model, name: str, share: float, language: str
):
    """Whatever the language set: people ask in their own. Later ones did not teach the program."""
    phrasings = read_phrasings(f"{name}.{language}")
    assert len(phrasings) >= (60 if name in ("phrasings", "officials") else 20)
    told = [(each, understand(model, each.text, language).question) for each in phrasings]
    assert not [(each.text, got) for each, got in told if got not in (None, each.meant)]
    right = sum(got == each.meant for each, got in told)
    assert right >= share * len(phrasings), [each.text for each, got in told if got != each.meant]
    for spoken in LANGUAGES:
        for each, got in told[::8]:
            assert understand(model, each.text, spoken).question == got


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_with_a_word_too_many_is_asked_back(model: Model, language: str):
    """No word is overlooked that could turn the meaning."""
    for each in read_phrasings(f"phrasings.{language}")[::3]:
        if each.meant is not None:
            assert understand(model, f"{each.text} xyzzy", language).question is None, each.text


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("mikä vaikuttaa kustannustehokkuuteen?", "causes"),
        ("what do digital services influence", "influence"),
    ],
)
def test_where_two_names_fit_both_are_offered(model: Model, text: str, offered: str):
    understood = understand(model, text)
    assert understood.question is None
    assert {question.kind for question in understood.offered} == {offered}
    assert len(understood.offered) > 1


def test_in_swedish_both_ends_are_offered(model: Model):
    understood = understand(model, "Vad påverkar mål 14?")
    assert understood.question is None
    assert understood.offered == (
        Question("causes", ("target:14",)),
        Question("influence", ("target:14",)),
    )


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("mihin tavoite 14 vaikuttaa?", lambda m: digisys.influence(m, 14)),
        ("what influences trust?", lambda m: digisys.influence(m, "trust", direction="upstream")),
        ("hur påverkar mål 14 mål 11?", lambda m: digisys.chains(m, 14, 11, limit=10)),
        ("which loops is trust in?", lambda m: digisys.find_loops(m, "trust")),
        ("what if trust falls", lambda m: digisys.press(m, "trust", push="down")),
    ],
)
def test_the_answer_is_that_of_the_verb(model: Model, text: str, verb):
    asked = digisys.ask(model, text)
    own = verb(model)
    language = asked.understood.language
    assert asked.answer == own
    assert asked.table().rows == own.table(language).rows
    assert asked.text().endswith(own.text(language))
    assert asked.to_dict()["understood"]["question"]["kind"] == asked.question.kind


def test_examples_and_offers_are_commands_that_work(model: Model, capsys):
    from digisys.cli.main import main

    for text in ("hello", "what does target 14 cost", "vad påverkar mål 14"):
        rows = digisys.ask(model, text).table().rows
        assert rows
        for _, command in rows:
            assert main(command.split()[1:]) == 0
    capsys.readouterr()


def test_a_question_in_any_script_and_length_is_taken(model: Model):
    for text in ("", "?", "→ → →", "мир во всём", "a" * 10_000, "14 " * 500, "N 0= what"):
        assert understand(model, text).question is None
