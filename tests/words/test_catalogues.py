"""Every word that a user can see is translated, everywhere and in the same way.

The words are the literal texts of ``say``, ``say_count``, ``Message``, ``Counted`` and ``N_``
in Python (inside f-strings too, where extraction tools do not look), and those of ``say`` and
``sayCount`` in the page's JavaScript. All domains of a language count as one, as they do
at run time.
"""

from __future__ import annotations

import ast
import gettext
import importlib.util
import io
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

import digisys
from digisys.catalogue import compile_catalogue, compiled_file
from digisys.report.page.words import find_words
from digisys.words import say, say_count
from tests.words.catalogues import LOCALE, TRANSLATED, catalogues, entries, forms

PACKAGE = Path(digisys.__file__).parent
#: How many texts each of these takes first: one, or one for one thing and one for several.
KEYWORDS = {"say": 1, "say_count": 2, "Message": 1, "Counted": 2, "N_": 1}
#: Packages whose own words are translated too, as they appear in our help texts.
GUESTS = ("click", "typer")

Words = dict[str, tuple[str, ...]]


def literal(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def extract(path: Path) -> Words:
    """Find the texts of a module: the English singular, and all its forms."""
    found: Words = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = tuple(map(literal, node.args[: KEYWORDS.get(called, 0)]))
            if texts and all(texts):
                found[texts[0]] = max(found.get(texts[0], ()), texts, key=len)
    return found


@cache
def words_of_code() -> Words:
    found: Words = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for one, texts in extract(path).items():
            found[one] = max(found.get(one, ()), texts, key=len)
    for script in sorted((PACKAGE / "report").rglob("*.js")):
        texts, counted = find_words(script.read_text("utf-8"))
        found |= {text: (text,) for text in texts} | {pair[0]: pair for pair in counted}
    return found


@cache
def words_of_guests() -> set[str]:
    """Find everything that the guests may say; they mark only a part of it."""
    found = set()
    for name in GUESTS:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        for path in sorted(Path(spec.origin).parent.rglob("*.py")):
            found |= {literal(node) for node in ast.walk(ast.parse(path.read_text("utf-8")))}
    return found


def braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_the_code_says_something() -> None:
    assert len(words_of_code()) > 100
    assert ("{count} problem found.", "{count} problems found.") in words_of_code().values()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_is_translated(language: str) -> None:
    known = {forms(message.id) for _, message in entries(language) if all(forms(message.string))}
    singles = {each[0] for each in known}
    missing = [
        each for one, each in words_of_code().items() if each not in known and one not in singles
    ]
    assert not missing, f"no {language} translation: {missing}"
    uncounted = [each for each in words_of_code().values() if len(each) == 2 and each not in known]
    assert not uncounted, f"no {language} translation for a count: {uncounted}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    said = words_of_code().keys() | words_of_guests()
    stale = [
        (domain, message.id)
        for domain, message in entries(language)
        if forms(message.id)[0] not in said
    ]
    assert not stale, f"no longer said: {stale}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_same_braces(language: str) -> None:
    wrong = []
    for domain, message in entries(language):
        wanted = [braces(form) for form in forms(message.id)]
        wrong += [
            (domain, message.id, text)
            for text in forms(message.string)
            if text and braces(text) not in wanted
        ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_fuzzy_or_obsolete(language: str) -> None:
    assert not [message.id for _, message in entries(language) if message.fuzzy]
    assert not [name for name, each in catalogues(language).items() if each.obsolete]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_text_is_translated_in_one_way(language: str) -> None:
    """Domains are joined, so the same text in two of them must read the same."""
    seen = defaultdict(set)
    for _, message in entries(language):
        seen[forms(message.id)[0]].add(forms(message.string))
    assert not {text: ways for text, ways in seen.items() if len(ways) > 1}


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_are_compiled_as_the_standard_tool_does(language: str) -> None:
    for domain, catalogue in catalogues(language).items():
        expected = io.BytesIO()
        write_mo(expected, catalogue)
        expected.seek(0)
        text = (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").read_text("utf-8")
        ours = gettext.GNUTranslations(io.BytesIO(compile_catalogue(text)))
        theirs = gettext.GNUTranslations(expected)
        assert {k: v for k, v in ours._catalog.items() if k} == {
            k: v for k, v in theirs._catalog.items() if k
        }
        assert ours.ngettext("{count} step", "{count} steps", 2) != "{count} steps"


def test_fuzzy_and_empty_translations_are_left_out() -> None:
    text = (
        '#, fuzzy\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        '#, fuzzy\nmsgid "a"\nmsgstr "A"\n\nmsgid "b"\nmsgstr ""\n\n'
        'msgid ""\n"c \\"d\\"\\n"\n"e"\nmsgstr ""\n"C\\\\"\n"E"\n'
    )
    found = gettext.GNUTranslations(io.BytesIO(compile_catalogue(text)))
    assert found.gettext("a") == "a"
    assert found.gettext("b") == "b"
    assert found.gettext('c "d"\ne') == "C\\E"


@pytest.mark.parametrize("language", TRANSLATED)
def test_heads_are_fixed(language: str) -> None:
    for name, catalogue in catalogues(language).items():
        assert str(catalogue.locale) == language, name
        assert catalogue.num_plurals == 2, name
        path = LOCALE / language / "LC_MESSAGES" / f"{name}.po"
        assert "nplurals=2; plural=(n != 1);" in path.read_text("utf-8"), name


@pytest.mark.parametrize("days", [2, -2])
def test_a_changed_catalogue_is_compiled_again(tmp_path: Path, days: int) -> None:
    """In a checkout, what was just written is what is said, wherever the clock jumped."""
    source = tmp_path / "digisys.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    said = []
    for turn, word in enumerate(("ensin", "sitten")):
        source.write_text(f'{head}msgid "first"\nmsgstr "{word}"\n', "utf-8")
        os.utime(source, (10**9 + turn * days * 86400,) * 2)
        compiled = compiled_file(source)
        assert compiled is not None
        with compiled.open("rb") as file:
            said.append(gettext.GNUTranslations(file).gettext("first"))
    assert said == ["ensin", "sitten"]
    before = compiled.stat().st_ino
    assert compiled_file(source) == compiled
    assert compiled.stat().st_ino == before, "compiled again though nothing has changed"


def test_there_is_one_domain() -> None:
    assert {tuple(catalogues(language)) for language in TRANSLATED} == {("digisys",)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_use_the_quotes_of_their_language(language: str) -> None:
    """Finnish and Swedish open and close a quotation with the same sign, ”."""
    wrong = [
        message.string
        for _, message in entries(language)
        if re.search("[“„«»]", str(message.string))
    ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_per_cent_is_written_as_in_each_language(language: str) -> None:
    """English: 90%; Finnish and Swedish: a space that does not break before the sign."""
    for _, message in entries(language):
        assert not any(re.search(r"\d\s+%", form) for form in forms(message.id)), message.id
        wrong = [form for form in forms(message.string) if re.search(r"\d[ ]?%", form)]
        assert not wrong


def test_the_words_are_found_at_run_time() -> None:
    assert say("The file is empty.", "fi") == "Tiedosto on tyhjä."
    assert say("The file is empty.", "sv") == "Filen är tom."
    assert say_count("{count} problem found.", "{count} problems found.", 2, "fi") == (
        "Löytyi 2 ongelmaa."
    )
