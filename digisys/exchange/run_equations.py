"""Runs of a model with equations by an engine that is made for them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Table
from digisys.errors import SimulationError
from digisys.exchange.equations import change_title, changes_of, open_equations
from digisys.exchange.texts import name_key
from digisys.words import Message, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EquationRuns", "run_equations"]


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
        return change_title(self.changed[run], language)

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

    def shown(self, language: str | None = None) -> Table:
        """Return the same rows for a terminal: a single run is told in the caption."""
        table = self.table(language)
        if len(self.changed) > 1:
            return table
        rows = tuple(row[1:] for row in table.rows)
        return Table(table.heads[1:], rows, self.run_title(0, table.language), table.language)

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
    >>> from digisys.errors import QuestionError
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "map.txt")
    ...     _ = file.write_text("Trust + Use of services")
    ...     try:
    ...         run_equations(file)
    ...     except QuestionError as error:
    ...         print(error.cure)
    Give a model of Vensim (.mdl) or XMILE (.xmile, .stmx).
    """
    equations = open_equations(path)
    engine = equations.engine
    changes = changes_of(engine, constants or {}, sweep or {})
    frames = [engine.model.run(overrides=each, analyze_loops=False).results for each in changes]
    known = {name_key(variable.name) for variable in engine.model.variables}
    names = tuple(name for name in frames[0].columns if name_key(name.partition("[")[0]) in known)
    values = np.stack([frame[list(names)].to_numpy(float) for frame in frames])
    if not np.isfinite(values).all():
        bad = names[int(np.argwhere(~np.isfinite(values))[0][2])]
        raise SimulationError(
            Message("“{name}” leaves the finite numbers during the run.", {"name": bad}),
            Message("Look at its equation, or take a smaller time step in the file."),
        )
    stocks = [name for name in names if name_key(name.partition("[")[0]) in engine.stocks]
    return EquationRuns(
        equations.path, engine.name, tuple(changes), frames[0].index.to_numpy(float),
        engine.model.time_spec.units or "", names, tuple(stocks), values,
    )  # fmt: skip
