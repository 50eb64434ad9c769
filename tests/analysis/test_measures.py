"""Structural measures: by hand, by matrix powers and against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.measures.measures import _many_closenesses, measures, micmac
from digisys.errors import QuestionError
from digisys.graph.reach import Graph
from tests.length import examples
from tests.tiny import model_of, reinforcing_pair

graphs = st.integers(2, 8).flatmap(
    lambda size: st.lists(
        st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(
            lambda pair: pair[0] != pair[1]
        ),
        unique=True,
        min_size=1,
        max_size=20,
    ).map(lambda pairs: (size, pairs))
)


@given(graphs)
@settings(max_examples=examples(80))
def test_walks_are_the_sums_of_matrix_powers(graph) -> None:
    size, pairs = graph
    sources, targets = (np.array(column) for column in zip(*pairs, strict=True))
    influence, dependence, power, _ = micmac(size, sources, targets)
    if power > 15:
        return  # counts no longer fit 64 bits exactly
    matrix = np.zeros((size, size), dtype=np.int64)
    matrix[targets, sources] = 1
    walks = np.linalg.matrix_power(matrix, power)
    assert influence == pytest.approx(walks.sum(axis=0) / walks.sum())
    assert dependence == pytest.approx(walks.sum(axis=1) / walks.sum())


def test_the_longest_walks_of_a_chain() -> None:
    influence, dependence, power, settled = micmac(4, np.array([0, 1, 2]), np.array([1, 2, 3]))
    assert (power, settled) == (3, True)
    assert influence.tolist() == [1, 0, 0, 0]
    assert dependence.tolist() == [0, 0, 0, 1]


def test_no_links_no_walks() -> None:
    nothing = np.array([], dtype=int)
    influence, _, power, settled = micmac(2, nothing, nothing)
    assert (influence.tolist(), power, settled) == ([0, 0], 0, True)
    answer = measures(model_of(roles={"a": "stock", "b": "stock"}))
    assert [item.quadrant for item in answer.variables] == ["autonomous"] * 2
    assert str(answer)


def test_quadrants_of_a_plain_model() -> None:
    """d drives a loop of relays, which ends in r; x and y stand apart."""
    answer = measures(model_of("d + a", "a + b", "b + a", "d + b", "a + r", "b + r", "x + y"))
    roles = {item.variable: item.quadrant for item in answer.variables}
    assert roles == {
        "d": "driver", "a": "relay", "b": "relay", "r": "result", "x": "autonomous",
        "y": "autonomous",
    }  # fmt: skip
    assert answer.measure("a").feedback == 2
    assert answer.measure("d").feedback == 0
    assert (answer.measure("d").acts_on, answer.measure("r").acted_on_by) == (2, 2)


def test_total_influence_by_hand() -> None:
    answer = measures(model_of("a + b", "b - c"), attenuation=0.5)
    assert [item.total_influence for item in answer.variables] == [0.75, 0.5, 0]
    assert [item.net_influence for item in answer.variables] == [0.25, -0.5, 0]
    pair = measures(reinforcing_pair(), attenuation=0.5)
    assert pair.measure("a").total_influence == pytest.approx(1)
    assert measures(model_of("a ? b")).measure("a").net_influence is None


def test_total_influence_is_the_resolvent() -> None:
    model = digisys.load("digikompassi")
    answer = measures(model)
    names = list(model.variables)
    matrix = np.zeros((42, 42))
    for link in answer.view.links:
        matrix[names.index(link.target), names.index(link.source)] = 1
    rate = max(abs(np.linalg.eigvals(matrix)))
    assert answer.attenuation == pytest.approx(0.5 / rate, rel=0.1)
    resolvent = np.linalg.inv(np.eye(42) - answer.attenuation * matrix).sum(axis=0) - 1
    assert [item.total_influence for item in answer.variables] == pytest.approx(list(resolvent))


def test_closeness_and_betweenness_by_hand() -> None:
    answer = measures(model_of("a + b", "b + c"))
    # From a: two of two others, at 1 and 2 steps.
    assert answer.measure("a").closeness == pytest.approx(2 / 3)
    assert answer.measure("c").closeness == 0
    # Of the two ordered pairs of others, b lies between one.
    assert [item.betweenness for item in answer.variables] == [0, 0.5, 0]


def test_the_ranking_of_digikompassi_settles() -> None:
    answer = measures(digisys.load("digikompassi"))
    assert answer.settled
    assert sum(item.influence for item in answer.variables) == pytest.approx(1)
    assert sum(item.feedback == 17 for item in answer.variables) == 17


def test_walks_that_never_settle_end() -> None:
    """Two hubs in a bipartite map: even and odd lengths rank them in turn."""
    answer = measures(model_of("a + b", "b + a", "a + c", "c + d", "d + c", "c + e", "e + f"))
    assert (answer.power, answer.settled) == (200, False)
    assert "had not settled" in " ".join(str(answer).split())


def test_large_models_are_measured() -> None:
    model = model_of(*(f"v{i} + v{(7 * i + 1) % 2_100}" for i in range(2_100) if i != 350))
    answer = measures(model)
    assert answer.pivots == 200
    assert "estimated from 200 variables" in " ".join(str(answer).split())


def test_closeness_is_the_same_in_small_and_large_models(monkeypatch) -> None:
    small = measures(digisys.load("digikompassi"))
    monkeypatch.setattr("digisys.analysis.measures.measures._MOST_EXACT", 10)
    monkeypatch.setattr("digisys.analysis.measures.measures._PIVOTS", 15)
    monkeypatch.setattr("digisys.analysis.measures.measures._TOGETHER", 64)
    large = measures(digisys.load("digikompassi"))
    assert [item.closeness for item in large.variables] == pytest.approx(
        [item.closeness for item in small.variables]
    )


def test_answers_show_themselves_and_say_that_signs_are_ignored() -> None:
    answer = measures(digisys.load("digikompassi"))
    assert "signs ignored" in answer.table("en").caption
    assert "ignore their signs" in " ".join(answer.text("en").split())
    assert len(answer.to_frame()) == 42
    assert answer.to_dict()["power"] == answer.power
    assert "<table>" in answer._repr_html_()
    for language in ("fi", "sv", "en"):
        assert answer.text(language)


@pytest.mark.parametrize("value", [0.0, -1.0, 1.0, float("nan"), float("inf")])
def test_an_attenuation_that_makes_no_sense(value: float) -> None:
    with pytest.raises(QuestionError) as caught:
        measures(reinforcing_pair(), attenuation=value)
    assert caught.value.cure


@pytest.mark.parametrize("size", [1, 63, 64, 65, 200])
def test_closeness_of_many_is_that_of_networkx(monkeypatch, size) -> None:
    """Blocks of variables that end in the middle of a word of bits, and at its end."""
    monkeypatch.setattr("digisys.analysis.measures.measures._TOGETHER", 64)
    random = np.random.default_rng(size)
    names = [f"v{number}" for number in range(size)]
    pairs = {tuple(random.permutation(names)[:2]) for _ in range(2 * size)} if size > 1 else set()
    edges = [f"{source} + {target}" for source, target in sorted(pairs)]
    model = model_of(*edges, roles=dict.fromkeys(names, "stock"))
    net = nx.DiGraph(pairs)
    net.add_nodes_from(names)
    assert _many_closenesses(Graph.of(model)) == pytest.approx(
        nx.closeness_centrality(net.reverse())
    )
