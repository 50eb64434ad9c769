"""How wide the columns of a table are on paper."""

from __future__ import annotations

import re

from digisys.answers.table import Table

__all__ = ["column_shares"]

#: A column has room for a word of so many letters, and grows with its texts up to so many.
_LONGEST_WORD, _MOST = 18, 120
#: Letters across a page in the type of tables, and what the edges of a cell take of them.
_PAGE, _PADDING = 100, 3


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
    least, means = [], []
    for column in zip(table.heads, *table.texts(), strict=True):
        words = max((len(word) for cell in column for word in re.split(r"\s+", cell)), default=1)
        least.append(max(min(words, _LONGEST_WORD), 3) + _PADDING)
        means.append(sum(min(len(cell), _MOST) for cell in column) / len(column) + 1)
    left = max(_PAGE - sum(least), 0)
    # What is left goes to those whose texts wrap.
    more = [max(mean - need, 0) for need, mean in zip(least, means, strict=True)]
    more = more if sum(more) else means
    needs = [need + left * much / sum(more) for need, much in zip(least, more, strict=True)]
    return tuple(need / sum(needs) for need in needs)
