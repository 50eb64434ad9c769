"""Other programs open what is written, and their values are read."""

from __future__ import annotations

import html
import io
import json
import shutil
import subprocess

import networkx as nx
import pandas as pd
import pytest

import digisys
from digisys.errors import ModelFileError
from tests.simulation.test_export import NO_SIMLIN
from tests.tiny import model_of

SIGNED = model_of(
    "a + b",
    "b - a",
    "b ? c",
    variables={
        "a": {"label": "Birth, rate (1/y)", "role": "stock"},
        "b": {"label": "Fish stock"},
        "c": {"label": "100 % sure"},
    },
)


def signs(model):
    return [(link.id, link.polarity) for link in model.links]


def test_networkx_reads_graphml_and_its_graphs_are_read(tmp_path):
    path = tmp_path / "map.graphml"
    digisys.write_map(SIGNED, path)
    graph = nx.read_graphml(path)
    assert graph.nodes["a"]["label"] == "Birth, rate (1/y)"
    assert graph.edges["b", "a"]["polarity"] == "negative"
    assert signs(digisys.read_map(graph).model) == [
        ("birth_rate_1_y->fish_stock", "positive"),
        ("fish_stock->birth_rate_1_y", "negative"),
        ("fish_stock->v_100_sure", "unknown"),
    ]


def test_networkx_reads_gexf_and_nodes_and_links(tmp_path):
    digisys.write_map(SIGNED, tmp_path / "map.gexf")
    digisys.write_map(SIGNED, tmp_path / "map.json", format="d3")
    data = json.loads((tmp_path / "map.json").read_text("utf-8"))
    for graph in (nx.read_gexf(tmp_path / "map.gexf"), nx.node_link_graph(data, edges="links")):
        assert graph.is_directed()
        assert [graph.nodes[name]["label"] for name in "abc"] == [
            "Birth, rate (1/y)", "Fish stock", "100 % sure",
        ]  # fmt: skip
        assert graph.nodes["a"]["role"] == "stock"
        assert {pair: graph.edges[pair]["polarity"] for pair in graph.edges} == {
            ("a", "b"): "positive",
            ("b", "a"): "negative",
            ("b", "c"): "unknown",
        }
        assert signs(digisys.read_map(graph).model)[1][1] == "negative"


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws_dot_with_its_labels_signs_and_places(tmp_path):
    hostile = 'a "b" \\N \\n <b> & &amp; é漢'
    model = model_of(
        "a + b", "b - a",
        variables={"a": {"label": hostile}, "b": {"label": "B", "role": "stock"}},
        layout={
            "width": 900, "height": 900,
            "variables": {"a": {"x": 100, "y": 100}, "b": {"x": 200, "y": 300}},
        },
    )  # fmt: skip
    path = tmp_path / "map.dot"
    digisys.write_map(model, path)
    told = subprocess.run(
        ["dot", "-Kneato", "-n", "-Tjson0", str(path)], capture_output=True, check=True, text=True
    )
    assert told.stderr == ""
    drawn = json.loads(told.stdout)
    assert drawn["directed"] is True
    assert [edge["label"] for edge in drawn["edges"]] == ["+", "-"]
    places = [tuple(map(float, node["pos"].split(","))) for node in drawn["objects"]]
    assert places[1][0] - places[0][0] == 100
    assert places[1][1] - places[0][1] == -200  # downward
    svg = subprocess.run(["dot", "-Tsvg", str(path)], capture_output=True, check=True, text=True)
    assert hostile in html.unescape(svg.stdout)


def test_graphs_and_frames_are_given_and_taken_back():
    model = digisys.load("digikompassi")
    graph = digisys.to_graph(model, language="en")
    frame = digisys.to_frame(model, language="en")
    assert list(graph.edges) == [link.pair for link in model.links]
    assert list(frame.index) == [link.id for link in model.links]
    names = {name: item.label.text("en") for name, item in model.variables.items()}
    told = [(names[link.source], link.polarity, names[link.target]) for link in model.links]
    for value in (graph, frame):
        again = digisys.read_map(value).model
        own = {name: item.label.text("en") for name, item in again.variables.items()}
        links = [(own[link.source], link.polarity, own[link.target]) for link in again.links]
        assert sorted(links) == sorted(told)
    assert nx.node_link_data(graph, edges="links")["links"][0]["polarity"] == "positive"


def test_links_of_both_signs_are_an_edge_of_unknown_sign():
    links = [
        {"from": "a", "to": "b", "polarity": "positive"},
        {"from": "a", "to": "b", "polarity": "negative", "id": "a->b#2"},
        {"from": "b", "to": "a", "polarity": "positive"},
    ]
    model = model_of("a + b", links=links)
    graph = digisys.to_graph(model)
    assert {pair: graph.edges[pair]["polarity"] for pair in graph.edges} == {
        ("a", "b"): "unknown",
        ("b", "a"): "positive",
    }
    assert list(digisys.to_frame(model)["polarity"]) == ["positive", "negative", "positive"]


def test_a_graph_without_direction_is_read_both_ways():
    graph = nx.Graph()
    graph.add_edge("x", "y", sign="+")
    found = digisys.read_map(graph)
    assert signs(found.model) == [("x->y", "positive"), ("y->x", "positive")]
    assert [loss.code for loss in found.report.losses] == ["both-ways"]


