"""Quality of services and their road map: own answers, customers, use, and what each lacks."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.analysis.programme.forms import services_form
from digisys.analysis.programme.quality import (
    draw_question,
    quality,
    quality_criteria,
    quality_of_service,
    requirements,
)
from digisys.analysis.programme.quality_of_service import Round, SelfAnswer, Standing, place_among
from digisys.analysis.programme.requirements_result import write_requirements
from digisys.analysis.programme.service_check import due_day
from digisys.analysis.programme.services import service_map, service_on_map, services
from digisys.errors import ModelError, OutputError, QuestionError
from digisys.io.programmes import load_programme
from digisys.io.services.read_services import read_services
from digisys.io.tables.dates import months_after, read_day, read_period
from digisys.io.tables.read import read_tables
from digisys.io.tables.write import format_workbook
from digisys.schema.programme import Programme
from digisys.schema.programme_services import Deadline

MADE_UP = Path(__file__).parent / "made_up" / "services.yaml"
TODAY = "2026-11-27"


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def programme(model):
    return load_programme(model)


@pytest.fixture(scope="module")
def told(programme):
    return read_services(programme, MADE_UP)


@pytest.fixture(scope="module")
def checked(model, programme, told):
    return services(model, told, day=TODAY, programme=programme)


def told_of(programme, folder, text, name="services.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_services(programme, path)


# What the documents hold.


def test_criteria_are_those_of_the_documents_and_no_statement_is_made_up(model, programme):
    part = quality_criteria(model, programme=programme).part
    by_area = [sum(c.area == area for c in part.criteria.values()) for area in part.areas]
    assert by_area == [2, 5, 5, 6, 2, 2]
    assert (len(part.questions), len(part.recommendations), part.statements) == (3, 4, {})
    road_map = service_map(model, programme=programme).part
    assert (len(road_map.criteria), len(road_map.definition), road_map.deadline.months) == (
        10, 3, 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"area": "x"}, "unknown-area"),
        ({"number": "2"}, "same-number"),
    ],
)
def test_what_a_criterion_names_must_be_there(change, code):
    criteria = {
        "a": {"number": "1", "area": "all", "label": "A", **change},
        "b": {"number": "2", "area": "all", "label": "B"},
    }
    part = {"version": "1", "areas": {"all": {"label": "All"}}, "criteria": criteria}
    with pytest.raises(ModelError) as error:
        Programme.model_validate({"id": "p", "title": "P", "model": "m", "quality": part})
    assert [problem.code for problem in error.value.problems] == [code]


# Own answers.


def test_yes_no_and_unanswered_are_counted_apart(model, programme, told):
    answer = quality(model, told, programme=programme)
    latest = answer.services["day_care"].latest
    assert [latest.count(value) for value in ("yes", "no", None)] == [3, 2, 17]
    assert len(latest.asked) == 22  # a statement stands for its criterion
    assert answer.services["grant"].latest is None


def test_no_answers_and_remarks_become_what_to_develop(model, programme, told):
    answer = quality_of_service(model, told, "day_care", programme=programme)
    assert [(each.statement, each.remark) for each in answer.to_develop] == [
        ("s2", "Order a test by spring"),
        ("", "A link to feedback is missing"),
    ]
    data = answer.to_dict("en")["to_develop"]
    assert data[0]["pushes"] == ["service_quality", "participation"]


def test_a_later_round_counts_and_the_earlier_is_kept(model, programme, tmp_path):
    rows = "service,criterion,answer,date\na,3.1,no,2025-05-01\na,3.1,yes,1.5.2026\n"
    answer = quality_of_service(model, told_of(programme, tmp_path, rows), "a", programme=programme)
    assert [each.count("yes") for each in answer.quality.rounds] == [0, 1]
    assert answer.to_develop == ()
    assert "0 yes, 1 no, 21 unanswered" in answer.text("en")


def test_one_joint_answer_two_that_differ_count_as_none(programme, tmp_path):
    rows = "service,criterion,answer\na,3.1,yes\na,3.1,no\na,3.2,yes\na,3.2,yes\n"
    told = told_of(programme, tmp_path, rows)
    assert [(each.criterion, each.value) for each in told.answers] == [
        ("criterion_3_2_clear_language", "yes")
    ]
    assert [problem.code for problem in told.problems] == ["second-answer", "second-answer"]
    assert "services.csv:2" in told.problems[0].what.text("en")


@given(
    st.lists(
        st.lists(st.sampled_from(("yes", "no", None)), min_size=3, max_size=3),
        min_size=2,
        max_size=5,
    )
)
def test_a_place_is_sure_only_as_far_as_every_way_to_answer_the_rest_agrees(rows):
    rounds = {
        f"s{at}": Round(None, tuple(SelfAnswer("c", "", value) for value in row))
        for at, row in enumerate(rows)
    }
    low = {name: each.count("yes") for name, each in rounds.items()}
    high = {name: each.count("yes") + each.count(None) for name, each in rounds.items()}
    for name in rounds:
        others = [other for other in rounds if other != name]
        assert place_among(rounds, name) == Standing(
            1 + sum(low[other] > high[name] for other in others),
            1 + sum(high[other] > low[name] for other in others),
            len(rounds),
        )


def test_a_place_among_others_names_nobody(model, programme, told):
    answer = quality_of_service(model, told, "building_permit", programme=programme)
    assert answer.quality.place == Standing(1, 2, 2)
    assert "Day care" not in answer.text("en")
    assert "day_care" not in str(answer.to_dict("en"))


# Customers and use.


def test_stars_are_counted_by_year_and_question_and_never_joined_to_answers(told, model, programme):
    found = quality(model, told, programme=programme).services["day_care"].ratings
    assert found.counts == (1, 0, 10, 30, 40)
    assert found.mean == pytest.approx((1 + 30 + 120 + 200) / 81)
    assert {year: number for year, (_, number) in found.by_period.items()} == {
        "2025": 50,
        "2026": 31,
    }
    assert found.by_question["how_easy"] == (pytest.approx(201 / 41), 41)
    assert found.texts == ((1, "I could not save my answers"),)


def test_the_question_is_drawn_evenly_among_those_that_there_are(programme):
    drawn = [draw_question(programme, own="Ours?", seed=seed) for seed in range(400)]
    counts = {name: drawn.count(name) for name in set(drawn)}
    assert set(counts) == {"how_well", "how_easy", "recommend", "Ours?"}
    assert min(counts.values()) > 60


def test_a_number_that_is_missing_is_not_zero_and_estimates_are_told(model, programme, told):
    answer = quality(model, told, programme=programme)
    first, second = answer.services["day_care"].use
    assert (first.share, first.estimates) == (0.6, ("web", "desk"))
    assert (second.share, second.goal, second.estimates) == (0.75, 0.8, ())
    (open_,) = answer.services["building_permit"].use
    assert (open_.counts, open_.share) == ({"web": 120, "phone": None}, None)
    assert "is below the goal" in answer.conclusion.text("en")


def test_without_knowing_which_channels_are_digital_there_is_no_share(model, programme, tmp_path):
    rows = "service,channel,period,count\na,web,2025,10\na,desk,2025,0\n"
    (use,) = (
        quality(model, told_of(programme, tmp_path, rows), programme=programme).services["a"].use
    )
    assert use.share is None
    rows = rows.replace("count\n", "count,digital\n").replace("10\n", "10,yes\n")
    (use,) = (
        quality(
            model,
            told_of(programme, tmp_path, rows.replace(",0\n", ",0,no\n")),
            programme=programme,
        )
        .services["a"]
        .use
    )
    assert use.share == 1


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ("service,criterion,answer\na,9.9,yes\n", "unknown-criterion", "9.9"),
        ("service,criterion,answer\na,3.1,maybe\n", "wrong-answer", "neither yes nor no"),
        ("service,criterion,answer\na,3.1,does not apply\n", "wrong-answer", "but yes and no"),
        ("service,statement,answer\na,s7,yes\n", "unknown-statement", "s7"),
        ("service,criterion,answer,date\na,3.1,yes,2026-13-01\n", "impossible-date", "2026-13"),
        ("service,stars\na,6\n", "out-of-scale", "from 1 to 5"),
        ("service,stars\na,4.5\n", "out-of-scale", "4.5"),
        ("service,stars\na,80 %\n", "mixed-units", "per cent"),
        ("service,stars,date\na,4,2026-02-30\n", "impossible-date", "2026-02-30"),
        ("service,channel,period,count\na,web,2025,45 %\n", "mixed-units", "per cent"),
        ("service,channel,period,count\na,web,2025,-4\n", "out-of-scale", "below 0"),
        ("service,channel,period,count\na,web,soon,4\n", "impossible-date", "soon"),
        ("service,channel,period,count\na,web,2025,4\na,Web,2025,5\n", "duplicate-row", ":2"),
        ("service,period,goal\na,2026,80\n", "mixed-units", "per cent"),
        ("service,period,goal\na,2026,180 %\n", "out-of-scale", "between 0 and 100"),
        ("service,name,event\na,A,permitz\n", "unknown-event", "permits"),
        ("service,name,proposed\na,A,30.2.2026\n", "impossible-date", "30.2.2026"),
    ],
)
def test_each_fault_is_named_with_its_row_and_the_rest_is_used(
    programme, tmp_path, rows, code, words
):
    good = "service,criterion,answer,remark\na,2.4,yes,Kept\n"
    told = told_of(programme, tmp_path, f"{rows}\n\n\n{good}")
    (problem,) = told.problems
    assert problem.code == code
    assert words in problem.text("en")
    assert problem.cure is not None
    assert problem.line is not None
    assert [each.remark for each in told.answers if each.value == "yes"] == ["Kept"]


def test_a_service_that_is_not_on_the_list_is_told(programme, tmp_path):
    text = "service,name\nlupa,Rakennuslupa\n\n\nservice,stars\nrakennuslupa,4\nlupe,5\n"
    told = told_of(programme, tmp_path, text)
    assert [each.service for each in told.ratings] == ["lupa"]
    assert [problem.code for problem in told.problems] == ["unknown-service"]
    assert told.problems[0].cure.text("en") == "Choose one of: lupa."


def test_an_empty_sheet_is_named_and_the_others_are_used(programme, tmp_path):
    path = tmp_path / "form.xlsx"
    sheets = services_form(programme, "fi", "lupa")
    answered = [row._replace(cells=(*row.cells[:3], "kyllä")) for row in sheets[1].rows[1:3]]
    head = sheets[1].rows[0]
    from dataclasses import replace

    filled = replace(sheets[1], rows=(head, *answered))
    blank = replace(sheets[0], rows=(), sheet="Tyhjä")
    path.write_bytes(format_workbook([filled, blank]))
    told = read_services(programme, path)
    assert [each.value for each in told.answers] == ["yes", "yes"]
    (problem,) = told.problems
    assert (problem.code, problem.place.sheet) == ("empty-table", "Tyhjä")


def test_the_form_is_read_in_every_language_and_says_nothing_while_empty(programme, tmp_path):
    for language in ("fi", "sv", "en"):
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(format_workbook(services_form(programme, language)))
        told = read_services(programme, path)
        assert (told.problems, told.answers, told.services) == ((), (), {})


# Requirements for procurement.


def test_requirements_are_written_in_three_forms_with_the_same_rows(
    model, programme, told, tmp_path
):
    answer = requirements(model, told, programme=programme)
    assert len(answer.rows) == 22
    for ending in ("xlsx", "csv", "md"):
        write_requirements(answer, tmp_path / f"out.{ending}", language="fi")
    (sheet,) = read_tables(tmp_path / "out.xlsx")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    texts = [row.cell(3) for row in sheet.rows[1:]]
    assert texts == [row[3] for row in rows[1:]]
    assert "The service has been tried with a screen reader" in texts
    assert (tmp_path / "out.md").read_text(encoding="utf-8").count("\n| ") == 24
    with pytest.raises(OutputError, match=r"\.pdf"):
        write_requirements(answer, tmp_path / "out.pdf")


# The road map of services.


def test_a_service_passes_the_test_only_when_every_needed_part_is_met(checked):
    passes = {name: each.passes for name, each in checked.checked.items()}
    assert passes == {
        "day_care": True,
        "hobby_finder": False,
        "building_permit": True,
        "grant": None,
    }


@pytest.mark.parametrize(
    ("assessed", "today", "state"),
    [
        ("2026-08-20", None, "met"),
        ("2026-08-21", None, "late"),
        ("", "2026-08-20", "pending"),
        ("", "2026-08-21", "not_met"),
        ("", None, "pending"),
    ],
)
def test_a_self_assessment_follows_within_three_months(
    model, programme, tmp_path, assessed, today, state
):
    text = "service,name,proposed\na,A,2026-05-20\n"
    if assessed:
        text += f"\n\n\nservice,criterion,answer,date\na,2.4,yes,{assessed}\n"
    told = told_of(programme, tmp_path, text)
    answer = service_on_map(model, told, "a", day=today, programme=programme)
    assert answer.checked.due == date(2026, 8, 20)
    found = {each.name: each.state for each in answer.checked.checks}
    assert found["self_assessment_done"] == state


def test_no_service_was_due_before_the_end_of_the_first_round():
    rule = Deadline(months=3, first_round="2019-06-20")
    assert due_day(rule, date(2019, 2, 1)) == date(2019, 6, 20)
    assert due_day(rule, date(2019, 5, 1)) == date(2019, 8, 1)
    assert due_day(rule, None) is None


def test_criteria_apply_where_they_fit_and_data_shows_some_of_them(checked):
    found = {
        name: {check.name: check.state for check in each.checks}
        for name, each in checked.checked.items()
    }
    permit = found["building_permit"]
    assert permit["described_in_catalogue"] == "not_applicable"
    assert permit["volume_and_channels_known"] == "not_met"
    assert found["day_care"]["volume_and_channels_known"] == "met"
    assert found["day_care"]["management_decision"] == "met"
    assert found["hobby_finder"]["volume_and_channels_known"] == "unknown"
    assert checked.table("en").rows[2][3] == "3/9"  # one of ten does not apply


def test_services_stand_by_life_event_and_one_event_can_be_asked_for(
    model, programme, told, checked
):
    events = [told.services[name].event for name in checked.checked]
    order = list(programme.life_events.events)
    assert [order.index(each) for each in events] == sorted(order.index(each) for each in events)
    answer = services(model, told, event="Luvat", programme=programme)
    assert list(answer.checked) == ["building_permit"]
    with pytest.raises(QuestionError, match="permits"):
        services(model, told, event="permitz", programme=programme)
    with pytest.raises(QuestionError, match="no date"):
        services(model, told, day="2026-02-30", programme=programme)


def test_one_list_of_services_joins_events_quality_and_road_map(checked):
    data = {each["id"]: each for each in checked.to_dict("en")["services"]}
    assert data["day_care"]["event"] == "starting_early_education"
    assert data["day_care"]["quality"]["own"]["no"] == 2
    assert data["day_care"]["quality"]["customers"]["ratings"] == 81
    assert data["day_care"]["due"] == "2026-06-02"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_conclusion_comes_first_and_is_in_the_data_too(
    model, programme, told, checked, language
):
    for answer in (
        quality_criteria(model, programme=programme),
        quality(model, told, programme=programme),
        quality_of_service(model, told, "day_care", programme=programme),
        service_map(model, programme=programme),
        service_on_map(model, told, "day_care", programme=programme),
        checked,
    ):
        text = answer.text(language, width=2_000)
        conclusion = answer.to_dict(language)["conclusion"]["text"]
        assert conclusion == answer.conclusion.text(language)
        assert text.index(conclusion) < 80


def test_a_programme_without_these_parts_says_so(model):
    bare = Programme.model_validate({"id": "p", "title": "P", "model": "digikompassi"})
    for ask in (quality_criteria, service_map, digisys.events):
        with pytest.raises(QuestionError) as error:
            ask(model, programme=bare)
        assert error.value.code == "no-such-part"


# Dates.


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2900, 1, 1)), st.integers(1, 40))
def test_months_after_a_day_is_the_same_day_or_the_last_of_the_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and months_after(later, 1).day >= later.day)
    assert read_day(f"{day.day}.{day.month}.{day.year}") == day
    assert read_period(day.isoformat()).text == day.isoformat()
