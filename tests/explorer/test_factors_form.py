"""Factors and the story in the page: by the keyboard alone, for everyone, saved in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from digisys.io import load, parse_model
from digisys.report.page.make import make_page
from tests.explorer.conftest import violations
from tests.workshop.test_factors import MODEL


@pytest.fixture(scope="module")
def factor_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_page(MODEL).save(tmp_path_factory.mktemp("page") / "factors.html")


@pytest.fixture(scope="module")
def story_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_page(load("digikompassi")).save(tmp_path_factory.mktemp("page") / "story.html")


@pytest.fixture
def edit(open_page):
    """Open a page in the Edit mode, in a context that is no other test's."""

    def opener(state: str, file: Path) -> Window:
        page = open_page(f"{state}&mode=edit&lang=en", file=file, locale="en-GB")
        # Where the browser cannot write in place, the page offers a download.
        page.evaluate("() => { window.showSaveFilePicker = undefined; }")
        page.wait_for_selector("#edit-panel")
        return page

    return opener


def faults(page: Window) -> set[str]:
    """The rules that a form breaks, without those of the page around it."""
    form = ("edit-factors", "edit-story", "story-", "factors-", "factor-near", "slide-")
    return {
        each["rule"]
        for each in violations(page)
        if any(name in node for node in each["nodes"] for name in form)
    }


def focus(page: Window, name: str) -> None:
    """Go to something with the Tab key, as one does without a mouse."""
    for _ in range(120):
        found = page.evaluate("() => document.activeElement?.getAttribute('data-focus')")
        if found == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)


def saved_model(page: Window):
    """The model as the page would save it, through the page's own download."""
    with page.expect_download() as download:
        page.click('[data-focus="edit-save"]')
    return parse_model(Path(download.value.path()).read_text("utf-8"))


def test_factors_are_put_on_the_map_with_the_keyboard_alone(edit, factor_file):
    page = edit("variable-use", factor_file)
    page.locator("#answer-title").focus()
    focus(page, "factors")
    page.keyboard.press("Enter")
    focus(page, "factors-group")
    page.keyboard.type("Group 2 (5)")
    focus(page, "factors-enables")
    page.keyboard.type("digitaitojen\nMoney")
    near = page.locator("#factors-enables-near")
    assert "Digital skills" in near.inner_text()
    assert not faults(page)
    focus(page, "factors-enables-0")
    page.keyboard.press("Enter")
    assert page.locator("#factors-enables").input_value() == "Digital skills\nMoney"
    focus(page, "factors-blocks")
    page.keyboard.type("Lack of time")
    assert "lacking" in page.locator("#factors-blocks-near").inner_text()
    focus(page, "factors-falls")
    page.keyboard.type("Queues")
    focus(page, "factors-put")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-token="variable-queues"]')
    expect(page.locator("#live")).to_contain_text("3 new variables")
    focus_now = page.evaluate("() => document.activeElement?.id")
    assert focus_now == "factors-enables"
    found = {(row["from"], row["to"]): row for row in links_shown(page)}
    assert found["money", "use"]["polarity"] == "positive"
    assert found["lack_of_time", "use"]["polarity"] == "negative"
    assert found["use", "queues"]["polarity"] == "negative"
    assert found["digital_skills", "use"]["saidBy"] == ["Group 2 (5)"]
    page.locator("#answer-title").focus()
    page.keyboard.press("Control+z")
    page.wait_for_selector('[data-token="variable-queues"]', state="detached")
    assert len(links_shown(page)) == 1


def links_shown(page: Window) -> list[dict[str, object]]:
    """What the page would save, read from the file that it offers."""
    model = saved_model(page)
    return [
        {
            "from": link.source,
            "to": link.target,
            "polarity": link.polarity,
            "saidBy": list(link.said_by),
        }
        for link in model.links
    ]


def test_a_fault_planted_in_the_form_is_found(edit, factor_file):
    page = edit("variable-use", factor_file)
    page.locator('[data-focus="factors"]').click()
    page.evaluate("() => document.querySelector('label[for=factors-enables]').remove()")
    assert "label" in faults(page)


