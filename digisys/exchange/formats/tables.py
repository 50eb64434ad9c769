"""Tables of links: Kumu's sheets, lists of causes and effects in any order, matrices.

What a sheet holds is told by its header, not by its name; a sheet may hold several lists, two blank
rows apart. Sheets that are hidden or named ``(ignore)`` are left out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from itertools import repeat, zip_longest
from operator import itemgetter
from typing import NamedTuple, TypeVar

from digisys.exchange.as_read import (
    FormatError,
    LinkColumns,
    LinkRead,
    MapRead,
    NodeRead,
    Reading,
    Sign,
    SizeRead,
)
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.headers import columns_of
from digisys.exchange.kinds import role_of
from digisys.exchange.labels import unique_labels
from digisys.exchange.matrix import is_matrix, read_matrix
from digisys.exchange.signs import is_mutual, number_of, sign_of, sign_of_number
from digisys.exchange.texts import label_of, labels_of, note_of, notes_of, without_markup
from digisys.exchange.written import note_text
from digisys.io.tables.table import ColumnRows, Row, Table, Value, column_letters
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT", "connection_rows", "element_rows", "read_tables", "table_labels"]

T = TypeVar("T")

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
    rows: Sequence[Row]
    columns: dict[str, int]
    heads: tuple[str, ...]

    @cached_property
    def _cells(self) -> Sequence[Sequence[Value]]:
        """The cells column by column; empty texts where a row has ended."""
        if isinstance(self.rows, ColumnRows):
            return self.rows.columns
        return list(zip_longest(*(cells for _, cells, _ in self.rows), fillvalue=""))

    def texts(self, name: str) -> list[str]:
        """Return the cells of a column as texts, row by row; empty where there is none."""
        column = self.columns.get(name)
        return [""] * len(self.rows) if column is None else self._texts_at(column)

    def _texts_at(self, at: int) -> list[str]:
        if at >= len(self._cells):
            return [""] * len(self.rows)
        cells = self._cells[at]
        kinds = set(map(type, cells))
        if kinds == {str}:
            return list(cells)  # type: ignore[arg-type]
        if kinds <= _TEXT_OR_NONE:  # texts of rows have no blanks around
            return [cell or "" for cell in cells]  # type: ignore[misc]
        return [cell if type(cell) is str else _text(cell) for cell in cells]

    def items(self, name: str) -> list[str]:
        """Return the places of the cells of a column, row by row, for people."""
        sheet = self.table.sheet
        start = f"{sheet}!{column_letters(self.columns[name])}" if sheet else "row "
        if isinstance(self.rows, ColumnRows):
            return [f"{start}{number}" for number in self.rows.numbers]
        return [f"{start}{number}" for number, _, _ in self.rows]

    def own_fields(self) -> list[tuple[str, list[str]]]:
        """Return heads and texts of columns that are not known, but those that tell of drawing."""
        known = set(self.columns.values())
        return [
            (head[:80], self._texts_at(column))
            for column, head in enumerate(self.heads)
            if column not in known and head and head.casefold() not in _DRAWN
        ]


_TEXT_OR_NONE = {str, type(None)}


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
    labels = labels_of(each.texts("label"))
    items = each.items("label")
    keys = list(map(str.casefold, labels))
    kept: Sequence[int] = range(len(keys))
    if not all(keys):
        kept = [at for at, key in enumerate(keys) if key]
        for at in sorted(set(range(len(keys))).difference(kept)):
            reading.lose("no-label", items[at])
    for key, name in zip(keys, each.texts("id"), strict=True) if "id" in each.columns else ():
        if key and name:
            ids.setdefault(name.casefold(), key)
    lines = _Lines(each, kept)
    rows = zip(
        keys,
        labels,
        items,
        _of_each(each.texts("type"), role_of),
        _places(each),
        labels_of(each.texts("unit")),
        notes_of(_without_markup(each.texts("notes"))),
        _of_each(each.texts("type"), lambda kind: () if role_of(kind) else _once([label_of(kind)])),
        lines.tuples(),
        strict=True,
    )
    made = map(_new_node, repeat(NodeRead), rows)
    reading.add_nodes(list(made) if len(kept) == len(keys) else [node for node in made if node.key])
    lines.lose(reading, each)


#: Makes an element of all its parts, without looking at their names.
_new_node: Callable[..., NodeRead] = tuple.__new__


def _places(each: _List) -> Iterable[tuple[float, float] | None]:
    if not {"x", "y"} <= each.columns.keys():
        return repeat(None, len(each.rows))
    return map(_place, each.texts("x"), each.texts("y"))


def _place(x: str, y: str) -> tuple[float, float] | None:
    across, down = (number_of(x), number_of(y)) if x and y else (None, None)
    return None if across is None or down is None else (across, down)


class _Lines:
    """Cells of columns that are not known, as lines of the notes of rows.

    Parameters
    ----------
    each
        The list.
    kept
        Which of its rows are counted, each as often as it is named.
    """

    def __init__(self, each: _List, kept: Sequence[int]) -> None:
        self._rows = len(each.rows)
        own = each.own_fields()
        self._lines = [_headed(head, texts) for head, texts in own]
        heads = labels_of([head for head, _ in own])
        self._differ = len(set(heads)) == len(heads) and ":" not in "".join(heads)
        self._counts: list[tuple[int, int, str, int]] = []
        for column, (head, texts) in enumerate(own):
            within = texts if kept == range(len(texts)) else [texts[at] for at in kept]
            blank = within.count("")
            if blank < len(within):
                first = next(at for at, text in zip(kept, within, strict=True) if text)
                self._counts.append((first, column, head, len(within) - blank))

    def __bool__(self) -> bool:
        """Whether there are such columns."""
        return bool(self._lines)

    def tuples(self) -> Iterator[tuple[str, ...]]:
        """Return the lines of each row, each once."""
        if not self._lines:
            return repeat((), self._rows)
        if len(self._lines) == 1:
            return ((line,) if line else () for line in self._lines[0])
        rows = zip(*self._lines, strict=True)
        if self._differ:
            return (tuple(filter(None, row)) for row in rows)
        return map(_once, rows)

    def lose(self, reading: Reading, each: _List) -> None:
        """Report each column once, that first which is told of first."""
        counts: dict[str, int] = {}
        for _, _, head, count in sorted(self._counts):
            counts[head] = counts.get(head, 0) + count
        for head, count in counts.items():
            reading.lose("field", each.table.sheet or "", name=head, count=count)


def _headed(head: str, texts: list[str]) -> list[str]:
    """Return the lines of a column: its head and each text; nothing where there is none."""
    different = [text for text in dict.fromkeys(texts) if text]
    lines = notes_of([f"{head}: {text}" for text in different])
    told = dict(zip(different, lines, strict=True), **{"": ""})
    return list(map(told.__getitem__, texts))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts that are not empty, each once."""
    return tuple(dict.fromkeys(filter(None, texts)))


