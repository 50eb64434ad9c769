"""Values of the wrong kind: the place, what is expected, and how to get there."""

from __future__ import annotations

import json
import re
from typing import Annotated, Literal

import pytest
from pydantic import Field, field_validator

from digisys.io import model_json_schema, parse_document, parse_model
from digisys.io.yaml.hints import wrong_pattern
from digisys.schema.base import Frozen
from tests.io.reading import HEAD, TWO, Found, problem, problems

FILL_IN = "Write a value, or remove the whole line."
TRUTH = "Without quotes, “{}” can be read as true or false."
DIGITS = "Without quotes, “{}” can be read as different numbers."
NOTHING = "Without quotes, “{}” means that there is no value."


def variable(text: str) -> Found:
    """Return the only problem of a variable; its keys start on line 7, column 5."""
    return problem(HEAD + f"variables:\n  a:\n    {text}\n")


def link(text: str) -> Found:
    """Return the only problem of a link; its keys start on line 9, column 6."""
    return problem(TWO + f"links:\n  - {{{text}}}\n")


# -- keys -------------------------------------------------------------------------


def test_a_misspelt_key() -> None:
    assert variable("label: A\n    rol: stock") == (
        8,
        5,
        "variables.a.rol",
        "The key “rol” is not known here.",
        "Did you mean role?",
    )


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    assert link("from: a, to: b, polarty: positive") == (
        9,
        22,
        "links[0].polarty",
        "The key “polarty” is not known here.",
        "Did you mean polarity?",
    )


def test_a_key_with_a_capital_letter() -> None:
    assert variable("Label: A")[2:] == (
        "variables.a.Label",
        "The key “Label” is not known here.",
        "Did you mean label?",
    )


@pytest.mark.parametrize(("key", "meant"), [("source", "from"), ("target", "to")])
def test_the_python_name_of_a_field_is_no_key(key: str, meant: str) -> None:
    text = "from: a, to: b, polarity: positive".replace(f"{meant}:", f"{key}:")
    assert link(text)[3:] == (f"The key “{key}” is not known here.", f"Did you mean {meant}?")


def test_a_key_that_resembles_none_gets_the_list() -> None:
    assert problem(TWO + "time: {colour: 5}\n") == (
        8,
        8,
        "time.colour",
        "The key “colour” is not known here.",
        "Remove it, or use one of: start, end, step, unit.",
    )


def test_a_key_too_many_where_all_are_given() -> None:
    text = "time: {start: 1, end: 2, step: 1, unit: years, colour: 5}\n"
    assert problem(TWO + text)[4] == "Remove it."


def test_a_number_as_a_key_is_unknown_too() -> None:
    assert problem(TWO + "7: x\n")[:4] == (8, 1, "[7]", "The key “7” is not known here.")


def test_a_key_that_starts_with_a_dash() -> None:
    cure = "Write a space after the dash."
    assert problem(TWO + "layout: {width: 1, height: 1, -x: 2}\n")[4] == cure
    assert problem(TWO + "links:\n  -from: a\n  -to: b\n")[2:] == (
        "links",
        "A list is expected here, but there is a group of keys.",
        cure,
    )


def test_a_missing_key_stands_where_the_mapping_starts() -> None:
    assert variable("role: stock") == (
        7,
        5,
        "variables.a.label",
        "“label” is missing.",
        "Add “label:” and its value.",
    )


def test_a_missing_choice_lists_the_words() -> None:
    assert link("from: a, to: b") == (
        9,
        5,
        "links[0].polarity",
        "“polarity” is missing.",
        "Add “polarity:” and one of: positive, negative, unknown.",
    )


def test_everything_missing_is_listed() -> None:
    assert [found[:3] for found in problems("id: t\n")] == [
        (1, 1, "schema"),
        (1, 1, "title"),
        (1, 1, "languages"),
        (1, 1, "variables"),
    ]


