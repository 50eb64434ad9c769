"""Loops: every one, once, in the same order; bounded while searching, never after."""

from __future__ import annotations

import itertools
import signal
import time

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.loops import store as loop_store
from digisys.analysis.loops.bulk import UnproductiveError, compiled_loops, flatten, wide_loops
from digisys.analysis.loops.find_loops import find_loops, iter_loops
from digisys.analysis.loops.search import Bounds, Parts, Piece, pieces, walk_piece
from digisys.analysis.loops.shared_links import loop_links
from digisys.analysis.loops.store import Numbered
from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.view import Graph
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_edges, random_model
from tests.length import examples, long_or_slice


def rotated(cycle: tuple[str, ...]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])


def brute_force(model: Model) -> set[tuple[str, ...]]:
    """List cycles by growing every simple path from its smallest variable."""
    follow: dict[str, list[str]] = {}
    for link in model.links:
        follow.setdefault(link.source, []).append(link.target)
    found = set()

    def grow(path: tuple[str, ...]) -> None:
        for name in follow.get(path[-1], ()):
            if name == path[0]:
                found.add(path)
            elif name > path[0] and name not in path:
                grow((*path, name))

    for name in model.variables:
        grow((name,))
    return found


def by_networkx(model: Model, bound: int | None = None) -> set[tuple[str, ...]]:
    graph = nx.DiGraph((link.source, link.target) for link in model.links)
    return {rotated(tuple(cycle)) for cycle in nx.simple_cycles(graph, length_bound=bound)}


def cycles(model: Model, *arguments: str, **options: object) -> list[tuple[str, ...]]:
    return [loop.variables for loop in find_loops(model, *arguments, **options)]


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.mark.parametrize(
    ("view", "links", "count", "named"),
    [
        ({}, 69, 35, 8),
        ({"evidence": "table+loop_table"}, 61, 18, 8),
        ({"evidence": "table"}, 56, 8, 6),
    ],
)
def test_the_loops_of_digikompassi(
    compass: Model, view: dict[str, str], links: int, count: int, named: int
) -> None:
    loops = find_loops(compass, **view)
    assert len(loops.view.links) == links
    assert (len(loops), len(loops.named), loops.truncated) == (count, named, None)
    assert len(loops.unnamed) == count - named
    assert {loop.kind for loop in loops} == {"reinforcing"}


@pytest.mark.parametrize("seed", range(60))
def test_random_graphs_agree_with_networkx_and_with_brute_force(seed: int) -> None:
    model = random_model(5 + seed % 9, 8 + seed % 22, seed)
    found = cycles(model)
    assert len(found) == len(set(found))
    assert set(found) == brute_force(model) == by_networkx(model)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("bound", [2, 3, 5, 8])
def test_bounded_loops_agree_with_networkx(seed: int, bound: int) -> None:
    model = random_model(14, 30, seed)
    loops = find_loops(model, max_length=bound)
    assert {loop.variables for loop in loops} == by_networkx(model, bound)
    if loops.truncated is None:
        assert len(loops) == len(find_loops(model))
    else:
        assert loops.truncated == "max_length"


@pytest.mark.parametrize("bound", range(1, 9))
def test_short_loops_on_a_long_ring_agree_with_networkx(bound: int) -> None:
    """Taking short loops out of one place leaves a part that leads nowhere back."""
    courses = (
        "258 261 262 50 53 52 51 54 62 60 61 66 106 107 110 113 115 120 125 124 123 126 29 28 4 11",
        "11 10 15 13 16 21 23 257 262",
        *("52 55 54 53", "55 54 52", "261 260 258", "260 259 262 260", "257 262 261"),
    )
    paths = [course.split() for course in courses]
    links = {pair for path in paths for pair in itertools.pairwise(path)}
    model = tiny.model_of(*(f"v{a} + v{b}" for a, b in sorted(links)))
    found = find_loops(model, max_length=bound)
    assert {loop.variables for loop in found} == by_networkx(model, bound)


