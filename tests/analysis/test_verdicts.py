"""Verdicts against every chain: what is told as certain holds, for one and for groups."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator

import pytest

import digisys
from digisys.graph import reach
from digisys.graph.view import Graph
from digisys.schema import Model
from tests import tiny

Signs = dict[tuple[str, str], set[int]]

#: Random maps that every run tries; a few seconds.
MAPS = 1000


def random_map(seed: int) -> Model:
    """Draw a map of 2 to 9 variables with two areas, two targets and some unknown signs."""
    draw = random.Random(seed)
    size = draw.randint(2, 9)
    names = [f"v{i}" for i in range(size)]
    pairs = [(a, b) for a in names for b in names if a != b]
    links = draw.sample(pairs, min(len(pairs), draw.randint(1, 3 * size)))
    signs = draw.choice(["+-", "++-", "++++-?", "+-?", "++++++-"])
    areas = {name: draw.choice(["p", "q", "r"]) for name in names}
    targets = {name: draw.sample([1, 2], draw.randint(0, 2)) for name in names}
    return Model.model_validate(
        {
            "schema": 1,
            "id": "drawn",
            "title": "Drawn",
            "languages": ["en"],
            "areas": {area: {"label": f"Area {area}"} for area in "pqr"},
            "targets": {number: {"title": f"T{number}"} for number in (1, 2)},
            "variables": {
                name: {
                    "label": name,
                    "role": "stock",
                    "area": areas[name],
                    "targets": [{"target": number} for number in targets[name]],
                }
                for name in names
            },
            "links": [
                {"from": a, "to": b, "polarity": tiny.SIGNS[draw.choice(signs)]} for a, b in links
            ],
        }
    )


def every_chain(model: Model) -> Signs:
    """List the signs of all simple chains of every pair, by trying each way."""
    signs = {"positive": 1, "negative": -1, "unknown": 0}
    ways: dict[str, list[tuple[str, int]]] = {name: [] for name in model.variables}
    for link in model.links:
        ways[link.source].append((link.target, signs[link.polarity]))
    found: Signs = {}

    def go(start: str, path: tuple[str, ...], sign: int) -> None:
        for target, turn in ways[path[-1]]:
            if target not in path:
                found.setdefault((start, target), set()).add(sign * turn)
                go(start, (*path, target), sign * turn)

    for name in model.variables:
        go(name, (name,), 1)
    return found


def verdict(signs: Iterable[int]) -> str:
    known = set(signs)
    if 1 in known and -1 in known:
        return "ambiguous"
    if 0 in known:
        return "unknown"
    return "strengthens" if 1 in known else "weakens"


def on_group(signs: Signs, sources: Iterable[str], outcomes: Iterable[str]) -> str | None:
    """Join the verdicts of a group on each member of another that it reaches."""
    rows = set(sources)
    verdicts = set()
    for outcome in set(outcomes) - rows:
        reached = set().union(*(signs.get((row, outcome), set()) for row in rows))
        if reached:
            verdicts.add(verdict(reached))
    if len(verdicts) < 2:
        return verdicts.pop() if verdicts else None
    return "unknown" if "unknown" in verdicts else "ambiguous"


def groups_of(model: Model) -> Iterator[tuple[object, tuple[str, ...]]]:
    """Name what can be asked about, with its members."""
    for name in model.variables:
        yield name, (name,)
    for number in model.targets:
        members = tuple(
            name
            for name, item in model.variables.items()
            if any(ref.target == number for ref in item.targets)
        )
        if members:
            yield number, members
    for area in {item.area: None for item in model.variables.values()}:
        yield area, tuple(n for n, i in model.variables.items() if i.area == area)
    if len(model.variables) > 3:
        several = random.Random(len(model.links)).sample(list(model.variables), 3)
        yield several, tuple(several)


@pytest.mark.parametrize("tenth", range(10))
def test_every_verdict_is_that_of_all_chains(tenth: int) -> None:
    for seed in range(tenth, MAPS, 10):
        model = random_map(seed)
        signs = every_chain(model)
        groups = list(groups_of(model))
        for name, members in groups:
            others = [other for other in model.variables if other not in members]
            for direction in ("downstream", "upstream"):
                answer = digisys.influence(model, name, direction=direction)  # type: ignore[arg-type]
                told = {effect.variable: effect.verdict for effect in answer.affected}
                down = direction == "downstream"
                expected = {
                    other: on_group(signs, *((members, [other]) if down else ([other], members)))
                    for other in others
                }
                kept = {other: word for other, word in expected.items() if word}
                assert told == kept, (seed, name, direction)
                for effect in answer.affected:
                    assert (effect.other_chain is not None) or effect.verdict != "ambiguous"
        for by in ("target", "area", "variable"):
            rows = {
                "target": [(n, m) for n, m in groups if isinstance(n, int)],
                "area": [(n, m) for n, m in groups if isinstance(n, str) and n in model.areas],
                "variable": [
                    (n, m) for n, m in groups if isinstance(n, str) and n in model.variables
                ]
                if len(model.variables) > 1
                else [],
            }[by]
            if len(rows) < 2:
                continue
            answer = digisys.matrix(model, by)  # type: ignore[arg-type]
            for cell in answer:
                row, column = cell.row.variables, cell.column.variables
                expected_cell = on_group(signs, row, column)
                if expected_cell is None:
                    expected_cell = "none" if set(column) - set(row) else "same"
                assert cell.verdict == expected_cell, (seed, by, cell)


def test_the_careful_search_alone_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first search always ends on small maps; without it the second decides all."""

    def no_search(*_: object) -> None:
        raise reach._OutOfBudgetError

    monkeypatch.setattr(reach.Search, "_near_walks", no_search)
    monkeypatch.setattr(reach, "SEARCH_BUDGET", 1_000_000)
    for seed in range(60):
        model = random_map(seed)
        signs = every_chain(model)
        for name, members in groups_of(model):
            for effect in digisys.influence(model, name).affected:  # type: ignore[arg-type]
                assert effect.verdict == on_group(signs, members, [effect.variable]), (seed, name)


