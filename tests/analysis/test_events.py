"""Life and business events: what the documents hold, and what a group's scores come to."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.analysis.programme.event_ranking import rank_proposals
from digisys.analysis.programme.events import event, events, score_events
from digisys.analysis.programme.forms import scores_form
from digisys.errors import ModelError, ModelFileError, QuestionError
from digisys.io.programmes import load_programme
from digisys.io.scores.read_scores import read_scores
from digisys.io.tables.write import format_workbook
from digisys.schema.programme import Programme

MADE_UP = Path(__file__).parent / "made_up"
HEAD = "event;criterion;score;scorer\n"


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def programme(model):
    return load_programme(model)


@pytest.fixture(scope="module")
def scored(model, programme):
    return score_events(model, MADE_UP / "scores.yaml", programme=programme, samples=400)


def said_of(programme, folder, text, name="scores.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_scores(programme, path)


# What the documents hold.


def test_events_and_what_is_told_of_them_are_those_of_the_documents(programme):
    part = programme.life_events
    assert Counter(each.kind for each in part.events.values()) == {
        "life_event": 8,
        "business_event": 6,
    }
    told = {
        name: (len(each.parties) - len(each.committed), len(each.committed),
               Counter(point.kind for point in each.points.values()))
        for name, each in part.events.items()
        if each.points
    }  # fmt: skip
    assert told == {
        "youth_independence": (
            9, 5,
            {"key_situation": 8, "situation": 11, "pain_point": 3, "existing_work": 4,
             "wellbeing_area": 8},
        ),
        "early_education_path": (
            12, 4,
            {"phase": 6, "change": 5, "support_need": 3, "viewpoint": 4, "existing_work": 4,
             "note": 4, "idea": 1},
        ),
        "job_search_and_staying_in_work": (7, 7, {"situation": 8, "open_question": 4}),
        "moving_to_finland": (8, 0, {"phase": 3, "timeline": 5, "component": 1}),
    }  # fmt: skip


def test_two_sets_of_four_criteria_with_twelve_sub_criteria_are_kept_apart(programme):
    sets = programme.life_events.assessments
    assert [len(each.criteria) for each in sets.values()] == [4, 4]
    parts = [{sub for c in each.criteria.values() for sub in c.parts} for each in sets.values()]
    assert [len(each) for each in parts] == [12, 12]
    assert parts[0].isdisjoint(parts[1])
    assert len(programme.life_events.traits) == 3


# The list and the state of the packages.


def test_packages_of_business_events_do_not_count_unless_that_is_decided(model, programme):
    usual = events(model, programme=programme)
    assert (usual.wanted, sum(usual.counted.values())) == (40, 8)
    decided = events(model, programme=programme, with_business=True)
    assert (decided.wanted, sum(decided.counted.values())) == (40, 14)


def test_the_newest_state_of_a_package_counts(model, programme, tmp_path):
    rows = "event;state;date\nbirth_of_child;valmis;1.6.2026\nbirth_of_child;pilot;2026-01-01\n"
    said = said_of(programme, tmp_path, rows)
    answer = events(model, programme=programme, scores=said)
    assert answer.events["birth_of_child"].state == "done"
    assert answer.counted["done"] == 1
    assert "1 is done" in answer.conclusion.text("en")


def test_an_event_with_an_unanswered_trait_passes_no_test(model, programme, tmp_path):
    before = events(model, programme=programme)
    assert before.events["moving_to_finland"].traits["guidance"] is None
    assert before.conclusion.statements[-1].parts == {"worth": 3, "open": 11}
    rows = "event;trait;answer\nmoving_to_finland;guidance;ei\n"
    after = events(model, programme=programme, scores=said_of(programme, tmp_path, rows))
    assert after.conclusion.statements[-1].parts == {"worth": 3, "open": 10}


def test_an_event_is_found_by_its_name_in_any_language(model, programme):
    for name in ("Flytt till Finland", "muutto suomeen", "moving_to_finland"):
        assert event(model, name, programme=programme).name == "moving_to_finland"
    with pytest.raises(QuestionError, match="Choose one of: permits"):
        event(model, "permit", programme=programme)


def test_situations_in_which_nobody_acts_are_gaps_once_anybody_told_who_acts(model):
    raw = {
        "id": "p", "title": "P", "model": "digikompassi",
        "sources": {}, "life_events": {"events": {"e": {
            "label": "E", "kind": "life_event", "state": "proposed",
            "parties": {"a": {"label": "A", "acts_in": ["s1"]}},
            "points": {"s1": {"kind": "situation", "label": "S"},
                       "s2": {"kind": "situation", "label": "T"},
                       "n": {"kind": "note", "label": "N"}},
        }}},
    }  # fmt: skip
    told = event(model, "e", programme=Programme.model_validate(raw))
    assert told.idle == ("s2",)
    raw["life_events"]["events"]["e"]["parties"]["a"]["acts_in"] = []
    assert event(model, "e", programme=Programme.model_validate(raw)).idle == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"committed": ["x"]}, "unknown-party"),
        ({"parties": {"a": {"label": "A", "sector": "x"}}}, "unknown-sector"),
        ({"parties": {"a": {"label": "A", "acts_in": ["x"]}}}, "unknown-point"),
        ({"traits": {"x": {"holds": True, "reason": "R"}}}, "unknown-trait"),
        ({"flows": [{"label": "F", "source": "x"}]}, "unknown-party"),
    ],
)
def test_what_an_event_names_must_be_there(change, code):
    raw = {"label": "E", "kind": "life_event", "state": "named", **change}
    with pytest.raises(ModelError) as error:
        Programme.model_validate(
            {"id": "p", "title": "P", "model": "m", "life_events": {"events": {"e": raw}}}
        )
    assert [problem.code for problem in error.value.problems] == [code]


# Scores of a group.


def test_scores_of_several_are_averaged_and_weighted_by_the_group(scored):
    """By hand: economic (2+2+5)/15, feasibility 6/10 of two known, human 13/15, inter 13/15."""
    (ranked,) = scored.sets
    youth = next(each for each in ranked.ranked if each.name == "youth_independence")
    weights = [Fraction(1, 5), Fraction(1, 5), Fraction(2, 5), Fraction(1, 5)]
    third = Fraction(1, 3)
    known = [Fraction(9, 15), Fraction(6, 15), Fraction(13, 15), Fraction(13, 15)]
    low = sum(w * k for w, k in zip(weights, known, strict=True))
    assert youth.missing == 1
    assert youth.bounds == pytest.approx((float(low), float(low + weights[1] * third)))
    assert youth.score == pytest.approx(float(low / (1 - weights[1] * third)))
    assert ranked.apart[0] == 2


def test_what_is_missing_is_never_zero(model, programme, tmp_path):
    """One high score alone stands high, though all others are missing."""
    rows = HEAD + "permits;vm_human_smoother;5;\nbirth_of_child;vm_human_smoother;4;\n"
    answer = score_events(model, said_of(programme, tmp_path, rows), programme=programme)
    first, second = answer.sets[0].ranked
    assert (first.name, first.score, second.score) == ("permits", 1.0, 0.75)
    assert (first.missing, first.bounds[0] < 0.1, first.rank_bounds) == (11, True, (1, 2))
    assert "could change who leads" in answer.conclusion.text("en")


def test_sets_of_criteria_are_never_mixed(model, programme, tmp_path):
    rows = HEAD + "permits;vm_human_smoother;1;\npermits;mun_impact_direct;5;\n"
    answer = score_events(model, said_of(programme, tmp_path, rows), programme=programme)
    assert [(each.assessment, each.ranked[0].score) for each in answer.sets] == [
        ("priority_2023", 0.0),
        ("municipal_further_work", 1.0),
    ]


@given(
    st.lists(
        st.lists(st.integers(0, 4) | st.none(), min_size=4, max_size=4).filter(
            lambda row: row != [None] * 4
        ),
        min_size=1,
        max_size=4,
    )
)
def test_bounds_and_ranks_are_those_of_every_way_to_fill_the_gaps(rows):
    weights = [0.5, 0.125, 0.125, 0.25]
    scores = {f"e{at}": [None if s is None else s / 4 for s in row] for at, row in enumerate(rows)}
    ranked = {
        each.name: each
        for each in rank_proposals(scores, [0, 0, 1, 1], weights, samples=50, seed=1)
    }
    fillings = {
        name: [
            sum(w * s for w, s in zip(weights, filled, strict=True))
            for filled in itertools.product(*[(s,) if s is not None else (0.0, 1.0) for s in row])
        ]
        for name, row in scores.items()
    }
    for name, each in ranked.items():
        mine = fillings[name]
        assert each.bounds == pytest.approx((min(mine), max(mine)))
        others = [values for other, values in fillings.items() if other != name]
        best = 1 + sum(min(values) > max(mine) + 1e-9 for values in others)
        worst = 1 + sum(max(values) > min(mine) + 1e-9 for values in others)
        assert each.rank_bounds == (best, worst)
        assert 1 <= each.ranks_any[0] <= each.ranks_any[1] <= len(rows)
    assert sum(each.leads_any for each in ranked.values()) == pytest.approx(1)


def test_of_two_equal_in_all_but_one_the_better_leads_whatever_the_weights():
    ranked = rank_proposals(
        {"a": [0.5, 0.5, 1.0], "b": [0.5, 0.5, 0.5]}, [0, 0, 1], [0.5, 0.5, 0], samples=300, seed=3
    )
    by_name = {each.name: each for each in ranked}
    assert by_name["a"].leads_any == pytest.approx(1)
    assert (by_name["a"].rank, by_name["b"].rank) == (1, 1)  # the group's weights see no difference


def test_random_weights_are_even_over_all_weightings():
    """Of two events, each best on one of two criteria, a lead takes a weight above 1/4."""
    ranked = rank_proposals(
        {"a": [1.0, 0.0], "b": [0.0, 1 / 3]}, [0, 1], [0.5, 0.5], samples=20_000, seed=5
    )
    assert ranked[0].leads_any == pytest.approx(0.75, abs=0.01)


def test_the_same_seed_gives_the_same_answer(model, programme, scored):
    again = score_events(model, MADE_UP / "scores.yaml", programme=programme, samples=400)
    assert again == scored
    assert again.to_dict("fi") == scored.to_dict("fi")


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        (HEAD + "permitz;vm_human_smoother;3;\n", "unknown-event", "permits"),
        (HEAD + "permits;vm_human_smother;3;\n", "unknown-criterion", "vm_human_smoother"),
        (HEAD + "permits;vm_human_smoother;7;\n", "out-of-scale", "from 1 to 5"),
        (HEAD + "permits;vm_human_smoother;80 %;\n", "mixed-units", "not per cent"),
        (HEAD + "permits;vm_human_smoother;good;\n", "not-a-number", "good"),
        ("criterion;weight\nvm_human;20 %\nvm_economic;0,3\n", "mixed-units", "in per cent"),
        ("criterion;weight\nvm_human;-1\n", "out-of-scale", "below 0"),
        ("set;low;high\npriority_2023;5;1\n", "wrong-scale", "above the lowest"),
        ("set;low;high\nother;1;5\n", "unknown-set", "priority_2023"),
        ("event;trait;answer\npermits;guidance;ehkä\n", "wrong-answer", "neither yes nor no"),
        ("event;state;date\npermits;done;31.2.2026\n", "impossible-date", "31.2.2026"),
        ("event;state;date\npermits;finished;2026-01-01\n", "wrong-choice", "finished"),
        ("event;kind\npermits;life_event\n", "duplicate-row", "already"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_row_and_the_rest_is_used(
    programme, tmp_path, rows, code, words
):
    good = "event;criterion;score\nbirth_of_child;vm_human_smoother;2\n"
    said = said_of(programme, tmp_path, f"{rows}\n\n\n{good}")
    (problem,) = said.problems
    assert problem.code == code
    assert words in problem.text("en")
    assert problem.cure is not None
    assert problem.line is not None
    assert list(said.scores.values()) == [2.0]


def test_two_scores_of_one_scorer_do_not_count_unless_they_agree(programme, tmp_path):
    rows = "permits;vm_human_smoother;3;A\npermits;vm_human_smoother;{};A\n"
    contested = said_of(programme, tmp_path, HEAD + rows.format(4))
    assert (contested.scores, contested.problems[0].code) == ({}, "second-answer")
    assert "3" in contested.problems[0].text("en")
    agreed = said_of(programme, tmp_path, HEAD + rows.format(3))
    assert list(agreed.scores.values()) == [3.0]
    two = said_of(programme, tmp_path, HEAD + rows.format(4).replace("4;A", "4;B"))
    assert sorted(two.scores.values()) == [3.0, 4.0]


def test_mixed_decimal_commas_are_told_cell_by_cell(programme, tmp_path):
    rows = [("3,5", "permits"), ("2,5", "birth_of_child"), ("1.5", "need_of_hobbies")]
    text = HEAD + "".join(f"{name};vm_human_smoother;{score};\n" for score, name in rows)
    said = said_of(programme, tmp_path, text)
    assert [(problem.code, problem.line) for problem in said.problems] == [("mixed-decimals", 4)]
    assert sorted(said.scores.values()) == [2.5, 3.5]


def test_the_form_is_read_in_every_language_and_says_nothing_while_empty(programme, tmp_path):
    for language in ("fi", "sv", "en"):
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(format_workbook(scores_form(programme, language)))
        said = read_scores(programme, path)
        assert (said.problems, said.scores, len(said.scales)) == ((), {}, 2)
        assert len(said.states) == 14


def test_a_file_without_any_list_is_refused_with_what_may_head_one(programme, tmp_path):
    with pytest.raises(ModelFileError, match="scores: event, criterion, score"):
        said_of(programme, tmp_path, "a;b\n1;2\n")
    with pytest.raises(ModelFileError, match="no rows"):
        said_of(programme, tmp_path, "")
    with pytest.raises(ModelFileError, match="Lists of rows"):
        said_of(programme, tmp_path, "scores: 5\n", "scores.yaml")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_conclusion_comes_first_and_is_in_the_data_too(model, programme, scored, language):
    for answer in (
        events(model, programme=programme),
        event(model, "youth_independence", programme=programme),
        scored,
    ):
        text = answer.text(language, width=2_000)
        told = answer.to_dict(language)
        assert told["conclusion"]["text"] == answer.conclusion.text(language)
        assert text.index(told["conclusion"]["text"]) < 80
