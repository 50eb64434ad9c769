"""What the page knows of actions, indicators and measurements around a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from digisys.analysis.programme.joined import CONFIDENCE_WORDS
from digisys.errors import QuestionError
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.report.page.data import text_data
from digisys.schema import Model
from digisys.schema.programme import Connection, Programme
from digisys.simulation.observations.observations import Observation, Observations
from digisys.simulation.outcomes import outcomes_of

__all__ = ["around_data"]

Data = dict[str, Any]


def around_data(
    model: Model, programme: ProgrammeChoice = None, observations: Observations | None = None
) -> Data:
    """Return actions, indicators and measurements as plain data.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around it, or the path of its file; what comes with the
        model, if anything does, when absent.
    observations
        Dated values that were measured; none when absent.

    Returns
    -------
    dict
        ``programme``, if there is one: its actions, drivers and indicators, each with the
        places of the variables that it touches, how surely (0 surely, 2 perhaps), whether
        the other way round, and why. ``measured``, if there are observations.
    """
    found = _programme(model, programme)
    data: Data = {} if found is None else {"programme": _programme_data(model, found)}
    if observations is not None:
        data["measured"] = [_measured(model, item) for item in observations.items]
    return data


def _programme(model: Model, programme: ProgrammeChoice) -> Programme | None:
    try:
        return load_programme(model, programme)
    except QuestionError as error:
        if programme is None and error.code == "no-programme":
            return None
        raise


def _programme_data(model: Model, programme: Programme) -> Data:
    places = {name: at for at, name in enumerate(model.variables)}
    order = list(CONFIDENCE_WORDS)

    def touches(items: Iterable[Connection]) -> list[list[Any]]:
        return [
            [
                places[each.variable],
                order.index(each.confidence),
                int(each.polarity == "negative"),
                text_data(each.reason),
            ]
            for each in items
        ]

    return {
        "title": text_data(programme.title),
        "actors": {name: text_data(item.label) for name, item in programme.actors.items()},
        "kinds": {name: text_data(item.label) for name, item in programme.driver_kinds.items()},
        "actions": [
            {
                "label": text_data(item.label),
                "who": list(item.actors),
                **({} if item.target is None else {"target": item.target}),
                "touches": touches(item.pushes),
            }
            for item in programme.actions.values()
        ],
        "drivers": [
            {
                "label": text_data(item.label),
                "kind": item.kind,
                "touches": touches(item.pushes),
            }
            for item in programme.drivers.values()
            if item.pushes
        ],
        "indicators": [
            {
                "label": text_data(item.label),
                "status": item.status,
                "touches": touches(item.observes),
            }
            for item in programme.indicators.values()
            if item.observes
        ],
    }


def _measured(model: Model, item: Observation) -> Data:
    outcomes = outcomes_of(model)
    outcome = outcomes.items[outcomes.position(item.outcome)]
    told: Mapping[str, object] = {
        "unit": item.unit,
        "indicator": item.indicator,
        "source": item.source,
        "organisation": item.organisation,
    }
    return {
        "of": f"{outcome.kind}-{outcome.key}",
        "rows": list(outcome.members),
        "date": item.date or f"{item.time:g}",
        "value": item.value,
        "level": round(item.level, 4),
        **{name: value for name, value in told.items() if value},
    }
