"""Codes for programs: one table, which the code and these examples use up."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from digisys import errors
from digisys.analysis.audit import audit
from digisys.analysis.influence.influence import influence
from digisys.analysis.matrix.matrix import matrix
from digisys.analysis.programme.around import parts_of, with_programme
from digisys.analysis.programme.events import events, score_events
from digisys.analysis.programme.joined import marked_variables
from digisys.analysis.programme.programme import programme
from digisys.analysis.programme.quality import needs_files
from digisys.analysis.programme.themes import themes
from digisys.cli.main import main
from digisys.codes import CODES
from digisys.errors import DigisysError, ModelError, ModelFileError, Problem
from digisys.exchange.read_map import read_map
from digisys.graph.names import resolve
from digisys.io import load, parse_model
from digisys.io.programmes import load_programme
from digisys.io.scenarios import load_scenario
from digisys.io.scores.read_scores import read_scores
from digisys.io.services.read_services import read_services
from digisys.io.tables.read import parse_tables
from digisys.io.tables.table import Row, Table
from digisys.io.tables.write import format_workbook
from digisys.io.write import write_bytes
from digisys.io.yaml import compose as compose_module
from digisys.io.yaml import problems as problems_module
from digisys.io.yaml.compose import DEEPEST
from digisys.io.yaml.read import parse_document, read_model
from digisys.io.yaml.source import LARGEST_FILE
from digisys.render.draw import draw
from digisys.report.watch import Watch
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.simulation.calibration.calibrate import calibrate
from digisys.simulation.equations import equations
from digisys.simulation.monitoring.read_measurements import read_measurements
from digisys.simulation.monitoring.read_states import read_states
from digisys.simulation.observations.observations import Observations
from digisys.simulation.observations.read_observations import read_observations
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.storage import load_result
from digisys.simulation.system.options import Settings
from digisys.words import Message
from digisys.workshop.factor_sheet import read_factors
from digisys.workshop.votes.read_votes import read_votes
from tests.errors.own_rule import OwnRule
from tests.io.reading import HEAD, TWO
from tests.simulation import tiny as dynamics
from tests.simulation.test_observations import HEAD as HEAD_OF_VALUES
from tests.simulation.test_observations import WRONG
from tests.simulation.test_observations import model as observable
from tests.tiny import model_of, reinforcing_pair

PACKAGE = Path(errors.__file__).parent

#: As many values, and as many wrong ones, as the reader allows in these tests.
FEW = 300
LINKED = TWO + "links:\n  - {from: a, to: b, polarity: positive}\n"
LOOPED = LINKED + "  - {from: b, to: a, polarity: positive}\nloops:\n"
LAYOUT = "layout: {width: 9, height: 9"

#: The text of a model with a problem of each code; there may be others beside it.
MODELS = {
    # The file as a whole.
    "not-a-text": b"PK\x03\x04",
    "wrong-encoding": TWO.encode("utf-16"),
    "empty-file": "# nothing\n",
    "not-a-mapping": "[a, b]",
    "wrong-version": TWO.replace("schema: 1", "schema: 999"),
    # The YAML of a file.
    "invalid-yaml": "a" * 1100 + ": b\n",
    "merge-conflict": "id: a\n<<<<<<< HEAD\n",
    "tab": "variables:\n\ta: 1\n",
    "wrong-indentation": "title: X\n  id: x\n",
    "missing-space": "id:tiny\ntitle: X\n",
    "missing-colon": "schema: 1\nid\ntitle: X\n",
    "missing-comma": "title: {fi: a sv: b}\n",
    "decimal-comma": TWO + "time: {start: 0,5}\n",
    "unquoted-text": "title: @foo\n",
    "unquoted-key": HEAD + "variables: {no: {label: A}}\n",
    "empty-key": "title: x\n: y\n",
    "compound-key": HEAD + "variables: {[a]: {label: A}}\n",
    "duplicate-key": TWO + "id: u\n",
    "open-quote": 'title: "abc\n',
    "text-after-quote": 'title: "a" b\n',
    "invalid-escape": 'title: "C:\\data"\n',
    "open-bracket": "languages: [fi, sv\nid: x\n",
    "wrong-bracket": "title: {fi: a]\n",
    "stray-bracket": "title: {fi: a}}\n",
    "text-after-bracket": "title: [x] on\n",
    "stray-dash": "title: - foo\n",
    "control-character": TWO + "description: a\x07b\n",
    "yaml-alias": "a: *x\n",
    "yaml-anchor": "a: &x 1\n",
    "yaml-tag": "a: !!str 1\n",
    "yaml-merge-key": "<<: {a: 1}\n",
    "yaml-directive": "%YAML 1.1\n---\na: 1\n",
    "several-documents": TWO + "---\nid: u\n",
    "too-deep": "[" * (DEEPEST + 2),
    "too-many-values": "[" + "1," * (FEW + 1) + "]",
    "too-many-problems": TWO + "links: [" + "{}," * (FEW // 2) + "]\n",
    # Keys and values.
    "unknown-key": TWO + "role: x\n",
    "missing-key": "schema: 1\n",
    "wrong-key-type": TWO + "targets: {x: {title: T}}\n",
    "missing-value": TWO + "description:\n",
    "wrong-type": TWO + "links: 5\n",
    "unquoted-value": TWO + "description: yes\n",
    "wrong-choice": LINKED.replace("positive", "up"),
    "malformed-name": TWO.replace("id: t", "id: My model"),
    "wrong-range": LINKED.replace("positive}", "positive, strength: [0.5, 0.2]}"),
    "wrong-point": LINKED.replace("positive}", "positive, effect: {table: [[0], [1, 0]]}}"),
    "initial-without-stock": TWO.replace("label: A", "label: A, initial: 0.5"),
    "chance-of-explicit-link": LINKED.replace("positive}", "positive, chance: 0.5}"),
    "number-too-small": LINKED.replace("positive}", "positive, delay: -1}"),
    "number-too-large": LINKED.replace("positive}", "positive, delay: 1.0e+9}"),
    "not-finite": LINKED.replace("positive}", "positive, delay: .inf}"),
    "too-few": TWO.replace("[en]", "[]"),
    "too-many": "own: [1, 2]",
    "empty-text": TWO.replace("label: A", 'label: A, aliases: [""]'),
    "text-too-long": "name: abcd",
    "invalid-value": "even: 3",
    # What is said in a model.
    "unknown-variable": LINKED.replace("to: b", "to: c"),
    "unknown-area": TWO.replace("label: A", "label: A, area: x"),
    "unknown-target": TWO.replace("label: A", "label: A, targets: [{target: 4}]"),
    "unknown-loop": TWO + LAYOUT + ", loops: {R1: {x: 1, y: 1}}}\n",
    "unknown-source": TWO.replace("label: A", "label: A, evidence: [{source: d}]"),
    "unknown-part": TWO.replace("label: A", "label: A, evidence: [{source: d, part: p}]")
    + "sources: {d: {title: D, kind: document}}\n",
    "duplicate-target": TWO.replace("label: A", "label: A, targets: [{target: 4}, {target: 4}]")
    + "targets: {4: {title: T}}\n",
    "unknown-theme": TWO.replace("label: A", "label: A, themes: [{theme: t}]"),
    "duplicate-theme": TWO.replace("label: A", "label: A, themes: [{theme: t}, {theme: t}]")
    + "themes: {t: {label: T}}\n",
    "missing-span": TWO + "time: {unit: months, end: 24}\n",
    "wrong-link-id": LINKED.replace("positive}", "positive, id: b->a}"),
    "duplicate-link": LINKED + "  - {from: a, to: b, polarity: negative}\n",
    "self-link": LINKED.replace("to: b", "to: a"),
    "link-into-input": LINKED.replace("label: B", "label: B, role: input"),
    "wrong-effect": LINKED.replace("positive}", "positive, effect: {}}"),
    "unsorted-table": LINKED.replace("positive}", "positive, effect: {table: [[1, 0], [0, 1]]}}"),
    "falling-table": LINKED.replace("positive}", "positive, effect: {table: [[0, 1], [1, 0]]}}"),
    "unknown-modulated-link": LINKED.replace("positive}", "positive, modulates: b->a}"),
    "wrong-product": LINKED.replace("positive}", "positive, modulates: a->b}"),
    "bounded-accumulation": TWO + "dynamics: accumulating\nresponse: tanh\n",
    "duplicate-cycle": LOOPED
    + "  R1: {label: L, kind: reinforcing, cycles: {C: [a, b]}}\n"
    + "  R2: {label: L, kind: reinforcing, cycles: {C: [a, b]}}\n",
    "repeated-member": LOOPED + "  R1: {label: L, kind: reinforcing, cycles: {C: [a, b, a]}}\n",
    "missing-link": LINKED + "loops:\n  R1: {label: L, kind: reinforcing, cycles: {C: [a, b]}}\n",
    "wrong-loop-kind": LOOPED + "  R1: {label: L, kind: balancing, cycles: {C: [a, b]}}\n",
    "duplicate-language": TWO.replace("[en]", "[en, en]"),
    "too-long-name": TWO.replace("label: A", "label: " + "A" * 1001),
    "too-many-languages": TWO.replace(
        "[en]", "[" + ", ".join(f"{a}{b}" for a in "abcdefghij" for b in "abcdefghijk") + "]"
    ),
    "undeclared-language": TWO.replace("label: A", "label: {en: A, sv: A}"),
    "missing-translation": TWO.replace("[en]", "[en, fi]").replace("label: A", "label: {en: A}"),
    "text-without-language": TWO.replace("[en]", "[en, fi]"),
    "end-before-start": TWO + "time: {start: 2030, end: 2020}\n",
    "several-subjects": TWO
    + "targets: {4: {title: T}}\npresentation: {slides: [{variable: a, target: 4}]}\n",
    "slide-scenario": TWO + "presentation: {slides: [{compare: none}]}\n",
}

#: An intervention with a problem of each code, in a scenario file of its own or run on a model.
PUSH = "action: push, variable: a, start: 2024, size: 0.1"
INTERVENTIONS = {
    "step-with-end": f"{PUSH}, end: 2025",
    "missing-end": f"{PUSH}, shape: ramp",
    "factor-or-strength": "action: weaken, from: a, to: b, start: 2024",
    "wrong-action": "action: level, variable: a, start: 2024, size: 0.1",
    "several-ends": "action: cut, from: target 1, to: b, start: 2024",
    "unknown-link": "action: cut, from: b, to: b2, start: 2024",
    "duplicate-change": "action: weaken, from: a, to: b, start: 2024, strength: weak",
    "unknown-name": PUSH.replace("variable: a", "variable: nothing"),
    "empty-group": PUSH.replace("variable: a", "variable: target 2"),
}
SCENARIO = "schema: 1\nid: s\ntitle: S\nlanguages: [en]\nmodel: tiny\n"


def intervention(code: str, folder: Path) -> object:
    """Read a scenario that holds an intervention twice, and run it."""
    line = f"  - {{{INTERVENTIONS[code]}}}\n"
    path = folder / "s.yaml"
    path.write_text(f"{SCENARIO}interventions:\n{line}{line}", "utf-8")
    refs = [{"target": 1}]
    variables = {
        "a": {"label": "A", "targets": refs},
        "b": {"label": "B", "role": "stock", "targets": refs},
        "b2": {"label": "C", "role": "stock"},
    }
    model = model_of(
        "a + b",
        variables=variables,
        targets={1: {"title": "One"}, 2: {"title": "Two"}},
    )
    return simulate_once(model, load_scenario(path))


def circle(folder: Path) -> object:
    for name, other in (("one", "two"), ("two", "one")):
        text = SCENARIO.replace("id: s", f"id: {name}") + f"extends: {other}\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load_scenario(folder / "one.yaml")


def huge(folder: Path) -> object:
    with (folder / "huge.yaml").open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    return read_model(folder / "huge.yaml")


def written(folder: Path, change: Callable[[bytes], bytes]) -> object:
    """Read a result whose file has been changed."""
    path = folder / "run.nc"
    simulate_once(dynamics.growth(), dynamics.push()).save(path)
    path.write_bytes(change(path.read_bytes()))
    return load_result(path)


def another_number(content: bytes) -> bytes:
    """Change one bit of the many numbers in the middle, which only the digest tells."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def forbidden(folder: Path) -> object:
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        patch.setattr("builtins.open", refuse)
        return read_model(folder / "secret.yaml")


