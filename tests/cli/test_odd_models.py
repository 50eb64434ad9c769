"""Every command, in three languages, on twenty small odd models.

What is held: no traceback and no silence; an error has words; no advice that offers nothing; no
line over the width; the same numbers in every language; and, one command a room, the figures of
an independent computation (networkx, NumPy, a plain Euler loop).
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import math
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pytest
import yaml

from digisys.cli.main import COMMAND_MODULES, main
from digisys.report.page.packed import data_of_page
from tests.exchange.cup import CUP
from tests.length import long_or_slice
from tests.odd_models import ODD, OddModel

LANGUAGES = ("fi", "sv", "en")
WIDTH = 80

#: What each command is given after its name; words in braces are filled for each model.
ARGUMENTS = {
    "language": "",
    "actions": "--programme {programme} --reaching {last}",
    "indicators": "{first} --programme {programme}",
    "events": "--programme {programme} --scores {scores}",
    "quality": "{told} --programme {programme}",
    "services": "{told} --programme {programme} --date 2026-11-27",
    "programme": "--programme {programme}",
    "themes": "--programme {programme}",
    "ask": "what does {first} influence",
    "influence": "{first}",
    "causes": "{last}",
    "chains": "{first} {last}",
    "loops": "",
    "matrix": "variable",
    "cut": "{first} {last}",
    "loop-set": "",
    "press": "{first} --samples 200",
    "robust": "{last} --samples 100",
    "questions": "{last} --samples 50",
    "sizes": "{first} --samples 16",
    "measures": "",
    "show": "{first}",
    "targets": "",
    "areas": "",
    "variables": "",
    "links": "",
    "sources": "{first}",
    "check": "",
    "schema": "",
    "draw": "-o {folder}/drawn.svg --force",
    "describe": "",
    "layout": "{file} --quick -o {folder}/laid.yaml --force",
    "page": "-o {folder}/page.html --force",
    "explore": "--no-browser",
    "edit": "{file} --take {file}",
    "report": "--about {first} -o {folder}/memo.md --force",
    "simulate": "{scenario} --samples 30",
    "compare": "{scenario} none --samples 30",
    "sensitivity": "{scenario} {last} --samples 30",
    "dominance": "{scenario} --samples 8",
    "reach": "{last} --level 0.1 --samples 16 --most 1",
    "split": "{last} --samples 32",
    "calibrate": "{observed} --samples 64",
    "monitor": "{observed} --programme {programme} --samples 64",
    "organisations": "{observed} --scenario {scenario} --programme {programme} --samples 16",
    "roadmap": "--programme {programme}",
    "equations": "",
    "run": "{folder}/cup.mdl",
    "models": "",
    "scenarios": "",
    "export": "{folder}/model.xmile --force",
    "convert": "{file} {folder}/map.graphml --force",
    "roles": "",
    "diff": "digikompassi",
    "combine": "{file} {file} --samples 20",
    "workshop": "read {voted}",
    "merge": "{file} {file} {file}",
    "quote": "",
    "verify": "{folder}/no-answer.json",
    "site": "{folder}/site --about {first} --force",
    "suggestions": "",
    "mcp": "--folder {file}",
    "factors": "-o {folder}/factors.xlsx --force",
    "sheet": "{file} -o {folder}/sheet.xlsx --force",
}

#: Commands whose answer is a table of numbers.
NUMBERS = (
    "influence",
    "causes",
    "chains",
    "loops",
    "matrix",
    "press",
    "robust",
    "measures",
    "areas",
    "variables",
    "links",
    "targets",
    "simulate",
    "compare",
    "sensitivity",
    "dominance",
    "check",
)

#: Advice with nothing in it: a list that is empty, a place holder, a colon that leads nowhere.
EMPTY_ADVICE = re.compile(
    r"(: [-–—]?\.?\s*$)|(\b(None(?! of)|nan)\b)|(\(\))|(“”)|(””)", re.MULTILINE
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of all models and scenarios."""
    made = tmp_path_factory.mktemp("odd")
    (made / "cup.mdl").write_text(CUP, encoding="utf-8")
    for odd in ODD:
        (made / f"{odd.name}.yaml").write_text(odd.model, encoding="utf-8")
        (made / f"push-{odd.name}.yaml").write_text(odd.scenario, encoding="utf-8")
        (made / f"programme-{odd.name}.yaml").write_text(programme_of(odd), encoding="utf-8")
        rows = f"variable,value,unit,date\n{odd.first},0.1,level,2026\n{odd.last},0,level,2027\n"
        (made / f"observed-{odd.name}.csv").write_text(rows, encoding="utf-8")
        links = yaml.safe_load(odd.model).get("links", [])
        voted = [f"{link['from']}->{link['to']},agree,weak\n" for link in links]
        text = "".join(["id,vote,strength\n", *voted, "gone->away,disagree,\n"])
        (made / f"votes-{odd.name}.csv").write_text(text, encoding="utf-8")
    (made / "told.csv").write_text(TOLD, encoding="utf-8")
    (made / "scores.csv").write_text(SCORES, encoding="utf-8")
    return made


