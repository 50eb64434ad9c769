"""The text of a document, page by page: plain text, HTML or PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from digisys.errors import MissingPackageError, QuestionError
from digisys.words import Message

__all__ = ["DOCUMENT_ENDINGS", "Document", "read_document"]

#: Kinds of files that quotations are looked for in.
DOCUMENT_ENDINGS = frozenset([".txt", ".md", ".html", ".htm", ".pdf"])
_LARGEST = 200_000_000
_UNSEEN = frozenset(["script", "style", "template", "noscript", "head"])
_BLOCKS = frozenset(
    ["p", "div", "li", "tr", "td", "th", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section"]
)


@dataclass(frozen=True)
class Document:
    """A document's text.

    Attributes
    ----------
    name
        The name of its file.
    pages
        The text of each page; a single one where the file has no pages.
    paged
        Whether the pages are those that readers count: of a PDF, or of a text with form feeds.
    """

    name: str
    pages: tuple[str, ...]
    paged: bool


def read_document(path: Path) -> Document:
    """Read the text of a document.

    Parameters
    ----------
    path
        A plain text (UTF-8; a form feed ends a page), an HTML page or a PDF.

    Returns
    -------
    Document
        Its text.

    Raises
    ------
    QuestionError
        If the file cannot be read as what its ending says.
    MissingPackageError
        If it is a PDF and pypdf is not installed.
    """
    broken = Message("“{name}” cannot be read.", {"name": path.name})
    try:
        if path.stat().st_size > _LARGEST:
            raise QuestionError(broken, Message("It is larger than 200 megabytes."))
        if path.suffix.lower() == ".pdf":
            return _pdf(path, broken)
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise QuestionError(broken) from error
    if path.suffix.lower() in (".html", ".htm"):
        reader = _Visible()
        reader.feed(text)
        reader.close()
        return Document(path.name, ("".join(reader.parts),), paged=False)
    pages = tuple(text.split("\f"))
    return Document(path.name, pages, paged=len(pages) > 1)


def _pdf(path: Path, broken: Message) -> Document:
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise MissingPackageError("pypdf", "documents") from None
    try:
        pages = tuple(page.extract_text() for page in pypdf.PdfReader(path).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise QuestionError(broken, Message("Is it a whole PDF without a password?")) from error
    return Document(path.name, pages, paged=True)


class _Visible(HTMLParser):
    """Collect the text that a reader of a page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))
