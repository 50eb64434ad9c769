"""Tables: aligned, wrapped, escaped."""

from __future__ import annotations

import csv
import io
import re

import pytest

from digisys.answers.table import Table
from digisys.answers.wrap import text_width


def test_long_cells_wrap_and_numbers_align_right() -> None:
    table = Table(("n", "text"), ((1, "one two three four"), (10, "x")))
    assert table.text(width=14).split("\n") == [
        " n  text",
        "──  ──────────",
        " 1  one two",
        "    three four",
        "10  x",
    ]


def test_tree_lines_go_on_below_a_wrapped_label() -> None:
    table = Table(("variable",), (("├ aaaa bbbb cccc",), ("└ dddd eeee ffff",)))
    assert table.text(width=10).split("\n")[2:] == [
        "├ aaaa",
        "│ bbbb",
        "│ cccc",
        "└ dddd",
        "  eeee",
        "  ffff",
    ]


def test_markup_is_escaped_everywhere() -> None:
    table = Table(("<b>",), (("a|b <script>",), ("=1+1",)), caption="<i>")
    assert "<script>" not in table.html()
    assert "<i>" not in table.html()
    assert "\\|" in table.markdown()
    assert "<script>" not in table.markdown()
    assert "'=1+1" in table.csv()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_takes_a_text_for_a_formula(first: str) -> None:
    """Spreadsheets skip a tab or a carriage return and read on: both need the apostrophe."""
    text = f"{first}cmd()"
    table = Table((text, "n"), ((text, -1),))
    heads, row = csv.reader(io.StringIO(table.csv(), newline=""))
    assert heads == [f"'{text}", "n"]
    assert row == [f"'{text}", "-1"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_within_a_text_begins_no_row(end: str) -> None:
    """Else what follows it would be the first cell of a row, and a formula again."""
    text = f"one{end}=cmd()"
    rows = list(csv.reader(io.StringIO(Table(("a",), ((text,),)).csv(), newline="")))
    assert rows == [["a"], [text.replace("=", "'=")]]  # guarded, and in one row


def test_html_aligns_each_cell_itself_and_leaves_out_empty_columns() -> None:
    """JupyterLab aligns cells right, and an untrusted notebook has no style sheet."""
    html = Table(("n", "none", "text"), ((1, None, "a"), (2, "", "b"))).html()
    assert '<th scope="col" style="text-align:right">n</th>' in html
    assert '<td style="text-align:left">b</td>' in html
    assert "none" not in html


def test_values_show_nothing_for_none_and_align_fractions() -> None:
    table = Table(("a", "b"), ((None, 0.123456), ("x", 2.0)))
    assert table.text().split("\n")[2:] == ["   0.123", "x  2.000"]
    assert table.frame()["b"].tolist() == [0.123456, 2.0]


def test_wide_and_combining_signs_are_measured_as_a_terminal_does() -> None:
    assert text_width("漢字") == 4
    assert text_width("e\N{COMBINING ACUTE ACCENT}") == 1


def test_words_longer_than_a_line_are_cut_at_a_hyphen_but_ids_are_not():
    rows = (("Tavoite elämäntapahtumapalvelujen käyttöönotto", 1), ("cross_government_leader", 2))
    assert Table(("what", "many"), rows).text(width=22).split("\n") == [
        "Tavoite",
        "elämäntapahtumapalvel-",
        "ujen käyttöönotto",
        "  many: 1",
        "cross_government_",
        "leader",
        "  many: 2",
    ]


def test_words_are_cut_in_columns_of_a_wide_terminal_but_ids_are_not():
    words = "elämäntapahtumapalvelukokonaisuuksien"
    rows = ((words, words, "cross_government_leaders"),)
    lines = Table(("a", "b", "c"), rows).text(width=60).split("\n")[2:]
    assert [line.split() for line in lines] == [
        ["elämäntapahtuma-", "elämäntapahtuma-", "cross_government_leaders"],
        ["palvelukokonais-", "palvelukokonais-"],
        ["uuksien", "uuksien"],
    ]


def test_numbers_of_very_different_size_keep_three_digits_each() -> None:
    table = Table(("a",), ((0.0000123,), (4.0,)))
    assert [line.strip() for line in table.text().split("\n")[2:]] == ["0.0000123", "4"]


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\t=1", "\n=1", " =1", "a;=1", "a\t =1"],
)
@pytest.mark.parametrize("cut", [",", ";", "\t"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts_the_line(text: str, cut: str) -> None:
    """Programs in Finnish and Swedish cut at semicolons, whatever the quotes say."""
    line = Table(("head", "text"), (("a", text),)).csv().split("\n", 1)[1]
    for part in re.split(f"[{cut}\n]", line):
        assert part.strip(' "')[:1] not in {*"=+-@＝＋－＠"}, part


def test_words_with_signs_inside_stay_as_they_are() -> None:
    assert Table(("a",), (("B; C-D +→ E = 1",),)).csv() == "a\nB; C-D +→ E = 1\n"
