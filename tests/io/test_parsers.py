"""With and without libyaml, a file means the same."""

from __future__ import annotations

import builtins

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digisys.io import bundled_folder, format_model, load
from digisys.io.yaml.compose import compose
from digisys.io.yaml.parser import best_parser, slow_parser
from tests.io.reading import HEAD, TWO
from tests.io.test_syntax import CASES
from tests.length import examples

# A tab is a blank to libyaml and an error to PyYAML; both say where it stands.
ALIKE = sorted(set(CASES) - {"tab on the next line"})
FORMS = [
    TWO,
    TWO.replace("\n", "\r\n"),
    "# c\n---\n" + TWO + "...\n",
    TWO + "id: u\n---\nx: y\n",
    HEAD + "variables:\n  a: &x {label: !t A, {b}: c}\n  b: *x\n  <<: *x\n  no:\n  : d\n",
    "title:\n  en:A\nlist:\n- \n-\n- [a, {b: }, ]\n- {c:d, 0,5}\n",
    "- |\n  text\n\n  more\n- >-\n  a\n  b\n- >+\n\n  c\n\n",
    "a: \"x\\u00e4\\t\\\n  y\"\nb: 'it''s\n\n  so'\nc: plain\n  goes on\n",
    "a: 😀\nb: x\u2028y\n",
    "",
    "- a",
]


def assert_alike(text: str) -> None:
    fast, slow = compose(text, "x", best_parser()), compose(text, "x", slow_parser)
    assert slow.problems == fast.problems
    assert slow.complete == fast.complete
    if fast.complete:
        assert slow.data == fast.data
        assert slow.spots == fast.spots


def test_libyaml_is_what_the_checks_run_with() -> None:
    assert best_parser() is not slow_parser


@pytest.mark.parametrize("case", ALIKE)
def test_syntax_errors_are_the_same(case: str) -> None:
    assert_alike(CASES[case][0])


@pytest.mark.parametrize("text", FORMS)
def test_values_and_places_are_the_same(text: str) -> None:
    assert_alike(text)


def test_the_bundled_model_is_the_same() -> None:
    text = (bundled_folder() / "digikompassi.yaml").read_text("utf-8")
    assert_alike(text)
    assert_alike(format_model(load("digikompassi")))


@given(st.text(alphabet=st.sampled_from(list("ab:- \n[]{}#'\",?0~.")), max_size=30))
@settings(max_examples=examples(300))
def test_what_can_be_read_is_read_alike(text: str) -> None:
    fast, slow = compose(text, "x", best_parser()), compose(text, "x", slow_parser)
    if fast.complete and slow.complete:
        assert slow.data == fast.data
        assert slow.problems == fast.problems


def test_without_libyaml_the_slow_parser_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_libyaml(name: str, *rest: object) -> object:
        if name == "yaml._yaml":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_libyaml)
    assert best_parser.__wrapped__() is slow_parser
