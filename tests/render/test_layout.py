"""Proposed layouts: tidy, the same every time, and stored positions left alone."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from digisys.render.compose.build import build_scene
from digisys.render.layout.anneal import anneal
from digisys.render.layout.energy import Problem
from digisys.render.layout.panels import Need, arrange
from digisys.render.layout.solver import propose_layout
from digisys.render.parts.boxes import model_sizes
from tests.render.maps import map_of, square_map
from tests.render.quality import measure


def corners(layout, sizes, name):
    point, (width, height) = layout.variables[name], sizes[name]
    return (
        point.x - width / 2, point.y - height / 2, point.x + width / 2, point.y + height / 2
    )  # fmt: skip


def overlaps(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def areas_map():
    """Three areas of four variables, tightly linked inside and loosely between."""
    edges = []
    for area in "xyz":
        edges += [f"{area}{n} + {area}{n + 1}" for n in range(3)]
        edges.append(f"{area}3 - {area}0")
    edges += ["x1 + y1", "y2 + z2", "z3 ? x3"]
    return map_of(
        edges,
        areas={area: {"label": f"Area {area}"} for area in "xyz"},
        variables={f"{area}{n}": {"area": area} for area in "xyz" for n in range(4)},
    )


def test_every_box_is_in_its_panel_and_none_overlap():
    model = areas_map()
    layout = propose_layout(model, effort="quick")
    sizes = model_sizes(model)
    boxes = {name: corners(layout, sizes, name) for name in model.variables}
    for name, variable in model.variables.items():
        panel, box = layout.areas[variable.area], boxes[name]
        assert panel.x <= box[0]
        assert panel.y <= box[1]
        assert box[2] <= panel.x + panel.width
        assert box[3] <= panel.y + panel.height
    assert not [pair for pair in combinations(boxes.values(), 2) if overlaps(*pair)]
    assert layout.width >= max(box[2] for box in boxes.values())
    assert layout.height >= max(box[3] for box in boxes.values())


def test_the_same_seed_gives_the_same_positions_and_another_seed_others():
    model = areas_map()
    first = propose_layout(model, seed=3, effort="quick")
    assert propose_layout(model, seed=3, effort="quick") == first
    assert propose_layout(model, seed=4, effort="quick") != first


def test_a_ring_is_drawn_without_crossings():
    model = map_of(["a + b", "b + c", "c + d", "d + e", "e + f", "f + a", "a - d"])
    assert measure(build_scene(model)).crossings == 0


def test_progress_is_told():
    told = []

    def tell(done, total):
        told.append(done / total)

    propose_layout(areas_map(), effort="quick", progress=tell)
    assert told == sorted(told)
    assert told[-1] <= 1


def test_a_single_variable_and_no_areas_are_enough():
    model = map_of([], variables={"alone": {}})
    layout = propose_layout(model, effort="quick")
    assert list(layout.variables) == ["alone"]
    assert not layout.areas
    assert measure(build_scene(model)).flawless


def test_full_effort_leaves_hardly_a_crossing_where_none_is_needed():
    model = areas_map()
    layout = propose_layout(model, effort="full")
    quality = measure(build_scene(model.model_copy(update={"layout": layout})))
    assert quality.flawless
    assert quality.crossings <= 3


def test_linked_areas_are_neighbours():
    needs = {name: Need(200_000, 200, 200) for name in "abcd"}
    panels = arrange(needs, {("a", "d"): 30, ("b", "c"): 30}, seed=0)

    def gap(one, other):
        (ax, ay), (bx, by) = (
            ((p[0] + p[2]) / 2, (p[1] + p[3]) / 2) for p in (panels[one], panels[other])
        )
        return abs(ax - bx) + abs(ay - by)

    assert gap("a", "d") <= min(gap("a", "b"), gap("a", "c"))
    assert not [pair for pair in combinations(panels.values(), 2) if overlaps(*pair)]


def test_many_areas_are_arranged_too():
    names = [f"area_{n}" for n in range(11)]
    needs = {name: Need(100_000 + 9000 * n, 220, 180) for n, name in enumerate(names)}
    ties = dict.fromkeys(pairwise(names), 3)
    panels = arrange(needs, ties, seed=0)
    assert panels == arrange(needs, ties, seed=0)
    assert not [pair for pair in combinations(panels.values(), 2) if overlaps(*pair)]
    for name, (left, top, right, bottom) in panels.items():
        assert right - left >= needs[name].width - 1
        assert bottom - top >= needs[name].height - 1


def problem(**more):
    half = np.full((3, 2), 20.0)
    return Problem(
        half,
        np.array([[0, 1], [1, 2]]),
        np.full((3, 2), 30.0),
        np.full((3, 2), 570.0),
        np.zeros(3, dtype=np.intp),
        **more,
    )


def test_fixed_boxes_stay():
    start = np.array([[100.0, 100.0], [500.0, 100.0], [110.0, 105.0]])
    fixed = np.array([True, True, False])
    place, _ = anneal(problem(fixed=fixed), start, seed=0, steps=300)
    assert (place[:2] == start[:2]).all()
    assert np.abs(place[2] - place[0]).max() > 40
    still, _ = anneal(problem(fixed=np.ones(3, dtype=bool)), start, seed=0, steps=300)
    assert (still == start).all()


def test_links_are_drawn_together_and_boxes_pushed_apart():
    start = np.array([[40.0, 40.0], [560.0, 560.0], [40.0, 560.0]])
    place, energy = anneal(problem(), start, seed=0, steps=800)
    _, at_first = anneal(problem(fixed=np.ones(3, dtype=bool)), start, seed=0, steps=1)
    assert energy < at_first / 2
    for one, other in combinations(place, 2):
        assert np.abs(one - other).max() > 40


def test_stored_positions_are_kept_to_the_unit():
    model = square_map()
    scene = build_scene(model)
    (title,) = [caption for caption in scene.captions if caption.id == "title"]
    assert title.lines
    a = next(box for box in scene.boxes if box.variable == "a").outline
    b = next(box for box in scene.boxes if box.variable == "b").outline
    assert (b.x + b.width / 2) - (a.x + a.width / 2) == pytest.approx(500)
    assert b.y == a.y
    assert scene.notes == ()


def test_a_variable_without_a_position_is_placed_near_its_neighbours_with_a_note():
    base = square_map()
    raw = base.model_dump(by_alias=True, exclude_none=True)
    raw["variables"]["late"] = {"label": "Late comer", "role": "stock", "area": "right"}
    raw["variables"]["lost"] = {"label": "Lost", "role": "stock"}
    raw["links"] += ({"from": "late", "to": "b", "polarity": "positive"},)
    model = type(base).model_validate(raw)
    scene = build_scene(model)
    before = {box.variable: box.outline for box in build_scene(base).boxes}
    after = {box.variable: box.outline for box in scene.boxes}
    shift = after["a"].y - before["a"].y
    assert after["c"].y - before["c"].y == pytest.approx(shift)
    late, b = after["late"], after["b"]
    assert abs(late.x - b.x) + abs(late.y - b.y) < 260
    assert len(scene.notes) == 1
    assert "Late comer" in scene.notes[0]
    assert "Lost" in scene.notes[0]
    assert [caption.id for caption in scene.captions if caption.id.startswith("note")]
    assert not measure(scene).box_overlaps


def test_a_full_panel_grows_for_a_late_comer():
    base = map_of(
        ["a + b"],
        {"a": (100, 120), "b": (100, 210)},
        size=(500, 300),
        areas={"only": {"label": "Only"}},
        variables={"a": {"area": "only"}, "b": {"area": "only"}, "c": {"area": "only"}},
        layout={"areas": {"only": {"x": 10, "y": 10, "width": 190, "height": 250}}},
    )
    scene = build_scene(base)
    assert not measure(scene).box_overlaps
    plate = scene.panels[0].plate
    for box in scene.boxes:
        assert plate.x <= box.outline.x
        assert box.outline.x + box.outline.width <= plate.x + plate.width


def test_a_model_without_any_layout_says_that_positions_were_chosen():
    scene = build_scene(map_of(["a + b"]))
    assert len(scene.notes) == 1
    assert "positions" in scene.notes[0]
