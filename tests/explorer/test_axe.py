"""Accessibility: no violation in any state, and a planted fault is found."""

from __future__ import annotations

import pytest

from tests.explorer.conftest import violations
from tests.length import long_or_slice
from tests.render.contrast import contrast

LANGUAGES = ("fi", "sv", "en")
STATES = {
    "start": "",
    "target": "target-14",
    "causes": "variable-trust_in_society&dir=both&steps=2",
    "area": "area-infrastructure",
    "loop": "loop-R1&step=2",
    "link": "link-participation--trust_in_society",
    "chain": "target-14&to=target-10",
    "list": "target-14&view=list",
    "table": "target-14&view=table",
    "filtered": "target-11&areas=public_services&evidence=table&certainty=all",
    "scenario": "mode=scenarios&scenario=leadership-push",
    "compared": "mode=scenarios&scenario=network-cut&compare=leadership-push&view=table",
    "pushed": "mode=scenarios&scenario=own&push=trust_in_society:0.5:2024:ramp:2026&view=list",
    "slide": "area-skills&mode=present&slide=1",
    "step": "mode=present&slide=6&step=2",
}


def states_of(language):
    """Each state in one language, the first two in all; a long run tries every pair."""
    turn = LANGUAGES.index(language)
    for at, (name, state) in enumerate(STATES.items()):
        if at < 2 or at % 3 == turn or long_or_slice(whole=True, part=False):
            yield name, state


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violations_in_any_state(open_page, check_axe, language):
    page = open_page(f"lang={language}")
    for _, state in states_of(language):
        page.evaluate("hash => { location.hash = hash; }", f"{state}&lang={language}")
        page.wait_for_timeout(50)
        check_axe(page)


@pytest.mark.parametrize("size", [(390, 844), (1920, 1080), (320, 640)])
def test_no_violations_at_other_sizes(open_page, check_axe, size):
    page = None
    for state in ("target", "list", "scenario"):
        page = open_page(STATES[state], size=size, window=page)
        check_axe(page)


def test_no_violations_in_the_dark(open_page, check_axe):
    page = None
    for state in ("start", "target", "scenario", "slide"):
        page = open_page(STATES[state], color_scheme="dark", window=page)
        check_axe(page)


def test_open_filters_and_suggestions(open_page, check_axe):
    page = open_page()
    page.click("#filter-button")
    page.fill("#search", "luottamus")
    page.wait_for_selector("#search-list [role=option]")
    check_axe(page)


def test_loops_that_nobody_named(open_page, check_axe):
    page = open_page("lang=fi")
    page.click('[data-focus="loops-others"]')
    check_axe(page)
    page.locator("#answer .courses button").nth(7).click()
    page.click('[data-focus="story-next"]')
    check_axe(page)


FAULTS = {
    "label": """document.querySelector('#search').removeAttribute('placeholder');
        document.querySelector('.search label').remove()""",
    "color-contrast": "document.querySelector('h1').style.color = '#bbbbbb'",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "aria-valid-attr-value": """document.querySelector('.symbol')
        .setAttribute('aria-pressed', 'perhaps')""",
    "tabindex": "document.querySelector('.symbol').setAttribute('tabindex', '5')",
    "target-size": """for (const tool of document.querySelectorAll('.zoom .tool'))
        tool.style.cssText = 'min-width:0;min-height:0;width:9px;height:9px;padding:0;margin:0'""",
    "button-name": """document.querySelector('.zoom .tool').removeAttribute('aria-label');
        document.querySelector('.zoom .tool').textContent = ''""",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_planted_faults_are_found(open_page, tiny_file, rule):
    page = open_page(file=tiny_file)
    assert violations(page) == []
    page.evaluate(FAULTS[rule])
    assert rule in [item["rule"] for item in violations(page)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_asks_for_more_contrast_gets_it(open_page, check_axe, scheme):
    """Texts have the contrast of level AAA, 7 to 1, and lines that of texts, 4.5 to 1."""
    page = open_page(STATES["target"], color_scheme=scheme, contrast="more")
    names = (
        "ink",
        "muted",
        "dim-text",
        "link",
        "bad",
        "rule",
        "control",
        "dim-line",
        "card",
        "box",
    )
    colours = page.evaluate(
        """names => {
            const style = getComputedStyle(document.documentElement);
            return Object.fromEntries(
                names.map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
        }""",
        names,
    )
    for ground in ("card", "box"):
        for text in ("ink", "muted", "dim-text", "link", "bad"):
            assert contrast(colours[text], colours[ground]) >= 7, (text, ground, colours)
        for line in ("rule", "control", "dim-line"):
            assert contrast(colours[line], colours[ground]) >= 4.5, (line, ground, colours)
    check_axe(page)
