"""What organisations measured, against what is wanted and what the model expects."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

import digisys
from digisys.analysis.programme.own_scenario import own_scenario
from digisys.errors import ModelFileError, QuestionError
from digisys.io.tables.table import Row, Table
from digisys.io.tables.write import format_workbook
from digisys.schema.programme import Programme
from digisys.schema.programme_state import OrganisationState
from digisys.simulation.monitoring.attainment import attainment
from digisys.simulation.monitoring.standing import seen_levels
from tests.simulation import tiny

GOALS = {
    "most": {"at_least": 90, "unit": "per cent"},
    "tenth": {"at_least": 10, "unit": "per cent"},
    "forty": {"about": 40, "unit": "packages"},
    "faster": {"falls": "every", "unit": "days"},
    "model": {"holds": "once"},
    "barriers": {"holds": "each"},
    "open": None,
}


def tie(variable, confidence="high", polarity="positive"):
    return {"variable": variable, "confidence": confidence, "polarity": polarity, "reason": "R"}


PROGRAMME = Programme.model_validate(
    {
        "id": "town",
        "title": "Town",
        "model": "tiny",
        "actors": {"town": {"label": "Town"}},
        "key_results": {
            name: {"target": 1, "number": at, "label": name.title(), "goal": goal}
            for at, (name, goal) in enumerate(GOALS.items(), 1)
        },
        "indicators": {
            "digital": {
                "label": {"en": "Digital share", "fi": "Digitaalisten osuus"},
                "description": "D",
                "status": "exists",
                "scale": {"kind": "share"},
                "key_results": ["most", "tenth"],
                "observes": [tie("a"), tie("b", "low", "negative")],
            },
            "stars": {
                "label": "Stars",
                "description": "D",
                "status": "exists",
                "scale": {"kind": "survey"},
                "observes": [tie("a", "medium")],
            },
            "permits": {
                "label": "Permits",
                "description": "D",
                "status": "exists",
                "scale": {"kind": "duration", "unit": "days"},
                "key_results": ["faster"],
            },
            "law": {
                "label": "Law",
                "description": "D",
                "status": "exists",
                "scale": {"kind": "yes_no"},
                "key_results": ["barriers"],
                "components": {"reviewed": "Reviewed", "acted": "Acted on", "removed": "Removed"},
            },
        },
        "actions": {
            "act": {
                "label": "Act",
                "actors": ["town"],
                "target": 1,
                "steps": [{"label": "One"}, {"label": "Two"}],
                "pushes": [tie("a"), tie("b", "high", "negative")],
            },
            "other": {"label": "Other", "actors": ["town"]},
        },
        "needs": {"money": {"target": 1, "label": "Money"}},
    }
)
HEAD = "indicator,value,date,unit,item,component,organisation\n"


@pytest.fixture(scope="module")
def model():
    plain = tiny.growth()
    return plain.model_copy(update={"id": "tiny"})


@pytest.fixture(scope="module")
def big():
    return digisys.load("digikompassi")


@pytest.fixture
def read(tmp_path, model):
    def reading(rows, head=HEAD):
        path = tmp_path / "town.csv"
        path.write_text(head + rows, encoding="utf-8")
        return digisys.read_measurements(path, model, programme=PROGRAMME)

    return reading


# Goals: each kind with data, and no data.


@pytest.mark.parametrize(
    ("name", "rows", "state", "met"),
    [
        ("most", "digital,89.9,2025,%,,,\n", "not_reached", (0, 1)),
        ("most", "digital,90,2025,%,,,\n", "reached", (1, 1)),
        ("most", "digital,0.9,2025,share,,,\n", "reached", (1, 1)),
        ("most", "digital,95,2024,%,,,\ndigital,50,2025,%,,,\n", "not_reached", (0, 1)),
        ("most", "digital,95,2024,%,,,\ndigital,..,2025,%,,,\n", "unknown", (0, 1)),
        ("most", "digital,no data,2025,%,,,\n", "no_data", (0, 0)),
        ("tenth", "digital,10,2025,%,,,\n", "reached", (1, 1)),
        ("forty", "1.3,35,2025,,,,\n", "not_reached", (0, 1)),
        ("forty", "forty,36,2025,,,,\n", "reached", (1, 1)),
        ("faster", "permits,9,2024,days,x,,\npermits,8,2025,days,x,,\n", "reached", (1, 1)),
        (
            "faster",
            (
                "permits,9,2024,days,x,,\npermits,1,2025,days,x,,\n"
                "permits,9,2024,days,y,,\npermits,9,2025,days,y,,\n"
            ),
            "not_reached",
            (1, 2),
        ),
        (
            "faster",
            "permits,9,2024,days,x,,\npermits,1,2025,days,x,,\npermits,5,2025,days,y,,\n",
            "unknown",
            (1, 2),
        ),
        ("model", "model,no,2024,,,,\nmodel,yes,2025,,,,\n", "reached", (1, 1)),
        ("model", "model,no,2025,,,,\n", "not_reached", (0, 1)),
        (
            "barriers",
            "law,yes,2025,,x,reviewed,\nlaw,yes,2025,,x,acted,\nlaw,yes,2025,,x,removed,\n",
            "reached",
            (3, 3),
        ),
        ("barriers", "law,yes,2025,,x,reviewed,\nlaw,yes,2025,,x,acted,\n", "unknown", (2, 3)),
        ("barriers", "law,yes,2025,,x,reviewed,\nlaw,no,2025,,x,acted,\n", "not_reached", (1, 3)),
        ("open", "open,5,2025,,,,\n", "no_goal", (0, 0)),
        ("barriers", "digital,5,2025,%,,,\n", "no_data", (0, 0)),
    ],
)
def test_a_key_result_is_reached_when_its_goal_is_and_unknown_where_values_are_missing(
    read, name, rows, state, met
):
    found = attainment(read(rows), name)
    assert (found.state, (found.met, found.asked)) == (state, met)


def test_a_value_that_is_not_there_is_never_zero(read):
    seen = read("digital,..,2024,%,,,\ndigital,0,2025,%,,,\n")
    assert [item.value for item in seen.items] == [None, 0.0]
    (level,) = seen_levels(seen)["a"]
    assert (level.time, level.level) == (2025.0, -1.0)
    nothing = read("digital,..,2024,%,,,\nstars,3,2024,stars,,,\n")
    assert [item.level for item in seen_levels(nothing)["a"]] == [0.0]


def test_levels_come_from_the_surest_indicators_and_low_ones_count_only_when_asked(read):
    seen = read("digital,75,2025,%,,,\nstars,1,2025,stars,,,\nstars,5,2026,stars,,,\n")
    levels = seen_levels(seen)
    assert [(item.time, item.level, item.confidence) for item in levels["a"]] == [
        (2025.0, 0.5, "high"),
        (2026.0, 0.8, "medium"),
    ]
    assert "b" not in levels
    assert seen_levels(seen.at_least("low"))["b"][0].level == -0.5


def test_values_of_one_moment_are_joined_by_their_sureness(model, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "variable,value,unit,date,source,uncertainty\na,0.2,level,2025,x,0.1\n"
        "a,0.8,level,2025,y,0.2\n"
    )
    (seen,) = seen_levels(digisys.read_measurements(path, model))["a"]
    assert seen.level == pytest.approx((0.2 / 0.01 + 0.8 / 0.04) / (1 / 0.01 + 1 / 0.04))
    assert seen.uncertainty == pytest.approx((1 / 0.01 + 1 / 0.04) ** -0.5)


# What is wrong with a file is named, and the rest is used.


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("digital,101,2025,%,,,A", "out-of-scale"),
        ("permits,-1,2025,days,,,A", "out-of-scale"),
        ("digital,50,2025-13,%,,,A", "impossible-date"),
        ("digital,50,30.2.2025,%,,,A", "impossible-date"),
        ('digital,"50,5",2025,%,,,A', "mixed-decimals"),
        ("permits,9,2025,weeks,,,A", "mixed-units"),
        ("digitals,50,2025,%,,,A", "unknown-indicator"),
        ("law,yes,2025,,,asleep,A", "unknown-component"),
        ("digital,50.5,2024,%,,,A", "duplicate-row"),
        ("digital,many,2025,%,,,A", "not-a-number"),
        ("digital,50,2025,%,,,B", "unknown-organisation"),
        (",50,2025,%,,,A", "missing-cell"),
    ],
)
def test_a_wrong_row_is_named_with_its_cell_and_its_cure_and_the_rest_is_used(read, row, code):
    right = "digital,40.5,2024,%,,,A\npermits,30.5,2024,days,,,A\n"
    found = read(f"organisation,made up\nA,yes\n\n{HEAD}{right}{row}\n", head="")
    (problem,) = found.problems
    assert problem.code == code
    assert problem.place.line == 7
    assert problem.cure is not None
    assert len(found) == 2
    assert found.made_up == {"A"}


def test_an_empty_sheet_is_named_and_the_others_are_used(tmp_path, model):
    rows = (Row(1, ("indicator", "value", "date")), Row(2, ("digital", "5 %", "2025")))
    path = tmp_path / "t.xlsx"
    path.write_bytes(format_workbook([Table("t", rows, "Data"), Table("t", (), "Empty")]))
    found = digisys.read_measurements(path, model, programme=PROGRAMME)
    assert [(each.code, each.place.sheet) for each in found.problems] == [("empty-table", "Empty")]
    assert len(found) == 1


def test_shares_that_a_spreadsheet_keeps_as_fractions_are_not_taken_for_per_cent(read):
    with pytest.raises(ModelFileError, match="share"):
        read("digital,0.4,2024,%,,,\ndigital,0.5,2025,%,,,\n")


def test_another_direction_of_an_indicator_than_the_programme_tells_is_refused(read):
    scales = "indicator,scale,unit,low,high,inverse\ndigital,share,%,0,100,yes\n"
    text = f"{HEAD}digital,50,2025,%,,,\n\n{scales}"
    found = read(text, head="")
    assert [each.code for each in found.problems] == ["wrong-scale"]


# What moved, and what the model expects.


def test_the_expectation_is_the_simulation_from_the_same_start(read, model):
    seen = read("digital,75,2024,%,,,\ndigital,80,2025,%,,,\n")
    answer = digisys.monitor(seen, samples=64, until="2027")
    settings = digisys.Settings(start=2025, end=2027, initial={"a": 0.6})
    same = digisys.simulate(model, samples=64, settings=settings)
    row = same.outcomes.position("a")
    assert np.array_equal(answer.coming.last[row], same.final[:, row])
    assert (answer.since, answer.now) == (2024.0, 2025.0)


def test_a_stock_alone_is_expected_to_decay_as_its_inertia_says(tmp_path):
    model = tiny.lone_stock()
    path = tmp_path / "a.csv"
    path.write_text("variable,value,unit,date\na,0.8,level,2024\n", encoding="utf-8")
    seen = digisys.read_measurements(path, model)
    settings = digisys.Settings(inertias={"a": 2.0}, step=1 / 64)
    answer = digisys.monitor(seen, until="2026", samples=16, settings=settings)
    exact = 0.8 * math.exp(-1)
    assert answer.coming.band("variable:a")[1] == pytest.approx(exact, rel=5e-3)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [(50, 90, "rises"), (90, 50, "falls"), (50, 52, "unclear"), (50, "..", "first")],
)
def test_a_change_is_clear_when_it_exceeds_its_uncertainty(read, first, second, kind):
    seen = read(f"digital,{first},2024,%,,,\ndigital,{second},2025,%,,,\n")
    assert digisys.monitor(seen, samples=8).moves["a"].kind == kind


def test_what_nobody_measured_is_told_as_not_known(read):
    answer = digisys.monitor(read("digital,50,2025,%,,,\n"), samples=8)
    assert answer.moves["b"].kind == "not_known"
    assert answer.moves["b"].now is None
    assert answer.key_results["forty"].now.state == "no_data"
    json.dumps(answer.to_dict("en"))


def test_an_older_file_shows_what_came_was_revised_and_went(read):
    older = read("digital,50,2024,%,,,\nstars,3,2024,stars,,,\n")
    newer = read("digital,60,2024,%,,,\ndigital,70,2025,%,,,\n")
    changes = digisys.monitor(newer, since=older, samples=8).changes
    assert [(each.kind, each.item.value) for each in changes] == [
        ("revised", 60.0),
        ("new", 70.0),
        ("withdrawn", 3.0),
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_memo_tells_why_and_says_that_an_organisation_is_made_up(read, language):
    table = "organisation,made up\nA,yes\n\n"
    seen = read(f"{table}{HEAD}digital,20,2024,%,,,A\ndigital,90,2025,%,,,A\n", head="")
    state = OrganisationState(organisation="A", actions={"act": {"state": "under_way"}})
    answer = digisys.monitor(seen, meanwhile=state, samples=8)
    memo = digisys.monitoring_memo(answer, language)
    made_up = {"fi": "keksitty", "sv": "påhittad", "en": "made up"}[language]
    assert made_up in memo.splitlines()[0]
    assert "Act" in memo
    label = {"fi": "Digitaalisten osuus"}.get(language, "Digital share")
    assert label in memo


# Many organisations.


@pytest.fixture(scope="module")
def towns(big, tmp_path_factory):
    path = tmp_path_factory.mktemp("towns") / "towns.csv"
    rows = ["variable,value,unit,date,organisation"]
    rows += [
        f"trust_in_society,{level},level,2025,T{at}" for at, level in enumerate((-0.9, 0, 0.9))
    ]
    rows += ["soft_infrastructure,0.5,level,2024,T1", "soft_infrastructure,0.7,level,2025,T1"]
    path.write_text("\n".join(rows), encoding="utf-8")
    return digisys.read_measurements(path, big)


SCENARIOS = ("leadership-push", "network-cut")


@pytest.fixture(scope="module")
def batch(towns):
    return digisys.organisations(towns, SCENARIOS, samples=100, outcome="trust_in_society")


def test_the_batch_is_a_run_for_each_byte_for_byte(batch, big):
    starts = {
        "T0": {"trust_in_society": -0.9},
        "T1": {"trust_in_society": 0.0, "soft_infrastructure": 0.7},
    }
    for name, initial in starts.items():
        at = batch.names.index(name)
        settings = digisys.Settings(start=2025, initial=initial)
        runs = [digisys.compare(big, [None, *SCENARIOS], samples=100, settings=settings).ensembles][
            0
        ]
        for place, run in enumerate(runs):
            wanted = np.quantile(run.final.T, (0.05, 0.5, 0.95), axis=1).T
            assert np.array_equal(batch.ends.levels[at, place], wanted)
            if place:
                change = (run.final - runs[0].final).T
                wanted = np.quantile(change, (0.05, 0.5, 0.95), axis=1).T
                assert np.array_equal(batch.ends.effects[at, place - 1], wanted)


def test_who_does_the_work_changes_no_byte(batch, towns):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as executor:
        draws = digisys.Draws(100, executor=executor)
        shared = digisys.organisations(towns, SCENARIOS, samples=draws, outcome="trust_in_society")
    assert shared.to_frame().equals(batch.to_frame())


def test_organisations_that_start_apart_end_apart_and_keep_their_order(batch):
    assert batch.order(0) == ("T2", "T1", "T0")
    assert 0 < batch.remains < 1
    assert len(batch.to_frame()) == 3 * 3 * len(batch.outcomes)


# What an organisation does.


def states(tmp_path, model, text, name="s.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return digisys.read_states(tmp_path / name, model, programme=PROGRAMME)


def test_a_state_is_the_same_from_a_table_and_from_yaml(tmp_path, model):
    table = states(
        tmp_path,
        model,
        "toimi;tila;tärkein;alku;vaihe\nAct;työn alla;kyllä;2024;\nact;tehty;;;1\nmoney;;kyllä;;\n",
    ).of(None)
    text = (
        "schema: 1\norganisation: X\nneeds: {money: {important: true}}\nactions:\n"
        "  act: {state: under_way, important: true, start: 2024, steps: {1: done}}\n"
    )
    written = states(tmp_path, model, text, "s.yaml").of("X")
    assert (table.actions, table.needs) == (written.actions, written.needs)


def test_yaml_that_names_what_is_not_there_is_told_at_once(tmp_path, model):
    text = (
        "schema: 1\norganisation: X\nactions:\n  nothing: {}\n"
        "  act: {start: 2026, end: 2025, steps: {7: done}}\n"
    )
    with pytest.raises(ModelFileError) as caught:
        states(tmp_path, model, text, "s.yaml")
    assert [each.code for each in caught.value.problems] == [
        "unknown-action", "end-before-start", "unknown-step"
    ]  # fmt: skip


def test_an_own_scenario_pushes_by_what_is_done_under_way_and_planned(model):
    def made(**told):
        state = OrganisationState(organisation="Åby", actions={"act": told})
        return own_scenario(model, PROGRAMME, state, start=2020, size=0.4)

    done = made(state="done")
    assert done.id == "aby"
    assert [(e.variable, e.size, e.shape, e.start) for e in done.interventions] == [
        ("a", 0.2, "step", 2020),
        ("b", -0.2, "step", 2020),
    ]
    half = made(state="under_way", steps={1: "done"}, end=2023.0)
    assert (half.interventions[0].size, half.interventions[0].end) == (0.1, 2023)
    assert made(state="planned", start=2024.0).interventions[0].start == 2024
    with pytest.raises(QuestionError):
        made(state="not_started")


def test_the_own_road_map_begins_with_what_matters_most(model):
    state = OrganisationState(
        organisation="X",
        actions={"act": {"state": "done"}, "other": {"state": "planned", "important": True}},
    )
    answer = digisys.own_roadmap(model, state, programme=PROGRAMME, samples=32)
    assert list(answer.actions()) == ["other", "act"]
    own = digisys.simulate(model, answer.scenario, samples=32)
    assert np.array_equal(answer.own.final, own.final)
    assert answer.trajectories()


def test_the_road_map_of_digikompassi_holds_what_the_documents_list(big):
    programme = digisys.load_programme(big)
    targets = (11, 12, 13)
    assert [sum(m.target == n for m in programme.meanings.values()) for n in targets] == [5, 4, 4]
    assert [sum(m.target == n for m in programme.needs.values()) for n in targets] == [6, 7, 7]
    assert all(need.way_forward for need in programme.needs.values())
    assert len(programme.keywords) == 17
    assert len(programme.resources) == 60
    filed = [sum(n in r.targets for r in programme.resources.values()) for n in targets]
    assert filed == [2 + 3, 3 + 14, 13]
    assert len(programme.questions) == 9
    answer = digisys.roadmap(big, part="timeline", actor="digital_office")
    assert len(answer.table("en").rows) == 3
