"""The audit tells of positions that a drawing cannot follow."""

from __future__ import annotations

import digisys
from tests.render.maps import map_of, square_map


def findings(model):
    return {item.code: item for item in digisys.audit(model).findings}


def test_places_outside_the_sheet_are_told_with_what_stands_there():
    model = map_of(
        ["a + b", "b + c"],
        {"a": (-300, 100), "b": (200, 900), "c": (200, 200)},
        size=(600, 400),
        areas={"wide": {"label": "Wide"}},
        layout={"areas": {"wide": {"x": 10, "y": 10, "width": 900, "height": 100}}},
    )
    found = findings(model)["positions-outside"]
    assert found.subjects == ("a", "b", "wide")
    assert found.severity == "note"


def test_boxes_on_each_other_are_told():
    model = map_of(
        ["a + b", "b + c", "c + d"],
        {"a": (200, 200), "b": (220, 220), "c": (500, 200), "d": (500, 200)},
    )
    assert findings(model)["positions-piled-up"].subjects == ("a", "b", "c", "d")


def test_a_long_label_reaches_farther():
    places = {"a": (300, 200), "b": (430, 200)}
    long = {"label": "A label of a good many letters on several lines"}
    assert "positions-piled-up" not in findings(map_of(["a + b"], places))
    model = map_of(["a + b"], places, variables={"a": long, "b": long})
    assert findings(model)["positions-piled-up"].subjects == ("a", "b")


def test_a_pile_of_thousands_is_told_at_once():
    names = {f"v{n}": {} for n in range(3000)}
    model = map_of([], dict.fromkeys(names, (300, 300)), variables=names)
    assert len(findings(model)["positions-piled-up"].subjects) == 3000


def test_a_tidy_layout_is_passed_over():
    assert not {"positions-outside", "positions-piled-up"} & set(findings(square_map()))
    bundled = digisys.load("digikompassi")
    assert not {"positions-outside", "positions-piled-up"} & set(findings(bundled))
