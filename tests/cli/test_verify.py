"""A saved answer is asked again; what no longer holds is told with the links that changed it."""

from __future__ import annotations

import json

import pytest

import digisys
from digisys.cli.main import main
from digisys.io import write_model

ASKED = (
    "influence 14", "causes trust_in_society --evidence table", "chains 14 11 --limit 3",
    "loops R1", "matrix --samples 50 --seed 3", "robust 11 --samples 100 -c all",
    "simulate leadership-push --samples 16 --end 2028", "press 14 --samples 50", "check",
)  # fmt: skip


def run(capsys, *words):
    code = main([*words])
    return code, capsys.readouterr()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", ASKED)
def test_every_kind_of_answer_can_be_verified(words, folder, capsys):
    assert run(capsys, *words.split(), "-l", "fi", "--output", "a.json")[0] == 0
    first = (folder / "a.json").read_bytes()
    assert run(capsys, *words.split(), "-l", "fi", "--output", "a.json", "--force")[0] == 0
    assert (folder / "a.json").read_bytes() == first
    code, told = run(capsys, "verify", "a.json", "-l", "en")
    assert code == 0, told
    assert "still holds" in told.out


def test_the_links_that_changed_it_are_named_and_no_others(folder, capsys):
    model = digisys.load("digikompassi")
    write_model(model, "old.yaml")
    assert run(capsys, "influence", "14", "-m", "old.yaml", "-o", "a.json")[0] == 0
    # One link on the way of target 14 goes, one that is not on it goes, one far off turns.
    beside = "ict_study_places->workforce_digital_skills"
    way = "business_event_services->participation"
    assert digisys.influence(model, 14).to_dict()["affected"] != []
    write_model(model.without(way, beside), "new.yaml")
    code, told = run(capsys, "verify", "a.json", "-m", "new.yaml", "-f", "json")
    data = json.loads(told.out)
    assert code == 1
    assert not data["holds"]
    assert [edit["id"] for edit in data["links"]] == [way]
    assert data["differences"]


def test_a_change_that_does_not_touch_it_leaves_it_standing(folder, capsys):
    model = digisys.load("digikompassi")
    write_model(model, "old.yaml")
    assert run(capsys, "chains", "14", "11", "-m", "old.yaml", "-o", "a.json")[0] == 0
    write_model(model.without("digital_skills_teaching->digital_literacy"), "new.yaml")
    assert run(capsys, "verify", "a.json", "-m", "new.yaml", "-f", "json")[0] == 0


def test_a_question_that_can_be_asked_no_more_is_told(folder, capsys):
    model = digisys.load("digikompassi")
    write_model(model, "old.yaml")
    assert run(capsys, "influence", "luottamus", "-m", "old.yaml", "-o", "a.json")[0] == 0
    assert main(["convert", "archetypes/escalation", "other.yaml"]) == 0
    capsys.readouterr()
    code, told = run(capsys, "verify", "a.json", "-m", "other.yaml", "-l", "en")
    assert code == 1
    assert "can be asked no more" in told.out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["draw", "--output=x.svg"], "hangs on a file"),
        (["page", "--output=x.html"], "hangs on a file"),
        (["convert", "a.yaml", "b.yaml"], "no question"),
        (["mcp"], "no question"),
        (["nonsense"], "no question"),
        (["influence", "14", "--output=x.xlsx"], "hangs on a file"),
        (["influence", "14", "--model=/etc/passwd"], "hangs on a file"),
        (["simulate", "leadership-push", "--plot=x.png"], "hangs on a file"),
    ],
)
def test_a_hostile_answer_makes_nothing_happen(folder, capsys, command, told):
    assert run(capsys, "influence", "14", "-o", "a.json")[0] == 0
    raw = json.loads((folder / "a.json").read_text("utf-8"))
    (folder / "a.json").write_text(json.dumps({**raw, "command": command}), "utf-8")
    before = sorted(folder.iterdir())
    code, shown = run(capsys, "verify", "a.json", "-l", "en")
    assert code == 1
    assert told in shown.err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "digisys-answer"}', "\x00"])
def test_what_is_no_saved_answer_is_told(folder, capsys, text):
    (folder / "a.json").write_text(text, "utf-8")
    code, told = run(capsys, "verify", "a.json", "-l", "en")
    assert code == 1
    assert "is no saved answer" in told.err
