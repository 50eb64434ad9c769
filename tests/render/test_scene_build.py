"""What a scene shows, how it is marked, and what happens to hostile models."""

import json
import unicodedata
from dataclasses import asdict
from itertools import pairwise

import pytest

import digisys
from digisys.errors import DrawingError, QuestionError, UnknownNameError
from digisys.render.compose.build import build_scene
from digisys.render.compose.selection import Selection
from digisys.render.scene import Text
from digisys.schema import Model
from tests import tiny
from tests.render.maps import map_of, square_map
from tests.render.quality import measure


def states(elements):
    return {element.id: element.state for element in elements}


def lit(elements):
    return {element.id for element in elements if element.state == "highlighted"}


def chain_map(**parts):
    """A chain a-b-c-d with a short cut and a way back."""
    return map_of(["a + b", "b + c", "c - d", "a + c", "d + b", "e ? d"], **parts)


def test_ids_and_names_say_what_things_are():
    scene = build_scene(square_map())
    assert [box.id for box in scene.boxes] == [f"variable-{key}" for key in "abcd"]
    assert [arrow.id for arrow in scene.arrows] == [
        "link-a--b", "link-b--c", "link-c--d", "link-d--a"
    ]  # fmt: skip
    assert [badge.id for badge in scene.badges] == ["target-1", "target-2", "target-2-b"]
    assert [loop.id for loop in scene.loops] == ["loop-R1"]
    assert scene.boxes[0].name == "Variable A; Left side; target 1; target 2"
    assert scene.arrows[2].name == "Variable C → Variable D: weakens"
    assert scene.loops[0].name.startswith("Reinforcing loop R1: Round; Variable A → Variable B")
    assert scene.description == (
        "Causal-loop diagram: Tiny. It shows 4 variables and 4 links. Feedback loops: R1 Round."
    )
    ids = [element.id for element in scene.elements]
    assert len(ids) == len(set(ids))
    assert all(element.name for element in scene.elements)


def test_badges_of_loops_stay_off_the_legend():
    """Where a loop is declared again, its second badge found room below the sheet only."""
    names = "abc"
    loops = {
        f"R{i}": {"label": "Round", "kind": "reinforcing", "cycles": {f"R{i}a": [*names]}}
        for i in range(1, 7)
    }
    links = [(x, y) for x in names for y in names if x != y]
    scene = build_scene(tiny.model_of(*(f"{x} + {y}" for x, y in links), loops=loops))
    assert len(scene.loops) == len(loops)
    lowest = max(badge.disc.y + badge.disc.radius for badge in scene.loops)
    assert lowest <= min(item.text.y - item.text.size for item in scene.legend)


@pytest.mark.parametrize(
    ("cycle", "turning"), [("abcd", "clockwise"), ("adcb", "counterclockwise")]
)
def test_the_badge_turns_the_way_the_loop_runs(cycle, turning):
    places = {"a": (200, 160), "b": (700, 160), "c": (700, 440), "d": (200, 440)}
    edges = [f"{one} + {other}" for one, other in zip(cycle, cycle[1:] + cycle[0], strict=True)]
    model = map_of(
        edges, places,
        loops={"R1": {"label": "Round", "kind": "reinforcing", "cycles": {"R1": list(cycle)}}},
    )  # fmt: skip
    (loop,) = build_scene(model).loops
    assert loop.turning == turning
    middle = (loop.disc.x, loop.disc.y)
    start, tip = loop.arc.start, loop.head.points[0]
    assert start[0] > middle[0] if turning == "clockwise" else start[0] < middle[0]
    assert tip[0] < middle[0] if turning == "clockwise" else tip[0] > middle[0]


def test_a_two_way_loop_turns_as_its_links_bend():
    model = map_of(
        ["a + b", "b + a"], {"a": (200, 200), "b": (600, 200)}, size=(800, 400),
        loops={"R1": {"label": "Pair", "kind": "reinforcing", "cycles": {"R1": ["a", "b"]}}},
    )  # fmt: skip
    scene = build_scene(model)
    there = next(arrow for arrow in scene.arrows if arrow.source == "a")
    back = next(arrow for arrow in scene.arrows if arrow.source == "b")
    above = min(c.control1[1] for c in there.line.curves)
    below = min(c.control1[1] for c in back.line.curves)
    assert scene.loops[0].turning == ("clockwise" if above < below else "counterclockwise")


