"""An answer as a workbook: what it says, its chains, its evidence, and how it came about."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Formatted, Share, Table
from digisys.report.document.house import PLAIN, House
from digisys.report.evidence import chain_table, evidence_table, links_behind, view_behind
from digisys.report.method import method_pairs
from digisys.schema import Model
from digisys.words import N_, say

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Sheet", "answer_sheets", "format_sheets", "workbook"]

#: When every workbook says that it was made where no date was given: the bytes are the same.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: Rows that a sheet has at most, less what stands above the table; letters of a cell at most.
_MOST_ROWS, _MOST_LETTERS = 1_048_000, 32_767
#: Widths of columns, in letters.
_NARROW, _BROAD = 9, 60
#: Height of a line, in points.
_LINE = 15.0
#: What a spreadsheet may take for the beginning of a formula when someone edits the cell.
_FORMULA = re.compile("^[\\s\u00a0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True)
class Sheet:
    """A sheet: lines above, and a table.

    Attributes
    ----------
    name
        Name of the sheet.
    key
        Name of the table in it, for formulas and programs: the same in every language.
    table
        The rows.
    above
        Lines above the table: what was asked, and what the answer comes to.
    """

    name: str
    key: str
    table: Table
    above: tuple[str, ...] = ()


def answer_sheets(
    answer: Answer, model: Model | None, language: str, *, date: str | None = None
) -> tuple[Sheet, ...]:
    """Lay an answer out as sheets.

    Parameters
    ----------
    answer
        Any answer.
    model
        The model that it is about; None of an answer about another one than ours.
    language
        Language of every text.
    date
        The date to tell; none when absent.

    Returns
    -------
    tuple of Sheet
        The answer with its conclusion; the chains, where it has any; where its links are
        stated, where it rests on links; and how it came about.
    """
    most = _MOST_ROWS
    whole = answer.total is None or answer.total <= most
    table = answer.table(language) if whole else answer.shown(language)
    conclusion = answer.conclusion
    said = () if conclusion is None else (conclusion.text(language),)
    above = (*((table.caption,) if table.caption else ()), *said)
    sheets = [Sheet(say(N_("Answer"), language), "answer", table.head(most), above)]
    chains = None if model is None else chain_table(answer, model, language)
    if chains is not None:
        sheets.append(Sheet(say(N_("Chains"), language), "chains", chains.head(most)))
    links = () if model is None else links_behind(answer)
    if model is not None and links:
        evidence = evidence_table(model, links, language, cited=True)
        sheets.append(Sheet(say(N_("Evidence"), language), "evidence", evidence.head(most)))
    pairs = [*answer.summary(language)]
    known = {head for head, _ in pairs}
    told = method_pairs(model, view_behind(answer), language, date=date)
    pairs += [pair for pair in told if pair[0] not in known]
    heads = (say(N_("What"), language), say(N_("Value"), language))
    sheets.append(
        Sheet(say(N_("Method"), language), "method", Table(heads, tuple(pairs), language=language))
    )
    return tuple(sheets)


def workbook(
    answer: Answer,
    model: Model | None,
    language: str,
    *,
    date: str | None = None,
    house: House = PLAIN,
) -> bytes:
    """Write an answer as XLSX.

    Parameters
    ----------
    answer, model, language, date
        As in :func:`answer_sheets`.
    house
        Whose it is, and its colour.

    Returns
    -------
    bytes
        The file; the same bytes for the same answer.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> workbook(digisys.influence(model, 14), model, "en")[:2]
    b'PK'
    """
    title = answer.table(language).caption if answer.total is None else ""
    return format_sheets(answer_sheets(answer, model, language, date=date), title, date, house)


def format_sheets(
    sheets: Sequence[Sheet], title: str, date: str | None = None, house: House = PLAIN
) -> bytes:
    """Write sheets as XLSX.

    Parameters
    ----------
    sheets
        The sheets.
    title
        Title of the workbook, in its properties.
    date
        Date of the workbook, in its properties.
    house
        Whose it is, and its colour.

    Returns
    -------
    bytes
        The file: numbers are numbers, headings stay in sight, each table has a name, and no
        text becomes a formula, also when someone edits its cell.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    made = _MADE if date is None else datetime.fromisoformat(date)
    with Workbook(out, options) as book:
        author = house.organisation or "digisys"
        book.set_properties({"created": made, "title": title, "author": author})
        for sheet in sheets:
            _Writer(book, house).write(sheet)
    return out.getvalue()


