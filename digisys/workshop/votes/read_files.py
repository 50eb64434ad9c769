"""Reading ballots and counts of cards from files: worksheets, CSV, and what the page saves."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from digisys.errors import ModelFileError, Place, Problem
from digisys.io.tables.numbers import read_number
from digisys.io.tables.read import parse_tables
from digisys.io.tables.table import Row, Table
from digisys.io.yaml.source import read_bytes
from digisys.schema import Model
from digisys.words import Counted, Message, hidden_character
from digisys.workshop.votes.ballots import Ballot, Opinion, Sign, StrengthVote, Tally, Vote
from digisys.workshop.votes.columns import COUNTS, FIELDS, column_of, value_of, words_of
from digisys.workshop.votes.link_codes import code_of_text, link_codes

__all__ = ["MOST_NOTE", "Read", "read_files"]

#: Letters that a note may have; of a longer one the rest is left out, and told.
MOST_NOTE = 500
_MOST_BYTES = 5_000_000
#: Cards that one row can count.
_MOST_CARDS = 100_000
_FIRST_ROWS = 30
#: What tells ballots of a table apart: a number or a code, not a word that may be a name.
_BALLOT = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
_COUNTED = {name for group in COUNTS for name in group}


class _SavedVote(BaseModel):
    """A vote as the page saves it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    link: Annotated[str, Field(max_length=300)]
    vote: Opinion | None = None
    sign: Sign | None = None
    strength: StrengthVote | None = None
    note: Annotated[str, Field(max_length=5_000)] = ""


class _SavedVotes(BaseModel):
    """A file that the page saves. It has no field for a name, a time or a place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["digisys-votes"]
    version: Literal[1]
    model: Annotated[str, Field(max_length=200)]
    ballot: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{4,20}$")]
    revision: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    votes: Annotated[list[Any], Field(max_length=10_000)]


@dataclass(frozen=True)
class _Choices:
    """The words of a column, in the reader's language."""

    column: str

    def text(self, language: str = "en") -> str:
        return ", ".join(words_of(self.column, language))


@dataclass(frozen=True)
class Read:
    """What files hold, whatever their order.

    Attributes
    ----------
    ballots
        One a participant, ordered by key.
    tallies
        Counts of paper cards, one for each row.
    files
        How many files were used.
    gone
        Ids of links that votes are about and the model does not have, and how many votes.
    repeated
        Files that were left out, as the same is in another one.
    problems
        Everything that could not be used, with its place and its cure.
    """

    ballots: tuple[Ballot, ...]
    tallies: tuple[Tally, ...]
    files: int
    gone: Mapping[str, int]
    repeated: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_files(model: Model, paths: Iterable[str | os.PathLike[str]]) -> Read:
    """Read what participants say from files, in any order and mixture.

    Parameters
    ----------
    model
        The model whose links they are about.
    paths
        Worksheets and tables (XLSX, CSV) and files that the page saved (JSON).

    Returns
    -------
    Read
        What can be used, and what is wrong with the rest.
    """
    reading = _Reading(model)
    contents: dict[str, list[tuple[str, bytes]]] = {}
    for path in paths:
        name = os.fspath(path)
        try:
            data = read_bytes(path)
        except ModelFileError as error:
            reading.problems += error.problems
            continue
        contents.setdefault(sha256(data).hexdigest(), []).append((name, data))
    for digest in sorted(contents):
        copies = sorted(contents[digest])
        name, data = copies[0]
        reading.file(name, data, digest)
        reading.repeated += [other for other, _ in copies[1:]]
    return reading.result()


def _place_of(problem: Problem) -> tuple[str, str, int, str, str, str]:
    place = problem.place
    return (
        place.file or "",
        place.sheet or "",
        place.line or 0,
        place.cell or "",
        problem.code,
        problem.what.text(),
    )


@dataclass
class _Saved:
    """A ballot of the page as one file holds it."""

    file: str
    revision: int
    votes: tuple[Vote, ...]


