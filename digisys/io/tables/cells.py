"""Cells that hold a date, a yes or no, or a name that must be known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from digisys.io.tables.dates import Period, read_day, read_period
from digisys.io.tables.header import same_word
from digisys.io.tables.lines import Line, RowError, near
from digisys.io.tables.words import is_no_data, truth
from digisys.words import N_, Message

__all__ = ["Names", "day_in", "needed_text", "period_in", "truth_in"]

#: What kind of thing has no such name, by the code of the problem.
_NOT_THERE: Mapping[str, str] = {
    "unknown-service": N_("There is no service “{name}”."),
    "unknown-event": N_("There is no event “{name}”."),
    "unknown-criterion": N_("There is no criterion “{name}”."),
    "unknown-statement": N_("There is no statement “{name}”."),
    "unknown-trait": N_("There is no trait “{name}”."),
    "unknown-set": N_("There is no set of criteria “{name}”."),
}


class Names:
    """Things that rows may name, each by its id or by any other word for it.

    Parameters
    ----------
    code
        The code of the problem where a name is not known.
    known
        For each id the other words for it.
    offered
        The words to offer where a name is not known; the ids when absent.
    """

    def __init__(
        self, code: str, known: Mapping[str, Iterable[str]], offered: Iterable[str] | None = None
    ) -> None:
        self.code = code
        self.offered = list(known if offered is None else offered)
        self._ids = {same_word(key): key for key in known}
        for key, words in known.items():
            for word in words:
                self._ids.setdefault(same_word(word), key)

    def get(self, word: object) -> str | None:
        """Return the id that a word stands for; None where there is none."""
        return self._ids.get(same_word(word))

    def in_cell(self, line: Line, column: str) -> str:
        """Return the id that a cell names.

        Raises
        ------
        RowError
            If there is no such thing.
        """
        word = needed_text(line, column)
        found = self.get(word)
        if found is None:
            raise RowError(
                self.code,
                column,
                Message(_NOT_THERE[self.code], {"name": word}),
                near(word, self.offered) if self.offered else Message("Correct the name."),
            )
        return found


def needed_text(line: Line, column: str) -> str:
    """Return what a cell says.

    Raises
    ------
    RowError
        If it is empty.
    """
    text = line.text(column)
    if not text:
        raise RowError(
            "missing-cell",
            column,
            Message("The cell under “{column}” is empty.", {"column": column}),
            Message("Fill it in, or take the row out."),
        )
    return text


def truth_in(line: Line, column: str) -> bool | None:
    """Return the yes or no of a cell; None where it says nothing.

    Raises
    ------
    RowError
        If it says anything else.
    """
    cell = line.cell(column)
    if is_no_data(cell):
        return None
    said = truth(cell)
    if said is None:
        raise RowError(
            "wrong-answer",
            column,
            Message("“{text}” is neither yes nor no.", {"text": line.text(column)}),
            Message("Write yes or no, or leave the cell empty."),
        )
    return said


def day_in(line: Line, column: str) -> date | None:
    """Return the day of a cell; None where it says nothing.

    Raises
    ------
    RowError
        If there is no such day.
    """
    cell = line.cell(column)
    if is_no_data(cell):
        return None
    day = read_day(cell)
    if day is None:
        raise _no_date(line, column, Message("Write a day, such as 2024-05-17 or 17.5.2024."))
    return day


def period_in(line: Line, column: str) -> Period | None:
    """Return the period of a cell; None where it says nothing.

    Raises
    ------
    RowError
        If there is no such period.
    """
    cell = line.cell(column)
    if is_no_data(cell):
        return None
    period = read_period(cell)
    if period is None:
        cure = Message("Write a year, a quarter, a month or a day, such as 2024, 2024-Q2, 2024-05.")
        raise _no_date(line, column, cure)
    return period


def _no_date(line: Line, column: str, cure: Message) -> RowError:
    what = Message("“{text}” is no date.", {"text": line.text(column)})
    return RowError("impossible-date", column, what, cure)
