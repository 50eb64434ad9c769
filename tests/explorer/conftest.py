"""A real Chromium, the page of Digikompassi, and axe-core."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

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


#: What an open window can be given; with anything else a test gets a new one.
MEDIA = {
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}
#: So many windows are kept for the next test.
KEPT = 2


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[list[Page]]:
    """Empty windows that wait for a test: in one, a page opens in a third of the time."""
    waiting: list[Page] = []
    yield waiting
    for page in waiting:
        page.context.close()


@pytest.fixture
def open_page(browser: Browser, windows: list[Page], compass_file: Path) -> Iterator[Open]:
    """Open the page without network; any console message of an error fails the test."""
    opened: list[tuple[Page, bool]] = []
    faults: list[str] = []

    def told(message: ConsoleMessage) -> None:
        if message.type != "log":
            faults.append(message.text)

    def failed(error: object) -> None:
        faults.append(str(error))

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:", "about:")):
            faults.append(request.url)

    listeners = {"console": told, "pageerror": failed, "request": asked}

    def opener(
        state: str = "",
        *,
        file: Path | None = None,
        size: tuple[int, int] = (1280, 900),
        window: Page | None = None,
        **options: object,
    ) -> Page:
        """Open it in a window of its own, or in one that is at hand in place of what it shows."""
        address = (file or compass_file).as_uri() + (f"#{state}" if state else "")
        if window is not None:
            window.goto("about:blank")
            window.goto(address)
            window.wait_for_selector("#answer-title, #slide-title", state="attached")
            return window
        is_plain = options.keys() <= MEDIA.keys()
        if is_plain and windows:
            page = windows.pop()
        else:
            own = {} if is_plain else options
            page = browser.new_context(offline=True, accept_downloads=True, **own).new_page()  # type: ignore[arg-type]
        opened.append((page, is_plain))
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if is_plain:
            page.emulate_media(media="null", **{**MEDIA, **options})  # type: ignore[arg-type]
        for event, listener in listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]
        page.goto(address)
        page.wait_for_selector("#answer-title, #slide-title", state="attached")
        return page

    yield opener
    for page, is_plain in opened:
        if not is_plain or page.is_closed() or len(windows) == KEPT:
            page.context.close()
            continue
        # Nothing is left: the page keeps no storage, and the mouse is where no page is.
        page.goto("about:blank")
        page.mouse.move(-9, -9)
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        windows.append(page)
    assert faults == []


def violations(page: Page) -> list[dict]:
    """Run axe-core and list what it finds, shortened to what one needs to mend it."""
    # Through the debugger, as the page's own policy refuses foreign scripts.
    if not page.evaluate("'axe' in window"):
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
