"""Files that are broken, hostile or of something else end in words, and soon."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress

import pytest

import digisys
from digisys.errors import ModelFileError
from digisys.exchange.foreign import LARGEST_UNPACKED
from tests.exchange import test_samples_of_formats as samples
from tests.exchange.test_tables import workbook

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE xmile [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]><xmile><model><variables><aux name="&b;"/>'
    "</variables></model></xmile>"
)


def refused(path) -> str:
    with pytest.raises(ModelFileError) as caught:
        digisys.read_map(path)
    (problem,) = caught.value.problems
    assert problem.text("fi")
    assert problem.cure is not None
    return problem.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown-format"),
        (b"\x00\x01\x02\xff" * 50, "unknown-format"),
        (b"dear diary, nothing today", "unknown-format"),
        (ENTITIES.encode(), "unknown-format"),
        (b"schema: 1\nid: a\n", "unknown-format"),
        (b'{"elements": [], "connections": []}', "broken-map"),
        (b"\\\\\\---/// Sketch", "broken-map"),
        (b"PK\x03\x04 and no more", "damaged-workbook"),
        (b"\x1f\x8b and no more", "broken-map"),
        (gzip.compress(b"<" * (LARGEST_UNPACKED + 10)), "broken-map"),
    ],
)
def test_what_is_no_map_is_refused_with_a_cure(content, code, tmp_path):
    path = tmp_path / "map.bin"
    path.write_bytes(content)
    assert refused(path) == code


def test_a_packed_map_that_is_damaged(tmp_path):
    path = tmp_path / "map.prsm"
    path.write_text("\u4e00\u20ac" * 40, "utf-8")
    assert refused(path) == "broken-map"


@pytest.mark.parametrize(
    "content",
    [
        "[" * 200_000,
        '{"relationships": ' + "[" * 200_000,
        "<xmile>" * 100_000,
        "digraph {" * 20_000,
        "digraph a { " + "/*" * 200_000,
        "/**/" * 1000 + "digraph",
        ":MACRO: " * 100_000 + "=~~|",
        "a = ~ " * 100_000,
        "A" + " " * 200_000 + "+ B",
        "A + B\n" * 3 + "- " * 100_000,
        '"' * 100_000,
        "http://loopy?data=" + "%25" * 100_000,
        "<" * 300_000,
        "a,b,+\n" + "x" * 1_000_000,
    ],
    ids=range(14),
)
def test_no_text_takes_long(content, tmp_path):
    path = tmp_path / "map.mdl"
    path.write_text(content)
    start = time.process_time()
    with suppress(ModelFileError):
        digisys.read_map(path)
    assert time.process_time() - start < 10  # a promise, not a measure of speed


def test_nothing_beside_the_file_is_read_but_its_own(tmp_path, monkeypatch):
    opened = []
    real = open

    def watched(file, *args, **more):
        opened.append(str(file))
        return real(file, *args, **more)

    path = tmp_path / "map.xmile"
    path.write_text(samples.XMILE)
    (tmp_path / "other.yaml").write_text("schema: 1")
    digisys.read_map(path)  # once, so that modules are loaded
    monkeypatch.setattr("builtins.open", watched)
    digisys.read_map(path)
    assert {name for name in opened if str(tmp_path) in name} == {str(path)}


def test_numbers_that_no_drawing_or_model_holds(tmp_path):
    content = json.loads(json.dumps(samples.KUMU))
    content["maps"][0]["elements"][0]["position"] = {"x": 1e308, "y": float("nan")}
    content["elements"][0]["attributes"]["label"] = "\x07\u202eTrust\ud800" + "x" * 5000
    path = tmp_path / "map.json"
    path.write_text(json.dumps(content))
    found = digisys.read_map(path)
    first = next(iter(found.model.variables.values()))
    assert len(str(first.label)) == 1000
    assert "long-label" in [loss.code for loss in found.report.losses]


def test_a_workbook_that_is_no_map(tmp_path):
    path = tmp_path / "map.xlsx"
    path.write_bytes(workbook(One=[["name", "age"], ["Ada", 36]]))
    assert refused(path) == "unknown-format"
