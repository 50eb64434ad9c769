"""Every cure that the reader offers is one: applied as it stands, the file is read.

A cure either gives what to write, which is then written in the place of what is wrong, or it
says in words what to do, and the mended text stands beside the broken one here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import digisys.io.yaml
import digisys.schema.checks
from digisys.errors import ModelFileError, Problem
from digisys.io import parse_model
from digisys.io.yaml.read import parse_document
from digisys.schema import Scenario
from digisys.schema.scenario_checks import find_scenario_problems
from tests.io.reading import HEAD, TWO

LINKS = "links:\n  - {from: a, to: b, polarity: positive}\n"
THREE = HEAD + "variables: {a: {label: A}, b: {label: B}, c: {label: C}, d: {label: D}}\n" + LINKS
SOURCE = "sources:\n  s: {title: S, parts: {table: {label: T}}}\n"
#: A scenario; what a case adds are the keys of its only intervention.
SCENARIO = "schema: 1\nid: s\ntitle: S\ninterventions:\n  - "
CUT = "{action: cut, from: a, to: b, start: 2024}\n"

#: What may stand in a cure for people to write.
_OFFERS = {"names", "quoted", "value", "word", "example", "limit", "line", "key", "range"}

#: A word as it stands in a file.
_WORD = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^,{}\[\]\n:#]+?(?=\s*(?:[,{}\[\]\n#]|:(?:\s|$)|$))"
)


class Case(NamedTuple):
    """A file with one fault, and the file mended by hand where the cure is in words."""

    broken: str
    mended: str | None = None


def link(more: str) -> str:
    return TWO + f"links:\n  - {{from: a, to: b, {more}}}\n"


#: What to write stands in the cure.
REPLACED = [
    Case(link("polarty: positive")),
    Case(link("polarity: positive, description: why")),
    Case(link("polarity: positive, comment: said by the third")),
    Case(link("polarity: positive, lag: 0.5")),
    Case(link("polarity: positive, weight: strong")),
    Case(link("sign: positive")),
    Case(link("polarity: positve")),
    Case(link("polarity: +")),
    Case(link("polarity: −")),
    Case(link("polarity: increasing")),
    Case(link("polarity: [positive]")),
    Case(link("polarity: no")),
    Case(link("polarity: positive, strength: stong")),
    Case(link("polarity: positive, strength: huge")),
    Case(link("polarity: positive, strength: '0,4'")),
    Case(link("polarity: positive, strength: 12")),
    Case(link("polarity: positive, strength: [0.6, 0.2]")),
    Case(link("polarity: positive, strength: [0.6]")),
    Case(HEAD + "variables:\n  a: {label: A, role: stock, inertia: 0}\n"),
    Case(link("polarity: positive, effect: bent")),
    Case(link("polarity: positive, effect: linaer")),
    Case(link("polarity: positive, effect: threshold")),
    Case(link("polarity: positive, effect: table")),
    Case(link("polarity: positive, effect: 0.5")),
    Case(link("polarity: positive, curve: saturating")),
    Case(link("polarity: positive, effect: {treshold: 0.3}")),
    Case(link("polarity: positive, effect: {threshold: '0,3'}")),
    Case(link("polarity: positive, effect: {saturating: 0}")),
    Case(link("polarity: positive, effect: {table: [[0], [1, 2]]}")),
    Case(link("polarity: positive, effect: {table: [[0, 0, 0], [1, 2]]}")),
    Case(THREE + "  - {from: c, to: b, polarity: positive, modulates: a->c}\n"),
    Case(link("polarity: positive, delay: '0.5'")),
    Case(link("polarity: positive, delay: yes")),
    Case(link("polarity: positive, id: late")),
    Case(link("polarity: positive, delay: long")),
    Case(TWO + "time: {start: 0, end: 4, unit: month}\n"),
    Case(TWO + "time: {start: 0, end: 4, unit: 12}\n"),
    Case(link('polarity: positive, delay: "0,5"')),
    Case(link("polarity: positive, delay: 0,5")),
    Case(link("polarity: positive, delay: soon")),
    Case(link("polarity: positive, delay: 1_0")),
    Case(link("polarity: positive, delay: .inf")),
    Case(link("polarity: positive, delay: 500")),
    Case(link("polarity: positive, delay: -1")),
    Case(link("polarity: positive, delay_order: '3'")),
    Case(link("polarity: positive, delay_order: 2")),
    Case(link("polarity: positive, delay_order: pipline")),
    Case(link("polarity: positive, evidence: s") + SOURCE),
    Case(link("polarity: positive, evidence: [s]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: z}]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: s, part: tabl}]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: s, pages: 3}]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: s, pages: ['3']}]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: s, pages: [3.0]}]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: s, pages: [third]}]") + SOURCE),
    Case(link("polarity: positive, evidence: [{source: s, pages: [0]}]") + SOURCE),
    Case(link("polarity: positive, certainty: yes")),
    Case(TWO + "links:\n  - {from: a, to: bb, polarity: positive}\n"),
    Case(TWO + "links:\n  - {from: a, to: z, polarity: positive}\n"),
    Case(HEAD + "variables:\n  1: {label: A}\n"),
    Case(HEAD + "variables:\n  '1': {label: A}\n"),
    Case(HEAD + "variables:\n  1: {label: A}\n  2: {label: B}\nlinks:\n"
         "  - {from: 1, to: 2, polarity: positive}\n"),
    Case(HEAD + "variables:\n  Digital skills: {label: A}\n"),
    Case(HEAD + "variables:\n  满意: {label: A}\n"),
    Case(HEAD + "variables:\n  no: {label: A}\n"),
    Case(HEAD + "variables:\n  2024-01-01: {label: A}\n"),
    Case(HEAD + "variables:\n  True: {label: A}\n"),
    Case(HEAD + "variables:\n  010: {label: A}\n"),
    Case(HEAD + "variables:\n  a: {label: A}\ntargets:\n  010: {title: T}\n"),
    Case(HEAD + "variables:\n  a: {lable: A}\n"),
    Case(HEAD + "variables:\n  a: {name: A}\n"),
    Case(HEAD + "variables:\n  a: {label: A, comment: why}\n"),
    Case(HEAD + "variables:\n  a: {label: A, type: stock}\n"),
    Case(HEAD + "variables:\n  a: {label: 14}\n"),
    Case(HEAD + "variables:\n  a: {label: true}\n"),
    Case(HEAD + "variables:\n  a: {label: no}\n"),
    Case(HEAD + "variables:\n  a: {label: null}\n"),
    Case(HEAD + "variables:\n  a: {label: 010}\n"),
    Case(HEAD + "variables:\n  a: {label: .inf}\n"),
    Case(HEAD + "variables:\n  a: {label: 2024-01-01}\n"),
    Case(HEAD + "variables:\n  a: {label: [A]}\n"),
    Case(HEAD + "variables:\n  a: A\n"),
    Case(HEAD + "variables:\n  a: {label: A, aliases: B}\n"),
    Case(HEAD + "variables:\n  a: {label: A, aliases: [14]}\n"),
    Case(HEAD + "variables:\n  a: {label: A, targets: 14}\ntargets:\n  14: {title: T}\n"),
    Case(HEAD + "variables:\n  a: {label: A, targets: [14]}\ntargets:\n  14: {title: T}\n"),
    Case(HEAD + "variables:\n  a: {label: A, targets: [{target: 15}]}\n"
         "targets:\n  14: {title: T}\n"),
    Case(HEAD + "variables:\n  a: {label: A}\ntargets:\n  '14': {title: T}\n"),
    Case(HEAD + "variables:\n  a: {label: A}\ntargets:\n  first: {title: T}\n"),
    Case(HEAD + "variables:\n  a: {label: A, area: x}\nareas:\n  z: {label: Z}\n"),
    Case(HEAD + "variables:\n  a: {label: A, role: stok}\n"),
    Case(TWO + "sources:\n  s: {title: S, year: long ago}\n"),
    Case(TWO + "sources:\n  s: {title: S, year: 0x7e8}\n"),
    Case(TWO + "sources:\n  s: {title: S, year: 12}\n"),
    Case(TWO + "time: {start: now}\n"),
    Case(TWO + "time: {step: short}\n"),
    Case(TWO + "time: {step: 0}\n"),
    Case(TWO + "layout: {width: wide, height: 1}\n"),
    Case(TWO.replace("languages: [en]", "languages: en")),
    Case(TWO.replace("languages: [en]", "languages: [English]")),
    Case(TWO.replace("languages: [en]", "languages: [no]")),
    Case(TWO.replace("languages: [en]", "languages: [en_gb]")),
    Case(HEAD.replace("[en]", "[en-GB]") + "variables: {a: {label: {en_gb: A}}}\n"),
    Case(TWO.replace("id: t", "id: 7")),
    Case(TWO.replace("schema: 1\n", "")),
    Case(TWO.replace("schema: 1", "schema: '1'")),
    Case(TWO + "loops:\n  1: {label: L, kind: reinforcing, cycles: {R1: [a, b]}}\n"
         "links:\n  - {from: a, to: b, polarity: positive}\n"
         "  - {from: b, to: a, polarity: positive}\n"),
    Case(SCENARIO + "{action: pusch, variable: a, start: 2024, size: 0.5}\n"),
    Case(SCENARIO + "{action: push, variable: a, start: 2024, size: 5}\n"),
    Case(SCENARIO + "{action: push, variable: a, start: 2024, size: much}\n"),
    Case(SCENARIO + "{action: push, variable: 14, start: 2024, size: 0.5}\n"),
    Case(SCENARIO + "{action: strengthen, from: a, to: b, start: 2024, factor: twice}\n"),
    Case(SCENARIO + "{action: weaken, from: a, to: b, start: 2024, factor: twice}\n"),
    Case(SCENARIO.replace("id: s", "id: More care!!") + CUT),
    Case(SCENARIO.replace("id: s", f"id: {'long ' * 9}") + CUT),
    Case(SCENARIO.replace("id: s", "id: 2nd") + CUT),
]  # fmt: skip

LINKED_BETWEEN = TWO + LINKS + "  - {from: b, to: a, polarity: positive}\n"

#: The cure says in words what to do; the second text does it.
TOLD = [
    Case(link("polarity: positive, tags: [x]"), link("polarity: positive")),
    Case(HEAD + "variables:\n  a: {label: A, tags: [x]}\n", HEAD + "variables:\n  a: {label: A}\n"),
    Case(HEAD + "variables:\n  a: {label: A, colour: x}\n", HEAD + "variables:\n  a: {label: A}\n"),
    Case(
        TWO + LINKS + "  - {from: a, to: b, polarity: negative}\n",
        link("polarity: unknown"),
    ),
    Case(
        TWO + LINKS + "  - {from: a, to: b, polarity: negative}\n",
        TWO + LINKS + '  - {from: a, to: b, polarity: negative, id: "a->b#2"}\n',
    ),
    Case(
        link("polarity: positive, id: a->b#2")
        + "  - {from: a, to: b, polarity: positive, delay: 1, id: a->b#2}\n",
        link("polarity: positive, id: a->b#2")
        + "  - {from: a, to: b, polarity: positive, delay: 1, id: a->b#3}\n",
    ),
    Case(link("polarity: positive, id: b->a"), link("polarity: positive, id: a->b#2")),
    Case(link("polarity: positive").replace("to: b", "to: a"), LINKED_BETWEEN),
    Case(
        link("polarity: positive").replace("to: b", "to: a"),
        link("polarity: negative").replace("to: b", "to: a"),
    ),
    Case(
        link("polarity: unknown").replace("to: b", "to: a"),
        link("polarity: negative").replace("to: b", "to: a"),
    ),
    Case(
        link("polarity: negative").replace("to: b", "to: a")
        + "loops:\n  B1: {label: L, kind: balancing, cycles: {B1: [a]}}\n",
        link("polarity: negative").replace("to: b", "to: a"),
    ),
    Case(TWO + "time: {unit: months}\n", TWO + "time: {unit: months, start: 0, end: 24}\n"),
    Case(
        TWO + "time: {unit: weeks, start: 10, end: 2}\n",
        TWO + "time: {unit: weeks, start: 10, end: 20}\n",
    ),
    Case(TWO + LINKS + "  - {from: a, to: b, polarity: positive}\n", TWO + LINKS),
    Case(link("polarity: positive, effect: negative"), link("polarity: negative")),
    Case(link("polarity: positive, effect: {}"), link("polarity: positive")),
    Case(
        link("polarity: positive, effect: {threshold: 1, saturating: 1}"),
        link("polarity: positive, effect: {threshold: 1}"),
    ),
    Case(
        link("polarity: positive, effect: {table: [[0, 0]]}"),
        link("polarity: positive, effect: {table: [[0, 0], [1, 1]]}"),
    ),
    Case(
        link("polarity: positive, effect: {table: [[1, 1], [0, 0]]}"),
        link("polarity: positive, effect: {table: [[0, 0], [1, 1]]}"),
    ),
    Case(
        link("polarity: positive, effect: {table: [[0, 1], [1, 0]]}"),
        link("polarity: negative, effect: {table: [[0, -1], [1, 0]]}"),
    ),
    Case(
        THREE + "  - {from: c, to: b, polarity: positive, modulates: c->b}\n",
        THREE + "  - {from: c, to: b, polarity: positive, modulates: a->b}\n",
    ),
    Case(
        THREE + "  - {from: b, to: c, polarity: positive, modulates: a->b}\n",
        THREE + "  - {from: c, to: b, polarity: positive, modulates: a->b}\n",
    ),
    Case(
        THREE + "  - {from: c, to: b, polarity: positive, modulates: a->b}\n"
        "  - {from: d, to: b, polarity: positive, modulates: c->b}\n",
        THREE + "  - {from: c, to: b, polarity: positive, modulates: a->b}\n"
        "  - {from: d, to: b, polarity: positive, modulates: a->b}\n",
    ),
    Case(TWO + "dynamics: accumulating\nresponse: tanh\n", TWO + "dynamics: accumulating\n"),
    Case(HEAD + "variables:\n  a: {label: }\n", HEAD + "variables:\n  a: {label: A}\n"),
    Case(HEAD + "variables:\n  a: {label: A, area: }\n", HEAD + "variables:\n  a: {label: A}\n"),
    Case(HEAD + "variables: {a: {label: {en: ''}}}\n", HEAD + "variables: {a: {label: {en: A}}}\n"),
    Case(HEAD + "variables:\n  a:\n    label:A\n", HEAD + "variables:\n  a:\n    label: A\n"),
    Case(HEAD + "variables: {a: {label:A}}\n", HEAD + "variables: {a: {label: A}}\n"),
    Case(HEAD + "variables:\n  a: {label: A}\n  b: &x {label: B}\n", TWO),
    Case(TWO.replace("schema: 1", "schema: 99"), TWO),
    Case(TWO.replace("title: T\n", ""), TWO),
    Case(TWO + "description: a: b\n", TWO + 'description: "a: b"\n'),
    Case(
        TWO.replace("[en]", "[en, fi]").replace("title: T", "title: {en: T, fi: T}"),
        HEAD.replace("[en]", "[en, fi]").replace("title: T", "title: {en: T, fi: T}")
        + "variables: {a: {label: {en: A, fi: A}}, b: {label: {en: A, fi: A}}}\n",
    ),
    Case(TWO + "id: u\n", TWO),
    Case(link(""), link("polarity: unknown")),
    Case(HEAD + "variables:\n  - {label: A}\n", HEAD + "variables:\n  a: {label: A}\n"),
    Case(HEAD + "variables: {}\n", HEAD + "variables: {a: {label: A}}\n"),
    Case(
        HEAD + f"variables:\n  a: {{label: {'9' * 80}}}\n",
        HEAD + f"variables:\n  a: {{label: '{'9' * 80}'}}\n",
    ),
]  # fmt: skip

#: Models and scenarios have no such bounds.
UNUSED = {
    "Give a number smaller than {limit}.",
    "List at most {limit}.",
    "Give it a name of at most {limit} characters.",  # told when a file is written
    "Shorten it to {limit} characters.",
}


def read(text: str) -> tuple[Problem, ...]:
    """Return the problems of a model, or of a scenario."""
    try:
        if "interventions:" in text:
            parse_document(text, "s.yaml", Scenario, find_scenario_problems)
        else:
            parse_model(text, file="m.yaml")
    except ModelFileError as error:
        return error.problems
    return ()


def offers(problem: Problem) -> list[str]:
    """List what a cure offers to write, one after the other; none if it says it in words."""
    if problem.cure is None:
        return []
    given = {key: str(value) for key, value in problem.cure.values.items()}
    if "line" in given:
        return [given["line"]]
    if "names" in given and "Remove it" not in problem.cure.template:
        return given["names"].split(", ")
    if "limit" in given and "number" in problem.cure.template:
        limit = float(given["limit"])
        above, below = "larger" in problem.cure.template, "smaller" in problem.cure.template
        return [f"{limit + above - below:g}"]
    if "such as R1" in problem.cure.template:
        return ["R1"]
    offered = [
        given[key] for key in ("quoted", "value", "word", "example", "range") if key in given
    ]
    if offered and "Write a text, or" in problem.cure.template:
        return ["{en: …}"]  # of the languages that the file has
    return [each.removesuffix(":") for each in offered]


def put(text: str, problem: Problem, offer: str) -> str:
    """Write an offer over the word at the place of a problem."""
    assert problem.line is not None
    assert problem.column is not None
    lines = text.split("\n")
    line, at = lines[problem.line - 1], problem.column - 1
    if problem.cure is not None and "Add the line" in problem.cure.template:
        return "\n".join([offer, *lines])
    if line[at - 1 : at] == ",":  # 0,5 without quotes is two values, of which the second is wrong
        at = line.rindex(" ", 0, at) + 1
        return text.replace(line, line[:at] + offer + line[line.index("}", at) :])
    if line[at] in "[{":  # a list or keys where a word is expected
        end = at + line[at:].index("]" if line[at] == "[" else "}") + 1
    else:
        found = _WORD.match(line, at)
        assert found is not None, (line, at)
        end = found.end()
    lines[problem.line - 1] = line[:at] + offer + line[end:]
    return "\n".join(lines)


@pytest.mark.parametrize("case", REPLACED, ids=lambda case: case.broken[-60:].strip())
def test_what_a_cure_offers_is_accepted(case: Case) -> None:
    found = read(case.broken)
    assert found
    for nth in range(max(len(offers(problem)) for problem in found)):
        text = case.broken
        for problem in reversed(found):  # from the end, so that earlier places stay
            offered = offers(problem)
            assert offered, problem
            text = put(text, problem, offered[min(nth, len(offered) - 1)])
        assert read(text) == (), text


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.broken[-60:].strip())
def test_what_a_cure_tells_is_accepted(case: Case) -> None:
    found = read(case.broken)
    assert found
    assert not [problem for problem in found if "Did you mean" in str(problem.cure)]
    assert case.mended is not None
    assert read(case.mended) == ()


def templates() -> Iterator[str]:
    """Yield every text of the reader that holds something to write, and is no statement."""
    folders = [Path(home.__file__).parent for home in (digisys.io.yaml, digisys.schema.checks)]
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Message", "N_"):
                (text, *_) = node.args
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    held = set(re.findall(r"\{(\w+)\}", text.value))
                    if held & _OFFERS and not re.match(r"(The|More|\{value\}) ", text.value):
                        yield text.value


def test_every_cure_that_says_what_to_write_is_applied_here() -> None:
    """A new cure without a file that it mends fails here."""
    found = [problem for case in (*REPLACED, *TOLD) for problem in read(case.broken)]
    seen = {text.template for problem in found for text in (problem.what, problem.cure) if text}
    assert sorted(set(templates()) - seen - UNUSED) == []
