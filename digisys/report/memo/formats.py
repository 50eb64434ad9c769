"""The formats of a report: what each file name ending stands for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from digisys.errors import OutputError
from digisys.io.write import check_target, write_bytes
from digisys.report.document.docx import check_docx, docx
from digisys.report.document.house import PLAIN, House
from digisys.report.document.html import html
from digisys.report.document.markdown import markdown
from digisys.report.document.pdf import pdf
from digisys.report.document.typesetting import check_typesetting
from digisys.report.memo.compose import memo_document
from digisys.report.memo.findings import Findings
from digisys.report.memo.story import memo_deck
from digisys.report.slides.pptx import check_pptx, pptx
from digisys.report.workbook.workbook import workbook
from digisys.words import Message

__all__ = ["FORMATS", "Format", "check_report_name", "save_report"]


@dataclass(frozen=True)
class Format:
    """A format of a report.

    Attributes
    ----------
    write
        Makes the bytes of the file.
    needed
        Tell before any work whether what it needs is installed.
    """

    write: Callable[[Findings, str, House], bytes]
    needed: tuple[Callable[[], object], ...] = ()


def _docx(found: Findings, language: str, house: House) -> bytes:
    document = memo_document(found, language)
    return docx(document, house)


def _pdf(found: Findings, language: str, house: House) -> bytes:
    return pdf(memo_document(found, language), house)


def _html(found: Findings, language: str, house: House) -> bytes:
    return html(memo_document(found, language), house)


def _markdown(found: Findings, language: str, house: House) -> bytes:
    return markdown(memo_document(found, language), house)


def _pptx(found: Findings, language: str, house: House) -> bytes:
    return pptx(memo_deck(found, language), house)


def _xlsx(found: Findings, language: str, house: House) -> bytes:
    answer = found.loops if found.influence is None else found.influence
    return workbook(answer, found.model, language, date=found.date, house=house)


#: Endings of file names, and the format that each stands for.
FORMATS: Mapping[str, Format] = {
    ".docx": Format(_docx, (check_docx, check_typesetting)),
    ".pdf": Format(_pdf, (check_typesetting,)),
    ".html": Format(_html),
    ".md": Format(_markdown),
    ".pptx": Format(_pptx, (check_pptx, check_typesetting)),
    ".xlsx": Format(_xlsx),
}


def check_report_name(path: str | os.PathLike[str], *, force: bool = False) -> Format:
    """Tell before any work whether a report can be saved under a name.

    Parameters
    ----------
    path
        The file.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    Format
        The format that the ending of the name stands for.

    Raises
    ------
    OutputError
        If the ending is unknown, or the file is there already or cannot be written.
    MissingPackageError
        If what the format needs is not installed.
    """
    ending = Path(path).suffix.lower()
    known = ", ".join(FORMATS)
    if ending not in FORMATS:
        what = (
            Message("There is no report format “{ending}”.", {"ending": ending})
            if ending
            else Message("The name “{path}” does not tell the format.", {"path": str(path)})
        )
        raise OutputError(what, Message("Let the name end in one of: {names}.", {"names": known}))
    check_target(path, force=force)
    chosen = FORMATS[ending]
    for check in chosen.needed:
        check()
    return chosen


def save_report(
    found: Findings,
    path: str | os.PathLike[str],
    *,
    language: str | None = None,
    house: House = PLAIN,
    force: bool = False,
) -> Path:
    """Save a report; see :meth:`digisys.report.memo.report.Report.save`."""
    chosen = check_report_name(path, force=force)
    known = language or found.model.default_language
    write_bytes(chosen.write(found, known, house), path, force=force)
    return Path(path)