# -- the version ------------------------------------------------------------------


def test_a_file_without_a_version() -> None:
    assert problem(TWO.replace("schema: 1\n", "")) == (
        1,
        1,
        "schema",
        "“schema” is missing.",
        "Add the line “schema: 1”.",
    )


def test_a_newer_file_is_only_told_to_be_newer() -> None:
    assert problem("schema: 2\nsomething: new\n") == (
        1,
        9,
        "schema",
        "The file is of format 2; this release reads 1.",
        "Update digisys: pip install --upgrade digisys",
    )


def test_an_older_file() -> None:
    assert problem("schema: 0\n")[3:] == (
        "The file is of format 0; this release reads 1.",
        "Bring the file up to format 1.",
    )


def test_a_version_in_quotes() -> None:
    assert problem(TWO.replace("1", '"1"')) == (
        1,
        9,
        "schema",
        "“1” is not one of the choices.",
        "Write it without quotes: 1",
    )


# -- text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("No", TRUTH),
        ("yes", TRUTH),
        ("on", TRUTH),
        ("OFF", TRUTH),
        ("y", TRUTH),
        ("N", TRUTH),
        ("null", NOTHING),
        ("~", NOTHING),
        ("010", DIGITS),
        ("0o17", DIGITS),
        ("0x1F", DIGITS),
        ("0b11", DIGITS),
        ("1_000", DIGITS),
        ("12:30", DIGITS),
        ("190:20:30.5", DIGITS),
        ("2024-01-01", "Without quotes, “{}” is read as a date."),
        ("2024-01-01 12:00:00", "Without quotes, “{}” is read as a date."),
        (".inf", "“{}” is not a number that a model can hold."),
        ("-.Inf", "“{}” is not a number that a model can hold."),
        (".NaN", "“{}” is not a number that a model can hold."),
        ("1e999", "“{}” is not a number that a model can hold."),
    ],
)
def test_words_that_yaml_reads_as_something_else(word: str, what: str) -> None:
    assert variable(f"label: {word}") == (
        7,
        12,
        "variables.a.label",
        what.format(word),
        f'Write it in quotes: "{word}"',
    )


@pytest.mark.parametrize("word", ["14", "-1", "0.5", "1e5", "+3", "2."])
def test_numbers_where_text_is_expected(word: str) -> None:
    what = f"A text, or a text for each language, is expected here, but there is the number {word}."
    assert variable(f"label: {word}")[3:] == (what, f'Write it in quotes: "{word}"')


def test_a_truth_value_where_text_is_expected() -> None:
    assert variable("label: A\n    area: true")[2:] == (
        "variables.a.area",
        "A text is expected here, but there is the truth value true.",
        'Write it in quotes: "true"',
    )


def test_a_list_where_text_is_expected() -> None:
    assert variable("label: [A, B]") == (
        7,
        12,
        "variables.a.label",
        "A text, or a text for each language, is expected here, but there is a list.",
        "Write a text, or {fi: …, sv: …, en: …}.",
    )
    assert variable("label: A\n    area: {x: y}")[3:] == (
        "A text is expected here, but there is a group of keys.",
        "Write a single text.",
    )


@pytest.mark.parametrize("word", ["'no'", '"1"', "'null'", "nothing", "norja", "1.2.3", "on-off"])
def test_words_that_are_text(word: str) -> None:
    assert problems(HEAD + f"variables:\n  a:\n    label: {word}\n") == []


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("label:", "Write a value."),
        ("label: # later", "Write a value."),
        ("label: A\n    area:", FILL_IN),
    ],
)
def test_a_value_that_was_left_out_stands_at_its_key(text: str, cure: str) -> None:
    line = 7 + text.count("\n")
    assert variable(text)[:2] == (line, 5)
    assert variable(text)[3:] == ("The value is missing.", cure)


