"""Matrices: each cell says what influence and chains say of the pair."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest

import digisys
from digisys.analysis.influence.influence import influence
from digisys.analysis.matrix.matrix import matrix
from digisys.analysis.matrix.result import Matrix
from digisys.errors import QuestionError, TooLargeError, UnknownNameError
from digisys.render.plots.structure import plot_matrix
from digisys.schema import Model
from tests import tiny
from tests.analysis.graphs import random_model


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def targets(compass: Model) -> Matrix:
    return matrix(compass)


def test_fourteen_by_fourteen_as_influence_tells_it(compass: Model, targets: Matrix) -> None:
    assert len(targets) == 14 * 13
    for number in compass.targets:
        told = influence(compass, number)
        reached = {
            cell.column.key for cell in targets if cell.row.key == number and cell.chain is not None
        }
        # A target that shares all its variables with the row is not reached but the same.
        assert reached <= set(told.targets_reached)
        effects = {effect.variable: effect for effect in told.affected}
        for cell in targets:
            if cell.row.key == number and cell.chain is not None:
                effect = effects[cell.chain.variables[-1]]
                assert (cell.steps, cell.evidence) == (effect.steps, effect.evidence)
    assert {cell.column.key for cell in targets if cell.row.key == 14 and cell.steps} == {
        3, 4, 7, 9, 10, 11, 12,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(15))
def test_variables_agree_with_influence(seed: int) -> None:
    model = random_model(8, 16, seed)
    found = matrix(model, "variable")
    for name in model.variables:
        effects = {effect.variable: effect for effect in influence(model, name).affected}
        for cell in found:
            if cell.row.key != name:
                continue
            effect = effects.get(str(cell.column.key))
            assert cell.verdict == (effect.verdict if effect else "none")
            assert cell.steps == (effect.steps if effect else None)


def test_every_cell_opens_into_its_chains(compass: Model, targets: Matrix) -> None:
    for row, column in ((14, 10), (2, "target 3"), (5, 13)):
        cell = targets.cell(row, column)
        chains = targets.chains(row, column)
        assert chains.chains[0].steps == cell.steps
        assert cell.chain is not None
        assert cell.chain.variables in {chain.variables for chain in chains}
    assert len(targets.chains(10, 14)) == 0
    narrow = matrix(compass, evidence="table")
    assert narrow.chains(14, 11).view == narrow.view


def test_groups_that_share_variables() -> None:
    raw = tiny.model_of("a + b", "b + c").model_dump(by_alias=True, exclude_none=True)
    raw["targets"] = {1: {"title": "One"}, 2: {"title": "Two"}, 3: {"title": "Three"}}
    raw["variables"]["a"]["targets"] = [{"target": 1}]
    raw["variables"]["b"]["targets"] = [{"target": 1}, {"target": 2}]
    raw["variables"]["c"]["targets"] = [{"target": 2}]
    found = matrix(Model.model_validate(raw), samples=50)
    assert [item.key for item in found.subjects] == [1, 2]
    assert found.cell(2, 1).verdict == "none"
    one = found.cell(1, 2)
    assert (one.verdict, one.steps) == ("strengthens", 1)
    # The shared variable is pushed itself; only the other one tells of an influence.
    assert one.strength is not None
    assert 0 < one.strength.low < one.strength.median < one.strength.high < 1.41
    raw["variables"]["c"]["targets"] = []
    assert matrix(Model.model_validate(raw)).cell(1, 2).verdict == "same"


def test_strength_of_a_chain_is_the_product_of_its_links() -> None:
    """a -> b -> c with damping d: the lasting change of c is w1 w2 / (d1 d2 d3)."""
    model = tiny.model_of("a + b", "b - c")
    found = matrix(model, "variable", samples=4000, seed=3)
    strength = found.cell("a", "c").strength
    assert strength is not None
    draw = np.random.default_rng(1)
    links = draw.uniform(0.05, 0.7, (2, 200_000)).prod(axis=0)
    expected = -links / draw.uniform(0.5, 1.5, (3, 200_000)).prod(axis=0)
    low, median, high = np.quantile(expected, (0.05, 0.5, 0.95))
    assert strength.median == pytest.approx(median, rel=0.1)
    assert strength.low == pytest.approx(low, rel=0.1)
    assert strength.high == pytest.approx(high, rel=0.15)
    assert found.cell("c", "a").strength is None


def test_samples_repeat_and_tell_of_themselves(compass: Model) -> None:
    one = matrix(compass, "area", samples=200, seed=7)
    again = matrix(compass, "area", samples=200, seed=7)
    other = matrix(compass, "area", samples=200, seed=8)
    assert json.dumps(one.to_dict()) == json.dumps(again.to_dict())
    assert one.to_dict()["cells"] != other.to_dict()["cells"]
    account = one.to_dict()["sampling"]
    assert (account["seed"], account["samples"]) == (7, 200)
    assert 0 < account["acceptance"] <= 1
    assert "seed 7" in one.text("en")


def test_shown_as_grid_table_and_frame(targets: Matrix) -> None:
    grid = targets.grid("en")
    assert grid.heads[1:] == tuple(str(number) for number in range(1, 15))
    assert grid.rows[13][10] == "+6"
    assert grid.rows[3][10] == "="
    assert targets.grid("en", show="evidence").rows[13][10] in {"1", "2", "3", "4"}
    frame = targets.to_frame()
    assert len(frame) == 182
    assert set(frame["verdict"]) == {"strengthens", "none", "same"}
    long = targets.table("en")
    assert len(long.rows) == sum(cell.chain is not None for cell in targets)
    assert max(map(len, targets.text("en", width=100).splitlines())) <= 100


def test_signs_are_written_in_the_cells() -> None:
    model = tiny.model_of("a + b", "b + c", "a - c", "c ? d")
    marks = {
        (cell.row.key, cell.column.key): mark
        for cell, mark in zip(
            matrix(model, "variable"),
            [m for i, row in enumerate(matrix(model, "variable").grid("en").rows)
             for j, m in enumerate(row[1:]) if i != j],
            strict=True,
        )
    }  # fmt: skip
    assert marks["a", "c"] == "±1"
    assert marks["a", "b"] == "+1"
    assert marks["a", "d"] == "?2"
    assert marks["d", "a"] == ""


@pytest.mark.parametrize("show", ["steps", "strength"])
def test_heat_map_has_every_row_and_mark(compass: Model, show: str) -> None:
    found = matrix(compass, "area", samples=100)
    axes = plot_matrix(found, show=show, language="sv").axes[0]
    assert len(axes.get_xticklabels()) == len(axes.get_yticklabels()) == 5
    marks = [text.get_text() for text in axes.texts]
    assert marks == [str(m) for row in found.grid("sv", show=show).rows for m in row[1:]]


def test_heat_map_of_nothing() -> None:
    model = tiny.model_of("a + b", roles={"c": "stock", "d": "stock"})
    plot_matrix(matrix(model, ["c", "d"]), language="en")


def test_bad_questions(compass: Model, targets: Matrix) -> None:
    with pytest.raises(QuestionError, match="no matrix by"):
        matrix(compass, "colour")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError):
        matrix(compass, ["trust_in_society", "nonsense"])
    with pytest.raises(QuestionError, match="at least two"):
        matrix(compass, ["trust_in_society"])
    with pytest.raises(QuestionError, match="at least two"):
        matrix(tiny.reinforcing_pair(), "target")
    with pytest.raises(QuestionError, match="not a row"):
        targets.cell("trust_in_society", 10)
    with pytest.raises(QuestionError, match="two different"):
        targets.cell(10, "target 10")
    with pytest.raises(TooLargeError, match="too many cells"):
        matrix(random_model(700, 900, 1), "variable")
    with pytest.raises(TooLargeError, match="memory"):
        matrix(compass, "variable", samples=10_000_000)
    with pytest.raises(QuestionError, match="no heat map"):
        plot_matrix(targets, show="colour")
    with pytest.raises(QuestionError, match="no sampled"):
        plot_matrix(targets, show="strength")


def test_order_of_names_is_kept(compass: Model) -> None:
    names = ["trust_in_society", "data_spaces", "14"]
    found = matrix(compass, names)
    assert [item.key for item in found.subjects] == ["trust_in_society", "data_spaces", 14]
    pairs = [(cell.row.key, cell.column.key) for cell in found]
    assert pairs == list(itertools.permutations(["trust_in_society", "data_spaces", 14], 2))
