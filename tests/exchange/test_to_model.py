"""From what is read to a model: ids, one link a pair, damping, loops, places."""

from __future__ import annotations

import gc
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from digisys.analysis.audit import audit
from digisys.analysis.positions import outside_sheet, piled_up
from digisys.errors import ModelError, ModelFileError
from digisys.exchange.as_read import LinkRead, LoopRead, MapRead, NodeRead, Reading
from digisys.exchange.ids import slug, unique_ids
from digisys.exchange.places import spread
from digisys.exchange.read_map import read_map
from digisys.exchange.texts import label_of, labels_of, note_of, notes_of
from digisys.exchange.to_model import Origin, doubtful, plain_model, to_model
from digisys.schema import Model
from digisys.schema.base import WORDS_PATTERN
from digisys.schema.checks.consistency import find_problems
from tests.length import examples

ORIGIN = Origin("map.csv", "table")


def made(*edges: str, **more):
    reading = Reading()
    for number, edge in enumerate(edges, 1):
        source, sign, target = edge.split()
        for name in (source, target):
            reading.node(name, name.upper(), f"row {number}")
        reading.link(source, target, sign, f"row {number}", **more)
    return to_model(reading.done(), ORIGIN)


def test_two_who_disagree_make_one_link_of_unknown_sign_with_both_statements():
    reading = Reading()
    for who, sign in (("Anna", "+"), ("Bo", "-"), ("Eva", "+")):
        reading.link("a", "b", sign, f"{who}'s row", said_by=(who,), notes=(f"{who} thinks so.",))
    model, losses = to_model(reading.done(), ORIGIN)
    (link,) = model.links
    assert link.polarity == "unknown"
    assert link.said_by == ("Anna", "Bo", "Eva")
    assert "- (Bo) [Bo's row] Bo thinks so." in str(link.note)
    assert len(link.evidence) == 3
    assert [loss.code for loss in losses] == ["opposite-signs"]


def test_two_who_agree_make_one_link_of_their_sign_whoever_leaves_it_open():
    model, losses = made("a + b", "a ? b", "a + b")
    assert [(link.id, link.polarity) for link in model.links] == [("a->b", "positive")]
    assert [loss.code for loss in losses] == ["joined-statements"]


def test_a_variable_damps_itself_and_never_drives_itself():
    model, losses = made("a - a", "b + b", "c ? c", "a + b", "a + c")
    assert [link.id for link in model.links] == ["a->a", "a->b", "a->c"]
    assert [loss.code for loss in losses] == ["positive-self-link", "positive-self-link"]


def test_weights_are_sizes_only_where_they_differ_from_1():
    assert made("a + b", weight=1.0)[0].links[0].strength == "unknown"
    assert made("a + b", weight=0.4)[0].links[0].strength == 0.4
    model, losses = made("a + b", weight=7.0)
    assert model.links[0].strength == "unknown"
    assert [loss.code for loss in losses] == ["weight"]


def test_what_links_run_into_is_no_input():
    reading = Reading()
    reading.node("a", "A", "row 1", role="input")
    reading.node("b", "B", "row 2", role="input")
    reading.link("a", "b", "+", "row 3")
    model, losses = to_model(reading.done(), ORIGIN)
    assert [item.role for item in model.variables.values()] == ["input", "auxiliary"]
    assert [loss.code for loss in losses] == ["input-with-causes"]


def test_named_loops_are_cycles_of_links_and_their_kind_follows_from_signs():
    reading = Reading()
    for source, sign, target in ("a+b", "b-a", "b+c"):
        reading.link(source, target, sign, "row")
    reading.loop("R1 Growth", "loop 1", pairs=(("b", "a"), ("a", "b")), sign="+")
    reading.loop("open", "loop 2", pairs=(("a", "b"), ("b", "c")))
    reading.loop("R1", "badge")
    model, losses = to_model(reading.done(), ORIGIN)
    assert model.loops["R1"].kind == "balancing"
    assert set(model.loops["R1"].cycles["R1"]) == {"a", "b"}
    assert [loss.code for loss in losses] == ["loop-kind", "unclosed-loop", "unclosed-loop"]
    assert str(model.description) == "open\n\nR1"