def map_of(folder: Path, text: str) -> object:
    """Read a text as the map of another tool."""
    path = folder / "map"
    path.write_text(text, "utf-8")
    return read_map(path)


def replaced(folder: Path) -> object:
    """Follow a file whose model gives way to something else."""
    path = folder / "model.yaml"
    path.write_text(TWO, "utf-8")
    with Watch(path) as watch:
        path.write_text("password: secret\n", "utf-8")
        raise ModelError([one for one in watch.news().problems if isinstance(one, Problem)])


def without(package: str, ask: Callable[[], object]) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("sys").modules, package, None)
        return ask()


def raised(error: type[DigisysError]) -> object:
    raise error(Message("Something is wrong."))


def raise_(error: Exception) -> object:
    raise error


def observed(code: str, folder: Path) -> object:
    """Read observations of which a row is wrong, and break off over it."""
    (folder / "seen.csv").write_text(WRONG[code], "utf-8")
    raise ModelFileError(read_observations(folder / "seen.csv", observable()).problems)


def observed_in(folder: Path, text: str) -> Observations:
    (folder / "seen.csv").write_text(text, "utf-8")
    return read_observations(folder / "seen.csv", dynamics.growth())


#: A wrong row of measurements, and of states, by code.
WRONG_MEASUREMENTS = {
    "unknown-component": "indicator,value,date,component\nuser_experience,1,2025,colour\n",
    "unknown-organisation": "organisation,made up\nA,yes\n\n"
    "indicator,value,date,organisation\nautomation_rate,1 %,2025,B\n",
}
WRONG_STATES = {
    "unknown-action": "action,state\nsleep,done\n",
    "unknown-step": "action,state,step\naction_12_1,done,9\n",
    "unknown-state": "action,state\naction_12_1,asleep\n",
    "unknown-question": "question,answer\nWhy?,Because.\n",
    "unknown-better": "case,figure,before,after,better\nPermits,days,3,2,faster\n",
    "not-yes-or-no": "action,state,important\naction_12_1,done,very\n",
}


