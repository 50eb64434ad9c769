"""Writing a model as a workbook: a sheet for each list, with lists to choose from."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from digisys.errors import OutputError
from digisys.exchange.sheet.columns import SHEETS, Column, heading
from digisys.exchange.sheet.rows import Cell, Filled, fill_model, fill_sheets
from digisys.io.tables.table import column_letters
from digisys.io.write import check_target, write_bytes
from digisys.schema import Model, Scenario
from digisys.words import N_, Message, own_language, say

__all__ = ["MODEL_SHEET", "format_sheet", "write_sheet"]

#: Name of the sheet of what is said of the model as a whole, in the catalogues.
MODEL_SHEET = N_("Model")
#: Letters that a cell of a workbook holds.
_LONGEST_CELL = 32_767
#: Rows below the last that get their lists to choose from too.
_SPARE = 1_000
#: The same model gives the same bytes, whenever it is written.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
#: Two rows above the first: headings for people, and keys by which the columns are found.
_FIRST = 2
#: Letters that a list of words to choose from may have together in a workbook.
_LONGEST_LIST = 255

_WIDTHS = {"text": 34, "word": 16, "number": 9, "truth": 9, "words": 24, "numbers": 10}

#: Columns of ids, as wide as most ids are long.
_NAMES, _NAMING = 30, frozenset(["id", "from", "to", "item", "variable"])
#: The height of a line in points; a row shows so many lines at most.
_LINE, _MOST_LINES = 15, 10
#: Columns that stay in sight even where the model does not use them yet.
_SHOWN_NAMES = (
    "id label description area role desired from to polarity strength delay certainty note kind of "
    "item source part pages title year url number scenario action variable size start end target"
)
_SHOWN = frozenset(_SHOWN_NAMES.split())

_INSTRUCTIONS = (
    N_("Each sheet is a list of the model: one row a variable, a link, a loop and so on."),
    N_("The second row of each sheet, in grey, names the columns for the program: leave it."),
    N_("Change cells, add rows at the end and delete rows as you like; order counts for nothing."),
    N_(
        "A new variable needs only a label: leave its id empty. In links you may write labels "
        "instead of ids."
    ),
    N_("Texts have a column for each language, such as label [fi]. Fill all of them."),
    N_("Empty cells mean the usual value. Lists in a cell have a semicolon between items."),
    N_("A range of numbers is written with a hyphen between, such as 0.2 - 0.5."),
    N_("Columns of your own, with nothing in the grey row, are left out when read."),
    N_("Columns that the model does not use are folded away: the + above the sheet shows them."),
    N_("Read it back with: digisys sheet {file} -o model.yaml --force"),
    N_("Mistakes are told all at once, each with its sheet and cell."),
)
_WORDS = (
    ("positive", N_("When the first rises, the second becomes higher than it would otherwise.")),
    ("negative", N_("When the first rises, the second becomes lower than it would otherwise.")),
    ("unknown", N_("It is not known.")),
    ("input", N_("Moved only from outside.")),
    ("stock", N_("Accumulates and takes time to change.")),
    ("auxiliary", N_("Follows its causes at once.")),
    ("explicit", N_("A source states it.")),
    ("ambiguous", N_("The place can be read without it.")),
    ("reinforcing", N_("A loop that strengthens change.")),
    ("balancing", N_("A loop that resists change.")),
)


def write_sheet(
    model: Model,
    path: str | os.PathLike[str],
    *,
    scenarios: Sequence[Scenario] = (),
    language: str | None = None,
    force: bool = False,
) -> None:
    """Write a model as an XLSX workbook to edit in Excel or LibreOffice.

    Everything that a model file holds is in it, in all its languages; :func:`digisys.read_sheet`
    gives the same model back. Comments of a model file are not part of the model.

    Parameters
    ----------
    model
        The model.
    path
        The file to write.
    scenarios
        Scenarios that go into the same workbook.
    language
        Of headings and instructions: ``fi``, ``sv`` or ``en``; the model's first when absent.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already or cannot be written, or a text is longer than a cell
        may hold.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "model.xlsx")
    ...     write_sheet(model, path)
    ...     digisys.read_sheet(path).model == model
    True
    """
    check_target(path, force=force)
    name = os.path.basename(os.fspath(path))  # noqa: PTH119 - any name is asked for
    tag = own_language(language or model.default_language)
    write_bytes(format_sheet(model, scenarios, tag, name), path, force=force)


def format_sheet(model: Model, scenarios: Sequence[Scenario], language: str, name: str) -> bytes:
    """Return the workbook of a model as bytes.

    Parameters
    ----------
    model, scenarios
        What it holds.
    language
        Of headings and instructions.
    name
        What its instructions call the file.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _MADE, "title": str(model.title)})
        writing = _Writing(book, language)
        writing.instructions(name)
        writing.model(model)
        for filled in fill_sheets(model, scenarios):
            writing.sheet(filled)
    return out.getvalue()