def test_an_import_is_in_order_for_check():
    model, _ = made("a + b", "b - a")
    report = audit(model)
    assert report.passed
    assert [each.code for each in report.findings] == [
        "without-stocks", "unnamed-loops", "complete-evidence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Työn tuottavuus, %", "tyon_tuottavuus"),
        ("Ångström & Łódź", "angstrom_lodz"),
        ("Щедрость", "shchedrost"),
        ("Υγεία", "ygeia"),
        ("すし", "susi"),
        ("客户", "u5ba2_u6237"),
        ("2024 target", "v_2024_target"),
        ("!!!", "v"),
        ("a" * 100, "a" * 60),
        ("word " * 30, "_".join(["word"] * 12)),
    ],
)
def test_ids_from_labels_of_any_script(label, name):
    assert slug(label) == name


@settings(max_examples=examples(100))
@given(st.lists(st.text(max_size=30), max_size=30))
def test_ids_are_unique_valid_and_stable(labels):
    ids = unique_ids(labels)
    assert len(set(ids)) == len(labels)
    assert all(name.isascii() and name[0].isalpha() and name == name.lower() for name in ids)
    assert unique_ids(labels) == ids
    # What is added at the end changes no id before it.
    assert unique_ids([*labels, "one more"])[: len(ids)] == ids


PLACES = st.lists(
    st.tuples(st.floats(-9000, 9000), st.floats(-9000, 9000)), min_size=1, max_size=25
)


@settings(max_examples=examples(60), deadline=None)
@given(PLACES, st.sampled_from([0.001, 0.02, 1.0, 300.0]))
def test_no_box_lies_on_another_or_outside(points, unit):
    places = {f"v{at}": (x * unit, y * unit) for at, (x, y) in enumerate(points)}
    nodes = tuple(
        node
        for at, name in enumerate(places)
        for node in [
            reading_node(name, "A longer label of several words " * (at % 3) + name, places)
        ]
    )
    model, _ = to_model(MapRead(nodes), ORIGIN)
    assert piled_up(model) == ()
    assert outside_sheet(model) == ()


def reading_node(name, label, places):
    reading = Reading()
    reading.node(name, label, "item", place=places[name])
    return reading.nodes[name]


def test_positions_keep_their_order_and_proportions():
    grid = {f"{x}{y}": (x * 3.0, y * 2.0) for x in range(4) for y in range(4)}
    found, width, height = spread(grid, {name: name for name in grid})
    xs = sorted({x for x, _ in found.values()})
    assert len(xs) == 4
    assert xs[1] - xs[0] == pytest.approx(xs[3] - xs[2], abs=2)
    assert width > xs[-1]
    assert height > max(y for _, y in found.values())


def test_a_thousand_boxes_on_one_spot_are_parted():
    places = dict.fromkeys(map(str, range(300)), (5.0, 5.0))
    found, _, _ = spread(places, {name: name for name in places})
    assert len(set(found.values())) == 300


@pytest.mark.parametrize("count", [900, 2500])
def test_piles_that_take_too_long_stand_in_columns_in_their_order(count, monkeypatch):
    monkeypatch.setattr("digisys.exchange.places._MOST_TRIED", 2_000)
    places = {f"v{at}": (at % 50, at // 50) for at in range(count)}
    nodes = tuple(reading_node(name, name, places) for name in places)
    model, _ = to_model(MapRead(nodes), ORIGIN)
    assert piled_up(model) == ()
    assert outside_sheet(model) == ()
    found = model.layout.variables
    assert found["v0"].x <= found["v49"].x
    assert found[f"v{count - 1}"].x >= found[f"v{count - 40}"].x


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=6), st.text(max_size=6), st.sampled_from("+-?"), st.booleans(),
            st.none() | st.floats(0, 30),
        ),
        min_size=1,
        max_size=20,
    )
)  # fmt: skip
def test_whatever_is_read_makes_a_valid_model(statements):
    reading = Reading()
    for number, (source, target, sign, delay, weight) in enumerate(statements):
        reading.links.append(
            LinkRead(source, target, sign, f"row {number}", weight=weight, delay=delay)
        )
    model, losses = to_model(reading.done(), ORIGIN)
    pairs = {
        (source, target)
        for source, target, sign, *_ in statements
        if source != target or sign == "-"
    }
    assert len(model.links) == len(pairs)
    assert all(loss.what.text("fi") and loss.why.text("sv") for loss in losses)


