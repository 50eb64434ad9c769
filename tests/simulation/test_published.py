"""Published trajectories and loop scores, from files that say nothing but the model.

Figures of Loops That Matter are those of W. Schoenberg, P. Davidsen and R. Eberlein (2020),
doi:10.1002/sdr.1658, and those that Stella Architect computed for isee systems' open
repository sd-ai (evals/categories/feedbackExplanationData).
"""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import digisys
from digisys import Settings
from tests.simulation import tiny


def at(times, moment):
    (place,) = np.flatnonzero(np.isclose(times, moment))
    return place


def shares(answer, moment):
    """Sizes of relative loop scores in per cent, by the variables of the loop."""
    row = answer.relative[at(answer.times, moment)]
    return {loop.variables: 100 * abs(score) for loop, score in zip(answer.loops, row, strict=True)}


class TestBassDiffusion:
    model = digisys.load("archetypes/bass-diffusion")

    def test_the_closed_form(self):
        """F = (1 - exp(-(p + q) t)) / (1 + q / p exp(-(p + q) t)), Bass 1969."""
        p, q = 0.01, 0.4
        run = digisys.simulate_once(self.model, settings=Settings(method="rk4"))
        fading = np.exp(-(p + q) * run.times)
        expected = (1 - fading) / (1 + q / p * fading)
        assert np.abs(run.level("adopters") - expected).max() < 1e-7
        assert np.abs(run.level("potential_adopters") - (1 - expected)).max() < 1e-7

    def test_word_of_mouth_hands_over_to_saturation_as_published(self):
        """A million people, one of whom has adopted; each meets 100 a year, 1.5 % adopt.

        The paper dates .535, .512 and .488 at 9.5, 9.5625 and 9.625. By its definition a score
        at an instant is that of the change over the step *before* it, and so dated, as here,
        they are those of one step later.
        """
        chosen = Settings(
            start=0,
            end=20,
            step=0.0625,
            strengths={"potential_adopters->adoption": 0.0, "word_of_mouth->adoption": 1.5},
            initial={"adopters": 1e-6, "potential_adopters": 1 - 1e-6},
        )
        answer = digisys.dominance(self.model, settings=chosen)
        mouth = [loop.instance for loop in answer.loops].index("R1")
        for published, share in ((9.5, 0.535), (9.5625, 0.512), (9.625, 0.488)):
            later = answer.relative[at(answer.times, published + 0.0625), mouth]
            assert later == pytest.approx(share, abs=0.0005)
            assert answer.relative[at(answer.times, published), mouth] > share + 0.02


class TestLogisticGrowth:
    model = digisys.load("archetypes/logistic-growth")

    def run(self, **options):
        return digisys.simulate_once(self.model, "full-capacity", settings=Settings(**options))

    def test_the_closed_form(self):
        run = self.run(method="rk4")
        expected = 1 / (1 + 99 * np.exp(-run.times))
        assert np.abs(run.level("population") - expected).max() < 1e-9
        assert run.behaviour("population").inflection == pytest.approx(np.log(99), abs=0.05)

    def test_eulers_method_errs_in_proportion_to_the_step(self):
        def error(step):
            run = self.run(step=step)
            return np.abs(run.level("population") - 1 / (1 + 99 * np.exp(-run.times))).max()

        assert error(1 / 64) / error(1 / 128) == pytest.approx(2, rel=0.05)


