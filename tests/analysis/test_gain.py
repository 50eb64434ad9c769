"""Whether reinforcing loops grow by themselves: figures against closed forms and against runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

import digisys
from digisys import Settings, Strengths, describe, dominance, find_loops
from digisys.analysis.loops.declared_gains import declared_gains, gains_sentence
from digisys.analysis.loops.gain import GAIN_SAMPLES, gain_of, loop_gains
from tests.explorer.javascript import Page
from tests.simulation.tiny import model, push

SHARES = Strengths(convention="shares")


def whole(name: str) -> str:
    """Ask the page for its sentence on a loop with all its routes."""
    loop = f"model.loop.get('{name}')"
    return f"gainsSentence(model, {loop}, '{name}', Object.keys({loop}.gains ?? {{}}))"


def ring(count: int, **more: object):
    names = [f"s{number}" for number in range(count)]
    links = [f"{a}->{b}" for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    return model(dict.fromkeys(names, "stock"), links, **more)


def test_two_causes_that_are_alone_grow_as_often_as_their_totals_multiply_beyond_one():
    """For x, y even from 0.8 to 1.2: the area of xy > 1, by integration."""
    area = (1.2 * (1.2 - 1 / 1.2) - math.log(1.2 * 1.2)) / 0.16
    (gain,) = loop_gains(ring(2), [("s0->s1", "s1->s0")], strengths=SHARES, samples=20_000)
    assert gain.grows == pytest.approx(area, abs=3 * math.sqrt(0.25 / 20_000))
    assert gain.grows + gain.amplifies + gain.fades == 1


def test_loops_of_any_length_grow_about_as_often_where_causes_share_and_never_else():
    for count in (2, 3, 5):
        found = find_loops(ring(count))
        assert 0.35 < found.under(SHARES).gains()[0].grows < 0.55
        assert found.gains()[0].grows == 0


@pytest.mark.parametrize("strengths", [Strengths(links={"s0->s1": "dominant"}), SHARES])
def test_a_gain_above_one_is_a_run_that_grows(strengths):
    """Draw by draw: the end of a linear run says the same as the product of strengths."""
    settings = Settings(
        strengths=strengths, response="linear", initial={"s0": 0.1, "s1": 0.1}, end=2123
    )
    draws = digisys.Draws(GAIN_SAMPLES, sampler="random")
    ensemble = digisys.simulate(ring(2), samples=draws, settings=settings)
    level = ensemble.final[:, ensemble.outcomes.position("s0")]
    # After a hundred years only a gain within a per cent of 1 is still undecided.
    (gain,) = find_loops(ring(2)).under(strengths).gains().values()
    assert (level > 0.1).mean() == pytest.approx(gain.grows, abs=0.03)


def test_what_only_adds_up_grows_whatever_its_strengths():
    found = dominance(ring(2), push("s0"), settings=Settings(dynamics="accumulating"))
    assert [gain.grows for gain in found.gains.values()] == [1.0]
    adjusting = dominance(ring(2), push("s0"))
    assert [gain.grows for gain in adjusting.gains.values()] == [0.0]
    # What the words mean is told beside them, where effects add up only.
    rule = "a loop with a stock in which effects add up"
    adding = find_loops(ring(2, dynamics="accumulating"))
    for answer, told in ((found, True), (adding, True), (adjusting, False)):
        assert (rule in " ".join(answer.text("en").split())) is told


def test_a_run_and_its_structure_have_the_same_gains():
    compass = digisys.load("digikompassi")
    run = dominance(compass, "leadership-push")
    asked = find_loops(compass)
    by_links = {asked.loops[at].links: gain for at, gain in asked.gains().items()}
    assert {run.loops[at].links: gain for at, gain in run.gains.items()} == by_links


def test_a_loop_of_an_ambiguous_link_is_told_as_if_the_link_exists():
    """Whether it is there is told apart; a chance of absence must not read as fading."""
    sure = ring(2, strengths="shares")
    first = sure.links[0].model_copy(update={"certainty": "ambiguous", "chance": 0.25})
    doubtful = sure.model_copy(update={"links": (first, *sure.links[1:])})
    (expected,) = find_loops(sure).gains().values()
    (gain,) = find_loops(doubtful, certainty="all").gains().values()
    assert gain == expected
    answer = dominance(doubtful, push("s0"), samples=64, certainty="all")
    (gain,) = answer.gains.values()
    # Of the draws in which it exists, a quarter of all.
    assert gain.grows == pytest.approx(expected.grows, abs=0.1)
    assert answer.presence.loops[0] == pytest.approx(0.25, abs=0.1)


def test_a_link_that_a_scenario_cuts_ends_the_loop():
    cut = push("s0").model_copy(
        update={
            "interventions": (
                *push("s0").interventions,
                digisys.Scenario.model_validate(
                    {
                        "id": "c",
                        "title": "C",
                        "interventions": [
                            {"action": "cut", "from": "s0", "to": "s1", "start": 2024}
                        ],
                    }
                ).interventions[0],
            )
        }
    )
    assert not dominance(ring(2), cut).gains


def test_damping_of_a_variable_by_itself_takes_from_the_gain():
    """x' = (0.9 y - 0.5 x) - x: the loop of gain 0.9 * 1.4 needs more than 1.5."""
    own = {"from": "s0", "to": "s0", "polarity": "negative", "strength": 0.5}
    links = [
        {"from": "s0", "to": "s1", "polarity": "positive", "strength": 0.9},
        {"from": "s1", "to": "s0", "polarity": "positive", "strength": 1.4},
    ]
    stocks = dict.fromkeys(["s0", "s1"], "stock")
    free, held = model(stocks, links), model(stocks, [*links, own])
    assert find_loops(free).gains()[0].median == pytest.approx(1.26)
    assert find_loops(held).gains()[0].median == pytest.approx(1.26 / 1.5)
    assert [gain.grows for gain in dominance(held, push("s0")).gains.values()] == [0.0]
    # Effects that add up: damped by 0.5 on one stock only, the other lets the loop grow.
    summed = Settings(dynamics="accumulating")
    assert [gain.grows for gain in dominance(held, push("s0"), settings=summed).gains.values()] == [
        1.0
    ]
    both = model(stocks, [*links, own | {"strength": 2.0}, own | {"from": "s1", "to": "s1"}])
    found = dominance(both, push("s0"), settings=summed).gains
    assert [gain.median for gain in found.values()] == [pytest.approx(1.26 / (2.0 * 0.5))]


