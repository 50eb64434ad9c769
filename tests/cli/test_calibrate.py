"""The command calibrate, and the other commands asked of what it leaves possible."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digisys.cli.main import main
from digisys.io.write import write_model
from tests.simulation.calibrating import cascade

SCENARIO = """schema: 1
id: up
model: tiny
languages: [en]
title: Up
interventions:
  - {action: level, variable: u, shape: step, start: 2023, size: 0.9}
"""
SEEN = """variable;value;unit;date;organisation
a;0,10;level;2023;Office
a;0,35;level;2026;Office
b;..;level;2026;Office
a;1,45;level;2027;Office
a;0,40;level;2028;Office
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_model(cascade(), "tiny.yaml")
    Path("up.yaml").write_text(SCENARIO, "utf-8")
    Path("seen.csv").write_text(SEEN, "utf-8")
    return tmp_path


CALIBRATE = ("calibrate", "tiny.yaml", "seen.csv", "--scenario", "up.yaml", "--samples", "512")


@pytest.mark.parametrize(
    ("language", "words", "left_out"),
    [
        ("en", "equally likely draws", "1 row is left out"),
        ("fi", "yhtä todennäköistä laskentakertaa", "1 rivi jää pois"),
        ("sv", "lika sannolika körningar", "1 rad lämnas bort"),
    ],
)
def test_calibrate_tells_what_is_left_and_names_wrong_rows(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str, words: str, left_out: str
) -> None:
    more = ("--hold-out-from", "2028", "--plot", "p.svg", "--save", "n.nc", "-l", language)
    assert main([*CALIBRATE, *more]) == 0
    out, err = capsys.readouterr()
    assert words in " ".join(out.split())
    assert left_out in err
    assert "seen.csv:5" in err
    assert "B5" in err
    assert Path("p.svg").stat().st_size > 1000
    assert Path("n.nc").is_file()


@pytest.mark.parametrize(
    "command",
    [
        ("press", "u", "--method", "sampling", "--samples", "100"),
        ("robust", "b", "--samples", "100"),
        ("questions", "b", "--samples", "50"),
        ("simulate", "up.yaml", "--samples", "64"),
        ("simulate", "up.yaml", "--single"),
        ("compare", "up.yaml", "none", "--samples", "64"),
        ("sensitivity", "up.yaml", "b", "--samples", "64"),
        ("reach", "a", "--level", "0.2", "--by", "2030", "--samples", "64"),
    ],
    ids=lambda command: "-".join(command[:3:2]),
)
def test_every_question_takes_a_calibration(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert main([*CALIBRATE, "--save", "n.nc"]) == 0
    capsys.readouterr()
    answers = []
    for more in ((), ("--calibration", "n.nc")):
        assert main([*command, "-m", "tiny.yaml", "-f", "json", *more]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] != answers[1]


def test_a_page_shows_the_narrowed_ranges(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CALIBRATE, "--save", "n.nc"]) == 0
    assert main(["page", "-m", "tiny.yaml", "-o", "plain.html"]) == 0
    assert main(["page", "-m", "tiny.yaml", "-o", "page.html", "--calibration", "n.nc"]) == 0
    assert Path("plain.html").read_text("utf-8") != Path("page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("simulate", "up.yaml", "-m", "tiny.yaml", "--calibration", "run.nc"), "no calibration"),
        (("press", "14", "--calibration", "n.nc"), "digikompassi"),
        (("calibrate", "a", "b", "c"), "Several files"),
        ((*CALIBRATE, "--plot", "p.svg"), "held out"),
        (("calibrate", "tiny.yaml", "none.csv"), "no such file"),
        (("explore", "tiny.yaml", "--watch", "--calibration", "n.nc"), "follows a file"),
    ],
)
def test_what_does_not_fit_is_told_and_is_no_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], words: str
) -> None:
    assert main([*CALIBRATE, "--save", "n.nc"]) == 0
    assert main(["simulate", "up.yaml", "-m", "tiny.yaml", "--single", "--save", "run.nc"]) == 0
    capsys.readouterr()
    assert main([*command, "-l", "en"]) == 1
    err = capsys.readouterr().err
    assert words in " ".join(err.split())
    assert "Traceback" not in err


def test_json_has_the_draws_worth_and_each_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CALIBRATE, "-f", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["method"] == "importance"
    assert data["effective"] > 10
    assert {each["key"] for each in data["unknowns"]} == {"u->a", "a"}
    assert data["initial"] == {"a": 0.1}
