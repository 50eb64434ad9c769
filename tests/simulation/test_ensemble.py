"""Ensembles: the same bytes however they are made, and figures that can be checked by hand."""

import io
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from digisys.errors import (
    NonFiniteError,
    OutputError,
    QuestionError,
    UnknownNameError,
)
from digisys.schema import AddLink, CutLink, Push, Scenario, SetLevel
from digisys.simulation.comparison.compare import compare
from digisys.simulation.comparison.levers import levers
from digisys.simulation.ensemble import parts
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from tests.simulation import tiny


def level_u(size=0.7, identity="u"):
    return Scenario(
        id=identity, title="U", interventions=[SetLevel(variable="u", size=size, start=2024)]
    )


def same(first, second):
    return all(
        np.array_equal(getattr(first, name), getattr(second, name))
        for name in ("bands", "means", "final", "reached")
    ) and (first.unstable == second.unstable)


def test_bands_are_the_quantiles_of_single_runs():
    model, samples = tiny.rich(), 40
    ensemble = simulate(model, level_u(), samples=Draws(samples, 5, sampler="random"))
    shares = ensemble.draws.block(0, samples)
    runs = []
    for draw in range(samples):
        values = dict(zip(ensemble.draws.keys, shares[:, draw], strict=True))
        known = Settings(
            strengths={key: 0.05 + 0.65 * value for key, value in values.items() if "->" in key},
            inertias={
                key: low + (high - low) * values[key]
                for key, (low, high) in {"a": (0.25, 1), "b": (1, 3), "c": (2, 6)}.items()
            },
        )
        runs.append(simulate_once(model, level_u(), settings=known).levels)
    rows = [ensemble.outcomes.position(name) for name in model.variables]
    expected = np.quantile(np.array(runs), ensemble.quantiles, axis=0)
    assert np.abs(ensemble.bands[:, :, rows] - expected).max() < 1e-12
    assert np.abs(ensemble.means[:, rows] - np.mean(runs, axis=0)).max() < 1e-12
    assert ensemble.exact


