"""Slides for PowerPoint and other presentation programs."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digisys.errors import MissingPackageError, OutputError
from digisys.report.document.blocks import Picture
from digisys.report.document.house import PLAIN, House
from digisys.report.document.languages import full_tag
from digisys.report.document.logo import logo_dots
from digisys.report.document.packed import as_document, packed_alike
from digisys.report.document.typesetting import dots
from digisys.report.document.vector import add_vector
from digisys.report.slides.deck import Deck, Slide
from digisys.report.slides.shapes import Room, add_scene
from digisys.words import Message

if TYPE_CHECKING:
    from pptx.presentation import Presentation

__all__ = ["check_pptx", "pptx"]

#: A slide of 16:9 in EMU, as the usual programs have it.
_WIDTH, _HEIGHT = 12_192_000, 6_858_000
_MARGIN, _GAP = 420_000, 120_000
#: When a file says that it was made where no date was given, so that the bytes are the same.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - office files know no zone
#: Type of a title, in points: by how long it is.
_TITLE_SIZES = ((70, 28), (120, 24), (10_000, 20))


def check_pptx() -> None:
    """Refuse before any work is done where python-pptx is not installed.

    Raises
    ------
    MissingPackageError
        If it is not.
    """
    try:
        import pptx as _  # noqa: F401
    except ImportError as error:
        raise MissingPackageError("python-pptx", "report") from error


def pptx(deck: Deck, house: House = PLAIN) -> bytes:
    """Write slides as PPTX.

    Parameters
    ----------
    deck
        The slides.
    house
        Its template of 16:9, or its colour and logo. Of a template masters and layouts are
        kept, and its slides are left out.

    Returns
    -------
    bytes
        The file; the same bytes for the same slides, template and fonts.

    Raises
    ------
    MissingPackageError
        If python-pptx is not installed, or typst where a picture has to be turned into dots.
    OutputError
        If the template cannot be read, or its slides are not 16:9.
    """
    check_pptx()
    show = _opened(house)
    writer = _Writer(show, deck, house)
    writer.write()
    out = io.BytesIO()
    show.save(out)
    return packed_alike(out.getvalue())


def _opened(house: House) -> Presentation:
    from pptx import Presentation

    if house.pptx is None:
        show = Presentation()
        _widen(show)
        return show
    try:
        show = Presentation(io.BytesIO(as_document(house.pptx.read_bytes())))
    except Exception as error:  # what a broken file raises differs by what is broken
        raise OutputError(
            Message("The template “{path}” is no presentation.", {"path": str(house.pptx)}),
            Message("Open it in PowerPoint and save it as .pptx or .potx."),
        ) from error
    if abs((show.slide_width or 0) / (show.slide_height or 1) - 16 / 9) > 0.02:
        raise OutputError(
            Message("The slides of the template “{path}” are not 16:9.", {"path": str(house.pptx)}),
            Message("Choose a template of 16:9."),
        )
    ids = show.slides._sldIdLst
    for held in list(ids):
        show.part.drop_rel(held.rId)
        ids.remove(held)
    return show


def _widen(show: Presentation) -> None:
    """Make the library's own template of 4:3 one of 16:9."""
    before = show.slide_width or _WIDTH
    show.slide_width, show.slide_height = _WIDTH, _HEIGHT  # type: ignore[assignment]
    for holder in (show.slide_master, *show.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.xfrm is None:
                continue
            shape.left, shape.width = (
                int(side * _WIDTH / before) for side in (shape.left, shape.width)
            )


class _Writer:
    """Writes one deck; holds what every slide needs."""

    def __init__(self, show: Presentation, deck: Deck, house: House) -> None:
        self.show = show
        self.deck = deck
        self.house = house
        self.own = house.pptx is None
        self.language = full_tag(deck.language)
        self.layout = _layout(show)

    def write(self) -> None:
        """Write all slides."""
        core = self.show.core_properties
        made = _MADE if self.deck.date is None else datetime.fromisoformat(self.deck.date)
        core.title, core.subject = self.deck.title, self.deck.subtitle
        core.author = self.house.organisation or "digisys"
        core.language, core.created, core.modified = self.language, made, made
        core.last_modified_by, core.revision, core.comments, core.keywords = "", 1, "", ""
        for slide in self.deck.slides:
            self._slide(slide)

    def _slide(self, slide: Slide) -> None:
        made = self.show.slides.add_slide(self.layout)
        title = made.shapes.title
        assert title is not None  # noqa: S101 - the layout was chosen for it
        title.text_frame.text = slide.title
        self._title_look(title, slide.title)
        for holder in list(made.placeholders):
            if holder.placeholder_format.idx:
                holder._element.getparent().remove(holder._element)
        width, height = self.show.slide_width or _WIDTH, self.show.slide_height or _HEIGHT
        top = (title.top or 0) + (title.height or 0) + _GAP
        room = Room(_MARGIN, top, width - 2 * _MARGIN, height - top - _MARGIN // 2)
        if slide.scene is not None:
            tree = made.shapes._spTree
            add_scene(tree, slide.scene, room, slide.alternative, self.language)
        elif slide.picture is not None:
            self._picture(made, slide.picture, room, slide.alternative)
        elif slide.bullets:
            self._bullets(made, slide.bullets, room)
        if self.house.logo is not None:
            self._logo(made, width)
        notes = made.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = "\n".join(slide.notes)
            self._speak(notes)
        self._speak(title.text_frame)

    def _title_look(self, title: Any, text: str) -> None:
        from pptx.dml import color
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        house: Any = color.RGBColor
        size = next(points for most, points in _TITLE_SIZES if len(text) <= most)
        if not self.own:
            layout_size = title.text_frame.paragraphs[0].runs[0].font.size
            title.text_frame.paragraphs[0].runs[0].font.size = layout_size or Pt(size)
            return
        title.left, title.top = _MARGIN, 200_000
        logo = 1_400_000 if self.house.logo is not None else 0
        title.width, title.height = _WIDTH - 2 * _MARGIN - logo, 860_000
        title.text_frame.word_wrap = True
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        for paragraph in title.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            for run in paragraph.runs:
                run.font.size, run.font.bold = Pt(size), True
                run.font.color.rgb = house(*bytes.fromhex(self.house.colour[1:]))

    def _picture(self, made: Any, picture: Picture, room: Room, alternative: str) -> None:
        from pptx.opc.constants import RELATIONSHIP_TYPE
        from pptx.opc.package import Part
        from pptx.opc.packuri import PackURI

        scale = min(room.width / picture.width, room.height / picture.height)
        width, height = int(picture.width * scale), int(picture.height * scale)
        left = room.left + (room.width - width) // 2
        shape = made.shapes.add_picture(io.BytesIO(dots(picture)), left, room.top, width, height)
        shape._element.nvPicPr.cNvPr.set("descr", alternative)
        shape.name = made.shapes.title.text_frame.text
        if picture.outlined:
            package = made.part.package
            count = sum(str(part.partname).endswith(".svg") for part in package.iter_parts())
            name = PackURI(f"/ppt/media/vector{count + 1}.svg")
            held = Part(name, "image/svg+xml", package, picture.svg.encode())
            blip = shape._element.blipFill.find(
                "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
            )
            add_vector(blip, made.part.relate_to(held, RELATIONSHIP_TYPE.IMAGE))

    def _bullets(self, made: Any, bullets: tuple[str, ...], room: Room) -> None:
        from pptx.util import Pt

        box = made.shapes.add_textbox(room.left, room.top, room.width, room.height)
        frame = box.text_frame
        frame.word_wrap = True
        size = 20 if sum(map(len, bullets)) < 700 else 16
        for at, text in enumerate(bullets):
            line = frame.paragraphs[0] if not at else frame.add_paragraph()
            line.space_after = Pt(8)
            run = line.add_run()
            run.text = text
            run.font.size = Pt(size)
            self._dot(line, size)
        self._speak(frame)

    @staticmethod
    def _dot(line: Any, size: int) -> None:
        """Put a real bullet before a line, so that readers of the screen hear a list."""
        from lxml import etree

        space = "http://schemas.openxmlformats.org/drawingml/2006/main"
        properties = line._p.get_or_add_pPr()
        indent = str(size * 12_700)
        properties.set("marL", indent)
        properties.set("indent", f"-{indent}")
        font = etree.SubElement(properties, f"{{{space}}}buFont")
        font.set("typeface", "Arial")
        etree.SubElement(properties, f"{{{space}}}buChar").set("char", "•")

    def _logo(self, made: Any, width: int) -> None:
        logo = self.house.logo
        assert logo is not None  # noqa: S101 - asked before
        shape = made.shapes.add_picture(io.BytesIO(logo_dots(logo)), 0, 220_000, height=520_000)
        shape.left = width - _MARGIN - shape.width
        told = logo.alternative or self.house.organisation or "–"
        shape._element.nvPicPr.cNvPr.set("descr", told)
        shape.name = told

    def _speak(self, frame: Any) -> None:
        """Tell each run its language, so that it is read out in that."""
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", self.language)


def _layout(show: Presentation) -> Any:
    """Choose the layout with a title and the fewest other holders of content."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    extras = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    ranked = []
    for at, layout in enumerate(show.slide_layouts):
        holders: Any = layout.placeholders  # whose iterator the library types wrongly
        kinds = [holder.placeholder_format.type for holder in holders]
        if not any(found in titles for found in kinds):
            continue
        others = sum(found not in titles and found not in extras for found in kinds)
        centred = PP_PLACEHOLDER.CENTER_TITLE in kinds
        ranked.append((others, centred, at, layout))
    if not ranked:
        raise OutputError(
            Message("The template has no layout with a title."),
            Message("Choose a template whose layouts have one."),
        )
    return min(ranked, key=lambda item: item[:3])[3]
