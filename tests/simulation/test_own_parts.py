"""What an organisation tells beside its actions: answers, and cases of before and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

import digisys
from digisys.analysis.programme.forms import states_form
from digisys.io.tables.write import format_workbook
from digisys.schema import Model
from digisys.schema.programme_state import OrganisationState
from digisys.simulation.monitoring.own_roadmap import own_roadmap
from digisys.simulation.monitoring.read_states import States, read_states

CASES = """organisation;case;figure;before;after;unit;better;action;estimate
Town;Permits;;On paper.;Online.;;;action_11_3;
Town;Permits;Days;30;12,5;days;less;;
Town;Permits;Online share;20 %;65 %;;more;;yes
Town;Permits;Calls;;120;;less;;
"""


@pytest.fixture(scope="module")
def model() -> Model:
    """Read the model of Digikompassi."""
    return digisys.load("digikompassi")


def read(model: Model, folder: Path, text: str) -> States:
    """Read a file of an organisation."""
    path = folder / "town.csv"
    path.write_text(text, "utf-8")
    return read_states(path, model)


def test_a_case_keeps_what_is_not_known_apart_from_zero(model: Model, tmp_path: Path):
    case = read(model, tmp_path, CASES).of(None).cases["case_1"]
    assert str(case.before) == "On paper."
    assert case.actions == ("action_11_3",)
    assert [(f.before, f.after) for f in case.figures] == [(30, 12.5), (20, 65), (None, 120)]
    assert [str(f.unit) for f in case.figures] == ["days", "%", "None"]
    assert [f.estimate for f in case.figures] == [False, True, False]


def test_a_change_is_better_only_where_it_is_told_which_way_is(model: Model, tmp_path: Path):
    told = read(
        model, tmp_path, CASES + "Town;Permits;Cost;4;5;;;;\nTown;Permits;Rank;3;3;;less;;\n"
    )
    answer = own_roadmap(model, told.of(None)).showing("cases")
    figures = answer.to_dict("en")["cases"][0]["figures"]
    assert [f["became_better"] for f in figures] == [True, True, None, None, None]
    assert "better: 2, worse: 0, not known on both sides: 1" in answer.conclusion.text("en")
    changes = [row[-1] for row in answer.table("en").rows]
    assert changes == [
        "", "−17.5 (−58%), better", "+45 (+225%), better", "not known", "+1 (+25%)", "0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("Town;Permits;Cost;1,5;20 %;euros;;;", "mixed-units", "D6"),
        ("Town;;Cost;1;2;;;;", "missing-value", "B6"),
        ("Town;School;;;;;;;", "missing-value", "D6"),
        ("Town;School;Time;3;2;;faster;;", "unknown-better", "G6"),
        ("Town;School;Time;abc;2;;;;", "not-a-number", "D6"),
        ("Town;School;Time;1.5;2;;;;", "mixed-decimals", "D6"),
        ("Town;School;Time;1;2;;;none such;", "unknown-action", "H6"),
        ("Town;Permits;Days;3;4;;;;", "duplicate-row", "C6"),
        ("Town;School;Time;1;2;;;;perhaps", "not-yes-or-no", "I6"),
    ],
)
def test_a_wrong_row_is_named_and_the_rest_is_used(
    model: Model, tmp_path: Path, row: str, code: str, cell: str
):
    told = read(model, tmp_path, CASES + row + "\n")
    problem = told.problems[0]
    assert [each.code for each in told.problems] == [code]
    assert cell in problem.place.text("en")
    assert problem.cure is not None
    assert len(told.of(None).cases["case_1"].figures) == 3


def test_every_question_stands_in_the_own_road_map_with_its_answer_or_none(
    model: Model, tmp_path: Path
):
    text = "question,answer\nquestion_11_meaning,It fits.\nquestion_12_needs,no data\nWhy?,So.\n"
    told = read(model, tmp_path, text)
    assert [each.code for each in told.problems] == ["unknown-question"]
    answer = own_roadmap(model, told.of(None)).showing("questions")
    texts = [row[-1] for row in answer.table("en").rows]
    assert texts == ["It fits.", *["not answered"] * 8]
    assert len(own_roadmap(model, told.of(None), target=12).showing("questions").table().rows) == 3


def test_states_answer_what_is_under_way_and_what_matters_most(model: Model):
    state = OrganisationState.model_validate(
        {
            "organisation": "Town",
            "actions": {"action_11_4": {"state": "under_way", "important": True}},
        }
    )
    table = own_roadmap(model, state).showing("questions").table("en")
    assert table.rows[2][-1] == "Under way or done: Use of data; matters most: Use of data"


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_form_is_read_back_in_its_language(model: Model, tmp_path: Path, language: str):
    programme = digisys.load_programme(model)
    sheets = list(states_form(programme, language, "Town"))
    cases = sheets[2]
    first = cases.rows[1]
    cells = list(first.cells)
    cells[1:6] = ["Permits", "Days", 30, 12, "d"]
    filled = (cases.rows[0], first._replace(cells=tuple(cells)), *cases.rows[2:])
    sheets[2] = replace(cases, rows=filled)
    path = tmp_path / "form.xlsx"
    path.write_bytes(format_workbook(sheets, readable=True))
    told = read_states(path, model)
    assert told.problems == ()
    state = told.of(None)
    assert set(state.actions) == set(programme.actions)
    assert set(state.needs) == set(programme.needs)
    figure = cast("OrganisationState", state).cases["case_1"].figures[0]
    assert (figure.before, figure.after) == (30, 12)


def test_a_case_of_a_yaml_file_names_actions_that_there_are(model: Model, tmp_path: Path):
    path = tmp_path / "town.yaml"
    path.write_text("organisation: Town\ncases: {a: {label: A, actions: [sleep]}}\n", "utf-8")
    with pytest.raises(digisys.errors.ModelFileError) as refused:
        read_states(path, model)
    assert "cases.a.actions[0]" in str(refused.value)
