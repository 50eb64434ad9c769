"""A page within other pages: a frame where frames are let in, a card where they are not."""

from __future__ import annotations

import re
import struct

import pytest

import digisys
from digisys.cli.main import main
from digisys.report.embed.deep_link import deep_link
from digisys.report.embed.embed import embed

MODEL = digisys.load("digikompassi")
#: What an intranet allows: no script of the page's, pictures and frames from its own address.
HOST = """<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Intra</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:;
frame-src 'self' file:; style-src 'unsafe-inline'"></head><body><main><h1>Intra</h1>
{content}</main></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("intranet")
    file = made / "dk.html"
    assert main(["page", "--embed", "--about", "14", "-l", "fi", "-o", str(file)]) == 0
    frame, card = ((made / f"dk-{name}.html").read_text("utf-8") for name in ("frame", "card"))
    (made / "framed.html").write_text(HOST.format(content=frame), "utf-8")
    (made / "carded.html").write_text(HOST.format(content=card), "utf-8")
    return made


def test_the_frame_shows_the_answer_that_was_asked_for(browser, folder):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((folder / "framed.html").as_uri())
    inner = page.frame_locator("iframe")
    inner.get_by_role("heading", name=re.compile("tavoite 14", re.IGNORECASE)).first.wait_for()
    assert page.locator("iframe").get_attribute("title").startswith("Tavoite 14")
    page.close()


def test_the_card_needs_neither_script_nor_style_sheet(browser, folder, check_axe):
    page = browser.new_page(viewport={"width": 640, "height": 900})
    page.goto((folder / "carded.html").as_uri())
    image = page.locator("img")
    assert image.evaluate("each => each.complete && each.naturalWidth") == 1200
    assert "13" in image.get_attribute("alt")
    link = page.get_by_role("link", name=re.compile("Tavoite 14"))
    assert link.get_attribute("href") == "dk.html#target-14&lang=fi"
    check_axe(page)
    page.close()
    card = (folder / "dk-card.html").read_text("utf-8")
    assert not re.search(r"<(script|style|iframe|link|object|form)\b|class=|on\w+=", card)
    finding = digisys.influence(MODEL, 14).conclusion.statements[0].text("fi")
    assert finding in card


def test_the_picture_is_as_large_as_the_card_says(folder):
    data = (folder / "dk-card.png").read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1200, 675)


@pytest.mark.parametrize(
    ("about", "hash_"),
    [
        (None, "#lang=sv"),
        ("R1", "#loop-R1&lang=sv"),
        ("R4b", "#loop-R4&lang=sv"),
        ("trust_in_society", "#variable-trust_in_society&lang=sv"),
    ],
)
def test_each_thing_has_an_address(about, hash_):
    assert deep_link(MODEL, about, "sv", "https://a.example/p.html") == (
        f"https://a.example/p.html{hash_}"
    )


def test_hostile_texts_stay_texts():
    label = "<img src=x onerror=alert(1)>"
    raw = {
        "schema": 1,
        "id": "odd",
        "title": '"><script>alert(1)</script>',
        "languages": ["en"],
        "variables": {"a": {"label": label}, "b": {"label": "B"}},
        "links": [{"from": "a", "to": "b", "polarity": "positive"}],
    }
    made = embed(digisys.Model.model_validate(raw), "a", page='p".html')
    for piece in (made.frame, made.card):
        assert "<script" not in piece
        assert "onerror=alert" not in piece.replace("&lt;img src=x onerror=alert(1)&gt;", "")
        assert 'p".html' not in piece
