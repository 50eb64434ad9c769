"""Loop scores by the engine: published figures, agreement with our own loops and scores."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

import digisys
from digisys.cli.main import main
from digisys.errors import QuestionError, UnknownNameError
from digisys.exchange.engine import open_engine
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.registry import format_of
from digisys.exchange.texts import name_key
from tests.exchange.cup import CUP
from tests.exchange.equation_models import ARMS, INVENTORY, INVENTORY_IN_VENSIM, PREDATORS
from tests.simulation.test_export import NO_SIMLIN
from tests.simulation.test_published import ARMS_RACE
from tests.simulation.test_published import INVENTORY as INVENTORY_SCORES

pytest.importorskip("simlin", reason=NO_SIMLIN)

FILES = {
    "arms.xmile": ARMS,
    "inventory.xmile": INVENTORY,
    "inventory.mdl": INVENTORY_IN_VENSIM,
    "predators.mdl": PREDATORS,
    "cup.mdl": CUP,
}


@pytest.fixture
def written(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def course(scores, *variables, run=0):
    """Return the relative scores of the loop of some variables, in per cent."""
    found = [set(loop.label.split(" → ")) for loop in scores.runs[run].loops]
    return 100 * np.abs(scores.runs[run].relative[:, found.index(set(variables))])


def at(scores, moment):
    (place,) = np.flatnonzero(np.isclose(scores.times, moment))
    return place


class TestPublished:
    """What Stella Architect computed for sd-ai, from the same equations."""

    def test_the_arms_race(self, written):
        scores = digisys.score_equations("arms.xmile")
        both = course(
            scores, "Our arms", "Their goal", "They arm", "Their arms", "Our goal", "We arm"
        )
        for moment, share in ARMS_RACE.items():
            assert both[at(scores, moment)] == pytest.approx(share, abs=1e-9)
        theirs = course(scores, "Their arms", "They arm")
        assert theirs[at(scores, 0.125)] == pytest.approx(41.49659863945576, abs=1e-9)
        assert theirs[at(scores, 5)] == pytest.approx(99.70967675679685, abs=1e-9)

    def test_the_inventory(self, written):
        scores = digisys.score_equations("inventory.xmile")
        loop = course(scores, "Hiring", "Workers", "Production", "Inventory", "Wanted workers")
        for moment, share in INVENTORY_SCORES.items():
            assert loop[at(scores, moment)] == pytest.approx(share, abs=1e-9)
        assert scores.groups[1] == ("Workers", "Inventory")


def own_loops(path):
    """Return loops by the names of their variables, and damping, as digisys finds them."""
    found = digisys.read_map(path, signs="derived")
    labels = {name: name_key(item.label.text("en")) for name, item in found.model.variables.items()}
    loops = {
        (turned([labels[name] for name in loop.variables]), loop.kind)
        for loop in digisys.find_loops(found.model)
    }
    damped = [link for link in found.model.links if link.source == link.target]
    return loops | {((labels[link.source],), "balancing") for link in damped}, labels.values()


def turned(names):
    """Begin a cycle with its smallest name."""
    first = names.index(min(names))
    return (*names[first:], *names[:first])


@pytest.mark.parametrize("name", FILES)
def test_loops_and_their_signs_are_those_of_the_engine(name, written):
    ours, known = own_loops(name)
    file = ForeignFile.open(name)
    engine = open_engine(file, format_of(file))
    kinds = {"R": "reinforcing", "B": "balancing", "U": "unknown"}
    theirs = {
        (
            turned([key for key in map(name_key, loop.variables) if key in known]),
            kinds[str(loop.polarity)],
        )
        for loop in engine.model.loops
    }
    assert ours == theirs


def test_a_loop_leads_when_its_share_is_the_largest(written):
    """The race takes over at 7.125 years; until then the arsenals' own ends lead."""
    scores = digisys.score_equations("arms.xmile")
    kinds = [loop.kind for loop in scores.runs[0].loops]
    assert kinds == ["reinforcing", "balancing", "balancing"]
    (start, end), *more = scores.periods(0, 0)
    assert (start, end, more) == (7.125, 50.0, [])
    sizes = np.abs(scores.to_frame())
    before, after = sizes.loc[7.125], sizes.loc[7.25]
    assert before.idxmax() == "Their arms → They arm"
    assert len(after.idxmax().split(" → ")) == 6
    assert scores.runs[0].leading.sum(axis=1).max() == 1
    assert np.abs(sizes.sum(axis=1) - 1).max() < 1e-12


def test_equal_loops_do_not_take_turns_by_rounding(written):
    """With a lead of 1 the arsenals close in on each other: both ends score two fifths."""
    scores = digisys.score_equations("arms.xmile", constants={"wanted lead": 1})
    assert [len(scores.periods(0, loop)) for loop in range(3)] == [0, 1, 0]


def test_a_sweep_scores_each_run(written):
    swept = digisys.score_equations("arms.xmile", sweep={"Wanted lead": [0.6, 1.2]})
    whole = digisys.score_equations("arms.xmile")
    assert (swept.runs[1].relative == whole.runs[0].relative).all()
    assert swept.runs[0].leading[:, 0].sum() == 0  # below 1 nobody races
    assert len(digisys.plot(swept, language="sv").axes) == 2
    assert json.loads(json.dumps(swept.to_dict()))["runs"][1]["loops"][0]["periods"] == [
        [7.125, 50.0]
    ]


