"""The command line end to end: real processes, real model."""

from __future__ import annotations

import ast
import contextlib
import csv
import importlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
import typer

import digisys
from digisys.cli.completion import complete_name
from digisys.cli.help import translate_help
from digisys.cli.main import COMMAND_MODULES, build_app, main
from digisys.cli.usage import tell_error
from digisys.verbs import homes

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def process(*words: str, **environment: str) -> Done:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "digisys", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", **environment},
        stdin=subprocess.DEVNULL,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run(*words: str) -> Done:
    """Run the whole command in this process, which is quicker."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return Done(code, out.getvalue(), err.getvalue())


def answer(*words: str) -> str:
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_the_first_question_is_answered_in_finnish() -> None:
    done = process("influence", "14")
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    assert shown == answer("influence", "14")
    assert shown.startswith("Mihin tavoite 14 (Johtaminen yli hallinnonalojen) vaikuttaa?")
    assert "17 muuttujaa" in shown
    assert "Silmukat: R1, R2, R3, R4, R5" in shown
    assert "69 vaikutussuhdetta" in shown
    assert max(len(line) for line in shown.split("\n")) <= 80
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Tavoitteet, joihin vaikutus ei yllä: 1 "),
        ("sv", "Mål som inte nås: 1 "),
        ("en", "Targets not reached: 1 "),
    ],
)
def test_every_language(language: str, words: str) -> None:
    assert words in answer("influence", "14", "--language", language)


def test_shared_options_stand_before_or_after_the_command() -> None:
    after = answer("influence", "14", "--language", "en", "--format", "csv")
    before = answer("--language", "en", "--format=csv", "influence", "14")
    assert before == after


def test_a_program_that_asks_for_json_gets_the_error_as_json(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("schema: 1\nid: x\ntitel: X\n", "utf-8")
    done = run("check", str(path), "--format", "json", "--language", "en")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "invalid-file"
    found = [(each["code"], each["field"], each["line"]) for each in error["problems"]]
    assert ("unknown-key", "titel", 3) in found
    assert error["problems"][0]["what"] in done.stderr
    unknown = run("influence", "nothing", "--format=json")
    assert json.loads(unknown.stdout)["error"]["code"] == "unknown-name"
    assert run("influence", "nothing").stdout == ""


def test_json_keeps_its_contract() -> None:
    data = json.loads(answer("influence", "14", "--format", "json"))
    assert data["direction"] == "downstream"
    assert data["view"] == {
        "evidence": ["table", "loop_table", "narrative", "bullets"],
        "certainty": ["explicit"],
        "links": 69,
    }
    assert data["sources"] == ["cross_government_leadership"]
    assert len(data["affected"]) == 17
    assert data["targets_reached"] == [3, 4, 7, 9, 10, 11, 12]
    first = data["affected"][0]
    assert first["chain"] == ["cross_government_leadership", "life_event_services"]
    loops = json.loads(answer("loops", "--format", "json"))
    assert loops["truncated"] is None
    assert len(loops["loops"]) == 35
    named = [loop["instance"] for loop in loops["loops"] if loop["name"]]
    assert named == ["R1a", "R1b", "R2", "R3", "R4a", "R4b", "R5a", "R5b"]
    for loop in loops["loops"]:
        assert set(loop) >= {"name", "instance", "kind", "variables", "links"}


@pytest.mark.parametrize(
    ("view", "links", "cycles"),
    [((), 69, 35), (("--evidence", "table+loop_table"), 61, 18), (("--evidence", "table"), 56, 8)],
)
def test_the_three_views(view: tuple[str, ...], links: int, cycles: int) -> None:
    data = json.loads(answer("loops", "--format", "json", *view))
    assert data["view"]["links"] == links
    assert len(data["loops"]) == cycles


@pytest.mark.parametrize(
    "words",
    [
        ("influence", "ETPK"),
        ("causes", "luottamus"),
        ("chains", "14", "10"),
        ("loops", "R1"),
        ("show", "14"),
        ("show", "R1"),
        ("targets",),
        ("areas",),
        ("sources", "luottamus"),
        ("check",),
    ],
)
def test_every_command_in_every_format(words: tuple[str, ...]) -> None:
    table = answer(*words)
    assert max(len(line) for line in table.split("\n")) <= 80
    assert json.loads(answer(*words, "--format", "json"))
    rows = list(csv.reader(io.StringIO(answer(*words, "--format", "csv"))))
    assert len({len(row) for row in rows}) == 1
    assert "| --- |" in answer(*words, "--format", "markdown")


def test_the_answer_is_one_library_call() -> None:
    model = digisys.load("digikompassi")
    called = digisys.influence(model, 14).to_dict()
    assert json.loads(answer("influence", "14", "--format", "json")) == json.loads(
        json.dumps(called)
    )


def test_a_misspelt_name_gets_suggestions_and_ends_with_1() -> None:
    done = process("influence", "luotamus yhteiskuntan")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Virhe: Mallissa ei ole nimeä ”luotamus yhteiskuntan”.")
    assert "Luottamus yhteiskuntaan" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("influence",), "Komennosta puuttuu"),
        (("influnce", "14"), "Tarkoititko: influence?"),
        (("loops", "--max-lops", "3"), "--max-loops"),
        (("loops", "--max-loops", "x"), "vähintään 1"),
        (("loops", "--format", "xml"), "table, json, csv, csv-excel, markdown"),
        (("influence", "14", "--language", "suomi"), "fi, sv, en"),
        (("chains", "14"), "Komennosta puuttuu MIHIN"),
        (("influence", "luottamus", "valtioon"), "”valtioon”. Pane useamman sanan"),
        (("page", "model.yaml"), "valinnalla --model"),
        (("influence", "14", "--certainty"), "--certainty jälkeen tarvitaan arvo"),
        (("simulate", "leadership-push", "--single=1"), "--single ei ota arvoa"),
        (("robust", "--uncertain", "2"), "väliltä 0–1"),
        (("robust", "--uncertain", "0,5"), "desimaalit pisteellä"),
    ],
)
def test_a_wrong_command_ends_with_2_and_the_cure(words: tuple[str, ...], told: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert told in done.stderr
    assert "--help" in done.stderr


def test_a_file_is_not_taken_for_another_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands of one process read each file anew: from another folder, or written since."""
    text = "schema: 1\nid: mine\ntitle: X\nlanguages: [{}]\nvariables:\n  {}: {{label: {}}}\n"
    for folder, language in (("one", "en"), ("two", "sv")):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        Path("model.yaml").write_text(text.format(language, "a", folder), "utf-8")
        assert folder in answer("variables", "--model", "model.yaml")
    Path("model.yaml").write_text(text.format("fi", "b", "three"), "utf-8")
    assert "three" in answer("variables", "--model", "model.yaml")
    monkeypatch.chdir(tmp_path)
    assert "valinnalla --model" in run("page", "model.yaml").stderr


