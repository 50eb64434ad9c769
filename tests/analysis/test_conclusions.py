"""Conclusions say what their tables show: each derived here in another way.

The numbers in a sentence are read out of its text in each language, and compared with rows that
are counted, with chains that are listed one by one, and with links that are looked up.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import pytest

import digisys
from digisys.analysis.influence.influence import Influence, influence
from digisys.answers.answer import Answer
from digisys.schema import Link, Model
from digisys.words import LANGUAGES
from tests import tiny
from tests.analysis.graphs import random_model

SIGNS = {"positive": 1, "negative": -1, "unknown": 0}


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def sentences(answer: Answer, language: str) -> dict[str, str]:
    """Return the sentences of a conclusion by their kind."""
    conclusion = answer.conclusion
    assert conclusion is not None
    assert 1 <= len(conclusion.statements) <= 4
    return {item.kind: item.text(language) for item in conclusion.statements}


def numbers(text: str) -> list[int]:
    """Read the numbers of a sentence, without those in quoted names."""
    return [int(found) for found in re.findall(r"\d+", re.sub("[“”][^”]*”", "", text))]


def links_between(model: Model, starts: set[str], ends: set[str]) -> list[Link]:
    return [
        link
        for link in model.links
        if link.certainty == "explicit" and link.source in starts and link.target in ends
    ]


def reached_from(model: Model, sources: tuple[str, ...], *, upstream: bool) -> set[str]:
    """Find what can be reached, by another search than the library's."""
    graph: nx.DiGraph[str] = nx.DiGraph(
        (link.target, link.source) if upstream else (link.source, link.target)
        for link in model.links
        if link.certainty == "explicit"
    )
    graph.add_nodes_from(model.variables)
    return set().union(*(nx.descendants(graph, name) for name in sources)) - set(sources)


def check_basis(model: Model, links: list[Link], text: str, language: str) -> None:
    """Compare the sentence on what an answer rests on with the links themselves."""
    assumed = sum(link.direction == "assumed" for link in links)
    kinds = [part for source in model.sources.values() for part in source.parts]
    best = [min(kinds.index(item.part or item.source) for item in link.evidence) for link in links]
    weakest = next(
        source.parts[kinds[max(best)]]
        for source in model.sources.values()
        if kinds[max(best)] in source.parts
    )
    assert f"”{weakest.label.text(language)}”".strip("”") in text
    expected = [len(links), assumed, len(links)] if 0 < assumed < len(links) else [len(links)]
    assert sorted(numbers(text)) == sorted(expected)


