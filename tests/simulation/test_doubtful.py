"""Links that may be absent and signs that are not known, in every question about runs."""

import numpy as np
import pytest

import digisys
from digisys.errors import TooLargeError
from digisys.schema import Model, Push, Scenario
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.dominance.histogram import ERROR
from digisys.simulation.dominance.loop_scores import relative_scores, scores_of_loops
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.experiment import Experiment
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.system.options import Settings
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.options import Draws
from digisys.uncertainty.strengths import Strengths


def model_of(*links, years=4):
    """A model of stocks; links as ``a+b``, ``a-b`` or ``a?b``, a chance behind a colon."""
    told = []
    for text in links:
        course, _, chance = text.partition(":")
        sign = {"+": "positive", "-": "negative", "?": "unknown"}[course[1]]
        link = {"from": course[0], "to": course[2], "polarity": sign}
        if chance:
            link |= {"certainty": "ambiguous", "chance": float(chance)}
        told.append(link)
    names = sorted({end for link in told for end in (link["from"], link["to"])})
    return Model.model_validate(
        {
            "schema": 1,
            "id": "doubtful",
            "title": "Doubtful",
            "languages": ["en"],
            "time": {"start": 0, "end": years, "step": 0.125},
            "variables": {name: {"label": name.upper(), "role": "stock"} for name in names},
            "links": told,
        }
    )


PUSH = Scenario(id="push", title="Push", interventions=[Push(variable="a", size=0.5, start=0)])


def drawn(samples, seed=1):
    """Draws by key, so that they are the same in models that differ in a link."""
    return Draws(samples, seed, sampler="random")


def exists(model, samples, seed=1, settings=None):
    """Whether each doubtful link exists in each draw; by link."""
    system = Experiment.of(model, settings=settings, certainty="all").system
    values = draw_values(system.unknowns, seed, 0, samples)
    return {item.key: values[at] != 0 for at, item in enumerate(system.unknowns) if item.chance < 1}


class TestEnsembles:
    doubtful = model_of("a+b", "b+c:0.4")
    sure, without = model_of("a+b", "b+c"), model_of("a+b", "c+a")

    def test_each_draw_is_the_model_with_or_without_the_link(self):
        found = simulate(self.doubtful, PUSH, samples=drawn(64), certainty="all").final
        there = exists(self.doubtful, 64)["b->c"]
        assert 0.2 < there.mean() < 0.6
        row = -1  # the last outcome is c
        with_it = simulate(self.sure, PUSH, samples=drawn(64)).final
        assert (found[there] == with_it[there]).all()
        assert (found[~there, row] == 0).all()

    @pytest.mark.parametrize("chance", [0.0, 1.0])
    def test_what_is_certain_is_no_doubt(self, chance):
        model = model_of("a+b", f"b+c:{chance:g}")
        c = simulate(model, PUSH, samples=32, certainty="all").band("c")[-1]
        assert (c > 0) == (chance == 1)
        single = simulate_once(model, PUSH, certainty="all").level("c")[-1]
        assert (single > 0) == (chance == 1)

    @pytest.mark.parametrize("sampler", ["sobol", "latin", "random"])
    def test_the_share_of_draws_is_the_chance(self, sampler):
        draws = Draws(1000, sampler=sampler)
        ensemble = simulate(self.doubtful, PUSH, samples=draws, certainty="all")
        assert ensemble.rise("c") == pytest.approx(0.4, abs=0.002 if sampler != "random" else 0.05)

    def test_a_view_of_explicit_links_knows_nothing_of_them(self):
        narrow = simulate(self.doubtful, PUSH, samples=32)
        assert narrow.draws.keys == ("a->b", "a", "b", "c")
        assert "mbiguous" not in narrow.text("en")

    def test_the_usual_chance_is_an_option(self):
        model = digisys.load("digikompassi")
        told = {}
        for uncertain in (0.0, 0.5, 1.0):
            settings = Settings(strengths=Strengths(uncertain=uncertain))
            answer = simulate(
                model, "leadership-push", samples=16, settings=settings, certainty="all"
            )
            told[uncertain] = dict(answer.summary("en")).get("Ambiguous links")
        assert told == {
            0.0: "5 ambiguous links exist with probability 0 each",
            0.5: "5 ambiguous links exist with probability 0.5 each",
            1.0: None,
        }

    def test_draws_are_those_of_press(self):
        """One idea, the same keyed draws: what exists in a run exists in a settled answer."""
        experiment = Experiment.of(self.doubtful, PUSH, certainty="all")
        table = experiment.draw_table(drawn(48))
        weights, _ = experiment.parameters(table, 0, 48)
        values = draw_values(experiment.system.unknowns, 1, 0, 48)
        arcs = experiment.program.arc_unknowns
        assert (weights == values[arcs]).all()

    def test_scenarios_meet_the_same_structures(self):
        other = PUSH.model_copy(update={"id": "again"})
        both = digisys.compare(self.doubtful, [PUSH, other], samples=64, certainty="all")
        first, second = both.final("c")
        assert (first == second).all()
        assert 0 < (first > 0).mean() < 1
        assert (both.again(64).final("c") == both.final("c")).all()


