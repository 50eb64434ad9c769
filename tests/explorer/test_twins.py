"""The page's search is the library's, arc by arc: also where both give up."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from playwright.sync_api import expect

import digisys
from digisys.graph import reach
from digisys.graph.view import Graph
from digisys.report.page.make import make_page
from digisys.schema import Model
from tests.analysis.graphs import random_model
from tests.analysis.test_several_links import multigraph
from tests.analysis.test_verdicts import MAPS, every_chain, groups_of, on_group, random_map
from tests.explorer.javascript import Page, page_data
from tests.length import long_or_slice
from tests.verdict_cases import BEYOND, CASES, Case, grid

VERDICTS = """influence(makeGraph(model, null, "explicit"), subjectOf(model, token), upstream)
  .affected.map((effect) => [effect.variable, effect.verdict])"""

CHAINS = """(() => {
  const found = search(makeGraph(model, null, "explicit"), sources, upstream);
  return found.reached.map((name) => {
    const { chains, decided } = bestChains(found, name);
    return [name, decided, chains.map((chain) => chain.variables)];
  });
})()"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdicts_in_library_and_page(case: Case):
    model = case.model()
    direction = "upstream" if case.upstream else "downstream"
    answer = digisys.influence(model, "g", direction=direction)
    assert {effect.variable: effect.verdict for effect in answer.affected} == case.verdicts
    shown = Page(model).ask(VERDICTS, token="area-g", upstream=case.upstream)
    assert dict(shown) == case.verdicts


#: For each question, what is told downstream and upstream.
BOTH_WAYS = """(() => {
  const graph = makeGraph(indexModel(data), null, "explicit");
  const told = (subject, upstream) => Object.fromEntries(
    influence(graph, subject, upstream).affected.map((item) => [item.variable, item.verdict]));
  return questions.map(([token, variables]) => {
    const subject = token ? subjectOf(graph.model, token) : { variables };
    return [told(subject, false), told(subject, true)];
  });
})()"""


def token_of(model: Model, name: object) -> str:
    """Return what the page calls a group; nothing for a list, which it knows by its members."""
    if isinstance(name, list):
        return ""
    if isinstance(name, int):
        return f"target-{name}"
    return f"area-{name}" if name in model.areas else f"variable-{name}"


@pytest.mark.parametrize("tenth", range(10))
def test_every_verdict_of_the_page_is_that_of_all_chains(tenth: int):
    """The maps that hold the library to every chain hold the page, too."""
    page = Page(random_map(tenth))
    for seed in range(tenth, long_or_slice(MAPS, 100), 10):
        model = random_map(seed)
        signs = every_chain(model)
        groups = list(groups_of(model))
        questions = [(token_of(model, name), members) for name, members in groups]
        answers = page.ask(BOTH_WAYS, data=page_data(model), questions=questions)
        for (name, members), told in zip(groups, answers, strict=True):
            others = [other for other in model.variables if other not in members]
            down = {other: on_group(signs, members, [other]) for other in others}
            up = {other: on_group(signs, [other], members) for other in others}
            expected = [
                {other: verdict for other, verdict in way.items() if verdict} for way in (down, up)
            ]
            assert told == expected, (seed, name)


LINKS = """(() => {
  const graph = makeGraph(model, null, "explicit");
  const arcs = [...graph.out.values()].flat();
  return {
    arcs: arcs.map((arc) => [arc.from, arc.to, arc.sign, arc.rank]),
    ids: [...graph.ids],
    damping: graph.view.damping.map((link) => link.id),
    found: model.links.map((link) => subjectOf(model, linkToken(link))?.key),
  };
})()"""


@pytest.mark.parametrize("seed", range(6))
def test_links_of_one_pair_and_to_oneself_in_library_and_page(seed: int):
    model = multigraph(seed, signs=3)
    page, graph = Page(model), Graph.of(model)
    for name in model.variables:
        for upstream in (False, True):
            answer = digisys.influence(
                model, name, direction="upstream" if upstream else "downstream"
            )
            told = page.ask(VERDICTS, token=f"variable-{name}", upstream=upstream)
            assert told == [[effect.variable, effect.verdict] for effect in answer.affected]
    shown = page.ask(LINKS)
    assert shown["arcs"] == [
        [arc.link.source, arc.link.target, arc.sign, arc.rank]
        for arcs in graph.out.values()
        for arc in arcs
    ]
    assert shown["ids"] == [link.id for link in graph.view.links]
    assert shown["damping"] == [link.id for link in graph.view.damping]
    assert shown["found"] == [link.id for link in model.links]


