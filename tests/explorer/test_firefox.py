"""The page in a real Firefox: every state, the keyboard, files and paper."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import digisys
from tests.explorer.conftest import AXE, TAGS
from tests.explorer.firefox import Firefox
from tests.explorer.test_axe import STATES, states_of
from tools.browsers import find_firefox

TAB, ENTER, RIGHT, ESCAPE = "\ue004", "\ue007", "\ue014", "\ue00c"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    program = find_firefox()
    if program is None:
        pytest.skip("Firefox is missing: apt-get install firefox-esr, or set FIREFOX to its path.")
    with Firefox(program, tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def show(firefox: Firefox, compass_file: Path) -> Iterator:
    """Open a state of the page; anything that Firefox says against it fails the test."""
    firefox.faults()

    def opener(state: str = "", **options) -> Firefox:
        address = compass_file.as_uri()
        firefox.open("about:blank", **options)
        firefox.open(f"{address}#{state}", **options)
        firefox.wait_for("#answer-title, #slide-title")
        return firefox

    yield opener
    assert firefox.faults() == []
    asked = firefox.ask("performance.getEntriesByType('resource').map((item) => item.name)")
    assert [name for name in asked if not name.startswith(("data:", "blob:"))] == []


def test_the_check_hears_of_faults(firefox, tmp_path):
    page = tmp_path / "broken.html"
    page.write_text("<!doctype html><title>Broken</title><script>missing()</script>", "utf-8")
    firefox.faults()
    firefox.open(page.as_uri())
    assert firefox.faults() == ["ReferenceError: missing is not defined"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_state_in_every_language(show, language):
    page = show(f"lang={language}")
    for name, state in states_of(language):
        page.ask("void (location.hash = arguments[0])", f"{state}&lang={language}")
        page.ask("new Promise((done) => setTimeout(done, 80))")
        assert page.ask("document.documentElement.lang") == language
        title = page.ask("document.querySelector('#slide-title, #answer-title').textContent")
        assert title, name
        assert page.ask("document.documentElement.scrollWidth <= innerWidth"), name


def test_words_stay_inside_their_boxes(show):
    """The page's own letters are used, and no label is wider than its box."""
    page = show("lang=fi")
    assert page.ask("document.fonts.check('600 16px Inter')")
    wide = page.ask("""[...document.querySelectorAll('#map .box')].filter((box) => {
      const plate = box.querySelector('.plate').getBoundingClientRect();
      const label = box.querySelector('.label').getBoundingClientRect();
      return label.left < plate.left - 1 || label.right > plate.right + 1
        || label.top < plate.top - 2 || label.bottom > plate.bottom + 2;
    }).map((box) => box.textContent)""")
    assert wide == []


def test_choose_by_mouse_and_keyboard(show, compass):
    page = show("lang=en")
    page.ask("""void document.querySelector('.badge[data-token="target-14"] .plate')
      .dispatchEvent(new MouseEvent('click', { bubbles: true }))""")
    answer = digisys.influence(compass, 14)
    assert page.ask("document.querySelector('#question-effects').textContent") == (
        answer.question("en")
    )
    assert page.ask("document.querySelectorAll('.effect').length") == len(answer.affected)
    page.ask("void document.querySelector('#search').focus()")
    page.press(*"luotamus")
    page.press(ENTER)
    assert page.ask("document.querySelector('#answer-title').textContent") == "Trust in society"
    page.ask("void document.querySelector('#map .symbol[tabindex=\"0\"]').focus()")
    first = page.ask("document.activeElement.dataset.token")
    page.press(RIGHT)
    second = page.ask("document.activeElement.dataset.token")
    assert second != first
    page.press(ENTER)
    assert page.ask("location.hash").startswith(f"#{second}")
    page.press(ESCAPE)
    assert page.ask("location.hash") == "#lang=en"
    page.ask("void history.back()")
    page.ask("new Promise((done) => setTimeout(done, 100))")
    assert page.ask("location.hash").startswith(f"#{second}")


def test_scenarios_give_the_library_s_levels(show, compass):
    page = show("mode=scenarios&scenario=network-cut&lang=en")
    shown = page.ask("[...document.querySelectorAll('#map .heat-text')].map((x) => x.textContent)")
    ids = page.ask(
        "[...document.querySelectorAll('#map .box')]"
        ".map((x) => x.dataset.token.replace('variable-', ''))"
    )
    levels = [float(text.replace("\u2212", "-") or 0) for text in shown]
    ensemble = digisys.simulate(compass, "network-cut")
    for name, level in zip(ids, levels, strict=True):
        middle = np.median(ensemble.final[:, ensemble.outcomes.position(name)])
        assert abs(level - middle) <= 0.005 + 1e-9, name  # the same draws, in two decimals


def test_files_and_paper(show, compass):
    page = show("target-14&lang=en")
    for kind in ("csv", "svg", "png"):
        page.ask(f"""void document.querySelector('[data-focus="{kind}"]').click()""")
    rows = list(csv.reader(io.StringIO(page.downloaded("digikompassi-target-14.csv").decode())))
    assert len(rows) == 1 + len(digisys.influence(compass, 14).affected)
    assert page.downloaded("digikompassi-target-14.svg").startswith(b"<svg")
    assert page.downloaded("digikompassi-target-14.png")[:8] == b"\x89PNG\r\n\x1a\n"
    assert 2 <= sheets_of(page.printed()) <= 8


def sheets_of(pdf: bytes) -> int:
    """Count the sheets of a PDF, whose facts may lie in compressed parts."""
    parts = [pdf]
    for part in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(part))
    return len(re.findall(rb"/Type\s*/Page\b", b"".join(parts)))


@pytest.mark.parametrize("state", ["target", "scenario"])
def test_axe_finds_nothing(show, state):
    page = show(f"{STATES[state]}&lang=sv")
    # Through the debugger's door: the page's own policy refuses foreign scripts.
    script = f"""{AXE.read_text("utf-8")}
      const [tags, done] = arguments;
      const options = {{ resultTypes: ['violations'], runOnly: {{ type: 'tag', values: tags }} }};
      window.axe.run(document, options)
        .then((found) => done(found.violations.map((item) => item.id)));"""
    assert page.tell("ExecuteAsyncScript", script=script, args=[TAGS]) == []
