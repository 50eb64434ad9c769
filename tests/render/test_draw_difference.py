"""Two maps in one picture, or side by side."""

from __future__ import annotations

import pytest

from digisys.render.backends.svg import svg
from digisys.render.draw_difference import difference_scenes, draw_difference
from digisys.render.scene import Scene
from digisys.schema import Model
from tests.tiny import model_of

OLD = model_of("a - b", "b + c", "c + d", "b + e", "e - d")
NEW = model_of("a + b", "b + c", "c + d", "f - b", "c + f")


def places(scene: Scene) -> dict[str, tuple[float, float]]:
    return {
        box.variable: (
            box.outline.x + box.outline.width / 2,
            box.outline.y + box.outline.height / 2,
        )
        for box in scene.boxes
    }


def test_what_differs_is_marked_otherwise_than_by_colour() -> None:
    drawing = draw_difference(OLD, NEW, language="en", theme="black_white")
    arrows = {f"{arrow.source}->{arrow.target}": arrow for arrow in drawing.scene.arrows}
    words = {key: arrow.tag.text.text for key, arrow in arrows.items() if arrow.tag}
    assert words == {
        "a->b": "− → +",
        "b->e": "removed",
        "e->d": "removed",
        "f->b": "new",
        "c->f": "new",
    }
    plain = arrows["b->c"].line.paint
    assert arrows["c->f"].line.paint.width > plain.width
    assert arrows["b->e"].line.paint.dash
    assert not plain.dash
    boxes = {box.variable: box.change for box in drawing.scene.boxes}
    assert (boxes["e"], boxes["f"], boxes["a"]) == ("removed", "added", "same")


def test_side_by_side_everything_stands_at_the_same_place() -> None:
    first, second = difference_scenes(OLD, NEW, language="en")
    assert set(places(first)) == set("abcde")
    assert set(places(second)) == set("abcdf")
    for name in "abcd":
        assert places(first)[name] == places(second)[name]
    assert {arrow.change for arrow in first.arrows} == {"same", "removed", "changed"}
    assert {arrow.change for arrow in second.arrows} == {"same", "added", "changed"}


def test_what_is_new_moves_nothing() -> None:
    """Between the same old map and itself with more, what was there stays."""
    more = model_of("a - b", "b + c", "c + d", "b + e", "e - d", "g + b", "h + d")
    before, after = difference_scenes(OLD, more)
    for name in "abcde":
        assert places(before)[name] == places(after)[name]


def renamed(model: Model) -> Model:
    raw = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    raw["variables"]["bee"] = raw["variables"].pop("b")
    for link in raw["links"]:
        link.update({end: "bee" for end in ("from", "to") if link[end] == "b"})
    return Model.model_validate(raw)


def test_a_renamed_variable_is_the_same() -> None:
    scene = draw_difference(OLD, renamed(OLD)).scene
    assert {box.change for box in scene.boxes} == {"same"}
    assert {arrow.change for arrow in scene.arrows} == {"same"}


def test_stored_positions_of_the_new_map_count() -> None:
    layout = {
        "width": 900,
        "height": 500,
        "variables": {
            name: {"x": 100 + 170 * place, "y": 120 + 90 * (place % 3)}
            for place, name in enumerate("abcdf")
        },
    }
    raw = NEW.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    stored = Model.model_validate(raw | {"layout": layout})
    found = places(draw_difference(OLD, stored).scene)
    assert found["d"][0] - found["a"][0] == pytest.approx(170 * 3, abs=0.2)


def test_the_same_bytes_each_time() -> None:
    assert svg(draw_difference(OLD, NEW).scene) == svg(draw_difference(OLD, NEW).scene)
