"""What the page shows of an edited model is what the library would tell of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import digisys
from digisys.report.page.data import model_data
from digisys.schema import Model
from tests.explorer.editing import Editor, start_data, starts, whole_data
from tests.explorer.test_editor_verbs import read_plain
from tests.length import long_or_slice

#: What the page leaves to the library: gains and sizes need many draws, the table of Sobol
#: numbers and the words of questions came with the page, and boxes are placed by the layout.
LEFT = {"cycleGains", "sizes", "sobol", "asking", "stale", "language", "scenarios", "programme"}


def without_gains(loops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in loop.items() if key != "gains"} for loop in loops]


@pytest.mark.parametrize("start", [pytest.param(0, marks=pytest.mark.long), 1, 2])
def test_data_of_an_unedited_model_is_that_of_its_page(start: int):
    model = starts()[start]
    data = start_data(start)
    shown = Editor(model).ask("pageData(base, data, base)", data=data)
    assert shown == data


@pytest.mark.parametrize("start", range(3))
def test_data_of_an_edited_model_is_that_of_the_library(start: int):
    editor = Editor(starts()[start])
    data = start_data(start)
    editor.context.eval(f"var data = {json.dumps(data)};")
    for seed in range(long_or_slice(200, 6)):
        walked = editor.walk(1000 + seed, 25)
        edited = read_plain(walked["plain"])
        shown = editor.ask("pageData(reached, data, base)")
        expected = whole_data(edited)
        if "foundLoops" in shown:
            continue  # the page's own names of loops are as of the last save
        for key in model_data(edited).keys() - LEFT - {"loops", "targets"}:
            assert shown[key] == expected[key], (seed, key)
        assert without_gains(shown["loops"]) == without_gains(expected["loops"])
        assert sorted(shown["targets"], key=lambda item: item["number"]) == sorted(
            expected["targets"], key=lambda item: item["number"]
        )
        assert shown["presentation"] == expected["presentation"]
        assert_drawn(shown, edited)


def assert_drawn(shown: dict[str, Any], edited: Model) -> None:
    """Every box, link and badge is on the map of each language, in the model's order."""
    assert list(shown["maps"]) == list(edited.languages)
    for drawn in shown["maps"].values():
        assert sorted(row[0] for row in drawn["boxes"]) == list(range(len(edited.variables)))
        assert sorted(row[0] for row in drawn["links"]) == list(range(len(edited.links)))
        badges = [(badge["variable"], badge["target"]) for badge in drawn["badges"]]
        expected = [
            (key, item.target) for key, each in edited.variables.items() for item in each.targets
        ]
        assert sorted(badges) == sorted(expected)
        left, top, width, height = drawn["box"]
        for _, plate, *lines in drawn["boxes"]:
            assert left <= plate[0] <= plate[0] + plate[2] <= left + width
            assert top <= plate[1] <= plate[1] + plate[3] <= top + height
            assert all(line[3] < len(drawn["looks"]) for line in lines)
        assert all(row[5] < len(drawn["signs"]) for row in drawn["links"])
        assert {row["id"] for row in drawn["loops"]} >= set(edited.loops)


def test_what_is_untouched_keeps_its_routes():
    """Moving one box changes only the links at it."""
    model = digisys.load("digikompassi")
    data = start_data(0)
    editor = Editor(model)
    editor.context.eval(f"var data = {json.dumps(data)};")
    moved = "verbs.moveVariables(base, { trust_in_society: [100, 900] }).plain"
    shown = editor.ask(f"pageData({moved}, data, base)")
    before, after = data["maps"]["fi"], shown["maps"]["fi"]
    place = list(model.variables).index("trust_in_society")
    for old, new in zip(before["boxes"], after["boxes"], strict=True):
        assert (old == new) == (old[0] != place)
    at = {n for n, link in enumerate(model.links) if "trust_in_society" in link.pair}
    for old, new in zip(before["links"], after["links"], strict=True):
        assert (old == new) == (old[0] not in at)
    assert shown["links"] == data["links"]


def test_lines_between_moved_boxes_end_at_their_edges():
    editor = Editor(starts()[1])
    touching = editor.ask(
        """[[0, 0], [300, 40], [30, 400], [-400, -300], [500, 0]].map(([x, y]) => {
          const [from, to] = [[0, 0, 120, 60, 9], [x + 200, y + 200, 150, 80, 9]];
          const { curve } = plainArrow(from, to);
          const off = ([px, py], [left, top, wide, high]) => Math.max(
            left - px, px - left - wide, top - py, py - top - high);
          return [off(curve[0], from), off(curve[3], to)];
        })"""
    )
    for start, end in touching:
        assert 0 <= start < 2.5
        assert 0 <= end < 2.5


def test_a_new_variable_stands_near_its_neighbours_and_on_no_box():
    model = digisys.load("digikompassi")
    data = start_data(0)
    editor = Editor(model)
    shown = editor.ask(
        """(() => {
          let { plain } = verbs.addVariable(base, { label: "Hope", language: "en" });
          ({ plain } = verbs.addLink(plain, "hope", "trust_in_society"));
          return pageData(plain, data, base);
        })()""",
        data=data,
    )
    boxes = {row[0]: row[1] for row in shown["maps"]["en"]["boxes"]}
    hope = boxes.pop(len(model.variables))
    near = boxes[list(model.variables).index("trust_in_society")]
    assert abs(hope[0] - near[0]) + abs(hope[1] - near[1]) < 600
    for x, y, width, height, _ in boxes.values():
        beside = hope[0] + hope[2] <= x or x + width <= hope[0]
        assert beside or hope[1] + hope[3] <= y or y + height <= hope[1]
