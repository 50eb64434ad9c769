"""Scenarios, sliders and slides in a real Chromium."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import digisys
from digisys.report.page.scenarios import scenario_data
from digisys.simulation.scenarios import scenarios_for
from tests.explorer.javascript import page_data, pure_script
from tests.explorer.test_explore import press, state_of, tab_to
from tests.explorer.test_integrator import RUN


def number(text: str) -> float:
    """Read a figure; what has not moved has none."""
    return float(text.replace("\u2212", "-").replace(",", ".") or 0)


def levels(page: Page) -> dict[str, float]:
    """The figures on the boxes, in the order of the map's data."""
    return page.evaluate("""() => {
      const names = [...document.querySelectorAll('#map .box')].map((x) => x.dataset.token);
      const tags = [...document.querySelectorAll('#map .heat-text')].map((x) => x.textContent);
      return Object.fromEntries(names.map((name, at) => [name, tags[at]]));
    }""")


@pytest.mark.parametrize("name", digisys.bundled_scenarios(digisys.load("digikompassi")))
def test_chromium_computes_the_library_s_numbers(browser, compass, name):
    """The integrator in Chromium's own JavaScript, to 1e-12."""
    scenario = next(item for item in scenarios_for(compass) if item.id == name)
    values = {"scenario": scenario_data(compass, scenario), "certainty": "explicit"}
    settings = {"dynamics": "adjusting", "response": None, "method": "euler"}
    time = {"start": 2023, "end": 2030, "step": 0.0625}
    given = {**values, **settings, **time}
    names = ", ".join(given)
    page = browser.new_page()
    shown = page.evaluate(
        f"([data, given]) => {{ {pure_script()}\nconst model = indexModel(data);"
        f"const {{ {names} }} = given; return {RUN}; }}",
        [page_data(compass), given],
    )
    page.close()
    run = digisys.simulate_once(compass, name)
    np.testing.assert_allclose(
        np.array(shown).reshape(run.levels.shape), run.levels, rtol=0, atol=1e-12
    )


def test_each_bundled_scenario_shows_levels_and_a_course(open_page):
    page = open_page("mode=scenarios&lang=en")
    options = page.locator('[data-focus="scenario"] option').evaluate_all(
        "o => o.map((x) => x.value)"
    )
    names = digisys.bundled_scenarios(digisys.load("digikompassi"))
    assert len(options) == 1 + len(names)
    for name in names:
        page.select_option('[data-focus="scenario"]', name)
        expect(page.locator(".chart .course")).to_have_count(1)
        assert any(number(text) != 0 for text in levels(page).values())
        assert page.locator("#level-table tbody tr").count() == 14
        for low, high in re.findall(
            r"([+\u2212]?\d\.\d\d) … ([+\u2212]?\d\.\d\d)", page.inner_text("#level-table")
        ):
            assert number(low) <= number(high)


def test_a_slider_by_keyboard_changes_the_outcome(open_page):
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    before = levels(page)
    tab_to(page, "#move-0")
    press(page, *["ArrowRight"] * 6)
    expect(page.locator("output[for=move-0]")).to_have_text("+0.80")
    expect(page).to_have_url(re.compile(r".*sizes=0:0\.8(&|$)"))
    expect(page.locator("#move-0")).to_be_focused()
    after = levels(page)
    name = "variable-life_event_services"
    assert number(after[name]) > number(before[name])
    page.click('[data-focus="reset-sizes"]')
    assert levels(page) == before


