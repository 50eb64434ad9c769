"""Worksheets of factors on paper, and as documents to fill in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from digisys.answers.table import Table
from digisys.errors import OutputError
from digisys.io.write import check_target, write_bytes
from digisys.report.document.blocks import Block, Bullets, Document, Grid, Heading
from digisys.report.document.docx import check_docx, docx
from digisys.report.document.pdf import pdf
from digisys.report.document.typesetting import check_typesetting
from digisys.schema import Model
from digisys.words import Message, own_language, say
from digisys.workshop.factor_sheet import factor_workbook
from digisys.workshop.factor_words import (
    COUNT,
    GROUP,
    HEADS,
    INSTRUCTIONS,
    QUESTIONS,
    SIGNS,
    FactorSubject,
    factor_subjects,
)

__all__ = ["factor_document", "write_factor_sheet"]

#: What holds a cell open to be written in: as wide, and as high.
_BLANK = "\u00a0"
_WIDE, _LINES = 60, 3
_ROWS = 3
_ENDINGS = (".xlsx", ".docx", ".pdf")


def factor_document(model: Model, subjects: Sequence[FactorSubject], language: str) -> Document:
    """Lay out a worksheet of factors as a document.

    Parameters
    ----------
    model
        The model.
    subjects
        What it asks about.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    Document
        Instructions, a place for the group, and for each subject a table with three rows for
        each of the three questions.
    """

    def told(text: str) -> str:
        return say(text, language)

    blank = f"{_BLANK * _WIDE}"
    group = Table((told(GROUP), blank), ((told(COUNT), blank),), language=language)
    heads = tuple(told(HEADS[name]) for name in ("question", "text", "sign", "note"))
    high = "\n".join([_BLANK * _WIDE] * _LINES)
    signs = " / ".join(told(text) for text in SIGNS.values())
    blocks: list[Block] = [Bullets(tuple(map(told, INSTRUCTIONS))), Grid(group)]
    for subject in subjects:
        rows = tuple(
            (told(text), high, signs if question == "follows" else "–", _BLANK * 20)
            for question, text in QUESTIONS.items()
            for _ in range(_ROWS)
        )
        blocks += [Heading(subject.name), Grid(Table(heads, rows, language=language))]
    title = f"{told('Factors')}: {model.title.text(language)}"
    return Document(title, say("Worksheet for a group", language), language, tuple(blocks))


def write_factor_sheet(
    model: Model,
    path: str | os.PathLike[str],
    *,
    about: Sequence[str] = (),
    language: str | None = None,
    force: bool = False,
) -> None:
    """Write the worksheet on which a group tells what enables, blocks and follows.

    Parameters
    ----------
    model
        The model.
    path
        The file: ``.xlsx`` or ``.docx`` to fill in, ``.pdf`` to print.
    about
        Variables and targets to ask about; the targets, or else the variables, when empty.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the ending is another, or the file is there already or cannot be written.
    UnknownNameError
        If nothing is called so.
    QuestionError
        If there is too much to ask about.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "factors.xlsx")
    ...     write_factor_sheet(model, path, about=["14"])
    ...     path.stat().st_size > 5000
    True
    """
    ending = Path(path).suffix.lower()
    if ending not in _ENDINGS:
        raise OutputError(
            Message("There is no worksheet of the format “{ending}”.", {"ending": ending}),
            Message("Let the name end in one of: {names}.", {"names": ", ".join(_ENDINGS)}),
        )
    check_target(path, force=force)
    tag = own_language(language or model.default_language)
    subjects = factor_subjects(model, tuple(about), language=tag)
    if ending == ".xlsx":
        content = factor_workbook(model, subjects, tag)
    else:
        check_typesetting() if ending == ".pdf" else check_docx()
        document = factor_document(model, subjects, tag)
        content = pdf(document) if ending == ".pdf" else docx(document)
    write_bytes(content, path, force=force)
