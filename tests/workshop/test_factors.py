"""Factors first: no answer is lost, nothing alike is joined unasked, signs follow the question."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.errors import QuestionError
from digisys.graph.folding import fold
from digisys.schema import Model
from digisys.workshop.factors import FactorAnswer, propose_from_factors
from digisys.workshop.gathered import (
    Gathered,
    add_gathered,
    drop_gathered,
    gathered_of,
    same_variable,
    take_gathered,
)
from digisys.workshop.likeness import NEAR, name_likeness
from digisys.workshop.negations import turned_round
from tests.length import examples

MODEL = Model.model_validate(
    {
        "schema": 1,
        "id": "skills",
        "title": {"fi": "Taidot", "en": "Skills"},
        "languages": ["fi", "en"],
        "targets": {
            1: {"title": {"fi": "Kaikki mukaan", "en": "Everyone on board"}},
            2: {"title": {"fi": "Hyvät palvelut", "en": "Good services"}},
            3: {"title": {"fi": "Luottamus", "en": "Confidence"}},
        },
        "variables": {
            "digital_skills": {
                "label": {"fi": "Digitaidot", "en": "Digital skills"},
                "aliases": ["Osaaminen"],
                "targets": [{"target": 1}],
            },
            "use": {"label": {"fi": "Käyttö", "en": "Use"}, "targets": [{"target": 2}]},
            "quality": {
                "label": {"fi": "Laatu", "en": "Quality"},
                "targets": [{"target": 2, "stated_as": "key_result"}],
            },
            "time": {"label": {"fi": "Aika", "en": "Time"}},
        },
        "links": [{"from": "digital_skills", "to": "use", "polarity": "positive"}],
    }
)


def one(*answers: FactorAnswer):
    return propose_from_factors(MODEL, answers)


@pytest.mark.parametrize(
    ("question", "sign", "ends", "polarity"),
    [
        ("enables", "unknown", ("rumours", "use"), "positive"),
        ("blocks", "unknown", ("rumours", "use"), "negative"),
        ("follows", "positive", ("use", "rumours"), "positive"),
        ("follows", "negative", ("use", "rumours"), "negative"),
        ("follows", "unknown", ("use", "rumours"), "unknown"),
    ],
)
def test_the_question_tells_the_ends_and_the_sign(question, sign, ends, polarity):
    found = one(FactorAnswer("use", question, "Rumours", sign, "Group 1", 4))
    assert [(each.id, each.label) for each in found.variables] == [("rumours", "Rumours")]
    (link,) = found.links
    assert (link.source, link.target, link.polarity) == (*ends, polarity)
    assert link.said_by == ("Group 1 (4)",)


@pytest.mark.parametrize("text", ["digital_skills", "DIGITAIDOT", "digital  skills", "osaaminen"])
def test_what_has_a_name_of_the_model_is_that_variable(text):
    found = one(FactorAnswer("time", "enables", text))
    assert not found.variables
    assert found.links[0].id == "digital_skills->time"


def test_the_same_text_of_several_groups_is_one_variable_with_several_voices():
    found = one(
        FactorAnswer("use", "blocks", "Rumours", said_by="Group 1"),
        FactorAnswer("use", "blocks", "rumours", said_by="Group 2", count=3),
        FactorAnswer("use", "blocks", "RUMOURS!", said_by="Group 1"),
    )
    assert len(found.variables) <= 2  # a sign at the end may tell names apart
    assert found.links[0].said_by == ("Group 1", "Group 2 (3)")


def test_contradicting_answers_leave_the_sign_open_and_keep_both_statements():
    found = one(
        FactorAnswer("use", "blocks", "Rules", said_by="Group 1"),
        FactorAnswer("use", "enables", "rules", said_by="Group 2"),
    )
    (link,) = found.links
    assert (link.polarity, link.contradictory) == ("unknown", True)
    new, left = take_gathered(MODEL, gathered_of(found, "en"))
    note = new.links[-1].note.text("en")
    assert "Group 1: Rules (negative)" in note
    assert "Group 2: rules (positive)" in note
    assert new.links[-1].polarity == "unknown"
    assert left == Gathered()


def test_a_link_of_the_model_gains_a_voice_and_another_sign_makes_it_unknown():
    agrees = one(FactorAnswer("use", "enables", "Digitaidot", said_by="Group 1"))
    assert agrees.links[0].status == "agrees"
    new, _ = take_gathered(MODEL, gathered_of(agrees, "en"))
    assert (new.links[0].said_by, new.links[0].polarity) == (("Group 1",), "positive")
    differs = one(FactorAnswer("use", "blocks", "Digitaidot", said_by="Group 2"))
    assert differs.links[0].status == "differs"
    new, _ = take_gathered(MODEL, gathered_of(differs, "en"))
    assert len(new.links) == 1
    assert (new.links[0].said_by, new.links[0].polarity) == (("Group 2",), "unknown")
    assert "Group 2: Digitaidot (negative)" in new.links[0].note.text("fi")


def test_a_target_is_what_stands_for_it_and_one_that_nothing_stands_for_becomes_a_variable():
    own = one(FactorAnswer("target 2", "enables", "Money"))
    assert [link.id for link in own.links] == ["money->use"]  # not for a key result
    new = one(FactorAnswer("tavoite 3", "enables", "Money"), FactorAnswer("3", "blocks", "Rumours"))
    assert [(each.id, each.target) for each in new.variables] == [
        ("luottamus", 3), ("money", None), ("rumours", None),
    ]  # fmt: skip
    model, _ = take_gathered(MODEL, gathered_of(new, "en"))
    assert len(digisys.influence(model, "target 3", direction="upstream").affected) == 2


def test_a_factor_may_be_what_another_answer_is_about_whichever_comes_first():
    found = one(
        FactorAnswer("Rumours", "enables", "Haste"), FactorAnswer("use", "blocks", "rumours")
    )
    assert {link.id for link in found.links} == {"haste->rumours", "rumours->use"}
    assert not found.set_aside


@pytest.mark.parametrize(
    ("text", "left", "meant"),
    [
        ("Lack of time", "Time", "time"),
        ("Osaamisen puute", "Osaamisen", "digital_skills"),
        ("ajanpuute", "Ajan", None),
        ("Brist på pengar", "Pengar", None),
        ("Heikko laatu", "Laatu", "quality"),
        ("Bristande kunskap", "Kunskap", None),
        ("Trust", None, None),
    ],
)
def test_a_lack_is_pointed_out_as_a_variable_the_other_way_round(text, left, meant):
    turned = turned_round(text)
    assert (turned and turned.text) == left
    assert one(FactorAnswer("use", "blocks", text)).variables[0].meant == meant


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Digitaitojen", "Digitaidot"),
        ("digi taidot", "Digitaidot"),
        ("Skills, digital", "Digital skills"),
        ("the digital skill", "Digital skills"),
        ("Johdon tuki", "Tuki johdolta"),
        ("Ledningens stöd", "Stöd av ledningen"),
    ],
)
def test_case_endings_and_the_order_of_words_leave_names_alike(text, other):
    assert name_likeness(text, other) >= NEAR
    assert name_likeness(text, other) == name_likeness(other, text)


def test_names_that_are_alike_are_pointed_out_and_never_joined():
    found = one(
        FactorAnswer("use", "enables", "Digitaitojen"),
        FactorAnswer("use", "enables", "digi taidot"),
    )
    assert len(found.variables) == 2
    for each in found.variables:
        assert each.near[0].variable == "digital_skills"
        assert each.near[0].likeness < 1.0


def test_near_names_are_those_of_brute_force_on_small_sets():
    texts = ["Digitaito", "Ajan käyttö", "Laadun", "Rahat", "rahan", "Kiire", "kiireet", "Use it"]
    found = one(*(FactorAnswer("use", "enables", text) for text in texts))
    known = {
        "digital_skills": ["digital_skills", "Digitaidot", "Digital skills", "Osaaminen",
                           "Kaikki mukaan", "Everyone on board"],
        "use": ["use", "Käyttö", "Use"],
        "quality": ["quality", "Laatu", "Quality"],
        "time": ["time", "Aika", "Time"],
        **{each.id: [each.label] for each in found.variables},
    }  # fmt: skip
    for each in found.variables:
        likely = {
            other: max(name_likeness(each.label, name) for name in names)
            for other, names in known.items()
            if other != each.id
        }
        expected = sorted(
            ((-like, other) for other, like in likely.items() if like >= NEAR)
        )[:3]  # fmt: skip
        assert [near.variable for near in each.near] == [other for _, other in expected]


_TEXTS = st.sampled_from(
    ["Rumours", "rumours", "Digitaidot", "Lack of time", "use", "Käyttö", "x", "Target 1", "Ä", "…"]
)
_ANSWERS = st.builds(
    FactorAnswer,
    st.sampled_from(["use", "Digitaidot", "3", "target 2", "Rumours", "nothing such", "99", ""]),
    st.sampled_from(["enables", "blocks", "follows"]),
    _TEXTS,
    st.sampled_from(["positive", "negative", "unknown"]),
    st.sampled_from(["", "Group 1", "Group 2"]),
    st.sampled_from([None, 1, 5]),
)


@settings(max_examples=examples(150))
@given(st.lists(_ANSWERS, max_size=8), st.lists(_ANSWERS, max_size=5))
def test_no_answer_is_dropped_and_the_model_with_all_taken_is_valid(answers, more):
    found = propose_from_factors(MODEL, answers)
    behind = {said.answer for link in found.links for said in link.statements}
    aside = {each.answer for each in found.set_aside}
    assert behind | aside == set(range(len(answers)))
    assert not behind & aside
    for link in found.links:
        for said in link.statements:
            answer = answers[said.answer]
            if answer.voice:
                assert answer.voice in link.said_by
    kept = add_gathered(MODEL, gathered_of(found, "en"), gathered_of(one(*more), "en"))
    model, left = take_gathered(MODEL, kept)
    assert left == Gathered()
    ends = {(link.source, link.target) for link in model.links}
    assert ends >= {(link.source, link.target) for link in kept.links}
    assert Gathered.model_validate(kept.model_dump(mode="json", by_alias=True)) == kept
    # The same again changes nothing but voices that were there.
    again = add_gathered(MODEL, kept, gathered_of(one(*more), "en"))
    assert again.variables.keys() == kept.variables.keys()
    assert [link.id for link in again.links] == [link.id for link in kept.links]


@settings(max_examples=examples(200))
@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric_and_whole_for_the_same_name(name, other):
    like = name_likeness(name, other)
    assert 0.0 <= like <= 1.0
    assert like == pytest.approx(name_likeness(other, name))
    assert name_likeness(name, name) in (0.0, 1.0)


def test_the_sign_at_last_is_what_all_signs_of_all_groups_come_to():
    for signs in product(("enables", "blocks"), repeat=3):
        kept = Gathered()
        for number, question in enumerate(signs):
            answer = FactorAnswer("use", question, "Rules", said_by=f"Group {number}")
            kept = add_gathered(MODEL, kept, gathered_of(one(answer), "en"))
        (link,) = kept.links
        expected = {"enables": "positive", "blocks": "negative"}[signs[0]]
        assert link.polarity == (expected if len(set(signs)) == 1 else "unknown")
        assert len(link.said_by) == 3


def test_a_proposed_variable_may_be_said_to_be_another():
    found = gathered_of(
        one(
            FactorAnswer("use", "enables", "Digitaitojen", said_by="Group 1"),
            FactorAnswer("time", "blocks", "Rumour"),
            FactorAnswer("use", "blocks", "Rumours"),
        ),
        "en",
    )
    joined = same_variable(MODEL, found, "digitaitojen", "digital_skills")
    assert joined.links[0].id == "digital_skills->use"
    assert joined.links[0].link == "digital_skills->use"
    both = same_variable(MODEL, found, "rumour", "rumours")
    assert both.variables["rumours"].aliases == ("Rumour",)
    assert {link.id for link in both.links if "rumour" in link.id} == {
        "rumours->time",
        "rumours->use",
    }
    with pytest.raises(QuestionError):
        same_variable(MODEL, gathered_of(one(FactorAnswer("use", "enables", "Usage")), "en"),
                      "usage", "use")  # fmt: skip
    assert not [
        link for link in drop_gathered(found, ["rumours"]).links if link.source == "rumours"
    ]


def test_no_empty_answer_and_no_odd_count():
    for broken in ({"text": " \u00ad "}, {"text": "x", "count": 0}):
        with pytest.raises(QuestionError):
            FactorAnswer("use", "enables", **broken)
    assert fold("x") == "x"
