"""What decides an outcome, where the answer is known by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from digisys.errors import MissingPackageError, QuestionError
from digisys.schema import Scenario, SetLevel
from digisys.simulation.sensitivity.sensitivity import rank_correlation, sensitivity
from digisys.simulation.system.options import Settings
from tests.simulation import tiny

#: p = s1 u + s2 v with s1 from 0.2 to 0.8 and s2 from 0.3 to 0.5: variances 9 to 1.
SUM = tiny.model(
    {"u": "input", "v": "input", "p": "auxiliary", "w": "input", "q": "auxiliary"},
    ["u->p", "v->p", "w->q"],
)
BOTH = Scenario(
    id="both",
    title="Both",
    interventions=[SetLevel(variable=name, size=1.0, start=2024) for name in ("u", "v")],
)
LINEAR = Settings(response="linear", strengths={"u->p": (0.2, 0.8), "v->p": (0.3, 0.5)})


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(-1, 1)), min_size=5, max_size=40))
def test_rank_correlation_is_spearmans(pairs):
    first, second = np.array(pairs, dtype=float).T
    value, low, high = rank_correlation(first, second)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        assert value == 0
    else:
        assert value == pytest.approx(spearmanr(first, second).statistic, abs=1e-12)
    assert low <= value <= high


def test_the_interval_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(0)
    truth = 6 / np.pi * np.arcsin(0.5 / 2)
    hits = 0
    for _ in range(400):
        x = rng.normal(size=60)
        y = 0.5 * x + np.sqrt(0.75) * rng.normal(size=60)
        _, low, high = rank_correlation(x, y)
        hits += low <= truth <= high
    assert 0.92 < hits / 400 < 0.98


def test_the_wider_range_decides():
    answer = sensitivity(SUM, BOTH, "p", samples=512, settings=LINEAR)
    assert [effect.key for effect in answer.effects] == ["u->p", "v->p"]
    first, second = answer.effects
    assert first.correlation > 0.9
    assert first.low < first.correlation < first.high
    # The median of a quarter lies at 1/8 of the range.
    assert (first.if_low, first.if_high) == (
        pytest.approx(0.275 + 0.4, abs=0.02),
        pytest.approx(0.725 + 0.4, abs=0.02),
    )
    assert second.correlation < 0.5


def test_sobol_indices_share_out_the_variance():
    answer = sensitivity(SUM, BOTH, "p", samples=512, settings=LINEAR, indices=True)
    first, second = answer.effects
    assert first.first_order == pytest.approx(0.9, abs=0.03)
    assert second.first_order == pytest.approx(0.1, abs=0.03)
    assert first.total == pytest.approx(0.9, abs=0.03)
    assert first.total_error < 0.2
    assert "±" in answer.text("en")


def test_an_outcome_that_does_not_vary_has_no_indices():
    nothing = Scenario(
        id="nothing", title="N", interventions=[SetLevel(variable="u", size=0.0, start=2024)]
    )
    answer = sensitivity(SUM, nothing, "p", samples=64, indices=True)
    assert answer.effects[0].total == 0.0


def test_only_unknowns_on_the_way_are_told():
    model = tiny.model(
        {"u": "input", "a": "stock", "b": "stock", "c": "stock"}, ["u->a", "a->b", "b->c"]
    )
    scenario = Scenario(
        id="u", title="U", interventions=[SetLevel(variable="u", size=0.5, start=2024)]
    )
    answer = sensitivity(model, scenario, "b", samples=64)
    assert {effect.key for effect in answer.effects} == {"u->a", "a->b", "a", "b"}
    known = sensitivity(
        model, scenario, "b", samples=64, settings=Settings(strengths={"u->a": 0.5})
    )
    assert "u->a" not in {effect.key for effect in known.effects}


def test_it_shows_itself():
    answer = sensitivity(tiny.growth(), tiny.push(), "b", samples=64)
    text = str(answer)
    assert "inertia: A" in text
    assert "A → B" in text
    assert "table" in answer._repr_html_()
    assert len(answer.to_frame()) == 4
    assert answer.to_dict()["effects"][0]["total"] is None


def test_questions_that_cannot_be_answered(monkeypatch):
    with pytest.raises(QuestionError, match="too few"):
        sensitivity(SUM, BOTH, "p", samples=4)
    with pytest.raises(QuestionError, match="Nothing unknown lies"):
        sensitivity(SUM, BOTH, "q", samples=16)
    monkeypatch.setitem(__import__("sys").modules, "SALib.analyze", None)
    with pytest.raises(MissingPackageError, match="sensitivity"):
        sensitivity(SUM, BOTH, "p", samples=16, indices=True)