def test_hostile_words_stay_words(edit, factor_file):
    page = edit("variable-use", factor_file)
    page.locator('[data-focus="factors"]').click()
    page.locator("#factors-enables").fill("<img src=x onerror=alert(1)>\n__proto__\nconstructor")
    page.locator('[data-focus="factors-put"]').click()
    page.wait_for_selector('[data-token="variable-constructor"]')
    assert page.locator("img").count() == 0
    assert "<img src=x onerror=alert(1)>" in [
        each.label.text("en") for each in saved_model(page).variables.values()
    ]


@pytest.mark.long
def test_a_story_is_made_told_put_in_order_and_shown(edit, open_page, story_file, tmp_path):
    page = edit("target-14&dir=causes&steps=2", story_file)
    page.locator("#answer-title").focus()
    focus(page, "story")
    page.keyboard.press("Enter")
    focus(page, "story-add")
    page.keyboard.press("Enter")
    number = page.evaluate("() => document.activeElement.id").rpartition("-")[2]
    page.keyboard.type("What leads to it")
    page.keyboard.press("Tab")
    page.keyboard.type("Two steps back.")
    page.keyboard.press("Tab")
    assert not faults(page)
    model = saved_model(page)
    step = model.presentation.slides[int(number)]
    assert (step.target, step.direction, step.steps) == (14, "upstream", 2)
    assert step.title.text("en") == "What leads to it"
    assert step.description.text("en") == "Two steps back."
    focus(page, f"story-up-{number}")
    page.keyboard.press("Enter")
    before = int(number) - 1
    if before >= 0:
        assert page.evaluate("() => document.activeElement.dataset.focus") == f"story-up-{before}"
        model = saved_model(page)
        assert model.presentation.slides[before].target == 14
    # It is looked at as the presenter shows it, and one comes back to where one was.
    at = max(before, 0)
    focus(page, f"story-preview-{at}")
    page.keyboard.press("Enter")
    page.wait_for_selector("#slide-title")
    assert page.locator("#slide-title").inner_text() == "What leads to it"
    page.keyboard.press("Escape")
    page.wait_for_selector("#edit-panel")
    assert page.evaluate("() => document.activeElement.dataset.focus") == f"story-preview-{at}"
    # What was saved is shown by a page that is made of it.
    file = make_page(model).save(tmp_path / "again.html")
    again = open_page(f"mode=present&slide={at}&lang=en", file=file)
    assert again.locator("#slide-title").inner_text() == "What leads to it"
    assert "Two steps back." in again.locator("#present").inner_text()


@pytest.mark.long
def test_a_scenario_is_a_step_and_the_presenter_shows_its_levels(
    edit, open_page, story_file, tmp_path
):
    page = edit("scenario=leadership-push&compare=none&year=2027&of=target-1", story_file)
    page.locator('[data-focus="story"]').click()
    page.locator('[data-focus="story-add-scenario"]').click()
    model = saved_model(page)
    step = model.presentation.slides[-1]
    shown = (step.scenario, step.compare, step.time, step.target)
    assert shown == ("leadership-push", "none", 2027, 1)
    file = make_page(model).save(tmp_path / "scenario.html")
    at = len(model.presentation.slides) - 1
    again = open_page(f"mode=present&slide={at}&lang=en", file=file)
    assert "Scenario" in again.locator("#present .kind").inner_text()
    assert again.locator("#present svg").count() > 0
    assert again.locator("#map .heat, #map [class*=heat]").count() > 0
    assert not violations(again)


def test_a_scenario_that_the_page_lacks_is_told(open_page, tmp_path):
    raw = MODEL.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    raw["presentation"] = {"slides": [{"scenario": "not-there", "variable": "use"}]}
    model = type(MODEL).model_validate_json(json.dumps(raw))
    file = make_page(model).save(tmp_path / "lacking.html")
    page = open_page("mode=present&slide=0&lang=en", file=file)
    assert "not-there" in page.locator("#present").inner_text()
