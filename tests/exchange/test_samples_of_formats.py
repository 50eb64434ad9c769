"""Small files of each format, written here as the programs write them, and what they say."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from urllib.parse import quote

import pytest

from digisys.exchange.as_read import MapRead
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import ReadOptions
from digisys.exchange.registry import format_of

VENSIM = """{UTF-8}
Fish = INTEG( Births - Catch, 100)
\t~\tton\t~\tHow many there are.\t|
Births = A FUNCTION OF( Fish,-Crowding)
\t~\t\t~\t\t|
"Catch, all" = A FUNCTION OF( Boats)
\t~\t\t~\t\t|
Crowding = A FUNCTION OF( Fish)
\t~\t\t~\t\t|
Boats = A FUNCTION OF( Fish,
\t\t"Catch, all")
\t~\t\t~\t\t|
********************************************************
\t.Control
********************************************************~
\t\tSimulation Control Parameters
\t|
FINAL TIME = 10
\t~\tYear\t~\t\t|
\\\\\\---/// Sketch information - do not modify anything except names
V300  Do not put anything below this section - it will be ignored
*First
$192-192-192,0,Arial|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0
10,1,Fish,400,200,40,20,3,3,0,0,-1,0,0,0
10,2,Births,200,200,40,11,8,3,0,0,-1,0,0,0
10,3,Crowding,300,100,40,11,8,3,0,0,-1,0,0,0
10,4,"Catch, all",600,200,40,11,8,3,0,0,-1,0,0,0
10,5,Boats,500,100,40,11,8,3,0,0,-1,0,0,0
12,6,0,300,160,20,20,4,4,0,0,-1,0,0,0
B1
1,7,1,2,0,0,43,0,0,64,0,-1--1--1,,1|(0,0)|
1,8,1,3,0,0,83,0,0,65,0,-1--1--1,,1|(0,0)|
1,9,3,2,0,0,45,0,0,64,0,-1--1--1,,1|(0,0)|
1,10,5,4,0,0,0,0,0,64,0,-1--1--1,,1|(0,0)|
1,11,4,5,0,0,49,0,0,64,0,-1--1--1,,1|(0,0)|
\\\\\\---/// Sketch information - do not modify anything except names
V300  Do not put anything below this section - it will be ignored
*Second
10,1,Fish,400,200,40,20,8,2,0,3,-1,0,0,0
10,2,Boats,500,100,40,11,8,2,0,0,-1,0,0,0
1,3,1,2,0,1,43,0,0,64,0,-1--1--1,,1|(0,0)|
///---\\\\\\
:L<%^E!@
"""

VENSIM_OLD = """A  = A FUNCTION OF( B)
\t~\t
\t~\t\t|
B  = A FUNCTION OF( A)
\t~\t
\t~\t\t|
\\\\\\---/// Sketch information - do not modify anything except names
V160  Do not put anything below this section - it will be ignored
*View 1
$Times New Roman|12||0-0-0|0-0-0|0-0-0
|0,A,400,200,53,8,0,0,0,0,-1,0,-1--1--1,-1--1--1
|1,B,200,80,66,8,0,0,0,0,-1,0,-1--1--1,-1--1--1
|2,"
R1
,300,60,16,16,4,3,0,0,0,0,-1--1--1,-1--1--1
>0,1,1,0,43,0,0,-1--1--1,1|(286,39)|
>1,0,1,0,79,0,0,-1--1--1,1|(525,52)|
///---\\\\\\
"""

XMILE = """<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
  xmlns:isee="http://iseesystems.com/XMILE">
 <header><name>Pond</name></header>
 <model>
  <variables>
   <stock name="Fish"><inflow>births</inflow><outflow>deaths</outflow><eqn>100</eqn></stock>
   <flow name="births"><eqn>Fish * rate</eqn></flow>
   <flow name="deaths"><eqn>Fish / 10</eqn></flow>
   <aux name="birth\\nrate"><doc>How fast.</doc><units>1/year</units><eqn>0.1</eqn></aux>
  </variables>
  <views>
   <view>
    <style><connector color="black"/></style>
    <stock name="Fish" x="200" y="100"/><flow name="births" x="100" y="100"/>
    <alias uid="9" x="1" y="1"><of>Fish</of></alias>
    <connector uid="1" polarity="+" delay_mark="true"><from>Birth_Rate</from><to>births</to>
     <isee:documentation>Reasoning: it does.</isee:documentation>
     <isee:reasoning>it does.</isee:reasoning></connector>
    <connector uid="2"><from><alias uid="9"/></from><to>births</to></connector>
    <connector uid="3" polarity="-"><from>nothing</from><to>births</to></connector>
   </view>
  </views>
 </model>
