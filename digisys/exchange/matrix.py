"""Matrices of effects: a label for each row and column, a size or a sign in each cell."""

from __future__ import annotations

import re

from digisys.exchange.as_read import Reading
from digisys.exchange.signs import number_of, sign_of, sign_of_number
from digisys.exchange.texts import label_of
from digisys.io.tables.table import Row, Table, column_letters

__all__ = ["is_matrix", "read_matrix"]

#: Share of the labels of rows that are labels of columns too.
_SHARE = 0.8
#: Rows that are looked at.
_TRIED = 60


def _texts(row: Row) -> list[str]:
    return ["" if cell is None else label_of(str(cell)) for cell in row.cells]


def _shape(table: Table) -> tuple[list[str], int] | None:
    """Return the labels of the columns, and where the cells begin: after labels of rows, or not."""
    if len(table.rows) < 3:
        return None
    heads = _texts(table.rows[0])
    body = table.rows[1:]
    if sum(1 for head in heads[1:] if head) < 2:
        return None
    names = {head.casefold() for head in heads[1:] if head}
    rows = [(_texts(row) or [""])[0].casefold() for row in body]
    if len(names & set(rows)) >= _SHARE * max(len(names), 1) and len(body) >= _SHARE * len(names):
        return heads, 1
    if (
        len(body) == len([head for head in heads if head])
        and number_of(heads[0]) is None
        and heads[0]
    ):
        return heads, 0
    return None


def is_matrix(table: Table) -> bool:
    """Tell whether a table is a matrix: square, of numbers, signs and blanks."""
    shape = _shape(table)
    if shape is None:
        return False
    _, first = shape
    cells = [text for row in table.rows[1 : _TRIED + 1] for text in _texts(row)[first:] if text]
    return bool(cells) and all(sign_of(text, near=False) is not None for text in cells)


def read_matrix(reading: Reading, table: Table, rows: str | None) -> None:
    """Add what a matrix tells.

    Parameters
    ----------
    reading
        What collects it.
    table
        The matrix.
    rows
        ``causes`` or ``effects``; None to go by the corner, else to take rows for causes.
    """
    shape = _shape(table)
    if shape is None:
        return
    heads, first = shape
    labels = heads[first:]
    corner = re.sub(r"[^a-z]+", " ", heads[0].casefold()) if first else ""
    told = _direction(corner)
    if rows is None and told is None:
        reading.lose("matrix-direction", table.sheet or "")
    rows = rows or told or "causes"
    sheet = f"{table.sheet}!" if table.sheet else ""
    for label in labels:
        if label:
            reading.node(label.casefold(), label, f"{sheet}{column_letters(first)}1")
    for at, row in enumerate(table.rows[1:]):
        texts = _texts(row)
        name = texts[0] if first else (labels[at] if at < len(labels) else "")
        if not name:
            continue
        for column, text in enumerate(texts[first:]):
            if not text or column >= len(labels) or not labels[column]:
                continue
            number = number_of(text)
            sign = sign_of(text, near=False) if number is None else sign_of_number(number)
            if sign is None or number == 0:
                continue
            item = f"{sheet}{column_letters(column + first)}{row.number}"
            reading.node(name.casefold(), name, item)
            ends = (name.casefold(), labels[column].casefold())
            source, target = ends if rows == "causes" else ends[::-1]
            reading.link(source, target, sign, item, weight=abs(number) if number else None)


def _direction(corner: str) -> str | None:
    """Read what stands in the corner, such as ``from / to``: the rows come first."""
    words = corner.split()
    for cause, effect in (("from", "to"), ("cause", "effect"), ("source", "target")):
        if cause in words and effect in words:
            return "causes" if words.index(cause) < words.index(effect) else "effects"
    return None
