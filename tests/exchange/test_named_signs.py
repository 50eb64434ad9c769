"""Words of a map for signs: mapped by who reads it, asked on a terminal, else told and left."""

from __future__ import annotations

import io
import json

import pytest

import digisys
from digisys.cli.main import main
from digisys.errors import ModelFileError, QuestionError
from digisys.exchange.named_signs import UnsureSign, unsure_signs

ROWS = "From;To;Type\nTrust;Use;feeds\nUse;Cost;eats\nCost;Trust;negatve\n"
STYLES = {
    "version": "1.9",
    "mapTitle": "Map",
    "nodes": [{"id": str(at), "label": f"Box {at}"} for at in range(3)],
    "edges": [
        {"id": "a", "from": "0", "to": "1", "grp": "edge1"},
        {"id": "b", "from": "1", "to": "2", "grp": "edge2"},
        {"id": "c", "from": "2", "to": "0", "grp": "edge3"},
    ],
    "styles": {
        "nodes": {},
        "edges": {
            "edge1": {"groupLabel": "Feeds"},
            "edge2": {"groupLabel": "Positive influence"},
            "edge3": {"groupLabel": "Slows down"},
        },
    },
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.csv").write_text(ROWS)
    (tmp_path / "map.prsm").write_text(json.dumps(STYLES))
    return tmp_path


def signs(found):
    return [link.polarity for link in found.model.links]


def test_names_of_styles_are_signs_once_somebody_says_which(folder):
    found = digisys.read_map("map.prsm")
    assert signs(found) == ["unknown", "positive", "unknown"]
    told = [loss for loss in found.report.losses if loss.code == "unnamed-sign"]
    assert [loss.values["text"] for loss in told] == ["Feeds", "Slows down"]
    assert "--sign" in told[0].why.text()
    mapped = digisys.read_map("map.prsm", named_signs={"feeds": "+", "Slows down": "negative"})
    assert signs(mapped) == ["positive", "positive", "negative"]
    assert "unnamed-sign" not in {loss.code for loss in mapped.report.losses}


def test_a_known_word_may_be_given_another_sign(folder):
    found = digisys.read_map("map.prsm", named_signs={"Positive influence": "negative"})
    assert signs(found)[1] == "negative"


def test_without_a_terminal_the_likeliest_is_taken_and_the_option_told(folder, capsys):
    assert main(["convert", "map.csv", "a.yaml", "-l", "en", "-f", "json"]) == 0
    losses = json.loads(capsys.readouterr().out)["losses"]
    assert [loss["code"] for loss in losses] == ["unclear-sign", "unnamed-sign", "unnamed-sign"]
    assert all("--sign" in loss["why"] for loss in losses)
    words = ["--sign", "feeds=positive", "--sign", "eats=-", "--sign", "negatve=positive"]
    assert main(["convert", "map.csv", "b.yaml", "-f", "json", *words]) == 0
    assert json.loads(capsys.readouterr().out)["losses"] == []
    assert [link.polarity for link in digisys.load("b.yaml").links] == [
        "positive", "negative", "positive",
    ]  # fmt: skip
    assert main(["convert", "map.csv", "c.yaml", "--sign", "feeds=much", "-l", "en"]) == 1
    assert "gives no sign" in capsys.readouterr().err


def test_on_a_terminal_each_word_is_asked_about(folder, capsys, monkeypatch):
    monkeypatch.setattr("digisys.cli.commands.convert.is_asked", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("+\n-\n\n"))
    assert main(["convert", "map.csv", "a.yaml", "-l", "en"]) == 0
    asked = capsys.readouterr().err
    assert "1 links are called “feeds”" in asked
    assert "[-]" in asked
    polarities = [link.polarity for link in digisys.load("a.yaml").links]
    assert polarities == ["positive", "negative", "negative"]


def test_the_direction_of_a_matrix_is_asked_or_given(folder, capsys, monkeypatch):
    (folder / "m.csv").write_text(",A,B,C\nA,0,1,0\nB,0,0,-1\nC,1,0,0\n")
    links = {}
    for way in ("cause", "effect", "causes", "effects"):
        found = digisys.read_map("m.csv", rows=way).model
        links[way] = {link.id for link in found.links}
    assert links["cause"] == links["causes"] == {"a->b", "b->c", "c->a"}
    assert links["effect"] == links["effects"] == {"b->a", "c->b", "a->c"}
    monkeypatch.setattr("digisys.cli.commands.convert.is_asked", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("effects\n"))
    assert main(["convert", "m.csv", "m.yaml", "-l", "en"]) == 0
    assert "Rows of the matrix" in capsys.readouterr().err
    assert {link.id for link in digisys.load("m.yaml").links} == links["effect"]


def test_so_many_words_are_texts_and_not_asked_about(folder):
    rows = "".join(f"a{at};b{at};word {at}\n" for at in range(80))
    (folder / "many.csv").write_text("From;To;Type\n" + rows)
    assert unsure_signs(digisys.read_map("many.csv").read) == ()
    found = unsure_signs(digisys.read_map("map.csv").read)
    assert found[-1] == UnsureSign("negatve", "-", 1)
    with pytest.raises(QuestionError):
        digisys.read_map("map.csv", named_signs={"feeds": "often"})


# -- labels -------------------------------------------------------------------------


def test_a_table_of_labels_gives_ids_and_languages(folder):
    (folder / "labels.csv").write_text(
        "label;id;fi;sv\nTrust;public_trust;Luottamus;Förtroende\nUse;;Käyttö;Användning\n"
    )
    model = digisys.read_map("map.csv", labels="labels.csv").model
    assert list(model.variables) == ["public_trust", "use", "cost"]
    assert model.languages == ("en", "fi", "sv")
    labels = model.variables["public_trust"].label
    assert [labels.text(tag) for tag in model.languages] == ["Trust", "Luottamus", "Förtroende"]
    assert [link.id for link in model.links] == ["public_trust->use", "use->cost",
                                                 "cost->public_trust"]  # fmt: skip
    assert main(["check", "-m", "map.csv"]) == 0
    assert main(["convert", "map.csv", "a.yaml", "--labels", "labels.csv"]) == 0
    assert digisys.load("a.yaml") == model


def test_numbers_of_a_map_get_names_from_two_columns(folder):
    (folder / "n.txt").write_text("(1, 2, 0.4),\n(2, 1, -0.3),\n")
    (folder / "names.csv").write_text("1,Trust\n2,Use of services\n")
    model = digisys.read_map("n.txt", labels="names.csv").model
    assert [str(each.label) for each in model.variables.values()] == ["Trust", "Use of services"]


def test_labels_that_fit_nothing_are_told_with_their_place(folder):
    (folder / "labels.csv").write_text("label;id\nTrust;Bad Id\nNobody;x\n")
    with pytest.raises(ModelFileError) as caught:
        digisys.read_map("map.csv", labels="labels.csv")
    assert [(each.code, each.place.line) for each in caught.value.problems] == [
        ("malformed-name", 2), ("unknown-variable", 3),
    ]  # fmt: skip


def test_an_edit_in_the_other_tool_keeps_ids_and_evidence_of_the_rest(folder):
    """Written as a Kumu workbook, edited there, and imported again."""
    from dataclasses import replace

    from digisys.io.tables.read import read_tables
    from digisys.io.tables.table import Row
    from digisys.io.tables.write import format_workbook

    model = digisys.load("digikompassi")
    digisys.write_map(model, "kumu.xlsx", language="en")
    tables = list(read_tables("kumu.xlsx"))
    connections = next(table for table in tables if table.sheet == "Connections")
    first, second = connections.rows[1], connections.rows[2]
    cells = ["-" if cell in ("+", "-") else cell for cell in first.cells]
    last = connections.rows[-1].number
    added = Row(last + 1, ("Quite new", second.cells[0], "directed", "+"))
    rows = (connections.rows[0], first._replace(cells=tuple(cells)), *connections.rows[2:], added)
    tables[tables.index(connections)] = replace(connections, rows=rows)
    (folder / "kumu.xlsx").write_bytes(format_workbook(tables))
    found = digisys.read_map("kumu.xlsx", language="en").model
    assert found.links[0].polarity == "negative"
    assert found.links[0].evidence == model.links[0].evidence
    assert found.links[1 : len(model.links)] == model.links[1:]
    assert list(found.variables)[:-1] == list(model.variables)
    assert found.variables[model.links[0].source] == model.variables[model.links[0].source]
