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
