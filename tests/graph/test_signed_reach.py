"""Signed reach from arrays: the same as the search that keeps the chains."""

from __future__ import annotations

import networkx as nx
import pytest

from digisys.errors import QuestionError
from digisys.graph.reach import search
from digisys.graph.view import Graph
from tests import tiny
from tests.analysis.graphs import random_model
from tests.graph.signed_reach import SIGNS, SignedArcs, signed_steps


@pytest.mark.parametrize("upstream", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_search_for_chains(seed: int, upstream: bool) -> None:
    graph = Graph.of(random_model(30, 55, seed))
    names = sorted(graph.model.variables)
    arcs = SignedArcs.of(graph, upstream=upstream)
    for sources in (names[:1], names[3:6]):
        expected = search(graph, sources, upstream=upstream).steps
        steps = signed_steps(arcs, sources)
        found = {
            (name, sign): int(steps[row, column])
            for row, name in enumerate(arcs.names)
            for column, sign in enumerate(SIGNS)
            if steps[row, column] >= 0
        }
        assert found == dict(expected)


def test_agrees_with_descendants_on_the_doubled_graph() -> None:
    model = random_model(2000, 3600, 5, signs="+-")
    start = max(model.variables, key=lambda name: sum(x.source == name for x in model.links))
    doubled = nx.DiGraph()
    for link in model.links:
        if link.target == start:  # ways do not pass the start again
            continue
        flip = -1 if link.polarity == "negative" else 1
        for sign in (1, -1):
            doubled.add_edge((link.source, sign), (link.target, sign * flip))
    arcs = SignedArcs.of(Graph.of(model))
    steps = signed_steps(arcs, [start])
    found = {
        (name, sign)
        for row, name in enumerate(arcs.names)
        for column, sign in enumerate((1, -1))
        if steps[row, column] >= 0
    }
    expected = nx.descendants(doubled, (start, 1))
    assert len(found) > 1000
    assert found == expected


def test_a_long_chain_and_an_empty_question() -> None:
    model = tiny.model_of(*(f"v{i:04} - v{i + 1:04}" for i in range(1500)))
    arcs = SignedArcs.of(Graph.of(model))
    steps = signed_steps(arcs, ["v0000"])
    assert steps[1500].tolist() == [1500, -1, -1]
    assert steps[1499].tolist() == [-1, 1499, -1]
    assert (signed_steps(arcs, []) == -1).all()
    with pytest.raises(QuestionError, match="nonsense"):
        signed_steps(arcs, ["nonsense"])
