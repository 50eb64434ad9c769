"""Characters that cannot be seen never reach a reader: refused at the door, or told by name.

The door is the type of every text of a model or scenario, whatever it comes from; what is told
of anything else, such as a key, an argument or the name of a file, is told visibly.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

import digisys
from digisys.cli.main import main
from digisys.errors import ModelFileError, Problem, QuestionError
from digisys.graph.names import resolve
from digisys.io import parse_model
from digisys.io.yaml.read import parse_document
from digisys.schema import Model, Scenario, Text
from digisys.schema.checks.consistency import find_problems
from digisys.schema.scenario_checks import find_scenario_problems
from digisys.simulation.storage import save_packed
from digisys.words import HIDDEN, Message, say, visible
from tests.explorer.javascript import Page
from tests.io.reading import HEAD, TWO, model, problem
from tests.simulation import tiny

#: What is never shown as it stands.
RAW = re.compile(f"[{HIDDEN}]")
HIDDEN_SIGNS = [
    "\0", "\x07", "\x08", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u200b", "\u2028", "\u202a",
    "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\uffff",
]  # fmt: skip
NEEDED_SIGNS = ["\t", "\n", "\xa0", "\xad", "\u200c", "\u200d", "\u200f", "\ufe0f", "é", "🙂"]


def code_of(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def escaped(sign: str) -> str:
    return json.dumps(sign) if sign != "\x7f" else '"\\x7f"'


@pytest.mark.parametrize("sign", HIDDEN_SIGNS)
def test_an_escape_in_a_file_is_refused_where_it_stands(sign: str) -> None:
    text = HEAD + f"variables:\n  a: {{label: A, description: {escaped('x' + sign + 'y')}}}\n"
    assert problem(text) == (
        6,
        30,
        "variables.a.description",
        f"The text holds an invisible control character, {code_of(sign)}.",
        "Delete it and type the text around it again.",
    )


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u2060"])
def test_what_turns_or_hides_a_line_stands_not_even_in_a_comment(sign: str) -> None:
    found = problem(TWO + f"# reviewed{sign} }}\n")
    assert found[3] == f"The file holds an invisible control character, {code_of(sign)}."


@pytest.mark.parametrize("sign", NEEDED_SIGNS)
def test_what_languages_need_is_kept(sign: str) -> None:
    text = f"a{sign}b"
    assert (
        parse_model(
            TWO.replace("title: T", f"title: {json.dumps(text, ensure_ascii=False)}")
        ).title.root
        == text
    )


@pytest.mark.parametrize("sign", HIDDEN_SIGNS)
def test_texts_made_in_python_pass_the_same_door(sign: str) -> None:
    for part in ({"title": f"a{sign}"}, {"variables": {"a": {"label": {"en": f"{sign}a"}}}}):
        with pytest.raises(ValidationError):
            Model.model_validate(model(**part))
    with pytest.raises(ValidationError):
        Text(f"{sign}a")
    with pytest.raises(ValidationError):
        Scenario(id="s", title="S", initial={f"a{sign}": 0.5})


def test_names_are_typed_without_what_is_needed_but_not_seen() -> None:
    label = "luotta\xadmus\u200f می\u200cخواهم"
    value = Model.model_validate(model(variables={"a": {"label": label}, "b": {"label": "B"}}))
    typed = "Luottamus میخواهم"
    assert resolve(value, typed).key == "a"
    assert Page(value).ask("fold(text)", text=label) == Page(value).ask("fold(text)", text=typed)


def test_every_text_of_the_schema_passes_the_door() -> None:
    """A field that is plain text without a form of its own would let anything in."""
    for kind in (Model, Scenario):
        schema = kind.model_json_schema(by_alias=True)
        plain = [
            part
            for part in parts_of(schema)
            if part.get("type") == "string" and not {"pattern", "enum", "const"} & set(part)
        ]
        assert plain == []


def parts_of(schema: object) -> list[dict]:
    if isinstance(schema, dict):
        return [schema, *(part for value in schema.values() for part in parts_of(value))]
    return (
        [part for value in schema for part in parts_of(value)] if isinstance(schema, list) else []
    )


FILES = [
    HEAD + 'variables: {a: {label: A, role: "\\x1b[2J\\x1b]0;owned\\x07stok"}}\n',
    HEAD + 'variables: {a: {label: A}}\n"\\x1b[31mkey": 1\n',
    HEAD + 'variables: {"\\x9b2J": {label: A}}\n',
    HEAD + 'variables: {a: {label: {"\\u202ene": A, en: A}}}\n',
    HEAD + 'variables: {a: {label: A, area: "\\u200bhome"}}\n',
    TWO + 'links: [{from: "a\\x07", to: b, polarity: "\\u2066+"}]\n',
    TWO + 'loops: {"\\x1bR": {label: L, kind: reinforcing, cycles: {R1: ["\\x1b"]}}}\n',
    TWO + 'time: {start: "\\x1b1"}\n',
    HEAD.replace("[en]", '["\\x1b"]') + "variables: {a: {label: A}}\n",
    HEAD.replace("id: t", 'id: "\\x1b[2J"') + "variables: {a: {label: A}}\n",
    'schema: 1\nid: s\ntitle: "\\x1b"\ninterventions: [{action: "\\u202e", variable: "\\x07"}]\n',
    'schema: 1\nid: s\ntitle: S\nextends: "\\x1b"\ninitial: {"\\x1b": 2}\n',
]


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
@pytest.mark.parametrize("text", FILES)
def test_problems_are_told_without_what_cannot_be_seen(text: str, language: str) -> None:
    kind, checks = Model, find_problems
    if "interventions" in text or "initial" in text:
        kind, checks = Scenario, find_scenario_problems
    with pytest.raises(ModelFileError) as caught:
        parse_document(text, "m\x1b.yaml", kind, checks)
    told = caught.value.text(language)
    assert not RAW.search(told)
    assert "m\\x1b.yaml" in told


def test_messages_show_what_they_are_filled_with() -> None:
    told = Message("There is no area “{name}”.", {"name": "\u202eemoh\x1b\ud800"}).text("fi")
    assert not RAW.search(told)
    assert "\\u202eemoh\\x1b\\ud800" in told
    assert say("{path} cannot be read.", path=Path("a\x07b")) == "a\\x07b cannot be read."
    assert Problem("unknown-key", ("a\x1b", 1), Message("x")).text() == "a\\x1b[1]: x"
    assert visible("one\ttwo\nluotta\xadmus") == "one\ttwo\nluotta\xadmus"


ARGUMENTS = [
    ("influence", "\x1b[31mtrust"),
    ("influence", "trust", "--evidence", "\u202etable"),
    ("influence", "trust", "-m", "\x9bmodel"),
    ("check", "no\x1b/model.yaml"),
    ("simulate", "\x07push"),
    ("\x1b]0;owned\x07",),
    ("influence", "trust", "--\x1bopt"),
    ("influence", "trust", "too", "much\x1b"),
    ("influence", "trust", "-l", "\x1b"),
    ("influence", "trust", "-f", "\x1bjson"),
    ("loops", "--limit", "\x1b5"),
    ("draw", "map\x1b.gif"),
    ("page", "no\x1b/page.html"),
]


@pytest.mark.parametrize("words", ARGUMENTS)
def test_arguments_are_told_without_what_cannot_be_seen(capsys, words) -> None:
    assert main(words) in (1, 2)
    shown, told = capsys.readouterr()
    assert not RAW.search(shown + told)


def test_a_saved_result_cannot_bring_in_what_a_file_cannot(tmp_path) -> None:
    """Who writes a whole file, with a digest that is right, is stopped by the texts."""
    packed = digisys.simulate_once(tiny.lone_stock()).packed()
    said = json.dumps(packed.about)
    assert '"a"' in said
    about = json.loads(said.replace('"label": "', '"label": "\\u001b[2J'))
    for kept, name in ((packed.about, "good.nc"), (about, "hostile.nc")):
        save_packed(replace(packed, about=kept), tmp_path / name)
    assert digisys.load_result(tmp_path / "good.nc")
    with pytest.raises(QuestionError, match="is not a result"):
        digisys.load_result(tmp_path / "hostile.nc")
