"""Texts are measured with the shipped font and broken so that they fit."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from digisys.render.labels import FONTS, clean_text, is_rtl, text_width, wrap
from digisys.render.parts.boxes import LABEL, fit_label

WEIGHTS = {400: "Regular", 600: "SemiBold"}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_widths_are_those_of_the_shipped_font(weight):
    font = TTFont(FONTS / f"Inter-{WEIGHTS[weight]}.ttf")
    characters, advances = font.getBestCmap(), font["hmtx"]
    units = font["head"].unitsPerEm
    assert len(characters) > 1500
    for code, glyph in characters.items():
        expected = advances[glyph][0] / units * 10 * 1.01
        assert text_width(chr(code), 10, weight) == pytest.approx(expected)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_font_has_every_letter_of_the_three_languages_and_its_licence(weight):
    letters = "abcdefghijklmnopqrstuvwxyzåäöšžéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789+−→–—“”’…·×"
    for ending in ("ttf", "woff2"):
        path = FONTS / f"Inter-{WEIGHTS[weight]}.{ending}"
        if ending == "ttf":
            font = TTFont(path)
            assert {ord(letter) for letter in letters} <= set(font.getBestCmap())
            assert font["OS/2"].usWeightClass == weight
            assert "glyf" in font
        else:
            assert path.read_bytes()[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()


def test_what_the_font_lacks_has_the_usual_width_of_its_kind():
    assert text_width("漢", 10) == pytest.approx(10.605)
    assert text_width("😀", 10) == pytest.approx(13.635)
    assert text_width("א", 10) == pytest.approx(7.575)
    assert (
        text_width("\u0301\u200d", 10) == text_width("", 10) == 0 or text_width("\u200d", 10) == 0
    )


def test_control_and_direction_marks_are_dropped():
    assert clean_text(" two\r\n lines\t\x07\u202eevil\u2066 ") == "two lines evil"
    assert clean_text("👩‍💻") == "👩‍💻"


def test_direction_is_that_of_the_first_letter_that_has_one():
    assert is_rtl("123 שלום")
    assert not is_rtl("abc שלום")
    assert not is_rtl("123")


def test_lines_end_between_words_rather_than_inside_them():
    assert wrap("Service cost-efficiency", 170, 16, 600) == ("Service", "cost-efficiency")


def test_a_word_too_wide_is_divided_at_a_syllable():
    lines = wrap("Palvelukokonaisuuksien", 110, 14, 600)
    assert lines == ("Palvelukoko-", "naisuuksien") or all(
        line.endswith("-") for line in lines[:-1]
    )
    assert "".join(lines).replace("-", "") == "Palvelukokonaisuuksien"


def test_a_soft_hyphen_shows_only_where_the_line_ends():
    assert wrap("palvelu\u00adkokonaisuus", 500, 14) == ("palvelukokonaisuus",)
    assert wrap("palvelu\u00adkokonaisuus", 90, 14)[0] == "palvelu-"


def test_too_many_lines_end_in_an_ellipsis():
    lines = wrap("word " * 50, 100, 14, lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(text_width(line, 14) <= 100 for line in lines)


def test_no_text_is_one_empty_line():
    assert wrap(" \n ", 100, 14) == ("",)


@given(st.text(max_size=80), st.floats(60, 400))
def test_lines_never_exceed_the_width_unless_a_single_letter_does(text, limit):
    for line in wrap(text, limit, 14, 600):
        assert text_width(line, 14, 600) <= limit + 1e-6 or len(line.rstrip("-")) <= 2


@given(st.text(alphabet="abcåäö -", max_size=120))
def test_wrapping_loses_no_letters(text):
    lines = wrap(text, 130, 14)
    kept = "".join(lines).replace("-", "").replace(" ", "")
    assert kept == text.replace("-", "").replace(" ", "")


def test_a_very_long_word_is_broken_in_reasonable_time_and_lines():
    label = fit_label("Palvelukokonaisuuksien" * 400)
    assert len(label.lines) == 6
    assert label.width < 360  # the widest that a box may be


def test_a_long_word_without_end_is_divided_all_the_way():
    lines = wrap("Palvelukokonaisuuksienkäyttöönottovalmius" * 20, 213, 21, 600)
    assert max(text_width(line, 21, 600) for line in lines) <= 213


def test_a_box_holds_its_label():
    label = fit_label("Liiketoimintatilanteisiin pohjautuvat palvelut")
    assert max(text_width(line, LABEL, 600) for line in label.lines) < label.width
    assert label.height > len(label.lines) * LABEL
