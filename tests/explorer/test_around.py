"""Actions, indicators and measurements of the selection on the page."""

from __future__ import annotations

import pytest

from digisys.analysis.influence.influence import influence
from digisys.analysis.programme.around import with_programme
from digisys.io.programmes import load_programme
from digisys.report.page.make import make_page
from digisys.report.page.programme import around_data
from digisys.simulation.observations.read_observations import read_observations
from tests import tiny

ROWS = """variable,value,unit,date,source,organisation
service_quality,0.2,level,2024-06,A survey,Made-up town
service_quality,0,level,2025-06,A survey,Made-up town
digital_service_use,,level,2025,A survey,Made-up town
"""
HEADS = {
    "fi": ("Mitä tehdään ja mitataan", "Mittaustulokset (2)", "ei tietoa"),
    "sv": ("Vad som görs och mäts", "Mätresultat (2)", "inga data"),
    "en": ("What is done and measured", "Measurements (2)", "no data"),
}


@pytest.fixture(scope="module")
def measured_file(compass, tmp_path_factory):
    folder = tmp_path_factory.mktemp("around")
    (folder / "seen.csv").write_text(ROWS, "utf-8")
    page = make_page(compass, observations=read_observations(folder / "seen.csv", compass))
    assert len(page.html.encode()) < 900_000
    return page.save(folder / "page.html")


def test_the_page_knows_what_the_programme_connects(compass):
    programme = load_programme(compass)
    data = around_data(compass)["programme"]
    names = list(compass.variables)
    for part, key in (("actions", "pushes"), ("drivers", "pushes"), ("indicators", "observes")):
        whole = [getattr(item, key) for item in getattr(programme, part).values()]
        assert [[names[at] for at, *_ in item["touches"]] for item in data[part]] == [
            [each.variable for each in items] for items in whole if items or part == "actions"
        ]
    assert around_data(tiny.balancing_pair()) == {}


def test_the_panel_tells_of_a_variable_and_of_a_scenario_in_each_language(
    open_page, check_axe, compass, measured_file
):
    around = with_programme(influence(compass, "service_quality"))
    pushing, showing = around.pushing["service_quality"], around.showing["service_quality"]
    counts = {
        "actions": sum(each.part == "actions" for each in pushing),
        "drivers": sum(each.part == "drivers" for each in pushing),
        "indicators": len(showing),
    }
    pushed = with_programme(influence(compass, 14)).pushing["cross_government_leadership"]
    page = open_page("lang=fi&variable-service_quality", file=measured_file)

    def go(state):
        page.evaluate("hash => { location.hash = hash; }", state)

    for name in counts:
        page.locator(f'[data-focus="around-{name}"]').focus()
        page.keyboard.press("Enter")
    page.locator('[data-focus="around-measured"]').click()
    page.wait_for_selector("#around-measured-table")
    check_axe(page)
    for language, (title, results, nothing) in HEADS.items():
        go(f"variable-service_quality&lang={language}")
        page.wait_for_function(
            "title => document.querySelector('.around h3')?.textContent === title", arg=title
        )
        for name, count in counts.items():
            summary = page.locator(f'[data-focus="around-{name}"]')
            assert summary.inner_text().endswith(f"({count})")
            items = page.locator(f'[data-focus="around-{name}-details"] .around-list > li')
            if not items.count():
                summary.click()
            assert items.count() == count
        assert [text.inner_text() for text in items.locator(".around-name").all()] == [
            around.programme.indicators[each.name].label.text(language) for each in showing
        ]
        assert page.locator('[data-focus="around-measured"]').inner_text() == results
        page.locator('[data-focus="around-measured"]').click()
        page.wait_for_selector("#around-measured-table", state="attached")
        assert "2024-06" in page.locator("#around-measured-table tbody").text_content()
        go(f"variable-participation&lang={language}")
        page.wait_for_function(
            "nothing => document.querySelector('.around')?.textContent.includes(nothing)",
            arg=nothing,
        )
        go(f"mode=scenarios&scenario=leadership-push&of=target-11&lang={language}")
        page.wait_for_selector('[data-focus="around-scenario-indicators"]')
        summary = page.locator('[data-focus="around-scenario-drivers"]')
        assert summary.inner_text().endswith(f"({len(pushed)})")
        assert page.locator(".around h3").inner_text() == title
    check_axe(page)


def test_a_model_without_a_programme_has_no_panel(open_page, tiny_file):
    page = open_page("variable-a", file=tiny_file)
    assert page.locator("#answer h2").count() == 1
    assert page.locator(".around").count() == 0


def test_a_page_of_a_theme_has_its_part_only(compass):
    narrow = compass.of_theme("green_transition")
    html = make_page(narrow, language="en").html
    assert "Digital green transition" in html
    assert "digital_skills_teaching" not in html
    assert "action_13_1" not in html
