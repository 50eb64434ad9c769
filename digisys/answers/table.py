"""Results as tables: for a terminal, a notebook, a spreadsheet or a Markdown page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Self

from digisys.answers.wrap import id_width, lead_of, text_width, wrap
from digisys.words import say, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Cell",
    "DrawShare",
    "Formatted",
    "Pairs",
    "Share",
    "Table",
    "draws_text",
    "lay_out",
    "plain",
]

#: Headings and texts that go with a table.
Pairs = Iterable[tuple[str, str]]


#: Fractions of a column are aligned up to so many decimals, if none is longer than so many
#: signs before.
_MOST_DECIMALS, _LONGEST = 3, 6

#: On terminals of fewer columns, rather than to cut words, cells stand below each other.
_NARROW = 60


#: Shares of draws above this are not rounded up to the whole.
_NEARLY_ALL = 0.995


def draws_text(share: float, language: str) -> str:
    r"""Write a share of draws, and *all* where it is the whole.

    Examples
    --------
    >>> draws_text(1.0, "fi"), draws_text(0.999, "en"), draws_text(0.5, "sv")
    ('kaikissa', '>99%', '50\xa0%')
    """
    if share >= 1.0:
        return say("all of them", language)
    if share > _NEARLY_ALL:
        return f">{say_share(0.99, language)}"
    return say_share(share, language)


class Share(float):
    """A share of the whole in a table: per cent to people, a number from 0 to 1 to programs.

    Parameters
    ----------
    value
        The share.
    decimals
        How many decimals the per cent has.

    Examples
    --------
    >>> print(Table(("share",), ((Share(0.25),), (Share(0.125, 1),)), language="sv"))
     share
    ──────
      25 %
    12,5 %
    """

    decimals: int

    def __new__(cls, value: float, decimals: int = 0) -> Self:
        """Make a share of a number."""
        share = super().__new__(cls, value)
        share.decimals = decimals
        return share


class DrawShare(Share):
    """A share of draws, in words where it is the whole: no 100 per cent stands alone.

    Examples
    --------
    >>> rows = ((DrawShare(1.0),), (DrawShare(0.999),), (DrawShare(0.5),))
    >>> print(Table(("improves",), rows, language="en"))
       improves
    ───────────
    all of them
           >99%
            50%
    """


@dataclass(frozen=True)
class Formatted:
    """A value in words and signs of its own: for people as a text, for programs as it is.

    Attributes
    ----------
    text
        What people see, in their language.
    value
        What programs read, the same in every language.

    Examples
    --------
    >>> table = Table(("interval",), ((Formatted("0,25 … 1,50", "0.25 … 1.5"),),), language="fi")
    >>> print(table)
    interval
    ───────────
    0,25 … 1,50
    >>> print(table.csv(), end="")
    interval
    0.25 … 1.5
    """

    text: str
    value: float | str

    @classmethod
    def numbers(cls, values: Sequence[float], language: str, form: str, between: str = "") -> Self:
        """Write numbers in a form, with something between them."""
        text = between.join(say_number(each, language, form) for each in values)
        plain = between.join(f"{each:.6g}" for each in values)
        return cls(text, values[0] if len(values) == 1 else plain)


Cell = str | int | float | Formatted | None


@dataclass(frozen=True)
class Table:
    """A small table that shows itself wherever it is.

    Attributes
    ----------
    heads
        Column headings.
    rows
        One tuple of cells a row, as long as ``heads``. Numbers are aligned right.
    caption
        What the table shows; empty for none.
    language
        ``fi``, ``sv`` or ``en``, for how people read numbers; files for programs have a
        decimal point whatever the language.

    Examples
    --------
    >>> print(Table(("step", "variable"), ((1, "Trust"), (2, "Participation"))))
    step  variable
    ────  ─────────────
       1  Trust
       2  Participation
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    language: str = "en"

    def head(self, count: int = 5) -> Table:
        """Return the same table with its first rows only.

        Parameters
        ----------
        count
            Rows to keep, zero or more.

        Examples
        --------
        >>> Table(("step",), ((1,), (2,), (3,))).head(2).rows
        ((1,), (2,))
        """
        return replace(self, rows=self.rows[: max(count, 0)])

    def without_same(self, *columns: int) -> Table:
        """Return the table without those of some columns whose cells are all the same.

        Cells that are empty do not count; a table of one row keeps its columns.

        Parameters
        ----------
        columns
            Which columns may be left out, from 0 on.

        Examples
        --------
        >>> Table(("variable", "effect"), (("a", "rises"), ("b", "rises"))).without_same(1).heads
        ('variable',)
        """
        left_out = {
            at
            for at in columns
            if len(self.rows) > 1
            and len({row[at] for row in self.rows if row[at] not in ("", None)}) == 1
        }
        kept = [at for at in range(len(self.heads)) if at not in left_out]
        rows = tuple(tuple(row[at] for at in kept) for row in self.rows)
        return replace(self, heads=tuple(self.heads[at] for at in kept), rows=rows)

    def text(self, *, width: int = 80) -> str:
        """Return the table as aligned text.

        Long texts wrap to fit the width, and columns without any content are left out. Where
        the columns do not fit beside each other, they stand below each other, row by row.
        """
        caption = wrap(self.caption, width)
        return "\n".join([*caption, *(line for _, line in self.lines(width))])

    def lines(self, width: int = 80) -> list[tuple[str, str]]:
        """Return the table as lines without its caption, each a ``heads`` or a ``row``."""
        used = self._used()
        heads = [self.heads[i] for i in used]
        cells = [[row[i] for i in used] for row in self.texts()]
        numeric = [_is_numeric([row[i] for row in self.rows]) for i in used]
        widths = _column_widths(heads, cells, width)
        if widths is None:
            return [line for row in cells for line in _below(heads, row, width)]
        lines = [("heads", line) for line in _lines(heads, widths, numeric)]
        lines.append(("row", "  ".join("─" * size for size in widths)))
        return lines + [("row", line) for row in cells for line in _lines(row, widths, numeric)]

    def __str__(self) -> str:
        return self.text()

    def texts(self) -> list[list[str]]:
        """Write each cell as text, the numbers of a column with as many decimals.

        Examples
        --------
        >>> Table(("share",), ((0.5,), (0.25,)), language="fi").texts()
        [['0,50'], ['0,25']]
        """
        forms = [_number_form([row[i] for row in self.rows]) for i in range(len(self.heads))]
        return [
            [self._shown(cell, form) for cell, form in zip(row, forms, strict=True)]
            for row in self.rows
        ]

    def _shown(self, cell: Cell, form: str) -> str:
        if cell is None or isinstance(cell, str):
            return cell or ""
        if isinstance(cell, Formatted):
            return cell.text
        if isinstance(cell, DrawShare) and cell > _NEARLY_ALL:
            return draws_text(cell, self.language)
        if isinstance(cell, Share):
            return say_share(cell, self.language, cell.decimals)
        return say_number(cell, self.language, form if isinstance(cell, float) else "")

    def filled(self) -> Table:
        """Return the table without columns in which nothing stands.

        Examples
        --------
        >>> Table(("a", "b"), ((1, ""), (2, None))).filled().heads
        ('a',)
        """
        used = self._used()
        rows = tuple(tuple(row[i] for i in used) for row in self.rows)
        return replace(self, heads=tuple(self.heads[i] for i in used), rows=rows)

    def numeric(self) -> tuple[bool, ...]:
        """Tell of each column whether it holds numbers alone, which stand on the right.

        Examples
        --------
        >>> Table(("a", "b"), ((1, "x"),)).numeric()
        (True, False)
        """
        return tuple(_is_numeric([row[i] for row in self.rows]) for i in range(len(self.heads)))

    def _used(self) -> list[int]:
        """Find the columns that hold something; all of them in a table without rows."""
        return [
            i
            for i in range(len(self.heads))
            if not self.rows or any(row[i] not in (None, "") for row in self.rows)
        ]

    def html(self) -> str:
        """Return the table as HTML with its caption; every text is escaped.

        Columns without any content are left out. How cells are aligned is written into
        each of them, as notebooks align every cell right and drop style sheets.
        """
        used = self._used()
        numeric = [_is_numeric([row[i] for row in self.rows]) for i in used]
        styles = [f'style="text-align:{"right" if right else "left"}"' for right in numeric]
        heads = [
            f'<th scope="col" {style}>{escape(self.heads[i])}</th>'
            for i, style in zip(used, styles, strict=True)
        ]
        rows = [
            "".join(
                f"<td {style}>{escape(row[i])}</td>" for i, style in zip(used, styles, strict=True)
            )
            for row in self.texts()
        ]
        caption = f'<caption style="text-align:left">{escape(self.caption)}</caption>'
        head = f"<thead><tr>{''.join(heads)}</tr></thead>"
        body = f"<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody>"
        return f"<table>{caption if self.caption else ''}{head}{body}</table>"

    def _repr_html_(self) -> str:
        return self.html()

    def markdown(self, opening: str = "") -> str:
        """Return the table as a Markdown table, under its caption and a paragraph."""
        lines = [f"**{_markdown(self.caption)}**", ""] if self.caption else []
        lines += [_markdown(opening), ""] if opening else []
        lines.append("| " + " | ".join(_markdown(name) for name in self.heads) + " |")
        lines.append("|" + "|".join(" --- " for _ in self.heads) + "|")
        lines += ["| " + " | ".join(map(_markdown, row)) + " |" for row in self.texts()]
        return "\n".join(lines)

    def csv(self) -> str:
        """Return the table as CSV with a heading line, without the caption.

        Spreadsheets run texts that begin with ``=``, ``+``, ``-`` or ``@``, of full width
        too, as formulas; some cut the line at semicolons or tabs first. An apostrophe
        stands before each such sign.
        """
        return "".join(f"{_csv_row(row)}\n" for row in (self.heads, *self.rows))

    def csv_for_excel(self) -> str:
        r"""Return the table as CSV for Excel in Finnish, Swedish and most languages of Europe.

        It begins with a byte order mark, so that letters are read as they are, and has semicolons
        between cells and a decimal comma. Headings and texts are those of the table.

        Examples
        --------
        >>> Table(("share", "name"), ((Share(0.25), "Trust; use"),)).csv_for_excel()
        '\ufeffshare;name\n0,25;"Trust; use"\n'
        """
        rows = (self.heads, *self.rows)
        return "\ufeff" + "".join(f"{_csv_row(map(_excel_cell, row), ';')}\n" for row in rows)

    def frame(self) -> pd.DataFrame:
        """Return the table as a pandas data frame."""
        import pandas as pd

        rows = [
            [cell.value if isinstance(cell, Formatted) else cell for cell in row]
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=list(self.heads))


