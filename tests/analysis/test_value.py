"""What to ask next: against cases solved by hand, and against all structures enumerated."""

from __future__ import annotations

import dataclasses
import json
import random
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import digisys
from digisys.analysis.robustness.beliefs import channel
from digisys.analysis.robustness.elicitation import Elicitation
from digisys.analysis.robustness.value_estimates import information, worth_of_answers
from digisys.analysis.robustness.value_of_information import value_of_information
from digisys.analysis.robustness.value_result import QuestionValue, ValueOfInformation
from digisys.cli.commands.questions import ASSUMED
from digisys.errors import ModelFileError, QuestionError
from digisys.io.replies import load_replies
from digisys.schema import Model
from digisys.schema.reply import Reply
from digisys.uncertainty.options import Draws
from digisys.uncertainty.strengths import Strengths
from tests.tiny import model_of

FIXED = Strengths(damping_range=(1.0, 1.0), both=False)


def with_links(*edges: str, **facts: dict[str, Any]) -> Model:
    """Build a model, with more facts of links named ``a_t`` for ``a->t``."""
    raw = model_of(*edges).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for link in raw["links"]:
        link.update(facts.get(f"{link['from']}_{link['to']}", {}))
    return Model.model_validate(raw)


def doubtful(chance: float) -> Model:
    """Two levers: one of size 0.4, and one of size 0.6 that exists with a chance."""
    return with_links(
        "a + t",
        "b + t",
        a_t={"strength": 0.4},
        b_t={"strength": 0.6, "certainty": "ambiguous", "chance": chance},
    )


#: What an elicitation holds; the rest are options of the question.
ASKED = [item.name for item in dataclasses.fields(Elicitation)]


def test_the_command_takes_the_same_for_granted() -> None:
    assert Elicitation().assumed == ASSUMED


def ask(model: Model, samples: int = 4_000, **options: Any) -> ValueOfInformation:
    how = {name: options.pop(name) for name in ASKED if name in options}
    return value_of_information(
        model, "t", samples=samples, strengths=FIXED, elicitation=Elicitation(**how), **options
    )


def only(answer: ValueOfInformation) -> QuestionValue:
    (item,) = answer.questions
    return item


@pytest.mark.parametrize(
    ("chance", "reliability", "value", "gain"),
    [
        # An answer settles it: the whole risk goes.
        (0.3, 1.0, 0.3, 0.3 * 0.2),
        (0.7, 1.0, 0.3, 0.7 * 0.6 + 0.3 * 0.4 - 0.42),
        # Yes: 0.24 for b against 0.14; no: 0.56 for a against 0.06; so 0.80 instead of 0.70.
        (0.3, 0.8, 0.1, 0.0),
        # After yes, a still leads (0.28 against 0.18), so that nothing changes.
        (0.3, 0.6, 0.0, 0.0),
        (0.3, 0.5, 0.0, 0.0),
    ],
)
def test_two_levers_and_one_doubtful_link(
    chance: float, reliability: float, value: float, gain: float
) -> None:
    answer = ask(doubtful(chance), reliability=reliability)
    item = only(answer)
    assert (item.link, item.doubt, item.answers) == ("b->t", "existence", ("present", "absent"))
    assert answer.wrong == pytest.approx(min(chance, 1 - chance), abs=0.03)
    assert item.value == pytest.approx(value, abs=0.03)
    assert item.interval[0] <= value + 1e-9
    assert item.interval[1] >= value - 1e-9
    assert item.apart == (value > 0)
    assert item.gain == pytest.approx(gain, abs=0.02)


def test_a_sign_that_nobody_knows() -> None:
    """Half of the time b pushes up by 0.6, and else down: a coin decides which is best."""
    model = with_links("a + t", "b ? t", a_t={"strength": 0.4}, b_t={"strength": 0.6})
    item = only(ask(model))
    assert (item.doubt, item.answers) == ("sign", ("positive", "negative"))
    assert item.value == pytest.approx(0.5, abs=0.03)
    assert item.information == pytest.approx(1.0, abs=0.01)
    leads = {outcome.answer: outcome.lever for outcome in item.outcomes}
    assert leads == {"positive": "b", "negative": "a"}


