"""Tables of links: Kumu's sheets, lists of causes and effects in any order, matrices.

What a sheet holds is told by its header, not by its name; a sheet may hold several lists, two blank
rows apart. Sheets that are hidden or named ``(ignore)`` are left out.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from digisys.exchange.as_read import FormatError, MapRead, Reading, Sign, SizeRead
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.headers import columns_of
from digisys.exchange.kinds import role_of
from digisys.exchange.labels import unique_labels
from digisys.exchange.matrix import is_matrix, read_matrix
from digisys.exchange.signs import is_mutual, number_of, sign_of, sign_of_number
from digisys.exchange.texts import label_of, without_markup
from digisys.exchange.written import note_text
from digisys.io.tables.table import Row, Table, column_letters
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT", "connection_rows", "element_rows", "read_tables", "table_labels"]

_SIZES: Mapping[SizeRead, str] = {
    "weak": "weak heikko svag low",
    "moderate": "moderate medium kohtalainen måttlig",
    "strong": "strong vahva stark high",
}
_SIZE_WORDS = {word: size for size, words in _SIZES.items() for word in words.split()}
#: Columns that say how something is drawn.
_DRAWN = frozenset(["image", "color", "colour", "size", "id", "shape", "email"])
#: So many different words that are no sign are compared with signs that are meant.
_MOST_MISSPELT = 1000
#: Rows of a list without a header that are looked at, and the share that has to fit.
_TRIED, _SHARE = 200, 0.7


@dataclass(frozen=True)
class _List:
    """Rows under one header."""

    kind: str
    table: Table
    rows: tuple[Row, ...]
    columns: dict[str, int]
    heads: tuple[str, ...]

    def texts(self, name: str) -> list[str]:
        """Return the cells of a column as texts, row by row; empty where there is none."""
        column = self.columns.get(name)
        return [""] * len(self.rows) if column is None else self._texts_at(column)

    def _texts_at(self, at: int) -> list[str]:
        return [
            # Texts of rows have no blanks around.
            value if type(value := cells[at] if at < len(cells) else "") is str else _text(value)
            for _, cells, _ in self.rows
        ]

    def items(self, name: str) -> list[str]:
        """Return the places of the cells of a column, row by row, for people."""
        sheet = self.table.sheet
        start = f"{sheet}!{column_letters(self.columns[name])}" if sheet else "row "
        return [f"{start}{row.number}" for row in self.rows]

    def own_fields(self) -> Iterator[list[tuple[str, str]]]:
        """Yield the head and the text of cells of columns that are not known, row by row.

        Columns that tell of drawing are left out, and empty cells.
        """
        known = set(self.columns.values())
        own = [
            (head[:80], self._texts_at(column))
            for column, head in enumerate(self.heads)
            if column not in known and head and head.casefold() not in _DRAWN
        ]
        for at in range(len(self.rows)):
            yield [(head, text) for head, texts in own if (text := texts[at])]


def recognise(file: ForeignFile) -> bool:
    """Look for a header of links, for a matrix, or for rows of two labels and a sign."""
    return any(each.kind in ("links", "matrix") for each in _lists(file.tables))


def _lists(tables: Sequence[Table]) -> Iterator[_List]:
    """Yield the lists of all sheets; one without a header goes on with the one before."""
    for table in tables:
        if table.hidden or "(ignore)" in (table.sheet or "").casefold():
            continue
        before: _List | None = None
        for block in table.blocks():
            found = _list_of(block)
            if found is None and before is not None:
                found = _List(before.kind, block, block.rows, before.columns, before.heads)
            if found is not None:
                yield found
                before = found if found.kind != "matrix" else None


def _list_of(block: Table) -> _List | None:
    for at, row in enumerate(block.rows[:5]):
        heads = tuple(_text(cell) for cell in row.cells)
        kind, columns = columns_of(heads)
        if kind:
            return _List(kind, block, block.rows[at + 1 :], columns, heads)
    if is_matrix(block):
        return _List("matrix", block, block.rows, {}, ())
    found = _without_header(block)
    return _List("links", block, block.rows, found, ()) if found else None


def _without_header(block: Table) -> dict[str, int] | None:
    """Find the sign in rows of three cells or more; the other two are cause and effect."""
    rows = [row for row in block.rows[:_TRIED] if len(row.cells) >= 3]
    if any(_text(row.cell(0)).startswith(("(", "[")) for row in rows):
        return None  # tuples of a program
    for sign, source, target in ((2, 0, 1), (1, 0, 2)):
        fitting = sum(
            sign_of(_text(row.cell(sign)), near=False) is not None
            and all(_text(row.cell(at)) for at in (source, target))
            for row in rows
        )
        if fitting and fitting >= _SHARE * len(block.rows[:_TRIED]):
            return {"from": source, "to": target, "sign": sign}
    return None


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read the sheets of a workbook, or a text table."""
    return read_tables(file.tables, options)


