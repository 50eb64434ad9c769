"""Runs of a model with equations by an engine that is made for them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Table
from digisys.errors import QuestionError, SimulationError, UnknownNameError
from digisys.exchange.as_read import FormatError
from digisys.exchange.engine import Engine, open_engine
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.registry import format_of
from digisys.exchange.texts import name_key
from digisys.words import Message, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EquationRuns", "run_equations"]

_MOST_RUNS, _MOST_STEPS = 1_000, 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class EquationRuns(Answer):
    """Runs of a model with equations.

    Attributes
    ----------
    path
        The file.
    engine
        The engine and its version, such as ``pysimlin 0.8.5``.
    changed
        The constants that each run changes, with their values.
    times
        Times, in the unit of the file.
    unit
        Unit of time as the file has it; empty when it tells none.
    variables
        Names of the variables, as the engine has them.
    stocks
        Those that are stocks.
    values
        Values by run, time and variable, in the units of the file.
    """

    path: str
    engine: str
    changed: tuple[Mapping[str, float], ...]
    times: np.ndarray[Any, np.dtype[np.float64]]
    unit: str
    variables: tuple[str, ...]
    stocks: tuple[str, ...]
    values: np.ndarray[Any, np.dtype[np.float64]]

    def run_title(self, run: int, language: str = "en") -> str:
        """Say what a run changes."""
        told = (f"{name} = {say_number(x, language, 'g')}" for name, x in self.changed[run].items())
        return ", ".join(told) or say("as in the file", language)

    def table(self, language: str | None = None) -> Table:
        """Return the first, last, smallest and largest value of each variable in each run."""
        language = language or "en"
        words = [
            say("Run", language), say("Variable", language), say("First value", language),
            say("Last value", language), say("Smallest value", language),
            say("Largest value", language),
        ]  # fmt: skip
        rows: list[tuple[Cell, ...]] = []
        for run in range(len(self.changed)):
            for at, name in enumerate(self.variables):
                course = self.values[run, :, at]
                ends = (course[0], course[-1], course.min(), course.max())
                rows.append(
                    (self.run_title(run, language), name, *(float(f"{x:.6g}") for x in ends))
                )
        return Table(tuple(words), tuple(rows), "", language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the times and the engine."""
        language = language or "en"
        ends = "–".join(
            say_number(float(x), language, "g") for x in (self.times[0], self.times[-1])
        )
        return (
            (say("Time", language), f"{ends} {self.unit}".rstrip()),
            (say("Computed by", language), self.engine),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the runs as plain data."""
        return {
            "path": self.path,
            "engine": self.engine,
            "unit": self.unit,
            "times": self.times.tolist(),
            "runs": [
                {
                    "changed": dict(changed),
                    "values": {
                        name: self.values[run, :, at].tolist()
                        for at, name in enumerate(self.variables)
                    },
                }
                for run, changed in enumerate(self.changed)
            ],
        }

    def to_frame(self, run: int = 0) -> pd.DataFrame:
        """Return the values of a run: a row a time, a column a variable."""
        import pandas as pd

        index = pd.Index(self.times, name="time")
        return pd.DataFrame(self.values[run], index=index, columns=list(self.variables))


def run_equations(
    path: str | os.PathLike[str],
    *,
    constants: Mapping[str, float] | None = None,
    sweep: Mapping[str, Sequence[float]] | None = None,
) -> EquationRuns:
    """Run a model of Vensim or XMILE by pysimlin (the extra ``engines``).

    Parameters
    ----------
    path
        The file; nothing beside it is read.
    constants
        New values of constants, by name.
    sweep
        One constant and the values that it takes, a run each.

    Returns
    -------
    EquationRuns
        The values over time; the same input gives the same values.

    Raises
    ------
    MissingPackageError
        If pysimlin is not installed.
    QuestionError
        If the file has no equations, or the engine cannot run them, or too much is asked.
    UnknownNameError
        If the model has no such constant.
    SimulationError
        If a value leaves the finite numbers.

    Examples
    --------
    >>> runs = run_equations("teacup.mdl", sweep={"room": [10, 20]})  # doctest: +SKIP

    A map without equations cannot be run:

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "map.txt")
    ...     _ = file.write_text("Trust + Use of services")
    ...     try:
    ...         run_equations(file)
    ...     except QuestionError as error:
    ...         print(error.cure)
    Give a model of Vensim (.mdl) or XMILE (.xmile, .stmx).
    """
    try:
        file = ForeignFile.open(path)
        engine = open_engine(file, format_of(file))
    except FormatError as error:
        raise QuestionError(error.what) from None
    _check_equations(engine, file.name)
    changes = _changes(engine, constants or {}, sweep or {})
    frames = [engine.model.run(overrides=each, analyze_loops=False).results for each in changes]
    known = {variable.name: variable for variable in engine.model.variables}
    names = tuple(name for name in frames[0].columns if name.partition("[")[0] in known)
    values = np.stack([frame[list(names)].to_numpy(float) for frame in frames])
    if not np.isfinite(values).all():
        bad = names[int(np.argwhere(~np.isfinite(values))[0][2])]
        raise SimulationError(
            Message("“{name}” leaves the finite numbers during the run.", {"name": bad}),
            Message("Look at its equation, or take a smaller time step in the file."),
        )
    stocks = [name for name in names if type(known[name.partition("[")[0]]).__name__ == "Stock"]
    return EquationRuns(
        file.name, engine.name, tuple(changes), frames[0].index.to_numpy(float),
        engine.model.time_spec.units or "", names, tuple(stocks), values,
    )  # fmt: skip


def _check_equations(engine: Engine, path: str) -> None:
    """Refuse a diagram without equations, and equations that the engine does not know."""
    issues = engine.model.project.get_errors()
    details = [(each.variable_name or "", each.details or each.message or "") for each in issues]
    if not engine.model.variables or any("no equation" in text for _, text in details):
        raise QuestionError(
            Message("{path} is a diagram without equations, or some are missing.", {"path": path}),
            Message("Ask about its structure: digisys loops --model {path}", {"path": path}),
        )
    wrong = [
        f"{name}: {text}"
        for each, (name, text) in zip(issues, details, strict=True)
        if each.severity.name == "ERROR" and name
    ]
    errors = any(each.severity.name == "ERROR" for each in issues)
    if errors:
        told = "; ".join(wrong[:5]) or details[0][1]
        raise QuestionError(
            Message("{engine} cannot run {path}: {why}",
                    {"engine": engine.name, "path": path, "why": told}),
            Message("Write these equations with functions that the engine has."),
        )  # fmt: skip
    spec = engine.model.time_spec
    if not 0 < (spec.stop - spec.start) / spec.dt <= _MOST_STEPS:
        raise QuestionError(
            Message("The run of {path} has no steps, or more than {most}.",
                    {"path": path, "most": _MOST_STEPS}),
            Message("Set start, end and time step in the file."),
        )  # fmt: skip


def _changes(
    engine: Engine, constants: Mapping[str, float], sweep: Mapping[str, Sequence[float]]
) -> list[dict[str, float]]:
    """Return the constants that each run changes, by the engine's names."""
    names = {name_key(name): name for name in engine.model.get_var_names()}
    fixed = {_constant(engine, name, names): _number(x) for name, x in constants.items()}
    if not sweep:
        return [fixed]
    (swept, values), *more = sweep.items()
    if more or not 0 < len(values) <= _MOST_RUNS:
        raise QuestionError(
            Message("A sweep takes one constant and 1 to {most} values.", {"most": _MOST_RUNS}),
            Message("Write for example: --sweep NAME=1,2,3"),
        )
    name = _constant(engine, swept, names)
    return [{**fixed, name: _number(x)} for x in values]


def _constant(engine: Engine, name: str, names: Mapping[str, str]) -> str:
    """Find a constant by its name."""
    import simlin

    found = names.get(name_key(name))
    if found is None:
        close = get_close_matches(name_key(name)[:100], names, n=3)
        raise UnknownNameError(name, [names[each] for each in close] or sorted(names.values())[:5])
    try:
        engine.model.simulate(overrides={found: 1.0})
    except simlin.SimlinError:
        raise QuestionError(
            Message("“{name}” is no constant: an equation tells its value.", {"name": name}),
            Message("Change a variable that is a plain number in the file."),
        ) from None
    return found


def _number(value: float) -> float:
    """Refuse what is not finite."""
    if not isfinite(value):
        raise QuestionError(
            Message("A constant takes a finite number."), Message("Write for example: 0.5")
        )
    return float(value)
