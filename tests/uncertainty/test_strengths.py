"""One idea of how strong links are: what narrows a link narrows every answer about it."""

import pytest

from digisys import Settings, Strengths, dominance, press, questions, robust, simulate_once
from digisys.analysis.press.system import press_system
from digisys.errors import QuestionError
from digisys.graph.view import Graph
from digisys.schema import Scenario, SetLevel
from digisys.simulation.experiment import Experiment
from tests.tiny import model_of

#: One way from a to t helps, one harms; what t makes of that depends on strengths alone.
MODEL = model_of(
    "a + t", "b + t", "a - m", "m + t", "t - m", roles={"a": "input", "b": "input"}
)  # fmt: skip
SETTLED = {"damping_range": (1.0, 1.0)}


def scenario() -> Scenario:
    step = SetLevel(variable="a", size=0.5, start=2023)
    return Scenario(id="step", title="Step", interventions=[step])


def pressed(links: dict) -> float:
    strengths = Strengths(links=links, **SETTLED)
    answer = press(MODEL, "a", method="sampling", strengths=strengths, samples=400)
    return answer.response("t").rises


def ranked(links: dict) -> float:
    answer = robust(MODEL, "t", strengths=Strengths(links=links, **SETTLED), samples=400)
    return next(lever.best for lever in answer.ranking.levers if lever.variable == "a")


def asked(links: dict) -> float:
    strengths = Strengths(links=links, **SETTLED)
    answer = questions(MODEL, "t", strengths=strengths, samples=400, doubt="strength")
    return sum(flip.weight for flip in answer.flips if flip.link == "a->t")


def run(links: dict) -> float:
    return float(simulate_once(MODEL, scenario(), strengths=links).level("t")[-1])


def driven(links: dict) -> float:
    answer = dominance(MODEL, scenario(), settings=Settings(strengths=links))
    (loop,) = (at for at, loop in enumerate(answer.loops) if loop.kind != "erosion")
    return float(abs(answer.relative[:, loop]).max())


@pytest.mark.parametrize(
    ("answer", "links", "usual", "narrowed"),
    [
        (pressed, {"a->t": 0.9}, lambda rises: 0.5 < rises < 1, lambda rises: rises == 1),
        (pressed, {"a->t": 0}, lambda rises: 0.5 < rises < 1, lambda rises: rises == 0),
        (ranked, {"a->t": (2.0, 2.0)}, lambda best: 0 < best < 1, lambda best: best == 1),
        (ranked, {"a->t": 0}, lambda best: 0 < best < 1, lambda best: best == 0),
        (asked, {"a->t": 0.3}, lambda weight: weight > 0, lambda weight: weight == 0),
        (run, {"a->t": 0}, lambda level: level > 0, lambda level: level < 0),
        (driven, {"t->m": 0}, lambda share: share > 0, lambda share: share == 0),
    ],
)
def test_a_link_without_width_reaches_every_question(answer, links, usual, narrowed) -> None:
    assert usual(answer({}))
    assert narrowed(answer(links))


@pytest.mark.parametrize(
    "choice",
    ["classes", "uniform", (0.1, 0.6), {"a->t": "weak", "m->t": 0.4, "b->t": (0.2, 0.3)}],
)
def test_a_matrix_and_a_run_know_a_link_alike(choice) -> None:
    matrix = press_system(Graph.of(MODEL), Strengths.of(choice))
    system = Experiment.of(MODEL, settings=Settings(strengths=choice)).system
    assert {(item.key, item.low, item.high, item.sign) for item in matrix.links} == {
        (item.key, item.low, item.high, item.sign)
        for item in system.unknowns
        if item.kind == "strength"
    }


def test_strengths_beside_settings_are_those_of_settings() -> None:
    beside = simulate_once(MODEL, scenario(), strengths={"a->t": 0.9})
    within = simulate_once(MODEL, scenario(), settings=Settings(strengths={"a->t": 0.9}))
    assert (beside.levels == within.levels).all()
    with pytest.raises(QuestionError, match="twice"):
        simulate_once(MODEL, strengths="uniform", settings=Settings(strengths={"a->t": 0.9}))


@pytest.mark.parametrize("ask", [press, robust, questions, simulate_once])
def test_a_link_that_is_not_there_is_refused(ask) -> None:
    with pytest.raises(QuestionError, match="no link a->nowhere"):
        ask(MODEL, strengths={"a->nowhere": 0.5})


@pytest.mark.parametrize(
    "options",
    [
        {"every": "even"},
        {"every": (0.5, 0.1)},
        {"every": (0.0, 0.0)},
        {"links": {"a->t": "huge"}},
        {"links": {"a->t": -1.0}},
        {"links": {"a->t": (0.4, float("inf"))}},
        {"damping_range": (2.0, 1.0)},
        {"uncertain": 1.5},
    ],
)
def test_what_is_no_strength_is_refused(options) -> None:
    with pytest.raises(QuestionError):
        Strengths(**options)


@pytest.mark.parametrize(
    "strengths",
    [
        Strengths(),
        Strengths("uniform"),
        Strengths((0.1, 0.4), {"a->t": "weak", "b->t": 0.5, "m->t": (0.1, 0.2)}),
        Strengths(damping=("t", "m"), damping_range=(1.0, 2.0), uncertain=0.25),
    ],
)
def test_strengths_survive_a_file(strengths) -> None:
    assert Settings.from_dict(Settings(strengths=strengths).to_dict()).strengths == strengths


def test_strengths_of_single_links_are_kept_as_they_always_were() -> None:
    # Files and fingerprints of earlier versions hold nothing but sizes by link.
    kept = Settings(strengths={"b->t": (0.2, 0.4), "a->t": 0.5}).to_dict()["strengths"]
    assert kept == {"a->t": 0.5, "b->t": [0.2, 0.4]}


def test_a_range_that_is_none_is_refused_by_the_name_of_its_link() -> None:
    with pytest.raises(QuestionError, match="of a->t is not a range"):
        Settings(strengths={"a->t": (0.5, 0.2)})


def test_a_link_of_size_0_is_not_counted_by_the_exact_method() -> None:
    # Signs alone are ambiguous; without the helping way only the harming one is left.
    assert press(MODEL, "a", method="exact").response("t").verdict == "undecided"
    without = press(MODEL, "a", method="exact", strengths={"a->t": 0})
    assert without.response("t").verdict == "falls"
