"""What the page shows can be read: on a laptop, in a meeting room, on paper, in a picture."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import Page

from digisys.analysis.influence.influence import influence

#: The size of all letters that can be seen, in CSS pixels, smallest first, with their texts.
LETTERS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const item = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim()) continue;
    if (/^(script|style|noscript|title)$/i.test(item.tagName)) continue;
    if (getComputedStyle(item).visibility === "hidden") continue;
    if (item.closest(".visually-hidden, .skip")) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    if (!range.getBoundingClientRect().width) continue;
    let size = parseFloat(getComputedStyle(item).fontSize);
    if (item.closest("svg")) {
      const matrix = (item.closest("text") ?? item).getScreenCTM();
      size *= Math.hypot(matrix.a, matrix.b);
    }
    found.push([size, walk.currentNode.textContent.trim()]);
  }
  return found.sort((one, other) => one[0] - other[0]).slice(0, 3);
}"""

STATES = [
    "",
    "target-14",
    "variable-trust_in_society&dir=both",
    "area-skills",
    "loop-R1&step=2",
    "link-participation--trust_in_society",
    "target-14&view=list",
    "mode=scenarios&scenario=leadership-push",
    "mode=scenarios&scenario=leadership-push&of=variable-trust_in_society&view=table",
]


def go(page: Page, state: str) -> None:
    page.evaluate("hash => { location.hash = hash; }", state)
    page.wait_for_timeout(60)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_letters_below_12_pixels_on_a_laptop(open_page, language):
    page = open_page(f"lang={language}", size=(1280, 720))
    for state in STATES:
        go(page, f"{state}&lang={language}")
        (least, text), *_ = page.evaluate(LETTERS)
        assert least >= 11.9, (state, text)


def test_letters_that_are_too_small_are_found(open_page):
    page = open_page(size=(1280, 720))
    page.evaluate("document.querySelector('#map').dataset.letters = 'all'")
    assert page.evaluate(LETTERS)[0][0] < 12


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_no_letters_below_14_points_for_a_room(open_page, size):
    page = open_page("lang=en", size=size)
    page.click('[data-focus="mode-present"]')
    count = int(page.locator("#present .kind").inner_text().split("/")[1].split()[0])
    for slide in range(count):
        (least, text), *_ = page.evaluate(LETTERS)
        assert least >= 14 * 96 / 72 - 0.1, (slide, text)
        page.keyboard.press("PageDown")
    shown = page.locator("#stage").bounding_box()
    told = page.locator("#present").bounding_box()
    assert shown["x"] < 20
    assert told["x"] + told["width"] > size[0] - 20
    assert shown["height"] > 0.9 * size[1]


def test_the_presenter_comes_near_to_what_is_told_and_takes_the_screen(open_page):
    page = open_page("lang=en", size=(1920, 1080))
    page.click('[data-focus="mode-present"]')
    assert page.evaluate("Boolean(document.fullscreenElement)")
    page.evaluate("location.hash = 'mode=present&slide=2&lang=en'")
    page.wait_for_timeout(60)
    frame = page.locator("#map").bounding_box()
    for box in page.locator("#map .origin").all():
        seen = box.bounding_box()
        assert frame["x"] <= seen["x"] < frame["x"] + frame["width"] - seen["width"]
        assert frame["y"] <= seen["y"] < frame["y"] + frame["height"] - seen["height"]
    page.keyboard.press("Escape")
    page.wait_for_function("!document.fullscreenElement")


def test_the_map_says_what_of_it_is_shown(open_page):
    page = open_page("lang=en", size=(1280, 720))
    assert page.inner_text("#map-note").startswith("The map is shown as areas")
    page.click('.panel[data-area="infrastructure"] .plate', position={"x": 90, "y": 60})
    assert page.inner_text("#answer-title") == "Digital infrastructure"
    assert page.inner_text("#map-note").startswith("A part of the map is shown")
    page.click('[data-focus="zoom-fit"]')
    assert page.inner_text("#map-note").startswith("The map is shown as areas")
    assert open_page("target-14&lang=en", size=(1920, 1080)).inner_text("#map-note") == ""


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_blocks_fill_their_frame_and_hold_their_names(open_page, language):
    """On a small screen no name of an area reaches out of its block, and little room is left."""
    page = open_page(f"lang={language}", size=(1024, 768))
    frame, whole = (page.locator(name).bounding_box() for name in ("#map", "#map-picture"))
    for side in ("width", "height"):
        assert whole[side] > 0.97 * frame[side], side
    blocks = page.locator("#map .panel")
    for block in blocks.all():
        plate = block.locator("> .plate").bounding_box()
        for line in block.locator(".area-title text").all():
            name = line.bounding_box()
            assert plate["x"] <= name["x"], line.text_content()
            assert name["x"] + name["width"] <= plate["x"] + plate["width"], line.text_content()
    assert blocks.locator(".area-title text").count() >= blocks.count() == 5