def monitored(folder: Path, read: Callable[..., Any], text: str) -> object:
    """Read a file about organisations of which a row is wrong."""
    (folder / "town.csv").write_text(text, "utf-8")
    return read(folder / "town.csv", load("digikompassi"))


#: A workbook of one sheet, in which two cells stand at opposite corners.
WIDE = Table("t.xlsx", (Row(1, ("a",)), Row(10**6, (*[None] * 99, "b"))), "Data")


#: A programme of the model ``reinforcing_pair``, and what makes it wrong, by code.
PROGRAMME = """schema: 1
id: town
title: Town
model: tiny
actors: {town: {label: Town}}
sources: {book: {title: Book}}
key_results:
  first: {target: 1, number: 1, label: First, goal: {at_least: 9}}
  second: {target: 1, number: 2, label: Second}
indicators:
  survey:
    {label: S, description: D, status: exists, scale: {kind: survey}, key_results: [first]}
actions:
  act: {label: Act, actors: [town], evidence: [{source: book, heading: H, lines: [1, 2]}]}
"""
EVENT = "label: E, kind: life_event, state: named"
CRITERIA = """
quality:
  version: '1'
  areas: {all: {label: All}}
  criteria:
    a: {number: '1', area: all, label: A}
    b: {number: '2', area: all, label: B}"""