@given(st.integers(3, 8), st.data())
@settings(max_examples=examples(60))
def test_any_small_graph(size: int, data: st.DataObject) -> None:
    every = list(itertools.permutations(range(size), 2))
    chosen = data.draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    model = tiny.model_of(*(f"v{a} + v{b}" for a, b in chosen))
    assert set(cycles(model)) == brute_force(model)


def engines(edges: list[tuple[int, int]], size: int, bound: int | None) -> dict[str, list]:
    """List the loops of every piece by each of the three searches, as sorted links."""
    found: dict[str, list] = {"walk": [], "wide": [], "compiled": []}
    parts, bounds = Parts(len(edges)), Bounds(bound)
    for piece in pieces(edges, size, parts, bounds):
        inner = [loop for loop in walk_piece(piece, parts, bounds) if loop[:1] != piece.closed]
        walked = [tuple(parts.links(loop)) for loop in inner[len(piece.closed) :]]
        found["walk"].append(sorted(walked))
        if piece.root is None:
            continue
        flat = flatten(piece, parts)
        found["wide"].append(
            sorted(
                tuple(parts.links(row)) for part in wide_loops(flat, bounds) for row in part.arcs
            )
        )
        pytest.importorskip("numba", reason="the fast extra is not installed")
        rows: list[tuple[int, ...]] = []
        for batch in compiled_loops(flat, bounds):
            arcs, sizes = batch.flat()
            rows += [tuple(parts.links(part)) for part in np.split(arcs, np.cumsum(sizes)[:-1])]
        assert bound is not None or rows == walked  # in the same order, too
        found["compiled"].append(sorted(rows))
    found["walk"] = [part for part in found["walk"] if part]
    return {name: [part for part in loops if part] for name, loops in found.items()}


@pytest.mark.parametrize("bound", [None, 9])
@pytest.mark.parametrize(("size", "links", "seed"), [(12, 40, 1), (42, 90, 3), (70, 125, 2)])
def test_the_three_searches_find_the_same(
    size: int, links: int, seed: int, bound: int | None
) -> None:
    found = engines(random_edges(size, links, seed), size, bound)
    assert found["walk"] == found["wide"] == found["compiled"]
    assert sum(map(len, found["walk"])) > 10


def listed_by_walking(
    edges: list[tuple[int, int]], size: int, through: frozenset[int] | None, most: int
) -> tuple[list[tuple[int, ...]], Parts]:
    """List the first loops as arcs, by the search without arrays."""
    parts, bounds = Parts(len(edges)), Bounds()
    every = (
        loop
        for piece in pieces(edges, size, parts, bounds, through=through)
        for loop in walk_piece(piece, parts, bounds)
    )
    return list(itertools.islice(every, most)), parts


def listed_compiled(
    edges: list[tuple[int, int]], size: int, through: frozenset[int] | None, most: int
) -> tuple[list[tuple[int, ...]], Parts]:
    """List the first loops as arcs, by the search that is compiled as a whole."""
    pytest.importorskip("numba", reason="the fast extra is not installed")
    from digisys.analysis.loops.compiled import whole_search

    parts, loops = Parts(len(edges)), []
    for batch in whole_search(
        tuple(edges), size, parts, Bounds(), through=through, max_loops=most - 1
    ):
        arcs, sizes = batch.flat()
        loops += [tuple(map(int, part)) for part in np.split(arcs, np.cumsum(sizes)[:-1])]
    return loops[:most], parts


@pytest.mark.parametrize("through", [None, frozenset({2, 4})])
@pytest.mark.parametrize(
    ("size", "links", "seed"),
    [(5, 9, 1), (12, 40, 1), (20, 22, 3), (42, 90, 3), (90, 130, 4), (400, 610, 2)],
)
def test_the_compiled_search_lists_the_same_loops_in_the_same_order(
    size: int, links: int, seed: int, through: frozenset[int] | None
) -> None:
    edges = random_edges(size, links, seed)
    expected, parts = listed_by_walking(edges, size, through, 20_000)
    found, compiled_parts = listed_compiled(edges, size, through, 20_000)
    assert found == expected
    # It divides ahead, so it may have joined more arcs, but these first.
    assert compiled_parts.joins[: len(parts.joins)] == parts.joins
    assert compiled_parts.lengths[: len(parts.lengths)] == parts.lengths


