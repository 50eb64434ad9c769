"""Files of observations as officials fill them in, right and wrong."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.errors import ModelFileError, Place
from digisys.io.tables.table import Row, Table, Value
from digisys.io.tables.write import format_workbook
from digisys.schema import Model
from digisys.simulation.observations.dates import moment
from digisys.simulation.observations.observations import Observations
from digisys.simulation.observations.read_observations import read_observations
from digisys.simulation.observations.scale import USUAL_UNCERTAINTY, ValueScale
from tests.simulation import tiny

NAMES = {"trust": "stock", "jobs": "stock", "skills": "auxiliary"}
HEAD = "variable,value,unit,date\n"


def model(**more: object) -> Model:
    return tiny.model(NAMES, ["trust->jobs", "jobs->skills"], **more)


def read(folder: Path, content: str | bytes | list[Table], of: Model | None = None) -> Observations:
    path = folder / "seen.csv"
    if isinstance(content, list):
        content = format_workbook(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_observations(path, of or model())


def refused(folder: Path, content: str | list[Table], of: Model | None = None) -> list[str]:
    """Return the codes of what is wrong, whether other rows are used or not."""
    try:
        problems = read(folder, content, of).problems
    except ModelFileError as error:
        problems = error.problems
    assert all(problem.cure is not None and problem.place.file for problem in problems)
    return [problem.code for problem in problems]


def levels(found: Observations) -> list[float]:
    return [round(item.level, 6) for item in found.items]


# -- what is understood -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "variable,value,unit,date,source,organisation\ntrust,0.25,level,2024-07,survey,Office\n",
        "Lähde;Muuttuja;Organisaatio;Pvm;Arvo;Yksikkö\nsurvey;Trust;Office;2024-07;0,25;taso\n",
        "Källa\tEnhet\tVariabel\tVärde\tDatum\tOrganisation\nsurvey\tnivå\ttrust\t0,25\t2024-07\tOffice\n",
    ],
    ids=["en", "fi", "sv"],
)
def test_headers_are_understood_in_three_languages(tmp_path: Path, text: str) -> None:
    (item,) = read(tmp_path, text).items
    assert (item.outcome, item.level, item.source, item.organisation) == (
        "variable:trust", 0.25, "survey", "Office",
    )  # fmt: skip
    assert item.time == pytest.approx(2024.5, abs=0.005)


def test_a_workbook_with_a_sheet_of_scales_says_the_same_as_a_text_with_both_below_each_other(
    tmp_path: Path,
) -> None:
    scales: list[tuple[Value, ...]] = [
        ("indicator", "variable", "scale", "unit", "low", "reference", "high", "inverse"),
        ("Days of waiting", "trust", "count", "days", 0, 10, 40, "yes"),
    ]
    values: list[tuple[Value, ...]] = [
        ("indicator", "value", "unit", "date"),
        ("Days of waiting", 25, "days", 2024),
        ("Days of waiting", 5, "days", 2025),
    ]

    def sheet(name: str, rows: list[tuple[Value, ...]], first: int = 1) -> Table:
        return Table("t.xlsx", tuple(Row(at, row) for at, row in enumerate(rows, first)), name)

    book = read(tmp_path, [sheet("Data", values), sheet("Scales", scales, 3)])
    lines = [",".join(map(str, row)) for row in [*values, (), (), *scales]]
    text = read(tmp_path, "\n".join(lines))
    assert levels(book) == levels(text) == [-0.5, 0.5]
    assert [item.outcome for item in book.items] == ["variable:trust"] * 2
    assert book.items[0].place == Place(str(tmp_path / "seen.csv"), sheet="Data", cell="B2")


def test_no_data_is_counted_and_never_zero(tmp_path: Path) -> None:
    words = ["", "..", "-", "n/a", "No data", "ei tietoa", "uppgift saknas", "#N/A"]
    rows = [f'trust,"{word}",level,{2024 + at}' for at, word in enumerate(words)]
    found = read(tmp_path, HEAD + "\n".join([*rows, "trust,0,level,2023"]))
    assert (found.without_data, levels(found)) == (len(words), [0.0])
    assert "does not count as zero" in read(
        tmp_path, HEAD + "trust,..,level,2023\ntrust,0,level,2024"
    ).text("en")


def test_per_cent_and_shares_of_one_indicator_are_the_same_scale(tmp_path: Path) -> None:
    text = HEAD + "trust,75,%,2024\ntrust,0.75,share,2025\ntrust,75 %,,2026\n"
    assert levels(read(tmp_path, text)) == [0.5, 0.5, 0.5]


def test_targets_and_areas_can_be_observed_too(tmp_path: Path) -> None:
    of = model(targets={7: {"title": "Seven"}}, variables={"trust": {"targets": [{"target": 7}]}})
    (item,) = read(tmp_path, HEAD + "target 7,0.1,level,2024\n", of).items
    assert item.outcome == "target:7"


def test_an_uncertainty_is_in_the_unit_of_its_value(tmp_path: Path) -> None:
    text = "variable,value,unit,date,uncertainty\ntrust,60,%,2024,5\njobs,60,%,2024,\n"
    assert [item.uncertainty for item in read(tmp_path, text).items] == [0.1, USUAL_UNCERTAINTY]


def test_titles_and_notes_around_the_rows_are_passed_over(tmp_path: Path) -> None:
    text = f"Our observations,,\n\n{HEAD}trust,0.1,level,2024\n\nSource: a survey,,\n"
    found = read(tmp_path, text)
    assert (levels(found), found.problems) == ([0.1], ())


def test_the_answer_shows_itself_in_each_language(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "trust,0.1,level,2024\ntrust,7,level,2025\n")
    assert "0,10" in found.text("fi")
    assert "asteikon" in found.text("fi")
    assert found.to_frame().shape == (1, 10)
    assert found.to_dict("en")["problems"][0]["cell"] == "B3"
    assert len(found.where(lambda item: item.level > 0.5)) == 0


# -- scales -----------------------------------------------------------------------------


@given(st.floats(-50, 50), st.floats(0.1, 30), st.floats(0.1, 30), st.floats(0, 1))
def test_a_straight_scale_runs_from_minus_one_over_zero_to_one(
    low: float, below: float, above: float, share: float
) -> None:
    reference = low + below
    scale = ValueScale("index", low, reference, reference + above)
    assert scale.level(low) == pytest.approx(-1)
    assert scale.level(reference) == pytest.approx(0)
    assert scale.level(reference + above) == pytest.approx(1)
    assert scale.level(reference + share * above) == pytest.approx(share)
    inverse = ValueScale("index", low, reference, reference + above, inverse=True)
    assert inverse.level(low) == pytest.approx(1)


@given(st.floats(0, 100), st.floats(0.001, 5))
def test_the_uncertainty_of_a_level_is_the_slope_times_that_of_the_value(
    value: float, told: float
) -> None:
    scale = ValueScale("share", 0, 30, 100)
    step = 1e-6 if value < 50 else -1e-6
    if abs(value - 30) > 0.1:
        slope = abs(scale.level(value + step) - scale.level(value)) / 1e-6
        assert scale.spread(value, told) == pytest.approx(slope * told, rel=1e-4)


@pytest.mark.parametrize("classes", [2, 3, 5, 9])
def test_classes_are_equal_parts_of_the_levels_and_their_spread_that_of_an_even_part(
    classes: int,
) -> None:
    scale = ValueScale("thresholds", thresholds=tuple(range(1, classes)))
    found = [scale.level(value + 0.5) for value in range(classes)]
    assert found[0] - 1 / classes == pytest.approx(-1)
    assert [b - a for a, b in pairwise(found)] == pytest.approx([2 / classes] * (classes - 1))
    assert scale.spread(0) == pytest.approx(2 / classes / math.sqrt(12))
    assert scale.level(1) == found[1]  # a threshold belongs to the class that it begins


def test_yes_and_stars_are_classes(tmp_path: Path) -> None:
    text = (
        HEAD
        + "trust,yes,yes/no,2023\ntrust,ei,kyllä/ei,2024\njobs,4,stars,2025\njobs,3.5,stars,2026\n"
    )
    assert levels(read(tmp_path, text)) == [0.5, -0.5, 0.4, 0.2]


# -- dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2024", 2024.0),
        (2024, 2024.0),
        ("2024.25", 2024.25),
        ("2023-07-02", 2023 + 182 / 365),
        ("2024-07-02", 2024 + 183 / 366),
        ("2.7.2023", 2023 + 182 / 365),
        (date(2023, 7, 2), 2023 + 182 / 365),
        ("2024-01", 2024.0),
    ],
)
def test_a_date_is_a_moment_of_the_models_time(cell: Value, time: float) -> None:
    assert moment(cell, 2023) == pytest.approx(time, abs=1e-12)


@pytest.mark.parametrize(
    "cell", ["2024-13", "2023-02-29", "31.4.2024", "24", 45413, "soon", "05/2024", None, "", True]
)
def test_an_impossible_date_is_refused(cell: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the reader's
        moment(cell, 2023)


def test_where_time_is_not_in_calendar_years_a_date_is_a_number() -> None:
    assert moment("3,5", 0) == moment(3.5, 0) == 3.5
    with pytest.raises(ValueError, match="2024-05"):
        moment("2024-05", 0)


# -- what is wrong ----------------------------------------------------------------------

GOOD = "trust,0.1,level,2024\n"
SCALES = "indicator,variable,scale,low,reference,high,thresholds,inverse,uncertainty\n"
IN_DAYS = "indicator,variable,scale,unit,low,high\nd,jobs,count,days,0,10\n"
WRONG = {
    "unknown-variable": HEAD + GOOD + "nothing,0.1,level,2024\n",
    "out-of-scale": HEAD + GOOD + "trust,1.5,level,2025\n",
    "impossible-date": HEAD + GOOD + "trust,0.1,level,2024-13\n",
    "mixed-decimals": HEAD + GOOD + 'jobs,0.2,level,2024\ntrust,"0,3",level,2026\n',
    "not-a-number": HEAD + GOOD + "trust,high,level,2025\n",
    "duplicate-row": HEAD + GOOD + "trust,0.2,level,2024\n",
    "mixed-units": f"{HEAD}{GOOD}d,5,km,2024\n\n\n{IN_DAYS}",
    "missing-scale": HEAD + GOOD + "jobs,5,euros,2024\n",
    "missing-cell": HEAD + GOOD + ",5,level,2024\n",
    "wrong-uncertainty": "variable,value,unit,date,uncertainty\ntrust,0,level,2024,0\n",
    "wrong-scale": f"{HEAD}{GOOD}\n\n{SCALES}d,jobs,metres,0,5,10,,,\n",
    "missing-column": "variable,date\ntrust,2024\n",
    "empty-table": HEAD,
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_row_is_named_with_its_cure_and_the_rest_is_used(code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, WRONG[code]) == [code]
    if GOOD in WRONG[code]:
        assert 0.1 in levels(read(tmp_path, WRONG[code]))


def test_the_place_of_a_wrong_cell_is_its_row_and_column(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + GOOD + "trust,0.1,level,2024-13\njobs,1.5,level,2024\n")
    assert [(each.place.line, each.place.cell) for each in found.problems] == [(3, "D3"), (4, "B4")]


@pytest.mark.parametrize(
    "row",
    [
        "d,jobs,count,0,,,,,",  # a count has no upper end
        "d,jobs,index,10,5,5,,,",
        "d,jobs,index,0,20,10,,,",
        "d,jobs,thresholds,,,,3; 2,,",
        "d,jobs,thresholds,,,,,,",
        "d,jobs,index,0,5,10,,perhaps,",
        "d,jobs,,0,5,10,,,",
    ],
)
def test_a_scale_that_is_none_is_named(row: str, tmp_path: Path) -> None:
    assert "wrong-scale" in refused(tmp_path, f"{HEAD}{GOOD}\n\n{SCALES}{row}\n")


def test_an_indicator_with_two_scales_keeps_the_first(tmp_path: Path) -> None:
    rows = "d,jobs,index,0,5,10,,,\nd,jobs,index,0,50,100,,,\n"
    text = f"{HEAD}d,10,,2024\n\n\n{SCALES}{rows}"
    assert refused(tmp_path, text) == ["duplicate-row"]
    assert levels(read(tmp_path, text)) == [1.0]


def test_per_cent_that_a_spreadsheet_keeps_as_shares_are_noticed(tmp_path: Path) -> None:
    sheet = Table(
        "t.xlsx",
        (
            Row(1, ("variable", "value", "unit", "date")),
            Row(2, ("trust", 0.45, "%", 2024)),
            Row(3, ("trust", 0.55, "%", 2025)),
        ),
        "Data",
    )
    assert refused(tmp_path, [sheet]) == ["mixed-units", "mixed-units"]


def test_the_same_date_of_two_organisations_is_no_duplicate(tmp_path: Path) -> None:
    text = "variable,value,unit,date,organisation\ntrust,0.1,level,2024,A\ntrust,0.2,level,2024,B\n"
    assert levels(read(tmp_path, text)) == [0.1, 0.2]


def test_an_ambiguous_number_is_settled_by_the_others_or_refused(tmp_path: Path) -> None:
    scales = f"{SCALES}d,jobs,count,0,1000,4000,,,\n"
    settled = f'{HEAD}d,"1.250,5",,2024\nd,"2.500",,2025\n\n\n{scales}'
    assert read(tmp_path, settled).items[1].value == 2500
    assert refused(tmp_path, f'{HEAD}d,"2,500",,2025\n\n\n{scales}') == ["not-a-number"]
    semicolons = f"{HEAD}d,2!500,,2025\n\n\n{scales}".replace(",", ";").replace("!", ",")
    assert read(tmp_path, semicolons).items[0].value == 2.5


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path, [Table("t.xlsx", (), "Data")]) == ["empty-table"]


@given(st.text(st.sampled_from('trust,;"\n0.5%-2024 a'), max_size=80))
def test_whatever_is_written_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    refused(folder, HEAD + text)