ASSESSED = """
life_events:
  assessments: {s: {label: S, criteria: {c: {label: C, parts: {c: {label: D}}}}}}
  events: {}"""
WRONG_PROGRAMMES = {
    "unknown-key-result": ("key_results: [first]", "key_results: [third]"),
    "unknown-indicator": ("key_results: [first]", "related_to: [other]"),
    "unknown-actor": ("actors: [town]", "actors: [city]"),
    "unknown-note-kind": ("\nactions:", "\nnotes: {own: {label: N, kind: none}}\nactions:"),
    "unknown-item": (
        "\nactions:",
        "\nnote_kinds: {k: {label: K}}\nnotes: {o: {label: N, kind: k, belongs_to: [x]}}\nactions:",
    ),
    "belongs-to-itself": (
        "\nactions:",
        "\nnote_kinds: {k: {label: K}}\nnotes: {o: {label: N, kind: k, belongs_to: [o]}}\nactions:",
    ),
    "unknown-driver-kind": ("\nactions:", "\ndrivers: {rain: {label: R, kind: none}}\nactions:"),
    "goal-ways": ("{at_least: 9}", "{at_least: 9, about: 9}"),
    "same-key-result": ("number: 2", "number: 1"),
    "reversed-lines": ("[1, 2]", "[2, 1]"),
    "other-model": ("model: tiny", "model: large"),
    **{
        code: ("\nactions:", f"\nlife_events: {{events: {{e: {{{EVENT}, {told}}}}}}}\nactions:")
        for code, told in {
            "unknown-party": "committed: [x]",
            "unknown-sector": "parties: {a: {label: A, sector: x}}",
            "unknown-point": "parties: {a: {label: A, acts_in: [x]}}",
            "unknown-trait": "traits: {x: {holds: true, reason: R}}",
        }.items()
    },
    "unknown-criterion": (
        "\nactions:",
        f"{CRITERIA}\n  statements: {{s: {{criterion: x, label: S}}}}\nactions:",
    ),
    "same-number": ("\nactions:", CRITERIA.replace("'2'", "'1'") + "\nactions:"),
    "same-criterion": ("\nactions:", f"{ASSESSED}\nactions:"),
}


def programme_of(folder: Path, old: str, new: str) -> object:
    """Read a programme with one thing in it changed."""
    path = folder / "programme.yaml"
    path.write_text(PROGRAMME.replace(old, new), "utf-8")
    model = model_of("a + b", targets={1: {"title": "One"}})
    return load_programme(model.model_copy(update={"id": "tiny"}), path)