@given(st.integers(2, 8), st.data())
@settings(max_examples=examples(60))
def test_the_compiled_search_on_any_small_graph(size: int, data: st.DataObject) -> None:
    every = list(itertools.permutations(range(size), 2))
    edges = sorted(data.draw(st.lists(st.sampled_from(every), min_size=1, unique=True)))
    through = data.draw(st.none() | st.frozensets(st.integers(0, size - 1), min_size=1))
    most = data.draw(st.integers(1, 50))
    expected, _ = listed_by_walking(edges, size, through, most)
    found, _ = listed_compiled(edges, size, through, most)
    assert found == expected


@pytest.mark.parametrize("most", [1, 700, long_or_slice(150_000, 20_000)])
def test_the_compiled_search_of_a_large_piece(most: int) -> None:
    """More than 64 variables that cannot be merged."""
    edges = random_edges(300, 900, 1)
    expected, _ = listed_by_walking(edges, 300, None, most)
    found, _ = listed_compiled(edges, 300, None, most)
    assert len(found) == most
    assert found == expected


def test_turning_to_the_compiled_search_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba", reason="the fast extra is not installed")
    model = random_model(42, 97, 2)
    monkeypatch.setattr(loop_store, "_compiled_is_loaded", lambda: False)
    plain = find_loops(model, max_loops=3000)
    every = find_loops(model)
    monkeypatch.setattr(loop_store, "_VERY_MANY", 1000)
    monkeypatch.setattr(loop_store, "_WORTH_LOADING", 1000)
    seen: list[int] = []
    assert find_loops(model, progress=lambda done, _: seen.append(done)) == every
    assert seen == sorted(seen)
    turned = find_loops(model, max_loops=3000)
    assert (turned, turned.truncated) == (plain, "max_loops")
    monkeypatch.setattr(loop_store, "_compiled_is_loaded", lambda: True)
    assert find_loops(model) == every
    assert find_loops(model, max_loops=3000) == plain


def test_many_loops_are_sorted_like_few() -> None:
    model = random_model(42, 97, 2)
    loops = find_loops(model)
    assert len(loops) > 5000
    listed = list(loops)
    assert listed == sorted(listed, key=lambda loop: (len(loop.variables), loop.variables))
    assert {loop.variables for loop in listed} == by_networkx(model)
    assert loops.loops[-1] == listed[-1]
    assert loops.loops[:3] == tuple(listed[:3])
    assert loops.named == ()
    assert loops.unnamed == tuple(listed)
    with pytest.raises(IndexError):
        loops.loops[len(listed)]


def test_declared_loops_lead_a_long_list() -> None:
    plain = random_model(42, 97, 2)
    chosen = [find_loops(plain).loops[i].variables for i in (4000, 10)]
    raw = plain.model_dump(by_alias=True, exclude_none=True)
    turned = [(*cycle[1:], cycle[0]) for cycle in chosen]
    raw["loops"] = {
        "B2": {"label": "x", "kind": "unknown", "cycles": {"B2a": turned[0]}},
        "A1": {"label": "y", "kind": "unknown", "cycles": {"A1a": turned[1]}},
    }
    for loop, cycle in zip(("B2", "A1"), chosen, strict=True):
        raw["loops"][loop]["kind"] = next(
            found.kind for found in find_loops(plain) if found.variables == cycle
        )
    loops = find_loops(Model.model_validate(raw))
    assert [(loop.instance, loop.variables) for loop in loops.named] == [
        ("A1a", chosen[1]),
        ("B2a", chosen[0]),
    ]
    assert len(loops.unnamed) == len(loops) - 2


