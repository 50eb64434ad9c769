"""A model with equations, checked, and the constants that its runs change."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite

from digisys.errors import QuestionError, UnknownNameError
from digisys.exchange.as_read import FormatError
from digisys.exchange.engine import Engine, open_engine
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import ReadOptions
from digisys.exchange.registry import format_of
from digisys.exchange.texts import name_key
from digisys.words import Message, say, say_number

__all__ = ["MOST_RUNS", "Equations", "change_title", "changes_of", "open_equations", "time_title"]

#: Runs of a sweep, and steps of a run.
MOST_RUNS, _MOST_STEPS = 1_000, 1_000_000


@dataclass(frozen=True)
class Equations:
    """A model with equations that can be run.

    Attributes
    ----------
    path
        The file.
    engine
        The model, open in the engine.
    labels
        Names of its variables as the file writes them, by :func:`name_key`.
    """

    path: str
    engine: Engine
    labels: Mapping[str, str]

    def label(self, name: str) -> str | None:
        """Return a name of the engine as the file writes it; None where the engine added it."""
        base, bracket, element = name.partition("[")
        label = self.labels.get(name_key(base))
        return None if label is None else f"{label}{bracket}{element}"


def time_title(unit: str, language: str) -> str:
    """Name the axis of time, with the unit of the file if it has one."""
    time = say("Time", language)
    return f"{time} ({unit})" if unit else time


def open_equations(path: str | os.PathLike[str]) -> Equations:
    """Open a model of Vensim or XMILE in the engine.

    Raises
    ------
    MissingPackageError
        If pysimlin is not installed.
    QuestionError
        If the file has no equations, or the engine cannot run them.
    """
    try:
        file = ForeignFile.open(path)
        kind = format_of(file)
        engine = open_engine(file, kind)
        nodes = kind.read(file, ReadOptions("en")).nodes if kind else ()
    except FormatError as error:
        raise QuestionError(error.what) from None
    _check_equations(engine, file.name)
    return Equations(file.name, engine, {node.key: node.label for node in nodes})


def change_title(changed: Mapping[str, float], language: str) -> str:
    """Say what a run changes."""
    told = (f"{name} = {say_number(x, language, 'g')}" for name, x in changed.items())
    return ", ".join(told) or say("as in the file", language)


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


def changes_of(
    engine: Engine, constants: Mapping[str, float], sweep: Mapping[str, Sequence[float]]
) -> list[dict[str, float]]:
    """Return the constants that each run changes, by the engine's names."""
    names = {name_key(name): name for name in engine.model.get_var_names()}
    fixed = {_constant(engine, name, names): _number(x) for name, x in constants.items()}
    if not sweep:
        return [fixed]
    (swept, values), *more = sweep.items()
    if more or not 0 < len(values) <= MOST_RUNS:
        raise QuestionError(
            Message("A sweep takes one constant and 1 to {most} values.", {"most": MOST_RUNS}),
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
