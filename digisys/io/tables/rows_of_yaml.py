"""Lists of rows in a YAML file, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digisys.errors import ModelFileError, Place, Problem
from digisys.io.tables.table import Row, Table, Value
from digisys.io.yaml.compose import compose
from digisys.io.yaml.document import Document
from digisys.io.yaml.scalars import Odd
from digisys.io.yaml.source import decode
from digisys.words import Message

__all__ = ["yaml_tables"]


@dataclass(frozen=True)
class _YamlTable(Table):
    """Rows of a YAML file: their places are lines, without cells."""

    def place(self, row: Row | None = None, column: int | None = None) -> Place:  # noqa: ARG002
        return Place(self.file, line=None if row is None else row.line)


def yaml_tables(data: bytes, file: str) -> tuple[Table, ...]:
    r"""Read a YAML file that holds a list of rows under each key.

    Parameters
    ----------
    data
        What the file holds.
    file
        Its name, for places.

    Returns
    -------
    tuple of Table
        One a key. The first row of each heads the columns; every value is as it is written.

    Raises
    ------
    ModelFileError
        If it is no YAML, or holds anything but lists of rows.

    Examples
    --------
    >>> text = "scores:\n- {event: move, score: 3}\n- {event: birth, remark: no data}"
    >>> (table,) = yaml_tables(text.encode(), "scores.yaml")
    >>> [row.cells for row in table.rows]
    [('event', 'score', 'remark'), ('move', 3), ('birth', None, 'no data')]
    """
    document = compose(decode(data, file), file)
    if document.problems:
        raise ModelFileError(document.problems)
    if not isinstance(document.data, dict):
        raise ModelFileError([_no_rows(document, ())])
    problems = []
    tables = []
    for key, items in document.data.items():
        if isinstance(key, str) and key == "schema":
            continue
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            problems.append(_no_rows(document, (key,)))
            continue
        tables.append(_table(document, key, items, problems))
    if problems:
        raise ModelFileError(problems)
    return tuple(tables)


def _table(
    document: Document, key: Any, items: list[dict[Any, Any]], problems: list[Problem]
) -> Table:
    heads = list(dict.fromkeys(str(name) for item in items for name in item))
    start = _line(document, (key,))
    rows = [Row(start, tuple(heads), start)] if heads else []
    for at, item in enumerate(items):
        cells: dict[str, Value] = {}
        for name, value in item.items():
            if isinstance(value, dict | list):
                problems.append(_no_rows(document, (key, at, name)))
            else:
                cells[str(name)] = (value.raw or None) if isinstance(value, Odd) else value
        values = [cells.get(head) for head in heads]
        while values and values[-1] is None:
            values.pop()
        line = _line(document, (key, at))
        rows.append(Row(line, tuple(values), line))
    return _YamlTable(document.file, tuple(rows), str(key))


def _line(document: Document, path: tuple[Any, ...]) -> int:
    return document.lines.at(document.spot(path)[1])[0]


def _no_rows(document: Document, path: tuple[Any, ...]) -> Problem:
    return Problem(
        "wrong-type",
        path,
        Message("Lists of rows are expected here."),
        Message("Write a key, and below it a row of words and numbers after each dash."),
        Place(document.file, line=_line(document, path)),
    )