def read_tables(tables: Sequence[Table], options: ReadOptions) -> MapRead:
    """Read elements first, so that links may name them by label or id; then links."""
    lists = list(_lists(tables))
    reading = Reading()
    for table in tables:
        if table.hidden or "(ignore)" in (table.sheet or "").casefold():
            reading.lose("left-out", table.sheet or "", text=table.sheet or "")
    ids: dict[str, str] = {}
    for each in lists:
        if each.kind == "elements":
            _elements(reading, each, ids)
    for each in lists:
        if each.kind == "links":
            _links(reading, each, ids)
        elif each.kind == "interactions":
            _interactions(reading, each)
        elif each.kind == "matrix":
            read_matrix(reading, each.table, options.rows)
    if not reading.nodes:
        raise FormatError(Message("The file holds no elements."))
    return reading.done()


def _elements(reading: Reading, each: _List, ids: dict[str, str]) -> None:
    own: Counter[str] = Counter()
    names = ("label", "id", "type", "x", "y", "unit", "notes")
    columns = zip(*(each.texts(name) for name in names), strict=True)
    for item, (label, name, kind, x, y, unit, notes), fields in zip(
        each.items("label"), columns, each.own_fields(), strict=True
    ):
        text = label_of(label)
        key = text.casefold()
        if not key:
            reading.lose("no-label", item)
            continue
        if name:
            ids.setdefault(name.casefold(), key)
        across, down = (number_of(x), number_of(y)) if x and y else (None, None)
        role = role_of(kind)
        reading.node(
            key,
            text,
            item,
            role=role,
            place=None if across is None or down is None else (across, down),
            unit=unit,
            description=without_markup(notes),
            groups=(kind,) if kind and not role else (),
            notes=_lines(fields, own),
        )
    for name, count in own.items():
        reading.lose("field", each.table.sheet or "", name=name, count=count)


def _links(reading: Reading, each: _List, ids: dict[str, str]) -> None:
    own: Counter[str] = Counter()
    tell = _Signs(each)
    keys: dict[str, str] = {}
    names = ("from", "to", "notes", "delay", "said_by", "direction")
    columns = zip(*(each.texts(name) for name in names), strict=True)
    words = zip(*(each.texts(name) for name in _SIGN_COLUMNS), strict=True)
    for item, (source, targets, about, late, who, direction), told, fields in zip(
        each.items("from"), columns, words, each.own_fields(), strict=True
    ):
        if not source or not targets:
            reading.lose("open-end", item)
            continue
        found = tell.found(told)
        if found.unclear:
            reading.lose("unclear-sign", item, text=found.unclear, sign=found.sign)
        notes = (without_markup(about), found.unclear, *found.words)
        word = tell.word(told, found.sign)
        for target in targets.split("|"):
            if not (target := target.strip()):
                continue
            for name in (source, target):
                if name not in keys:
                    keys[name] = _end(reading, name, ids, item)
            ends = keys[source], keys[target]
            lines = _lines(fields, own)
            mutual = is_mutual(direction)
            if mutual:
                reading.lose("both-ways", item)
            for first, last in (ends, ends[::-1]) if mutual else (ends,):
                reading.link(
                    first,
                    last,
                    "?" if mutual else found.sign,
                    item,
                    weight=found.weight,
                    size=found.size,
                    delay=_is_told(late),
                    said_by=who,
                    notes=(*notes, *lines),
                    told=word,
                )
    for name, count in own.items():
        reading.lose("field", each.table.sheet or "", name=name, count=count)


def _end(reading: Reading, name: str, ids: dict[str, str], item: str) -> str:
    key = label_of(name).casefold()
    if key not in reading.nodes:
        if key in ids:
            return ids[key]
        reading.node(key, name, item)
    return key


#: Columns that may tell a sign or a size.
_SIGN_COLUMNS = ("sign", "type", "label", "weight")


class _SignFound(NamedTuple):
    """What the words of a row tell of its sign.

    Attributes
    ----------
    sign, weight, size
        As of a link.
    unclear
        The word that was read as a misspelt sign; empty where there is none.
    words
        Words that are no signs: notes of the link.
    """

    sign: Sign
    weight: float | None
    size: SizeRead
    unclear: str
    words: tuple[str, ...]