def _links(reading: Reading, each: _List, ids: dict[str, str]) -> None:
    items = each.items("from")
    arrows = _arrows(each)
    words = list(zip(*(each.texts(name) for name in _SIGN_COLUMNS), strict=True))
    without = set(arrows.open_rows)
    signs = _Signs(each)
    told = {
        texts: signs.found(texts)
        for texts in dict.fromkeys(texts for at, texts in enumerate(words) if at not in without)
    }
    mutual = _of_each(each.texts("direction"), is_mutual)
    lost: list[tuple[int, int, str, dict[str, object]]]
    lost = [(at, 0, "open-end", {}) for at in arrows.open_rows]
    if any(found.unclear for found in told.values()):
        lost += [
            (at, 0, "unclear-sign", {"text": found.unclear, "sign": found.sign})
            for at, texts in enumerate(words)
            if at not in without and (found := told[texts]).unclear
        ]
    if any(mutual):
        lost += [(at, 1, "both-ways", {}) for at in arrows.rows if mutual[at]]
    for at, _, code, values in sorted(lost, key=itemgetter(0, 1)):
        reading.lose(code, items[at], **values)
    keys = _ends(reading, arrows, ids, items)
    lines = _Lines(each, arrows.rows)
    abouts = notes_of(_without_markup(each.texts("notes")))
    if any(found.notes for found in told.values()):
        more = [told[texts].notes if texts in told else () for texts in words]
        notes = list(map(_notes, abouts, more, lines.tuples()))
    elif lines:
        notes = [
            line if not about else (about, *line) if about not in line else _once((about, *line))
            for about, line in zip(abouts, lines.tuples(), strict=True)
        ]
    else:
        notes = [(about,) if about else () for about in abouts]
    tells = list(map(told.__getitem__, arrows.of_rows(words)))
    of_tells = _SignFound._fields.index
    links: Sequence[LinkRead] = LinkColumns(
        (
            list(map(keys.__getitem__, arrows.sources)),
            list(map(keys.__getitem__, arrows.targets)),
            list(map(itemgetter(of_tells("sign")), tells)),
            arrows.of_rows(items),
            list(map(itemgetter(of_tells("weight")), tells)),
            list(map(itemgetter(of_tells("size")), tells)),
            arrows.of_rows(_of_each(each.texts("delay"), _is_told)),
            arrows.of_rows(_of_each(each.texts("said_by"), lambda who: _once([label_of(who)]))),
            arrows.of_rows(notes),
            list(map(itemgetter(of_tells("told")), tells)),
        )
    )
    if any(mutual):
        both_ways = zip(links, arrows.of_rows(mutual), strict=True)
        links = [end for link, both in both_ways for end in (_both_ways(link) if both else (link,))]
    reading.add_links(links)
    lines.lose(reading, each)


