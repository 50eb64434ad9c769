"""Reading what organisations have done and plan: a YAML file, or a table of actions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from digisys.errors import ModelFileError, Place, Problem, QuestionError
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.io.tables.header import find_header, same_word
from digisys.io.tables.read import read_tables
from digisys.io.tables.words import is_no_data, truth
from digisys.io.yaml.read import read_document
from digisys.schema import Model, Text
from digisys.schema.base import FrozenDict
from digisys.schema.checks.references import Dangling, Raw, mapping, sequence
from digisys.schema.programme import Programme
from digisys.schema.programme_state import ActionState, Doing, NeedState, OrganisationState
from digisys.simulation.monitoring.read_cases import (
    ANSWER_COLUMNS,
    CASE_COLUMNS,
    Answers,
    Cases,
)
from digisys.simulation.observations.cells import time_of
from digisys.simulation.observations.rows import Line, List, RowError
from digisys.simulation.observations.vocabulary import COLUMNS
from digisys.words import N_, Message, Quoted

__all__ = ["States", "read_states"]

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": COLUMNS["organisation"],
    "action": ("action", "need", "toimi", "toimenpide", "tarve", "åtgärd", "behov"),
    "step": ("step", "askel", "vaihe", "steg"),
    "state": ("state", "status", "tila", "läge", "tillstånd"),
    "start": ("start", "since", "alku", "alkaa", "alkaen", "början", "börjar"),
    "end": ("end", "ready", "loppu", "valmis", "slut", "klar"),
    "important": ("important", "most important", "tärkein", "tärkeä", "viktigast", "viktig"),
    "join": ("join", "could join", "mukaan", "voisi osallistua", "kan delta", "delta"),
    "resources": (
        "resources",
        "person months",
        "resurssit",
        "henkilötyökuukaudet",
        "resurser",
        "personmånader",
    ),
    "note": ("note", "huomautus", "anmärkning", "not"),
    "made_up": ("made up", "fictitious", "keksitty", "kuvitteellinen", "påhittad", "fiktiv"),
}
_STATES: Mapping[Doing, tuple[str, ...]] = {
    "done": ("done", "tehty", "valmis", "gjord", "klar", "färdig"),
    "under_way": ("under way", "in progress", "työn alla", "käynnissä", "på gång", "pågår"),
    "planned": ("planned", "suunniteltu", "suunnitteilla", "planerad", "planerat"),
    "not_started": ("not started", "ei aloitettu", "aloittamatta", "inte påbörjad", "ej påbörjad"),
    "not_relevant": ("not relevant", "ei koske", "gäller inte", "inte aktuell"),
}
_DOING = {same_word(word): key for key, words in _STATES.items() for word in words} | {
    same_word(key): key for key in _STATES
}


#: The lists that a file may hold: what, its columns, those it must have, those with numbers.
_LISTS = (
    ("states", _COLUMNS, ("action", "state"), ("step", "resources")),
    ("cases", CASE_COLUMNS, ("case", "before", "after"), ("before", "after")),
    ("answers", ANSWER_COLUMNS, ("question", "answer"), ()),
)


@dataclass(frozen=True)
class States:
    """What some organisations do of a programme.

    Attributes
    ----------
    items
        One an organisation, by its name.
    problems
        What is wrong with the rows that are left out, each with its place and its cure.
    """

    items: Mapping[str, OrganisationState]
    problems: tuple[Problem, ...] = ()

    def of(self, organisation: str | None) -> OrganisationState:
        """Return the state of one organisation; the only one when None.

        Raises
        ------
        QuestionError
            If there is no such organisation, or none is named where there are several.
        """
        known = {same_word(name): item for name, item in self.items.items()}
        if organisation is None and len(known) == 1:
            return next(iter(known.values()))
        found = known.get(same_word(organisation or ""))
        if found is None:
            raise QuestionError(
                Message("There is no organisation “{name}”.", {"name": organisation})
                if organisation is not None
                else Message("The file holds the states of several organisations."),
                Message(
                    "Name one with {option}: {names}.",
                    {"option": "--organisation", "names": ", ".join(list(self.items)[:8])},
                ),
                code="unknown-organisation",
            )
        return found


def read_states(
    path: str | os.PathLike[str], model: Model, *, programme: ProgrammeChoice = None
) -> States:
    r"""Read what organisations have done, have under way and plan of a programme.

    A YAML file tells of one organisation (see
    :class:`~digisys.schema.programme_state.OrganisationState`). A CSV file or an XLSX workbook
    has a row for each action or step, with the columns ``action`` and ``state``, and if wanted
    ``organisation``, ``step``, ``start``, ``end``, ``important``, ``join``, ``resources``
    (person-months), ``note`` and ``made up``; headers and words may be English, Finnish or
    Swedish. There is no column for a person. Another sheet or file may hold answers to the
    programme's questions (``question`` and ``answer``), and another cases that compare before
    and after (``case``, ``before`` and ``after``; with a ``figure`` these two are numbers, else
    words; if wanted ``unit``, ``better``, ``action``, ``benefit``, ``changed``, ``estimate``).

    Parameters
    ----------
    path
        The file; ``.yaml`` and ``.yml`` are YAML.
    model, programme
        What it belongs to.

    Returns
    -------
    States
        What can be used, and every row that cannot with its place and its cure.

    Raises
    ------
    ModelFileError
        If the file cannot be read, or nothing in it can be used; every problem is listed.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> text = "toimi;tila;tärkein\nTietotarpeiden hahmottaminen;työn alla;kyllä\n13.3;tehty;\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "town.csv")
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     state = read_states(path, model).of(None)
    >>> [(name, item.state, item.important) for name, item in state.actions.items()]
    [('action_12_1', 'under_way', True), ('action_13_3', 'done', False)]
    """
    programme = load_programme(model, programme)
    if os.fspath(path).casefold().endswith((".yaml", ".yml")):
        state = read_document(path, OrganisationState, lambda raw: _problems(raw, programme))
        return States({state.organisation: state})
    tables = read_tables(path)
    names = _names(programme)
    actions = {name: key for name, (kind, key) in names.items() if kind == "actions"}
    reading = _Reading(model, programme, names, Answers(programme), Cases(actions))
    found = False
    for table in tables:
        if not table.rows and len(tables) > 1:
            reading.problems.append(_empty_sheet(table.place()))
        for kind, known, needed, numeric in _LISTS:
            header = find_header(table, known, needed)
            if header is None:
                continue
            found = True
            first, columns = header
            rows = [row for row in table.rows if row.number > first.number]
            for line in List(table, columns, kind, numeric, rows).lines():
                reading.attempt(line)
            break
    if not found:
        reading.problems.append(_no_header(os.fspath(path)))
    told = (reading.actions, reading.needs, reading.answers.told, reading.cases.told)
    if not any(told):
        raise ModelFileError(reading.problems or [_no_header(os.fspath(path))])
    return States(
        {name: reading.state(name) for name in reading.organisations}, tuple(reading.problems)
    )


def _names(programme: Programme) -> Mapping[str, tuple[str, str]]:
    """List what actions and needs may be called: id, label, and the numbers of an id."""
    names: dict[str, tuple[str, str]] = {}
    for kind, section in (("actions", programme.actions), ("needs", programme.needs)):
        for key, item in section.items():
            numbers = re.findall(r"[0-9]+", key) if kind == "actions" else []
            short = (".".join(numbers),) if len(numbers) > 1 else ()
            for text in (key, *item.label.every(), *short):
                names.setdefault(same_word(text), (kind, key))
    return names


@dataclass
class _Reading:
    """What has been read so far."""

    model: Model
    programme: Programme
    names: Mapping[str, tuple[str, str]]
    answers: Answers
    cases: Cases
    actions: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    needs: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    organisations: dict[str, bool] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[tuple[str, str, int | None], int] = field(default_factory=dict)

    def attempt(self, line: Line) -> None:
        """Add a row; what is wrong with it becomes a problem with its place."""
        try:
            self._add(line)
        except RowError as error:
            self.problems.append(line.as_problem(error))

    def _add(self, line: Line) -> None:
        if line.list.kind == "states":
            self._add_state(line)
            return
        if line.list.kind == "answers":
            self.answers.add(line)
        else:
            changed = self._moment(line, "changed")
            self.cases.add(line, changed, estimate=_yes(line, "estimate"))
        self._known(line.text("organisation"), made_up=_yes(line, "made_up"))

    def _known(self, organisation: str, *, made_up: bool) -> None:
        self.organisations[organisation] = self.organisations.get(organisation, False) or made_up

    def _add_state(self, line: Line) -> None:
        kind, key = self._named(line)
        step = self._step(line, kind, key)
        organisation = line.text("organisation")
        state = _doing(line)
        first = self.seen.setdefault((organisation, key, step), line.row.number)
        if first != line.row.number:
            raise RowError(
                "duplicate-row",
                "state",
                Message("There is a state of this action already, in row {row}.", {"row": first}),
                Message("Keep one of the two."),
            )
        start, end = (self._moment(line, name) for name in ("start", "end"))
        if start is not None and end is not None and end < start:
            raise RowError(
                "impossible-date",
                "end",
                Message("The end is before the start."),
                Message("Correct one of the two."),
            )
        resources = line.number("resources")
        if resources is not None and resources < 0:
            raise RowError(
                "out-of-scale",
                "resources",
                Message("The value {value} is below 0.", {"value": f"{resources:g}"}),
                Message("Correct it, or write “no data”."),
            )
        told: dict[str, Any] = {name: _yes(line, name) for name in ("important", "join")}
        told["note"] = line.text("note") or None
        self._known(organisation, made_up=_yes(line, "made_up"))
        if kind == "needs":
            self.needs.setdefault(organisation, {})[key] = told
            return
        there = self.actions.setdefault(organisation, {}).setdefault(key, {"steps": {}})
        if step is not None:
            if state is not None:
                there["steps"][step] = state
            return
        there.update(state=state, start=start, end=end, resources=resources, **told)

    def _named(self, line: Line) -> tuple[str, str]:
        name = line.text("action")
        found = self.names.get(same_word(name))
        if found is not None:
            return found
        labels = {
            same_word(text): text
            for section in (self.programme.actions, self.programme.needs)
            for item in section.values()
            for text in item.label.every()
        }
        close = [labels[word] for word in get_close_matches(same_word(name), list(labels), n=3)]
        raise RowError(
            "unknown-action",
            "action",
            Message("There is no action “{name}”.", {"name": name}),
            Message("Did you mean {names}?", {"names": Quoted(tuple(close))})
            if close
            else Message("Name an action by its id or label, such as {name}.",
                         {"name": next(iter(self.programme.actions), "action_1")}),
        )  # fmt: skip

    def _step(self, line: Line, kind: str, key: str) -> int | None:
        number = line.number("step")
        if number is None:
            return None
        count = len(self.programme.actions[key].steps) if kind == "actions" else 0
        if number not in range(1, count + 1):
            raise RowError(
                "unknown-step",
                "step",
                Message("There is no step {number}.", {"number": f"{number:g}"}),
                Message("Give a number from 1 to {count}.", {"count": count})
                if count
                else Message("Leave the column empty; this has no steps."),
            )
        return int(number)

    def _moment(self, line: Line, column: str) -> float | None:
        if is_no_data(line.cell(column)):
            return None
        dated = replace(line, list=replace(line.list, columns={"date": line.list.columns[column]}))
        try:
            return time_of(dated, self.model.time)
        except RowError as error:
            raise RowError(error.code, column, error.what, error.cure) from None

    def state(self, organisation: str) -> OrganisationState:
        """Put the rows of an organisation together."""
        actions = {
            key: ActionState(**{**told, "steps": FrozenDict(told["steps"])})
            for key, told in self.actions.get(organisation, {}).items()
        }
        needs = {key: NeedState(**told) for key, told in self.needs.get(organisation, {}).items()}
        return OrganisationState(
            organisation=organisation or "–",
            made_up=self.organisations[organisation],
            model=self.model.id,
            actions=actions,
            needs=needs,
            answers={
                key: Text(text) for key, text in self.answers.told.get(organisation, {}).items()
            },
            cases=self.cases.of(organisation),
        )


def _doing(line: Line) -> Doing | None:
    text = line.text("state")
    if is_no_data(line.cell("state")):
        return None
    found = _DOING.get(same_word(text))
    if found is None:
        words = ", ".join(names[0] for names in _STATES.values())
        raise RowError(
            "unknown-state",
            "state",
            Message("“{text}” is no state of an action.", {"text": text}),
            Message("Choose one of: {names}.", {"names": words}),
        )
    return found


def _yes(line: Line, column: str) -> bool:
    cell = line.cell(column)
    if is_no_data(cell):
        return False
    said = truth(cell)
    if said is None:
        raise RowError(
            "not-yes-or-no",
            column,
            Message("“{text}” is neither yes nor no.", {"text": line.text(column)}),
            Message("Write yes or no, or leave the cell empty."),
        )
    return said


def _problems(raw: Raw, programme: Programme) -> list[Problem]:
    """Find actions, needs, steps and questions of a YAML file that the programme has not."""
    return [item.with_cure(look=True) if isinstance(item, Dangling) else item
            for item in _found(raw, programme)]  # fmt: skip


def _found(raw: Raw, programme: Programme) -> Iterator[Dangling | Problem]:
    for section, code, what in (
        ("actions", "unknown-action", N_("There is no action “{name}”.")),
        ("needs", "unknown-action", N_("There is no need “{name}”.")),
        ("answers", "unknown-action", N_("There is no question “{name}”.")),
    ):
        there = programme.questions if section == "answers" else getattr(programme, section)
        for name in mapping(raw.get(section)):
            if isinstance(name, str) and name not in there:
                yield Dangling(code, (section, name), Message(what, {"name": name}), name, there)
    for name, given in mapping(raw.get("cases")).items():
        for position, action in enumerate(sequence(mapping(given).get("actions"))):
            if isinstance(action, str) and action not in programme.actions:
                missing = Message("There is no action “{name}”.", {"name": action})
                path = ("cases", name, "actions", position)
                yield Dangling("unknown-action", path, missing, action, programme.actions)
    for name, given in mapping(raw.get("actions")).items():
        action = programme.actions.get(name) if isinstance(name, str) else None
        told = mapping(given)
        for step in mapping(told.get("steps")) if action else ():
            if isinstance(step, int) and action and not 1 <= step <= len(action.steps):
                yield Problem(
                    "unknown-step",
                    ("actions", name, "steps", step),
                    Message("There is no step {number}.", {"number": step}),
                    Message("Give a number from 1 to {count}.", {"count": len(action.steps)}),
                )
        start, end = told.get("start"), told.get("end")
        if isinstance(start, int | float) and isinstance(end, int | float) and end < start:
            yield Problem(
                "end-before-start",
                ("actions", name, "end"),
                Message("The end is before the start."),
                Message("Correct one of the two."),
            )


def _empty_sheet(place: Place) -> Problem:
    return Problem(
        "empty-table",
        (),
        Message("The sheet holds no rows."),
        Message("Fill it, or take it out of the workbook."),
        place,
    )


def _no_header(file: str) -> Problem:
    return Problem(
        "missing-column",
        (),
        Message("No row heads the columns of states."),
        Message(
            "Head them: action and state, question and answer, or case, before and after; and if "
            "you can organisation."
        ),
        Place(file),
    )
