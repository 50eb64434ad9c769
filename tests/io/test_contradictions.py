"""Parts of a file that contradict each other, in their places in the file."""

from __future__ import annotations

import pytest

from digisys.errors import ModelError, Problem
from digisys.io import parse_model
from digisys.schema import Model
from digisys.words import Message
from tests.io.reading import HEAD, TWO, model, problem, problems

LINKS = "links:\n  - {from: a, to: b, polarity: positive}\n"
DEFINE = "The model defines none; add it, or take the reference out."


def test_a_link_to_a_misspelt_variable() -> None:
    text = HEAD + "variables:\n  trust: {label: A}\n  usage: {label: B}\n"
    assert problem(text + "links:\n  - {from: trust, to: usages, polarity: positive}\n") == (
        9,
        23,
        "links[0].to",
        "There is no variable “usages”.",
        "Did you mean usage?",
    )


@pytest.mark.parametrize(
    ("sign", "cure"),
    [
        ("positive", "Keep one of the two and join their evidence."),
        (
            "negative",
            (
                "Keep one of the two, with “polarity: unknown” if both signs have grounds,"
                " and join their evidence; or, if both act, give this one “id: a->b#2”."
            ),
        ),
    ],
)
def test_a_link_that_is_there_twice(sign: str, cure: str) -> None:
    assert problem(TWO + LINKS + f"  - from: a\n    to: b\n    polarity: {sign}\n") == (
        10,
        5,
        "links[1]",
        "The link a->b is there already, as links[0].",
        cure,
    )


def test_a_variable_linked_to_itself() -> None:
    assert problem(TWO + LINKS.replace("to: b", "to: a")) == (
        9,
        5,
        "links[0]",
        "“a” is linked to itself.",
        (
            "Add the variable in between that carries the feedback, or write “polarity: negative”"
            " if it damps itself."
        ),
    )


def test_a_link_into_an_input() -> None:
    text = TWO.replace("b: {label: B}", "b: {label: B, role: input}") + LINKS
    assert problem(text)[:4] == (
        9,
        19,
        "links[0].to",
        "“b” is an input, and nothing may act on an input.",
    )


def test_a_declared_loop_over_a_missing_link() -> None:
    text = TWO + LINKS
    text += "loops:\n  R1:\n    label: L\n    kind: reinforcing\n    cycles:\n      R1a: [a, b]\n"
    assert problem(text) == (
        15,
        12,
        "loops.R1.cycles.R1a",
        "The cycle needs the link b->a, which the model lacks.",
        "Add the link, or correct the order of the variables.",
    )


def test_a_loop_whose_kind_contradicts_its_signs() -> None:
    text = TWO + LINKS + "  - {from: b, to: a, polarity: negative}\n"
    text += "loops:\n  R1: {label: L, kind: reinforcing, cycles: {R1: [a, b]}}\n"
    assert problem(text) == (
        12,
        50,
        "loops.R1.cycles.R1",
        "The loop is called reinforcing, but the signs of its links make it balancing.",
        "Correct the kind, or the polarity of a link.",
    )


def test_a_cycle_declared_by_two_loops_stands_at_its_name() -> None:
    loop = "{label: L, kind: unknown, cycles: {C: [a, b]}}"
    text = TWO + LINKS + "  - {from: b, to: a, polarity: negative}\n"
    found = problem(text + f"loops:\n  R1: {loop}\n  R2: {loop}\n")
    assert found[:4] == (13, 42, "loops.R2.cycles.C", "The cycle C is declared by R1 too.")


def test_a_language_that_is_missing_in_one_text() -> None:
    text = TWO.replace("[en]", "[fi, en]").replace("title: T", "title: {fi: T, en: T}")
    found = problems(text.replace("{label: A}", "\n    label:\n      fi: A"))
    assert found == [
        (
            8,
            7,
            "variables.a.label",
            "The text is missing in: en.",
            "Add it, or take the language out of “languages”.",
        ),
        (
            9,
            14,
            "variables.b.label",
            "The text is not said to be in any language.",
            "Give it in each language: {fi: …, en: …}.",
        ),
    ]


def test_a_text_in_a_language_that_the_model_lacks() -> None:
    assert problem(TWO.replace("{label: A}", "{label: {en: A, sv: A}}")) == (
        6,
        22,
        "variables.a.label.sv",
        "“sv” is not one of the model's languages.",
        "Add it to “languages”, or remove the text.",
    )


def test_a_language_that_is_listed_twice() -> None:
    assert problem(TWO.replace("[en]", "[en, en]"))[:3] == (4, 17, "languages[1]")