@pytest.mark.parametrize("sampler", ["sobol", "latin", "random"])
def test_workers_and_executors_do_not_change_a_byte(sampler, monkeypatch):
    monkeypatch.setattr(parts, "_SMALL_PART", 64 * 1024 // 1024)
    monkeypatch.setattr(parts, "_CHUNK_BYTES", 8 * 6 * 113 * 64)
    draws = Draws(300, 7, sampler=sampler)
    alone = simulate(tiny.rich(), level_u(), samples=draws)
    with ThreadPoolExecutor(3) as executor:
        shared = simulate(tiny.rich(), level_u(), samples=replace(draws, executor=executor))
    assert same(alone, shared)
    assert len(parts.Task.of([alone.experiment], alone.draws, draws).parts) > 3


def test_the_hash_seed_does_not_change_a_byte():
    code = (
        "from tests.simulation import tiny\n"
        "from digisys.simulation.ensemble.simulate import simulate\n"
        "import hashlib\n"
        "e = simulate(tiny.rich(), samples=32)\n"
        "print(hashlib.sha256(e.draws.block(0, 32).tobytes() + e.final.tobytes()).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "SYSTEMROOT": "", "PYTHONPATH": "."},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(found) == 1


def test_too_many_courses_are_counted_instead_of_kept(monkeypatch):
    draws = Draws(512, 3, record=0.25)
    exact = simulate(tiny.rich(), level_u(), samples=draws)
    monkeypatch.setattr(parts, "_KEPT_BYTES", 1000)
    counted = simulate(tiny.rich(), level_u(), samples=draws)
    assert not counted.exact
    assert "bands within 0.5%" in counted.text("en")
    assert np.array_equal(exact.final, counted.final)
    assert np.array_equal(exact.reached, counted.reached)
    # Quantiles fall between neighbouring draws in the exact bands only.
    assert np.abs(exact.bands - counted.bands).max() < 0.006
    assert counted.bands[2, -1] == pytest.approx(np.median(exact.final, axis=0), rel=0.02, abs=1e-5)


def test_counted_courses_are_recorded_by_quarters_unless_told(monkeypatch):
    monkeypatch.setattr(parts, "_KEPT_BYTES", 1000)
    assert len(simulate(tiny.growth(), tiny.push(), samples=64).times) == 29


@pytest.mark.parametrize("kept", [True, False])
def test_an_interrupted_ensemble_goes_on(tmp_path, monkeypatch, kept):
    monkeypatch.setattr(parts, "_SMALL_PART", 1024)
    monkeypatch.setattr(parts, "_LARGE_PART", 1024)
    if not kept:
        monkeypatch.setattr(parts, "_KEPT_BYTES", 1000)
    draws = Draws(4000, 2, record=3.5, checkpoint=tmp_path)
    whole = simulate(tiny.growth(), tiny.push(), samples=replace(draws, checkpoint=None))

    def stop(done, total):
        if done >= 2048:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(tiny.growth(), tiny.push(), samples=replace(draws, progress=stop))
    assert len(list(tmp_path.iterdir())) == 2
    told = []
    again = simulate(
        tiny.growth(),
        tiny.push(),
        samples=replace(draws, progress=lambda done, total: told.append((done, total))),
    )
    assert told[0] == (2048, 4000)
    assert told[-1] == (4000, 4000)
    assert same(whole, again)
    (tmp_path / ".DS_Store").write_text("left by the system")  # which is no fault of the user's
    assert same(whole, simulate(tiny.growth(), tiny.push(), samples=draws))
    with pytest.raises(OutputError, match="holds something else"):
        simulate(tiny.growth(), samples=draws)


def named(content):
    """The arrays in an archive, each with at least one axis."""
    with np.load(io.BytesIO(content)) as file:
        return {name: np.atleast_1d(array) for name, array in file.items()}


def archive(**arrays):
    """The bytes of an archive of arrays, as any program may write one."""
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def huge():
    """An archive whose array is said to be larger than any memory."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "<f8", "fortran_order": False, "shape": (2**60,)}
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("0.final.npy", head.getvalue())
    return stream.getvalue()


@pytest.mark.parametrize(
    "spoil", ["cut", "flipped", "foreign", "empty", "arrays", "shapes", "texts", "huge"]
)
def test_a_spoiled_part_is_made_again(tmp_path, monkeypatch, spoil):
    """Whatever became of the files in the folder, the numbers are those of an unbroken run."""
    monkeypatch.setattr(parts, "_SMALL_PART", 1024)
    monkeypatch.setattr(parts, "_LARGE_PART", 1024)
    draws = Draws(2048, 2, record=3.5, checkpoint=tmp_path)
    whole = simulate(tiny.growth(), tiny.push(), samples=draws)
    first, second = sorted(tmp_path.iterdir())
    content = first.read_bytes()
    middle = len(content) // 2
    first.write_bytes(
        {
            "cut": content[:middle],
            "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "foreign": b"something else",
            "empty": b"",
            "arrays": archive(other=np.zeros(3)),
            "shapes": archive(**{name: array[:1] for name, array in named(content).items()}),
            "texts": archive(**{name: array.astype(str) for name, array in named(content).items()}),
            "huge": huge(),
        }[spoil]
    )
    assert simulate(tiny.growth(), tiny.push(), samples=draws) == whole
    assert sorted(tmp_path.iterdir()) == [first, second]
    assert len(first.read_bytes()) == len(content)


def test_a_checkpoint_needs_a_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        simulate(tiny.growth(), samples=Draws(16, checkpoint=tmp_path / "file"))


class TestFigures:
    """A lone pushed stock: every figure follows from its inertia, drawn from 1 to 3 years."""

    ensemble = simulate(
        tiny.lone_stock(), tiny.push(size=0.5), samples=2048, settings=Settings(response="linear")
    )

    def test_bands_follow_the_inertia(self):
        inertia = 3 - 2 * np.array(self.ensemble.quantiles)
        decay = (1 - 1 / 16 / inertia) ** 112
        found = [self.ensemble.band("a", share)[-1] for share in self.ensemble.quantiles]
        assert found == pytest.approx(0.5 * (1 - decay), abs=2e-4)

    def test_it_always_rises_but_not_always_by_much(self):
        assert self.ensemble.rise("a") == 1.0
        assert self.ensemble.rise("a", threshold=0.49) == pytest.approx(0.42, abs=0.03)

    def test_the_year_of_half_the_effect(self):
        assert self.ensemble.year_of_share("a") == pytest.approx(2024.3, abs=0.1)
        assert self.ensemble.year_of_share("a", 0.9) > 2026

    def test_nothing_is_unstable_without_feedback(self):
        assert self.ensemble.unstable_share == 0.0

    def test_it_shows_itself(self):
        text = str(self.ensemble)
        assert "all of them" in text  # of the draws, and no bare 100 per cent
        assert "100%" not in text
        assert "2048 draws" in text
        assert "<table>" in self.ensemble._repr_html_().replace("<table class", "<table")
        frame = self.ensemble.to_frame()
        assert list(frame.columns[:4]) == ["year", "kind", "key", "mean"]
        assert frame["q0.5"].iloc[-1] == self.ensemble.band("a")[-1]
        data = self.ensemble.to_dict()
        assert data["outcomes"]["variable:a"]["rise"] == 1.0

    def test_only_what_was_kept_can_be_asked_for(self):
        with pytest.raises(QuestionError, match="not kept"):
            self.ensemble.band("a", 0.33)
        with pytest.raises(QuestionError, match="not counted"):
            self.ensemble.year_of_share("a", 0.33)
        with pytest.raises(UnknownNameError):
            self.ensemble.band("z")


def test_no_effect_has_no_year():
    ensemble = simulate(tiny.lone_stock(), samples=16)
    assert ensemble.year_of_share("a") is None
    assert ensemble.table("en").rows[0][5:7] == (None, None)


@pytest.mark.parametrize("options", [{"workers": 0}, {"samples": 0}, {"sampler": "magic"}])
def test_impossible_options(options):
    with pytest.raises(QuestionError):
        simulate(tiny.growth(), samples=Draws(**{"samples": 16, **options}))


def test_runaway_draws_are_reported():
    wild = Settings(dynamics="accumulating", strengths={"a->b": 9e9, "b->a": 9e9}, end=2100)
    with pytest.raises(NonFiniteError):
        simulate(tiny.growth(), tiny.push(), samples=16, settings=wild)


class TestComparison:
    """Pushes of different sizes on one stock: the larger one wins in every draw."""

    scenarios = (level_u(0.2, "small"), level_u(0.8, "large"), level_u(-0.5, "down"))
    result = compare(tiny.rich(), scenarios, samples=128, outcome="a")

    def test_ranks(self):
        order = self.result.acceptability()
        assert order.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
        names = [row[0] for row in self.result.table("en").rows]
        assert names == ["U (large)", "U (small)", "U (down)"]  # one title: told apart by ids

    def test_odds(self):
        assert self.result.better()[1].tolist() == [1.0, 0.0, 1.0]

    def test_ties_share_their_ranks(self):
        tied = compare(
            tiny.rich(),
            (level_u(0.2, "one"), level_u(0.2, "two"), level_u(0.1, "less")),
            samples=16,
        )
        assert tied.acceptability().tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
        assert "Mean of all variables" in str(tied)

    def test_rows_and_columns_of_ranks_add_up(self):
        scenarios = [
            Scenario(
                id=f"s{at}", title="S", interventions=[Push(variable=name, size=0.4, start=2024)]
            )
            for at, name in enumerate(["a", "b", "c", "p"])
        ]
        ranks = compare(tiny.rich(), scenarios, samples=200, outcome="c").acceptability()
        assert ranks.sum(axis=0) == pytest.approx(np.ones(4))
        assert ranks.sum(axis=1) == pytest.approx(np.ones(4))

    def test_scenarios_share_their_draws_even_when_one_adds_a_link(self):
        added = AddLink(source="u", target="b", polarity="positive", start=2024, strength="weak")
        more = Scenario(id="more", title="M", interventions=[*level_u().interventions, added])
        for sampler in ("sobol", "latin", "random"):
            both = compare(
                tiny.rich(),
                [level_u(), more, None],
                samples=Draws(64, sampler=sampler),
                outcome="b",
            )
            assert both.names == ("u", "more", "none")
            assert both.better()[1, 0] == 1.0
            assert not both.final()[2].any()

    def test_it_shows_itself(self):
        assert "A in 2030, by scenario" in str(self.result)
        assert self.result.to_frame().shape == (128, 3)
        assert self.result.to_dict()["outcome"] == "variable:a"
        assert "table" in self.result._repr_html_()
        assert np.array_equal(self.result.final("variable:a"), self.result.final())

    def test_impossible_comparisons(self):
        with pytest.raises(QuestionError, match="nothing to compare"):
            compare(tiny.rich(), [level_u()])
        with pytest.raises(QuestionError, match="same id"):
            compare(tiny.rich(), [level_u(), level_u()], samples=16)

    @pytest.mark.parametrize("samples", [20, 300])
    def test_a_scenario_does_not_change_with_what_it_is_compared_with(self, samples):
        dip = SetLevel(variable="u", shape="pulse", start=2024, end=2026, size=-0.4)
        push = Push(variable="p", shape="ramp", start=2025, end=2027, size=0.3)
        cut = CutLink(source="b", target="a", start=2025)
        scenarios = [
            level_u(),
            Scenario(id="cut", title="C", interventions=[*level_u().interventions, cut]),
            None,
            Scenario(id="other", title="O", initial={"b": 0.25}, interventions=[dip, push]),
        ]
        draws = Draws(samples, 4, sampler="random")
        together = compare(tiny.rich(), scenarios, samples=draws)
        assert together.names == ("u", "cut", "none", "other")
        for scenario, ensemble in zip(scenarios, together.ensembles, strict=True):
            assert same(ensemble, simulate(tiny.rich(), scenario, samples=draws))

    def test_memory_does_not_change_a_byte(self, monkeypatch):
        monkeypatch.setattr(parts, "_CHUNK_BYTES", 8 * 6 * 113 * 64)
        small = compare(tiny.rich(), self.scenarios, samples=128, outcome="a")
        for one, other in zip(small.ensembles, self.result.ensembles, strict=True):
            assert np.array_equal(one.bands, other.bands)
            assert np.array_equal(one.reached, other.reached)
            assert np.abs(one.means - other.means).max() < 1e-15

    def test_again_is_the_same_question_over_other_draws(self):
        draws = Draws(64, 9, sampler="latin")
        other = self.result.again(draws)
        asked = compare(tiny.rich(), self.scenarios, samples=draws, outcome="a")
        assert other.outcome == asked.outcome
        assert np.array_equal(other.final(), asked.final())
        assert np.array_equal(self.result.again().final(), self.result.final())

    def test_progress_counts_all_scenarios(self):
        told = []
        draws = Draws(16, progress=lambda *done: told.append(done))
        compare(tiny.growth(), [tiny.push(), None], samples=draws)
        assert told[-1] == (32, 32)


def test_levers_are_the_inputs_or_what_is_named():
    assert [scenario.id for scenario in levers(tiny.rich())] == ["u"]
    assert [scenario.id for scenario in levers(tiny.growth(), size=-0.2)] == ["a", "b"]
    named = levers(tiny.rich(), ["a", "u"], start=2025)
    assert [type(item.interventions[0]) for item in named] == [Push, SetLevel]
    assert named[0].interventions[0].start == 2025


@pytest.mark.parametrize("samples", [16, 64])
def test_a_link_that_is_cut_is_cut_in_every_draw(samples):
    """Where all is known, an ensemble of few or many draws is the single run many times."""
    known = Settings(strengths={"a->b": 0.8, "b->a": 0.7}, inertias={"a": 1.0, "b": 2.0})
    cut = CutLink(source="a", target="b", start=2025)
    scenario = Scenario(id="cut", title="Cut", interventions=[*tiny.push().interventions, cut])
    once = simulate_once(tiny.growth(), scenario, settings=known).levels[-1]
    uncut = simulate_once(tiny.growth(), tiny.push(), settings=known).levels[-1]
    many = simulate(tiny.growth(), scenario, samples=samples, settings=known)
    assert np.abs(once - uncut).max() > 0.05
    assert many.final == pytest.approx(np.tile(once, (samples, 1)))
