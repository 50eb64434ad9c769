"""The data in the page is written short, and says what the model and the drawing say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digisys
from digisys.render.compose.build import build_scene
from digisys.render.scene import Curve, Paint, Path
from digisys.report.page.map import map_data
from digisys.report.page.paths import curve_data
from tests.explorer.javascript import Page

#: Numbers that path data takes for each letter.
TAKES = {"M": 2, "l": 2, "c": 6}


def pieces_of(data: str) -> list[tuple[tuple[float, float], ...]]:
    """Read path data of ours: controls and end of each piece, in plain places."""
    here = (0.0, 0.0)
    pieces = []
    for letter, rest in re.findall(r"([Mlc])([^Mlc]*)", data):
        numbers = [float(text) for text in re.findall(r"-?(?:\d+\.\d+|\d+|\.\d+)", rest)]
        takes = TAKES[letter]
        assert len(numbers) % takes == 0
        for at in range(0, len(numbers), takes):
            x, y = here if letter != "M" else (0.0, 0.0)
            step = numbers[at : at + takes]
            points = [(x + a, y + b) for a, b in zip(step[::2], step[1::2], strict=True)]
            here = points[-1]
            pieces.append((letter, *points))
    return pieces


def on_curve(start, one, two, end, share):
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    points = (start, one, two, end)
    return tuple(sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))


def distance_to(place, start, end):
    """Distance of a place from a straight piece."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    along = ((place[0] - start[0]) * dx + (place[1] - start[1]) * dy) / square if square else 0
    share = min(max(along, 0), 1)
    return max(abs(place[0] - start[0] - share * dx), abs(place[1] - start[1] - share * dy))


NUMBERS = st.floats(-5000, 5000)
POINTS = st.tuples(NUMBERS, NUMBERS)
NEAR = st.floats(-0.3, 0.3)


@st.composite
def paths(draw) -> Path:
    """Curves, edges and tiny steps in any order."""
    start = here = draw(POINTS)
    curves = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["curve", "edge", "tiny"]))
        if kind == "curve":
            curve = Curve(draw(POINTS), draw(POINTS), draw(POINTS))
        else:
            step = draw(POINTS) if kind == "edge" else (draw(NEAR), draw(NEAR))
            third = [(here[0] + step[0] * s, here[1] + step[1] * s) for s in (1 / 3, 2 / 3, 1)]
            curve = Curve(*third)
        curves.append(curve)
        here = curve.end
    return Path(start, tuple(curves), Paint())


@given(paths())
def test_a_line_written_short_is_the_same_line(path):
    """Each point of the curve lies within a fifth of a unit of what is written."""
    written = pieces_of(curve_data(path))
    (_, begin), *pieces = written
    assert begin == pytest.approx(path.start, abs=0.051)
    ends = [(begin, None)]
    here = begin
    for _, *points in pieces:
        ends.append((here, points))
        here = points[-1]
    assert here == pytest.approx(path.curves[-1].end, abs=0.051)
    start = path.start
    for curve in path.curves:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            place = on_curve(start, curve.control1, curve.control2, curve.end, share)
            best = max(abs(place[0] - begin[0]), abs(place[1] - begin[1]))
            for first, points in ends[1:]:
                last = points[-1]
                best = min(best, max(abs(place[0] - last[0]), abs(place[1] - last[1])))
                if len(points) == 1:
                    best = min(best, distance_to(place, first, points[0]))
                else:
                    spot = on_curve(first, *points, share)
                    best = min(best, max(abs(place[0] - spot[0]), abs(place[1] - spot[1])))
            assert best <= 0.2
        start = curve.end


def test_every_line_of_the_compass_is_the_drawing_s():
    scene = build_scene(digisys.load("digikompassi"), language="en", certainty="all")
    for arrow in scene.arrows:
        (_, begin), *pieces = pieces_of(curve_data(arrow.line))
        assert begin == pytest.approx(arrow.line.start, abs=0.051)
        assert pieces[-1][-1] == pytest.approx(arrow.line.curves[-1].end, abs=0.051)
        assert len(pieces) <= len(arrow.line.curves)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_names_in_the_page_are_those_of_the_pictures(language):
    model = digisys.load("digikompassi")
    scene = build_scene(model, language=language, certainty="all")
    page = Page(model, language)
    assert page.ask("model.links.map((link) => linkName(model, link))") == [
        {arrow.id: arrow.name for arrow in scene.arrows}[f"link-{link.source}--{link.target}"]
        for link in model.links
    ]
    assert page.ask("model.variables.map((item) => variableName(model, item))") == [
        {box.variable: box.name for box in scene.boxes}[name] for name in model.variables
    ]


def test_the_map_is_made_whole_again():
    model = digisys.load("digikompassi")
    scene = build_scene(model, language="fi", certainty="all")
    page = Page(model, "fi")
    whole = page.ask("unpackMap(model, map)", map=map_data(model, scene))
    for arrow, link in zip(scene.arrows, whole["links"], strict=True):
        assert (link["link"]["from"], link["link"]["to"]) == (arrow.source, arrow.target)
        disc = arrow.sign.disc
        assert (link["x"], link["y"]) == pytest.approx((disc.x, disc.y), abs=0.051)
        assert bool(link.get("delay")) == bool(arrow.delay)
        assert [item["words"] for item in link["sign"]["letters"]] == (
            [arrow.sign.text.text] if arrow.sign.text else []
        )
    for box, shown in zip(scene.boxes, whole["boxes"], strict=True):
        assert shown["variable"]["id"] == box.variable
        for line, text in zip(box.label, shown["text"], strict=True):
            assert (text["words"], text["size"], text["weight"], text["anchor"]) == (
                line.text, line.size, line.weight, line.anchor
            )  # fmt: skip
            assert (text["x"], text["y"]) == pytest.approx((line.x, line.y), abs=0.051)


def test_what_goes_without_saying_is_filled_in():
    """Facts and evidence of every link and variable arrive whole in the page."""
    model = digisys.load("digikompassi")
    page = Page(model)
    for link, shown in zip(model.links, page.ask("model.links"), strict=True):
        facts = [link.source, link.target, link.polarity, link.strength, link.delay]
        facts += [link.delay_order, link.certainty, link.direction]
        names = ["from", "to", "polarity", "strength", "delay", "order", "certainty", "direction"]
        assert [shown[name] for name in names] == facts
        assert evidence_places(shown) == [(e.source, e.part, list(e.slides)) for e in link.evidence]
    for key, shown in zip(model.variables, page.ask("model.variables"), strict=True):
        variable = model.variables[key]
        assert (shown["area"], shown["role"]) == (variable.area, variable.role)
        assert shown["inertia"] == variable.inertia
        assert [item["target"] for item in shown["targets"]] == [
            ref.target for ref in variable.targets
        ]
        assert shown["aliases"] == list(variable.aliases)
        assert evidence_places(shown) == [
            (e.source, e.part, list(e.slides)) for e in variable.evidence
        ]


def evidence_places(shown: dict) -> list[tuple]:
    return [
        (item["source"], item.get("part"), item.get("slides", [])) for item in shown["evidence"]
    ]