def notes_of_another(folder: Path) -> object:
    """Read a programme beside which the notes of another one lie."""
    (folder / "programme.notes.yaml").write_text("schema: 1\nprogramme: other\n", "utf-8")
    (folder / "programme.yaml").write_text(PROGRAMME, "utf-8")
    model = model_of("a + b", targets={1: {"title": "One"}})
    known = model.model_copy(update={"id": "tiny"})
    return load_programme(known, folder / "programme.yaml", notes=True)


def told_of_services(folder: Path, text: str) -> object:
    """Read a file on services of which a row is wrong, and break off over it."""
    (folder / "told.csv").write_text(text, "utf-8")
    programme = load_programme(load("digikompassi"))
    raise ModelFileError(read_services(programme, folder / "told.csv").problems)


def voted_in(folder: Path, text: str) -> object:
    """Read votes of which a row is wrong, and break off over it."""
    (folder / "votes.csv").write_text(text, "utf-8")
    raise ModelFileError(read_votes(model_of("a + b"), folder / "votes.csv").problems)


def saved_twice(folder: Path) -> object:
    """Read two files of one ballot that differ."""
    paths = []
    for opinion in ("agree", "disagree"):
        votes = [{"link": "a->b", "vote": opinion}]
        head = {"format": "digisys-votes", "version": 1, "model": "tiny", "ballot": "ABCD"}
        paths.append(folder / f"{opinion}.json")
        paths[-1].write_text(json.dumps({**head, "votes": votes}), "utf-8")
    model = model_of("a + b").model_copy(update={"id": "tiny"})
    raise ModelFileError(read_votes(model, paths).problems)


def scored_by(folder: Path, text: str) -> object:
    """Rank events by a file, or break off over a row of it."""
    (folder / "scores.csv").write_text(text, "utf-8")
    model = load("digikompassi")
    said = read_scores(load_programme(model), folder / "scores.csv")
    if said.problems:
        raise ModelFileError(said.problems)
    return score_events(model, said)


#: Rows on services that have a problem of each code.
TOLD = {
    "unknown-service": "service,name\na,A\n\n\nservice,stars\nb,4\n",
    "unknown-statement": "service,statement,answer\na,s,yes\n",
    "wrong-answer": "service,criterion,answer\na,3.1,maybe\n",
    "second-answer": "service,criterion,answer\na,3.1,yes\na,3.1,no\n",
}
#: Rows of scores that end in an error of each code.
SCORED = {
    "unknown-event": "event,criterion,score\nx,vm_human_smoother,3\n",
    "unknown-set": "set,low,high\nx,1,5\n",
    "no-scores": "event,state\npermits,done\n",
}

#: Votes that end in an error of each code.
VOTED = {
    "not-votes": "name,age\nx,1\n",
    "votes-for-another-model": (
        '{"format": "digisys-votes", "version": 1, "model": "x", "ballot": "ABCD", "votes": []}'
    ),
    "wrong-vote": "id,vote\na->b,perhaps\n",
    "wrong-ballot": "id,ballot,vote\na->b,Maija,agree\n",
    "wrong-count": "id,agree\na->b,many\n",
    "unknown-card": "code,vote\nAAAAA,agree\n",
    "voted-twice": "id,vote\na->b,agree\na->b,disagree\n",
    "long-note": f"id,vote,note\na->b,agree,{'x' * 501}\n",
}

#: Variables of which one carries a theme.
THEMED = {"a": {"label": "A", "themes": [{"theme": "t"}]}, "b": {"label": "B"}}


def bytes_of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def factors_of(folder: Path, row: str) -> None:
    """Refuse a row of a worksheet of factors, which reading tells among its problems."""
    head = "About,Question,Answer,Rises or falls,Group,How many of you"
    found = read_factors([bytes_of(folder, "factors.csv", f"{head}\n{row}\n".encode())])
    raise ModelError(list(found.problems))