def test_links_of_one_pair_are_one_step():
    twice = [
        {"from": "s0", "to": "s1", "polarity": "positive", "strength": 0.5},
        {"from": "s0", "to": "s1", "polarity": "positive", "strength": 0.4, "delay": 2},
        {"from": "s1", "to": "s0", "polarity": "positive", "strength": 0.5},
    ]
    several = model(dict.fromkeys(["s0", "s1"], "stock"), twice)
    assert find_loops(several).gains()[0].median == pytest.approx(0.45)
    declared = model(
        dict.fromkeys(["s0", "s1"], "stock"),
        twice,
        loops={"R1": {"label": "R", "kind": "reinforcing", "cycles": {"R1": ["s0", "s1"]}}},
    )
    assert declared_gains(declared, "R1")["R1"].median == pytest.approx(0.45)


def test_a_bent_effect_counts_by_its_slope_and_one_that_waits_for_levels_is_not_told():
    stocks = dict.fromkeys(["s0", "s1"], "stock")
    back = {"from": "s1", "to": "s0", "polarity": "positive", "strength": 0.5}
    bent = {"from": "s0", "to": "s1", "polarity": "positive", "strength": 0.5}
    slope = model(stocks, [bent | {"effect": {"saturating": 0.5}}, back])
    assert find_loops(slope).gains()[0].median == pytest.approx(0.25 * 3)
    late = model(
        stocks,
        [bent | {"effect": {"threshold": 0.3}}, back],
        loops={"R1": {"label": "R", "kind": "reinforcing", "cycles": {"R1": ["s0", "s1"]}}},
    )
    assert not find_loops(late).gains()
    assert not dominance(late, push("s0", 1.0)).gains
    told = describe(late, "R1", language="en").sections[0].items[-1]
    assert told == "What R1 does hangs on levels: near rest it does nothing."
    assert Page(late).ask(whole("R1")) == told


def test_a_file_that_adds_up_says_so_to_its_loops():
    archetype = digisys.load("archetypes/success-to-the-successful")
    assert archetype.dynamics == "accumulating"
    assert {gain.grows for gain in find_loops(archetype).gains().values()} == {1.0}


