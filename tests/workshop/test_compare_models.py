"""What differs between two maps, and what that does to their conclusions."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from digisys.schema import Model
from digisys.workshop.compare_models import compare_models
from tests.length import seeds
from tests.tiny import SIGNS, model_of

BACK = {word: sign for sign, word in SIGNS.items()}


def a_map(rng: random.Random) -> list[str]:
    names = [f"v{number}" for number in range(rng.randint(4, 7))]
    pairs = [(a, b) for a in names for b in names if a != b]
    # Every variable has two neighbours, so that its neighbourhood tells which it is.
    ring = list(zip(names, names[1:] + names[:1], strict=True))
    chosen = {*ring, *rng.sample(pairs, rng.randint(1, 5))}
    return [f"{a} {rng.choice('+-')} {b}" for a, b in sorted(chosen)]


def ends(edge: str) -> tuple[str, str]:
    source, _, target = edge.split()
    return source, target


def planted(rng: random.Random, edges: list[str]) -> tuple[list[str], set[tuple[str, str, str]]]:
    """Change a map in known ways; return it and what a comparison must name."""
    edges, told = list(edges), set()
    flipped, gone = rng.sample(edges, 2)
    source, sign, target = flipped.split()
    edges[edges.index(flipped)] = f"{source} {'-' if sign == '+' else '+'} {target}"
    told.add(("link", "changed", f"{source}->{target}"))
    edges.remove(gone)
    told.add(("link", "removed", "->".join(ends(gone))))
    names = sorted({name for edge in edges for name in ends(edge)})
    there = {ends(edge) for edge in edges} | {ends(gone)}
    free = [(a, b) for a in names for b in names if a != b and (a, b) not in there]
    if free:
        new = rng.choice(free)
        edges.append(f"{new[0]} + {new[1]}")
        told.add(("link", "added", "->".join(new)))
    return edges, told


def verdicts(edges: list[str], names: list[str]) -> dict[tuple[str, str], str]:
    """Find every verdict by listing all simple chains."""
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    for edge in edges:
        source, sign, target = edge.split()
        graph.add_edge(source, target, sign=1 if sign == "+" else -1)
    found = {}
    for source in names:
        for outcome in names:
            if source != outcome:
                signs = set()
                for path in nx.all_simple_edge_paths(graph, source, outcome):
                    sign = 1
                    for edge in path:
                        sign *= graph.edges[edge]["sign"]
                    signs.add(sign)
                words = {(): "none", (1,): "strengthens", (-1,): "weakens"}
                found[source, outcome] = words.get(tuple(sorted(signs)), "ambiguous")
    return found


def loops(edges: list[str]) -> dict[frozenset[tuple[str, str]], str]:
    graph = nx.DiGraph([ends(edge) for edge in edges])
    signs = {ends(edge): edge.split()[1] for edge in edges}
    found = {}
    for cycle in nx.simple_cycles(graph):
        pairs = list(zip(cycle, cycle[1:] + cycle[:1], strict=True))
        minus = sum(signs[pair] == "-" for pair in pairs) % 2
        found[frozenset(pairs)] = "balancing" if minus else "reinforcing"
    return found


def pairs_of(names: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(zip(names, names[1:] + names[:1], strict=True))


@pytest.mark.parametrize("seed", seeds(whole=500, part=25))
def test_planted_changes_and_what_follows_are_named_and_none_is_invented(seed):
    rng = random.Random(seed)
    before = a_map(rng)
    after, told = planted(rng, before)
    old, new = model_of(*before), model_of(*after)
    names = [name for name in old.variables if name in new.variables]
    found = compare_models(old, new, samples=0)
    edits = {(edit.kind, edit.what, edit.key) for edit in found.edits}
    lost = {("variable", "removed", name) for name in old.variables if name not in new.variables}
    assert edits == told | lost
    one, other = verdicts(before, names), verdicts(after, names)
    if lost:
        one = verdicts(before, sorted(old.variables))
    flips = {
        (*pair, one[pair], other[pair])
        for pair in other
        if pair in one and one[pair] != other[pair]
    }
    assert {(e.source, e.outcome, e.before, e.after) for e in found.compared.effects} == flips
    earlier, later = loops(before), loops(after)
    changed = {("destroyed", at) for at in earlier.keys() - later.keys()}
    changed |= {("created", at) for at in later.keys() - earlier.keys()}
    changed |= {("turned", at) for at in earlier.keys() & later.keys() if earlier[at] != later[at]}
    got = {(e.what, pairs_of(e.variables)) for e in found.compared.loops if e.what != "gain"}
    assert got == changed


@pytest.mark.parametrize("seed", seeds(whole=200, part=10))
def test_the_way_back_tells_the_opposite(seed):
    rng = random.Random(seed)
    before = a_map(rng)
    old, new = model_of(*before), model_of(*planted(rng, before)[0])
    there, back = compare_models(old, new, samples=0), compare_models(new, old, samples=0)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(e.kind, turned[e.what], e.key) for e in there.edits} == {
        (e.kind, e.what, e.key) for e in back.edits
    }
    assert {(e.source, e.outcome, e.after, e.before) for e in there.compared.effects} == {
        (e.source, e.outcome, e.before, e.after) for e in back.compared.effects
    }


def renamed(model: Model, name: str, new: str, label: str | None = None) -> Model:
    raw = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    raw["schema"] = 1
    variable = raw["variables"].pop(name)
    if label is not None:
        variable["label"] = label
    raw["variables"][new] = variable
    for link in raw["links"]:
        for end in ("from", "to"):
            link[end] = new if link[end] == name else link[end]
    return Model.model_validate(raw)


@pytest.mark.parametrize(("label", "how"), [(None, "label"), ("Quite another", "neighbours")])
def test_a_renamed_variable_is_no_other_variable(label, how):
    old = model_of("a + b", "b + c", "c - a", "d + b")
    found = compare_models(old, renamed(old, "b", "bee", label), samples=100)
    (edit,) = found.edits
    assert (edit.kind, edit.what, edit.key, edit.was, edit.how) == (
        ("variable", "renamed", "bee", "b", how)
    )
    compared = found.compared
    assert (compared.effects, compared.loops, compared.levers) == ((), (), ())


def test_one_that_went_is_not_one_that_came_with_other_links():
    old = model_of("a + b", "b + c", "x + a")
    new = model_of("a + b", "b + c", "c + y")
    kinds = [(edit.what, edit.key) for edit in compare_models(old, new).edits]
    assert ("removed", "x") in kinds
    assert ("added", "y") in kinds


def strong(size: float) -> Model:
    links = [
        {"from": "a", "to": "b", "polarity": "positive", "strength": size},
        {"from": "b", "to": "a", "polarity": "positive", "strength": 1.0},
    ]
    return model_of("a + b", "b + a", links=links)


def test_a_loop_that_begins_to_grow_is_told_with_both_gains():
    (loop,) = compare_models(strong(0.5), strong(2.0), samples=0).compared.loops
    assert (loop.what, loop.gain_before, loop.gain_after) == ("gain", 0.5, 2.0)
    assert not compare_models(strong(0.5), strong(0.9), samples=0).compared.loops


def test_a_lever_that_is_outrun_changes_its_rank():
    def pulled(size: float) -> Model:
        links = [
            {"from": "a", "to": "c", "polarity": "positive", "strength": 0.5},
            {"from": "b", "to": "c", "polarity": "positive", "strength": size},
        ]
        return model_of("a + c", "b + c", links=links)

    found = compare_models(pulled(0.1), pulled(0.9), samples=200).compared.levers
    assert {(e.lever, e.rank_before, e.rank_after) for e in found} == {("a", 1, 2), ("b", 2, 1)}
    assert not compare_models(pulled(0.1), pulled(0.2), samples=200).compared.levers


def test_where_boxes_stand_and_in_what_order_is_no_difference():
    old = model_of("a + b", "b + c")
    new = model_of("b + c", "a + b", layout={"width": 400, "height": 200})
    assert compare_models(old, new).same


def test_evidence_and_texts_are_told_field_by_field():
    old = model_of("a + b")
    new = model_of("a + b", links=[{"from": "a", "to": "b", "polarity": "positive",
                                    "certainty": "ambiguous", "note": "Doubtful"}])  # fmt: skip
    found = compare_models(old, new, certainty="all")
    (edit,) = found.edits
    assert {(e.name, e.before, e.after) for e in edit.fields} == {
        ("certainty", None, "ambiguous"),
        ("note", None, "Doubtful"),
    }
    assert not found.compared.effects


def test_a_longer_list_of_loops_than_is_compared_invents_none(monkeypatch):
    names = "abcdefgh"
    edges = [f"{a} + {b}" for a in names for b in names if a != b]
    monkeypatch.setattr("digisys.workshop.consequences.MOST_LOOPS", 500)
    found = compare_models(model_of(*edges), model_of(*edges[1:]), samples=0)
    length = found.compared.loop_length
    assert length is not None
    told = {e.variables for e in found.compared.loops}
    assert told
    assert all(e.what == "destroyed" and len(e.variables) <= length for e in found.compared.loops)
    graph = nx.DiGraph([ends(edge) for edge in edges])
    through = {
        pairs_of(tuple(cycle))
        for cycle in nx.simple_cycles(graph, length_bound=length)
        if ends(edges[0]) in pairs_of(tuple(cycle))
    }
    assert {pairs_of(names) for names in told} == through