#: What ends in an error of each code, or one with a problem of it.
CALLS: dict[str, Callable[[Path], object]] = {
    "unknown-factor-question": lambda folder: factors_of(folder, "use,why,x"),
    "unknown-sign": lambda folder: factors_of(folder, "use,what follows from it,x,sideways"),
    "not-a-count": lambda folder: factors_of(folder, "use,what enables it,x,,,many"),
    "damaged-document": lambda folder: read_factors([bytes_of(folder, "a.docx", b"x")]),
    "empty-theme": lambda _: model_of("a + b", themes={"t": {"label": "T"}}).of_theme("t"),
    "no-such-model": lambda _: load("no model of this name"),
    "no-such-file": lambda folder: read_model(folder / "absent.yaml"),
    "not-a-file": read_model,
    "not-a-model": replaced,
    "forbidden-file": forbidden,
    "unknown-format": lambda folder: map_of(folder, "dear diary"),
    "broken-map": lambda folder: map_of(folder, '{"elements": [], "connections": []}'),
    "unreadable-file": lambda _: read_model("x" * 5000 + ".yaml"),
    "file-too-large": huge,
    "no-such-scenario": lambda _: load_scenario("no scenario of this name"),
    "circular-extends": circle,
    "unreadable-result": lambda folder: load_result(folder / "absent.nc"),
    "not-a-result": lambda folder: written(folder, lambda _: b"something else"),
    "wrong-result-version": lambda folder: written(
        folder, lambda content: content.replace(b'"format": 1', b'"format": 7')
    ),
    "damaged-result": lambda folder: written(folder, another_number),
    "not-a-table": lambda _: parse_tables(b"%PDF-1.7", "t.csv"),
    "invalid-csv": lambda _: parse_tables(b'a,"b', "t.csv"),
    "damaged-workbook": lambda _: parse_tables(b"PK\x03\x04", "t.xlsx"),
    "workbook-too-large": lambda _: parse_tables(format_workbook([WIDE]), "t.xlsx"),
    **{code: partial(told_of_services, text=text) for code, text in TOLD.items()},
    **{code: partial(scored_by, text=text) for code, text in SCORED.items()},
    **{code: partial(voted_in, text=text) for code, text in VOTED.items()},
    "votes-differ": saved_twice,
    "no-such-part": lambda folder: events(
        model_of("a + b", targets={1: {"title": "One"}}),
        programme=Programme.model_validate({"id": "p", "title": "P", "model": "tiny"}),
    ),
    "no-services": lambda _: raise_(needs_files()),
    **{code: partial(observed, code) for code in WRONG if code != "unknown-variable"},
    **{
        code: partial(monitored, read=read, text=text)
        for read, wrong in ((read_measurements, WRONG_MEASUREMENTS), (read_states, WRONG_STATES))
        for code, text in wrong.items()
    },
    "no-observations": lambda folder: calibrate(
        dynamics.growth(), observed_in(folder, f"{HEAD_OF_VALUES}a,0,level,1999\n")
    ),
    **{
        code: partial(programme_of, old=old, new=new)
        for code, (old, new) in WRONG_PROGRAMMES.items()
    },
    "nothing-to-join": lambda _: with_programme(audit(reinforcing_pair())),
    "unknown-part-of-programme": lambda _: parts_of("weather"),
    "unknown-mark": lambda _: marked_variables(reinforcing_pair(), None, "liked"),
    "no-themes": lambda _: themes(reinforcing_pair()),
    "unknown-kind": lambda _: programme(load("digikompassi"), kind="weather"),
    "nothing-told": lambda _: programme(load("digikompassi"), "weather in May"),
    "other-programme": notes_of_another,
    "outside-theme": lambda _: influence(
        model_of("a + b", themes={"t": {"label": "T"}}, variables=THEMED).of_theme("t"), "b"
    ),
    "no-programme": lambda _: load_programme(reinforcing_pair()),
    "invalid-model": lambda _: Model.model_validate(
        {**reinforcing_pair().model_dump(by_alias=True), "time": {"start": 2030, "end": 2020}}
    ),
    "invalid-file": lambda _: parse_model(""),
    "ambiguous-name": lambda _: resolve(
        model_of("a + b", variables={"a": {"label": "Same"}, "b": {"label": "Same"}}), "same"
    ),
    "unanswerable-question": lambda _: simulate_once(
        dynamics.growth(), settings=Settings(method="magic")
    ),
    "too-large": lambda _: matrix(
        model_of(*(f"v{number} + v{number + 1}" for number in range(2_000))), by="variable"
    ),
    "failed-simulation": lambda _: raised(errors.SimulationError),
    "step-too-long": lambda _: simulate_once(dynamics.growth(), settings=Settings(step=0.3)),
    "non-finite-level": lambda _: simulate_once(
        dynamics.growth(),
        dynamics.push(),
        settings=Settings(
            dynamics="accumulating", strengths={"a->b": 9e9, "b->a": 9e9}, end=2100, method="rk4"
        ),
    ),
    "failed-drawing": lambda _: draw(reinforcing_pair()).with_options(paper="letter"),
    "failed-output": lambda folder: write_bytes(b"", folder / "none" / "file"),
    "missing-package": lambda _: without("xarray", simulate_once(dynamics.growth()).to_xarray),
    "error": lambda _: raised(DigisysError),
}


