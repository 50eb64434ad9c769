"""The form of the file: what YAML allows and a model file never needs."""

from __future__ import annotations

import pytest

from digisys.errors import ModelFileError
from digisys.io import parse_model
from tests.io.reading import HEAD, TWO, problem, problems

REFERENCE_CURE = "Write the value out; a text that starts with * goes in quotes."
ANCHOR_CURE = "Remove it; a text that starts with & goes in quotes."
TYPE_CURE = "Remove it; a text that starts with ! goes in quotes."
QUOTED = "Put a text that starts with a bracket in quotes."
LANGUAGE = "Use a language code, such as en-GB."
SPACE = "A space is missing after the colon."


def test_the_smallest_model_is_read() -> None:
    model = parse_model(TWO)
    assert list(model.variables) == ["a", "b"]
    assert model.variables["a"].label.text("en") == "A"


def test_a_key_that_is_there_twice_names_the_line_of_the_first() -> None:
    assert problem(TWO + "id: u\n") == (
        8,
        1,
        "id",
        "“id” is here twice; the first is on line 2.",
        "Keep one of the two.",
    )


def test_every_repeated_key_is_reported_in_brackets_too() -> None:
    text = HEAD + "variables:\n  a: {label: A, label: B, label: C}\n  a: {label: D}\n"
    assert [found[:4] for found in problems(text)] == [
        (6, 17, "variables.a.label", "“label” is here twice; the first is on line 6."),
        (6, 27, "variables.a.label", "“label” is here twice; the first is on line 6."),
        (7, 3, "variables.a", "“a” is here twice; the first is on line 6."),
    ]


def test_anchors_and_references_are_refused() -> None:
    text = HEAD + "variables:\n  a: &x {label: A}\n  b: *x\n"
    assert problems(text) == [
        (6, 6, "variables.a", "Anchors such as “&x” are not used.", ANCHOR_CURE),
        (7, 6, "variables.b", "References such as “*x” are not used.", REFERENCE_CURE),
    ]


def test_a_reference_as_a_key_is_refused() -> None:
    text = HEAD + "variables:\n  &x a: {label: A}\n  *x : {label: B}\n"
    assert [found[:2] for found in problems(text)] == [(6, 3), (7, 3)]


def test_text_that_starts_with_a_star_is_one_problem() -> None:
    assert problem(TWO + "description: *very important\n") == (
        8,
        14,
        "description",
        "References such as “*very” are not used.",
        REFERENCE_CURE,
    )


def test_merge_keys_are_refused() -> None:
    text = HEAD + "variables:\n  a: {label: A}\n  b: {<<: {label: B}}\n"
    what = "The merge key “<<” is not used."
    assert (7, 7, "variables.b", what, "Write the keys out.") in problems(text)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!str", "!shout", "!"])
def test_type_marks_are_refused_and_nothing_is_executed(tag: str) -> None:
    assert problem(TWO + f"description: {tag} [echo]\n".replace("[echo]", "echo")) == (
        8,
        14,
        "description",
        f"Type marks such as “{tag}” are not used.",
        TYPE_CURE,
    )


def test_a_type_mark_on_a_group_of_keys_is_refused(tmp_path: object) -> None:
    found = problems(HEAD + "variables: !!python/object:os.system\n  a: {label: A}\n")
    assert [each[:3] for each in found] == [(5, 12, "variables")]


def test_a_mark_of_anchor_and_type_together_is_two_problems() -> None:
    found = problems(TWO + "description: &x !!str D\n")
    assert [each[:2] for each in found] == [(8, 14), (8, 17)]


@pytest.mark.parametrize(
    ("rest", "line"), [("---\nid: u\n", 8), ("...\nid: u\n", 9), ("--- {}\n", 8), ("---\n", 8)]
)
def test_several_documents_are_refused(rest: str, line: int) -> None:
    assert problem(TWO + rest) == (
        line,
        1,
        "",
        "The file holds several documents; a second one starts here.",
        "Keep one model in a file, and remove the line “---” or “...”.",
    )


def test_one_document_may_be_marked() -> None:
    assert parse_model(f"# comment\n---\n{TWO}...\n# the end\n\n").id == "t"


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%TAG ! x:", "%FOO"])
def test_directives_are_refused(directive: str) -> None:
    assert problem(f"# first\n\n{directive}\n---\n{TWO}") == (
        3,
        1,
        "",
        "A line that starts with “%” is not used.",
        "Remove the line.",
    )


