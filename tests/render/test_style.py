"""Every theme can be read, dimmed states included."""

import pytest

from digisys.errors import UnknownNameError
from digisys.render.style import THEMES, get_theme
from tests.render.contrast import contrast, contrast_pairs


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_of_colours_that_meet_has_enough_contrast(name):
    pairs = list(contrast_pairs(THEMES[name]))
    assert len(pairs) > 60
    short = [
        (what, front, behind, round(contrast(front, behind), 2), least)
        for what, front, behind, least in pairs
        if contrast(front, behind) < least
    ]
    assert short == []


@pytest.mark.parametrize("name", THEMES)
def test_text_asks_for_more_contrast_than_marks_and_dimmed_states_are_among_the_pairs(name):
    pairs = list(contrast_pairs(THEMES[name]))
    assert {least for *_, least in pairs} == {3.0, 4.5}
    assert {what for what, *_ in pairs} >= {"dim box text", "dim link on a panel", "dim heading"}


def test_contrast_is_that_of_the_guideline():
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_meaning_does_not_rest_on_colour():
    for theme in THEMES.values():
        dashes = theme.dashes
        patterns = {(), dashes.negative, dashes.ambiguous, dashes.ambiguous_negative}
        assert len(patterns) == 4
        assert theme.widths.link_high > theme.widths.link > theme.widths.link_dim
        assert theme.widths.box_high > theme.widths.box > theme.widths.box_dim


def test_black_and_white_has_no_hue():
    theme = THEMES["black_white"]
    for _, front, behind, _ in contrast_pairs(theme):
        for colour in (front, behind):
            assert colour[1:3] == colour[3:5] == colour[5:7]


def test_levels_beyond_the_scale_take_the_colour_at_its_end():
    theme = THEMES["screen"]
    assert theme.heat_step(-3) == theme.heat_step(-1) == 0
    assert theme.heat_step(0) == len(theme.heat) // 2
    assert theme.heat_step(1) == theme.heat_step(9) == len(theme.heat) - 1


def test_an_unknown_theme_is_an_error_that_names_the_known():
    with pytest.raises(UnknownNameError, match="sepia") as caught:
        get_theme("sepia")
    assert "high_contrast" in caught.value.text("en")


def test_areas_start_over_when_colours_run_out():
    theme = THEMES["screen"]
    assert theme.area(len(theme.areas)) == theme.area(0)
    assert theme.area(None) == theme.plain
