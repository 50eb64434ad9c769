"""Other programs open what is written, and their values are read."""

from __future__ import annotations

import io

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