@pytest.mark.parametrize(
    ("text", "column"),
    [("title: {{ x }}\n", 9), ("title: {[x]: y}\n", 9), ("title:\n  ? [x]\n  : y\n", 5)],
)
def test_a_list_or_mapping_is_no_key(text: str, column: int) -> None:
    found = problems(HEAD.replace("title: T\n", text) + "variables: {a: {label: A}}\n")[0]
    assert found[1:] == (
        column,
        "title",
        "A key must be a word or a number, not a list or a group of keys.",
        QUOTED,
    )


def test_an_empty_key_is_reported() -> None:
    assert problem(TWO + "?\n: x\n")[3:] == (
        "The key before the colon is missing.",
        "Write the key, or put a text that holds a colon in quotes.",
    )


@pytest.mark.parametrize("key", ["no", "On", "YES", "off", "null", "~", "1.5", "010", "2024-01-01"])
def test_a_key_that_yaml_reads_as_something_else(key: str) -> None:
    """In quotes it is a word, which helps where it is a language then."""
    cure = f'Write it in quotes: "{key}":' if key in ("no", "off") else LANGUAGE
    assert problem(HEAD + f"variables:\n  a: {{label: {{{key}: A, en: A}}}}\n") == (
        6,
        15,
        f"variables.a.label.{key}",
        f"Without quotes, YAML does not read the key “{key}” as a word.",
        cure,
    )


def test_norwegian_in_quotes_is_a_language() -> None:
    text = HEAD.replace("[en]", '["no"]').replace("title: T", 'title: {"no": T}')
    model = parse_model(text + 'variables: {a: {label: {"no": A}}}\n')
    assert model.default_language == "no"


def test_one_letter_keys_are_words() -> None:
    layout = "layout: {width: 9, height: 9, variables: {a: {x: 1, y: 2}}}\n"
    model = parse_model(TWO + layout)
    assert model.layout is not None
    assert model.layout.variables["a"].y == 2


def test_a_missing_space_in_brackets() -> None:
    text = HEAD + "variables:\n  a: {label: {en:A}}\n"
    cure = "Write a space after “en:”."
    assert problem(text) == (6, 17, "variables.a.label.en", SPACE, cure)


def test_a_missing_space_on_a_line_of_its_own() -> None:
    text = HEAD + "variables:\n  a:\n    label:\n      en:A\n"
    assert problem(text) == (8, 9, "variables.a.label", SPACE, "Write a space after “en:”.")


def test_a_word_with_a_colon_is_text_where_text_is_expected() -> None:
    """Finnish writes case endings after a colon."""
    text = HEAD + "variables:\n  a: {label: EU:n raha}\n  b:\n    label:\n      EU:n raha\n"
    assert parse_model(text).variables["b"].label.text("en") == "EU:n raha"


def test_a_decimal_comma_in_brackets() -> None:
    text = TWO + "links:\n  - {from: a, to: b, polarity: positive, delay: 0,5}\n"
    assert problem(text) == (
        9,
        51,
        "links[0].delay",
        "The comma in “0,5” ends the number.",
        "Write a decimal point, not a comma: 0.5",
    )


@pytest.mark.parametrize(
    ("sign", "code"),
    [("\0", "U+0000"), ("\x07", "U+0007"), ("\x85", "U+0085"), ("\u2028", "U+2028")],
)
def test_invisible_characters_are_reported(sign: str, code: str) -> None:
    assert problem(TWO + f"description: bell{sign}bell\n") == (
        8,
        18,
        "",
        f"The file holds an invisible control character, {code}.",
        "Delete it and type the text around it again.",
    )


def test_reading_goes_on_after_an_invisible_character() -> None:
    found = problems(TWO + "description: a\x07b\x07c\nrole: x\n")
    assert [each[:2] for each in found] == [(8, 15), (8, 17), (9, 1)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "The file is empty."),
        ("\n  \n", "The file is empty."),
        ("---\n", "The file is empty."),
        ("# only words\n\n# more\n", "The file holds nothing but comments."),
        ("- a\n- b\n", "The file is a list; keys and values are expected."),
        ("hello\n", "The file is a single text; keys and values are expected."),
        ("null\n", "The file is a single text; keys and values are expected."),
    ],
)
def test_a_file_that_is_no_mapping(text: str, what: str) -> None:
    assert problem(text) == (1, 1, "", what, "Start with keys and values, such as: schema: 1")


def test_windows_line_ends_change_nothing() -> None:
    assert parse_model(TWO.replace("\n", "\r\n")) == parse_model(TWO)


def test_the_text_is_named_in_the_error() -> None:
    with pytest.raises(ModelFileError) as caught:
        parse_model("", file="somewhere.yaml")
    assert str(caught.value.problems[0].place) == "somewhere.yaml:1:1"