def test_a_class_of_strength() -> None:
    """b is even from 0.05 to 0.7 and beats 0.3; weak ends at 0.25, moderate at 0.45."""
    model = with_links("a + t", "b + t", a_t={"strength": 0.3})
    answer = ask(model)
    item = only(answer)
    assert item.answers == ("weak", "moderate", "strong")
    assert answer.wrong == pytest.approx(0.25 / 0.65, abs=0.03)
    assert item.value == pytest.approx(0.25 / 0.65 - 0.05 / 0.65, abs=0.03)
    chances = [outcome.chance for outcome in item.outcomes]
    assert chances == pytest.approx([0.2 / 0.65, 0.2 / 0.65, 0.25 / 0.65], abs=0.03)


def test_an_assumed_direction() -> None:
    facts: dict[str, Any] = {
        "a_t": {"strength": 0.4},
        "b_t": {"strength": 0.6, "direction": "assumed"},
    }
    model = with_links("a + t", "b + t", **facts)
    item = only(ask(model, assumed=0.2))
    assert item.value == pytest.approx(0.2, abs=0.03)
    assert ask(model, assumed=0.0).questions == ()


def test_down_is_better_where_the_model_says_so() -> None:
    facts = {"a_t": {"strength": 0.4}, "b_t": {"strength": 0.6}}
    raw = with_links("a - t", "b ? t", **facts).model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    raw["variables"]["t"]["desired"] = "down"
    item = only(ask(Model.model_validate(raw)))
    assert {each.answer: each.lever for each in item.outcomes} == {"positive": "a", "negative": "b"}


def test_the_answer_that_is_given_leaves_what_was_told_of_it() -> None:
    model = with_links("a + t", "b + t", "b + m", "m + t", a_t={"strength": 0.5})
    before = ask(model)
    for item in before.questions:
        for outcome in item.outcomes:
            reply = Reply(link=item.link, doubt=item.doubt, answer=outcome.answer)
            after = ask(model, replies=[reply])
            assert after.leads[0].shares[outcome.lever] == pytest.approx(outcome.best, abs=0.05)
            assert after.earlier == before.leads
            assert not [q for q in after.questions if (q.link, q.doubt) == (item.link, item.doubt)]


def test_answers_that_may_be_wrong_add_up() -> None:
    """Two yes of 0.8 each: odds 3/7 times 4 times 4."""
    reply = Reply(link="b->t", doubt="existence", answer="present", reliability=0.8)
    answer = ask(doubtful(0.3), replies=[reply, reply])
    odds = 3 / 7 * 16
    assert answer.leads[0].lever == "b"
    assert answer.leads[0].best == pytest.approx(odds / (1 + odds), abs=0.03)
    assert answer.wrong_before == pytest.approx(0.3, abs=0.03)


def test_what_no_way_uses_has_no_value_and_is_not_asked() -> None:
    """Of an effect of t, of what comes from no lever, and of what reaches nothing asked about."""
    edges = ("a + t", "b + t", "t ? u", "u + t", "x ? y", "y ? x", "y ? t", "a ? z")
    answer = ask(with_links(*edges), samples=300)
    assert {(item.link, item.doubt) for item in answer.questions} == {
        ("a->t", "strength"),
        ("b->t", "strength"),
    }
    assert answer.unused == 11


def test_what_shares_with_a_used_link_is_used() -> None:
    """Under shares, what comes from elsewhere takes from what the levers pass on."""
    model = with_links("a + m", "m + t", "b + t", "x + y", "y + x", "x ? m")
    shared = Strengths(convention="shares")
    plain = {item.link for item in value_of_information(model, "t", samples=100).questions}
    found = value_of_information(model, "t", samples=100, strengths=shared).questions
    assert {item.link for item in found} - plain == {"x->m"}


