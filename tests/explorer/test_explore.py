"""The page in a real Chromium: everything by mouse and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

import digisys
from digisys.analysis.influence.influence import influence
from digisys.answers.wording import chain_text
from digisys.graph.directions import assumed_pairs

TITLE = "#answer-title"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str, *, limit: int = 80) -> None:
    """Reach a control with the Tab key alone."""
    for _ in range(limit):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} was not reached with Tab")


def state_of(page: Page) -> str:
    return page.evaluate("location.hash")


def test_opens_in_the_first_language_with_the_map(open_page):
    page = open_page()
    assert page.title() == "Digikompassin systeemimalli"
    assert page.evaluate("document.documentElement.lang") == "fi"
    assert page.locator("#map .box").count() == 42
    assert page.locator("#map .link").count() == 74
    assert page.locator("#map .link.gone").count() == 5  # the ambiguous ones
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_answer_has_the_words_of_the_library(open_page, compass, language):
    page = open_page(f"target-14&lang={language}")
    answer = influence(compass, 14)
    expect(page.locator("#question-effects")).to_have_text(answer.question(language))
    heads = page.locator(".influence .pairs dt").all_inner_texts()
    texts = [text.replace("\u00a0", " ") for text in page.locator(".pairs dd").all_inner_texts()]
    assert list(zip(heads, texts, strict=True)) == list(answer.summary(language))
    labels = page.locator(".effect .link-button").all_inner_texts()
    assert labels == [
        compass.variables[effect.variable].label.text(language) for effect in answer.affected
    ]


def test_choose_by_clicking_each_kind_of_symbol(open_page):
    page = open_page("lang=en")
    page.click('.box[data-token="variable-trust_in_society"]')
    expect(page.locator(TITLE)).to_have_text("Trust in society")
    page.click('.badge[data-token="target-14"]')
    expect(page.locator(TITLE)).to_have_text("14 Leadership across government")
    page.click('.symbol[data-token="loop-R2"]')
    expect(page.locator(TITLE)).to_contain_text("R2")
    page.click('.symbol.heading[data-token="area-infrastructure"]', position={"x": 40, "y": 8})
    expect(page.locator(TITLE)).to_have_text("Digital infrastructure")
    assert (
        page.locator('[data-token="area-infrastructure"]').get_attribute("aria-pressed") == "true"
    )
    page.evaluate(
        "document.querySelector('[data-token=\"link-participation--trust_in_society\"] .hit')"
        ".dispatchEvent(new MouseEvent('click', { bubbles: true }))"
    )
    expect(page.locator(TITLE)).to_contain_text("Participation +→ Trust in society")
    page.mouse.click(*_empty_place(page))
    expect(page.locator(TITLE)).to_have_text("What do you want to know?")


def _empty_place(page: Page) -> tuple[float, float]:
    frame = page.locator("#map").bounding_box()
    return frame["x"] + frame["width"] / 2, frame["y"] + 6


def test_choose_with_the_keyboard_alone_on_the_map(open_page):
    page = open_page("lang=en")
    tab_to(page, "#map .symbol")
    first = page.evaluate("document.activeElement.getAttribute('data-token')")
    press(page, "ArrowRight")
    second = page.evaluate("document.activeElement.getAttribute('data-token')")
    assert second != first
    assert page.locator('#map .symbol[tabindex="0"]').count() == 1
    press(page, "Enter")
    assert state_of(page).startswith(f"#{second}")
    press(page, "Escape")
    assert state_of(page) in ("#lang=en", "")
    focused = page.locator(":focus .ring, :focus .hit").first
    assert focused.evaluate("item => getComputedStyle(item).stroke") != "none"


def test_every_symbol_is_reached_with_the_keyboard(open_page):
    """Arrow keys lead to nearly every symbol, Page Up and Page Down to all."""
    page = open_page()
    reached = page.evaluate("""() => {
      const all = [...document.querySelectorAll('#map .symbol')];
      const seen = new Set();
      const queue = [document.querySelector('#map .symbol[tabindex="0"]')];
      while (queue.length) {
        const item = queue.pop();
        if (seen.has(item)) continue;
        seen.add(item);
        for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp']) {
          item.focus();
          item.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
          queue.push(document.activeElement);
        }
      }
      return all.filter((item) => !seen.has(item)).map((item) => item.dataset.token);
    }""")
    assert reached == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("tavoite 14", "14 Johtaminen yli hallinnonalojen"),
        ("trust", "Luottamus yhteiskuntaan"),
        ("luotamus", "Luottamus yhteiskuntaan"),
    ],
)
def test_search_by_keyboard(open_page, typed, title):
    page = open_page()
    tab_to(page, "#search")
    page.keyboard.type(typed)
    expect(page.locator("#search-list [role=option]").first).to_be_visible()
    active = page.locator("#search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    press(page, "Enter")
    expect(page.locator(TITLE)).to_have_text(title)
    expect(page.locator(TITLE)).to_be_focused()


def test_search_list_by_arrow_keys_and_mouse(open_page):
    page = open_page("lang=en")
    page.fill("#search", "data")
    options = page.locator("#search-list [role=option]")
    second = options.nth(1).locator(".suggestion-name").inner_text()
    page.focus("#search")
    press(page, "ArrowDown", "Enter")
    expect(page.locator(TITLE)).to_have_text(second)
    page.fill("#search", "R4")
    options.first.click()
    expect(page.locator(TITLE)).to_contain_text("R4")
    page.fill("#search", "xqzwvk")
    expect(page.locator("#live")).to_have_text("Nothing of this name was found")


def test_direction_and_steps(open_page, compass):
    page = open_page("target-11&lang=en")
    page.click("text=causes")
    expect(page.locator("#question-causes")).to_be_visible()
    expect(page.locator("#question-effects")).to_have_count(0)
    upstream = influence(compass, 11, direction="upstream")
    assert page.locator(".effect").count() == len(upstream.affected)
    page.click('[data-focus="steps-1"]')
    near = [effect for effect in upstream.affected if effect.steps == 1]
    assert page.locator(".effect").count() == len(near)
    assert page.locator("#map .box.near-1").count() == len(near)
    page.click('[data-focus="dir-both"]')
    expect(page.locator("#question-effects")).to_be_visible()
    expect(page.locator("#question-causes")).to_be_visible()


def test_steps_are_graded_on_the_map(open_page):
    """Far things are weaker than near ones, and few links are bright at full reach."""
    page = open_page("target-14")
    width = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).strokeWidth)"
    widths = [page.evaluate(width, f"#map .link.near-{step} .line") for step in (1, 2, 3)]
    assert widths[0] > widths[1] > widths[2] > page.evaluate(width, "#map .link.off .line")
    lit = page.locator("#map .link.near-1, #map .link.near-2, #map .link.near-3").count()
    assert lit == 17  # one link for each variable reached, of 69
    texts = page.locator("#map .step.shown .step-text").all_text_contents()
    assert len(texts) == 17
    assert all(re.fullmatch(r"\d+[+\u2212±?]", text) for text in texts)


def test_a_selection_is_announced(open_page):
    page = open_page("lang=en")
    page.click('.box[data-token="variable-participation"]')
    expect(page.locator("#live")).to_contain_text(
        "Variable · Digital public services: Participation"
    )
    told = "What does “Participation” influence? Variables reached:"
    expect(page.locator("#live")).to_contain_text(told)


OWN_PUSHES = "push=trust_in_society:0.5:2024:ramp:2026,digital_support:-0.5:2025:pulse:2027"


@pytest.mark.parametrize(
    ("state", "opened"),
    [
        ("target-14&steps=2", "#filter-button"),
        (f"mode=scenarios&scenario=own&compare=none&{OWN_PUSHES}", "#filter-button"),
        ("", '[data-focus="loops-others"]'),
    ],
)
def test_every_word_changes_with_the_language(open_page, state, opened):
    """No text of one language stays when another is chosen."""
    page = open_page(state)
    page.click(opened)
    texts = {}
    for code in ("fi", "sv", "en"):
        page.click(f'[data-focus="lang-{code}"]')
        assert page.evaluate("document.documentElement.lang") == code
        expect(page.locator(f'[data-focus="lang-{code}"]')).to_be_focused()
        words = page.evaluate("""() => {
          const found = new Set();
          const walk = document.createTreeWalker(document.getElementById('page'), 4);
          while (walk.nextNode()) found.add(walk.currentNode.textContent.trim());
          for (const item of document.querySelectorAll('[aria-label]'))
            found.add(item.getAttribute('aria-label'));
          return [...found].filter((text) => /[a-zåäö]{3}/i.test(text));
        }""")
        texts[code] = set(words)
        assert len(words) > 100
        if "others" in opened:
            expect(page.locator(".other-loops li")).to_have_count(27)
    names = {"Suomi", "Svenska", "English", "CSV", "SVG", "PNG"}
    allowed = {"digital", "filter", "presentation", "scenario", "zoom"}  # the same in two
    for one, other in (("fi", "sv"), ("fi", "en"), ("sv", "en")):
        same = {
            text for text in texts[one] & texts[other]
            if text not in names and text.casefold() not in allowed
        }  # fmt: skip
        assert same == set(), (one, other)


def test_deep_link_shows_the_same_view(open_page):
    page = open_page("target-14&steps=2&lang=sv&view=table&certainty=all")
    expect(page.locator(TITLE)).to_have_text("14 Ledning över förvaltningsgränser")
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.locator('[data-focus="steps-2"]').get_attribute("aria-pressed") == "true"
    expect(page.locator("#link-table")).to_be_visible()
    assert state_of(page) == "#target-14&steps=2&lang=sv&view=table&certainty=all"


@pytest.mark.parametrize(
    "state",
    ["target-99", "%E0%A4%A", "steps=7&lang=xx", "variable-__proto__", "constructor", "a=b&&=&x=%",
     "target-14&to=link-a--b", "mode=present&slide=999", "scenario=x&mode=scenarios&push=a:b"],
)  # fmt: skip
def test_a_broken_link_still_opens_the_page(open_page, state):
    page = open_page(state)
    expect(page.locator("#title")).to_have_text("Digikompassin systeemimalli")


def test_back_and_forward(open_page):
    page = open_page("lang=en")
    page.click('.badge[data-token="target-14"]')
    page.click('[data-focus="steps-1"]')
    page.click('[data-focus="go-variable-life_event_services"], .effect .link-button >> nth=0')
    changed = page.locator(TITLE).inner_text()
    page.go_back()
    expect(page.locator(TITLE)).to_have_text("14 Leadership across government")
    assert page.locator('[data-focus="steps-1"]').get_attribute("aria-pressed") == "true"
    page.go_back()
    assert page.locator('[data-focus="steps-all"]').get_attribute("aria-pressed") == "true"
    page.go_back()
    expect(page.locator(TITLE)).to_have_text("What do you want to know?")
    for _ in range(3):
        page.go_forward()
    expect(page.locator(TITLE)).to_have_text(changed)


def test_list_and_table_hold_what_the_map_shows(open_page):
    page = open_page("target-14&steps=2&lang=en")
    shown = set(
        page.locator("#map .box:not(.off)").evaluate_all("b => b.map((x) => x.dataset.token)")
    )
    links = page.locator("#map .link.near-1, #map .link.near-2").count()
    page.click('[data-focus="view-list"]')
    listed = page.locator("#twin .list li:not(.off) [data-focus^=list-variable]")
    tokens = listed.evaluate_all("b => b.map((x) => x.dataset.focus.replace('list-', ''))")
    assert set(tokens) == shown
    expect(page.locator("#twin")).to_contain_text("1 step, strengthens")
    page.click('[data-focus="view-table"]')
    assert page.locator("#link-table tbody tr").count() == links


def test_the_list_alone_by_keyboard(open_page):
    """A reader who never sees the map: choose, read, go on, all in the list."""
    page = open_page("view=list&lang=en")
    tab_to(page, '[data-focus="list-variable-digital_literacy"]')
    press(page, "Enter")
    expect(page.locator("#twin .note").first).to_contain_text("What does")
    expect(page.locator('[data-focus="list-variable-digital_literacy"]')).to_be_focused()
    tab_to(page, '#twin [data-focus="go-loop-R1"]', limit=120)
    press(page, "Enter")
    expect(page.locator(TITLE)).to_contain_text("R1")


def test_filters_by_area_target_evidence_and_certainty(open_page, compass):
    page = open_page("target-14&lang=en")
    page.click("#filter-button")
    page.check('[data-focus="areas-infrastructure"]')
    members = [key for key, item in compass.variables.items() if item.area == "infrastructure"]
    assert page.locator("#map .box:not(.gone)").count() == len(members)
    expect(page.locator(".influence .note")).to_contain_text("of 17 variables shown")
    page.uncheck('[data-focus="areas-infrastructure"]')
    page.check('[data-focus="targets-11"]')
    assert page.locator("#map .box:not(.gone)").count() == 2
    page.uncheck('[data-focus="targets-11"]')
    page.check('[data-focus="evidence-table"]')
    narrowed = influence(compass, 14, evidence="table")
    assert page.locator(".effect").count() == len(narrowed.affected)
    expect(page.locator(".pairs").first).to_contain_text(narrowed.summary("en")[-1][1])
    page.check('[data-focus="certainty-all"]')
    assert "certainty=all" in state_of(page)
    assert "evidence=table" in state_of(page)
    page.click('[data-focus="clear-filters"]')
    assert state_of(page) == "#target-14&lang=en"


def test_filters_by_keyboard(open_page):
    page = open_page("lang=en")
    tab_to(page, "#filter-button")
    press(page, "Enter")
    tab_to(page, '[data-focus="areas-skills"]')
    press(page, "Space")
    assert "areas=skills" in state_of(page)
    expect(page.locator('[data-focus="areas-skills"]')).to_be_focused()
    tab_to(page, '[data-focus="close-filters"]')
    press(page, "Enter")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#filter-button")).to_be_focused()


def test_a_loop_is_told_step_by_step(open_page, compass):
    page = open_page("loop-R2&lang=en")
    cycle = compass.loops["R2"].cycles["R2"]
    assert page.locator(".story-steps li").count() == len(cycle)
    assert page.locator("#map .link.near-1").count() == len(cycle)
    tab_to(page, '[data-focus="story-next"]')
    for step in range(1, len(cycle) + 1):
        press(page, "Enter")
        expect(page.locator(".story-steps li").nth(step - 1)).to_have_attribute(
            "aria-current", "step"
        )
        assert page.locator("#map .link.near-1, #map .link.near-2").count() == step
        expect(page.locator('[data-focus="story-next"]')).to_be_focused()
    expect(page.locator("#live")).to_contain_text(f"{len(cycle)}/{len(cycle)}:")
    page.click('[data-focus="story-all"]')
    assert "step=" not in state_of(page)


def test_chains_between_two_things(open_page, compass):
    page = open_page("target-14&lang=en")
    page.select_option('[data-focus="to"]', "target-10")
    expected = digisys.chains(compass, 14, 10, limit=5)
    shown = page.locator(".chain-list .chain").all_inner_texts()
    read = assumed_pairs(expected.view.links)
    assert shown == [chain_text(chain, compass, "en", read) for chain in expected.chains]
    lit = {
        f"link-{a}--{b}"
        for chain in expected.chains
        for a, b in zip(chain.variables, chain.variables[1:], strict=False)
    }
    on_map = page.locator("#map .link:not(.off):not(.gone)").evaluate_all(
        "items => items.map((item) => item.dataset.token)"
    )
    assert set(on_map) == lit
    assert "to=target-10" in state_of(page)


def test_evidence_down_to_the_slide(open_page):
    page = open_page("link-participation--trust_in_society&lang=en")
    page.click(".evidence summary")
    rows = page.locator("#evidence-table tbody tr").all_inner_texts()
    assert any("Loop table, slide 19" in row for row in rows)


def test_zoom_and_pan(open_page):
    page = open_page()
    width = page.locator("#map svg").bounding_box()["width"]
    page.click('[data-focus="zoom-in"]')
    assert page.locator("#map svg").bounding_box()["width"] == pytest.approx(width * 1.25, rel=0.01)
    page.focus("#map .symbol[tabindex='0']")
    press(page, "+", "+")
    wide = page.locator("#map svg").bounding_box()["width"]
    assert wide > width * 1.8
    left = page.evaluate("document.getElementById('map').scrollLeft")
    press(page, "Shift+ArrowRight")
    assert page.evaluate("document.getElementById('map').scrollLeft") > left
    frame = page.locator("#map").bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + 12
    before = page.evaluate("document.getElementById('map').scrollLeft")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=6)
    page.mouse.up()
    assert page.evaluate("document.getElementById('map').scrollLeft") < before
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(100)
    assert page.locator("#map svg").bounding_box()["width"] > wide + 20
    press(page, "0")  # the click on the ground left the focus in the map
    assert page.locator("#map svg").bounding_box()["width"] == pytest.approx(width, rel=0.01)


def test_pinch_zooms(open_page):
    page = open_page(has_touch=True)
    width = page.locator("#map svg").bounding_box()["width"]
    page.evaluate("""() => {
      const map = document.getElementById('map');
      const { left, top } = map.getBoundingClientRect();
      const send = (type, id, x) => map.dispatchEvent(new PointerEvent(type, {
        pointerId: id, pointerType: 'touch', clientX: left + x, clientY: top + 200,
        bubbles: true }));
      send('pointerdown', 1, 200); send('pointerdown', 2, 300);
      for (let x = 300; x <= 420; x += 20) send('pointermove', 2, x);
      send('pointerup', 1, 200); send('pointerup', 2, 420);
    }""")
    assert page.locator("#map svg").bounding_box()["width"] > width * 1.5


def test_skip_links_and_focus_order(open_page):
    page = open_page("target-14&lang=en")
    press(page, "Tab", "Enter")
    expect(page.locator(TITLE)).to_be_focused()
    assert state_of(page) == "#target-14&lang=en"
    order = []
    page = open_page("lang=en")
    for _ in range(40):
        press(page, "Tab")
        order.append(
            page.evaluate("""() => {
          const item = document.activeElement;
          return item.closest('#top') ? 'top' : item.closest('#controls') ? 'controls'
            : item.closest('#stage') ? 'stage' : item.closest('#answer') ? 'answer' : 'skip';
        }""")
        )
    parts = list(dict.fromkeys(order))
    assert parts == ["skip", "top", "controls", "stage", "answer"]


@pytest.mark.parametrize("state", ["target-14", "view=list", "mode=scenarios", "mode=present"])
def test_the_page_stays_in_place_where_only_its_parts_scroll(open_page, state):
    """On a wide page nothing lies below it that a focus could scroll to."""
    page = open_page(state)
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 900
    page.evaluate("[...document.querySelectorAll('button')].at(-1).focus()")
    assert page.evaluate("document.scrollingElement.scrollTop") == 0


def test_focus_is_visible_everywhere(open_page):
    page = open_page("loop-R1&lang=en")
    seen = 0
    for _ in range(60):
        press(page, "Tab")
        visible = page.evaluate("""() => {
          const item = document.activeElement;
          if (item === document.body) return true;
          const style = getComputedStyle(item);
          if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
          const ring = item.querySelector('.ring, .hit');
          return ring !== null && getComputedStyle(ring).stroke !== 'none';
        }""")
        assert visible, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        seen += 1
    assert seen == 60


@pytest.mark.parametrize("width", [320, 390])
def test_narrow_pages_reflow_and_begin_with_the_list(open_page, width):
    page = None
    for state in ("", "target-14", "target-14&view=table", "mode=scenarios", "mode=present"):
        page = open_page(state, size=(width, 800), window=page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_page("lang=en", size=(width, 800), window=page)
    expect(page.locator("#twin .list").first).to_be_visible()
    page.click('[data-focus="list-variable-participation"]')
    expect(page.locator(TITLE)).to_be_focused()
    expect(page.locator(TITLE)).to_be_in_viewport()


def test_reduced_motion_has_none(open_page):
    page = open_page(reduced_motion="reduce")
    durations = page.evaluate(
        "[...document.querySelectorAll('*')].map((x) => getComputedStyle(x).transitionDuration)"
    )
    assert set(durations) <= {"0s"}


@pytest.mark.parametrize("state", ["target-14", "mode=scenarios&scenario=leadership-push"])
def test_forced_colours_leave_a_readable_map(open_page, state):
    page = open_page(state, forced_colors="active")
    pairs = page.evaluate("""() => [...document.querySelectorAll('#map .box, #map .badge')]
      .map((item) => [item.querySelector('.plate'), item.querySelector('text')]
        .map((part) => getComputedStyle(part).fill))""")
    assert len(pairs) > 42
    assert all(ground != text for ground, text in pairs)


def test_heat_is_told_without_colours(open_page):
    """With the reader's own colours, outlines tell strong heat from weak."""
    page = open_page("mode=scenarios&scenario=leadership-push", forced_colors="active")
    look = """(selector) => {
      const style = getComputedStyle(document.querySelector(selector));
      return [style.strokeWidth, style.strokeDasharray];
    }"""
    looks = [page.evaluate(look, f".legend .heat-{step} .plate") for step in (0, 3, 6)]
    assert len({str(item) for item in looks}) == 3


def test_filters_leave_no_loop_over_what_they_hide(open_page):
    page = open_page("areas=public_services&lang=en")
    shown = page.locator("#map .loop:not(.gone)").evaluate_all("x => x.map((y) => y.dataset.token)")
    assert shown == ["loop-R4", "loop-R5"]
