"""What a document is made of: headings, paragraphs, lists, tables, figures and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from digisys.answers.table import Table

__all__ = [
    "WIDE",
    "Block",
    "Bullets",
    "Document",
    "Figure",
    "Grid",
    "Heading",
    "Note",
    "Paragraph",
    "Picture",
]


#: A picture of more than this many millimetres gets a lying page of its own.
WIDE = 250.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes
    ----------
    text
        What it says; never empty.
    level
        1 for the sections of the document, then 2; the title of the document stands above.
    """

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes
    ----------
    text
        What it says.
    leads
        Whether it is what the reader should read first, and is set larger.
    """

    text: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; its items are in no order that a number would tell."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row of headings.

    Attributes
    ----------
    table
        The rows; its caption stands above them.
    """

    table: Table


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG, which any format can show or turn into dots.

    Attributes
    ----------
    svg
        The picture, for programs that have the font.
    svg_for_browsers
        The same with the letters of the font in it.
    width, height
        The size in millimetres.
    outlined
        Whether its letters are outlines, so that it looks the same without the font.
    """

    svg: str
    svg_for_browsers: str
    width: float
    height: float
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its alternative text.

    Attributes
    ----------
    picture
        The picture.
    alternative
        What it shows, for those who do not see it; never empty.
    caption
        What stands below it.
    told
        The picture told in full, line by line, where a format has room for it.
    """

    picture: Picture
    alternative: str
    caption: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A caveat or remark, set apart from the text.

    Attributes
    ----------
    text
        What it says.
    head
        What kind of remark it is, such as ``Note``; empty for none.
    """

    text: str
    head: str = ""


Block: TypeAlias = Heading | Paragraph | Bullets | Grid | Figure | Note


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes
    ----------
    title
        What it is about.
    subtitle
        What stands below the title: the model, and the date if there is one.
    language
        Language of every text in it.
    blocks
        The rest, in reading order.
    date
        A date as ``2026-11-27``, for the file's properties; None where none was given.
    """

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
    date: str | None = None

    def pages(self) -> tuple[tuple[bool, tuple[Block, ...]], ...]:
        """Return runs of blocks with whether they go on a lying page.

        A picture too wide for a standing page gets a lying one, and takes the heading right
        above it along.

        Examples
        --------
        >>> Document("A", "B", "en", (Heading("C"), Paragraph("d"))).pages()
        ((False, (Heading(text='C', level=1), Paragraph(text='d', leads=False))),)
        """
        runs: list[tuple[bool, list[Block]]] = []
        for block in self.blocks:
            lying = isinstance(block, Figure) and block.picture.width > WIDE
            taken: list[Block] = []
            if lying and runs and not runs[-1][0] and isinstance(runs[-1][1][-1], Heading):
                taken = [runs[-1][1].pop()]
                if not runs[-1][1]:
                    runs.pop()
            if taken or lying or not runs or runs[-1][0]:
                runs.append((lying, [*taken, block]))
            else:
                runs[-1][1].append(block)
        return tuple((lying, tuple(blocks)) for lying, blocks in runs)

    def texts(self) -> tuple[str, ...]:
        """Return every text that a reader meets, in reading order, alternative texts included.

        Examples
        --------
        >>> Document("A", "B", "en", (Heading("C"), Bullets(("d", "e")))).texts()
        ('A', 'B', 'C', 'd', 'e')
        """
        found = [self.title, self.subtitle]
        for block in self.blocks:
            found += _texts(block)
        return tuple(text for text in found if text)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Heading | Paragraph):
        return [block.text]
    if isinstance(block, Bullets):
        return list(block.items)
    if isinstance(block, Grid):
        table = block.table
        return [table.caption, *table.heads, *(cell for row in table.texts() for cell in row)]
    if isinstance(block, Figure):
        return [block.alternative, block.caption]
    return [block.head, block.text]
