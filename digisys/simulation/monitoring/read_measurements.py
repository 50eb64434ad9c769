"""Reading measurements: dated values of a programme's indicators, from CSV or XLSX."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from digisys.errors import DigisysError, ModelFileError, Place, Problem, QuestionError
from digisys.graph.names import resolve
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.io.tables.header import find_columns, same_word
from digisys.io.tables.read import read_tables
from digisys.io.tables.table import Table
from digisys.io.tables.words import is_no_data, truth
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.simulation.monitoring.measurements import Measurement, Measurements
from digisys.simulation.observations.cells import (
    converted,
    date_text,
    time_of,
    uncertainty_of,
    value_of,
)
from digisys.simulation.observations.rows import Line, RowError, lists_of
from digisys.simulation.observations.scale import ValueScale
from digisys.simulation.observations.scales import Measure, measure_of, scale_of_unit
from digisys.simulation.observations.vocabulary import COLUMNS, unit_of
from digisys.words import Message, Quoted

__all__ = ["read_measurements"]

#: Columns of measurements beside those of observations.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    **COLUMNS,
    "indicator": (
        *(*COLUMNS["indicator"], "key result", "avaintulos", "nyckelresultat"),
        *("what", "mitä", "vad"),
    ),
    "component": ("component", "part", "osa", "osa-alue", "del", "delområde"),
    "item": (
        *("item", "which", "permit type", "barrier", "kohde", "mikä", "lupatyyppi", "este"),
        *("objekt", "vilken", "tillståndstyp", "hinder"),
    ),
}
#: Columns of a list of organisations.
_ORGANISATIONS: Mapping[str, tuple[str, ...]] = {
    "organisation": COLUMNS["organisation"],
    "made_up": ("made up", "fictitious", "keksitty", "kuvitteellinen", "påhittad", "fiktiv"),
}
#: The scale of what has no unit, by the kind that the programme tells.
_USUAL_UNIT = {"share": "%", "yes_no": "yes/no"}
_TOO_SMALL = 1.0


def read_measurements(
    path: str | os.PathLike[str], model: Model, *, programme: ProgrammeChoice = None
) -> Measurements:
    r"""Read dated values of a programme's indicators, key results and variables.

    The file is a CSV or an XLSX workbook with a header in English, Finnish or Swedish, with the
    columns ``indicator`` (or ``variable``), ``value`` and ``date``, and if wanted ``unit``,
    ``organisation``, ``source``, ``component`` (a part of the indicator), ``item`` (which
    permit type, which barrier) and ``uncertainty``. A second table tells scales, as for
    :func:`digisys.read_observations`; a third, with the columns ``organisation`` and ``made
    up``, lists the organisations. There is no column for a person.

    Parameters
    ----------
    path
        The file.
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.

    Returns
    -------
    Measurements
        What can be used, and every row that cannot with its place and its cure. A value that
        is not there is never zero.

    Raises
    ------
    ModelFileError
        If the file cannot be read, or no row of it can be used; every problem is listed.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> text = "mittari;arvo;pvm;organisaatio\nautomation_rate;40 %;2025;A\n11.2;..;2025;A"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "town.csv")
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     found = read_measurements(path, model)
    >>> [(item.subject, item.value) for item in found.items]
    [('indicator:automation_rate', 40.0), ('key_result:kr_11_2', None)]
    """
    programme = _programme(model, programme)
    tables = read_tables(path)
    lists = lists_of(tables, _COLUMNS)
    reading = _Reading(model, programme, _subjects(programme))
    if len(tables) > 1:
        reading.problems += [_empty(table) for table in tables if not table.rows]
    for table in tables:
        reading.add_organisations(table)
    for each in lists:
        for line in each.lines() if each.kind == "scales" else ():
            reading.attempt(reading.add_scale, line)
    for each in lists:
        for line in [] if each.kind == "scales" else each.lines():
            if not _names_columns(line, reading.organisation_rows):
                reading.attempt(reading.add, line)
    reading.find_mixed_shares()
    if not reading.items and not reading.problems:
        reading.problems.append(
            _nothing(os.fspath(path), listed=any(x.kind == "values" for x in lists))
        )
    if not reading.items:
        raise ModelFileError(reading.problems)
    items = tuple(sorted((item for item, _ in reading.items), key=lambda item: item.time))
    made_up = frozenset(name for name, told in reading.organisations.items() if told)
    return Measurements(model, programme, items, made_up, tuple(reading.problems))


def _programme(model: Model, choice: ProgrammeChoice) -> Programme:
    """Read the programme; an empty one for a model that has none, of which variables are known."""
    try:
        return load_programme(model, choice)
    except QuestionError as error:
        if choice is None and error.code == "no-programme":
            return Programme(id="none", title="–", model=model.id)
        raise


def _names_columns(line: Line, taken: set[tuple[str | None, int]]) -> bool:
    return (line.list.table.sheet, line.row.number) in taken


def _subjects(programme: Programme) -> Mapping[str, str]:
    """List what indicators and key results may be called: id, label, number."""
    names: dict[str, str] = {}
    for key, item in programme.indicators.items():
        for text in (key, *item.label.every()):
            names.setdefault(same_word(text), f"indicator:{key}")
    for key, result in programme.key_results.items():
        for text in (key, result.short_id, *result.label.every()):
            names.setdefault(same_word(text), f"key_result:{key}")
    return names


@dataclass
class _Reading:
    """What has been read so far."""

    model: Model
    programme: Programme
    subjects: Mapping[str, str]
    measures: dict[str, Measure] = field(default_factory=dict)
    items: list[tuple[Measurement, Line]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[tuple[object, ...], Line] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    organisations: dict[str, bool] = field(default_factory=dict)
    organisation_rows: set[tuple[str | None, int]] = field(default_factory=set)

    def attempt(self, add: object, line: Line) -> None:
        """Add a row; what is wrong with it becomes a problem with its place."""
        try:
            add(line)  # type: ignore[operator]
        except RowError as error:
            self.problems.append(line.as_problem(error))

    def add_organisations(self, table: Table) -> None:
        """Read which organisations are made up: a list of its own, or a column of values."""
        columns: dict[str, int] = {}
        beside_values = False
        for row in table.rows:
            found = find_columns(row, _ORGANISATIONS)
            of_values = {"value", "date"} <= find_columns(row, _COLUMNS).keys()
            if len(found) == len(_ORGANISATIONS):
                columns, beside_values = found, of_values
            elif columns and of_values:
                columns = {}
            elif columns:
                name = row.cell(columns["organisation"])
                if name is not None:
                    told = bool(truth(row.cell(columns["made_up"])))
                    before = self.organisations.get(str(name), False) and beside_values
                    self.organisations[str(name)] = told or before
            else:
                continue
            if not beside_values:
                self.organisation_rows.add((table.sheet, row.number))

    def add_scale(self, line: Line) -> None:
        """Read how values of an indicator become levels."""
        name = line.text("indicator") or line.text("variable")
        subject = self._subject(name, line)
        if subject in self.measures:
            raise RowError(
                "duplicate-row",
                "indicator",
                Message("This indicator has a scale already."),
                Message("Keep one of the two."),
            )
        measure = measure_of(line)
        kind, _, key = subject.partition(":")
        if (
            kind == "indicator"
            and measure.scale.inverse
            and self.programme.indicators[key].observes
        ):
            raise RowError(
                "wrong-scale",
                "inverse",
                Message("The programme says already which way this indicator points."),
                Message("Leave the column “inverse” empty; more of the indicator is more here."),
            )
        self.measures[subject] = measure

    def add(self, line: Line) -> None:
        """Read a value."""
        name = line.text("indicator") or line.text("variable")
        if not name:
            raise RowError(
                "missing-cell",
                "indicator" if "indicator" in line.list.columns else "variable",
                Message("The row does not say what was measured."),
                Message("Name the indicator or the variable."),
            )
        subject = self._subject(name, line)
        component = self._component(line, subject)
        organisation = self._organisation(line)
        time = time_of(line, self.model.time)
        place = line.list.table.place(line.row, line.list.columns["value"])
        told = (date_text(line.cell("date")), line.text("source"), organisation, component)
        item = line.text("item")
        if is_no_data(line.cell("value")):
            nothing = Measurement(subject, time, None, "", *told, item, place=place)
            self._refuse_again(line, nothing)
            self.items.append((nothing, line))
            return
        scale, value, unit = self._value(line, subject, component)
        sure = None if scale is None else uncertainty_of(line, scale)
        if scale is None:
            sure = line.number("uncertainty")
        found = Measurement(subject, time, value, unit, *told, item, sure, scale, place)
        self._refuse_again(line, found)
        self.items.append((found, line))

    def _subject(self, name: str, line: Line) -> str:
        """Find what a row is about: an indicator, a key result or a variable."""
        column = "indicator" if line.text("indicator") else "variable"
        found = self.subjects.get(same_word(name))
        if found is not None:
            return found
        try:
            subject = resolve(self.model, name)
        except DigisysError:
            subject = None
        if subject is not None and subject.kind == "variable":
            return f"variable:{subject.key}"
        labels = [item.label.text("en") for item in self.programme.indicators.values()]
        labels += [
            text for item in self.programme.indicators.values() for text in item.label.every()
        ]
        known = {same_word(text): text for text in (*self.programme.indicators, *labels)}
        close = [known[word] for word in get_close_matches(same_word(name), list(known), n=3)]
        raise RowError(
            "unknown-indicator",
            column,
            Message("There is no indicator “{name}”.", {"name": name}),
            Message("Did you mean {names}?", {"names": Quoted(tuple(close))})
            if close
            else Message(
                "Name an indicator or a key result of the programme, or a variable of the model."
            ),
        )

    def _component(self, line: Line, subject: str) -> str:
        """Find which part of an indicator a row tells of."""
        text = line.text("component")
        if not text:
            return ""
        kind, _, key = subject.partition(":")
        parts = self.programme.indicators[key].components if kind == "indicator" else {}
        for part, label in parts.items():
            if same_word(text) in (same_word(part), *map(same_word, label.every())):
                return part
        names = [label.text("en") for label in parts.values()] or list(parts)
        raise RowError(
            "unknown-component",
            "component",
            Message("“{name}” is no part of this indicator.", {"name": text}),
            Message("Choose one of: {names}.", {"names": ", ".join([*parts, *names])})
            if parts
            else Message("Leave the column empty; this indicator has no parts."),
        )

    def _organisation(self, line: Line) -> str:
        text = line.text("organisation")
        if not self.organisations or text in self.organisations:
            return text
        known = {same_word(name): name for name in self.organisations}
        if same_word(text) in known:
            return known[same_word(text)]
        close = [known[word] for word in get_close_matches(same_word(text), list(known), n=3)]
        names = close or list(self.organisations)[:5]
        raise RowError(
            "unknown-organisation",
            "organisation",
            Message("There is no organisation “{name}”.", {"name": text}),
            Message(
                "Choose one of: {names}; or add it to the list of organisations.",
                {"names": ", ".join(names)},
            ),
        )

    def _value(
        self, line: Line, subject: str, component: str
    ) -> tuple[ValueScale | None, float, str]:
        """Read a value with the scale and the unit that it has."""
        unit = "%" if line.has_percent("value") else unit_of(line.cell("unit"))
        kind, _, key = subject.partition(":")
        told = self.programme.indicators[key].scale.kind if kind == "indicator" else "other"
        measure = self.measures.get(subject)
        if kind == "key_result" and truth(line.cell("value")) is not None and not unit:
            goal = self.programme.key_results[key].goal
            unit = "yes/no" if goal is not None and goal.holds is not None else unit
        scale = measure.scale if measure else scale_of_unit(unit or _USUAL_UNIT.get(told, ""))
        if measure is None and scale is None and kind == "variable":
            raise RowError(
                "missing-scale",
                "unit" if "unit" in line.list.columns else "value",
                Message("Nothing says how values of “{name}” become levels.", {"name": key}),
                Message(
                    "Add a table with the columns indicator, scale, low, reference and high; or "
                    "use the unit %, share, stars, yes/no or level."
                ),
            )
        own = scale.unit if scale else unit
        usual = self.units.setdefault((subject, component), own or unit)
        if scale is None:
            value = line.number("value")
            if value is None:  # a cell that says so has been counted
                raise AssertionError
            if unit and usual and unit != usual:
                raise _mixed(line, usual)
            if told in ("count", "duration") and value < 0:
                raise RowError(
                    "out-of-scale",
                    "value",
                    Message("The value {value} is below 0.", {"value": f"{value:g}"}),
                    Message("Correct it, or write “no data”."),
                )
            return None, value, line.text("unit") or usual
        if own and usual and own != usual and {own, usual} != {"%", "share"}:
            raise _mixed(line, usual)
        value = converted(line, scale, value_of(line, scale), usual)
        if not scale.holds(value):
            raise RowError(
                "out-of-scale",
                "value",
                Message(
                    "The value {value} is outside the scale from {low} to {high}.",
                    {"value": f"{value:g}", "low": f"{scale.low:g}", "high": f"{scale.high:g}"},
                ),
                Message("Correct the value or its unit, or widen the scale."),
            )
        return scale, value, scale.unit or line.text("unit")

    def _refuse_again(self, line: Line, item: Measurement) -> None:
        first = self.seen.setdefault(item.key, line)
        if first is not line:
            raise RowError(
                "duplicate-row",
                "value",
                Message(
                    "There is a value of this indicator, date and organisation already, in row "
                    "{row}.",
                    {"row": first.row.number},
                ),
                Message("Keep one of the two, or name another organisation or source."),
            )

    def find_mixed_shares(self) -> None:
        """Refuse per cent that are at most 1 throughout: spreadsheets keep 45 % as 0.45."""
        most: dict[tuple[str, str], list[float]] = {}
        for item, _ in self.items:
            if item.unit == "%" and item.value is not None:
                most.setdefault((item.subject, item.organisation), []).append(item.value)
        suspects = {
            key for key, values in most.items() if len(values) > 1 and 0 < max(values) <= _TOO_SMALL
        }
        kept = []
        for item, line in self.items:
            if item.unit == "%" and (item.subject, item.organisation) in suspects:
                error = RowError(
                    "mixed-units",
                    "value",
                    Message("No value of this indicator is above 1%: it may be a share."),
                    Message("Write “share” as the unit, or 45 instead of 0.45."),
                )
                self.problems.append(line.as_problem(error))
            else:
                kept.append((item, line))
        self.items = kept


def _mixed(line: Line, usual: str) -> RowError:
    return RowError(
        "mixed-units",
        "unit" if "unit" in line.list.columns else "value",
        Message(
            "The unit “{unit}” is not that of the other values, “{other}”.",
            {"unit": line.text("unit"), "other": usual},
        ),
        Message("Give all values of an indicator in one unit."),
    )


def _empty(table: Table) -> Problem:
    return Problem(
        "empty-table",
        (),
        Message("The sheet holds no rows."),
        Message("Fill it, or take it out of the workbook."),
        table.place(),
    )


def _nothing(file: str, *, listed: bool) -> Problem:
    if listed:
        return Problem(
            "empty-table",
            (),
            Message("No row has a value."),
            Message("Write a row for each value, with its date."),
            Place(file),
        )
    return Problem(
        "missing-column",
        (),
        Message("No row heads the columns of measurements."),
        Message("Head them: indicator or variable, value and date, and if you can organisation."),
        Place(file),
    )
