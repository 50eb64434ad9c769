"""Facts and sources: what a model says of one thing, and where."""

from __future__ import annotations

import pytest

import digisys
from digisys.analysis.facts import areas, show, targets
from digisys.analysis.sources import sources
from digisys.errors import UnknownNameError
from digisys.schema import Model
from tests import tiny


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def test_every_target_is_listed_with_its_variables(compass: Model) -> None:
    facts = targets(compass)
    assert [row["target"] for row in facts.records] == list(range(1, 15))
    assert facts.records[13]["variables"] == ["cross_government_leadership"]


def test_every_variable_is_in_an_area(compass: Model) -> None:
    assert sum(len(row["variables"]) for row in areas(compass).records) == 42


def test_a_variable_is_shown_with_its_links_both_ways(compass: Model) -> None:
    facts = show(compass, "participation", language="en")
    arriving = [row["variable"] for row in facts.records if row["direction"] == "in"]
    leaving = [row["variable"] for row in facts.records if row["direction"] == "out"]
    assert leaving == ["trust_in_society"]
    assert set(arriving) == {
        "digital_literacy",
        "life_event_services",
        "network_skills",
        "digital_service_use",
        "business_event_services",
    }
    assert dict(facts.pairs)["Loops"] == "R1"


@pytest.mark.parametrize("name", ["R1", "R1a", "14", "skills", "trust_in_society"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_everything_can_be_shown_and_sourced(compass: Model, name: str, language: str) -> None:
    told = show(compass, name, language=language)
    sourced = sources(compass, name, language=language)
    assert len(told.to_frame()) == len(told.rows)
    # A row of the table joins the places of one claim; the records keep each place.
    assert len(sourced.to_frame()) > len(sourced.rows)
    for facts in (told, sourced):
        assert str(facts).startswith(facts.title)
        assert facts.rows
        assert facts.to_dict()["rows"]
        assert "<table>" in facts._repr_html_()


def test_evidence_goes_down_to_part_and_slide(compass: Model) -> None:
    rows = sources(compass, "R1a").records
    places = {(row["claim"], row["part"]): row["slides"] for row in rows if row["part"]}
    assert all(places.values())
    assert {part for _, part in places} == {"table", "loop_table", "narrative", "bullets"}


def test_what_rests_on_a_source_can_be_asked(compass: Model) -> None:
    assert len(sources(compass, "interview_ek").rows) > 5
    with pytest.raises(UnknownNameError):
        sources(compass, "interview_nobody")


def test_a_bare_model_has_facts_too() -> None:
    model = tiny.reinforcing_pair()
    assert show(model, "a").rows
    assert sources(model, "a").rows == ()
    assert targets(model).rows == ()
    assert areas(model).rows == ()
