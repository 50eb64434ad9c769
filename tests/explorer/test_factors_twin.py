"""The page finds the likenesses and lacks that the library finds, and puts the same on the map."""

from __future__ import annotations

import json
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digisys.analysis.asking.grammar import grammar_data
from digisys.io import parse_model
from digisys.schema import Model
from digisys.words import LANGUAGES
from digisys.workshop.factors import FactorAnswer, propose_from_factors
from digisys.workshop.gathered import gathered_of, take_gathered
from digisys.workshop.likeness import name_likeness
from digisys.workshop.negations import turned_round
from tests.explorer.javascript import Page
from tests.length import examples
from tests.workshop.test_factors import MODEL

WORDS = [
    "Digitaidot", "digitaitojen", "digi taidot", "Osaamisen puute", "Luottamus yhteiskuntaan",
    "yhteiskunnallinen luottamus", "Ledningens stöd", "stöd av ledningen", "the trust", "Trust",
    "Mistrust", "Ä", "", "§", "Lack of time", "ajanpuute", "Brist på pengar", "tidsbrist",
    "Straße", "ELÄMÄNTAPAHTUMAPALVELUT", "elämäntapahtuma palvelujen", "Ångström", "İstanbul brist",
]  # fmt: skip


@cache
def page() -> Page:
    made = Page(MODEL, "en")
    grammars = json.dumps([grammar_data(language) for language in LANGUAGES])
    made.context.eval(f"const everyGrammar = {grammars};")
    return made


def run(code: str):
    return json.loads(page().context.eval(f"JSON.stringify({code})"))


def plain_of(model: Model):
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def test_likeness_is_that_of_the_library() -> None:
    pairs = list(product(WORDS, WORDS))
    found = run(
        f"{json.dumps(pairs)}.map(([one, other]) => nameLikeness(one, other, everyGrammar))"
    )
    assert found == pytest.approx([name_likeness(*pair) for pair in pairs])


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_of_any_text_is_that_of_the_library(one: str, other: str) -> None:
    found = run(f"nameLikeness({json.dumps(one)}, {json.dumps(other)}, everyGrammar)")
    assert found == pytest.approx(name_likeness(one, other))


def test_a_lack_is_found_as_by_the_library() -> None:
    found = run(f"{json.dumps(WORDS)}.map((text) => turnedRound(text))")
    expected = [turned_round(text) for text in WORDS]
    assert found == ["" if each is None else each.text for each in expected]


@pytest.mark.parametrize("about", ["use", "target 3"])
def test_the_page_puts_the_same_on_the_map_as_the_library(about: str) -> None:
    lines = [
        ("enables", "Rules", "unknown"),
        ("enables", "Digitaidot", "unknown"),
        ("blocks", "Rumours", "unknown"),
        ("follows", "Trust", "positive"),
        ("follows", "Queues", "negative"),
        ("blocks", "rules", "unknown"),
    ]
    answers = [FactorAnswer(about, *line, said_by="Group 2 (5)") for line in lines]
    expected, _ = take_gathered(MODEL, gathered_of(propose_from_factors(MODEL, answers), "en"))
    told = json.dumps([{"question": q, "text": t, "sign": s} for q, t, s in lines])
    asked = json.dumps({"target": 3} if about == "target 3" else about)
    options = '{ language: "en", saidBy: "Group 2 (5)" }'
    result = run(f"addFactors({json.dumps(plain_of(MODEL))}, {asked}, {told}, {options})")
    made = Model.model_validate_json(json.dumps(result["plain"]))
    assert made.variables == expected.variables
    assert {(each.id, each.polarity, each.said_by) for each in made.links} == {
        (each.id, each.polarity, each.said_by) for each in expected.links
    }
    assert result["step"]["code"] == "factors-added"
    sentence = page().context.eval(f"stepSentence({json.dumps(result['step'])})")
    assert "new variable" in sentence
    # The file that the page writes is that model.
    text = run(f"modelFile({json.dumps(result['plain'])})")
    assert parse_model(text) == made


def test_what_the_form_cannot_take_is_refused_in_words() -> None:
    options = '{ language: "en" }'
    plain = json.dumps(plain_of(MODEL))
    for about, lines, code in (
        ('"use"', '[{ question: "enables", text: "  " }]', "no-words"),
        ('"use"', '[{ question: "enables", text: "Käyttö" }]', "factor-of-itself"),
        ('"nothing"', '[{ question: "enables", text: "x" }]', "no-variable"),
        ("{ target: 99 }", '[{ question: "enables", text: "x" }]', "no-subject"),
    ):
        refused = run(f"addFactors({plain}, {about}, {lines}, {options}).refused")
        assert refused["code"] == code
        assert page().context.eval(f"refusalWords({json.dumps(refused)})") != code


def test_what_is_shown_becomes_a_step() -> None:
    model = json.dumps(
        plain_of(MODEL)
        | {"areas": {"a": {"label": "A"}}, "loops": {"R1": {"cycles": {"R1a": ["use"]}}}}
    )
    for view, slide in (
        ({"subject": ""}, {}),
        ({"subject": "variable-use", "direction": "effects", "steps": "all"}, {"variable": "use"}),
        (
            {"subject": "variable-use", "direction": "causes", "steps": "2"},
            {"variable": "use", "direction": "upstream", "steps": 2},
        ),
        ({"subject": "target-2", "direction": "both"}, {"target": 2, "direction": "both"}),
        ({"subject": "area-a", "direction": "causes"}, {"area": "a"}),
        ({"subject": "loop-R1", "steps": "2"}, {"loop": "R1"}),
        ({"subject": "instance-R1a"}, {"loop": "R1a"}),
        ({"subject": "link-a--b"}, {}),
        (
            {"subject": "target-2", "scenario": "push", "compare": "none", "time": 2026},
            {"target": 2, "scenario": "push", "compare": "none", "time": 2026},
        ),
        ({"subject": "loop-R1", "scenario": "push", "compare": "", "time": 0},
         {"scenario": "push"}),
    ):  # fmt: skip
        assert run(f"slideOf({model}, {json.dumps(view)})") == slide
