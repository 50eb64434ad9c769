"""What every answer can do: show itself as text and as HTML."""

from __future__ import annotations

from html import escape
from inspect import signature
from typing import TYPE_CHECKING, Any

from digisys.answers.conclusion import Conclusion
from digisys.answers.content import Content
from digisys.answers.table import Pairs, Table, plain
from digisys.answers.touched import Touched
from digisys.words import say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_ROWS", "Answer", "first_rows"]

#: Rows of any answer that people are shown; data frames, CSV and JSON have all.
MOST_ROWS = 200


def first_rows(
    table: Table, told: Pairs, how: str, language: str, *, total: int | None = None
) -> tuple[Table, Pairs]:
    """Keep the rows that a person reads, and tell how many there are and how to see them.

    Parameters
    ----------
    table
        The rows.
    told
        Headings and texts that go with them.
    how
        How to see all rows, in the language.
    language
        ``fi``, ``sv`` or ``en``.
    total
        How many rows there are, if the table has its first ones only.

    Returns
    -------
    tuple
        The rows, and what goes with them.
    """
    count = total or len(table.rows)
    kept = table.head(MOST_ROWS) if total is None else table
    if count <= len(kept.rows):
        return kept, told
    shown = say(
        "the first {shown} of {count}; {how}",
        language,
        shown=len(kept.rows),
        count=count,
        how=how,
    )
    return kept, (*told, (say("Rows", language), shown))


class Answer(Content):
    """Base of results that are a table with headings and texts around it.

    A result gives its :meth:`table` and :meth:`summary`, and its :attr:`conclusion` where it
    comes to one; printing and showing in a notebook follow from them.
    """

    #: Whether the headings and texts stand above the rows.
    pairs_first = False

    @property
    def conclusion(self) -> Conclusion | None:
        """What the answer comes to, in a few plain sentences; None where it has no conclusion."""
        return None

    @property
    def touched(self) -> Touched | None:
        """The variables that the answer names; None where it names none of them one by one."""
        return None

    def concluded(self, language: str | None = None) -> dict[str, Any]:
        """Return the conclusion as an entry of plain data; empty without one."""
        conclusion = self.conclusion
        return {} if conclusion is None else {"conclusion": conclusion.to_dict(language)}

    @property
    def total(self) -> int | None:
        """How many rows there are, where :meth:`shown` has the first ones only."""
        return None

    def table(self, language: str | None = None) -> Table:
        """Return the rows in a language; the model's first when absent."""
        raise NotImplementedError

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what goes with the rows, as pairs of heading and text."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; some results take a language for the texts in it."""
        raise NotImplementedError

    def program_frame(self, language: str | None = None) -> pd.DataFrame | None:
        """Return the rows for programs, under fixed names; None where there are none.

        They are those of the result's data frame, where its columns are fixed.
        """
        if not hasattr(self, "to_frame"):
            return None
        options = (
            {"language": language} if "language" in signature(self.to_frame).parameters else {}
        )
        frame: pd.DataFrame = self.to_frame(**options)
        return frame

    def shown(self, language: str | None = None) -> Table:
        """Return the rows as they are best read in a terminal."""
        return self.table(language)

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the rows as they are best read in a notebook."""
        return self.table(language)

    def text(self, language: str | None = None, *, width: int = 80) -> str:
        """Return the whole answer as plain text.

        Parameters
        ----------
        language
            ``fi``, ``sv`` or ``en``; the model's first when absent.
        width
            Columns to fit.

        Returns
        -------
        str
            Caption, conclusion, rows, and what goes with them.
        """
        rows, told = self._first_rows(self.shown(language), language)
        return plain(rows, told, self._opening(language), width=width, pairs_first=self.pairs_first)

    def _opening(self, language: str | None) -> str:
        conclusion = self.conclusion
        return "" if conclusion is None else conclusion.text(language)

    def _first_rows(self, table: Table, language: str | None) -> tuple[Table, Pairs]:
        known = language or table.language
        how = say("table() has all rows", known)
        return first_rows(table, self.summary(language), how, known, total=self.total)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        rows, told = self._first_rows(self.in_notebook(), None)
        items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in told)
        opening = self._opening(None)
        first = f"<p>{escape(opening)}</p>" if opening else ""
        return f"{first}{rows.html()}<dl>{items}</dl>"