class _Signs:
    """Reads the signs of a list: the same words tell the same, whichever row they stand in."""

    def __init__(self, each: _List) -> None:
        self.order = _sign_columns(each)
        self.misspelt: dict[str, Sign | None] = {}
        self._known: dict[tuple[str, ...], _SignFound] = {}

    def found(self, texts: tuple[str, ...]) -> _SignFound:
        """Return what the words under :data:`_SIGN_COLUMNS` tell."""
        if texts not in self._known:
            self._known[texts] = self._read(texts)
        return self._known[texts]

    def word(self, texts: tuple[str, ...], sign: Sign) -> str:
        """Return the word that tells the sign, where it is none that everybody knows."""
        for word in texts[:2] if self.misspelt else ():
            if word in self.misspelt and (self.misspelt[word] is not None or sign == "?"):
                return word
        return ""

    def _read(self, texts: tuple[str, ...]) -> _SignFound:
        sign: Sign | None = None
        weight: float | None = None
        size: SizeRead = ""
        unclear = ""
        for at in self.order:
            text = texts[at]
            if text and sign is None:
                sign = "+" if text == "--" else sign_of(text, near=False)
                if sign is None:
                    sign = self._meant(text)
                    unclear = "" if sign is None else text
        for text in filter(None, texts):
            number = number_of(text)
            if number is not None and weight is None:
                weight = abs(number) or None
                sign = sign or sign_of_number(number)
            size = size or _size_of(text)
        words = tuple(
            text
            for text in texts[1:3]
            if text and text != "--" and sign_of(text, near=False) is None
        )
        return _SignFound(sign or "?", weight, size, unclear, words)

    def _meant(self, text: str) -> Sign | None:
        if text not in self.misspelt and len(self.misspelt) < _MOST_MISSPELT:
            self.misspelt[text] = sign_of(text)
        return self.misspelt.get(text)


def _sign_columns(each: _List) -> list[int]:
    """Order the columns that may tell a sign: first those in which most cells do."""
    found = []
    for at, name in enumerate(_SIGN_COLUMNS):
        column = each.columns.get(name)
        if column is not None:
            texts = [_text(row.cell(column)) for row in each.rows[:_TRIED] if row.cell(column)]
            told = sum(sign_of(text) is not None for text in texts)
            if told:
                found.append((-told / len(texts), name == "weight", column, at))
    return [at for _, _, _, at in sorted(found)]


@lru_cache(maxsize=10_000)
def _size_of(text: str) -> SizeRead:
    """Find a word such as ``weak`` in a text; empty where there is none."""
    words = text.casefold().split()
    return next((_SIZE_WORDS[word] for word in words if word in _SIZE_WORDS), "")


def _interactions(reading: Reading, each: _List) -> None:
    columns = zip(*(each.texts(name) for name in ("from1", "from2", "to", "type")), strict=True)
    for item, (first, second, target, sign) in zip(each.items("from1"), columns, strict=True):
        if first and second and target:
            reading.lose("interaction", item, first=first, second=second, target=target)
            reading.texts.append(f"{first} × {second} → {target} {sign}".strip())


def _lines(fields: Sequence[tuple[str, str]], own: Counter[str]) -> list[str]:
    """Keep cells of columns that are not known as lines of a note, and count them."""
    for head, _ in fields:
        own[head] += 1
    return [f"{head}: {text}" for head, text in fields]


@lru_cache(maxsize=10_000)
def _is_told(text: str) -> bool:
    return text.casefold() not in ("", "0", "0.0", "no", "false", "none", "ei", "nej")


def _text(value: object) -> str:
    return "" if value is None or value is False else str(value).strip()


_TYPES = {"positive": "+", "negative": "-", "unknown": ""}


def table_labels(model: Model, language: str) -> dict[str, str]:
    """Return a label for each variable that no other has, without the bar that parts several."""
    labels = unique_labels(model, language, lambda label: _bare(label).casefold())
    return {name: _bare(label) for name, label in labels.items()}


def _bare(label: str) -> str:
    return label_of(label).replace("|", "/")


def element_rows(model: Model, language: str) -> list[tuple[str, ...]]:
    """Return the elements as Kumu imports them, under their header."""
    labels = table_labels(model, language)
    rows = [
        (labels[name], item.role, item.description.text(language) if item.description else "")
        for name, item in model.variables.items()
    ]
    return [("Label", "Type", "Description"), *rows]


def connection_rows(model: Model, language: str) -> list[tuple[str, ...]]:
    """Return the connections as Kumu imports them, under their header."""
    labels = table_labels(model, language)
    rows = [
        (labels[link.source], labels[link.target], "directed", _TYPES[link.polarity],
         "yes" if link.delay else "", note_text(link, language))
        for link in model.links
    ]  # fmt: skip
    return [("From", "To", "Direction", "Type", "Delay", "Description"), *rows]


def write(model: Model, language: str) -> bytes:
    """Write a workbook as Kumu imports it: a sheet of elements and one of connections."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _CREATED})
        for name, rows in (
            ("Elements", element_rows(model, language)),
            ("Connections", connection_rows(model, language)),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 1, 32)
            for at, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(at, column, text[:_LONGEST_CELL])
    return out.getvalue()


#: The same model gives the same bytes, whenever it is written.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
#: Letters that a cell of a workbook holds.
_LONGEST_CELL = 32_000

FORMAT = Format(
    "table",
    "table (CSV, XLSX, Kumu)",
    (".xlsx",),
    recognise,
    read,
    write,
    holds=frozenset(["role", "unknown"]),
)
