"""A report on any model: what it cannot tell, it says; nothing that stands in a text is obeyed."""

from __future__ import annotations

import io
import sys

import pytest

import digisys
from digisys.answers.table import Share, Table
from digisys.cli.main import main
from digisys.errors import DrawingError, MissingPackageError, OutputError, UnknownNameError
from digisys.io import parse_model
from digisys.report.document.blocks import Grid, Heading, Paragraph
from digisys.report.document.docx import docx
from digisys.report.document.html import html
from digisys.report.document.pdf import pdf
from digisys.report.memo.compose import sentences
from digisys.report.slides.pptx import pptx
from digisys.report.workbook.workbook import Sheet, format_sheets, workbook
from tests.tiny import balancing_pair, model_of

HOSTILE = parse_model("""
schema: 1
id: hostile
title: "#set page(fill: red) <script>alert(1)</script>"
languages: [en]
variables:
  a: {label: "=HYPERLINK(1)", role: stock}
  b: {label: "#read(\\"/etc/passwd\\") *bold* $x$", role: stock}
  c: {label: "<img src=x onerror=alert(1)>", role: stock}
links:
  - {from: a, to: b, polarity: positive}
  - {from: b, to: c, polarity: negative}
  - {from: c, to: a, polarity: unknown, certainty: ambiguous, reading: "=cmd|' /C calc'!A0"}
""")


def headings(document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def test_a_model_without_targets_areas_loops_or_programme():
    report = digisys.report_on(balancing_pair())
    document = report.document("en")
    assert document.title == "What does the model tell? Tiny"
    assert {"Conclusion", "Map", "Loops", "Evidence", "Method"} <= set(headings(document))
    assert not {"Indicators", "Actions", "What influences what"} & set(headings(document))
    assert report.deck("en").slides
    for text in document.texts():
        assert text.strip()


def test_a_model_without_links():
    document = digisys.report_on(model_of(roles={"a": "stock"}), "a").document("en")
    assert "No links are in view" in " ".join(document.texts())
    assert "Evidence" not in headings(document)


def test_texts_of_a_model_stay_texts(tmp_path):
    import docx as library
    from openpyxl import load_workbook

    report = digisys.report_on(HOSTILE, "a", certainty="all")
    document = report.document("en")
    page = html(document).decode()
    assert "<script" not in page
    assert "<img src=x" not in page
    assert pdf(document).startswith(b"%PDF")
    word = library.Document(io.BytesIO(docx(document)))
    assert any("=HYPERLINK(1)" in line.text for line in word.paragraphs)
    assert pptx(report.deck("en"))
    book = load_workbook(io.BytesIO(workbook(report.influence, HOSTILE, "en")))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    guarded = [cell for cell in cells if str(cell.value).startswith("=") and cell.row > 2]
    assert guarded
    assert all(cell.quotePrefix for cell in guarded), "editing the cell must not run it"


def test_numbers_of_a_sheet_are_numbers():
    from openpyxl import load_workbook

    rows = ((1, 0.25, Share(0.5), "x"), (2, float("nan"), Share(0.125, 1), None))
    table = Table(("n", "level", "share", "n"), rows)
    book = load_workbook(io.BytesIO(format_sheets([Sheet("S", "answer", table, ("Title",))], "")))
    page = book.active
    assert [cell.value for cell in page[4]] == [1, 0.25, 0.5, "x"]
    assert [cell.value for cell in page[5]] == [2, None, 0.125, None]
    assert [cell.number_format for cell in page[4]][2] == "0%"
    assert page.freeze_panes == "A4"
    (name,) = page.tables
    assert name == "answer"
    assert [cell.value for cell in page[3]] == ["n", "level", "share", "n 2"]


def test_what_has_changed_since_an_earlier_version():
    now = model_of("a + b", "b + c", "c - a")
    before = model_of("a + b", "b - c", roles={"d": "stock"})
    document = digisys.report_on(now, "a", since=before).document("en")
    texts = "\n".join(document.texts())
    assert "Added: C → A." in texts
    assert "Changed: B → C." in texts
    assert "Removed: D." in texts
    assert "The earlier version said: “A” influences" in texts
    same = digisys.report_on(now, "a", since=now).document("en").texts()
    assert "No variable and no link differs from the earlier version." in same
    assert "The earlier version comes to the same conclusion." in same
    unknown = digisys.report_on(before, "d", since=now).document("en").texts()
    assert "The earlier version does not know what is asked about." in unknown


def test_a_report_follows_the_view_asked_for():
    model = digisys.load("digikompassi")
    report = digisys.report_on(model, 14, evidence="table")
    assert report.influence == digisys.influence(model, 14, evidence="table")
    told = [block.text for block in report.document("en").blocks if isinstance(block, Paragraph)]
    assert sentences(report.influence.conclusion, "en")[0] in told
    assert report.loops == digisys.find_loops(model, 14, max_loops=10_000, evidence="table")


def test_the_story_of_the_model_is_told_slide_by_slide():
    """Of the whole model, the slides of its presentation; of one without any, areas and loops."""
    model = model_of(
        "a + b", "b + a",
        areas={"one": {"label": "One"}},
        loops={"R1": {"kind": "reinforcing", "label": "Pair", "cycles": {"R1": ["a", "b"]}}},
    )  # fmt: skip
    titles = [slide.title for slide in digisys.report_on(model).deck("en").slides]
    assert titles[0] == "Tiny"
    assert "Loop R1 strengthens change: Pair" in titles
    assert titles[-1] == "How sure this is, and why"


def test_what_is_wrong_is_told_before_any_work(tmp_path):
    model = balancing_pair()
    with pytest.raises(UnknownNameError):
        digisys.report_on(model, "nothing of the kind")
    with pytest.raises(DrawingError, match="not a date"):
        digisys.report_on(model, date="yesterday")
    report = digisys.report_on(model)
    with pytest.raises(OutputError, match=r"\.txt"):
        report.save(tmp_path / "memo.txt")
    report.save(tmp_path / "memo.md")
    with pytest.raises(OutputError):
        report.save(tmp_path / "memo.md")


@pytest.mark.parametrize(
    ("package", "ending"), [("docx", "docx"), ("pptx", "pptx"), ("typst", "pdf"), ("typst", "docx")]
)
def test_a_missing_package_is_told_with_its_cure(monkeypatch, tmp_path, package, ending, capsys):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackageError) as caught:
        digisys.report_on(balancing_pair()).save(tmp_path / f"memo.{ending}")
    assert caught.value.extra == "report"
    assert main(["report", "--about", "14", "-l", "en", "-o", str(tmp_path / f"x.{ending}")]) == 1
    assert 'pip install "digisys[report]"' in capsys.readouterr().err
    assert main(["report", "--help", "-l", "en"]) == 0


