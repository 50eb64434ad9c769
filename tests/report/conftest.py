"""One report on Digikompassi that the tests of all formats share, and files read back."""

from __future__ import annotations

import io
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

import digisys
from digisys.report.document.blocks import Document
from digisys.report.memo.report import Report
from digisys.report.slides.deck import Deck

LANGUAGES = ("fi", "sv", "en")
DATE = "2026-11-27"


@pytest.fixture(scope="session")
def report() -> Report:
    model = digisys.load("digikompassi")
    return digisys.report_on(model, "target 14", scenario="leadership-push", date=DATE)


@pytest.fixture(scope="session")
def documents(report: Report) -> dict[str, Document]:
    return {language: report.document(language) for language in LANGUAGES}


@pytest.fixture(scope="session")
def deck(report: Report) -> Deck:
    return report.deck("fi")


def words(text: str) -> str:
    """Take spaces, breaks and soft hyphens out, by which formats differ."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", text)


def text_of_docx(content: bytes) -> str:
    import docx

    word = docx.Document(io.BytesIO(content))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    return "".join(item.text or "" for item in word.element.body.iter(space))


def text_of_pdf(content: bytes, folder: Path) -> str:
    """Read a PDF in the order of its content, without its footers."""
    file = folder / "read.pdf"
    file.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True
    )
    footer = re.compile(r".{0,120}\b\d+ / \d+")
    return "\n".join(
        line for line in done.stdout.splitlines() if not footer.fullmatch(line.strip())
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag == "style"
        self.found += [value for name, value in attrs if name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def text_of_html(content: bytes) -> str:
    reader = _Reader()
    reader.feed(content.decode())
    return "\n".join(reader.found)