@dataclass
class _Reading:
    """What has been read so far."""

    model: Model
    ballots: list[Ballot] = field(default_factory=list)
    saved: dict[str, list[_Saved]] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)
    files: int = 0
    gone: Counter[str] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order = {link.id: at for at, link in enumerate(self.model.links)}
        self.links = {code: name for name, code in link_codes(self.model).items()}

    def result(self) -> Read:
        for key, versions in self.saved.items():
            versions.sort(key=lambda each: (each.revision, len(each.votes), repr(each.votes)))
            last = versions[-1]
            if last.votes:
                self.ballots.append(Ballot(key, last.votes))
            for each in versions[:-1]:
                self.repeated.append(each.file)
                if each.votes != last.votes and each.revision == last.revision:
                    self._wrong(
                        "votes-differ",
                        Message(
                            "“{other}” has the same ballot and other votes; it is left out.",
                            {"other": os.path.basename(each.file)},  # noqa: PTH119
                        ),
                        Message("Keep the file that was saved last, and leave the other out."),
                        Place(last.file),
                    )
        return Read(
            tuple(sorted(self.ballots, key=lambda each: (each.key, repr(each.votes)))),
            tuple(sorted(self.tallies, key=lambda each: (self.order[each.link], repr(each)))),
            self.files,
            dict(sorted(self.gone.items())),
            tuple(sorted(self.repeated)),
            tuple(sorted(self.problems, key=_place_of)),
        )

    def file(self, name: str, data: bytes, digest: str) -> None:
        """Read one file; what is wrong with it stops no other."""
        start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith((b"{", b"[")):
            self._json(name, data)
            return
        try:
            tables = parse_tables(data, name)
        except ModelFileError as error:
            self.problems += error.problems
            return
        found = [self._table(table, digest[:16]) for table in tables]
        if not any(found):
            self._wrong(
                "not-votes",
                Message("There are no votes in this file."),
                Message(
                    "Fill in a sheet that digisys workshop pack made, or head columns: code, vote, "
                    "sign, strength, note."
                ),
                Place(name),
            )
            return
        self.files += 1

    def _wrong(
        self, code: str, what: Message | Counted, cure: Message | None, place: Place
    ) -> None:
        self.problems.append(Problem(code, (), what, cure, place))  # type: ignore[arg-type]

    # What the page saves.

    def _json(self, name: str, data: bytes) -> None:
        place = Place(name)
        cure = Message("Save the votes in the page anew, and give that file.")
        broken = Message("This file holds no votes that can be read.")
        if len(data) > _MOST_BYTES:
            self._wrong("not-votes", broken, cure, place)
            return
        try:
            raw = json.loads(data.decode("utf-8-sig"))
            saved = _SavedVotes.model_validate(raw)
        except (ValueError, RecursionError):
            self._wrong("not-votes", broken, cure, place)
            return
        if saved.model != self.model.id:
            self._wrong(
                "votes-for-another-model",
                Message("These votes are about the model “{model}”.", {"model": saved.model}),
                Message("Name that model: --model FILE"),
                place,
            )
            return
        found: dict[str, Vote] = {}
        for number, item in enumerate(saved.votes, 1):
            try:
                each = _SavedVote.model_validate(item)
            except ValidationError:
                what = Message("Vote {number} cannot be read.", {"number": number})
                self._wrong("wrong-vote", what, cure, place)
                continue
            if each.link not in self.order:
                self.gone[each.link] += 1
                continue
            note = self._note(each.note, place)
            vote = Vote(each.link, each.vote, each.sign, each.strength, note)
            if each.link in found:
                self._twice(each.link, place)
            elif not vote.empty:
                found[each.link] = vote
        self.files += 1
        votes = tuple(sorted(found.values(), key=lambda vote: self.order[vote.link]))
        self.saved.setdefault(saved.ballot, []).append(_Saved(name, saved.revision, votes))

    # Tables.

    def _table(self, table: Table, digest: str) -> bool:
        """Read a sheet; False where it has no columns of votes."""
        for at, row in enumerate(table.rows[:_FIRST_ROWS]):
            columns: dict[tuple[str, int], int] = {}
            for place, cell in enumerate(row.cells):
                column = column_of(cell)
                if column is not None:
                    columns.setdefault(column, place)
            names = {name for name, _ in columns}
            if not names & {"code", "id"}:
                continue
            rows = table.rows[at + 1 :]
            if "vote" in names:
                self._votes(table, rows, columns, digest)
                return True
            if names & set(COUNTS[0]):
                self._counts(table, rows, columns)
                return True
        return False

    def _votes(
        self,
        table: Table,
        rows: Iterable[Row],
        columns: Mapping[tuple[str, int], int],
        digest: str,
    ) -> None:
        voters = sorted({voter for name, voter in columns if name in FIELDS})
        found: dict[str, dict[str, Vote]] = {}
        for row in rows:
            ballot = ""
            if ("ballot", 1) in columns:
                cell = row.cell(columns["ballot", 1])
                ballot = "" if cell is None else str(cell)
                if not _BALLOT.fullmatch(ballot):
                    if any(cell is not None for cell in row.cells):
                        self._wrong(
                            "wrong-ballot",
                            Message("A ballot is told by a number or a code, never by a name."),
                            Message("Write a number for each participant, such as 1, 2, 3."),
                            table.place(row, columns["ballot", 1]),
                        )
                    continue
            said = {
                voter: vote
                for voter in voters
                if (vote := self._vote(table, row, columns, voter)) is not None
            }
            if not said:
                continue
            link = self._link(table, row, columns, len(said))
            if link is None:
                continue
            for voter, (told, place) in said.items():
                own = found.setdefault(f"{digest}/{table.sheet or ''}/{ballot}/{voter}", {})
                if link in own:
                    self._twice(link, place)
                else:
                    own[link] = replace(told, link=link)
        for key, votes in found.items():
            ordered = sorted(votes.values(), key=lambda vote: self.order[vote.link])
            self.ballots.append(Ballot(key, tuple(ordered)))

    def _vote(
        self, table: Table, row: Row, columns: Mapping[tuple[str, int], int], voter: int
    ) -> tuple[Vote, Place] | None:
        """Read what one voter says in a row; None where it is nothing."""
        values: dict[str, Any] = {}
        first: Place | None = None
        for name in FIELDS:
            column = columns.get((name, voter))
            cell = None if column is None else row.cell(column)
            if cell is None or column is None:
                continue
            place = table.place(row, column)
            first = first or place
            if name == "note":
                values[name] = self._note(str(cell), place)
                continue
            value = value_of(name, cell)
            if value is None:
                self._wrong(
                    "wrong-vote",
                    Message("“{text}” is not one of the choices.", {"text": str(cell)[:60]}),
                    Message("Choose one of: {names}.", {"names": _Choices(name)}),
                    place,
                )
                continue
            values[name] = value
        vote = Vote(
            "",
            values.get("vote"),
            values.get("sign"),
            values.get("strength"),
            values.get("note", ""),
        )
        return None if vote.empty or first is None else (vote, first)

    def _counts(
        self, table: Table, rows: Iterable[Row], columns: Mapping[tuple[str, int], int]
    ) -> None:
        for row in rows:
            told = [name for name in _COUNTED if self._cell(row, columns, name) is not None]
            note = self._cell(row, columns, "note")
            if not told and note is None:
                continue
            wrong = False
            counts: list[tuple[int, int, int]] = []
            for group in COUNTS:
                numbers = []
                for name in group:
                    number = self._count(table, row, columns, name)
                    wrong = wrong or number is None
                    numbers.append(number or 0)
                counts.append((numbers[0], numbers[1], numbers[2]))
            opinions, signs, strengths = counts
            if not wrong and max(sum(signs), sum(strengths)) > sum(opinions):
                self._wrong(
                    "wrong-count",
                    Message("More cards tell a sign or a strength than were counted."),
                    Message("Count each card once as agree, disagree or not sure."),
                    table.place(row),
                )
                wrong = True
            link = None if wrong else self._link(table, row, columns, sum(opinions))
            if link is not None:
                notes = () if note is None else (self._note(str(note), table.place(row)),)
                self.tallies.append(Tally(link, opinions, signs, strengths, notes))

    @staticmethod
    def _cell(row: Row, columns: Mapping[tuple[str, int], int], name: str) -> Any:
        column = columns.get((name, 1))
        return None if column is None else row.cell(column)

    def _count(
        self, table: Table, row: Row, columns: Mapping[tuple[str, int], int], name: str
    ) -> int | None:
        cell = self._cell(row, columns, name)
        if cell is None:
            return 0
        number = None if isinstance(cell, bool) else read_number(cell, ".")
        if number is None or number != int(number) or not 0 <= number <= _MOST_CARDS:
            self._wrong(
                "wrong-count",
                Message("“{text}” is not a number of cards.", {"text": str(cell)[:60]}),
                Message("Write a whole number from 0 up, or leave the cell empty."),
                table.place(row, columns[name, 1]),
            )
            return None
        return int(number)

    def _link(
        self, table: Table, row: Row, columns: Mapping[tuple[str, int], int], votes: int
    ) -> str | None:
        """Find which link a row is about, by its id or by the code of its card."""
        name, code = self._cell(row, columns, "id"), self._cell(row, columns, "code")
        if name is not None:
            if str(name) in self.order:
                return str(name)
            self.gone[str(name)[:300]] += max(votes, 1)
            return None
        place = table.place(row, columns.get(("code", 1), columns.get(("id", 1))))
        if code is None:
            self._wrong(
                "missing-cell",
                Message("The row does not say which link it is about."),
                Message("Write the code that is on the card."),
                place,
            )
            return None
        link = self.links.get(code_of_text(str(code)))
        if link is None:
            self._wrong(
                "unknown-card",
                Message("No link has the code “{code}”.", {"code": str(code)[:40]}),
                Message("Compare it with the card; or the link is no longer in the model."),
                place,
            )
        return link

    def _note(self, text: str, place: Place) -> str:
        text = " ".join("".join(" " if hidden_character(sign) else sign for sign in text).split())
        if len(text) > MOST_NOTE:
            self._wrong(
                "long-note",
                Message(
                    "A note is longer than {most} letters; the rest is left out.",
                    {"most": MOST_NOTE},
                ),
                Message("Shorten it."),
                place,
            )
            text = text[: MOST_NOTE - 1] + "…"
        return text

    def _twice(self, link: str, place: Place) -> None:
        self._wrong(
            "voted-twice",
            Message("The same ballot votes twice on “{link}”; the first counts.", {"link": link}),
            Message("Keep one of the rows."),
            place,
        )
