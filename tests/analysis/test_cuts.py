"""Cuts: as few links as any set that works, told as what they are."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest

import digisys
from digisys.analysis.chains.cut import cut
from digisys.analysis.loops.find_loops import find_loops
from digisys.errors import QuestionError, TooLargeError, UnknownNameError
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_model


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def reaches(model: Model, source: str, target: str, without: tuple[str, ...]) -> bool:
    graph = nx.DiGraph((link.source, link.target) for link in model.links if link.id not in without)
    graph.add_nodes_from(model.variables)
    return nx.has_path(graph, source, target)


def brute_cut(model: Model, source: str, target: str) -> int:
    ids = [link.id for link in model.links]
    for size in range(len(ids) + 1):
        for chosen in itertools.combinations(ids, size):
            if not reaches(model, source, target, chosen):
                return size
    raise AssertionError


@pytest.mark.parametrize("seed", range(12))
def test_smallest_between_two_variables(seed: int) -> None:
    model = random_model(6, 12, seed)
    source, target = sorted(model.variables)[:2]
    answer = cut(model, source, target)
    assert len(answer.links) == brute_cut(model, source, target)
    for links in answer.sets:
        assert len(links) == len(answer.links)
        assert not reaches(model, source, target, links)


@pytest.mark.parametrize("seed", range(20))
def test_smallest_through_all_loops(seed: int) -> None:
    model = random_model(6, 13, seed)
    name = min(model.variables)
    loops = [set(loop.links) for loop in find_loops(model, name)]
    answer = cut(model, name)
    ids = [link.id for link in model.links]
    best = next(
        [set(c) for c in itertools.combinations(ids, size) if all(set(c) & x for x in loops)]
        for size in range(len(ids))
        if any(all(set(c) & x for x in loops) for c in itertools.combinations(ids, size))
    )
    if not loops:
        assert answer.sets == ()
        return
    assert answer.exact
    assert {frozenset(links) for links in answer.sets} <= {frozenset(links) for links in best}
    assert len(answer.sets) == min(len(best), 21)


def test_two_links_carry_target_14_to_target_10(compass: Model) -> None:
    answer = cut(compass, "target 14", "target 10")
    assert answer.sets[0] == (
        "cross_government_leadership->business_event_services",
        "cross_government_leadership->life_event_services",
    )
    ends = itertools.product(answer.source.variables, answer.target.variables)
    for (source, target), links in itertools.product(ends, answer.sets):
        assert not reaches(compass, source, target, links)


def test_the_loops_of_r5_have_links_in_common(compass: Model) -> None:
    answer = cut(compass, "R5")
    shared = set.intersection(*(set(loop.links) for loop in find_loops(compass, "R5")))
    assert {link for (link,) in answer.sets} == shared
    assert "R5" in answer.text("en")


def test_nothing_to_cut(compass: Model) -> None:
    assert cut(compass, 10, 14).sets == ()
    assert cut(compass, 14).sets == ()
    assert "nothing to cut" in str(cut(tiny.coherent_feed_forward(), "a").text("en"))
    assert (
        cut(tiny.coherent_feed_forward(), "a", "c").links == ("b->c", "a->c")
        or len(cut(tiny.coherent_feed_forward(), "a", "c").links) == 2
    )
    assert cut(compass, 10, 14).to_frame().empty


def test_a_cut_of_one_link_names_every_such_link() -> None:
    model = tiny.model_of("a + b", "b + c", "c + d", "c + e", "d + f", "e + f", "f + g")
    assert cut(model, "a", "g").sets == (("a->b",), ("f->g",), ("b->c",))
    assert cut(model, "c", "f").sets == (("c->d", "c->e"), ("d->f", "e->f"))
    assert cut(tiny.coherent_feed_forward(), "a", "c").sets == (("a->b", "a->c"), ("b->c", "a->c"))


def test_errors(compass: Model) -> None:
    with pytest.raises(QuestionError, match="overlap"):
        cut(compass, 11, 11)
    with pytest.raises(UnknownNameError):
        cut(compass, "no such thing")
    with pytest.raises(TooLargeError, match="more than"):
        cut(random_model(300, 900, 1), "v007")
