"""Maps of other tools at the terminal: converted, or asked about as they are."""

from __future__ import annotations

import json

import pytest

from digisys.cli.main import main
from digisys.io import load

LINKS = "from,to,polarity\nTrust,Use,+\nUse,Trust,+\nUse,Use,+\nTrust,Cost,negatve\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.csv").write_text(LINKS)
    return tmp_path


def test_a_map_becomes_a_model_file_and_what_was_lost_is_printed(folder, capsys):
    assert main(["convert", "map.csv", "model.yaml", "-l", "en"]) == 0
    told = capsys.readouterr().out
    assert "itself that is not" in told
    assert "variables 3, links 3, named loops 0" in told
    model = load(folder / "model.yaml")
    assert [link.id for link in model.links] == ["trust->use", "use->trust", "trust->cost"]
    assert model.links[0].evidence[0].source == "map"
    assert str(model.links[0].evidence[0].note) == "row 2"
    assert main(["check", "model.yaml", "-l", "en"]) == 0


def test_questions_are_asked_of_the_map_itself(folder, capsys):
    assert main(["influence", "trust", "-m", "map.csv", "-f", "json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)
    assert "map.csv was read from table (CSV, XLSX, Kumu); not carried as it is: 2." in told.err


def test_the_report_as_data_and_in_each_language(folder, capsys):
    assert main(["convert", "map.csv", "a.yaml", "-f", "json"]) == 0
    losses = json.loads(capsys.readouterr().out)["losses"]
    assert [loss["code"] for loss in losses] == ["unclear-sign", "positive-self-link"]
    assert main(["convert", "map.csv", "b.yaml", "-l", "fi"]) == 0
    assert "Ei siirtynyt sellaisenaan" in capsys.readouterr().out
    assert main(["convert", "map.csv", "c.yaml", "-f", "csv", "-l", "sv"]) == 0
    assert "code,item,what,why,kept" in capsys.readouterr().out


def test_files_that_are_there_stay_unless_told_otherwise(folder, capsys):
    (folder / "model.yaml").write_text("mine")
    assert main(["convert", "map.csv", "model.yaml"]) == 1
    assert (folder / "model.yaml").read_text() == "mine"
    assert main(["convert", "map.csv", "model.yaml", "--force"]) == 0
    assert load(folder / "model.yaml").links


def test_a_model_goes_to_another_tool_and_comes_back(folder, capsys):
    assert main(["convert", "digikompassi", "map.graphml", "-l", "en"]) == 0
    assert (folder / "map.graphml.digisys.yaml").is_file()
    assert main(["convert", "map.graphml", "back.yaml", "--text-language", "fi"]) == 0
    assert load(folder / "back.yaml") == load("digikompassi")
    assert main(["convert", "digikompassi", "map.docx"]) == 1
    assert "graphml" in capsys.readouterr().err


def test_labels_are_written_in_the_language_that_is_asked_for(folder, capsys):
    assert main(["convert", "digikompassi", "map.mmd", "-l", "en"]) == 0
    assert "Data spaces created" in (folder / "map.mmd").read_text("utf-8")
    assert main(["convert", "map.mmd", "back.yaml"]) == 0
    assert load(folder / "back.yaml") == load("digikompassi")


def test_a_model_becomes_a_picture(folder, capsys):
    assert main(["convert", "map.csv", "map.svg", "-f", "json"]) == 0
    losses = json.loads(capsys.readouterr().out)["losses"]
    assert losses[-1]["code"] == "picture"
    assert "Trust" in (folder / "map.svg").read_text("utf-8")
    assert main(["convert", "map.csv", "map.svg"]) == 1


def test_what_is_no_map_is_refused_as_any_file(folder, capsys):
    (folder / "diary.txt").write_text("dear diary")
    for line in (["convert", "diary.txt", "a.yaml"], ["influence", "a", "-m", "diary.txt"]):
        assert main(line) == 1
        assert capsys.readouterr().err.strip()
    assert main(["convert", "absent.mdl", "a.yaml"]) == 1
    assert not (folder / "a.yaml").exists()