@pytest.mark.parametrize("budget", [0, 3, 10, 40])
def test_a_search_given_up_claims_nothing(budget: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "SEARCH_BUDGET", budget)
    given_up = 0
    for seed in range(100):
        model = random_map(seed)
        signs = every_chain(model)
        for name, members in groups_of(model):
            for effect in digisys.influence(model, name).affected:  # type: ignore[arg-type]
                if effect.verdict == "undecided":
                    given_up += 1
                else:
                    assert effect.verdict == on_group(signs, members, [effect.variable])
    assert given_up or budget == 40


def test_chains_of_both_signs_make_one_of_unknown_sign_needless() -> None:
    """The shortest unknown way to g passes b twice, and another one would have to be sought."""
    model = tiny.model_of(
        "a + b", "b ? l", "l + b", "b + g", "a - g", "a ? x", "x + y", "y + z", "z + w", "w + g"
    )
    chains, decided = reach.search(Graph.of(model), ["a"]).chains("g")
    assert decided
    assert [chain.variables for chain in chains] == [("a", "g"), ("a", "b", "g")]


@pytest.mark.parametrize("upstream", [False, True])
def test_a_chain_goes_along_links_from_cause_to_effect(upstream: bool) -> None:
    """Also where the shortest way passes a variable twice and a chain had to be sought."""
    sought = 0
    for seed in range(60):
        model = random_map(seed)
        links = {(link.source, link.target): link.polarity for link in model.links}
        signs = {"positive": 1, "negative": -1, "unknown": 0}
        for start in model.variables:
            found = reach.search(Graph.of(model), [start], upstream=upstream)
            for name in found.reached:
                for chain in found.chains(name)[0]:
                    ends = (name, start) if upstream else (start, name)
                    assert (chain.variables[0], chain.variables[-1]) == ends
                    pairs = list(itertools.pairwise(chain.variables))
                    assert len(set(chain.variables)) == len(pairs) + 1
                    assert chain.signs == tuple(signs[links[pair]] for pair in pairs)
                    sought += chain.steps > found.steps[name, chain.sign]
    assert sought > 10


