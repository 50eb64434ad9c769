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


def brute_cuts(model: Model, source: str, target: str) -> set[frozenset[str]]:
    ids = [link.id for link in model.links]
    for size in range(len(ids) + 1):
        found = {
            frozenset(chosen)
            for chosen in itertools.combinations(ids, size)
            if not reaches(model, source, target, chosen)
        }
        if found:
            return found if size else set()
    raise AssertionError


@pytest.mark.parametrize("seed", range(12))
def test_smallest_between_two_variables(seed: int) -> None:
    model = random_model(6, 12, seed)
    source, target = sorted(model.variables)[:2]
    answer = cut(model, source, target)
    every = brute_cuts(model, source, target)
    assert len(answer.sets) == len(set(answer.sets))
    assert {frozenset(links) for links in answer.sets} == every
    assert (answer.count, answer.all_counted) == (len(every), True)


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
    assert (answer.count, answer.all_counted) == (len(best), True)


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
    assert cut(model, "c", "f").sets == (
        ("c->d", "c->e"),
        ("d->f", "e->f"),
        ("c->e", "d->f"),
        ("c->d", "e->f"),
    )
    assert cut(tiny.coherent_feed_forward(), "a", "c").sets == (("a->b", "a->c"), ("b->c", "a->c"))


def stages(count: int) -> Model:
    """From a to z through stages of two ways each: every stage is a smallest cut, and mixed."""
    names = ["a", *(f"s{i}" for i in range(1, count)), "z"]
    edges = []
    for i, (one, other) in enumerate(itertools.pairwise(names)):
        edges += [f"{one} + u{i}", f"{one} + v{i}", f"u{i} + {other}", f"v{i} + {other}"]
    return tiny.model_of(*edges)


def test_other_smallest_sets_are_counted_listed_and_told() -> None:
    """A stage of two ways of two links has four; links of two stages cut nothing."""
    few = cut(stages(2), "a", "z")
    assert (few.count, few.all_counted, len(few.sets)) == (8, True, 8)
    assert "Sets of this size: 8\n" in few.text("en")
    assert "… and 2 more." in few.text("en")  # six are shown, all are in the table
    assert len(few.table("en").rows) == 16
    some = cut(stages(25), "a", "z")
    assert (some.count, some.all_counted, len(some.sets)) == (100, True, 21)
    assert "Sets of this size: 100; 21 of them are listed" in some.text("en")
    assert some.sets[0] == ("a->u0", "a->v0")
    assert some.sets[1] == ("u24->z", "v24->z")
    assert some.to_dict()["count"] == 100
    one = cut(tiny.model_of("a + b"), "a", "b")
    assert "Sets of this size: only this one" in one.text("en")


def test_very_many_smallest_sets_are_counted_up_to_a_bound() -> None:
    ways = [f"a + {x}1" for x in "bcdefghijklm"]
    ways += [f"{x}{i} + {x}{i + 1}" for x in "bcdefghijklm" for i in (1, 2)]
    model = tiny.model_of(*ways, *(f"{x}3 + z" for x in "bcdefghijklm"))
    answer = cut(model, "a", "z")  # four links on each of twelve ways: 4 to the power of 12
    assert (answer.count, answer.all_counted, len(answer.sets)) == (1000, False, 21)
    assert "Sets of this size: at least 1000; 21 of them are listed" in answer.text("en")
    assert answer.exact


def test_very_many_smallest_sets_through_loops_are_counted_up_to_a_bound() -> None:
    ways = [f"a + {x}1" for x in "bcdefg"] + [f"{x}1 + {x}2" for x in "bcdefg"]
    model = tiny.model_of(*ways, *(f"{x}2 + {x}3" for x in "bcdefg"),
                          *(f"{x}3 + a" for x in "bcdefg"))  # fmt: skip
    answer = cut(model, "a")  # four links in each of six loops: 4 to the power of 6
    assert (answer.count, answer.all_counted, len(answer.sets)) == (1000, False, 21)
    assert answer.exact


def test_a_long_chain_has_as_many_cuts_as_links() -> None:
    names = [f"n{i:04}" for i in range(900)]
    model = tiny.model_of(*(f"{a} + {b}" for a, b in itertools.pairwise(names)))
    answer = cut(model, names[0], names[-1])
    assert (answer.count, answer.all_counted) == (899, True)


def test_errors(compass: Model) -> None:
    with pytest.raises(QuestionError, match="overlap"):
        cut(compass, 11, 11)
    with pytest.raises(UnknownNameError):
        cut(compass, "no such thing")
    with pytest.raises(TooLargeError, match="more than"):
        cut(random_model(300, 900, 1), "v007")