def test_a_modulating_link_that_is_absent_multiplies_nothing():
    """Without the link the effect is as if nobody had said that it is modulated."""
    plain = model_of("a+b", "b+a", "c+a")
    data = plain.model_dump(mode="json", by_alias=True)
    data["links"].append(
        {
            "from": "c",
            "to": "b",
            "polarity": "positive",
            "modulates": "a->b",
            "certainty": "ambiguous",
            "chance": 0.5,
        }
    )
    model = Model.model_validate(data)
    there = exists(model, 32)["c->b"]
    assert 0 < there.mean() < 1
    options = {"samples": drawn(32), "settings": Settings(initial={"c": 0.5})}
    found = simulate(model, PUSH, certainty="all", **options).final
    without = simulate(plain, PUSH, **options).final
    assert (found[~there] == without[~there]).all()
    assert (found[there] != without[there]).any(axis=1).all()
    for seed in range(6):
        draws = drawn(1, seed)
        if exists(model, 1, seed)["c->b"][0]:
            continue
        mine = dominance(model, PUSH, samples=draws, settings=options["settings"], certainty="all")
        other = dominance(plain, PUSH, samples=draws, settings=options["settings"])
        np.testing.assert_allclose(
            mine.course("a → b"), other.course("a → b"), atol=1e-12, err_msg=str(seed)
        )


def test_whether_a_link_is_there_may_decide_an_outcome():
    model = model_of("a+b", "b+c:0.5")
    answer = digisys.sensitivity(model, PUSH, "c", samples=256, certainty="all")
    first = answer.effects[0]
    assert (first.key, first.kind) == ("exists:b->c", "existence")
    assert first.if_low == 0
    assert first.if_high > 0
    assert first.correlation > 0.8
    assert answer.table("en").rows[0][0] == "there at all: B → C"