def test_any_question_can_be_written_to_a_workbook(tmp_path, capsys):
    path = tmp_path / "answer.xlsx"
    assert main(["influence", "14", "-o", str(path), "-l", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(path)
    before = path.read_bytes()
    assert main(["influence", "14", "-o", str(path), "-l", "en"]) == 1, "it is there already"
    assert path.read_bytes() == before
    assert main(["influence", "14", "-o", str(path), "-l", "en", "--force"]) == 0
    assert path.read_bytes() == before
    # Where -o chooses an outcome it still does, and takes a workbook too.
    assert main(["simulate", "leadership-push", "-n", "16", "-o", "11", "-l", "en"]) == 0
    assert "11 Human-" in capsys.readouterr().out
    runs = tmp_path / "runs.xlsx"
    assert main(["simulate", "leadership-push", "-n", "16", "-o", str(runs), "-l", "en"]) == 0
    assert runs.is_file()
    capsys.readouterr()
    assert main(["influence", "14", "-o", str(tmp_path / "memo.docx"), "-l", "en"]) == 1
    assert "digisys report --about" in capsys.readouterr().err
    assert main(["influence", "14", "-o", "x.xlsx", "--date", "soon", "-l", "en"]) == 1


def test_a_notebook_shows_the_memo():
    report = digisys.report_on(balancing_pair(), "a")
    shown = report._repr_html_()
    assert shown.startswith('<article lang="en"><h1>What does “A” influence?</h1>')
    assert str(report).startswith("What does “A” influence?")


def test_long_tables_are_cut_and_say_so(monkeypatch):
    from digisys.report.memo import compose

    monkeypatch.setattr(compose, "subject_map", lambda *_, **__: None)  # as of a larger model
    chain = model_of(*(f"v{n} + v{n + 1}" for n in range(250)))
    document = digisys.report_on(chain, "v0").document("en")
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert max(len(grid.table.rows) for grid in grids) == 200
    assert any("the first 200 of 250" in text for text in document.texts())
