"""Positions go into a model file without touching anything else."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.errors import OutputError
from digisys.io import parse_model
from digisys.io.patch import insert_layout
from digisys.schema import Layout

LAYOUT = Layout(
    width=640,
    height=400.25,
    areas={"no": {"x": 0, "y": 0, "width": 320, "height": 400}},
    variables={"a": {"x": 100, "y": 120.5}, "b": {"x": -3.25, "y": 7}},
    loops={"R1": {"x": 5, "y": 6}},
)
HEAD = """\
# A model
schema: 1   # version
id: tiny

title: Tiny
languages: [en]
areas:
  "no": {label: Nordic}
variables:
  a: {label: A, role: stock, area: "no"}   # first
  # between
  b:
    label: B
    role: stock
"""
OLD = "layout:\n  width: 9\n  height: 9   # old\n  # inside\n  variables:\n    a: {x: 1, y: 1}\n"
TAIL = """
# About the links
links:
  - {from: a, to: b, polarity: positive}
  - {from: b, to: a, polarity: positive}
loops:
  R1: {label: Round, kind: reinforcing, cycles: {R1: [a, b]}}
"""


def without(text, block):
    assert text.count(block) == 1
    return text.replace(block, "")


def block_of(text):
    return re.search(r"^layout:\r?\n(?:[ #].*\r?\n?)*", text, re.MULTILINE).group()


def test_a_layout_is_added_at_the_end_and_the_rest_stays():
    text = insert_layout(HEAD + TAIL, LAYOUT)
    assert text.startswith(HEAD + TAIL)
    assert parse_model(text).layout.variables["a"].y == 120.5


def test_an_old_layout_is_replaced_where_it_stands():
    text = insert_layout(HEAD + OLD + TAIL, LAYOUT)
    assert text.startswith(HEAD)
    assert text.endswith(TAIL)
    assert "old" not in text
    model = parse_model(text)
    assert model.layout == insert_and_read(HEAD + TAIL)


def insert_and_read(text):
    return parse_model(insert_layout(text, LAYOUT)).layout


@pytest.mark.parametrize("old", [
    OLD,
    "layout: {width: 9, height: 9}\n",
    "layout: {width: 9,\n  height: 9,\n  variables: {a: {x: 1, y: 1}}}   # flow\n",
    "layout: null\n",
    '"layout":\n  width: 9\n  height: 9\n',
])  # fmt: skip
def test_every_way_to_write_the_old_layout_is_replaced_whole(old):
    assert insert_layout(HEAD + old + TAIL, LAYOUT) == insert_layout(HEAD + OLD + TAIL, LAYOUT)


@pytest.mark.parametrize("old", ["", OLD])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept(end, old):
    source = (HEAD + old + TAIL).replace("\n", end)
    text = insert_layout(source, LAYOUT)
    kept = source.replace(old.replace("\n", end), "") if old else source
    own = "\r\n" if end == "\r\n" else "\n"
    block = own.join(block_of(insert_layout(HEAD, LAYOUT)).splitlines()) + own
    assert without(text, block).replace(own, "") == kept.replace(own, "")
    assert parse_model(text).layout == parse_model(insert_layout(HEAD + TAIL, LAYOUT)).layout


def test_a_byte_order_mark_and_document_marks_stay():
    text = insert_layout("\ufeff---\n" + HEAD + "...\n", LAYOUT)
    assert text.startswith("\ufeff---\n" + HEAD)
    assert text.endswith("...\n")
    assert insert_layout(text, LAYOUT) == text


def test_a_last_line_without_an_end_gets_one():
    text = insert_layout(HEAD.rstrip("\n"), LAYOUT)
    assert text.startswith(HEAD)
    assert insert_layout((HEAD + OLD).rstrip("\n"), LAYOUT).startswith(HEAD + "layout:")


def test_writing_twice_is_writing_once():
    once = insert_layout(HEAD + TAIL, LAYOUT)
    assert insert_layout(once, LAYOUT) == once


def test_ids_that_yaml_takes_for_something_else_are_quoted():
    assert '"no": {x: 0, y: 0, width: 320, height: 400}' in insert_layout(HEAD, LAYOUT)


@pytest.mark.parametrize("text", ["{schema: 1}", "- a\n- b\n", "a: [", "just text", ""])
def test_a_file_that_is_not_a_mapping_in_lines_is_an_error(text):
    with pytest.raises(OutputError, match="positions cannot be written"):
        insert_layout(text, LAYOUT)


COMMENT = st.text(alphabet="abc åäö#:'\"{}[]-", max_size=20)


@given(st.lists(COMMENT, max_size=6), st.booleans())
def test_comments_anywhere_stay_byte_for_byte(comments, with_old):
    lines = (HEAD + (OLD if with_old else "") + TAIL).splitlines(keepends=True)
    mixed = []
    for number, line in enumerate(lines):
        if number < len(comments) and not line.startswith((" ", "layout")):
            mixed.append(f"# {comments[number]}\n")
        mixed.append(line)
    source = "".join(mixed)
    text = insert_layout(source, LAYOUT)
    new = block_of(text)
    rest = source.replace(OLD, "") if with_old else source
    assert without(text, new.rstrip("\n") + "\n").strip("\n") == rest.strip("\n")


def test_the_bundled_model_keeps_every_other_byte():
    path = Path(digisys.__file__).parents[1] / "models" / "digikompassi.yaml"
    text = path.read_bytes().decode()
    before = parse_model(text)
    after_text = insert_layout(text, LAYOUT.model_copy(update={"areas": {}, "variables": {}}))
    old, new = block_of(text), block_of(after_text)
    assert text.replace(old, "") == after_text.replace(new, "")
    assert insert_layout(text, before.layout) == text