def test_signs_delays_and_certainty_are_marked_without_colour():
    model = chain_map(more={
        "a->b": {"delay": 2.0},
        "b->c": {"certainty": "ambiguous"},
        "c->d": {"certainty": "ambiguous"},
    })  # fmt: skip
    arrows = {arrow.id: arrow for arrow in build_scene(model, certainty="all").arrows}
    assert arrows["link-a--b"].sign.symbol == "+"
    assert arrows["link-c--d"].sign.symbol == "−"
    assert arrows["link-e--d"].sign.symbol == "?"
    assert len(arrows["link-a--b"].sign.strokes) == 2
    assert len(arrows["link-c--d"].sign.strokes) == 1
    assert arrows["link-e--d"].sign.text.text == "?"
    assert len(arrows["link-a--b"].delay) == 2
    assert not arrows["link-b--c"].delay
    patterns = {key: arrow.line.paint.dash for key, arrow in arrows.items()}
    assert patterns["link-a--b"] == ()
    assert patterns["link-b--c"] != patterns["link-c--d"] != ()
    assert arrows["link-b--c"].head.paint.fill == "#ffffff"
    assert arrows["link-a--b"].head.paint.fill == arrows["link-a--b"].line.paint.stroke


def test_ambiguous_links_are_left_out_unless_asked_for():
    model = chain_map(more={"b->c": {"certainty": "ambiguous"}})
    assert "link-b--c" not in states(build_scene(model).arrows)
    assert "link-b--c" in states(build_scene(model, certainty="all").arrows)


def test_the_legend_explains_exactly_the_marks_that_occur():
    def legend(model, **options):
        return {item.id for item in build_scene(model, **options).legend}

    assert legend(map_of(["a + b"])) == {"legend-positive"}
    assert legend(chain_map()) == {"legend-positive", "legend-negative", "legend-unknown"}
    assert legend(square_map()) >= {"legend-target", "legend-loop-R1"}
    delayed = map_of(["a + b"], more={"a->b": {"delay": 1.0}})
    assert "legend-delay" in legend(delayed)
    unsure = map_of(["a + b"], more={"a->b": {"certainty": "ambiguous"}})
    assert "legend-ambiguous" in legend(unsure, certainty="all")


def test_loops_keep_their_order_in_the_legend_whichever_is_brought_out():
    scene = build_scene(digisys.load("digikompassi"), highlight="R1")
    named = [item.id for item in scene.legend if item.id.startswith("legend-loop-")]
    assert named == [f"legend-loop-R{number}" for number in range(1, 6)]


def test_a_loop_is_brought_out_and_the_rest_dimmed():
    base = chain_map(loops={
        "B1": {"label": "Back", "kind": "balancing", "cycles": {"B1": ["b", "c", "d"]}}
    })  # fmt: skip
    scene = build_scene(base, highlight="B1")
    assert lit(scene.boxes) == {"variable-b", "variable-c", "variable-d"}
    assert lit(scene.arrows) == {"link-b--c", "link-c--d", "link-d--b"}
    assert lit(scene.loops) == {"loop-B1"}
    assert states(scene.boxes)["variable-a"] == "dimmed"
    order = [arrow.state for arrow in scene.arrows]
    assert order == sorted(order)  # dimmed first, so that nothing dimmed hides what is lit
    assert scene.captions[1].name.startswith("Loop B1")


def test_downstream_upstream_and_both():
    model = chain_map()
    assert lit(build_scene(model, highlight="a").boxes) == {f"variable-{k}" for k in "abcd"}
    near = build_scene(model, highlight=Selection("a", steps=1))
    assert lit(near.boxes) == {"variable-a", "variable-b", "variable-c"}
    assert lit(near.arrows) == {"link-a--b", "link-a--c"}
    up = build_scene(model, highlight=Selection("d", direction="upstream", steps=1))
    assert lit(up.boxes) == {"variable-c", "variable-d", "variable-e"}
    both = build_scene(model, highlight=Selection("c", direction="both", steps=1))
    assert lit(both.boxes) == {f"variable-{key}" for key in "abcd"}
    assert lit(build_scene(model, highlight=Selection("a", steps=0)).boxes) == {"variable-a"}