</xmile>
"""

SD_AI = {
    "model": {
        "variables": [{"name": "Fish_Stock", "type": "stock", "equation": "1", "units": "ton"}],
        "relationships": [
            {"from": "fish stock", "to": "Catch", "polarity": "+", "reasoning": "More to take."},
            {"from": "Catch", "to": "FISH STOCK", "polarity": ""},
        ],
    },
    "feedback": {
        "feedbackLoops": [
            {
                "identifier": "B1",
                "polarity": "-",
                "links": [
                    {"from": "Fish stock", "to": "catch", "polarity": "+"},
                    {"from": "catch", "to": "Fish stock", "polarity": "-"},
                ],
            }
        ]
    },
}

_LOOPY = [
    [[1, 10, 20, 0.5, quote("job loss"), 0], [2, 300, 20, 1, quote("50% & more"), 4]],
    [[1, 2, -88, 1, 0], [2, 1, 9, -1, 0], [1, 2, 30, -1, 0]],
    [[5, 5, quote("Think!\nTwice.")]],
    2,
]
LOOPY = f"http://ncase.me/loopy/v1.1/?data={quote(json.dumps(_LOOPY), safe='[],:')[:-1]}%5D"

PRSM = {
    "version": "1.9.1",
    "mapTitle": "Chain",
    "styles": {
        "nodes": {"group0": {"groupLabel": "Sample"}, "group1": {"groupLabel": "Actors"}},
        "edges": {
            "edge0": {"groupLabel": "Positive\ninfluence"},
            "edge1": {"groupLabel": "-ve"},
            "edge2": {"groupLabel": "Reciprocal influence"},
            "edge3": {"groupLabel": ""},
        },
    },
    "nodes": [
        {"id": "x1", "label": "Energy\nuse", "grp": "group0", "x": -86, "y": 47},
        {"id": "x2", "label": "Cost", "grp": "group1", "x": 86, "y": 47,
         "note": {"ops": [{"insert": "In euros."}]}},
    ],
    "edges": [
        {"id": "1", "from": "x1", "to": "x2", "grp": "edge0", "label": ""},
        {"id": "2", "from": "x2", "to": "x1", "grp": "edge1"},
        {"id": "3", "from": "x2", "to": "x1", "grp": "edge2"},
        {"id": "4", "from": "x2", "to": "gone", "grp": "edge2"},
    ],
}  # fmt: skip


def dia(*lines: tuple[str, str, int, int], kind: str = "Line") -> str:
    boxes = "".join(
        f'<dia:object type="Flowchart - Ellipse" id="O{at}"><dia:attribute name="obj_pos">'
        f'<dia:point val="{at * 3},2.5"/></dia:attribute>'
        f"<dia:string>#{name}#</dia:string></dia:object>"
        for at, name in enumerate(("CO2", "Algae"))
    )
    arrows = "".join(
        f'<dia:object type="Standard - {kind}" id="L{at}">'
        f'<dia:attribute name="start_arrow"><dia:enum val="{start}"/></dia:attribute>'
        f'<dia:attribute name="end_arrow"><dia:enum val="{end}"/></dia:attribute>'
        f'<dia:connections><dia:connection handle="0" to="{one}" connection="1"/>'
        f'<dia:connection handle="1" to="{other}" connection="2"/></dia:connections></dia:object>'
        for at, (one, other, start, end) in enumerate(lines)
    )
    return (
        '<?xml version="1.0"?><dia:diagram xmlns:dia="http://www.lysator.liu.se/~alla/dia/">'
        f"<dia:layer>{boxes}{arrows}</dia:layer></dia:diagram>"
    )


CATCOLAB = {
    "type": "model",
    "name": "Cap",
    "theory": "causal-loop-delays",
    "version": "2",
    "notebook": {
        "cellOrder": ["c1", "c2", "c3", "c4", "c5"],
        "cellContents": {
            "c3": {"tag": "formal", "content": {
                "tag": "morphism", "id": "m1", "name": "",
                "dom": {"tag": "Basic", "content": "o1"}, "cod": {"tag": "Basic", "content": "o2"},
                "morType": {"tag": "Hom", "content": {"tag": "Basic", "content": "Object"}}}},
            "c4": {"tag": "formal", "content": {
                "tag": "morphism", "id": "m2", "name": "slows",
                "dom": {"tag": "Basic", "content": "o2"}, "cod": {"tag": "Basic", "content": "o1"},
                "morType": {"tag": "Basic", "content": "NegativeSlow"}}},
            "c5": {"tag": "formal", "content": {
                "tag": "morphism", "id": "m3", "name": "", "dom": None, "cod": None,
                "morType": {"tag": "Basic", "content": "Negative"}}},
            "c1": {"tag": "formal", "content": {"tag": "object", "id": "o1", "name": "Price"}},
            "c2": {"tag": "formal", "content": {"tag": "object", "id": "o2", "name": "Demand"}},
        },
    },
}  # fmt: skip

MENTAL_JSON = {
    "info": {"name": "Lake"},
    "groupNames": {"0": "Nature", "1": ""},
    "concepts": [
        {"id": "1", "name": "Fish", "notes": "All.", "units": "t", "group": "0", "x": "5", "y": "9",
         "relationships": [{"id": "2", "influence": "-0.5", "confidence": "2", "notes": "So."}]},
        {"id": "2", "name": "Boats", "group": "1",
         "relationships": [{"id": "1", "influence": "0"}]},
    ],
    "scenarios": [{"name": "s"}],
}  # fmt: skip
MENTAL_XML = """<mentalmodeler><info><name ><![CDATA[Lake]]></name></info><groupNames/>
<concepts><concept><id>1</id><name><![CDATA[Fish & co]]></name><x>1</x><y>2</y>
<relationships><relationship><id>2</id><influence>0.75</influence></relationship></relationships>
</concept><concept><id>2</id><name>Boats</name></concept></concepts>
<scenarios><scenario><concepts><concept><id>1</id></concept></concepts></scenario></scenarios>
</mentalmodeler>"""

INSIGHT = """<InsightMakerModel><root>
<mxCell id="0"/><mxCell id="1" parent="0"/>
<Stock id="2" name="Fish" Note="&lt;p&gt;All&lt;/p&gt;"><mxCell vertex="1"><mxGeometry x="10"
 y="20" width="100" height="40"/></mxCell></Stock>
