"""Worksheets on which groups write factors: as workbooks, and read back."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from digisys.errors import ModelFileError, Place, Problem
from digisys.io.tables.header import find_header, same_word
from digisys.io.tables.numbers import read_number
from digisys.io.tables.read import parse_tables
from digisys.io.tables.table import Row, Table, Value
from digisys.io.yaml.source import file_problem, read_bytes
from digisys.schema import Model
from digisys.schema.link import Polarity
from digisys.words import Message, say
from digisys.workshop.factor_answer import FactorAnswer, FactorQuestion
from digisys.workshop.factor_proposal import FactorProposal
from digisys.workshop.factor_words import (
    COUNT,
    GROUP,
    HEADS,
    INSTRUCTIONS,
    OTHER_WORDS,
    QUESTIONS,
    SIGNS,
    FactorSubject,
    subject_named,
    words_of,
)
from digisys.workshop.factors import propose_from_factors
from digisys.workshop.form_tables import document_tables

__all__ = ["FactorSheets", "factor_workbook", "read_factors"]

#: The same model gives the same bytes, whenever the sheet is made.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
#: Empty rows of each question, and below the last.
_ROWS, _SPARE = 3, 200
_WIDTHS = {"about": 40, "question": 22, "text": 46, "sign": 16, "note": 40}
#: The height of a line in points, and how many letters of bold type are as wide as ten of a column.
_LINE, _BOLD = 15, 8
_MOST_COUNT = 100_000
_QUESTION_WORDS = {
    word: question for question, text in QUESTIONS.items() for word in (*words_of(text), question)
}
_SIGN_WORDS: dict[str, Polarity] = {
    word: sign
    for sign, text in SIGNS.items()
    for word in (*words_of(text), sign, *OTHER_WORDS[sign].split())
}
_SIGN_MARKS: dict[str, Polarity] = {
    **dict.fromkeys(("+", "↑"), "positive"),
    **dict.fromkeys(("-", "\N{MINUS SIGN}", "–", "↓"), "negative"),
}
_BOTH_SIGNS = frozenset(
    f"{rises} {falls}"
    for rises, falls in zip(words_of(SIGNS["positive"]), words_of(SIGNS["negative"]), strict=True)
)


@dataclass(frozen=True)
class FactorSheets:
    """What filled worksheets hold.

    Attributes
    ----------
    answers
        The answers, sheet by sheet.
    problems
        Rows that could not be read, each with its place.
    """

    answers: tuple[FactorAnswer, ...]
    problems: tuple[Problem, ...] = field(default=())

    def proposal(self, model: Model) -> FactorProposal:
        """Return what the answers would add to a model."""
        return replace(propose_from_factors(model, self.answers), problems=self.problems)


def factor_workbook(model: Model, subjects: Sequence[FactorSubject], language: str) -> bytes:
    """Make the worksheet for a group as an XLSX workbook.

    Parameters
    ----------
    model
        The model.
    subjects
        What it asks about (:func:`~digisys.workshop.factor_words.factor_subjects`).
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    bytes
        The workbook: instructions; a list with three rows for each question of each subject, with
        lists to choose from; and the names that are on the map.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        title = f"{say('Factors', language)}: {model.title.text(language)}"
        book.set_properties({"created": _MADE, "title": title})
        _Writing(book, language, title).write(model, subjects)
    return out.getvalue()


