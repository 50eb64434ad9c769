"""A list of links as CSV, a row each: what pandas, R and spreadsheets read."""

from __future__ import annotations

from digisys.exchange.format import Format, linked_variables, never
from digisys.exchange.formats.tables import FORMAT as TABLE
from digisys.exchange.formats.tables import table_labels
from digisys.exchange.written import note_text, size_of
from digisys.io.tables.table import Row, Table
from digisys.io.tables.write import format_delimited
from digisys.schema import Model

__all__ = ["FORMAT"]

_HEADS = ("From", "To", "Polarity", "Strength", "Delay", "Said by", "Note")


def write(model: Model, language: str) -> bytes:
    """Write cause, effect and sign in words, which no spreadsheet takes for a formula."""
    labels = table_labels(model, language)
    rows = [Row(1, _HEADS)]
    for number, link in enumerate(model.links, 2):
        size = size_of(link)
        cells = (
            labels[link.source],
            labels[link.target],
            link.polarity,
            size,
            "yes" if link.delay else None,
            "; ".join(link.said_by) or None,
            note_text(link, language) or None,
        )
        rows.append(Row(number, cells))
    return format_delimited(Table("", tuple(rows)))


FORMAT = Format(
    "csv",
    "list of links (CSV)",
    (".csv",),
    never,
    TABLE.read,
    write,
    holds=frozenset(["note", "unknown"]),
    order=linked_variables,
)
