"""Reading observations: dated values of indicators, from CSV or XLSX."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from digisys.errors import DigisysError, ModelFileError, Place, Problem
from digisys.io.tables.header import same_word
from digisys.io.tables.read import read_tables
from digisys.io.tables.words import is_no_data
from digisys.schema import Model
from digisys.simulation.observations.cells import (
    converted,
    date_text,
    time_of,
    uncertainty_of,
    value_of,
)
from digisys.simulation.observations.observations import Observation, Observations
from digisys.simulation.observations.rows import Line, RowError, lists_of
from digisys.simulation.observations.scale import ValueScale
from digisys.simulation.observations.scales import Measure, measure_of, scale_of_unit
from digisys.simulation.observations.vocabulary import unit_of
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.words import Message

__all__ = ["Observation", "Observations", "read_observations"]


def read_observations(path: str | os.PathLike[str], model: Model) -> Observations:
    r"""Read dated values of indicators for a model.

    The file is a CSV or an XLSX workbook with a header in English, Finnish or Swedish. It needs
    the columns ``indicator`` or ``variable``, ``value`` and ``date``; ``unit``, ``source``,
    ``organisation`` and ``uncertainty`` (standard deviation, in the unit of the value) may
    stand beside them, in any order. A second table, on a sheet of its own or below, with the
    columns ``indicator``, ``variable``, ``scale``, ``unit``, ``low``, ``reference``,
    ``high``, ``thresholds``, ``inverse`` and ``uncertainty`` tells how values become levels
    (see :class:`~digisys.simulation.observations.scale.ValueScale`). Without it, the units
    ``level``,
    ``%``, ``share``, ``yes/no`` and ``stars`` are known.

    Parameters
    ----------
    path
        The file.
    model
        The model that the indicators are of.

    Returns
    -------
    Observations
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
    >>> text = "variable;value;unit;date\nluottamus;0,2;level;2024-07\nluottamus;..;level;2025"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "trust.csv")
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     found = read_observations(path, model)
    >>> [(item.level, round(item.time, 2)) for item in found.items], found.without_data
    ([(0.2, 2024.5)], 1)
    """
    tables = read_tables(path)
    lists = lists_of(tables)
    reading = _Reading(model, outcomes_of(model))
    for each in lists:
        if each.kind == "scales":
            for line in each.lines():
                reading.add_scale(line)
    for each in lists:
        if each.kind == "values":
            for line in each.lines():
                reading.add(line)
    reading.find_mixed_shares()
    if not any(each.kind == "values" for each in lists):
        reading.problems.append(_no_list(os.fspath(path), empty=not any(t.rows for t in tables)))
    if not reading.items and not reading.problems:
        reading.problems.append(_nothing(os.fspath(path)))
    if not reading.items:
        raise ModelFileError(reading.problems)
    items = sorted((item for item, _ in reading.items), key=lambda item: item.time)
    problems = tuple(reading.problems)
    return Observations(model, tuple(items), reading.without_data, problems)


@dataclass
class _Reading:
    """What has been read so far."""

    model: Model
    outcomes: Outcomes
    measures: dict[str, Measure] = field(default_factory=dict)
    items: list[tuple[Observation, Line]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    without_data: int = 0
    seen: dict[tuple[object, ...], Line] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def add_scale(self, line: Line) -> None:
        name = same_word(line.text("indicator") or line.text("variable"))
        if name in self.measures:
            again = RowError(
                "duplicate-row",
                "indicator",
                Message("This indicator has a scale already."),
                Message("Keep one of the two."),
            )
            self.problems.append(line.as_problem(again))
            return
        try:
            self.measures[name] = measure_of(line)
        except RowError as error:
            self.problems.append(line.as_problem(error))

    def add(self, line: Line) -> None:
        try:
            self._add(line)
        except RowError as error:
            self.problems.append(line.as_problem(error))

    def _add(self, line: Line) -> None:
        name = line.text("indicator") or line.text("variable")
        if not name:
            raise RowError(
                "missing-cell",
                "indicator" if "indicator" in line.list.columns else "variable",
                Message("The row does not say what was measured."),
                Message("Name the indicator or the variable."),
            )
        measure = self.measures.get(same_word(name)) or self.measures.get(
            same_word(line.text("variable"))
        )
        outcome = self._outcome(line, measure)
        time = time_of(line, self.model.time)
        if is_no_data(line.cell("value")):
            self.without_data += 1
            return
        scale = self._scale(line, name, measure)
        usual = self.units.setdefault(name, scale.unit or unit_of(line.cell("unit")))
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
        item = Observation(
            outcome,
            time,
            scale.level(value),
            scale.spread(value, uncertainty_of(line, scale)),
            value,
            scale.unit or line.text("unit"),
            line.text("indicator"),
            date_text(line.cell("date")),
            line.text("source"),
            line.text("organisation"),
            line.list.table.place(line.row, line.list.columns["value"]),
        )
        self._refuse_again(line, item, name)
        self.items.append((item, line))

    def _outcome(self, line: Line, measure: Measure | None) -> str:
        """Find what the row tells of: its own variable, that of the scale, or its indicator."""
        column = "variable" if line.text("variable") else "indicator"
        told = measure.variable if measure else ""
        if line.text("indicator"):
            name = line.text("variable") or told or line.text("indicator")
        else:
            name = told or line.text("variable")
        try:
            return self.outcomes.ids[self.outcomes.position(name)]
        except DigisysError as error:
            cure = error.cure or Message("Correct the name.")
            if column == "indicator":
                cure = Message(
                    "Name its variable in a column “variable”, here or in the table of scales."
                )
            raise RowError("unknown-variable", column, error.what, cure) from None

    def _scale(self, line: Line, name: str, measure: Measure | None) -> ValueScale:
        if measure is not None:
            return measure.scale
        unit = "%" if line.has_percent("value") else unit_of(line.cell("unit"))
        scale = scale_of_unit(unit)
        if scale is None:
            raise RowError(
                "missing-scale",
                "unit" if "unit" in line.list.columns else "value",
                Message("Nothing says how values of “{name}” become levels.", {"name": name}),
                Message(
                    "Add a table with the columns indicator, scale, low, reference and high; or "
                    "use the unit %, share, stars, yes/no or level."
                ),
            )
        return scale

    def _refuse_again(self, line: Line, item: Observation, name: str) -> None:
        key = (same_word(name), item.outcome, item.time, item.organisation, item.source)
        first = self.seen.setdefault(key, line)
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
        shares: dict[tuple[str, str], list[float]] = {}
        for item, _ in self.items:
            if item.unit == "%":
                shares.setdefault((item.outcome, item.indicator), []).append(item.value)
        suspects = {
            key for key, values in shares.items() if len(values) > 1 and 0 < max(values) <= 1
        }
        kept = []
        for item, line in self.items:
            if item.unit == "%" and (item.outcome, item.indicator) in suspects:
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


def _no_list(file: str, *, empty: bool) -> Problem:
    if empty:
        return Problem(
            "empty-table",
            (),
            Message("The file holds no rows."),
            Message("Write a header and a row for each value."),
            Place(file),
        )
    return Problem(
        "missing-column",
        (),
        Message("No row heads the columns of observations."),
        Message("Head them: indicator or variable, value and date, and if you can unit."),
        Place(file),
    )


def _nothing(file: str) -> Problem:
    return Problem(
        "empty-table",
        (),
        Message("No row has a value."),
        Message("Write a row for each value, with its date."),
        Place(file),
    )
