"""A model written for another tool and read back, as it was or changed there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys.errors import OutputError
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import ReadOptions, never
from digisys.exchange.registry import format_of, formats
from digisys.io.format import format_model
from digisys.schema import Model
from tests.length import examples


def read_by(kind):
    """Return the format that recognises what is written: some are written in several forms."""
    known = [each for each in formats() if each.recognise is not never]
    return kind if kind in known else next(each for each in known if each.read is kind.read)


WRITTEN = [each for each in formats() if each.write is not None]

LABELS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=25
).filter(lambda text: any(letter.isalnum() for letter in text))


@st.composite
def models(draw):
    """Models with all that a format may not hold."""
    labels = draw(st.lists(LABELS, min_size=2, max_size=7))
    names = [f"v{at}" for at in range(len(labels))]
    pairs = draw(st.lists(st.tuples(*[st.sampled_from(names)] * 2), max_size=10, unique=True))
    raw = {
        "schema": 1,
        "id": "tiny",
        "title": {"en": "Tiny", "fi": "Pieni"},
        "languages": ["en", "fi"],
        "sources": {"talk": {"title": {"en": "Talk", "fi": "Puhe"}}},
        "variables": {
            name: {
                "label": {"en": label, "fi": f"{label} fi"},
                "role": draw(st.sampled_from(["stock", "auxiliary"])),
                "aliases": draw(st.sampled_from([[], ["other"]])),
                "evidence": [{"source": "talk"}],
            }
            for name, label in zip(names, labels, strict=True)
        },
        "links": [
            {
                "from": source,
                "to": target,
                "polarity": draw(st.sampled_from(["positive", "negative", "unknown"])),
                "delay": draw(st.sampled_from([0, 2, True])),
                "strength": draw(st.sampled_from(["unknown", "strong", 0.3])),
            }
            for source, target in pairs
            if source != target
        ],
    }
    if draw(st.booleans()):
        raw["layout"] = {
            "width": 900,
            "height": 900,
            "variables": {name: {"x": 100, "y": 100 * at} for at, name in enumerate(names)},
        }
    return Model.model_validate(raw)


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
@settings(max_examples=examples(5), deadline=None)
@given(model=models(), language=st.sampled_from(["en", "fi"]))
def test_with_the_file_beside_it_nothing_is_lost(kind, model, language, tmp_path_factory):
    if not kind.variables_of(model):
        return  # a list of no links is no map
    path = tmp_path_factory.mktemp("map") / f"map{kind.suffixes[0]}"
    digisys.write_map(model, path, format=kind.name, language=language)
    found = digisys.read_map(path)
    assert found.report.format == read_by(kind).title
    assert found.model == model
    assert format_model(found.model) == format_model(model)


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
@settings(max_examples=examples(5), deadline=None)
@given(model=models())
def test_without_it_links_and_signs_are_there(kind, model):
    order = kind.variables_of(model)
    if not order:
        return
    file = ForeignFile(f"map{kind.suffixes[0]}", kind.write(model, "en"))
    assert format_of(file) is read_by(kind)
    found = kind.read(file, ReadOptions())
    keys = [node.key for node in found.nodes]
    assert len(keys) == len(order)
    ids = dict(zip(keys, order, strict=True))
    signs = {"positive": "+", "negative": "-", "unknown": "?"}
    if "unknown" not in kind.holds:
        signs["unknown"] = "+"
    assert {(ids[link.source], ids[link.target], link.sign) for link in found.links} == {
        (link.source, link.target, signs[link.polarity]) for link in model.links
    }


def test_after_changes_in_the_other_tool_ids_and_evidence_stay(tmp_path):
    model = digisys.load("digikompassi")
    path = tmp_path / "map.graphml"
    digisys.write_map(model, path, language="en")
    text = path.read_text("utf-8")
    first = model.links[0]
    was = f'<edge source="{first.source}" target="{first.target}">'
    assert was in text
    block = text[text.index(was) : text.index("</edge>", text.index(was)) + len("</edge>")]
    changed = block.replace("positive", "negative")
    new = '<node id="new"><data key="node_label">Something new</data></node>'
    new += f'<edge source="new" target="{first.source}"><data key="edge_polarity">-</data></edge>'
    path.write_text(text.replace(block, changed + new), "utf-8")
    found = digisys.read_map(path, language="en").model
    assert list(found.variables) == [*model.variables, "something_new"]
    assert found.links[0].polarity == "negative"
    assert found.links[0].evidence == first.evidence
    assert found.links[1].id == f"something_new->{first.source}"
    assert found.links[2:] == model.links[1:]
    assert found.variables[first.source] == model.variables[first.source]


def test_a_file_beside_it_that_belongs_to_another_map_is_told_and_not_used(tmp_path):
    path = tmp_path / "map.graphml"
    digisys.write_map(digisys.load("digikompassi"), path, language="en")
    (tmp_path / "map.graphml").write_text(
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
        '<node id="q"/><node id="z"/><edge source="q" target="z"/></graph></graphml>'
    )
    found = digisys.read_map(path)
    assert list(found.model.variables) == ["q", "z"]
    assert [loss.code for loss in found.report.losses] == ["sidecar"]
    (tmp_path / "map.graphml.digisys.yaml").write_text("schema: [")
    assert [loss.code for loss in digisys.read_map(path).report.losses] == ["sidecar"]


def test_nothing_is_overwritten_unless_told_to(tmp_path):
    model = digisys.load("digikompassi")
    path, beside = tmp_path / "map.json", tmp_path / "map.json.digisys.yaml"
    beside.write_text("mine")
    with pytest.raises(OutputError):
        digisys.write_map(model, path, format="sd-ai")
    assert not path.exists()
    assert beside.read_text() == "mine"
    digisys.write_map(model, path, format="sd-ai", sidecar=False)
    with pytest.raises(OutputError):
        digisys.write_map(model, path, format="sd-ai", sidecar=False)
    assert beside.read_text() == "mine"
    report = digisys.write_map(model, path, format="sd-ai", force=True)
    assert "positions" in report.text("en")


def test_formats_that_are_not_written_are_told(tmp_path):
    with pytest.raises(OutputError, match="graphml"):
        digisys.write_map(digisys.load("digikompassi"), tmp_path / "map.docx")