def enumerated(model: Model) -> tuple[float, dict[tuple[str, str], float]]:
    """Return the risk and the value of each question, from all structures of a small model."""
    names = list(model.variables)
    levers = [name for name in names if not any(link.target == name for link in model.links)]
    states = []
    for link in model.links:
        signs = [(1, 0.5), (-1, 0.5)] if link.polarity == "unknown" else [(1, 1.0)]
        signs = [(-1, 1.0)] if link.polarity == "negative" else signs
        chance = (link.chance or 0.5) if link.certainty == "ambiguous" else 1.0
        there = [(1, chance), (0, 1 - chance)] if chance < 1 else [(1, 1.0)]
        states.append([(link, e, s, p * q) for (s, p) in signs for (e, q) in there])
    masses: dict[tuple[str, str], dict[int, np.ndarray]] = {}
    whole = np.zeros(len(levers))
    for state in product(*states):
        weight, matrix = 1.0, -np.eye(len(names))
        for link, exists, sign, chance in state:
            weight *= chance
            size = exists * sign * float(link.strength)  # type: ignore[arg-type]
            matrix[names.index(link.target), names.index(link.source)] += size
        effects = np.linalg.inv(-matrix)[names.index("t"), [names.index(name) for name in levers]]
        best = np.isclose(effects, effects.max(), rtol=1e-12, atol=1e-12).astype(float)
        best *= weight / best.sum()
        whole += best
        for link, exists, sign, _ in state:
            for doubt, value in (("existence", exists), ("sign", sign)):
                key = masses.setdefault((link.id, doubt), {})
                key[value] = key.get(value, np.zeros(len(levers))) + best
    values = {
        key: sum(float(mass.max()) for mass in by.values()) - float(whole.max())
        for key, by in masses.items()
    }
    return 1 - float(whole.max()), values


def small_model(seed: int) -> Model:
    """Return a map without loops of three levers, three middles and a target; sizes are known."""
    luck = random.Random(seed)
    order = ["m", "n", "o", "t"]
    edges: list[tuple[str, str]] = []
    facts: dict[str, dict[str, Any]] = {}
    for lever in ("a", "b", "c"):
        edges += [(lever, target) for target in luck.sample(order, 2)]
    edges += [("m", "n"), ("n", "t"), ("o", "t"), ("m", "o")]
    for source, target in edges:
        facts[f"{source}_{target}"] = {"strength": round(luck.uniform(0.2, 0.9), 3)}
        if luck.random() < 0.35:
            facts[f"{source}_{target}"] |= {
                "certainty": "ambiguous",
                "chance": luck.choice([0.2, 0.5, 0.8]),
            }
    signs = [luck.choice(["+", "+", "-", "?"]) for _ in edges]
    told = [
        f"{source} {sign} {target}" for (source, target), sign in zip(edges, signs, strict=True)
    ]
    return with_links(*told, **facts)


@pytest.mark.parametrize("seed", range(6))
def test_values_are_those_of_all_structures_enumerated(seed: int) -> None:
    model = small_model(seed)
    risk, values = enumerated(model)
    answer = ask(model, samples=6_000)
    assert answer.wrong == pytest.approx(risk, abs=0.03)
    for item in answer.questions:
        exact = values[item.link, item.doubt]
        assert item.interval[0] - 0.005 <= exact <= item.interval[1] + 0.005, item.link
        assert item.value == pytest.approx(exact, abs=0.03)
        assert 0 <= item.interval[0] <= item.value <= item.interval[1] <= 1


def test_sampling_alone_does_not_make_a_value() -> None:
    """Where answers have nothing to do with who is best, the plain estimate is above 0."""
    luck = np.random.default_rng(1)
    told, most = 0, 0.0
    for _ in range(200):
        best = np.eye(4)[luck.integers(0, 4, 300)].T[None]
        worth = worth_of_answers(best, luck.integers(0, 3, 300), np.eye(3))
        told += worth.mean - 1.959964 * worth.error > 0
        most += worth.most / 200
        assert worth.interval(1.959964)[0] >= 0
    assert most > 0.01
    assert told <= 0.025 * 200 + 4


def test_information_is_that_of_a_table() -> None:
    best = np.array([[1.0, 1, 0, 0] * 500, [0.0, 0, 1, 1] * 500])[None]
    same, other = np.array([0, 0, 1, 1] * 500), np.array([0, 1, 0, 1] * 500)
    assert information(best, same, channel(2, 1.0)) == pytest.approx(1.0, abs=0.001)
    assert information(best, other, channel(2, 1.0)) == 0.0
    noise = 1 + 0.9 * np.log2(0.9) + 0.1 * np.log2(0.1)
    assert information(best, same, channel(2, 0.9)) == pytest.approx(noise, abs=0.001)


