"""Languages with a region or a script: each reader gets the nearest words that there are."""

from __future__ import annotations

import pytest

from digisys import load, load_scenario
from digisys.cli.main import main
from digisys.report.page.make import make_page
from digisys.report.page.packed import data_of_page
from digisys.schema import Text
from digisys.words import language_tag, nearest_language, own_language, say, say_number, say_share
from tests.explorer.javascript import Page
from tests.tiny import model_of

MODEL = """schema: 1
id: regions
title: {sv-FI: Karta, en-GB: Map}
languages: [sv-FI, en-GB]
variables:
  labour: {label: {sv-FI: Arbete, en-GB: Labour}}
  trust: {label: {sv-FI: Tillit, en-GB: Trust}, role: stock}
links:
  - {from: labour, to: trust, polarity: positive}
"""
NEAREST = [
    ("en-GB", ["fi", "en-GB", "en"], "en-GB"),
    ("en-GB", ["fi", "en"], "en"),
    ("en", ["fi", "en-GB"], "en-GB"),
    ("zh-Hant-TW", ["zh", "zh-Hant"], "zh-Hant"),
    ("zh-Hant-TW", ["fi", "zh-Hans"], "zh-Hans"),
    ("sv-FI", ["fi", "en-US"], "en-US"),
    ("sv-FI", ["fi", "de"], "fi"),
]


@pytest.mark.parametrize(("wanted", "given", "found"), NEAREST)
def test_the_nearest_language(wanted, given, found):
    assert nearest_language(wanted, given) == found
    assert Text({code: f"in {code}" for code in given}).text(wanted) == f"in {found}"


@pytest.mark.parametrize(("wanted", "given", "found"), NEAREST)
def test_the_page_chooses_the_same(page, wanted, given, found):
    assert page.ask("nearestLanguage(wanted, given)", wanted=wanted, given=given) == found


@pytest.fixture(scope="module")
def page():
    return Page(model_of("a + b"))


def test_nothing_is_nearest_where_there_is_none():
    assert nearest_language("fi", []) is None


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("FI", "fi"),
        ("en_gb", "en-GB"),
        ("SR-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("e", None),
        ("../fi", None),
        ("en-GB-oxendict-x", None),
    ],
)
def test_a_tag_is_written_as_in_models(written, tag):
    assert language_tag(written) == tag


def test_our_own_words_are_in_the_language_without_its_region():
    assert [own_language(tag) for tag in ("fi-FI", "sv-FI", "en-GB", "de-AT")] == [
        *("fi", "sv", "en", "en")
    ]
    assert say("Areas: none".partition(":")[0], "sv-FI") == say("Areas", "sv")
    assert say_number(0.5, "sv-FI") == "0,5"
    assert say_share(0.5, "fi-FI") == "50\u00a0%"
    assert say_number(0.5, "en-GB") == "0.5"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "regions.yaml"
    path.write_text(MODEL, encoding="utf-8")
    return str(path)


def ask(capsys, *words):
    code = main(words)
    shown, told = capsys.readouterr()
    return code, shown.partition("\n")[0] or told


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ((), "Vad påverkas av ”Arbete”?"),
        (("-l", "sv"), "Vad påverkas av ”Arbete”?"),
        (("-l", "en-GB"), "What does “Labour” influence?"),
        (("-l", "EN_us"), "What does “Labour” influence?"),
        (("-l", "fi"), "Mihin ”Labour” vaikuttaa?"),
    ],
)
def test_commands_answer_in_the_nearest_language(file, capsys, language, line):
    assert ask(capsys, "influence", "labour", "-m", file, *language) == (0, line)


def test_a_language_that_is_neither_the_models_nor_ours_is_refused(file, capsys):
    code, told = ask(capsys, "influence", "labour", "-m", file, "-l", "de")
    assert code == 1
    assert "”de”" in told
    assert "fi, sv, en, sv-FI, en-GB" in told


def test_what_is_no_language_is_refused(file, capsys):
    code, told = ask(capsys, "influence", "labour", "-m", file, "-l", "English")
    assert (code, "fi, sv, en" in told) == (2, True)


def test_the_faults_of_a_file_are_told_in_its_language(tmp_path, capsys):
    path = tmp_path / "broken.yaml"
    path.write_text(MODEL.replace("polarity", "polarty"), encoding="utf-8")
    assert "Menade du polarity?" in ask(capsys, "check", str(path))[1]


def test_a_page_speaks_the_languages_of_its_model(file):
    page = make_page(load(file), language="sv")
    assert page.language == "sv-FI"
    assert '<html lang="sv-FI"' in page.html
    data = data_of_page(page.html)
    # The page's own English is that of all kinds of English: it is written once.
    assert list(data["words"]["by"]) == ["sv-FI"]
    texts = dict(zip(data["words"]["texts"], data["words"]["by"]["sv-FI"][0], strict=True))
    assert texts["effects"] == say("effects", "sv")


def test_a_scenario_in_other_languages_is_told_in_the_nearest(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "schema: 1\nid: s\nlanguages: [en-GB, fi]\ntitle: {en-GB: Labour, fi: Työ}\n",
        encoding="utf-8",
    )
    title = load_scenario(path).title
    assert (title.text("en"), title.text("fi-FI"), title.text("sv")) == ("Labour", "Työ", "Labour")
