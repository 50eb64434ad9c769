"""The file that the page saves is read back to the same model, whatever people wrote in it."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from itertools import pairwise
from pathlib import Path

import pytest

import digisys
from digisys.graph.labels import labels_of
from digisys.io.yaml.read import read_model
from digisys.report.page.plain import packed_plain, plain_data
from digisys.schema import Model
from tests.explorer.editing import HOSTILE, Editor, starts
from tests.explorer.test_editor_verbs import read_plain
from tests.length import long_or_slice

BASE = "# digisys-base: "


def save(editor: Editor, expression: str, folder: Path, base: str = "") -> Path:
    text = editor.ask(f"modelFile({expression}, came)", came=base)
    file = folder / "model.yaml"
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


@pytest.mark.parametrize("start", range(3))
def test_a_saved_file_is_read_back_to_the_same_model(start: int, tmp_path: Path):
    editor = Editor(starts()[start])
    for seed in range(long_or_slice(300, 8)):
        walked = editor.walk(9000 + seed, 40)
        file = save(editor, "reached", tmp_path, "abc")
        assert plain_data(read_model(file)) == plain_data(read_plain(walked["plain"])), seed
        assert file.read_text("utf-8").splitlines()[-1] == BASE + "abc"


def test_every_hostile_text_comes_back(tmp_path: Path):
    """As label, id-giving name, note, alias, voice and quotation of one model."""
    editor = Editor(starts()[1])
    plain = editor.ask(
        """(() => {
          let plain = verbs.addSource(base, { title: "Workshop", language: "en" }).plain;
          const [id] = linkIds(plain);
          for (const text of labels) {
            plain = verbs.addVariable(plain, { label: text, language: "en" }).plain;
            plain = verbs.addSaidBy(plain, id, text).plain;
            const facts = { source: "workshop", note: text, quote: text.slice(0, 400) };
            plain = verbs.addEvidence(plain, { kind: "link", key: id }, facts, "en").plain;
          }
          const [name] = Object.keys(plain.variables);
          plain = verbs.setAliases(plain, name, labels).plain;
          globalThis.reached = plain;
          return plain;
        })()"""
    )
    file = save(editor, "reached", tmp_path)
    again = read_model(file)
    assert plain_data(again) == plain_data(read_plain(plain))
    labels = {str(item.label) for item in again.variables.values()}
    assert {
        "yes",
        "1e3",
        "Norway: no",
        "a # b",
        "line break",
        "emoji 🙂🏽",
        "<b>bold</b>",
    } <= labels
    assert len(again.links[0].said_by) > 40


def test_ids_that_yaml_takes_for_something_else(tmp_path: Path):
    words = ["yes", "no", "on", "off", "null", "true", "y", "n", "nan", "constructor", "e3"]
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "words",
            "title": "Words",
            "languages": ["en"],
            "variables": {word: {"label": word} for word in words},
            "links": [
                {"from": one, "to": other, "polarity": "positive", "delay": 1e-07}
                for one, other in pairwise(words)
            ],
        }
    )
    assert read_model(save(Editor(model), "base", tmp_path)) == model


def test_the_base_is_the_model_that_the_page_was_made_from():
    model = digisys.load("digikompassi")
    plain = json.loads(zlib.decompress(b64decode(packed_plain(model))))
    assert Model.model_validate_json(json.dumps(plain)) == model
    assert plain == plain_data(model)


def test_labels_that_the_library_would_tell_apart_are_told_apart():
    """Names that are alike to the library are taken, whatever their case or hyphens."""
    model = starts()[1]
    plain = plain_data(model)
    names = [text for text in HOSTILE if text.isprintable() and text.strip() and len(text) < 100]
    for at, (variable, text) in enumerate(
        zip(plain["variables"].values(), names * 2, strict=False)
    ):
        variable["label"] = text.upper() if at % 2 else text.lower()
    edited = read_plain(plain)
    told = Editor(edited).ask("model.variables.map((item) => item.label)")
    assert told == [str(text) for text in labels_of(edited).variables.values()]
