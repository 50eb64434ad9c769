"""Every command fits a terminal of 40 columns or more, in every language, with ids in one piece."""

from __future__ import annotations

import io
import re
import sys

import pytest

from digisys import audit, load
from digisys.answers.table import Table
from digisys.answers.wrap import text_width, wrap
from digisys.cli.main import COMMAND_MODULES, main
from digisys.words import LANGUAGES
from tests.exchange.cup import CUP

#: A worksheet of factors, with a name that is near another, a lack, and what cannot be read.
FACTORS = """\
About,Question,Answer,Rises or falls,Remark,Group,How many of you
trust,what enables it,Openness of the municipality in decisions,,,Group 1,5
trust,what blocks it,Lack of openness of the municipality in decisions,,,Group 2,4
nothing of this name,what blocks it,Rumours,,,Group 2,
trust,what follows from it,Rumours about the municipality,sideways,,Group 2,
"""

#: Ids of 25 columns, labels of long words and of wide letters, several languages, every part.
MODEL = """schema: 1
id: widths
title: {fi: Yhteentoimivuuskehittämissuunnitelma, sv: Samverkan, en: Interoperability}
languages: [fi, sv, en]
time: {start: 2020, end: 2024, step: 0.25}
sources: {workshop_of_may: {title: {fi: Paja, sv: Verkstad, en: Workshop}}}
areas:
  cooperation_between: {label: {fi: Yhteistyö, sv: Samarbete, en: Cooperation between offices}}
targets: {14: {title: {fi: Johtaminen, sv: Ledning, en: Leadership}, area: cooperation_between}}
variables:
  cross_government_leaders:
    label: {fi: Johtaminen yli hallinnonalojen, sv: Ledning, en: Leadership across government}
    targets: [{target: 14}]
    area: cooperation_between
    evidence: [{source: workshop_of_may}]
  interoperability_of_data:
    label: {fi: Tiedonhallintajärjestelmäyhteensopivuus, sv: 信任信任信任信任, en: Interoperability}
    role: stock
  trust:
    label: {fi: Luottamus, sv: Tillit, en: Trust}
    role: stock
    area: cooperation_between
    themes: [{theme: trust_first, reason: {fi: Epäjärjestelmällistyttämättömyys, sv: 信任, en: So}}]
  budget: {label: {fi: Budjetti, sv: Budget, en: Budget}, role: input}
links:
  - {from: budget, to: cross_government_leaders, polarity: positive}
  - from: cross_government_leaders
    to: interoperability_of_data
    polarity: positive
    evidence: [{source: workshop_of_may, slides: [3]}]
  - {from: interoperability_of_data, to: trust, polarity: unknown, delay: 1}
  - {from: trust, to: cross_government_leaders, polarity: positive, strength: weak}
  - {from: trust, to: interoperability_of_data, polarity: negative, certainty: ambiguous}
themes:
  trust_first: {label: {fi: Luottamus ensin, sv: Tillit först, en: Trust first}}
loops:
  R1:
    label: {fi: Luottamus kasvaa, sv: Tillit, en: Trust grows}
    kind: unknown
    cycles: {R1a: [cross_government_leaders, interoperability_of_data, trust]}
"""
SCENARIO = """schema: 1
id: more-budget
title: More budget
interventions: [{action: level, variable: budget, start: 2021, size: 0.5}]
"""
PROGRAMME = """schema: 1
id: programme_of_widths
title: Programme
model: widths
actors: {office: {label: Office}}
indicators:
  yearly_survey_of_the_trust:
    label: {fi: Luottamusbarometrikysely, sv: 信任信任信任信任, en: Yearly survey of trust}
    description: Asked
    status: proposed
    scale: {kind: survey}
    observes: [{variable: trust, confidence: medium, reason: Asks for it}]
actions:
  cooperation_across_offices:
    label: {fi: Yhteentoimivuuskehittämissuunnitelma, sv: Samverkan, en: Cooperation}
    target: 14
    actors: [office]
    pushes: [{variable: interoperability_of_data, confidence: low, reason: Helps}]
life_events:
  assessments: {set: {label: Set of criteria, criteria: {c: {label: C, parts: {d: {label: D}}}}}}
  traits: {many: {label: Deals with many offices}}
  events:
    moving_to_another_town: {label: Moving, kind: life_event, state: named}
    hiring: {label: 信任信任信任信任, kind: business_event, state: under_way}
quality:
  version: "1"
  areas: {all: {label: All}}
  criteria: {clear: {number: "1", area: all, label: It is clear to everybody who needs it}}
service_map:
  definition: {digital: {label: It is digital}}
  criteria: {known: {label: Use by channel is known to its owner, shown_by: usage}}
"""
TOLD = "service,event,proposed\nYhteentoimivuuspalvelu,hiring,2026-01-01\n\n\nservice,stars\nb,4\n"
SCORES = "event,criterion,score\nhiring,d,4\nhiring,x,4\n"
NAMES = ("cross_government_leaders", "interoperability_of_data")
SUGGESTED = """\
model: widths
suggestions:
- from: cross_government_leaders
  to: interoperability_of_data
  polarity: negative
  reason: Yhteentoimivuuskehittämissuunnitelma
"""
VOTED = (
    "id,ballot,vote,sign,note\n"
    "cross_government_leaders->interoperability_of_data,1,agree,,Yhteentoimivuuskehittämissuunnitelma\n"
    "cross_government_leaders->interoperability_of_data,2,disagree,minus,\n"
    "interoperability_of_data->trust,2,perhaps,,\n"
    "interoperability_of_data->cross_government_leaders,2,agree,,\n"
)
#: What is typed for each command; commands that write files or serve are left out.
LINES = {
    "language": "language",
    "actions": "actions --programme programme.yaml --reaching 14 --samples 200",
    "indicators": "indicators 14 --programme programme.yaml",
    "events": "events --programme programme.yaml --scores scores.csv",
    "quality": "quality told.csv --programme programme.yaml",
    "services": "services told.csv --programme programme.yaml --date 2026-11-27",
    "programme": "programme --programme programme.yaml",
    "themes": "themes trust_first --programme programme.yaml",
    "ask": "ask what influences trust",
    "influence": "influence 14 --with actions,indicators --programme programme.yaml",
    "causes": "causes trust",
    "chains": "chains 14 trust",
    "loops": "loops -c all",
    "matrix": "matrix 14 trust budget",
    "cut": "cut 14 trust",
    "loop-set": "loop-set",
    "press": "press",
    "robust": "robust 14",
    "questions": "questions 14 --limit 2",
    "sizes": "sizes 14",
    "measures": "measures",
    "show": "show cross_government_leaders",
    "targets": "targets",
    "areas": "areas",
    "variables": "variables",
    "links": "links",
    "roles": "roles",
    "diff": "diff digikompassi",
    "combine": "combine widths.yaml digikompassi --samples 0",
    "workshop": "workshop read votes.csv",
    "merge": "merge widths.yaml widths.yaml digikompassi",
    "quote": "quote",
    "suggestions": "suggestions widths.yaml",
    "factors": "factors --read factors.csv",
    "sources": "sources cross_government_leaders",
    "check": "check",
    "describe": "describe",
    "simulate": "simulate more-budget -n 16",
    "compare": "compare more-budget less-budget -n 16",
    "reach": "reach trust --level 0.1 -n 16",
    "sensitivity": "sensitivity more-budget trust -n 32",
    "dominance": "dominance more-budget",
    "equations": "equations",
    "models": "models",
    "run": "run cup.mdl --scores",
    "calibrate": "calibrate observed.csv --scenario more-budget -n 64",
    "monitor": "monitor observed.csv --programme programme.yaml -n 64",
    "organisations": "organisations observed.csv --scenario more-budget --scenario less-budget "
    "--programme programme.yaml -n 16",
    "roadmap": "roadmap --programme programme.yaml",
    "split": "split trust -c all -n 32",
    "scenarios": "scenarios",
}
WRITING = {
    "draw",
    "layout",
    "page",
    "edit",
    "explore",
    "report",
    "export",
    "convert",
    "schema",
    "sheet",
    "mcp",
    "site",
    "verify",
}
#: The narrowest in every language; the others where that costs least.
WIDTHS = {"en": (40, 60, 80), "fi": (40, 60), "sv": (40, 80)}
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("widths")
    (made / "widths.yaml").write_text(MODEL, encoding="utf-8")
    rows = "variable,value,unit,date\ntrust,0.1,level,2022\ntrust,0.2,level,2023\n"
    (made / "cup.mdl").write_text(CUP, encoding="utf-8")
    (made / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    (made / "told.csv").write_text(TOLD, encoding="utf-8")
    (made / "scores.csv").write_text(SCORES, encoding="utf-8")
    (made / "votes.csv").write_text(VOTED, encoding="utf-8")
    (made / "factors.csv").write_text(FACTORS, encoding="utf-8")
    (made / "widths.suggestions.yaml").write_text(SUGGESTED, encoding="utf-8")
    (made / "observed.csv").write_text(rows, encoding="utf-8")
    less = SCENARIO.replace("more", "less").replace("More", "Less").replace("0.5", "-0.5")
    (made / "more-budget.yaml").write_text(SCENARIO, encoding="utf-8")
    (made / "less-budget.yaml").write_text(less, encoding="utf-8")
    return made


@pytest.fixture
def show(folder, monkeypatch):
    """Run a command on a terminal of so many columns; its lines, without colours."""
    monkeypatch.chdir(folder)

    def shown(line: str, width: int, codes: tuple[int, ...] = (0,)) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        for stream in ("stdout", "stderr"):
            monkeypatch.setattr(sys, stream, Terminal())
        assert main(line.split()) in codes, sys.stderr.getvalue()
        lines = []
        for stream in (sys.stdout, sys.stderr):
            text = _COLOUR.sub("", stream.getvalue())
            # What a progress bar has written is taken back before the answer comes.
            lines += [part.rsplit("\r", 1)[-1] for part in text.split("\n")]
        return lines

    return shown


def test_every_command_is_measured() -> None:
    assert set(LINES) | WRITING == set(COMMAND_MODULES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", LINES)
def test_no_line_is_wider_than_the_terminal(show, command: str, language: str) -> None:
    for width in WIDTHS[language]:
        lines = show(f"{LINES[command]} -m widths.yaml -l {language}", width)
        assert max(map(text_width, lines)) <= width, (width, max(lines, key=text_width))
        assert any(lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMAND_MODULES)
def test_help_fits_too(show, command: str, language: str) -> None:
    lines = show(f"{command} --help -l {language}", 40)
    assert max(map(text_width, lines)) <= 40, max(lines, key=text_width)


@pytest.mark.parametrize(
    "line",
    [
        "influence trst -m widths.yaml",
        "influnce trust",
        "influence trust -m widths.yaml --evidense x",
        "check width.yaml",
        "simulate more-budget -m widths.yaml --samples none",
    ],
)
def test_errors_fit_too(show, line: str) -> None:
    for language in LANGUAGES:
        lines = show(f"{line} -l {language}", 40, codes=(1, 2))
        assert max(map(text_width, lines)) <= 40


def test_ids_stay_in_one_piece(show) -> None:
    for width in (40, 60, 80):
        lines = show("check -m widths.yaml --ids", width)
        assert all(any(name in line for line in lines) for name in NAMES)
        for line in lines:
            pieces = re.findall(r"[a-z]+_[a-z_]*[a-z]|[a-z]*_[a-z]+", line)
            assert set(pieces) <= {*NAMES, "workshop_of_may"}, line


def test_where_columns_do_not_fit_they_stand_below_each_other() -> None:
    heads = ("Variable", "From", "To", "Share", "Note")
    row = ("Trust", "cross_government_leaders", "interoperability_of_data", 0.25, "")
    table = Table(heads, (row, ("Use", "", "a", None, "some words that go on for a while")))
    assert table.text(width=30).split("\n") == [
        "Trust",
        "  From:",
        "    cross_government_leaders",
        "  To: interoperability_of_data",
        "  Share: 0.25",
        "Use",
        "  To: a",
        "  Note: some words that go on",
        "    for a while",
    ]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("EU-raha on apua", 8, ["EU-raha", "on apua"]),
        ("hyvinvointi-ala", 13, ["hyvinvointi-", "ala"]),
        ("ab_c->d_e x", 9, ["ab_c->d_e", "x"]),
        ("ab_c->d_e x", 6, ["ab_c->", "d_e x"]),
        ("信任信任 信", 4, ["信任", "信任", "信"]),
        ("yhteentoimivuus", 8, ["yhteent-", "oimivuus"]),
        ("luotta\u00admus", 20, ["luottamus"]),
        ("10\u00a0% 20\u00a0%", 6, ["10\u00a0%", "20\u00a0%"]),
    ],
)
def test_lines_are_broken_where_words_end(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_many_of_a_kind_are_told_together_and_all_as_json(folder, show) -> None:
    pairs = range(41)
    head = "schema: 1\nid: plain\ntitle: Plain\nlanguages: [en]\n"
    variables = "".join(f"  {end}{at}: {{label: {end}{at}}}\n" for at in pairs for end in "ab")
    links = "".join(
        f"  - {{from: {one}{at}, to: {other}{at}, polarity: positive}}\n"
        for at in pairs
        for one, other in ("ab", "ba")
    )
    text = f"{head}variables:\n  s: {{label: s, role: stock}}\n{variables}links:\n{links}"
    (folder / "plain.yaml").write_text(text, encoding="utf-8")
    lines = show("check plain.yaml", 80, codes=(1,))
    assert sum(line.startswith("Problem ") for line in lines) == 1
    said = " ".join(line.strip() for line in lines)
    assert "holds no stock, so nothing in it takes time: “a0”, “b0”." in said
    assert "And 40 more like it, such as: “a1”, “b1”; “a2”, “b2”; “a3”, “b3”;" in said
    assert "--format json lists them all." in said
    assert "problems 41" in said
    found = [item["code"] for item in audit(load(folder / "plain.yaml")).to_dict()["findings"]]
    assert found.count("algebraic-loop") == 41
