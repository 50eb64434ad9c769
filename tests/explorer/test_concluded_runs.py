"""What a scenario comes to: the page says what ``digisys simulate`` says, from the same draws."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

from playwright.sync_api import Page as Window
from playwright.sync_api import expect

import digisys
from digisys.report.page.scenarios import scenario_data
from digisys.schema import Model, Scenario
from digisys.simulation.comparison.compare import Comparison
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.scenarios import scenarios_for
from tests.analysis.graphs import random_edges
from tests.explorer.javascript import Page, pure_script
from tests.length import seeds

LANGUAGES = ["en", "fi", "sv"]

RUN = """(() => {
  const plan = withMoves(model, scenario.plan, scenario.moves);
  const system = buildSystem(model, selectView(model, null, "explicit"), plan);
  const { start, end, step } = model.time;
  const clock = makeClock(start, end, step);
  const program = compileProgram(system, clock);
  const draws = runEnsemble(system, program);
  globalThis.run = { system, program, clock, every: 1, draws };
  return draws.length;
})()"""


def told(ensemble: Ensemble, language: str) -> list[dict[str, str]]:
    """What the page is to say: all but the sentence on the other convention of strengths.

    That one needs runs under the other convention, which the page does not make.
    """
    return [
        {"kind": statement.kind, "text": statement.text(language)}
        for statement in ensemble.conclusion.statements
        if statement.kind != "sureness"
    ]


def as_text(ensemble: Ensemble, language: str) -> str:
    return " ".join(statement["text"] for statement in told(ensemble, language))


def expect_conclusion(page: Window, text: str) -> None:
    """What the panel says right after its heading."""
    expect(page.locator(".answer-head + .conclusion")).to_have_text(text)


def go(page: Window, state: str) -> None:
    page.evaluate("hash => { location.hash = hash; }", f"mode=scenarios&{state}")


def test_each_bundled_scenario_in_each_language(open_page, compass):
    page = open_page("mode=scenarios&lang=en")
    kinds = Counter()
    for scenario in scenarios_for(compass):
        ensemble = digisys.simulate(compass, scenario)
        kinds.update(statement.kind for statement in ensemble.conclusion.statements)
        for language in LANGUAGES:
            go(page, f"scenario={scenario.id}&lang={language}")
            expect_conclusion(page, as_text(ensemble, language))
    assert kinds["size"] == kinds["basis"] == kinds["sureness"] == 6
    assert kinds["direction"] == 5  # the shock is too small to see


def test_it_follows_sliders_own_pushes_and_what_strengths_mean(open_page, compass):
    scenario = next(item for item in scenarios_for(compass) if item.id == "leadership-push")
    (push,) = scenario.interventions
    harder = scenario.model_copy(update={"interventions": (push.model_copy(update={"size": 1}),)})
    shares = digisys.Settings(strengths=digisys.Strengths(convention="shares"))
    texts = [
        as_text(digisys.simulate(compass, scenario), "en"),
        as_text(digisys.simulate(compass, harder), "en"),
        as_text(digisys.simulate(compass, scenario, settings=shares), "en"),
    ]
    assert len(set(texts)) == len(texts)
    page = open_page("mode=scenarios&scenario=leadership-push&lang=en")
    expect_conclusion(page, texts[0])
    page.locator("#move-0").focus()
    page.keyboard.press("End")
    expect_conclusion(page, texts[1])
    go(page, "scenario=leadership-push&strengths=shares&lang=en")
    expect_conclusion(page, texts[2])
    go(page, "scenario=own&lang=en")
    expect_conclusion(page, "No target moves, other than what is pushed itself.")


def test_it_is_the_title_of_the_picture(open_page, compass):
    """As of ``draw --heat``; not where the map shows another year than the last."""
    first = told(digisys.simulate(compass, "leadership-push"), "en")[0]["text"]
    against = compared(digisys.compare(compass, ["leadership-push", None]), "en")[0]["text"]
    title = "Leadership across government is strengthened"
    page = None
    for more, expected in (("", first), ("&year=2026", title), ("&compare=none", against)):
        state = f"mode=scenarios&scenario=leadership-push&lang=en{more}"
        page = open_page(state, window=page)
        with page.expect_download() as got:
            page.click('[data-focus="svg"]')
        picture = got.value.path().read_text("utf-8")
        assert f">{expected}</title>" in picture
        assert title in " ".join(re.sub(r"<[^>]*>", " ", picture).split())


def drawn(seed: int) -> tuple[Model, Scenario]:
    """A small model with ranges of its own, with targets in two of three, and what is done."""
    draw = random.Random(seed)
    pairs = random_edges(draw.choice([5, 9]), 14, seed)
    names = sorted({f"v{end}" for pair in pairs for end in pair})
    variables = {name: {"label": name.upper(), "role": "stock"} for name in names}
    targets = {}
    if seed % 3:
        targets = {number: {"title": f"Target {number}"} for number in (1, 2, 3)}
        for at, name in enumerate(names):
            variables[name]["targets"] = [{"target": at % 3 + 1}] if draw.random() < 0.7 else []
    signs = draw.choice([["positive"], ["positive", "negative"], ["positive", "unknown"]])
    links = [
        {
            "from": f"v{a}",
            "to": f"v{b}",
            "polarity": draw.choice(signs),
            "strength": draw.choice(["weak", "strong", "unknown"]),
        }
        for a, b in pairs
    ]
    unit = draw.choice(["years", "months"])
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "drawn",
            "title": "Drawn",
            "languages": ["en"],
            "time": {"start": 0, "end": 4, "step": 0.25, "unit": unit},
            "targets": targets,
            "variables": variables,
            "links": links,
        }
    )
    cut = draw.choice(links)
    done = [
        {"action": "push", "variable": draw.choice(names), "size": draw.choice([-1, -0.6, 1])},
        {"action": "cut", "from": cut["from"], "to": cut["to"], "start": 2},
    ]
    initial = {draw.choice(names): 0.3} if draw.random() < 0.3 else {}
    count = 0 if initial else draw.choice([1, 2])
    interventions = [{"start": 0.5, **item} for item in done[:count]]
    described = {"id": "s", "title": "S", "interventions": interventions, "initial": initial}
    return model, Scenario.model_validate(described)


def test_models_without_targets_with_negative_links_in_months():
    """Random cases reach every size, every way to say a direction, and both units."""
    seen: set[str] = set()
    for seed in seeds(whole=300, part=16):
        model, scenario = drawn(seed)
        page = Page(model)
        assert page.ask(RUN, scenario=scenario_data(model, scenario)) == 1024
        ensemble = digisys.simulate(model, scenario)
        for language in LANGUAGES:
            page.speak(pure_script(), language)
            found = page.ask("concludeRun(run)")
            assert found == told(ensemble, language), (seed, language)
        sizes, *rest = ensemble.conclusion.statements
        seen |= {size for size, keys in sizes.parts.get("sizes", {}).items() if keys}
        seen.add(sizes.text("en").split()[0])
        seen |= {"other"} if "other variable" in sizes.text("en") else set()
        seen |= {item.text("en").split(",")[0] for item in rest if item.kind == "direction"}
    assert seen >= {
        *("clear", "open", "small", "either", "unseen", "In", "At", "other"),
        *("All this rises in all draws", "All this falls in all draws", "Of what can be seen"),
    }


PAIR = """scenarios.map((scenario) => {
  const plan = withMoves(model, scenario.plan, scenario.moves);
  return buildSystem(model, selectView(model, null, "explicit"), plan);
}).map((system, at, systems) => {
  const { start, end, step } = model.time;
  const clock = makeClock(start, end, step);
  const program = compileProgram(system, clock);
  const keys = [...new Set(systems.flatMap((each) => drawKeys(each.unknowns)))];
  const draws = runEnsemble(system, program, { keys });
  return { title: scenarios[at].title, run: { system, program, clock, every: 1, draws } };
})"""


def compared(comparison: Comparison, language: str) -> list[dict[str, str]]:
    """What the page is to say of two scenarios: without the other convention, as of one."""
    return [
        {"kind": statement.kind, "text": statement.text(language)}
        for statement in comparison.conclusion.statements
        if statement.kind != "sureness"
    ]


def test_two_bundled_scenarios_come_to_what_compare_says(open_page, compass):
    page = open_page("mode=scenarios&lang=en")
    for first, second in (
        ("network-cut", "leadership-push"),
        ("leadership-push", "interoperability-push"),
    ):
        comparison = digisys.compare(compass, [first, second])
        for language in LANGUAGES:
            text = " ".join(item["text"] for item in compared(comparison, language))
            go(page, f"scenario={first}&compare={second or 'none'}&lang={language}")
            expect_conclusion(page, text)


def test_comparisons_of_every_kind_come_to_what_compare_says():
    """Either way is better, or nobody knows; none is first, or one in some draws; no targets."""
    seen = set()
    for seed in seeds(whole=200, part=7):
        model, first = drawn(seed)
        wish = {"desired": ["up", "down", None, "none"][seed % 4]}
        wished = {name: item.model_copy(update=wish) for name, item in model.variables.items()}
        model = model.model_copy(update={"variables": wished})
        draw = random.Random(seed)
        push = {"action": "push", "variable": draw.choice(list(model.variables)), "start": 0.5}
        doing = [] if seed % 5 == 0 else [push | {"size": draw.choice([-0.9, 0.4, 1])}]
        second = Scenario.model_validate({"id": "t", "title": "T", "interventions": doing})
        page = Page(model)
        scenarios = [scenario_data(model, each) for each in (first, second)]
        page.context.eval(f"const scenarios = {json.dumps(scenarios)}; const pair = {PAIR};")
        comparison = digisys.compare(model, [first, second])
        for language in LANGUAGES:
            page.speak(pure_script(), language)
            assert page.ask("concludeComparison(pair)") == compared(comparison, language), seed
        seen.add(comparison.conclusion.statements[0].message.template)
    assert len(seen) >= 4
