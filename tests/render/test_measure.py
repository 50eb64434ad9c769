"""Each measure finds the fault that it is for, planted in a scene without any."""

from dataclasses import replace

import pytest

from digisys.render.compose.build import build_scene
from digisys.render.scene import Curve, Path
from tests.render.maps import square_map
from tests.render.quality import measure, text_rectangle


@pytest.fixture(scope="module")
def scene():
    return build_scene(square_map())


def by_id(elements, key):
    return next(element for element in elements if element.id == key)


def swapped(scene, kind, key, **changes):
    elements = tuple(
        replace(element, **changes) if element.id == key else element
        for element in getattr(scene, kind)
    )
    return replace(scene, **{kind: elements})


def straight(arrow, start, end):
    line = Path(start, (Curve(start, end, end),), arrow.line.paint)
    return {"line": line, "head": replace(arrow.head, points=(end, *arrow.head.points[1:]))}


def middle(box):
    rect = box.outline
    return rect.x + rect.width / 2, rect.y + rect.height / 2


def test_the_scene_is_flawless_before_faults_are_planted(scene):
    quality = measure(scene)
    assert quality.flawless
    assert quality.crossings == 0


def test_a_crossing_is_counted(scene):
    arrow = by_id(scene.arrows, "link-a--b")
    a, b, c, d = (middle(by_id(scene.boxes, f"variable-{key}")) for key in "abcd")
    faulty = swapped(scene, "arrows", arrow.id, **straight(arrow, a, c))
    other = by_id(faulty.arrows, "link-b--c")
    faulty = swapped(faulty, "arrows", other.id, **straight(other, b, d))
    assert measure(faulty).crossings == 1


def test_overlapping_boxes_are_found(scene):
    one, other = scene.boxes[:2]
    faulty = swapped(
        scene, "boxes", other.id, outline=replace(other.outline, x=one.outline.x + 5,
                                                  y=one.outline.y + 5)
    )  # fmt: skip
    assert (one.id, other.id) in measure(faulty).box_overlaps


def test_a_link_through_a_foreign_box_is_found(scene):
    arrow = by_id(scene.arrows, "link-a--b")
    c = middle(by_id(scene.boxes, "variable-c"))
    a = middle(by_id(scene.boxes, "variable-a"))
    faulty = swapped(scene, "arrows", arrow.id, **straight(arrow, a, (c[0] + 9, c[1])))
    assert ("link-a--b", "variable-c") in measure(faulty).links_through_boxes


def test_a_link_through_its_own_box_is_found(scene):
    arrow = by_id(scene.arrows, "link-a--b")
    a = by_id(scene.boxes, "variable-a").outline
    faulty = swapped(
        scene, "arrows", arrow.id,
        **straight(arrow, (a.x - 5, a.y + a.height / 2), arrow.head.points[0]),
    )  # fmt: skip
    assert ("link-a--b", "variable-a") in measure(faulty).links_through_boxes


@pytest.mark.parametrize("where", ["panel", "caption", "legend"])
def test_a_link_through_text_is_found(scene, where):
    element, line = {
        "panel": lambda: (scene.panels[0], scene.panels[0].heading[0]),
        "caption": lambda: (scene.captions[0], scene.captions[0].lines[0]),
        "legend": lambda: (scene.legend[0], scene.legend[0].text),
    }[where]()
    left, top, right, bottom = text_rectangle(line)
    arrow = scene.arrows[0]
    start, end = (left, (top + bottom) / 2), (right, (top + bottom) / 2)
    faulty = swapped(scene, "arrows", arrow.id, **straight(arrow, start, end))
    assert (arrow.id, element.id) in measure(faulty).links_through_headings


@pytest.mark.parametrize("kind", ["boxes", "badges", "loops", "panels", "arrows"])
def test_a_sign_that_covers_something_is_found(scene, kind):
    arrow, other = scene.arrows[0], getattr(scene, kind)[-1]
    places = {
        "boxes": lambda: middle(other),
        "badges": lambda: (other.plate.x + 5, other.plate.y + 5),
        "loops": lambda: (other.disc.x + 20, other.disc.y),
        "panels": lambda: (other.heading[0].x + 5, other.heading[0].y - 4),
        "arrows": lambda: (other.sign.disc.x + 3, other.sign.disc.y),
    }
    x, y = places[kind]()
    sign = replace(arrow.sign, disc=replace(arrow.sign.disc, x=x, y=y))
    faulty = swapped(scene, "arrows", arrow.id, sign=sign)
    assert {arrow.id, other.id} in [set(pair) for pair in measure(faulty).sign_overlaps]


def test_a_badge_over_the_label_of_its_own_box_is_found(scene):
    badge = scene.badges[0]
    box = by_id(scene.boxes, f"variable-{badge.variable}")
    x, y = middle(box)
    faulty = swapped(scene, "badges", badge.id, plate=replace(badge.plate, x=x - 8, y=y - 8))
    assert (badge.id, box.id) in measure(faulty).badges_over_text


def test_badges_over_headings_boxes_and_each_other_are_found(scene):
    one, other = scene.badges[:2]
    faulty = swapped(scene, "badges", one.id, plate=other.plate)
    assert (one.id, other.id) in measure(faulty).badges_over_text
    heading = scene.panels[0].heading[0]
    on_heading = replace(one.plate, x=heading.x, y=heading.y - 10)
    faulty = swapped(scene, "badges", one.id, plate=on_heading)
    assert (one.id, scene.panels[0].id) in measure(faulty).badges_over_text


@pytest.mark.parametrize("kind", ["boxes", "badges", "panels"])
def test_a_loop_badge_that_covers_something_is_found(scene, kind):
    loop, other = scene.loops[0], getattr(scene, kind)[0]
    places = {
        "boxes": lambda: middle(other),
        "badges": lambda: (other.plate.x, other.plate.y),
        "panels": lambda: (other.heading[0].x, other.heading[0].y),
    }
    x, y = places[kind]()
    faulty = swapped(scene, "loops", loop.id, disc=replace(loop.disc, x=x, y=y))
    assert (loop.id, other.id) in measure(faulty).badges_over_text


def test_two_loop_badges_on_one_spot_are_found(scene):
    twin = replace(scene.loops[0], id="loop-twin")
    assert (scene.loops[0].id, "loop-twin") in measure(
        replace(scene, loops=(*scene.loops, twin))
    ).badges_over_text


def test_a_label_wider_than_its_box_is_found(scene):
    box = scene.boxes[0]
    wide = tuple(replace(line, width=box.outline.width + 10) for line in box.label)
    assert measure(swapped(scene, "boxes", box.id, label=wide)).label_overflows == (box.id,)
    panel = scene.panels[0]
    low = tuple(replace(line, y=panel.plate.y + panel.plate.height + 30) for line in panel.heading)
    assert measure(swapped(scene, "panels", panel.id, heading=low)).label_overflows == (panel.id,)


def test_what_leaves_the_paper_is_found(scene):
    arrow, box = scene.arrows[0], scene.boxes[0]
    faulty = swapped(scene, "arrows", arrow.id, **straight(arrow, (-9, 5), (50, 50)))
    assert arrow.id in measure(faulty).outside
    out = replace(box.outline, x=scene.width - 20)
    assert box.id in measure(swapped(scene, "boxes", box.id, outline=out)).outside


def test_the_smallest_type_is_found(scene):
    box = scene.boxes[0]
    tiny = tuple(replace(line, size=5.0) for line in box.label)
    faulty = swapped(scene, "boxes", box.id, label=tiny)
    assert measure(faulty).smallest_type == pytest.approx(5 / scene.width)