def lay_out(
    table: Table,
    pairs: Pairs = (),
    opening: str = "",
    *,
    width: int = 80,
    pairs_first: bool = False,
) -> list[tuple[str, str]]:
    """Lay out a whole answer as lines of text, each with its part in it.

    Parameters
    ----------
    table
        The rows and their caption.
    pairs
        Headings and texts below the rows.
    opening
        A paragraph right after the caption.
    width
        Columns to fit.
    pairs_first
        Whether the pairs stand above the rows.

    Returns
    -------
    list of (str, str)
        The part (``caption``, ``opening``, ``heads``, ``row``, ``pair``, ``more`` or
        ``gap``) and the line.
    """
    blocks = [
        [("pair" if not i else "more", line) for i, line in enumerate(lines)]
        for name, value in pairs
        for lines in [wrap(f"{name}: {value}", width, rest="  ")]
    ]
    told = [line for block in blocks for line in block]
    rows: list[tuple[str, str]] = []
    if table.rows:
        rows = table.lines(width)
    caption = [("caption", line) for line in wrap(table.caption, width)]
    first = [("opening", line) for line in wrap(opening, width)]
    parts = [caption, first, told, rows] if pairs_first else [caption, first, rows, told]
    laid: list[tuple[str, str]] = []
    for part in filter(None, parts):
        laid += [("gap", ""), *part] if laid else part
    return laid