def test_only_the_shortest_ways_are_brought_out():
    arrows = lit(build_scene(chain_map(), highlight="a").arrows)
    assert arrows == {"link-a--b", "link-a--c", "link-c--d"}


def test_where_a_question_starts_is_filled():
    scene = build_scene(chain_map(), highlight="a")
    boxes = {box.variable: box for box in scene.boxes}
    assert boxes["a"].outline.paint.fill != boxes["b"].outline.paint.fill == "#ffffff"


def test_chains_by_their_ends_and_by_their_variables():
    model = chain_map()
    assert lit(build_scene(model, highlight="a -> d").arrows) == {"link-a--c", "link-c--d"}
    wider = lit(build_scene(model, highlight=Selection("a → d", steps=3)).arrows)
    assert wider == {"link-a--b", "link-b--c", "link-a--c", "link-c--d"}
    listed = build_scene(model, highlight=["a", "b", "c"])
    assert lit(listed.arrows) == {"link-a--b", "link-b--c"}
    assert listed.captions[0].name == "Variable A → Variable B → Variable C"
    assert lit(build_scene(model, highlight="a -> b -> c").boxes) == {
        "variable-a", "variable-b", "variable-c"
    }  # fmt: skip


def test_an_area_and_a_target_are_brought_out():
    scene = build_scene(square_map(), highlight="left")
    assert lit(scene.boxes) == {"variable-a", "variable-d"}
    assert lit(scene.arrows) == {"link-d--a"}
    assert states(scene.panels) == {"area-left": "normal", "area-right": "dimmed"}
    target = build_scene(square_map(), highlight=Selection("target 2", steps=1))
    assert lit(target.boxes) == {"variable-a", "variable-b", "variable-c"}


def test_focus_areas_and_targets_leave_the_rest_out():
    model = square_map()
    near = build_scene(model, highlight=Selection(focus="a"))
    assert {box.variable for box in near.boxes} == {"a", "b", "d"}
    assert not near.loops
    assert near.width <= build_scene(model).width
    left = build_scene(model, highlight=Selection(areas="left"))
    assert {box.variable for box in left.boxes} == {"a", "d"}
    assert [panel.area for panel in left.panels] == ["left"]

    def drawn(**selected):
        scene = build_scene(model, highlight=Selection(**selected))
        return {box.variable for box in scene.boxes}

    assert drawn(targets=2) == {"a", "b"}
    assert drawn(targets="all") == {"a", "b"}
    assert drawn(areas=["left", "right"]) == set("abcd")


def test_heat_is_shown_as_fill_and_figure():
    scene = build_scene(square_map(), heat={"a": 0.5, "b": -0.25})
    boxes = {box.variable: box for box in scene.boxes}
    assert boxes["a"].tag.text.text == "+0.50"
    assert boxes["b"].tag.text.text == "−0.25"
    assert boxes["c"].tag is None
    fills = {boxes[key].outline.paint.fill for key in "abc"}
    assert len(fills) == 3
    assert "legend-heat" in {item.id for item in scene.legend}
    assert measure(scene).flawless


def test_what_has_not_moved_carries_no_figure():
    scene = build_scene(square_map(), heat={"a": 0.004, "b": 0.006, "c": -0.0})
    assert {box.variable: box.tag and box.tag.text.text for box in scene.boxes} == {
        "a": None, "b": "+0.01", "c": None, "d": None,
    }  # fmt: skip


def test_the_source_line_counts_the_links_of_the_picture():
    def source(**options):
        scene = build_scene(square_map(), language="en", **options)
        return next(caption.name for caption in scene.captions if caption.id == "source")

    assert source() == "Links shown: explicit links (4 links)."
    assert source(highlight=Selection(focus="a")) == (
        "In the picture: 2 links; whole view: explicit links (4 links)."
    )


def test_a_heading_is_whole_when_its_panel_is_cut_down_to_one_box():
    raw = square_map().model_dump(by_alias=True, exclude_none=True)
    words = "Digitally skilled population and workforce of the municipalities"
    raw["areas"]["right"]["label"] = words
    model = type(square_map()).model_validate(raw)
    scene = build_scene(model, highlight=Selection(focus="a"))
    panel = next(panel for panel in scene.panels if panel.area == "right")
    assert " ".join(line.text for line in panel.heading) == words
    assert measure(scene).flawless


