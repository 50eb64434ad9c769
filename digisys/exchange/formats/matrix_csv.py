"""An adjacency matrix as CSV, as programs for fuzzy cognitive maps and signed digraphs read it."""

from __future__ import annotations

from digisys.exchange.format import Format, never
from digisys.exchange.formats.tables import FORMAT as TABLE
from digisys.exchange.formats.tables import table_labels
from digisys.exchange.written import size_of
from digisys.io.tables.table import Row, Table, Value
from digisys.io.tables.write import format_delimited
from digisys.schema import Model

__all__ = ["FORMAT"]

#: What stands in the corner: each row acts on the columns.
_CORNER = "from / to"
_DIRECTIONS = {"positive": 1.0, "negative": -1.0}


def write(model: Model, language: str) -> bytes:
    """Write a number for each pair: 0 for none, the signed size of the effect, ``?`` if unknown.

    Sizes are written only where every link has one; else each effect is 1 or -1. Links on one
    pair that differ in sign are of unknown sign together.
    """
    labels = table_labels(model, language)
    sizes = [size_of(link) for link in model.links]
    known = all(size is not None and 0 < size <= 1 for size in sizes)
    cells: dict[tuple[str, str], Value] = {}
    for link, size in zip(model.links, sizes, strict=True):
        told: Value = "?"
        if link.polarity != "unknown":
            told = _DIRECTIONS[link.polarity] * (size if known and size is not None else 1.0)
            told = f"{told:g}"
        before = cells.setdefault((link.source, link.target), told)
        if str(before).startswith("-") != str(told).startswith("-") or "?" in (before, told):
            cells[link.source, link.target] = "?"
    names = tuple(model.variables)
    rows = [Row(1, (_CORNER, *(labels[name] for name in names)))]
    for number, source in enumerate(names, 2):
        row = (cells.get((source, target), "0") for target in names)
        rows.append(Row(number, (labels[source], *row)))
    return format_delimited(Table("", tuple(rows)))


FORMAT = Format(
    "matrix", "matrix (CSV)", (".csv",), never, TABLE.read, write, holds=frozenset(["unknown"])
)
