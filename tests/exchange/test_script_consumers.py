"""Programs of the web open what is written: Mermaid draws it, D3 lays it out, PRSM unpacks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import digisys
from digisys.exchange.formats.prsm import write as write_plain
from digisys.exchange.formats.prsm_packed import pack
from tests.exchange.test_consumers import SIGNED

VENDOR = Path(__file__).parent / "vendor"

DRAW = """async chart => {
    mermaid.initialize({startOnLoad: false});
    const {svg} = await mermaid.render('chart', chart);
    const shown = new DOMParser().parseFromString(svg, 'text/html');
    const texts = what => [...shown.querySelectorAll(what)].map(each => each.textContent.trim());
    const lines = shown.querySelectorAll('.flowchart-link');
    return [texts('.node'), texts('.edgeLabels > .edgeLabel'),
        [...lines].map(each => each.getAttribute('class').includes('dotted'))];
}"""
FORCE = """text => {
    const {nodes, links} = JSON.parse(text);
    d3.forceSimulation(nodes).force('link', d3.forceLink(links).id(each => each.id))
        .force('charge', d3.forceManyBody()).stop().tick(20);
    return [nodes.every(each => isFinite(each.x + each.y)),
        links.map(each => [each.source.label, each.sign, each.target.label])];
}"""


@pytest.fixture(scope="module")
def run(browser):
    """Run a function in a page with some scripts; each is loaded once."""
    page = browser.new_page()
    page.set_content("<!doctype html><title>empty</title>")
    loaded = set()

    def run_in_page(function, value, *scripts):
        for script in scripts:
            if script not in loaded:
                page.add_script_tag(path=VENDOR / script)
                loaded.add(script)
        return page.evaluate(function, value)

    yield run_in_page
    page.close()


def written(model, path, kind):
    digisys.write_map(model, path, format=kind, sidecar=False)
    return path.read_text("utf-8")


def test_mermaid_draws_every_box_and_sign(run, tmp_path):
    chart = written(SIGNED, tmp_path / "map.mmd", "mermaid")
    boxes, signs, dashed = run(DRAW, chart, "mermaid.tiny.js")
    assert boxes == ["Birth, rate (1/y)", "Fish stock", "100 % sure"]
    assert signs == ["+", "-", "?"]
    assert dashed == [False, True, False]


def test_mermaid_takes_no_label_for_a_mark(run, tmp_path):
    hostile = "end --> x[\"'`|<b>]; %% & #35; \\ {graph} @ é 漢"
    model = SIGNED.model_copy(
        update={
            "variables": {
                name: item.model_copy(update={"label": type(item.label)(hostile)})
                if name == "b"
                else item
                for name, item in SIGNED.variables.items()
            }
        }
    )
    chart = written(model, tmp_path / "map.mmd", "mermaid")
    boxes, signs, _ = run(DRAW, chart, "mermaid.tiny.js")
    assert boxes[1] == hostile
    assert len(signs) == 3


def test_d3_finds_the_ends_of_every_link(run, tmp_path):
    text = written(SIGNED, tmp_path / "map.json", "d3")
    scripts = [f"d3-{name}.min.js" for name in ("dispatch", "quadtree", "timer", "force")]
    placed, links = run(FORCE, text, *scripts)
    assert placed
    assert links == [
        ["Birth, rate (1/y)", 1, "Fish stock"],
        ["Fish stock", -1, "Birth, rate (1/y)"],
        ["Fish stock", 0, "100 % sure"],
    ]


@pytest.mark.parametrize(
    "text", ["", "a", "aaaa", "abab" * 300, "ä漢\U0001f600" * 9, "\0\xff\u0100", "ab" * 9 + "c"]
)
def test_what_prsm_packs_with_packs_the_same(run, text):
    script = "text => [LZString.compressToUTF16(text), text]"
    packed, _ = run(script, text, "lz-string.min.js")
    assert pack(text) == packed


def test_prsm_unpacks_a_whole_map(run):
    model = digisys.load("digikompassi")
    plain = write_plain(model, "fi").decode()
    found = run("text => LZString.decompressFromUTF16(text)", pack(plain), "lz-string.min.js")
    assert json.loads(found) == json.loads(plain)
