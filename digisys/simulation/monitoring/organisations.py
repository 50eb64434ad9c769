"""Scenarios from where each of many organisations stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.schema import Model
from digisys.simulation.experiment import Experiment, ScenarioChoice, draws_of
from digisys.simulation.integrate.program import Floats
from digisys.simulation.monitoring.batch import run_batch
from digisys.simulation.monitoring.measurements import Measurements
from digisys.simulation.monitoring.organisations_result import Organisations
from digisys.simulation.monitoring.standing import seen_levels, starting_levels
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.words import Message

__all__ = ["on_grid", "organisations"]

#: Levels that a part keeps are final ones; a folder of parts is of one ensemble.
_WITHOUT = (*OF_STABLE_DRAWS, "checkpoint", "record")


def organisations(
    measurements: Measurements,
    scenarios: Sequence[ScenarioChoice],
    *,
    outcome: str | int | None = None,
    samples: int | Draws = 1000,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Organisations:
    r"""Run scenarios from where each organisation stands, and tell where each ends.

    Stocks start where they were last measured; those that an organisation has not measured
    start as in the scenario, usually at the reference. Every run starts at the last
    measurement of all, on a step of the model, unless the settings say when. All organisations
    and scenarios have the same draws, and what a scenario changes is told against no
    intervention from the same start.

    Parameters
    ----------
    measurements
        Of one organisation or of many.
    scenarios
        What is done: names of bundled scenarios, paths of scenario files, or
        :class:`~digisys.schema.Scenario`.
    outcome
        What organisations are ranked by: a variable, target or area; the target whose
        variables are measured most when absent (in a model without targets, a variable).
    samples, seed
        As of :func:`digisys.simulate`; 1,000 draws when absent.
    settings
        Dynamics, method, years and known values; conventions when absent.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Organisations
        Final levels and effects of each, with 5–95 % of the draws.

    Raises
    ------
    QuestionError
        If no scenario is given, or nothing was measured before the end of the run.
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> text = "variable,value,unit,date,organisation\nluottamus,-0.5,level,2026,A\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "towns.csv")
    ...     _ = path.write_text(text + "luottamus,0.5,level,2026,B\n", encoding="utf-8")
    ...     seen = digisys.read_measurements(path, model)
    >>> answer = organisations(seen, ["leadership-push"], outcome="luottamus", samples=64)
    >>> [name for name in answer.order(0)]
    ['B', 'A']
    """
    if not scenarios:
        raise QuestionError(
            Message("No scenario is given."),
            Message("Name one or more, such as {name}.", {"name": "leadership-push"}),
        )
    model = measurements.model
    draws = Draws.of(samples, seed, usual=1000, without=_WITHOUT)
    settings = settings or Settings()
    known = {name: seen_levels(each) for name, each in measurements.each().items()}
    times = [item.time for levels in known.values() for seen in levels.values() for item in seen]
    if not times:
        raise QuestionError(
            Message("No measurement tells the level of a variable."),
            Message(
                "Add a table of scales for the indicators, or lower {option}.",
                {"option": "--confidence"},
            ),
            code="no-observations",
        )
    if settings.start is None:
        settings = replace(settings, start=on_grid(model, settings, max(times)))
    base = Experiment.of(
        model, None, settings=settings, evidence=evidence, certainty=certainty, beside=scenarios
    )
    experiments = [base, *(base.under(scenario) for scenario in scenarios)]
    starts = np.full((len(known), len(model.variables)), np.nan)
    rows = {name: row for row, name in enumerate(model.variables)}
    for at, levels in enumerate(known.values()):
        for name, level in starting_levels(levels, model, base.clock.start).items():
            starts[at, rows[name]] = level
    ends = run_batch(experiments, starts, draws_of(experiments, draws), draws)
    return Organisations(
        measurements,
        tuple(experiments),
        tuple(known),
        starts,
        ends,
        draws.count,
        draws.seed,
        _outcome(model, outcome, starts),
    )


def on_grid(model: Model, settings: Settings, time: float) -> float:
    """Return the last moment on the model's steps that is not after another.

    Parameters
    ----------
    model
        The model.
    settings
        What else is said of the run.
    time
        In the unit of the model's time.

    Raises
    ------
    QuestionError
        If that is no moment before the end of the run.
    """
    first, last = model.time.start, settings.end or model.time.end
    step = settings.step or model.time.step
    found = first + max(math.floor((time - first) / step + 1e-9), 0) * step
    if found >= last:
        raise QuestionError(
            Message(
                "The last measurement, {start}, is not before the end of the run, {end}.",
                {"start": f"{time:g}", "end": f"{last:g}"},
            ),
            Message("Run to a later end with {option}.", {"option": "--end"}),
        )
    return found


def _outcome(model: Model, name: str | int | None, starts: Floats) -> int:
    """Return the position of an outcome; when absent, of the target that is measured most."""
    outcomes = outcomes_of(model)
    if name is not None:
        return outcomes.position(name)
    measured = (~np.isnan(starts)).mean(axis=0)
    rows = outcomes.of_kind("target") or outcomes.of_kind("variable")
    return max(rows, key=lambda row: measured[list(outcomes.items[row].members)].mean())
