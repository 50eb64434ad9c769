"""Reading what organisations tell of their services."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from digisys.errors import Place, Problem
from digisys.io.services.records import (
    Answer,
    Answered,
    Goal,
    Rating,
    Service,
    Services,
    Statement,
    Usage,
)
from digisys.io.services.vocabulary import KINDS, does_not_apply
from digisys.io.tables.cells import Names, day_in, needed_text, period_in, truth_in
from digisys.io.tables.header import same_word
from digisys.io.tables.kinds import read_lists, refuse_without
from digisys.io.tables.lines import Line, RowError
from digisys.io.tables.words import is_no_data, truth
from digisys.schema.programme import Programme
from digisys.words import Message

__all__ = ["ServicesChoice", "read_services"]

ServicesChoice = Services | str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
#: Stars that a customer can give.
_FEWEST, _MOST = 1, 5
_WHOLE = 100.0
T = TypeVar("T")


def read_services(programme: Programme, source: ServicesChoice) -> Services:
    r"""Read what some files tell of services.

    The files are CSV, XLSX or YAML with lists of known columns, in English, Finnish or Swedish:
    ``services`` (service, name, organisation, event, proposed, catalogue, customers, decision,
    interface, published), ``statements`` (statement, criterion, text), ``answers`` (service,
    criterion or statement, answer, remark, date, assessors), ``ratings`` (service, stars, date,
    question, text, count), ``usage`` (service, channel, period, count, estimate), ``channels``
    (channel, digital) and ``goals`` (service, period, goal).

    Parameters
    ----------
    programme
        The programme with the criteria that are answered.
    source
        The path of a file, or several. What is read already is returned as it is.

    Returns
    -------
    Services
        What can be used, and every row that cannot with its place and its cure. What is not
        told is never zero and never No.

    Raises
    ------
    ModelFileError
        If a file cannot be read, or holds no list.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from digisys.io import load
    >>> from digisys.io.programmes import load_programme
    >>> programme = load_programme(load("digikompassi"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "answers.csv")
    ...     _ = path.write_text("service;criterion;answer\nlupa;2.4;kyllä\nlupa;3.1;ehkä\n")
    ...     found = read_services(programme, path)
    >>> [(each.criterion, each.value) for each in found.answers]
    [('criterion_2_4_outcome_and_next_steps', 'yes')]
    >>> print(found.problems[0].what)
    “ehkä” is neither yes nor no.
    """
    if isinstance(source, Services):
        return source
    paths = [source] if isinstance(source, str | os.PathLike) else list(source)
    lists, problems = read_lists(paths, KINDS)
    refuse_without(lists, problems)
    reading = _Reading(programme, problems)
    for kind, read in (
        ("services", reading.service),
        ("statements", reading.statement),
        ("channels", reading.channel),
        ("answers", reading.answer),
        ("ratings", reading.rating),
        ("usage", reading.usage_row),
        ("goals", reading.goal),
    ):
        if kind == "statements":
            reading.listed = bool(reading.services)
        for each in lists:
            if each.kind == kind:
                for line in each.lines():
                    reading.row(line, read)
    return reading.result()


@dataclass
class _Reading:
    """What has been read so far."""

    programme: Programme
    problems: list[Problem]
    listed: bool = False
    services: dict[str, Service] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    answers: dict[tuple[object, ...], Answer] = field(default_factory=dict)
    rows: dict[tuple[object, ...], Place] = field(default_factory=dict)
    split: set[tuple[object, ...]] = field(default_factory=set)
    ratings: list[Rating] = field(default_factory=list)
    usage: dict[tuple[object, ...], Usage] = field(default_factory=dict)
    goals: dict[tuple[object, ...], Goal] = field(default_factory=dict)
    digital: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        quality, map_ = self.programme.quality, self.programme.service_map
        if quality is not None:
            self.statements |= {
                key: Statement(item.criterion, str(item.label))
                for key, item in quality.statements.items()
            }
        sections: list[tuple[str, Mapping[str, Iterable[str]]]] = []
        if quality is not None:
            known = {
                key: (item.number, *item.label.every()) for key, item in quality.criteria.items()
            }
            sections.append(("quality", known))
        if map_ is not None:
            for part in ("definition", "criteria", "conditions"):
                items = getattr(map_, part)
                sections.append((part, {key: items[key].label.every() for key in items}))
        self.parts = {key: part for part, known in reversed(sections) for key in known}
        every = {key: words for _, known in sections for key, words in known.items()}
        numbers = [item.number for item in quality.criteria.values()] if quality else []
        others = [key for key, part in self.parts.items() if part != "quality"]
        self.criteria = Names("unknown-criterion", every, [*numbers, *others])
        events = self.programme.life_events
        self.events = Names(
            "unknown-event",
            {key: item.label.every() for key, item in events.events.items()} if events else {},
        )
        questions = quality.questions if quality is not None else {}
        self.questions = Names(
            "unknown-criterion", {key: item.label.every() for key, item in questions.items()}
        )

    def row(self, line: Line, read: Callable[[Line], None]) -> None:
        try:
            read(line)
        except RowError as error:
            self.problems.append(line.as_problem(error))

    def or_none(self, line: Line, read: Callable[[Line, str], T], column: str) -> T | None:
        """Read a cell without which the row can be used; a fault in it is told."""
        try:
            return read(line, column)
        except RowError as error:
            self.problems.append(line.as_problem(error))
            return None

    def result(self) -> Services:
        for key in self.split:
            del self.answers[key]
        return Services(
            self.services,
            self.statements,
            tuple(self.answers.values()),
            tuple(self.ratings),
            tuple(self.usage.values()),
            tuple(self.goals.values()),
            self.digital,
            tuple(self.problems),
        )

    def once(self, line: Line, key: tuple[object, ...], column: str) -> None:
        here = line.list.table.place(line.row)
        first = self.rows.setdefault(key, here)
        if first is not here:
            raise RowError(
                "duplicate-row",
                column,
                Message("The same is told already: {place}.", {"place": first}),
                Message("Keep one of the two."),
            )

    def service(self, line: Line) -> None:
        word = needed_text(line, "service")
        key = same_word(word)
        self.once(line, ("service", key), "service")
        event = None
        if line.text("event"):
            event = self.or_none(line, self.events.in_cell, "event")
        self.services[word] = Service(
            word,
            line.text("name") or word,
            line.text("organisation"),
            event,
            self.or_none(line, day_in, "proposed"),
            _text(line, "catalogue"),
            _text(line, "customers"),
            self.or_none(line, truth_in, "decision"),
            self.or_none(line, truth_in, "interface"),
            self.or_none(line, truth_in, "published"),
        )

    def statement(self, line: Line) -> None:
        key = needed_text(line, "statement")
        criterion = self.quality_criterion(line)
        text = needed_text(line, "text")
        self.once(line, ("statement", same_word(key)), "statement")
        if key in self.statements:
            raise RowError(
                "duplicate-row",
                "statement",
                Message("The programme has a statement “{name}” already.", {"name": key}),
                Message("Give each statement its own id."),
            )
        self.statements[key] = Statement(criterion, text)

    def quality_criterion(self, line: Line) -> str:
        criterion = self.criteria.in_cell(line, "criterion")
        if self.parts[criterion] != "quality":
            raise RowError(
                "unknown-criterion",
                "criterion",
                Message("“{name}” is no criterion of quality.", {"name": line.text("criterion")}),
                Message(
                    "Name a criterion of quality by its number or id, such as {name}.",
                    {"name": "2.4"},
                ),
            )
        return criterion

    def channel(self, line: Line) -> None:
        name = same_word(needed_text(line, "channel"))
        self.once(line, ("channel", name), "channel")
        digital = truth_in(line, "digital")
        if digital is not None:
            self.digital[name] = digital

    def named(self, line: Line) -> str:
        """Find the service of a row; without a list of services any name makes one."""
        names = Names("unknown-service", {key: (item.name,) for key, item in self.services.items()})
        word = needed_text(line, "service")
        if self.listed:
            return names.in_cell(line, "service")
        found = names.get(word)
        if found is None:
            self.services[word] = Service(word, word)
            return word
        return found

    def answer(self, line: Line) -> None:
        if not line.text("service") and is_no_data(line.cell("answer")):
            return  # a row of a form that nobody needed
        service = self.named(line)
        statement, criterion, part = self.answered(line, service)
        cell = line.cell("answer")
        value: Answered | None = None
        if does_not_apply(cell):
            if part == "quality":
                raise RowError(
                    "wrong-answer",
                    "answer",
                    Message("The criteria of quality know no answer but yes and no."),
                    Message("Write yes or no, or leave the cell empty and add a remark."),
                )
            value = "not_applicable"
        elif not is_no_data(cell):
            said = truth(cell)
            if said is None:
                raise RowError(
                    "wrong-answer",
                    "answer",
                    Message("“{text}” is neither yes nor no.", {"text": line.text("answer")}),
                    Message("Write yes or no, or leave the cell empty."),
                )
            value = "yes" if said else "no"
        day = day_in(line, "date")
        key = (service, part, criterion, same_word(statement), day)
        place = line.list.table.place(line.row, line.list.columns["answer"])
        found = Answer(
            *(service, part, criterion, statement, value, line.text("remark"), day),
            line.text("assessors"),
            place,
        )
        first = self.answers.setdefault(key, found)
        if first is not found:
            if first.value != value:
                self.split.add(key)
            raise RowError(
                "second-answer",
                "answer",
                Message("This question is answered already: {place}.", {"place": first.place})
                if first.value == value
                else Message(
                    "This question is answered otherwise too, and neither counts: {place}.",
                    {"place": first.place},
                ),
                Message("Agree on one answer, and take the other row out."),
            )

    def answered(self, line: Line, service: str) -> tuple[str, str, str]:
        """Find the statement, its criterion, and the part of the programme it belongs to."""
        statement = line.text("statement")
        known = {same_word(key): key for key in self.statements}
        known |= {same_word(item.text): key for key, item in self.statements.items()}
        key = known.get(same_word(statement)) if statement else None
        if key is not None:
            criterion = self.statements[key].criterion
            told = line.text("criterion")
            if told and self.criteria.get(told) != criterion:
                raise RowError(
                    "unknown-criterion",
                    "criterion",
                    Message(
                        "The statement “{name}” belongs to another criterion.", {"name": statement}
                    ),
                    Message("Correct the criterion, or leave it empty."),
                )
            return key, criterion, "quality"
        if statement and not line.text("criterion"):
            raise RowError(
                "unknown-statement",
                "statement",
                Message("There is no statement “{name}”.", {"name": statement}),
                Message("Name its criterion too, or list it with its criterion and text."),
            )
        criterion = self.criteria.in_cell(line, "criterion")
        if statement and self.parts[criterion] == "quality":
            self.statements[statement] = Statement(criterion, statement, service)
            return statement, criterion, "quality"
        return "", criterion, self.parts[criterion]

    def rating(self, line: Line) -> None:
        service = self.named(line)
        period = period_in(line, "date")
        _refuse_percent(line, "stars", Message("Give the stars, from 1 to 5."))
        stars = line.number("stars")
        if stars is None:
            return  # nobody answered
        if not (stars.is_integer() and _FEWEST <= stars <= _MOST):
            raise RowError(
                "out-of-scale",
                "stars",
                Message(
                    "{value} is not a number of stars from {low} to {high}.",
                    {"value": line.text("stars"), "low": _FEWEST, "high": _MOST},
                ),
                Message("Give a whole number from 1 to 5."),
            )
        count = line.number("count")
        if count is not None and not (count.is_integer() and count >= 1):
            raise RowError(
                "out-of-scale",
                "count",
                Message("“{text}” is no number of customers.", {"text": line.text("count")}),
                Message("Give a whole number of at least 1, or leave it empty for one."),
            )
        question = line.text("question")
        question = self.questions.get(question) or question if question else ""
        self.ratings.append(
            Rating(service, int(stars), int(count or 1), question, line.text("text"), period)
        )

    def usage_row(self, line: Line) -> None:
        service = self.named(line)
        channel = needed_text(line, "channel")
        needed_text(line, "period")
        period = period_in(line, "period")
        if period is None:
            raise RowError(
                "missing-cell",
                "period",
                Message("The row does not say when."),
                Message("Give a year, a quarter or a month."),
            )
        cure = Message("Give the number of transactions.")
        _refuse_percent(line, "count", cure)
        if line.text("unit").strip() == "%":
            raise _mixed_units("unit", cure)
        count = line.number("count")
        if count is not None and count < 0:
            raise RowError(
                "out-of-scale",
                "count",
                Message("A number of transactions cannot be below 0."),
                Message("Correct it, or leave it empty where it is not known."),
            )
        key = (service, same_word(channel), period)
        self.once(line, ("usage", *key), "count")
        digital = truth_in(line, "digital")
        if digital is not None:
            self.digital.setdefault(same_word(channel), digital)
        estimate = self.or_none(line, truth_in, "estimate")
        self.usage[key] = Usage(service, channel, period, count, bool(estimate))

    def goal(self, line: Line) -> None:
        service = self.named(line)
        period = period_in(line, "period")
        if period is None:
            needed_text(line, "period")
            return
        number = line.number("goal")
        if number is None:
            return
        percent = line.has_percent("goal") or line.text("unit").strip() == "%"
        share = number / _WHOLE if percent else number
        if not percent and number > 1:
            raise RowError(
                "mixed-units",
                "goal",
                Message("“{text}” may be a share or per cent.", {"text": line.text("goal")}),
                Message("Write 80% or 0.8."),
            )
        if not 0 <= share <= 1:
            raise RowError(
                "out-of-scale",
                "goal",
                Message("A share lies between 0 and 100%."),
                Message("Write 80% or 0.8."),
            )
        self.once(line, ("goal", service, period), "goal")
        self.goals[service, period] = Goal(service, period, share)


def _text(line: Line, column: str) -> str:
    """Return a cell as text; what says that there is nothing is empty."""
    cell = line.cell(column)
    return "" if is_no_data(cell) or truth(cell) is False else line.text(column)


def _refuse_percent(line: Line, column: str, cure: Message) -> None:
    if line.has_percent(column):
        raise _mixed_units(column, cure)


def _mixed_units(column: str, cure: Message) -> RowError:
    what = Message("A number is wanted here, not per cent.")
    return RowError("mixed-units", column, what, cure)
