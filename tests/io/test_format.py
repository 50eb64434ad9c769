"""The writer: nothing is lost, and the same model gives the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digisys.errors import OutputError
from digisys.io import (
    bundled_folder,
    format_document,
    format_model,
    load,
    parse_model,
    read_model,
    write_model,
    write_text,
)
from digisys.schema import Model
from digisys.schema.base import WORDS_PATTERN, Frozen, FrozenDict, FrozenMap
from digisys.schema.layout import FARTHEST, LAST_YEAR
from tests.io.reading import TWO, model
from tests.length import examples
from tools.skips import explained

NASTY = [
    "no", "Yes", "on", "y", "N", "1", "-1", "010", "0x1F", "1_000", "12:30", "2024-01-01", "1e5",
    "0.5", ".inf", ".NaN", "null", "~", "true", "=", "<<", "- a", "-", "--- a", "...", "? a", "?",
    ": a", ":", "a: b", "a:", "a :b", "a:b", "http://x.fi/#a", "# a", "a # b", "a#b", "@a", "`a`",
    "%a", "&a", "*a", "!a", "|", ">", "[a]", "{a}", "a, b", "a]", "'a'", '"a"', "it's", 'say "a"',
    "it's \"a\"", "a\\b", "\\", " a", "a ", "a  b", "\ta", "a\tb", "a\nb", "a\n", "\na",
    "a\n\nb", "a\n b", " a\nb", "a \nb", "a\n\n", "\xa0a", "a\xa0", "luotta\xadmus",
    "\u200fa", "😀", "👩\u200d💻",
    "می\u200cخواهم", "ääkköset Åbo", "الثقة", "日本語　", "EU:n raha", "fi:X", "x" * 300,
    "sana " * 60 + "loppu", "# " + "pitkä " * 40 + "#", "pitkä: " * 40 + "x", "- " * 80 + "x",
    "a" * 200 + " " + "b" * 200, "kaksi  väliä " * 20 + "x", "<<<<<<< HEAD", "key:\n  - value",
]  # fmt: skip

TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.text(
        alphabet=st.sampled_from(list("ab :-#'\"\\\n\t[]{},&*!|>%@0~")), min_size=1, max_size=20
    ),
).filter(re.compile(WORDS_PATTERN).search)
NUMBERS = st.floats(min_value=-LAST_YEAR, max_value=LAST_YEAR)
PLACES = st.floats(min_value=-FARTHEST, max_value=FARTHEST)
WHOLE = st.integers(min_value=1, max_value=10**40)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Make valid models with every part and every kind of text."""
    languages = draw(st.sampled_from([["en"], ["fi", "no"], ["fi", "sv", "en"]]))

    def text() -> Any:
        plain = draw(TEXTS)
        if len(languages) == 1 and draw(st.booleans()):
            return plain
        return {language: draw(TEXTS) for language in languages}

    def some(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.lists(strategy, max_size=2))

    sources = {
        "doc": {
            "title": text(),
            "kind": draw(st.sampled_from(["document", "interview"])),
            "year": draw(st.one_of(st.none(), st.integers(1000, 2999))),
            "url": draw(st.one_of(st.none(), TEXTS)),
            "parts": {"table": {"label": text()}},
        }
    }
    evidence = {
        "source": "doc",
        "part": draw(st.sampled_from([None, "table"])),
        "slides": some(WHOLE),
        "cites": some(
            st.fixed_dictionaries({"source": st.just("doc"), "key_result": st.booleans()})
        ),
        "note": text() if draw(st.booleans()) else None,
    }
    number = draw(WHOLE)
    variables = {
        name: {
            "label": text(),
            "description": text() if draw(st.booleans()) else None,
            "role": draw(st.sampled_from(["stock", "auxiliary"])),
            "aliases": some(TEXTS),
            "targets": [{"target": number}] if draw(st.booleans()) else [],
            "evidence": [evidence] if draw(st.booleans()) else [],
        }
        for name in ("a", "null", "y", "b" * draw(st.sampled_from([1, 40])))
    }
    delays = st.floats(min_value=0, max_value=100)
    links = [
        {
            "from": source,
            "to": target,
            "polarity": draw(st.sampled_from(["positive", "unknown"])),
            "delay": draw(delays),
            "delay_order": draw(st.sampled_from([1, 3, "pipeline"])),
            "evidence": [evidence] if draw(st.booleans()) else [],
        }
        for source, target in (("a", "null"), ("null", "y"), ("y", "a"))
    ]
    cycles = {"R1": ["a", "null", "y"]}
    sizes = st.floats(min_value=1e-300, max_value=FARTHEST)
    point = {"x": draw(PLACES), "y": draw(PLACES)}
    parts = model(
        title=text(),
        languages=languages,
        sources=sources,
        targets={number: {"title": text()}},
        variables=variables,
        links=links,
        loops={"R1": {"label": text(), "kind": "unknown", "cycles": cycles}},
        layout={"width": draw(sizes), "height": draw(sizes), "variables": {"y": point}},
    )
    return Model.model_validate(parts, context={"references_checked": True})


