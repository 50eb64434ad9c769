"""Alternative structures: the snowshoe hare, and models small enough to reckon by hand."""

from __future__ import annotations

import numpy as np
import pytest

from digisys.analysis.press.structures import posterior, weigh_structures
from digisys.errors import DigisysError, QuestionError, TooLargeError, UnknownNameError
from digisys.schema import Model
from digisys.uncertainty.strengths import Strengths
from tests.tiny import model_of

HARE = model_of(
    "vegetation + hare",
    "hare - vegetation",
    "hare + predator",
    "predator - hare",
    "vegetation + predator",
    "predator - vegetation",
)
# B, C, D and E of the published case.
STRUCTURES = {
    "B": (),
    "C": ("hare->hare",),
    "D": ("predator->vegetation",),
    "E": ("predator->vegetation", "hare->hare"),
}
PRIORS = {"B": 3 / 16, "C": 3 / 16, "D": 5 / 16, "E": 5 / 16}


def hare(**options: object):
    return weigh_structures(
        HARE,
        "vegetation",
        {"hare": "falls"},
        alternatives=STRUCTURES,
        priors=PRIORS,
        strengths=Strengths("uniform", damping=("vegetation", "predator")),
        **{"samples": 20_000, **options},
    )


def test_snowshoe_hare() -> None:
    odds = [item.posterior for item in hare().structures]
    assert odds == pytest.approx([0.148, 0.188, 0.279, 0.384], abs=0.02)
    assert sum(odds) == pytest.approx(1)


def test_snowshoe_hare_against_a_plain_loop() -> None:
    """The same shares from matrices written out by hand and LAPACK, with other draws."""
    base = np.array([[-1, -1, 0], [1, 0, -1], [1, 1, -1]])
    random = np.random.default_rng(4)
    for structure in hare().structures:
        signs = base.copy()
        if "predator->vegetation" in structure.present:
            signs[0, 2] = -1
        if "hare->hare" in structure.present:
            signs[1, 1] = -1
        matrices = signs * random.random((20_000, 3, 3))
        stable = np.linalg.eigvals(matrices).real.max(axis=1) < 0
        falls = -np.linalg.inv(matrices)[:, 1, 0] < 0
        assert structure.stable == pytest.approx(stable.mean(), abs=0.02)
        assert structure.agreeing == pytest.approx((stable & falls).mean(), abs=0.02)


def test_bayes_by_hand() -> None:
    assert posterior([0.5, 0.25, 0.25], [0.2, 0.4, 0.0]) == pytest.approx((0.5, 0.5, 0))
    assert posterior([0.5, 0.5], [0, 0]) == (0, 0)


def with_doubt() -> Model:
    model = model_of("a + b", "a - b2", "b2 + c", "b + c")
    links = [
        link.model_copy(update={"certainty": "ambiguous"}) if link.id == "a->b2" else link
        for link in model.links
    ]
    return model.model_copy(update={"links": tuple(links)})


def test_every_combination_of_ambiguous_links() -> None:
    answer = weigh_structures(with_doubt(), "a", {"c": "falls"}, samples=2_000)
    without, having = answer.structures
    assert (without.present, having.present) == ((), ("a->b2",))
    assert without.agreeing == 0
    assert having.posterior == 1
    assert answer.odds("a->b2") == (0.5, 1)


def test_what_no_structure_shows_is_told() -> None:
    answer = weigh_structures(
        with_doubt(), "a", {"b": "falls"}, alternatives={"one": ()}, samples=100
    )
    assert answer.structures[0].posterior == 0
    assert "no structure shows this" in str(answer)


def test_answers_show_themselves() -> None:
    answer = hare(samples=500)
    assert list(answer.to_frame()["name"]) == list(STRUCTURES)
    assert answer.to_dict()["observed"] == {"hare": "falls"}
    assert "self-damping of HARE" in str(answer)
    assert "<table>" in answer._repr_html_()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"observed": {}}, QuestionError),
        ({"observed": {"c": "sinks"}}, QuestionError),
        ({"observed": {"nobody": "falls"}}, UnknownNameError),
        ({"alternatives": {}}, QuestionError),
        ({"alternatives": {"x": ["a->nobody"]}}, UnknownNameError),
        ({"priors": {"1": 1.0}}, QuestionError),
        ({"priors": {"1": -1.0, "2": 2.0}}, QuestionError),
        ({"samples": 0}, QuestionError),
    ],
)
def test_mistakes_are_told(options: dict[str, object], error: type[DigisysError]) -> None:
    with pytest.raises(error) as caught:
        weigh_structures(with_doubt(), "a", **{"observed": {"c": "falls"}, **options})
    assert caught.value.cure or isinstance(caught.value, UnknownNameError)


def test_too_many_combinations_are_refused() -> None:
    model = model_of(*(f"a + b{i}" for i in range(7)))
    links = tuple(link.model_copy(update={"certainty": "ambiguous"}) for link in model.links)
    with pytest.raises(TooLargeError):
        weigh_structures(model.model_copy(update={"links": links}), "a", {"b1": "rises"})


def test_nothing_uncertain_is_told() -> None:
    with pytest.raises(QuestionError, match="no ambiguous links"):
        weigh_structures(HARE, "vegetation", {"hare": "falls"})
