"""Every hint that the command line gives is one: followed as it stands, the command answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from digisys.cli.main import main

MODEL = """schema: 1
id: t
title: T
languages: [en]
time: {start: 2020, end: 2030, step: 0.5}
areas: {home: {label: Home}}
sources: {talks: {title: Talks}, papers: {title: Papers}}
targets: {14: {title: Fourteen}}
variables:
  push: {label: Push, role: input}
  trust: {label: Trust, role: stock, area: home, targets: [{target: 14}]}
  use: {label: Use, evidence: [{source: talks}]}
links:
  - {from: push, to: trust, polarity: positive, evidence: [{source: talks}]}
  - {from: trust, to: use, polarity: positive, evidence: [{source: papers}]}
  - {from: use, to: trust, polarity: positive}
"""
SCENARIO = """schema: 1
id: sc1
title: One
interventions: [{action: level, variable: push, start: 2020.1, size: 0.5}]
"""
ONE = "schema: 1\nid: one\ntitle: One\nlanguages: [en]\nvariables: {a: {label: A}}\n"

#: What is typed, and the word in it that the hint replaces; nothing where it says so in words.
CASES = [
    ("influnce trust -m m.yaml", "influnce"),
    ("influence trst -m m.yaml", "trst"),
    ("influence 15 -m m.yaml", "15"),
    ("influence trust -m m.yml", "m.yml"),
    ("influence trust -m m.yaml -e talk", "talk"),
    ("influence trust -m m.yaml -e nothing", "nothing"),
    ("influence trust -m m.yaml -c sure", "sure"),
    ("influence trust -m m.yaml -f jsn", "jsn"),
    ("influence trust -m m.yaml --evidense talks", "--evidense"),
    ("influence trust -m digikompasi", "digikompasi"),
    ("simulate leadership-psh", "leadership-psh"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in (("m.yaml", MODEL), ("sc1.yaml", SCENARIO), ("one.yaml", ONE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(capsys, line):
    code = main([*shlex.split(line), "-l", "en"])
    _, told = capsys.readouterr()
    return code, told


def offered(told):
    """List what a hint offers to write."""
    found = re.search(
        r"(?:Did you mean|Choose one of:|one of:|targets are:) (?P<names>.+?)[.?]?\n"
        r"|A step of (?P<step>\S+) works|such as (?P<such>[\w.]+?)\.?\n",
        told,
    )
    assert found, told
    names = found["names"] or found["step"] or found["such"]
    return [name.strip("“”").partition(" (")[0] for name in names.split(", ")]


@pytest.mark.parametrize(("line", "wrong"), CASES)
def test_what_a_hint_offers_is_accepted(folder, capsys, line, wrong):
    code, told = run(capsys, line)
    assert code in (1, 2), told
    for offer in offered(told):
        mended = line.replace(wrong, offer)
        code, told = run(capsys, mended + (" -n 16" if mended.startswith("simulate") else ""))
        assert code == 0, (mended, told)


@pytest.mark.parametrize(
    ("end", "step", "works"),
    [
        ("2030", "20", "1"),  # longer than the run, and than a stock of medium inertia allows
        ("2030", "3", "1"),
        ("2030", "0.3", "0.25"),
        ("2027", "1", "0.5"),  # the delay allows 0.6
        ("2020.3", "0.25", "0.15"),
        ("2020.333333333333", "0.2", None),  # no step of few decimals divides that
    ],
)
def test_a_step_that_is_said_to_work_does(folder, capsys, end, step, works):
    text = MODEL.replace("end: 2030", f"end: {end}")
    if works == "0.5":
        text = text.replace("polarity: positive}", "polarity: positive, delay: 0.6}")
    Path("m.yaml").write_text(text.replace("step: 0.5", f"step: {step}"), encoding="utf-8")
    code, told = run(capsys, "simulate sc1 -m m.yaml -n 16")
    assert code == 1
    (offer,) = offered(told)
    assert offer == (works or offer)
    Path("m.yaml").write_text(text.replace("step: 0.5", f"step: {offer}"), encoding="utf-8")
    assert run(capsys, "simulate sc1 -m m.yaml -n 16") == (0, "")


def test_a_run_that_no_step_can_make_is_not_given_one(folder, capsys):
    text = MODEL.replace("polarity: positive}", "polarity: positive, delay: 1e-9}")
    Path("m.yaml").write_text(text, encoding="utf-8")
    told = run(capsys, "simulate sc1 -m m.yaml")[1]
    assert told.endswith("Lengthen the shortest inertia or delay, or run over fewer years.\n")


def test_an_option_that_is_only_a_part_of_another_is_not_taken_for_it(folder, capsys):
    code, told = run(capsys, "robust -m m.yaml --limit 5")
    assert code == 2
    assert told == "Error: There is no option --limit.\nHelp: digisys robust --help\n"


@pytest.mark.parametrize("command", ["robust", "questions"])
def test_a_model_without_links_is_told_so(folder, capsys, command):
    assert run(capsys, f"{command} -m one.yaml") == (
        1,
        ("Error: The view has no links, so nothing moves anything.\nAdd links to the model.\n"),
    )


def test_evidence_is_not_asked_for_where_there_is_none(folder, capsys):
    assert run(capsys, "influence a -m one.yaml -e talks") == (
        1,
        (
            "Error: No link has evidence of the kind “talks”.\n"
            "No link of this model has evidence: ask without narrowing to any.\n"
        ),
    )


def test_a_scenario_beside_is_found_by_its_name_alone(folder, capsys):
    assert run(capsys, "simulate sc1 -m m.yaml -n 16") == (0, "")