def test_differences_from_an_earlier_version_carry_words():
    now = square_map()
    raw = now.model_dump(by_alias=True, exclude_none=True)
    raw["variables"]["b"]["label"] = "Other name"
    raw["variables"]["gone"] = {"label": "Gone", "role": "stock", "area": "old", "targets": ()}
    raw["variables"]["gone"]["targets"] = ({"target": 9},)
    raw["targets"][9] = {"title": "Ninth"}
    raw["areas"]["old"] = {"label": "Old area"}
    raw["links"] = [link for link in raw["links"] if link["from"] != "a"]
    raw["links"].append({"from": "gone", "to": "c", "polarity": "positive"})
    raw["links"][0]["delay"] = 3.0
    del raw["loops"]
    raw["layout"]["variables"]["gone"] = {"x": 450, "y": 300}
    scene = build_scene(now, compare_with=Model.model_validate(raw))
    changes = {element.id: element.change for element in (*scene.boxes, *scene.arrows)}
    assert changes == {
        "variable-a": "same", "variable-b": "changed", "variable-c": "same",
        "variable-d": "same", "variable-gone": "removed",
        "link-a--b": "added", "link-b--c": "changed", "link-c--d": "same",
        "link-d--a": "same", "link-gone--c": "removed",
    }  # fmt: skip
    tagged = {e.id for e in (*scene.boxes, *scene.arrows) if e.tag is not None}
    assert tagged == {key for key, change in changes.items() if change != "same"}
    assert {"legend-added", "legend-removed", "legend-changed"} <= {i.id for i in scene.legend}
    told = next(caption.name for caption in scene.captions if caption.id == "subtitle")
    assert told == "Compared with the other version: new 1, removed 2, changed 2"
    same = build_scene(now, compare_with=now)
    told = next(caption.name for caption in same.captions if caption.id == "subtitle")
    assert told == "No differences from the other version"


def test_comparing_with_a_model_without_positions_keeps_the_newer_ones():
    now = square_map()
    scene = build_scene(now, compare_with=now.model_copy(update={"layout": None}))

    def places(boxes):  # the subtitle moves them all
        top = min(box.outline.y for box in boxes)
        return {box.id: (box.outline.x, round(box.outline.y - top, 6)) for box in boxes}

    assert places(scene.boxes) == places(build_scene(now).boxes)
    assert {box.change for box in scene.boxes} == {"same"}


SELECTED = ("highlight", "focus", "areas", "targets", "direction", "steps")


@pytest.mark.parametrize(("options", "error", "words"), [
    ({"highlight": "nobody"}, UnknownNameError, "nobody"),
    ({"theme": "sepia"}, UnknownNameError, "sepia"),
    ({"steps": -1, "highlight": "a"}, QuestionError, "below 0"),
    ({"direction": "sideways", "highlight": "a"}, QuestionError, "sideways"),
    ({"highlight": "a -> "}, QuestionError, "each side"),
    ({"highlight": "d -> a -> target 2"}, QuestionError, "overlap"),
    ({"highlight": "c -> b", "steps": 1}, QuestionError, "No chain"),
    ({"highlight": ["a", "c"]}, QuestionError, "no link"),
    ({"highlight": ["left", "a"]}, QuestionError, "several"),
    ({"areas": "a"}, QuestionError, "not an area"),
    ({"targets": "left"}, QuestionError, "not a target"),
    ({"focus": "c", "areas": "left", "targets": 1}, DrawingError, "nothing left"),
    ({"heat": {"nobody": 1.0}}, DrawingError, "nobody"),
])  # fmt: skip
def test_a_mistake_is_told_with_a_cure(options, error, words):
    selected = {name: value for name, value in options.items() if name in SELECTED}
    others = {name: value for name, value in options.items() if name not in SELECTED}
    with pytest.raises(error, match=words) as caught:
        build_scene(square_map(), highlight=Selection(**selected), **others)
    if error is not UnknownNameError:
        assert caught.value.cure is not None