def placed(**places: tuple[float, float]) -> Model:
    """Two variables on a sheet of 400 by 300."""
    points = {name: {"x": x, "y": y} for name, (x, y) in places.items()}
    return model_of("a + b", layout={"width": 400, "height": 300, "variables": points})


#: A model of which ``check`` finds something of each code.
FINDINGS: dict[str, Callable[[], Model]] = {
    "slide-without-scenario": lambda: model_of(
        "a + b", presentation={"slides": [{"scenario": "not-there"}]}
    ),
    "broken-loop": lambda: load("digikompassi"),  # on its tables alone
    "confirmed-loops": lambda: load("digikompassi"),
    "assumed-directions": lambda: load("digikompassi"),
    "ambiguous-link": lambda: load("digikompassi"),
    "covered-targets": lambda: load("digikompassi"),
    "complete-evidence": lambda: load("digikompassi"),
    "algebraic-loop": lambda: model_of(
        "a + b", "b + a", "c + a", roles={"a": "auxiliary", "b": "auxiliary", "c": "stock"}
    ),
    "without-stocks": lambda: model_of(
        "a + b", "b + a", roles={"a": "auxiliary", "b": "auxiliary"}
    ),
    "step-does-not-fit": lambda: model_of("a + b", time={"start": 2020, "end": 2030, "step": 5}),
    "timed-loops": reinforcing_pair,
    "unnamed-loops": reinforcing_pair,
    "isolated": lambda: model_of("a + b", roles={"lonely": "stock"}),
    "targets-without-variable": lambda: model_of("a + b", targets={1: {"title": "One"}}),
    "variables-without-evidence": reinforcing_pair,
    "links-without-evidence": reinforcing_pair,
    "shared-name": lambda: model_of(
        "a + b", variables={"a": {"label": "Same"}, "b": {"label": "same"}}
    ),
    "positions-outside": lambda: placed(a=(900, 50), b=(50, 50)),
    "positions-piled-up": lambda: placed(a=(50, 50), b=(50, 50)),
    "sign-of-product": lambda: model_of(
        "a + b",
        links=[
            {"from": "a", "to": "b", "polarity": "positive"},
            {"from": "c", "to": "b", "polarity": "positive", "modulates": "a->b"},
        ],
        roles={"c": "stock"},
    ),
    "moving-rest": lambda: model_of(
        "a + b",
        links=[
            {
                "from": "a",
                "to": "b",
                "polarity": "positive",
                "effect": {"table": [[0, 0.5], [1, 1]]},
            },
        ],
    ),
    "same-cycle": lambda: model_of(
        "a + b",
        "b + a",
        loops={
            "R1": {
                "label": "L",
                "kind": "reinforcing",
                "cycles": {"C": ["a", "b"], "D": ["b", "a"]},
            }
        },
    ),
}


#: Findings of documents: each is made in tests/analysis/test_quotations.py.
IN_DOCUMENTS = (
    *("quotation-missing", "quotation-changed", "quotation-moved"),
    *("document-missing", "quotations-found"),
)

#: Command lines that end in an error of each code, in JSON.
COMMANDS = {"wrong-command": ("influence", "--nope", "--format", "json")}


def codes_of(ask: Callable[[], object]) -> set[str]:
    """Return the codes of the error that a call ends in, and of its problems."""
    with pytest.raises(DigisysError) as caught:
        ask()
    found = caught.value.to_dict()
    return {found["code"], *(each["code"] for each in found.get("problems", []))}


def read(text: str | bytes) -> object:
    if isinstance(text, str) and text.startswith(("own:", "name:", "even:")):
        return parse_document(text, "own", OwnRule, lambda _: [])
    return parse_model(text)


@pytest.mark.parametrize("code", MODELS)
def test_a_model_file_has_a_problem_of_this_code(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose_module, "MOST_VALUES", FEW)
    monkeypatch.setattr(problems_module, "MOST_COMPLAINTS", FEW)
    assert code in codes_of(lambda: read(MODELS[code]))


@pytest.mark.parametrize("code", INTERVENTIONS)
def test_a_scenario_has_a_problem_of_this_code(code: str, tmp_path: Path) -> None:
    assert code in codes_of(lambda: intervention(code, tmp_path))


@pytest.mark.parametrize("code", CALLS)
def test_a_call_ends_in_an_error_of_this_code(code: str, tmp_path: Path) -> None:
    assert code in codes_of(lambda: CALLS[code](tmp_path))


