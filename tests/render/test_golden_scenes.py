"""Scenes of tiny models, shape by shape, as they were looked at and approved.

After a wanted change: ``DIGISYS_UPDATE_GOLDEN=1 pytest tests/render/test_golden_scenes.py``,
then look at the pictures and at the difference before committing.
"""

import os
from pathlib import Path

import pytest

from digisys.render.compose.build import build_scene
from digisys.render.compose.selection import Selection
from tests.render.maps import map_of, square_map
from tests.render.scene_text import scene_text

GOLDEN = Path(__file__).parent / "golden"


def pair():
    return map_of(
        ["a + b", "b - a"],
        {"a": (180, 140), "b": (520, 140)},
        size=(700, 280),
        more={"a->b": {"delay": 1.5}},
        loops={"B1": {"label": "Pair", "kind": "balancing", "cycles": {"B1": ["a", "b"]}}},
    )


def unsure():
    return map_of(
        ["a + b", "b ? c", "a - c"],
        {"a": (150, 100), "b": (550, 100), "c": (350, 320)},
        size=(700, 420),
        more={"a->c": {"certainty": "ambiguous"}},
    )


def changed():
    """The square as it is now, beside a version with other links and without a target."""
    now = square_map()
    raw = now.model_dump(by_alias=True, exclude_none=True)
    links = [*raw["links"][:3], {"from": "d", "to": "b", "polarity": "positive"}]
    links[1]["polarity"] = "negative"
    raw["links"] = links
    raw["variables"]["b"].pop("targets")
    del raw["loops"]
    return now, type(now).model_validate(raw)


SCENES = {
    "pair": lambda: build_scene(pair()),
    "square": lambda: build_scene(square_map()),
    "square-loop-print": lambda: build_scene(square_map(), highlight="R1", theme="print"),
    "square-upstream": lambda: build_scene(
        square_map(),
        highlight=Selection("target 1", direction="upstream", steps=1),
        theme="high_contrast",
    ),
    "square-heat": lambda: build_scene(square_map(), heat={"a": 0.8, "c": -0.4}),
    "square-focus": lambda: build_scene(
        square_map(), highlight=Selection(focus="right"), theme="black_white"
    ),
    "square-changed": lambda: build_scene(changed()[0], compare_with=changed()[1]),
    "unsure": lambda: build_scene(unsure(), certainty="all"),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_tiny_scene_is_as_agreed(name):
    text = scene_text(SCENES[name]())
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("DIGISYS_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