#: Events, criteria and a road map of services, which know nothing of any model.
PARTS = yaml.safe_load("""
life_events:
  traits: {many: {label: Many}}
  assessments: {set: {label: Set, criteria: {c: {label: C, parts: {d: {label: D}}}}}}
  events: {move: {label: Moving, kind: life_event, state: named}}
quality:
  version: "1"
  areas: {all: {label: All}}
  criteria: {clear: {number: "1", area: all, label: It is clear}}
service_map:
  definition: {digital: {label: It is digital}}
  criteria: {known: {label: Use is known, shown_by: usage}}
""")
TOLD = "service,event,proposed\na,move,2026-01-01\n\n\nservice,criterion,answer\na,1,no\nb,1,yes\n"
SCORES = "event,criterion,score\nmove,d,4\nmove,x,4\n"


def programme_of(odd: OddModel) -> str:
    """An indicator and an action at the ends of an odd model."""
    told = {"confidence": "high", "reason": "It says so."}
    survey = {"label": "Survey", "description": "Asked.", "status": "exists"}
    survey |= {"scale": {"kind": "survey"}, "observes": [{"variable": odd.last, **told}]}
    act = {"label": "Act", "actors": ["town"], "pushes": [{"variable": odd.first, **told}]}
    return yaml.safe_dump(
        {
            "schema": 1,
            "id": "odd",
            "title": "Odd",
            "model": yaml.safe_load(odd.model)["id"],
            "actors": {"town": {"label": "Town"}},
            "indicators": {"survey": survey},
            "actions": {"act": act},
            **PARTS,
        }
    )


class Done:
    """What a command printed, and how it ended."""

    def __init__(self, folder: Path, odd: OddModel, command: str, *words: str) -> None:
        file = folder / f"{odd.name}.yaml"
        filled = ARGUMENTS[command].format(
            first=odd.first,
            last=odd.last,
            file=file,
            folder=folder,
            observed=folder / f"observed-{odd.name}.csv",
            programme=folder / f"programme-{odd.name}.yaml",
            told=folder / "told.csv",
            scores=folder / "scores.csv",
            scenario=folder / f"push-{odd.name}.yaml",
            voted=folder / f"votes-{odd.name}.csv",
        )
        self.words = [command, *filled.split(), "--model", str(file), *words]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            self.code = main(self.words)
        self.out, self.err = out.getvalue(), err.getvalue()

    def data(self) -> Any:
        """Read the answer as JSON."""
        assert self.code == 0, (self.words, self.err)
        return json.loads(self.out)


def columns_of(line: str) -> int:
    """Count the columns that a line takes on a terminal."""
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in line
    )


def slice_of(commands: Collection[str], turn: int, step: int) -> list[Any]:
    """Pairs of a command and a model: all in a long run, every so many in a usual one.

    Of each command every second or third model is tried, and of each model every second or
    third command.
    """
    return [
        pytest.param(command, odd, id=f"{command}-{odd.name}")
        for row, command in enumerate(ARGUMENTS)
        for column, odd in enumerate(ODD)
        if command in commands
        and (row + column) % long_or_slice(1, step) == turn % long_or_slice(1, step)
    ]


def test_each_command_is_tried() -> None:
    assert set(ARGUMENTS) == set(COMMAND_MODULES)
    assert len(ODD) == 20