class TestDominance:
    @pytest.mark.parametrize("seed", range(8))
    def test_each_draw_is_scored_as_the_model_with_or_without_the_link(self, seed):
        links = ("a+b", "b+a", "b+c", "c+d", "d-c")
        doubtful = model_of(*links, "c+b:0.5")
        there = exists(doubtful, 1, seed)["c->b"][0]
        answer = dominance(doubtful, PUSH, samples=drawn(1, seed), certainty="all")
        plain = model_of(*links, "c+b") if there else model_of(*links)
        expected = dominance(plain, PUSH, samples=drawn(1, seed))
        names = {loop.entry: at for at, loop in enumerate(answer.loops)}
        scored = {loop.entry: at for at, loop in enumerate(expected.loops)}
        for entry in set(scored) - {"erosion", "erosion:1"}:
            mine, other = answer.relative[:, names[entry]], expected.relative[:, scored[entry]]
            np.testing.assert_allclose(mine, other, atol=1e-12)
            mine = answer.leading[:, answer.entries.index(entry)]
            assert (mine == expected.leading[:, expected.entries.index(entry)]).all()
        if not there:
            assert not answer.relative[:, names["b → c"]].any()

    def test_how_often_a_loop_exists(self):
        model = model_of("a+b", "b+a:0.3", "b+c", "c+a:0.5", "c+b")
        answer = dominance(model, PUSH, samples=drawn(200), certainty="all")
        there = exists(model, 200)
        shares = dict(zip(answer.entries, answer.presence.entries, strict=True))
        assert shares["a → b"] == there["b->a"].mean()
        assert shares["a → b → c"] == there["c->a"].mean()
        assert shares["b → c"] == 1
        data = answer.to_dict()["loops"][0]
        assert (data["exists"], data["reinforcing"]) == (shares["a → b"], 1.0)
        assert "Exists" in answer.table("en").heads

    def test_which_way_a_loop_of_unknown_sign_works(self):
        model = model_of("a?b", "b-a")
        answer = dominance(model, PUSH, samples=drawn(400))
        values = draw_values(answer.experiment.system.unknowns, 1, 0, 400)
        share = (values[0] < 0).mean()
        assert answer.presence.reinforcing[0] == share
        assert 0.4 < share < 0.6
        kind = answer.table("en").rows[1][1]
        assert kind == f"reinforcing {share:.0%}, balancing {1 - share:.0%}"
        assert "Exists" not in dict(answer.summary("en"))

    def test_nothing_is_told_where_draws_do_not_differ(self):
        answer = dominance(model_of("a+b", "b+a"), PUSH, samples=16)
        assert answer.presence is None
        assert "exists" not in answer.to_dict()["loops"][0]

    def test_scores_that_are_counted_are_those_that_are_kept(self, monkeypatch):
        model = model_of("a+b", "b+a:0.7", "b+c", "c-a", "c?b")
        kept = dominance(model, PUSH, samples=500, certainty="all")
        monkeypatch.setattr("digisys.simulation.dominance.gathering._KEPT_BYTES", 0)
        monkeypatch.setattr("digisys.simulation.dominance.dominance._COUNTED_PART", 128)
        counted = dominance(model, PUSH, samples=500, certainty="all")
        assert (kept.exact, counted.exact) == (True, False)
        np.testing.assert_allclose(counted.relative, kept.relative, atol=1e-12)
        assert (counted.leading == kept.leading).all()
        assert (counted.presence.loops == kept.presence.loops).all()
        # Exact bands lie between two ranks; counted ones are of the lower rank.
        assert np.abs(counted.bands - kept.bands).max() < 0.05
        assert np.abs(counted.bands - kept.bands).mean() < 2 * ERROR
        shared = dominance(model, PUSH, samples=Draws(500, workers=2), certainty="all")
        assert shared == counted

    def test_what_no_memory_holds_is_refused(self, monkeypatch):
        monkeypatch.setattr("digisys.simulation.dominance.gathering._KEPT_BYTES", 0)
        monkeypatch.setattr("digisys.simulation.dominance.gathering._MOST_BYTES", 1000)
        with pytest.raises(TooLargeError, match="more than a gigabyte"):
            dominance(model_of("a+b", "b+a"), PUSH, samples=16)


def test_products_round_loops_that_begin_alike():
    """The shared beginnings change no bit of any product."""
    rng = np.random.default_rng(1)
    links = rng.normal(size=(3, 6, 4))
    loops = [[0, 1, 2], [3], [0, 1, 4, 5], [0, 1], [0, 2, 1], [0, 1, 4, 2]]
    found = scores_of_loops(links, loops)
    for row, members in enumerate(loops):
        assert (found[:, row] == np.prod(links[:, members], axis=1)).all()


def test_loops_without_a_group_have_no_score():
    scores = np.array([[[1.0], [2.0], [-2.0]]])
    assert relative_scores(scores, [0, -1, 0])[0, :, 0] == pytest.approx([1 / 3, 0, -2 / 3])


def test_causes_that_share_share_among_those_that_are_there():
    """Where one of two causes is absent, the other passes on what both would have."""
    plain = model_of("a+c", "b+c:0.5")
    data = plain.model_dump(mode="json", by_alias=True) | {"strengths": "shares"}
    experiment = Experiment.of(Model.model_validate(data), PUSH, certainty="all")
    table = experiment.draw_table(drawn(64))
    weights, _ = experiment.parameters(table, 0, 64)
    total = 0.8 + 0.4 * table.block(0, 64)[table.keys.index("total:c")]
    np.testing.assert_allclose(weights.sum(axis=0), total, rtol=1e-12)
    alone = weights[1] == 0
    assert 0.2 < alone.mean() < 0.8
    np.testing.assert_allclose(weights[0, alone], total[alone], rtol=1e-12)