def plain(
    table: Table,
    pairs: Pairs = (),
    opening: str = "",
    *,
    width: int = 80,
    pairs_first: bool = False,
) -> str:
    """Return a whole answer as plain text (see :func:`lay_out`)."""
    laid = lay_out(table, pairs, opening, width=width, pairs_first=pairs_first)
    return "\n".join(line for _, line in laid)


def _csv_row(cells: Iterable[Cell], separator: str = ",") -> str:
    """Write a row, without the end of the line."""
    out = io.StringIO(newline="")
    # The writer quotes the signs of its own line end only, and a bare carriage return would
    # begin a row, whose first cell nobody guards.
    writer = csv.writer(out, lineterminator="\r\n", delimiter=separator)
    writer.writerow([_csv_cell(cell) for cell in cells])
    return out.getvalue().removesuffix("\r\n")


#: Where a spreadsheet may see a formula begin: at the start of a text, and after a sign at which
#: it may cut the line, as programs in Finnish and Swedish do at semicolons.
_FORMULA = re.compile(
    "^(?=[\\t\\r\\n])|(?:^|(?<=[;\\t\\r\\n]))(?=[ \u00a0]*[=+\\-@\uff1d\uff0b\uff0d\uff20])"
)


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, Formatted):
        cell = cell.value
    if isinstance(cell, str):
        return cell if isinstance(cell, _Number) else _FORMULA.sub("'", cell)
    return round(float(cell), cell.decimals + 2) if isinstance(cell, Share) else cell


