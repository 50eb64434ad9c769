"""Equations run by the engine: a cup of tea cools as Euler's method has it; mistakes are told."""

from __future__ import annotations

import numpy as np
import pytest

import digisys
from digisys.errors import QuestionError, UnknownNameError
from tests.exchange.cup import CUP
from tests.simulation.test_export import NO_SIMLIN

pytest.importorskip("simlin", reason=NO_SIMLIN)


@pytest.fixture
def cup(tmp_path):
    path = tmp_path / "cup.mdl"
    path.write_text(CUP, encoding="utf-8")
    return path


def test_a_cup_cools_exponentially_for_each_value_of_a_sweep(cup):
    rooms = [70.0, 20.0]
    runs = digisys.run_equations(cup, sweep={"Room": rooms})
    at = runs.variables.index("temperature")
    steps = np.round(runs.times / 0.125)
    for run, room in enumerate(rooms):
        euler = room + (180 - room) * (1 - 0.125 / 10) ** steps
        assert np.abs(runs.values[run, :, at] - euler).max() < 1e-9
        exact = room + (180 - room) * np.exp(-runs.times / 10)
        assert np.abs(runs.values[run, :, at] - exact).max() < 0.01 * 180
    assert runs.engine.startswith("pysimlin ")
    assert runs.stocks == ("temperature",)
    assert len(digisys.plot(runs, language="fi").axes) == 1
    fixed = digisys.run_equations(cup, constants={"room": 20})
    assert (fixed.values[0] == runs.values[1]).all()


def test_mistakes_are_told_with_their_cure(cup, tmp_path):
    with pytest.raises(UnknownNameError, match="room"):
        digisys.run_equations(cup, constants={"rooom": 1})
    with pytest.raises(QuestionError, match="no constant"):
        digisys.run_equations(cup, constants={"heat loss": 1})
    with pytest.raises(QuestionError, match="finite"):
        digisys.run_equations(cup, constants={"room": float("nan")})
    diagram = tmp_path / "cld.mdl"
    diagram.write_text(
        "{UTF-8}\na = A FUNCTION OF( b)\n\t~\t~\t|\nb = A FUNCTION OF( a)\n\t~\t~\t|\n"
    )
    with pytest.raises(QuestionError, match="without equations"):
        digisys.run_equations(diagram)
    cup.write_text(CUP.replace("(Temperature - Room)", "NOSUCH(Temperature)"), encoding="utf-8")
    with pytest.raises(QuestionError, match="nosuch"):
        digisys.run_equations(cup)
