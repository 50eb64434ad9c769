"""Modes of behaviour: curves whose mode is known, and what must not change the name."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import digisys
from digisys.errors import QuestionError
from digisys.simulation.behaviour import MODES, behaviour
from tests.length import examples
from tests.simulation import tiny

T = np.linspace(0, 10, 161)


def lag(order):
    """A step through a delay of some order, four of its lengths long."""
    from math import factorial

    rate = order / 2.5
    return 1 - np.exp(-rate * T) * sum((rate * T) ** n / factorial(n) for n in range(order))


def bass(p, q, length):
    t = T / 10 * length
    return (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))


#: Curves in closed form, by their mode; each rises first, or rises in the end.
CURVES = {
    "ramp": ("rises", 0.3 * T),
    "jump": ("rises", np.where(T < 4, 0.0, 0.5)),
    "doubling": ("grows", 2**T / 1024),
    "slow growth": ("grows", np.exp(T / 8)),
    "parabola": ("grows", T**2),
    "approach": ("goal-seeking", 1 - np.exp(-T / 2)),
    "approach that goes on": ("goal-seeking", 1 - np.exp(-T / 8)),
    "late approach": ("goal-seeking", np.where(T < 3, 0.0, 1 - np.exp(3 - T))),
    "approach through a delay": ("goal-seeking", lag(2)),
    "root": ("goal-seeking", np.sqrt(T)),
    "logistic": ("s-shape", 1 / (1 + np.exp(5 - T))),
    "early logistic": ("s-shape", 1 / (1 + np.exp(8 - 4 * T))),
    "late logistic": ("s-shape", 1 / (1 + np.exp(7 - T))),
    "logistic, cut off just after its middle": ("grows", 1 / (1 + np.exp(10 - T))),
    "Bass": ("s-shape", bass(0.03, 0.38, 25)),
    "Bass without word of mouth": ("goal-seeking", bass(0.3, 1e-9, 15)),
    "too far and back a little": ("overshoot-and-settle", 1 - np.exp(-T) * (1 - 2 * T)),
    "one swing, then rest": (
        "overshoot-and-settle",
        1 - np.exp(-0.6 * T) * (np.cos(1.2 * T) + 0.5 * np.sin(1.2 * T)),
    ),
    "there and back": ("overshoot-and-collapse", T * np.exp(-T)),
    "there and most of the way back": (
        "overshoot-and-collapse",
        0.1 * (1 - np.exp(-T)) + T * np.exp(-T),
    ),
    "a dip first": ("falls-then-rises", 1 - np.exp(-T / 3) - 0.9 * T * np.exp(-T)),
    "a cosine": ("sustained-oscillation", np.cos(3 * T)),
    "a cosine on a slope": ("sustained-oscillation", np.cos(3 * T) + 0.2 * T),
    "a dying cosine": ("damped-oscillation", np.exp(-T / 5) * np.cos(3 * T)),
    "a growing cosine": ("growing-oscillation", np.exp(T / 5) * np.cos(3 * T)),
}
MIRRORED = {
    "rises": "falls",
    "grows": "declines",
    "falls-then-rises": "rises-then-falls",
}
JUDGED = {"falls-then-rises": "worse-before-better", "rises-then-falls": "better-before-worse"}


@pytest.mark.parametrize(("mode", "levels"), CURVES.values(), ids=CURVES)
def test_curves_in_closed_form(mode, levels):
    assert behaviour(T, levels).mode == mode


def test_every_mode_is_tried_and_has_words():
    tried = {mode for mode, _ in CURVES.values()}
    assert {"steady", *tried, *MIRRORED.values(), *JUDGED.values()} == set(MODES)
    for language in ("en", "fi", "sv"):
        texts = {behaviour(T, levels).text(language) for _, levels in CURVES.values()}
        assert len(texts) == len(CURVES)


@settings(max_examples=examples(60), deadline=None)
@given(
    name=st.sampled_from(sorted(CURVES)),
    height=st.floats(0.01, 1e6),
    base=st.floats(-1e3, 1e3),
    begin=st.floats(-3000, 3000),
    pace=st.floats(0.01, 100),
)
def test_a_course_that_is_stretched_or_moved_keeps_its_mode(name, height, base, begin, pace):
    mode, levels = CURVES[name]
    moved = behaviour(begin + pace * T, height * (base + levels))
    still = behaviour(T, levels)
    assert (moved.mode, moved.direction) == (mode, still.direction)
    assert len(moved.turning_points) == len(still.turning_points)
    if still.inflection is not None:
        assert moved.inflection == pytest.approx(begin + pace * still.inflection, abs=pace / 10)
        assert moved.gained == pytest.approx(still.gained, abs=0.03)
    if still.kept is not None:
        assert moved.kept == pytest.approx(still.kept, abs=1e-6)


@pytest.mark.parametrize(("mode", "levels"), CURVES.values(), ids=CURVES)
def test_a_mirrored_course_has_the_mirrored_mode(mode, levels):
    straight, mirrored = behaviour(T, levels), behaviour(T, -levels)
    assert mirrored.mode == MIRRORED.get(mode, mode)
    assert {straight.direction, mirrored.direction} == {"up", "down"}
    assert [point.moment for point in mirrored.points] == [
        point.moment for point in straight.points
    ]
    # Where down is better, the mirror image is as good as the course was.
    judged = behaviour(T, levels, desired="up").mode
    assert judged == JUDGED.get(mode, mode)
    if mode in JUDGED:
        assert behaviour(T, -levels, desired="down").mode == judged


@settings(max_examples=examples(60), deadline=None)
@given(name=st.sampled_from(sorted(CURVES)), count=st.integers(60, 300), seed=st.integers(0, 99))
def test_other_moments_of_the_same_course_change_nothing(name, count, seed):
    mode, levels = CURVES[name]
    assume(name != "jump")  # of which only the moments next to it tell how long it takes
    times = np.sort(np.random.default_rng(seed).uniform(0, 10, count))
    times[[0, -1]] = 0, 10
    assert behaviour(times, np.interp(times, T, levels)).mode == mode


@settings(max_examples=examples(60), deadline=None)
@given(name=st.sampled_from(sorted(CURVES)), seed=st.integers(0, 999))
def test_small_noise_changes_nothing(name, seed):
    """Noise of up to half a hundredth of the range either way."""
    mode, levels = CURVES[name]
    noise = np.random.default_rng(seed).uniform(-0.005, 0.005, len(T)) * np.ptp(levels)
    assert behaviour(T, levels + noise).mode == mode


def test_what_does_not_move_is_steady():
    assert behaviour(T, np.full(len(T), 0.3)).mode == "steady"
    small = 0.0002 * np.sin(T)
    assert behaviour(T, small).mode == "steady"
    assert behaviour(T, small, least=0).mode == "sustained-oscillation"
    found = behaviour(T, np.zeros(len(T)))
    assert (found.direction, found.turning_points, found.kept) == (None, (), None)


def test_the_evidence_of_a_logistic_is_its_middle():
    found = behaviour(T, 1 / (1 + np.exp(5 - T)))
    assert found.inflection == pytest.approx(5, abs=0.05)
    assert found.gained == pytest.approx(0.5, abs=0.01)
    assert found.bend == pytest.approx(0.5, abs=0.01)


def test_the_evidence_of_a_dying_cosine_is_its_peaks_and_their_ratio():
    found = behaviour(T, np.exp(-T / 5) * np.cos(3 * T))
    spans = np.diff([point.moment for point in found.turning_points])
    assert spans == pytest.approx(np.full(len(spans), np.pi / 3), abs=0.1)
    assert found.swing == pytest.approx(np.exp(-2 * np.pi / 3 / 5), abs=0.01)
    kinds = [point.kind for point in found.points]
    assert kinds[:3] == ["start", "trough", "peak"]
    assert found.to_dict()["points"][1]["level"] == found.points[1].level


def test_a_run_names_the_mode_of_a_variable():
    run = digisys.simulate_once(tiny.lone_stock(), tiny.push())
    found = run.behaviour("a")
    assert (found.mode, found.direction) == ("goal-seeking", "up")
    # It starts at 0 and is half way where exp(-t / 2) is one half.
    assert found == behaviour(run.times, run.level("a"))


def test_a_run_takes_from_the_model_which_way_is_better():
    """A variable that first falls and then rises, and of which less is better, or more."""
    links = ["u-|a", {"from": "u", "to": "a", "polarity": "positive", "delay": 4}]
    roles = {"u": "input", "a": "stock", "b": "stock"}
    slow = {"from": "b", "to": "a", "polarity": "positive", "strength": 1.0}
    for desired, mode in (("down", "better-before-worse"), ("up", "worse-before-better")):
        model = tiny.model(
            roles,
            [{**links[1], "to": "b", "strength": 1.0}, slow, "u-|a"],
            variables={"a": {"desired": desired, "inertia": 0.5}},
        )
        scenario = digisys.Scenario(
            id="x",
            title="X",
            interventions=[{"action": "level", "variable": "u", "start": 2023, "size": 0.5}],
        )
        chosen = digisys.Settings(end=2043, strengths={"u->a": 0.4})
        assert digisys.simulate_once(model, scenario, settings=chosen).behaviour("a").mode == mode


@pytest.mark.parametrize(
    ("times", "levels", "options"),
    [
        ([0, 1], [0, 1], {}),
        ([0, 1, 2], [0, 1], {}),
        ([0, 1, 1], [0, 1, 2], {}),
        ([0, 1, 2], [0, np.nan, 2], {}),
        ([0, 1, 2], [0, 1, 2], {"desired": "sideways"}),
        ([0, 1, 2], [0, 1, 2], {"tolerance": 0}),
        ([0, 1, 2], [0, 1, 2], {"tolerance": 0.6}),
    ],
)
def test_what_is_no_course_is_refused(times, levels, options):
    with pytest.raises(QuestionError):
        behaviour(times, levels, **options)