def check_influence(answer: Influence, language: str) -> None:
    model, rows = answer.model, answer.table(language).rows
    told = sentences(answer, language)
    upstream = answer.direction == "upstream"
    reached = reached_from(model, answer.sources, upstream=upstream)
    steps: dict[int, int] = {}
    for row in rows:
        for number in (int(word) for word in str(row[2]).split(", ") if word):
            steps[number] = min(steps.get(number, 99), int(str(row[0])))
    own = answer.subject.key if answer.subject.kind == "target" else None
    steps.pop(own, None)  # type: ignore[call-overload]
    said = numbers(told["reach"])
    if own is not None:
        assert said.pop(0) == own
    if not reached:
        assert said == []
        assert set(told) == {"reach"}
        return
    if steps:
        nearest = sorted(number for number in steps if steps[number] == min(steps.values()))
        expected = [len(steps), len(model.targets), *nearest, min(steps.values()), len(reached)]
    else:
        expected = [len(reached), len(model.targets)]
    assert said == expected
    assert len(rows) == len(reached)
    starts, ends = (reached, reached.union(answer.sources))[:: -1 if not upstream else 1]
    check_basis(model, links_between(model, starts, ends), told["basis"], language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("direction", ["downstream", "upstream"])
def test_influence_of_every_target_and_variable(
    compass: Model, direction: str, language: str
) -> None:
    for name in (*compass.targets, *compass.variables):
        answer = influence(compass, name, direction=direction)  # type: ignore[arg-type]
        check_influence(answer, language)
        told = sentences(answer, language)
        if answer.affected:  # every link of the model is positive, so every effect strengthens
            words = {str(row[3]) for row in answer.table(language).rows}
            assert len(words) == 1
            assert words.pop() in told["direction"]


def signs_of_chains(model: Model, source: str) -> Iterator[tuple[str, set[int]]]:
    """List every simple chain from a variable, and collect the signs by where they end."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(model.variables)
    for link in model.links:
        graph.add_edge(link.source, link.target, sign=SIGNS[link.polarity])
    for target in model.variables:
        signs = set()
        for path in nx.all_simple_paths(graph, source, target) if target != source else ():
            sign = 1
            for one, other in pairwise(path):
                sign *= graph.edges[one, other]["sign"]
            signs.add(sign)
        if signs:
            yield target, signs


@pytest.mark.parametrize("seed", range(25))
def test_directions_of_generated_models_are_those_of_their_chains(seed: int) -> None:
    model = random_model(7, 12, seed, signs="+++-?" if seed % 2 else "++-")
    for name in model.variables:
        found = dict(signs_of_chains(model, name))
        counts = Counter(
            "both"
            if {1, -1} <= signs
            else "unknown"
            if 0 in signs
            else "up"
            if 1 in signs
            else "down"
            for signs in found.values()
        )
        told = sentences(influence(model, name), "en")
        if not found:
            assert told == {"reach": told["reach"]}
            continue
        text = told["direction"]
        if len(counts) > 1:
            said = {
                "up": r"(\d+) strengthens? by every chain",
                "down": r"(\d+) weakens? by every chain",
                "both": r"(\d+) goe?s? both ways",
                "unknown": r"(\d+) (?:is|are) of unknown direction",
            }
            for kind, pattern in said.items():
                match = re.search(pattern, text)
                assert (int(match[1]) if match else 0) == counts[kind]
            assert numbers(text)[0] == len(found)
        else:
            beginning = {
                "up": "Every chain strengthens",
                "down": "Every chain weakens",
                "both": "Each effect goes both ways",
                "unknown": "No direction is known",
            }
            assert text.startswith(beginning[next(iter(counts))])


def test_what_is_not_positive_on_the_way_is_told() -> None:
    model = tiny.model_of("a - b", "b - c", "c + d")
    answer = influence(model, "a")
    assert sentences(answer, "en")["direction"] == (
        "Of 3 effects, 2 strengthen by every chain and 1 weakens by every chain."
    )
    model = tiny.model_of("a + b", "b + c", "c - a")
    text = sentences(influence(model, "a"), "en")["direction"]
    # The link back to where it began is on no chain.
    assert text == "Every chain strengthens, because every link on the way is positive."


@pytest.mark.parametrize("language", LANGUAGES)
def test_models_without_targets_links_or_more_than_one_variable(language: str) -> None:
    alone = tiny.model_of(roles={"a": "stock"})
    assert numbers(influence(alone, "a").conclusion.text(language)) == []
    apart = tiny.model_of("a + b", "c + d")
    assert sentences(influence(apart, "a"), "en")["reach"] == (
        "“A” influences 1 of the 3 other variables."
    )
    assert numbers(sentences(influence(apart, "a"), language)["reach"]) in ([1, 3], [3, 1])
    none = influence(apart, "b").conclusion
    assert [item.kind for item in none.statements] == ["reach"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matrix_counts_its_cells(compass: Model, language: str) -> None:
    answer = digisys.matrix(compass)
    told = sentences(answer, language)
    grid = answer.grid(language)
    marks = [[str(cell) for cell in row[1:]] for row in grid.rows]
    filled = [[mark not in ("", "=", "\N{MIDDLE DOT}") for mark in row] for row in marks]
    pairs = len(marks) * (len(marks) - 1)
    assert numbers(told["reach"]) == [sum(map(sum, filled)), pairs]
    rows = [sum(row) for row in filled]
    columns = [sum(row[i] for row in filled) for i in range(len(filled))]
    acting = [i + 1 for i, count in enumerate(rows) if count == max(rows)]
    acted = [i + 1 for i, count in enumerate(columns) if count == max(columns)]
    more = [len(acted) - 3] if len(acted) > 3 else []
    expected = [*acting[:3], max(rows), len(marks) - 1, *acted[:3], *more, max(columns)]
    assert numbers(told["most"]) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_press_counts_its_rows(compass: Model, language: str) -> None:
    for number in (14, 11, 3):
        answer = digisys.press(compass, number, method="sampling", samples=200)
        pushed = answer.columns[0].variables
        rows = answer.table(language).rows
        told = sentences(answer, language)
        moved = len(rows) - len(pushed)
        others = len(compass.variables) - len(pushed)
        assert numbers(told["reach"]) == [
            number for number in (others, moved, others - moved) if number
        ]
        assert {float(row[3]) for row in rows} == {1.0}  # which the sentence gives the reason of
        assert answer.conclusion.statements[1].parts["every_link_positive"]


def test_a_press_names_the_least_sure_of_its_rows() -> None:
    model = tiny.model_of("a + b", "b + c", "a - c", "c - d", "d + b", "a + d")
    answer = digisys.press(model, "a", method="sampling", samples=400)
    rows = [row for row in answer.table("en").rows if row[0] != "A"]
    counts = Counter(str(row[2]) for row in rows)
    text = sentences(answer, "en")
    assert numbers(text["reach"])[0] == 3
    for word, pattern in (("rises", r"(\d+) rises?"), ("falls", r"(\d+) falls?")):
        match = re.search(pattern, text["reach"])
        assert (int(match[1]) if match else 0) == counts[word]
    shares = {
        str(row[0]): max(float(row[3]), float(row[4]))
        for row in rows
        if row[2] in ("rises", "falls")
    }
    least = min(shares, key=lambda name: shares[name])
    if shares[least] < 1.0:
        assert f"“{least}”" in text["sureness"]
        assert f"{100 * shares[least]:.0f}%" in text["sureness"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_loops_and_their_names_are_counted(compass: Model, language: str) -> None:
    for through in (None, "R1", "trust_in_society", 11):
        answer = digisys.find_loops(compass, through)
        rows = answer.table(language).rows
        told = sentences(answer, language)
        if through == "R1":  # of a loop by its name it is told how many routes it has
            assert numbers(told["direction"])[-1:] == [len(rows)]
            continue
        assert numbers(told["reach"]) == [len(rows), sum(bool(row[0]) for row in rows)]
        pairs = {pair for loop in answer for pair in zip(loop.variables, (*loop.variables[1:], loop.variables[0]), strict=True)}  # fmt: skip # noqa: E501
        links = [link for link in compass.links if link.pair in pairs]
        check_basis(compass, links, told["basis"], language)


@pytest.mark.parametrize("seed", range(8))
def test_kinds_of_loops_are_counted(seed: int) -> None:
    model = random_model(6, 13, seed)
    answer = digisys.find_loops(model)
    kinds = Counter(str(row[1]) for row in answer.table("en").rows)
    told = sentences(answer, "en")
    if not kinds:
        assert "no feedback loop" in told["reach"]
        return
    for word in ("reinforcing", "balancing", "unknown"):
        match = re.search(rf"(\d+) (?:is|are) (?:of )?{word}", told["direction"])
        assert (int(match[1]) if match else 0) == kinds[word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_chains_are_counted_and_the_shortest_told(compass: Model, language: str) -> None:
    for source, target in ((14, 11), (14, 10), (1, 3), (14, 1)):
        answer = digisys.chains(compass, source, target, limit=5000)
        assert not answer.truncated
        rows = answer.table(language).rows
        said = sorted(numbers(sentences(answer, language)["reach"]))
        steps = [min(int(str(row[0])) for row in rows)] if rows else []
        count = [len(rows)] if rows else []
        assert said == sorted([source, target, *count, *steps])


def test_nothing_is_said_of_chains_that_were_not_looked_at() -> None:
    model = tiny.model_of("a + b", "b + c", "a - d", "d + c")
    whole = sentences(digisys.chains(model, "a", "c"), "en")["direction"]
    assert whole == "Of the chains, 1 strengthens and 1 weakens."
    part = sentences(digisys.chains(model, "a", "c", limit=1), "en")
    assert "there may be more" in part["reach"]
    assert "others may go another way" in part["direction"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cut_counts_the_links_of_its_first_set(compass: Model, language: str) -> None:
    answer = digisys.cut(compass, 14, 11)
    rows = [row for row in answer.table(language).rows if row[0] == 1]
    told = sentences(answer, language)
    assert numbers(told["size"]) == [len(rows)]
    for row in rows:
        assert f"”{row[1]}”".replace("”", "", 1) in told["size"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_counts_its_findings(compass: Model, language: str) -> None:
    answer = digisys.audit(compass)
    first = [str(row[0]) for row in answer.table(language).rows]
    counts = Counter(first)
    note = first[next(i for i, item in enumerate(answer.findings) if item.severity == "note")]
    assert numbers(sentences(answer, language)["problems"]) == [counts[note]]
    check_basis(
        compass,
        [link for link in compass.links if link.certainty == "explicit"],
        sentences(answer, language)["basis"],
        language,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_surface_says_the_same(compass: Model, language: str) -> None:
    for answer in (influence(compass, 14), digisys.find_loops(compass), digisys.matrix(compass)):
        text = answer.conclusion.text(language)
        assert " ".join(text.split()) in " ".join(answer.text(language).split())
        data = json.loads(json.dumps(answer.to_dict(language)))["conclusion"]
        assert data["text"] == text
        assert " ".join(item["text"] for item in data["statements"]) == text
    own = influence(compass, 14)
    assert own.conclusion.text() in own._repr_html_()
    assert text not in own.table(language).csv()


def test_no_source_is_said_to_state_what_has_no_evidence() -> None:
    source = {"s": {"title": "S"}}
    model = tiny.model_of("a + b", "b + c", sources=source)
    stated = [{"source": "s"}]
    link = model.links[0].model_validate({**model.links[0].model_dump(by_alias=True), "evidence": stated})  # fmt: skip # noqa: E501
    part = model.model_copy(update={"links": (link, model.links[1])})
    text = sentences(influence(part, "a"), "en")["basis"]
    assert text == "Some of the 2 links that this rests on have no evidence."
    text = sentences(influence(model, "a"), "en")["basis"]
    assert text == "The model gives no evidence for the 2 links that this rests on."
