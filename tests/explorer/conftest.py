"""A real Chromium, the page of Digikompassi, and axe-core."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import digisys
from digisys.report.page.make import make_page
from digisys.schema import Model
from tests import tiny

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
#: WCAG 2.0 to 2.2, levels A and AA, and what is known as good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.fixture(scope="session")
def compass_file(compass: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "digikompassi.html"
    return make_page(compass).save(path)


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of two variables."""
    model = tiny.balancing_pair()
    return make_page(model).save(tmp_path_factory.mktemp("page") / "tiny.html")


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, compass_file: Path) -> Iterator[Open]:
    """Open the page without network; any console message of an error fails the test."""
    contexts = []
    faults: list[str] = []

    def opener(
        state: str = "",
        *,
        file: Path | None = None,
        size: tuple[int, int] = (1280, 900),
        **options: object,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            offline=True,
            accept_downloads=True,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: faults.append(message.text) if message.type != "log" else None,
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                faults.append(request.url)
                if not request.url.startswith(("file:", "data:", "blob:"))
                else None
            ),
        )
        page.goto((file or compass_file).as_uri() + (f"#{state}" if state else ""))
        page.wait_for_selector("#answer-title, #slide-title", state="attached")
        return page

    yield opener
    for context in contexts:
        context.close()
    assert faults == []


def violations(page: Page) -> list[dict]:
    """Run axe-core and list what it finds, shortened to what one needs to mend it."""
    # Through the debugger, as the page's own policy refuses foreign scripts.
    page.evaluate(AXE.read_text("utf-8") + "\n;0")
    # Only faults leave the browser: all that axe tells of what is well takes ten times as long.
    found: list[dict] = page.evaluate(
        """async (tags) => {
          const options = { resultTypes: ["violations"], runOnly: { type: "tag", values: tags } };
          return (await axe.run(document, options)).violations.map((item) => ({
            rule: item.id,
            nodes: item.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)),
          }));
        }""",
        TAGS,
    )
    return found


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    def check(page: Page) -> None:
        found = violations(page)
        assert found == [], json.dumps(found, indent=1, ensure_ascii=False)

    return check
