"""Positions as other tools store them: outside the sheet, on each other, far apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.render.compose.build import build_scene
from digisys.render.compose.fitting import fit_layout
from digisys.render.routing import grid as grid_module
from digisys.schema import Layout, Point
from tests import tiny
from tests.render.quality import measure

SIZE = (150.0, 60.0)


def layout_of(places, width=1000.0, height=800.0):
    points = {f"v{n}": Point(x=x, y=y) for n, (x, y) in enumerate(places)}
    return Layout(width=width, height=height, variables=points)


def placed(model, places, **sheet):
    points = dict(zip(model.variables, places, strict=True))
    return model.model_copy(
        update={
            "layout": Layout(
                **{"width": 2000.0, "height": 1500.0, **sheet},
                variables={name: Point(x=x, y=y) for name, (x, y) in points.items()},
            )
        }
    )


def boxes_apart(layout):
    points = list(layout.variables.values())
    return all(
        abs(a.x - b.x) >= SIZE[0] or abs(a.y - b.y) >= SIZE[1]
        for n, a in enumerate(points)
        for b in points[:n]
    )


def test_a_layout_that_fits_is_left_alone():
    layout = layout_of([(100, 100), (400, 300)])
    fitted = fit_layout(layout, dict.fromkeys(layout.variables, SIZE))
    assert fitted.layout is layout
    assert not fitted.closer
    assert not fitted.moved


@given(st.lists(st.tuples(st.integers(-9000, 9000), st.integers(-9000, 9000)), min_size=1,
                max_size=12))  # fmt: skip
def test_whatever_is_stored_ends_apart_and_on_a_sheet_of_a_drawing(places):
    layout = layout_of(places)
    fitted = fit_layout(layout, dict.fromkeys(layout.variables, SIZE)).layout
    assert boxes_apart(fitted)
    for point in fitted.variables.values():
        assert 0 <= point.x <= fitted.width
        assert 0 <= point.y <= fitted.height
    assert max(fitted.width, fitted.height) < 5000


@pytest.mark.parametrize("count", [2, 40, 150])
def test_a_crowd_on_one_spot_is_parted(count):
    """Pushing pairs apart does not end in a crowd; then each box goes where there is room."""
    layout = layout_of([(500 + n % 3, 400 + n % 2) for n in range(count)])
    fitted = fit_layout(layout, dict.fromkeys(layout.variables, SIZE))
    assert boxes_apart(fitted.layout)
    assert len(fitted.moved) >= count - 1
    assert fitted == fit_layout(layout, dict.fromkeys(layout.variables, SIZE))


def test_what_lies_left_and_right_stays_so_when_drawn_closer():
    places = [(-40_000, 0), (0, 30_000), (50_000, -20_000)]
    fitted = fit_layout(layout_of(places), dict.fromkeys(["v0", "v1", "v2"], SIZE))
    assert fitted.closer
    points = fitted.layout.variables
    assert points["v0"].x < points["v1"].x < points["v2"].x
    assert points["v2"].y < points["v0"].y < points["v1"].y


def test_a_drawing_of_such_positions_keeps_the_rules_and_says_what_was_done():
    model = placed(tiny.model_of("a + b", "b - c"), [(-1100, -450), (-1080, -430), (-600, -300)])
    scene = build_scene(model, language="en")
    assert any("Moved apart" in note for note in scene.notes)
    quality = measure(scene)
    assert quality.box_overlaps == quality.links_through_boxes == quality.sign_overlaps == ()
    assert quality.outside == ()
    # Nothing is left of the empty sheet between the origin and the boxes.
    assert scene.width < 1200


def test_the_raster_of_a_vast_sheet_is_no_larger_than_that_of_a_drawing(monkeypatch):
    cells = []
    make = grid_module.Grid.__init__

    def counting(self, *arguments):
        make(self, *arguments)
        cells.append(self._tight.owners.size)

    monkeypatch.setattr(grid_module.Grid, "__init__", counting)
    far = [(100, 100), (59_900, 59_900)]
    model = placed(tiny.model_of("a + b", "b + a"), far, width=60_000.0, height=60_000.0)
    scene = build_scene(model, language="en")
    assert any("far apart" in note for note in scene.notes)
    assert max(cells) < 2_000_000


@pytest.mark.parametrize("value", [2e6, -2e6, float("inf"), float("nan")])
def test_a_place_beyond_any_drawing_is_refused(value):
    with pytest.raises(ValueError, match="x"):
        Point(x=value, y=0.0)
