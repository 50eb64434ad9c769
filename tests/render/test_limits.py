"""A drawing has bounds: what is too much is refused with what can be drawn, and time is kept."""

from __future__ import annotations

import re

import pytest

from digisys import draw
from digisys.errors import DrawingError, QuestionError
from digisys.render import limits
from digisys.render.compose.build import build_scene
from digisys.render.compose.selection import Selection
from digisys.render.layout.solver import propose_layout
from digisys.render.limits import MOST_LINKS, MOST_VARIABLES
from digisys.report.page.make import make_page
from tests.render import quality
from tests.render.maps import map_of, random_map


def too_many(areas=()):
    names = [f"v{n}" for n in range(MOST_VARIABLES + 5)]
    homes = {name: {"area": area} for name, area in zip(names, areas, strict=False)}
    return map_of(
        ["v0 + v1", "v1 - v2", "v1 + v3"],
        variables={name: homes.get(name, {}) for name in names},
        areas={area: {"label": area.title()} for area in dict.fromkeys(areas)},
    )


def refused(make, model):
    told = []
    with pytest.raises(DrawingError) as caught:
        make(model, progress=lambda done, total: told.append((done, total)))
    assert told == []  # before any work
    return caught.value


@pytest.mark.parametrize("make", [draw, make_page, propose_layout])
def test_a_model_too_large_for_one_picture_is_refused_before_any_work(make):
    error = refused(make, too_many())
    assert str(MOST_VARIABLES + 5) in str(error)


def test_the_parts_offered_instead_can_be_drawn():
    model = too_many(areas=["left"] * 6 + ["right"] * 9)
    hint = refused(draw, model).text("en")
    area = re.search(r"--area (\w+)", hint).group(1)
    focus = re.search(r"--focus (\w+)", hint).group(1)
    assert area == "right"  # the larger of the two
    assert focus == "v1"  # the one with most neighbours
    assert len(build_scene(model, highlight=Selection(areas=area)).boxes) == 9
    assert {box.variable for box in build_scene(model, highlight=Selection(focus=focus)).boxes} == {
        "v0", "v1", "v2", "v3"
    }  # fmt: skip


def test_an_area_that_is_too_large_itself_is_not_offered():
    model = too_many(areas=["all"] * (MOST_VARIABLES + 2))
    assert "--area" not in refused(draw, model).text("en")


def test_too_many_links_are_refused_too(monkeypatch):
    monkeypatch.setattr(limits, "MOST_LINKS", 2)
    with pytest.raises(DrawingError, match="3 links"):
        build_scene(map_of(["a + b", "b + c", "c - a"]))
    assert MOST_LINKS >= 480


def test_a_time_limit_gives_a_rough_drawing_that_says_so():
    model = random_map(4, variables=60, links=90, areas=3)
    scene = build_scene(model, time_limit=0.001)
    assert any("time" in note for note in scene.notes)
    assert len(scene.arrows) == 90
    assert quality.box_overlaps(scene) == ()
    assert quality.outside(scene) == ()


def test_without_a_limit_the_drawing_is_the_same_each_time_and_says_nothing_of_time():
    model = random_map(4, variables=20, links=30, areas=2)
    first, second = build_scene(model), build_scene(model, time_limit=3600.0)
    assert first == second
    assert not any("time" in note for note in first.notes)


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_time_limit_that_is_none_is_refused(limit):
    with pytest.raises(QuestionError, match="above 0"):
        build_scene(map_of(["a + b"]), time_limit=limit)


def test_of_a_part_only_what_is_shown_is_laid_out():
    """A part of a model without positions is as compact as if it were a model of its own."""
    edges = [f"a{n} + a{n + 1}" for n in range(5)]
    ring = ["b0 + b1", "b1 + b2", "b2 - b0"]
    whole = map_of(
        [*edges, *ring],
        areas={"one": {"label": "One"}, "two": {"label": "Two"}},
        variables={f"a{n}": {"area": "one"} for n in range(6)}
        | {f"b{n}": {"area": "two"} for n in range(3)},
    )
    alone = map_of(
        ring,
        areas={"two": {"label": "Two"}},
        variables={f"b{n}": {"area": "two"} for n in range(3)},
    )
    part, own = build_scene(whole, highlight=Selection(areas="two")), build_scene(alone)
    assert [(box.outline.x - part.boxes[0].outline.x, box.outline.y - part.boxes[0].outline.y)
            for box in part.boxes] == [
        (box.outline.x - own.boxes[0].outline.x, box.outline.y - own.boxes[0].outline.y)
        for box in own.boxes
    ]  # fmt: skip


def test_a_few_positions_among_many_variables_are_not_held_on_to():
    model = map_of(["v0 + v1"], {"v0": (100, 100)}, variables={f"v{n}": {} for n in range(90)})
    scene = build_scene(model)
    assert any("Few positions" in note for note in scene.notes)
    assert quality.box_overlaps(scene) == ()


def test_a_large_pile_is_laid_out_afresh():
    names = {f"v{n}": {} for n in range(230)}
    model = map_of(["v0 + v1"], dict.fromkeys(names, (300, 300)), variables=names)
    scene = build_scene(model)
    assert any("lie on each other" in note for note in scene.notes)
    assert quality.box_overlaps(scene) == ()