def test_beyond_the_budget_nothing_is_told_as_certain_that_was_not_seen():
    model = Case("grid", grid(5), ("g00",), {}).model()
    told = [(e.variable, e.verdict) for e in digisys.influence(model, "g00").affected]
    shown = Page(model).ask(VERDICTS, token="variable-g00", upstream=False)
    assert [tuple(row) for row in shown] == told
    assert BEYOND.items() <= dict(told).items()


@pytest.mark.parametrize("budget", [20, 100, 1_000, 20_000])
def test_both_give_up_at_the_same_arc(budget, monkeypatch):
    """Random maps and groups, up and down: the same chains, and the same ones undecided."""
    monkeypatch.setattr(reach, "SEARCH_BUDGET", budget)
    seen: Counter[bool] = Counter()
    for seed in range(60):
        draw = random.Random(seed)
        size = draw.choice([4, 8, 12, 20, 40])
        links = min(int(size * draw.choice([1.2, 2, 3.5])), size * (size - 1))
        model = random_model(size, links, seed, signs=draw.choice(["+++++-", "+-", "++-?"]))
        page = Page(model)
        page.context.eval(f"model.budgets.search.each = {budget}")
        names = list(model.variables)
        sources = draw.sample(names, draw.randint(1, min(4, len(names) - 1)))
        upstream = draw.random() < 0.4
        found = reach.search(Graph.of(model), sources, upstream=upstream)
        expected = []
        for name in found.reached:
            chains, decided = found.chains(name)
            expected.append([name, decided, [list(chain.variables) for chain in chains]])
            seen[decided] += 1
        assert page.ask(CHAINS, sources=sources, upstream=upstream) == expected, seed
    assert seen[True] > 400
    assert seen[False] or budget > 1_000


def test_both_close_the_same_variables_that_lie_on_no_chain(monkeypatch):
    """A map where the careful search gives up, and would not if it closed others at a time."""
    monkeypatch.setattr(reach, "SEARCH_BUDGET", 200)
    model = random_model(12, 30, 2, signs="+++++-")
    page = Page(model)
    page.context.eval("model.budgets.search.each = 200")
    found = reach.search(Graph.of(model), ["v00"])
    expected = [[name, found.chains(name)[1]] for name in found.reached]
    assert ["v10", False] in expected
    shown = page.ask(CHAINS, sources=["v00"], upstream=False)
    assert [row[:2] for row in shown] == expected


def test_the_whole_of_a_large_question_is_bounded(monkeypatch):
    """Each variable gets an equal part of what all may use, in library and page alike."""
    monkeypatch.setattr(reach, "SEARCH_TOTAL", 1_000)
    model = random_model(40, 140, 3)
    page = Page(model)
    page.context.eval("model.budgets.search.total = 1000")
    found = reach.search(Graph.of(model), ["v00"])
    expected = [[name, found.chains(name)[1]] for name in found.reached]
    shown = page.ask(CHAINS, sources=["v00"], upstream=False)
    assert [row[:2] for row in shown] == expected
    assert not all(decided for _, decided in expected)


def test_numbers_of_the_library_come_with_the_data():
    budgets = Page(random_model(4, 6, 1)).ask("model.budgets")
    search = {"each": reach.SEARCH_BUDGET, "total": reach.SEARCH_TOTAL}
    assert budgets["search"] == search


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "not settled by the search"),
        ("fi", "haku ei ratkaissut suuntaa"),
        ("sv", "sökningen avgjorde inte riktningen"),
    ],
)
def test_what_is_undecided_is_said_in_words(open_page, check_axe, tmp_path, language, word):
    raw = Case("grid", grid(5), ("g00",), {}).model().model_dump(mode="json", by_alias=True)
    model = Model.model_validate({**raw, "languages": [language]})
    file = make_page(model).save(tmp_path / "grid.html")
    page = open_page(f"variable-g00&lang={language}", file=file)
    row = page.locator(".effect", has=page.locator('[data-focus="effects-variable-g40"]'))
    expect(row.locator(".verdict-word")).to_have_text(re.compile(re.escape(word)))
    expect(row.locator(".verdict")).to_have_text("…")
    box = page.locator('.box[data-token="variable-g40"]')
    assert word in box.get_attribute("aria-label")
    row.locator("summary").click()
    expect(row.locator(".note")).to_be_visible()
    if language == "fi":
        check_axe(page)
