"""Cards of links to vote on with a pen: as PDF to cut out, or for Word."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from digisys.errors import DrawingError
from digisys.report.document.docx import check_docx
from digisys.report.document.languages import full_tag, region_of
from digisys.report.document.packed import packed_alike
from digisys.report.document.typesetting import compile_page
from digisys.words import N_, say
from digisys.workshop.votes.cards import Card
from digisys.workshop.votes.columns import HEADINGS, words_of

__all__ = ["cards_docx", "cards_pdf"]

_TEMPLATE = Path(__file__).with_name("cards.typ")
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - office files know no zone
_NO_NAMES = N_("Note (no names)")
_BOX = "\N{BALLOT BOX}"


def cards_pdf(cards: Sequence[Card], title: str, language: str) -> bytes:
    """Write cards as tagged PDF, four of size A6 on a lying A4 sheet.

    Parameters
    ----------
    cards
        The links.
    title
        The title of the model.
    language
        Language of the words around.

    Returns
    -------
    bytes
        The file: PDF/UA-1, or tagged without that promise where no font has some letter. It
        tells no author; the same bytes for the same cards and fonts.

    Raises
    ------
    MissingPackageError
        If typst is not installed.
    """
    page = _TEMPLATE.read_text("utf-8")
    data = {
        "title": title,
        "language": language.partition("-")[0],
        "region": region_of(language),
        "words": _words(language),
        "cards": [
            {
                "name": f"{card.source} \N{RIGHTWARDS ARROW} {card.target}",
                "code": card.code,
                "claim": card.claim,
                "meaning": card.meaning,
                "basis": card.basis,
            }
            for card in cards
        ],
    }
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    try:
        return compile_page(page, inputs, format="pdf", pdf_standards=["ua-1"], timestamp=0)
    except DrawingError as error:
        if "PDF/UA" not in str(error):
            raise
    return compile_page(page, inputs, format="pdf", timestamp=0)


def cards_docx(cards: Sequence[Card], title: str, language: str) -> bytes:
    """Write cards for Word, one of size A6 a page, so that they can be changed before printing.

    Parameters
    ----------
    cards, title, language
        As of :func:`cards_pdf`.

    Returns
    -------
    bytes
        The file. It tells no author; the same bytes for the same cards.

    Raises
    ------
    MissingPackageError
        If python-docx is not installed.
    """
    check_docx()
    import docx as library
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    word = library.Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(148), Mm(105)
    section.left_margin = section.right_margin = Mm(9)
    section.top_margin = section.bottom_margin = Mm(7)
    section.header_distance = section.footer_distance = Mm(4)
    _properties(word, title, language)
    words = _words(language)
    for number, card in enumerate(cards):
        _docx_card(word, card, words, first=not number)
    out = io.BytesIO()
    word.save(out)
    return packed_alike(out.getvalue())


def _words(language: str) -> dict[str, Any]:
    return {
        "source": say(HEADINGS["source"], language),
        "vote": say(N_("Do you agree?"), language),
        "votes": [_capital(word) for word in words_of("vote", language)],
        "sign": say(HEADINGS["sign"], language),
        "signs": list(words_of("sign", language)),
        "strength": say(HEADINGS["strength"], language),
        "strengths": list(words_of("strength", language)),
        "note": say(_NO_NAMES, language),
        "code": say(HEADINGS["code"], language),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _properties(word: Any, title: str, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    core = word.core_properties
    core.title, core.language = title, full_tag(language)
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.subject = core.category = ""
    core.created = core.modified = _MADE
    core.revision = 1
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(3)
    heading = word.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.bold = "Calibri", Pt(16), True
    heading.font.color.rgb = RGBColor(0x1B, 0x24, 0x30)
    heading.paragraph_format.space_before = Pt(0)
    heading.paragraph_format.space_after = Pt(4)
    for style in (normal, heading):
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            if "Theme" in name:
                del fonts.attrib[name]
        for name in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(name), "Calibri")
    run = normal.element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), full_tag(language))
    run.append(tag)


def _docx_card(word: Any, card: Card, words: dict[str, Any], *, first: bool) -> None:
    from docx.shared import Mm, Pt, RGBColor

    soft = RGBColor(0x4A, 0x56, 0x66)
    name = f"{card.source} \N{RIGHTWARDS ARROW} {card.target}"
    head = word.add_heading(name, 1)
    head.paragraph_format.page_break_before = not first
    if len(name) > 80:
        head.runs[0].font.size = Pt(13)
    word.add_paragraph(card.claim)

    def line(parts: Sequence[tuple[str, bool]], size: float) -> Any:
        paragraph = word.add_paragraph()
        for text, strong in parts:
            run = paragraph.add_run(text)
            run.bold, run.font.size = strong, Pt(size)
        return paragraph

    told = line([(f"{words['source']}: ", True), (card.basis, False)], 9)
    for run in told.runs:
        run.font.color.rgb = soft
    for key in ("vote", "sign", "strength"):
        boxes = "    ".join(f"{_BOX}\u00a0{text}" for text in words[f"{key}s"])
        row = line([(f"{words[key]}\t", True), (boxes, False)], 11)
        row.paragraph_format.tab_stops.add_tab_stop(Mm(34))
    note = line([(f"{words['note']}\t", True), (f"{words['code']}: {card.code}", False)], 10)
    note.paragraph_format.tab_stops.add_tab_stop(Mm(108))
