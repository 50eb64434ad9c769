"""The Edit mode of a page that `digisys edit` serves: it says saved only of what is."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import digisys
from digisys.report.edit import EditServer
from digisys.workshop.edit_session import EditSession

MODEL = """# Kept: what the group said first.
schema: 1
id: team
title: Team
languages: [en]
variables:
  a: {label: Trust, role: stock}
  b: {label: Use}
links:
  - {from: a, to: b, polarity: positive}   # seen in 2025
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "team.yaml"
    path.write_text(MODEL, "utf-8")
    return path


@pytest.fixture
def served(browser, file: Path) -> Iterator[Page]:
    """The page in its Edit mode; any breach of its policy and any fault of its script fails."""
    faults: list[str] = []
    with EditServer(EditSession(file)) as server:
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if "Policy" in message.text else None,
        )
        page.goto(f"{server.address}#link-a--b&mode=edit")
        expect(page.locator("#edit-polarity")).to_be_visible()
        yield page
        context.close()
        server.stop()
        thread.join()
    assert faults == []


def status(page: Page):
    return page.locator("#edit-status")


def press(page: Page, key: str) -> None:
    page.focus("#map")
    page.keyboard.press(key)


def test_it_says_saved_only_after_the_reply(served, file):
    held = []

    def hold(route):
        held.append(route)

    served.route("**/save?*", hold)
    press(served, "s")
    expect(status(served)).to_have_text("Saving…")
    served.wait_for_timeout(500)
    assert len(held) == 1
    assert "polarity: positive" in file.read_text("utf-8")
    expect(status(served)).to_have_text("Saving…")
    held[0].continue_()
    expect(status(served)).to_have_text(re.compile(r"^Saved \d\d:\d\d:\d\d$"))
    text = file.read_text("utf-8")
    assert text == MODEL.replace("positive", "negative")  # comments and all else as they were


def test_a_server_that_is_away_is_tried_again(served, file):
    served.route("**/save?*", lambda route: route.abort())
    press(served, "s")
    expect(status(served)).to_contain_text("Not saved: the server does not answer")
    kept = json.loads(served.evaluate("Object.values(sessionStorage)[0]"))
    assert kept["plain"]["links"][0]["polarity"] == "negative"
    served.unroute("**/save?*")
    expect(status(served)).to_contain_text("Saved", timeout=10_000)
    assert digisys.load(file).links[0].polarity == "negative"
    assert served.evaluate("sessionStorage.length") == 0


def test_edits_outlive_a_page_that_was_closed(served, file):
    served.evaluate("() => { window.fetch = () => Promise.reject(new Error('away')); }")
    press(served, "s")
    expect(status(served)).to_contain_text("Not saved")
    served.reload()
    assert digisys.load(file).links[0].polarity == "positive"
    served.locator("#ask-dialog button.strong").click()
    expect(status(served)).to_contain_text("Saved", timeout=10_000)
    assert digisys.load(file).links[0].polarity == "negative"


def test_what_a_text_editor_changes_is_shown_and_kept(served, file):
    press(served, "s")
    expect(status(served)).to_contain_text("Saved")
    file.write_text(file.read_text("utf-8").replace("label: Use", "label: Usage"), "utf-8")
    expect(served.locator('.box[data-token="variable-b"]')).to_contain_text("Usage", timeout=10_000)
    press(served, "Control+z")  # undoing takes nothing of theirs away
    expect(served.locator("#edit-polarity")).to_have_value("positive")
    expect(status(served)).to_have_text(re.compile(r"^Saved \d\d"), timeout=10_000)
    assert "label: Usage" in file.read_text("utf-8")


def test_a_conflict_is_shown_with_both_sides(served, file, check_axe):
    news = "**/news?*"
    served.route(news, lambda route: route.abort())  # the page has not heard of it yet
    file.write_text(MODEL.replace("positive", "unknown"), "utf-8")
    press(served, "s")
    dialog = served.locator("#conflict-dialog")
    expect(dialog).to_be_visible(timeout=10_000)
    expect(dialog.locator("fieldset")).to_have_count(1)
    check_axe(served)
    assert "polarity: unknown" in file.read_text("utf-8")
    served.unroute(news)
    dialog.locator('input[type="radio"]').nth(1).check()
    dialog.locator("button.strong").click()
    expect(status(served)).to_contain_text("Saved", timeout=10_000)
    assert digisys.load(file).links[0].polarity == "unknown"
    expect(served.locator("#edit-polarity")).to_have_value("unknown")


def test_figures_of_many_draws_come_from_the_library(served):
    expect(served.locator("#figures-note")).to_contain_text("draws", timeout=20_000)
