"""Several links between the same two, and links to oneself: against brute force.

Brute force counts every chain through two links of a pair with either of them, so that each
question about chains, loops and cuts is asked of all simple walks of the multigraph.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest

from digisys.analysis.audit import audit
from digisys.analysis.chains.chains import chains
from digisys.analysis.chains.cut import cut
from digisys.analysis.influence.influence import influence
from digisys.analysis.loops.find_loops import find_loops
from digisys.analysis.loops.shared_links import loop_links
from digisys.analysis.matrix.matrix import matrix
from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.press import press
from digisys.analysis.press.structures import weigh_structures
from digisys.analysis.press.system import press_system
from digisys.analysis.robustness.questions import questions
from digisys.errors import QuestionError
from digisys.graph.view import POLARITY_SIGNS, Graph, select_view
from digisys.schema import Link, Model
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.engine import load
from digisys.uncertainty.strengths import Strengths
from tests.tiny import model_of

POLARITIES = ("positive", "negative", "unknown")


def multigraph(seed: int, *, variables: int = 5, links: int = 9, signs: int = 2) -> Model:
    """Make a random model in which some pairs have two links and some variables damp themselves."""
    draw = random.Random(seed)
    names = [f"v{number}" for number in range(variables)]
    pairs = draw.sample([(a, b) for a in names for b in names if a != b], links)
    made = []
    for source, target in pairs:
        for number in range(draw.choice((1, 1, 2))):
            own = f"{source}->{target}#{number + 1}" if number else None
            polarity = draw.choice(POLARITIES[:signs])
            made.append(
                {"from": source, "to": target, "polarity": polarity, "id": own, "delay": number}
            )
    made += [
        {"from": name, "to": name, "polarity": "negative", "strength": [0.1, 0.4]}
        for name in draw.sample(names, 2)
    ]
    draw.shuffle(made)
    raw = {
        "schema": 1, "id": "multi", "title": "Multi", "languages": ["en"],
        "variables": {name: {"label": name, "role": "stock"} for name in names},
        "links": made,
    }  # fmt: skip
    return Model.model_validate(raw)


def walks(model: Model, source: str, target: str) -> Iterator[tuple[Link, ...]]:
    """Yield every simple chain of links; for a loop, from a variable to itself."""
    out: dict[str, list[Link]] = {name: [] for name in model.variables}
    for link in model.links:
        if link.source != link.target:
            out[link.source].append(link)

    def onward(path: tuple[Link, ...], passed: frozenset[str]) -> Iterator[tuple[Link, ...]]:
        for link in out[path[-1].target if path else source]:
            if link.target == target:
                yield (*path, link)
            elif link.target not in passed:
                yield from onward((*path, link), passed | {link.target})

    yield from onward((), frozenset([source]))


def sign(walk: tuple[Link, ...]) -> int:
    return math.prod(POLARITY_SIGNS[link.polarity] for link in walk)


@pytest.mark.parametrize("seed", range(25))
def test_a_verdict_is_certain_where_all_chains_by_any_link_agree(seed: int) -> None:
    model = multigraph(seed, signs=3 if seed % 2 else 2)
    for source in model.variables:
        found = {item.variable: item for item in influence(model, source).affected}
        for target in set(model.variables) - {source}:
            signs = {sign(walk) for walk in walks(model, source, target)}
            assert (target in found) == bool(signs)
            if len(signs) == 1:
                words = {1: "strengthens", -1: "weakens", 0: "unknown"}
                assert found[target].verdict == words[signs.pop()]
            elif signs:
                assert found[target].verdict in {"ambiguous", "unknown"}


def test_a_pair_of_both_signs_is_of_unknown_sign() -> None:
    model = both_signs()
    (found,) = influence(model, "a").affected
    assert found.verdict == "unknown"
    assert found.chain.signs == (0,)
    assert matrix(model, ["a", "b"]).cell("a", "b").verdict == "unknown"


def both_signs(**second: object) -> Model:
    links = [
        {"from": "a", "to": "b", "polarity": "positive"},
        {"from": "a", "to": "b", "polarity": "negative", "id": "a->b#2", **second},
    ]
    return model_of("a + b").model_copy(update={"links": made(links)})


def made(links: list[dict[str, object]]) -> tuple[Link, ...]:
    return tuple(Link.model_validate(link) for link in links)


@pytest.mark.parametrize("seed", range(15))
def test_chains_and_loops_come_once_a_course(seed: int) -> None:
    model = multigraph(seed)
    source, target, *_ = model.variables
    expected: dict[tuple[str, ...], set[int]] = {}
    for walk in walks(model, source, target):
        course = (source, *(link.target for link in walk))
        expected.setdefault(course, set()).add(sign(walk))
    found = {chain.variables: chain.sign for chain in chains(model, source, target, limit=1000)}
    assert found == {
        course: signs.pop() if len(signs) == 1 else 0 for course, signs in expected.items()
    }
    courses: dict[tuple[str, ...], set[int]] = {}
    for name in model.variables:
        for walk in walks(model, name, name):
            course = tuple(link.source for link in walk)
            if name == min(course):
                courses.setdefault(course, set()).add(sign(walk))
    kinds = {1: "reinforcing", -1: "balancing"}
    assert {loop.variables: loop.kind for loop in find_loops(model)} == {
        course: kinds[signs.pop()] if len(signs) == 1 else "unknown"
        for course, signs in courses.items()
    }


@pytest.mark.parametrize("seed", range(15))
def test_a_cut_takes_every_link_of_a_pair(seed: int) -> None:
    model = multigraph(seed, variables=5, links=7)
    ids = [link.id for link in model.links if not link.damps]
    source, target, *_ = model.variables

    def smallest(ways: list[set[str]]) -> set[frozenset[str]]:
        for size in range(1, len(ids) + 1):
            found = {
                frozenset(chosen)
                for chosen in itertools.combinations(ids, size)
                if all(way & set(chosen) for way in ways)
            }
            if found:
                return found
        raise AssertionError

    ways = [{link.id for link in walk} for walk in walks(model, source, target)]
    answer = cut(model, source, target)
    assert {frozenset(links) for links in answer.sets} == (smallest(ways) if ways else set())
    ways = [{link.id for link in walk} for walk in walks(model, source, source)]
    answer = cut(model, source)
    assert {frozenset(links) for links in answer.sets} == (smallest(ways) if ways else set())


def test_one_link_is_a_smaller_cut_than_two_of_a_pair() -> None:
    links = [
        {"from": "a", "to": "b", "polarity": "positive"},
        {"from": "a", "to": "b", "polarity": "positive", "delay": 2, "id": "a->b#2"},
        {"from": "b", "to": "c", "polarity": "positive"},
        {"from": "c", "to": "a", "polarity": "positive"},
    ]
    model = model_of("a + b", "b + c").model_copy(update={"links": made(links)})
    assert cut(model, "a", "c").sets == (("b->c",),)
    assert cut(model, "a").sets == (("b->c",), ("c->a",))
    assert cut(model, "a", "b").sets == (("a->b", "a->b#2"),)


def test_shared_links_are_counted_each() -> None:
    links = [
        {"from": "a", "to": "b", "polarity": "positive"},
        {"from": "a", "to": "b", "polarity": "positive", "delay": 2, "id": "a->b#2"},
        {"from": "b", "to": "a", "polarity": "positive"},
    ]
    model = model_of("a + b").model_copy(update={"links": made(links)})
    shared = loop_links(find_loops(model))
    assert {use.link: use.loops for use in shared} == {"a->b": 1, "a->b#2": 1, "b->a": 1}
    assert [row[2] for row in shared.table("en").rows] == ["B", "B #2", "A"]
    (loop,) = find_loops(model, "a->b#2")
    assert loop.kind == "reinforcing"


def test_damping_is_part_of_no_chain_loop_matrix_or_cut() -> None:
    plain = model_of("a + b", "b + a")
    damped = plain.model_copy(
        update={"links": (*plain.links, Link(source="a", target="a", polarity="negative"))}
    )
    assert select_view(damped).damping[0].id == "a->a"
    assert select_view(damped).to_dict()["damping"] == 1
    assert "damping" not in select_view(plain).to_dict()
    for ask in (find_loops, lambda model: cut(model, "a"), lambda model: influence(model, "a")):
        told = [ask(model).to_dict() for model in (plain, damped)]
        assert told[0].pop("view") != told[1].pop("view")
        # What damps a variable counts to how a loop of it grows, though it is in none.
        gains = [item.pop("gain") for each in told for item in each.get("loops", ())]
        assert len(gains) in (0, 2)
        assert not gains or gains[0] != gains[1]
        for each in told if gains else ():  # the conclusion tells the gain in one sentence
            sentences = each.pop("conclusion")["statements"]
            each["sentences"] = [one for one in sentences if one["kind"] != "strength"]
        assert told[0] == told[1]


def dense(system, values: np.ndarray) -> np.ndarray:
    """Lay a draw out as a matrix: entries at one place add up."""
    whole = np.zeros((len(system.names),) * 2)
    for entry, value in zip(system.entries, values, strict=True):
        diagonal = entry.row == entry.column
        whole[entry.row, entry.column] += -value if diagonal else value
    return whole


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("damping", ["all", "none"])
def test_press_adds_links_of_a_pair_and_damping(seed: int, damping: str) -> None:
    model = multigraph(seed, variables=8, links=18, signs=3)
    if damping == "none":
        own = tuple(
            Link(source=name, target=name, polarity="negative", strength=(0.8, 1.6))
            for name in model.variables
        )
        links = (*(link for link in model.links if not link.damps), *own)
        model = model.model_copy(update={"links": links})
    system = press_system(Graph.of(model), Strengths(damping=damping))
    assert len(system.entries) == len(model.links) + len(system.damping)
    kernel = Kernel(system)
    values = draw_values(system.entries, 3, 0, 64)
    solved, stable = kernel.solve(values)
    matrices = [dense(system, values[:, draw]) for draw in range(64)]
    calm = [np.linalg.eigvals(item).real.max() < 0 for item in matrices]
    assert stable.tolist() == calm
    assert any(calm)
    pushes = np.eye(len(model.variables))
    answers = solved.responses(pushes)
    kept = [item for item, fine in zip(matrices, calm, strict=True) if fine]
    for draw, item in enumerate(kept):
        np.testing.assert_allclose(answers[:, :, draw], -np.linalg.inv(item), atol=1e-9)
    load()
    counts = solved.sign_counts(pushes)
    inverses = np.array([-np.linalg.inv(item) for item in kept])
    np.testing.assert_array_equal(counts[0], (inverses > 1e-12).sum(axis=0))
    np.testing.assert_array_equal(counts[1], (inverses < -1e-12).sum(axis=0))


def test_damping_by_a_link_has_draws_of_its_own() -> None:
    links = (*model_of("a + b").links, Link(source="a", target="a", polarity="negative"))
    model = model_of("a + b").model_copy(update={"links": links})
    system = press_system(Graph.of(model))
    assert [entry.key for entry in system.entries] == ["a->b", "a", "b->b", "a->a"]
    assert dict(system.summary("en"))["Self-damping"] == (
        "every variable; evenly from 0.5 to 1.5; 1 variable by a link to itself"
    )
    none = press_system(Graph.of(model), Strengths(links={"a->a": 0.25}, damping="none"))
    assert [(entry.key, entry.low, entry.high) for entry in none.own] == [("a->a", 0.25, 0.25)]


def test_exact_press_counts_links_of_one_sign_once_and_refuses_both_signs() -> None:
    links = [
        {"from": "a", "to": "b", "polarity": "negative"},
        {"from": "a", "to": "b", "polarity": "negative", "id": "a->b#2", "delay": 1},
    ]
    model = model_of("a - b").model_copy(update={"links": made(links)})
    single = press(model_of("a - b"), "a", method="exact")
    assert press(model, "a", method="exact").responses == single.responses
    with pytest.raises(QuestionError, match="direction of a->b is unknown"):
        press(both_signs(), "a", method="exact")
    told = {item.variable: item for item in press(both_signs(), "a", samples=400).responses}
    assert 0.3 < told["b"].rises < 0.7
    strong = Strengths(links={"a->b": 0.9, "a->b#2": 0.1})
    (told,) = (
        item
        for item in press(both_signs(), "a", strengths=strong, samples=100).responses
        if item.variable == "b"
    )
    assert told.rises == 1


def test_structures_with_and_without_one_link_of_a_pair() -> None:
    strong = Strengths(links={"a->b": 0.2, "a->b#2": 0.6})
    answer = weigh_structures(
        both_signs(certainty="ambiguous"), "a", {"b": "rises"}, strengths=strong, samples=50
    )
    assert [item.posterior for item in answer.structures] == [1.0, 0.0]
    assert "A → B #2" in str(answer.table("en"))


def without(model: Model, link: str) -> Model:
    links = tuple(item for item in model.links if item.id != link)
    return model.model_copy(update={"links": links})


def turned(model: Model, link: str) -> Model:
    other = {"positive": "negative", "negative": "positive"}
    links = tuple(
        item.model_copy(update={"polarity": other[item.polarity]}) if item.id == link else item
        for item in model.links
    )
    return model.model_copy(update={"links": links})


def verdicts(model: Model, name: str) -> dict[str, str]:
    answer = influence(model, name, direction="upstream")
    return {effect.variable: effect.verdict for effect in answer.affected}


@pytest.mark.parametrize("seed", range(8))
def test_flips_change_verdicts_as_they_do_in_a_changed_model(seed: int) -> None:
    model = multigraph(seed)
    goal = next(iter(model.variables))
    before = verdicts(model, goal)
    flips = {flip.link: flip for flip in questions(model, goal, samples=20).flips}
    assert all(not link.damps for link in model.links if link.id in flips)
    for link in (link.id for link in model.links if not link.damps):
        for doubt, changed in (("existence", without(model, link)), ("sign", turned(model, link))):
            after = verdicts(changed, goal)
            expected = {
                name: (before.get(name), after.get(name))
                for name in {*before, *after}
                if before.get(name) != after.get(name)
            }
            told = flips[link].changes if link in flips else ()
            found = next((item.verdicts for item in told if item.doubt == doubt), ())
            assert {item.variable: (item.before, item.after) for item in found} == expected


def test_an_ambiguous_second_link_outside_the_view_may_turn_a_verdict() -> None:
    model = both_signs(certainty="ambiguous")
    flips = {flip.link: flip for flip in questions(model, "b", samples=20).flips}
    assert not flips["a->b#2"].in_view
    (change,) = flips["a->b#2"].changes
    assert [(item.before, item.after) for item in change.verdicts] == [("strengthens", "unknown")]


def test_check_tells_of_damping_that_no_run_can_have() -> None:
    model = model_of("a + b", roles={"a": "auxiliary"}).model_copy(
        update={"links": (Link(source="a", target="a", polarity="negative"),)}
    )
    (found,) = (item for item in audit(model).findings if item.code == "algebraic-loop")
    assert found.subjects == ("a",)


def test_networkx_agrees_on_what_is_reached() -> None:
    model = multigraph(3)
    graph = nx.DiGraph(link.pair for link in model.links if not link.damps)
    for name in model.variables:
        reached = {item.variable for item in influence(model, name).affected}
        assert reached == (nx.descendants(graph, name) if name in graph else set())