def test_more_languages_than_there_can_be() -> None:
    codes = [f"{a}{b}" for a in "abcdefghij" for b in "abcdefghijk"]
    found = problem(TWO.replace("[en]", f"[{', '.join(codes)}]"))
    assert found[3:] == (
        "More than 100 languages are listed.",
        "List the languages that every text is given in.",
    )


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("area: x", (6, 23), "There is no area “x”."),
        ("targets: [{target: 4}]", (6, 36), "There is no target 4."),
        ("evidence: [{source: d}]", (6, 37), "There is no source “d”."),
    ],
)
def test_references_to_nothing(text: str, place: tuple[int, int], what: str) -> None:
    found = problem(TWO.replace("{label: A}", f"{{label: A, {text}}}"))
    assert (found[:2], found[3:]) == (place, (what, DEFINE))


def test_a_part_that_the_source_lacks() -> None:
    text = "sources: {d: {title: D, parts: {table: {label: T}}}}\n" + TWO.removeprefix(HEAD)
    text = text.replace("{label: A}", "{label: A, evidence: [{source: d, part: tabel}]}")
    assert problem(HEAD + text)[3:] == (
        "Source “d” has no part “tabel”.",
        "Did you mean table?",
    )


def test_a_place_in_the_layout_for_nothing_stands_at_its_key() -> None:
    assert problem(TWO + "layout: {width: 9, height: 9, loops: {R1: {x: 1, y: 1}}}\n")[:4] == (
        8,
        39,
        "layout.loops.R1",
        "There is no loop “R1”.",
    )


def test_a_time_that_ends_before_it_starts() -> None:
    assert problem(TWO + "time: {start: 2030, end: 2025}\n")[:4] == (
        8,
        26,
        "time.end",
        "The end, 2025, is not after the start, 2030.",
    )


def test_contradictions_and_wrong_types_are_listed_together_in_file_order() -> None:
    text = TWO + "links:\n  - {from: c, to: b, polarity: +}\n  - {from: a, to: b, polarity: 1}\n"
    assert [found[:3] for found in problems(text + "tim: 1\n")] == [
        (9, 12, "links[0].from"),
        (9, 32, "links[0].polarity"),
        (10, 32, "links[1].polarity"),
        (11, 1, "tim"),
    ]


def test_one_fault_is_one_problem() -> None:
    """``true`` counts as a number in Python, so both checks would report it."""
    text = TWO.replace("{label: A}", "{label: A, targets: [{target: true}]}")
    assert problem(text)[3].startswith("A whole number is expected here")


def test_only_the_first_of_thousands_of_wrong_references_get_suggestions() -> None:
    links = [
        {"from": f"w{number:04}", "to": "a", "polarity": "positive"} for number in range(3_000)
    ]
    with pytest.raises(ModelError) as caught:
        Model.model_validate(
            model(
                variables={f"v{number:04}": {"label": "V"} for number in range(1_000)}
                | {"a": {"label": "A"}},
                links=links,
            )
        )
    found = caught.value.problems
    assert len(found) == 3_000
    assert str(found[0].cure) == "Did you mean v0, v1000, v10?" or "Did you mean" in str(
        found[0].cure
    )
    assert str(found[-1].cure) == "Define it, or take the reference out."


def broken_links(*ends: str) -> ModelError:
    links = "".join(f"  - {{from: a, to: {end}, polarity: positive}}\n" for end in ends)
    with pytest.raises(ModelError) as caught:
        parse_model(TWO + "links:\n" + links)
    assert len(caught.value.problems) == len(ends)
    return caught.value


def test_a_text_tells_the_first_hundred_problems_and_counts_the_rest() -> None:
    error = ModelError(
        Problem("unknown-key", (), Message("{key}", {"key": at}), Message(f"cure {at}"))
        for at in range(103)
    )
    assert str(error).splitlines()[-3:] == ["  → cure 99", "… and 3 more.", "103 problems found."]


def wrong_roles(*roles: str) -> list[str]:
    parts = [f"  v{at}: {{label: A, role: {role}}}\n" for at, role in enumerate(roles)]
    with pytest.raises(ModelError) as caught:
        parse_model(HEAD + "variables:\n" + "".join(parts))
    return str(caught.value).splitlines()


def test_equal_problems_are_told_once_with_their_lines() -> None:
    choose = "  → Write one of: input, stock, auxiliary."
    assert wrong_roles("big", "small", "big", "big", "big") == [
        "<text>:6:24: variables.v0.role: “big” is not one of the choices.",
        choose,
        "  3 more like it: lines 8-10",
        "<text>:7:24: variables.v1.role: “small” is not one of the choices.",
        choose,
        "5 problems found.",
    ]
    assert len(wrong_roles("big", "big", "big")) == 7


def test_many_problems_of_a_kind_are_told_once_although_names_differ() -> None:
    few = str(broken_links(*(f"other{at}" for at in range(12))))
    assert few.count("There is no variable") == 12
    many = str(broken_links(*(f"other{at}" for at in range(41))))
    assert many.splitlines() == [
        "<text>:9:19: links[0].to: There is no variable “other0”.",
        "  → Choose one of: b.",
        "  40 more like it: lines 10-49",
        "41 problems found.",
    ]