def test_cheap_questions_come_first() -> None:
    model = with_links("a + t", "b + t", "c ? t", c_t={"strength": "strong"})
    first = ask(model).questions[0]
    dear = ask(model, costs={f"{first.link} {first.doubt}": 1000.0})
    assert (dear.questions[0].link, dear.questions[0].doubt) != (first.link, first.doubt)
    by_kind = ask(model, costs={"strength": 1000.0})
    assert by_kind.questions[0].doubt == "sign"


def test_whoever_works_gives_the_same() -> None:
    model = digisys.load("digikompassi")
    alone = value_of_information(model, 11, samples=100)
    with ThreadPoolExecutor(2) as hands:
        shared = value_of_information(model, 11, samples=Draws(100, executor=hands))
    assert json.dumps(alone.to_dict("fi")) == json.dumps(shared.to_dict("fi"))


def test_nothing_to_ask() -> None:
    certain = with_links("a + t", "b + t", a_t={"strength": 0.4}, b_t={"strength": 0.6})
    answer = ask(certain)
    assert (answer.questions, answer.wrong) == ((), 0.0)
    assert "Of what was asked about, nothing is left in doubt" in answer.conclusion.text("en")
    alone = ask(with_links("a + t"), samples=50)
    assert alone.questions == ()
    assert alone.to_frame().empty


def test_what_was_not_asked_about_may_still_be_in_doubt() -> None:
    model = with_links("a + t", "b + t", a_t={"strength": 0.3}, b_t={"strength": [0.24, 0.9]})
    assert ask(model).questions
    answer = ask(model, doubt="sign")
    assert answer.questions == ()
    assert answer.wrong > 0
    assert "Of what was asked about" in answer.conclusion.text("en")


def test_a_question_that_is_not_told_apart_is_said_not_to_be() -> None:
    model = with_links("a + t", "b + t", a_t={"strength": 0.3}, b_t={"strength": [0.24, 0.26]})
    answer = ask(model, samples=200)
    assert not only(answer).apart
    assert "told apart from one that changes nothing" in answer.conclusion.text("en")


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([("b->t", "existence", "present"), ("b->t", "existence", "absent")], "contradict"),
        ([("a->t", "existence", "absent")], "no doubt"),
        ([("b->x", "sign", "positive")], "no link"),
    ],
)
def test_answers_that_cannot_be(replies: list[tuple[str, Any, Any]], words: str) -> None:
    given = [Reply(link=link, doubt=doubt, answer=said) for link, doubt, said in replies]
    with pytest.raises(QuestionError, match=words):
        ask(doubtful(0.3), samples=10, replies=given)


@pytest.mark.parametrize(
    "options",
    [
        {"reliability": 0.4},
        {"assumed": 2.0},
        {"doubt": "colour"},
        {"max_links": 0},
        {"costs": {"existence": 0.0}},
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        ask(doubtful(0.3), samples=10, **options)


def test_a_class_that_cannot_be_is_refused() -> None:
    reply = Reply(link="b->t", doubt="strength", answer="dominant")
    with pytest.raises(QuestionError, match="dominant"):
        ask(with_links("a + t", "b + t"), samples=10, replies=[reply])


def test_a_file_of_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(
        "model: tiny\nanswers:\n"
        "- {link: b->t, doubt: existence, answer: absent, reliability: 0.8}\n",
        "utf-8",
    )
    (reply,) = load_replies(path, doubtful(0.3))
    assert (reply.answer, reply.reliability) == ("absent", 0.8)
    path.write_text("model: other\n", "utf-8")
    with pytest.raises(QuestionError, match="other"):
        load_replies(path, doubtful(0.3))
    path.write_text("answers:\n- {link: b->t, doubt: existence, answer: weak}\n", "utf-8")
    with pytest.raises(ModelFileError, match="no answer") as error:
        load_replies(path)
    assert error.value.problems[0].line == 2