def twice_declared(*edges: str) -> Model:
    """A model of which one cycle has three names in two loops."""
    raw = tiny.model_of(*edges).model_dump(by_alias=True)
    raw["loops"] = {
        "R1": {"label": "Round", "kind": "reinforcing", "cycles": {"R1a": ["a", "b", "c"]}},
        "R2": {"label": "Back", "kind": "reinforcing", "cycles": {"R2a": ["c", "b", "a"]}},
        "R3": {
            "label": "Round",
            "kind": "reinforcing",
            "cycles": {"R3a": ["b", "c", "a"], "R3b": ["c", "a", "b"]},
        },
    }
    return Model.model_validate(raw)


def test_a_cycle_that_is_declared_again_keeps_all_its_names() -> None:
    """In short lists and in long ones, which are sorted in another way."""
    names = "abcdef"
    few = twice_declared("a + b", "b + c", "c + a", "a + c", "c + b", "b + a")
    many = twice_declared(*(f"{x} + {y}" for x in names for y in names if x != y))
    for model in (few, many):
        loops = find_loops(model)
        assert [(loop.name, loop.instances) for loop in loops.named] == [
            ("R1", ("R1a", "R3a", "R3b")),
            ("R2", ("R2a",)),
        ]
        assert [row[0] for row in loops.table("en").rows[:3]] == ["R1a, R3a, R3b", "R2a", ""]
        assert loops.to_dict()["loops"][0]["instances"] == ["R1a", "R3a", "R3b"]
        assert loops.to_frame()["instances"][0] == "R1a, R3a, R3b"
        shared = {use.link: use.named for use in loop_links(loops)}
        assert shared["a->b"] == ("R1a", "R3a", "R3b")
        assert len(find_loops(model, "R3")) == 1
        assert find_loops(model, "R3b").loops[0].instances == ("R1a", "R3a", "R3b")
    assert {loop.instances for loop in iter_loops(Graph.of(few))} == {
        (), ("R1a", "R3a", "R3b"), ("R2a",),
    }  # fmt: skip


def test_the_lazy_list_gives_the_same_loops() -> None:
    model = random_model(20, 50, 4)
    graph = Graph.of(model)
    lazy = iter_loops(graph)
    first = next(lazy)
    assert {first, *lazy} == set(find_loops(model))
    hopeless = Graph.of(random_model(300, 900, 1))
    assert len(list(itertools.islice(iter_loops(hopeless), 5))) == 5
    assert all(len(loop.links) <= 4 for loop in iter_loops(graph, max_length=4))


@pytest.mark.parametrize("count", [1, 7, 2500])
def test_the_number_is_bounded_while_searching(count: int) -> None:
    model = random_model(300, 900, 1)
    loops = find_loops(model, max_loops=count)
    assert len(loops) == count
    assert loops.truncated == "max_loops"
    assert set(cycles(model, max_loops=count)) == set(cycles(model, max_loops=count))


def test_a_search_that_is_stopped_has_the_shortest_loops() -> None:
    model = random_model(300, 900, 1)
    loops = find_loops(model, max_loops=500)
    whole = loops.whole_length
    assert whole is not None
    listed = [loop.variables for loop in loops]
    assert len(set(listed)) == len(listed)
    assert {loop for loop in listed if len(loop) <= whole} == by_networkx(model, whole)
    assert listed == sorted(listed, key=lambda loop: (len(loop), loop))


@pytest.mark.parametrize("most", [1, 7, 40])
def test_few_loops_are_the_shortest_of_all(most: int) -> None:
    model = random_model(42, 97, 2)
    every = find_loops(model)
    some = find_loops(model, max_loops=most)
    assert len(some) == most
    assert [len(loop.links) for loop in some] == [len(loop.links) for loop in every.loops[:most]]
    assert some.whole_length == len(every.loops[most].links) - 1 or some.whole_length is None


@pytest.mark.parametrize("most", [50, 2000])
def test_the_shortest_loops_through_a_variable(most: int) -> None:
    model = random_model(60, 150, 3)
    loops = find_loops(model, "v07", max_loops=most)
    assert (len(loops), loops.truncated) == (most, "max_loops")
    whole = loops.whole_length
    assert whole is not None
    short = {loop.variables for loop in loops if len(loop.links) <= whole}
    assert short == {loop for loop in by_networkx(model, whole) if "v07" in loop}


