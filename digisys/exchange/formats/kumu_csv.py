"""Kumu's CSV: elements, and two blank rows below them connections."""

from __future__ import annotations

from digisys.exchange.format import Format, never
from digisys.exchange.formats.tables import FORMAT as TABLE
from digisys.exchange.formats.tables import connection_rows, element_rows
from digisys.io.tables.table import Row, Table
from digisys.io.tables.write import format_delimited
from digisys.schema import Model

__all__ = ["FORMAT"]


def write(model: Model, language: str) -> bytes:
    """Write both sections as Kumu's import asks for them, each under its own header."""
    elements, connections = element_rows(model, language), connection_rows(model, language)
    rows = [Row(number, cells) for number, cells in enumerate(elements, 1)]
    first = len(elements) + 3
    rows += [Row(number, cells) for number, cells in enumerate(connections, first)]
    return format_delimited(Table("", tuple(rows)))


FORMAT = Format(
    "kumu-csv",
    "Kumu CSV",
    (".csv",),
    never,
    TABLE.read,
    write,
    holds=frozenset(["role", "note", "unknown"]),
)
