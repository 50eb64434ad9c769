"""Shortest independent loop set: covers every link of a loop with the shortest loops."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

import digisys
from digisys.analysis.loops.find_loops import find_loops
from digisys.analysis.loops.loop_set import LoopSet, loop_set
from digisys.analysis.loops.shortest import shortest_loops
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_edges, random_model


def independent(model: Model, loops: LoopSet) -> bool:
    """Tell whether the loops' vectors of links are linearly independent over the reals."""
    place = {link.id: i for i, link in enumerate(model.links)}
    matrix = np.zeros((len(loops), len(place)))
    for row, loop in enumerate(loops):
        for link in loop.links:
            matrix[row, place[link]] = 1
    return len(loops) == 0 or int(np.linalg.matrix_rank(matrix)) == len(loops)


def rank_of(model: Model) -> int:
    graph = nx.DiGraph(
        (link.source, link.target) for link in model.links if link.certainty == "explicit"
    )
    rank = 0
    for part in nx.strongly_connected_components(graph):
        if len(part) > 1:
            inside = graph.subgraph(part)
            rank += inside.number_of_edges() - inside.number_of_nodes() + 1
    return rank


@pytest.mark.parametrize("seed", range(40))
def test_covers_every_link_by_its_shortest_loop(seed: int) -> None:
    model = random_model(6 + seed % 7, 10 + seed % 20, seed)
    found = loop_set(model)
    every = find_loops(model)
    assert {link for loop in found for link in loop.links} == {
        link for loop in every for link in loop.links
    }
    known = {loop.variables for loop in every}
    assert {loop.variables for loop in found} <= known
    assert independent(model, found)
    assert len(found) == found.covering <= found.rank == rank_of(model)
    # Taken in order, each loop is the shortest through one of the links new with it.
    seen: set[str] = set()
    for loop in found:
        new = set(loop.links) - seen
        assert any(
            len(loop.links) == min(len(other.links) for other in every if link in other.links)
            for link in new
        )
        seen |= new


@pytest.mark.parametrize("seed", range(40))
def test_completed_it_is_a_basis(seed: int) -> None:
    model = random_model(6 + seed % 7, 10 + seed % 20, seed)
    found = loop_set(model, complete=True)
    assert len(found) == found.rank == rank_of(model)
    assert independent(model, found)
    known = {loop.variables for loop in find_loops(model)}
    assert {loop.variables for loop in found} <= known


def test_fewer_loops_than_the_rank_can_use_every_link() -> None:
    """Two squares glued so that a loop brings two new ways at once."""
    model = tiny.model_of("a + b", "a + c", "b + d", "c + d", "d + e", "e + a")
    assert loop_set(model).rank == 2
    assert len(loop_set(model)) == 2
    two_ways_twice = tiny.model_of(
        "a + b", "a + c", "b + d", "c + d", "d + e", "d + f", "e + a", "f + a"
    )
    assert loop_set(two_ways_twice).rank == 3
    assert len(loop_set(two_ways_twice)) in (2, 3)
    assert len(loop_set(two_ways_twice, complete=True)) == 3


def test_digikompassi_names_what_it_finds() -> None:
    model = digisys.load("digikompassi")
    found = loop_set(model)
    assert found.rank == rank_of(model)
    assert any(loop.name for loop in found)
    assert dict(found.summary("en"))["Cycle rank"] == str(found.rank)
    assert len(loop_set(model, evidence="table")) <= len(found)


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_search_finds_the_same(seed: int) -> None:
    pytest.importorskip("numba", reason="the fast extra is not installed")
    from digisys.analysis.loops.loop_set_kernel import compiled_shortest_loops

    graph = nx.DiGraph(random_edges(400, 900, seed))
    part = max(nx.strongly_connected_components(graph), key=len)
    ends = sorted(graph.subgraph(part).edges)
    links = range(len(ends))
    assert shortest_loops(ends, 400, links) == compiled_shortest_loops(ends, 400, links)


def test_thirty_thousand_variables() -> None:
    model = random_model(30_000, 46_500, 1, signs="+")
    found = loop_set(model)
    assert 0 < len(found) <= found.rank


def test_a_model_without_loops() -> None:
    found = loop_set(tiny.coherent_feed_forward(), complete=True)
    assert (len(found), found.covering, found.rank) == (0, 0, 0)
    assert "0 loops" in found.text("en")
    assert found.to_frame().empty
