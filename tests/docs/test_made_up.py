"""The made-up files that pages show are those that the tests know."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("page", "name"), [("events", "scores"), ("services", "services")])
def test_a_page_shows_the_file_that_is_tested_and_says_that_it_is_made_up(page, name):
    shown = (ROOT / "docs" / "howto" / f"{page}.md").read_text(encoding="utf-8")
    file = (ROOT / "tests" / "analysis" / "made_up" / f"{name}.yaml").read_text(encoding="utf-8")
    assert file.startswith("# Made up: ")
    assert f":caption: made-up-{name}.yaml\n\n{file}```" in shown