def test_the_chart_is_that_of_dominance(written):
    """Shares above and below zero add up to one hundred at every moment."""
    (axes,) = digisys.plot(digisys.score_equations("inventory.xmile"), language="fi").axes
    assert axes.get_ylim() == (-100, 100)
    assert axes.get_ylabel() == "Osuus muutoksesta, %"
    lowest = min(area.get_datalim(axes.transData).y0 for area in axes.collections)
    assert lowest == pytest.approx(-100)
    assert axes.get_legend().texts[0].get_text() == "Adapting → Expected demand"


def test_a_stock_inside_a_function_of_the_engine_has_a_group_with_a_name(written):
    """A wish that adapts to itself by SMTH1: the stock is the engine's own."""
    wish = (
        '<aux name="Wish"><eqn>0.9 * Habit + 0.2 * TIME</eqn></aux>'
        '<aux name="Habit"><eqn>SMTH1(Wish, 4)</eqn></aux>'
    )
    head = ARMS[: ARMS.index("<model>")]
    text = f"{head}<model><variables>{wish}</variables></model></xmile>"
    (written / "wish.xmile").write_text(text)
    scores = digisys.score_equations("wish.xmile")
    assert [scores.group_label(group) for group in range(len(scores.groups))] == ["1: Habit"]
    assert scores.runs[0].loops[0].kind == "reinforcing"


def test_what_cannot_be_scored_is_told(written):
    (written / "line.mdl").write_text(
        "{UTF-8}\na= 1\n\t~\t~\t|\nb= INTEG (a, 0)\n\t~\t~\t|\n"
        "INITIAL TIME= 0\n\t~\t~\t|\nFINAL TIME= 4\n\t~\t~\t|\nTIME STEP= 1\n\t~\t~\t|\n"
    )
    with pytest.raises(QuestionError, match="no feedback loop"):
        digisys.score_equations("line.mdl")
    with pytest.raises(UnknownNameError, match="wanted_lead"):
        digisys.score_equations("arms.xmile", constants={"wanted leda": 1})


def large(size):
    """A ring of stocks with cross links: too many loops to list before the run."""
    variables = "".join(
        f'<stock name="S{at}"><eqn>{at + 1}</eqn><inflow>f{at}</inflow></stock>'
        f'<flow name="f{at}"><eqn>Pull * S{(at + 1) % size} - 0.05 * S{(at * 7 + 3) % size}'
        f" - 0.01 * S{at}</eqn></flow>"
        for at in range(size)
    )
    pull = '<aux name="Pull"><eqn>0.1</eqn></aux>'
    head = ARMS[: ARMS.index("<model>")]
    return f"{head}<model><variables>{pull}{variables}</variables></model></xmile>"


def test_a_model_of_many_loops_is_scored_by_those_that_matter(written):
    (written / "large.xmile").write_text(large(30))
    scores = digisys.score_equations("large.xmile")
    assert scores.truncated
    assert 50 < len(scores.runs[0].loops) < 1000
    assert "more loops" in scores.text("en")
    with pytest.raises(QuestionError, match="only as the file is"):
        digisys.score_equations("large.xmile", sweep={"pull": [0.1, 0.2]})


def run(capsys, *words):
    assert main(["run", *words, "-l", "en"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["arms.xmile", "predators.mdl"])
def test_the_command_prints_and_draws(name, written, capsys):
    text = run(capsys, name, "--scores", "--plot", "loops.svg")
    assert max(map(len, text.splitlines())) <= 80
    assert "loops that drive it" in text
    assert "pysimlin" in text
    assert "Loops That" in (written / "loops.svg").read_text("utf-8")
    rows = run(capsys, name, "--scores", "--format", "csv").splitlines()
    data = json.loads(run(capsys, name, "--scores", "--format", "json"))
    heads = next(csv.reader(rows))
    assert heads[0] == "time"
    assert len(heads) == 1 + len(data["runs"][0]["loops"])
    assert len(data["times"]) == len(rows) - 1 == len(data["runs"][0]["loops"][0]["relative"])


def test_a_sweep_by_range_takes_evenly_spaced_values(written, capsys):
    data = json.loads(
        run(capsys, "arms.xmile", "--sweep", "wanted lead=0.6:1.4:5", "--format", "json")
    )
    taken = [each["changed"]["wanted_lead"] for each in data["runs"]]
    assert taken == pytest.approx([0.6, 0.8, 1.0, 1.2, 1.4])
    assert {"our_arms", "we_arm"} <= set(data["runs"][0]["values"])


@pytest.mark.parametrize("values", ["0.6:1.4", "0.6:1.4:1", "0.6:1.4:x", "0.6:1.4:2000", "a:1:3"])
def test_a_range_that_is_none_is_told(values, written, capsys):
    assert main(["run", "arms.xmile", "--sweep", f"wanted lead={values}", "-l", "en"]) != 0
    told = capsys.readouterr().err
    assert "Write for example" in told
    assert values in told