<Variable id="3" name="Boats"><mxCell vertex="1"/></Variable>
<Ghost id="4" Source="3"><mxCell vertex="1"/></Ghost>
<Flow id="5" name="Births"><mxCell edge="1" target="2"/></Flow>
<Link id="6" name="Link"><mxCell source="4" target="2" style="x;END_ANNOTATION=-;"/></Link>
<Link id="7" name="Link"><mxCell source="2" target="5" style="END_ANNOTATION=+"/></Link>
<Link id="8" name="Link" BiDirectional="true"><mxCell source="2" target="3"/></Link>
</root></InsightMakerModel>"""

_PAGE = """<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="a" value="&lt;b&gt;Fish&lt;/b&gt;&amp;nbsp;stock" vertex="1" parent="1"><mxGeometry
 x="0" y="0" width="100" height="40"/></mxCell>
<UserObject id="b" label="Boats"><mxCell vertex="1" parent="1"/></UserObject>
<mxCell id="e1" edge="1" source="a" target="b" value="+" style="endArrow=classic;"/>
<mxCell id="e2" edge="1" source="b" target="a" style="endArrow=none;startArrow=classic;"/>
<mxCell id="l" value="-" vertex="1" parent="e2"/>
<mxCell id="e3" edge="1" source="b" value="lost"/>
<mxCell id="t" value="A remark" style="text;html=1" vertex="1" parent="1"/>
</root></mxGraphModel>"""
_packer = zlib.compressobj(wbits=-15)
_PACKED = base64.b64encode(_packer.compress(quote(_PAGE).encode()) + _packer.flush()).decode()

KUMU = {
    "name": "Debt",
    "elements": [
        {"_id": "e1", "attributes": {"label": "Short&nbsp;term  debt", "element type": "Stock",
                                     "tags": ["money", "risk"], "owner": "bank"}},
        {"_id": "e2", "attributes": {"label": "Spending", "element type": "behaviour"}},
    ],
    "connections": [
        {"_id": "k1", "from": "e1", "to": "e2", "direction": "directed", "delayed": True,
         "attributes": {"connection type": "--"}},
        {"_id": "k2", "from": "e1", "to": "e2", "direction": "directed", "reversed": True,
         "attributes": {"connection type": "+-"}},
        {"_id": "k3", "from": "e1", "to": "e2", "direction": "mutual", "attributes": {}},
    ],
    "loops": [{"_id": "l1", "attributes": {"label": "B1 Brake", "description": "It <b>slows</b>."},
               "connections": ["k1", "k2"]}],
    "maps": [{"_id": "m1", "elements": [{"element": "e1", "position": {"x": -8448, "y": 3}},
                                        {"element": "e2", "position": {"x": -8000, "y": 3}}]}],
}  # fmt: skip

GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label" attr.type="string"/>
<key id="d1" for="edge" attr.name="weight" attr.type="double"/>
<graph edgedefault="directed"><node id="n0"><data key="d0">Fish</data></node><node id="n1"/>
<edge source="n0" target="n1"><data key="d1">-0.5</data></edge>
<edge source="n1" target="n0"><data key="d1">2</data></edge></graph></graphml>"""
GEXF = """<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<attributes class="edge"><attribute id="0" title="polarity" type="string"/></attributes>
<nodes><node id="0" label="Fish"/><node id="1" label="Boats"/></nodes>
<edges><edge id="0" source="0" target="1"><attvalues><attvalue for="0" value="negative"/>
</attvalues></edge><edge id="1" source="1" target="0" type="undirected"/></edges></graph></gexf>"""
DOT = """// made by hand
digraph g { rankdir=LR; node [shape=box];
  fish [label="Fish\\nstock", pos="10,20!"]; "b o" ;
  subgraph cluster_1 { fish -> "b o" [label="+"] -> ; }
  "b o" -> fish [arrowhead=tee]; fish -> {x y} [color="red"]; x:n -> y:s [label="-" dir=both] }"""

