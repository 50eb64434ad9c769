"""Links to oneself, several links between the same two, and delays of unknown length."""

from __future__ import annotations

import pytest

from digisys.errors import ModelError, ModelFileError
from digisys.io import parse_model
from digisys.io.format import format_model
from digisys.schema import Link, Model
from digisys.schema.link import joint_polarity, link_ids
from tests.io.reading import TWO, model


def linked(*links: str) -> str:
    return TWO + "links:\n" + "".join(f"  - {{from: a, to: b, {each}}}\n" for each in links)


def ids(text: str) -> list[str]:
    return [link.id for link in parse_model(text).links]


def codes(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ModelFileError) as told:
        parse_model(text)
    return [(problem.code, problem.field) for problem in told.value.problems]


def test_ids_follow_the_order_where_none_is_given() -> None:
    two = linked(
        "polarity: positive", "polarity: positive, delay: 2", "polarity: positive, delay: 5"
    )
    assert ids(two) == ["a->b", "a->b#2", "a->b#3"]
    assert ids(linked("polarity: positive, id: a->b#late")) == ["a->b#late"]
    assert link_ids([("a", "b", "a->b#x"), ("a", "b", None)]) == ("a->b#x", "a->b")
    assert link_ids([("a", "b", None), ("a", "b", "a->b")]) == ("a->b#2", "a->b")


@pytest.mark.parametrize(
    "other",
    [
        "polarity: positive, delay: 2",
        "polarity: positive, delay: true",
        'polarity: negative, id: "a->b#2"',
        'polarity: unknown, id: "a->b#doubtful"',
        "polarity: negative, delay: 2, id: a->b#late",
    ],
)
def test_two_links_that_differ_are_read_written_and_read_again(other: str) -> None:
    read = parse_model(linked("polarity: positive", other))
    text = format_model(read)
    assert parse_model(text) == read
    assert format_model(parse_model(text)) == text
    assert read.links[0].own_id is None
    assert read.links[1].id in text
    # The ids stay with their links in another order too.
    swapped = Model.model_validate(read.model_dump(by_alias=True) | {"links": read.links[::-1]})
    assert {link.id: link for link in swapped.links} == {link.id: link for link in read.links}


@pytest.mark.parametrize(
    ("first", "second", "code", "field"),
    [
        ("polarity: positive", "polarity: positive", "duplicate-link", "links[1]"),
        ("polarity: positive", "polarity: positive, id: a->b#2", "duplicate-link", "links[1]"),
        ("polarity: positive", "polarity: negative", "duplicate-link", "links[1]"),
        ("polarity: positive", "polarity: negative, delay: 2", "duplicate-link", "links[1]"),
        (
            "polarity: positive, id: a->b#2",
            "polarity: positive, delay: 2, id: a->b#2",
            "duplicate-link",
            "links[1].id",
        ),
        ("polarity: positive", "polarity: positive, delay: 2, id: b->a#2", "wrong-link-id",
         "links[1].id"),
    ],
)  # fmt: skip
def test_two_links_that_nothing_tells_apart(first: str, second: str, code: str, field: str) -> None:
    assert codes(linked(first, second)) == [(code, field)]


def test_a_model_made_in_python_is_checked_alike() -> None:
    with pytest.raises(ModelError) as told:
        Model.model_validate(
            model(
                links=[
                    {"from": "a", "to": "b", "polarity": "positive"},
                    {"from": "a", "to": "b", "polarity": "negative"},
                ]
            )
        )
    assert [problem.code for problem in told.value.problems] == ["duplicate-link"]
    named = Link(source="a", target="b", own_id="a->b#2", polarity="negative")
    assert named.id == "a->b#2"
    assert named.pair == ("a", "b")


def test_a_variable_damps_itself_by_a_negative_link_only() -> None:
    read = parse_model(linked("polarity: negative, strength: 0.3").replace("to: b", "to: a"))
    assert read.links[0].damps
    assert read.links[0].id == "a->a"
    assert parse_model(format_model(read)) == read
    for sign in ("positive", "unknown"):
        assert codes(linked(f"polarity: {sign}").replace("to: b", "to: a")) == [
            ("self-link", "links[0]")
        ]


def test_damping_is_not_a_declared_loop() -> None:
    text = linked("polarity: negative").replace("to: b", "to: a")
    loop = "loops:\n  B1: {label: L, kind: balancing, cycles: {B1: [a]}}\n"
    assert codes(text + loop) == [("missing-link", "loops.B1.cycles.B1")]


def test_a_declared_loop_over_links_of_both_signs_is_of_unknown_kind() -> None:
    back = "  - {from: b, to: a, polarity: positive}\n"
    loop = "loops:\n  R1: {label: L, kind: KIND, cycles: {R1: [a, b]}}\n"
    same = linked("polarity: positive", "polarity: positive, delay: 2") + back + loop
    assert parse_model(same.replace("KIND", "reinforcing")).loops["R1"].kind == "reinforcing"
    both = linked("polarity: positive", "polarity: negative, id: a->b#2") + back + loop
    assert parse_model(both.replace("KIND", "unknown")).loops["R1"].kind == "unknown"
    assert codes(both.replace("KIND", "reinforcing")) == [("wrong-loop-kind", "loops.R1.cycles.R1")]


def test_polarities_join() -> None:
    assert joint_polarity(["negative"]) == "negative"
    assert joint_polarity(["negative", "negative"]) == "negative"
    assert joint_polarity(["negative", "unknown"]) == "unknown"


def test_a_delay_of_unknown_length_is_one_unit_of_time_in_a_run() -> None:
    read = parse_model(linked("polarity: positive, delay: true"))
    assert read.links[0].delay is True
    assert read.links[0].lag == 1.0
    assert "delay: true" in format_model(read)
    assert parse_model(format_model(read)).links[0].delay is True
    none = parse_model(linked("polarity: positive, delay: false"))
    assert none.links[0].lag == 0
    assert "delay" not in format_model(none)
    told = parse_model(linked("polarity: positive, delay: 1"))
    assert told.links[0].delay is not True
    assert "delay: 1" in format_model(told)


def test_a_time_in_another_unit_needs_its_span() -> None:
    read = parse_model(TWO + "time: {start: 0, end: 24, unit: months}\n")
    assert read.time.unit == "months"
    assert parse_model(format_model(read)) == read
    assert codes(TWO + "time: {unit: months, start: 0}\n") == [("missing-span", "time")]
    assert parse_model(TWO + "time: {unit: years}\n").time.end == 2030