class _Writer:
    """Writes a sheet; holds the formats of cells."""

    def __init__(self, book: Workbook, house: House) -> None:
        self.book = book
        look: dict[str, Any] = {"valign": "top", "text_wrap": True}
        self.text = book.add_format(look)
        self.guarded = book.add_format({**look, "quote_prefix": True})
        self.number = book.add_format({"valign": "top"})
        self.decimals = book.add_format({"valign": "top", "num_format": "0.000"})
        self.shares = [
            book.add_format({"valign": "top", "num_format": form}) for form in ("0%", "0.0%")
        ]
        self.head = book.add_format(
            {
                "bold": True, "text_wrap": True, "valign": "top", "font_color": "#FFFFFF",
                "bg_color": house.colour,
            }
        )  # fmt: skip
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": house.colour})
        self.said = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self, sheet: Sheet) -> None:
        """Write one sheet."""
        page = self.book.add_worksheet(sheet.name)
        table = sheet.table
        widths = _widths(table)
        across = max(sum(widths), 60)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        row = 0
        for at, text in enumerate(sheet.above):
            self._above(page, row, text, len(table.heads), across, first=not at)
            row += 1
        if row:
            row += 1
        last = row + max(len(table.rows), 1)
        heads = _different(table.heads)
        page.add_table(
            row,
            0,
            last,
            len(heads) - 1,
            {
                "name": sheet.key,
                "style": "Table Style Light 1",
                "columns": [{"header": head, "header_format": self.head} for head in heads],
            },
        )
        heights = _heights(table, widths)
        page.set_row(row, heights[0])
        for number, cells in enumerate(table.rows, row + 1):
            page.set_row(number, heights[number - row])
            for column, cell in enumerate(cells):
                self._cell(page, number, column, cell)
        page.freeze_panes(row + 1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(row)

    def _above(
        self, page: Worksheet, row: int, text: str, columns: int, across: int, *, first: bool
    ) -> None:
        look = self.title if first else self.said
        if columns > 1 and not first:
            page.merge_range(row, 0, row, columns - 1, "", look)
            lines = -(-len(text) // max(across, 1)) + 1
            page.set_row(row, _LINE * lines)
        page.write_string(row, 0, text[:_MOST_LETTERS], look)

    def _cell(self, page: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, Formatted):
            cell = cell.value if isinstance(cell.value, int | float) else cell.text
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            look = self.guarded if _FORMULA.match(cell) else self.text
            page.write_string(row, column, cell[:_MOST_LETTERS], look)
        elif isinstance(cell, bool):
            page.write_boolean(row, column, cell, self.number)
        elif not isfinite(cell):
            return
        elif isinstance(cell, Share):
            page.write_number(row, column, float(cell), self.shares[min(cell.decimals, 1)])
        else:
            look = self.decimals if isinstance(cell, float) else self.number
            page.write_number(row, column, cell, look)


def _widths(table: Table) -> list[int]:
    texts = table.head(200).texts()
    widths = []
    for at, head in enumerate(table.heads):
        cells = [len(row[at]) for row in texts]
        longest = max([*cells, len(head) + 3])
        widths.append(min(max(longest + 2, _NARROW), _BROAD))
    return widths


def _heights(table: Table, widths: Sequence[int]) -> list[float]:
    """Make rows high enough for what wraps in them; not every program does so by itself."""
    return [
        _LINE
        * max(-(-len(text) // max(width - 2, 1)) for text, width in zip(row, widths, strict=True))
        for row in (table.heads, *table.texts())
    ]


def _different(heads: Sequence[str]) -> list[str]:
    """Let headings of a table differ, as spreadsheets demand, and none be empty."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        text = head or "–"
        key = text.casefold()
        seen[key] = seen.get(key, 0) + 1
        found.append(text if seen[key] == 1 else f"{text} {seen[key]}")
    return found
