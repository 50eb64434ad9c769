"""What an assistant proposes is counted by nothing until a person takes it."""

from __future__ import annotations

import pytest
import yaml

import digisys
from digisys.cli.main import main
from digisys.errors import QuestionError, UnknownNameError
from digisys.workshop.suggestions import (
    SAID_BY,
    add_suggestions,
    read_suggestions,
    suggestions_file,
)

TEXT = """\
# A map of the group.
schema: 1
id: trust
title: Trust
languages: [en]
variables:   # two of them
  trust: {label: Trust}
  openness: {label: Openness}
links:
  - from: openness
    to: trust
    polarity: positive   # said twice

# Nothing more.
"""
PROPOSED = {"from": "trust", "to": "openness", "polarity": "positive", "reason": "It: “pays”."}


@pytest.fixture
def model_file(tmp_path):
    path = tmp_path / "trust.yaml"
    path.write_text(TEXT)
    return path


def test_no_answer_counts_what_is_only_suggested(model_file):
    before = digisys.influence(digisys.load(model_file), "trust").to_dict()
    kept = suggestions_file(model_file)
    assert add_suggestions(digisys.load(model_file), kept, [PROPOSED]) == 1
    assert digisys.influence(digisys.load(model_file), "trust").to_dict() == before
    assert len(digisys.find_loops(digisys.load(model_file))) == 0


def test_a_taken_link_counts_tells_its_origin_and_leaves_the_rest_of_the_file(model_file, capsys):
    kept = suggestions_file(model_file)
    add_suggestions(digisys.load(model_file), kept, [PROPOSED])
    assert main(["suggestions", str(model_file), "--take", "trust->openness", "--by", "Us"]) == 0
    model = digisys.load(model_file)
    assert len(digisys.find_loops(model)) == 1
    link = model.links[-1]
    assert link.said_by == (SAID_BY, "Us")
    assert link.note.text("en") == "It: “pays”."
    assert not link.evidence
    text = model_file.read_text()
    for line in TEXT.splitlines():
        assert line in text
    assert text.startswith(TEXT[: TEXT.index("\n# Nothing more.")])
    assert read_suggestions(model, kept) == ()


def test_a_dropped_one_leaves_the_model_alone(model_file, capsys):
    kept = suggestions_file(model_file)
    add_suggestions(digisys.load(model_file), kept, [PROPOSED])
    assert main(["suggestions", str(model_file), "--drop", "trust->openness"]) == 0
    assert model_file.read_text() == TEXT
    assert read_suggestions(digisys.load(model_file), kept) == ()


def test_the_same_is_kept_once_and_what_the_model_has_not_at_all(model_file):
    model, kept = digisys.load(model_file), suggestions_file(model_file)
    there = {"from": "openness", "to": "trust", "polarity": "positive", "reason": "x"}
    assert add_suggestions(model, kept, [PROPOSED, PROPOSED, there]) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": "nothing"}, UnknownNameError),
        ({"to": "trust"}, QuestionError),
        ({"polarity": "good"}, QuestionError),
        ({"reason": ""}, QuestionError),
        ({"said_by": "The minister", "extra": 1}, QuestionError),
    ],
)
def test_a_bad_proposal_is_refused_and_nothing_is_written(model_file, change, error):
    kept = suggestions_file(model_file)
    with pytest.raises(error):
        add_suggestions(digisys.load(model_file), kept, [{**PROPOSED, **change}])
    assert not kept.exists()


def test_who_said_it_cannot_be_chosen(model_file):
    kept = suggestions_file(model_file)
    add_suggestions(digisys.load(model_file), kept, [{**PROPOSED, "said_by": "The minister"}])
    assert yaml.safe_load(kept.read_text())["suggestions"][0]["said_by"] == SAID_BY


def test_a_broken_file_of_suggestions_is_told(model_file, capsys):
    suggestions_file(model_file).write_text("model: trust\nsuggestions: [{from: a}]\n")
    assert main(["suggestions", str(model_file), "--language", "en"]) == 1
    assert "holds no suggestions that can be read" in capsys.readouterr().err
