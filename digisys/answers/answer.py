"""What every answer can do: show itself as text and as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from digisys.answers.content import Content
from digisys.answers.table import Table, plain

__all__ = ["Answer"]


class Answer(Content):
    """Base of results that are a table with headings and texts around it.

    A result gives its :meth:`table` and :meth:`summary`; printing and showing in a
    notebook follow from them.
    """

    #: Whether the headings and texts stand above the rows.
    pairs_first = False

    def table(self, language: str | None = None) -> Table:
        """Return the rows in a language; the model's first when absent."""
        raise NotImplementedError

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what goes with the rows, as pairs of heading and text."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; some results take a language for the texts in it."""
        raise NotImplementedError

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
            Caption, rows, and what goes with them.
        """
        return plain(
            self.shown(language),
            self.summary(language),
            width=width,
            pairs_first=self.pairs_first,
        )

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        items = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in self.summary()
        )
        return f"{self.in_notebook().html()}<dl>{items}</dl>"
