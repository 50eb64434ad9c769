"""Tables of links as people keep them: any order, language, separator and spelling."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import xlsxwriter

from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import ReadOptions
from digisys.exchange.registry import format_of
from digisys.exchange.signs import sign_of


def workbook(**sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same bytes again
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


def read(content: bytes | str, name: str = "map.csv", rows: str | None = None):
    file = ForeignFile(name, content if isinstance(content, bytes) else content.encode())
    kind = format_of(file)
    assert kind is not None
    assert kind.name == "table"
    return kind.read(file, ReadOptions(rows=rows))


def links(found):
    labels = {node.key: node.label for node in found.nodes}
    return [f"{labels[link.source]} {link.sign} {labels[link.target]}" for link in found.links]


TWO = ["Trust + Use", "Use - Trust"]


@pytest.mark.parametrize(
    "text",
    [
        "from,to,polarity\nTrust,Use,+\nUse,Trust,-\n",
        "Origin,Polarity,Destination\nTrust,positive,Use\nUse,Negative,Trust\n",
        "\ufeffMihin;Mistä;Etumerkki\r\nUse;Trust;vahvistaa\r\nTrust;Use;heikentää\r\n",
        "Från\tTill\tTecken\nTrust\tUse\tsame\nUse\tTrust\topposite\n",
        "source,target,weight\nTrust,Use,1\nUse,Trust,-1\n",
        "from;to;weight\nTrust;Use;0,5\nUse;Trust;-0,25\n",
        "Trust,Use,+\nUse,Trust,-\n",
        # The type says how it is drawn, the label has the sign.
        "from,to,connection type,label\nTrust,Use,causal loop,+\nUse,Trust,causal loop,-\n",
        # Two signs tell what each end does.
        "from,to,type\nTrust,Use,--\nUse,Trust,+-\n",
        "from,to,effect size\nTrust,Use,\n\n\nfrom,to,polarity\nTrust,Use,+\nUse,Trust,-\n",
    ],
)
def test_headers_separators_and_spellings(text):
    found = read(text)
    assert [link for link in links(found) if "?" not in link] == TWO


def test_a_misspelt_sign_is_read_as_the_likeliest_and_told():
    found = read("from,to,polarity\nTrust,Use,postive\nUse,Trust,negatve\nUse,Cost,+\n")
    assert links(found) == [*TWO, "Use + Cost"]
    assert [loss.code for loss in found.losses] == ["unclear-sign", "unclear-sign"]


def test_repeated_headers_and_who_said_it():
    text = (
        "Master ID,Node ID,cause,Master ID,Node ID,effect,polarity,participant_number\n"
        "1,7,Trust,2,8,Use,Positive,P1\n1,7,Trust,2,8,Use,negative,P2\n"
    )
    found = read(text)
    assert links(found) == ["Trust + Use", "Trust - Use"]
    assert [link.said_by for link in found.links] == [("P1",), ("P2",)]


def test_kumu_sheets_with_several_targets_and_sheets_to_ignore():
    content = workbook(
        Things=[["Label", "Type", "Tags"], ["Trust", "Stock", "a|b"], ["Use", "auxiliary", ""]],
        Arrows=[["From", "To", "Direction", "Label", "Type"],
                ["Trust", "Use|Cost", "directed", "", "+"],
                ["Use", "Trust", "mutual", "", ""]],
        **{"Old (ignore)": [["From", "To", "Type"], ["Trust", "Nothing", "+"]]},
    )  # fmt: skip
    found = read(content, "map.xlsx")
    assert links(found) == ["Trust + Use", "Trust + Cost", "Use ? Trust", "Trust ? Use"]
    assert [node.role for node in found.nodes[:2]] == ["stock", "auxiliary"]
    assert found.nodes[0].item == "Things!A2"
    assert "Nothing" not in {node.label for node in found.nodes}


def test_links_may_name_elements_by_id():
    content = workbook(
        nodes=[["ID", "Label"], [1, "Trust"], [2, "Use"]],
        edges=[["source node", "target node", "weight"], [1, 2, "0.4"], [2, 1, "-1"]],
    )
    found = read(content, "fcm.xlsx")
    assert links(found) == TWO
    assert found.links[0].weight == 0.4


def test_sizes_in_words():
    found = read("from,to,strength\nTrust,Use,Weak positive \nUse,Trust,strong negative\n")
    assert links(found) == TWO
    assert [link.size for link in found.links] == ["weak", "strong"]


MATRIX = "{corner},Trust,Use\nTrust,0,1\nUse,-0.5,0\n"


def test_rows_of_a_matrix_act_on_columns_unless_told_otherwise():
    found = read(MATRIX.format(corner=""))
    assert links(found) == TWO
    assert [loss.code for loss in found.losses] == ["matrix-direction"]
    turned = read(MATRIX.format(corner=""), rows="effects")
    assert links(turned) == ["Use + Trust", "Trust - Use"]
    assert not turned.losses


def test_the_corner_of_a_matrix_tells_the_way():
    assert links(read(MATRIX.format(corner="to / from"))) == ["Use + Trust", "Trust - Use"]
    found = read(MATRIX.format(corner="from \\ to"))
    assert links(found) == TWO
    assert not found.losses


def test_what_is_not_of_links_is_no_map():
    for text in ("name,age\nAda,36\nAlan,41\n", "date;value\n2024;1\n2025;2\n", "just words\n"):
        assert format_of(ForeignFile("data.csv", text.encode())) is None


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *((word, "+") for word in ("+", "++", "s", "same", "Positive", "1", "+0,5", "Adds to")),
        *((word, "-") for word in ("-", "\u2212", "\u2013", "o", "-+", "opposite", "-1", "neg")),
        *((word, "?") for word in ("?", "0", "unknown", "+/-")),
        *((word, None) for word in ("", "causal loop", "workshop", "x" * 500)),
    ],
)
def test_signs(text, sign):
    assert sign_of(text) == sign