def test_chains_are_counted_within_a_budget_of_arcs(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.of(tiny.model_of("a + b", "b + c", "a + c", "c + d"))
    found = reach.search(graph, ["a"])
    whole = {"b": 1, "c": 2, "d": 2}
    # a to b, b to c, c to d, a to c, c to d.
    monkeypatch.setattr(reach, "COUNT_BUDGET", 5)
    assert found.count_chains() == (whole, True)
    monkeypatch.setattr(reach, "COUNT_BUDGET", 4)
    assert found.count_chains() == ({"b": 1, "c": 2, "d": 1}, False)
    monkeypatch.setattr(reach, "COUNT_BUDGET", 0)
    assert found.count_chains() == ({"b": 1, "c": 1, "d": 1}, False)


def test_the_careful_search_may_look_at_just_as_many_arcs_as_its_budget() -> None:
    """The page counts in the same way: one arc more or less, and both would part."""
    model = dense_map(12, 30, 2)
    found = reach.search(Graph.of(model), ["v0"])
    for name, sign in list(found.steps)[:8]:
        free = reach._Careful(found, sign, 10_000)
        chain = free.search(name)
        needed = 10_000 - free.left
        assert reach._Careful(found, sign, needed).search(name) == chain
        with pytest.raises(reach._OutOfBudgetError):
            reach._Careful(found, sign, needed - 1).search(name)


def test_one_variable_leaves_nothing_over_for_another() -> None:
    """A budget that all shared would be used up by the first; then the rest were guessed."""
    model = dense_map(30, 113, 5)
    every = {e.variable: e.verdict for e in digisys.influence(model, "v0").affected}
    found = reach.search(Graph.of(model), ["v0"])
    for name in reversed(found.reached):
        _, decided = found.chains(name)
        assert decided == (every[name] != "undecided")


def dense_map(size: int, links: int, seed: int) -> Model:
    draw = random.Random(seed)
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    lines = [
        f"v{a} {'-' if draw.random() < 0.15 else '+'} v{b}" for a, b in draw.sample(pairs, links)
    ]
    return tiny.model_of(*lines, "s + v0", "v0 - z", "z + v0")


def walked_chain(model: Model, start: str, end: str, draw: random.Random) -> int | None:
    """Walk at random without passing a variable twice; the sign if it ends where asked."""
    signs = {"positive": 1, "negative": -1}
    ways: dict[str, list[tuple[str, int]]] = {name: [] for name in model.variables}
    for link in model.links:
        ways[link.source].append((link.target, signs[link.polarity]))
    passed, here, sign = {start}, start, 1
    while here != end:
        onward = [(target, turn) for target, turn in ways[here] if target not in passed]
        if not onward:
            return None
        here, turn = draw.choice(onward)
        passed.add(here)
        sign *= turn
    return sign


@pytest.mark.parametrize("seed", range(12))
def test_no_certain_verdict_has_a_chain_of_the_other_sign(seed: int) -> None:
    draw = random.Random(seed)
    size = draw.randint(30, 60)
    model = dense_map(size, draw.randint(size, 2 * size), seed)
    for name in ("s", "v1"):
        for effect in digisys.influence(model, name).affected:
            certain = {"strengthens": 1, "weakens": -1}.get(effect.verdict)
            for _ in range(40 if certain else 0):
                sign = walked_chain(model, name, effect.variable, draw)
                assert sign in (None, certain), (name, effect.variable)


def test_a_balancing_loop_beside_the_way_decides_nothing() -> None:
    """Only walks through z turn the sign, and no chain passes v0 twice: all is certain."""
    draw = random.Random(4)
    pairs = [(a, b) for a in range(13) for b in range(13) if a != b]
    lines = [f"v{a} + v{b}" for a, b in draw.sample(pairs, 120)]
    model = tiny.model_of(*lines, "s + v0", "v0 - z", "z + v0")
    told = {e.variable: e.verdict for e in digisys.influence(model, "s").affected}
    assert told.pop("z") == "weakens"
    assert set(told.values()) == {"strengthens"}
    assert len(told) == 13


def test_a_group_acts_through_its_own_members() -> None:
    areas = {"p": {"label": "Policy"}, "o": {"label": "Outcome"}}
    variables = {n: {"label": n, "role": "stock", "area": "p"} for n in ("one", "two", "via")}
    variables["end"] = {"label": "end", "role": "stock", "area": "o"}
    pairs = (("one", "via"), ("two", "via"), ("via", "end"))
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "m",
            "title": "M",
            "languages": ["en"],
            "areas": areas,
            "variables": variables,
            "links": [{"from": a, "to": b, "polarity": "negative"} for a, b in pairs],
        }
    )
    (effect,) = digisys.influence(model, "Policy").affected
    assert (effect.verdict, effect.chain.sign, effect.chain_count) == ("ambiguous", -1, 3)
    assert effect.other_chain is not None
    assert effect.other_chain.variables == ("one", "via", "end")
    assert digisys.matrix(model, "area").cell("p", "o").verdict == "ambiguous"
    assert len(digisys.chains(model, "p", "o").chains) == 3


