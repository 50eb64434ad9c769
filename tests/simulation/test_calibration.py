"""What observations leave possible: closed forms, simulated truths, and what is handed on."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import digisys
from digisys.errors import DigisysError, MissingPackageError, QuestionError
from digisys.render.plots.plot import plot
from digisys.schema import Model, Scenario, SetLevel
from digisys.simulation.calibration import chain as chain_module
from digisys.simulation.calibration.calibrate import LEAST_EFFECTIVE, calibrate
from digisys.simulation.calibration.result import Calibration
from digisys.simulation.calibration.score import CENTRAL, coverage_by_chance
from digisys.simulation.calibration.weights import effective_size, importance_weights, resampled
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.storage import load_result
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from digisys.uncertainty.posterior import even_range
from digisys.uncertainty.strengths import Strengths
from tests.length import long_or_slice
from tests.simulation import tiny
from tests.simulation.calibrating import COARSE, Truths, cascade, held_up, seen

# -- a linear model whose posterior is known --------------------------------------------

#: ``c = s u + t v``, without a bound and at once.
LINEAR = Settings(response="linear", strengths=(0.0, 1.0), start=2023, end=2027, step=1.0)


def mixture() -> Model:
    return tiny.model({"u": "input", "v": "input", "c": "auxiliary"}, ["u->c", "v->c"])


def in_turn() -> Scenario:
    """Lift u from 2023 to 2025 and v from 2024 on, so that each shows by itself and both do."""
    lifts = [
        SetLevel(variable="u", size=1.0, start=2023, end=2025, shape="pulse"),
        SetLevel(variable="v", size=0.8, start=2024),
    ]
    return Scenario(id="turns", title="Turns", interventions=lifts)


def known_posterior(spread: float) -> tuple[Calibration, np.ndarray, np.ndarray]:
    """Calibrate the linear model, and give mean and standard deviation in closed form."""
    model, scenario = mixture(), in_turn()
    design = np.array([[1.0, 0.0], [1.0, 0.8], [0.0, 0.8], [0.0, 0.8]])
    noise = np.array([0.3, -0.8, 0.5, 0.1]) * spread
    observed = design @ [0.45, 0.6] + noise
    years = (2023.0, 2024.0, 2025.0, 2026.0)
    found = seen(
        model, *(("c", year, level, spread) for year, level in zip(years, observed, strict=True))
    )
    samples = long_or_slice(2**17, 2**15)
    answer = calibrate(model, found, scenario, samples=samples, settings=LINEAR)
    covariance = np.linalg.inv(design.T @ design) * spread**2
    mean = covariance @ design.T @ observed / spread**2
    return answer, mean, np.sqrt(np.diag(covariance))


def test_weights_give_the_posterior_of_a_linear_model_within_2_per_cent() -> None:
    answer, mean, deviation = known_posterior(0.06)
    assert answer.method == "importance"
    found = {each.key: each for each in answer.unknowns}
    for at, key in enumerate(("u->c", "v->c")):
        assert found[key].mean == pytest.approx(mean[at], rel=0.02)
        assert found[key].deviation == pytest.approx(deviation[at], rel=0.02)
        normal = stats.norm(mean[at], deviation[at])
        assert found[key].lowest == pytest.approx(normal.ppf(0.05), rel=0.02)
        assert found[key].highest == pytest.approx(normal.ppf(0.95), rel=0.02)


def test_a_chain_gives_the_posterior_of_a_linear_model_within_2_per_cent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Standard deviations within 2 % take more draws than a usual answer is worth.
    monkeypatch.setattr(chain_module, "_ENOUGH_DRAWS", long_or_slice(40_000, 6_000))
    answer, mean, deviation = known_posterior(0.0015)
    assert (answer.method, answer.diagnosis.settled) == ("chain", True)
    assert answer.diagnosis.of_weights < LEAST_EFFECTIVE
    found = {each.key: each for each in answer.unknowns}
    for at, key in enumerate(("u->c", "v->c")):
        assert found[key].mean == pytest.approx(mean[at], rel=0.02)
        assert found[key].deviation == pytest.approx(deviation[at], rel=long_or_slice(0.02, 0.05))
    assert "Markov" in answer.text("en")


def test_the_same_seed_gives_the_same_chain_and_another_one_another() -> None:
    model, scenario = mixture(), in_turn()
    observed = seen(model, ("c", 2023.0, 0.4, 0.0005), ("c", 2026.0, 0.5, 0.0005))
    first, again, other = (
        calibrate(model, observed, scenario, samples=256, seed=seed, settings=LINEAR)
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first.method == "chain"
    assert not np.array_equal(first.posterior.shares, other.posterior.shares)


class Hearing:
    """Keeps how long the chain takes at most, and what is done."""

    def __init__(self) -> None:
        self.most: list[float] = []
        self.done: list[float] = []

    def __call__(self, done: float, total: float | None) -> None:
        assert total == 1.0
        self.done.append(done)

    def expect_at_most(self, seconds: float) -> None:
        assert max(self.done) <= 0.5
        self.most.append(seconds)


def test_a_time_limit_ends_a_chain_and_the_answer_says_so() -> None:
    model, hearing = mixture(), Hearing()
    observed = seen(model, ("c", 2023.0, 0.4, 0.0005), ("c", 2026.0, 0.5, 0.0005))
    asked = Draws(256, time_limit=0.001, progress=hearing)
    answer = calibrate(model, observed, in_turn(), samples=asked, settings=LINEAR)
    assert 0 < answer.diagnosis.steps < 250
    assert not answer.diagnosis.settled
    assert "the time limit ended the chain" in " ".join(answer.text("en").split())
    assert hearing.most == [0.0]  # nothing is left of the limit
    longer = Hearing()
    usual = Draws(256, progress=longer)
    assert calibrate(model, observed, in_turn(), samples=usual, settings=LINEAR).diagnosis.settled
    assert longer.most[0] > 0


def test_a_limit_that_is_not_reached_changes_no_draw() -> None:
    """Looking at the clock between the steps of a chain is not a step of it."""
    model = mixture()
    observed = seen(model, ("c", 2023.0, 0.4, 0.0005), ("c", 2026.0, 0.5, 0.0005))
    free, limited = (
        calibrate(model, observed, in_turn(), samples=asked, settings=LINEAR)
        for asked in (Draws(256), Draws(256, time_limit=3600))
    )
    assert np.array_equal(free.posterior.shares, limited.posterior.shares)


# -- simulated truths -------------------------------------------------------------------

PLACES = (("a", 2024.0), ("a", 2026.0), ("b", 2025.0), ("b", 2027.0), ("b", 2029.0))
#: So rough that weights suffice in nearly every case; long runs let them collapse, too.
SPREAD = long_or_slice(0.05, 0.1)
#: Draws of a posterior that a truth is ranked among: ranks from 0 to 19.
RANKED = 19


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ranks_of_truths_among_their_posteriors_are_even(seed: int) -> None:
    """Simulation-based calibration (Talts et al. 2018, doi:10.48550/arXiv.1804.06788)."""
    count = long_or_slice(200, 30)
    bins = long_or_slice(20, 5)
    truths = Truths(cascade(), held_up(), PLACES, SPREAD, count, seed)
    ranks = np.empty((len(truths.keys), count), dtype=int)
    for number in range(count):
        answer = calibrate(
            truths.model, truths.of(number), held_up(), settings=COARSE, samples=4096, seed=number
        )
        # Kept draws stand in a random order, so that the first ones are as good as any.
        kept = answer.posterior.shares[:, :RANKED]
        assert answer.posterior.keys == truths.keys
        ranks[:, number] = (kept < truths.shares[:, number, None]).sum(axis=1)
    binned = [np.bincount(row * bins // (RANKED + 1), minlength=bins) for row in ranks]
    odds = {
        key: float(stats.chisquare(counts).pvalue)
        for key, counts in zip(truths.keys, binned, strict=True)
    }
    print(f"seed {seed}: {odds}")
    # One in a hundred, shared among the unknowns (Bonferroni).
    assert min(odds.values()) > 0.01 / len(odds)


def test_bands_of_nine_tenths_hold_nine_times_of_ten() -> None:
    count = long_or_slice(2000, 40)
    truths = Truths(cascade(), held_up(), PLACES, SPREAD, count, seed=11)
    below, inside = [], []
    for number in range(count):
        answer = calibrate(
            truths.model, truths.of(number), held_up(), settings=COARSE, samples=4096, seed=number,
            held_out=2029,
        )  # fmt: skip
        assert answer.score is not None
        below += answer.score.below
        true = dict(zip(truths.keys, truths.shares[:, number], strict=True))
        inside.append([
            each.lowest <= each.low + true[each.key] * (each.high - each.low) <= each.highest
            for each in answer.unknowns
        ])  # fmt: skip
    predicted = float(np.mean(np.abs(np.array(below) - 0.5) <= 0.45))
    known = np.mean(inside, axis=0)
    print(f"predictions {predicted:.3f}, unknowns {known.round(3)}")
    # The slice is so small that chance alone moves the share by more than 2 per cent.
    reach = long_or_slice(0.02, 3 * math.sqrt(0.9 * 0.1 / count))
    assert predicted == pytest.approx(0.9, abs=reach)
    assert known == pytest.approx(0.9, abs=reach)


def test_more_and_surer_observations_narrow_more() -> None:
    model = cascade()
    rough = calibrate(model, seen(model, ("a", 2028.0, 0.4, 0.2)), held_up(), settings=COARSE)
    sure = calibrate(model, seen(model, ("a", 2028.0, 0.4, 0.05)), held_up(), settings=COARSE)
    narrowed = [
        next(e for e in each.unknowns if e.key == "u->a").narrowed for each in (rough, sure)
    ]
    assert 0 < narrowed[0] < narrowed[1] < 1
    assert rough.effective > sure.effective > 0


def test_what_was_not_observed_stays_as_wide_as_it_was() -> None:
    model = tiny.model({"u": "input", "a": "stock", "b": "stock"}, ["u->a", "u->b"])
    answer = calibrate(model, seen(model, ("a", 2028.0, 0.4, 0.05)), held_up(), settings=COARSE)
    assert {each.key for each in answer.unknowns} == {"u->a", "a"}
    assert answer.strengths.links.keys() == {"u->a"}


def test_the_direction_of_an_unknown_link_is_told_by_what_was_observed() -> None:
    link = {"from": "u", "to": "a", "polarity": "unknown"}
    model = tiny.model({"u": "input", "a": "stock"}, [link])
    answer = calibrate(model, seen(model, ("a", 2028.0, -0.3, 0.05)), held_up(), settings=COARSE)
    (found,) = [each for each in answer.unknowns if each.key == "u->a"]
    assert found.negative > 0.99
    # Ranges are sizes and cannot say so; joint draws do.
    assert answer.strengths.links["u->a"] == (found.low, found.high)
    after = simulate(model, held_up(), samples=256, settings=answer.settings)
    assert after.band("a", 0.95)[-1] < 0


# -- where a run starts, and what is left out -------------------------------------------


def test_observations_by_the_start_tell_where_stocks_start() -> None:
    model = cascade()
    found = seen(
        model,
        ("a", 2020.0, -0.9, 0.1),
        ("a", 2022.0, 0.1, 0.1),
        ("a", 2022.0, 0.3, 0.2),
        ("a", 2026.0, 0.3, 0.1),
        ("b", 2035.0, 0.3, 0.1),
    )
    answer = calibrate(model, found, held_up(), settings=COARSE)
    # The last ones, the surer one four times as much.
    assert answer.initial == {"a": 0.14}
    assert (len(answer.fitted), answer.left_out) == (1, 4)
    run = simulate_once(model, held_up(), settings=answer.settings)
    assert run.level("a")[0] == pytest.approx(0.14)
    told = calibrate(
        model,
        found,
        held_up(),
        settings=Settings(start=2023, end=2030, step=0.25, initial={"a": 0.5}),
    )
    assert told.experiment.system.initial == {"a": 0.5}


def test_levels_between_steps_lie_on_a_straight_line() -> None:
    model = cascade()
    places = [("a", 2024.0), ("a", 2024.1), ("a", 2024.25)]
    truths = Truths(model, held_up(), places, 1e-9, 4, seed=1)
    before, between, after = truths.observed
    assert between == pytest.approx(before + 0.4 * (after - before), abs=1e-7)


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        ([("a", 2035.0, 0.1, 0.1)], {}),
        ([("a", 2025.0, 0.1, 0.1)], {"held_out": "2024"}),
        ([("a", 2025.0, 0.1, 0.1)], {"held_out": "some day"}),
        ([("a", 2025.0, 0.1, 0.1)], {"samples": 16}),
        ([("a", 2025.0, 0.1, 0.1)], {"scenario": None}),
        ([("u", 2025.0, 0.1, 0.1)], {}),
    ],
    ids=["after the run", "all held out", "no date", "few draws", "nothing moves", "an input"],
)
def test_what_cannot_be_calibrated_is_refused_with_a_cure(
    rows: list[tuple[str, float, float, float]], options: dict[str, object]
) -> None:
    model = cascade()
    options = {"scenario": held_up(), "settings": COARSE, **options}
    with pytest.raises(QuestionError) as caught:
        calibrate(model, seen(model, *rows), **options)  # type: ignore[arg-type]
    assert caught.value.cure is not None


def test_without_emcee_collapsed_weights_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "emcee", None)
    model = mixture()
    found = seen(model, ("c", 2023.0, 0.4, 1e-4), ("c", 2026.0, 0.5, 1e-4))
    with pytest.raises(MissingPackageError, match="emcee"):
        calibrate(model, found, in_turn(), samples=256, settings=LINEAR)


# -- what is handed on ------------------------------------------------------------------


@pytest.fixture(scope="module")
def narrowed() -> Calibration:
    model = cascade()
    found = seen(
        model, ("a", 2022.0, 0.05, 0.1), ("a", 2026.0, 0.45, 0.05), ("b", 2027.0, 0.1, 0.05),
        ("a", 2029.0, 0.5, 0.05), ("b", 2030.0, 0.2, 0.05),
    )  # fmt: skip
    return calibrate(model, found, held_up(), settings=COARSE, held_out="2029")


def test_a_saved_calibration_is_loaded_whole(narrowed: Calibration, tmp_path: Path) -> None:
    narrowed.save(tmp_path / "narrowed.nc")
    assert load_result(tmp_path / "narrowed.nc") == narrowed


def test_an_ensemble_of_narrowed_unknowns_is_the_posterior_prediction(
    narrowed: Calibration,
) -> None:
    after = simulate(narrowed.model, held_up(), samples=1024, settings=narrowed.settings)
    at = int(np.flatnonzero(after.times == 2029.0)[0])
    fit = narrowed.fits[2]
    bands = [after.band("a", share)[at] for share in (0.05, 0.5, 0.95)]
    assert bands == pytest.approx([fit.lowest, fit.median, fit.highest], abs=0.01)
    before = simulate(
        narrowed.model, held_up(), samples=1024, settings=narrowed.experiment.settings
    )
    assert before.band("a", 0.95)[at] - before.band("a", 0.05)[at] > 1.5 * (bands[2] - bands[0])
    again = simulate(
        narrowed.model, held_up(), samples=Draws(1024, workers=2), settings=narrowed.settings
    )
    assert again == after


def test_an_ensemble_of_narrowed_unknowns_is_saved_with_them(
    narrowed: Calibration, tmp_path: Path
) -> None:
    after = simulate(narrowed.model, held_up(), samples=64, settings=narrowed.settings)
    after.save(tmp_path / "after.nc")
    again = load_result(tmp_path / "after.nc")
    assert again == after
    assert np.array_equal(again.draws.block(0, 64), after.draws.block(0, 64))


def test_every_question_takes_the_narrowed_strengths(narrowed: Calibration) -> None:
    model, found = narrowed.model, narrowed.strengths
    low, high = found.links["u->a"]
    assert 0.05 < low < high <= 0.7
    for answer in (
        digisys.press(model, "u", method="sampling", strengths=found, samples=200),
        digisys.robust(model, "b", strengths=found, samples=200),
    ):
        told = " ".join(answer.text("en").split())
        assert "as observations narrow" in told
        assert "inertia does not apply" in told
    asked = digisys.questions(model, "b", strengths=found, samples=100)
    assert asked.flips == digisys.questions(narrowed.narrowed(), "b", samples=100).flips
    settings = narrowed.settings
    middle = simulate_once(model, held_up(), settings=settings).level("a")[-1]
    # A run at the middle of what is left ends near the median of all that is left.
    assert middle == pytest.approx(narrowed.fits[2].median, abs=0.05)
    both = digisys.compare(model, [held_up(), held_up(0.2).model_copy(update={"id": "low"})],
                           settings=settings, samples=64)  # fmt: skip
    alone = simulate(model, held_up(), samples=64, settings=settings)
    assert np.array_equal(both.ensembles[0].final, alone.final)
    effects = digisys.sensitivity(
        model, held_up(), "b", settings=settings, samples=64, indices=True
    ).effects
    assert {effect.key for effect in effects} == {"u->a", "a->b", "a", "b"}


def test_dominance_takes_them_too() -> None:
    model = tiny.growth()
    found = seen(model, ("a", 2027.0, 0.4, 0.05))
    answer = calibrate(model, found, tiny.push(), settings=COARSE)
    scored = digisys.dominance(model, tiny.push(), settings=answer.settings, samples=64)
    plain = digisys.dominance(model, tiny.push(), settings=COARSE, samples=64)
    assert not np.array_equal(scored.relative, plain.relative)
    assert scored.draws is not None
    assert scored.draws.posterior == answer.posterior


def test_a_narrowed_model_is_a_model_file_like_any_other(
    narrowed: Calibration, tmp_path: Path
) -> None:
    model = narrowed.narrowed()
    digisys.write_model(model, tmp_path / "narrowed.yaml")
    assert digisys.load(tmp_path / "narrowed.yaml") == model
    ranges = narrowed.posterior.ranges
    assert {link.id: link.strength for link in model.links}["u->a"] == ranges["u->a"]
    assert model.variables["a"].inertia == ranges["a"]
    assert model.variables["a"].initial == 0.05


def test_what_is_known_better_is_not_narrowed(narrowed: Calibration) -> None:
    own = Strengths(links={"u->a": 0.6}).narrowed(narrowed.posterior)
    assert own.links["u->a"] == 0.6
    settings = Settings(
        strengths=own, inertias={"a": 2.0, "b": (1.0, 1.5)}, start=2023, end=2030, step=0.25
    )
    run = simulate(narrowed.model, held_up(), samples=16, settings=settings)
    assert run.draws.posterior is not None
    assert run.draws.posterior.keys == ("a->b",)
    spans = {each.key: (each.low, each.high) for each in run.experiment.system.unknowns}
    assert (spans["u->a"], spans["a"], spans["b"]) == ((0.6, 0.6), (2.0, 2.0), (1.0, 1.5))


def test_what_is_narrowed_already_is_not_narrowed_again(narrowed: Calibration) -> None:
    found = seen(narrowed.model, ("a", 2025.0, 0.3, 0.1))
    with pytest.raises(QuestionError, match="already"):
        calibrate(narrowed.model, found, held_up(), settings=narrowed.settings)


def test_a_range_has_the_mean_and_the_spread_of_the_draws() -> None:
    for values in (stats.uniform(0.2, 0.4), stats.norm(0.4, 0.04)):
        low, high = even_range(values.mean(), values.std(), (0.2, 0.6))
        assert (low + high) / 2 == pytest.approx(values.mean(), abs=1e-6)
        assert (high - low) / math.sqrt(12) == pytest.approx(values.std(), abs=1e-6)


def test_a_range_that_was_given_is_narrowed_like_that_of_a_class() -> None:
    model = cascade()
    settings = Settings(
        start=2023,
        end=2030,
        step=0.25,
        strengths={"u->a": (0.1, 0.9), "a->b": 0.5},
        inertias={"a": (1, 4)},
    )
    found = seen(model, ("a", 2026.0, 0.45, 0.03), ("a", 2029.0, 0.5, 0.03))
    answer = calibrate(model, found, held_up(), settings=settings)
    low, high = answer.strengths.links["u->a"]
    assert 0.1 < low < high < 0.9
    assert answer.strengths.links["a->b"] == 0.5
    after = simulate(model, held_up(), samples=1024, settings=answer.settings)
    assert after.draws.posterior is not None
    assert set(after.draws.posterior.keys) == {"u->a", "a"}
    at = int(np.flatnonzero(after.times == 2029.0)[0])
    assert after.band("a")[at] == pytest.approx(answer.fits[1].median, abs=0.01)


def test_a_model_that_was_edited_since_is_refused(narrowed: Calibration) -> None:
    data = narrowed.model.model_dump(by_alias=True, mode="json")
    data["links"][0]["strength"] = "strong"
    with pytest.raises(QuestionError, match="no longer") as caught:
        simulate_once(Model.model_validate(data), held_up(), settings=narrowed.settings)
    assert caught.value.cure is not None


def test_causes_that_share_are_narrowed_as_what_they_pass_on() -> None:
    model = tiny.model({"u": "input", "v": "input", "a": "stock"}, ["u->a", "v->a"])
    settings = Settings(start=2023, end=2030, step=0.25, strengths=Strengths(convention="shares"))
    found = seen(model, ("a", 2028.0, 0.3, 0.02), ("a", 2030.0, 0.3, 0.02))
    answer = calibrate(model, found, held_up(), settings=settings)
    sizes = {each.key: each.median for each in answer.unknowns}
    assert set(sizes) == {"u->a", "v->a", "total:a", "a"}
    # At rest tanh(s u) = 0.3 with u = 0.9, and what v passes on is the rest of about 1.
    assert sizes["u->a"] == pytest.approx(math.atanh(0.3) / 0.9, abs=0.03)
    assert sizes["u->a"] + sizes["v->a"] == pytest.approx(sizes["total:a"], abs=0.05)
    after = simulate(model, held_up(), samples=1024, settings=answer.settings)
    assert after.band("a")[-1] == pytest.approx(answer.fits[1].median, abs=0.005)
    # A settled answer gets the sizes themselves, which share no more.
    low, high = answer.strengths.links["u->a"]
    assert (low + high) / 2 == pytest.approx(sizes["u->a"], abs=0.03)
    assert answer.strengths.other(model, model.links) is None


def test_whether_a_doubtful_link_exists_is_learned() -> None:
    doubtful = {"from": "u", "to": "a", "polarity": "positive", "certainty": "ambiguous"}
    model = tiny.model({"u": "input", "a": "stock"}, [doubtful])
    options = {"settings": COARSE, "certainty": "all"}
    seldom = calibrate(model, seen(model, ("a", 2028.0, 0.0, 0.02)), held_up(), **options)
    surely = calibrate(model, seen(model, ("a", 2028.0, 0.4, 0.05)), held_up(), **options)
    chances = [
        next(each.mean for each in answer.unknowns if each.kind == "existence")
        for answer in (seldom, surely)
    ]
    assert chances[0] < 0.4
    assert chances[1] > 0.999
    after = simulate(model, held_up(), samples=1024, settings=seldom.settings, certainty="all")
    at = after.outcomes.position("a")
    assert float((after.final[:, at] == 0).mean()) == pytest.approx(1 - chances[0], abs=0.03)
    assert surely.narrowed().links[0].chance == pytest.approx(1, abs=1e-3)
    assert "existence" in surely.table("en").csv()


# -- predictions ------------------------------------------------------------------------


def test_predictions_are_scored_as_by_hand(narrowed: Calibration) -> None:
    score = narrowed.score
    assert score is not None
    fits = narrowed.fits[2:]
    errors = [abs(fit.median - item.level) for fit, item in zip(fits, narrowed.held, strict=True)]
    assert score.error == pytest.approx(np.mean(errors), abs=1e-3)
    # "Nothing changes" stays at what was seen last: 0.45 and 0.10.
    assert score.error_unchanged == pytest.approx((0.05 + 0.1) / 2)
    # A normal forecast has a known score (Gneiting & Raftery 2007, equation 21).
    spread = math.hypot(0.05, 0.05)
    known = [
        spread * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))
        for z in (0.05 / spread, 0.1 / spread)
    ]
    assert score.crps_unchanged == pytest.approx(np.mean(known))
    # The score of draws, by their own definition, with noise of the observations drawn.
    ensemble = simulate(narrowed.model, held_up(), samples=1024, settings=narrowed.settings)
    at = ensemble.outcomes.position("b")
    random = np.random.default_rng(1)
    drawn = np.repeat(ensemble.final[:, at], 4) + 0.05 * random.standard_normal(4096)
    below = float((drawn < 0.2).mean())
    assert score.below[1] == pytest.approx(below, abs=0.03)


@pytest.mark.parametrize("count", [1, 5, 10, 40])
@pytest.mark.parametrize("band", CENTRAL)
def test_coverage_by_chance_is_that_of_the_binomial_distribution(band: float, count: int) -> None:
    known = stats.binom(count, band)
    assert coverage_by_chance(band, count) == pytest.approx(
        (known.ppf(0.05) / count, known.ppf(0.95) / count)
    )


def test_few_dates_are_told_and_shown_in_each_language(narrowed: Calibration) -> None:
    for language, words in {"en": "few", "fi": "vähän", "sv": "få"}.items():
        assert words in narrowed.text(language)
        figure = plot(narrowed, language=language)
        assert len(figure.axes) == 2
    without = seen(narrowed.model, ("a", 2026.0, 0.45, 0.05))
    with pytest.raises(QuestionError, match="held out"):
        plot(calibrate(narrowed.model, without, held_up(), settings=COARSE, samples=256))


def test_the_answer_is_plain_data(narrowed: Calibration) -> None:
    data = narrowed.to_dict()
    assert data["score"]["count"] == 2
    assert [item["held_out"] for item in data["observations"]] == [False, False, True, True]
    assert narrowed.to_frame().shape[0] == 4
    assert narrowed.to_xarray()["shares"].dims == ("unknown", "draw")


# -- weights ----------------------------------------------------------------------------


def test_systematic_resampling_chooses_as_often_as_weights_say() -> None:
    weights = importance_weights(np.random.default_rng(1).normal(size=50))
    counts = np.bincount(resampled(weights, 2000, seed=3), minlength=50)
    assert np.abs(counts - 2000 * weights).max() < 1
    assert effective_size(weights) == pytest.approx(1 / np.sum(weights**2))


def test_a_mistake_is_told_and_never_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "seen.csv").write_text("x", "utf-8")
    with pytest.raises(DigisysError):
        digisys.read_observations(tmp_path / "seen.csv", cascade())