TEXT = """# a map
Price_of_oil + Use of cars   # seen in 1973
Use of cars – Price_of_oil
Use of cars -> Fumes (+)
Fumes --(-)--> Use of cars
this says nothing
"""
TUPLES = "(1, 1, 1),\n(1, 2, 0.4),\n(2, 1, -0.6)"
PLANTUML = """@startuml
Sticky(p, "Price", "In euros")
Sticky(d, "Demand")
o(p, d)
s(d, p)
@enduml
"""


def read(content: object, name: str = "map", rows: str | None = None) -> tuple[str, MapRead]:
    """Recognise and read a content; return the name of its format, and the map."""
    if isinstance(content, dict | list):
        content = json.dumps(content, indent=1)
    data = content if isinstance(content, bytes) else str(content).encode()
    file = ForeignFile(name, data)
    kind = format_of(file)
    assert kind is not None, "no format"
    return kind.name, kind.read(file, ReadOptions(rows=rows))


def links(found: MapRead) -> list[str]:
    labels = {node.key: node.label for node in found.nodes}
    return [
        f"{labels[link.source]} {link.sign} {labels[link.target]}{' late' * link.delay}"
        for link in found.links
    ]


def test_vensim_signs_are_drawn_and_a_minus_in_an_equation_counts_where_none_is():
    name, found = read(VENSIM, "pond.mdl")
    assert name == "vensim"
    assert [node.label for node in found.nodes] == [
        "Fish", "Births", "Catch, all", "Crowding", "Boats",
    ]  # fmt: skip
    assert links(found) == [
        "Fish + Births",
        "Fish + Crowding late",
        "Crowding - Births",
        "Boats ? Catch, all",
        "Catch, all ? Boats",  # a digit typed at an arrow is no sign
        "Fish + Boats",
        "Births ? Fish",
    ]
    assert (found.nodes[0].role, found.nodes[0].unit) == ("stock", "ton")
    assert [(loop.name, loop.sign) for loop in found.loops] == [("B1", "-")]
    assert [loss.code for loss in found.losses].count("hidden") == 1


