"""Scenes fit on paper, and tiles cover all of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.errors import DrawingError
from digisys.render.paper import PAPERS, fit, natural, paper_name, tiles
from digisys.render.scene import Scene

sides = st.floats(min_value=50, max_value=20_000)


def scene(width, height):
    return Scene(width, height, "#ffffff", "en", "screen", "", "")


@given(sides, sides, st.sampled_from(sorted(PAPERS)))
def test_the_scene_is_whole_centred_and_undistorted(width, height, paper):
    sheet = fit(scene(width, height), paper)
    x, y, across, down = sheet.view
    assert across / down == pytest.approx(sheet.width / sheet.height)
    assert x == pytest.approx(width - (x + across))
    assert y == pytest.approx(height - (y + down))
    margin = min(-x, -y) * sheet.mm_per_unit
    assert margin == pytest.approx(0.025 * min(sheet.width, sheet.height))


def test_a_tall_scene_stands_but_a_slide_always_lies():
    assert fit(scene(10, 20), "A3").height == 420
    assert fit(scene(20, 10), "A3").height == 297
    assert fit(scene(10, 20), "slide").width == 338.67


def test_the_natural_size_is_that_of_css_pixels():
    assert natural(scene(96, 192)).height == pytest.approx(50.8)


def test_an_unknown_paper_is_told_with_those_that_exist():
    with pytest.raises(DrawingError, match="A0, A1, A2, A3, A4, slide") as error:
        paper_name("B5")
    assert "B5" in str(error.value)
    assert paper_name(" Slide ") == "slide"


@given(sides, sides, st.sampled_from(sorted(PAPERS)))
def test_tiles_cover_the_scene_and_share_a_strip(width, height, paper):
    sheet = fit(scene(width, height), paper)
    parts = tiles(scene(width, height), sheet)
    unit = sheet.mm_per_unit
    small = 1e-6 * (width + height)
    assert min(part.view[0] for part in parts) <= small
    assert min(part.view[1] for part in parts) <= small
    assert max(part.view[0] + part.view[2] for part in parts) >= width - small
    assert max(part.view[1] + part.view[3] for part in parts) >= height - small
    rows, columns = parts[-1].row, parts[-1].column
    assert [(p.row, p.column) for p in parts] == [
        (row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)
    ]
    for left, right in pairwise(parts):
        if left.row == right.row:
            shared = (left.view[0] + left.view[2] - right.view[0]) * unit
            assert shared == pytest.approx(left.overlap)
            # Cut at its mark, a page ends where its neighbour's picture begins.
            cut = left.view[0] + left.view[2] - left.overlap / unit
            assert cut == pytest.approx(right.view[0], abs=small)


def test_a_slide_or_an_a4_takes_few_sheets():
    usual = scene(1400, 1000)
    assert len(tiles(usual, fit(usual, "A4"))) <= 2
    assert len(tiles(usual, fit(usual, "A0"))) == 21
