"""Signs from equations: only when asked for, only where the file states none, and told."""

from __future__ import annotations

import sys

import pytest

import digisys
from digisys.cli.main import main
from digisys.errors import MissingPackageError, QuestionError
from tests.exchange.cup import CUP
from tests.exchange.equation_models import INVENTORY_IN_VENSIM
from tests.simulation.test_export import NO_SIMLIN

XMILE = """<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><vendor>x</vendor><product>x</product></header>
<sim_specs><start>0</start><stop>9</stop><dt>1</dt></sim_specs><model><variables>
<stock name="Infected"><eqn>1</eqn><inflow>catching</inflow></stock>
<flow name="catching"><eqn>Rate * Infected * Susceptible - Care</eqn></flow>
<aux name="Susceptible"><eqn>100 - Infected</eqn></aux>
<aux name="Rate"><eqn>0.01</eqn></aux><aux name="Care"><eqn>0.5</eqn></aux>
</variables></model></xmile>"""


@pytest.fixture
def cup(tmp_path):
    path = tmp_path / "cup.mdl"
    path.write_text(CUP, encoding="utf-8")
    return path


def signs(found):
    return {link.id: link.polarity for link in found.model.links}


def test_signs_are_derived_only_when_asked_for(cup):
    assert signs(digisys.read_map(cup))["room->heat_loss"] == "unknown"
    pytest.importorskip("simlin", reason=NO_SIMLIN)
    found = digisys.read_map(cup, signs="derived")
    # By hand: loss = (T - room) / c with T > room falls as room or c rises; dT/dt = -loss.
    assert signs(found) == {
        "heat_loss->temperature": "negative",
        "temperature->heat_loss": "positive",
        "room->heat_loss": "negative",
        "time_constant->heat_loss": "negative",
    }
    told = [loss.what.text() for loss in found.report.losses if loss.code == "derived-sign"]
    assert len(told) == 4
    assert all("pysimlin" in text for text in told)
    assert all("pysimlin" in str(link.note) for link in found.model.links)
    loops = digisys.find_loops(found.model)
    assert [loop.kind for loop in loops] == ["balancing"]  # what the engine calls b1


def test_what_the_file_states_stays(tmp_path):
    pytest.importorskip("simlin", reason=NO_SIMLIN)
    path = tmp_path / "flu.stmx"
    path.write_text(XMILE, encoding="utf-8")
    before, found = digisys.read_map(path), digisys.read_map(path, signs="derived")
    assert signs(before)["catching->infected"] == "positive"
    assert "derived" not in str(next(x for x in found.model.links if x.source == "catching").note)
    assert signs(found)["infected->susceptible"] == "negative"
    assert signs(found)["care->catching"] == "negative"


def test_a_flow_that_the_engine_adds_passes_its_sign_on(tmp_path):
    """Vensim has the flow in the equation of its stock: the wish raises, the stock damps."""
    pytest.importorskip("simlin", reason=NO_SIMLIN)
    path = tmp_path / "inventory.mdl"
    path.write_text(INVENTORY_IN_VENSIM, encoding="utf-8")
    found = signs(digisys.read_map(path, signs="derived"))
    assert found["wanted_workers->workers"] == "positive"
    assert found["workers->workers"] == "negative"
    assert "unknown" not in found.values()


def test_a_drawn_sign_against_the_equation_is_told_and_stays(tmp_path):
    pytest.importorskip("simlin", reason=NO_SIMLIN)
    view = (
        "<views><view>"
        '<connector uid="1" polarity="+"><from>Care</from><to>catching</to></connector>'
        '<connector uid="2" polarity="+"><from>Rate</from><to>catching</to></connector>'
        "</view></views></model>"
    )
    path = tmp_path / "flu.stmx"
    path.write_text(XMILE.replace("</model>", view), encoding="utf-8")
    assert not [x for x in digisys.read_map(path).report.losses if "against" in x.code]
    found = digisys.read_map(path, signs="derived")
    told = [x.what.text("en") for x in found.report.losses if x.code == "sign-against-derived"]
    assert len(told) == 1
    assert "Care → catching is drawn as +" in told[0]
    assert signs(found)["care->catching"] == "positive"
    (link,) = (x for x in found.model.links if x.id == "care->catching")
    assert "opposite" in str(link.note)


def test_a_model_of_our_own_has_no_equations_to_derive_signs_from(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = ["convert", "archetypes/limits-to-growth", "a.yaml", "-l", "en"]
    assert main([*words, "--signs", "derived"]) != 0
    told = capsys.readouterr().err
    assert "no equations" in told
    assert "Leave out --signs" in told
    assert not (tmp_path / "a.yaml").exists()
    assert main(words) == 0


def test_without_the_engine_or_equations_the_cure_is_told(cup, tmp_path, monkeypatch):
    with pytest.raises(QuestionError, match="stated, derived"):
        digisys.read_map(cup, signs="guessed")
    plain = tmp_path / "map.txt"
    plain.write_text("A + B\n", encoding="utf-8")
    with pytest.raises(QuestionError, match="Vensim"):
        digisys.read_map(plain, signs="derived")
    monkeypatch.setitem(sys.modules, "simlin", None)
    with pytest.raises(MissingPackageError, match=r"digisys\[engines\]"):
        digisys.read_map(cup, signs="derived")
