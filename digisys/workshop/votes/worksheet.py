"""A workbook to vote in: a row a link, with lists to choose from, and counts of paper cards."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from digisys.words import N_, say
from digisys.workshop.votes.cards import Card
from digisys.workshop.votes.columns import COUNTS, FIELDS, HEADINGS, words_of

__all__ = ["MOST_VOTERS", "format_worksheet"]

#: Participants that one sheet has columns for.
MOST_VOTERS = 40
#: The same cards give the same bytes, whenever they are written.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
_WIDTHS = {
    "code": 9, "link": 42, "source": 36, "vote": 16, "sign": 18, "strength": 14, "note": 36,
    "id": 24,
}  # fmt: skip
_COUNT_WIDTH = 13
_LINE, _A4 = 15.0, 9

_HOW = (
    N_("Each row of the sheet “{votes}” is one link of the model, as it is drawn."),
    N_(
        "Choose from the lists: whether you agree, which way it works, how strong it is. Leave "
        "empty what you do not want to answer."
    ),
    N_(
        "Whoever agrees need not tell the direction. Whoever finds it the other way round "
        "disagrees."
    ),
    N_("Nobody asks who you are. Do not write names in the notes, neither yours nor others’."),
)
_ONE = N_(
    "Save your own copy under a number, such as votes-7.xlsx, and give it to the facilitator."
)
_SEVERAL = N_("Each participant has columns of their own: {first}, and so on up to {last}.")
_FACILITATOR = (
    N_(
        "Paper cards are counted on the sheet “{cards}”: how many agree, disagree, are not sure. "
        "Each card counts once there; directions and strengths only where they were ticked."
    ),
    N_("Vote on a link in one way only: here, in the page or on a card."),
    N_("Sum everything up with: digisys workshop read FILES"),
)


def format_worksheet(cards: Sequence[Card], title: str, language: str, *, voters: int = 1) -> bytes:
    """Return a workbook to vote in, as bytes.

    Parameters
    ----------
    cards
        The links, one a row.
    title
        The title of the model.
    language
        ``fi``, ``sv`` or ``en``: of all texts and of the words to choose from.
    voters
        For how many participants one sheet has columns, from 1 to 40.

    Returns
    -------
    bytes
        The file; the same bytes for the same cards. It has no field for a name and tells no
        author.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        heading = say(N_("Votes on links: {title}"), language, title=title)
        book.set_properties({"created": _MADE, "title": heading})
        writing = _Writing(book, language, voters)
        writing.instructions(heading)
        writing.votes(cards)
        writing.counts(cards)
    return out.getvalue()


