"""Chains: all of them, in order, on graphs of any size; and the links that cut them."""

from __future__ import annotations

import itertools
import os
import signal
import threading

import networkx as nx
import pytest

import digisys
from digisys.analysis.chains.chains import chains, iter_chains
from digisys.errors import QuestionError, UnknownNameError
from digisys.graph import chain_search
from digisys.graph.chain_search import ordered_chains
from digisys.graph.view import Graph
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_model


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def with_evidence(model: Model) -> Model:
    """Give the links three kinds of evidence in turn."""
    raw = model.model_dump(by_alias=True, exclude_none=True)
    kinds = ("table", "prose", "rumour")
    raw["sources"] = {"doc": {"title": "Doc", "parts": {kind: {"label": kind} for kind in kinds}}}
    for i, link in enumerate(raw["links"]):
        link["evidence"] = [{"source": "doc", "part": kinds[i * 7 % 3]}]
    return Model.model_validate(raw)


def expected(model: Model, source: str, target: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """List (steps, weakest rank, ids) of all simple paths, by networkx."""
    ranks = {"table": 0, "prose": 1, "rumour": 2}
    graph = nx.DiGraph()
    graph.add_nodes_from(model.variables)
    for link in model.links:
        graph.add_edge(link.source, link.target, rank=ranks[link.evidence[0].part])
    return [
        (len(path) - 1, max(graph.edges[pair]["rank"] for pair in itertools.pairwise(path)),
         tuple(path))
        for path in nx.all_simple_paths(graph, source, target)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_every_chain_in_order_agrees_with_networkx(seed: int) -> None:
    model = with_evidence(random_model(9, 24, seed))
    source, target = sorted(model.variables)[:2]
    every = expected(model, source, target)
    shortest = [chain.variables for chain in chains(model, source, target)]
    assert shortest == [item[2] for item in sorted(every)]
    evidenced = [chain.variables for chain in chains(model, source, target, best="evidence")]
    assert evidenced == [item[2] for item in sorted(every, key=lambda it: (it[1], it[0], it[2]))]


@pytest.mark.parametrize("seed", range(10))
def test_the_careful_search_gives_the_order_of_the_quick_one(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = with_evidence(random_model(12, 34, seed))
    source, target = sorted(model.variables)[:2]
    quick = [chain.variables for chain in chains(model, source, target)]
    monkeypatch.setattr("digisys.graph.chain_search.CHAIN_BUDGET", 25)
    assert [chain.variables for chain in chains(model, source, target)] == quick


def test_a_hopeless_graph_gives_its_first_chains_at_once() -> None:
    model = random_model(2000, 6000, 1)
    graph = Graph.of(model)
    for best in ("shortest", "evidence"):
        lazy = iter_chains(graph, ["v0001"], ["v0002"], best=best)
        steps = [chain.steps for chain in itertools.islice(lazy, 40)]
        assert len(steps) == 40
        assert steps == sorted(steps)
    answer = chains(model, "v0001", "v0002", limit=100_000_000, time_limit=0.3)
    assert answer.truncated
    assert answer.reason == "time_limit"
    assert len(answer) > 10
    assert "time was up" in dict(answer.summary("en"))["Found"]


@pytest.mark.usefixtures("ctrl_c")
def test_the_keyboard_interrupts_and_keeps() -> None:
    model = random_model(2000, 6000, 1)
    timer = threading.Timer(2.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        answer = chains(model, "v0001", "v0002", limit=100_000_000, time_limit=60)
    finally:
        timer.cancel()
    assert answer.reason == "interrupted"
    assert len(answer) > 0


def test_chains_between_groups_are_those_of_each_pair_of_members(compass: Model) -> None:
    """A push on all of a group comes through each chain of each member."""
    graph = nx.DiGraph((link.source, link.target) for link in compass.links
                       if link.certainty == "explicit")  # fmt: skip
    answer = chains(compass, "infrastructure", "target 11", limit=10_000, max_steps=5)
    expected = {
        tuple(path)
        for start in answer.source.variables
        for end in answer.target.variables
        for path in nx.all_simple_paths(graph, start, end, cutoff=5)
    }
    found = [chain.variables for chain in answer]
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_chains_between_groups_pass_other_members_and_come_once(compass: Model) -> None:
    every = chains(compass, "infrastructure", "target 10", limit=10_000)
    inside = set(every.source.variables)
    ends = set(every.target.variables)
    ways = [chain.variables for chain in every]
    assert len(set(ways)) == len(ways) > 0
    assert any(not inside.isdisjoint(way[1:]) for way in ways)
    for way in ways:
        assert way[0] in inside
        assert way[-1] in ends
        assert len(set(way)) == len(way)


def test_max_steps_bounds_both_orders(compass: Model) -> None:
    for best in ("shortest", "evidence"):
        found = chains(compass, 14, 10, max_steps=7, best=best, limit=10_000)
        assert {chain.steps for chain in found} == {6, 7}
    assert len(chains(compass, 14, 10, max_steps=5)) == 0


@pytest.mark.parametrize("best", ["shortest", "evidence"])
@pytest.mark.parametrize(("least", "most"), [(7, 7), (8, None), (7, 9), (None, 7)])
def test_chains_of_the_lengths_asked_for_are_those_of_all(
    compass: Model, best: str, least: int | None, most: int | None
) -> None:
    every = chains(compass, 14, 10, limit=10_000, best=best)
    wanted = range(least or 1, (most or 100) + 1)
    expected = tuple(chain for chain in every if chain.steps in wanted)
    assert 0 < len(expected) < len(every)
    found = chains(compass, 14, 10, limit=10_000, best=best, min_steps=least, max_steps=most)
    assert found.chains == expected
    assert not found.truncated


def test_lengths_hold_where_the_quick_search_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny.model_of(*(f"{x} + {y}" for x in "abcdef" for y in "abcdef" if x != y))
    every = chains(model, "a", "b", limit=10_000)
    monkeypatch.setattr(chain_search, "CHAIN_BUDGET", 30)
    longer = chains(model, "a", "b", limit=10_000, min_steps=4)
    assert longer.chains == tuple(chain for chain in every if chain.steps >= 4)
    assert len(longer) == 24 + 24


def test_the_lengths_asked_for_are_told(compass: Model) -> None:
    def told(**lengths: int) -> str:
        return dict(chains(compass, 14, 10, **lengths).summary("en")).get("Length", "")

    assert told() == ""
    assert told(min_steps=7, max_steps=7) == "7 links"
    assert told(min_steps=7) == "at least 7 links"
    assert told(max_steps=1) == "at most 1 link"
    assert told(min_steps=7, max_steps=9) == "7 to 9 links"


def test_limit_says_that_there_are_more(compass: Model) -> None:
    every = chains(compass, 14, 10)
    assert not every.truncated
    assert every.reason is None
    fewer = chains(compass, 14, 10, limit=len(every) - 1)
    assert (fewer.truncated, fewer.reason) == (True, "limit")
    assert not chains(compass, 14, 10, limit=len(every)).truncated
    assert fewer.chains == every.chains[:-1]


def test_no_chain_is_an_answer(compass: Model) -> None:
    answer = chains(compass, 10, 14)
    assert len(answer) == 0
    assert "no chain" in answer.text("en")
    assert list(ordered_chains(Graph.of(tiny.coherent_feed_forward()), ["c"], ["a"])) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"limit": 0}, "below 1"),
        ({"max_steps": 0}, "below 1"),
        ({"min_steps": 0}, "below 1"),
        ({"min_steps": -1}, "below 1"),
        ({"min_steps": 3, "max_steps": 2}, "above the longest"),
        ({"time_limit": 0}, "above zero"),
        ({"best": "prettiest"}, "prettiest"),
    ],
)
def test_bad_options(compass: Model, options: dict[str, object], says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        chains(compass, 14, 10, **options)


def test_bad_names(compass: Model) -> None:
    with pytest.raises(UnknownNameError):
        chains(compass, 14, "nothing of the kind")
    with pytest.raises(QuestionError, match="overlap"):
        chains(compass, 11, 11)


def test_the_careful_search_takes_the_best_evidenced_of_equal_length_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digisys.graph.chain_search.CHAIN_BUDGET", 0)
    raw = tiny.model_of("a + b", "b + d", "a + c", "c + d").model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    parts = {kind: {"label": kind} for kind in ("table", "prose")}
    raw["sources"] = {"doc": {"title": "Doc", "parts": parts}}
    for link in raw["links"]:
        kind = "prose" if link["to"] == "b" else "table"
        link["evidence"] = [{"source": "doc", "part": kind}]
    found = chains(Model.model_validate(raw), "a", "d")
    assert [chain.variables for chain in found] == [("a", "c", "d"), ("a", "b", "d")]
