"""Loops that nobody named get badges: the shortest ones, with names that do not change."""

import pytest

from digisys.io import parse_model
from digisys.render.compose.build import build_scene
from digisys.render.compose.found_loops import MOST_BADGES, with_found_loops
from digisys.render.compose.look import Look
from digisys.render.draw import draw
from tests.render.maps import map_of, square_map


def model_of(*links, more=""):
    names = dict.fromkeys(name for link in links for name in (link[0], link[2]))
    words = {"+": "positive", "-": "negative", "?": "unknown"}
    return parse_model(
        "schema: 1\nid: t\ntitle: T\nlanguages: [en]\nvariables:\n"
        + "".join(f"  {name}: {{label: {name.upper()}}}\n" for name in names)
        + "links:\n"
        + "".join(
            f"  - {{from: {link[0]}, to: {link[2]}, polarity: {words[link[1]]}{more}}}\n"
            for link in links
        )
    )


def test_kinds_follow_the_signs():
    model = model_of("a+b", "b+a", "b-c", "c+b", "c?d", "d+c")
    badges = {b.loop: b for b in build_scene(model, look=Look(find_loops=True)).loops}
    assert {name: set(badge.variables) for name, badge in badges.items()} == {
        "R1": {"a", "b"},
        "B1": {"b", "c"},
        "L1": {"c", "d"},
    }
    assert [badges[name].kind for name in ("R1", "B1", "L1")] == [
        "reinforcing",
        "balancing",
        "unknown",
    ]


def test_names_are_the_same_in_every_language_and_view():
    model = model_of("a+b", "b+a", "b-c", "c+b")
    assert not build_scene(model).loops
    for language in ("en", "fi"):
        scene = build_scene(model, language=language, look=Look(find_loops=True))
        assert {b.loop: set(b.variables) for b in scene.loops} == {
            "R1": {"a", "b"},
            "B1": {"b", "c"},
        }
    near = draw(model, highlight="B1", language="en")
    assert {b.loop for b in near.scene.loops if b.state == "highlighted"} == {"B1"}
    assert near.scene.title == "Loop B1 resists change: B → C"


def test_a_map_with_many_loops_has_few_badges_and_says_so():
    spokes = [link for n in range(10) for link in (f"a+{chr(98 + n)}", f"{chr(98 + n)}+a")]
    model = model_of(*spokes)
    scene = build_scene(model, language="en", look=Look(find_loops=True))
    assert len(scene.loops) == MOST_BADGES
    assert any("4 more have no badge" in note for note in scene.notes)


def test_named_loops_are_left_as_they_are():
    model = square_map()
    assert with_found_loops(model).model is model
    assert with_found_loops(model_of("a+b")).names == ()


@pytest.mark.parametrize(
    ("delay", "key", "broken"),
    [(1.5, "legend-delay", False), (True, "legend-delay-unknown", True)],
)
def test_a_delay_of_unknown_length_looks_different(delay, key, broken):
    model = map_of(
        ["a + b"], {"a": (180, 140), "b": (520, 140)}, size=(700, 280),
        more={"a->b": {"delay": delay}},
    )  # fmt: skip
    scene = build_scene(model, language="en")
    (arrow,) = scene.arrows
    assert [bool(bar.paint.dash) for bar in arrow.delay] == [broken, broken]
    assert key in {item.id for item in scene.legend}
    assert ("unknown length" in arrow.name) == broken
