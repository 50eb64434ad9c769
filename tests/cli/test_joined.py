"""``--with`` and ``--theme`` on the command line; nothing in the code knows one model."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from pathlib import Path

import pytest

import digisys
from digisys.cli.main import COMMAND_MODULES, main
from digisys.io.programmes import load_programme

CODE = Path(digisys.__file__).parent
#: Where the one default of the command line is named.
DEFAULT = CODE / "cli" / "models.py"
#: How short an id may be and still be told from a common word.
LONG = 14


@pytest.fixture
def run(capsys):
    def call(*words):
        code = main(list(words))
        done = capsys.readouterr()
        return code, done.out, done.err

    return call


def test_json_and_csv_and_markdown_hold_what_was_joined(run):
    code, out, _ = run("influence", "14", "--with", "actions,indicators", "-f", "json")
    told = json.loads(out)
    assert code == 0
    assert {"affected", "actions", "drivers", "indicators", "unseen", "conclusion"} <= set(told)
    assert [each["kind"] for each in told["conclusion"]["statements"]][-2:] == ["pushed", "shown"]
    _, out, _ = run("influence", "14", "--with", "indicators", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert "indicators" in rows[0]
    assert "actions" not in rows[0]
    assert len(rows) == len(told["affected"])
    _, out, _ = run("influence", "14", "--with", "actions", "-f", "markdown", "-l", "en")
    assert "| Pushed by" in out
    _, out, _ = run("influence", "14", "--with", "indicators", "-f", "csv-excel", "-l", "en")
    assert "Would be shown by" in out.split("\n")[0]


def test_without_the_option_an_answer_is_as_it_was(run):
    _, plain, _ = run("chains", "14", "10", "-f", "json")
    _, joined, _ = run("chains", "14", "10", "-f", "json", "--with", "actions")
    told = json.loads(joined)
    base = json.loads(plain)
    assert {key: told[key] for key in base if key != "conclusion"} == {
        key: value for key, value in base.items() if key != "conclusion"
    }
    assert "actions" not in base


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("influence", "14", "--with", "weather"), "Choose one of: actions, drivers, indicators."),
        (("influence", "14", "--theme", "human_role"), "does not carry the theme"),
        (("influence", "14", "--theme", "no_such"), "green_transition"),
        (("loops", "--links", "--with", "actions"), "names no variables"),
        (("explore", "--watch", "--theme", "human_role"), "Leave out --watch or --theme."),
    ],
)
def test_a_mistake_is_told_with_a_cure(run, words, told):
    code, out, err = run(*words, "-l", "en")
    assert code == 1
    assert out == ""
    assert told in err


def test_a_theme_narrows_facts_questions_and_drawings(run, tmp_path):
    _, out, _ = run("variables", "--theme", "green_transition", "-f", "json")
    assert len(json.loads(out)["rows"]) == 6
    _, out, _ = run("links", "--theme", "Digivihreä siirtymä", "-f", "json")
    assert len(json.loads(out)["rows"]) == 3
    path = tmp_path / "g.svg"
    code, _, _ = run(
        "draw", "--theme", "green_transition", "--mark", "measured", "-l", "en", "-o", str(path)
    )
    text = path.read_text("utf-8")
    assert code == 0
    assert "theme: Digital green transition" in text
    assert "measured by an indicator" in text
    assert "digital_skills_teaching" not in text


def test_colours_keep_their_old_name_where_no_theme_has_it(run, tmp_path):
    for words in (("--theme", "print"), ("--colours", "print")):
        path = tmp_path / f"{words[0].strip('-')}.svg"
        assert run("draw", *words, "-o", str(path))[0] == 0
    assert (tmp_path / "theme.svg").read_bytes() == (tmp_path / "colours.svg").read_bytes()


def spoken(path: Path) -> str:
    """Return a module without its docstrings, whose examples may name the bundled model."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    lines = text.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    return "\n".join(line for line in lines if "examples=" not in line)


def test_nothing_in_the_code_knows_the_bundled_model():
    """Ids of its variables, themes, actions, drivers and indicators stand in no code."""
    model = digisys.load("digikompassi")
    programme = load_programme(model)
    ids = {
        name
        for part in (
            model.variables,
            model.themes,
            programme.actions,
            programme.drivers,
            programme.indicators,
        )
        for name in part
        if len(name) > LONG or "_1" in name
    }
    known = re.compile(r"\b(" + "|".join(sorted(ids)) + r")\b")
    commands = {CODE / "cli" / "commands" / Path(*m.split(".")[-1:]).with_suffix(".py")
                for m in COMMAND_MODULES.values()}  # fmt: skip
    found = [
        (str(path.relative_to(CODE)), hit)
        for path in sorted([*CODE.rglob("*.py"), *CODE.rglob("*.js")])
        if path not in commands  # their examples of what to type
        for hit in known.findall(spoken(path))
    ]
    assert found == []
    named = [
        path.relative_to(CODE)
        for path in sorted(CODE.rglob("*.py"))
        if re.search(r"[\"']digikompassi[\"']", spoken(path))
    ]
    assert named == [DEFAULT.relative_to(CODE)]
