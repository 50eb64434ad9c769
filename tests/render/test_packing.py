"""What nothing links is laid out for itself and packed: apart, in one sheet of a good shape."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.render.compose.build import build_scene
from digisys.render.layout import anneal as anneal_module
from digisys.render.layout.packing import pack
from digisys.render.layout.solver import propose_layout
from digisys.render.parts.boxes import model_sizes
from tests.render import quality
from tests.render.maps import map_of


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def sheet_of(boxes):
    return max(box[2] for box in boxes), max(box[3] for box in boxes)


@given(st.lists(st.tuples(st.integers(20, 900), st.integers(20, 700)), min_size=1, max_size=40))
def test_packed_rectangles_keep_their_gap_and_start_at_the_corner(sizes):
    places = pack(sizes, (60.0, 50.0))
    boxes = [(x, y, x + w + 60, y + h + 50) for (x, y), (w, h) in zip(places, sizes, strict=True)]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert min(box[0] for box in boxes) == min(box[1] for box in boxes) == 0


@pytest.mark.parametrize("count", [12, 60, 230])
def test_many_small_rectangles_fill_a_landscape_sheet(count):
    sizes = [(100 + 37 * (n % 5), 40 + 23 * (n % 3)) for n in range(count)]
    places = pack(sizes, (20.0, 20.0))
    boxes = [(x, y, x + w + 20, y + h + 20) for (x, y), (w, h) in zip(places, sizes, strict=True)]
    wide, high = sheet_of(boxes)
    assert 1.0 < wide / high < 2.6
    assert sum((w + 20) * (h + 20) for w, h in sizes) > 0.6 * wide * high


def islands(count, variables=None, **parts):
    """Rings of three, pairs and single variables, in turn."""
    edges, singles = [], dict(variables or {})
    for n in range(count):
        kind = n % 3
        if kind == 0:
            edges += [f"r{n}a + r{n}b", f"r{n}b - r{n}c", f"r{n}c + r{n}a"]
        elif kind == 1:
            edges.append(f"p{n}a + p{n}b")
        else:
            singles.setdefault(f"s{n}", {})
    return map_of(edges, variables=singles, **parts)


@pytest.fixture(scope="module")
def model():
    return islands(45)


def part_boxes(model, layout):
    """Rectangle around each part that nothing links to another."""
    sizes = model_sizes(model)
    graph = nx.Graph()
    graph.add_nodes_from(model.variables)
    graph.add_edges_from((link.source, link.target) for link in model.links)
    for names in nx.connected_components(graph):
        points = [(layout.variables[name], sizes[name]) for name in names]
        yield (
            min(p.x - w / 2 for p, (w, _) in points),
            min(p.y - h / 2 for p, (_, h) in points),
            max(p.x + w / 2 for p, (w, _) in points),
            max(p.y + h / 2 for p, (_, h) in points),
        )


def test_parts_stand_apart_on_one_sheet(model):
    layout = propose_layout(model, effort="quick")
    boxes = list(part_boxes(model, layout))
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height
    assert 1.0 < layout.width / layout.height < 2.6


def test_the_drawing_of_islands_keeps_the_rules(model):
    scene = build_scene(model)
    assert quality.box_overlaps(scene) == ()
    assert quality.links_through_boxes(scene) == ()
    assert quality.outside(scene) == ()


def test_islands_of_one_area_are_packed_in_its_panel():
    names = islands(12).variables
    model = islands(
        12, areas={"only": {"label": "Only area"}}, variables={n: {"area": "only"} for n in names}
    )
    layout = propose_layout(model, effort="quick")
    panel = layout.areas["only"]
    boxes = list(part_boxes(model, layout))
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    for left, top, right, bottom in boxes:
        assert panel.x <= left
        assert panel.y < top
        assert right <= panel.x + panel.width
        assert bottom <= panel.y + panel.height


def test_the_work_does_not_grow_with_the_number_of_parts(monkeypatch):
    """Moves weighed in all stay within what one map of that many variables has."""
    weighed = []
    shift = anneal_module._shift

    def counting(*arguments):
        weighed.append(1)
        return shift(*arguments)

    monkeypatch.setattr(anneal_module, "_shift", counting)
    propose_layout(islands(150), effort="quick")
    assert len(weighed) <= 6_000
