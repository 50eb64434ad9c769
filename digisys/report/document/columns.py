"""How wide the columns of a table are on paper."""

from __future__ import annotations

import re

from digisys.answers.table import Table

__all__ = ["column_shares"]

#: A column has room for a word of so many letters, and grows with its texts up to so many.
_LONGEST_WORD, _MOST = 18, 60


def column_shares(table: Table) -> tuple[float, ...]:
    """Share the width of a page among the columns, by their words and by how long texts are.

    Parameters
    ----------
    table
        The table; at least one column.

    Returns
    -------
    tuple of float
        A share for each column; together 1.

    Examples
    --------
    >>> table = Table(("Step", "Chain"), ((1, "one and another and yet another one"),))
    >>> few, many = column_shares(table)
    >>> few < many
    True
    """
    needs = []
    for column in zip(table.heads, *table.texts(), strict=True):
        words = max((len(word) for cell in column for word in re.split(r"\s+", cell)), default=1)
        mean = sum(min(len(cell), _MOST * 2) for cell in column) / len(column)
        needs.append(max(min(words, _LONGEST_WORD), 3) + 1 + min(mean, _MOST))
    total = sum(needs)
    return tuple(need / total for need in needs)
