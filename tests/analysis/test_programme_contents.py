"""What a programme holds, found by kind, by name and by words, with what belongs to it."""

from __future__ import annotations

from pathlib import Path

import pytest

import digisys
from digisys.analysis.programme.programme import programme as ask
from digisys.errors import ModelFileError, QuestionError
from digisys.schema import Model


@pytest.fixture(scope="module")
def model() -> Model:
    """Read the model of Digikompassi."""
    return digisys.load("digikompassi")


def test_a_named_thing_comes_with_all_that_belongs_to_it(model: Model):
    answer = ask(model, "municipal_survey")
    belonging = {entry.key for entry in answer.entries[1:]}
    known = digisys.load_programme(model, notes=True)
    by_hand = {key for key, note in known.notes.items() if "municipal_survey" in note.belongs_to}
    assert answer.named[0].key == "municipal_survey"
    assert belonging == by_hand
    assert len(by_hand) == 5


@pytest.mark.parametrize("name", ["11.2", "kr_11_2"])
def test_a_key_result_is_found_by_number_and_by_id(model: Model, name: str):
    assert [entry.key for entry in ask(model, name).named] == ["kr_11_2"]


@pytest.mark.parametrize("kind", ["idea", "ajatus, jota ehdotettiin", "föreslagen idé"])
def test_a_kind_is_named_in_any_language(model: Model, kind: str):
    assert len(ask(model, kind=kind).entries) == 5


def test_words_are_looked_for_in_every_text_of_a_language(model: Model):
    found = ask(model, "papereita")
    assert [entry.key for entry in found.entries] == ["quote_data_must_flow"]
    assert found.named == ()


def test_what_is_filed_under_a_target_is_told_alone(model: Model):
    answer = ask(model, kind="action_step", target=12)
    assert len(answer.entries) == 8
    assert {entry.targets for entry in answer.entries} == {(12,)}


def test_what_is_not_there_is_refused_with_offers(model: Model):
    for asked in ({"name": "rain in May"}, {"kind": "ideas"}, {"target": 99}):
        with pytest.raises(QuestionError) as refused:
            ask(model, **asked)  # type: ignore[arg-type]
        assert refused.value.cure is not None


def test_an_event_tells_the_notes_around_it(model: Model):
    told = digisys.event(model, "hiring_first_employee").to_dict("en")["notes"]
    assert [each["id"] for each in told] == ["yritysdigi_first_employee"]


def test_notes_beside_a_file_of_ones_own_are_read_and_checked(tmp_path: Path, model: Model):
    path, notes = tmp_path / "town.yaml", tmp_path / "town.notes.yaml"
    path.write_text(
        "schema: 1\nid: town\ntitle: T\nmodel: digikompassi\n"
        "actors: {town: {label: Town}}\n"
        "actions: {note: {label: Note all, actors: [town]}}\n",
        "utf-8",
    )
    notes.write_text(
        "schema: 1\nprogramme: town\nnote_kinds: {idea: {label: Idea}}\n"
        "notes: {one: {kind: idea, label: Share it., belongs_to: [note]}}\n",
        "utf-8",
    )
    answer = ask(model, "note", programme=path)
    assert [entry.key for entry in answer.entries] == ["note", "one"]
    assert not digisys.load_programme(model, path).notes
    notes.write_text(notes.read_text("utf-8").replace("[note]", "[other]"), "utf-8")
    with pytest.raises(ModelFileError) as refused:
        ask(model, programme=path)
    assert "town.notes.yaml:4" in str(refused.value)


def test_a_theme_leaves_only_what_is_left_for_notes_to_belong_to(model: Model):
    part = model.of_theme("green_transition")
    known = digisys.load_programme(part, notes=True)
    assert known.notes
    assert "action_11_5" not in known.actions
    assert not any("action_11_5" in note.belongs_to for note in known.notes.values())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_answer_is_told_in_each_language(model: Model, language: str):
    answer = ask(model, "action_11_5")
    assert answer.conclusion.text(language)
    assert all(len(row) == 3 for row in answer.table(language).rows)
    assert len(answer.to_frame(language)) == len(answer.entries)
