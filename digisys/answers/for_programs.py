"""Rows for programs: the same columns and numbers in every language, labels beside ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from math import isnan
from typing import TYPE_CHECKING, Any

from digisys.answers.frames import BETWEEN, LIST
from digisys.answers.table import Cell, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["program_rows"]


def program_rows(frame: pd.DataFrame, name: Callable[[str], str | None]) -> Table:
    """Make a table for programs of a data frame.

    Parameters
    ----------
    frame
        The rows; an index with a name becomes the first column.
    name
        Gives the label of an id; None where a text is none.

    Returns
    -------
    Table
        The columns of the frame, under its English names. After each column that holds ids alone
        stands one with labels, named as it with ``_label`` added, or ``label`` where that
        follows. Lists have a semicolon between their items; what is not known is empty.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"variable": ["a"], "steps": [2], "chain": [["a", "b"]]})
    >>> print(program_rows(frame, {"a": "A", "b": "B"}.get).csv(), end="")
    variable,variable_label,steps,chain,chain_label
    a,A,2,a;b,A;B
    """
    if any(each is not None for each in frame.index.names):
        frame = frame.reset_index()
    heads: list[str] = []
    columns: list[list[Cell]] = []
    given = [str(head) for head in frame.columns]
    for at, head in enumerate(given):
        if head == "label" and "label" in heads:
            continue
        values = [_plain(value) for value in frame.iloc[:, at]]
        heads.append(head)
        columns.append([_cell(value) for value in values])
        labels = _labels(values, name)
        if labels is not None:
            heads.append("label" if given[at + 1 : at + 2] == ["label"] else f"{head}_label")
            columns.append(labels)
    rows: Iterable[tuple[Cell, ...]] = zip(*columns, strict=True) if columns else ()
    return Table(tuple(heads), tuple(rows))


def _plain(value: Any) -> Any:
    """Return a value of a frame without what numpy and pandas put around it."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, tuple | set | frozenset):
        value = list(value)
    if isinstance(value, list | dict):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    return None if isinstance(value, float) and isnan(value) else value


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return ";".join(str(_cell(item) or "") for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _labels(values: list[Any], name: Callable[[str], str | None]) -> list[Cell] | None:
    """Give the labels of a column of ids; None where it holds other words."""
    labels: list[Cell] = []
    for value in values:
        between, items = _items(value)
        words = [item for item in items if isinstance(item, str) and not item.isdecimal()]
        found = [name(item) for item in words]
        if None in found:
            return None
        labels.append(between.join(each for each in found if each is not None) or None)
    return labels if any(labels) else None


def _items(value: Any) -> tuple[str, list[Any]]:
    """Return what stands between the ids of a cell, and the ids."""
    if isinstance(value, str):
        for between in (BETWEEN, LIST):
            if between in value:
                return between, value.split(between)
    return ";", value if isinstance(value, list) else [] if value is None else [value]