def test_people_are_shown_a_dozen_and_how_to_see_more() -> None:
    loops = find_loops(random_model(42, 97, 2))
    assert len(loops.shown("en").rows) == 12
    assert f"the first 12 of {len(loops)}; table() has all rows" in loops.text("en")
    assert loops._repr_html_().count("<tr>") == 13
    assert len(loops.table().rows) == len(loops.to_dict()["loops"]) == len(loops)
    few = loops.first(3)
    assert (len(few), len(few.table().rows), len(few.to_dict()["loops"])) == (len(loops), 3, 3)
    assert few.to_dict()["count"] == len(loops)


def test_a_loop_too_long_to_read_is_shortened_for_people_only() -> None:
    names = [f"v{i:03}" for i in range(400)]
    pairs = itertools.pairwise([*names, names[0]])
    loops = find_loops(tiny.model_of(*(f"{one} + {other}" for one, other in pairs)))
    assert "+→ V024 … (376 more)" in " ".join(loops.text("en", width=10_000).split())
    assert "V399" not in loops.text("en")
    assert loops.table("en").rows[0][-1].endswith("+→ V399 +→ V000")


def test_a_bound_on_the_number_that_is_just_met_cuts_nothing() -> None:
    model = random_model(42, 90, 3)
    count = len(find_loops(model, max_loops=None))
    assert count > 1500
    assert find_loops(model, max_loops=count).truncated is None
    assert find_loops(model, max_loops=count - 1).truncated == "max_loops"
    assert len(find_loops(model, max_loops=count - 1)) == count - 1


def test_time_is_bounded_on_a_hopeless_graph() -> None:
    begin = time.monotonic()
    loops = find_loops(random_model(300, 900, 1), max_loops=None, time_limit=0.2)
    assert loops.truncated == "time_limit"
    assert len(loops) > 1000
    assert time.monotonic() - begin < 30
    assert "time was up" in loops.text("en")


@pytest.mark.usefixtures("ctrl_c")
def test_the_keyboard_interrupts_and_what_was_found_is_kept() -> None:
    def press_ctrl_c(found: float, _: float | None) -> None:
        if found > 100:
            signal.raise_signal(signal.SIGINT)

    loops = find_loops(random_model(300, 900, 1), max_loops=None, progress=press_ctrl_c)
    assert loops.truncated == "interrupted"
    assert len(loops) > 100


def test_progress_is_told() -> None:
    seen: list[int] = []
    loops = find_loops(random_model(42, 97, 2), progress=lambda done, _: seen.append(done))
    assert seen[-1] == len(loops)
    assert seen == sorted(seen)


def test_dead_ends_send_the_wide_search_back() -> None:
    """A long corridor of choices that never closes, and one loop beside it."""
    edges = [(0, 1), (1, 0), (0, 2), (2, 0)]
    for level in range(2, 60, 2):
        edges += [(level, level + 2), (level, level + 3), (level + 1, level + 2)]
        edges += [(level + 1, level + 3), (level + 2, level), (level + 3, level + 1)]
    edges += [(60, 61), (61, 60)]
    parts, bounds = Parts(len(edges)), Bounds()
    out: dict[int, list[tuple[int, int]]] = {}
    for number, (source, target) in enumerate(edges):
        out.setdefault(source, []).append((number, target))
        out.setdefault(target, [])
    piece = Piece(0, (), {node: out[node] for node in sorted(out)})
    with pytest.raises(UnproductiveError):
        list(wide_loops(flatten(piece, parts), bounds))


