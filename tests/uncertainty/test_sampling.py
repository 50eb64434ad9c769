"""Draws that depend on what is drawn and on nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from digisys.errors import QuestionError, TooLargeError
from digisys.simulation.ensemble.sketch import RELATIVE_ERROR, Sketch
from digisys.uncertainty.draws import draw_values, uniform
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.sobol.sequence import MOST_DIMENSIONS, MOST_POINTS, Sobol
from digisys.uncertainty.unknowns import Unknown, values_between
from tests.length import examples

SAMPLERS = ["sobol", "latin", "random"]


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_any_block_can_be_drawn_by_itself(sampler):
    whole = DrawTable(("a", "b", "c"), 500, 3, sampler).block(0, 500)
    blocks = [
        DrawTable(("a", "b", "c"), 500, 3, sampler).block(at, min(at + 64, 500))
        for at in range(0, 500, 64)
    ]
    assert np.array_equal(whole, np.concatenate(blocks, axis=1))
    backwards = DrawTable(("a", "b", "c"), 500, 3, sampler)
    assert np.array_equal(backwards.block(256, 320), whole[:, 256:320])
    assert np.array_equal(backwards.block(0, 64), whole[:, :64])
    assert whole.min() >= 0
    assert whole.max() < 1


@pytest.mark.parametrize(
    ("dimensions", "seed", "points"),
    [(1, 1, 16), (2, 0, 4096), (37, 5, 1024), (120, 7, 64), (1111, 2, 16)],
)
def test_sobol_points_are_those_of_scipy(dimensions, seed, points):
    """To the bit, in every dimension, whatever block is asked for."""
    random = np.random.default_rng(seed)
    known = qmc.Sobol(dimensions, scramble=True, rng=random).random(points).T
    sequence = Sobol(dimensions, seed)
    assert np.array_equal(sequence.points(0, points), known)
    assert np.array_equal(sequence.points(points // 3, points - 1), known[:, points // 3 : -1])


@pytest.mark.long
def test_sobol_points_of_all_dimensions_and_far_out():
    engine = qmc.Sobol(MOST_DIMENSIONS, scramble=True, rng=np.random.default_rng(3))
    sequence = Sobol(MOST_DIMENSIONS, 3)
    assert np.array_equal(sequence.points(0, 16), engine.random(16).T)
    engine.fast_forward(MOST_POINTS - 32)
    last = sequence.points(MOST_POINTS - 16, MOST_POINTS)
    assert np.array_equal(last, engine.random(16).T)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_another_seed_gives_other_draws(sampler):
    first, second = (DrawTable(("a",), 64, seed, sampler).block(0, 64) for seed in (1, 2))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("sampler", ["latin", "random"])
def test_what_else_is_drawn_does_not_matter(sampler):
    few = DrawTable(("b",), 64, 1, sampler).block(0, 64)[0]
    many = DrawTable(("a", "b", "c"), 64, 1, sampler).block(0, 64)[1]
    assert np.array_equal(few, many)


@settings(max_examples=examples(30))
@given(samples=st.integers(1, 700), seed=st.integers(0, 2**40))
def test_a_latin_hypercube_has_one_draw_in_every_cell(samples, seed):
    row = DrawTable(("x",), samples, seed, "latin").block(0, samples)[0]
    assert sorted((row * samples).astype(int)) == list(range(samples))


def test_rows_of_a_latin_hypercube_are_not_ordered_alike():
    rows = DrawTable(("x", "y", "z"), 4096, 1, "latin").block(0, 4096)
    corners = np.corrcoef(rows) - np.eye(3)
    assert np.abs(corners).max() < 0.06


def test_sobol_draws_fill_the_square_more_evenly_than_random_ones():
    def gap(sampler):
        points = DrawTable(("x", "y"), 1024, 1, sampler).block(0, 1024)
        counts = np.histogram2d(*points, bins=16, range=[[0, 1], [0, 1]])[0]
        return np.abs(counts - 4).max()

    assert gap("sobol") == 0
    assert gap("random") > 3


def test_a_model_without_unknowns_needs_no_draws():
    assert DrawTable((), 32, 1, "sobol").block(0, 32).shape == (0, 32)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"sampler": "magic"}, QuestionError),
        ({"samples": 0}, QuestionError),
        ({"seed": -1}, QuestionError),
        ({"keys": tuple(map(str, range(30_000)))}, TooLargeError),
        ({"samples": MOST_POINTS + 1}, TooLargeError),
    ],
)
def test_impossible_draws(more, error):
    with pytest.raises(error):
        DrawTable(**{"keys": ("a",), "samples": 16, **more})


def test_a_link_of_unknown_polarity_is_drawn_on_both_sides_of_zero():
    unknown = Unknown("a->b", "strength", 0.1, 0.5, 0)
    shares = np.array([0.0, 0.25, 0.499999, 0.5, 0.500001, 1.0])
    ends = map(np.array, (0.0, unknown.low, unknown.high - unknown.low))
    assert values_between(*ends, shares) == pytest.approx(
        [-0.5, -0.3, -0.1, 0.0, 0.1, 0.5], abs=1e-5
    )
    assert unknown.midpoint == 0.0


def test_no_size_of_a_link_of_unknown_polarity_is_below_the_low_end_of_its_range():
    """Nor above the high end; the sizes fill the range, and half of them are negative."""
    unknown = Unknown("a->b", "strength", 0.4, 0.6, 0)
    values = draw_values([unknown], 1, 0, 4096)[0]
    sizes = np.abs(values)
    assert 0.4 <= sizes.min() < 0.401
    assert 0.599 < sizes.max() <= 0.6
    assert sizes.mean() == pytest.approx(0.5, abs=0.005)
    assert (values < 0).mean() == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("sign", [1, -1])
def test_sizes_of_a_link_of_known_polarity_fill_its_range(sign):
    values = draw_values([Unknown("a->b", "strength", 0.4, 0.6, sign)], 1, 0, 4096)[0] * sign
    assert 0.4 <= values.min() < 0.401
    assert 0.599 < values.max() <= 0.6


def test_both_ways_to_draw_an_unknown_link_agree_about_its_sizes():
    """Press draws by itself, ensembles turn shares of a table into values: one meaning."""
    for sign in (1, -1, 0):
        unknown = Unknown("a->b", "strength", 0.4, 0.6, sign)
        table = DrawTable(("a->b",), 64, 1, "random").block(0, 64)[0]
        ends = map(np.array, (float(sign), unknown.low, unknown.high - unknown.low))
        drawn = draw_values([unknown], 1, 0, 64)[0]
        assert drawn == pytest.approx(values_between(*ends, table))


@settings(max_examples=examples(30))
@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=200), st.sampled_from([0, 0.05, 0.5, 1]))
def test_a_sketch_knows_quantiles_to_its_relative_error(numbers, share):
    values = np.array(numbers)
    sketch = Sketch(1)
    for part in np.array_split(values, 3):
        sketch.add(part[None, :])
    exact = np.sort(values)[int(share * (len(values) - 1))]
    found = sketch.quantiles([share])[0, 0]
    assert abs(found - exact) <= RELATIVE_ERROR * abs(exact) * 1.001 + 1e-6


def test_sketches_add_up():
    values = np.random.default_rng(0).normal(size=(3, 100))
    whole, left, right = Sketch(3), Sketch(3), Sketch(3)
    whole.add(values)
    left.add(values[:, :30])
    right.add(values[:, 30:])
    right.merge(left.counts)
    assert np.array_equal(whole.counts, right.counts)


@pytest.mark.parametrize("start", [1, 2, 3, 4, 7])
def test_single_draws_depend_on_their_number_only(start):
    """Philox makes four numbers a count; a block may begin at any of them."""
    link = [Unknown("a->b", "strength", 0.1, 0.5, 1, 0.6)]
    whole = draw_values(link, 1, 0, 40)
    assert np.array_equal(draw_values(link, 1, start, 40), whole[:, start:])
    assert 0 < (whole == 0).sum() < 40


def test_a_seed_gives_the_numbers_that_it_always_gave():
    """Answers that people keep can be made again with any later version."""
    first, second = uniform(1, ["a->b", "b"], 0, 3)
    assert first == pytest.approx([0.14873832022, 0.794120948902, 0.104509970617], abs=1e-11)
    assert second == pytest.approx([0.922024837168, 0.29472689629, 0.282051541235], abs=1e-11)
    later = [0.336326804358, 0.381931002914, 0.620271481927]
    assert uniform(1, ["a->b"], 5, 8)[0] == pytest.approx(later, abs=1e-11)
    power = [0.658574036253, 0.574908139827, 0.376632968291, 0.748918196345, 0.180048675691]
    assert DrawTable(("a->b",), 64, 1, "latin").block(0, 5)[0] == pytest.approx(power, abs=1e-11)
    five = [0.229747664044, 0.55882418978, 0.020901994123, 0.986152913216, 0.704623048839]
    assert DrawTable(("a->b",), 5, 1, "latin").block(0, 5)[0] == pytest.approx(five, abs=1e-11)
    hundred = [0.721487383202, 0.547941209489, 0.451045099706, 0.859307645661, 0.195231152442]
    found = DrawTable(("a->b",), 100, 1, "latin").block(0, 5)[0]
    assert found == pytest.approx(hundred, abs=1e-11)


@pytest.mark.parametrize("samples", [1, 2, 3, 17, 33])
def test_sobol_draws_are_the_first_of_a_longer_sequence(samples):
    longer = DrawTable(("a", "b"), 64, 1, "sobol").block(0, 64)
    few = DrawTable(("a", "b"), samples, 1, "sobol").block(0, samples)
    assert np.array_equal(few, longer[:, :samples])


def test_one_table_gives_its_blocks_in_any_order():
    whole = DrawTable(("a", "b"), 512, 1, "sobol").block(0, 512)
    table = DrawTable(("a", "b"), 512, 1, "sobol")
    for start in (16, 32, 128, 0, 256, 256):
        assert np.array_equal(table.block(start, start + 16), whole[:, start : start + 16])


def test_a_sobol_table_may_be_just_as_wide_as_the_sequence():
    keys = tuple(map(str, range(21_201)))
    assert DrawTable(keys, 16, 1, "sobol").keys == keys
    assert DrawTable((), 64, 1, "sobol").block(16, 48).shape == (0, 32)