def _excel_cell(cell: Cell) -> Cell:
    """Write a number with a comma; what is formatted for people as they see it."""
    if isinstance(cell, Formatted):
        cell = cell.value if isinstance(cell.value, int | float) else cell.text
    if isinstance(cell, bool) or not isinstance(cell, float):
        return cell
    if not isfinite(cell):
        return None
    return _Number(repr(_csv_cell(cell)).replace(".", ","))


class _Number(str):
    """A number as text, whose sign begins no formula."""

    __slots__ = ()


def _markdown(text: str) -> str:
    flat = " ".join(_words(text.strip()))
    for sign in "\\`*_[]|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat.replace("<", "&lt;")


def _words(text: str) -> list[str]:
    """Split a text where it may be broken: not at spaces that do not break."""
    return re.split(r"[ \t\r\n]+", text)


def _number_form(column: list[Cell]) -> str:
    """Choose how the fractions of a column are written: three digits, aligned where that is near.

    Columns of very small or very large numbers keep three digits each.
    """
    values = [cell for cell in column if isinstance(cell, float) and not isinstance(cell, Share)]
    texts = [f"{value:.3g}" for value in values if isfinite(value)]
    decimals = max((len(text.partition(".")[2]) for text in texts), default=0)
    if decimals > _MOST_DECIMALS or any("e" in text or len(text) > _LONGEST for text in texts):
        return ".3g"
    return f".{decimals}f"


def _is_numeric(column: list[Cell]) -> bool:
    filled = [cell for cell in column if cell is not None and cell != ""]
    return bool(filled) and all(isinstance(cell, int | float) for cell in filled)


def _column_widths(heads: list[str], rows: list[list[str]], width: int) -> list[int] | None:
    """Give each column what it needs, and take from the widest until the table fits.

    Words are kept whole as long as that leaves room for every column, and ids always; None
    if there is no room for them, or for words in a narrow terminal.
    """
    columns = [[head, *(row[i] for row in rows)] for i, head in enumerate(heads)]
    widths = [max(text_width(cell) for cell in column) for column in columns]
    words = [
        max(text_width(word) for cell in column for word in _words(cell)) for column in columns
    ]
    ids = [max(id_width(cell) for cell in column) for column in columns]
    few = [max(copied, min(word, 8)) for copied, word in zip(ids, words, strict=True)]
    room = width - 2 * (len(heads) - 1)
    for least in (words,) if width < _NARROW else (words, few):
        while sum(widths) > room:
            shrinkable = [i for i, size in enumerate(widths) if size > least[i]]
            if not shrinkable:
                break
            widest = max(shrinkable, key=lambda i: (widths[i], -i))
            widths[widest] -= 1
    # In the depth of a tree, as much is left beside its lines.
    deepest = [max(text_width(lead_of(cell)) for cell in column) for column in columns]
    fits = all(
        size - deep >= min(word, 8)
        for size, deep, word in zip(widths, deepest, words, strict=True)
        if deep
    )
    return widths if fits and sum(widths) <= room else None


def _below(heads: list[str], cells: list[str], width: int) -> Iterator[tuple[str, str]]:
    """Write a row with its cells below each other, the first as a heading."""
    hang = _hang(cells[0], width)
    for line in wrap(cells[0], width, rest=hang):
        yield "heads", line
    for head, cell in zip(heads[1:], cells[1:], strict=True):
        if cell:
            for line in wrap(f"{head}: {cell}", width, first=f"{hang}  ", rest=f"{hang}    "):
                yield "row", line


def _lines(cells: list[str], widths: list[int], numeric: list[bool]) -> list[str]:
    wrapped = [
        wrap(cell, size, rest=_hang(cell, size)) or [""]
        for cell, size in zip(cells, widths, strict=True)
    ]
    lines = []
    for i in range(max(len(column) for column in wrapped)):
        parts = []
        for column, size, right in zip(wrapped, widths, numeric, strict=True):
            text = column[i] if i < len(column) else ""
            gap = " " * (size - text_width(text))
            parts.append(gap + text if right else text + gap)
        lines.append("  ".join(parts).rstrip())
    return lines


def _hang(cell: str, size: int) -> str:
    """Keep the indent or the tree lines of a cell on its further lines."""
    lead = len(lead_of(cell))
    if not lead or lead > size // 2:
        return " " * min(lead, size // 2)
    return cell[:lead].replace("├", "│").replace("└", " ")