class TestPredatorAndPrey:
    model = digisys.load("archetypes/predator-prey")

    def test_the_conserved_quantity_and_an_independent_integrator(self):
        """V = d x - c ln x + b y - a ln y stays; scipy's DOP853 goes the same way."""
        a, b, c, d = 1.0, 2.0, 0.8, 2.0
        run = digisys.simulate_once(self.model, "good-year", settings=Settings(method="rk4"))
        prey, predators = run.level("prey"), run.level("predators")
        kept = d * prey - c * np.log(prey) + b * predators - a * np.log(predators)
        assert np.ptp(kept) < 1e-8
        assert np.ptp(prey) > 0.3
        independent = solve_ivp(
            lambda _, state: [
                a * state[0] - b * state[0] * state[1],
                d * state[0] * state[1] - c * state[1],
            ],
            (0, 30),
            [0.6, 0.5],
            method="DOP853",
            t_eval=run.times,
            rtol=1e-12,
            atol=1e-13,
        )
        assert np.abs(independent.y - [prey, predators]).max() < 1e-7

    def test_predators_follow_their_prey_a_quarter_of_a_cycle_later(self):
        run = digisys.simulate_once(self.model, "good-year", settings=Settings(method="rk4"))

        def peaks(name):
            points = run.behaviour(name).turning_points
            return np.array([point.moment for point in points if point.kind == "peak"])

        prey, predators = peaks("prey"), peaks("predators")
        cycle = np.diff(prey).mean()
        # The run begins as the prey are at a peak, which is no turning point of it.
        late = (predators[:3] - prey[:3]) % cycle / cycle
        assert late == pytest.approx(np.full(3, 0.25), abs=0.1)


#: Per cent of behaviour that the loop of both arsenals explains, by year.
ARMS_RACE = {
    0.125: 24.489795918367307,
    1: 24.25962130704249,
    5: 0.1714589985310145,
    7.625: 50.342895728988786,
    46.75: 78.2608695652178,
}
#: Per cent that the loop of inventory and workers explains, by month.
INVENTORY = {
    1.0625: 3.030487939113498,
    1.5: 32.2180482625129,
    2: 50.68916673950736,
    2.0625: 91.01318200286738,
    3: 77.74036314801583,
    4: 62.47482589959561,
    5: 36.47885234818347,
    5.5: 7.716845305381625,
}


def test_the_arms_race_of_sd_ai():
    """Each wants 1.2 times what the other has, and takes five years to get there."""
    strength = {"polarity": "positive", "strength": 1.2}
    model = tiny.model(
        {"ours": "stock", "theirs": "stock"},
        [
            {"from": "ours", "to": "theirs", **strength},
            {"from": "theirs", "to": "ours", **strength},
        ],
        variables={"ours": {"inertia": 5.0, "initial": 1.0}, "theirs": {"inertia": 5.0}},
        response="linear",
        time={"start": 0, "end": 50, "step": 0.125},
    )
    answer = digisys.dominance(model)
    for moment, share in ARMS_RACE.items():
        assert shares(answer, moment)["ours", "theirs"] == pytest.approx(share, abs=1e-9)
    assert shares(answer, 0.125)["theirs",] == pytest.approx(41.49659863945576, abs=1e-9)
    assert shares(answer, 5)["theirs",] == pytest.approx(99.70967675679685, abs=1e-9)


def test_the_inventory_and_workforce_of_sd_ai():
    """Stocks that wear off are links to themselves; demand rises by a quarter in month 2."""
    sixth, twelfth = 1 / 6, 1 / 12
    links = [
        ("demand", "positive", sixth, "expected"),
        ("expected", "negative", sixth, "expected"),
        ("expected", "positive", twelfth, "workers"),
        ("inventory", "negative", twelfth, "workers"),
        ("workers", "negative", sixth, "workers"),
        ("workers", "positive", 2.0, "inventory"),
        ("demand", "negative", 1.0, "inventory"),
    ]
    model = tiny.model(
        {"demand": "input", "expected": "stock", "inventory": "stock", "workers": "stock"},
        [
            {"from": source, "to": target, "polarity": polarity, "strength": strength}
            for source, polarity, strength, target in links
        ],
        dynamics="accumulating",
        time={"start": 0, "end": 60, "step": 0.0625, "unit": "months"},
    )
    demand = {"action": "level", "variable": "demand", "shape": "ramp", "start": 1, "end": 2}
    scenario = digisys.Scenario(id="more", title="More", interventions=[{**demand, "size": 0.25}])
    answer = digisys.dominance(model, scenario, settings=Settings(method="rk4"))
    for moment, share in INVENTORY.items():
        assert shares(answer, moment)["inventory", "workers"] == pytest.approx(share, abs=1e-9)
        assert shares(answer, moment)["workers",] == pytest.approx(100 - share, abs=1e-9)