def test_an_item_that_was_left_out() -> None:
    assert variable("label: A\n    aliases:\n      - x\n      -")[2:] == (
        "variables.a.aliases[1]",
        "The value is missing.",
        FILL_IN,
    )


def test_a_section_that_was_left_out() -> None:
    assert problem(TWO + "links:\n") == (8, 1, "links", "The value is missing.", FILL_IN)
    assert problem(TWO + "links: ~\n")[3:] == (NOTHING.format("~"), FILL_IN)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u00ad", "\u200d", "\u3164"])
def test_texts_that_nobody_can_see(text: str) -> None:
    empty = ("The text is empty.", "Write the text.")
    assert problem(HEAD + f'variables: {{a: {{label: "{text}"}}}}\n')[3:] == empty
    assert problem(HEAD + f'variables: {{a: {{label: {{en: "{text}"}}}}}}\n')[3:] == empty
    assert problem(TWO.replace("title: T", f'title: "{text}"'))[3:] == empty


def test_empty_texts() -> None:
    found = variable("label: {en: ''}")[2:]
    assert found == ("variables.a.label.en", "The text is empty.", "Write the text.")
    cure = "Write the text, or remove the whole line."
    assert variable("label: A\n    aliases: ['']")[3:] == ("The text is empty.", cure)


# -- names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "example"),
    [("Digitaidot työssä", "digitaidot_tyossa"), ("2x", "v2x"), ("满意", "digital_skills")],
)
def test_a_name_of_the_wrong_form(name: str, example: str) -> None:
    assert problem(HEAD + f"variables:\n  {name}: {{label: A}}\n") == (
        6,
        3,
        f"variables.{name}",
        f"“{name}” is not a name of the form that is used here.",
        f"Use small letters a-z, digits and _, starting with a letter, such as {example}.",
    )


def test_a_number_as_a_name() -> None:
    assert problem(HEAD + "variables:\n  14: {label: A}\n") == (
        6,
        3,
        "variables[14]",
        "The key 14 is a number; a word is expected here.",
        "Use small letters a-z, digits and _, starting with a letter, such as v14.",
    )


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("EN", "en"), ("en_gb", "en-GB"), ("zh-HANT-tw", "zh-Hant-TW"), ("?", "en-GB")],
)
def test_a_language_of_the_wrong_form(tag: str, meant: str) -> None:
    found = problems(HEAD.replace("[en]", f'["{tag}"]') + "variables: {a: {label: A}}\n")
    assert found[0][3:] == (
        f"“{tag}” is not a name of the form that is used here.",
        f"Use a language code, such as {meant}.",
    )
    assert len(found) == 1


@pytest.mark.parametrize("tag", ["fi", "gsw", "en-GB", "zh-Hant", "sr-Latn-RS", "es-419"])
def test_languages_of_regions_and_scripts(tag: str) -> None:
    text = HEAD.replace("[en]", f"[{tag}]") + f"variables: {{a: {{label: {{{tag}: A}}}}}}\n"
    assert parse_model(text).default_language == tag


def test_a_loop_of_the_wrong_form() -> None:
    cycle = "cycles: {R-1: [a]}"
    found = problems(TWO + f"loops:\n  R1: {{label: A, kind: reinforcing, {cycle}}}\n")
    assert found[0][2:] == (
        "loops.R1.cycles.R-1",
        "“R-1” is not a name of the form that is used here.",
        "Use letters and digits, starting with a letter, such as R1.",
    )


