"""A document as Markdown."""

from __future__ import annotations

import re
from base64 import b64encode

from digisys.report.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Note,
)
from digisys.report.document.house import PLAIN, House

__all__ = ["markdown"]

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(document: Document, house: House = PLAIN) -> bytes:
    """Write a document as Markdown; pictures travel in it.

    Parameters
    ----------
    document
        The document.
    house
        Whose it is; only the name is told.

    Returns
    -------
    bytes
        The file, in UTF-8.

    Examples
    --------
    >>> print(markdown(Document("A", "B", "en", (Heading("C"),))).decode(), end="")
    # A
    <BLANKLINE>
    B
    <BLANKLINE>
    ## C
    """
    parts = [f"# {_escaped(document.title)}"]
    parts += [_escaped(text) for text in (document.subtitle, house.organisation) if text]
    parts += [_block(block) for block in document.blocks]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {_escaped(block.text)}"
    if isinstance(block, Bullets):
        return "\n".join(f"- {_escaped(item)}" for item in block.items)
    if isinstance(block, Grid):
        return block.table.filled().markdown()
    if isinstance(block, Figure):
        data = b64encode(block.picture.svg_for_browsers.encode()).decode("ascii")
        picture = f"![{_escaped(block.alternative)}](data:image/svg+xml;base64,{data})"
        return f"{picture}\n\n*{_escaped(block.caption)}*" if block.caption else picture
    if isinstance(block, Note):
        head = f"**{_escaped(block.head)}:** " if block.head else ""
        return f"> {head}{_escaped(block.text)}"
    text = _escaped(block.text)
    return f"**{text}**" if block.leads else text


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(re.split(r"[ \t\r\n]+", text.strip())))
