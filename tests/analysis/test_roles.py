"""Roles that structure suggests: enough stocks for a run, few of them, and reasons."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.analysis.audit import audit
from digisys.cli.main import main
from digisys.errors import QuestionError
from digisys.schema import Model, Push, Scenario
from tests.length import examples


def model_of(*links, delays=(), **roles):
    """Build a model of links such as ``a-b``; ``!`` after one marks a delay."""
    pairs = [link.rstrip("!").split(">") for link in links]
    names = dict.fromkeys(end for pair in pairs for end in pair)
    return Model.model_validate(
        {
            "schema": 1,
            "id": "m",
            "title": "M",
            "languages": ["en"],
            "variables": {
                name: {"label": name.upper(), "role": roles.get(name, "auxiliary")}
                for name in names
            },
            "links": [
                {
                    "from": source,
                    "to": target,
                    "polarity": "negative" if source == target else "positive",
                    "delay": link.endswith("!"),
                }
                for link, (source, target) in zip(links, pairs, strict=True)
            ],
        }
    )


def proposed(model):
    return {each.variable: (each.role, each.code) for each in digisys.roles(model).proposals}


def test_what_has_no_causes_is_an_input_and_a_chain_needs_no_stock():
    assert proposed(model_of("a>b", "b>c")) == {"a": ("input", "no-causes")}


def test_one_stock_where_all_loops_meet_is_enough():
    model = model_of("a>b", "b>a", "a>c", "c>a", "a>d", "d>a")
    assert proposed(model) == {"a": ("stock", "loop")}


def test_a_delay_or_a_stock_that_is_there_takes_the_loop_its_time():
    assert proposed(model_of("a>b", "b>a!")) == {}
    assert proposed(model_of("a>b", "b>a", b="stock")) == {}
    assert proposed(model_of("a>b", "b>a!", "b>c", "c>b")) == {"b": ("stock", "loop")}


def test_what_damps_itself_is_a_stock_and_its_loops_need_no_other():
    model = model_of("a>b", "b>a", "b>b")
    assert proposed(model) == {"b": ("stock", "damping")}


def test_loops_that_share_no_variable_get_a_stock_each():
    found = proposed(model_of("a>b", "b>a", "b>c", "c>d", "d>c"))
    assert sorted(role for role, _ in found.values()) == ["stock", "stock"]
    assert len({"a", "b"} & set(found)) == len({"c", "d"} & set(found)) == 1


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), min_size=1, max_size=20
    )
)
def test_after_accepting_a_run_is_made_and_no_stock_is_spare(arcs):
    links = dict.fromkeys(f"v{a}>v{b}{'!' * late}" for a, b, late in arcs)
    kept = {link.rstrip("!"): link for link in links}
    model = model_of(*kept.values())
    found = digisys.roles(model)
    accepted = found.accept()
    assert "algebraic-loop" not in {each.code for each in audit(accepted, certainty="all").findings}
    digisys.simulate(accepted, Scenario(id="nothing", title="Nothing"))
    for each in found.proposals:
        if each.code == "loop":
            others = [other.variable for other in found.proposals if other is not each]
            without = found.accept(others)
            codes = {one.code for one in audit(without, certainty="all").findings}
            assert codes & {"algebraic-loop", "without-stocks"}, each.variable


def test_an_imported_map_runs_when_its_roles_are_accepted(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "From;To;Sign\nTax;Price;+\nPrice;Demand;-\nDemand;Price;+\nDemand;Trust;+\n"
    (tmp_path / "map.csv").write_text(rows)
    model = digisys.read_map("map.csv").model
    (note,) = [each for each in audit(model).findings if each.code == "without-stocks"]
    assert note.severity == "note"
    assert "digisys roles" in note.what.text()
    assert main(["roles", "map.csv", "-l", "en"]) == 0
    assert "No link leads to it." in capsys.readouterr().out
    assert main(["roles", "map.csv", "--accept"]) == 1
    assert "--output" in capsys.readouterr().err
    assert main(["roles", "map.csv", "-o", "model.yaml"]) == 0
    accepted = digisys.load("model.yaml")
    push = Push(variable="Trust", size=0.5, start=2024)
    run = digisys.simulate(accepted, Scenario(id="p", title="P", interventions=[push]))
    assert run is not None
    assert main(["check", "-m", "model.yaml", "-l", "en"]) == 0


FILE = """\
# made by hand
schema: 1
id: m
title: M
languages: [en]
variables:
  push: {label: Push}   # from outside
  trust:
    # what people feel
    label: Trust
  use:
    label: Use
    role: auxiliary  # for now
links:
  - {from: push, to: use, polarity: positive}
  - {from: use, to: trust, polarity: positive}
  - {from: trust, to: use, polarity: positive}
"""


def test_accepting_leaves_comments_and_all_else_as_it_was(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(FILE)
    assert main(["roles", str(path), "--accept", "--only", "use"]) == 0
    assert path.read_text() == FILE.replace("role: auxiliary  #", "role: stock  #")
    assert main(["roles", str(path), "--accept"]) == 0
    expected = FILE.replace("role: auxiliary  #", "role: stock  #")
    assert path.read_text() == expected.replace("{label: Push}", "{label: Push, role: input}")
    assert "Nothing to propose" in digisys.roles(digisys.load(path)).text("en")


def test_a_role_is_written_as_the_file_is_laid_out(tmp_path):
    path = tmp_path / "m.yaml"
    windows = "\ufeff" + FILE.replace("\n", "\r\n")
    path.write_bytes(windows.encode())
    assert main(["roles", str(path), "--accept"]) == 0
    text = path.read_bytes().decode()
    assert text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n")
    assert "    # what people feel\r\n    label: Trust\r\n" in text
    told = {name: each.role for name, each in digisys.load(path).variables.items()}
    assert (told["push"], told["use"]) == ("input", "stock")


def test_what_was_not_proposed_cannot_be_accepted():
    found = digisys.roles(model_of("a>b", "b>a"))
    with pytest.raises(QuestionError, match="No role is proposed"):
        found.accept(["c"])


def test_answers_tell_the_same_to_people_and_programs():
    found = digisys.roles(model_of("a>b", "b>c", "c>b"))
    assert list(found.to_frame()["id"]) == ["a", "b"]
    assert [each["proposed"] for each in found.to_dict("fi")["proposals"]] == ["input", "stock"]
    assert "ulkoinen tekijä" in found.text("fi")