def test_frames_of_links_and_matrices():
    rows = pd.DataFrame({"to": ["B", "A"], "from": ["A", "B"], "weight": [0.5, -1.0]})
    assert signs(digisys.read_map(rows).model) == [("a->b", "positive"), ("b->a", "negative")]
    square = pd.DataFrame(
        [[0, 1, None], [-1, 0, 0.5], [0, 0, 0]], index=list("ABC"), columns=list("ABC")
    )
    expected = [("a->b", "positive"), ("b->a", "negative"), ("b->c", "positive")]
    assert signs(digisys.read_map(square).model) == expected
    turned = digisys.read_map(square, rows="effects").model
    assert signs(turned)[0] == ("b->a", "positive")
    with pytest.raises(ModelFileError):
        digisys.read_map(pd.DataFrame({"age": [1, 2]}))


def test_pandas_reads_the_workbook(tmp_path):
    path = tmp_path / "map.xlsx"
    digisys.write_map(SIGNED, path)
    links = pd.read_excel(path, sheet_name="Connections", engine="calamine")
    assert list(links["Type"].fillna("")) == ["+", "-", ""]
    assert list(pd.read_excel(io.BytesIO(path.read_bytes()), engine="calamine")["Label"]) == [
        "Birth, rate (1/y)", "Fish stock", "100 % sure",
    ]  # fmt: skip
    again = tmp_path / "again.xlsx"
    digisys.write_map(SIGNED, again)
    assert again.read_bytes() == path.read_bytes()


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["table", "csv"])
def test_libreoffice_opens_workbooks_and_lists_of_links(kind, tmp_path):
    path = tmp_path / f"map{'.xlsx' if kind == 'table' else '.csv'}"
    digisys.write_map(SIGNED, path, format=kind)
    command = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    saved = tmp_path / "saved"
    command += ["--convert-to", "xlsx", "--outdir", str(saved), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = digisys.read_map(saved / "map.xlsx").model
    assert signs(again) == [
        ("birth_rate_1_y->fish_stock", "positive"),
        ("fish_stock->birth_rate_1_y", "negative"),
        ("fish_stock->v_100_sure", "unknown"),
    ]


def test_pandas_reads_lists_of_links_and_matrices(tmp_path):
    digisys.write_map(SIGNED, tmp_path / "map.csv")
    frame = pd.read_csv(tmp_path / "map.csv")
    assert list(frame["Polarity"]) == ["positive", "negative", "unknown"]
    assert signs(digisys.read_map(frame).model) == [
        ("birth_rate_1_y->fish_stock", "positive"),
        ("fish_stock->birth_rate_1_y", "negative"),
        ("fish_stock->v_100_sure", "unknown"),
    ]
    known = model_of("a + b", "b - a", "b + b2")
    digisys.write_map(known, tmp_path / "matrix.csv", format="matrix")
    square = pd.read_csv(tmp_path / "matrix.csv", index_col=0)
    assert square.to_numpy().tolist() == [[0, 1, 0], [-1, 0, 1], [0, 0, 0]]
    assert signs(digisys.read_map(square).model) == signs(known)


def test_pysd_reads_the_equations_of_the_diagram(tmp_path):
    vensim = pytest.importorskip("pysd.translators.vensim.vensim_file")
    path = tmp_path / "map.mdl"
    digisys.write_map(SIGNED, path)
    file = vensim.VensimFile(path)
    file.parse()
    elements = {
        element.name.strip('"'): str(element.components[0].ast)
        for section in file.get_abstract_model().sections
        for element in section.elements
    }
    assert "negative" in elements["Birth, rate (1/y)"]
    assert "fish_stock" in elements["Birth, rate (1/y)"]
    assert "negative" not in elements["Fish stock"]


def test_pysimlin_sees_the_signs_of_the_arrows(tmp_path):
    simlin = pytest.importorskip("simlin", reason=NO_SIMLIN)
    path = tmp_path / "map.mdl"
    digisys.write_map(SIGNED, path)
    text = simlin.load(path).project.to_xmile().decode()
    assert text.count("<connector") == 3
    assert text.count('polarity="+"') == 1
    assert text.count('polarity="-"') == 1


def test_pysd_and_pysimlin_read_the_diagram_as_xmile(tmp_path):
    reader = pytest.importorskip("pysd.translators.xmile.xmile_file")
    simlin = pytest.importorskip("simlin", reason=NO_SIMLIN)
    path = tmp_path / "map.xmile"
    digisys.write_map(SIGNED, path)
    file = reader.XmileFile(path)
    file.parse()
    names = {element.name for element in file.get_abstract_model().sections[0].elements}
    assert {"Birth, rate (1/y)", "Fish stock", "100 % sure"} <= names
    project = simlin.load(path).project
    text = project.to_xmile().decode()
    assert text.count("<connector") == 3
    assert text.count('polarity="+"') == 1
    assert text.count('polarity="-"') == 1
    (tmp_path / "again.xmile").write_bytes(project.to_xmile())
    again = digisys.read_map(tmp_path / "again.xmile").model
    assert {item.label.text("en") for item in again.variables.values()} == {
        "Birth, rate (1/y)", "Fish stock", "100 % sure",
    }  # fmt: skip