@pytest.mark.parametrize(("command", "odd"), slice_of(ARGUMENTS, 0, 3))
def test_an_answer_or_a_reason_in_words_within_the_width(
    command: str, odd: OddModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    turn = ODD.index(odd) // 3  # each command in every language, whichever models it gets
    for language in long_or_slice(LANGUAGES, LANGUAGES[turn % 3 : turn % 3 + 1]):
        done = Done(folder, odd, command, "--language", language)
        shown = done.out + done.err
        assert "Traceback" not in shown
        assert shown.strip(), done.words
        if done.code:
            assert done.code in (1, 2), done.words
            assert done.err.strip() or command == "check", done.words
        if command not in ("schema", "explore"):
            assert not EMPTY_ADVICE.findall(shown), (done.words, shown)
            wide = [
                line
                for line in done.out.splitlines()
                if columns_of(line) > WIDTH and str(folder) not in line
            ]
            assert not wide, (done.words, wide)


@pytest.mark.parametrize(("command", "odd"), slice_of(NUMBERS, 1, 2))
def test_the_numbers_of_a_csv_are_the_same_in_every_language(
    command: str, odd: OddModel, folder: Path
) -> None:
    seen = set()
    turn = 1 + ODD.index(odd) % 2
    # Finnish against one of the others, in turn, or in a long run against both.
    for language in long_or_slice(("fi", "sv", "en"), ("fi", LANGUAGES[turn])):
        done = Done(folder, odd, command, "--language", language, "--format", "csv")
        cells = [cell for row in csv.reader(io.StringIO(done.out)) for cell in row]
        assert bool(cells) == (done.code == 0 or command == "check"), (done.words, done.err)
        seen.add((done.code, tuple(cell for cell in cells if is_number(cell))))
    assert len(seen) == 1, (odd.name, command)


def is_number(cell: str) -> bool:
    """Tell whether a spreadsheet in English would take a cell as a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def graph_of(odd: OddModel) -> nx.DiGraph:
    """Read variables and explicit links from the text by PyYAML alone."""
    raw = yaml.safe_load(odd.model)
    graph = nx.DiGraph()
    graph.add_nodes_from(raw["variables"])
    signs = {"positive": 1, "negative": -1, "unknown": 0}
    for link in raw.get("links", []):
        if link.get("certainty", "explicit") == "explicit":
            graph.add_edge(link["from"], link["to"], sign=signs[link["polarity"]])
    return graph


def sign_of(graph: nx.DiGraph, path: list[str]) -> int:
    return math.prod(graph.edges[pair]["sign"] for pair in itertools.pairwise(path))


VERDICTS = {
    frozenset({1}): "strengthens",
    frozenset({-1}): "weakens",
    frozenset({1, -1}): "ambiguous",
}


def verdicts_of(graph: nx.DiGraph, source: str) -> dict[str, str]:
    """Multiply the signs along every simple path from one variable to each of the others."""
    found = {}
    for target in graph:
        signs = {
            sign_of(graph, path)
            for path in (nx.all_simple_paths(graph, source, target) if source != target else ())
        }
        if signs:
            found[target] = VERDICTS.get(frozenset(signs), "unknown")
    return found


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_structure_as_networkx_has_it(odd: OddModel, folder: Path) -> None:
    graph = graph_of(odd)
    told = Done(folder, odd, "influence", "--format", "json").data()
    assert {each["variable"]: each["verdict"] for each in told["affected"]} == verdicts_of(
        graph, odd.first
    )

    loops = Done(folder, odd, "loops", "--format", "json").data()["loops"]
    cycles = list(nx.simple_cycles(graph))
    assert len(loops) == len(cycles)

    measures = Done(folder, odd, "measures", "--format", "json").data()["variables"]
    assert {each["variable"]: (each["acted_on_by"], each["acts_on"]) for each in measures} == {
        name: (graph.in_degree(name), graph.out_degree(name)) for name in graph
    }
    between = nx.betweenness_centrality(graph)
    assert {each["variable"]: each["betweenness"] for each in measures} == pytest.approx(between)

    if odd.first != odd.last:
        chains = Done(folder, odd, "chains", "--limit", "10000", "--format", "json").data()
        paths = list(nx.all_simple_paths(graph, odd.first, odd.last))
        assert sorted(each["variables"] for each in chains["chains"]) == sorted(paths)
        assert all(each["sign"] == sign_of(graph, each["variables"]) for each in chains["chains"])
        sets = Done(folder, odd, "cut", "--format", "json").data()["sets"]
        size = nx.edge_connectivity(graph, odd.first, odd.last)
        assert {len(each) for each in sets} == ({size} if size else set())
        for each in sets:
            rest = graph.copy()
            rest.remove_edges_from(link.split("->") for link in each)
            assert not nx.has_path(rest, odd.first, odd.last)

    if len(graph) > 1:
        matrix = Done(folder, odd, "matrix", "--format", "json").data()["cells"]
        for source in graph:
            row = {
                cell["column"]: cell["verdict"]
                for cell in matrix
                if cell["row"] == source and cell["verdict"] not in ("none", "self")
            }
            assert row == verdicts_of(graph, source)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_a_settled_answer_as_numpy_solves_it(odd: OddModel, folder: Path) -> None:
    """Draw strengths by NumPy's own generator, solve, and count the signs of stable draws."""
    words = ("--strengths", "uniform", "--samples", "2000", "--format", "json")
    done = Done(folder, odd, "press", *words)
    told = {each["variable"]: each for each in done.data()["responses"]}
    graph = graph_of(odd)
    names = list(graph)
    generator = np.random.default_rng(20260)
    jacobian = np.zeros((20_000, len(names), len(names)))
    for source, target, sign in graph.edges(data="sign"):
        drawn = generator.uniform(0, 1, 20_000)
        if sign == 0:
            drawn *= generator.choice([-1.0, 1.0], 20_000)
        jacobian[:, names.index(target), names.index(source)] = drawn * (sign or 1)
    for place in range(len(names)):
        jacobian[:, place, place] = -generator.uniform(0, 1, 20_000)
    stable = np.linalg.eigvals(jacobian).real.max(axis=1) < 0
    assert stable.sum() > 100, "too few stable draws to compare"
    push = np.zeros((len(names), 1))
    push[names.index(odd.first)] = -1
    settled = np.linalg.solve(jacobian[stable], push)[:, :, 0]
    for place, name in enumerate(names):
        rises = float((settled[:, place] > 1e-12).mean())
        falls = float((settled[:, place] < -1e-12).mean())
        if name not in told or told[name]["verdict"] == "none":
            assert rises == falls == 0
        elif "rises" in told[name]:
            error = 5 * math.sqrt(0.25 / stable.sum() + 0.25 / 2000)
            assert told[name]["rises"] == pytest.approx(rises, abs=error)
            assert told[name]["falls"] == pytest.approx(falls, abs=error)


@pytest.mark.parametrize("name", ["one_link", "balancing_ring", "both_signs_by_two_ways", "sink"])
def test_a_run_as_a_plain_loop_has_it(name: str, folder: Path) -> None:
    """Every stock moves to tanh of its causes; strengths 0.05 to 0.7, one to three years."""
    odd = next(each for each in ODD if each.name == name)
    done = Done(folder, odd, "simulate", "--samples", "2048", "--format", "json")
    told = done.data()
    graph = graph_of(odd)
    names = list(graph)
    generator = np.random.default_rng(7)
    links = [
        (
            names.index(source),
            names.index(target),
            generator.uniform(0.05, 0.7, 4096) * (sign or generator.choice([-1.0, 1.0], 4096)),
        )
        for source, target, sign in graph.edges(data="sign")
    ]
    inertia = generator.uniform(1, 3, (len(names), 4096))
    level = np.zeros((len(names), 4096))
    times = told["times"]
    for now, then in itertools.pairwise(times):
        support = np.zeros_like(level)
        for source, target, strength in links:
            support[target] += strength * level[source]
        if now >= 2024:
            support[names.index(odd.first)] += 0.5
        level = level + (then - now) * (np.tanh(support) - level) / inertia
    for place, variable in enumerate(names):
        outcome = told["outcomes"].get(f"variable:{variable}")
        reached = outcome["mean"][-1] if outcome else 0.0
        assert reached == pytest.approx(level[place].mean(), abs=0.01), variable


@pytest.mark.parametrize("odd", long_or_slice(ODD, ODD[::2]), ids=lambda odd: odd.name)
def test_each_variable_is_drawn_exported_and_on_the_page(odd: OddModel, folder: Path) -> None:
    graph = graph_of(odd)
    exported = Done(folder, odd, "export")
    if odd.name == "no_stocks":
        assert "holds no stock" in exported.err or "ei ole varantoa" in exported.err
        return
    assert exported.code == 0
    root = ET.parse(folder / "model.xmile").getroot()
    space = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"
    named = {each.get("name") for kind in ("stock", "aux") for each in root.iter(space + kind)}
    assert len(named) >= len(graph)

    assert Done(folder, odd, "draw").code == 0
    drawn = (folder / "drawn.svg").read_text(encoding="utf-8")
    assert Done(folder, odd, "page").code == 0
    page = data_of_page((folder / "page.html").read_text(encoding="utf-8"))
    paged = json.dumps(page, ensure_ascii=False)
    labels = yaml.safe_load(odd.model)["variables"].values()
    for label in (each["label"] for each in labels):
        shown = next(iter(label.values()))
        assert shown in drawn
        assert shown in paged
