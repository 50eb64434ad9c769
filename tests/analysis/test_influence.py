"""Influence: reach, signs, verdicts and what they add up to."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.influence.influence import influence
from digisys.errors import QuestionError, UnknownNameError
from digisys.schema import Model
from tests import tiny
from tests.length import examples


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def verdicts(model: Model, name: str, **options: object) -> dict[str, str]:
    return {
        effect.variable: effect.verdict for effect in influence(model, name, **options).affected
    }


def test_target_14_reaches_17_variables_and_7_targets(compass: Model) -> None:
    answer = influence(compass, "target 14")
    assert answer.sources == ("cross_government_leadership",)
    assert len(answer.affected) == 17
    assert answer.targets_reached == (3, 4, 7, 9, 10, 11, 12)
    assert answer.targets_not_reached == (1, 2, 5, 6, 8, 13)
    assert answer.areas_reached == ("skills", "infrastructure", "business", "public_services")
    assert answer.loops_entered == ("R1", "R2", "R3", "R4", "R5")
    assert answer.feeds_back == ()
    assert {effect.verdict for effect in answer.affected} == {"strengthens"}


def test_the_same_question_in_every_wording(compass: Model) -> None:
    plain = influence(compass, 14).to_dict()
    for name in (
        "14",
        "target 14",
        "Tavoite 14",
        "mål 14",
        "tavoitteen 14",
        "#14",
        "cross_government_leadership",
        "poikkihallinnollinen johtaminen",
    ):
        other = influence(compass, name).to_dict()
        asked = {"question": "", "conclusion": ""}  # which name what was asked about
        assert {**other, **asked} == {**plain, **asked}


def test_the_best_chain_is_the_shortest_and_then_the_best_evidenced(compass: Model) -> None:
    effects = {effect.variable: effect for effect in influence(compass, 14).affected}
    # Both kinds of services act on participation; only the table states the one for life events.
    assert effects["participation"].chain.variables[1] == "life_event_services"
    assert effects["participation"].evidence == "table"
    # Trust has no row in the tables: the loop table is the best that states it.
    assert effects["trust_in_society"].evidence == "loop_table"


def test_no_feedback_returns_to_leadership_but_it_does_to_services(compass: Model) -> None:
    assert influence(compass, 11).feeds_back == ("life_event_services", "business_event_services")
    back = {e.variable for e in influence(compass, 11).affected if e.feeds_back}
    assert "trust_in_society" in back
    assert not any(effect.feeds_back for effect in influence(compass, 14).affected)


def test_upstream_chains_run_from_the_cause(compass: Model) -> None:
    answer = influence(compass, "participation", direction="upstream")
    assert len(answer.affected) == 41
    for effect in answer.affected:
        assert effect.chain.variables[0] == effect.variable
        assert effect.chain.variables[-1] == "participation"
    assert answer.feeds_back == ("participation",)


def test_views_narrow_and_widen_the_answer(compass: Model) -> None:
    table = influence(compass, 14, evidence="table")
    assert table.view.to_dict() == {
        "evidence": ["table"], "certainty": ["explicit"], "links": 56,
    }  # fmt: skip
    # In the tables nothing leads on from participation, so trust is out of reach.
    assert "participation" in {effect.variable for effect in table.affected}
    assert "trust_in_society" not in {effect.variable for effect in table.affected}
    assert "data_spaces" not in {effect.variable for effect in table.affected}
    assert len(influence(compass, 14, certainty="all").view.links) == 74


def test_one_sign_strengthens_or_weakens() -> None:
    assert verdicts(tiny.coherent_feed_forward(), "a") == {"b": "strengthens", "c": "strengthens"}
    assert verdicts(tiny.model_of("a - b", "b - c"), "a") == {"b": "weakens", "c": "strengthens"}


def test_chains_of_both_signs_are_ambiguous_and_both_are_shown() -> None:
    answer = influence(tiny.incoherent_feed_forward(), "a")
    effect = {effect.variable: effect for effect in answer.affected}["c"]
    assert effect.verdict == "ambiguous"
    assert effect.chain.variables == ("a", "c")
    assert effect.other_chain is not None
    assert effect.other_chain.variables == ("a", "b", "c")


def test_an_unknown_link_makes_the_way_unknown() -> None:
    assert verdicts(tiny.model_of("a ? b", "b - c"), "a") == {"b": "unknown", "c": "unknown"}


def test_a_balancing_loop_on_the_way_does_not_reverse_an_effect() -> None:
    # The walk a-b-c-b has the other sign, but it passes b twice: it is no chain.
    assert verdicts(tiny.push_into_balancing_loop(), "a") == {
        "b": "strengthens",
        "c": "strengthens",
    }


def test_what_was_asked_about_is_not_among_the_affected() -> None:
    answer = influence(tiny.balancing_pair(), "a")
    assert [effect.variable for effect in answer.affected] == ["b"]
    assert answer.feeds_back == ("a",)
    assert answer.affected[0].feeds_back


def test_several_names_ask_at_once(compass: Model) -> None:
    answer = influence(compass, ["digital_literacy", "ETPK"])
    assert answer.sources == ("digital_literacy", "life_event_services")
    with pytest.raises(QuestionError):
        influence(compass, [])


def test_nothing_downstream_is_an_answer_too() -> None:
    answer = influence(tiny.model_of("a + b"), "b")
    assert answer.affected == ()
    assert "no link leads on from here" in answer.text("en")
    assert answer.to_frame().empty


def test_wrong_questions_say_what_to_do(compass: Model) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean “luottamus”"):
        influence(compass, "luottmus")
    with pytest.raises(UnknownNameError, match="The model's targets are: 1, 2"):
        influence(compass, 15)
    with pytest.raises(QuestionError, match="downstream"):
        influence(compass, 14, direction="sideways")  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match="Choose one of: table"):
        influence(compass, 14, evidence="tabel")
    with pytest.raises(QuestionError, match="explicit, ambiguous, all"):
        influence(compass, 14, certainty="sure")  # type: ignore[arg-type]


EDGES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("+-"), st.integers(0, 5)).filter(
        lambda edge: edge[0] != edge[2]
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda edge: (edge[0], edge[2]),
)


@settings(max_examples=examples(100))
@given(EDGES)
def test_chains_are_counted_as_networkx_counts_simple_paths(
    edges: list[tuple[int, str, int]],
) -> None:
    model = tiny.model_of(*(f"v{a} {sign} v{b}" for a, sign, b in edges))
    graph = nx.DiGraph([(link.source, link.target) for link in model.links])
    answer = influence(model, f"v{edges[0][0]}")
    assert answer.all_chains_counted
    for effect in answer.affected:
        paths = nx.all_simple_paths(graph, answer.sources[0], effect.variable)
        assert effect.chain_count == len(list(paths))


def test_the_budget_for_counting_ends_on_a_dense_model() -> None:
    names = [f"v{i}" for i in range(14)]
    model = tiny.model_of(*(f"{a} + {b}" for a in names for b in names if a != b))
    answer = influence(model, "v0")
    assert not answer.all_chains_counted
    assert all(effect.chain_count >= 1 for effect in answer.affected)


def brute_force(edges: list[tuple[int, str, int]], start: int) -> dict[int, set[int]]:
    """Sign of every simple path, by trying every order of the variables."""
    signs = {(a, b): 1 if sign == "+" else -1 for a, sign, b in edges}
    names = sorted({name for a, _, b in edges for name in (a, b)} - {start})
    found: dict[int, set[int]] = {}
    for length in range(1, len(names) + 1):
        for order in itertools.permutations(names, length):
            path = (start, *order)
            product = 1
            for pair in itertools.pairwise(path):
                product *= signs.get(pair, 0)
            if product:
                found.setdefault(order[-1], set()).add(product)
    return found


@settings(max_examples=examples(150))
@given(EDGES)
def test_verdicts_agree_with_trying_every_path(edges: list[tuple[int, str, int]]) -> None:
    model = tiny.model_of(*(f"v{a} {sign} v{b}" for a, sign, b in edges))
    start = edges[0][0]
    expected = {
        f"v{name}": "ambiguous" if len(signs) == 2 else "strengthens" if 1 in signs else "weakens"
        for name, signs in brute_force(edges, start).items()
    }
    assert verdicts(model, f"v{start}") == expected


@settings(max_examples=examples(50))
@given(EDGES)
def test_upstream_is_downstream_of_the_reversed_model(edges: list[tuple[int, str, int]]) -> None:
    model = tiny.model_of(*(f"v{a} {sign} v{b}" for a, sign, b in edges))
    turned = tiny.model_of(*(f"v{b} {sign} v{a}" for a, sign, b in edges))
    name = f"v{edges[0][0]}"
    assert verdicts(model, name, direction="upstream") == verdicts(turned, name)


def test_results_show_themselves_and_travel(compass: Model) -> None:
    answer = influence(compass, 14)
    assert str(answer).startswith("Mihin")
    assert "<table>" in answer._repr_html_()
    frame = answer.to_frame()
    assert list(frame["steps"]) == sorted(frame["steps"])
    assert frame.shape == (17, 12)
    contract = {
        "question", "direction", "view", "sources", "affected", "targets_reached",
        "targets_not_reached", "areas_reached", "loops_entered", "feeds_back",
    }  # fmt: skip
    data = json.loads(json.dumps(answer.to_dict()))
    assert set(data) >= contract
    assert set(data["affected"][0]) >= {
        "variable", "label", "area", "targets", "steps", "verdict", "chain", "evidence",
    }  # fmt: skip


def test_every_line_fits_80_columns_in_every_language(compass: Model) -> None:
    for language in compass.languages:
        for name in ("14", "participation", "public_services"):
            for direction in ("downstream", "upstream"):
                tree = influence(compass, name, direction=direction).tree(language)
                lines = tree.text(width=80).split("\n")[1:]
                assert max(len(line) for line in lines) <= 80


def test_the_same_answer_for_any_hash_seed() -> None:
    code = (
        "import digisys, json; m = digisys.load('digikompassi');"
        "print(json.dumps(digisys.influence(m, 12).to_dict()));"
        "print(json.dumps(digisys.find_loops(m).to_dict()));"
        "print(json.dumps(digisys.audit(m).to_dict()))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1
