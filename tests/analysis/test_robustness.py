"""Robustness of rankings: cases with known probabilities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.analysis.press.press import press
from digisys.analysis.robustness.questions import questions
from digisys.analysis.robustness.robust import robust, wilson_interval
from digisys.errors import QuestionError, UnknownNameError, UnstableError
from digisys.schema import Model
from digisys.uncertainty.options import Draws
from digisys.uncertainty.ranks import rank_shares
from digisys.uncertainty.strengths import Strengths
from tests.analysis.graphs import random_model
from tests.tiny import model_of, reinforcing_pair

UNIFORM = {"strengths": Strengths("uniform", damping_range=(1.0, 1.0))}


def test_equal_levers_are_best_equally_often() -> None:
    model = model_of("a + t", "b + t", "c + t", "d + t")
    answer = robust(model, "t", samples=20_000, **UNIFORM)
    assert [lever.best for lever in answer.ranking.levers] == pytest.approx([0.25] * 4, abs=0.015)
    assert [lever.top for lever in answer.ranking.levers] == pytest.approx([0.75] * 4, abs=0.015)
    for lever in answer.ranking.levers:
        low, high = lever.best_interval
        assert low < lever.best < high


def test_a_direct_lever_beats_one_two_steps_away() -> None:
    """With all sizes uniform and damping 1, P(x > y z) = 3/4."""
    model = model_of("near + t", "far + m", "m + t")
    answer = robust(model, "t", samples=20_000, **UNIFORM)
    first, second = answer.ranking.levers
    assert (first.variable, second.variable) == ("near", "far")
    assert first.best == pytest.approx(0.75, abs=0.01)
    assert first.effect == pytest.approx(0.5, abs=0.01)
    assert (first.low, first.high) == pytest.approx((0.05, 0.95), abs=0.01)
    assert second.mean_rank == pytest.approx(1.75, abs=0.01)


def test_a_certain_ranking_is_told_as_certain() -> None:
    model = model_of("a + t", "b + m", "m + t")
    answer = robust(
        model, "t", strengths=Strengths((0.5, 0.5), damping_range=(1.0, 1.0)), samples=100
    )
    first, second = answer.ranking.levers
    assert (first.best, second.best) == (1, 0)
    assert (first.effect, second.effect) == pytest.approx((0.5, 0.25))


def test_levers_that_tie_share_their_places() -> None:
    model = model_of("a + t", "b + t")
    answer = robust(model, "t", strengths=(0.5, 0.5), samples=100)
    assert [lever.best for lever in answer.ranking.levers] == [0.5, 0.5]
    assert [lever.mean_rank for lever in answer.ranking.levers] == [1.5, 1.5]


def test_harmful_levers_rank_last() -> None:
    model = model_of("good + t", "bad - t")
    answer = robust(model, "t", samples=200)
    assert [lever.variable for lever in answer.ranking.levers] == ["good", "bad"]
    assert answer.ranking.levers[1].positive == 0


def test_levers_out_of_reach_are_named() -> None:
    model = model_of("a + t", "b + s")
    answer = robust(model, "t", samples=50)
    assert answer.ranking.idle == ("b",)
    assert [lever.variable for lever in answer.ranking.levers] == ["a"]


#: No width, so that effects are told exactly.
STEADY = Strengths((0.3, 0.3), damping_range=(1.0, 1.0))


def test_a_target_is_the_mean_of_its_variables() -> None:
    model = digisys.load("digikompassi")
    answer = robust(model, 11, levers=[14], strengths=STEADY, samples=20)  # fmt: skip
    members = answer.ranking.subject.variables
    alone = [
        robust(model, name, levers=[14], strengths=STEADY, samples=20).ranking.levers[0].effect
        for name in members
    ]  # fmt: skip
    assert answer.ranking.levers[0].effect == pytest.approx(np.mean(alone))


def test_levers_of_digikompassi_are_the_variables_on_which_nothing_acts() -> None:
    model = digisys.load("digikompassi")
    answer = robust(model, "target 11", samples=300)
    acted_on = {link.target for link in model.links if link.certainty == "explicit"}
    levers = {lever.variable for lever in answer.ranking.levers} | set(answer.ranking.idle)
    assert levers == set(model.variables) - acted_on
    everything = robust(model, "target 11", levers="all", samples=300)
    assert {lever.variable for lever in everything.ranking.levers} >= levers - set(
        answer.ranking.idle
    )
    assert not {lever.variable for lever in everything.ranking.levers} & set(
        everything.ranking.subject.variables
    )


def test_every_target_at_once_agrees_with_one_by_one() -> None:
    model = digisys.load("digikompassi")
    together = robust(model, samples=300)
    assert len(together.rankings) == 14
    alone = robust(model, 11, samples=300)
    assert next(item for item in together.rankings if item.subject.key == 11) == alone.ranking


def test_blocks_change_nothing(monkeypatch) -> None:
    model = digisys.load("digikompassi")
    whole = robust(model, 11, samples=500)
    monkeypatch.setattr("digisys.analysis.press.sampling._LARGEST_BLOCK", 61)
    assert robust(model, 11, samples=500) == whole


@given(st.integers(1, 6), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_places_are_shared_out_fully(count: int, draws: int, seed: int) -> None:
    effects = np.random.default_rng(seed).integers(-2, 3, (count, draws)).astype(float)
    best, top, ranks = rank_shares(effects, 1e-12)
    assert best.sum() == pytest.approx(1)
    assert top.sum() == pytest.approx(min(count, 3))
    assert ranks.sum() == pytest.approx(count * (count + 1) / 2)


@pytest.mark.parametrize(
    ("hits", "trials", "expected"),
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0, 0.1611)),
     (1, 29, (0.0061, 0.1718))],
)  # fmt: skip
def test_published_wilson_intervals(hits, trials, expected) -> None:
    assert wilson_interval(hits, trials) == pytest.approx(expected, abs=5e-5)


def test_no_draws_say_nothing() -> None:
    assert wilson_interval(0, 0) == (0, 1)


def test_answers_show_themselves() -> None:
    for answer in (
        robust(digisys.load("digikompassi"), 11, samples=60),
        robust(digisys.load("digikompassi"), samples=60),
        robust(model_of("a + t"), samples=20),
    ):
        assert "<table>" in answer._repr_html_()
        assert len(answer.to_frame()) == sum(len(item.levers) for item in answer.rankings)
        assert answer.to_dict()["samples"] == answer.sampled.stable
        for language in ("fi", "sv", "en"):
            assert answer.text(language)


def test_mistakes_are_told_with_a_cure() -> None:
    with pytest.raises(QuestionError, match="no lever") as caught:
        robust(reinforcing_pair(), "a")
    assert caught.value.cure
    with pytest.raises(UnknownNameError):
        robust(reinforcing_pair(), "a", levers=["nobody"])
    with pytest.raises(UnknownNameError):
        robust(reinforcing_pair(), "nobody", levers="all")
    with pytest.raises(QuestionError, match="no links"):
        robust(model_of(roles={"a": "stock"}), levers="all")


def test_a_model_that_nothing_reaches() -> None:
    answer = robust(model_of("a + b", roles={"t": "stock"}), "t", samples=10)
    assert answer.ranking.levers == ()
    assert answer.ranking.idle == ("a",)
    assert str(answer)


@pytest.fixture(scope="module")
def dense() -> Model:
    """Twelve variables, each acting on all others: far too much feedback to settle."""
    names = "abcdefghijkl"
    return model_of(*(f"{one} + {other}" for one in names for other in names if one != other))


def test_that_no_draw_is_stable_is_told_early_and_with_a_number(dense: Model) -> None:
    told: list[float] = []
    with pytest.raises(UnstableError) as caught:
        press(
            dense, "a", method="sampling", samples=Draws(10_000, progress=lambda *_: told.append(1))
        )
    assert len(told) == 1
    assert caught.value.what.values["count"] < 1500
    low, high = (float(caught.value.cure.values[end]) for end in ("low", "high"))
    mended = Strengths(damping_range=(low, high))
    answer = press(dense, "a", method="sampling", samples=500, strengths=mended)
    assert answer.sampled.acceptance > 0.4
    weaker = Strengths(damping_range=(low / 2, high / 2))
    with pytest.raises(UnstableError):
        press(dense, "a", method="sampling", samples=500, strengths=weaker)
    assert "--damping-range auto" in caught.value.text("en")


@pytest.mark.parametrize("question", [press, robust, questions])
def test_as_much_damping_as_it_takes(dense: Model, question: Callable[..., Any]) -> None:
    options = {"method": "sampling"} if question is press else {"levers": "all"}
    auto = Strengths(damping_range="auto")
    answer = question(dense, "a", samples=100, strengths=auto, **options)
    low, high = answer.system.damping_range
    assert low > 1.5
    assert high == pytest.approx(3 * low)
    assert answer.sampled.stable == 100
    assert answer.sampled.acceptance > 0.4
    given = question(
        dense, "a", samples=100, strengths=Strengths(damping_range=(low, high)), **options
    )
    assert given.sampled == answer.sampled or question is questions


def test_damping_stays_where_draws_are_stable() -> None:
    answer = robust(digisys.load("digikompassi"), 11, samples=50)
    auto = robust(
        digisys.load("digikompassi"), 11, samples=50, strengths=Strengths(damping_range="auto")
    )
    assert auto.system.damping_range == answer.system.damping_range
    assert auto.rankings == answer.rankings


def test_questions_about_verdicts_need_no_stable_draw(dense: Model) -> None:
    answer = questions(dense, "a", levers="all")
    assert answer.sampled is None
    assert "Levers are not compared: None of the first" in " ".join(str(answer).split())
    assert len(answer.flips) + answer.without_weight == 132
    assert "--damping-range" in " ".join(answer.to_dict()["unranked"])


def test_questions_stop_at_the_work_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(30, 60, 4, signs="+-")
    whole = questions(model, samples=20, levers="all")
    assert (whole.left_out, whole.subjects_left_out) == (0, 0)
    monkeypatch.setattr("digisys.analysis.robustness.questions._VERDICT_WORK", 60_000)
    monkeypatch.setattr("digisys.analysis.robustness.questions._RANK_WORK", 1)
    some = questions(model, samples=200, levers="all")
    assert some == questions(model, samples=200, levers="all")
    assert 0 < some.left_out < 60
    assert (some.sampled.stable, some.sampled.asked, some.sampled.bounded) == (50, 200, True)
    told = " ".join(some.text("en").split())
    assert f"Not asked about, the farthest away: {some.left_out} links" in told
    assert "200 were asked for, but in a model of this size each takes much work" in told
    timed = questions(model, samples=Draws(20, time_limit=60), levers="all")
    assert timed.left_out == 0


class TestWhichWayIsBetter:
    """A lever is best only where the model says which way is better."""

    EDGES = ("a + t", "b - t", "c + t", "d - t")

    def asked(self, desired: str | None):
        parts = {} if desired is None else {"desired": desired}
        raw = model_of(*self.EDGES).model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["variables"]["t"] |= parts
        sizes = {"a->t": 0.3, "b->t": 0.4, "c->t": 0.2, "d->t": 0.1}
        return robust(Model.model_validate(raw), "t", strengths=sizes, levers="sources", samples=50)

    def test_the_most_lowering_is_best_where_down_is_better(self):
        found = self.asked("down")
        assert [lever.variable for lever in found.ranking.levers] == ["b", "d", "c", "a"]
        assert (found.ranking.levers[0].best, found.ranking.levers[0].effect < 0) == (1.0, True)
        assert found.table("en").heads[3:] == ("Best", "Among best three")
        assert "lowers it most" in found.text("en")

    def test_the_most_raising_is_best_where_up_is_better(self):
        found = self.asked("up")
        assert [lever.variable for lever in found.ranking.levers] == ["a", "c", "d", "b"]
        assert found.table("en").heads[3:] == ("Best", "Among best three")

    @pytest.mark.parametrize("desired", [None, "none"])
    def test_nothing_is_best_where_nobody_said(self, desired):
        found = self.asked(desired)
        assert [lever.variable for lever in found.ranking.levers] == ["a", "c", "d", "b"]
        assert found.table("en").heads[3:] == ("First", "Among first three")
        assert found.to_dict()["rankings"][0]["desired"] == desired
        assert "Best" not in found.text("en")

    def test_flips_count_the_same_lever_as_best(self):
        """Take out the link of what lowers most: another becomes the best."""
        raw = model_of(*self.EDGES).model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["variables"]["t"]["desired"] = "down"
        sizes = {"a->t": 0.3, "b->t": 0.4, "c->t": 0.2, "d->t": 0.1}
        found = questions(Model.model_validate(raw), "t", strengths=sizes, samples=50)
        flip = next(flip for flip in found.flips if flip.link == "b->t")
        change = next(change for change in flip.changes if change.doubt == "existence")
        assert (change.best_before, change.best_after) == ("b", "d")
