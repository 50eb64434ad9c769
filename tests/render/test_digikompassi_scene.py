"""The wall map of Digikompassi keeps what it promises, in all three languages."""

import pytest

import digisys
from digisys.render.compose.build import build_scene
from digisys.render.compose.look import Look
from digisys.render.compose.selection import Selection
from digisys.render.labels import FONTS
from digisys.render.scene import arrow_id
from digisys.render.style import THEMES
from tests.render.quality import measure

#: Long sides of paper, in millimetres, and points in a millimetre.
A0, A3, POINT = 1189.0, 420.0, 72 / 25.4


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


@pytest.fixture(scope="module", params=["fi", "sv", "en"])
def scene(request, model):
    return build_scene(model, language=request.param)


def test_nothing_covers_anything_and_every_label_fits(scene):
    quality = measure(scene)
    assert quality.box_overlaps == ()
    assert quality.links_through_boxes == ()
    assert quality.links_through_headings == ()
    assert quality.sign_overlaps == ()
    assert quality.badges_over_text == ()
    assert quality.label_overflows == ()
    assert quality.outside == ()


def test_at_most_45_links_cross(scene):
    assert measure(scene).crossings <= 45


def test_the_smallest_type_can_be_read_on_the_wall_and_on_the_desk(scene):
    smallest = measure(scene).smallest_type
    # A drawing that fills the long side; in millimetres and points of font size.
    assert smallest * A0 >= 5
    assert smallest * A3 * POINT >= 8


def test_the_drawing_has_the_shape_of_landscape_paper(scene):
    assert 1.38 <= scene.width / scene.height <= 1.46


def test_everything_is_there(scene, model):
    assert {box.variable for box in scene.boxes} == set(model.variables)
    assert len(scene.arrows) == 69
    assert {loop.loop for loop in scene.loops} == {"R1", "R2", "R3", "R4", "R5"}
    assert {panel.area for panel in scene.panels} == set(model.areas)
    assert {badge.target for badge in scene.badges} == {
        ref.target for variable in model.variables.values() for ref in variable.targets
    }
    assert scene.notes == ()


def test_every_loop_goes_around_its_badge(scene):
    """Seen from the badge, the boxes of one of the loop's cycles stand all around it."""
    middles = {
        box.variable: (
            box.outline.x + box.outline.width / 2, box.outline.y + box.outline.height / 2
        )
        for box in scene.boxes
    }  # fmt: skip
    for loop in scene.loops:
        if len(loop.variables) < 4:
            continue  # two services and the skills between them: no ring to be inside of
        xs, ys = zip(*(middles[name] for name in loop.variables), strict=True)
        assert min(xs) < loop.disc.x < max(xs)
        assert min(ys) < loop.disc.y < max(ys)


def test_positions_do_not_move_with_the_question(model):
    whole = {box.variable: box.outline for box in build_scene(model).boxes}
    arrows = {arrow.id: arrow for arrow in build_scene(model).arrows}
    lit = build_scene(model, highlight="R1")
    shift = next(
        box.outline.y - whole[box.variable].y
        for box in lit.boxes
        if box.variable == "participation"
    )
    for box in lit.boxes:
        assert box.outline.x == whole[box.variable].x
        assert box.outline.y == pytest.approx(whole[box.variable].y + shift)
    for arrow in lit.arrows:
        assert arrow.line.start[0] == pytest.approx(arrows[arrow.id].line.start[0])
        assert arrow.line.start[1] == pytest.approx(arrows[arrow.id].line.start[1] + shift)


def _docks(scene):
    """Of each link, where on its boxes it starts and ends, as shares of their sides."""
    boxes = {box.variable: box.outline for box in scene.boxes}

    def share(point, box):
        return (
            (point[0] - box.x + 1.5) / (box.width + 3),
            (point[1] - box.y + 1.5) / (box.height + 3),
        )

    return {
        arrow.id: (
            *share(arrow.line.start, boxes[arrow.source]),
            *share(arrow.head.points[0], boxes[arrow.target]),
        )
        for arrow in scene.arrows
    }


