"""Lists of known kinds in files of any form: CSV, XLSX, or YAML with a list of rows a key."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from digisys.errors import ModelFileError, Place, Problem
from digisys.io.tables.header import find_columns
from digisys.io.tables.lines import List, split_lists
from digisys.io.tables.read import parse_tables
from digisys.io.tables.rows_of_yaml import yaml_tables
from digisys.io.tables.table import Row, Table
from digisys.io.yaml.source import read_bytes
from digisys.words import Message

__all__ = ["Kind", "read_lists", "refuse_without"]

_YAML = (".yaml", ".yml")


@dataclass(frozen=True)
class Kind:
    """A kind of list, known by its header.

    Attributes
    ----------
    name
        What it is called.
    columns
        The columns that it may have, and the words that may head each.
    needed
        Groups of columns; of each at least one must be there.
    numeric
        The columns that hold numbers.
    """

    name: str
    columns: Mapping[str, Sequence[str]]
    needed: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()

    def header(self, table: Table, row: Row) -> List | None:
        """Return an empty list where a row is the header of this kind."""
        columns = find_columns(row, self.columns)
        if all(any(name in columns for name in group) for group in self.needed):
            return List(table, columns, self.name, self.numeric)
        return None


def read_lists(
    paths: Iterable[str | os.PathLike[str]], kinds: Sequence[Kind]
) -> tuple[list[List], list[Problem]]:
    """Read the lists of some files.

    Parameters
    ----------
    paths
        The files.
    kinds
        What is looked for; of those that a header fits, the first is taken.

    Returns
    -------
    lists, problems
        The lists in order, and what is wrong with sheets that hold none.

    Raises
    ------
    ModelFileError
        If a file cannot be read.
    """
    lists: list[List] = []
    problems: list[Problem] = []

    def header(table: Table, row: Row) -> List | None:
        return next((found for kind in kinds if (found := kind.header(table, row))), None)

    for path in paths:
        file = os.fspath(path)
        data = read_bytes(path)
        if PurePath(file).suffix.casefold() in _YAML:
            tables = yaml_tables(data, file)
        else:
            tables = parse_tables(data, file)
        in_file = [(table, split_lists([table], header, notes=False)) for table in tables]
        lists += [each for _, found in in_file for each in found]
        problems += [_empty(table.place()) for table, _ in in_file if not table.rows]
        problems += [
            _no_header(table, kinds) for table, found in in_file if not found and table.width > 1
        ]
        # The sheets of a form that nobody needed are headers alone.
        if not any(each.rows for _, found in in_file for each in found) and not problems:
            problems.append(_empty(Place(file)))
    return lists, problems


def refuse_without(lists: Sequence[List], problems: Sequence[Problem]) -> None:
    """Refuse files of which nothing can be used."""
    if not any(each.rows for each in lists):
        raise ModelFileError(problems)


def _empty(place: Place) -> Problem:
    return Problem(
        "empty-table",
        (),
        Message("There are no rows here."),
        Message("Write a header and a row for each thing, or take the sheet out."),
        place,
    )


def _no_header(table: Table, kinds: Sequence[Kind]) -> Problem:
    heads = "; ".join(
        f"{kind.name}: {', '.join('/'.join(group) for group in kind.needed)}" for kind in kinds
    )
    return Problem(
        "missing-column",
        (),
        Message("No row heads the columns of a list that is known."),
        Message("Head the columns of one of these: {heads}.", {"heads": heads}),
        table.place(table.rows[0]),
    )
