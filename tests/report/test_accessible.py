"""People who do not see the page get all of it, in every format."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest

from digisys.report.document.blocks import Figure
from digisys.report.document.docx import docx
from digisys.report.document.html import html
from digisys.report.document.pdf import pdf
from digisys.report.slides.pptx import pptx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def test_a_word_file_has_headings_alternative_texts_and_headings_of_tables(documents):
    import docx as library

    word = library.Document(io.BytesIO(docx(documents["sv"])))
    styles = [line.style.name for line in word.paragraphs if line.text]
    assert styles[:2] == ["Title", "Subtitle"]
    assert Counter(styles)["Heading 1"] >= 9
    empty = [line for line in word.paragraphs if "Heading" in line.style.name and not line.text]
    assert not empty
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    figures = [block for block in documents["sv"].blocks if isinstance(block, Figure)]
    pictures = [item for item in word.element.body.iter() if item.tag.endswith("}docPr")]
    assert [item.get("descr") for item in pictures] == [item.alternative for item in figures]
    for table in word.tables:
        first, *rest = table._tbl.tr_lst
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rest)
    (language,) = word.styles.element.iter(f"{W}lang")
    assert language.get(f"{W}val") == "sv-FI"
    assert word.core_properties.title == documents["sv"].title


def test_slides_have_titles_alternative_texts_and_a_language(deck):
    from pptx import Presentation

    show = Presentation(io.BytesIO(pptx(deck)))
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9)
    for slide, wanted in zip(show.slides, deck.slides, strict=True):
        assert slide.shapes.title.text_frame.text == wanted.title
        assert next(iter(slide.shapes)) == slide.shapes.title, "the title is read first"
        others = [item for item in slide.shapes if item.shape_id != slide.shapes.title.shape_id]
        (shown,) = others
        if wanted.alternative:
            (about,) = shown._element.xpath("./*/p:cNvPr")
            assert about.get("descr") == wanted.alternative
        runs = [run for run in slide._element.iter(f"{A}r") if run.find(f"{A}t").text]
        assert {run.find(f"{A}rPr").get("lang") for run in runs} == {"fi-FI"}


def test_the_picture_of_a_slide_is_made_of_shapes_to_edit(deck):
    from pptx import Presentation

    slide = next(iter(Presentation(io.BytesIO(pptx(deck))).slides))
    scene = deck.slides[0].scene
    group = slide.shapes[1]
    texts = {
        shape.text_frame.text.replace("\v", " ") for shape in group.shapes if shape.has_text_frame
    }
    labels = {" ".join(line.text for line in box.label) for box in scene.boxes}
    assert labels <= texts, "the words stand in the boxes"
    names = [shape.name for shape in group.shapes]
    assert {arrow.name for arrow in scene.arrows} <= set(names)
    # Nothing sticks out of the slide, and the boxes stand as they do in the scene.
    assert group.left >= 0
    assert group.top > 0
    assert group.left + group.width <= 12_192_000
    assert group.top + group.height <= 6_858_000
    places = {shape.name: (shape.left, shape.top) for shape in group.shapes}
    order = sorted(scene.boxes, key=lambda box: box.outline.x)
    lefts = [places[box.name][0] for box in order]
    assert lefts == sorted(lefts)
    ids = [item.get("id") for item in slide._element.xpath("//p:cNvPr")]
    assert len(ids) == len(set(ids)), "PowerPoint repairs files with ids that come twice"


def test_a_pdf_is_tagged_from_end_to_end(documents, tmp_path):
    import pdfua
    import pikepdf

    file = tmp_path / "memo.pdf"
    file.write_bytes(pdf(documents["fi"]))
    found = pdfua.validate(str(file))
    assert not found.findings
    with pikepdf.open(file) as document:
        root = document.Root
        assert str(root.Lang) == "fi-FI"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root.Metadata.read_bytes()
        tags: list[tuple[str, object]] = []

        def walk(node: object) -> None:
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                tags.append((str(node.S), node))
                if "/K" in node:
                    walk(node.K)

        walk(root.StructTreeRoot.K)
        names = Counter(name for name, _ in tags)
        figures = [block for block in documents["fi"].blocks if isinstance(block, Figure)]
        alternatives = [str(node.Alt) for name, node in tags if name == "/Figure"]
        assert alternatives == [figure.alternative for figure in figures]
        headings = [block for block in documents["fi"].blocks if type(block).__name__ == "Heading"]
        assert names["/H1"] + names["/H2"] == len(headings)
        grids = [block for block in documents["fi"].blocks if type(block).__name__ == "Grid"]
        assert names["/Table"] == names["/THead"] == len(grids)
        assert names["/TH"] == sum(len(grid.table.filled().heads) for grid in grids)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_page_passes_axe(browser, documents, language):
    from tests.explorer.conftest import violations

    page = browser.new_page(viewport={"width": 420, "height": 900})
    try:
        page.set_content(html(documents[language]).decode())
        assert violations(page) == []
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.querySelectorAll('main, header').length") == 2
        assert page.evaluate("document.documentElement.scrollWidth <= 420"), (
            "tables scroll by themselves"
        )
    finally:
        page.close()


def test_a_page_loads_nothing_and_runs_nothing(documents):
    text = html(documents["en"]).decode()
    assert "<script" not in text
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert "default-src 'none'" in text


def test_an_alternative_text_is_short_and_tells_the_finding(documents):
    for document in documents.values():
        for block in document.blocks:
            if isinstance(block, Figure):
                assert 80 < len(block.alternative) < 1_500
                assert block.told
    map_of_fi = next(block for block in documents["fi"].blocks if isinstance(block, Figure))
    assert map_of_fi.alternative.startswith("Tavoite 14 vaikuttaa 7 tavoitteeseen")