def test_vensim_of_old_sketches_with_names_over_several_lines():
    _, found = read(VENSIM_OLD, "old.mdl")
    assert links(found) == ["A + B", "B - A"]
    assert found.nodes[0].place == (400, 200)
    assert [loop.name for loop in found.loops] == ["R1"]


def test_vensim_in_an_old_encoding_and_with_the_line_ends_of_windows():
    text = VENSIM_OLD.replace("A ", "Ä ").replace(",A,", ",Ä,").replace("( A)", "( Ä)")
    _, found = read(text.replace("\n", "\r\n").encode("cp1252"), "old.mdl")
    assert links(found) == ["Ä + B", "B - Ä"]


def test_xmile_connectors_aliases_flows_and_suggestions():
    name, found = read(XMILE)
    assert name == "xmile"
    assert links(found) == [
        "births + Fish", "deaths - Fish", "birth rate + births late", "Fish ? births",
    ]  # fmt: skip
    assert found.title == "Pond"
    suggested = next(link for link in found.links if link.delay)
    assert suggested.notes == ("AI suggestion: Reasoning: it does.",)
    assert [loss.code for loss in found.losses] == ["open-end", "equations"]


def test_xmile_without_a_drawing_has_links_of_unknown_sign_from_its_equations():
    _, found = read(XMILE.replace("<views>", "<other>").replace("</views>", "</other>"))
    assert "Fish ? births" in links(found)
    assert "births + Fish" in links(found)


def test_sd_ai_takes_signs_from_loops_where_relationships_have_none():
    name, found = read(SD_AI)
    assert name == "sd-ai"
    assert links(found) == ["Fish Stock + Catch", "Catch - Fish Stock"]
    assert found.links[0].notes == ("AI suggestion: More to take.",)
    assert len(found.loops[0].pairs) == 2


@pytest.mark.parametrize("written", [LOOPY, json.dumps(_LOOPY), LOOPY.partition("data=")[2]])
def test_loopy_addresses_and_files(written):
    name, found = read(written)
    assert name == "loopy"
    assert links(found) == [
        "job loss + 50% & more",
        "50% & more - job loss",
        "job loss - 50% & more",
    ]
    assert found.nodes[1].place == (300, 20)
    assert found.description == "Think!\nTwice."


def test_prsm_signs_are_names_of_styles():
    name, found = read(PRSM)
    assert name == "prsm"
    assert links(found) == [
        "Energy use + Cost", "Cost - Energy use", "Cost ? Energy use", "Energy use ? Cost",
    ]  # fmt: skip
    assert found.nodes[1].groups == ("Actors",)
    assert found.nodes[1].description == "In euros."
    assert [loss.code for loss in found.losses] == ["both-ways", "open-end"]


def test_dia_arrows_act_at_either_end_and_arcs_on_their_own_box():
    name, found = read(dia(("O0", "O1", 8, 1)))
    assert name == "dia"
    assert links(found) == ["CO2 + Algae", "Algae - CO2"]
    assert links(read(gzip.compress(dia(("O1", "O1", 0, 8), kind="Arc").encode()))[1]) == [
        "Algae - Algae"
    ]


def test_catcolab_types_of_arrows_and_arrows_without_an_end():
    name, found = read(CATCOLAB)
    assert name == "catcolab"
    assert links(found) == ["Price + Demand", "Demand - Price late"]
    assert [loss.code for loss in found.losses] == ["open-end"]


@pytest.mark.parametrize(
    ("content", "expected", "weight"),
    [
        (MENTAL_JSON, ["Fish - Boats", "Boats ? Fish"], 0.5),
        (MENTAL_XML, ["Fish & co + Boats"], 0.75),
    ],
)
def test_mental_modeler_in_both_of_its_forms(content, expected, weight):
    name, found = read(content)
    assert name == "mental-modeler"
    assert links(found) == expected
    assert found.links[0].weight == weight
    assert found.title == "Lake"
    assert [loss.code for loss in found.losses] == ["scenarios"]


def test_insight_maker_ghosts_flows_and_styles():
    name, found = read(INSIGHT)
    assert name == "insight-maker"
    assert links(found) == [
        "Births + Fish", "Boats - Fish", "Fish + Births", "Fish ? Boats", "Boats ? Fish",
    ]  # fmt: skip
    assert found.nodes[0].place == (60, 40)