@given(models())
@settings(max_examples=examples(150))
def test_what_is_written_is_read_again(written: Model) -> None:
    text = format_model(written)
    again = parse_model(text)
    assert again == written
    assert format_model(again) == text
    assert parse_model(text.encode()) == written


@given(TEXTS)
@settings(max_examples=examples(400))
@example("\n\n a")
def test_every_text_comes_back(text: str) -> None:
    """As a text, in a list, and among languages; for us and for plain PyYAML."""
    parts = {"label": {"en": text}, "aliases": [text, "x"], "reading": text}
    written = format_model(Model.model_validate(model(variables={"a": parts})))
    variable = parse_model(written).variables["a"]
    assert variable.label.text("en") == text
    assert variable.aliases == (text, "x")
    assert variable.reading is not None
    assert variable.reading.root == text
    assert yaml.safe_load(written)["variables"]["a"]["label"]["en"] == text


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_come_back(text: str) -> None:
    parts = {"label": text, "aliases": [text], "evidence": [{"source": "s", "note": text}]}
    value = Model.model_validate(model(variables={"a": parts}, sources={"s": {"title": text}}))
    assert parse_model(format_model(value)) == value


@given(NUMBERS)
@settings(max_examples=examples(300))
@example(-0.0)
@example(5e-324)
@example(1e6)
@example(1e-7)
@example(123456.78901234568)
def test_every_number_comes_back(number: float) -> None:
    name, span = ("end", (-1, number)) if number > 0 else ("start", (number, 1))
    value = Model.model_validate(model(time={"start": span[0], "end": span[1], "step": 1}))
    written = format_model(value)
    assert str(getattr(parse_model(written).time, name)) == str(number)
    assert yaml.safe_load(written)["time"].get(name, 2030.0) == number  # left out as the usual one


def test_the_bundled_model_comes_back() -> None:
    value = load("digikompassi")
    text = format_model(value)
    assert parse_model(text) == value
    assert format_model(parse_model(text)) == text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_what_is_written_can_be_read_by_people() -> None:
    value = parse_model("""
schema: 1
id: t
title: {fi: "Malli: pieni", en: A model}
languages: [fi, en]
sources:
  doc: {title: {fi: Lähde, en: Source}, parts: {table: {label: {fi: Taulukko, en: Table}}}}
targets: {14: {title: {fi: T, en: T}}}
variables:
  skills:
    label: {fi: Taidot, en: Skills}
    description:
      fi: "Sanoja on niin monta, että ne eivät mahdu yhdelle riville, joten rivi katkaistaan\\
        \\ välilyönnin kohdalta."
      en: "First.\\n\\nSecond."
    role: stock
    inertia: medium
    targets: [{target: 14, stated_as: key_result}]
    aliases: [taito, "no"]
    evidence: [{source: doc, part: table, slides: [3, 4], cites: [{source: doc, key_result: true}]}]
  use:
    label: {fi: Käyttö, en: Use}
    evidence: [{source: doc, note: {fi: Huom, en: Note}}]
links:
  - {from: skills, to: use, polarity: positive, delay: 0.5, delay_order: 3}
  - {from: use, to: skills, polarity: positive, delay: 2.0, delay_order: 1}
loops:
  R1: {label: {fi: L, en: L}, kind: reinforcing, cycles: {R1: [skills, use]}}
layout: {width: 800, height: 600, variables: {skills: {x: 10.5, y: 20}}}
""")
    assert (
        format_model(value)
        == """\
# yaml-language-server: $schema=model.schema.json
schema: 1
id: t

title:
  fi: "Malli: pieni"
  en: A model

languages: [fi, en]

sources:
  doc:
    title:
      fi: Lähde
      en: Source
    parts:
      table:
        label:
          fi: Taulukko
          en: Table

targets:
  14:
    title:
      fi: T
      en: T

variables:
  skills:
    label:
      fi: Taidot
      en: Skills
    description:
      fi: >-
        Sanoja on niin monta, että ne eivät mahdu yhdelle riville, joten rivi katkaistaan
        välilyönnin kohdalta.
      en: |-
        First.

        Second.
    role: stock
    targets:
      - {target: 14, stated_as: key_result}
    aliases: [taito, "no"]
    evidence:
      - {source: doc, part: table, slides: [3, 4], cites: [{source: doc, key_result: true}]}
  use:
    label:
      fi: Käyttö
      en: Use
    evidence:
      - source: doc
        note:
          fi: Huom
          en: Note

links:
  - from: skills
    to: use
    polarity: positive
    delay: 0.5
    delay_order: 3
  - from: use
    to: skills
    polarity: positive
    delay: 2

loops:
  R1:
    label:
      fi: L
      en: L
    kind: reinforcing
    cycles:
      R1: [skills, use]

layout:
  width: 800
  height: 600
  variables:
    skills: {x: 10.5, y: 20}
"""
    )