def test_every_form_of_name_in_the_schema_has_its_own_advice() -> None:
    patterns = set(re.findall(r'"pattern": "(\^\[[aA].+?)"', json.dumps(model_json_schema())))
    assert len(patterns) == 5
    for pattern in patterns:
        assert "must match" not in str(wrong_pattern("Näin ei", pattern).cure)
    joined = wrong_pattern("Taitojen lisäys", r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")
    assert "such as taitojen-lisays." in str(joined.cure)
    assert str(wrong_pattern("x", "^q$").cure) == "It must match ^q$."


@pytest.mark.parametrize(
    ("key", "what", "cure"),
    [
        ('"14"', "“14” is a text; a whole number is expected here.", "Write it without quotes: 14"),
        (
            "x1",
            "“x1” is a text; a whole number is expected here.",
            "Use a whole number, such as 14.",
        ),
    ],
)
def test_a_target_whose_key_is_no_number(key: str, what: str, cure: str) -> None:
    assert problem(TWO + f"targets: {{{key}: {{title: x}}}}\n")[:2] == (8, 11)
    assert problem(TWO + f"targets: {{{key}: {{title: x}}}}\n")[3:] == (f"The key {what}", cure)


def test_a_target_number_below_one() -> None:
    assert problem(TWO + "targets: {0: {title: x}}\n") == (
        8,
        11,
        "targets[0]",
        "0 is too small.",
        "Give a number of at least 1.",
    )


# -- choices ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "cure"),
    [
        ("+", "Write “positive”."),
        ("-", "Write “negative”."),
        ('"-"', "Write “negative”."),
        ("−", "Write “negative”."),
        ("Positive", "Did you mean positive?"),
        ("negativ", "Did you mean negative?"),
        ("both", "Write one of: positive, negative, unknown."),
        ("1", "Write one of: positive, negative, unknown."),
        ("true", "Write one of: positive, negative, unknown."),
    ],
)
def test_a_polarity_that_is_no_choice(word: str, cure: str) -> None:
    bare = word.strip('"')
    assert link(f"from: a, to: b, polarity: {word}") == (
        9,
        32,
        "links[0].polarity",
        f"“{bare}” is not one of the choices.",
        cure,
    )


def test_a_choice_that_yaml_reads_as_something_else() -> None:
    assert link("from: a, to: b, polarity: no")[3:] == (
        TRUTH.format("no"),
        "Write one of: positive, negative, unknown.",
    )
    assert link("from: a, to: b, polarity: [positive]")[3:] == (
        "One of a few words is expected here, but there is a list.",
        "Write one of: positive, negative, unknown.",
    )


def test_a_choice_of_numbers_and_words() -> None:
    text = "from: a, to: b, polarity: positive, delay_order: "
    assert link(text + "2")[4] == "Write one of: 1, 3, pipeline."
    assert link(text + '"3"')[4] == "Write it without quotes: 3"
    assert link(text + "pipline")[4] == "Did you mean pipeline?"


# -- numbers, truth values, lists, groups -------------------------------------------


@pytest.mark.parametrize(
    ("value", "what", "cure"),
    [
        ("'2'", "there is the text “2”.", "Write it without quotes: 2"),
        ("'0,5'", "there is the text “0,5”.", "Write a decimal point, not a comma: 0.5"),
        ("soon", "there is the text “soon”.", "Write a number, such as 0.5."),
        ("[1]", "there is a list.", "Write a number, such as 0.5."),
    ],
)
def test_a_number_is_expected(value: str, what: str, cure: str) -> None:
    assert link(f"from: a, to: b, polarity: positive, delay: {value}") == (
        9,
        49,
        "links[0].delay",
        f"A number is expected here, but {what}",
        cure,
    )


def test_a_number_in_an_unusual_form() -> None:
    assert link("from: a, to: b, polarity: positive, delay: 1_0")[3:] == (
        DIGITS.format("1_0"),
        "Write a number in plain digits, such as 0.5.",
    )


@pytest.mark.parametrize(
    ("value", "cure"),
    [("1.0", "Write it without decimals: 1"), ("1.5", "Write a number, such as 14.")],
)
def test_a_whole_number_is_expected(value: str, cure: str) -> None:
    text = f"label: A\n    evidence: [{{source: s, slides: [{value}]}}]"
    found = problems(HEAD + f"sources: {{s: {{title: S}}}}\nvariables:\n  a:\n    {text}\n")
    assert [each[2:] for each in found] == [
        (
            "variables.a.evidence[0].slides[0]",
            f"A whole number is expected here, but there is the number {value}.",
            cure,
        )
    ]


