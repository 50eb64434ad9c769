"""Causes that share the movement of a variable, in every question that draws strengths."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import digisys
from digisys import Draws, Settings, Strengths
from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.system import press_system
from digisys.analysis.robustness.flip_rankings import Rankings, Variation
from digisys.errors import QuestionError
from digisys.graph.view import Graph
from digisys.schema import Model, Scenario
from digisys.simulation.experiment import Experiment
from digisys.uncertainty.draws import uniform
from digisys.uncertainty.sharing import TOTAL_RANGE, Sharing, share
from tests.simulation.tiny import model

SHARES = Strengths(convention="shares")
ALONE = Strengths(convention="independent")
STOCKS = dict.fromkeys("abcd", "stock")


def step(*interventions: dict) -> Scenario:
    return Scenario.model_validate(
        {"schema": 1, "id": "s", "model": "tiny", "languages": ["en"], "title": "S"}
        | {"interventions": list(interventions)}
    )


LEVEL = {"action": "level", "variable": "a", "size": 0.25, "start": 2023}


def in_series(count: int, **more: object) -> Model:
    """An input and as many links in a row, which end in z."""
    names = ["a", *(f"s{number}" for number in range(count - 1)), "z"]
    roles = dict.fromkeys(names, "stock") | {"a": "input"}
    return model(roles, [f"{x}->{y}" for x, y in pairwise(names)], **more)


def sizes(of: Model, scenario: Scenario | None = None, strengths=SHARES, **settings) -> dict:
    """Sizes of links in 200 draws, by link; those that change class, as two."""
    experiment = Experiment.of(of, scenario, settings=Settings(strengths=strengths, **settings))
    table = experiment.draw_table(Draws(200, sampler="random"))
    rows = {key: row for row, key in enumerate(table.keys)}
    order = [rows[unknown.key] for unknown in experiment.system.unknowns]
    weights, _ = experiment.program.parameters(table.block(0, 200)[order])
    found: dict[str, list[np.ndarray]] = {}
    for arc, row in zip(experiment.system.arcs, weights, strict=True):
        found.setdefault(arc.link, []).append(row)
    return {link: rows[0] if len(rows) == 1 else rows for link, rows in found.items()}


@given(
    arrays(float, (3, 5), elements=st.integers(-150, 150).map(lambda part: part / 100)),
    st.floats(*TOTAL_RANGE),
)
def test_sizes_add_up_to_the_total_and_keep_signs_and_proportions(drawn, total):
    values = np.concatenate([drawn, np.full((1, 5), total)])
    share(values, [Sharing(3, (0, 1, 2))])
    whole = np.abs(drawn).sum(axis=0)
    some = whole > 0
    np.testing.assert_allclose(np.abs(values[:3]).sum(axis=0)[some], total)
    np.testing.assert_allclose((values[:3] * whole)[:, some], (drawn * total)[:, some], atol=1e-12)
    assert (values[3] == total).all()


class TestSeries:
    """Spelling a cause out changes little where causes share, and much where they do not."""

    @pytest.mark.parametrize("settings", [{}, {"response": "linear"}])
    def test_three_links_in_a_row_pass_on_nearly_as_much_as_one(self, settings):
        def median(count, strengths):
            ensemble = digisys.simulate(
                in_series(count),
                step(LEVEL),
                samples=256,
                settings=Settings(strengths=strengths, end=2060, **settings),
            )
            return ensemble.band("z")[-1]

        assert median(3, SHARES) == pytest.approx(median(1, SHARES), rel=0.1)
        assert median(3, ALONE) < 0.25 * median(1, ALONE)

    def test_the_same_for_a_lasting_push_that_has_settled(self):
        def median(count):
            found = digisys.robust(in_series(count), "z", strengths=SHARES, samples=2000)
            return found.ranking.levers[0].effect

        assert median(3) == pytest.approx(median(1), rel=0.1)

    def test_a_single_run_passes_on_all(self):
        run = digisys.simulate_once(in_series(2), step(LEVEL), strengths=SHARES)
        assert run.experiment.midpoint()[0][:, 0].tolist() == [1.0, 1.0]


class TestWhoShares:
    LINKS = (
        {"from": "a", "to": "d", "polarity": "positive", "strength": "strong"},
        {"from": "b", "to": "d", "polarity": "negative", "strength": "weak"},
        {"from": "c", "to": "d", "polarity": "positive", "strength": 0.3},
    )

    def test_links_of_a_class_share_and_a_known_size_stays(self):
        found = sizes(model(STOCKS, list(self.LINKS)))
        together = found["a->d"] - found["b->d"]
        assert (found["c->d"] == 0.3).all()
        assert TOTAL_RANGE[0] <= together.min() < 0.82
        assert 1.18 < together.max() <= TOTAL_RANGE[1]
        # The ratio is that of the classes: 0.4-0.8 against 0.05-0.3.
        ratio = found["a->d"] / -found["b->d"]
        assert 0.4 / 0.3 <= ratio.min() < ratio.max() <= 0.8 / 0.05

    def test_a_size_by_option_takes_a_link_out_and_a_class_keeps_it_in(self):
        strengths = Strengths(links={"a->d": (0.2, 0.4), "b->d": "strong"}, convention="shares")
        found = sizes(model(STOCKS, list(self.LINKS)), strengths=strengths)
        assert 0.2 <= found["a->d"].min() < found["a->d"].max() <= 0.4
        assert found["b->d"].max() < -0.8 + 1e-9  # alone: it passes on all

    def test_a_link_that_is_absent_takes_nothing_from_the_others(self):
        doubtful = {"from": "b", "to": "d", "polarity": "positive", "certainty": "ambiguous"}
        graph = Graph.of(model(STOCKS, ["a->d", doubtful | {"chance": 0.5}]), certainty="all")
        system = press_system(graph, SHARES)
        values = system.draw(1, 0, 400)
        present = values[1] != 0
        assert 0.4 < present.mean() < 0.6
        together = values[:2].sum(axis=0)
        assert together.min() >= TOTAL_RANGE[0] - 1e-12
        assert (values[0][~present] >= TOTAL_RANGE[0]).all()
        assert (values[0][present] < TOTAL_RANGE[1] * 0.95).all()

    def test_a_direction_that_is_drawn_does_not_change_what_is_shared(self):
        vague = {"from": "b", "to": "d", "polarity": "unknown"}
        found = sizes(model(STOCKS, ["a->d", vague]))
        assert (found["b->d"] > 0).any()
        assert (found["b->d"] < 0).any()
        together = found["a->d"] + np.abs(found["b->d"])
        assert ((together >= TOTAL_RANGE[0]) & (together <= TOTAL_RANGE[1])).all()


class TestScenarios:
    """A scenario changes the links that it names, and no others."""

    BASE = model(STOCKS | {"a": "input"}, ["a->d", "b->d"])

    @pytest.mark.parametrize(
        "change",
        [
            {"action": "cut", "from": "a", "to": "d"},
            {"action": "strengthen", "from": "a", "to": "d", "factor": 2},
            {"action": "strengthen", "from": "a", "to": "d", "strength": "strong"},
            {"action": "add", "from": "c", "to": "d", "polarity": "positive"},
        ],
    )
    def test_other_causes_keep_their_share(self, change):
        before, after = sizes(self.BASE), sizes(self.BASE, step(change | {"start": 2025}))
        np.testing.assert_array_equal(before["b->d"], after["b->d"])

    def test_a_link_that_becomes_strong_grows_in_the_same_unit(self):
        change = {"action": "strengthen", "from": "a", "to": "d", "strength": "strong"}
        found = sizes(self.BASE, step(change | {"start": 2025}))
        old, new = found["a->d"]
        # By hand, from the same draws: total and sizes, of the old class and of the new one.
        total, one, other = uniform(1, ["total:d", "a->d", "b->d"], 0, 200)
        unit = (0.8 + 0.4 * total) / (0.1 + 0.65 * one + 0.65 * other)
        np.testing.assert_allclose(old, (0.05 + 0.65 * one) * unit)
        np.testing.assert_allclose(new, (0.4 + 0.4 * one) * unit)

    def test_an_added_link_is_measured_by_the_same_unit(self):
        change = {"action": "add", "from": "c", "to": "d", "polarity": "positive", "start": 2025}
        found = sizes(self.BASE, step(change))
        ratio = found["c->d"] / found["b->d"]
        assert 0.05 / 0.7 <= ratio.min() < 1 < ratio.max() <= 0.7 / 0.05

    def test_an_added_link_into_a_variable_without_causes_passes_on_all(self):
        change = {"action": "add", "from": "b", "to": "c", "polarity": "positive", "start": 2025}
        found = sizes(self.BASE, step(change))
        assert (found["b->c"] >= TOTAL_RANGE[0]).all()


class TestWhoDecides:
    def test_an_option_goes_before_the_model_and_that_before_the_usual(self):
        told = in_series(1, strengths="shares")
        assert sizes(told, strengths=Strengths())["a->z"].min() >= TOTAL_RANGE[0]
        assert sizes(told, strengths=ALONE)["a->z"].max() <= 0.7
        assert sizes(in_series(1), strengths=Strengths())["a->z"].max() <= 0.7

    def test_the_file_is_read_and_written(self, tmp_path):
        told = in_series(1, strengths="shares")
        path = tmp_path / "tiny.yaml"
        digisys.write_model(told, path)
        assert "strengths: shares" in path.read_text()
        assert digisys.load(path).strengths == "shares"
        digisys.write_model(in_series(1), path, force=True)
        assert "strengths" not in path.read_text()

    @pytest.mark.parametrize("every", ["uniform", (0.1, 0.4)])
    def test_one_range_for_all_links_leaves_nothing_to_share(self, every):
        with pytest.raises(QuestionError, match="do not share"):
            Strengths(every, convention="shares")
        # Said of all links by option, it goes before what the file says of classes.
        found = sizes(in_series(1, strengths="shares"), strengths=Strengths(every))
        assert found["a->z"].min() < 0.2

    def test_a_word_that_is_none_is_refused(self):
        with pytest.raises(QuestionError, match="not one of the choices"):
            Strengths(convention="half")  # type: ignore[arg-type]

    def test_every_question_hears_it(self):
        told = in_series(1, strengths="shares")
        few = 64
        assert digisys.press(told, "a", method="sampling", samples=few).system.sharing[1]
        assert digisys.robust(told, samples=few).system.sharing[1]
        assert digisys.questions(told, samples=few).system.sharing[1]
        push = step(LEVEL)
        for answer in (
            digisys.simulate_once(told, push),
            digisys.simulate(told, push, samples=few),
            digisys.compare(told, [push, None], samples=few).ensembles[0],
            digisys.sensitivity(told, push, "z", samples=few),
        ):
            assert answer.experiment.program.sharings


def test_draws_do_not_hang_on_blocks():
    told = model(STOCKS, ["a->d", "b->d", "c->d", "d-|a"], strengths="shares")
    system = press_system(Graph.of(told))
    whole = system.draw(3, 0, 64)
    np.testing.assert_array_equal(whole[:, 32:48], system.draw(3, 32, 48))
    solved, stable = Kernel(system).solve(whole)
    assert 0 < stable.sum() == solved.count


def test_what_causes_pass_on_together_is_an_unknown_that_may_matter():
    told = model(STOCKS | {"a": "input", "b": "input"}, ["a->d", "b->d"], strengths="shares")
    found = digisys.sensitivity(told, step(LEVEL), "d", samples=256)
    by_key = {effect.key: effect for effect in found.effects}
    assert by_key["total:d"].kind == "total"
    assert by_key["total:d"].correlation > 0
    # A cause that is not moved takes from the one that is.
    assert by_key["b->d"].correlation < -0.3 < 0.3 < by_key["a->d"].correlation
    assert "its causes together" in found.text("en")


def test_a_lone_cause_decides_nothing_by_its_own_strength():
    found = digisys.sensitivity(in_series(1, strengths="shares"), step(LEVEL), "z", samples=64)
    assert {effect.key for effect in found.effects} == {"total:z", "z"}


def test_equations_write_out_how_causes_share():
    told = model(
        STOCKS | {"a": "input"},
        ["a->b", {"from": "a", "to": "d", "polarity": "positive", "strength": "weak"}, "b-|d"],
        strengths="shares",
    )
    found = digisys.equations(told)
    symbols = {item.variable: item.symbols for item in found.items}
    assert "tanh([0.8–1.2]·a)" in symbols["b"]
    assert "[0.8–1.2]·[0.05–0.3]/Σ·a − [0.8–1.2]·[0.05–0.7]/Σ·b" in symbols["d"]
    assert "Σ: sum of the sizes" in found.text("en", width=200)


class TestWhatHangsOnALink:
    """A change of one cause changes what the others get: by hand, one inverse a draw."""

    MODEL = model(
        dict.fromkeys("abcd", "stock") | {"a": "input", "b": "input"},
        ["a->c", "b->c", "d->c", "c-|d", "a->d", {"from": "b", "to": "d", "polarity": "negative"}],
        strengths="shares",
    )

    @pytest.mark.parametrize("way", ["existence", "sign", "strength"])
    def test_best_levers_are_those_of_the_changed_matrix(self, way):
        system = press_system(Graph.of(self.MODEL))
        links = system.links
        drawn = len(system.entries) + len(system.sharing[0])
        values = {
            "existence": ((1.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
            "sign": ((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0)),
            "strength": ((0.0, 0.05, 0.3), (0.0, 0.4, 0.8)),
        }[way]
        variations = tuple(Variation(row, *values) for row in range(len(links)))
        outcomes = np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
        counting = np.ones((2, 2), dtype=bool)
        solved, _ = Kernel(system).solve(system.draw(1, 0, 60))
        rankings = Rankings(links, outcomes, [0, 1], counting, variations, system.sharing[1], drawn)
        counted = rankings.counted(rankings.measure(solved))
        for row, entry in enumerate(links):
            same = np.zeros(2, dtype=int)
            valid = 0
            for at in range(solved.count):
                best = []
                stable = True
                for keep, low, high in values:
                    raw = solved.values[drawn:, at].copy()
                    place = (abs(raw[row]) - entry.low) / (entry.high - entry.low)
                    size = np.sign(raw[row]) * (low + (high - low) * place)
                    raw[row] = keep * raw[row] + size
                    matrix = np.zeros((4, 4))
                    for damping in system.damping:
                        position = system.entries.index(damping)
                        matrix[damping.row, damping.row] = -solved.values[position, at]
                    for number, link in enumerate(links):
                        peers = [o for o, other in enumerate(links) if other.row == link.row]
                        total = np.abs(solved.values[peers, at]).sum()
                        whole = np.abs(raw[peers]).sum()
                        matrix[link.row, link.column] = total * raw[number] / whole if whole else 0
                    inverse = -np.linalg.inv(matrix)
                    stable &= np.linalg.det(-matrix) > 0
                    best.append((outcomes @ inverse)[:, :2].argmax(axis=1))
                if stable:
                    valid += 1
                    same += best[0] == best[1]
            assert counted.drawn[row] == valid
            assert counted.same[row].tolist() == same.tolist()


def test_questions_of_a_cause_that_is_alone_do_not_hang_on_its_strength():
    two = model(
        dict.fromkeys("abcd", "stock") | {"a": "input", "b": "input"}, ["a->c", "b->d", "d->c"]
    )
    asked = digisys.questions(two, "c", strengths=SHARES, samples=300, doubt="strength")
    weights = {flip.link: flip.weight for flip in asked.flips}
    assert "b->d" not in weights
    assert weights["a->c"] > 0.3