@pytest.mark.parametrize("page", [_PAGE, _PACKED])
def test_draw_io_plain_and_packed(page):
    name, found = read(f"<mxfile><diagram id='1'>{page}</diagram></mxfile>")
    assert name == "drawio"
    assert links(found) == ["Fish stock + Boats", "Fish stock - Boats"]
    assert found.description == "A remark"
    assert [loss.code for loss in found.losses] == ["free-text", "open-end"]


def test_kumu_exports_with_two_signs_delays_loops_and_positions():
    name, found = read(KUMU)
    assert name == "kumu-json"
    assert links(found) == [
        "Short term debt + Spending late", "Spending - Short term debt",
        "Short term debt ? Spending", "Spending ? Short term debt",
    ]  # fmt: skip
    assert found.nodes[0].notes == ("tags: money, risk", "owner: bank")
    assert (found.nodes[0].role, found.nodes[1].groups) == ("stock", ("behaviour",))
    assert found.loops[0].pairs == (("e1", "e2"), ("e2", "e1"))
    assert found.loops[0].description == "It slows."


def test_graph_formats_take_negative_weights_for_signs_and_positive_ones_for_sizes():
    assert links(read(GRAPHML)[1]) == ["Fish - n1", "n1 ? Fish"]
    assert links(read(GEXF)[1]) == ["Fish - Boats", "Boats ? Fish", "Fish ? Boats"]


def test_dot_statements_groups_ports_and_heads():
    name, found = read(DOT)
    assert name == "dot"
    assert links(found) == [
        "Fish stock + b o", "b o - Fish stock", "Fish stock - x", "Fish stock - y",
        "x ? y", "y ? x",
    ]  # fmt: skip
    assert found.nodes[0].place == (10, -20)


def test_text_links_in_several_hands():
    name, found = read(TEXT)
    assert name == "text"
    assert links(found) == [
        "Price of oil + Use of cars", "Use of cars - Price of oil",
        "Use of cars + Fumes", "Fumes - Use of cars",
    ]  # fmt: skip
    assert found.links[0].notes == ("seen in 1973",)
    assert [loss.code for loss in found.losses] == ["left-out"]


def test_tuples_and_plantuml():
    assert links(read(TUPLES)[1]) == ["1 + 1", "1 + 2", "2 - 1"]
    assert links(read(PLANTUML)[1]) == ["Price - Demand", "Demand + Price"]


MERMAID = """---
title: A pond
---
%% drawn by hand
flowchart TD
    subgraph Water
        F["Fish stock"] -- + --> B(Births); B -->|"+"| F
    end
    F -.->|"− ‖ B1"| C[Catch];
    C -- "-" --> F & B:::hot
    G{{"#quot;Gear#quot;"}} <--> C
    style F fill:#fff
    C ==> X@{ shape: rect }
"""
NODE_LINK = {
    "directed": True,
    "graph": {"name": "A pond"},
    "nodes": [
        {"id": "f", "label": "Fish", "x": 1, "y": 2},
        {"id": "b"},
        {"id": 3, "name": "Catch"},
    ],
    "links": [
        {"source": "f", "target": "b", "sign": 1},
        {"source": 2, "target": 0, "sign": -1, "delay": True},
        {"source": {"id": "f"}, "target": "3", "weight": -0.5},
        {"source": "f", "target": "gone"},
    ],
}


def test_mermaid_flowcharts():
    name, found = read(MERMAID, "a.txt")
    assert (name, found.title) == ("mermaid", "A pond")
    assert links(found) == [
        "Fish stock + Births", "Births + Fish stock", "Fish stock - Catch late",
        "Catch - Fish stock", "Catch - Births", '"Gear" ? Catch', 'Catch ? "Gear"', "Catch ? X",
    ]  # fmt: skip
    assert found.nodes[0].groups == ("Water",)
    name, found = read("```mermaid\ngraph LR\n  a{Use} --x b\n```\n", "a.md")
    assert (name, links(found)) == ("mermaid", ["Use ? b"])


def test_nodes_and_links_as_json():
    name, found = read(NODE_LINK, "a.json")
    assert (name, found.title) == ("d3", "A pond")
    assert links(found) == ["Fish + b", "Catch - Fish late", "Fish - Catch"]
    assert [loss.code for loss in found.losses] == ["open-end"]
    assert found.nodes[0].place == (1, 2)
