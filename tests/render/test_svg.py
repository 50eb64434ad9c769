"""The SVG says what the scene says, to people and to programs."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from digisys.render.backends.svg import svg
from digisys.render.labels import FONTS, text_width
from digisys.render.paper import Sheet
from digisys.render.scene import Scene, Text

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


def parse(document):
    return ET.fromstring(document.encode())


def named(root):
    return [group for group in root.iter(f"{SVG}g") if group.get("id")]


def test_a_tiny_scene_is_written_as_agreed(tiny_scene):
    """Mend the golden file by hand or with a new one that was looked at."""
    assert svg(tiny_scene, embed_font=False) == (GOLDEN / "tiny.svg").read_text(encoding="utf-8")


def test_every_element_stands_in_it_once_under_its_own_id(tiny_scene):
    groups = named(parse(svg(tiny_scene)))
    assert [group.get("id") for group in groups] == [one.id for one in tiny_scene.elements]


def test_every_element_has_one_accessible_name_and_one_role(tiny_scene):
    for group, element in zip(named(parse(svg(tiny_scene))), tiny_scene.elements, strict=True):
        assert [title.text for title in group.findall(f"{SVG}title")] == [element.name]
        assert group.get("role") == "graphics-symbol"
        assert group.get("aria-label") is None


def test_the_whole_is_a_graphics_document_with_title_description_and_language(tiny_scene):
    root = parse(svg(tiny_scene))
    assert root.get("role") == "graphics-document"
    assert root.get("lang") == "en"
    by_id = {element.get("id"): element for element in root.iter()}
    assert by_id[root.get("aria-labelledby")].text == tiny_scene.title
    assert by_id[root.get("aria-describedby")].text == tiny_scene.description


def test_text_stays_text(tiny_scene):
    shown = {element.text for element in parse(svg(tiny_scene)).iter(f"{SVG}text")}
    assert {"Trust", "Use", "R1", "3", "Skills", "+0.4", "strengthens", "Trust & use"} == shown


def test_the_state_of_an_element_can_be_read(tiny_scene):
    states = {group.get("id"): group.get("class") for group in named(parse(svg(tiny_scene)))}
    assert states["variable-trust"] == "variable highlighted"
    assert states["link-use--trust"] == "link dimmed"
    assert states["target-3"] == "target"


def test_nothing_but_shapes_and_texts_with_presentation_attributes(tiny_scene):
    """Style sheets, scripts and references are what other programs stumble over."""
    document = svg(tiny_scene, embed_font=False)
    tags = {element.tag.removeprefix(SVG) for element in parse(document).iter()}
    allowed = {"svg", "title", "desc", "g", "rect", "circle", "path", "polygon", "polyline"}
    assert tags <= allowed | {"text"}
    assert not re.search(r"style=|url\(|href|opacity|currentColor|var\(", document)


def test_hostile_texts_come_out_as_the_same_text(hostile_scene, hostile):
    root = parse(svg(hostile_scene))
    legal = "".join(" " if sign in "\t\n\r" else sign for sign in hostile)
    legal = re.sub("[\x00-\x1f\ufffe\uffff]", "", legal)
    assert {element.text for element in root.iter(f"{SVG}text")} == {legal, "?"}
    assert {element.text for element in root.iter(f"{SVG}title")} == {legal}
    assert {"script", "b"}.isdisjoint(element.tag.removeprefix(SVG) for element in root.iter())


def test_lone_surrogates_do_not_break_the_file(tiny_scene):
    parse(svg(replace(tiny_scene, title="half \ud83d of a sign")))


def test_text_from_right_to_left_keeps_its_place(tiny_scene):
    """The anchor "start" is the left edge in a scene, whichever way the text runs."""
    caption = tiny_scene.captions[0]
    for anchor, x in (("start", 40.0), ("middle", 10.0), ("end", -20.0)):
        line = replace(caption.lines[0], rtl=True, width=60.0, x=10.0, anchor=anchor)
        scene = replace(tiny_scene, captions=(replace(caption, lines=(line,)),))
        written = list(parse(svg(scene)).iter(f"{SVG}text"))[-1]
        assert (written.get("direction"), written.get("text-anchor")) == ("rtl", "middle")
        assert float(written.get("x")) == x


def test_a_sheet_sets_the_size_in_millimetres_and_is_filled_to_its_edges(tiny_scene):
    root = parse(svg(tiny_scene, sheet=Sheet(420, 297, (-10.0, -5.0, 340.0, 240.43))))
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    assert root.get("viewBox") == "-10 -5 340 240.43"
    background = root.find(f"{SVG}rect")
    assert (background.get("x"), background.get("width")) == ("-10", "340")


def test_ids_can_be_told_apart_on_one_page(tiny_scene):
    first, second = svg(tiny_scene), svg(tiny_scene, prefix="b-")
    ids = [
        element.get("id")
        for document in (first, second)
        for element in parse(document).iter()
        if element.get("id")
    ]
    assert len(ids) == len(set(ids))
    assert parse(second).get("aria-labelledby") == "b-picture-title"


def embedded(document):
    """The fonts inside a document, by weight."""
    style = parse(document).find(f"{SVG}style").text
    rule = (
        r"@font-face\{font-family:Inter;font-weight:(\d+);"
        r"src:url\(data:font/ttf;base64,([\w+/=]+)\) format\('truetype'\)\}"
    )
    # The style sheet holds nothing else.
    assert re.sub(rule, "", style) == ""
    return {
        int(weight): TTFont(BytesIO(b64decode(data))) for weight, data in re.findall(rule, style)
    }


def letters(scene, weight):
    shapes = [shape for element in scene.elements for shape in element.shapes]
    return {ord(c) for one in shapes if getattr(one, "weight", 0) == weight for c in one.text}


def test_the_letters_that_are_used_travel_along_and_no_others(tiny_scene):
    fonts = embedded(svg(tiny_scene))
    assert set(fonts) == {400, 600}
    for weight, font in fonts.items():
        assert set(font.getBestCmap()) == letters(tiny_scene, weight)
        assert font["name"].getDebugName(14) == "https://openfontlicense.org"


def test_letters_come_out_as_wide_as_they_were_measured(tiny_scene):
    """Boxes were made for these widths (and a hundredth more, for kerning)."""
    caption = tiny_scene.captions[0]
    words = "Ääkköset, Ωμέγα − Дом “Ő”"
    line = replace(caption.lines[0], text=words, weight=600)
    scene = replace(tiny_scene, captions=(replace(caption, lines=(line,)),))
    font = embedded(svg(scene))[600]
    names, metrics = font.getBestCmap(), font["hmtx"]
    units = sum(metrics[names[ord(letter)]][0] for letter in words)
    ems = units / font["head"].unitsPerEm
    assert text_width(words, 100, 600) == pytest.approx(ems * 101)


def test_letters_that_the_font_lacks_are_left_to_other_fonts(hostile_scene):
    for weight, font in embedded(svg(hostile_scene)).items():
        whole = TTFont(FONTS / {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}[weight])
        used = letters(hostile_scene, weight)
        # With a bracket comes its mirror image, for text from right to left.
        mirrored = {ord(other) for other in "()<>[]{}«»‹›≤≥"}
        assert used & set(whole.getBestCmap()) <= set(font.getBestCmap()) <= used | mirrored


def test_the_font_can_be_left_out(tiny_scene):
    assert "<style" not in svg(tiny_scene, embed_font=False)
    empty = Scene(20, 10, "#ffffff", "en", "screen", "Tiny", "Nothing.")
    assert "<style" not in svg(empty)


def test_the_font_is_the_same_in_every_process():
    """Neither the time nor the order of sets gets into the file."""
    code = (
        "from hashlib import sha256; from digisys import draw; from tests import tiny;"
        "print(sha256(draw(tiny.balancing_pair()).svg().encode()).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed},
        ).stdout
        for seed in ("1", "7")
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    ("number", "written"), [(10.0, "10"), (-0.001, "0"), (1.005, "1"), (1.25, "1.25")]
)
def test_numbers_are_short(tiny_scene, number, written):
    assert f'width="{written}"' in svg(replace(tiny_scene, width=number))


def test_words_keep_their_width_in_a_font_that_stands_in(tiny_scene):
    lines = [
        shape for element in tiny_scene.elements for shape in element.shapes
        if isinstance(shape, Text)
    ]  # fmt: skip
    written = [
        (node.text, node.get("textLength"), node.get("lengthAdjust"))
        for node in parse(svg(tiny_scene)).iter(f"{SVG}text")
    ]
    assert written == [
        (line.text, f"{line.width:g}" if line.width else None,
         "spacingAndGlyphs" if line.width else None)
        for line in lines
    ]  # fmt: skip
    plain = svg(tiny_scene, embed_font=False)  # for computers that have the font
    assert "textLength" not in plain
