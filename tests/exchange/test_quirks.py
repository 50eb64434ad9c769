"""Ways in which real files differ from what their formats ask for, and what they mean."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

import digisys
from digisys.exchange.as_read import FormatError
from tests.exchange.test_samples_of_formats import VENSIM, XMILE, links, read

GEXF = """<gexf xmlns="http://gexf.net/1.3"><graph {kind}><nodes><node id="0" label="A"/>
<node id="1" label="B"/></nodes><edges><edge source="0" target="1" weight="-1"/></edges>
</graph></gexf>"""
BASIC = {"tag": "Basic", "content": "Negative"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_vensim_and_xmile_in_any_encoding_and_line_ends(encoding):
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    expected = links(read(VENSIM, "a.mdl")[1])
    dressed = (mark + VENSIM.replace("\n", "\r\n")).encode(encoding)
    assert links(read(dressed, "a.mdl")[1]) == expected
    expected = links(read(XMILE, "a.stmx")[1])
    head = XMILE.replace("utf-8", "utf-16").replace("UTF-8", "UTF-16")
    text = XMILE if encoding == "utf-8-sig" else head
    assert links(read((mark + text).encode(encoding), "a.stmx")[1]) == expected


def test_gexf_that_does_not_tell_a_direction_is_read_from_source_to_target():
    _, found = read(GEXF.format(kind=""))
    assert links(found) == ["A - B"]
    assert [loss.code for loss in found.losses] == ["no-direction"]
    _, found = read(GEXF.format(kind='defaultedgetype="undirected"'))
    assert links(found) == ["A ? B", "B ? A"]
    assert found.links[0].notes == ("-",)


def test_signs_beside_the_arrow_in_dot():
    dot = """/* a -> z */ strict digraph { subgraph cluster_0 { a [label="Trust\\nin state"]; }
        a -> b [xlabel="+"]; b -> {c d} [headlabel="-"]; c -> a [taillabel="x"] // c -> q
        }"""
    _, found = read(dot)
    assert links(found) == [
        "Trust in state + b", "b - c", "b - d", "c ? Trust in state",
    ]  # fmt: skip
    assert found.links[-1].notes == ("x",)


def test_kumu_labels_whose_blanks_differ_are_one_element():
    _, found = read(
        {
            "elements": [{"label": "Trust  in state"}, {"label": "Use"}],
            "connections": [{"from": "trust in state", "to": "Use", "type": "opposite"}],
        }
    )
    assert links(found) == ["Trust in state - Use"]


def test_catcolab_arrows_of_several_in_a_row():
    cells = [
        {"tag": "formal", "content": {"tag": "object", "id": name, "name": name}} for name in "AB"
    ]
    kind = {"tag": "Composite", "content": [BASIC, {"tag": "Basic", "content": "NegativeSlow"}]}
    ends = {"dom": {"tag": "Basic", "content": "A"}, "cod": {"tag": "Basic", "content": "B"}}
    arrow = {"tag": "morphism", "id": "f", "name": "", "morType": kind, **ends}
    cells.append({"tag": "formal", "content": arrow})
    name, found = read({"theory": "causal-loop", "name": "X", "notebook": {"cells": cells}})
    assert (name, links(found)) == ("catcolab", ["A + B late"])


def test_loopy_links_within_a_text():
    nodes = [[1, 0, 0, 1, quote(quote('a "b"')), 0], [2, 90, 0, 1, "c", 1]]
    data = json.dumps([nodes, [[1, 2, 9, -1, 0]], [], 2], separators=(",", ":"))
    data = data[:-1].replace('"', "%22") + "%5D"
    shortcut = f"[InternetShortcut]\r\nURL=https://ncase.me/loopy/v1.1/?data={data}\r\n"
    in_markdown = f"See [the map](https://ncase.me/loopy/v1.1/?data={data}), which we drew."
    for content in (shortcut, data, in_markdown):
        name, found = read(content, "a.loopy")
        assert (name, links(found)) == ("loopy", ['a "b" - c'])


def test_bare_relationships_as_json():
    name, found = read([{"from": "A", "to": "B", "polarity": "positive"}])
    assert (name, links(found)) == ("sd-ai", ["A + B"])


def test_lists_and_plantuml_arrows_with_ways_and_colours():
    _, found = read("- Trust -> Use (+)\n- Use -> Trust (-)\n")
    assert links(found) == ["Trust + Use", "Use - Trust"]
    name, found = read(
        "@startuml\ntitle Pond\n(A) -down-> (B) : -\nB -[#red]-> A : +\nA ..> C : <<same>>\n@enduml"
    )
    assert (name, found.title) == ("plantuml", "Pond")
    assert links(found) == ["A - B", "B + A", "A + C"]


def test_a_loopy_link_that_ends_where_its_map_would_begin():
    with pytest.raises(FormatError):
        read("https://ncase.me/loopy/v1.1/?data=", "a.txt")


def test_what_a_module_takes_from_outside_is_a_positive_link_of_its_input(tmp_path):
    path = tmp_path / "map.stmx"
    path.write_text(
        '<xmile><model><variables><aux name="rate"><eqn>x</eqn></aux><module name="Housing">'
        '<connect to="Housing.demand" from="rate"/></module></variables></model>'
        '<model name="Housing"><variables><aux name="demand"><eqn>x</eqn></aux></variables></model>'
        "</xmile>"
    )
    links = digisys.read_map(path).model.links
    assert [(link.id, link.polarity) for link in links] == [("rate->housing_demand", "positive")]


def test_definitions_of_plantuml_are_no_links(tmp_path):
    path = tmp_path / "map.puml"
    path.write_text("@startuml\n!define s(a,b) a --> b : S\na --> b : +\n@enduml\n")
    assert [link.id for link in digisys.read_map(path).model.links] == ["a->b"]


def test_an_empty_label_leaves_the_sign_to_the_colour(tmp_path):
    path = tmp_path / "map.dot"
    path.write_text('digraph { a -> b [color=red, label=""]; }')
    assert digisys.read_map(path).model.links[0].polarity == "negative"


def test_insight_maker_finds_its_root_first_and_the_settings_of_a_run(tmp_path):
    path = tmp_path / "map.InsightMaker"
    digisys.write_map(digisys.load("digikompassi"), path)
    text = path.read_text("utf-8")
    assert text.startswith("<InsightMakerModel>")
    assert text.count("<Setting ") == 1


def test_kumu_gets_loops_of_one_cycle(tmp_path):
    path = tmp_path / "map.json"
    digisys.write_map(digisys.load("digikompassi"), path, format="kumu-json", sidecar=False)
    assert len(digisys.read_map(path).model.loops) == 2
