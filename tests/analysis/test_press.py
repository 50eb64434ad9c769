"""Press perturbation: published cases, cases by hand, and two ways to the same answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.press import sampling
from digisys.analysis.press.exact import absolute_feedback, adjoint, weighted_predictions
from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.press import press
from digisys.analysis.press.sampling import sample
from digisys.analysis.press.size import draw_bytes
from digisys.analysis.press.system import press_system
from digisys.analysis.robustness.questions import questions
from digisys.analysis.robustness.robust import robust
from digisys.errors import DigisysError, QuestionError, TooLargeError, UnknownNameError
from digisys.graph.view import Graph
from digisys.schema import Model
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.options import Draws
from digisys.uncertainty.strengths import Strengths
from tests.analysis.graphs import random_model
from tests.length import examples
from tests.tiny import (
    balancing_pair,
    incoherent_feed_forward,
    model_of,
    push_into_balancing_loop,
    reinforcing_pair,
)

# Each entry: matrix A, adjoint of -A, absolute feedback.
PUBLISHED = [
    (
        [[-1, -1, 0, 0, 0], [-1, -1, -1, 0, 0], [0, 1, -1, 1, 1], [0, 0, -1, -1, -1],
         [0, 0, 0, 1, -1]],
        [[6, -4, 2, 2, 0], [-4, 4, -2, -2, 0], [-2, 2, 0, 0, 0], [1, -1, 0, 1, -1],
         [1, -1, 0, 1, 1]],
        [[6, 4, 2, 2, 2], [4, 4, 2, 2, 2], [2, 2, 4, 4, 4], [1, 1, 2, 3, 5], [1, 1, 2, 3, 5]],
    ),
    (
        [[-1, 1, 0, 0, 0], [-1, -1, 0, 1, 1], [0, 0, -1, 1, 0], [0, 0, -1, -1, 1],
         [1, -1, 1, -1, -1]],
        [[5, 2, 2, 1, 3], [1, 2, 2, 1, 3], [2, 0, 4, 2, 2], [2, 0, 0, 2, 2], [4, 0, 4, 0, 4]],
        [[7, 4, 4, 3, 3], [7, 4, 4, 3, 3], [2, 2, 8, 4, 2], [2, 2, 6, 4, 2], [4, 4, 6, 6, 4]],
    ),
]  # fmt: skip
SIGNS = {1: "+", -1: "-"}
#: The whole effect of a push on each variable by itself.
EACH = None


def model_from(matrix: list[list[int]]) -> Model:
    """Build the model whose signs a matrix gives; every variable damps itself."""
    size = len(matrix)
    return model_of(
        *(
            f"v{j} {SIGNS[matrix[i][j]]} v{i}"
            for i, j in itertools.product(range(size), repeat=2)
            if i != j and matrix[i][j]
        ),
        roles={f"v{i}": "stock" for i in range(size)},
    )


def in_order(model: Model, table: np.ndarray) -> np.ndarray:
    """Put rows and columns in the order v0, v1, ..."""
    order = [list(model.variables).index(f"v{i}") for i in range(len(table))]
    return table[np.ix_(order, order)]


@pytest.mark.parametrize(("matrix", "expected", "feedback"), PUBLISHED)
def test_published_adjoints_and_feedback_counts(matrix, expected, feedback) -> None:
    assert adjoint(-np.array(matrix)).tolist() == expected
    assert absolute_feedback(matrix).tolist() == feedback


@pytest.mark.parametrize(("matrix", "expected", "feedback"), PUBLISHED)
def test_published_cases_asked_of_a_model(matrix, expected, feedback) -> None:
    model = model_from(matrix)
    answer = press(model)
    assert answer.exact is not None
    assert in_order(model, answer.exact.adjoint).tolist() == expected
    assert in_order(model, answer.exact.feedback).tolist() == feedback
    weight = weighted_predictions(expected, feedback)
    assert answer.response("v0", "v1").sureness == weight[0, 1]


def permanent(matrix: np.ndarray) -> int:
    """Add up all permutations: the definition."""
    size = len(matrix)
    return sum(
        int(np.prod([matrix[i, p[i]] for i in range(size)]))
        for p in itertools.permutations(range(size))
    )


matrices = st.integers(1, 6).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(-1, 1), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


@given(matrices)
@settings(max_examples=examples(60))
def test_adjoint_and_feedback_are_what_they_are_by_definition(rows) -> None:
    matrix = np.array(rows)
    size = len(matrix)
    found = adjoint(matrix)
    determinant = round(np.linalg.det(matrix))
    assert (matrix @ found == determinant * np.eye(size)).all()
    feedback = absolute_feedback(matrix)
    for i, j in itertools.product(range(size), repeat=2):
        minor = np.delete(np.delete(np.abs(matrix), j, axis=0), i, axis=1)
        assert feedback[i, j] == permanent(minor)
    assert (np.abs(found) <= feedback).all()


def test_the_largest_exact_matrix_does_not_overflow() -> None:
    size = 18
    matrix = np.ones((size, size), dtype=int)
    assert (absolute_feedback(matrix) == np.prod(np.arange(1, size), dtype=np.int64)).all()
    assert (adjoint(np.eye(size, dtype=int)) == np.eye(size)).all()
    with pytest.raises(TooLargeError, match="18"):
        adjoint(np.eye(19))
    with pytest.raises(TooLargeError):
        absolute_feedback(np.eye(19))


def test_a_balancing_loop_passes_a_push_on() -> None:
    answer = press(push_into_balancing_loop(), "a")
    assert [answer.response(name).verdict for name in "abc"] == ["rises"] * 3
    pushed_in_loop = press(push_into_balancing_loop(), "c")
    assert [pushed_in_loop.response(name).verdict for name in "abc"] == ["stays", "falls", "rises"]


def test_the_paradox_of_predator_and_prey() -> None:
    """Without self-damping of the prey, feeding it only feeds the predator."""
    answer = press(balancing_pair(), "a", strengths=Strengths(damping=["b"]))
    assert answer.response("a").net == 1
    paradox = press(balancing_pair(), "a", strengths=Strengths(damping=["a"]))
    assert (paradox.response("a").verdict, paradox.response("b").verdict) == ("stays", "rises")
    sampled = press(
        balancing_pair(), "a", strengths=Strengths(damping=["a"]), method="sampling", samples=500
    )
    assert (sampled.response("a").verdict, sampled.response("b").verdict) == ("stays", "rises")


def test_opposite_chains_cannot_be_told() -> None:
    answer = press(incoherent_feed_forward(), "a")
    assert answer.response("c").verdict == "undecided"
    assert (answer.response("c").net, answer.response("c").total) == (0, 2)
    sampled = press(incoherent_feed_forward(), "a", method="sampling", strengths="uniform")
    # x y against z with all uniform, over damping d of b: P(xy > dz) = 1/2 by symmetry.
    assert sampled.response("c").rises == pytest.approx(0.5, abs=0.02)


def test_a_push_down_turns_every_sign() -> None:
    up, down = (press(push_into_balancing_loop(), "c", push=way) for way in ("up", "down"))
    assert [item.net for item in down.responses] == [-item.net for item in up.responses]


@given(matrices, st.integers(0, 3))
@settings(max_examples=examples(40))
def test_sampled_signs_are_those_of_lapack(rows, seed) -> None:
    """Every draw: the same stability as its eigenvalues and the same inverse."""
    matrix = np.array(rows)
    np.fill_diagonal(matrix, -1)
    model = model_from(matrix.tolist())
    system = press_system(Graph.of(model), Strengths("uniform"))
    values = draw_values(system.entries, seed, 0, 40)
    solved, stable = Kernel(system).solve(values)
    size = len(matrix)
    full = np.zeros((40, size, size))
    for entry, numbers in zip((*system.links, *system.damping), values, strict=True):
        full[:, entry.row, entry.column] = numbers if entry.row != entry.column else -numbers
    rates = np.linalg.eigvals(full).real.max(axis=1)
    sure = np.abs(rates) > 1e-7
    assert (stable == (rates < 0))[sure].all()
    expected = -np.linalg.inv(full[stable])
    found = np.moveaxis(solved.responses(np.eye(size)), 2, 0)
    assert np.allclose(found, expected, rtol=1e-6, atol=1e-8)
    outcomes = np.arange(2 * size).reshape(2, size) / size
    weights = np.moveaxis(solved.weights(outcomes), 2, 0)
    assert np.allclose(weights, outcomes @ expected, rtol=1e-6, atol=1e-6)


@given(matrices)
@settings(max_examples=examples(25))
def test_sampling_agrees_where_the_exact_method_is_certain(rows) -> None:
    matrix = np.array(rows)
    np.fill_diagonal(matrix, -1)
    model = model_from(matrix.tolist())
    exact = press(model)
    try:
        sampled = press(model, method="sampling", samples=50)
    except QuestionError:
        return  # never stable
    for one, other in zip(exact.responses, sampled.responses, strict=True):
        if one.total == 0:
            assert other.verdict == "stays"
        elif abs(one.net) == one.total:
            assert other.rises == (one.net > 0)
            assert other.falls == (one.net < 0)


def test_acceptance_of_a_reinforcing_pair() -> None:
    """Uniform a, b, c, d: stable if ab < cd, half of the draws by symmetry."""
    answer = press(reinforcing_pair(), "a", method="sampling", strengths="uniform", samples=20_000)
    assert answer.sampled is not None
    assert answer.sampled.stable == 20_000
    assert answer.sampled.acceptance == pytest.approx(0.5, abs=0.01)
    assert answer.response("b").rises == 1


def test_blocks_change_nothing(monkeypatch) -> None:
    model = digisys.load("digikompassi")
    strengths = Strengths((0.1, 0.9), damping_range=(1.0, 2.0))
    options = {"samples": 700, "strengths": strengths, "seed": 5}
    whole = press(model, **options)
    monkeypatch.setattr("digisys.analysis.press.sampling._LARGEST_BLOCK", 37)
    assert press(model, **options) == whole
    assert press(model, **{**options, "seed": 6}) != whole


def test_a_draw_does_not_depend_on_what_else_is_drawn() -> None:
    small, large = (
        press_system(Graph.of(model))
        for model in (model_of("a + b"), model_of("z - a", "a + b", "b - z"))
    )
    rows = [
        draw_values(system.entries, 3, 5, 9)[[entry.key for entry in system.links].index("a->b")]
        for system in (small, large)
    ]
    assert (rows[0] == rows[1]).all()


def test_directions_unknown_are_drawn() -> None:
    model = model_of("a ? b")
    answer = press(model, "a", samples=4_000)
    assert answer.exact is None
    assert answer.response("b").rises == pytest.approx(0.5, abs=0.03)
    assert answer.response("b").verdict == "undecided"
    with pytest.raises(QuestionError, match="direction of a->b is unknown") as caught:
        press(model, "a", method="exact")
    assert caught.value.cure


def test_ambiguous_links_exist_in_some_draws() -> None:
    model = model_of("a + b")
    links = tuple(link.model_copy(update={"certainty": "ambiguous"}) for link in model.links)
    model = model.model_copy(update={"links": links})
    answer = press(model, "a", certainty="all", strengths=Strengths(uncertain=0.3), samples=5_000)
    assert answer.response("b").rises == pytest.approx(0.3, abs=0.03)
    assert answer.system.to_dict()["uncertain_links"] == 1
    assert press(model, "a").response("b").verdict == "stays"


def test_all_variables_of_a_target_are_pushed_at_once() -> None:
    model = digisys.load("digikompassi")
    answer = press(model, 11, samples=200)
    assert answer.columns[0].variables == digisys.graph.names.resolve(model, 11).variables
    assert answer.response("trust_in_society").verdict == "rises"


def test_the_answer_reports_how_it_was_found() -> None:
    data = press(digisys.load("digikompassi"), 14, samples=100, seed=9).to_dict()
    assert data["method"] == "sampling"
    assert (data["seed"], data["samples"]) == (9, 100)
    assert data["draws"] >= 100
    assert 0 < data["acceptance"] <= 1
    assert (data["strengths"], data["damped"], data["damping_range"]) == ("classes", 42, [0.5, 1.5])


def test_answers_show_themselves() -> None:
    matrix = press(push_into_balancing_loop())
    assert "1 A       +  0  0" in str(matrix)
    single = press(push_into_balancing_loop(), "a")
    assert "+1 / 1" in str(single)
    assert len(single.to_frame()) == 3
    many = press(digisys.load("digikompassi"), samples=50)
    assert len(many.table("en").rows) == 42
    for answer in (matrix, single, many):
        assert "<table>" in answer._repr_html_()
        for language in ("fi", "sv", "en"):
            assert answer.text(language)


def test_rare_stability_ends_and_is_told() -> None:
    answer = press(
        reinforcing_pair(), "a", method="sampling", samples=Draws(500, max_draws=1_000),
        strengths=Strengths((0.9, 2.0), damping_range=(0.5, 1.2)),
    )  # fmt: skip
    assert answer.sampled is not None
    assert 0 < answer.sampled.stable < 500
    assert answer.sampled.drawn == 1_000
    assert "stable draws are rare" in " ".join(str(answer).split())


STRENGTHS = ("every", "damping", "damping_range", "uncertain")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"every": (2.0, 3.0), "damping_range": (0.5, 1.0)},
            r"None of the first 5\d\d draws is stable",
        ),
        ({"damping": "none"}, r"None of the first 5\d\d draws is stable"),
        (
            {"every": (1.0, 1.0), "damping_range": (1.0, 1.0)},
            r"None of the first 5\d\d draws is stable",
        ),
        ({"strengths": (1.0, 0.5)}, "not a range"),
        ({"strengths": (0.0, float("inf"))}, "not a range"),
        ({"strengths": "strong"}, "not one of the choices"),
        ({"damping_range": (-1.0, 1.0)}, "not a range"),
        ({"uncertain": 1.5}, "not a probability"),
        ({"samples": 0}, "at least 1"),
        ({"seed": -1}, "at least 1"),
        ({"push": "sideways"}, "not one of the choices"),
        ({"method": "magic"}, "not one of the choices"),
    ],
)
def test_mistakes_are_told_with_a_cure(options, text) -> None:
    def ask() -> None:
        given = {key: options[key] for key in options if key in STRENGTHS}
        asked = {"strengths": Strengths(**given)} if given else options
        press(reinforcing_pair(), "a", **{"method": "sampling", "samples": 100, **asked})

    with pytest.raises(DigisysError, match=text) as caught:
        ask()
    assert caught.value.cure


def test_a_matrix_that_is_always_singular() -> None:
    model = model_of("a + b", "b + a", "b + c")
    for method in ("exact", "sampling"):
        with pytest.raises(QuestionError, match="back to rest: c") as caught:
            press(model, "a", method=method, strengths=Strengths(damping=["a", "b"]))
        assert caught.value.cure


def test_names_and_sizes() -> None:
    with pytest.raises(UnknownNameError):
        press(reinforcing_pair(), "nobody")
    with pytest.raises(UnknownNameError):
        press(reinforcing_pair(), "a", strengths=Strengths(damping=["nobody"]))
    with pytest.raises(TooLargeError, match="42") as caught:
        press(digisys.load("digikompassi"), 14, method="exact")
    assert "sampling" in str(caught.value.cure)
    with pytest.raises(QuestionError):
        press(reinforcing_pair()).response("a")


def test_a_model_without_links_or_loops() -> None:
    lonely = model_of(roles={"a": "stock", "b": "stock"})
    answer = press(lonely, "a", method="sampling", samples=10)
    assert [item.verdict for item in answer.responses] == ["rises", "stays"]


def test_measures_of_draws_come_in_order() -> None:
    system = press_system(Graph.of(reinforcing_pair()), Strengths("uniform"))
    found = sample(system, lambda solved: solved.values, Draws(1_500, 2))
    values = found.measured
    assert values.shape == (4, 1_500)
    again = sample(system, lambda solved: solved.values, Draws(100, 2))
    assert (again.measured == values[:, :100]).all()


@given(matrices, st.integers(0, 3))
@settings(max_examples=examples(40))
def test_signs_are_counted_as_the_responses_are(rows, seed) -> None:
    """Whatever is left out of the work, the counts are those of every response."""
    matrix = np.array(rows)
    np.fill_diagonal(matrix, -1)
    system = press_system(Graph.of(model_from(matrix.tolist())))
    solved, _ = Kernel(system).solve(draw_values(system.entries, seed, 0, 50))
    pushes = np.eye(len(matrix))
    responses = solved.responses(pushes)
    counts = solved.sign_counts(pushes)
    assert (counts[0] == (responses > 0).sum(axis=2)).all()
    assert (counts[1] == (responses < 0).sum(axis=2)).all()


def test_signs_of_digikompassi_are_counted_as_the_responses_are() -> None:
    system = press_system(Graph.of(digisys.load("digikompassi")))
    solved, _ = Kernel(system).solve(draw_values(system.entries, 1, 0, 200))
    pushes = np.eye(42)
    responses = solved.responses(pushes)
    counts = solved.sign_counts(pushes)
    assert (counts[0] == (responses > 0).sum(axis=2)).all()
    assert (counts[1] == (responses < 0).sum(axis=2)).all()


@pytest.mark.parametrize("size", [12, 20, 42])
@pytest.mark.parametrize("dense", [False, True])
def test_stability_and_responses_of_large_components(size: int, dense: bool) -> None:
    """Of both signs, sparse (eliminated) and dense (inverted): as LAPACK tells each draw."""
    pick = np.random.default_rng(size)
    edges = {(i, (i + 1) % size) for i in range(size)}
    while len(edges) < (size * size // 2 if dense else 5 * size // 2):
        a, b = (int(value) for value in pick.integers(0, size, 2))
        if a != b:
            edges.add((a, b))
    model = model_of(
        *(f"v{a} {'+' if pick.random() < 0.7 else '-'} v{b}" for a, b in sorted(edges))
    )
    strengths = (0.0, 9.0 / size) if dense else (0.0, 1.0)
    system = press_system(Graph.of(model), Strengths(strengths, damping_range=(0.5, 1.5)))
    values = draw_values(system.entries, 1, 0, 200)
    solved, stable = Kernel(system).solve(values)
    full = np.zeros((200, size, size))
    for entry, numbers in zip((*system.links, *system.damping), values, strict=True):
        full[:, entry.row, entry.column] = numbers if entry.row != entry.column else -numbers
    rates = np.linalg.eigvals(full).real.max(axis=1)
    assert (stable == (rates < 0))[np.abs(rates) > 1e-7].all()
    assert 0.02 < stable.mean() < 1
    found = np.moveaxis(solved.responses(np.eye(size)), 2, 0)
    assert np.allclose(found, -np.linalg.inv(full[stable]), rtol=1e-6, atol=1e-8)
    weights = np.moveaxis(solved.weights(np.eye(size)), 2, 0)
    assert np.allclose(weights, found, rtol=1e-6, atol=1e-8)


def test_progress_is_told_and_ends_with_all() -> None:
    told: list[float] = []
    press(
        digisys.load("digikompassi"),
        "target 14",
        samples=Draws(3_000, progress=lambda done, total: told.append(done / total)),
    )
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] == 1


def test_a_time_limit_keeps_the_draws_made_so_far(monkeypatch) -> None:
    monkeypatch.setattr("digisys.analysis.press.sampling._LARGEST_BLOCK", 64)
    model = digisys.load("digikompassi")
    answer = press(model, "target 14", samples=Draws(50_000, time_limit=1e-9))
    assert answer.sampled is not None
    assert answer.sampled.timed_out
    assert 0 < answer.sampled.stable < answer.sampled.asked
    text = " ".join(answer.text("en").split())
    assert "50000 were asked for, but the time given ended" in text
    whole = press(model, "target 14", samples=answer.sampled.stable)
    assert whole.sampled is not None
    assert not whole.sampled.timed_out
    assert [item.rises for item in whole.responses] == [item.rises for item in answer.responses]
    with pytest.raises(QuestionError, match="above 0 seconds"):
        press(model, "target 14", samples=Draws(time_limit=0))


def test_an_interrupt_passes_through() -> None:
    """Nothing holds it back, with threads either: the command line says so in plain words."""

    def stop(*_: float) -> None:
        raise KeyboardInterrupt

    for workers in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            press(
                digisys.load("digikompassi"),
                14,
                samples=Draws(90_000, workers=workers, progress=stop),
            )


class TestLargeModels:
    """Memory and time are estimated before the work begins."""

    def test_all_pushes_of_a_large_model_are_refused_with_a_cure(self) -> None:
        model = random_model(1200, 1300, 1)
        with pytest.raises(TooLargeError, match="1153476 responses") as caught:
            press(model)
        assert "Name what is pushed" in caught.value.text("en")
        assert press(model, "v0001", samples=10).sampled.stable == 10

    def test_robust_refuses_more_ranks_than_anybody_reads(self) -> None:
        with pytest.raises(TooLargeError, match="too many to rank"):
            robust(random_model(1200, 2000, 1), levers="all")

    def test_a_draw_that_takes_longer_than_the_time_is_refused_at_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = random_model(60, 1200, 1)
        monkeypatch.setattr("digisys.analysis.press.size._IN_A_SECOND", 1e3)
        with pytest.raises(TooLargeError, match="60 variables act on each other"):
            press(model, "v00", samples=Draws(10, time_limit=5))

    def test_groups_too_large_for_memory_are_refused_before_they_are_laid_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = random_model(40, 160, 1)
        monkeypatch.setattr("digisys.analysis.press.size.MOST_BYTES", 10_000)
        monkeypatch.setattr("digisys.analysis.press.sampling.Kernel", None)
        with pytest.raises(TooLargeError, match="memory"):
            press(model, "v00", samples=10)
        answer = questions(model, "v00", samples=10, levers="all")
        assert answer.sampled is None
        assert "memory" in answer.to_dict("en")["unranked"][0]

    def test_blocks_fit_the_memory_and_change_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = random_model(60, 900, 1)
        weak = Strengths((0.0, 0.05), damping_range=(0.5, 1.5))
        whole = press(model, "v00", samples=40, strengths=weak)
        kernel = Kernel(press_system(Graph.of(model), weak))
        monkeypatch.setattr(sampling, "MOST_BYTES", 4 * draw_bytes(kernel, wide=False))
        monkeypatch.setattr(sampling, "_BLOCK_BYTES", 1)
        monkeypatch.setattr(sampling, "_COMPILED_BYTES", 1)
        assert sampling.block_size(kernel, wide=False) == 2
        again = press(model, "v00", samples=40, strengths=weak)
        assert (again.responses, again.sampled.drawn) == (whole.responses, whole.sampled.drawn)

    @pytest.mark.parametrize("seed", range(5))
    def test_where_all_is_damped_no_response_within_a_group_is_zero(self, seed: int) -> None:
        """The shortcut for damped groups agrees with drawn matrices."""
        system = press_system(Graph.of(random_model(9, 20, seed, signs="+-")))
        kernel = Kernel(system)
        solved, _ = kernel.solve(draw_values(system.entries, 1, 0, 200))
        for block in kernel.blocks:
            assert not block.zero.any()
            assert not block.singular
            found = solved.responses(np.eye(9))[np.ix_(block.members, block.members)]
            assert (found != 0).any(axis=2).all()
