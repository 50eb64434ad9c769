"""Tables of links: Kumu's sheets, lists of causes and effects in any order, matrices.

What a sheet holds is told by its header, not by its name; a sheet may hold several lists, two blank
rows apart. Sheets that are hidden or named ``(ignore)`` are left out.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from digisys.exchange.as_read import FormatError, MapRead, Reading, Sign
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

_SIZES = {
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

    @cached_property
    def own(self) -> tuple[tuple[int, str], ...]:
        """Columns that are not known, each with its head, but for those that tell of drawing."""
        known = set(self.columns.values())
        return tuple(
            (column, head[:80])
            for column, head in enumerate(self.heads)
            if column not in known and head and head.casefold() not in _DRAWN
        )


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
    for row in each.rows:
        label = _cell(row, each, "label")
        item = _item(each.table, row, each.columns["label"])
        key = label_of(label).casefold()
        if not key:
            reading.lose("no-label", item)
            continue
        if name := _cell(row, each, "id"):
            ids.setdefault(name.casefold(), key)
        kind = _cell(row, each, "type")
        x, y = (number_of(_cell(row, each, axis)) for axis in ("x", "y"))
        reading.node(
            key,
            label,
            item,
            role=role_of(kind),
            place=None if x is None or y is None else (x, y),
            unit=_cell(row, each, "unit"),
            description=without_markup(_cell(row, each, "notes")),
            groups=(kind,) if kind and not role_of(kind) else (),
            notes=_own_fields(row, each, own),
        )
    for name, count in own.items():
        reading.lose("field", each.table.sheet or "", name=name, count=count)


def _links(reading: Reading, each: _List, ids: dict[str, str]) -> None:
    signs = _sign_columns(each)
    own: Counter[str] = Counter()
    misspelt: dict[str, Sign | None] = {}
    for row in each.rows:
        source, targets = _cell(row, each, "from"), _cell(row, each, "to")
        item = _item(each.table, row, each.columns["from"])
        if not source or not targets:
            reading.lose("open-end", item)
            continue
        notes = [without_markup(_cell(row, each, "notes"))]
        sign, weight, size = _sign(reading, row, each, signs, item, misspelt, notes)
        for target in targets.split("|"):
            if not (target := target.strip()):
                continue
            ends = [_end(reading, name, ids, item) for name in (source, target)]
            more = {
                "weight": weight,
                "size": size,
                "delay": _is_told(_cell(row, each, "delay")),
                "said_by": tuple(filter(None, [_cell(row, each, "said_by")])),
                "notes": (*notes, *_own_fields(row, each, own)),
            }
            if is_mutual(_cell(row, each, "direction")):
                reading.lose("both-ways", item)
                reading.link(ends[0], ends[1], "?", item, **more)
                reading.link(ends[1], ends[0], "?", item, **more)
            else:
                reading.link(ends[0], ends[1], sign, item, **more)
    for name, count in own.items():
        reading.lose("field", each.table.sheet or "", name=name, count=count)


def _end(reading: Reading, name: str, ids: dict[str, str], item: str) -> str:
    key = label_of(name).casefold()
    if key not in reading.nodes:
        if key in ids:
            return ids[key]
        reading.node(key, name, item)
    return key


def _sign_columns(each: _List) -> list[int]:
    """Order the columns that may tell a sign: first those in which most cells do."""
    found = []
    for name in ("sign", "type", "label", "weight"):
        column = each.columns.get(name)
        if column is not None:
            texts = [_text(row.cell(column)) for row in each.rows[:_TRIED] if row.cell(column)]
            told = sum(sign_of(text) is not None for text in texts)
            if told:
                found.append((-told / len(texts), name == "weight", column))
    return [column for _, _, column in sorted(found)]


def _sign(
    reading: Reading,
    row: Row,
    each: _List,
    columns: Sequence[int],
    item: str,
    misspelt: dict[str, Sign | None],
    notes: list[str],
) -> tuple[Sign, float | None, str]:
    sign: Sign | None = None
    weight, size = None, ""
    for column in columns:
        text = _text(row.cell(column))
        if text and sign is None:
            sign = "+" if text == "--" else sign_of(text, near=False)
            if sign is None:
                if text not in misspelt and len(misspelt) < _MOST_MISSPELT:
                    misspelt[text] = sign_of(text)
                sign = misspelt.get(text)
                if sign is not None:
                    reading.lose("unclear-sign", item, text=text, sign=sign)
                    notes.append(text)
    texts = {name: _cell(row, each, name) for name in ("sign", "type", "label", "weight")}
    for text in texts.values():
        number = number_of(text)
        if number is not None and weight is None:
            weight = abs(number) or None
            sign = sign or sign_of_number(number)
        size = size or _size_of(text)
    for text in (texts["type"], texts["label"]):
        if text and text != "--" and sign_of(text, near=False) is None and text not in notes:
            notes.append(text)
    return sign or "?", weight, size


@lru_cache(maxsize=10_000)
def _size_of(text: str) -> str:
    """Find a word such as ``weak`` in a text; empty where there is none."""
    words = text.casefold().split()
    return next((_SIZE_WORDS[word] for word in words if word in _SIZE_WORDS), "")


def _interactions(reading: Reading, each: _List) -> None:
    for row in each.rows:
        names = {name: _cell(row, each, name) for name in ("from1", "from2", "to")}
        if not all(names.values()):
            continue
        item = _item(each.table, row, each.columns["from1"])
        reading.lose(
            "interaction", item, first=names["from1"], second=names["from2"], target=names["to"]
        )
        sign = _cell(row, each, "type")
        reading.texts.append(f"{names['from1']} × {names['from2']} → {names['to']} {sign}".strip())


def _own_fields(row: Row, each: _List, own: Counter[str]) -> tuple[str, ...]:
    """Keep cells of columns that are not known as lines of a note."""
    notes = []
    for column, head in each.own:
        if text := _text(row.cell(column)):
            own[head] += 1
            notes.append(f"{head}: {text}")
    return tuple(notes)


def _is_told(text: str) -> bool:
    return text.casefold() not in ("", "0", "0.0", "no", "false", "none", "ei", "nej")


def _cell(row: Row, each: _List, name: str) -> str:
    column = each.columns.get(name)
    return "" if column is None else _text(row.cell(column))


def _text(value: object) -> str:
    return "" if value is None or value is False else str(value).strip()


def _item(table: Table, row: Row, column: int) -> str:
    cell = f"{column_letters(column)}{row.number}"
    return f"{table.sheet}!{cell}" if table.sheet else f"row {row.number}"


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