@pytest.mark.parametrize("code", FINDINGS)
def test_check_has_a_finding_of_this_code(code: str) -> None:
    evidence = "table" if code == "broken-loop" else None
    assert code in {finding.code for finding in audit(FINDINGS[code](), evidence=evidence).findings}


@pytest.mark.parametrize("code", COMMANDS)
def test_a_command_ends_in_an_error_of_this_code(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(COMMANDS[code]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_every_code_of_the_table_is_shown_here() -> None:
    shown = [*MODELS, *INTERVENTIONS, *CALLS, *FINDINGS, *IN_DOCUMENTS, *COMMANDS]
    assert sorted(shown) == sorted(CODES)


# -- the code of the program ------------------------------------------------------------

#: What is made with a code as its first argument.
MADE = frozenset(
    [
        *("Problem", "Dangling", "Finding", "Advice", "Fault"),
        *("file_problem", "problem", "_refuse", "RowError"),
    ]
)


class Read(NamedTuple):
    """What is read of the program's own code."""

    made: list[tuple[str, ast.expr]]
    constants: set[object]


def name_of(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


@cache
def program() -> Read:
    """Return what is made with a code and where, and every word that stands in the program."""
    read = Read([], set())
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name == "codes.py" or path.parent.name == "layout":  # problems of arithmetic
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant):
                read.constants.add(node.value)
            elif isinstance(node, ast.Call):
                place, name = f"{path.relative_to(PACKAGE)}:{node.lineno}", name_of(node.func)
                if name in MADE and node.args:
                    read.made.append((place, node.args[0]))
                if name.endswith("Error"):
                    codes = [part.value for part in node.keywords if part.arg == "code"]
                    read.made.extend((place, code) for code in codes)
    return read


def test_whatever_is_made_with_a_code_names_one_of_the_table() -> None:
    wrong = [
        f"{place}: {ast.unparse(code)}"
        for place, code in program().made
        if name_of(code) != "code"  # which is passed on
        and not (isinstance(code, ast.Constant) and code.value in CODES)
    ]
    assert wrong == []
    assert len(program().made) > 100


def test_every_code_of_the_table_is_used() -> None:
    assert set(CODES) <= program().constants


def test_every_class_of_error_has_a_code_of_its_own() -> None:
    classes = [
        thing for name in errors.__all__ if issubclass(thing := getattr(errors, name), DigisysError)
    ]
    codes = [thing.code for thing in classes]
    assert set(codes) <= set(CODES)
    assert len(set(codes)) == len(classes)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_words_with_hyphens_and_tells_its_meaning(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    row = CODES[code]
    kinds = {"file", "form", "value", "model", "programme", "scenario", "result", "table"}
    kinds |= {"finding", "error"}
    assert row.about in kinds
    assert row.meaning.endswith(".")
    assert row.cure.endswith(".") or (row.about == "finding" and not row.cure)


# -- what a program gets ----------------------------------------------------------------


def test_a_program_gets_each_problem_with_code_field_and_place() -> None:
    with pytest.raises(ModelFileError) as caught:
        parse_model(LINKED.replace("to: b", "to: c"), file="m.yaml")
    data: dict[str, Any] = caught.value.to_dict("fi")
    assert data == {
        "code": "invalid-file",
        "what": "Malli ei ole kelvollinen.",
        "cure": None,
        "problems": [
            {
                "code": "unknown-variable",
                "what": "Muuttujaa ”c” ei ole.",
                "cure": data["problems"][0]["cure"],
                "field": "links[0].to",
                "file": "m.yaml",
                "line": 9,
                "column": 19,
                "sheet": None,
                "cell": None,
            }
        ],
    }
    assert json.loads(json.dumps(data)) == data


def test_a_model_made_in_python_has_codes_and_no_place() -> None:
    raw = reinforcing_pair().model_dump(by_alias=True)
    with pytest.raises(ModelError) as caught:
        Model.model_validate({**raw, "time": {"start": 2030, "end": 2020}})
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.place)) == ("end-before-start", "")


def test_an_error_travels_with_its_code() -> None:
    import pickle

    for ask in (lambda: load_scenario("no such"), lambda: parse_model("")):
        with pytest.raises(DigisysError) as caught:
            ask()
        again = pickle.loads(pickle.dumps(caught.value))
        assert again.to_dict() == caught.value.to_dict()


def test_equations_and_others_keep_the_code_of_their_class() -> None:
    assert codes_of(lambda: equations(reinforcing_pair(), settings=Settings(step=0.3))) == {
        "step-too-long"
    }