def test_words_leave_out_what_does_not_happen():
    gain = gain_of(np.array([2.0, 2.0, 2.0, 0.5]))
    assert gain.text("en") == "grows 75%, amplifies 25%"
    assert gain.sentence("en") == (
        "grows by itself in 75% of the draws, only amplifies what is pushed in 25% of the draws"
    )
    assert gain_of(np.array([0.01])).text("fi") == "hiipuu jokaisella laskentakerralla"


class TestWhereItIsTold:
    COMPASS = digisys.load("digikompassi")

    def test_loops_say_it_in_table_data_and_frame(self):
        found = find_loops(self.COMPASS).first(2)
        gain = found.gains()[0]
        assert found.to_dict()["loops"][0]["gain"] == gain.to_dict()
        assert found.to_frame().loc[0, ["grows", "amplifies", "fades"]].tolist() == [
            gain.grows,
            gain.amplifies,
            gain.fades,
        ]
        assert found.table("en").heads[3:6] == ("Grows", "Amplifies", "Fades")
        assert "fades 99%" in found.text("en", width=160)

    def test_a_balancing_loop_has_none(self):
        found = find_loops(model(dict.fromkeys("ab", "stock"), ["a->b", "b-|a"]))
        assert not found.gains()
        assert found.to_dict()["loops"][0]["gain"] is None
        assert "Gain:" not in found.text("en")

    @pytest.mark.parametrize("language", ["en", "fi", "sv"])
    def test_the_page_says_what_the_description_says(self, language):
        page = Page(self.COMPASS, language)
        for name in ("R2", "R4"):
            told = describe(self.COMPASS, name, language=language).sections[0].items[-1]
            gains = declared_gains(self.COMPASS, name)
            assert told == gains_sentence(self.COMPASS, name, gains, language)
            assert page.ask(whole(name)) == told


class TestGroups:
    """Loops that share no feedback are kept apart."""

    TWO = model(
        dict.fromkeys("abcdef", "stock"), ["a->b", "b->a", "b->c", "c->b", "d->e", "e->d", "a->d"]
    )

    def test_groups_are_named_and_a_lone_loop_is_marked(self):
        found = dominance(self.TWO, push())
        table = found.shown("en")
        assert table.heads[-1] == "Group"
        assert [row[-1] for row in table.rows] == ["1: A, B, …"] * 3 + ["2: D, E"] * 2
        leads = {row[0]: row[table.heads.index("Leads")] for row in table.rows}
        assert leads["D → E"] == "alone"
        assert "alone" not in (leads["A → B"], leads["B → C"])
        assert "D → E (" not in found.text("en")
        data = found.to_dict()
        assert [item["variables"] for item in data["groups"]] == [["a", "b", "c"], ["d", "e"]]
        assert data["entries"]["d → e"]["alone"]
        assert not data["entries"]["a → b"]["alone"]
        first, second = (data["entries"][name]["group"] for name in ("a → b", "d → e"))
        assert first != second
        assert {item["group"] for item in data["periods"]} == {first, second}

    def test_one_group_needs_no_name_for_people_and_has_one_for_programs(self):
        found = dominance(ring(2), push("s0"))
        assert "Group" not in found.shown("en").heads
        assert found.table("en").heads[-1] == "Group"

    def test_erosion_may_lead_stock_by_stock(self):
        usual = dominance(ring(2), push("s0"))
        asked = dominance(ring(2), push("s0"), erosion_leads=True)
        assert usual.leaders() == ("s0 → s1",)
        assert set(asked.leaders()) == {"s0 → s1", "erosion:s0", "erosion:s1"}
        at = asked.entries.index("erosion:s0")
        # The stock that is pushed first settles by itself.
        assert asked.leading[0, at] == 1
        np.testing.assert_array_equal(usual.relative, asked.relative)
        total = usual.course("erosion")
        np.testing.assert_allclose(asked.course("erosion:s0") + asked.course("erosion:s1"), total)

    def test_length_is_warned_of_where_each_link_stands_by_itself(self):
        three = model(dict.fromkeys("abc", "stock"), ["a->b", "b->a", "b->c", "c->a"])
        assert "Length of loops" in dominance(three, push()).text("en")
        assert "Length of loops" not in dominance(
            three, push(), settings=Settings(strengths=SHARES)
        ).text("en")
        assert "Length of loops" not in dominance(ring(2), push("s0")).text("en")
