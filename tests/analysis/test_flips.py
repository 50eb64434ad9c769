"""Flip analysis: against answers of models that were really changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import digisys
from digisys.analysis.influence.influence import influence
from digisys.analysis.influence.verdict import Tracer
from digisys.analysis.press.kernel import Kernel
from digisys.analysis.press.system import press_system
from digisys.analysis.robustness.flip_rankings import Rankings, Variation
from digisys.analysis.robustness.flip_verdicts import FlipVerdicts, Variant
from digisys.analysis.robustness.questions import questions
from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.chain_through import ChainsThrough
from digisys.graph.view import Graph
from digisys.schema import Model
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.strengths import Strengths
from tests.analysis.graphs import random_model
from tests.tiny import incoherent_feed_forward, model_of, reinforcing_pair


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


MIXED = model_of(
    "a + m", "m + t", "b + m", "b - t", "t + s", "s - m", "c + s", "t + u", "d - a",
)  # fmt: skip


@pytest.mark.parametrize("link", [link.id for link in MIXED.links])
def test_verdicts_change_as_they_do_in_a_changed_model(link: str) -> None:
    answer = questions(MIXED, "t", samples=50)
    before = verdicts(MIXED, "t")
    flip = next((item for item in answer.flips if item.link == link), None)
    for doubt, model in (("existence", without(MIXED, link)), ("sign", turned(MIXED, link))):
        after = verdicts(model, "t")
        expected = {
            name: (before.get(name), after.get(name))
            for name in {*before, *after}
            if before.get(name) != after.get(name)
        }
        change = (
            next((item for item in flip.changes if item.doubt == doubt), None) if flip else None
        )
        found = change.verdicts if change else ()
        assert {item.variable: (item.before, item.after) for item in found} == expected


def test_best_levers_change_as_they_do_when_each_matrix_is_inverted_again() -> None:
    model = digisys.load("digikompassi")
    system = press_system(Graph.of(model))
    solved, _ = Kernel(system).solve(draw_values(system.entries, 1, 0, 60))
    names = list(model.variables)
    levers = [names.index(name) for name in names if name.endswith("skills")]
    outcomes = np.eye(42)[[names.index("trust_in_society"), names.index("company_vitality")]]
    inside = [row for row, entry in enumerate(system.links) if entry.row in levers][:2]
    tried = [*inside, 0, 7, 30]
    variations = tuple(Variation(row, (1.0, 0.0, 0.0), (-1.0, 0.0, 0.0)) for row in tried)
    counting = np.ones((2, len(levers)), dtype=bool)
    rankings = Rankings(system.links, outcomes, levers, counting, variations)
    counts = rankings.counted(rankings.measure(solved))
    size = len(levers)
    for number, variation in enumerate(variations):
        expected = np.zeros((2, size, size), dtype=int)
        for draw in range(solved.count):
            picked = []
            for factor in (1.0, -1.0):
                matrix = np.zeros((42, 42))
                for row, entry in enumerate((*system.links, *system.damping)):
                    value = solved.values[row, draw] * (factor if row == variation.entry else 1)
                    matrix[entry.row, entry.column] = value if entry.row != entry.column else -value
                picked.append((outcomes @ -np.linalg.inv(matrix))[:, levers].argmax(axis=1))
            for subject in range(2):
                expected[subject, picked[0][subject], picked[1][subject]] += 1
        assert counts.drawn[number] == solved.count
        assert (counts.same[number] == np.trace(expected, axis1=1, axis2=2)).all()
        moves = expected.sum(axis=0)
        assert (counts.moves[number] == moves - np.diag(np.diag(moves))).all()


def test_the_only_bridge_is_to_be_discussed_first() -> None:
    model = model_of("a + x", "b + x", "x + t", "c + t")
    first = questions(model, "t", samples=50, doubt="existence").flips[0]
    assert first.link == "x->t"
    lost = next(item for item in first.changes if item.doubt == "existence")
    assert (lost.lost, lost.verdicts_asked) == (3, 4)


def test_strength_decides_between_two_levers() -> None:
    """Weak (up to 0.3) loses to a link of 0.35 in every draw; strong (from 0.4) wins."""
    model = model_of("a + t", "b + t")
    answer = questions(
        model,
        "t",
        strengths=Strengths((0.35, 0.35), damping_range=(1.0, 1.0)),
        samples=20,
        doubt="strength",
    )
    assert answer.flips == ()  # thirds of a range without width are all the same
    links = [
        link.model_copy(update={"strength": "moderate"}) if link.id == "b->t" else link
        for link in model.links
    ]
    model = model.model_copy(update={"links": tuple(links)})
    answer = questions(
        model, "t", strengths=Strengths(damping_range=(1.0, 1.0)), samples=2_000, doubt="strength"
    )
    change = next(item for item in answer.flips if item.link == "a->t").changes[0]
    assert (change.best_before, change.best_after) == ("b", "a")
    # a weak beats b in 1/2 * 0.1 / 0.25 * 0.1 / 0.3 of the draws, b beats a strong likewise
    # in 1/2 * 0.1 / 0.4 * 0.1 / 0.3, and a keeps its place in its range.
    assert change.ranking == pytest.approx(1 - 0.1**2 / 2 / (0.25 * 0.3) - 0.1**2 / 2 / (0.4 * 0.3),
                                           abs=0.03)  # fmt: skip


def test_ambiguous_links_outside_the_view_are_asked_about() -> None:
    model = model_of("a + t", "b + t", "c + b", "d + c")
    links = tuple(
        link.model_copy(update={"certainty": "ambiguous"}) if link.id == "c->b" else link
        for link in model.links
    )
    model = model.model_copy(update={"links": links})
    answer = questions(model, "t", samples=100)
    flip = next(item for item in answer.flips if item.link == "c->b")
    assert not flip.in_view
    assert [change.doubt for change in flip.changes] == ["existence"]
    assert flip.changes[0].gained == 2
    assert "with it, 2 influences are added" in " ".join(answer.text(width=200).split())
    wider = questions(model, "t", samples=100, certainty="all")
    assert next(item for item in wider.flips if item.link == "c->b").in_view


def test_links_that_change_nothing_are_counted() -> None:
    model = model_of("a + t", "a + t2", "t2 + t")
    answer = questions(model, "t2", samples=20)
    assert [flip.link for flip in answer.flips] == ["a->t2"]
    whole = questions(incoherent_feed_forward(), "c", doubt="strength", samples=20)
    assert whole.flips == ()
    assert whole.without_weight == 3
    assert whole.sampled is None  # a single lever is always the best


def test_what_the_source_leaves_open_comes_first_by_impact_times_doubt() -> None:
    model = digisys.load("digikompassi")
    answer = questions(model, samples=100)
    links = {link.id: link for link in model.links}
    open_links = {
        name
        for name, link in links.items()
        if link.direction == "assumed" or link.certainty == "ambiguous"
    }
    first = [flip.link in open_links for flip in answer.flips]
    assert first == sorted(first, reverse=True)
    assert 0 < sum(first) < len(first)
    for part in (answer.flips[: sum(first)], answer.flips[sum(first) :]):
        priorities = [flip.priority for flip in part]
        assert priorities == sorted(priorities, reverse=True)
        assert 0 < max(priorities) <= 1
    for flip in answer.flips:
        link = links[flip.link]
        left_open = {
            "sign": link.direction == "assumed",
            "existence": link.certainty == "ambiguous",
            "strength": link.strength == "unknown",
        }
        worth = {
            change.doubt: change.weight * (1 if left_open[change.doubt] else 0.1)
            for change in flip.changes
        }
        assert flip.priority == pytest.approx(max(worth.values()))
        assert worth[flip.asked.doubt] == max(worth.values())


def test_a_room_is_asked_and_told_what_the_source_says() -> None:
    model = digisys.load("digikompassi")
    answer = questions(model, 11, samples=50)
    for language, mark in (("en", "The source does not say"), ("fi", "?"), ("sv", "?")):
        table = answer.table(language)
        for flip, row in zip(answer.flips, table.rows, strict=True):
            assert "?" in row[1]
            assert row[1] == answer.asked(flip, language)
            if flip.assumed and flip.asked.doubt == "sign":
                assert mark in row[1]
    for flip, link in (
        (flip, answer.to_dict("en")["links"][n]) for n, flip in enumerate(answer.flips)
    ):
        assert link["question"].endswith((".", "?"))
        assert ("as the source says" in link["question"]) == (
            flip.asked.doubt != "strength" and not flip.open
        )


def test_blocks_change_nothing(monkeypatch) -> None:
    model = digisys.load("digikompassi")
    whole = questions(model, 11, samples=300)
    monkeypatch.setattr("digisys.analysis.press.sampling._LARGEST_BLOCK", 41)
    assert questions(model, 11, samples=300) == whole


def test_large_models_are_asked_about_what_is_near() -> None:
    model = model_of(*(f"v{i} + v{i + 1}" for i in range(30)))
    answer = questions(model, "v30", max_links=5, samples=10)
    assert answer.left_out == 25
    assert {flip.link for flip in answer.flips} == {f"v{i}->v{i + 1}" for i in range(25, 30)}


def test_answers_show_themselves() -> None:
    for answer in (
        questions(digisys.load("digikompassi"), 11, samples=60),
        questions(digisys.load("digikompassi"), samples=60),
        questions(reinforcing_pair(), "a", samples=20),
    ):
        assert "<table>" in answer._repr_html_()
        assert len(answer.to_frame()) == sum(len(flip.changes) for flip in answer.flips)
        assert len(answer.to_dict()["links"]) == len(answer.flips)
        for language in ("fi", "sv", "en"):
            assert answer.text(language)


def test_mistakes_are_told_with_a_cure() -> None:
    for options in ({"max_links": 0}, {"doubt": "colour"}):
        with pytest.raises(QuestionError) as caught:
            questions(reinforcing_pair(), "a", **options)
        assert caught.value.cure
    with pytest.raises(UnknownNameError):
        questions(reinforcing_pair(), "nobody")
    with pytest.raises(QuestionError):
        questions(model_of(roles={"a": "stock"}))


SIGNS = ["+", "+-", "+-?", "++++-", "+++?"]


@pytest.mark.parametrize("signs", SIGNS)
@pytest.mark.parametrize("seed", range(3))
def test_verdicts_after_a_change_are_those_of_the_changed_graph(signs: str, seed: int) -> None:
    graph = Graph.of(random_model(10, 20, seed, signs=signs))
    groups = [[name] for name in graph.out] + [sorted(graph.out)[:3]]
    known = FlipVerdicts(graph)
    for arc in [arc for arcs in graph.into.values() for arc in arcs]:
        less = Variant(graph, arc, None)
        turned = Variant(graph, arc, replace(arc, sign=-arc.sign))
        let_in = Variant(less.changed(), None, arc)
        for variant, kept in (
            (less, known),
            (turned, known),
            (let_in, FlipVerdicts(let_in.graph)),
        ):
            for group in groups:
                tracer = Tracer.of(variant.changed(), group, upstream=True)
                expected = {name: tracer.trace(name).verdict for name in tracer.found.reached}
                assert kept.after(group, variant) == expected


def test_known_chains_spare_most_searches() -> None:
    graph = Graph.of(random_model(30, 50, 1, signs="+-"))
    known = FlipVerdicts(graph)
    groups = [[name] for name in graph.out]
    for group in groups:
        known.before(group)
    begun = known.spent
    arcs = [arc for arcs in graph.into.values() for arc in arcs]
    for arc in arcs:
        for group in groups:
            known.after(group, Variant(graph, arc, None))
    alone = FlipVerdicts(graph)
    for group in groups:
        alone.before(group)
    # To search for every verdict anew takes as much for each link as for the model once.
    assert known.spent - begun < 0.3 * alone.spent * len(arcs)


@pytest.mark.parametrize("seed", range(4))
def test_chains_through_a_link_are_those_that_brute_force_lists(seed: int) -> None:
    graph = Graph.of(random_model(9, 16, seed))
    follow = {name: [arc.link.target for arc in arcs] for name, arcs in graph.out.items()}
    through: set[tuple[str, str, str, str]] = set()

    def grow(path: tuple[str, ...]) -> None:
        for one, other in pairwise(path):
            through.add((one, other, path[0], path[-1]))
        for name in follow[path[-1]]:
            if name not in path:
                grow((*path, name))

    for name in graph.out:
        grow((name,))
    for source, targets in follow.items():
        for target in targets:
            chains = ChainsThrough(graph, source, target)
            for start in graph.out:
                for end in graph.out:
                    if start != end:
                        expected = (source, target, start, end) in through
                        assert chains.any(start, end) is expected
