"""Scenarios for the page: what they do, ready for its integrator."""

from __future__ import annotations

from typing import Any

from digisys.graph.view import select_view
from digisys.report.page.data import class_or_range, link_data, text_data
from digisys.schema import Model, Push, Scenario, SetLevel
from digisys.simulation.system.interventions import Change, Exchange, make_plan
from digisys.simulation.system.signals import Signal
from digisys.uncertainty.sharing import TOTAL_RANGE
from digisys.uncertainty.unknowns import INERTIA_RANGES, STRENGTH_RANGES

__all__ = ["ranges", "scenario_data"]


def ranges() -> dict[str, Any]:
    """Return the ranges of unknown strengths and inertias by class, and of totals."""
    return {
        "strength": {name: list(ends) for name, ends in STRENGTH_RANGES.items()},
        "inertia": {name: list(ends) for name, ends in INERTIA_RANGES.items()},
        "total": list(TOTAL_RANGE),
    }


def scenario_data(model: Model, scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the page reads it.

    Parameters
    ----------
    model
        The model that the names in the scenario belong to.
    scenario
        The scenario.

    Returns
    -------
    dict
        Its texts; ``moves``, one for each push or level that a slider can change; and the
        rest of its plan: changes of links, added links, initial levels.
    """
    plan = make_plan(model, select_view(model), scenario)
    moves = []
    for item in scenario.interventions:
        if isinstance(item, Push | SetLevel):
            single = scenario.model_copy(update={"interventions": (item,)})
            moved = make_plan(model, select_view(model), single)
            moves += [
                {"variable": name, **_signal(signal), "note": text_data(item.note)}
                for name, signals in (*moved.pushes.items(), *moved.levels.items())
                for signal in signals
            ]
    return {
        "id": scenario.id,
        "title": text_data(scenario.title),
        "description": text_data(scenario.description),
        "reasoning": text_data(scenario.reasoning),
        "moves": moves,
        "plan": {
            "changes": {
                name: [_change(change) for change in changes]
                for name, changes in plan.changes.items()
            },
            "exchanges": {
                name: [_exchange(item) for item in items] for name, items in plan.exchanges.items()
            },
            "added": [link_data(link) for link in plan.added],
            "initial": dict(plan.initial),
        },
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "shape": signal.shape,
        "start": signal.start,
        "end": signal.end,
        "size": signal.size,
    }


def _change(change: Change) -> dict[str, Any]:
    return {"signal": _signal(change.signal), "before": change.before, "after": change.after}


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {"signal": _signal(exchange.signal), "strength": class_or_range(exchange.strength)}