def test_a_loop_that_does_not_close_in_the_view_is_an_error():
    raw = square_map().model_dump(by_alias=True, exclude_none=True)
    raw["links"][0]["certainty"] = "ambiguous"
    model = Model.model_validate(raw)
    with pytest.raises(QuestionError, match="does not close"):
        build_scene(model, highlight="R1")
    assert lit(build_scene(model, highlight="R1", certainty="all").loops) == {"loop-R1"}


def test_one_cycle_of_a_loop_can_be_brought_out():
    model = map_of(
        ["a + b", "b + a", "a + c", "c + a"],
        loops={
            "R1": {
                "label": "Twice",
                "kind": "reinforcing",
                "cycles": {"R1a": ["a", "b"], "R1b": ["a", "c"]},
            }
        },
    )
    assert lit(build_scene(model, highlight="R1b").boxes) == {"variable-a", "variable-c"}
    down = build_scene(model, highlight=Selection("R1b", direction="downstream", steps=1))
    assert lit(down.boxes) == {"variable-a", "variable-b", "variable-c"}


HOSTILE = {
    "script": "<script>alert(1)</script> & \"quotes\" 'single'",
    "emoji": "Trust 😀👩‍💻 in 漢字",
    "arabic": "الثقة في المجتمع",
    "lines": "one\ntwo\n\nthree\tfour",
    "needed": "soft\u00adhyphen join\u200cer mark\u200f",
    "long": "Palvelukokonaisuuksienkäyttöönottovalmius" * 20,
    "many": "very many words " * 60,
}


def test_hostile_labels_are_drawn_as_text_and_fit():
    names = list(HOSTILE)
    model = map_of(
        [f"{a} + {b}" for a, b in pairwise(names)],
        variables={name: {"label": text, "area": name} for name, text in HOSTILE.items()},
        areas={name: {"label": text} for name, text in HOSTILE.items()},
    )
    scene = build_scene(model)
    assert not measure(scene).label_overflows
    assert not measure(scene).box_overlaps
    texts = [s for e in scene.elements for s in e.shapes if isinstance(s, Text)]
    for text in texts:
        assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text.text)
        assert "\u202e" not in text.text
    assert any("<script>" in text.text for text in texts)
    assert any(text.rtl for text in texts)
    assert all(len(box.label) <= 6 for box in scene.boxes)


def test_every_theme_and_language_can_be_drawn():
    for theme in ("screen", "print", "high-contrast", "black_white"):
        assert build_scene(square_map(), theme=theme, language="fi").language == "fi"


def test_the_same_question_gives_the_same_scene():
    one, other = (build_scene(square_map(), highlight="a") for _ in range(2))
    assert json.dumps(asdict(one)) == json.dumps(asdict(other))


def test_progress_goes_from_nothing_to_all():
    told = []
    build_scene(map_of(["a + b", "b + c"]), progress=lambda done, total: told.append(done / total))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_sources_stand_in_the_source_line():
    model = map_of(
        ["a + b"], sources={"report": {"title": "The report"}, "talk": {"title": "Talk",
                                                                         "kind": "interview"}},
    )  # fmt: skip
    (source,) = [c for c in build_scene(model).captions if c.id == "source"]
    assert source.name.startswith("Source: The report. Links shown: explicit links")


def test_a_long_label_widens_its_box_and_what_is_cut_all_the_same_is_named():
    long = " ".join(f"word{n}" for n in range(30))
    longest = " ".join(f"term{n}" for n in range(130))
    model = map_of(["a + b"], variables={"a": {"label": long}, "b": {"label": longest}})
    scene = build_scene(model)
    boxes = {box.variable: box for box in scene.boxes}
    assert " ".join(line.text for line in boxes["a"].label) == long
    assert len(boxes["a"].label) <= 6
    assert boxes["b"].label[-1].text.endswith("…")
    (note,) = [note for note in scene.notes if "Cut short" in note]
    assert "term0" in note
    assert "word0" not in note


def test_a_heading_that_is_cut_is_named():
    heading = " ".join(f"heading{n}" for n in range(60))
    model = map_of(
        ["a + b"],
        variables={"a": {"area": "one"}, "b": {"area": "one"}},
        areas={"one": {"label": heading}},
    )
    assert any("heading0" in note for note in build_scene(model).notes)
