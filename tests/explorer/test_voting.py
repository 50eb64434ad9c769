"""A participant votes in a copy of the page, alone, and takes a file along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import quickjs
from playwright.sync_api import Page, expect

import digisys
from digisys.report.page.make import make_page
from digisys.report.page.modules import join_modules
from digisys.schema import Model
from digisys.workshop.votes.read_votes import read_votes
from tests.explorer.conftest import violations
from tests.workshop.trust import LINKS, TEXT


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Model:
    path = tmp_path_factory.mktemp("model") / "trust.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return digisys.load(path)


@pytest.fixture(scope="module")
def links() -> tuple[str, ...]:
    return LINKS[1:]


@pytest.fixture(scope="module")
def voting_file(model, links, tmp_path_factory) -> Path:
    page = make_page(model, language="en", voting=links)
    return page.save(tmp_path_factory.mktemp("voting") / "vote.html")


@pytest.fixture
def vote_page(open_page, voting_file) -> Iterator:
    """Open it in a window whose memory nobody shares."""

    def opened(state: str = "", size: tuple[int, int] = (1280, 720), **options: object) -> Page:
        return open_page(state, file=voting_file, size=size, locale="en-GB", **options)

    return opened


def saved(page: Page, folder: Path, act) -> Path:
    with page.expect_download() as waiting:
        act()
    download = waiting.value
    assert re.fullmatch(r"votes-[2-9A-HJKMNP-Z]{8}\.json", download.suggested_filename)
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def tick(page: Page, value: str) -> None:
    page.check(f'[data-focus="vote-{value}"]')


def test_votes_with_a_mouse_come_back_as_they_were_given(vote_page, model, links, tmp_path):
    page = vote_page()
    expect(page.locator("#answer .kind")).to_contain_text(f"Link 1 of {len(links)}")
    tick(page, "vote-disagree")
    tick(page, "sign-negative")
    tick(page, "strength-weak")
    page.fill("#vote-note", "  Not in small towns  ")
    expect(page.locator("#vote-progress")).to_contain_text(f"1 of {len(links)}")
    page.click('[data-focus="vote-next"]')
    expect(page.locator("#answer-title")).to_be_focused()
    tick(page, "vote-not_sure")
    path = saved(page, tmp_path, lambda: page.click('[data-focus="vote-save"]'))
    raw = json.loads(path.read_text("utf-8"))
    assert set(raw) == {"format", "version", "model", "ballot", "revision", "votes"}
    assert raw["votes"] == [
        {
            "link": links[0],
            "vote": "disagree",
            "sign": "negative",
            "strength": "weak",
            "note": "Not in small towns",
        },
        {"link": links[1], "vote": "not_sure"},
    ]
    found = read_votes(model, path)
    assert (found.participants, len(found.links), found.problems) == (1, 2, ())
    assert found.of(links[0]).notes == ("Not in small towns",)


def test_votes_by_keyboard_alone(vote_page, links, tmp_path):
    page = vote_page()

    def tab_to(focus: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.focus ?? ''") == focus:
                return
        raise AssertionError(focus)

    for turn in range(len(links)):
        tab_to("vote-vote-agree")
        page.keyboard.press("Space")
        if turn == 1:
            page.keyboard.press("ArrowDown")
        tab_to("vote-sign-positive")
        page.keyboard.press("Space")
        tab_to("vote-note")
        page.keyboard.type("So")
        if turn < len(links) - 1:
            tab_to("vote-next")
            page.keyboard.press("Enter")
            expect(page.locator("#answer-title")).to_be_focused()
    tab_to("vote-save")
    path = saved(page, tmp_path, lambda: page.keyboard.press("Enter"))
    told = [vote["vote"] for vote in json.loads(path.read_text("utf-8"))["votes"]]
    assert told == ["agree", "disagree", "agree"][: len(links)]
    expect(page.locator("#vote-saved")).to_contain_text(path.name)


def test_nothing_is_lost_when_the_page_is_closed_and_the_next_begins_anew(vote_page, tmp_path):
    page = vote_page()
    tick(page, "vote-agree")
    page.fill("#vote-note", "Kept")
    first = saved(page, tmp_path, lambda: page.click('[data-focus="vote-save"]'))
    page.reload()
    expect(page.locator('[data-focus="vote-vote-agree"]')).to_be_checked()
    expect(page.locator("#vote-note")).to_have_value("Kept")
    again = saved(page, tmp_path / "again", lambda: page.click('[data-focus="vote-save"]'))
    assert first.name == again.name
    assert json.loads(again.read_text())["revision"] == 2
    page.click('[data-focus="vote-anew"]')
    expect(page.locator('[data-focus="vote-keep"]')).to_be_focused()
    page.click('[data-focus="vote-sure"]')
    expect(page.locator('[data-focus="vote-vote-agree"]')).not_to_be_checked()
    expect(page.locator("#vote-note")).to_have_value("")
    tick(page, "vote-agree")
    other = saved(page, tmp_path, lambda: page.click('[data-focus="vote-save"]'))
    assert other.name != first.name


def test_an_answer_is_cleared_and_words_follow_the_language(vote_page, links):
    page = vote_page()
    tick(page, "strength-strong")
    page.click('[data-focus="vote-clear"]')
    expect(page.locator('[data-focus="vote-strength-strong"]')).not_to_be_checked()
    tick(page, "vote-disagree")
    page.fill("#vote-note", "Hm")
    page.click('[data-focus="lang-fi"]')
    expect(page.locator("#answer")).to_contain_text("Oletko samaa mieltä?")
    expect(page.locator('[data-focus="vote-vote-disagree"]')).to_be_checked()
    expect(page.locator("#vote-note")).to_have_value("Hm")
    page.click('[data-focus="vote-all-summary"]')
    expect(page.locator("#vote-list")).to_contain_text("eri mieltä")
    page.click(f'[data-focus="vote-go-{len(links) - 1}"]')
    expect(page.locator("#answer-title")).to_be_focused()
    page.click('[data-focus="mode-explore"]')
    page.click('[data-focus="mode-vote"]')
    expect(page.locator("#answer .kind")).to_contain_text(f"{len(links)}/{len(links)}")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_fits_a_telephone(vote_page, check_axe, language):
    page = vote_page(f"lang={language}", size=(320, 640))
    tick(page, "vote-agree")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not page.locator("#stage").is_visible()
    boxes = page.locator(".vote-choice label")
    for at in range(boxes.count()):
        box = boxes.nth(at).bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert boxes.nth(at).evaluate("item => item.scrollWidth <= item.clientWidth")
    check_axe(page)


def test_no_violations_and_a_planted_one_is_found(vote_page, check_axe):
    for scheme in ("light", "dark"):
        page = vote_page(color_scheme=scheme)
        tick(page, "vote-agree")
        page.click('[data-focus="vote-all-summary"]')
        page.click('[data-focus="vote-anew"]')
        check_axe(page)
    page.evaluate("document.querySelector('.vote-note label').remove()")
    assert "label" in [item["rule"] for item in violations(page)]


def test_a_usual_page_knows_nothing_of_voting(model, voting_file):
    usual = make_page(model, language="en").html
    assert "vote-" not in usual
    voting = voting_file.read_text("utf-8")
    assert len(voting.encode()) - len(usual.encode()) < 40_000
    assert "connect-src" not in voting


def test_the_same_page_for_the_same_links(model, links, voting_file):
    again = make_page(model, language="en", voting=links).html
    assert again == voting_file.read_text("utf-8")


def test_what_was_kept_is_taken_only_if_it_is_a_ballot():
    context = quickjs.Context()
    context.eval(join_modules(("voting/ballot",), expose=True))

    def kept(text: str) -> object:
        return json.loads(context.eval(f"JSON.stringify(keptBallot({json.dumps(text)}, 'm'))"))

    ballot = {
        "model": "m",
        "ballot": "ABCD2345",
        "revision": 1,
        "votes": {"a->b": {"vote": "agree"}},
    }
    assert kept(json.dumps(ballot)) == ballot
    assert kept("{") is None
    assert kept(json.dumps({**ballot, "model": "other"})) is None
    odd = {**ballot, "votes": {"a->b": {"vote": "<b>", "name": "Maija", "note": "x"}}}
    assert kept(json.dumps(odd)) == {**ballot, "votes": {"a->b": {"note": "x"}}}
    context.eval("let n = 0; const byte = () => (n += 37) % 256;")
    ids = [context.eval("newBallot('m', byte).ballot") for _ in range(2)]
    assert len(set(ids)) == 2
    assert {len(each) for each in ids} == {8}
