"""Drawing from the command line: files of every kind, and mistakes told in plain words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import digisys
from digisys.cli.main import main

ROOT = Path(__file__).parents[2]

MODEL = """\
# A model that somebody keeps with care.
schema: 1
id: tiny
title: {fi: Pikkumalli, en: Tiny model}
languages: [fi, en]
variables:
  skills: {label: {fi: Taidot, en: Skills}}  # the beginning
  services: {label: {fi: Palvelut, en: Services}, role: stock}
links:
  - {from: skills, to: services, polarity: positive}
  - {from: services, to: skills, polarity: negative}
loops:
  B1:
    label: {fi: Tasapaino, en: Balance}
    kind: balancing
    cycles: {B1a: [services, skills]}
"""


@pytest.fixture
def model(tmp_path, monkeypatch):
    path = tmp_path / "tiny.yaml"
    path.write_text(MODEL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return str(path)


@pytest.fixture
def run(capsys):
    def call(*words):
        code = main(list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_new_process_draws_a_loop_and_prints_the_name(model, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "digisys", "draw", "-m", model, "--loop", "B1", "-o", "b1.svg"],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "b1.svg\n"
    assert "B1" in (tmp_path / "b1.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "dot", "gv", "mmd"])
def test_every_format(run, model, tmp_path, ending):
    code, out, _ = run("draw", "-m", model, "-o", f"map.{ending}", "--theme", "print")
    assert (code, out) == (0, f"map.{ending}\n")
    assert (tmp_path / f"map.{ending}").stat().st_size > 300


def test_without_a_name_the_file_is_called_after_the_model_and_the_question(run, model, tmp_path):
    assert run("draw", "-m", model, "--chain", "skills, services")[1] == (
        "tiny-skills-services.svg\n"
    )
    assert run("draw", "-m", model)[1] == "tiny.svg\n"


def test_a_file_is_kept_unless_forced(run, model, tmp_path):
    path = tmp_path / "map.svg"
    path.write_text("mine")
    code, out, err = run("draw", "-m", model, "-o", "map.svg", "-l", "en")
    assert (code, out) == (1, "")
    assert "map.svg is there already." in err
    assert path.read_text() == "mine"
    assert run("draw", "-m", model, "-o", "map.svg", "--force")[0] == 0
    assert path.read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["map.svg", "tiny.yaml"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "map.jpg"], "There is no picture format “.jpg”."),
        (["-o", "nowhere/map.svg"], "There is no folder"),
        (["--loop", "B1", "--chain", "skills,services"], "Only one thing can be brought out"),
        (["--chain", "skills"], "does not name the two ends of a chain"),
        (["--chain", "skills,"], "does not name the two ends of a chain"),
        (["--highlight", "skils"], "“skils” is not in this model."),
        (["--paper", "B5"], "There is no paper size “B5”."),
        (["-o", "map.png", "--tiles"], "Only a PDF can be divided into A4 pages."),
        (["--compare-with", "nothing.yaml"], "There is no such file."),
        (["--theme", "pink"], "“pink” is not in this model."),
        (["--mark", "liked"], "There is no mark “liked”."),
        (["--mark", "measured"], "No programme comes with the model"),
    ],
)
def test_a_mistake_is_told_with_a_cure_and_leaves_no_file(run, model, tmp_path, words, told):
    code, out, err = run("draw", "-m", model, "-l", "en", *words)
    assert (code, out) == (1, "")
    assert told in err
    assert len(err.strip().split("\n")) >= 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["tiny.yaml"]


def test_usage_mistakes_end_with_2(run, model):
    assert run("draw", "-m", model, "--colours", "pink")[0] == 2
    assert run("draw", "-m", model, "--steps", "-1")[0] == 2


def test_paper_tiles_and_comparison(run, model, tmp_path):
    assert run("draw", "-m", model, "-o", "a.pdf", "--paper", "A2", "--tiles")[0] == 0
    assert (tmp_path / "a.pdf").read_bytes().count(b"/MediaBox") > 4
    later = MODEL.replace("polarity: positive}", "polarity: positive, delay: 1}")
    (tmp_path / "later.yaml").write_text(later, encoding="utf-8")
    code, _, _ = run("draw", "-m", "later.yaml", "--compare-with", model, "-o", "diff.svg")
    assert code == 0


def test_levels_of_a_scenario(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("draw", "--heat", "leadership-push", "-o", "heat.mmd", "-l", "en")
    assert code == 0, err
    assert "+0" in (tmp_path / "heat.mmd").read_text(encoding="utf-8")


def test_json_tells_the_file_and_what_it_shows(run, model):
    code, out, _ = run("draw", "-m", model, "-o", "map.svg", "-l", "en", "--format", "json")
    assert code == 0
    data = json.loads(out)
    assert data["file"] == "map.svg"
    assert "Tiny model" in data["description"]


# --- describe ------------------------------------------------------------------------------


def test_describe_tells_a_loop_as_a_sentence(run, model):
    code, out, err = run("describe", "B1", "-m", model)
    assert (code, err) == (0, "")
    assert "Muuttuja ”Palvelut” heikentää muuttujaa ”Taidot”, joka puolestaan" in out
    assert max(len(line) for line in out.split("\n")) <= 80


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "Mihin se vaikuttaa"), ("en", "What it influences")]
)
def test_describe_in_the_languages_of_the_model(run, model, language, words):
    assert words in run("describe", "skills", "-m", model, "-l", language)[1]


def test_describe_in_every_format(run, model):
    assert run("describe", "-m", model, "-f", "markdown")[1].startswith("# Pikkumalli\n")
    data = json.loads(run("describe", "-m", model, "-f", "json")[1])
    assert data["title"] == "Pikkumalli"
    rows = run("describe", "skills", "-m", model, "-f", "csv", "-l", "en")[1].split("\n")
    assert rows[:2] == ["heading,text", "What it influences,Strengthens: Services."]


def test_describe_of_an_unknown_name(run, model):
    code, _, err = run("describe", "skils", "-m", model, "-l", "en")
    assert code == 1
    assert "Did you mean" in err


# --- layout --------------------------------------------------------------------------------


def test_layout_adds_positions_and_keeps_the_rest_of_the_file(run, model, tmp_path):
    code, out, err = run("layout", model, "--quick")
    assert (code, out) == (0, f"{model}\n"), err
    text = Path(model).read_text(encoding="utf-8")
    assert text.startswith(MODEL)
    assert set(digisys.load(model).layout.variables) == {"skills", "services"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["tiny.yaml"]


def test_layout_changes_positions_only_when_forced(run, model):
    run("layout", model, "--quick")
    first = Path(model).read_text(encoding="utf-8")
    code, _, err = run("layout", model, "--quick", "--seed", "5", "-l", "en")
    assert code == 1
    assert "has positions already" in err
    assert "--force" in err
    assert Path(model).read_text(encoding="utf-8") == first
    assert run("layout", model, "--quick", "--force")[0] == 0
    assert Path(model).read_text(encoding="utf-8") == first  # the same seed


def test_layout_into_another_file(run, model, tmp_path):
    assert run("layout", model, "--quick", "-o", "placed.yaml")[0] == 0
    assert Path(model).read_text(encoding="utf-8") == MODEL
    assert digisys.load(tmp_path / "placed.yaml").layout is not None
    assert run("layout", model, "--quick", "-o", "placed.yaml")[0] == 1


def test_a_bundled_model_is_not_changed(run):
    code, _, err = run("layout", "digikompassi", "-l", "en")
    assert code == 1
    assert "comes with digisys and is not changed" in err


def test_a_progress_bar_is_for_terminals(run, model, monkeypatch, tmp_path):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    code, out, _ = run("draw", "-m", model, "-o", "map.svg")
    assert (code, out) == (0, "map.svg\n")