class _Writing:
    def __init__(self, book: Any, language: str, title: str) -> None:
        self.book, self.language, self.title = book, language, title
        wrap = {"text_wrap": True, "valign": "top"}
        self.text = book.add_format(wrap)
        self.big = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({**wrap, "bold": True})
        self.head = book.add_format(
            {**wrap, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"}
        )
        self.open = book.add_format({**wrap, "border": 1, "border_color": "#8EA1C4"})
        self.first = book.add_format({**wrap, "bold": True, "top": 2})
        self.given = book.add_format({**wrap, "font_color": "#404040"})

    def say(self, text: str) -> str:
        return say(text, self.language)

    def write(self, model: Model, subjects: Sequence[FactorSubject]) -> None:
        self._instructions()
        self._answers(subjects, len(model.variables) + len(subjects))
        self._names(model, subjects)

    def _instructions(self) -> None:
        sheet = self.book.add_worksheet(self.say("Instructions"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 95)
        sheet.write_string(0, 0, self.title, self.big)
        for row, text in enumerate(INSTRUCTIONS, 2):
            sheet.write_string(row, 0, f"{row - 1}.", self.bold)
            sheet.write_string(row, 1, self.say(text), self.text)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _answers(self, subjects: Sequence[FactorSubject], names: int) -> None:
        sheet = self.book.add_worksheet(self.say("Factors"))
        sheet.activate()
        sheet.write_string(0, 0, self.title, self.big)
        for row, text in enumerate((GROUP, COUNT), 1):
            sheet.write_string(row, 0, self.say(text), self.bold)
            sheet.write_blank(row, 1, None, self.open)
        top = 4
        columns = [name for name in HEADS if name in _WIDTHS]
        for at, name in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS[name])
            sheet.write_string(top, at, self.say(HEADS[name]), self.head)
        sheet.set_row(top, 2 * _LINE)
        row = top + 1
        for subject in subjects:
            lines = -(-len(subject.name) * 10 // (_WIDTHS["about"] * _BOLD))
            for question, text in QUESTIONS.items():
                for number in range(_ROWS):
                    begins = question == "enables" and not number
                    sheet.set_row(row, _LINE * lines)
                    form = self.first if begins else self.given
                    sheet.write_string(row, 0, subject.name, form)
                    sheet.write_string(row, 1, self.say(text), self.given)
                    for at in range(2, len(columns)):
                        form = self.open if columns[at] != "sign" or question == "follows" else None
                        sheet.write_blank(row, at, None, form or self.given)
                    row += 1
        last = row + _SPARE
        listed = f"='{self.say('Names')}'!$A$2:$A${names + 1}"
        self._choose(sheet, top + 1, last, 0, listed, strict=False)
        self._choose(sheet, top + 1, last, 1, [self.say(text) for text in QUESTIONS.values()])
        self._choose(sheet, top + 1, last, 2, listed, strict=False)
        self._choose(sheet, top + 1, last, 3, [self.say(text) for text in SIGNS.values()])
        sheet.freeze_panes(top + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)

    def _choose(
        self, sheet: Any, first: int, last: int, at: int, source: Any, *, strict: bool = True
    ) -> None:
        sheet.data_validation(
            first,
            at,
            last,
            at,
            {
                "validate": "list",
                "source": source,
                "show_error": strict,
                "error_title": self.say("Not in the list"),
                "error_message": self.say("Choose from the list, or leave it empty."),
            },
        )

    def _names(self, model: Model, subjects: Sequence[FactorSubject]) -> None:
        from digisys.graph.labels import labels_of

        sheet = self.book.add_worksheet(self.say("Names"))
        sheet.set_column(0, 0, 70)
        sheet.write_string(0, 0, self.say("Names on the map"), self.head)
        labels = [text.text(self.language) for text in labels_of(model).variables.values()]
        names = dict.fromkeys([*(subject.name for subject in subjects), *labels])
        for row, name in enumerate(names, 1):
            sheet.write_string(row, 0, name, self.text)


def read_factors(paths: Sequence[str | os.PathLike[str]]) -> FactorSheets:
    r"""Read worksheets that groups filled in.

    Parameters
    ----------
    paths
        Workbooks, CSV files, or Word documents. A sheet that does not name its group is told by
        the name of its file.

    Returns
    -------
    FactorSheets
        The answers of all, and the rows that could not be read.

    Raises
    ------
    ModelFileError
        If a file cannot be read, or holds no such worksheet.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "group-2.csv")
    ...     _ = path.write_text("About,Question,Answer\nTrust,what blocks it,Rumours\n")
    ...     found = read_factors([path])
    >>> [(each.question, each.text, each.voice) for each in found.answers]
    [('blocks', 'Rumours', 'group-2')]
    """
    answers: list[FactorAnswer] = []
    problems: list[Problem] = []
    for path in paths:
        data, file = read_bytes(path), os.fspath(path)
        of_word = Path(file).suffix.lower() == ".docx"
        tables = document_tables(data, file) if of_word else parse_tables(data, file)
        found = False
        group = _Group(Path(file).stem, None)
        for table in tables:
            reading = _Reading(table, group)
            answers += reading.answers()
            problems += reading.problems
            found = found or reading.header is not None
            group = reading.group
        if not found:
            raise _no_worksheet(file)
    return FactorSheets(tuple(answers), tuple(problems))


def _no_worksheet(file: str) -> ModelFileError:
    heads = ", ".join(HEADS[name] for name in ("about", "question", "text"))
    return file_problem(
        "unknown-format",
        file,
        Message("This is no worksheet of factors: no row is headed {names}.", {"names": heads}),
        Message("Make one with: digisys factors MODEL -o factors.xlsx"),
    )


@dataclass(frozen=True)
class _Group:
    name: str
    count: int | None


class _Reading:
    """Reads one sheet."""

    def __init__(self, table: Table, group: _Group) -> None:
        self.table, self.group = table, group
        self.problems: list[Problem] = []
        names = {name: words_of(text) for name, text in HEADS.items()}
        self.header = find_header(table, names, ("about", "question", "text"))
        self._read_group()

    def _read_group(self) -> None:
        """Read who fills the sheet in, from the rows above its list."""
        first = self.header[0].number if self.header else None
        for row in self.table.rows:
            if first is not None and row.number >= first:
                break
            word = same_word(row.cell(0) or "")
            value = row.cell(1)
            if value is None:
                continue
            if word in words_of(GROUP):
                self.group = replace(self.group, name=str(value))
            elif word in words_of(COUNT):
                self.group = replace(self.group, count=self._count(row, 1))

    def _count(self, row: Row, at: int) -> int | None:
        value = row.cell(at)
        number = read_number(value) if value is not None else None
        if value is None:
            return None
        if number is None or not number.is_integer() or not 1 <= number <= _MOST_COUNT:
            self._add(
                "not-a-count",
                self.table.place(row, at),
                Message("“{text}” is no number of people.", {"text": str(value)}),
                Message("Write a whole number from 1 up, or leave the cell empty."),
            )
            return None
        return int(number)

    def _add(self, code: str, place: Place, what: Message, cure: Message) -> None:
        self.problems.append(Problem(code, (), what, cure, place))

    def answers(self) -> Iterator[FactorAnswer]:
        """Yield the answers; rows that cannot be read become problems."""
        if self.header is None:
            return
        first, columns = self.header
        for row in self.table.rows:
            if row.number > first.number:
                answer = self._answer(row, columns)
                if answer is not None:
                    yield answer

    def _answer(self, row: Row, columns: dict[str, int]) -> FactorAnswer | None:
        def cell(name: str) -> Value:
            return row.cell(columns[name]) if name in columns else None

        text = cell("text")
        if text is None or not same_word(text):
            if text is None and cell("note") is not None:
                self._add(
                    "missing-cell",
                    self.table.place(row, columns["text"]),
                    Message("The row has a remark and no answer."),
                    Message("Write the answer, or take the remark out."),
                )
            elif text is not None:
                self._add(
                    "missing-cell",
                    self.table.place(row, columns["text"]),
                    Message("“{text}” names nothing.", {"text": str(text)}),
                    Message("Write the answer in words, or leave the cell empty."),
                )
            return None
        question = self._word(row, columns, "question")
        about = cell("about")
        if about is None:
            self._add(
                "missing-cell",
                self.table.place(row, columns["about"]),
                Message("The answer “{text}” is about nothing.", {"text": str(text)}),
                Message("Name the variable or target that it is about."),
            )
        sign: Polarity | None = "unknown"
        if question == "follows" and cell("sign") is not None:
            sign = self._sign(row, columns["sign"])
        if question is None or about is None or sign is None:
            return None
        count = self._count(row, columns["count"]) if "count" in columns else None
        said_by = cell("said_by")
        return FactorAnswer(
            subject_named(str(about)),
            question,
            str(text),
            sign,
            self.group.name if said_by is None else str(said_by),
            self.group.count if count is None and said_by is None else count,
            note="" if cell("note") is None else str(cell("note")),
            place=self.table.place(row, columns["about"]),
        )

    def _word(self, row: Row, columns: dict[str, int], name: str) -> FactorQuestion | None:
        at = columns[name]
        value = row.cell(at)
        found = _QUESTION_WORDS.get(same_word(value or ""))
        if found is None:
            what = (
                Message("The row does not tell which question it answers.")
                if value is None
                else Message("“{text}” is none of the questions.", {"text": str(value)})
            )
            self._add(
                "unknown-factor-question",
                self.table.place(row, at),
                what,
                Message(
                    "Choose one of: {one}; {other}; {third}.",
                    dict(
                        zip(
                            ("one", "other", "third"), map(Message, QUESTIONS.values()), strict=True
                        )
                    ),
                ),
            )
        return found

    def _sign(self, row: Row, at: int) -> Polarity | None:
        value = row.cell(at)
        if same_word(value) in _BOTH_SIGNS:  # as the form on paper offers them: none is chosen
            return "unknown"
        found = _SIGN_WORDS.get(same_word(value)) or _SIGN_MARKS.get(str(value).strip())
        if found is None:
            self._add(
                "unknown-sign",
                self.table.place(row, at),
                Message("“{text}” tells neither that it rises nor that it falls.",
                        {"text": str(value)}),
                Message(
                    "Choose one of: {one}; {other}.",
                    dict(zip(("one", "other"), map(Message, SIGNS.values()), strict=True)),
                ),
            )  # fmt: skip
        return found
