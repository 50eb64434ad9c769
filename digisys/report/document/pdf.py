"""A document as tagged PDF (PDF/UA-1), by typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from digisys.errors import DrawingError
from digisys.report.document.blocks import (
    WIDE,
    Block,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Note,
)
from digisys.report.document.columns import column_shares
from digisys.report.document.house import PLAIN, House
from digisys.report.document.languages import region_of
from digisys.report.document.typesetting import compile_page

__all__ = ["pdf"]

_TEMPLATE = Path(__file__).with_name("memo.typ")


def pdf(document: Document, house: House = PLAIN) -> bytes:
    """Write a document as tagged PDF with embedded fonts.

    Parameters
    ----------
    document
        The document.
    house
        Its colour and logo.

    Returns
    -------
    bytes
        The file: PDF/UA-1, or tagged without that promise where no font has some letter. The
        same bytes for the same document and fonts.

    Raises
    ------
    MissingPackageError
        If typst is not installed.
    """
    page = _TEMPLATE.read_text("utf-8")
    inputs = {"document": json.dumps(_data(document, house), ensure_ascii=False)}
    try:
        return compile_page(page, inputs, format="pdf", pdf_standards=["ua-1"], timestamp=0)
    except DrawingError as error:
        if "PDF/UA" not in str(error):
            raise
    # The standard forbids letters that no font has; tags and words remain without it.
    return compile_page(page, inputs, format="pdf", timestamp=0)


def _data(document: Document, house: House) -> dict[str, Any]:
    logo = None
    if house.logo is not None:
        logo = {
            "bytes": list(house.logo.content),
            "format": house.logo.kind,
            "alt": house.logo.alternative or house.organisation or "–",
        }
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language.partition("-")[0],
        "region": region_of(document.language),
        "date": None if document.date is None else [int(n) for n in document.date.split("-")],
        "organisation": house.organisation,
        "colour": house.colour,
        "logo": logo,
        "pages": [
            {"lying": lying, "blocks": [_block(block) for block in blocks]}
            for lying, blocks in document.pages()
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": list(block.items)}
    if isinstance(block, Grid):
        table = block.table.filled()
        return {
            "kind": "grid",
            "caption": table.caption,
            "heads": list(table.heads),
            "rows": table.texts(),
            "right": list(table.numeric()),
            "shares": [round(share, 4) for share in column_shares(table)],
        }
    if isinstance(block, Figure):
        return {
            "kind": "figure",
            "svg": block.picture.svg,
            "alt": block.alternative,
            "caption": block.caption,
            "wide": block.picture.width > WIDE,
        }
    if isinstance(block, Note):
        return {"kind": "note", "head": block.head, "text": block.text}
    return {"kind": "paragraph", "text": block.text, "leads": block.leads}
