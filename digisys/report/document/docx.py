"""A document for Word and other text programs."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digisys.errors import MissingPackageError, OutputError
from digisys.report.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Note,
    Paragraph,
)
from digisys.report.document.columns import column_shares
from digisys.report.document.house import PLAIN, House
from digisys.report.document.languages import full_tag
from digisys.report.document.packed import as_document, packed_alike
from digisys.report.document.typesetting import dots
from digisys.report.document.vector import add_vector
from digisys.words import Message

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

__all__ = ["check_docx", "docx"]

#: When a file says that it was made where no date was given, so that the bytes are the same.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - office files know no zone
_INK, _SOFT, _RULE = "1B2430", "4A5666", "C9D0DA"
_FONT = "Calibri"


def check_docx() -> None:
    """Refuse before any work is done where python-docx is not installed.

    Raises
    ------
    MissingPackageError
        If it is not.
    """
    try:
        import docx as _  # noqa: F401
    except ImportError as error:
        raise MissingPackageError("python-docx", "report") from error


def docx(document: Document, house: House = PLAIN) -> bytes:
    """Write a document as DOCX.

    Parameters
    ----------
    document
        The document.
    house
        Its template, or its colour and logo. Of a template the styles, headers, footers and
        page are kept, and its text is left out.

    Returns
    -------
    bytes
        The file; the same bytes for the same document, template and fonts.

    Raises
    ------
    MissingPackageError
        If python-docx or typst is not installed.
    OutputError
        If the template cannot be read.
    """
    check_docx()
    word = _opened(house)
    writer = _Writer(word, document, house)
    writer.write()
    out = io.BytesIO()
    word.save(out)
    return packed_alike(out.getvalue())


def _opened(house: House) -> Word:
    import docx as library

    if house.docx is None:
        return library.Document()
    try:
        word = library.Document(io.BytesIO(as_document(house.docx.read_bytes())))
    except Exception as error:  # what a broken file raises differs by what is broken
        raise OutputError(
            Message("The template “{path}” is no Word document.", {"path": str(house.docx)}),
            Message("Open it in Word and save it as .docx or .dotx."),
        ) from error
    body = word.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    return word


class _Writer:
    """Writes one document; holds what every block needs."""

    def __init__(self, word: Word, document: Document, house: House) -> None:
        self.word = word
        self.document = document
        self.house = house
        self.own = house.docx is None

    def write(self) -> None:
        """Write all of it."""
        self._properties()
        if self.own:
            self._own_look()
        if self.house.logo is not None:
            self._logo()
        self._styled(self.document.title, "Title")
        self._styled(self.document.subtitle, "Subtitle")
        before = False
        for lying, blocks in self.document.pages():
            if lying != before:
                self._turn(lying=lying)
            before = lying
            for block in blocks:
                self._block(block)

    def _turn(self, *, lying: bool) -> None:
        from docx.enum.section import WD_ORIENT, WD_SECTION

        before = self.word.sections[-1]
        long, short = sorted((before.page_width or 0, before.page_height or 0), reverse=True)
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if lying else (short, long)

    # --- the whole --------------------------------------------------------------------

    def _properties(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        core = self.word.core_properties
        made = _MADE if self.document.date is None else datetime.fromisoformat(self.document.date)
        core.title, core.language = self.document.title, full_tag(self.document.language)
        core.author = self.house.organisation or "digisys"
        core.created = core.modified = made
        core.last_modified_by, core.comments, core.keywords = "", "", ""
        core.subject, core.category, core.revision = self.document.subtitle, "", 1
        styles = self.word.styles.element
        defaults = styles.find(qn("w:docDefaults"))
        if defaults is None:
            defaults = OxmlElement("w:docDefaults")
            styles.insert(0, defaults)
        holder = defaults
        for name in ("w:rPrDefault", "w:rPr", "w:lang"):
            found = holder.find(qn(name))
            if found is None:
                found = OxmlElement(name)
                holder.append(found)
            holder = found
        holder.set(qn("w:val"), full_tag(self.document.language))
        # A style of its own language would be read out in that one.
        for style in styles.iter(qn("w:style")):
            for language in list(style.iter(qn("w:lang"))):
                language.getparent().remove(language)
        settings = self.word.settings.element.find(qn("w:themeFontLang"))
        if settings is not None:
            settings.set(qn("w:val"), full_tag(self.document.language))

    def _own_look(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin, section.bottom_margin = Mm(22), Mm(22)
        house, ink = RGBColor.from_string(self.house.colour[1:].upper()), RGBColor.from_string(_INK)
        looks = (
            ("Normal", 10.5, False, ink, 0, 6),
            ("Title", 22, True, house, 0, 4),
            ("Subtitle", 11, False, RGBColor.from_string(_SOFT), 0, 12),
            ("Heading 1", 15, True, house, 20, 6),
            ("Heading 2", 12, True, ink, 14, 4),
            ("Caption", 10, True, ink, 8, 4),
            ("List Bullet", 10.5, False, ink, 0, 3),
        )
        for name, size, bold, colour, above, below in looks:
            style: Any = self.word.styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.bold, style.font.italic, style.font.color.rgb = bold, False, colour
            fonts = style.element.rPr.rFonts
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            space = style.element.rPr.find(qn("w:spacing"))
            if space is not None:
                style.element.rPr.remove(space)
            style.paragraph_format.space_before = Pt(above)
            style.paragraph_format.space_after = Pt(below)
            border = None if style.element.pPr is None else style.element.pPr.find(qn("w:pBdr"))
            if border is not None:
                style.element.pPr.remove(border)
        self._footer(section)

    def _footer(self, section: Any) -> None:
        from docx.shared import Pt, RGBColor

        line = section.footer.paragraphs[0]
        parts = (f"{self.house.organisation or self.document.title}    ", "PAGE", " / ", "NUMPAGES")
        for part in parts:
            if part.isupper():
                self._field(line, part)
            else:
                line.add_run(part)
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(_SOFT)

    def _field(self, line: WordParagraph, name: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run = line.add_run()
        for kind, text in (
            ("begin", ""),
            ("", name),
            ("separate", ""),
            ("shown", "1"),
            ("end", ""),
        ):
            if kind == "shown":
                run.add_text(text)
                continue
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def _logo(self) -> None:
        from docx.shared import Mm

        from digisys.report.document.logo import logo_dots

        logo = self.house.logo
        assert logo is not None  # noqa: S101 - asked before
        line = self.word.add_paragraph()
        shape = line.add_run().add_picture(io.BytesIO(logo_dots(logo)), height=Mm(14))
        self._tell(shape, logo.alternative or self.house.organisation or "–")

    # --- its parts --------------------------------------------------------------------

    def _styled(self, text: str, name: str) -> WordParagraph:
        """Add a paragraph in a style; a template may lack it."""
        if name in (style.name for style in self.word.styles):
            return self.word.add_paragraph(text, style=name)
        if name.startswith("Heading") or name == "Title":
            from docx.enum.style import WD_STYLE_TYPE

            style: Any = self.word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            style.font.bold = True
            level = 0 if name == "Title" else int(name[-1]) - 1
            self._outline(style, level)
            return self.word.add_paragraph(text, style=style)
        return self.word.add_paragraph(f"• {text}" if name == "List Bullet" else text)

    @staticmethod
    def _outline(style: Any, level: int) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        style.element.get_or_add_pPr().append(outline)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._styled(block.text, f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            line = self.word.add_paragraph()
            run = line.add_run(block.text)
            run.bold = True if block.leads else None
        elif isinstance(block, Bullets):
            for item in block.items:
                self._styled(item, "List Bullet")
        elif isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Figure):
            self._figure(block)
        else:
            self._note(block)

    def _note(self, note: Note) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        line = self.word.add_paragraph()
        if note.head:
            line.add_run(f"{note.head}: ").bold = True
        line.add_run(note.text)
        properties = line._p.get_or_add_pPr()
        border, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
        values = {"val": "single", "sz": "24", "space": "8", "color": self.house.colour[1:].upper()}
        for key, value in values.items():
            left.set(qn(f"w:{key}"), value)
        border.append(left)
        properties.append(border)

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Emu

        section = self.word.sections[-1]
        across = (
            (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        )
        down = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
        down -= 1_250_000 if figure.caption else 800_000  # a heading above, a caption below
        picture = figure.picture
        scale = min(across / picture.width, down / picture.height, 36_000)
        line = self.word.add_paragraph()
        line.paragraph_format.keep_with_next = bool(figure.caption)
        shape = line.add_run().add_picture(
            io.BytesIO(dots(picture)), width=Emu(int(picture.width * scale))
        )
        self._tell(shape, figure.alternative)
        if picture.outlined:
            self._sharp(shape, picture.svg)
        if figure.caption:
            caption = self._styled(figure.caption, "Caption")
            caption.paragraph_format.keep_with_next = False

    def _sharp(self, shape: Any, svg: str) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        part = self.word.part
        count = sum(str(other.partname).endswith(".svg") for other in part.package.iter_parts())
        name = PackURI(f"/word/media/vector{count + 1}.svg")
        held = Part(name, "image/svg+xml", svg.encode(), part.package)
        blip = shape._inline.graphic.graphicData.pic.blipFill.blip
        add_vector(blip, part.relate_to(held, RELATIONSHIP_TYPE.IMAGE))

    @staticmethod
    def _tell(shape: Any, text: str) -> None:
        shape._inline.docPr.set("descr", text)

    def _grid(self, grid: Grid) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        table = grid.table.filled()
        if table.caption:
            self._styled(table.caption, "Caption").paragraph_format.keep_with_next = True
        rows = table.texts()
        made = self.word.add_table(rows=1 + len(rows), cols=len(table.heads))
        made.autofit = False
        self._frame(made, table.caption or ", ".join(table.heads))
        section = self.word.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        widths = [int(room * share) for share in column_shares(table)]
        right = table.numeric()
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, (line, texts) in enumerate(zip(made.rows, [table.heads, *rows], strict=True)):
            self._keep(line, heads=not number)
            for at, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
                cell.width = widths[at]
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(1)
                run = paragraph.add_run(text)
                run.font.size = Pt(9)
                run.bold = True if not number else None
                if right[at]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        after = self.word.add_paragraph()
        after.paragraph_format.space_after = Pt(2)

    @staticmethod
    def _keep(line: Any, *, heads: bool) -> None:
        """Keep a row on one page; one of headings comes again on each page."""
        from docx.oxml import OxmlElement

        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if heads:
            properties.append(OxmlElement("w:tblHeader"))

    @staticmethod
    def _frame(made: Any, told: str) -> None:
        """Draw thin lines between rows, and tell what the table is."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        properties = made._tbl.tblPr
        borders = OxmlElement("w:tblBorders")
        for side, size, colour in (
            ("top", "8", _INK),
            ("bottom", "4", _RULE),
            ("insideH", "4", _RULE),
        ):
            line = OxmlElement(f"w:{side}")
            for key, value in {"val": "single", "sz": size, "space": "0", "color": colour}.items():
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        look = properties.find(qn("w:tblLook"))
        if look is not None:
            look.addprevious(borders)
        else:
            properties.append(borders)
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), told)
        properties.append(caption)
