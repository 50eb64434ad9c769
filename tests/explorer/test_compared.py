"""Two maps side by side, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from digisys.report.compared.make_comparison import comparison_page
from digisys.workshop.compare_models import compare_models
from tests.tiny import model_of

OLD = model_of("a - b", "b + c", "c + d", "b + e", "e - d")
NEW = model_of("a + b", "b + c", "c + d", "f - b", "c + f")
HOSTILE = "<img src=x onerror=alert(1)>"


def written(path: Path, language: str = "en") -> Path:
    path.write_bytes(comparison_page(compare_models(OLD, NEW, samples=0), language=language))
    return path


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_violation(
    language: str, open_page: Callable[..., Page], check_axe: Callable[..., None], tmp_path: Path
) -> None:
    page = open_page(file=written(tmp_path / "both.html", language))
    assert page.locator(".map svg").count() == 2
    check_axe(page)


def test_both_maps_are_zoomed_moved_and_chosen_in_by_keyboard(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(file=written(tmp_path / "both.html"))
    maps = page.locator(".map svg")
    whole = maps.nth(0).get_attribute("viewBox")
    page.locator(".map").first.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    views = [maps.nth(at).get_attribute("viewBox") for at in (0, 1)]
    assert views[0] == views[1] != whole
    page.keyboard.press("0")
    assert maps.nth(1).get_attribute("viewBox") == maps.nth(0).get_attribute("viewBox") == whole
    button = page.locator('button[data-shows="link-a--b"]').first
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(".chosen").count() == 2
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator("[role=status]").text_content() not in ("", "Nothing is chosen.")
    page.locator(".map").first.focus()
    page.keyboard.press("Escape")
    assert page.locator(".chosen").count() == 0


def test_a_click_shows_the_same_box_in_both(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page(file=written(tmp_path / "both.html"))
    page.locator("#a-variable-c").click()
    assert page.locator(".chosen").count() == 2


def test_labels_stay_texts() -> None:
    raw = NEW.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    raw["variables"]["a"]["label"] = HOSTILE
    raw["title"] = HOSTILE
    from digisys.schema import Model

    page = comparison_page(compare_models(OLD, Model.model_validate(raw), samples=0)).decode()
    assert "<img" not in page
    assert "unsafe-inline" not in page
    assert " style=" not in page


def test_where_nothing_differs_it_says_so() -> None:
    page = comparison_page(compare_models(OLD, OLD, samples=0), language="en").decode()
    assert page.count("<p>Nothing.</p>") == 2