@pytest.mark.parametrize(
    ("value", "what", "cure"),
    [
        ("-1", "-1 is too small.", "Give a number of at least 0."),
        ("101", "101 is too large.", "Give a number of at most 100."),
        ("1" + "0" * 30, f"1{'0' * 30} is too large.", "Give a number of at most 100."),
    ],
)
def test_a_number_outside_its_range(value: str, what: str, cure: str) -> None:
    assert link(f"from: a, to: b, polarity: positive, delay: {value}")[3:] == (what, cure)


def test_a_size_of_nothing() -> None:
    assert problem(TWO + "layout: {width: 0, height: 1}\n")[3:] == (
        "0 is too small.",
        "Give a number larger than 0.",
    )


def test_a_number_of_four_hundred_digits() -> None:
    found = problem(TWO + f"targets: {{1: {{title: x}}}}\ntime: {{start: {'9' * 400}}}\n")
    assert found[2:] == (
        "time.start",
        DIGITS.format("9" * 59 + "…"),
        "Write a number in plain digits, such as 0.5.",
    )


@pytest.mark.parametrize(
    ("value", "cure"),
    [
        ("yes", "Write “true”."),
        ("off", "Write “false”."),
        ("'true'", "Write true or false, without quotes."),
        ("1", "Write true or false, without quotes."),
    ],
)
def test_a_truth_value_is_expected(value: str, cure: str) -> None:
    evidence = f"[{{source: s, cites: [{{source: s, key_result: {value}}}]}}]"
    variables = f"variables: {{a: {{label: A, evidence: {evidence}}}}}\n"
    found = problem(HEAD + "sources: {s: {title: S}}\n" + variables)
    assert (found[2], found[4]) == ("variables.a.evidence[0].cites[0].key_result", cure)


def test_a_list_is_expected() -> None:
    assert variable("label: A\n    aliases: ETPK") == (
        8,
        14,
        "variables.a.aliases",
        "A list is expected here, but there is the text “ETPK”.",
        "Write it as a list: [ETPK]",
    )
    assert problem(TWO + "links:\n  from: a\n  to: b\n")[3:] == (
        "A list is expected here, but there is a group of keys.",
        "Start each item of the list with a dash and a space.",
    )


NO_DASHES = "Write “key: value” lines without dashes."
BELOW = "Write “key: value” on the lines below, indented deeper."


@pytest.mark.parametrize(
    ("text", "what", "cure"),
    [
        ("variables:\n  - label: A\n", "a list", NO_DASHES),
        ("variables: a\n", "the text “a”", BELOW),
        ("variables: {a: A}\n", "the text “A”", "Write it as keys: {label: A}"),
        ("variables: {a: [A]}\n", "a list", NO_DASHES),
        ("variables:\n  a: label:A\n", "the text “label:A”", "Write a space after the colon."),
    ],
)
def test_keys_are_expected(text: str, what: str, cure: str) -> None:
    assert problem(HEAD + text)[3:] == (
        f"Keys with values are expected here, but there is {what}.",
        cure,
    )


def test_nothing_is_listed() -> None:
    assert problem(HEAD + "variables: {}\n") == (
        5,
        12,
        "variables",
        "Nothing is listed here.",
        "List at least 1.",
    )


def test_a_list_is_not_short_because_its_items_are_wrong() -> None:
    assert problem(HEAD.replace("[en]", "[1]") + "variables: {a: {label: A}}\n")[:3] == (
        4,
        13,
        "languages[0]",
    )


def test_long_values_are_shortened() -> None:
    found = link(f"from: a, to: b, polarity: {'x' * 200}")
    assert found[3] == f"“{'x' * 59}…” is not one of the choices."