def test_any_part_of_the_schema_can_be_written() -> None:
    class Note(Frozen):
        """A small file."""

        kind_of_file: str = "note"
        amounts: FrozenMap[str, float] = FrozenDict()

    text = format_document(Note(amounts={"a": 0.5, "no": 1, "14": 2}))
    assert text == 'amounts:\n  a: 0.5\n  "no": 1\n  "14": 2\n'
    assert format_document(Note()) == "{}\n"


def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    code = (
        "import sys, digisys; from digisys.io import format_model;"
        "sys.stdout.buffer.write(format_model(digisys.load('digikompassi')).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert outputs == {format_model(load("digikompassi")).encode()}


def test_half_a_character_cannot_be_written() -> None:
    class Plain(Frozen):
        title: str

    with pytest.raises(OutputError, match=r"A text holds half a character: 'a\\ud800'"):
        format_document(Plain.model_construct(title="a\ud800"))


def test_a_name_of_a_thousand_letters_cannot_be_written() -> None:
    value = Model.model_validate(model(variables={"a" * 1001: {"label": "A"}}))
    with pytest.raises(OutputError, match="is too long for a file"):
        format_model(value)


def test_a_number_of_three_hundred_digits_cannot_be_written() -> None:
    value = Model.model_validate(model(targets={10**300: {"title": "T"}}))
    with pytest.raises(OutputError, match="too large"):
        format_model(value)


# -- files ----------------------------------------------------------------------------


def test_a_model_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "copy.yaml"
    value = load("digikompassi")
    write_model(value, path)
    assert read_model(path) == value
    assert path.read_bytes() == format_model(value).encode()
    assert [found.name for found in tmp_path.iterdir()] == ["copy.yaml"]


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text("mine", "utf-8")
    value = parse_model(TWO)
    with pytest.raises(OutputError, match="is there already"):
        write_model(value, path)
    assert path.read_text("utf-8") == "mine"
    write_model(value, str(path), force=True)
    assert read_model(path) == value


@pytest.mark.skipif(
    os.name == "nt", reason=explained("platform", "Windows has no such permissions")
)
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "model.yaml", tmp_path / "link.yaml"
    write_text("a", path)
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    path.chmod(0o640)
    link.symlink_to(path)
    write_text("b", link, force=True)
    assert link.is_symlink()
    assert path.read_text("utf-8") == "b"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        write_text("a", tmp_path, force=True)


@pytest.mark.parametrize(
    ("name", "what"),
    [("gone/model.yaml", "There is no folder"), ("x" * 300, "cannot be written: ")],
)
def test_where_nothing_can_be_written(name: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=what):
        write_text("a", tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "model.yaml"
    path.write_text("mine", "utf-8")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="the disk is full"):
        write_text("a", path, force=True)
    assert path.read_text("utf-8") == "mine"
    assert [found.name for found in tmp_path.iterdir()] == ["model.yaml"]


def test_the_schema_named_on_the_first_line_is_beside_the_bundled_model() -> None:
    first = format_model(load("digikompassi")).partition("\n")[0]
    assert (bundled_folder() / first.partition("$schema=")[2]).is_file()