class _Writing:
    """Writes the sheets of one workbook, all in the same looks."""

    def __init__(self, book: Any, language: str, voters: int) -> None:
        self.book, self.language, self.voters = book, language, voters
        base = {"text_wrap": True, "valign": "top", "font_size": 11}
        lined = {**base, "bottom": 1, "bottom_color": "#C9D0DA"}
        self.text = book.add_format(lined)
        self.plain = book.add_format(base)
        self.soft = book.add_format({**lined, "font_color": "#4A5666", "font_size": 10})
        self.bold = book.add_format({**lined, "bold": True})
        self.number = book.add_format({**base, "bold": True, "font_color": "#1F4E8C"})
        filled = {**lined, "border": 1, "border_color": "#8A95A3", "locked": False}
        self.field = book.add_format({**filled, "bg_color": "#FFFFFF"})
        self.shaded = book.add_format({**filled, "bg_color": "#EEF3FA"})
        self.count = book.add_format({**filled, "bg_color": "#FFFFFF", "align": "center"})
        self.counted = book.add_format({**filled, "bg_color": "#EEF3FA", "align": "center"})
        self.head = book.add_format(
            {
                **base,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#1F4E8C",
                "valign": "vcenter",
            }
        )
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F4E8C"})
        self.part = book.add_format({"bold": True, "font_size": 12, "font_color": "#1B2430"})

    def _say(self, text: str, **values: object) -> str:
        return say(text, self.language, **values)

    def instructions(self, heading: str) -> None:
        """Write how to vote, and how the facilitator goes on."""
        sheet = self.book.add_worksheet(self._say(N_("Instructions")))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, heading, self.title)
        names = {"votes": self._say(N_("Votes")), "cards": self._say(N_("Cards"))}
        own = self._say(_ONE)
        if self.voters > 1:
            first, last = (f"{self._say(HEADINGS['vote'])} {n}" for n in (1, self.voters))
            own = self._say(_SEVERAL, first=first, last=last)
        row = 2
        for text, lines in (
            (N_("How to vote"), [*(self._say(each, **names) for each in _HOW), own]),
            (N_("For the facilitator"), [self._say(each, **names) for each in _FACILITATOR]),
        ):
            sheet.write_string(row, 0, self._say(text), self.part)
            for number, line in enumerate(lines, 1):
                row += 1
                sheet.write_string(row, 0, f"{number}.", self.number)
                sheet.write_string(row, 1, line, self.plain)
                sheet.set_row(row, _LINE * -(-len(line) // 104) + 3)
            row += 2
        self._print(sheet)

    def votes(self, cards: Sequence[Card]) -> None:
        """Write the sheet of votes."""
        sheet = self.book.add_worksheet(self._say(N_("Votes")))
        sheet.hide_gridlines(2)
        columns: list[tuple[str, int]] = [("code", 0), ("link", 0), ("source", 0)]
        columns += [(name, voter) for voter in range(1, self.voters + 1) for name in FIELDS]
        columns.append(("id", 0))
        for at, (name, voter) in enumerate(columns):
            text = self._say(HEADINGS[name])
            numbered = voter and self.voters > 1
            sheet.write_string(0, at, f"{text} {voter}" if numbered else text, self.head)
            sheet.set_column(at, at, _WIDTHS[name])
            if name in FIELDS and name != "note":
                self._choices(sheet, at, name, len(cards))
        sheet.set_row(0, 2.4 * _LINE)
        for row, card in enumerate(cards, 1):
            self._card(sheet, row, card)
            for at, (name, voter) in enumerate(columns):
                if name in FIELDS:
                    look = self.field if voter % 2 else self.shaded
                    sheet.write_blank(row, at, None, look)
            sheet.write_string(row, len(columns) - 1, card.link, self.soft)
        sheet.freeze_panes(1, 2)
        self._print(sheet, rows=len(cards), columns=len(columns) - 1)

    def counts(self, cards: Sequence[Card]) -> None:
        """Write the sheet on which paper cards are counted."""
        sheet = self.book.add_worksheet(self._say(N_("Cards")))
        sheet.hide_gridlines(2)
        names = [name for group in COUNTS for name in group]
        columns = ["code", "link", *names, "note", "id"]
        for at, name in enumerate(columns):
            sheet.write_string(0, at, self._say(HEADINGS[name]), self.head)
            sheet.set_column(
                at, at, _WIDTHS.get(name, _COUNT_WIDTH) if name not in names else _COUNT_WIDTH
            )
        sheet.set_row(0, 2.4 * _LINE)
        for row, card in enumerate(cards, 1):
            self._card(sheet, row, card, basis=False)
            for at, name in enumerate(columns):
                if name in names:
                    group = names.index(name) // 3
                    look = self.counted if group == 1 else self.count
                    sheet.write_blank(row, at, None, look)
                elif name == "note":
                    sheet.write_blank(row, at, None, self.field)
            sheet.write_string(row, len(columns) - 1, card.link, self.soft)
        sheet.data_validation(
            1,
            2,
            max(len(cards), 1),
            1 + len(names),
            {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_title": self._say(N_("Not a number of cards")),
                "error_message": self._say(
                    N_("Write a whole number from 0 up, or leave the cell empty.")
                ),
            },
        )
        sheet.freeze_panes(1, 2)
        self._print(sheet, rows=len(cards), columns=len(columns) - 1)

    def _card(self, sheet: Any, row: int, card: Card, *, basis: bool = True) -> None:
        sheet.write_string(row, 0, card.code, self.bold)
        sheet.write_string(row, 1, card.claim, self.text)
        lines = -(-len(card.claim) // (_WIDTHS["link"] - 4))
        if basis:
            sheet.write_string(row, 2, card.basis, self.soft)
            lines = max(lines, -(-len(card.basis) // (_WIDTHS["source"] + 2)))
        sheet.set_row(row, _LINE * max(lines, 2) + 4)

    def _choices(self, sheet: Any, at: int, name: str, rows: int) -> None:
        sheet.data_validation(
            1,
            at,
            max(rows, 1),
            at,
            {
                "validate": "list",
                "source": list(words_of(name, self.language)),
                "error_title": self._say(N_("Not in the list")),
                "error_message": self._say(N_("Choose from the list, or leave it empty.")),
            },
        )

    @staticmethod
    def _print(sheet: Any, *, rows: int = 0, columns: int = 0) -> None:
        """Print on lying sheets of A4, without the ids, which are for the program."""
        if columns:
            sheet.print_area(0, 0, rows, columns - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.repeat_rows(0)