def test_on_paper_the_map_keeps_its_proportions(open_page):
    page = open_page("lang=fi", size=(1024, 768))
    stretched = "document.querySelector('#map-picture').getAttribute('preserveAspectRatio')"
    assert page.evaluate(stretched) == "none"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(stretched) is None
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(stretched) == "none"


def test_a_loop_is_told_step_by_step_to_a_room(open_page, compass):
    """By the keys alone: along the loop, then to the next slide; each step is in sight."""
    page = open_page("mode=present&slide=6&lang=fi", size=(1280, 720))
    assert page.inner_text("#slide-title").startswith("Silmukka R1 vahvistaa muutosta: ")
    cycles = compass.loops["R1"].cycles.values()
    steps = [pair for cycle in cycles for pair in zip(cycle, (*cycle[1:], cycle[0]), strict=True)]
    frame = page.locator("#map").bounding_box()
    for number, (source, target) in enumerate(steps, start=1):
        page.keyboard.press("ArrowDown")
        told = page.inner_text(".slide-step p")
        assert told.startswith(f"{number}/{len(steps)} ")
        for name in (source, target):
            assert compass.variables[name].label.text("fi") in told
        line = page.locator("#map .link.near-1 .line").first.bounding_box()
        assert frame["x"] <= line["x"] + 1
        assert line["x"] + line["width"] <= frame["x"] + frame["width"] + 1
    assert "step=8" in page.evaluate("location.hash")
    assert page.locator(".slide-tools").bounding_box()["y"] < 720 - 100
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#slide-title").startswith("Silmukka R2 ")
    page.keyboard.press("ArrowUp")
    assert page.inner_text("#slide-title").startswith("Silmukka R1 ")


def test_the_answer_stands_beside_the_map_on_a_small_screen(open_page):
    page = open_page("target-14&lang=fi", size=(1024, 768))
    shown, answer = (page.locator(name).bounding_box() for name in ("#stage", ".conclusion"))
    assert answer["x"] > shown["x"] + shown["width"]
    assert answer["y"] < 600
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
@pytest.mark.parametrize("landscape", [False, True])
def test_paper_has_the_map_first_and_then_the_answer(open_page, compass, tmp_path, landscape):
    page = open_page("target-14&lang=en", size=(1280, 720))
    file = tmp_path / "map.pdf"
    page.pdf(path=file, format="A4", landscape=landscape)
    command = ["pdftotext", "-layout", file, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    first, second, *_ = text.split("\f")
    finding = influence(compass, 14).conclusion.statements[0].text("en")
    assert finding in " ".join(first.split())
    for expected in ("Trust in society", "Data spaces", "every arrow strengthens", "Source: "):
        assert expected in first
    assert re.search(r"Systems model of Finland's Digital Compass · \d+ \w+ \d{4}", first)
    assert "Targets reached" not in first
    assert "Targets reached" in second
    # Read again on the screen, it is as it was.
    assert page.locator("#map").is_visible()


def test_links_run_alike_in_every_language_view_and_scenario(open_page):
    """Only the ends move, as boxes are as wide as their words; the way is the same."""
    page = open_page("lang=fi", size=(1920, 1080))
    middles = """() => Object.fromEntries([...document.querySelectorAll('#map .link .line')].map(
        (line) => {
          const point = line.getPointAtLength(line.getTotalLength() / 2);
          return [line.parentElement.dataset.token, [point.x, point.y]];
        }))"""
    first = page.evaluate(middles)
    for state in ("lang=sv", "lang=en&certainty=all", "lang=fi&mode=scenarios"):
        go(page, state)
        other = page.evaluate(middles)
        assert other.keys() == first.keys()
        far = [
            name
            for name, (x, y) in first.items()
            if abs(other[name][0] - x) + abs(other[name][1] - y) > 40
        ]
        assert len(far) <= len(first) // 20, (state, far)


def test_a_saved_picture_says_what_it_shows(open_page, compass, tmp_path):
    page = open_page("target-14&lang=en", size=(1280, 720))
    with page.expect_download() as got:
        page.click('[data-focus="svg"]')
    got.value.save_as(tmp_path / "map.svg")
    text = " ".join(
        re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", (tmp_path / "map.svg").read_text())
    )
    finding = influence(compass, 14).conclusion.statements[0].text("en")
    for expected in (
        finding,
        "Systems model of Finland's Digital Compass · ",
        "every arrow strengthens",
        "the direction is our reading (20 of 69)",
        "Source: ",
        "Links shown: explicit links (69 links).",
    ):
        assert expected in text
    assert "Trust in society" in text