def test_what_unknown_strengths_mean_can_be_switched_and_shared(open_page, compass):
    """Under each convention the page shows the medians that the library finds."""
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    names = [name for name, item in compass.variables.items() if item.role == "stock"]
    shown = {"independent": levels(page)}
    page.select_option('[data-focus="strengths"]', "shares")
    expect(page).to_have_url(re.compile(r".*strengths=shares(&|$)"))
    shown["shares"] = levels(page)
    assert levels(open_page(state_of(page)[1:])) == shown["shares"]
    for convention, told in shown.items():
        chosen = digisys.Settings(strengths=digisys.Strengths(convention=convention))
        found = digisys.simulate_ensemble(compass, "leadership-push", samples=1024, settings=chosen)
        middle = np.median(found.final, axis=0)
        for name in names:
            expected = middle[found.outcomes.position(name)]
            assert number(told[f"variable-{name}"]) == pytest.approx(expected, abs=0.03), name
    apart = [
        number(shown["shares"][at]) - number(told) for at, told in shown["independent"].items()
    ]
    assert max(map(abs, apart)) > 0.05
    page.select_option('[data-focus="strengths"]', "independent")
    assert levels(page) == shown["independent"]
    assert "strengths" not in state_of(page)


def test_a_slider_by_mouse(open_page):
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    page.locator("#move-0").scroll_into_view_if_needed()
    box = page.locator("#move-0").bounding_box()
    page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r".*sizes=0:-1(&|$)"))
    assert number(levels(page)["variable-life_event_services"]) < 0


def test_own_pushes_can_be_added_shared_and_removed(open_page):
    page = open_page("mode=scenarios&scenario=own&lang=en")
    assert set(levels(page).values()) == {""}
    page.select_option('[data-focus="add-push"]', "trust_in_society")
    assert "push=trust_in_society:0.5:2024" in state_of(page)
    assert number(levels(page)["variable-trust_in_society"]) > 0.05
    again = open_page(state_of(page)[1:])
    assert levels(again) == levels(page)
    page.click('[data-focus="remove-0"]')
    assert set(levels(page).values()) == {""}


def test_a_push_gets_its_shape_and_years_by_keyboard(open_page, compass):
    page = open_page("mode=scenarios&scenario=own&lang=en&push=trust_in_society:0.5:2024")
    lasting = levels(page)
    tab_to(page, '[data-focus="shape-0"]')
    press(page, "f")  # for a time
    expect(page.locator('[data-focus="end-0"]')).to_have_value("2025.75")
    expect(page.locator('[data-focus="shape-0"]')).to_be_focused()
    press(page, "Tab", "ArrowUp", "Tab", "ArrowDown", "ArrowDown", "Enter")
    expect(page).to_have_url(re.compile(r".*push=trust_in_society:0\.5:2024\.25:pulse:2025\.25$"))
    expect(page.locator("#own-0-more")).to_have_text("only 2024.25–2025.25")
    name = "variable-trust_in_society"
    assert 0 <= number(levels(page)[name]) < number(lasting[name])
    again = open_page(state_of(page)[1:])
    assert levels(again) == levels(page)
    again.select_option('[data-focus="shape-0"]', "ramp")
    expect(again.locator(".push-fields")).to_contain_text("Full from")
    assert "push=trust_in_society:0.5:2024.25:ramp:2025.25" in state_of(again)
    again.fill('[data-focus="start-0"]', "1999")
    again.locator('[data-focus="start-0"]').blur()
    expect(again.locator('[data-focus="start-0"]')).to_have_value("2023")


