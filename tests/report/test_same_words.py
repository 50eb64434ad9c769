"""What a file says is what the commands say, in every format and language."""

from __future__ import annotations

import contextlib
import io
import json
import shutil

import pytest

from digisys.answers.table import Formatted
from digisys.cli.main import main
from digisys.report.document.blocks import Figure, Grid
from digisys.report.document.docx import docx
from digisys.report.document.html import html
from digisys.report.document.markdown import markdown
from digisys.report.document.pdf import pdf
from digisys.report.slides.pptx import pptx
from digisys.report.workbook.workbook import workbook
from tests.report.conftest import (
    DATE,
    LANGUAGES,
    text_of_docx,
    text_of_html,
    text_of_pdf,
    words,
)


def told(line: str) -> dict:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*line.split(), "--format", "json"]) == 0
    return json.loads(out.getvalue())


def said_by_commands(language: str) -> list[str]:
    """Ask the commands themselves for their sentences and their numbers."""
    influence = told(f"influence 14 -l {language}")
    runs = told(f"simulate leadership-push -l {language}")
    texts = [influence["question"]]
    for answer in (influence, runs):
        texts += [
            item["text"] for item in answer["conclusion"]["statements"] if item["kind"] != "more"
        ]
    return [*texts, *(row["label"] for row in influence["affected"])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_what_the_commands_say(documents, language, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    document = documents[language]
    files = {
        "docx": text_of_docx(docx(document)),
        "pdf": text_of_pdf(pdf(document), tmp_path),
        "html": text_of_html(html(document)),
        "md": markdown(document).decode().replace("\\", "").replace("&lt;", "<"),
    }
    read = {name: words(text) for name, text in files.items()}
    for text in said_by_commands(language):
        for name, found in read.items():
            assert words(text) in found, (name, text)
    # And everything else of the document: no format drops a heading, a cell or a note.
    pictures = {block.alternative for block in document.blocks if isinstance(block, Figure)}
    for text in document.texts():
        for name, found in read.items():
            if text in pictures and name in ("docx", "pdf"):
                continue  # held by what follows the structure of those files
            assert words(text) in found, (name, text)


def test_levels_are_those_of_the_command(documents, report):
    """The figures of the scenario, digit by digit."""
    (table,) = (
        block.table
        for block in documents["en"].blocks
        if isinstance(block, Grid) and block.table.caption.endswith("levels in 2030")
    )
    runs = told("simulate leadership-push -l en")
    ends = dict(
        zip(
            runs["quantiles"],
            (band[-1] for band in runs["outcomes"]["target:11"]["bands"]),
            strict=True,
        )
    )
    shown = table.texts()[1]
    assert shown[0] == "11 Human-centred digital services"
    assert shown[1:4] == [f"{ends[share]:.3f}" for share in (0.5, 0.05, 0.95)]


def test_slides_say_what_the_commands_say(deck):
    from pptx import Presentation

    show = Presentation(io.BytesIO(pptx(deck)))
    slides = list(show.slides)
    influence = told("influence 14 -l fi")
    first = influence["conclusion"]["statements"][0]["text"]
    assert slides[0].shapes.title.text_frame.text == first.removesuffix(".")
    notes = slides[0].notes_slide.notes_text_frame.text
    for item in influence["conclusion"]["statements"]:
        assert (item["text"] in notes) == (item["kind"] != "more")
    # A slide for each loop that the influence runs into, the scenario, and how sure it is.
    assert len(slides) == 1 + len(influence["loops_entered"]) + 2
    for name, slide in zip(influence["loops_entered"], slides[1:], strict=False):
        assert name in slide.shapes.title.text_frame.text
        assert "Systeemimallin diat" in slide.notes_slide.notes_text_frame.text


def test_a_workbook_holds_the_numbers_of_the_answer(report):
    from openpyxl import load_workbook

    answer = report.influence
    book = load_workbook(io.BytesIO(workbook(answer, report.model, "fi", date=DATE)))
    assert book.sheetnames == ["Vastaus", "Ketjut", "Perusteet", "Menetelmä"]
    page = book["Vastaus"]
    (table,) = page.tables.values()
    (heads, *rows) = [[cell.value for cell in row] for row in page[table.ref]]
    expected = answer.table("fi")
    assert tuple(heads) == expected.heads
    for row, cells in zip(rows, expected.rows, strict=True):
        plain = [cell.text if isinstance(cell, Formatted) else cell for cell in cells]
        assert [cell or "" for cell in row] == plain
    assert page["A2"].value == answer.conclusion.text("fi")
    chains = [row[2] for row in book["Ketjut"].iter_rows(min_row=2, values_only=True)]
    assert chains == [effect.steps for effect in answer.affected]
    told_by = dict(book["Menetelmä"].iter_rows(min_row=2, values_only=True))
    assert told_by["Päivä"] == "27.11.2026"
