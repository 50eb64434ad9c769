"""Files that are broken, hostile or of something else end in words, and soon."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import subprocess
import sys
import time
import zipfile
import zlib
from contextlib import suppress

import pytest

import digisys
from digisys.errors import ModelFileError
from digisys.exchange.foreign import LARGEST_UNPACKED
from tests.exchange import test_samples_of_formats as samples
from tests.exchange.test_tables import workbook
from tools.skips import explained

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


def zeros_of_drawio() -> bytes:
    """A page that would unpack to far more than a map is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"0" * (LARGEST_UNPACKED * 3)) + packer.flush()
    return b"<mxfile><diagram>" + base64.b64encode(packed) + b"</diagram></mxfile>"


def zeros_of_prsm() -> bytes:
    """A packed map each of whose words is one letter longer than the one before."""
    bits, width, room = [0, 0, *_bits(ord("{"), 8)], 3, 4
    for code in range(4, 20_000):
        bits += _bits(code, width)
        room -= 1
        if room == 0:
            room, width = 2**width, width + 1
    bits += [0] * (-len(bits) % 15)
    letters = (bits[at : at + 15] for at in range(0, len(bits), 15))
    return "".join(chr(int("".join(map(str, each)), 2) + 32) for each in letters).encode()


def _bits(number: int, count: int) -> list[int]:
    return [number >> power & 1 for power in range(count)]


def zeros_of_a_workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 2**29)
    return out.getvalue()


BOMBS = {"a.drawio": zeros_of_drawio, "a.prsm": zeros_of_prsm, "a.xlsx": zeros_of_a_workbook}
#: A child inherits what ``ru_maxrss`` tells from the process that forks it, however large that is;
#: the peak that Linux keeps is of the child's own program.
READ_ALL = """
import pathlib, resource, sys
import digisys
from digisys.errors import ModelFileError
for path in sys.argv[1:]:
    try:
        digisys.read_map(path)
        print("read")
    except ModelFileError as error:
        print(error.problems[0].code)
own = pathlib.Path("/proc/self/status")
if own.exists():
    most = next(line for line in own.read_text().splitlines() if line.startswith("VmHWM:"))
    print(int(most.split()[1]) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.skipif(os.name == "nt", reason=explained("platform", "it tells no most memory"))
def test_what_unpacks_to_far_too_much_takes_little_memory(tmp_path):
    for name, make in BOMBS.items():
        (tmp_path / name).write_bytes(make())
    paths = [str(tmp_path / name) for name in BOMBS]
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *paths], capture_output=True, text=True, check=True
    )
    *codes, most = done.stdout.split()
    assert codes == ["broken-map", "broken-map", "workbook-too-large"]
    assert int(most) < 1024


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "content", [samples.XMILE, samples.GRAPHML, samples.GEXF, samples.MENTAL_XML, samples.INSIGHT]
)
def test_no_document_type_is_followed_in_any_format(content, tmp_path):
    head, mark, body = content.partition("?>")
    text = head + mark + ENTITY + body if mark else ENTITY + content
    path = tmp_path / "map.xml"
    path.write_text(text)
    assert refused(path) == "unknown-format"


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    model = digisys.load("digikompassi")
    path = tmp_path / "map.graphml"
    digisys.write_map(model, path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(digisys.DigisysError):
        digisys.write_map(model, path, language="sv", force=True)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
