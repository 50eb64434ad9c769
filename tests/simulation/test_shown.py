"""Measurements of organisations as observations, for the panel of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

import digisys
from digisys.report.page.programme import around_data
from digisys.simulation.monitoring.shown import as_observations
from digisys.simulation.monitoring.standing import seen_levels

ROWS = """indicator,value,unit,date,organisation
automation_rate,20,%,2024,Town
automation_rate,60,%,2025,Town
automation_rate,no data,,2026,Town
attacks_faced_and_repelled,7,,2025,Town
automation_rate,90,%,2025,Village
"""


def test_each_value_becomes_a_level_of_what_its_indicator_shows(tmp_path: Path):
    path = tmp_path / "towns.csv"
    path.write_text(ROWS, "utf-8")
    model = digisys.load("digikompassi")
    seen = digisys.read_measurements(path, model)
    shown = as_observations(seen, "en")
    assert [(item.value, item.organisation) for item in shown.items] == [
        (20, "Town"),
        (60, "Town"),
        (90, "Village"),
    ]
    levels = seen_levels(seen.of("Town"))["service_automation"]
    assert [item.level for item in shown.items[:2]] == pytest.approx(
        [each.level for each in levels]
    )
    panel = around_data(model, None, as_observations(seen.of("Village"), "fi"))["measured"]
    assert len(panel) == 1
    assert panel[0]["of"] == "variable-service_automation"


def test_a_column_may_say_that_an_organisation_is_made_up(tmp_path: Path):
    path = tmp_path / "towns.csv"
    heads, *rows = ROWS.splitlines()
    told = [f"{row},{'yes' if row.endswith('Town') else ''}" for row in rows]
    path.write_text("\n".join([f"{heads},made up", *told]) + "\n", "utf-8")
    seen = digisys.read_measurements(path, digisys.load("digikompassi"))
    assert len(seen) == 5
    assert seen.made_up == {"Town"}
    assert as_observations(seen, "fi").items[0].organisation == "Town (keksitty)"