def test_three_answers_to_one_question_agree() -> None:
    """One link of the bundled model turned: downstream, upstream and matrix say the same."""
    model = digisys.load("digikompassi")
    turned = "network_resources->life_event_services"
    links = tuple(
        link.model_copy(update={"polarity": "negative"}) if link.id == turned else link
        for link in model.links
    )
    changed = model.model_copy(update={"links": links})
    up = {
        e.variable: e.verdict for e in digisys.influence(changed, 11, direction="upstream").affected
    }
    assert digisys.matrix(changed).cell(14, 11).verdict == up["cross_government_leadership"]
    assert up["cross_government_leadership"] == "ambiguous"
    for name, told in up.items():
        assert digisys.matrix(changed, [name, "target 11"]).cell(name, "target 11").verdict == told


@pytest.mark.parametrize("best", ["shortest", "evidence"])
@pytest.mark.parametrize("careful", [False, True])
def test_chains_of_groups_are_all_listed_once(
    best: str, careful: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digisys.analysis.chains.chains import iter_chains
    from digisys.graph import chain_search

    if careful:
        monkeypatch.setattr(chain_search, "CHAIN_BUDGET", 3)
    for seed in range(60):
        model = random_map(seed)
        names = list(model.variables)
        sources, targets = names[:2], names[-2:]
        if set(sources) & set(targets):
            continue
        graph = Graph.of(model)
        found = list(iter_chains(graph, sources, targets, best=best))  # type: ignore[arg-type]
        ways = [c.variables for c in found]
        assert len(set(ways)) == len(ways)
        assert set(ways) == set(simple_ways(model, sources, targets)), seed
        if best == "shortest":
            assert [c.steps for c in found] == sorted(c.steps for c in found)
        counted = sum(
            effect.chain_count
            for effect in digisys.influence(model, sources).affected
            if effect.variable in targets
        )
        assert counted == len(ways)


def simple_ways(model: Model, sources: list[str], targets: list[str]) -> Iterator[tuple[str, ...]]:
    stack: list[tuple[str, ...]] = [(name,) for name in sources]
    while stack:
        path = stack.pop()
        if path[-1] in targets and len(path) > 1:
            yield path
        stack += [
            (*path, link.target)
            for link in model.links
            if link.source == path[-1] and link.target not in path
        ]
