"""Loops that no source names: found as the library finds them, told as the named ones."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import digisys
from digisys.analysis.loops.find_loops import Loops
from digisys.render.compose.found_loops import with_found_loops
from digisys.report.page.loops import MOST_LOOPS, loop_data
from digisys.report.page.make import make_page
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_model
from tests.analysis.test_several_links import multigraph
from tests.explorer.javascript import Page
from tests.explorer.test_explore import press, state_of, tab_to


@pytest.mark.parametrize("certainty", ["explicit", "ambiguous", "all"])
def test_the_unnamed_loops_are_the_library_s(compass, certainty):
    shown = Page(compass).ask(
        "unnamedLoops(makeGraph(model, null, certainty))"
        ".map((loop) => [loop.kind, ...Object.values(loop.cycles)[0]])",
        certainty=certainty,
    )
    found = digisys.find_loops(compass, certainty=certainty).unnamed
    assert shown == [[loop.kind, *loop.variables] for loop in found]


CONCLUDED = "concludeLoops(makeGraph(model, null, certainty))"


def concluded(loops: Loops, language: str) -> list[dict[str, str]]:
    """What the page is to say: all but the sentence on the strongest of the first loops.

    That one needs the gains in the view, and the page has those of the whole model.
    """
    return [
        {"kind": statement.kind, "text": statement.text(language)}
        for statement in loops.conclusion.statements
        if statement.kind != "strength"
    ]


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_loops_come_to_what_the_library_says(compass, language):
    page = Page(compass, language)
    for certainty in ("explicit", "ambiguous", "all"):
        found = digisys.find_loops(compass, certainty=certainty)
        assert page.ask(CONCLUDED, certainty=certainty) == concluded(found, language), certainty


@pytest.mark.parametrize("seed", range(10))
def test_loops_of_every_kind_come_to_what_the_library_says(seed):
    """Also with several links between two, and with named loops that share a course."""
    model = multigraph(seed, signs=3) if seed % 2 else random_model(6, 11, seed)
    first = next((loop for loop in digisys.find_loops(model) if loop.kind != "unknown"), None)
    if first:
        cycle = {"kind": first.kind, "cycles": {"R1a": list(first.variables)}}
        again = {"kind": first.kind, "cycles": {"R2a": [*first.variables[1:], first.variables[0]]}}
        named = {name: {"label": name, **loop} for name, loop in (("R1", cycle), ("R2", again))}
        raw = model.model_dump(mode="json", by_alias=True)
        model = Model.model_validate({**raw, "loops": named})
    found = digisys.find_loops(model)
    assert Page(model).ask(CONCLUDED, certainty="explicit") == concluded(found, "en")


NAMED = "concludeNamedLoop(makeGraph(model, null, certainty), subjectOf(model, `loop-${name}`))"


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_named_loop_and_its_routes_come_to_what_the_library_says(compass, language):
    page = Page(compass, language)
    for name in (*compass.loops, "R1a", "R4b"):
        found = digisys.find_loops(compass, name)
        told = page.ask(NAMED, name=name, certainty="explicit")
        assert told == [
            {"kind": item.kind, "text": item.text(language)} for item in found.conclusion.statements
        ]
        assert [item["kind"] for item in told] == ["direction", "strength", "basis"]


def test_loops_of_every_kind_are_told_by_their_names_as_the_library_tells_them():
    """Reinforcing by two weakening links, balancing, unknown, of two routes, and broken ones."""
    model = tiny.model_of("a + b", "b + a", "c - d", "d - c", "e + f", "f - e", "g ? h", "h + g")
    routes = {
        "R1": ("reinforcing", [["a", "b"]]),
        "R2": ("reinforcing", [["c", "d"]]),
        "R3": ("reinforcing", [["a", "b"], ["c", "d"]]),
        "B1": ("balancing", [["e", "f"]]),
        "X1": ("unknown", [["g", "h"]]),
    }
    loops = {
        name: {
            "label": name,
            "kind": kind,
            "cycles": {f"{name}{'abc'[at]}": cycle for at, cycle in enumerate(cycles)},
        }
        for name, (kind, cycles) in routes.items()
    }
    raw = model.model_dump(mode="json", by_alias=True)
    model = Model.model_validate({**raw, "loops": loops})
    page = Page(model)
    seen = set()
    for name in model.loops:
        statements = digisys.find_loops(model, name).conclusion.statements
        told = page.ask(NAMED, name=name, certainty="explicit")
        assert told == [{"kind": item.kind, "text": item.text("en")} for item in statements], name
        seen.add(told[0]["text"].split(",")[0].replace(name, "it"))
    assert len(seen) >= 4
    (broken,) = page.ask(NAMED, name="R1", certainty="ambiguous")
    assert broken["text"].startswith("The loop is not whole in this view")


def test_loops_that_nobody_named_get_badges_on_the_map(open_page, tmp_path):
    """Those of ``digisys draw``; the page does not say that the model names them."""
    model = tiny.model_of("a + b", "b + a", "b + c", "c - b")
    file = make_page(model).save(tmp_path / "badges.html")
    page = open_page("lang=en", file=file)
    names = page.locator("#map .loop .loop-name")
    assert (
        sorted(names.all_text_contents()) == sorted(with_found_loops(model).names) == ["B1", "R1"]
    )
    expect(page.locator("#answer")).to_contain_text("the model names none of them")
    page.click('[data-token="loop-B1"]')
    expect(page.locator("#answer")).to_contain_text("The sources do not name this loop")
    expect(page.locator("#answer .conclusion").first).to_contain_text("Loop B1 is balancing, as an")


def test_the_conclusion_on_loops_stands_where_they_are_listed(open_page, compass):
    text = " ".join(item["text"] for item in concluded(digisys.find_loops(compass), "sv"))
    page = open_page("lang=sv")
    expect(page.locator("h3 + .conclusion")).to_have_text(text)


def full_graph(size: int) -> Model:
    """Return a model in which everything acts on everything: loops beyond counting."""
    names = [f"v{number}" for number in range(size)]
    return tiny.model_of(*(f"{a} + {b}" for a in names for b in names if a != b))


def test_of_too_many_loops_the_shortest_are_listed():
    data = loop_data(full_graph(20))
    assert data["moreCycles"]
    lengths = [len(places) for _, *places in data["cycles"]]
    assert lengths == sorted(lengths) == [2] * MOST_LOOPS  # of 190 loops of two links
    few = loop_data(full_graph(3))
    assert (len(few["cycles"]), few["moreCycles"]) == (5, False)


def test_an_unnamed_loop_is_told_step_by_step_by_keyboard(open_page, compass):
    page = open_page("lang=en")
    tab_to(page, '[data-focus="loops-others"]')
    press(page, "Enter")
    expect(page.locator(".other-loops summary")).to_be_focused()
    expect(page.locator(".other-loops summary")).to_have_text("27 unnamed loops")
    press(page, "Tab", "Enter")
    first = digisys.find_loops(compass).unnamed[0]
    expect(page.locator("#answer-title")).to_contain_text("Loop of 4 links: Vitality of companies")
    expect(page.locator(".story-steps li")).to_have_count(len(first.links))
    assert page.locator("#map .link.near-1").count() == len(first.links)
    tab_to(page, '[data-focus="story-next"]')
    press(page, "Enter", "Enter")
    assert page.locator("#map .link.near-1, #map .link.near-2").count() == 2
    assert re.fullmatch(r"#loop-unnamed-\w+&lang=en&step=2", state_of(page))
    again = open_page(state_of(page)[1:])
    expect(again.locator(".story-steps .current")).to_contain_text("Finland's attractiveness")


def test_the_unnamed_loops_through_a_variable_and_a_link(open_page, compass):
    page = open_page("variable-data_spaces&lang=en")
    through = [
        loop for loop in digisys.find_loops(compass).unnamed if "data_spaces" in loop.variables
    ]
    title = f"{len(through)} unnamed loops"
    expect(page.locator("#answer .other-loops summary")).to_have_text(title)
    page.click("#answer .other-loops summary")
    assert page.locator("#answer .courses li").count() == len(through) > 5
    page = open_page("link-data_spaces--companies_in_data_spaces&lang=en")
    expect(page.locator("#answer .other-loops summary")).to_have_text(title)


def test_the_list_has_the_unnamed_loops_too(open_page):
    page = open_page("view=list&lang=en")
    page.click("#twin .other-loops summary")
    assert page.locator("#twin .courses li").count() == 27
    expect(page.locator("#twin .courses")).to_contain_text("reinforcing · 4 links")


def test_a_page_says_that_it_does_not_list_every_loop(open_page, tmp_path):
    file = make_page(full_graph(11)).save(tmp_path / "full.html")
    page = open_page("lang=en", file=file)
    title = f"{MOST_LOOPS} of the shortest unnamed loops"
    expect(page.locator("#answer .other-loops summary")).to_have_text(title)
    page.click("#answer .other-loops summary")
    expect(page.locator("#answer .other-loops .note").last).to_contain_text(
        f"the {MOST_LOOPS} shortest are"
    )