def _lines(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """Count the lines that the longest text of a row takes, as programs do not all do it."""
    lines = [
        sum(-(-max(len(line), 1) // width) for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, str) and width
    ]
    return min(max([1, *lines]), _MOST_LINES)


class _Writing:
    """Writes the sheets of one workbook, all in the same looks."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        wrap = {"text_wrap": True, "valign": "top"}
        self.cell = book.add_format(wrap)
        self.key = book.add_format({**wrap, "font_color": "#595959", "bg_color": "#F2F2F2"})
        self.keys = book.add_format(
            {"font_color": "#595959", "bg_color": "#F2F2F2", "italic": True, "font_size": 9}
        )
        self.head = book.add_format(
            {**wrap, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"}
        )
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({"bold": True, "valign": "top"})

    def instructions(self, name: str) -> None:
        sheet = self.book.add_worksheet(say(N_("Instructions"), self.language))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, say(N_("How to edit this model"), self.language), self.title)
        row = 2
        for number, text in enumerate(_INSTRUCTIONS, 1):
            sheet.write_string(row, 0, f"{number}.", self.bold)
            sheet.write_string(row, 1, say(text, self.language, file=name), self.cell)
            row += 1
        row += 1
        sheet.write_string(row, 0, say(N_("Words in cells"), self.language), self.bold)
        for word, text in _WORDS:
            row += 1
            sheet.write_string(row, 0, word, self.cell)
            sheet.write_string(row, 1, say(text, self.language), self.cell)
        row += 2
        sheet.write_string(row, 0, say(N_("Sheets"), self.language), self.bold)
        for each in SHEETS:
            row += 1
            title = say(each.title, self.language)
            sheet.write_url(row, 0, f"internal:'{title}'!A1", string=title)
            sheet.write_string(row, 1, each.id, self.cell)
        self._print(sheet)

    def model(self, model: Model) -> None:
        sheet = self.book.add_worksheet(say(MODEL_SHEET, self.language))
        sheet.freeze_panes(_FIRST, 1)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 90)
        for column, name in enumerate(("field", "value")):
            sheet.write_string(0, column, say(heading(name), self.language), self.head)
            sheet.write_string(1, column, name, self.keys)
        for row, (key, value) in enumerate(fill_model(model), _FIRST):
            sheet.write_string(row, 0, key, self.key)
            self._put(sheet, row, 1, value, f"{key}")
        self._print(sheet)

    def sheet(self, filled: Filled) -> None:
        title = say(filled.sheet.title, self.language)
        sheet = self.book.add_worksheet(title)
        fixed = len(filled.sheet.keys) or (2 if filled.sheet.id in ("links", "evidence") else 1)
        sheet.freeze_panes(_FIRST, fixed)
        last = _FIRST + len(filled.rows) + _SPARE
        widths: list[int] = []
        for at, (column, tag) in enumerate(filled.heads):
            text = say(heading(column.id, filled.sheet.id), self.language)
            sheet.write_string(0, at, f"{text} ({tag})" if tag else text, self.head)
            sheet.write_string(1, at, f"{column.id} [{tag}]" if tag else column.id, self.keys)
            unused = column.id not in _SHOWN and all(row[at] is None for row in filled.rows)
            folded = {"level": 1, "hidden": True} if unused and filled.rows else {}
            width = _NAMES if column.id in _NAMING else _WIDTHS.get(column.kind, 14)
            widths.append(0 if folded else width)
            sheet.set_column(at, at, width, self.cell, folded)
            self._choices(sheet, at, column, last)
        for row, cells in enumerate(filled.rows, _FIRST):
            sheet.set_row(row, _LINE * _lines(cells, widths))
            for at, value in enumerate(cells):
                where = f"{title}!{column_letters(at)}{row + 1}"
                self._put(sheet, row, at, value, where)
        if filled.heads:
            sheet.autofilter(1, 0, max(1, _FIRST + len(filled.rows) - 1), len(filled.heads) - 1)
        self._print(sheet)

    def _put(self, sheet: Any, row: int, column: int, value: Cell, where: str) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.cell)
        elif isinstance(value, str):
            if len(value) > _LONGEST_CELL:
                raise OutputError(
                    Message(
                        "The text for {place} has {count} letters, more than a cell holds.",
                        {"place": where, "count": len(value)},
                    ),
                    Message("Shorten it to at most {most} letters.", {"most": _LONGEST_CELL}),
                )
            sheet.write_string(row, column, value, self.cell)
        elif float(f"{value:.15g}") == value:
            sheet.write_number(row, column, value, self.cell)
        else:  # more digits than a workbook keeps
            sheet.write_string(row, column, repr(value), self.cell)

    def _choices(self, sheet: Any, at: int, column: Column, last: int) -> None:
        """Offer what a column may hold: its words, or the names that another sheet lists."""
        if column.choices:
            words = [str(choice) for choice in column.choices]
            if len(",".join(words)) > _LONGEST_LIST:
                return
            source: str | list[str] = words
            strict = True
        elif column.refers:
            title = say(next(s.title for s in SHEETS if s.id == column.refers), self.language)
            source = f"='{title}'!$A${_FIRST + 1}:$A${last + _SPARE}"
            strict = column.refers != "variables"  # where labels may stand too
        else:
            return
        sheet.data_validation(
            _FIRST,
            at,
            last,
            at,
            {
                "validate": "list",
                "source": source,
                "error_type": "stop" if strict else "information",
                "error_title": say(N_("Not in the list"), self.language),
                "error_message": say(N_("Choose from the list, or leave it empty."), self.language),
            },
        )

    @staticmethod
    def _print(sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_print_scale(60)
        sheet.repeat_rows(0, 1)
        sheet.repeat_columns(0, 0)