def _ends(
    reading: Reading, arrows: _Arrows, ids: dict[str, str], items: Sequence[str]
) -> dict[str, str]:
    """Return the key of each name of an end; what the file does not list becomes an element."""
    names = list({*arrows.sources, *arrows.targets})
    keys = dict(zip(names, map(str.casefold, labels_of(names)), strict=True))
    if reading.nodes.keys() >= set(keys.values()):
        return keys
    keys = {}
    for at, *ends in zip(arrows.rows, arrows.sources, arrows.targets, strict=True):
        for name in ends:
            if name not in keys:
                keys[name] = _end(reading, name, ids, items[at])
    return keys


def _without_markup(texts: list[str]) -> list[str]:
    together = "".join(texts)
    if "<" in together or "&" in together:
        return list(map(without_markup, texts))
    return texts


def _both_ways(link: LinkRead) -> tuple[LinkRead, LinkRead]:
    first = link._replace(sign="?")
    return first, first._replace(source=link.target, target=link.source)


def _notes(about: str, more: tuple[str, ...], lines: tuple[str, ...]) -> tuple[str, ...]:
    if more:
        return _once((about, *more, *lines))
    if not about:
        return lines
    return _once((about, *lines)) if about in lines else (about, *lines)


class _Arrows(NamedTuple):
    """The arrows of a list; one row may tell of several.

    Attributes
    ----------
    rows, sources, targets
        Of each arrow: the row that tells of it, from 0, and the names of its ends.
    open_rows
        Rows that lack a cause or an effect.
    whole
        Whether each row tells of one arrow.
    """

    rows: Sequence[int]
    sources: Sequence[str]
    targets: Sequence[str]
    open_rows: Sequence[int] = ()
    whole: bool = False

    def of_rows(self, column: Sequence[T]) -> Sequence[T]:
        """Return what a column tells of each arrow."""
        return column if self.whole else [column[at] for at in self.rows]


def _arrows(each: _List) -> _Arrows:
    """Return the arrows of a list; several effects stand in one cell with bars between them."""
    sources, targets = each.texts("from"), each.texts("to")
    if all(sources) and all(targets) and "|" not in "".join(targets):
        return _Arrows(range(len(sources)), sources, targets, whole=True)
    rows, open_rows = [], []
    for at, (source, target) in enumerate(zip(sources, targets, strict=True)):
        if source and target:
            rows += [(at, source, end) for end in map(str.strip, target.split("|")) if end]
        else:
            open_rows.append(at)
    ends = [source for _, source, _ in rows], [target for _, _, target in rows]
    return _Arrows([at for at, _, _ in rows], *ends, open_rows)


def _of_each(texts: Sequence[str], tell: Callable[[str], T]) -> list[T]:
    """Return what each text tells, looking once at those that are alike."""
    told = {text: tell(text) for text in set(texts)}
    return [told[text] for text in texts]


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
    notes
        That word, and words that are no signs: notes of the link.
    told
        The word that tells the sign, where it is none that everybody knows.
    """

    sign: Sign
    weight: float | None
    size: SizeRead
    unclear: str
    notes: tuple[str, ...]
    told: str


class _Signs:
    """Reads the signs of a list: the same words tell the same, whichever row they stand in."""

    def __init__(self, each: _List) -> None:
        self.order = _sign_columns(each)
        self.misspelt: dict[str, Sign | None] = {}

    def found(self, texts: tuple[str, ...]) -> _SignFound:
        """Return what the words under :data:`_SIGN_COLUMNS` tell."""
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
        words = (
            text
            for text in texts[1:3]
            if text and text != "--" and sign_of(text, near=False) is None
        )
        notes = _once(map(note_of, (unclear, *words)))
        found = sign or "?"
        return _SignFound(found, weight, size, unclear, notes, self._word(texts, found))

    def _word(self, texts: tuple[str, ...], sign: Sign) -> str:
        for word in texts[:2] if self.misspelt else ():
            if word in self.misspelt and (self.misspelt[word] is not None or sign == "?"):
                return word
        return ""

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
