"""A slide of a scenario is shown where it can be run, checked, and told where it is not there."""

from __future__ import annotations

import json

import pytest

import digisys
from digisys.analysis.audit import audit
from digisys.errors import ModelError
from digisys.io.format import format_model
from digisys.io.yaml.read import parse_model
from digisys.report.page.data import presentation_data
from digisys.schema import Model


def with_slides(*slides: dict[str, object]) -> Model:
    model = digisys.load("digikompassi")
    raw = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    raw["presentation"] = {"slides": list(slides)}
    return Model.model_validate_json(json.dumps(raw))


PUSH = {"scenario": "leadership-push", "compare": "none", "time": 2027.0, "target": 1}


def test_a_slide_of_a_scenario_comes_back_from_its_file() -> None:
    model = with_slides(PUSH)
    again = parse_model(format_model(model))
    assert again.presentation == model.presentation
    assert presentation_data(again)["slides"][0]["scenario"] == "leadership-push"


@pytest.mark.parametrize(
    "wrong",
    [
        {"compare": "none"},
        {"time": 2027.0},
        {"scenario": "leadership-push", "loop": "R1"},
        {"scenario": "leadership-push", "time": 1990.0},
    ],
)
def test_what_does_not_fit_together_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ModelError) as caught:
        with_slides(wrong)
    assert {each.code for each in caught.value.problems} == {"slide-scenario"}


def test_check_tells_a_scenario_that_is_not_there() -> None:
    codes = [each.code for each in audit(with_slides(PUSH)).findings]
    assert "slide-without-scenario" not in codes
    found = audit(with_slides({**PUSH, "compare": "not-there"})).findings
    assert "slide-without-scenario" in [each.code for each in found]


def test_the_deck_shows_where_the_scenario_leads_and_the_map_where_it_is_not_there() -> None:
    model = with_slides({**PUSH, "compare": "digital-skills-push"}, {"scenario": "not-there"})
    deck = digisys.report_on(model).deck("en")
    shown, other = deck.slides[:2]
    assert shown.picture is not None
    assert any(note.startswith("Compared with: ") for note in shown.notes)
    assert other.scene is not None
