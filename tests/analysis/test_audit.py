"""The audit: each finding, and each absence of it."""

from __future__ import annotations

import pytest

import digisys
from digisys.analysis.audit import Audit, audit
from digisys.schema import Model
from tests import tiny


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def found_by_code(report: Audit) -> dict[str, tuple[str, ...]]:
    return {finding.code: finding.subjects for finding in report.findings}


def test_the_whole_model_passes(compass: Model) -> None:
    report = audit(compass)
    assert report.passed
    found = found_by_code(report)
    assert found["confirmed-loops"] == ("R1a", "R1b", "R2", "R3", "R4a", "R4b", "R5a", "R5b")
    assert len(found["unnamed-loops"]) == 27
    assert "algebraic-loop" not in found
    assert "variables-without-evidence" not in found
    assert sum(finding.code == "ambiguous-link" for finding in report.findings) == 5


def test_on_the_tables_alone_r1_cannot_close_and_the_lacking_links_are_named(
    compass: Model,
) -> None:
    report = audit(compass, evidence="table")
    broken = {
        finding.subjects[0]: finding.subjects[1:]
        for finding in report.findings
        if finding.code == "broken-loop"
    }
    assert broken == {
        "R1a": (
            "participation->trust_in_society",
            "trust_in_society->data_usability",
            "data_usability->life_event_services",
        ),
        "R1b": (
            "business_event_services->participation",
            "participation->trust_in_society",
            "trust_in_society->data_usability",
            "data_usability->business_event_services",
        ),
    }
    assert "R1a" in report.text("fi")


def test_an_ambiguous_link_tells_what_it_would_add(compass: Model) -> None:
    texts = {
        finding.subjects[0]: finding.what.text("en")
        for finding in audit(compass).findings
        if finding.code == "ambiguous-link"
    }
    assert "would add: loops 6" in texts["data_spaces->company_vitality"]


def test_a_loop_without_a_stock_is_a_problem() -> None:
    roles = {"a": "auxiliary", "b": "auxiliary", "c": "stock"}
    report = audit(tiny.model_of("a + b", "b + a", "c + a", roles=roles))
    assert found_by_code(report)["algebraic-loop"] == ("a", "b")
    assert not report.passed
    assert "algebraic-loop" not in found_by_code(audit(tiny.reinforcing_pair()))


def test_a_diagram_without_any_stock_is_in_order_and_one_note_tells_what_it_cannot() -> None:
    names = "abcd"
    report = audit(
        tiny.model_of("a + b", "b + a", "c + d", "d - c", roles=dict.fromkeys(names, "auxiliary"))
    )
    assert report.passed
    assert found_by_code(report)["without-stocks"] == ("a", "b", "c", "d")
    assert "algebraic-loop" not in found_by_code(report)
    (what,) = [each.what.text() for each in report.findings if each.code == "without-stocks"]
    assert "in such loops: 4" in what


def test_a_delay_breaks_an_algebraic_loop() -> None:
    model = tiny.model_of("a + b", roles={"a": "auxiliary", "b": "auxiliary"})
    raw = model.model_dump(by_alias=True)
    raw["links"] = [*raw["links"], {"from": "b", "to": "a", "polarity": "positive", "delay": 1.0}]
    assert audit(Model.model_validate(raw)).passed


def test_what_stands_alone_is_named() -> None:
    report = audit(
        tiny.model_of(
            "a + b",
            roles={"lonely": "stock", "idle": "input"},
            targets={1: {"title": "One"}},
        )
    )
    found = found_by_code(report)
    assert found["isolated"] == ("lonely", "idle")
    assert found["targets-without-variable"] == ("1",)
    assert found["links-without-evidence"] == ("a->b",)


def test_shared_names_are_named() -> None:
    raw = tiny.reinforcing_pair().model_dump(by_alias=True)
    raw["variables"] = {"a": {"label": "Same", "role": "stock"}, "b": {"label": "same"}}
    assert found_by_code(audit(Model.model_validate(raw)))["shared-name"] == ("a", "b")


def test_names_of_different_kinds_that_clash_are_told_with_what_they_are_taken_for() -> None:
    model = tiny.model_of(
        "a + b",
        targets={14: {"title": "Fourteen"}},
        variables={
            "a": {"label": "14"},
            "b": {"label": "B", "targets": [{"target": 14}], "aliases": ["Calm"]},
        },
        areas={"calm": {"label": "Calmness"}},
    )
    told = [
        (*finding.subjects, str(finding.what))
        for finding in audit(model).findings
        if finding.code == "shared-name"
    ]
    assert told == [
        ("a", "14", "“14” can mean: variable:a, target:14. Questions take it for target:14."),
        ("b", "calm", "“Calm” can mean: variable:b, area:calm. Questions ask which is meant."),
        ("b", "calm", "“calm” can mean: variable:b, area:calm. Questions take it for area:calm."),
    ]


def test_very_many_shared_names_are_told_in_one_finding() -> None:
    names = [f"v{i}" for i in range(60)]
    labels = {name: {"label": f"L{i // 2}"} for i, name in enumerate(names)}
    report = audit(tiny.model_of("v0 + v1", variables=labels))
    found = [finding for finding in report.findings if finding.code == "shared-name"]
    assert len(found) == 21
    assert str(found[-1].what).startswith("Further names that several things share: L20, L21,")
    assert [name for finding in found for name in finding.subjects] == names


def test_a_cycle_that_is_declared_again_is_told() -> None:
    loop = {"kind": "reinforcing"}
    report = audit(
        tiny.model_of(
            "a + b",
            "b + a",
            "b + c",
            "c + b",
            loops={
                "R1": {**loop, "label": "One", "cycles": {"R1": ["a", "b"]}},
                "R2": {**loop, "label": "Two", "cycles": {"R2": ["b", "a"], "R2b": ["b", "c"]}},
            },
        )
    )
    assert found_by_code(report)["same-cycle"] == ("R1", "R2")
    assert found_by_code(report)["confirmed-loops"] == ("R1", "R2", "R2b")


def test_results_travel(compass: Model) -> None:
    report = audit(compass)
    assert report.to_dict()["passed"] is True
    assert list(report.to_frame().columns) == ["code", "severity", "what", "subjects"]
    assert "<table>" in report._repr_html_()
    severities = [finding.severity for finding in report.findings]
    assert severities == sorted(severities, key=["problem", "note", "good"].index)