KEYS = st.sampled_from("abcd")
LABELS = st.text(max_size=5) | st.integers(990, 1010).map("x".__mul__)
NODES = st.builds(
    NodeRead,
    key=KEYS,
    label=LABELS,
    item=st.text(max_size=3),
    role=st.sampled_from(["", "stock", "input", "auxiliary"]),
    place=st.none() | st.tuples(st.floats(-900, 900), st.floats(-900, 900)),
    unit=st.sampled_from(["", "m"]),
    description=st.text(max_size=3),
    groups=st.lists(LABELS, max_size=2).map(tuple),
)
LINKS = st.builds(
    LinkRead,
    source=KEYS,
    target=KEYS,
    sign=st.sampled_from("+-?"),
    item=st.text(max_size=3),
    weight=st.none() | st.floats(0, 2),
    size=st.sampled_from(["", "weak", "strong"]),
    delay=st.booleans(),
    said_by=st.lists(st.text(max_size=2), max_size=2).map(tuple),
)
LOOPS = st.builds(
    LoopRead,
    name=LABELS,
    item=st.text(max_size=3),
    pairs=st.lists(st.tuples(KEYS, KEYS), max_size=4).map(tuple),
    sign=st.sampled_from("+-?"),
)


@settings(max_examples=examples(200), deadline=None)
@given(
    nodes=st.lists(NODES, min_size=1, max_size=5, unique_by=lambda node: node.key),
    links=st.lists(LINKS, max_size=8),
    loops=st.lists(LOOPS, max_size=1),
    title=LABELS,
)
def test_looking_at_all_parts_finds_no_more_than_at_those_in_doubt(nodes, links, loops, title):
    read = MapRead(tuple(nodes), tuple(links), tuple(loops), title)
    raw, _ = plain_model(read, ORIGIN)
    assert find_problems(doubtful(raw)) == find_problems(raw)


@settings(max_examples=examples(60), deadline=None)
@given(
    nodes=st.lists(NODES, min_size=1, max_size=5, unique_by=lambda node: node.key),
    links=st.lists(LINKS, max_size=8),
    loops=st.lists(LOOPS, max_size=1),
)
def test_parts_made_together_are_those_that_are_validated_one_by_one(nodes, links, loops):
    read = MapRead(tuple(nodes), tuple(links), tuple(loops))
    raw, _ = plain_model(read, ORIGIN)
    try:
        expected = Model.model_validate(raw)
    except (ModelError, ValidationError) as error:
        with pytest.raises((ModelFileError, type(error))):
            to_model(read, ORIGIN)
        return
    made, _ = to_model(read, ORIGIN)
    assert made == expected
    assert repr(made) == repr(expected)
    assert pickle.loads(pickle.dumps(made)) == expected
    for unset in (True, False):
        assert made.model_dump_json(exclude_unset=unset) == expected.model_dump_json(
            exclude_unset=unset
        )
    for one, other in zip(made.links, expected.links, strict=True):
        assert hash(one) == hash(other)
        assert one.model_copy(update={"delay": 1.0}) == other.model_copy(update={"delay": 1.0})


TEXTS = st.lists(
    st.text(st.sampled_from("ab |<&é信\u00ad\u200b\u2800\ufe0f\u3164\n\t\x07Σ"), max_size=6),
    max_size=5,
)


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS)
def test_texts_cleaned_together_are_those_cleaned_one_by_one(texts):
    labels, notes = list(map(label_of, texts)), list(map(note_of, texts))
    assert labels_of(texts) == labels
    assert notes_of(texts) == notes
    assert all(not text or re.search(WORDS_PATTERN, text) for text in [*labels, *notes])
    if len(set(map(slug, texts))) == len(texts):
        assert unique_ids(texts) == tuple(map(slug, texts))


def test_a_group_with_a_name_too_long_is_still_found():
    node = NodeRead("a", "A", "row 1", groups=("x" * 1001,))
    with pytest.raises(ModelFileError) as caught:
        to_model(MapRead((node,)), ORIGIN)
    assert [problem.code for problem in caught.value.problems] == ["too-long-name"]


def test_the_collector_of_garbage_is_as_it_was_after_an_import(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.csv", tmp_path / "broken.txt"
    whole.write_text("from,to,sign\na,b,+\n", encoding="utf-8")
    broken.write_text("nothing of a map", encoding="utf-8")
    kept = gc.get_freeze_count()
    for enabled in (False, True):
        (gc.enable if enabled else gc.disable)()
        try:
            read_map(whole)
            with pytest.raises(ModelFileError):
                read_map(broken)
            assert gc.isenabled() is enabled
            assert gc.get_freeze_count() == kept  # nothing is kept from it
        finally:
            gc.enable()
