"""On a sheet everything that is drawn can be read; what cannot is left out, and that is said."""

import pytest

import digisys
from digisys.render.draw import draw
from digisys.render.paper import fit
from digisys.render.scene import Text
from tests.render.maps import map_of, square_map
from tests.render.quality import measure

POINTS_PER_MM = 72 / 25.4


def smallest(drawing, paper):
    """Smallest type of a picture on its sheet, in points."""
    scale = fit(drawing.scene, paper).mm_per_unit * POINTS_PER_MM
    return scale * min(
        shape.size
        for element in drawing.scene.elements
        for shape in element.shapes
        if isinstance(shape, Text)
    )


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


@pytest.mark.parametrize(
    ("highlight", "language"), [("target 14", "fi"), ("R1", "sv"), (None, "en")]
)
def test_a_slide_has_no_type_below_14_points_and_fills_its_width(model, highlight, language):
    drawing = draw(model, highlight, language=language).with_options(paper="slide")
    assert smallest(drawing, "slide") >= 14
    sheet = fit(drawing.scene, "slide")
    assert drawing.scene.width * sheet.mm_per_unit > 0.94 * sheet.width
    quality = measure(drawing.scene)
    assert quality.box_overlaps == ()
    assert quality.links_through_boxes == ()
    assert quality.label_overflows == ()
    assert quality.outside == ()
    assert len(drawing.scene.notes) == 1
    lit = {box.variable for box in draw(model, highlight).scene.boxes if box.state == "highlighted"}
    drawn = {box.variable for box in drawing.scene.boxes}
    assert drawn <= lit if highlight else drawn == set(model.areas)


def test_the_part_on_a_slide_begins_where_the_question_does(model):
    drawing = draw(model, "target 14").with_options(paper="slide")
    drawn = {box.variable for box in drawing.scene.boxes}
    assert {"cross_government_leadership", "life_event_services"} <= drawn
    again = draw(model, "target 14").with_options(paper="slide")
    assert again.scene == drawing.scene


def test_print_keeps_the_whole_map_where_it_can_be_read(model):
    drawing = draw(model, language="fi").with_options(paper="A4")
    assert smallest(drawing, "A4") >= 7
    assert len(drawing.scene.boxes) == 42
    large = draw(model, language="fi")
    assert large.with_options(paper="A2").scene == large.scene


def test_a_small_model_is_drawn_whole_on_a_slide():
    drawing = draw(square_map()).with_options(paper="slide", date="2026-11-26")
    assert len(drawing.scene.boxes) == 4
    assert drawing.scene.captions[1].name == "2026-11-26"


def test_a_large_map_without_areas_shows_what_has_most_links():
    names = {f"v{n}": (90 + 220 * (n % 6), 80 + 130 * (n // 6)) for n in range(30)}
    links = [f"v0 + v{n}" for n in range(1, 30)] + ["v1 + v2", "v2 + v1"]
    drawing = draw(map_of(links, names, size=(1320, 740))).with_options(paper="slide")
    assert smallest(drawing, "slide") >= 14
    assert {"v0", "v1", "v2"} <= {box.variable for box in drawing.scene.boxes}
    assert "with most links" in drawing.scene.notes[0]


@pytest.fixture(scope="module")
def levels(model):
    return digisys.simulate(model, "digital-skills-push", samples=16)


def overlap(one, other):
    """Area that two rectangles share, each as left, top, right and bottom."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_figure_on_a_slide_covers_a_sign_a_badge_or_another_box(model, levels, language):
    drawing = draw(model, heat=levels, language=language).with_options(paper="slide")
    scene = drawing.scene
    tags = {box.variable: box.tag.plate for box in scene.boxes if box.tag}
    assert len(tags) >= 8
    discs = [arrow.sign.disc for arrow in scene.arrows if arrow.signed]
    marks = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in discs]
    marks += [
        (p.x, p.y, p.x + p.width, p.y + p.height) for p in (badge.plate for badge in scene.badges)
    ]
    for name, plate in tags.items():
        room = (plate.x, plate.y, plate.x + plate.width, plate.y + plate.height)
        others = [box.outline for box in scene.boxes if box.variable != name]
        boxes = [(o.x, o.y, o.x + o.width, o.y + o.height) for o in others]
        assert not [mark for mark in (*marks, *boxes) if overlap(room, mark) > 1.0], name


def test_notes_below_a_picture_are_full_lines_and_a_question_ends_as_one(model):
    scene = draw(model, "target 14", language="fi").with_options(paper="slide").scene
    subtitle, source = (
        next(each for each in scene.captions if each.id == key) for key in ("subtitle", "source")
    )
    assert subtitle.name.partition(" · ")[0].endswith("vaikuttaa?")
    first, *rest = source.shapes
    assert rest  # it needs a second line, and fills the first
    assert first.width > 0.8 * (scene.width - 48)


def test_the_ring_of_a_loop_in_the_legend_leaves_its_name_free(model):
    scene = draw(model, "R4", language="fi").with_options(paper="slide").scene
    item = next(each for each in scene.legend if each.id == "legend-loop-R4")
    name = next(shape for shape in item.marks if isinstance(shape, Text))
    disc = next(shape for shape in item.marks if hasattr(shape, "radius"))
    assert name.width + 8 < 2 * disc.radius