class TestThrough:
    """Loops through one thing are searched for, not picked out afterwards."""

    @pytest.mark.parametrize("seed", range(25))
    def test_variable(self, seed: int) -> None:
        model = random_model(12, 30, seed)
        name = sorted(model.variables)[seed % 5]
        expected = {cycle for cycle in brute_force(model) if name in cycle}
        assert set(cycles(model, name)) == expected

    @pytest.mark.parametrize("seed", range(25))
    def test_link(self, seed: int) -> None:
        model = random_model(12, 30, seed)
        link = model.links[seed]
        expected = {loop.variables for loop in find_loops(model) if link.id in loop.links}
        assert set(cycles(model, f"{link.source} -> {link.target}")) == expected

    def test_area_and_target_and_their_sum(self, compass: Model) -> None:
        every = find_loops(compass)
        for name in (11, "target 10", "public_services", "skills"):
            members = digisys.influence(compass, name).sources
            expected = {loop.variables for loop in every if set(members) & set(loop.variables)}
            assert {loop.variables for loop in find_loops(compass, name)} == expected

    def test_declared_loop_and_one_cycle_of_it(self, compass: Model) -> None:
        assert [loop.instance for loop in find_loops(compass, "R5")] == ["R5a", "R5b"]
        assert [loop.instance for loop in find_loops(compass, "R1b")] == ["R1b"]
        assert len(find_loops(compass, "R1", evidence="table")) == 0
        assert find_loops(compass, "R5", max_loops=1).truncated == "max_loops"
        assert find_loops(compass, "R5", max_length=2).truncated == "max_length"

    def test_a_hopeless_graph_is_bounded_too(self) -> None:
        loops = find_loops(random_model(300, 900, 1), "v007", max_loops=50)
        assert len(loops) == 50
        assert all("v007" in loop.variables for loop in loops)


def test_signs_make_kinds() -> None:
    assert [loop.kind for loop in find_loops(tiny.reinforcing_pair())] == ["reinforcing"]
    assert [loop.kind for loop in find_loops(tiny.balancing_pair())] == ["balancing"]
    assert {loop.kind for loop in find_loops(tiny.two_loops_sharing_a_link())} == {
        "reinforcing",
        "balancing",
    }
    assert find_loops(tiny.model_of("a - b", "b ? a")).loops[0].kind == "unknown"
    assert find_loops(tiny.model_of("a - b", "b - a")).loops[0].kind == "reinforcing"


def test_a_model_without_loops_says_so() -> None:
    loops = find_loops(tiny.coherent_feed_forward())
    assert len(loops) == 0
    assert dict(loops.summary("en"))["Found"] == "0 loops"
    assert loops.to_frame().empty
    assert list(iter_loops(Graph.of(tiny.coherent_feed_forward()))) == []


@pytest.mark.parametrize(
    "bounds",
    [
        {"max_length": 0},
        {"max_loops": -1},
        {"time_limit": 0.0},
        {"time_limit": float("nan")},
    ],
)
def test_bounds_must_be_positive(bounds: dict[str, float]) -> None:
    with pytest.raises(QuestionError, match="above zero"):
        find_loops(tiny.reinforcing_pair(), **bounds)


def test_unknown_names_and_links(compass: Model) -> None:
    with pytest.raises(UnknownNameError, match="nonsense"):
        find_loops(compass, "nonsense")
    with pytest.raises(QuestionError, match="no link"):
        find_loops(compass, "trust_in_society -> data_spaces")
    with pytest.raises(QuestionError, match="no link"):
        find_loops(compass, "11 -> -> 10")


def test_numbering_is_alphabetical() -> None:
    numbered = Numbered.of(Graph.of(tiny.model_of("b + a", "a + c")))
    assert numbered.names == ("a", "b", "c")
    assert numbered.ends == ((0, 2), (1, 0))


def test_shared_links_count_the_loops_through_each() -> None:
    for model in (random_model(12, 30, 2), random_model(42, 97, 2)):
        loops = find_loops(model)
        shared = loop_links(loops)
        counts: dict[str, int] = {}
        for loop in loops:
            for link in loop.links:
                counts[link] = counts.get(link, 0) + 1
        assert {use.link: use.loops for use in shared} == counts
        assert [use.loops for use in shared] == sorted(counts.values(), reverse=True)


def test_shared_links_of_declared_loops(compass: Model) -> None:
    shared = loop_links(find_loops(compass, "R5"))
    assert shared.count == 2
    assert set(shared.in_all) == {use.link for use in shared if use.named == ("R5a", "R5b")}
    assert "R5a" in shared.text("en")