def test_the_year_moves_the_heat(open_page):
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    page.locator("#year").evaluate(
        "x => { x.value = 2023; x.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    expect(page).to_have_url(re.compile(r".*year=2023(&|$)"))
    assert set(levels(page).values()) == {""}


def test_two_scenarios_compare_with_the_same_draws(open_page):
    """A scenario compared with itself differs nowhere: both meet the same draws."""
    page = open_page("mode=scenarios&scenario=network-cut&compare=network-cut&lang=en")
    assert set(levels(page).values()) == {""}
    assert set(page.locator("tbody .level-range").all_inner_texts()) == {"0.00 … 0.00"}
    page.select_option('[data-focus="compare"]', "leadership-push")
    expect(page.locator(".chart .course.b")).to_have_count(2)  # the chart and its key
    assert any(levels(page).values())


def test_heat_has_its_list_and_table(open_page):
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    shown = levels(page)
    page.click('[data-focus="view-table"]')
    rows = page.locator("#all-levels tbody tr")
    assert rows.count() == 42
    page.click('[data-focus="view-list"]')
    text = page.locator("#twin li", has_text="Availability of joined-up services for life events")
    expect(text).to_contain_text(shown["variable-life_event_services"])


def test_choosing_a_box_shows_its_course(open_page):
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    page.click('.box[data-token="variable-participation"]')
    expect(page.locator(".chart figcaption")).to_have_text("Participation")
    expect(page.locator("#live")).to_contain_text("in 2030, range")


def test_slides_by_keyboard(open_page, compass):
    page = open_page("lang=en")
    tab_to(page, '[data-focus="mode-present"]')
    press(page, "Enter")
    expect(page.locator("#slide-title")).to_be_focused()
    expect(page.locator("#slide-title")).to_have_text("How to read the map")
    slides = compass.presentation.slides
    for at in range(1, len(slides)):
        press(page, "ArrowRight")
        expect(page.locator("#present .kind")).to_contain_text(f"{at + 1}/{len(slides)}")
    expect(page.locator("#slide-title")).to_have_text("What does target 14 influence?")
    expect(page.locator("#present")).to_contain_text("17 variables")
    press(page, "PageUp")
    expect(page.locator("#slide-title")).to_contain_text("R5")
    expect(page.locator("#live")).to_contain_text(f"{len(slides) - 1}/{len(slides)}: Loop R5 ")
    size = page.locator(".slide-text").evaluate("x => parseFloat(getComputedStyle(x).fontSize)")
    assert size >= 20
    press(page, "Escape")
    expect(page.locator("#present")).to_be_hidden()
    expect(page.locator("#answer")).to_be_visible()


def test_slides_by_mouse_and_by_link(open_page):
    page = open_page("mode=present&slide=6&lang=en")
    expect(page.locator("#slide-title")).to_contain_text("R1")
    assert page.locator("#map .link.near-1").count() == 6
    page.click('[data-focus="slide-next"]')
    expect(page.locator("#slide-title")).to_contain_text("R2")
    assert state_of(page) == "#lang=en&mode=present&slide=7"
    page.go_back()
    expect(page.locator("#slide-title")).to_contain_text("R1")
    page.click('[data-focus="slide-end"]')
    expect(page.locator("#answer")).to_be_visible()


def test_a_model_without_slides_gets_some(open_page, tiny_file):
    page = open_page(file=tiny_file)
    page.click('[data-focus="mode-present"]')
    expect(page.locator("#slide-title")).to_have_text("Tiny")


@pytest.mark.parametrize("format_", ["A3", "A4"])
def test_print_has_the_map_on_the_first_sheet_and_the_answer_after_it(open_page, format_):
    page = open_page("target-14&lang=en")
    page.emulate_media(media="print")
    hidden = ["#controls", ".modes", ".languages", "#stage-tools", ".answer-tools", ".skip"]
    for selector in hidden:
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator("#map svg")).to_be_visible()
    expect(page.locator("#answer-title")).to_be_visible()
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(22, 32, 46)"
    pdf = page.pdf(format=format_, landscape=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 2 <= pages <= 6
    page.emulate_media(media="screen")
    assert page.locator("#answer details[open]").count() == 0


def test_a_larger_sheet_has_a_larger_map(open_page):
    """The map fills an A3 sheet as it fills an A4 one (in CSS pixels of the sheet)."""
    widths = []
    for size in ((1123, 794), (1587, 1123)):
        page = open_page("target-14", size=size)
        page.emulate_media(media="print")
        panels = page.locator("#map .panel").evaluate_all(
            "items => items.map((x) => x.getBoundingClientRect()).map((x) => [x.left, x.right])"
        )
        widths.append(max(b for _, b in panels) - min(a for a, _ in panels))
    assert widths[0] > 800
    assert widths[1] > 1.35 * widths[0]