def test_no_words_at_all_show_the_help_and_no_error() -> None:
    done = run()
    assert "digisys influence 14" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_help_holds_no_words_of_the_parser(language: str) -> None:
    """No page says “Usage”, “<bool>” or “NAME” to people who read Finnish or Swedish."""
    for words in ((), *((name,) for name in COMMAND_MODULES)):
        page = answer(*words, "--help", "--language", language)
        left = re.findall(r"Usage|OPTIONS|COMMAND\b|<(?:bool|str|int|float)\b.*?>|\[\[", page)
        left += re.findall(r"\b(?:NAME|FROM|TO|FILE|MODEL|NUMBER|CHOICE|KINDS|LOW|HIGH)\b", page)
        assert not left, (words, left)
        assert not words or "digisys " + words[0] in page.split("╭")[0], "an example"


#: Words for values that are the same in Swedish, and those that no language has another for.
SAME_WORDS = {"SCENARIO", "TEXT", "URL"}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_word_for_a_value_is_of_the_language(language: str) -> None:
    english, translated = (typer.main.get_command(build_app(each)) for each in ("en", language))
    translate_help(translated, language)
    compared = 0
    for name, command in english.commands.items():  # type: ignore[attr-defined]
        others = translated.commands[name].params  # type: ignore[attr-defined]
        for item, other in zip(command.params, others, strict=True):
            words, said = (re.findall("[A-ZÅÄÖ]{2,}", each.metavar or "") for each in (item, other))
            for word, its in zip(words, said, strict=False):
                compared += 1
                assert word != its or word in SAME_WORDS, (name, item.name)
    assert compared > 100