def test_links_run_the_same_way_in_every_language_view_and_scenario(model):
    whole = _docks(build_scene(model, language="fi", certainty="all"))
    assert len(whole) == 74
    asked = [
        {"language": "sv", "highlight": "target 14"},
        {"language": "en", "evidence": "table"},
        {"language": "fi", "heat": dict.fromkeys(model.variables, 0.5)},
    ]
    for options in asked:
        for link, docks in _docks(build_scene(model, **options)).items():
            assert docks == pytest.approx(whole[link], abs=1e-6)


def test_directions_that_we_read_are_told_apart(model):
    scene = build_scene(model, language="en", certainty="all")
    marked = {link.id for link in model.links if link.direction == "assumed"}
    found = {arrow.id: arrow for arrow in scene.arrows}
    for link in model.links:
        arrow = found[arrow_id(link.id)]
        assert (arrow.direction == "assumed") == (link.id in marked)
        assert bool(arrow.line.paint.dash) == (link.id in marked)  # all of them are positive
        assert ("the direction is our reading" in arrow.name) == (link.id in marked)
    told = {item.id: item.name for item in scene.legend}
    assert told["legend-assumed"] == "the direction is our reading (25 of 74)"


def test_signs_can_be_told_once(model):
    plain = build_scene(model, language="en", look=Look(signs="auto"))
    signed = build_scene(model, language="en")
    assert plain.legend[0].name == "every arrow strengthens"
    discs = [arrow.sign.disc for arrow in signed.arrows]
    assert all(arrow.sign.disc not in arrow.shapes for arrow in plain.arrows)
    assert [arrow.sign.disc for arrow in plain.arrows] == discs  # and nothing else moves
    assert [arrow.line for arrow in plain.arrows] == [arrow.line for arrow in signed.arrows]


def test_downstream_of_target_14_brings_out_17_variables(model):
    scene = build_scene(model, highlight="target 14", language="en")
    lit = {box.variable for box in scene.boxes if box.state == "highlighted"}
    assert len(lit - {"cross_government_leadership"}) == 17
    assert scene.captions[1].name.startswith(
        "What does target 14 (Leadership across government) influence?"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_a_loop_alone_is_lit_in_every_theme(model, theme):
    scene = build_scene(model, highlight="R4", theme=theme)
    lit = {box.variable for box in scene.boxes if box.state == "highlighted"}
    assert lit == {"life_event_services", "business_event_services", "network_skills"}
    assert {loop.loop for loop in scene.loops if loop.state == "highlighted"} == {"R4"}


def test_the_chain_from_14_to_10_is_lit(model):
    scene = build_scene(model, highlight="14 -> 10", language="sv")
    lit = {box.variable for box in scene.boxes if box.state == "highlighted"}
    assert {"cross_government_leadership", "companies_in_data_spaces"} <= lit
    assert len([arrow for arrow in scene.arrows if arrow.state == "highlighted"]) >= 6


@pytest.mark.parametrize("area", ["skills", "infrastructure", "business", "public_services"])
def test_an_area_with_its_neighbours_is_drawn_without_faults(model, area):
    scene = build_scene(model, highlight=Selection(focus=area))
    quality = measure(scene)
    assert quality.links_through_boxes == ()
    assert quality.box_overlaps == ()
    assert quality.label_overflows == ()
    assert {b.variable for b in scene.boxes} >= {
        name for name, variable in model.variables.items() if variable.area == area
    }


def test_ambiguous_links_can_be_added(model):
    scene = build_scene(model, certainty="all")
    assert len(scene.arrows) == 74
    assert len([a for a in scene.arrows if a.certainty == "ambiguous"]) == 5


def test_the_fonts_are_small_enough_to_ship():
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 600_000
