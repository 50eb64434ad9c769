"""Commands on events, quality and services: forms, requirements, and what is asked back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digisys.cli.main import main
from digisys.io.tables.read import read_tables

MADE_UP = Path(__file__).parents[1] / "analysis" / "made_up"
SERVICES, SCORES = str(MADE_UP / "services.yaml"), str(MADE_UP / "scores.yaml")


@pytest.fixture
def said(capsys):
    def ask(*words):
        code = main([*words, "--language", "en"])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ask


@pytest.mark.parametrize(("command", "sheets"), [("events", 5), ("quality", 8)])
def test_a_form_is_written_once_and_again_with_force(said, tmp_path, command, sheets):
    path = tmp_path / "form.xlsx"
    assert said(command, "--form", str(path)) == (0, f"{path}\n", "")
    assert len(read_tables(path)) == sheets
    first = path.read_bytes()
    assert said(command, "--form", str(path))[0] == 1
    assert said(command, "--form", str(path), "--force")[0] == 0
    assert path.read_bytes() == first


def test_a_form_for_a_service_names_it_in_each_row(said, tmp_path):
    path = tmp_path / "form.xlsx"
    said("quality", "--form", str(path), "--service", "permit")
    answers = read_tables(path)[1]
    assert {row.cell(0) for row in answers.rows[1:]} == {"permit"}


def test_requirements_are_written_where_they_are_asked_for(said, tmp_path):
    path = tmp_path / "requirements.csv"
    assert said("quality", SERVICES, "--requirements", str(path))[0] == 0
    assert "tried with a screen reader" in path.read_text(encoding="utf-8-sig")
    assert said("quality", "--requirements", str(tmp_path / "a.pdf"))[0] == 1


def test_the_same_seed_draws_the_same_question(said):
    words = ("quality", "--draw-question", "--own-question", "Ours?", "--seed")
    drawn = [said(*words, str(seed))[1] for seed in (1, 2, 3, 1)]
    assert drawn[0] == drawn[3]
    assert len(set(drawn)) > 1


@pytest.mark.parametrize(
    "words",
    [("quality", "--service", "x"), ("services", "--service", "x"), ("services", "--event", "x")],
)
def test_a_question_on_services_without_a_file_is_asked_back(said, words):
    code, _, err = said(*words)
    assert code == 1
    assert "--form" in err


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("events",), "events"),
        (("events", "permits"), "points"),
        (("events", "--scores", SCORES, "--set", "priority_2023"), "sets"),
        (("quality",), "criteria"),
        (("quality", SERVICES), "services"),
        (("quality", SERVICES, "--service", "grant"), "to_develop"),
        (("services",), "criteria"),
        (("services", SERVICES), "services"),
        (("services", SERVICES, "--service", "hobby_finder"), "checks"),
    ],
)
def test_each_answer_is_data_with_its_conclusion_and_rows_for_programs(said, words, key):
    data = json.loads(said(*words, "--format", "json")[1])
    assert key in data
    assert data["conclusion"]["statements"]
    code, out, _ = said(*words, "--format", "csv")
    assert code == 0
    assert out.strip()


def test_rows_that_are_left_out_are_told_with_place_and_cure(said, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("service,criterion,answer\na,9.9,yes\na,3.1,yes\n", encoding="utf-8")
    out = " ".join(said("quality", str(path))[1].split())
    assert "Left out: 1 problem; see below" in out
    assert "wrong.csv:2, cell B2: There is no criterion “9.9”. Choose one of: 1.1, 1.2" in out


def test_a_wrong_set_or_service_or_day_is_asked_back(said):
    for words, cure in (
        (("events", "--scores", SCORES, "--set", "priority_2032"), "priority_2023"),
        (("services", SERVICES, "--service", "grand"), "grant"),
        (("services", SERVICES, "--date", "31.2.2026"), "2024-05-17"),
    ):
        code, _, err = said(*words)
        assert code == 1
        assert cure in err
