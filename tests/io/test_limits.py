"""Hostile files: an error, soon, with little memory, and nothing executed."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digisys.errors import ModelFileError
from digisys.io import parse_model
from digisys.io.yaml import compose as compose_module
from digisys.io.yaml import problems as problems_module
from digisys.io.yaml.compose import DEEPEST, MOST_REFUSALS, compose
from digisys.io.yaml.parser import best_parser, slow_parser
from tests.io.reading import TWO, problem, problems
from tests.io.test_form import ANCHOR_CURE
from tests.length import examples

DEEP = f"The file is nested more than {DEEPEST} levels deep."
STOPPED = "Reading stopped here, as the file has too many problems."


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[" * 10_000, 1, DEEPEST + 1),
        ("[" * 10_000 + "]" * 10_000, 1, DEEPEST + 1),
        ("{a: " * 10_000, 1, 4 * DEEPEST + 1),
        ("- " * 10_000, 1, 2 * DEEPEST + 1),
        ("".join(f"{' ' * depth}a:\n" for depth in range(200)), DEEPEST + 1, DEEPEST + 1),
        ("? " * 10_000, 1, 2 * DEEPEST + 1),
    ],
)
def test_ten_thousand_levels(text: str, line: int, column: int) -> None:
    found = problems(text)[-1]
    assert found[:2] == (line, column)
    assert found[3:] == (DEEP, "Check the brackets and the indentation from here on.")


@pytest.mark.parametrize("parser", [best_parser(), slow_parser])
def test_depth_is_counted_alike_by_both_parsers(parser: object) -> None:
    document = compose("[" * 3_000, "x", parser)  # type: ignore[arg-type]
    assert [str(found.what) for found in document.problems] == [DEEP]


def test_as_deep_as_allowed() -> None:
    assert problem("[" * DEEPEST + "]" * DEEPEST)[3].startswith("The file is a list")


def test_an_alias_bomb_is_refused_where_it_starts() -> None:
    lines = ['a0: &a0 ["x"]']
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 20)]
    found = problems("\n".join(lines) + "\n")
    assert (1, 5, "a0", "Anchors such as “&a0” are not used.", ANCHOR_CURE) in found
    assert sum(what.startswith("References") for _, _, _, what, _ in found) == 19 * 9


@pytest.mark.parametrize(
    "text",
    [
        "[" + "*x, " * 5_000 + "]",
        "".join("a: 1\n" for _ in range(5_000)),
        "a: '" + "\x07" * 5_000 + "'",
        "[" + "!t x, " * 5_000 + "]",
    ],
)
def test_reading_stops_after_a_thousand_faults_of_form(text: str) -> None:
    found = problems(text)
    assert MOST_REFUSALS <= len(found) <= MOST_REFUSALS + 1
    assert found[-1][3] == STOPPED


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose_module, "MOST_VALUES", 20)
    assert problem("[" + "1, " * 30 + "]") == (
        1,
        59,
        "[19]",
        "The file holds more than 20 values.",
        "Check that this is the right file.",
    )


def test_too_many_wrong_values_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems_module, "MOST_COMPLAINTS", 20)
    assert problem(TWO + "links: [" + "{}, " * 30 + "]\n")[3:] == (
        "90 values are not as they should be.",
        "Check that this is the right file.",
    )


def test_a_hundred_thousand_directives_are_not_read() -> None:
    text = "".join(f"%TAG !a{i}! x\n" for i in range(100_000))
    assert problem(text + "---\na: b\n")[3] == "A line that starts with “%” is not used."
    assert problem(TWO + "...\n" + text + "---\n")[:2] == (9, 1)


def test_names_of_a_megabyte() -> None:
    name = "a" * 2**20
    found = problems(TWO + f"links: [{{from: {name}, to: b, {name[:500]}: 1, polarity: {name}}}]\n")
    assert len(found) == 3


def test_a_cycle_of_thirty_thousand_variables_is_checked_in_time() -> None:
    names = [f"v{number}" for number in range(30_000)]
    text = TWO + "loops: {R: {label: L, kind: unknown, cycles: {R: [" + ", ".join(names) + "]}}}\n"
    assert len(problems(text)) == 30_000


@given(st.text(alphabet=st.sampled_from(list("ab:- \n\t[]{}#&*!|>'\"%@,?0~<.=\\")), max_size=60))
@example("a: *x\n")
@example("? ? :")
@example("&a &b")
@example("!<x> y")
@example("--- |\n")
@example("a: !!binary x")
@settings(max_examples=examples(400))
def test_any_text_is_a_model_or_an_error(text: str) -> None:
    with pytest.raises(ModelFileError) as caught:
        parse_model(text)
    assert caught.value.problems
    for found in caught.value.problems:
        assert found.line is not None
        assert found.column is not None
        assert 1 <= found.line <= text.count("\n") + 1
        for language in ("en", "fi", "sv"):
            assert found.text(language)


@given(st.binary(max_size=80))
@settings(max_examples=examples(200))
def test_any_bytes_are_a_model_or_an_error(data: bytes) -> None:
    with pytest.raises(ModelFileError):
        parse_model(data)


WORDS = ["a", "b", "from", "to", "label", "no", "1", "0.5", "~", "# c\n", "positive", "role"]
SIGNS = [": ", ":", ", ", "- ", "[", "]", "{", "}", "\n", "\n  ", "'", '"', "&x ", "*x", "!t "]
TOKENS = st.sampled_from([*WORDS, *SIGNS])


@given(st.lists(TOKENS, max_size=25).map("".join))
@settings(max_examples=examples(300))
def test_any_damage_to_a_model_is_an_error_or_a_model(damage: str) -> None:
    """Whatever is typed at the end of a file, the reader keeps its word."""
    assert all(line for line, *_ in problems(TWO + damage))