def test_commands_in_texts_are_those_that_the_user_types(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGISYS_COMMAND", "py run.py")
    page = answer("influence", "--help")
    assert "Käyttö: py run.py influence NIMI" in page
    assert "py run.py influence 14" in page
    assert "digisys influence" not in page
    assert "py run.py loops 14" in run("chains", "14", "14").stderr
    assert run("influence").stderr.endswith("Ohje: py run.py influence --help\n")
    assert answer("--version").startswith("digisys ")


def test_mistakes_of_a_model_are_told_in_its_own_language(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("schema: 1\nlanguages: [sv, en]\n", "utf-8")
    assert "saknas" in run("check", str(path)).stderr
    assert "saknas" in run("influence", "a", "--model", str(path)).stderr
    assert "puuttuu" in run("check", str(path), "--language", "fi").stderr
    missing = run("influence", "a", "--model", str(tmp_path / "none.yaml"))
    assert missing.stderr.startswith("Virhe:")


def test_errors_keep_words_whole_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    written = Terminal()
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr(sys, "stderr", written)
    tell_error("First.\n  → Choose one of: digital-skills-push, infrastructure-shock.", "en")
    assert written.getvalue() == (
        "Error: First.\n  → Choose one of: digital-skills-push,\n    infrastructure-shock.\n"
    )


def test_help_speaks_the_language_and_shows_examples() -> None:
    assert "Esimerkkejä" in answer("influence", "--help")
    assert "digisys influence 14" in answer("influence", "--help")
    assert "Exempel" in answer("influence", "--help", "--language", "sv")
    assert "Examples" in answer("--language", "en", "influence", "--help")
    whole = answer("--help", "--language", "en")
    assert "Which feedback loops are there?" in whole
    assert answer("-l", "en", "--help") == whole


@pytest.mark.parametrize(
    ("language", "heads"), [("fi", ("─ Valinnat ─", "[oletus:")), ("sv", ("─ Val ─", "[standard:"))]
)
def test_what_the_parser_itself_says_is_translated(language: str, heads: tuple[str, ...]) -> None:
    """In a process of its own: headings are chosen when the parser is loaded."""
    words = [sys.executable, "-m", "digisys", "loops", "--help", "--language", language]
    page = subprocess.run(
        words, capture_output=True, encoding="utf-8", check=True, cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    ).stdout  # fmt: skip
    assert all(head in page for head in heads), page
    assert "default" not in page
    assert "Options" not in page


def test_the_names_that_type_checkers_see_are_those_of_the_table() -> None:
    tree = ast.parse(Path(digisys.__file__).read_text("utf-8"))
    seen = {
        alias.name: node.module
        for branch in tree.body
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
    }
    assert seen == homes()
    assert sorted(seen) == digisys.__all__


def test_version_and_schema_need_no_model() -> None:
    assert answer("--version").strip() == f"digisys {digisys.__version__}"
    assert json.loads(answer("schema"))["properties"]["links"]


def test_check_ends_with_1_when_a_model_contradicts_itself(tmp_path: Path) -> None:
    path = tmp_path / "instant.yaml"
    path.write_text(
        "schema: 1\nid: instant\ntitle: Instant\nlanguages: [en]\n"
        "variables:\n  a: {label: A}\n  b: {label: B}\n  c: {label: C, role: stock}\n"
        "links:\n  - {from: a, to: b, polarity: positive}\n"
        "  - {from: b, to: a, polarity: positive}\n",
        encoding="utf-8",
    )
    done = run("check", str(path))
    assert done.returncode == 1
    assert "holds no stock" in done.stdout
    assert run("check", "--evidence", "table").returncode == 0


def test_a_broken_model_file_lists_every_problem_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(
        "schema: 1\nid: broken\ntitle: Broken\nlanguages: [en]\n"
        "variables:\n  a: {label: A, colour: red}\n"
        "links:\n  - {from: a, to: bb, polarity: plus}\n",
        encoding="utf-8",
    )
    done = run("influence", "a", "--model", str(path), "--language", "en")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for place in ("broken.yaml:6", "colour", "bb", "polarity"):
        assert place in done.stderr


def test_a_pipe_may_close_early() -> None:
    code = f"{sys.executable} -m digisys loops | head -1"
    done = subprocess.run(
        ["bash", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "Silmukat"
    assert "Traceback" not in done.stderr


def test_a_windows_code_page_gets_utf8() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "digisys", "show", "luottamus"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert "Luottamus yhteiskuntaan" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("influence trust", "trust_in_society"),
        ("simulate -m archetypes/fixes", "archetypes/fixes-that-fail"),
        ("simulate -m archetypes/fixes-that-fail q", "quick-fix"),
        ("loops -m archetypes/fixes-that-fail conseq", "consequences"),
    ],
)
def test_names_complete_with_the_tab_key(words: str, offered: str) -> None:
    done = process(
        _DIGISYS_COMPLETE="complete_bash",
        COMP_WORDS=f"digisys {words}",
        COMP_CWORD=str(len(words.split())),
    )
    assert done.stdout.split() == [offered]


def test_the_quick_path_imports_no_heavy_library() -> None:
    code = (
        "import sys; from digisys.cli.main import main; main(['influence', '14']);"
        "heavy = {'networkx', 'numpy', 'pandas', 'matplotlib', 'scipy', 'numba'};"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_each_command_is_found_in_the_module_that_is_said_to_hold_it() -> None:
    for name, module in COMMAND_MODULES.items():
        app = typer.Typer()
        app.callback()(lambda: None)
        importlib.import_module(module).register(app, "en")
        assert [command.name for command in app.registered_commands] == [name]


def test_a_terminal_gets_emphasis_and_its_own_width(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["show", "luottamus"]) == 0
    assert "\x1b[1m" in screen.getvalue()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert 80 < max(len(line) for line in plain.split("\n")) <= 100


def test_completion_offers_names_of_the_model_on_the_command_line(tmp_path: Path) -> None:
    assert [name for name, _ in complete_name("R")][:5] == ["R1", "R2", "R3", "R4", "R5"]
    none = SimpleNamespace(params={"model": str(tmp_path / "none.yaml")})
    assert list(complete_name("R", none)) == []


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("digisys.analysis.influence.influence.influence", interrupted)
    done = run("influence", "14")
    assert done.returncode == 130
    assert done.stderr.strip() == "Keskeytetty."


def test_help_changes_its_language_within_one_process() -> None:
    pages = [answer("influence", "--help", "--language", language) for language in ("fi", "sv")]
    assert "Muuttuja" in pages[0]
    assert "Muuttuja" not in pages[1]
    assert answer("influence", "--help", "--language", "fi") == pages[0]


def test_two_dashes_before_the_command_change_nothing() -> None:
    assert answer("--", "influence", "14") == answer("influence", "14")
    assert run("--").stdout == run().stdout != ""