# -- schemas to come ----------------------------------------------------------------


class Step(Frozen):
    """A kind of action."""

    action: Literal["step"] = "step"
    size: Annotated[float, Field(lt=2)]


class Pulse(Frozen):
    """Another kind of action."""

    action: Literal["pulse"] = "pulse"
    width: Annotated[int, Field(le=3)]
    colours: Annotated[tuple[str, ...], Field(strict=False, max_length=1)] = ()
    name: Annotated[str, Field(max_length=3)] = "x"


class Plan(Frozen):
    """A file with a choice of kinds, and a rule that pydantic does not know."""

    actions: Annotated[
        tuple[Annotated[Step | Pulse, Field(discriminator="action")], ...], Field(strict=False)
    ] = ()
    either: Step | Pulse | None = None
    colours: Annotated[tuple[int, ...], Field(strict=False)] | Literal["all"] | None = None
    even: int = 2

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("it must be even")
        return value


def plan(text: str) -> list[tuple[str, str, str]]:
    from digisys.errors import ModelFileError

    try:
        parse_document(text, "plan", Plan, lambda _: [])
    except ModelFileError as error:
        return [(found.field, str(found.what), str(found.cure or "")) for found in error.problems]
    return []


def test_another_schema_is_read_as_strictly() -> None:
    text = "actions:\n  - {action: step, size: 1}\n  - {action: pulse, width: 2}\n"
    assert plan(text + "either: {action: pulse, width: 1}\n") == []


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (
            "{action: stp, size: 1}",
            ("actions[0].action", "“stp” is not one of the choices.", "Did you mean step?"),
        ),
        (
            "{size: 1}",
            ("actions[0].action", "“action” is missing.", "Add “action:” and one of: step, pulse."),
        ),
        (
            "{action: pulse, width: 4}",
            ("actions[0].width", "4 is too large.", "Give a number of at most 3."),
        ),
        (
            "{action: step, size: 2}",
            ("actions[0].size", "2 is too large.", "Give a number smaller than 2."),
        ),
        (
            "{action: pulse, width: 1, size: 1}",
            (
                "actions[0].size",
                "The key “size” is not known here.",
                "Remove it, or use one of: colours, name.",
            ),
        ),
        (
            "{action: pulse, width: 1, colours: [a, b]}",
            ("actions[0].colours", "Too much is listed here.", "List at most 1."),
        ),
        (
            "{action: pulse, width: 1, name: abcd}",
            ("actions[0].name", "The text is too long.", "Shorten it to 3 characters."),
        ),
    ],
)
def test_one_of_several_kinds(item: str, found: tuple[str, str, str]) -> None:
    assert plan(f"actions:\n  - {item}\n") == [found]


def test_something_else_than_one_of_several_kinds() -> None:
    assert plan("actions: [x]\n")[0][1] == (
        "Keys with values are expected here, but there is the text “x”."
    )


WHOLE = "A whole number is expected here, but there is {}."


@pytest.mark.parametrize(
    ("text", "field", "what"),
    [
        ("either: x", "either", "Keys with values are expected here, but there is the text “x”."),
        ("either: {action: pulse, width: 4}", "either.width", "4 is too large."),
        ("colours: [1, {}]", "colours[1]", WHOLE.format("a group of keys")),
        ("colours: {a: 1}", "colours", "A list is expected here, but there is a group of keys."),
    ],
)  # fmt: skip
def test_one_of_several_kinds_without_a_mark(text: str, field: str, what: str) -> None:
    assert (field, what) in [found[:2] for found in plan(text + "\n")]


def test_either_a_list_or_a_word() -> None:
    assert plan("colours: all\n") == []
    assert plan("colours: [1]\n") == []


def test_a_rule_of_its_own_falls_back_on_its_own_words() -> None:
    assert plan("even: 3\n") == [
        ("even", "The value is not accepted: Value error, it must be even.", "")
    ]
