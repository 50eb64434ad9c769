"""What turns round under the other convention of strengths, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

import digisys
from digisys import Strengths, compare, questions, robust, simulate, simulate_once
from digisys.schema import Model, Scenario
from digisys.uncertainty.reversals import turned_orders, turned_signs
from tests.simulation.tiny import model

#: A long way from a to t and a short, crowded one from b: where each link stands by itself
#: the short way wins, and where causes share the long one does.
CROWD = [f"x{number}" for number in range(8)]
TURNS = model(
    dict.fromkeys(["p", "q", "u", "v"], "stock") | dict.fromkeys(["a", "b", *CROWD], "input"),
    ["a->p", "p->u", "b->v", *(f"{name}->v" for name in CROWD)],
)


def ways(desired: str | None = None) -> Model:
    """A target that a long chain and a short crowded one move, in opposite directions."""
    raw = TURNS.model_dump(mode="json", by_alias=True, exclude_none=True)
    raw["variables"]["t"] = {"label": "T", "role": "stock"} | (
        {"desired": desired} if desired else {}
    )
    raw["links"] += [
        {"from": "u", "to": "t", "polarity": "positive", "strength": 0.5},
        {"from": "v", "to": "t", "polarity": "negative", "strength": 0.5},
    ]
    return Model.model_validate(raw)


def both(size: float = 0.5) -> Scenario:
    return Scenario.model_validate(
        {
            "id": "both",
            "title": "Both",
            "interventions": [
                {"action": "level", "variable": name, "size": size, "start": 2023}
                for name in ("a", "b")
            ],
        }
    )


def one(name: str) -> Scenario:
    return Scenario.model_validate(
        {
            "id": name,
            "title": name.upper(),
            "interventions": [{"action": "level", "variable": name, "size": 0.5, "start": 2023}],
        }
    )


class TestWhatTurns:
    def test_a_sign_of_a_single_run(self):
        found = simulate_once(ways(), both())
        assert found.level("t")[-1] < 0
        assert (
            simulate_once(ways(), both(), strengths=Strengths(convention="shares")).level("t")[-1]
            > 0
        )
        kinds = [(item.kind, item.items) for item in found.agreement.reversals]
        assert ("sign", ("variable:t",)) in kinds
        text = " ".join(found.text("en", width=200).split())
        assert "Under the other convention: T the other way" in text
        assert "(causes share)" in text

    def test_a_sign_of_an_ensemble_and_back(self):
        for convention, other in (("independent", "shares"), ("shares", "independent")):
            settings = digisys.Settings(strengths=Strengths(convention=convention))
            found = simulate(ways(), both(), samples=256, settings=settings)
            assert found.agreement.convention == other
            turned = next(item for item in found.agreement.reversals if item.kind == "sign")
            assert turned.items == ("variable:t",)
            assert (turned.here - 0.5) * (turned.there - 0.5) < 0
            assert found.to_dict()["agreement"]["agrees"] is False

    @pytest.mark.parametrize("desired", ["up", "down", None])
    def test_which_lever_comes_first(self, desired):
        raw = ways(desired).model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["links"][-1]["polarity"] = "positive"
        found = robust(Model.model_validate(raw), "t", levers=["a", "b"], samples=2000)
        assert [lever.variable for lever in found.ranking.levers] == (
            ["a", "b"] if desired == "down" else ["b", "a"]
        )
        (turned,) = found.agreement.reversals
        assert (turned.kind, turned.subject) == ("order", "t")
        assert turned.items == (("a", "b") if desired == "down" else ("b", "a"))
        assert turned.here > 0.5 > turned.there

    def test_which_scenario_ends_higher(self):
        raw = ways().model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["links"][-1]["polarity"] = "positive"
        found = compare(Model.model_validate(raw), [one("a"), one("b")], outcome="t", samples=256)
        (turned,) = found.agreement.reversals
        assert (turned.kind, turned.items) == ("order", ("b", "a"))
        assert found.to_dict()["agreement"]["reversals"][0]["items"] == ["b", "a"]
        assert "A above B" in found.text("en")

    def test_which_link_to_discuss_first(self):
        """The weight of a crowded cause is small where causes share."""
        raw = ways().model_dump(mode="json", by_alias=True, exclude_none=True)
        raw["links"][-1]["polarity"] = "positive"
        found = questions(
            Model.model_validate(raw), "t", levers=["a", "b"], samples=1000, doubt="strength"
        )
        first, other = found.flips[0].link, found.agreement
        assert other.convention == "shares"
        assert other.samples == 200
        assert all(item.items[0] == first for item in other.reversals)


class TestSilence:
    def test_agreement_is_a_few_words(self):
        lone = model({"a": "input", "b": "stock"}, ["a->b"])
        found = simulate(lone, one("a"), samples=64)
        assert found.agreement.agrees
        assert found.to_dict()["agreement"] == {
            "other": "shares", "samples": 64, "agrees": True, "reversals": [],
        }  # fmt: skip
        assert "the same conclusions (causes share, 64 draws)" in " ".join(found.text("en").split())

    @pytest.mark.parametrize(
        "strengths",
        [
            Strengths(both=False),
            Strengths("uniform"),
            Strengths(links={"a->b": 0.3}),
            Strengths(links={"a->b": (0.1, 0.4)}),
        ],
    )
    def test_nothing_is_asked_where_it_is_not_wanted_or_changes_nothing(self, strengths):
        lone = model({"a": "input", "b": "stock"}, ["a->b"])
        assert simulate_once(lone, one("a"), strengths=strengths).agreement is None
        assert robust(lone, strengths=strengths, samples=50).agreement is None
        found = questions(lone, strengths=strengths, samples=50)
        assert found.agreement is None
        assert "other convention" not in found.text("en")

    def test_levels_beyond_bounds_are_told(self):
        """Where effects add up without end, the other convention may leave the numbers."""
        ring = model(dict.fromkeys("ab", "stock"), ["a->b", "b->a"])
        settings = digisys.Settings(
            dynamics="accumulating", end=2023 + 1000, strengths=Strengths(links={}),
        )  # fmt: skip
        found = simulate_once(
            ring,
            settings=digisys.Settings(
                dynamics="accumulating", end=3023, initial={"a": 1e-3}, strengths=settings.strengths
            ),
        )
        assert found.agreement.agrees is None
        assert "left the finite numbers" in found.text("en")

    def test_levers_without_a_stable_draw_are_told(self):
        ring = model(
            dict.fromkeys("abc", "stock") | {"u": "input"},
            ["u->a", "a->b", "b->a", "b->c", "c->b", "c->a", "a->c"],
        )
        for damping, words in ((0.45, "too few to compare"), (0.35, "is stable")):
            weak = Strengths(damping_range=(damping, damping + 0.05))
            found = robust(ring, "b", strengths=weak, samples=200)
            assert found.agreement.agrees is None
            assert words in found.text("en")


def test_what_may_be_luck_does_not_count():
    rng = np.random.default_rng(1)
    here = rng.normal(0.02, 1.0, (1, 200))
    assert not turned_signs(here, -here)
    assert turned_signs(here + 1, -here - 1)
    pair = np.concatenate([here + 1, here])
    assert [turn.items for turn in turned_orders(pair, pair[::-1], [(0, 1)])] == [(0, 1)]
    assert not turned_orders(pair, pair, [(0, 1)])


def test_the_second_look_is_the_same_each_time():
    compass = digisys.load("digikompassi")
    first, second = (simulate(compass, "leadership-push", samples=64).agreement for _ in range(2))
    assert first == second
