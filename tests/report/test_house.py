"""An organisation's documents look like its own, and a bad template is told in words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from digisys.answers.table import Table
from digisys.errors import OutputError
from digisys.report.document.blocks import Bullets, Document, Grid, Heading, Note, Paragraph
from digisys.report.document.docx import docx
from digisys.report.document.house import PLAIN, read_house
from digisys.report.document.html import html
from digisys.report.document.pdf import pdf
from digisys.report.slides.deck import Deck, Slide
from digisys.report.slides.pptx import pptx

MEMO = Document(
    "Question", "Model", "en",
    (
        Heading("Conclusion"), Paragraph("First", leads=True), Bullets(("one", "two")),
        Grid(Table(("A", "B"), (("x", 1), ("y", 2)), "Rows")), Note("Beware", "Note"),
    ),
)  # fmt: skip
SLIDES = Deck("Question", "Model", "en", (Slide("Finding", ("said",), bullets=("one", "two")),))
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20"/></svg>'
)


@pytest.fixture
def word_template(tmp_path: Path) -> Path:
    import docx as library

    word = library.Document()
    word.sections[0].header.paragraphs[0].text = "MINISTRY"
    word.styles["Heading 1"].font.name = "Georgia"
    word.add_paragraph("Text of the template that nobody wants in a memo")
    path = tmp_path / "template.docx"
    word.save(path)
    return path


def test_a_word_template_keeps_its_header_and_styles(word_template):
    import docx as library

    house = PLAIN.with_options(template=word_template)
    word = library.Document(io.BytesIO(docx(MEMO, house)))
    assert word.sections[0].header.paragraphs[0].text == "MINISTRY"
    assert word.styles["Heading 1"].font.name == "Georgia"
    texts = [line.text for line in word.paragraphs]
    assert "Text of the template that nobody wants in a memo" not in texts
    assert [line.style.name for line in word.paragraphs if line.text == "Conclusion"] == [
        "Heading 1"
    ]


def test_a_template_of_word_itself_serves_too(word_template, tmp_path):
    import zipfile

    import docx as library

    template = tmp_path / "template.dotx"
    with zipfile.ZipFile(word_template) as before, zipfile.ZipFile(template, "w") as after:
        for name in before.namelist():
            part = before.read(name).replace(
                b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
            )
            after.writestr(name, part)
    word = library.Document(io.BytesIO(docx(MEMO, PLAIN.with_options(template=template))))
    assert word.paragraphs[0].text == "Question"


def test_a_template_without_the_usual_styles_gets_headings(tmp_path):
    import docx as library

    word = library.Document()
    for name in ("Heading 1", "List Bullet", "Subtitle", "Caption"):
        style = word.styles[name]
        style.element.getparent().remove(style.element)
    path = tmp_path / "bare.docx"
    word.save(path)
    made = library.Document(io.BytesIO(docx(MEMO, PLAIN.with_options(template=path))))
    (heading,) = [line for line in made.paragraphs if line.text == "Conclusion"]
    assert heading.style.name == "Heading 1"
    (level,) = heading.style.element.xpath("./w:pPr/w:outlineLvl/@w:val")
    assert level == "0"
    assert any(line.text == "• one" for line in made.paragraphs)


def test_a_slide_template_keeps_its_layouts_and_loses_its_slides(tmp_path):
    from pptx import Presentation

    show = Presentation()
    show.slide_width, show.slide_height = 12_192_000, 6_858_000
    show.slide_layouts[5].name = "Ministry"
    show.slides.add_slide(show.slide_layouts[0])
    path = tmp_path / "template.pptx"
    show.save(path)
    made = Presentation(io.BytesIO(pptx(SLIDES, PLAIN.with_options(template=path))))
    (slide,) = made.slides
    assert slide.slide_layout.name == "Ministry"
    assert slide.shapes.title.text_frame.text == "Finding"


def test_a_slide_template_of_another_shape_is_refused(tmp_path):
    from pptx import Presentation

    path = tmp_path / "old.pptx"
    Presentation().save(path)
    with pytest.raises(OutputError, match="16:9"):
        pptx(SLIDES, PLAIN.with_options(template=path))


def test_colour_logo_and_name_are_everywhere(tmp_path):
    import docx as library
    from pptx import Presentation

    (tmp_path / "logo.svg").write_text(LOGO)
    look = tmp_path / "look.yaml"
    look.write_text("organisation: Ministry of Maps\ncolour: '#5b1f69'\nlogo: logo.svg\n")
    house = read_house(look)
    page = html(MEMO, house).decode()
    assert "#5b1f69" in page
    assert 'alt="Ministry of Maps"' in page
    word = library.Document(io.BytesIO(docx(MEMO, house)))
    assert str(word.styles["Heading 1"].font.color.rgb) == "5B1F69"
    assert word.core_properties.author == "Ministry of Maps"
    (logo,) = [item for item in word.element.body.iter() if item.tag.endswith("}docPr")]
    assert logo.get("descr") == "Ministry of Maps"
    (slide,) = Presentation(io.BytesIO(pptx(SLIDES, house))).slides
    assert [item.name for item in slide.shapes if item.shape_type == 13] == ["Ministry of Maps"]
    assert pdf(MEMO, house).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("colour: '#ffee88'", "too pale"),
        ("colour: blue-ish", "is no colour"),
        ("logo: nothing.png", "no file"),
        ("logo: look.yaml", "no picture"),
        ("docx: nothing.docx", "no file"),
        ("font: Arial", "has “font”"),
        ("- a list", "does not tell a look"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_look_that_does_not_serve_is_told(tmp_path, text, reason):
    look = tmp_path / "look.yaml"
    look.write_text(text)
    with pytest.raises(OutputError, match=reason):
        read_house(look)


@pytest.mark.parametrize("name", ["broken.docx", "broken.pptx"])
def test_a_broken_template_is_told(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"no office file")
    house = PLAIN.with_options(template=path)
    with pytest.raises(OutputError, match="is no"):
        (docx if name.endswith("docx") else pptx)(MEMO if name.endswith("docx") else SLIDES, house)


def test_a_logo_is_what_its_ending_tells(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"GIF89a")
    with pytest.raises(OutputError, match="ending"):
        PLAIN.with_options(logo=tmp_path / "logo.png")
    with pytest.raises(OutputError, match="no template"):
        PLAIN.with_options(template=tmp_path / "logo.png")
