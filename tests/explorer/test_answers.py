"""The page answers as the library does: same variables, verdicts, chains and words."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.chains.chains import chains
from digisys.analysis.influence.influence import Influence, influence
from digisys.answers.answer import Answer
from digisys.answers.wording import chain_text
from digisys.errors import QuestionError
from digisys.graph.view import evidence_kinds
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_model
from tests.analysis.test_chains import with_evidence
from tests.explorer.javascript import Page, compass_page
from tests.length import examples, long_or_slice

ANSWER = """(() => {
  const graph = makeGraph(model, evidence, certainty);
  const answer = influence(graph, subjectOf(model, token), upstream);
  const chain = (item) => item && { variables: item.variables, signs: item.signs,
    evidence: item.evidence, areas: item.areas, text: chainText(model, item) };
  return {
    affected: answer.affected.map((effect) => ({ ...effect, chain: chain(effect.chain),
      other: chain(effect.other) })),
    reached: answer.targetsReached, missed: answer.targetsNotReached,
    areas: answer.areasReached, loops: answer.loopsEntered, back: answer.feedsBack,
    question: questionText(model, answer), summary: summaryPairs(model, answer),
    table: answerTable(model, answer).rows.map((row) => row.map(String)),
    heads: answerTable(model, answer).heads,
    conclusion: conclude(model, answer),
  };
})()"""


def expected(answer: Influence, language: str) -> dict:
    """Write an answer of the library as the page gives it."""

    def chain(item):
        return item and {
            "variables": list(item.variables),
            "signs": list(item.signs),
            "evidence": item.weakest_evidence,
            "areas": list(item.areas),
            "text": chain_text(item, answer.model, language),
        }

    table = answer.table(language)
    return {
        "affected": [
            {
                "variable": effect.variable,
                "area": effect.area,
                "targets": list(effect.targets),
                "steps": effect.steps,
                "verdict": effect.verdict,
                "chain": chain(effect.chain),
                "other": chain(effect.other_chain),
                "evidence": effect.evidence,
                "feedsBack": effect.feeds_back,
            }
            for effect in answer.affected
        ],
        "reached": list(answer.targets_reached),
        "missed": list(answer.targets_not_reached),
        "areas": list(answer.areas_reached),
        "loops": list(answer.loops_entered),
        "back": list(answer.feeds_back),
        "question": answer.question(language),
        "summary": [list(pair) for pair in answer.summary(language)],
        "table": [[str(cell) for cell in row] for row in table.rows],
        "heads": list(table.heads),
        "conclusion": [
            {"kind": statement.kind, "text": statement.text(language)}
            for statement in answer.conclusion.statements
            if statement.kind != "more"  # names commands
        ],
    }


def tokens(model: Model) -> list[tuple[str, str | int]]:
    """Every subject of a model: the page's token, and the library's name."""
    found: list[tuple[str, str | int]] = [(f"variable-{key}", key) for key in model.variables]
    found += [(f"target-{number}", number) for number in model.targets]
    found += [(f"area-{key}", key) for key in model.areas]
    for key, loop in model.loops.items():
        found += [(f"loop-{name}", name) for name in dict.fromkeys((key, *loop.cycles))]
    return found


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_digikompassi_every_subject_direction_and_view(language):
    model = digisys.load("digikompassi")
    page = compass_page(language)
    kinds = evidence_kinds(model)
    views = [None, *([kind] for kind in kinds), list(kinds[:2])]
    compared = 0
    cases = product(
        tokens(model), ("downstream", "upstream"), views, ("explicit", "ambiguous", "all")
    )
    for at, ((token, name), direction, view, certainty) in enumerate(cases):
        is_usual = view is None and certainty == "explicit"
        # Of other views a long run tries all, a usual one every fifth.
        if not is_usual and (language != "en" or at % long_or_slice(1, 5)):
            continue
        answer = influence(model, name, direction=direction, evidence=view, certainty=certainty)
        shown = page.ask(
            ANSWER, token=token, upstream=direction == "upstream", evidence=view,
            certainty=certainty,
        )  # fmt: skip
        assert shown == expected(answer, language), (token, direction, view, certainty)
        compared += 1
    assert compared >= 2 * (42 + 14 + 5 + 5)


@st.composite
def models(draw) -> Model:
    """A small model with loops, signs, areas, targets, evidence and unsure links."""
    size = draw(st.integers(2, 7))
    names = [f"v{number}" for number in draw(st.permutations(range(size)))]
    pairs = [(a, b) for a in names for b in names if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    links = [
        {
            "from": a,
            "to": b,
            "polarity": draw(st.sampled_from(["positive", "negative", "unknown"])),
            "certainty": draw(st.sampled_from(["explicit", "explicit", "ambiguous"])),
            "evidence": [
                {"source": "paper", "part": part}
                for part in draw(st.lists(st.sampled_from("pqr"), unique=True, max_size=2))
            ],
        }
        for a, b in chosen
    ]
    return Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "sources": {
                "paper": {"title": "Paper", "parts": {part: {"label": part} for part in "pqr"}}
            },
            "areas": {"one": {"label": "One"}, "two": {"label": "Two"}},
            "targets": {1: {"title": "First"}, 2: {"title": "Second", "short_label": "2nd"}},
            "variables": {
                name: {
                    "label": name.upper(),
                    "role": "stock",
                    "area": draw(st.sampled_from(["one", "two", None])),
                    "targets": [
                        {"target": number}
                        for number in draw(st.lists(st.sampled_from([1, 2]), unique=True))
                    ],
                }
                for name in names
            },
            "links": links,
        }
    )


@settings(max_examples=examples(70))
@given(models(), st.sampled_from(["explicit", "ambiguous", "all"]), st.sampled_from("pqr"))
def test_any_model_answers_alike(model, certainty, kind):
    page = Page(model)
    for (token, name), direction, view in product(
        tokens(model), ("downstream", "upstream"), (None, [kind])
    ):
        try:
            answer = influence(model, name, direction=direction, evidence=view, certainty=certainty)
        except QuestionError:
            continue  # an area or target without variables
        except digisys.DigisysError:
            continue  # a kind of evidence that no link has
        shown = page.ask(
            ANSWER, token=token, upstream=direction == "upstream", evidence=view,
            certainty=certainty,
        )  # fmt: skip
        assert shown == expected(answer, "en")


CHAINS = """(() => {
  const found = findChains(makeGraph(model, null, "all"), from, to, limit);
  return { chains: found.chains.map((item) => [item.variables, item.signs, item.evidence]),
    truncated: found.truncated };
})()"""


CONCLUDED = """(() => {
  const graph = makeGraph(model, null, certainty);
  const [from, to] = tokens.map((token) => subjectOf(model, token));
  const found = findChains(graph, from.variables, to.variables, limit);
  return concludeChains(model, graph.view, { from, to, ...found });
})()"""


def concluded(answer: Answer, language: str) -> list[dict[str, str]]:
    """Write the conclusion of an answer as the page does."""
    return [
        {"kind": statement.kind, "text": statement.text(language)}
        for statement in answer.conclusion.statements
    ]


@settings(max_examples=examples(80))
@given(models(), st.integers(1, 6))
def test_chains_alike(model, limit):
    page = Page(model)
    *_, last = (first, *_) = model.variables
    answer = chains(model, first, last, limit=limit, certainty="all")
    shown = page.ask(CHAINS, **{"from": [first], "to": [last]}, limit=limit)
    assert shown == {
        "chains": [
            [list(item.variables), list(item.signs), item.weakest_evidence]
            for item in answer.chains
        ],
        "truncated": answer.truncated,
    }
    tokens = [f"variable-{first}", f"variable-{last}"]
    told = page.ask(CONCLUDED, tokens=tokens, limit=limit, certainty="all")
    assert told == concluded(answer, "en")


def test_chains_between_targets_come_to_the_same_in_each_language():
    model = digisys.load("digikompassi")
    pages = {language: compass_page(language) for language in ("en", "fi", "sv")}
    seen = set()
    for first, last in product(model.targets, repeat=2):
        try:
            answer = chains(model, first, last, limit=5)
        except QuestionError:
            continue  # the two are the same or overlap
        tokens = [f"target-{first}", f"target-{last}"]
        for language, page in pages.items():
            told = page.ask(CONCLUDED, tokens=tokens, limit=5, certainty="explicit")
            assert told == concluded(answer, language), (tokens, language)
        seen.add((min(len(answer), 1), answer.truncated))
    assert seen == {(0, False), (1, False), (1, True)}


def test_chains_of_digikompassi_from_target_14_to_target_10():
    model = digisys.load("digikompassi")
    answer = chains(model, 14, 10, limit=5)
    shown = compass_page().ask(
        CHAINS,
        **{"from": list(answer.source.variables), "to": list(answer.target.variables)},
        limit=5,
    )
    assert [item[0] for item in shown["chains"]] == [list(item.variables) for item in answer.chains]


@pytest.mark.parametrize("seed", range(6))
def test_chains_between_groups_may_pass_others_of_both(seed):
    """As a verdict on a group counts them, within the budget and beyond it."""
    model = with_evidence(random_model(8, 26, seed))
    names = sorted(model.variables)
    groups = {1: names[:2], 2: names[2:5]}
    targets = {number: {"title": f"Target {number}"} for number in groups}
    raw = model.model_dump(mode="json", by_alias=True) | {"targets": targets}
    for number, members in groups.items():
        for name in members:
            raw["variables"][name]["targets"] = [{"target": number}]
    model = Model.model_validate(raw)
    every = [list(chain.variables) for chain in chains(model, 1, 2)]
    assert any(len(set(chain) & set(groups[2])) > 1 for chain in every)
    page = Page(model)
    for budget in (1, 60_000):
        page.context.eval(f"model.budgets.chains = {budget}")
        shown = page.ask(CHAINS, **{"from": groups[1], "to": groups[2]}, limit=10_000)
        assert [item[0] for item in shown["chains"]] == every, budget


@pytest.mark.parametrize("seed", range(12))
def test_the_careful_search_for_chains_gives_the_order_of_the_quick_one(seed):
    """Beyond its budget the page does as the library does: it goes on by leaving chains."""
    model = with_evidence(random_model(12, 34, seed))
    first, last = sorted(model.variables)[:2]
    every = [list(chain.variables) for chain in chains(model, first, last)]
    page = Page(model)
    for budget in (1, 25, 400):
        page.context.eval(f"model.budgets.chains = {budget}")
        for limit in (3, 10_000):
            shown = page.ask(CHAINS, **{"from": [first], "to": [last]}, limit=limit)
            assert [item[0] for item in shown["chains"]] == every[:limit], (budget, limit)
            assert shown["truncated"] == (len(every) > limit)


@pytest.mark.parametrize(
    ("typed", "token"),
    [
        ("14", "target-14"),
        ("tavoite 14", "target-14"),
        ("mål 14", "target-14"),
        ("ETPK", "variable-life_event_services"),
        ("luotamus yhteiskuntaan", "variable-trust_in_society"),
        ("fortroende for samhallet", "variable-trust_in_society"),
        ("trust in soceity", "variable-trust_in_society"),
        ("R3", "loop-R3"),
        ("R1a", "loop-R1a"),
        ("infrastruktuuri", "area-infrastructure"),
    ],
)
def test_search_forgives(typed, token):
    page = compass_page()
    found = page.ask("findNames(nameIndex(model), typed, 8).map((item) => item.token)", typed=typed)
    assert found[0] == token


def test_a_number_means_the_target_before_a_label():
    model = tiny.model_of(
        "a + b",
        targets={14: {"title": "Fourteen"}},
        variables={"a": {"label": "14"}, "b": {"label": "B", "targets": [{"target": 14}]}},
    )
    ask = "findNames(nameIndex(model), '14', 8).map((item) => item.token)"
    assert Page(model).ask(ask) == ["target-14", "variable-a"]
    assert digisys.influence(model, "14").sources == ("b",)


def test_search_finds_nothing_for_noise():
    page = compass_page()
    assert page.ask("findNames(nameIndex(model), typed, 8)", typed="xqzwvk") == []


def test_sizes_kept_with_a_model_without_targets_are_told_of_variables(tmp_path):
    path = tmp_path / "pair.yaml"
    digisys.write_model(tiny.balancing_pair(), path)
    model = digisys.load(path)
    digisys.sizes(model, samples=16).keep()
    page = Page(model)
    for name in model.variables:
        answer = influence(model, name)
        told = page.ask(
            ANSWER, token=f"variable-{name}", upstream=False, evidence=None, certainty="explicit"
        )["conclusion"]
        assert told == concluded(answer, "en")
        assert told[1]["text"].startswith("Pushed by 0.5 permanently, its effect in ")


def test_a_size_kept_with_the_model_is_told_in_its_own_view_only():
    """It comes second, as in the library; causes and other views have none."""
    page = Page(tiny.balancing_pair())
    (name, *_) = tiny.balancing_pair().variables
    page.context.eval(f"model.sizes = {{push: 0.5, end: 2030, effects: {{'variable-{name}': []}}}}")
    ask = (
        "conclude(model, influence(makeGraph(model, null, certainty), "
        f"subjectOf(model, 'variable-{name}'), upstream)).map((item) => item.kind)"
    )
    told = page.ask(ask, certainty="explicit", upstream=False)
    assert told == ["reach", "size", "direction", "basis"]
    assert "size" not in page.ask(ask, certainty="explicit", upstream=True)
    assert "size" not in page.ask(ask, certainty="all", upstream=False)
