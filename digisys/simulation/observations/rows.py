"""Rows of a file of observations: lists of values, and of scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from digisys.io.tables.header import find_columns
from digisys.io.tables.lines import Line, List, RowError, split_lists
from digisys.io.tables.table import Row, Table
from digisys.simulation.observations.vocabulary import COLUMNS, SCALE_COLUMNS

__all__ = ["Line", "List", "RowError", "lists_of"]

#: The columns of either that hold numbers.
_NUMERIC = ("value", "uncertainty", "low", "reference", "high")


def lists_of(tables: Sequence[Table], columns: Mapping[str, Sequence[str]] = COLUMNS) -> list[List]:
    """Find the lists of observations and of scales, each by the words of its header.

    Parameters
    ----------
    tables
        The sheets of a file. Rows above the first header, such as a title, and rows with a
        single cell, such as a note, belong to no list.
    columns
        The columns that a list of values may have, and the words that may head them.
    """
    return split_lists(tables, partial(_header, known=columns))


def _header(table: Table, row: Row, known: Mapping[str, Sequence[str]]) -> List | None:
    columns = find_columns(row, known)
    if {"value", "date"} <= columns.keys() and {"indicator", "variable"} & columns.keys():
        return List(table, columns, "values", _NUMERIC)
    columns = find_columns(row, SCALE_COLUMNS)
    if "scale" in columns and {"indicator", "variable"} & columns.keys():
        return List(table, columns, "scales", _NUMERIC)
    return None
